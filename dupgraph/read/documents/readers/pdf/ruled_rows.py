"""Tables with lines between their rows alone: columns by the gaps that all rows share."""

from collections import Counter
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
# A row of more lines is one of three columns and more, of which one has no more than this share of them.
_FEW_LINES = 1 / 3
# Of its line's height, how high a row is at most that names those below it, and of their width how much it leaves free.
_LOW = 2.5
_SHORTER = 0.1
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
        is_row = low > 0 and _may_be_row(row)
        plain = _leave_across(run, rulings[0])
        across = is_row and high - low <= _LOW * find_height(row[0]) and _goes_across(plain, row, rulings[0])
        if run and not across and not (is_row and _find_gaps([(plain or run)[-1], row])):
            yield run, row
            run = []
        if is_row:
            run = [*(run or _take_head(lines, high)), row]


def _may_be_row(lines: _Row) -> bool:
    """Say whether what stands between two lines is a row, not a page's text between the lines at its head and foot."""
    if len(lines) <= _MOST_LINES:
        return len(lines) > 0
    gaps = _find_gaps([lines])
    filled = Counter(column for line in lines for column in _list_columns(line, gaps))
    return len(gaps) > 1 and min(filled.values()) <= _FEW_LINES * max(filled.values())


def _leave_across(rows: Sequence[_Row], ruling: Ruling) -> list[_Row]:
    """Return the rows without those that name others."""
    whole = [row for row in rows if _find_gaps([row])]
    return [row for row in rows if not _goes_across(whole, row, ruling)]


def _goes_across(rows: Sequence[_Row], row: _Row, ruling: Ruling) -> bool:
    """Say whether a row names those below it: a line that goes across columns, and not up to the end as text does."""
    if len(row) > 1 or _find_gaps([row]) or row[0][-1].right > ruling.end - _SHORTER * (ruling.end - ruling.start):
        return False
    return len(_find_gaps([*rows, row])) < len(_find_gaps(rows))


def _take_head(lines: _Row, edge: float) -> list[_Row]:
    """Return the last line above the first ruling of a table, if it stands near enough to be its head."""
    above = [line for line in lines if line[0].middle > edge]
    near = above and min(word.bottom for word in above[-1]) - edge <= _NEAR * find_height(above[-1])
    return [[above[-1]]] if near else []


def _make_grid(rows: list[_Row], below: _Row, ruling: Ruling) -> Grid | None:
    """Return the table of some rows, and of that ``below`` the last line; None where they share no columns."""
    plain = _leave_across(rows, ruling)
    rows = rows[rows.index(plain[0]) :] if plain else []
    gaps = _find_gaps(plain)
    if len(plain) > _FEWEST_ROWS and len(others := _find_gaps(plain[1:])) > len(gaps):
        # What stands above is no row of it.
        plain, gaps = plain[1:], others
        rows = rows[rows.index(plain[0]) :]
    columns = len(gaps) + 1
    if plain and (last := _take_last(plain, below, gaps)):
        plain, rows = [*plain, last], [*rows, last]
        gaps = _find_gaps(plain)
    if not gaps or len(plain) < _FEWEST.get(columns, _FEWEST_ROWS):
        return None
    filled = [_list_columns([word for line in row for word in line], gaps) for row in plain]
    # The first row of a page may be the rest of one that the page before cuts.
    whole = [own for number, own in enumerate(filled) if number > 1 or len(own) > 1 or 0 in own]
    if sum(map(len, whole)) < _FILLED * columns * len(whole) or min(map(len, whole), default=0) < _FEWEST_ROWS:
        return None
    bottoms = [min(word.bottom for line in row for word in line) for row in rows]
    tops = [max(word.top for line in row for word in line) for row in rows]
    between = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    xs = (ruling.start - _MISS, *((left + right) / 2 for left, right in gaps), ruling.end + _MISS)
    ys = (tops[0] + 1, *between, bottoms[-1] - 1)
    cells = {
        (number, column): Cell(number, column, 1, 1) if row in plain else Cell(number, 0, 1, columns)
        for number, row in enumerate(rows)
        for column in range(columns)
    }
    return Grid(xs, ys, cells)


def _take_last(rows: Sequence[_Row], below: _Row, gaps: Sequence[_Gap]) -> _Row:
    """Return the lines below the last line that are a row, with words in all columns."""
    last: _Row = []
    bottom = min((word.bottom for word in rows[-1][-1]), default=0.0)
    for line in below:
        far = bottom - max(word.top for word in line) > (_NEAR if last else _FAR) * find_height(line)
        if far or len(_find_gaps([*rows, [*last, line]])) < len(gaps):
            break
        last.append(line)
        bottom = min(word.bottom for word in line)
    filled = _list_columns([word for line in last for word in line], gaps)
    return last if len(filled) > len(gaps) else []


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
