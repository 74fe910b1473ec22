"""Tables of which some rows alone are drawn: the head above rows with lines between them, or every other row shaded."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

from dupgraph.read.documents.printed import Word
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid, Ruling
from dupgraph.read.documents.readers.pdf.tables import find_height, find_middle, take_words

_Lines = Sequence[list[Word]]

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
# Points: by how much a line may miss the sides of its table, the least height of a row, the least room at a column's.
_MISS = 3.0
_LOWEST = 6.0
_NARROWEST = 5.0
# Of the distance from line to line: more is between rows.
_BETWEEN_ROWS = 1.25
# Lines that the foot of a page may have.
_FOOT = 2


def complete_grids(grids: Sequence[Grid], across: Sequence[Ruling], lines: _Lines) -> list[Grid]:
    """Return a page's grids from its top, with the rows among its lines that are not drawn as those are."""
    longer = list(_lengthen_grids(list(_join_stripes(grids, lines)), across, lines))
    floors = (max((other.ys[0] for other in longer if other.ys[0] <= grid.ys[-1]), default=0.0) for grid in longer)
    return list(map(_add_plain, longer, repeat(lines), floors))


def _join_stripes(grids: Sequence[Grid], lines: _Lines) -> Iterator[Grid]:
    """Yield a page's grids from its top, those that are shaded rows of one table as one, with the rows between them.

    They share their columns, and what stands between two of them is a row.
    """
    last: Grid | None = None
    for grid in grids:
        joined = _join_stripe(last, grid, lines) if last else None
        if last and not joined:
            yield last
        last = joined or grid
    if last:
        yield last


def _join_stripe(upper: Grid, lower: Grid, lines: _Lines) -> Grid | None:
    """Return two grids as one, with the row between them; None where they are not of one table."""
    top, bottom = upper.ys[-1], lower.ys[0]
    same = len(upper.xs) == len(lower.xs) and all(abs(a - b) < _MISS for a, b in zip(upper.xs, lower.xs, strict=True))
    if not same or upper.columns < _FEWEST_COLUMNS or top - bottom < _LOWEST:
        return None
    lines = take_words(_take_between(lines, bottom, top), lambda word: _is_within(upper, word))
    # What stands right of the first column alone is the rest of a row that a page cuts, below the head.
    begun = lines and (_begins_row(upper, lines[0]) or min(line[0].left for line in lines) > upper.xs[1])
    if not begun or not _are_close(lines, top, bottom):
        return None
    if any(_find_walls(upper, [line, line]) is None for line in lines):
        return None
    row = len(upper.ys) - 1
    cells = upper.cells | {(row, column): Cell(row, column, 1, 1) for column in range(upper.columns)}
    cells |= {(r + row + 1, c): cell._replace(row=cell.row + row + 1) for (r, c), cell in lower.cells.items()}
    return Grid(upper.xs, (*upper.ys, *lower.ys), cells)


def _add_plain(grid: Grid, lines: _Lines, floor: float) -> Grid:
    """Return a grid with the plain rows close below it and, at the head of a page, above it: those of a striped table.

    At ``floor`` the next grid begins. What stands in them is set as it is in the grid's own columns.
    """
    if grid.columns < _FEWEST_COLUMNS:
        return grid
    high, low = grid.ys[0], grid.ys[-1]
    own = take_words(lines, lambda word: _is_within(grid, word))
    inside = take_words(own, lambda word: low <= word.middle <= high)
    if not inside or sum(map(len, own)) == sum(map(len, inside)):
        return grid
    edges = _list_edges(grid, inside)
    reach = _find_reach(grid, inside)
    below = take_words(own, lambda word: floor < word.middle and word.top < low)
    last, head = inside[-1], not grid.ys[1:-1]
    while below:
        if named := head and _names_rows(grid, below[0], edges):
            last = below[0]
        wider = _add_row(grid, [last], grid.columns) if named else grid
        row = _take_row(wider, last, below[named:], edges, reach)
        if not (row and _begins_row(grid, row[0])):
            break
        grid = _add_row(wider, row, 1)
        last, below = row[-1], below[named + len(row) :]
    above = take_words(lines, lambda word: word.bottom > high)[::-1]
    row = _take_row(grid, inside[0], above, edges, reach)
    if row and len(above) - len(row) <= _FOOT and row[0][0].left > grid.xs[1]:
        # The rest of a row that the end of the page before cuts.
        cells = {(0, column): Cell(0, column, 1, 1) for column in range(grid.columns)}
        cells |= {(r + 1, c): cell._replace(row=cell.row + 1) for (r, c), cell in grid.cells.items()}
        grid = Grid(grid.xs, (row[-1][0].top + 1, *grid.ys), cells)
    return grid


def _add_row(grid: Grid, row: Sequence[Sequence[Word]], columns: int) -> Grid:
    """Return a grid with a row below it whose cells take so many columns each."""
    number = len(grid.ys) - 1
    cells = {(number, at): Cell(number, at // columns * columns, 1, columns) for at in range(grid.columns)}
    return Grid(grid.xs, (*grid.ys, row[-1][0].bottom - 1), grid.cells | cells)


def _names_rows(grid: Grid, line: Sequence[Word], edges: Sequence[Sequence[float]]) -> bool:
    """Say whether a line that begins where the first column does runs over others, not up to the end: it heads rows."""
    begins = any(abs(edge - line[0].left) < _MISS for edge in edges[0])
    close = grid.ys[-1] - max(word.top for word in line) <= 2 * find_height(line) + _LOWEST
    short = line[-1].right < grid.xs[-2]
    return begins and close and short and _crosses(line, grid.xs[1])


def _find_reach(grid: Grid, lines: Sequence[Sequence[Word]]) -> float:
    """Return how far the first line of a row is from the last one of that above it, at most."""
    middles = [find_middle(line) for line in lines]
    rows = [sum(y > middle for y in grid.ys) for middle in middles]
    steps = zip(pairwise(middles), pairwise(rows), strict=True)
    return max((upper - lower for (upper, lower), (one, other) in steps if one != other), default=0.0)


def _take_row(
    grid: Grid, last: list[Word], lines: Sequence[list[Word]], edges: Sequence[Sequence[float]], reach: float
) -> list[list[Word]]:
    """Return the lines next to the ``last`` one of a grid, nearest first, that are a row set as its columns are.

    ``reach`` is how far apart lines of two rows are, 0 where nobody knows. None where those next to them are close,
    too, and set otherwise: they are of a text.
    """
    row: list[list[Word]] = []
    height = find_height(last)
    for line in lines:
        step = abs(find_middle(row[-1] if row else last) - find_middle(line))
        room = min(abs(edge - find_middle(line)) for edge in (grid.ys[0], grid.ys[-1]))
        if row and (step > 2 * height + _LOWEST or step >= reach - 1 > 0):
            break
        pitch = find_middle(row[0]) - find_middle(row[1]) if len(row) > 1 else 0.0
        if step > _BETWEEN_ROWS * pitch > 0 and _opens_row(grid, line):
            break
        if not row and step > reach + 1 and room > 1.5 * max(height, find_height(line)) + _LOWEST:
            break
        if _find_walls(grid, [line, line]) is None or not _is_set(grid, line, edges):
            return []
        row.append(line)
    return row


def _list_edges(grid: Grid, lines: Sequence[Sequence[Word]]) -> list[list[float]]:
    """Return where the words of each column begin and end in its lines."""
    edges: list[list[float]] = [[] for _ in range(grid.columns)]
    for line in lines:
        for column, own in _part_line(grid, line).items():
            edges[column] += (own[0].left, own[-1].right)
    return edges


def _is_set(grid: Grid, line: Sequence[Word], edges: Sequence[Sequence[float]]) -> bool:
    """Say whether a line begins or ends in each of its columns where other lines do."""
    return all(
        any(abs(edge - side) < _MISS for edge in edges[column] for side in (own[0].left, own[-1].right))
        for column, own in _part_line(grid, line).items()
    )


def _part_line(grid: Grid, line: Sequence[Word]) -> dict[int, list[Word]]:
    parts: dict[int, list[Word]] = {}
    for word in line:
        column = bisect_right(grid.xs, (word.left + word.right) / 2) - 1
        parts.setdefault(min(max(column, 0), grid.columns - 1), []).append(word)
    return parts


def _take_between(lines: _Lines, low: float, high: float) -> list[list[Word]]:
    return take_words(lines, lambda word: low < word.middle < high)


def _is_within(grid: Grid, word: Word) -> bool:
    return grid.xs[0] <= word.right <= grid.xs[-1]


def _begins_row(grid: Grid, line: Sequence[Word]) -> bool:
    """Say whether a line has words in several columns."""
    return len({bisect_right(grid.xs, (word.left + word.right) / 2) for word in line}) > 1


def _opens_row(grid: Grid, line: Sequence[Word]) -> bool:
    return line[0].left < grid.xs[1] and _begins_row(grid, line)


def _are_close(lines: Sequence[Sequence[Word]], top: float, bottom: float) -> bool:
    """Say whether lines fill the room between two rows, and are one row: none stands apart from the one above it."""
    edges = [(top, max(word.top for word in lines[0]))]
    edges += [(min(w.bottom for w in one), max(w.top for w in other)) for one, other in pairwise(lines)]
    edges.append((min(word.bottom for word in lines[-1]), bottom))
    height = find_height(lines[0])
    return all(above - below <= _LOWEST + height for above, below in edges)


def _lengthen_grids(grids: Sequence[Grid], across: Sequence[Ruling], lines: _Lines) -> Iterator[Grid]:
    """Yield a page's grids from its top, each with the rows below it that have lines as wide as itself between them.

    What crosses its columns is no row, but for one line, which heads the rows below it; nor is what holds no words.
    """
    last: Grid | None = None
    for number, grid in enumerate(grids):
        if last and last.ys[-1] <= grid.ys[-1] and last.xs[0] - _MISS <= grid.xs[0] <= last.xs[-1]:
            # The shade of such a line.
            continue
        # One of other columns, as wide, is a table of its own, too.
        others = (
            other.ys[0]
            for other in grids[number + 1 :]
            if other.columns == grid.columns
            or (other.columns >= _FEWEST_COLUMNS and _are_as_wide(grid.xs[0], grid.xs[-1], other.xs[0], other.xs[-1]))
        )
        last = _lengthen(grid, across, lines, next(others, 0.0)) if grid.columns >= _FEWEST_COLUMNS else grid
        yield last


def _are_as_wide(left: float, right: float, start: float, end: float) -> bool:
    return abs(start - left) < _MISS and abs(end - right) < _MISS


def _lengthen(grid: Grid, across: Sequence[Ruling], lines: _Lines, floor: float) -> Grid:
    ys, cells = list(grid.ys), dict(grid.cells)
    left, right = grid.xs[0], grid.xs[-1]
    below = take_words(lines, lambda word: word.middle < grid.ys[-1] and _is_within(grid, word))
    edges = [at for at, start, end in across if _are_as_wide(left, right, start, end)]
    for at in sorted((at for at in edges if floor < at < ys[-1] - _LOWEST), reverse=True):
        inside = _take_between(below, at, ys[-1])
        walls = _find_walls(grid, inside) if inside else None
        if walls is None:
            break
        row = len(ys) - 1
        for first, end in pairwise((0, *walls, grid.columns)):
            cells |= dict.fromkeys([(row, column) for column in range(first, end)], Cell(row, first, 1, end - first))
        ys.append(at)
    if bottom := _find_cut(grid, below, ys[-1]):
        row = len(ys) - 1
        cells |= {(row, column): Cell(row, column, 1, 1) for column in range(grid.columns)}
        ys.append(bottom)
    return Grid(grid.xs, tuple(ys), cells) if len(ys) - len(grid.ys) >= _FEWEST_ROWS else grid


def _find_cut(grid: Grid, lines: _Lines, edge: float) -> float | None:
    """Return where a row ends that the page cuts below its last line: it has several columns, and the foot alone below.

    None where there is none.
    """
    below = take_words(lines, lambda word: word.top < edge)
    row: list[list[Word]] = []
    for line in below:
        last = row[-1][0].bottom if row else edge
        if last - line[0].top > _LOWEST + line[0].height or _find_walls(grid, [line, line]) is None:
            break
        row.append(line)
    several = bool(row) and _begins_row(grid, row[0])
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
