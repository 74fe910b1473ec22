"""Large words that no list knows: a place where only one can stand, else a partner where a cue asks for one."""

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_FORMS, TOKENS, Words
from dupgraph.read.mentions.coined import Coined
from dupgraph.read.mentions.complements import is_adjective
from dupgraph.read.mentions.concepts import FORMER, SCHEMES, SPORTS, SPORTS_CLUBS, STREETS
from dupgraph.read.mentions.deeds import acts_together, does, invests, is_agent, is_example
from dupgraph.read.mentions.grounds import (
    ends_list,
    has_place,
    is_free,
    is_geographic,
    is_grounded,
    is_handed,
    is_land,
    is_named_place,
    is_upland,
)
from dupgraph.read.mentions.looks import ALL_VOWELS, VOWELS, ends_event, is_called, is_word, opens_name
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.read.mentions.nouns import is_definite
from dupgraph.read.mentions.persons import is_person
from dupgraph.read.mentions.spans import (
    OF_THE,
    OPENING_MARKS,
    find_large_end,
    find_list_end,
    find_next,
    find_quoted_end,
    is_inside_sentence,
    is_large,
    list_large,
)
from dupgraph.read.mentions.towns import Towns
from dupgraph.schema.links import CONCERNS_PLACE, INSTRUMENT, INVOLVES, ORGANIZATION, PLACE, USES_INSTRUMENT
from dupgraph.schema.values import Thing

# In what is no person: "all'ex sindaco" is one.
_INSIDE = frozenset({"nell", "nella", "nello", "nel", "Nell", "Nella", "Nello", "Nel"})
_WORKED_ON = list_words("works") | list_words("premises")
_TO = frozenset({"a", "fino", "sino", "verso"})
# Whoever follows is no place.
_JOINING = frozenset({"con", "da"})
_FEWEST_WORDS, _FEWEST_LETTERS, _MOTTO = 2, 4, 5
_QUALITY, _OFFICE_WORDS = ("tà", "enza", "anza", "ura"), list_words("offices") | list_words("sectors")
# Nobody's own name, though it is written large: the municipality speaking of itself, people by their office, days.
_NO_NAME = list_words("no_name") | list_words("months") | list_words("feasts")
# "PalaTenda", "PalaEstra": a sports hall by its form.
_ARENA = re.compile(r"Pala ?[A-ZÀ-Ý]\w+(?: [A-ZÀ-Ý]\w+)?$|.+ (?:Arena|Stadium|Dome)$")
# What opens doors: "Wipptal SportCard", "Museum Pass".
_PASS = re.compile(r".+(?:\w| )(?:Card|Pass)$")
_FEST = re.compile(r"[A-Z]\w+(?:Fest|Festival|Expo)$")
# "Zena Rugby", "Maranese Calcio".
_GAMES, _OF_A_TOWN, _NEW = list_words("games"), ("ese", "ana", "ina"), ("Nuova", "Nuovo", "Polisportiva")
# "Libellula, progetto del Dipartimento".
_STATING, _ARTICLES = frozenset({"è", "sarà"}), frozenset({"il", "un"})
_SCHEMES_TOLD = list_words("told_schemes")
_LINES, _ENDS = list_words("running") | list_words("leading") | {"il", "di", "su", "a"}, 2
# What a building once was is told in as many words; who or what is in office lies nowhere: "nell'ex direttore".
_MOST_TOLD = 5
_OFFICES = list_words("roles") | list_words("holders")
_DONE, _DONE_IN = re.compile(r"[aiu]t[oaei]$"), frozenset({"in", "da", "con", "per"})
_VERB = re.compile(r"(?:[aei]va|[aei]vano|ono|ranno|rà)$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&]{2,}[a-z]?$|[A-Z]\w*[a-z][A-Z]\w*$")


class Known(NamedTuple):
    """What is known of a stretch: the words of its names, where places end, cues that ask for a partner, and bodies."""

    taken: set[int]
    ends: set[int]
    asked: set[int]
    # The words of single bodies.
    bodies: set[int]


def find_unlisted(words: Words, text: str, title_end: int, known: Known, coined: Coined) -> Iterator[Match[Name]]:
    """Yield large words that no list knows: a place where only one can stand, else a partner where a cue asks."""
    listed: set[int] = set()
    for first, large_end in _list_unknown(words, known.taken, title_end):
        last = max(large_end, find_quoted_end(words, first, title_end) if _is_quoted(words, first) else first)
        start, end = words.starts[first], words.find_end(last)
        called = text[start:end]
        named = words.get_form(first).lower() not in _NO_NAME and words.get_key(last - 1) not in FUNCTION_FORMS
        land = is_geographic(words, first, last) and not _is_home(words, first, known)
        alone = first not in known.asked and not _is_given_too(words, first, known.asked)
        alone = alone and (
            is_named_place(words, first, last, listed) or _is_of_town(words, first, called, coined.towns)
        )
        if named and words.get_key(first - 1) == "ex" and (not called.isupper() or is_definite(words, first - 1)):
            yield _name_former(words, first, last, text, coined)
        elif is_upland(words, first) and (plain := coined.make_part(called, listed=True)):
            known.ends.add(last)
            listed.add(last)
            yield Match(first, last, start, end, (Sense(plain, CONCERNS_PLACE.name, False, False),))
        elif named and _ARENA.match(called):
            site = coined.make(PLACE, called, {SPORTS})
            yield Match(first, last, start, end, (Sense(site, CONCERNS_PLACE.name, False, False),))
        elif _is_line(words, first, called, coined.towns):
            line = coined.make(PLACE, called, {STREETS})
            yield Match(first, last, start, end, (Sense(line, CONCERNS_PLACE.name, False, False),))
        elif (
            _PASS.match(called)
            or _is_told_scheme(words, first, last, named=named)
            or (named and _is_event(words, last, called))
        ):
            scheme = coined.make(INSTRUMENT, called, {SCHEMES})
            yield Match(first, last, start, end, (Sense(scheme, USES_INSTRUMENT.name, False, False),))
        elif named and _is_team(words, first, last, coined.towns):
            team = coined.make(ORGANIZATION, called, {SPORTS_CLUBS})
            yield Match(first, last, start, end, (Sense(team, INVOLVES.name, False, False),))
        elif (
            named
            and not (called.isupper() or "&" in called or invests(words, last))
            and (alone or land or is_grounded(words, first, known.ends))
        ):
            land = land or is_land(words, first)
            if place := _make_place(coined, called, land=land, listed=ends_list(words, first, listed)):
                known.ends.add(last)
                listed.add(last)
                yield Match(first, last, start, end, (Sense(place, CONCERNS_PLACE.name, False, False),))
        elif (
            named
            and not _is_home(words, first, known)
            and _is_body(words, first, last, _is_asked(words, first, last, known), coined.towns)
            and (does(words, first, last) or not _follows_title(words, first, title_end))
        ):
            if words.get_key(first - 1) == "con" or first in known.asked:
                known.bodies.update(range(first, last))
                known.asked.add(first)
            sense = Sense(coined.make(ORGANIZATION, called), INVOLVES.name, True, False, close=True)
            yield Match(first, last, start, end, (sense,))


def find_former(words: Words, text: str, taken: Container[int], coined: Coined) -> Iterator[Match[Name]]:
    """Yield what is called by what it was, in small letters where only a place can stand: "nell'ex peso pubblico"."""
    for first, token in enumerate(words.tokens):
        if TOKENS[token].form != "ex" or first == 0 or not _is_inside(words, first):
            continue
        last = first + 1
        if last >= len(words.tokens) or is_large(words, last) or last in taken or words.get_gap(last).strip(" -"):
            continue
        if words.get_key(last) in _OFFICES:
            continue
        last += 1
        while last < first + _MOST_TOLD and not words.get_gap(last).strip() and _is_told(words, last):
            last += 1
        # "Nell'ex conservatorio Sant'Anna".
        named = is_large(words, last) and not words.get_gap(last).strip() and last not in taken
        yield _name_former(words, first + 1, find_large_end(words, last, 0) if named else last, text, coined)


def _is_inside(words: Words, index: int) -> bool:
    """Whether only what stands somewhere follows: "nell'ex scuderia", "i locali dell'ex ufficio"."""
    before = words.get_form(index - 1)
    return before in _INSIDE or (before in OF_THE and index > 1 and words.get_key(index - 2) in _WORKED_ON)


def _is_told(words: Words, index: int) -> bool:
    form = words.get_form(index)
    # "Nell'ex filanda mancavano i servizi".
    # "L'ex area ecologica inglobata nell'impianto".
    done = _DONE.search(form) and words.get_key(index + 1) in _DONE_IN
    return form.islower() and form not in FUNCTION_FORMS and is_adjective(form) and not (_VERB.search(form) or done)


def find_beside(words: Words, names: list[Match[Name]], parts: Container[str], coined: Coined) -> Iterator[Match[Name]]:
    """Yield what is listed beside a part of town and looks like one: "Ormea, Lezza e Gorgo", of which Gorgo is known.

    Parts of town are of one of the kinds ``parts``; what stands between two places is one, whatever kinds these are of.
    """
    taken = {index for name in names for index in range(name.first, name.last)}
    for name in names:
        sense = name.meaning[0]
        if sense.property == CONCERNS_PLACE.name:
            part = any(kind in parts for kind in sense.thing.broader)
            for first, last in _list_beside(words, name, taken, part=part):
                start, end = words.starts[first], words.find_end(last)
                called = " ".join(words.get_forms(first, last))
                if place := coined.make_part(called, listed=True):
                    taken.update(range(first, last))
                    yield Match(first, last, start, end, (Sense(place, CONCERNS_PLACE.name, False, False),))


def _list_beside(words: Words, name: Match[Name], taken: set[int], *, part: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word (exclusive) of each unknown name that a list has before ``name``.

    What stands before any other place than a part of town has a known name before it, too.
    """
    last = find_list_end(words, name.first)
    while last and last - 1 not in taken:
        before = find_list_end(words, last - 1)
        between = before > 0 and before - 1 in taken
        if not (part or between) or not is_called(words, last - 1, ALL_VOWELS if between else VOWELS):
            break
        if last > 1 and words.get_key(last - 2) in _JOINING:
            break
        yield last - 1, last
        last = before


def _is_of_town(words: Words, first: int, called: str, towns: Towns) -> bool:
    """Whether a name after "a" is a place by the town it is of: "a Bassura di Stroppo"."""
    place, _, town = called.rpartition(" di ")
    return bool(place) and words.get_key(first - 1) == "a" and is_free(words, first) and towns.knows(town)


def _is_given_too(words: Words, first: int, asked: set[int]) -> bool:
    """Whether "e a" goes on with a list of whom a cue asks for: "affidato a Marvone Onda e a Gorgola Viva"."""
    place = first - 2
    if place < 1 or words.get_key(first - 1) != "a" or words.get_key(place) != "e":
        return False
    while is_large(words, place - 1) and place not in asked:
        place -= 1
    return place in asked


def _is_event(words: Words, last: int, called: str) -> bool:
    """Whether what is called so, up to word ``last``, is an event by its end: "Zena Film Festival", "MaranaFest"."""
    return (" " in called and ends_event(words, last)) or bool(_FEST.match(called))


def _is_told_scheme(words: Words, first: int, last: int, *, named: bool) -> bool:
    """Whether what follows tells an instrument: "finanzia Libellula, progetto del", "«Case aperte» è il programma".

    A place before a comma is where something is done: "a Marana, progetto di recupero".
    """
    gap = words.get_gap(last).strip(" \n”»\"’'")
    states = not gap and words.get_form(last) in _STATING
    place = last + states
    place += place < len(words.tokens) and words.get_key(place) in _ARTICLES
    if not (states or gap == ",") or place >= len(words.tokens) or words.get_form(place) not in _SCHEMES_TOLD:
        return False
    whole = not any(words.get_gap(index).strip(" ’'") for index in range(last + 1, place + 1))
    named = named and not is_person(words, first, last)
    inside = named and is_inside_sentence(words, first) and words.get_key(first - 1) not in FUNCTION_FORMS
    return whole and (inside or _is_quoted(words, first))


def _is_quoted(words: Words, index: int) -> bool:
    return words.get_gap(index).endswith(tuple(OPENING_MARKS))


def _is_team(words: Words, first: int, last: int, towns: Towns) -> bool:
    """Whether a club is called by its game and its town or colours: "Marana Calcio", "Volley Zena".

    There is a "Scuola Calcio", too, and a "Volley Femminile".
    """
    begun, ended = words.get_form(first), words.get_form(last - 1)
    if last - first > 1 and ended.casefold() in _GAMES:
        return not is_word(begun) or begun.endswith(_OF_A_TOWN) or towns.knows(begun)
    game = _GAMES.intersection(map(str.casefold, words.get_forms(first, last - 1)))
    return bool(game) and towns.knows(ended) and (begun.casefold() in _GAMES or begun.endswith(_NEW))


def _follows_title(words: Words, index: int, title_end: int) -> bool:
    """Whether word ``index`` is the first after the title: its capital says nothing."""
    return words.starts[index - 1] < title_end <= words.starts[index]


def _make_place(coined: Coined, called: str, *, land: bool, listed: bool) -> Thing | None:
    """Return the part of town of this name, the land of several towns, or what may be a town far away."""
    part = None if land else coined.make_part(called, listed=listed)
    return part or coined.make_place(called)


def _is_line(words: Words, first: int, called: str, towns: Towns) -> bool:
    """Whether a railway or a road is called by the towns at its ends: "la linea Pistoia-Lucca", "l'Arezzo-Stia"."""
    ends = called.split("-")
    there = words.get_key(first - 1) in _LINES and not words.get_gap(first).strip("’' \n")
    return there and len(ends) == _ENDS and all(end and towns.knows(end) for end in ends)


def _is_home(words: Words, first: int, known: Known) -> bool:
    """Whether what stands at word ``first`` says where somebody named before it is: "la Misericordia di Marana"."""
    after = words.get_key(first - 1) == "di" and first not in known.asked
    return after and first - 2 in known.taken and not words.get_gap(first).strip()


def _is_body(words: Words, first: int, last: int, asked: bool, towns: Towns) -> bool:
    """Whether an unknown name may be a body's: it is no town and nobody's, and says enough.

    It has two words, is an acronym, or is no word of the language where a cue asks for a partner. A capital that
    opens a sentence says nothing, unless whoever is named acts.
    """
    called = " ".join(words.get_forms(first, last))
    # A motto is nobody.
    apart = all(words.get_gap(index).isspace() for index in range(first + 1, last))
    if called.isupper() and last - first >= _MOTTO and apart:
        return False
    enough = last - first >= _FEWEST_WORDS or bool(_ACRONYM.match(called.partition(" ")[0]))
    asked = asked or is_example(words, first)
    alone = (
        (invests(words, last) or acts_together(words, first, last))
        and words.get_key(first - 1) != "di"
        and not _goes_on_large(words, first)
    )
    if not enough and (asked or alone or (is_agent(words, first) and not _goes_to(words, last))):
        enough = (
            len(called) >= _FEWEST_LETTERS and called[1:].islower() and (not is_word(called) or _is_with(words, first))
        )
    if not enough or towns.knows(called) or is_person(words, first, last):
        return False
    return is_inside_sentence(words, first) or does(words, first, last)


def _is_asked(words: Words, first: int, last: int, known: Known) -> bool:
    """Whether a partner follows at word ``first``: a cue asks for one, or a list or "con" after a body goes on."""
    beside = words.get_key(first - 1) == "con" and first - 2 in known.bodies and not is_word(words.get_form(first))
    asked = first in known.asked or beside or is_handed(words, first)
    return asked or _goes_on_asked(words, first, known) or _is_among(words, first, last, known)


def _goes_on_asked(words: Words, first: int, known: Known) -> bool:
    """Whether "e" goes on from somebody of several words whom a cue or "con" asks for: "con Marvone Onda e Gorgola"."""
    start = first - 1
    if words.get_key(start) != "e" or words.get_gap(first).strip():
        return False
    while start - 1 in known.bodies and not words.get_gap(start).strip():
        start -= 1
    return start < first - 1 and start in known.asked


def _is_with(words: Words, first: int) -> bool:
    """Whether one large word of the language is whom something is done with: "in collaborazione con Unisono"."""
    form = words.get_form(first)
    one = form.endswith(("o", "a")) and not form.endswith(_QUALITY) and form.lower() not in _OFFICE_WORDS
    return one and words.get_key(first - 1) == "con" and is_inside_sentence(words, first)


def _is_among(words: Words, first: int, last: int, known: Known) -> bool:
    """Whether bodies stand on both sides in a list, or two before: the Marvone of "Avis, Marvone e Caritas".

    One is enough whom a cue asks for: "affidato a Caritas e Marvone".
    """
    before, after = find_list_end(words, first), find_next(words, last)
    if not before or before - 1 not in known.bodies:
        return False
    second = before - 1
    while second - 1 in known.bodies and not words.get_gap(second).strip():
        second -= 1
    earlier = find_list_end(words, second)
    if second in known.asked or (second - 1 in known.asked and words.get_key(second - 1) == "il"):
        return True
    return after in known.bodies or (earlier > 0 and earlier - 1 in known.bodies)


def _goes_on_large(words: Words, index: int) -> bool:
    """Whether a large word stands right before word ``index``: the Power of "Enel Green Power"."""
    return is_large(words, index - 1) and not words.get_gap(index).strip(" ")


def _goes_to(words: Words, index: int) -> bool:
    """Whether word ``index`` says how far something goes: "il tratto completato da Marvone a Zalsa"."""
    return words.get_key(index) in _TO and not words.get_gap(index).strip()


def _name_former(words: Words, first: int, last: int, text: str, coined: Coined) -> Match[Name]:
    """Return the name of a place by what it was: "l'ex Visnova"."""
    start, end = words.starts[first - 1], words.find_end(last)
    thing = coined.make(PLACE, text[start:end], {FORMER})
    return Match(first - 1, last, start, end, (Sense(thing, CONCERNS_PLACE.name, cued=False, excluded=False),))


def _list_unknown(words: Words, taken: set[int], title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word (exclusive) of each run of large words outside those ``taken``."""
    reach = 1
    for first in list_large(words):
        small = (
            words.get_key(first) in FUNCTION_FORMS and words.get_gap(first + 1) != "." and not opens_name(words, first)
        )
        placed = has_place(words, first) and not _is_quoted(words, first)
        if first < reach or first in taken or small or placed:
            continue
        # What follows a name is its own: the Costa Levante of "Plastic Free Costa Levante", the S.A. of "Con.I.S.A.".
        gap = words.get_gap(first)
        if gap == "." or (first - 1 in taken and not gap.strip()):
            reach = find_large_end(words, first, title_end)
            continue
        # A printed code stands after a bracket and a dash.
        # The first word after a title is large, whatever it is.
        begun = _follows_title(words, first, title_end)
        if begun and is_word(words.get_form(first)):
            continue
        last = find_large_end(words, first, 0 if begun else title_end, begins=")" not in gap)
        last = next((place for place in range(first, last) if place in taken), last)
        # "Arciconfraternita di" is half a name.
        if last > first and is_large(words, last - 1):
            reach = last
            yield first, last
