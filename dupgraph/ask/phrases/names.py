"""What a question may name: the labels that the graph holds, and those of the lexicon that reads plans.

The graph's labels go by their letters. Where that leaves something unread, labels meet a question by their lemmas
too, and the lexicon adds what the graph does not hold: the words that speak of one theme alone, and the things that
no element of the plan names.
"""

import re
from collections.abc import Iterator
from copy import copy
from functools import cache, cached_property
from itertools import chain, takewhile
from math import ceil, floor
from typing import NamedTuple

from dupgraph.ask.catalogue import run_question
from dupgraph.ask.catalogue.field_texts import (
    PROGRAMME,
    RESPONSIBLE,
    find_headings,
    list_field_texts,
    list_levels,
    list_parts,
)
from dupgraph.ask.catalogue.plans import TOWN, list_plans
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER
from dupgraph.ask.names import Named, find_names_by_kind, find_printed
from dupgraph.ask.phrases.lexis import load_lexis
from dupgraph.ask.phrases.programmes import Programme, find_programmes, is_bare_number
from dupgraph.ask.phrases.short import OTHER_NAMES, Key
from dupgraph.ask.phrases.signs import ELEMENT, MISSION, NUMBERED, OBJECTIVE, ROLE_OF, ROLE_OF_NOUN, THEME
from dupgraph.ask.phrases.text import Word, fold_word, list_name, stem_word
from dupgraph.graph.engines import Engine
from dupgraph.language.lemmas import INFINITIVES
from dupgraph.language.words import lemmatise
from dupgraph.schema.links import ACTION

PLAN = "plan"
# No name is longer; comparing more words is of no use. What a plan calls its levels is shorter.
_LONGEST, _LONGEST_LEVEL = 16, 4

# A theme's terms that ask in a question ("chi è anziano", "temi ambientali"), or are two things in it or one's part.
_ASKS = re.compile(r"^(?:chi|per|con|a|elenco) |\b(?:obiettiv|tem[ai]\b)| e ", re.IGNORECASE)
# How much of its letters a name shares with one that is misspelt (difflib's ratio).
_ALIKE = 0.87
# So much of a name's length one that is so alike has at least.
_SHORTER = _ALIKE / (2 - _ALIKE)

# What people leave out who type words of a name alone.
_LINKING = frozenset({"a", "con", "di", "in", "per"})
# What a plan may have as headings, besides its own levels.
_BUDGET = frozenset({MISSION, PROGRAMME})
# What a place and an office may be.
_AREA = "area"
_CODE = re.compile(r"\d[\d.]*[a-z]?|[A-Z]")


class Sense(NamedTuple):
    """One thing that some words may name, and the label that says so.

    ``sure`` is False for words that only speak of a theme; ``held`` is False for what the graph does not hold.
    """

    kind: str
    thing: str
    label: str
    sure: bool = True
    held: bool = True

    @property
    def role(self) -> str:
        """The part that such a thing plays in a question; empty for a plan."""
        return ROLE_OF.get(self.kind, "")


def is_code(label: str) -> bool:
    """Say whether a label is a number or a letter: it names only where a question says what has that number.

    >>> is_code("1.3.5"), is_code("5.a"), is_code("A"), is_code("Agenda 2030")
    (True, True, True, False)
    """
    return _CODE.fullmatch(label) is not None


class Names:
    """All names of one graph, made ready for questions; ``add_lexicon`` adds the lemmas and the lexicon."""

    def __init__(self, engine: Engine, plan: str = "", text: str = "") -> None:
        """Read the labels of a graph; of elements, those of one plan when its IRI is given.

        For one question, which is ``text``, those of a corpus are read that it may name.
        """
        self.engine = engine
        self.plan = plan
        self._named = find_names_by_kind(engine, plan, text)
        self._titles: dict[str, dict[str, str]] = {}
        self._by_letters: dict[Key, list[Sense]] = {}
        self._by_lemma: dict[Key, list[Sense]] = {}
        self._by_stem: dict[Key, list[Sense]] = {}
        self._codes: dict[str, list[Sense]] = {}
        self._deep: Names | None = None
        self._working: Names | None = None
        for sense, name in self._list_senses():
            if is_code(name.label):
                _add(self._codes, name.label, sense)
            else:
                _add(self._by_letters, list_name(name.label), sense)
            if name.preferred or name.thing not in self._titles:
                self._titles.setdefault(name.thing, {}).setdefault(name.language, name.label)
        self._add_others()
        self._levels: dict[Key, set[str]] = {}
        for level, called in list_levels(engine, plan):
            words = tuple(_cut_ending(fold_word(word)) for word in called.split())
            for key in {words, words[:1]} - {()}:
                # An action is asked for as an objective is.
                self._levels.setdefault(key, set()).add(level if level in ROLE_OF_NOUN else OBJECTIVE)
        # The words that the plan's fields hold for each property, in order.
        self.field_texts = list_field_texts(engine, plan)
        self._add_said()
        self.plans = list_plans(engine)
        for described in self.plans:
            for called in described.names:
                for key in {list_name(called), list_name(called.removeprefix(TOWN))} - {()}:
                    # A town has plans of several years.
                    others = [sense for sense in self._by_letters.get(key, ()) if sense.kind == PLAN]
                    self._by_letters[key] = [*others, Sense(PLAN, described.iri, called)]

    def _add_others(self) -> None:
        """Let bodies, parts of a town and laws go by other names, where nothing else does.

        "AMT" is "AMT S.p.A.", "Università di Modena" that of Modena and Reggio Emilia, "Pescatori Riuniti" an
        "Associazione Pescatori Riuniti di Portocenere", "Mugnai" a "Frazione di Mugnai"; and "legge n. 68 del 1999" is
        "L. 68/1999".
        """
        full = frozenset(self._by_letters)
        for role, list_others in OTHER_NAMES.items():
            for sense, name in self._list_senses(role):
                for other in list_others(name.label) - full:
                    _add(self._by_letters, other, sense)

    def find_level(self, words: list[Word], first: int) -> tuple[int, str] | None:
        """Return the level that the plan calls as the words from ``first`` on say: where they end, and which it is."""
        for last in range(min(len(words), first + _LONGEST_LEVEL), first, -1):
            levels = self._levels.get(tuple(_cut_ending(word.word) for word in words[first:last]), set())
            # What a plan calls two of them by ("Sezione") says neither.
            if len(levels) == 1:
                return last, min(levels)
        return None

    def _add_said(self) -> None:
        """Let the words of fields, their parts and a person's last name be names of what they say."""
        for name, values in self.field_texts.items():
            for value in values:
                for label in list_parts(value):
                    if name == PROGRAMME and is_bare_number(label):
                        # Each mission has a "Programma 02".
                        continue
                    self._titles.setdefault(label, {}).setdefault("it", label)
                    _add(self._by_letters, list_name(label), Sense(name, label, label))
                    if name == RESPONSIBLE and label.casefold().startswith(f"{_AREA} "):
                        self._levels.setdefault((_cut_ending(_AREA),), set()).add(RESPONSIBLE)

    def _list_senses(self, role: str = "") -> Iterator[tuple[Sense, Named]]:
        for kind, named in self._named.items():
            if role in ("", ROLE_OF.get(kind)):
                for name in named:
                    yield Sense(kind, name.thing, name.label), name

    @property
    def has_lexicon(self) -> bool:
        """Whether lemmas and lexicon are there."""
        return self._deep is self

    def add_lexicon(self) -> "Names":
        """Return the names that meet a question in any inflection, with what the lexicon knows besides."""
        if self._deep is None:
            self._deep = copy(self)
            self._deep._deep, self._deep._working = self._deep, None
            self._deep._add_lemmas()
            self._deep._add_printed()
        return self._deep

    def _add_lemmas(self) -> None:
        held = {name.thing for _, name in self._list_senses()}
        for sense, name in self._list_senses():
            if is_code(name.label):
                continue
            if name.language == "en":
                _add(self._by_stem, tuple(map(stem_word, list_name(name.label))), sense)
            else:
                _add(self._by_lemma, _list_lemmas(name.label), sense)
        for adjective, noun in load_lexis("it").adjectives.items():
            for sense in tuple(self._by_lemma.get(_list_lemmas(noun), ())):
                if sense.role == THEME:
                    _add(self._by_lemma, lemmatise(adjective), sense._replace(sure=False))
        for words, sense in _load_lexicon():
            _add(self._by_lemma, _list_lemmas(words), sense._replace(held=sense.thing in held))
        for key, senses in tuple(self._by_lemma.items()):
            # "Scuola infanzia", "centro impiego"; but what two plans "hanno in comune" is no town.
            short = tuple(word for word in key if word not in _LINKING)
            if len(short) > 1 and key[0] != "comune" and short not in self._by_lemma:
                self._by_lemma[short] = senses

    def _add_printed(self) -> None:
        """Let elements go by the number that the plan prints where that is no code: "12.03.1" of "M12.3.1"."""
        codes = dict(self._codes)
        elements = {sense.thing: sense for sense, _ in self._list_senses(ELEMENT)}
        for thing, number in find_printed(self.engine).items():
            if thing in elements and number not in self._codes:
                codes[number] = [*codes.get(number, ()), elements[thing]]
        self._codes = codes

    def add_works(self) -> "Names":
        """Return the names with elements by what they do, too: "la nuova scuola media" of "Costruire la nuova ..."."""
        if self._working is None:
            self._working = copy(self)
            self._working._by_letters = dict(self._by_letters)
            for sense, name in self._list_senses():
                title = list_name(name.label) if sense.role == ELEMENT else ()
                if title[2:] and title[0].endswith(INFINITIVES) and title[1:] not in self._by_letters:
                    _add(self._working._by_letters, title[1:], sense)
        return self._working

    def find_name(self, words: list[Word], first: int) -> tuple[int, tuple[Sense, ...]] | None:
        """Return the longest name that begins at word ``first``: where it ends, and all that it may mean."""
        for last in range(min(len(words), first + _LONGEST), first, -1):
            part = words[first:last]
            if any(word.quoted for word in part[1:]):
                continue
            senses = self.list_senses(part)
            if any(word.apart for word in part[1:]):
                # "Area Cultura, istruzione e sport" has its comma; no other name goes over one.
                senses = tuple(sense for sense in senses if "," in sense.label)
            if senses:
                return last, senses
        return None

    def list_senses(self, words: list[Word]) -> tuple[Sense, ...]:
        """Return all that ``words`` may name, as a whole."""
        names = [word.name for word in words]
        if words[0].quoted and len(words) == 1:
            names = list(list_name(words[0].form))
        senses = list(self._by_letters.get(tuple(names), ()))
        if self.has_lexicon:
            lemmas = lemmatise(" ".join(names))
            senses += self._by_lemma.get(lemmas, ())
            senses += self._by_lemma.get(tuple(names), ()) if lemmas != tuple(names) else ()
            senses += self._by_stem.get(tuple(map(stem_word, names)), ())
        if any(sense.kind == PLAN for sense in senses):
            return tuple(dict.fromkeys(sense for sense in senses if sense.kind == PLAN))
        if any(sense.held and sense.sure for sense in senses):
            senses = [sense for sense in senses if sense.held]
        # One sense for each thing; a real name goes before words that only speak of it.
        found: dict[tuple[str, str], Sense] = {}
        for sense in sorted(senses, key=lambda sense: not sense.sure):
            found.setdefault((sense.kind, sense.thing), sense)
        return tuple(found.values())

    def find_code(self, code: str) -> tuple[Sense, ...]:
        """Return what goes by a number: an element, a mission, a goal."""
        padded = code.zfill(2) if code.isdigit() else code
        return tuple(dict.fromkeys([*self._codes.get(code, ()), *self._codes.get(padded, ())]))

    def find_programme(self, number: str, mission: str) -> tuple[Sense, ...]:
        """Return the budget programmes of a number in a mission, or in any, where one plan is asked."""
        found = find_programmes(self._programmes, number, mission) if number else ()
        return tuple(Sense(PROGRAMME, words, words) for words in found)

    def find_heading(self, sense: Sense) -> tuple[Sense, ...]:
        """Return the one heading below which the plan has what a budget mission or programme holds, if it has one."""
        found = find_headings(self.engine, self.plan, sense.role, sense.thing) if sense.role in _BUDGET else []
        return tuple(Sense(*heading) for heading in found if len(found) == 1)

    def find_titled(self, words: str) -> tuple[Sense, ...]:
        """Return the objectives of the one plan asked whose titles have all of some words, in any inflection."""
        wanted = {*_list_lemmas(words)} - _LINKING
        if not wanted or not (self.plan or len(self.plans) == 1):
            return ()
        objectives = (each for each in self._list_senses(ELEMENT) if each[0].kind in (OBJECTIVE, ACTION))
        found = {sense.thing: sense for sense, name in objectives if wanted.issubset(_list_lemmas(name.label))}
        return tuple(sense._replace(sure=False) for sense in found.values())

    @cached_property
    def _programmes(self) -> tuple[Programme, ...]:
        if not (self.plan or len(self.plans) == 1):
            return ()
        rows = run_question(self.engine, "programme-coverage", {PLAN_PARAMETER: self.plan})
        return tuple(Programme(str(row[MISSION] or ""), str(row[PROGRAMME])) for row in rows)

    def count_titled(self, code: str, words: list[Word]) -> int:
        """Return how many words repeat the title of what goes by a number, from its first word on."""
        said = [word.name for word in words]
        titles = (title for sense in self.find_code(code) for title in self._titles.get(sense.thing, {}).values())
        begun = (title for title in map(list_name, titles) if said[:1] == [*title[:1]])
        return max((sum(1 for _ in takewhile(title.__contains__, said)) for title in begun), default=0)

    def find_title(self, thing: str, language: str) -> str:
        """Return what a thing is called in a language, or else in another; its IRI when it has no name."""
        titles = self._titles.get(thing, {})
        return titles.get(language) or next(iter(titles.values()), thing)

    def is_title(self, sense: Sense) -> bool:
        """Say whether the label of a sense is what the thing is called, not another name of it."""
        return sense.label in self._titles.get(sense.thing, {}).values()

    def list_lemmas(self, thing: str) -> set[str]:
        """Return the lemmas of what a thing is called."""
        return {lemma for sense, name in self._list_senses() if sense.thing == thing for lemma in lemmatise(name.label)}

    def list_holding(self, words: set[str], language: str) -> list[str]:
        """Return what the things are called of whose names some words are a part, the shortest first."""
        if words.isdisjoint(self.words):
            return []
        things = {
            sense.thing
            for key, senses in self._by_letters.items()
            if not words.isdisjoint(key)
            for sense in senses
            if sense.role not in NUMBERED
        }
        return sorted({self.find_title(thing, language) for thing in things}, key=lambda title: (len(title), title))

    def find_near(self, words: str) -> tuple[Sense, ...]:
        """Return what goes by the name that is spelt most like some words; nothing where none comes near."""
        key = self.find_spelt(words)
        return tuple(sense for sense in self._by_letters.get(key, ()) if sense.role not in NUMBERED)

    def find_spelt(self, words: str) -> Key:
        """Return the words of the name that is spelt most like some words; none where none comes near.

        The space between two words is a letter as any other: "Prolocco" is near "Pro Loco".
        """
        from difflib import get_close_matches

        written = "".join(list_name(words))
        # Who misspells a word gets its first letter right: "strade" is no "trade". What is much longer or shorter
        # shares too few of its letters.
        joined: dict[str, Key] = {}
        for length in range(ceil(len(written) * _SHORTER), floor(len(written) / _SHORTER) + 1):
            joined |= self._joined.get((written[:1], length), {})
        return next((joined[near] for near in get_close_matches(written, joined, 1, _ALIKE)), ())

    @cached_property
    def _joined(self) -> dict[tuple[str, int], dict[str, Key]]:
        """The names that are looked for whole, written as one word, by their first letter and how long they are."""
        joined: dict[tuple[str, int], dict[str, Key]] = {}
        for key in self._by_letters:
            if len(key) <= _LONGEST:
                written = "".join(key)
                joined.setdefault((written[:1], len(written)), {})[written] = key
        return joined

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every name that the graph holds."""
        return frozenset(chain.from_iterable(self._by_letters))


def _cut_ending(word: str) -> str:
    """Return what singular and plural of an Italian word have in common; the dictionary takes long to load.

    >>> _cut_ending("strategiche") == _cut_ending("strategica")
    True
    """
    return re.sub(r"h?[aeio]+$", "", word)


def _add(table: dict[Key, list[Sense]] | dict[str, list[Sense]], key: Key | str, sense: Sense) -> None:
    if key:
        table.setdefault(key, []).append(sense)  # type: ignore[arg-type]  # the two tables differ in their keys alone


def _list_lemmas(label: str) -> Key:
    """Return the lemmas of a name; "SAI" is one word in one form, not one of "sapere"."""
    names = list_name(label)
    return names if label.isupper() else lemmatise(" ".join(names))


@cache
def _load_lexicon() -> tuple[tuple[str, Sense], ...]:
    """Return the labels of the packaged vocabularies, each with what it names."""
    from dupgraph.graph.vocabulary import load_vocabulary

    lexicon = load_vocabulary().lexicon
    uses = {"sure": True, "fixed": True, "cued": True, "strong": False}
    return tuple(
        (label.words, Sense(thing.kind, thing.iri, thing.label, uses[label.use]))
        for label in lexicon.labels
        if label.use in uses
        and (thing := lexicon.things[label.thing])
        and not (label.use == "strong" and _ASKS.search(label.words))
    )
