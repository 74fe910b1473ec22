"""Elements to their own parts of the canonical text, and words that stand there to the sentences that hold them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from dupgraph.ask.catalogue.furniture import blank, blank_gaps
from dupgraph.ask.catalogue.shapes import Shape, find_shape, make_shape, unpack_shape
from dupgraph.ask.parameters import write_iri
from dupgraph.ask.results.marks import mark_words
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.sentences import find_sentence, list_labels
from dupgraph.language.words import Memo, strip_accents
from dupgraph.schema.lines import join_lines
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCT, DUP, OA

_OPENING = re.compile(r"\n(?=[A-ZÀ-Ý\d•«])")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
# So many IRIs are asked for at a time: a request to an endpoint may not be longer.
_ASKED_AT_ONCE = 300
_LEVELS = {level.iri: level for level in LEVELS.values()}
_ELEMENTS = f"""SELECT ?element ?class ?code ?level ?start ?end ?text ?title ?words WHERE {{
  VALUES ?element {{ %s }}
  ?element a ?class ; <{DCT}identifier> ?code ; <{DCT}title> ?title ; <{OA}hasSource> ?text ; <{OA}start> ?start ;
    <{OA}end> ?end .
  FILTER(?class IN ({", ".join(f"<{iri}>" for iri in _LEVELS)}))
  OPTIONAL {{ ?element <{DCT}description> ?words }}
  OPTIONAL {{ ?element <{DUP}levelName> ?level }}
}}"""
_TEXTS = f"SELECT ?text ?canonical WHERE {{ VALUES ?text {{ %s }} ?text <{DUP}canonicalText> ?canonical }}"


class Spot(NamedTuple):
    """Where some words stand: an element, and the characters of the plan's text that they are."""

    element: str
    start: int
    end: int
    words: str = ""


_GET_WORDS = attrgetter("words")


@dataclass(frozen=True)
class Passage:
    """An element's own part of the canonical text, which begins there at ``start``; page heads and feet are blanked.

    ``levels`` is what an element of its level is called, by language; ``printed`` is the same part with nothing
    blanked; ``plan`` is what a citation calls the plan, where not by its title. ``wide`` has more of the text around
    it, where words that are asked for stand above its heading, or behind what it groups.
    """

    code: str
    levels: dict[str, str]
    start: int
    text: str
    shape: Shape
    printed: str = ""
    plan: str = ""
    wide: "Passage | None" = None

    @cached_property
    def _letters(self) -> str:
        return fold_words(self.text)

    def choose(self, spots: Sequence[Spot]) -> "Passage":
        """Return what the spots are in: this, or what is around it, too."""
        if self.wide is None:
            return self
        end = self.start + len(self.text)
        is_within = all(spot.words or self.start <= spot.start < spot.end <= end for spot in spots)
        return self if is_within else self.wide

    def find_label(self, spot: Spot) -> str:
        """Return the label of the paragraph of a card that a spot is in."""
        if not self.shape.labels:
            return ""
        start = spot.start - self.start
        end = max((end for end in self.shape.labels if end <= start), default=None)
        if end is None or _PARAGRAPH.search(self.text, end, start):
            return ""
        return self.text[self.text.rfind("\n", 0, end - 1) + 1 : end].strip().rstrip(" :")

    def find_sentences(self, spots: Sequence[Spot]) -> list[str]:
        """Return the sentences that hold the spots, in their order, each once, with its spots marked."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for spot in spots:
            for start, end in self._find_places(spot):
                if 0 <= start < end <= len(self.text):
                    place = find_sentence(self.text, start, end, self.shape.ends)
                    found.setdefault(place, []).append((start, end))
        if len(found) > 1:
            found = self._choose_fullest(found) if any(map(_GET_WORDS, spots)) else dict(sorted(found.items()))
        return [join_lines(mark_words(self.text, *place, marked)) for place, marked in found.items()]

    def _choose_fullest(
        self, found: Mapping[tuple[int, int], list[tuple[int, int]]]
    ) -> dict[tuple[int, int], list[tuple[int, int]]]:
        """Return those of some sentences, in their order, that have most of the words that were looked for."""
        weights = {place: len({self._letters[a:b] for a, b in marked}) for place, marked in found.items()}
        most = max(weights.values())
        return {place: marked for place, marked in sorted(found.items()) if weights[place] == most}

    def _find_places(self, spot: Spot) -> Sequence[tuple[int, int]]:
        """Return where in this text a spot is, or each of the words that it looks for, as whole words."""
        if not spot.words:
            return ((spot.start - self.start, spot.end - self.start),)
        words = dict.fromkeys(spot.words.split())
        found = (re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self._letters) for word in words)
        return [match.span() for match in chain.from_iterable(found)]


def fold_words(text: str) -> str:
    """Return a text in small letters without accents, each letter in its place.

    >>> fold_words("Città È")
    'citta e'
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_LETTERS.__getitem__, text))


def _fold_letter(letter: str) -> str:
    small = strip_accents(letter.lower())
    return small if len(small) == 1 else letter


_LETTERS = Memo(_fold_letter)


# Reading them ------------------------------------------------------------------------------------------------------


def load_passages(engine: Engine, spots: Iterable[Spot], names: Mapping[str, str]) -> dict[str, Passage]:
    """Return the passages of the spots' elements whose text the graph carries, by their IRIs.

    ``names`` are what citations call the plans, by the IRI of their texts, where that is not their title.
    """
    reaches = _find_reaches(spots)
    tables = find_tables(engine)
    facts = _read_elements(engine, sorted(reaches)) if tables is None else tables.read_elements(list(reaches))
    read_text = find_texts(engine, sorted({row[6] for row in facts}))
    passages: dict[str, Passage] = {}
    for element, kind, code, level, first, last, source, *rest in sorted(facts):
        whole = read_text(source)
        if element in passages or not whole or not (first.isdecimal() and last.isdecimal()):
            continue
        start, end = int(first), int(last)
        own = whole[start:end]
        # Whoever built a corpus has read it already.
        shape = unpack_shape(rest) if tables is not None else find_shape(own, rest[0], rest[1], _list_labels(whole))
        text = blank_gaps(own, shape.gaps)
        passage = Passage(code, _name_level(kind, level), start, text, shape, own, names.get(source, ""))
        before, after = _take_around(whole, start, end, reaches[element])
        if before or after:
            passage = replace(passage, wide=_widen(passage, before, after, _list_labels(whole)))
        passages[element] = passage
    return passages


def _widen(passage: Passage, before: str, after: str, labels: frozenset[str]) -> Passage:
    """Return a passage with what stands before and after it, which belongs to others, too."""
    own, edge = passage.text, len(before)
    # Cells of a table are lines, and those around are of others.
    lines = (match.start() for match in _OPENING.finditer(f"{before}{blank(own)}{after}"))
    breaks = (edge, edge + len(own), *(edge + end for end in passage.shape.ends), *lines)
    text = before + own + after
    shape, printed = make_shape(text, breaks, labels), before + passage.printed + after
    return replace(passage, start=passage.start - edge, text=text, shape=shape, printed=printed)


def _find_reaches(spots: Iterable[Spot]) -> dict[str, tuple[int, int]]:
    """Return from where to where the spots of each element stand."""
    reaches: dict[str, tuple[int, int]] = {}
    for element, start, end, _ in spots:
        first, last = reaches.get(element, (start, end))
        reaches[element] = min(first, start), max(last, end)
    return reaches


def _take_around(whole: str, start: int, end: int, reach: tuple[int, int]) -> tuple[str, str]:
    """Return what stands before and after an element's own part, up to the paragraphs of spots that are outside it.

    More of its text may stand above its heading, or behind what it groups; words that are looked for are at no place.
    """
    first, last = reach
    if not last or start <= first < last <= end:
        return "", ""
    above, below = whole.rfind("\n\n", 0, first), whole.find("\n\n", last)
    before = whole[above + 2 if above >= 0 else 0 : start] if first < start else ""
    return before, whole[end : below if below >= 0 else None] if last > end else ""


# Elements of one plan follow one another.
_list_labels = lru_cache(maxsize=1)(list_labels)


@lru_cache(maxsize=64)
def _name_level(kind: str, called: str) -> dict[str, str]:
    """Return what an element of a kind is called, by language; in Italian as its plan calls it."""
    usual = {language: _LEVELS[kind].word("short", language) for language in LANGUAGES}
    return {**usual, "it": called[:1].lower() + called[1:]} if called else usual


def _read_elements(engine: Engine, elements: Sequence[str]) -> list[tuple[str, ...]]:
    return [row for part in _cut(elements) for row in engine.select(_ELEMENTS % _list_iris(part)).list_texts()]


def find_texts(engine: Engine, sources: Sequence[str]) -> Callable[[str], str]:
    """Return what gives the text of a source, empty where there is none."""
    tables = find_tables(engine)
    if tables is not None:
        # Elements of one plan follow one another, and the texts of a country are more than the memory should hold.
        return lru_cache(maxsize=1)(partial(_read_text, tables.find_texts(sources)))
    texts = {
        str(getattr(text, "value", "")): canonical.value
        for part in _cut(sources)
        for text, canonical in engine.select(_TEXTS % _list_iris(part)).rows
        if isinstance(canonical, Literal)
    }
    return lambda source: texts.get(source, "")


def _read_text(paths: Mapping[str, Path], source: str) -> str:
    try:
        # As it was written, whatever ends its lines.
        return paths[source].read_bytes().decode()
    except (KeyError, OSError, UnicodeDecodeError):
        return ""


def _cut(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[first : first + _ASKED_AT_ONCE] for first in range(0, len(values), _ASKED_AT_ONCE))


def _list_iris(values: Iterable[str]) -> str:
    return " ".join(map(_write_iri, values))


def _write_iri(value: str) -> str:
    try:
        return write_iri(value)
    except QueryError:
        # Another tool's graph may hold what no query can name.
        return ""
