"""Towns, provinces and regions: what follows "Comune di", "Comuni di", "Provincia di", "Regione", one or a list.

A town that stands alone counts as a place, or as a partner where a cue governs it, only where its name is no common
word and a preposition, or what only a town has, says that a place follows: many towns are called as things or
families are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dupgraph.graph.territories import (
    Territory,
    Town,
    load_territories,
    make_territory_body,
    make_town_body,
    make_town_place,
)
from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, FUNCTION_FORMS, TOKENS, Memo, Words, knows_word, list_forms
from dupgraph.read.mentions.concepts import OTHER_TOWNS, PROVINCES, REGIONS, UNIONS
from dupgraph.read.mentions.deeds import acts
from dupgraph.read.mentions.grounds import is_in_town, is_leg, leads_there
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Head, Name, Sense
from dupgraph.read.mentions.spans import ON_THE, find_large_end, find_next, is_inside_sentence, is_large, list_large
from dupgraph.schema.links import CONCERNS_PLACE, INVOLVES, PLACE
from dupgraph.schema.values import Thing

# Which territories the proper names of a kind of body may be.
_KINDS = {PROVINCES: frozenset({"province", "city"}), REGIONS: frozenset({"region"})}
_TERRITORIAL = {OTHER_TOWNS, *_KINDS}
_ADJECTIVES = {"siciliana": "sicilia", "sarda": "sardegna", "lombarda": "lombardia", "toscana": "toscana"}
_BEFORE_PLACE = frozenset({"a", "da", "in", "tra", "verso"})
_BEFORE_BODY = frozenset({"con", "tra", "e"})
_BEFORE_TWO = _BEFORE_PLACE | {"di", "per", "su", "con", "oltre"}
# What the Region and the Province are called that the municipality belongs to, in the plan's own singular.
_HOME = {
    "region": ("regione", "amministrazione regionale", "giunta regionale"),
    "province": ("provincia", "amministrazione provinciale"),
    "city": ("citta metropolitana",),
}
_OWNERS = {
    ("provincia",): PROVINCES,
    ("citta", "metropolitana"): PROVINCES,
    ("regione",): REGIONS,
    ("unione",): UNIONS,
    ("comunita", "montana"): UNIONS,
}  # fmt: skip
# Offices by which a plan says in which province it is.
_SEAT = re.compile(r"(?:Provincia|Prefettura|Questura|Città metropolitana)\s+di\s+([A-Z]\w+(?:[\s’'-][A-Z]\w+)*)")
_TOWN = re.compile(r"(?:Comune|Città|Municipio|Amministrazione comunale)\s+di\s+([A-Z]\w+(?:[\s’'-][A-Z]\w+)*)")
# What joins no bodies, but leads to towns.
_REACHING = list_words("reaching")
_FARTHEST_REACH, _FARTHEST_KIND = 3, 6
# Whoever holds an office in a town, whose body it is: "i sindaci di Marana e Gorgo".
_HOLDERS = list_words("holders")
# Countries, and cities in them.
_ABROAD = list_words("abroad")
_LONGEST_NAME = 9
# As many towns of one province in a row are a list of towns; where none is called by a word of the language, fewer.
_FEWEST_LISTED, _FEWEST_SURE = 3, 2
_THAT_IS = frozenset({"ovvero", "cioè", "ossia"})
PLURALS = frozenset({"comuni", "amministrazioni", "province", "regioni", "unioni"})
_ANY_BODY = "amministrazione"
_OPENS = Memo(lambda token: load_territories().opens_town(FOLDED[TOKENS[token].form]))


class Towns:
    """The national lists as one plan sees them: its own municipality is no partner of its own."""

    def __init__(self, municipality: str, istat: str) -> None:
        """Read for the municipality of this name and ISTAT code."""
        self._lists = load_territories()
        self._istat = istat
        self._itself = tuple(FOLDED[form] for form in list_forms(municipality))
        # What kind of body whose plan it is, where that is no municipality: "Provincia di Lecco", "Unione del Lago".
        self.owner_kind = next((kind for noun, kind in _OWNERS.items() if self._itself[: len(noun)] == noun), "")
        self._called: set[tuple[str, ...]] = set()
        self.home: list[Territory] = self._lists.find_home(istat) if istat else []
        self._at_home = {
            called: make_territory_body(place)
            for place in self.home
            for called in _HOME[place.kind]
        }  # fmt: skip
        self._province = next((place.code for place in self.home if place.kind != "region"), None)

    def is_itself(self, label: str) -> bool:
        """Whether a body of this name is the one whose plan it is, in full or shortened: "l'Unione"."""
        folded = tuple(FOLDED[form] for form in list_forms(label))
        return bool(self.owner_kind) and folded == self._itself[: len(folded)]

    def settle(self, text: str) -> None:
        """Learn from ``text`` what it calls a town, and, where the code says none, which province it names most."""
        self._called = {tuple(FOLDED[form] for form in list_forms(town[1])) for town in _TOWN.finditer(text)}
        named = Counter(seat[1] for seat in _SEAT.finditer(text)) if self._province is None else Counter()
        for name, _ in named.most_common(1):
            town = self._lists.find_town([FOLDED[form] for form in list_forms(name)])
            self._province = town[0].province if town and town[0].capital else None

    @property
    def region(self) -> str:
        """The name of the Region that the municipality belongs to; empty where it is not known."""
        return next((place.name for place in self.home if place.kind == "region"), "")

    def knows(self, name: str) -> bool:
        """Whether ``name`` is the municipality's own, if shortened, or a town's of the list or of the plan's text."""
        folded = tuple(FOLDED[form] for form in list_forms(name))
        town = self._lists.find_town(folded)
        short = len(folded) > 1 and folded == self._itself[: len(folded)]
        return folded == self._itself or short or folded in self._called or bool(town and town[1] == len(folded))

    def is_far(self, name: str) -> bool:
        """Whether ``name`` is that of a small town of the lists in another province."""
        town = self._lists.find_town([FOLDED[form] for form in list_forms(name)])
        return town is not None and self._is_far(town[0])

    def find_near(self, name: str) -> Thing | None:
        """Return the town of this name as a place, where it is another of the plan's own province."""
        folded = [FOLDED[form] for form in list_forms(name)]
        town = self._lists.find_town(folded)
        near = town and town[1] == len(folded) and town[0].province == self._province
        return make_town_place(town[0]) if town and near and town[0].istat != self._istat else None

    def _is_far(self, town: Town) -> bool:
        return not town.capital and town.province != self._province

    def knows_land(self, name: str) -> bool:
        """Whether ``name`` is a region's, a country's or a city's abroad: larger than what a plan has parts of."""
        folded = [FOLDED[form] for form in list_forms(name)]
        region = self._lists.find_territory(_KINDS[REGIONS], folded)
        return folded[0] in _ABROAD or bool(region and region[1] == len(folded))

    def find_home(self, forms: Sequence[str]) -> Thing | None:
        """Return the municipality's own Region or Province where ``forms`` are a general name of it."""
        return self._at_home.get(" ".join(FOLDED[form] for form in forms)) if self._at_home else None

    def find_listed(self, words: Words, head: Match[tuple[Head, ...]], title_end: int) -> list[Match[Name]] | None:
        """Return the towns or territories that follow ``head``, each with its words; None where it opens no such name.

        "Comuni di Vignola, Spilamberto e Savignano sul Panaro" are three. A name that no list has stands for its kind.
        """
        concept = next((opened.thing for opened in head.meaning if opened.thing.iri in _TERRITORIAL), None)
        if concept is None:
            return None
        first, index = head.first, _skip_preposition(words, head.last)
        plural = FOLDED[words.get_form(first)] in PLURALS
        # "Le amministrazioni di Stato" are no towns.
        any_body = plural and words.get_key(first) == _ANY_BODY and words.get_key(first + 1) == "di"
        found: list[Match[Name]] = []
        there = concept.iri == OTHER_TOWNS and _is_there(words, first)
        while (
            last := self._find_end(words, index, concept.iri, title_end, listed=plural or first != head.first)
        ) > index:
            thing = self._find_thing(_fold(words, index, last), concept)
            # The provinces are all known: in a list of them whoever else is named presides one.
            if thing and not (thing is concept and (any_body or (concept.iri in _KINDS and plural))):
                sense = Sense(thing, INVOLVES.name, cued=False, excluded=False)
                if there:
                    place = self._find_place(words, index, last)
                    sense = Sense(place, CONCERNS_PLACE.name, cued=False, excluded=False)
                found.append(Match(first, last, words.starts[first], words.find_end(last), (sense,)))
            following = find_next(words, last) if plural else None
            if following is None:
                break
            # What stands after "e" is the last: "i Comuni di Larino e Casacalenda, Unione Basso Biferno".
            plural = words.get_key(last) != "e"
            first = index = following
        return found

    def _find_place(self, words: Words, first: int, last: int) -> Thing:
        """Return the town named from word ``first`` to ``last`` as a place, be it one of old that no list has."""
        folded = _fold(words, first, last)
        town = self._lists.find_town(folded)
        if town is not None:
            return make_town_place(town[0])
        return Thing(f"{PLACE}/{' '.join(folded)}", PLACE, " ".join(words.get_forms(first, last)), coined=True)

    def _find_end(self, words: Words, index: int, kind: str, title_end: int, *, listed: bool) -> int:
        if index >= len(words.tokens) or not (is_large(words, index) or kind in _KINDS):
            return index
        folded = _fold(words, index, min(len(words.tokens), index + _LONGEST_NAME))
        known = self._lists.find_town(folded) if kind == OTHER_TOWNS else self._find_territory(folded, kind)
        if known and is_large(words, index):
            last = index + known[1]
            beyond = self._goes_beyond(words, last, known[0])
            return find_large_end(words, last + (not is_large(words, last)), title_end) if beyond else last
        return find_large_end(words, index, title_end, listed=listed)

    def _goes_beyond(self, words: Words, last: int, known: Town | Territory) -> bool:
        """Whether a name goes on after a town far away of the same beginning: "San Vito al Faro" is not San Vito.

        Nor is "Massa Fiscaglia", a town of old, Massa.
        """
        if not isinstance(known, Town) or known.province == self._province:
            return False
        if is_large(words, last) and is_plain(words, last):
            form = words.get_form(last)
            return form[1:].islower() and not knows_word(form, "it")
        ties = words.get_form(last) in ON_THE and is_plain(words, last)
        return ties and is_large(words, last + 1) and is_plain(words, last + 1)

    def _find_territory(self, folded: Sequence[str], kind: str) -> tuple[Territory, int] | None:
        if folded and (adjective := _ADJECTIVES.get(folded[0])):
            folded = [adjective]
        return self._lists.find_territory(_KINDS[kind], folded)

    def _find_thing(self, folded: Sequence[str], concept: Thing) -> Thing | None:
        """Return the body of this name, or ``concept`` where no list has it; None for the municipality itself."""
        if concept.iri in _KINDS:
            territory = self._find_territory(folded, concept.iri)
            return make_territory_body(territory[0]) if territory else concept
        if self._itself and tuple(folded[: len(self._itself)]) == self._itself:
            return None
        town = self._lists.find_town(folded)
        if town is None or town[1] < len(folded):
            # "Comune di Fiorenzuola" is Fiorenzuola d'Arda where that is the plan's own.
            return None if self._itself[: len(folded)] == tuple(folded) else concept
        return make_town_body(town[0]) if town[0].istat != self._istat else None

    def find_alone(self, words: Words, taken: set[int], ends: set[int], bodies: set[int]) -> Iterator[Match[Name]]:
        """Yield the towns that stand alone after a preposition, outside the words ``taken``, or in a list of towns.

        Of one of the ``bodies`` they say only which it is. What goes on with "e" where a place ends, before one of the
        words ``ends``, is a place, too.
        """
        reach = 0
        for index in list_large(words):
            if not _OPENS[words.tokens[index]] or index < max(1, reach) or index in taken or _is_second(words, index):
                continue
            if listed := self._find_list(words, index, taken, bodies):
                reach = listed[-1].last
                yield from listed
                continue
            if words.get_gap(index + 1) == "-" and is_large(words, index + 1):
                # "La Pistoia-Lucca" is one line.
                continue
            before = words.get_key(_skip_city(words, index) - 1)
            owned = (before == "di" and is_in_town(words, index)) or leads_there(words, index)
            leg = is_leg(words, index, ends)
            owned = owned or (before == "e" and index - 1 in ends) or leg
            held = _is_held(words, index)
            if not (owned or held or before in _BEFORE_PLACE or before in _BEFORE_BODY):
                continue
            found = self._lists.find_town(_fold(words, index, min(len(words.tokens), index + _LONGEST_NAME)))
            # Beside a name that nobody knows it may be a part of town that is called alike.
            beside = before == "e" and is_large(words, index - 2) and index - 2 not in taken
            if not found or (beside and self._is_far(found[0])):
                continue
            if self._is_sure(*found) and (leg or _ends_there(words, index + found[1], taken)):
                senses = [Sense(make_town_body(found[0]), INVOLVES.name, cued=not held, excluded=False)] * (not owned)
                if owned or before in _BEFORE_PLACE:
                    senses.append(Sense(make_town_place(found[0]), CONCERNS_PLACE.name, cued=False, excluded=False))
                last = index + found[1]
                # What runs from one town runs to another: "il tratto Modena - Bologna".
                ends.update([last] * leg)
                yield Match(index, last, words.starts[index], words.find_end(last), tuple(senses))

    def _find_list(self, words: Words, index: int, taken: set[int], bodies: set[int]) -> list[Match[Name]]:
        """Return the towns of one province listed from ``index`` on, where there are enough: no chance does it.

        They are partners after "con" and "i sindaci di", where a cue governs them, and two that no preposition and
        nothing that leads there says to be places.
        """
        found: list[Match[Name]] = []
        provinces: set[str] = set()
        reached = _is_reached(words, index)
        held = _is_held(words, index)
        together = words.get_key(_skip_city(words, index) - 1) == "con" or _follows_towns(words, index)
        # "Gli istituti comprensivi di Lucera e Troia" are no towns, "la Caritas di Lucera e Troia" is in none.
        owner = index - 2 if words.get_key(index - 1) == "di" and not held else -1
        sure, beside = True, held or (together and not reached)
        following: int | None = index
        while following is not None and following not in taken:
            town = self._lists.find_town(_fold(words, following, min(len(words.tokens), following + _LONGEST_NAME)))
            if town is None or not _ends_there(words, following + town[1], taken):
                break
            last = following + town[1]
            provinces.add(town[0].province)
            sure &= not town[0].common or town[0].province == self._province
            if town[0].istat != self._istat:
                senses = [Sense(make_town_body(town[0]), INVOLVES.name, cued=not beside, excluded=False)]
                if not beside:
                    place = Sense(make_town_place(town[0]), CONCERNS_PLACE.name, False, excluded=owner in bodies)
                    senses = [place] if owner in taken else [*senses, place]
                found.append(Match(following, last, words.starts[following], words.find_end(last), tuple(senses)))
            following = find_next(words, last)
        two = len(found) == _FEWEST_SURE and not reached and words.get_key(index - 1) not in _BEFORE_TWO
        # "Marana, Zalsa e Gorgo firmano la convenzione".
        if sure and owner not in taken and (two or (len(found) >= _FEWEST_SURE and acts(words, found[-1].last))):
            found = [name._replace(meaning=(name.meaning[0]._replace(cued=False),)) for name in found]
        fewest = _FEWEST_SURE if sure else _FEWEST_LISTED
        return found if len(found) >= fewest and len(provinces) == 1 else []

    def _is_sure(self, town: Town, count: int) -> bool:
        """Whether a town's bare name is evidence enough: no common word, and known far away or near by."""
        near = town.capital or count > 1 or town.province == self._province
        return near and not town.common and town.istat != self._istat


def _skip_city(words: Words, index: int) -> int:
    """Return where "la città di" begins before word ``index``, else it: the town is said as if by its bare name."""
    if index < 3 or [words.get_key(index - 2), words.get_key(index - 1)] != ["citta", "di"]:
        return index
    return index - 3 if words.get_key(index - 3) == "il" else index - 2


def _is_reached(words: Words, index: int) -> bool:
    """Whether something leads to the towns from word ``index`` on: "il collegamento ciclabile con Lucera e Troia"."""
    start = _skip_city(words, index)
    return any(words.get_key(place) in _REACHING for place in range(max(0, start - _FARTHEST_REACH), start))


def _follows_towns(words: Words, index: int) -> bool:
    """Whether municipalities are told one by one from word ``index`` on: "i Comuni del distretto, Lucera e Troia".

    In them something lies: "nei Comuni del distretto, Lucera e Troia".
    """
    # "Undici Comuni, ovvero Lucera e Troia".
    index -= index > 0 and words.get_form(index - 1) in _THAT_IS
    if words.get_gap(index).strip() not in {",", "("}:
        return False
    for place in range(index - 1, max(0, index - _FARTHEST_KIND), -1):
        if FOLDED[words.get_form(place)] == "comuni":
            return words.get_key(place - 1) != "in" and words.get_key(place - 2) != "in"
        if words.get_gap(place).strip(" ’'"):
            return False
    return False


def _is_there(words: Words, first: int) -> bool:
    """Whether what is said of the town named from word ``first`` on is where something lies: "nel comune di Marana"."""
    inside = first > 0 and words.get_key(first - 1) == "in" and is_plain(words, first)
    return inside or _is_reached(words, first)


def _is_held(words: Words, index: int) -> bool:
    """Whether somebody holds an office in the town named at word ``index``: its body is meant."""
    start = _skip_city(words, index)
    return start > 1 and words.get_key(index - 1) == "di" and words.get_key(start - 2) in _HOLDERS


def _skip_preposition(words: Words, index: int) -> int:
    """Return the index after "di", "autonoma", "autonoma di" where one of these stands at ``index``."""
    for key in ("autonomo", "di"):
        if words.get_key(index) == key and is_plain(words, index):
            index += 1
    return index


def _is_second(words: Words, index: int) -> bool:
    """Whether a large word stands before word ``index`` whose name goes on: "Celle Macra" is not Macra."""
    before = index - 1
    tied = is_large(words, before) and not words.get_gap(index).strip(" \n'’")
    if not tied or words.get_key(before) in FUNCTION_FORMS:
        return False
    # "Aderiscono Castelraimondo e Pioraco".
    return is_inside_sentence(words, before) and "\n" not in words.get_gap(before)


def _ends_there(words: Words, last: int, taken: set[int]) -> bool:
    """Whether a name ends before word ``last``, none of whose words is taken: "Vignola Falesina" is not Vignola."""
    goes_on = is_large(words, last) and is_plain(words, last)
    return not goes_on and last - 1 not in taken


def is_plain(words: Words, index: int) -> bool:
    """Whether nothing but white space or an apostrophe stands before word ``index``, and no block ends there."""
    gap = words.get_gap(index)
    return "\x1e" not in gap and not gap.strip(" \n\t'’-")


def _fold(words: Words, first: int, last: int) -> list[str]:
    """Return the words from ``first`` to ``last``, folded, up to where a name cannot go on."""
    folded: list[str] = []
    for index in range(first, last):
        if folded and not is_plain(words, index):
            break
        folded.append(FOLDED[words.get_form(index)])
    return folded
