"""The rulings of a page and the grids that they make: straight from the boxes of the paths that are drawn."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_float, c_int, c_void_p, cast
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no type information
from pypdfium2 import PdfPage

from dupgraph.read.documents.readers.pdf.calls import bind, list_addresses

# A page with more is a drawing: a map, a chart.
MAX_PATHS = 20_000
MAX_CELLS = 20_000
# Lengths in points. A ruling is thinner than a line of text is high; rulings that meet may miss each other a little.
_THICKEST = 4.0
_SHORTEST = 6.0
_MISS = 3.0
_SNAP = 2.5


_find_object = bind(pdfium.FPDFPage_GetObject, c_int, gives=c_void_p)
_find_kind = bind(pdfium.FPDFPageObj_GetType)
_count_segments = bind(pdfium.FPDFPath_CountSegments)
_find_bounds = bind(pdfium.FPDFPageObj_GetBounds, c_void_p, c_void_p, c_void_p, c_void_p)


class Ruling(NamedTuple):
    """A straight line along x or y: where it stands on the other axis, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: its first row and column (from 0, from the top left), and how many it takes."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: ``xs`` from left to right, ``ys`` from top to bottom, and the cell over each field of these.

    Where none are drawn, ``pitch`` is the most that lines of one row are apart; else it is 0.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: dict[tuple[int, int], Cell]
    pitch: float = 0.0

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.xs) - 1

    def find_cell(self, x: float, y: float) -> Cell | None:
        """Return the cell around a point of the page, if the grid has one."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[-1] < y <= self.ys[0]):
            return None
        row = sum(1 for line in self.ys[1:-1] if line > y)
        return self.cells.get((row, bisect_right(self.xs, x) - 1))


def count_paths(page: PdfPage) -> int:
    """Return how many objects the page's drawing has."""
    return int(pdfium.FPDFPage_CountObjects(page.raw))


def has_pictures(page: PdfPage) -> bool:
    """Say whether a picture stands on the page, by itself or within a form."""
    kinds = {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}
    return any(kind in kinds for kind, _ in _list_objects(page))


def find_grids(page: PdfPage) -> list[Grid]:
    """Return the grids of two columns or more that the page's rulings make, from the top of the page."""
    across, down = _find_rulings(page)
    if not across or not down:
        return []
    grids = [_make_grid(*part) for part in _split_parts(_join_rulings(across), _join_rulings(down))]
    found = [grid for grid in grids if grid is not None]
    return sorted(found, key=lambda grid: (-grid.ys[0], grid.xs[0]))


def _find_rulings(page: PdfPage) -> tuple[list[Ruling], list[Ruling]]:
    """Return the rulings across and down the page."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, bottom, right, top in _list_boxes(page):
        width, height = right - left, top - bottom
        if height <= _THICKEST and width >= _SHORTEST:
            across.append(Ruling((bottom + top) / 2, left, right))
        elif width <= _THICKEST and height >= _SHORTEST:
            down.append(Ruling((left + right) / 2, bottom, top))
        elif width >= _SHORTEST and height >= _SHORTEST:
            # A frame, or a shaded field.
            across += (Ruling(bottom, left, right), Ruling(top, left, right))
            down += (Ruling(left, bottom, top), Ruling(right, bottom, top))
    return across, down


def _list_boxes(page: PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """Yield left, bottom, right, top of what each path of the page draws."""
    box = (c_float * 4)()
    sides = list_addresses(box, 1)
    for kind, found in _list_objects(page):
        if kind != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        segments = _count_segments(found)
        if segments > 5:
            yield from _list_segments(found, segments)
        elif _find_bounds(found, *sides):
            left, bottom, right, top = box
            yield left, bottom, right, top


def _list_objects(page: PdfPage) -> Iterator[tuple[int, int]]:
    """Yield of each object of the page its kind, and itself as an address."""
    handle = cast(page.raw, c_void_p).value
    objects = list(map(_find_object, repeat(handle), range(min(count_paths(page), MAX_PATHS))))
    return zip(map(_find_kind, objects), objects, strict=True)


def _list_segments(address: int, count: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of the straight segments of one path that draws many."""
    path = cast(address, pdfium.FPDF_PAGEOBJECT)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = c_float(), c_float()
    last = first = (0.0, 0.0)
    for number in range(min(count, MAX_PATHS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield _make_box(last, here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield _make_box(here, first)
        last = here


def _make_box(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _join_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings with those on one line snapped to one place, and those that touch made one."""
    joined: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        if group and ruling.at - group[0].at > _SNAP:
            joined += _join_group(group)
            group = []
        group.append(ruling)
    return joined + _join_group(group)


def _join_group(group: list[Ruling]) -> list[Ruling]:
    at = sum(ruling.at for ruling in group) / len(group) if group else 0.0
    joined: list[Ruling] = []
    for _, start, end in sorted(group, key=lambda ruling: ruling.start):
        if joined and start <= joined[-1].end + _MISS:
            joined[-1] = Ruling(at, joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Ruling(at, start, end))
    return joined


def _split_parts(across: list[Ruling], down: list[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Yield the rulings that hang together, across and down."""
    owner = list(range(len(across) + len(down)))

    def find_owner(number: int) -> int:
        while owner[number] != number:
            owner[number] = owner[owner[number]]
            number = owner[number]
        return number

    places = [ruling.at for ruling in across]
    for number, line in enumerate(down, len(across)):
        first, last = bisect_right(places, line.start - _MISS), bisect_right(places, line.end + _MISS)
        for other in range(first, last):
            if across[other].start - _MISS <= line.at <= across[other].end + _MISS:
                owner[find_owner(other)] = find_owner(number)
    parts: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for number, ruling in enumerate((*across, *down)):
        parts[find_owner(number)][number >= len(across)].append(ruling)
    yield from parts.values()


def _make_grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """Return the grid of rulings that hang together; None for a frame, a line under words, or a single column."""
    if len(across) < 2 or not down:
        return None
    # A table may be open at its sides: its rows' rulings tell how far it goes.
    xs = _list_places([line.at for line in down], [end for line in across for end in (line.start, line.end)])
    ys = sorted({line.at for line in across}, reverse=True)
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MAX_CELLS:
        return None
    return Grid(tuple(xs), tuple(ys), _merge_fields(xs, ys, across, down))


def _list_places(lines: Sequence[float], ends: Sequence[float]) -> list[float]:
    places = sorted(set(lines))
    if min(ends) < places[0] - 2 * _SHORTEST:
        places.insert(0, min(ends))
    if max(ends) > places[-1] + 2 * _SHORTEST:
        places.append(max(ends))
    return places


def _merge_fields(
    xs: list[float], ys: list[float], across: list[Ruling], down: list[Ruling]
) -> dict[tuple[int, int], Cell]:
    """Return the cell over each field: fields with no wall between them are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    walls_down = _list_walls(down)
    walls_across = _list_walls(across)
    group = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def find_group(place: tuple[int, int]) -> tuple[int, int]:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for row, column in group:
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column + 1 < columns and not _has_wall(walls_down, xs[column + 1], middle_y):
            group[find_group((row, column + 1))] = find_group((row, column))
        if row + 1 < rows and not _has_wall(walls_across, ys[row + 1], middle_x):
            group[find_group((row + 1, column))] = find_group((row, column))
    fields: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in group:
        fields[find_group(place)].append(place)
    return {place: cell for places in fields.values() for cell in (_make_cell(places),) for place in places}


def _make_cell(places: list[tuple[int, int]]) -> Cell:
    top, left = min(row for row, _ in places), min(column for _, column in places)
    rows, columns = max(row for row, _ in places) - top + 1, max(column for _, column in places) - left + 1
    return Cell(top, left, rows, columns)


def _list_walls(rulings: Iterable[Ruling]) -> dict[float, list[tuple[float, float]]]:
    walls: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for at, start, end in rulings:
        walls[at].append((start, end))
    return walls


def _has_wall(walls: dict[float, list[tuple[float, float]]], at: float, middle: float) -> bool:
    return any(start <= middle <= end for start, end in walls.get(at, ()))


def list_inner_walls(grid: Grid) -> list[float]:
    """Return the places of the lines between the columns of a grid."""
    return [wall for wall, _ in pairwise(grid.xs)][1:]
