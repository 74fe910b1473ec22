"""How far the name goes that a common noun opens: "piazza Garibaldi", "cooperativa agricola La Zolla"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterator

from dupgraph.language.companies import LEGAL_FORM
from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, TOKENS, Words, knows_word
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Head, Name
from dupgraph.read.mentions.spans import (
    close_opened,
    find_against_end,
    find_large_end,
    find_legal_form,
    find_next,
    find_purpose_end,
    find_quoted_end,
    find_site_end,
    find_small_end,
    find_told_end,
    goes_on,
    is_adjective,
    is_inside_sentence,
    is_large,
    list_initials,
    skip_qualifiers,
    skip_title,
)
from dupgraph.schema.links import ACTOR_CATEGORY, INSTRUMENT, ORGANIZATION, PLACE
from dupgraph.schema.namespaces import VOCABULARY

# A noun, and what it says of the names that it opens.
Opening = Match[tuple[Head, ...]]

STREETS = VOCABULARY + "places/streets"
ROADS = frozenset({STREETS, VOCABULARY + "places/squares"})
_AGENCIES = VOCABULARY + "actors/agencies"
# The mark that a product bears ends the name of its consortium: "Consorzio di tutela dell'Asiago DOP".
_QUALITY = VOCABULARY + "instruments/quality-marks"
_NUMBERED = frozenset(
    f"{VOCABULARY}actors/{kind}" for kind in ("social-districts", "service-authorities", "health-authority")
)
# A number of their own, which may stand behind the sign of a province.
_DISTRICT = re.compile(r"(?:[A-Z]{2})?\d{1,2}")
# "AUSL 2025" is the AUSL in that year.
_YEAR = re.compile(r"(?:19|20)\d\d")
# The day of a date, as streets are called by it.
_DAY = re.compile(r"\d{1,2}|[XVI]{1,5}")
_MONTHS = list_words("months")
# From a quotation mark that closes to the one that opens.
_QUOTES = {"”": "“", "»": "«", "’": "‘", '"': '"'}
_OPENING_MARKS = frozenset({*_QUOTES.values(), "‘"})
# Instruments whose names small words complete when the noun is written large: "il Piano di gestione delle acque".
_COMPLETED = list_words("completed")
# Nouns of two words whose complement makes a name however they are written: "linee guida di design".
DISTINCT = frozenset({"linea"})
# After a letter that is an initial or an elision: "L. da Vinci", "D’Annunzio".
_JOINED = frozenset({".", ". ", "’", "'"})
_DASHES = frozenset({" – ", " - ", " — "})
# Between the words of a name that an acronym beside it spells.
_IN_LISTS = frozenset({"", ",", "’", "'", "-"})
_SHORTEST, _LONGEST_SPELT = 3, 14
TERRITORIES = frozenset(VOCABULARY + "actors/" + kind for kind in ("region", "province", "other-municipalities"))
_FEW = 3
# Which office of a body is meant: "Prefettura di Zena - Area Protezione civile".
_BRANCHES = list_words("offices") | list_words("branches")
_OVER = frozenset({"sul", "sullo", "sulla", "sull", "sui", "sulle"})
_OPENERS = frozenset({"il", "un", "di", "a", "da", "in", "con", "su", "per", "tra"})
_BETWEEN = frozenset({"nuovo", "piccolo", "vecchio", "antico"})
# Roads only after an article, without "strada" before them: "la statale Adriatica", but "il polo provinciale di Lecco".
_ROADS = frozenset({"statale", "provinciale"})
_BEFORE_GATES = frozenset({"a", "da", "di", "tra", "fra", "fuori", "presso"})
# What the article of a noun says that there is one of: "il museo del mare" is a place, "un museo del mare" an idea.
DEFINITE = frozenset(
    {"il", "lo", "la", "l", "del", "dello", "della", "dell", "al", "allo", "alla", "all", "dal", "dallo", "dalla",
     "dall", "nel", "nello", "nella", "nell", "sul", "sullo", "sulla", "sull"}
)  # fmt: skip


def close_quote(text: str, start: int, end: int) -> int:
    """Return the end of a name, after the quotation mark that closes the one in it."""
    inside, after = text[start:end], text[end : end + 1]
    single = after in {"’", "'"} and f" {after}" in inside
    return end + (single or (after in _QUOTES and any(_QUOTES.get(after) == mark for mark in inside)))


def find_end(words: Words, head: Opening, last: int, text: str) -> int:
    """Return the place where a name ends: after its quotation mark, and after its legal form."""
    return find_legal_form(text, close_quote(text, head.start, words.find_end(last)))


def find_opened_end(words: Words, head: Opening, title_end: int, stops: set[int]) -> int:
    """Return the index after the name that ``head`` opens; where the noun's own words end when it opens none."""
    index = head.last
    if head.meaning[0].thing.kind == PLACE and not _is_place(words, head, title_end):
        return index
    if (last := find_quoted_end(words, index, title_end, stops)) > index:
        return last
    if _is_letter(words, index):
        return index
    kinds = {opened.thing.kind for opened in head.meaning}
    start = index if INSTRUMENT in kinds else skip_title(words, index)
    # "Soc. coop. La Fenice", "loc. Fonte Cupa", "Ca' Mello": the full stop or apostrophe is the noun's.
    mark = words.get_gap(index).strip().replace("’", "'")
    short = bool(mark) and any(
        opened.words.endswith((".", "'")) and opened.words[-1] == mark for opened in head.meaning
    )
    last = close_opened(words, start, find_large_end(words, start, title_end, begins=short))
    last = index if last == start else last
    if last == index and (number := _find_number_end(words, head, title_end)) > index:
        last = find_large_end(words, number, title_end)
    if INSTRUMENT not in kinds and (date := _find_date_end(words, index, title_end)) > last:
        last = date
    bridge = any(opened.thing.iri == STREETS for opened in head.meaning)
    if last == index and bridge and TOKENS[words.tokens[head.first]].form.islower():
        last = _find_over(words, index, title_end)
    if last == index and ACTOR_CATEGORY in kinds and (start := skip_qualifiers(words, index)) > index:
        last = find_large_end(words, start, title_end)
    elif last > index and ACTOR_CATEGORY in kinds:
        last = find_told_end(words, last, title_end)
    if ACTOR_CATEGORY in kinds and last > index and _tells_several(words, last, title_end):
        last = find_large_end(words, last + 1, title_end)
    if ACTOR_CATEGORY in kinds and (last > index or is_large(words, head.first) or is_large(words, index - 1)):
        last = find_purpose_end(words, find_against_end(words, last, title_end), title_end)
    forms = [TOKENS[token].form for token in words.tokens[head.first : last]]
    # A heading in capitals has no large words that mean anything.
    capitals = all(form.isupper() for form in forms if len(form) > 1) and last - head.first > 1
    year = last > index and ACTOR_CATEGORY in kinds and _YEAR.match(TOKENS[words.tokens[index]].form)
    if year or (capitals and not forms[-1][-1:].isdigit()):
        return index
    # "Progetto Aurora" is a name, "progetto della Regione" is none: an instrument's own name follows at once.
    if head.meaning[0].thing.kind == INSTRUMENT and last > index:
        return _find_own_end(words, index, last, stops) if is_large(words, index) else index
    return _drop_house_number(words, index, last) if head.meaning[0].thing.iri in ROADS else last


def _drop_house_number(words: Words, first: int, last: int) -> int:
    """Return the index after a road's name from ``first`` to ``last``, without a house's number: "via Roma 12"."""
    numbered = last > first + 1 and TOKENS[words.tokens[last - 1]].form.isdigit()
    named = TOKENS[words.tokens[last - 2]].form
    return last - 1 if numbered and named.istitle() and len(named) > 1 else last


def _tells_several(words: Words, index: int, title_end: int) -> bool:
    """Whether an adjective of several goes on with a name: "Soprintendenza Beni culturali Zena"."""
    form = TOKENS[words.tokens[index]].form if goes_on(words, index, title_end) else ""
    several = form.endswith("i") and form.islower() and TOKENS[words.tokens[index - 1]].form.endswith("i")
    return several and is_adjective(form) and goes_on(words, index + 1, title_end) and is_large(words, index + 1)


def _is_letter(words: Words, index: int) -> bool:
    """Whether word ``index`` is a letter that counts: "Gruppo B" is one of several, and has no name.

    An initial has its full stop, and "I" may be an article: "Associazione I Lupi della Valle".
    """
    form = TOKENS[words.tokens[index]].form if index < len(words.tokens) else ""
    article = form == "I" and is_large(words, index + 1)
    return len(form) == 1 and form.isupper() and not article and words.get_gap(index + 1) not in _JOINED


def _find_number_end(words: Words, head: Opening, title_end: int) -> int:
    """Return the index after what tells a district from others: "Ambito sociale 17", "ULSS n. 20", "ASL TO5"."""
    index = head.last
    if _NUMBERED.isdisjoint({opened.thing.iri for opened in head.meaning}) or not goes_on(words, index, title_end):
        return index
    sign = TOKENS[words.tokens[index]].form == "n" and index + 1 < len(words.tokens)
    form = TOKENS[words.tokens[index + sign]].form
    return index + sign + 1 if _DISTRICT.fullmatch(form) else index


def _find_date_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after the day that gives a name: "via XX settembre", "associazione 8 marzo"; ``index`` if none.

    A year after it makes a date of it.
    """
    month = index + 1
    if not (goes_on(words, index, title_end) and goes_on(words, month, title_end)):
        return index
    form = TOKENS[words.tokens[index]].form
    named = _DAY.fullmatch(form) and TOKENS[words.tokens[month]].form.casefold() in _MONTHS
    dated = goes_on(words, month + 1, title_end) and TOKENS[words.tokens[month + 1]].form.isdigit()
    return month + 1 if named and not dated else index


def _find_own_end(words: Words, index: int, last: int, stops: set[int]) -> int:
    """Return the index before whose an instrument is: "bando Estate Insieme di Regione Lombardia"."""
    owners = (place for place in range(index + 2, last) if place in stops and words.get_key(place - 1) == "di")
    return next(owners, last + 1) - 1


def _find_over(words: Words, index: int, title_end: int) -> int:
    """Return the index after what a place spans or looks on: "ponte sul Mis"; ``index`` where there is nothing."""
    if not goes_on(words, index, title_end) or TOKENS[words.tokens[index]].form not in _OVER:
        return index
    last = find_large_end(words, index + 1, title_end)
    return last if last > index + 1 else index


def _is_inside_name(words: Words, index: int, title_end: int) -> bool:
    """Whether a large word stands before word ``index``, large itself: the Costa in "Plastic Free Costa Levante".

    An article or preposition is large where it opens a sentence: "Il Castello Carlo V".
    """
    if not (index > 1 and is_large(words, index) and is_large(words, index - 1) and goes_on(words, index, title_end)):
        return False
    small = words.get_key(index - 1) in _OPENERS
    return not small or ("\n" not in words.get_gap(index - 1) and is_inside_sentence(words, index - 1))


def complete_name(words: Words, head: Opening, title_end: int) -> int:
    """Return the index after the small words that make a name of a noun written large inside its sentence.

    A building is one with an article, however it is written: "il museo del mare".
    """
    if any(opened.site for opened in head.meaning) and is_definite(words, head.first):
        return find_site_end(words, head.last, title_end)
    body = any(opened.thing.kind == ACTOR_CATEGORY for opened in head.meaning)
    key = words.get_key(head.first)
    # "Una Società digitale" is none of them.
    any_one = body and key not in _COMPLETED and head.first and words.get_key(head.first - 1) == "un"
    if any_one or _is_letter(words, head.last):
        return head.last
    if key in DISTINCT and head.last - head.first > 1:
        return find_small_end(words, head.last, title_end)
    if not (body or key in _COMPLETED) or not is_large(words, head.first):
        return head.last
    if not is_inside_sentence(words, head.first) or TOKENS[words.tokens[head.first]].form.isupper():
        return head.last
    return find_small_end(words, head.last, title_end)


def find_dashed_end(words: Words, head: Opening, last: int, known: Container[int], title_end: int) -> int:
    """Return the index after the second half of a body's name: "associazione Filo Rosso – Tejido"; ``last`` if none.

    What begins at ``known`` words is another thing; a second dash closes what is said in passing.
    """
    if not any(opened.thing.kind == ACTOR_CATEGORY and opened.coins for opened in head.meaning) or last in known:
        return last
    if not is_large(words, last) or TOKENS[words.tokens[last - 1]].gap not in _DASHES or not is_large(words, last - 1):
        return last
    if words.get_key(last) in _BRANCHES:
        return last
    end = find_large_end(words, last + 1, title_end) if is_large(words, last + 1) else last + 1
    # "Circolo Tre Orti – CTO" has its acronym there.
    if end == last + 1 and TOKENS[words.tokens[last]].form.isupper():
        return last
    return end if TOKENS[words.tokens[end - 1]].gap not in _DASHES else last


def find_bracket_end(words: Words, head: Opening, title_end: int) -> int:
    """Return the index after a body's name that goes on after its acronym: "Azienda Unità Sanitaria (AUSL) di Zena"."""
    short, after = head.last, head.last + 1
    if not any(opened.thing.kind == ACTOR_CATEGORY and opened.coins for opened in head.meaning):
        return head.last
    if not goes_on_after_bracket(words, short) or not TOKENS[words.tokens[short]].form.isupper():
        return head.last
    last = find_large_end(words, after, title_end, begins=True)
    return last if last > after else head.last


def find_spelt_end(words: Words, head: Opening) -> int:
    """Return the index after a name whose letters an acronym beside it has, one of the two in brackets.

    "IBACN (Istituto per i beni artistici, culturali e naturali)"; where the noun's own words end when there is none.
    """
    before = head.first > 0 and words.get_gap(head.first).strip() == "("
    for place in range(head.last, min(len(words.tokens) + 1 - (not before), head.last + _LONGEST_SPELT)):
        gap = words.get_gap(place).strip()
        if gap.startswith(")" if before else "("):
            short = TOKENS[words.tokens[head.first - 1 if before else place]].form
            spelt = len(short) >= _SHORTEST and short == list_initials(words, head.first, place)
            return place if spelt else head.last
        if gap not in _IN_LISTS:
            break
    return head.last


def find_pair_end(words: Words, head: Opening, last: int, known: Container[int], is_town: Callable[[str], bool]) -> int:
    """Return the index after the second half of a name: "cooperativa Terra e Sole", "Diocesi di Zena e Gorgola".

    Two words of the language, of which the second is nothing that is known at ``known``, or two towns after "di"; else
    ``last``, for there may be two bodies.
    """
    kind, second = head.meaning[0].thing, last + 1
    # "Il Centro Servizi di Modena e Ferrara" is one; "i castelli di Modena e Ferrara" are two.
    place = kind.kind == PLACE
    if place and not (is_large(words, head.first) and is_large(words, head.last - 1)):
        return last
    if kind.iri in TERRITORIES or last == head.last or second in known:
        return last
    tied = goes_on(words, last, 0) and goes_on(words, second, 0) and TOKENS[words.tokens[last]].form in {"e", "ed"}
    if not tied or not is_large(words, second):
        return last
    if words.get_key(last - 2) == "di" and is_town(TOKENS[words.tokens[last - 1]].form):
        end = find_large_end(words, second, 0)
        # "Le università di Siena e Pisa" are two.
        several = TOKENS[words.tokens[head.first]].form.endswith("à") and not is_definite(words, head.first)
        town = is_town(" ".join(TOKENS[token].form for token in words.tokens[second:end]))
        return end if town and not several else last
    if place:
        return last
    # "Sole e Croce Azzurra" are two; a legal form may follow.
    closed = LEGAL_FORM.match(" " + "".join(words.tokens[second + 1 : second + 5]))
    longer = goes_on(words, second + 1, 0) and is_large(words, second + 1) and not closed
    pair = [TOKENS[words.tokens[place]].form for place in (last - 1, second)]
    common = all(form.istitle() and len(form) > 2 and knows_word(form, "it") for form in pair)
    return second + 1 if common and not longer and last - head.last <= _FEW else last


def goes_on_after_bracket(words: Words, index: int) -> bool:
    """Whether word ``index`` stands alone in brackets, and words follow."""
    return index + 1 < len(words.tokens) and [words.get_gap(place).strip() for place in (index, index + 1)] == [
        "(",
        ")",
    ]


def is_alone(words: Words, head: Opening) -> bool:
    """Whether a building is called by its noun, written large inside its sentence with an article: "il Torrione".

    Neither the Torre of "Fondazione La Torre" nor the Castello of "Castello a Mare" is.
    """
    form = TOKENS[words.tokens[head.first]].form
    named = is_large(words, head.first) and not form.isupper() and not is_large(words, head.first - 1)
    ends = not (goes_on(words, head.last, 0) and is_large(words, head.last + 1)) or words.get_key(head.last) == "e"
    return named and ends and all(opened.site for opened in head.meaning) and is_definite(words, head.first)


def stands_on(words: Words, head: Opening, road: Opening) -> bool:
    """Whether a building is told from its like by its road: "il centro di raccolta di via Mazzini"."""
    building = all(opened.thing.kind == PLACE and opened.coins for opened in head.meaning)
    tied = words.get_key(head.last) == "di" and not f"{words.get_gap(head.last)}{words.get_gap(road.first)}".strip()
    return building and head.meaning[0].thing.iri not in {road.meaning[0].thing.iri, STREETS} and tied


def _is_place(words: Words, head: Opening, title_end: int) -> bool:
    """Whether the noun stands for a place: inside a name it does not, nor does "statale" where it is an adjective.

    "Corso di Yoga" is no street, nor are "nel corso dell'Assemblea" and "un corso dell'Istituto nautico"; "porta" is
    a verb but after what "da porta Romana" has before it.
    """
    following = TOKENS[words.tokens[head.last]].form if head.last < len(words.tokens) else ""
    before = TOKENS[words.tokens[head.first - 1]].form.casefold() if head.first else ""
    during = before in {"nel", "un", "i", "dei"} and not is_large(words, head.last)
    if words.get_key(head.first) == "corso" and (following == "di" or during):
        return False
    if TOKENS[words.tokens[head.first]].form == "porta" and before not in _BEFORE_GATES:
        return False
    if head.last == head.first + 1 and words.get_key(head.first) in _ROADS:
        return is_definite(words, head.first - (head.first > 0 and words.get_key(head.first - 1) == "ex"))
    return not _is_inside_name(words, head.first, title_end)


def is_definite(words: Words, index: int) -> bool:
    """Whether word ``index`` follows its article, a "nuovo" or "piccolo" between them left out."""
    place = index - 1
    if place > 0 and words.get_key(place) in _BETWEEN:
        place -= 1
    return place >= 0 and TOKENS[words.tokens[place]].form.casefold() in DEFINITE


def is_plural(head: Opening) -> bool:
    """Whether the noun stands in the plural: "le frazioni di"."""
    return all(opened.plural for opened in head.meaning)


def find_plural_names(words: Words, head: Opening, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word (exclusive) of each name that a plural noun lists: "le frazioni di A e B".

    One large word right after the noun may be an adjective: "Associazioni Sportive", yet not in "rioni Carmine e
    Gescal". In capitals none is known to be a name. "Nidi Gratis" in the middle of a sentence is one name, no list.
    """
    noun = TOKENS[words.tokens[head.first]].form
    place = all(opened.thing.kind == PLACE for opened in head.meaning)
    if place and not noun.islower() and is_inside_sentence(words, head.first):
        return
    # "Portare" has the key of "porto"; "quartiere degli Spuri" is one.
    verb = noun == words.get_key(head.first) and noun.endswith("re") and not noun.endswith("iere")
    verb = verb or not any(_share_stem(FOLDED[noun], opened.words.casefold()) for opened in head.meaning)
    index = head.last if noun[-1] in "ie" and not verb and goes_on(words, head.last, title_end) else None
    if index is not None and not is_large(words, index):
        index = index + 1 if _is_quoted(words, index + 1) and is_adjective(TOKENS[words.tokens[index]].form) else None
    while index is not None and is_large(words, index):
        last = find_quoted_end(words, index, title_end)
        last = last if last > index else find_large_end(words, index, title_end, listed=True)
        forms = [TOKENS[token].form for token in words.tokens[index:last]]
        adjective = index == head.last and not (place and noun.islower()) and _is_plural_adjective(forms[0])
        if not forms or (len(forms) == 1 and (adjective or len(forms[0]) < 3)):
            return
        yield index, last
        index = find_next(words, last)


def _share_stem(noun: str, label: str) -> bool:
    """Whether a noun is another form of a label's first word: "tiene" has the key of "tenuta", and is none."""
    stem = len(label.split(maxsplit=1)[0]) - 2
    return noun[:stem] == FOLDED[label[:stem]]


def _is_quoted(words: Words, index: int) -> bool:
    """Whether a quotation mark opens before word ``index``, which is large."""
    return is_large(words, index) and words.get_gap(index).strip() in _OPENING_MARKS


def _is_plural_adjective(form: str) -> bool:
    return form[-1] in "ie" and is_adjective(form)


def is_known(names: list[Match[Name]], ends: list[int], head: Opening) -> bool:
    """Whether a vocabulary knows what begins with the noun as it stands."""
    following = names[bisect_right(ends, head.first) :]
    return bool(following) and following[0].first <= head.first and following[0].last >= head.last


def find_listed_end(words: Words, head: Opening, last: int, names: list[Match[Name]], title_end: int) -> int:
    """Return the index after a name that goes on past a comma, as a vocabulary has it; ``last`` where none does.

    "Soprintendenza Archeologia, Belle arti e Paesaggio dell'Umbria".
    """
    place = bisect_left(names, head.first, key=lambda name: name.first)
    if last == head.last or place == len(names) or names[place].first > head.first or names[place].last <= last:
        return last
    general = {opened.thing.iri for opened in head.meaning}
    same = {sense.thing.iri for sense in names[place].meaning} <= general
    return find_large_end(words, names[place].last, title_end) if same else last


def says_little(words: Words, head: Opening) -> bool:
    """Whether the noun needs what follows to say who is meant: "Commissario straordinario per le bonifiche"."""
    office = any(opened.thing.iri == _AGENCIES for opened in head.meaning)
    return office and head.last < len(words.tokens) and words.get_key(head.last) == "per"


def knows_more(names: list[Match[Name]], ends: list[int], head: Opening, last: int) -> bool:
    """Whether a vocabulary knows a name of its own among the words from the noun to ``last``.

    A common noun there is a part of the name: the Borgo in "Comune di Borgo a Mozzano". What is known of the noun with
    an adjective is no name: "biblioteca comunale".
    """
    general, first = {opened.thing.iri for opened in head.meaning}, head.last
    for name in names[bisect_right(ends, first) :]:
        if name.first >= last:
            return False
        said = {sense.thing.iri for sense in name.meaning if not sense.excluded}
        if said and (said <= {_QUALITY} or (name.first == head.first and said <= general)):
            continue
        kinds = {sense.thing.kind for sense in name.meaning}
        if kinds & {ORGANIZATION, INSTRUMENT} or (name.last - name.first > 1 and name.first < first):
            return True
    return False
