"""Tables with lines between their rows alone: columns by the gaps that all rows share."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dupgraph.read.documents.printed import Word
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid, Ruling
from dupgraph.read.documents.readers.pdf.tables import find_height, take_words

# Points: by how much lines of one table begin and end elsewhere, the least room between columns, and the shortest line.
_MISS = 3.0
_NARROWEST = 5.0
_SHORTEST = 100.0
# Of a line's height, how far above the first line its head stands at most, and from row to row the last one below.
_NEAR = 1.0
_FAR = 2.5
# Rows of a table of so many columns; a row of more lines is a page's text between the lines at its head and foot.
_FEWEST = {2: 3}
_FEWEST_ROWS = 2
_MOST_LINES = 12
# Of the cells, how many are filled.
_FILLED = 0.75

_Row = list[list[Word]]
_Gap = tuple[float, float]


def list_stretches(across: Sequence[Ruling]) -> list[list[Ruling]]:
    """Return the rulings, from the top, of each stretch of a page's width that several are drawn over."""
    stretches: list[list[Ruling]] = []
    for ruling in sorted(across, key=lambda ruling: -ruling.at):
        if ruling.end - ruling.start < _SHORTEST:
            continue
        own = next((one for one in stretches if _are_as_wide(one[0], ruling)), None)
        if own is None:
            stretches.append([ruling])
        else:
            own.append(ruling)
    return [own for own in stretches if len(own) > 1]


def find_ruled_rows(stretches: Sequence[Sequence[Ruling]], lines: _Row, grids: Sequence[Grid]) -> list[Grid]:
    """Return the tables that rulings between rows make of a page's lines outside its other ``grids``."""
    return [
        grid
        for rulings in stretches
        for rows, below in _list_runs(rulings, lines)
        if (grid := _make_grid(rows, below, rulings[0])) and not any(_overlap(grid, other) for other in grids)
    ]


def _list_runs(rulings: Sequence[Ruling], lines: _Row) -> Iterator[tuple[list[_Row], _Row]]:
    """Yield the rows between lines, and the one above the first, that follow one another, and the lines below them."""
    left, right = rulings[0].start - _MISS, rulings[0].end + _MISS
    lines = take_words(lines, lambda word: left <= word.left and word.right <= right)
    edges = [ruling.at for ruling in rulings]
    run: list[_Row] = []
    for high, low in pairwise([*edges, 0.0]):
        row = [line for line in lines if low < line[0].middle < high]
        if run and (not 0 < len(row) <= _MOST_LINES or low == 0 or not _find_gaps([run[-1], row])):
            yield run, row
            run = []
        elif 0 < len(row) <= _MOST_LINES:
            run = [*(run or _take_head(lines, high)), row]


def _take_head(lines: _Row, edge: float) -> list[_Row]:
    """Return the last line above the first ruling of a table, if it stands near enough to be its head."""
    above = [line for line in lines if line[0].middle > edge]
    near = above and min(word.bottom for word in above[-1]) - edge <= _NEAR * find_height(above[-1])
    return [[above[-1]]] if near else []


def _make_grid(rows: list[_Row], below: _Row, ruling: Ruling) -> Grid | None:
    """Return the table of some rows, and of that ``below`` the last line; None where they share no columns."""
    gaps = _find_gaps(rows)
    if len(rows) > _FEWEST_ROWS and len(others := _find_gaps(rows[1:])) > len(gaps):
        # What stands above is no row of it.
        rows, gaps = rows[1:], others
    columns = len(gaps) + 1
    if last := _take_last(rows, below, gaps):
        rows = [*rows, last]
        gaps = _find_gaps(rows)
    if not gaps or len(rows) < _FEWEST.get(columns, _FEWEST_ROWS):
        return None
    filled = [_list_columns([word for line in row for word in line], gaps) for row in rows]
    if sum(map(len, filled)) < _FILLED * columns * len(rows) or min(map(len, filled)) < _FEWEST_ROWS:
        return None
    bottoms = [min(word.bottom for line in row for word in line) for row in rows]
    tops = [max(word.top for line in row for word in line) for row in rows]
    between = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    xs = (ruling.start - _MISS, *((left + right) / 2 for left, right in gaps), ruling.end + _MISS)
    ys = (tops[0] + 1, *between, bottoms[-1] - 1)
    cells = {(row, column): Cell(row, column, 1, 1) for row in range(len(rows)) for column in range(columns)}
    return Grid(xs, ys, cells)


def _take_last(rows: Sequence[_Row], below: _Row, gaps: Sequence[_Gap]) -> _Row:
    """Return the lines below the last line that are a row: its first has words in all columns, the others go on."""
    last: _Row = []
    bottom = min((word.bottom for word in rows[-1][-1]), default=0.0)
    for line in below:
        height = find_height(line)
        far = bottom - max(word.top for word in line) > (_NEAR if last else _FAR) * height
        begun = last or len(_list_columns(line, gaps)) > len(gaps)
        if far or not begun or len(_find_gaps([*rows, [*last, line]])) < len(gaps):
            break
        last.append(line)
        bottom = min(word.bottom for word in line)
    return last


def _list_columns(words: Sequence[Word], gaps: Sequence[_Gap]) -> set[int]:
    return {sum(left <= word.left for _, left in gaps) for word in words}


def _find_gaps(rows: Sequence[_Row]) -> list[_Gap]:
    """Return the room that all lines of all rows leave, between words."""
    lines = [line for row in rows for line in row]
    if not lines:
        return []
    spans = sorted((word.left, word.right) for line in lines for word in line)
    gaps: list[_Gap] = []
    end = spans[0][1]
    for left, right in spans:
        if left - end >= _NARROWEST:
            gaps.append((end, left))
        end = max(end, right)
    return gaps


def _are_as_wide(one: Ruling, other: Ruling) -> bool:
    return abs(one.start - other.start) < _MISS and abs(one.end - other.end) < _MISS


def _overlap(one: Grid, other: Grid) -> bool:
    across = one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1]
    return across and one.ys[-1] < other.ys[0] and other.ys[-1] < one.ys[0]
