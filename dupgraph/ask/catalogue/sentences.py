"""The sentence around the words of a row, and a citation of it ready to paste.

A query says where its words stand (``spots``: element, start and end of each), or only in which element words are that
were looked for (element, "=", the words); the sentence is cut here, from the canonical text that the graph carries, so
that every engine gives the same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

from pyoxigraph import Literal

from dupgraph.ask.catalogue.furniture import list_kept, squeeze
from dupgraph.ask.catalogue.passages import Passage, Spot, load_passages
from dupgraph.ask.results.marks import drop_marks
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.protocol import Solutions, Term
from dupgraph.language.languages import get_text
from dupgraph.schema.lines import join_lines

SPOTS = "spots"
# What takes the place of the spots, and where the columns of an answer stand that a citation needs.
SENTENCE, CITATION, PAGE, PLAN, WORDS = "sentence", "citation", "page", "plan", "words"
# What stands for a page's head and foot in the middle of words.
_LEFT_OUT = " … "
_BETWEEN = " […] "


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
    passages = load_passages(engine, chain.from_iterable(spots), names or {})
    words = solutions.columns.index(WORDS) if WORDS in solutions.columns else None
    rows, cited = [], set()
    for row, own in zip(solutions.rows, spots, strict=True):
        passage = passages.get(own[0].element) if own else None
        cited.add(passage.plan if passage else "")
        shown, citation = [*row], None
        shown[place] = None
        if passage is not None:
            passage = passage.choose(own)
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
    parts = term.value.split("|") if isinstance(term, Literal) else ()
    found = [spot for spot in map(_read_spot, parts) if spot]
    return sorted({*found}) if len(found) > 1 else found


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
