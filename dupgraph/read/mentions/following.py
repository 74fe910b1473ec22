"""What follows a noun as its name: large words, in quotation marks or not, a number, a date."""

import re
from collections.abc import Container

from dupgraph.language.lists import list_words
from dupgraph.language.words import Words
from dupgraph.read.mentions.complements import (
    find_against_end,
    find_owner_end,
    find_purpose_end,
    find_small_end,
    find_told_end,
    is_adjective,
    skip_agreeing,
    skip_qualifiers,
)
from dupgraph.read.mentions.concepts import ROADS, STREETS, list_actors
from dupgraph.read.mentions.looks import ends_event, is_word
from dupgraph.read.mentions.nouns import Opening, Setting, opens_place
from dupgraph.read.mentions.spans import (
    OF_THE,
    begins_saint,
    close_opened,
    find_large_end,
    find_quoted_end,
    goes_on,
    is_inside_sentence,
    is_large,
    skip_title,
)
from dupgraph.schema.links import ACTOR_CATEGORY, INSTRUMENT, PLACE

_NUMBERED = list_actors("social-districts service-authorities health-authority health-protection-agencies")
# A number of their own, which may stand behind the sign of a province.
_DISTRICT = re.compile(r"(?:[A-Z]{2})?\d{1,2}")
# "AUSL 2025" is the AUSL in that year.
_YEAR = re.compile(r"(?:19|20)\d\d")
# The day of a date, as streets are called by it.
_DAY = re.compile(r"\d{1,2}|[XVI]{1,5}")
_MONTHS = list_words("months")
_DATING = _MONTHS | {"secolo"}
# Whose an instrument is, between the noun and its name; and what saints have each year.
_LEVELS = list_words("levels")
_DONE = re.compile(r"[aiu]t[oaei]$")
_COMPLETING = frozenset({"di", "a"})
_FEASTS = frozenset({"festa", "sagra", "fiera", "mostra"})
_ROMAN = frozenset("IVX")
# After a letter that is an initial or an elision: "L. da Vinci", "D’Annunzio".
_JOINED = frozenset({".", ". ", "’", "'"})
_ACT = re.compile(r"[1-9]\d{1,2}")
# "In via alla Chiesa", "di via al Monte".
_TO_THE, _BEFORE_ROAD = (
    frozenset({"al", "all", "alla", "ai", "agli", "alle"}),
    frozenset({"di", "in", "da", "e", "tra"}),
)
_OVER = frozenset({"sul", "sullo", "sulla", "sull", "sui", "sulle"})


def find_following_end(setting: Setting, head: Opening) -> int:
    """Return the index after the name that follows ``head``: "piazza Garibaldi", "cooperativa agricola La Zolla".

    Where none does, the noun's own words end there.
    """
    words, title_end, index = setting.words, setting.title_end, head.last
    road = head.meaning[0].thing.iri in ROADS
    if head.meaning[0].thing.kind == PLACE and not opens_place(words, head, title_end):
        return index
    if (last := find_quoted_end(words, index, title_end, setting.nouns)) > index:
        return last
    if is_letter(words, index) and not (road and _counts_unit(words, index)):
        return index
    last = _find_first_end(words, head, title_end)
    body = any(opened.thing.kind == ACTOR_CATEGORY for opened in head.meaning)
    if body:
        last = _find_body_end(setting, head, _find_members_end(setting, head, last))
    year = body and last > index and _YEAR.match(words.get_form(index))
    if year or _is_heading(words, head, last) or _is_event(words, head, last):
        return index
    # "Progetto Aurora" is a name, "progetto della Regione" is none: an instrument's own name follows at once.
    if head.meaning[0].thing.kind == INSTRUMENT:
        return _find_instrument_end(setting, head, last)
    return _drop_house_number(words, index, last) if road else _find_own_end(words, index, last, setting.roads)


def _find_instrument_end(setting: Setting, head: Opening, last: int) -> int:
    """Return the index after an instrument's own name, which follows at once and ends before ``last``."""
    words, index = setting.words, head.last
    # "Legge 219".
    law = words.get_key(head.last - 1) == "legge" and goes_on(words, index, setting.title_end)
    if law and _ACT.fullmatch(words.get_form(index)):
        return index + _is_whole(words, index)
    if last == index or not (is_large(words, skip_level(words, index)) or _opens_feast(words, head)):
        return index
    return _find_aim_end(setting, _find_own_end(words, index, _find_title_end(setting, head, last), setting.nouns))


def _find_aim_end(setting: Setting, last: int) -> int:
    """Return the index after what an instrument is for: "bando Energia Intelligente per l'Europa".

    Nobody who is known is meant there: "il progetto Aurora per la Provincia".
    """
    words = setting.words
    if not goes_on(words, last + 1, setting.title_end) or words.get_key(last + 1) != "il":
        return last
    end = find_purpose_end(words, last, setting.title_end)
    called = " ".join(words.get_forms(last + 2, end))
    known = setting.is_town(called) or any(index in setting.begun for index in range(last, end))
    return last if known else end


def _is_whole(words: Words, index: int) -> bool:
    """Whether the number at word ``index`` is all of it: neither "104/1992" nor "12 marzo"."""
    if index + 1 == len(words.tokens):
        return True
    return words.get_gap(index + 1)[:1] not in {"/", "-"} and words.get_form(index + 1) not in _MONTHS


def _find_first_end(words: Words, head: Opening, title_end: int) -> int:
    """Return the index after what the noun is called: large words, else a number, a day, or what a bridge spans."""
    index, instrument = head.last, any(opened.thing.kind == INSTRUMENT for opened in head.meaning)
    # "La foresta regionale Val Bassa".
    leveled = instrument or head.meaning[0].thing.kind == PLACE
    start = skip_level(words, index) if leveled else index
    start = start + _opens_feast(words, head) if instrument else skip_title(words, start)
    start += _leads_on(words, head)
    # "Soc. coop. La Fenice", "loc. Fonte Cupa", "Ca' Mello": the full stop or apostrophe is the noun's.
    mark = words.get_gap(index).strip().replace("’", "'")
    short = mark in {".", "'"} and any(opened.words.endswith(mark) for opened in head.meaning)
    last = close_opened(words, start, find_large_end(words, start, title_end, begins=short))
    last = index if last == start else last
    if last == index and (number := _find_number_end(words, head, title_end)) > index:
        last = find_large_end(words, number, title_end)
    if not instrument:
        last = max(last, _find_date_end(words, index, title_end))
    bridge = any(opened.thing.iri == STREETS for opened in head.meaning)
    opens = not is_inside_sentence(words, head.first)
    if last == index and bridge and (opens or words.get_form(head.first).islower()):
        last = _find_over(words, index, title_end)
    return last


def _leads_on(words: Words, head: Opening) -> bool:
    """Whether a road is called by where it leads: "in via alla Chiesa", but not "il via alla Fiera"."""
    road = any(opened.thing.iri == STREETS for opened in head.meaning) and words.get_form(head.last) in _TO_THE
    begun = head.first > 0 and words.get_form(head.first - 1) in _BEFORE_ROAD
    return road and begun and is_large(words, head.last + 1) and goes_on(words, head.last + 1, 0)


def _find_title_end(setting: Setting, head: Opening, last: int) -> int:
    """Return the index after what completes a title of one word: "bando Luoghi della memoria operaia".

    Nothing that has a meaning of its own stands there: "il progetto Vivaio della cooperativa".
    """
    words = setting.words
    if last - skip_level(words, head.last) != 1 or not goes_on(words, last, setting.title_end):
        return last
    form = words.get_form(last - 1)
    if (whole := _find_object_end(words, last, setting.title_end)) > last:
        return whole
    if not (form.istitle() and is_word(form)):
        return last
    # "La piattaforma Accesso unitario", but "l'agenda Futuro finanziato da".
    if not _DONE.search(words.get_form(last)) and (whole := skip_agreeing(words, last, setting.title_end)) > last:
        return last if last in setting.begun else whole
    if words.get_key(last) not in _COMPLETING:
        return last
    end = find_small_end(words, last, setting.title_end)
    return last if any(index in setting.begun for index in range(last, end)) else end


def _find_object_end(words: Words, last: int, title_end: int) -> int:
    """Return the index after the object of a verb that a name ends in: "La rete Viviamo la scuola"; else ``last``."""
    calls = words.get_form(last - 1).endswith(("iamo", "iamoci")) and goes_on(words, last, title_end)
    return last + 2 if calls and words.get_key(last) == "il" and goes_on(words, last + 1, title_end) else last


def skip_level(words: Words, index: int) -> int:
    """Return the index after whose an instrument is: "il bando regionale Nuove Case"; else ``index``."""
    several = words.get_form(index) in _LEVELS
    tied = several and goes_on(words, index, 0) and goes_on(words, index + 1, 0) and is_large(words, index + 1)
    return index + 1 if tied else index


def _opens_feast(words: Words, head: Opening) -> bool:
    """Whether a saint is named after "festa di"."""
    joint = head.last
    return words.get_key(head.first) in _FEASTS and words.get_form(joint) == "di" and begins_saint(words, joint + 1)


def _find_body_end(setting: Setting, head: Opening, last: int) -> int:
    """Return the index after what small words say of a body called by the words before ``last``, if any are."""
    words, title_end, index = setting.words, setting.title_end, head.last
    if last > index:
        last = find_told_end(words, _find_object_end(words, last, title_end), title_end)
    elif (start := skip_qualifiers(words, index)) > index and not _is_on_road(setting, start):
        last = find_large_end(words, start, title_end)
    if last > index and _tells_several(words, last, title_end):
        last = find_large_end(words, last + 1, title_end)
    if last > index or is_large(words, head.first) or is_large(words, index - 1):
        end = find_purpose_end(words, find_against_end(words, last, title_end), title_end)
        # "Agenzia d'ambito per i Servizi pubblici di Zena".
        last = find_told_end(words, end, title_end) if end > last else end
    return last


def _is_on_road(setting: Setting, index: int) -> bool:
    """Whether a road is named at word ``index``, where whoever is named before it has something: "Aler di via Roma"."""
    return index - 1 in setting.roads and setting.words.get_key(index - 2) == "di"


def _is_heading(words: Words, head: Opening, last: int) -> bool:
    """Whether all is in capitals, in which no large words mean anything; a number there still tells one from others."""
    forms = words.get_forms(head.first, last)
    capitals = all(form.isupper() for form in forms if len(form) > 1) and len(forms) > 1
    return capitals and not forms[-1][-1:].isdigit()


def _is_event(words: Words, head: Opening, last: int) -> bool:
    """Whether a place only begins the name of an event: "Lago di Zena Film Festival" is no lake."""
    return head.meaning[0].thing.kind == PLACE and last > head.last and ends_event(words, last)


def _drop_house_number(words: Words, first: int, last: int) -> int:
    """Return the index after a road's name from ``first`` to ``last``, without a house's number: "via Roma 12"."""
    numbered = last > first + 1 and words.get_form(last - 1).isdigit()
    named = words.get_form(last - 2)
    return last - 1 if numbered and named.istitle() and len(named) > 1 else last


def _find_members_end(setting: Setting, head: Opening, last: int) -> int:
    """Return the index after whose friends a body is called by: "associazione Amici della montagna"."""
    words, joint = setting.words, last
    noun = joint + 1
    tied = goes_on(words, joint, setting.title_end) and goes_on(words, noun, setting.title_end)
    form = words.get_form(last - 1)
    several = last - head.last == 1 and form.istitle() and form[-1] in "ie" and is_word(form)
    if not (tied and several) or words.get_form(joint) not in OF_THE or is_large(words, noun):
        return last
    # "Amici del verde di Pozzolo".
    end = find_owner_end(words, find_small_end(words, joint, setting.title_end), 0)
    return last if any(is_large(words, index) for index in setting.begun.intersection(range(last, end))) else end


def _tells_several(words: Words, index: int, title_end: int) -> bool:
    """Whether an adjective of several goes on with a name: "Soprintendenza Beni culturali Zena"."""
    form = words.get_form(index) if goes_on(words, index, title_end) else ""
    several = form.endswith("i") and form.islower() and words.get_form(index - 1).endswith("i")
    return several and is_adjective(form) and goes_on(words, index + 1, title_end) and is_large(words, index + 1)


def is_letter(words: Words, index: int) -> bool:
    """Whether word ``index`` is a letter that counts: "Gruppo B" is one of several, and has no name.

    An initial has its full stop, and "I" may be an article: "Associazione I Lupi della Valle".
    """
    form = words.get_form(index)
    article = form == "I" and is_large(words, index + 1)
    return len(form) == 1 and form.isupper() and not article and words.get_gap(index + 1) not in _JOINED


def _find_number_end(words: Words, head: Opening, title_end: int) -> int:
    """Return the index after what tells a district from others: "Ambito sociale 17", "ULSS n. 20", "ASL TO5"."""
    index = head.last
    if _NUMBERED.isdisjoint({opened.thing.iri for opened in head.meaning}) or not goes_on(words, index, title_end):
        return index
    sign = words.get_form(index) == "n"
    form = words.get_form(index + sign)
    return index + sign + 1 if _DISTRICT.fullmatch(form) else index


def _find_date_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after the day that gives a name: "via XX settembre", "parco del XX secolo"; ``index`` if none.

    A year after it makes a date of it.
    """
    whole, index = index, index + (goes_on(words, index, title_end) and words.get_key(index) == "di")
    month = index + 1
    if not (goes_on(words, index, title_end) and goes_on(words, month, title_end)):
        return whole
    form = words.get_form(index)
    named = _DAY.fullmatch(form) and words.get_form(month).casefold() in _DATING
    dated = goes_on(words, month + 1, title_end) and words.get_form(month + 1).isdigit()
    return month + 1 if named and not dated else whole


def _counts_unit(words: Words, index: int) -> bool:
    """Whether word ``index`` counts those by whom a road is called: "piazza V Alpini"."""
    return words.get_form(index) in _ROMAN and goes_on(words, index + 1, 0) and is_large(words, index + 1)


def _find_own_end(words: Words, index: int, last: int, stops: Container[int]) -> int:
    """Return the index before whose an instrument is, or on which road a building stands.

    "Bando Estate Insieme di Regione Lombardia", "parco Aldo Moro di Via Dublino".
    """
    owners = (place for place in range(index + 2, last) if place in stops and words.get_key(place - 1) == "di")
    return next(owners, last + 1) - 1


def _find_over(words: Words, index: int, title_end: int) -> int:
    """Return the index after what a place spans or looks on: "ponte (pedonale) sul Mis"; ``index`` if nothing."""
    place = index + (goes_on(words, index, title_end) and is_adjective(words.get_form(index)))
    if not goes_on(words, place, title_end) or words.get_form(place) not in _OVER:
        return index
    last = find_large_end(words, place + 1, title_end)
    return last if last > place + 1 else index
