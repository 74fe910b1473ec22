"""Matches to links: what a name means where it stands.

Whether a name counts is the label's own affair: some count wherever they stand, some only where a cue governs them.
"""

import re
from bisect import bisect_left
from itertools import zip_longest

from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_WORDS, Words
from dupgraph.read.mentions.choices import choose_links
from dupgraph.read.mentions.concepts import LAWS, OLD_TOWNS, OTHER_TOWNS, PARTS, PLACES, SCHOOLS, TERRITORIES
from dupgraph.read.mentions.groups import join_groups
from dupgraph.read.mentions.joined import join_names
from dupgraph.read.mentions.looks import is_word
from dupgraph.read.mentions.matcher import Found, Match
from dupgraph.read.mentions.meanings import Name, Voice
from dupgraph.read.mentions.people import is_field, is_in_passing
from dupgraph.read.mentions.persons import is_surname
from dupgraph.read.mentions.shortened import resolve_short_names
from dupgraph.read.mentions.spans import BLOCK_END, OPENING_MARKS, find_quoted_end, is_inside_sentence, is_large
from dupgraph.read.mentions.ties import Link, are_listed, find_open_cues, find_ties
from dupgraph.schema.links import BENEFITS, CONCERNS_PLACE, INSTRUMENT, INVOLVES, KINDS, ORGANIZATION
from dupgraph.schema.values import Thing

# A title of more characters is a sentence; and what ends the list of subjects that a short one is.
_LONGEST_TITLE = 60
_PREPOSITIONS = frozenset({"di", "a", "da", "in", "con", "su", "per", "tra"})
# One large word, or an acronym that nobody knows, may be anything.
_FEWEST_WORDS = 2
# Words for people that may tell of things, the ends that agree with theirs, and what stands before people.
_ATTRIBUTIVE = list_words("attributive")
_PUBLIC_AND = ["pubblico", "e"]
_CALLED_BODIES = list_words("called_bodies")
_AGREEING = {"i": "i", "e": "e", "o": "oe", "a": "ae"}
_DETERMINING = list_words("counting") | list_words("transparent")
_BEFORE_NOUN = _DETERMINING - _PREPOSITIONS - {"e", "o", "ma", "sia", "come"}
_CITING = frozenset({"art", "artt", "articolo", "comma", "n"})
# Lands of which bodies are.
_LANDS = TERRITORIES - {OTHER_TOWNS}
# Words for schools that are buildings and subjects, too; and before whom or by whom something is done.
_TAUGHT_IN = frozenset({"scuola", "liceo", "plesso"})
_TOWARDS = frozenset({"a", "per", "da", "tra"})
_TAUGHT = list_words("taught")
_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,4}")
_ITEM_ENDS = frozenset(f":;{BLOCK_END}")
_ALONE = _ITEM_ENDS | {"\n"}
_FARTHEST_LESSON = 2
_LONGEST_QUOTED = 8
_OPENING_MARKS = tuple(OPENING_MARKS)
_MORE = frozenset({"nuovo", "secondo", "terzo", "altro", "ulteriore"})


def find_links(words: Words, found: Found, title_end: int) -> tuple[list[Link], list[Match[Voice]]]:
    """Return the names among ``found`` that count where they stand, and the cues that govern no known name.

    Both stand in the order of the text. A cue for an involvement with nobody after it may mean that somebody is
    missing from the vocabulary. A title may end at ``title_end``.
    """
    joined = join_names(words, found.names)
    told = join_groups(words, _drop_attributes(words, joined))
    named = _drop_owners(words, [name for name in told if not _is_nobody(words, name)])
    names = _drop_subjects(words, _trust_listed(words, named), title_end)
    ties = find_ties(words, names, found.cues)
    links: list[Link] = []
    before, where = None, False
    for match, after in zip_longest(names, names[1:]):
        owned = after is not None and _is_owned(words, match, after)
        # "Nelle scuole Verdi e Manzoni" says of both where.
        listed = before is not None and _is_next(words, before, match)
        before, where = match, _stands_where(words, match.first) or (where and listed)
        chosen = choose_links(match, ties.get(match.first, ()), owned=owned, where=where)
        links += [link for link in chosen if not (_is_planned(words, link) or _is_mere_school(words, link, names))]
        # A cue that expects a partner is still waiting when an unknown name is too far from it.
        if not chosen and match.meaning[0].close:
            ties.pop(match.first, None)
    return resolve_short_names(words, links), find_open_cues(found.cues, ties)


def _drop_attributes(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names without former bodies, and words for people that tell of things: "eventi cittadini".

    People they tell of are these people: "alunni stranieri".
    """
    return [
        name
        for before, name in zip([None, *names], names, strict=False)
        if not (
            _is_former(words, name) or (is_field(words, name.first, name.last) and not (before and _are_people(before)))
        )
        and (not _is_attribute(words, name) or (before and before.last == name.first and _are_people(before)))
        and not (before and (_is_apposition(words, before, name) or _is_rest(words, before, name)))
    ]


def _is_former(words: Words, name: Match[Name]) -> bool:
    """Whether a body is named by what it was: "i locali dell'ex ASL"."""
    before = name.first > 0 and words.get_key(name.first - 1) == "ex" and not words.get_gap(name.first).strip(" -")
    return before and name.meaning[0].property == INVOLVES.name


def _is_attribute(words: Words, name: Match[Name]) -> bool:
    """Whether a word for people stands right after a noun of its own number, or after "pubblici e"."""
    first = name.first
    apart = not first or bool(words.get_gap(first).strip(" \n"))
    if apart or name.last - first > 1 or words.get_key(first) not in _ATTRIBUTIVE:
        return False
    # "Enti formativi pubblici e privati".
    if first > 1 and name.meaning[0].cued and [words.get_key(first - 2), words.get_key(first - 1)] == _PUBLIC_AND:
        return True
    noun, form = words.get_form(first - 1), words.get_form(first)
    agrees = form[-1] in _AGREEING and noun[-1] in _AGREEING[form[-1]]
    return agrees and noun.islower() and noun not in FUNCTION_WORDS and words.get_key(first - 1) not in _DETERMINING


def _is_apposition(words: Words, before: Match[Name], name: Match[Name]) -> bool:
    """Whether one word for bodies says what the body before it is: "Marvone srl, società partecipata"."""
    told = words.get_form(name.first) in _CALLED_BODIES and words.get_gap(name.first).strip() == ","
    # "Marvone srl, società sportive" are several.
    told = told and (name.length == 1 or words.get_form(name.last - 1)[-1] not in "ie")
    return told and before.last == name.first and _is_body(before) and _is_general(name.meaning[0].thing)


def _is_rest(words: Words, before: Match[Name], name: Match[Name]) -> bool:
    """Whether a large word for bodies ends the name of the body before it: "Auser Volontariato Sicilia"."""
    beside = before.last == name.first and name.length == 1 and words.get_gap(name.first) == " "
    return beside and is_large(words, name.first) and _is_body(before) and _is_general(name.meaning[0].thing)


def _are_people(match: Match[Name]) -> bool:
    return any(sense.property == BENEFITS.name for sense in match.meaning)


def _drop_owners(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names without whose an act before them is, or where a body is at home.

    "La L.R. 14/2008 della Regione Lazio" asks nobody, "la Misericordia di Marana" is nowhere else.
    """
    return [
        name
        for before, name in zip([None, *names], names, strict=False)
        if not (before and _is_owner_of(words, before, name))
        or not (name.meaning[0].property == INVOLVES.name if _is_act(before) else _is_body(before) and _is_home(name))
    ]


def _is_owner_of(words: Words, before: Match[Name], name: Match[Name]) -> bool:
    """Whether only "di" stands between two names, or the bracket in which the second is."""
    if before.last + 1 == name.first:
        return words.get_key(before.last) == "di"
    return before.last == name.first and words.get_gap(name.first).strip() == "(" and _is_act(before)


def _is_home(match: Match[Name]) -> bool:
    """Whether a part of town or a wider land is named: "Confcommercio della Provincia di Zena"."""
    thing = match.meaning[0].thing
    return not PARTS.isdisjoint(thing.broader) or not _LANDS.isdisjoint({thing.iri, *thing.broader})


def _is_act(match: Match[Name]) -> bool:
    return any(LAWS in {sense.thing.iri, *sense.thing.broader} for sense in match.meaning)


def _drop_subjects(words: Words, names: list[Match[Name]], title_end: int) -> list[Match[Name]]:
    """Return the names without general ones that a short title lists bare: "Scuola, sport e giovani" involves nobody.

    They are what it is about, up to its first preposition. A title that is one name alone means that very thing, unless
    it is the one word "Scuola", and "Anziani: pasti a domicilio" says who is served.
    """
    title = bisect_left(words.starts, title_end)
    if not title or title_end - words.starts[0] > _LONGEST_TITLE:
        return names
    subjects = next((index for index in range(title) if words.get_key(index) in _PREPOSITIONS), title)
    return [
        name
        for name in names
        if name.first >= subjects
        or (name.length == title and (title > 1 or any(s.property != INVOLVES.name for s in name.meaning)))
        or not _is_listed_bare(words, name)
        or not all(_is_general(sense.thing) for sense in name.meaning)
    ]


def _is_nobody(words: Words, name: Match[Name]) -> bool:
    """Whether a name is somebody's surname, an article's number, a part of town's, or people named in passing."""
    # "Il Municipio 1" is no town hall.
    hall = words.get_key(name.first) == "municipio" and is_large(words, name.first) and name.last < len(words.tokens)
    numbered = hall and bool(_NUMBER.fullmatch(words.get_form(name.last))) and not words.get_gap(name.last).strip()
    # "Il Municipio non dispone" is the municipality itself.
    numbered = numbered or (hall and words.get_form(name.last) == "non" and not words.get_gap(name.last).strip())
    people = _are_people(name) and is_in_passing(words, name.first, name.last)
    titled = name.meaning[0].property == INVOLVES.name and _is_in_title(words, name)
    return numbered or people or titled or _is_somebody(words, name) or _is_cited(words, name)


def _is_in_title(words: Words, name: Match[Name]) -> bool:
    """Whether a body is named further on in what is called so: "si aderisce a “Al nido con la Regione”"."""
    for place in range(name.first - 1, max(-1, name.first - _LONGEST_QUOTED), -1):
        if words.get_gap(place).endswith(_OPENING_MARKS):
            end = find_quoted_end(words, place, 0)
            return is_large(words, place) and name.last <= end <= place + _LONGEST_QUOTED
    return False


def _is_somebody(words: Words, name: Match[Name]) -> bool:
    """Whether the word for a group is a surname: "il sindaco Pellegrini" serves no pilgrims."""
    return is_surname(words, name.first, name.last) and all(_is_general(sense.thing) for sense in name.meaning)


def _is_cited(words: Words, name: Match[Name]) -> bool:
    """Whether a number is an article's: "l'art. 118" calls no ambulance."""
    number = name.length == 1 and words.get_form(name.first).isdigit()
    return number and name.first > 0 and words.get_key(name.first - 1) in _CITING


def _is_listed_bare(words: Words, name: Match[Name]) -> bool:
    """Whether a name opens the text or goes on with a list, and no colon follows."""
    articles = words.get_key(0) == "il"
    first = name.first - (articles and name.first > 0 and words.get_key(name.first - 1) == "il")
    listed = first == 0 or words.get_key(first - 1) == "e" or "," in words.get_gap(first)
    return listed and ":" not in words.get_gap(name.last)


def _is_general(thing: Thing) -> bool:
    return not KINDS[thing.kind].proper or thing.iri.startswith(PLACES)


def _trust_listed(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names; an unknown one beside a known body in a list is a body: "WWF, Amici del Faro e Legambiente".

    After an instrument it is none: "le app IO e MiaCittà". A body that is called by a word, as Libera, is one inside
    its sentence, too, where nothing else is written large.
    """
    names = [
        match
        for before, match in zip([None, *names], names, strict=False)
        if not (before and match.meaning[0].close and _is_instrument(before) and are_listed(words, before, match))
    ]
    trusted = list(names)
    for index, match in enumerate(names):
        called = _is_called_by_word(words, match)
        large = sum(form[0].isupper() for form in words.get_forms(match.first, match.last))
        # One word in capitals may be an acronym of anything.
        little = large < _FEWEST_WORDS and not words.get_form(match.first)[1:].islower()
        if not called and (not match.meaning[0].close or little):
            continue
        inside = called and is_inside_sentence(words, match.first) and not _follows_name(words, match.first)
        before = index > 0 and _is_body(trusted[index - 1]) and are_listed(words, names[index - 1], match)
        after = index + 1 < len(names) and _is_body(names[index + 1]) and are_listed(words, match, names[index + 1])
        if called or large >= _FEWEST_WORDS:
            sure = inside or before or after
        else:
            # One word is enough after two: "CGIL, CISL e Federlazio".
            sure = before and (after or (index > 1 and are_listed(words, names[index - 2], names[index - 1])))
        if sure:
            senses = tuple(sense._replace(cued=False, close=False) for sense in match.meaning)
            trusted[index] = match._replace(meaning=senses)
    return trusted


def _follows_name(words: Words, index: int) -> bool:
    """Whether a large word stands before word ``index`` that may be of its name: "Sala Libera", not "Con Libera"."""
    return is_large(words, index - 1) and words.get_key(index - 1) not in {"con", "di", "a", "da"}


def _is_called_by_word(words: Words, match: Match[Name]) -> bool:
    """Whether a vocabulary knows a body by a word that says other things as well."""
    sense = match.meaning[0]
    known = sense.thing.kind == ORGANIZATION and not sense.thing.coined
    alone = match.length == 1 and is_word(words.get_form(match.first))
    return known and sense.cued and not sense.close and alone


def _is_body(match: Match[Name]) -> bool:
    """Whether a name is that of a body wherever it stands."""
    return any(
        sense.property == INVOLVES.name and sense.thing.kind == ORGANIZATION
        and not (sense.excluded or sense.cued or sense.close)
        for sense in match.meaning
    )  # fmt: skip


def _is_instrument(match: Match[Name]) -> bool:
    return any(sense.thing.kind == INSTRUMENT and not sense.excluded for sense in match.meaning)


def _is_owned(words: Words, match: Match[Name], after: Match[Name]) -> bool:
    """Whether a named body follows as owner: in "i servizi sanitari dell'AUSL" the AUSL is the one involved."""
    return (
        after.first == match.last + 1
        and words.get_key(match.last) == "di"
        and any(sense.thing.kind == ORGANIZATION and not sense.excluded for sense in after.meaning)
    )


def _is_planned(words: Words, link: Link) -> bool:
    """Whether a general place may not be there yet: "un secondo centro del riuso", but not "in un ex mulino".

    One that opens a sentence without an article is none that is known, either: "Isola ecologica a Marana".
    Nor is a body that nobody asks: "si apre un info point", "il progetto di una scuola", "il tempo pieno a scuola".
    """
    article = link.match.first - 1
    if not _is_general(link.thing):
        return False
    if link.property == CONCERNS_PLACE.name and link.thing.iri != OLD_TOWNS and _opens_bare(words, link.match):
        return True
    if article < 0:
        return False
    if link.property == INVOLVES.name:
        school = link.thing.iri == SCHOOLS and words.get_form(article) == "a" and link.match.length == 1
        # "Un ospedale, due Stati" is a title.
        bare = school or (article > 0 and words.get_key(article) == "un" and words.get_key(article - 1) != "con")
        return bare and link.tie is None and words.get_form(link.match.first).islower()
    article -= article > 0 and words.get_key(article) in _MORE
    place = link.property == CONCERNS_PLACE.name and link.thing.iri != OLD_TOWNS
    return place and words.get_key(article) == "un" and not _stands_where(words, article)


def _opens_bare(words: Words, match: Match[Name]) -> bool:
    """Whether a name opens a sentence, and is no item or title alone."""
    opens = not is_inside_sentence(words, match.first) and ":" not in words.get_gap(match.first)
    return opens and match.last < len(words.tokens) and _ALONE.isdisjoint(words.get_gap(match.last))


def _is_mere_school(words: Words, link: Link, names: list[Match[Name]]) -> bool:
    """Whether the word for schools names what they teach in, or a subject: "i tetti delle scuole", "sport e scuola".

    Nobody is asked there. Schools are somebody where a cue or a verb says so, in a list of bodies, and where something
    is done for them, with them or by them, or taught there: "laboratori per le scuole", "incontri nelle scuole".
    """
    first = link.match.first
    mere = link.thing.iri == SCHOOLS and link.tie is None and words.get_key(first) in _TAUGHT_IN
    # "La scuola ha un ruolo".
    opens = first > 0 and words.get_key(first - 1) == "il" and not is_inside_sentence(words, first - 1)
    if not mere or opens or _is_item(words, link.match):
        return False
    place = first - 1
    while place >= 0 and words.get_key(place) in _BEFORE_NOUN:
        place -= 1
    before = words.get_key(place) if place >= 0 and not words.get_gap(place + 1).strip() else ""
    plural = words.get_form(first).endswith(("e", "i"))
    taught = any(words.get_key(index) in _TAUGHT for index in range(max(0, place - _FARTHEST_LESSON), place))
    if before == "con" or (plural and (before in _TOWARDS or (before == "in" and taught))):
        return False
    return not any(_is_beside(words, link.match, name) for name in names)


def _is_item(words: Words, match: Match[Name]) -> bool:
    """Whether a name is all that stands between colons, semicolons and the ends of blocks, as in a field."""
    ends = match.last == len(words.tokens) or not _ITEM_ENDS.isdisjoint(words.get_gap(match.last))
    return ends and match.first > 0 and not _ITEM_ENDS.isdisjoint(words.get_gap(match.first))


def _is_beside(words: Words, match: Match[Name], name: Match[Name]) -> bool:
    """Whether ``name`` is that of others than schools, right before or after ``match`` in a list."""
    if match.first == name.first or all(SCHOOLS in {s.thing.iri, *s.thing.broader} for s in name.meaning):
        return False
    somebody = any(sense.property == INVOLVES.name and not sense.excluded for sense in name.meaning)
    before, after = sorted((match, name))
    return somebody and before.last <= after.first and are_listed(words, before, after)


def _is_next(words: Words, before: Match[Name], match: Match[Name]) -> bool:
    """Whether a list goes on from one name to the next with nothing but a comma or an "e"."""
    joint = match.first - before.last
    if joint and not (joint == 1 and words.get_key(before.last) == "e"):
        return False
    return are_listed(words, before, match)


def _stands_where(words: Words, index: int) -> bool:
    """Whether a preposition before word ``index`` says where: "sulla scuola", "nel museo"."""
    return index > 0 and words.get_key(index - 1) in {"in", "su"} and not words.get_gap(index).strip()
