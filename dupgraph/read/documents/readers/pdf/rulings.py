"""The rulings of a page and the grids that they make: straight from the boxes of the paths that are drawn."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, c_float
from itertools import pairwise, repeat
from typing import NamedTuple, TypeVar

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import list_addresses

Key = TypeVar("Key")
# A page with more is a drawing: a map, a chart.
MAX_PATHS = 20_000
MAX_CELLS = 20_000
# Lengths in points. A ruling is thinner than a line of text is high; rulings that meet may miss each other a little.
_THICKEST = 4.0
_SHORTEST = 6.0
_MISS = 3.0
_SNAP = 2.5
# Points: the sides of a list's mark that is drawn, and by how much they may differ.
_MARK = (1.5, 6.0)
_UNEVEN = 0.6
# Cells of a frame around others, itself included.
_MOST_FRAMED = 3
# Segments of a path that draws one line, or one frame.
_FRAME = 5
# Where pdfium puts the sides of an object: left, bottom, right, top.
_box = (c_float * 4)()
_sides = list_addresses(_box)


class Ruling(NamedTuple):
    """A straight line along x or y: where it stands on the other axis, and from where to where it goes."""

    at: float
    start: float
    end: float


class Cell(NamedTuple):
    """One cell of a grid: its first row and column (from 0, from the top left), and how many it takes."""

    row: int
    column: int
    rows: int
    columns: int


class Grid(NamedTuple):
    """A table's lines: ``xs`` from left to right, ``ys`` from top to bottom, and the cell over each field of these.

    Where none are drawn, ``pitch`` is the most that lines of one row are apart, else it is 0; and ``sure`` says whether
    all its rows fill all columns from their first lines on.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: dict[tuple[int, int], Cell]
    pitch: float = 0.0
    sure: bool = True

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


def list_objects(page: int) -> list[int]:
    """Return the objects that a page draws, as addresses: no more than one too many."""
    return list(map(library.find_object, repeat(page), range(min(library.count_objects(page), MAX_PATHS + 1))))


def list_boxes(objects: Iterable[int]) -> Iterator[tuple[int, Box]]:
    """Yield what a page draws with its box, without what has none."""
    for found in objects:
        if library.find_bounds(found, *_sides):
            left, bottom, right, top = _box
            yield found, Box(left, right, bottom, top)


def list_marks(paths: Iterable[int]) -> list[Box]:
    """Return the boxes of what may be the marks of a list: browsers draw these, small discs and squares."""
    return [
        box
        for _, box in list_boxes(paths)
        if _MARK[0] <= box.right - box.left <= _MARK[1] and abs(box.right - box.left - box.height) <= _UNEVEN
    ]


def find_rulings(paths: Sequence[int]) -> tuple[list[Ruling], list[Ruling]]:
    """Return the rulings across and down a page that its paths draw, those that touch as one."""
    across, down = _list_rulings(paths)
    return _join_rulings(across), _join_rulings(down)


def find_grids(across: list[Ruling], down: list[Ruling]) -> list[Grid]:
    """Return the grids of two columns or more that a page's rulings make, from the top of the page."""
    if not across or not down:
        return []
    grids = [_make_grid(*part) for part in _split_parts(across, down)]
    found = [grid for grid in grids if grid is not None]
    return sorted(found, key=lambda grid: (-grid.ys[0], grid.xs[0]))


def _list_rulings(paths: Sequence[int]) -> tuple[list[Ruling], list[Ruling]]:
    """Return the rulings across and down the page that its paths draw."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for left, right, bottom, top in _list_straight(paths):
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


def _list_straight(paths: Sequence[int]) -> Iterator[Box]:
    for path in paths:
        segments = library.count_segments(path)
        yield from _list_segments(path, segments) if segments > _FRAME else (box for _, box in list_boxes((path,)))


def _list_segments(path: int, count: int) -> Iterator[Box]:
    """Yield the boxes of the straight segments of one path that draws many."""
    matrix = (c_float * 6)()
    library.find_object_matrix(path, addressof(matrix))
    a, b, c, d, e, f = matrix
    point = (c_float * 2)()
    place = list_addresses(point)
    last = first = (0.0, 0.0)
    for number in range(min(count, MAX_PATHS)):
        segment = library.find_segment(path, number)
        library.find_point(segment, *place)
        x, y = point
        here = (a * x + c * y + e, b * x + d * y + f)
        kind = library.find_segment_kind(segment)
        if kind == library.MOVE_TO:
            first = here
        elif kind == library.LINE_TO:
            yield _make_box(last, here)
        if library.is_closing(segment):
            yield _make_box(here, first)
        last = here


def _make_box(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (left, right), (bottom, top) = map(sorted, zip(one, other, strict=True))
    return Box(left, right, bottom, top)


def _join_rulings(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Return the rulings with those on one line snapped to one place, and those that touch made one.

    Lines closer than that may be of two tables, one below the other: they part where most room is between them.
    """
    joined: list[Ruling] = []
    group: list[Ruling] = []
    for ruling in sorted(rulings):
        group.append(ruling)
        while group[-1].at - group[0].at > _SNAP:
            cut = max(range(1, len(group)), key=lambda number: (group[number].at - group[number - 1].at, number))
            joined += _join_group(group[:cut])
            group = group[cut:]
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
    owner = {number: number for number in range(len(across) + len(down))}
    places = [ruling.at for ruling in across]
    for number, line in enumerate(down, len(across)):
        first, last = bisect_right(places, line.start - _MISS), bisect_right(places, line.end + _MISS)
        for other in range(first, last):
            if across[other].start - _MISS <= line.at <= across[other].end + _MISS:
                owner[_find_root(owner, other)] = _find_root(owner, number)
    parts: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for number, ruling in enumerate((*across, *down)):
        parts[_find_root(owner, number)][number >= len(across)].append(ruling)
    yield from parts.values()


def _find_root(parents: dict[Key, Key], item: Key) -> Key:
    """Return what stands for all that an item hangs together with (union-find, the way to it halved as it is gone)."""
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


def _make_grid(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """Return the grid of rulings that hang together; None for frames, a line under words, or a single column."""
    # Of three sides and more one alone may close a row that pages cut.
    cut = len(down) > 2
    if not across or not down or (len(across) < 2 and not cut):
        return None
    # A table may be open at its sides, or where a page's end cuts it: the other rulings tell how far it goes.
    xs = _list_places([line.at for line in down], across)
    ys = _list_places([line.at for line in across], down if cut else [])[::-1]
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MAX_CELLS:
        return None
    cells = _merge_fields(xs, ys, across, down)
    return None if _is_frame(cells, len(ys) - 1, len(xs) - 1) else Grid(tuple(xs), tuple(ys), cells)


def _is_frame(cells: dict[tuple[int, int], Cell], rows: int, columns: int) -> bool:
    """Say whether one cell goes all around few others: a shaded title has its number in a shade of its own."""
    found = set(cells.values())
    return len(found) <= _MOST_FRAMED and any(cell[2:] == (rows, columns) for cell in found)


def _list_places(lines: Sequence[float], crossing: Sequence[Ruling]) -> list[float]:
    places = sorted(set(lines))
    ends = [end for line in crossing for end in (line.start, line.end)] or places
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
    for row, column in group:
        middle_x, middle_y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        if column + 1 < columns and not _has_wall(walls_down, xs[column + 1], middle_y):
            group[_find_root(group, (row, column + 1))] = _find_root(group, (row, column))
        if row + 1 < rows and not _has_wall(walls_across, ys[row + 1], middle_x):
            group[_find_root(group, (row + 1, column))] = _find_root(group, (row, column))
    fields: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place in group:
        fields[_find_root(group, place)].append(place)
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
