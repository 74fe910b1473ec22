"""The sentence around the words of a row, and a citation of it ready to paste.

A query says where its words stand (``spots``: element, start and end of each), or only in which element words are that
were looked for (element, "=", the words); the sentence is cut here, from the canonical text that the graph carries, so
that every engine gives the same one. What an element's own words leave out of that text is the head and foot of a page;
a sentence runs on over them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from dupgraph.ask.catalogue.furniture import blank, blank_furniture, list_kept, squeeze
from dupgraph.ask.parameters import write_iri
from dupgraph.ask.results.marks import drop_marks, mark_words
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Solutions, Term
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.language.languages import LANGUAGES, get_text
from dupgraph.language.sentences import find_labels, find_sentence, list_ends, list_labels
from dupgraph.language.words import Memo, strip_accents
from dupgraph.schema.lines import join_lines
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCT, DUP, OA

SPOTS = "spots"
# What takes the place of the spots, and where the columns of an answer stand that a citation needs.
SENTENCE, CITATION, PAGE, PLAN, WORDS = "sentence", "citation", "page", "plan", "words"
# What stands for a page's head and foot in the middle of words.
_LEFT_OUT = " … "
_BETWEEN = " […] "
_OPENING = re.compile(r"\n(?=[A-ZÀ-Ý\d•«])")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
# So many IRIs are asked for at a time: a request to an endpoint may not be longer.
_ASKED_AT_ONCE = 300
_LEVELS = {level.iri: level for level in LEVELS.values()}
_ELEMENTS = f"""SELECT ?element ?class ?code ?title ?words ?level ?start ?end ?text WHERE {{
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

    ``levels`` is what an element of its level is called, by language; ``breaks`` are where its title ends; ``printed``
    is the same part with nothing blanked; ``plan`` is what a citation calls the plan, where not by its title;
    ``labels`` are those of its card, by where they end.
    """

    code: str
    levels: dict[str, str]
    start: int
    text: str
    breaks: tuple[int, ...] = field(default=())
    printed: str = ""
    plan: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where its sentences end."""
        return tuple(sorted({*list_ends(self.text), *self.breaks, *self.labels}))

    def find_label(self, spot: Spot) -> str:
        """Return the label of the paragraph of a card that a spot is in."""
        if not self.labels:
            return ""
        start = spot.start - self.start
        end = max((end for end in self.labels if end <= start), default=None)
        return "" if end is None or _PARAGRAPH.search(self.text, end, start) else self.labels[end].rstrip(" :")

    def find_sentences(self, spots: Sequence[Spot]) -> list[str]:
        """Return the sentences that hold the spots, in their order, each once, with its spots marked."""
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for spot in spots:
            for start, end in self._find_places(spot):
                if 0 <= start < end <= len(self.text):
                    found.setdefault(find_sentence(self.text, start, end, self.ends), []).append((start, end))
        if any(map(_GET_WORDS, spots)):
            # Those with most of the words.
            weights = {place: len({fold_words(self.text[a:b]) for a, b in marked}) for place, marked in found.items()}
            most = max(weights.values(), default=0)
            found = {place: marked for place, marked in found.items() if weights[place] == most}
        return [join_lines(mark_words(self.text, *place, marked)) for place, marked in sorted(found.items())]

    def _find_places(self, spot: Spot) -> Sequence[tuple[int, int]]:
        """Return where in this text a spot is, or each of the words that it looks for, as whole words."""
        if not spot.words:
            return ((spot.start - self.start, spot.end - self.start),)
        letters, words = fold_words(self.text), dict.fromkeys(spot.words.split())
        found = (re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", letters) for word in words)
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


def add_sentences(
    engine: Engine, solutions: Solutions, language: str, names: Mapping[str, str] | None = None
) -> tuple[Solutions, set[str]]:
    """Return rows that have spots with the sentence and its citation in their place, all other rows as they are; and
    what the plans are called that they are from, where every row says it.

    ``names`` are what citations call the plans, by the IRI of their texts, where that is not the title of the row.
    """
    if SPOTS not in solutions.columns:
        return solutions, set()
    place, plan = solutions.columns.index(SPOTS), solutions.columns.index(PLAN)
    page = solutions.columns.index(PAGE) if PAGE in solutions.columns else None
    spots = [_read_spots(row[place]) for row in solutions.rows]
    passages = _load_passages(engine, chain.from_iterable(spots), names or {})
    words = solutions.columns.index(WORDS) if WORDS in solutions.columns else None
    rows, cited = [], set()
    for row, own in zip(solutions.rows, spots, strict=True):
        passage = passages.get(own[0].element) if own else None
        cited.add(passage.plan if passage else "")
        shown, citation = [*row], None
        shown[place] = None
        if passage is not None:
            if words is not None:
                shown[words] = _show_words(row[words], own[0], passage)
            shown[place], citation = _quote(own, passage, None if page is None else row[page], row[plan], language)
        shown.insert(plan, citation)
        rows.append(tuple(shown))
    columns = rename_columns(solutions.columns)
    return replace(solutions, columns=columns, rows=tuple(rows)), set() if "" in cited else cited


def rename_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of an answer as a person gets them."""
    if SPOTS not in columns:
        return tuple(columns)
    renamed = [SENTENCE if column == SPOTS else column for column in columns]
    renamed.insert(renamed.index(PLAN), CITATION)
    return tuple(renamed)


def _read_spots(term: Term | None) -> list[Spot]:
    """Return the spots of a cell, in order; each engine joins them in its own."""
    parts = {*term.value.split("|")} if isinstance(term, Literal) else ()
    return sorted(filter(None, map(_read_spot, parts)))


def _read_spot(part: str) -> Spot | None:
    element, _, numbers = part.partition(" ")
    start, _, end = numbers.partition(" ")
    if start.isdecimal() and end.isdecimal():
        return Spot(element, int(start), int(end))
    return Spot(element, 0, 0, end.strip()) if start == "=" and end.strip() else None


def _show_words(words: Term | None, spot: Spot, passage: Passage) -> Term | None:
    """Return a plan's exact words as a reader wants them: without the head and foot of a page within them."""
    start, end = max(spot.start - passage.start, 0), max(spot.end - passage.start, 0)
    printed, text = passage.printed[start:end], passage.text[start:end]
    if printed == text or not isinstance(words, Literal) or squeeze(printed) != squeeze(words.value):
        return words
    parts = list_kept(printed, text)
    return Literal(_LEFT_OUT.join(map(join_lines, parts)), language=words.language) if len(parts) > 1 else words


def _quote(
    spots: Sequence[Spot], passage: Passage, page: Term | None, plan: Term | None, language: str
) -> tuple[Literal | None, Literal | None]:
    """Return the sentences that hold the spots, marked, and the same as a citation."""
    sentence = _BETWEEN.join(passage.find_sentences(spots))
    if not sentence:
        return None, None
    level, leaf = f"{passage.levels[language]} {passage.code}", page and f"p. {getattr(page, 'value', '')}"
    called = passage.plan or getattr(plan, "value", "")
    return Literal(sentence), _cite(drop_marks(sentence), language, called, level, passage.find_label(spots[0]), leaf)


# Several words of one sentence follow one another, and are cited alike.
@lru_cache(maxsize=64)
def _cite(words: str, language: str, *places: str | None) -> Literal:
    before, after = _split_citation(language)
    return Literal(", ".join(filter(None, (f"{before}{words}{after}", *places))))


@cache
def _split_citation(language: str) -> list[str]:
    """Return what stands before and after quoted words."""
    return get_text("answers", "cited", language).split("{words}")


def _load_passages(engine: Engine, spots: Iterable[Spot], names: Mapping[str, str]) -> dict[str, Passage]:
    """Return the passages of the spots' elements whose text the graph carries, by their IRIs; ``names`` as above."""
    reaches = _find_reaches(spots)
    facts = _read_elements(engine, sorted(reaches))
    read_text = _find_texts(engine, sorted({row[8] for row in facts}))
    passages: dict[str, Passage] = {}
    for element, kind, code, title, words, level, start, end, source in sorted(facts):
        whole = read_text(source)
        if element in passages or not whole or not (start.isdecimal() and end.isdecimal()):
            continue
        own = whole[int(start) : int(end)]
        text = blank_furniture(own, words)
        ends = tuple(_find_breaks(text, title))
        before, after = _take_around(whole, int(start), int(end), reaches[element])
        if before or after:
            # Cells of a table are lines, and those around are of others.
            lines = [match.start() for match in _OPENING.finditer(f"{before}{blank(text)}{after}")]
            ends = (*(len(before) + end for end in (0, *ends, len(text))), *lines)
            own, text = before + own + after, before + text + after
        labels = dict(find_labels(text, _list_labels(whole)))
        called, first = names.get(source, ""), int(start) - len(before)
        passages[element] = Passage(code, _name_level(kind, level), first, text, ends, own, called, labels)
    return passages


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
    if not last:
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
    tables = find_tables(engine)
    if tables is not None:
        return tables.read_elements(elements)
    return [row for part in _cut(elements) for row in engine.select(_ELEMENTS % _list_iris(part)).list_texts()]


def _find_texts(engine: Engine, sources: Sequence[str]) -> Callable[[str], str]:
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


def _find_breaks(text: str, title: str) -> Iterator[int]:
    """Yield where the title ends when it stands on lines of its own."""
    left = place = len(squeeze(title))
    # So many more letters are wanted at least.
    while (missing := left - len(squeeze(text[:place]))) and place < len(text):
        place += missing
    after = text[place:]
    rest = after.lstrip()
    if left and not missing and "\n" in after[: len(after) - len(rest)] and not rest[:1].islower():
        yield place
