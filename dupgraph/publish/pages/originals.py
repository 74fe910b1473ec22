"""Quotes on the original: where a PDF printed them, or in which paragraph or cell of a document without pages."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from dupgraph.publish.pages.marking import Mark, Run, split_paragraphs
from dupgraph.schema.layout import Layout, Place, Rectangle, find_rectangles

# A document without pages is read in parts of so many paragraphs and cells; a table is cut in twice as many.
_PART = 80


class PlacedMark(NamedTuple):
    """A mark, and where one page shows it: a rectangle a line."""

    mark: Mark
    rectangles: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of a PDF, counted from 1: its size in points, and the marks on it, those that begin before it too."""

    number: int
    width: float
    height: float
    marks: tuple[PlacedMark, ...]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A paragraph, or the rows of a table: each cell's paragraphs, as runs with their marks."""

    paragraphs: tuple[tuple[Run, ...], ...] = ()
    rows: tuple[tuple[tuple[tuple[Run, ...], ...], ...], ...] = ()


def count_pages(layout: Layout) -> int:
    """Return the number of pages, or of parts in which a document without pages is read."""
    return len(layout.sizes) or len(_list_parts(layout.places)) - 1


def _list_parts(places: Sequence[Place]) -> list[int]:
    """Return where each part begins, and where the last one ends: a long table may be cut, a row is not."""
    starts = [0] if places else []
    for number, (one, other) in enumerate(pairwise(places), 1):
        size = number - starts[-1]
        is_in_table, is_in_row = (() != (one.cell or ())[:depth] == (other.cell or ())[:depth] for depth in (1, 2))
        if (size >= _PART and not is_in_table) or (size >= 2 * _PART and not is_in_row):
            starts.append(number)
    return [*starts, len(places)]


def find_sheet(layout: Layout, start: int, end: int) -> int | None:
    """Return the page, or part, on which the words from ``start`` to ``end`` begin; None where nothing shows them."""
    if layout.sizes:
        return next((rectangle.page for rectangle in find_rectangles(layout, start, end)), None)
    number = bisect_right(layout.places, start, key=lambda place: place.start) - 1
    is_shown = number >= 0 and start < layout.places[number].end
    return bisect_right(_list_parts(layout.places), number) if is_shown else None


def place_marks(layout: Layout, marks: Iterable[Mark], number: int) -> PrintedPage:
    """Return a page with those of the marks that it shows, in the order of the text.

    Words that run on over the page's end are on both pages. Raises IndexError where there is no such page.
    """
    if number < 1:
        raise IndexError(number)
    width, height = layout.sizes[number - 1]
    first, last = _find_bounds(layout, number)
    placed = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start < last and mark.end > first:
            found = tuple(each for each in find_rectangles(layout, mark.start, mark.end) if each.page == number)
            placed += [PlacedMark(mark, found)] if found else []
    return PrintedPage(number, width / 10, height / 10, tuple(placed))


def _find_bounds(layout: Layout, number: int) -> tuple[int, int]:
    lines = [line for line in layout.lines if line.page == number]
    return (min(line.start for line in lines), max(line.end for line in lines)) if lines else (0, 0)


def read_part(layout: Layout, text: str, marks: Sequence[Mark], number: int) -> tuple[ReadPart, ...]:
    """Return a part of a document without pages, counted from 1, as its paragraphs and tables stand in it.

    Raises IndexError where there is no such part.
    """
    parts = _list_parts(layout.places)
    if not 0 < number < len(parts):
        raise IndexError(number)
    return tuple(_read_places(layout.places[parts[number - 1] : parts[number]], text, marks))


def _read_places(places: Sequence[Place], text: str, marks: Sequence[Mark]) -> Iterator[ReadPart]:
    for table, group in groupby(places, key=lambda place: place.cell and place.cell[0]):
        if table is None:
            yield from (ReadPart(paragraphs=_split(place, text, marks)) for place in group)
            continue
        cells: dict[tuple[int, int], tuple[tuple[Run, ...], ...]] = defaultdict(tuple)
        for place in group:
            cells[(place.cell or (0, 0, 0))[1:]] += _split(place, text, marks)
        # A cell without words has no place, and its column all the same.
        width = 1 + max(column for _, column in cells)
        rows = dict.fromkeys(row for row, _ in cells)
        yield ReadPart(rows=tuple(tuple(cells.get((row, n), ()) for n in range(width)) for row in rows))


def _split(place: Place, text: str, marks: Sequence[Mark]) -> tuple[tuple[Run, ...], ...]:
    return tuple(split_paragraphs(text, place.start, place.end, marks))


def find_neighbours(marks: Iterable[Mark], thing: str, start: int) -> tuple[Mark | None, Mark | None]:
    """Return the mentions of a thing before and after the one that begins at ``start``."""
    own = sorted({mark.start: mark for mark in marks if mark.thing == thing}.items())
    before = [mark for place, mark in own if place < start]
    after = [mark for place, mark in own if place > start]
    return (before[-1] if before else None, after[0] if after else None)
