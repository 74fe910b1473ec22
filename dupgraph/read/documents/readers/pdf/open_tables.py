"""Tables of which the head alone has columns, by its shade or frame, and the rows below it only lines between them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dupgraph.read.documents.printed import Word
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid, Ruling
from dupgraph.read.documents.readers.pdf.tables import split_lines

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
# Points: by how much a line may miss the sides of its table, the least height of a row, the least room at a column's.
_MISS = 3.0
_LOWEST = 6.0
_NARROWEST = 5.0
# Lines that the foot of a page may have.
_FOOT = 2


def lengthen_grids(grids: Sequence[Grid], across: Sequence[Ruling], words: Sequence[Word]) -> Iterator[Grid]:
    """Yield a page's grids from its top, each with the rows below it that have lines as wide as itself between them.

    What crosses its columns is no row, but for one line, which heads the rows below it; nor is what holds no words.
    """
    last: Grid | None = None
    for number, grid in enumerate(grids):
        if last and last.ys[-1] <= grid.ys[-1] and last.xs[0] - _MISS <= grid.xs[0] <= last.xs[-1]:
            # The shade of such a line.
            continue
        others = (other.ys[0] for other in grids[number + 1 :] if other.columns == grid.columns)
        last = _lengthen(grid, across, words, next(others, 0.0)) if grid.columns >= _FEWEST_COLUMNS else grid
        yield last


def _lengthen(grid: Grid, across: Sequence[Ruling], words: Sequence[Word], floor: float) -> Grid:
    ys, cells = list(grid.ys), dict(grid.cells)
    left, right = grid.xs[0], grid.xs[-1]
    lines = [at for at, start, end in across if abs(start - left) < _MISS and abs(end - right) < _MISS]
    for at in sorted((at for at in lines if floor < at < ys[-1] - _LOWEST), reverse=True):
        inside = [word for word in words if at < (word.bottom + word.top) / 2 < ys[-1] and left <= word.right <= right]
        walls = _find_walls(grid, split_lines(inside)) if inside else None
        if walls is None:
            break
        row = len(ys) - 1
        for first, end in pairwise((0, *walls, grid.columns)):
            cells |= dict.fromkeys([(row, column) for column in range(first, end)], Cell(row, first, 1, end - first))
        ys.append(at)
    if bottom := _find_cut(grid, words, ys[-1]):
        row = len(ys) - 1
        cells |= {(row, column): Cell(row, column, 1, 1) for column in range(grid.columns)}
        ys.append(bottom)
    return Grid(grid.xs, tuple(ys), cells) if len(ys) - len(grid.ys) >= _FEWEST_ROWS else grid


def _find_cut(grid: Grid, words: Sequence[Word], edge: float) -> float | None:
    """Return where a row ends that the page cuts below its last line: it has several columns, and the foot alone below.

    None where there is none.
    """
    left, right = grid.xs[0], grid.xs[-1]
    below = split_lines([word for word in words if word.top < edge and left <= word.right <= right])
    row: list[list[Word]] = []
    for line in below:
        last = row[-1][0].bottom if row else edge
        if last - line[0].top > _LOWEST + (line[0].top - line[0].bottom) or _find_walls(grid, [line, line]) is None:
            break
        row.append(line)
    several = bool(row) and len({bisect_right(grid.xs, (word.left + word.right) / 2) for word in row[0]}) > 1
    return row[-1][0].bottom - 1 if several and len(below) - len(row) <= _FOOT else None


def _find_walls(grid: Grid, lines: Sequence[Sequence[Word]]) -> list[int] | None:
    """Return the columns between which a row has room, None where several lines leave none somewhere."""
    free = [number for number, wall in enumerate(grid.xs[1:-1], 1) if not any(_crosses(line, wall) for line in lines)]
    return free if len(free) == grid.columns - 1 or len(lines) == 1 else None


def _crosses(line: Sequence[Word], wall: float) -> bool:
    """Say whether words run over the side of a column."""
    before = max((word.right for word in line if word.left < wall), default=None)
    after = min((word.left for word in line if word.left >= wall), default=None)
    if before is None:
        return False
    return before > wall + 1 or (after is not None and after - before < _NARROWEST)
