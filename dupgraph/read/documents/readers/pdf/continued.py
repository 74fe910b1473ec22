"""Tables that go on over a page's end: their parts are one table, the heads that pages repeat furniture."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dupgraph.language.phrases import is_unfinished
from dupgraph.read.documents.printed import Box, Line, enclose
from dupgraph.read.documents.readers.pdf.rulings import Grid
from dupgraph.read.documents.readers.pdf.tables import Table

_ENDINGS = ".;:!?…»”)"
# What may stand between two parts of one table: the foot of a page, the head of the next.
_MOST_BETWEEN = 4
# What ends a sentence, and points by which a title is larger than what stands in a table.
_STOPS = ".;:"
_LARGER = 0.6
_NUMBER = re.compile(r"\d+")
# Pages that have a running head.
_FEWEST = 2
# The number of an item within a cell: "5.3", "2)".
_COUNT = re.compile(r"((?:\d{1,2}\.)*)(\d{1,2})[.)]?\s+\S")
_SAME_PLACE = 4.0
# Rows by whose labels cards of one form are known.
_LABELS = 3
# Of a page's height: what ends or begins as near to its edge leaves no room for a row.
_EDGE = 0.2


def share_walls(pages: list[list[Line | Table]], heights: Sequence[float]) -> None:
    """Set both parts of each table that a page's end cuts in the columns of that which has more of them.

    Where one part's rows are merged across, it has fewer lines. ``heights`` are those of the pages.
    """
    ends = [[place for place, item in enumerate(items) if isinstance(item, Table)] for items in pages]
    counts = _count_pages(pages)
    for number in (*range(len(pages) - 1), *reversed(range(len(pages) - 1))):
        if not ends[number] or not ends[number + 1]:
            continue
        places = (number, ends[number][-1]), (number + 1, ends[number + 1][0])
        upper, lower = (pages[page][place] for page, place in places)
        if not (isinstance(upper, Table) and isinstance(lower, Table)):
            continue
        around = (*pages[number][ends[number][-1] + 1 :], *pages[number + 1][: ends[number + 1][0]])
        between = [item for item in around if isinstance(item, Line)]
        if _are_cut(upper.grid, lower.grid, heights[number]) and not _part_tables(between, upper, counts):
            for (page, place), table, other in zip(places, (upper, lower), (lower, upper), strict=True):
                pages[page][place] = _set_in_columns(table, other.grid.xs)


def _are_cut(upper: Grid, lower: Grid, height: float) -> bool:
    """Say whether one grid ends a page (of such a height) and the other begins the next."""
    return upper.ys[-1] < _EDGE * height and lower.ys[0] > (1 - _EDGE) * height


def _set_in_columns(table: Table, xs: tuple[float, ...]) -> Table:
    """Return a table in the columns between ``xs``, where these are its own and others within them."""
    own = table.grid.xs
    columns = [number for number, x in enumerate(xs) if any(abs(x - side) < _SAME_PLACE for side in own)]
    if table.grid.pitch or not len(own) == len(columns) < len(xs) or (columns[0], columns[-1]) != (0, len(xs) - 1):
        return table
    rows = tuple(tuple(_set_in_column(line, columns) for line in row) for row in table.rows)
    return Table(table.grid._replace(xs=xs), rows)


def _set_in_column(line: Line, columns: Sequence[int]) -> Line:
    table, row, first, rows, count = line.cell or (0, 0, 0, 1, 1)
    return line._replace(cell=(table, row, columns[first], rows, columns[first + count] - columns[first]))


def number_tables(pages: list[list[Line | Table]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the pages' lines with their tables numbered; one that goes on over a page's end is one table.

    ``heights`` are those of the pages.

    A header row that a page repeats is marked as repeated, and the row that it repeats as a header.
    """
    count = -1
    last: _Open | None = None
    counts = _count_pages(pages)
    done: list[list[Line]] = []
    for items in pages:
        lines: list[Line] = []
        for item in items:
            if isinstance(item, Line):
                lines.append(item)
                if last is not None:
                    last.between.append(item)
                continue
            if last is not None and last.page < len(done) and last.is_continued(item, heights[len(done)], counts):
                lines += last.add_part(item)
            else:
                count += 1
                last = _Open(count, item, done, len(done))
                lines += last.add_first()
            last.between, last.page = [], len(done)
        done.append(lines)
    return done


def _part_tables(between: Sequence[Line], table: Table, counts: Mapping[str, int]) -> bool:
    """Say whether a title or a sentence, which no other page has, stands below a table and above the next one."""
    size = max((line.size or 0.0 for row in table.rows for line in row), default=0.0)
    return any(
        (line.text.rstrip()[-1:] in _STOPS or (line.size or 0.0) > size + _LARGER) and counts[_make_key(line)] < _FEWEST
        for line in between
        if any(map(str.isalpha, line.text))
    )


def _count_pages(pages: Iterable[Iterable[Line | Table]]) -> Counter[str]:
    """Return on how many pages each line stands, whatever numbers are in it."""
    return Counter(key for items in pages for key in {_make_key(item) for item in items if isinstance(item, Line)})


def _make_key(line: Line) -> str:
    return _NUMBER.sub("0", line.text.strip())


class _Open:
    """A table that may go on on the next page."""

    def __init__(self, number: int, table: Table, done: list[list[Line]], page: int) -> None:
        self.number = number
        self.first = self.table = table
        self.page = self.first_page = page
        self.between: list[Line] = []
        self.offset = 0
        self.heads = _list_heads(table)
        self.opening = _find_opening(table.rows)
        self._done = done

    def is_continued(self, other: Table, height: float, counts: Mapping[str, int]) -> bool:
        """Say whether ``other``, on the next page, is this table's next part: the same columns, nothing between.

        A card that opens with the same label is another one, whatever title it has.
        Where no lines are drawn, its head must stand again, or the one fill its page to the end and the other begin it.
        """
        mine, its = self.table.grid, other.grid
        if len(self.between) > _MOST_BETWEEN or mine.columns != its.columns:
            return False
        again = _read_row(other.rows[0]) == self.heads[0]
        another = _open_alike(self.opening, _find_opening(other.rows)) or _have_labels_again(self.first, other)
        another = another or _part_tables(self.between, self.table, counts)
        if another or (not again and bool(mine.pitch) != bool(its.pitch)):
            return False
        if not mine.pitch and not its.pitch:
            return all(abs(a - b) < _SAME_PLACE for a, b in zip(mine.xs, its.xs, strict=True))
        over = _are_cut(mine, its, height) and not _is_head(other)
        return (again or over) and _are_aligned(self.table, other)

    def add_first(self) -> list[Line]:
        """Return the lines of the table's first part."""
        return self._number_rows(self.table.rows, 0)

    def add_part(self, other: Table) -> list[Line]:
        """Return the lines of the table's next part, whose rows go on counting."""
        rows = list(other.rows)
        lines: list[Line] = []
        repeated = [head == _read_row(row) for head, row in zip(self.heads, rows, strict=False)]
        if len(rows) > 1 and repeated[0]:
            count = len(repeated) if all(repeated) and len(repeated) < len(rows) else 1
            lines += [line._replace(repeated=True, cell=None) for row in rows[:count] for line in row]
            del rows[:count]
            self._mark_heads(count)
        goes_on = bool(rows) and _goes_on(self.table.rows[-1], rows[0])
        first = min((line.cell[1] for line in rows[0] if line.cell), default=0) if rows else 0
        self.offset = self._find_last() + (0 if goes_on else 1) - first
        if goes_on:
            rows[0] = tuple(line._replace(goes_on=True) for line in rows[0])
        lines += self._number_rows(rows, self.offset)
        self.table = Table(other.grid, tuple(rows) or self.table.rows)
        return lines

    def _find_last(self) -> int:
        return self.offset + max(line.cell[1] for row in self.table.rows for line in row if line.cell)

    def _number_rows(self, rows: Sequence[Sequence[Line]], offset: int) -> list[Line]:
        return [
            line._replace(cell=(self.number, line.cell[1] + offset, *line.cell[2:]))
            for row in rows
            for line in row
            if line.cell
        ]

    def _mark_heads(self, count: int) -> None:
        """Say of the table's first rows, so many, that they are its header."""
        page = self._done[self.first_page]
        for place, line in enumerate(page):
            if line.cell and line.cell[0] == self.number and line.cell[1] < count:
                page[place] = line._replace(header=True)


def _list_heads(table: Table) -> list[tuple[tuple[int, str], ...]]:
    """Return the first row of a table, and those that its cells go over: "Tempi" may head three years, side by side."""
    count = max((line.cell[3] for line in table.rows[0] if line.cell), default=1)
    return [_read_row(row) for row in table.rows[:count]]


def _have_labels_again(one: Table, other: Table) -> bool:
    """Say whether two tables begin with the same words in their first columns, each other ones: cards of one form.

    Their first rows may be the same: cards of one line of the mandate.
    """
    pairs = list(zip(*([_read_row(row)[0] for row in table.rows[:_LABELS]] for table in (one, other)), strict=False))
    labels = {label for label, _ in pairs}
    return 1 < len(pairs) == len(labels) and all(label == again for label, again in pairs) and len(labels) > 1


def _is_head(table: Table) -> bool:
    """Say whether the first row of a table alone is in bold."""
    first, *rest = ([line.bold for line in row] for row in table.rows)
    return all(first) and not all(all(row) for row in rest)


def _are_aligned(one: Table, other: Table) -> bool:
    """Say whether each column begins or ends at the same place in both tables."""

    def list_sides(table: Table) -> dict[int, Box]:
        boxes: dict[int, list[Box]] = defaultdict(list)
        for line in (line for row in table.rows for line in row):
            if line.cell and line.box:
                boxes[line.cell[2]].append(line.box)
        return {column: enclose(own) for column, own in boxes.items()}

    mine, its = list_sides(one), list_sides(other)
    return all(
        min(abs(mine[column].left - its[column].left), abs(mine[column].right - its[column].right)) < _SAME_PLACE
        for column in mine.keys() & its.keys()
    )


def _read_row(row: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    return tuple((line.cell[2] if line.cell else 0, line.text.strip()) for line in row)


def _find_opening(rows: Sequence[Sequence[Line]]) -> tuple[tuple[int, str], ...]:
    """Return the first row of several cells: titles stand in one."""
    read = (_read_row(row) for row in rows)
    return next((row for row in read if row[0][0] != row[-1][0]), ())


def _open_alike(one: Sequence[tuple[int, str]], other: Sequence[tuple[int, str]]) -> bool:
    """Say whether two rows have the same words in their first column, and others beside them."""
    return one[:1] == other[:1] != () and one != other and any(map(str.isalpha, one[0][1]))


def _find_heads(row: Sequence[Line]) -> dict[int, str]:
    """Return the first line of each column."""
    return {line.cell[2]: line.text.strip() for line in reversed(row) if line.cell}


def _counts_on(before: Sequence[Line], row: Sequence[Line]) -> bool:
    """Say whether a row's one cell begins with the number after those that head two lines or more of the cell above."""
    column = row[0].cell[2] if row[0].cell else 0
    *others, number = (_read_count(line) for line in (*(w for w in before if w.cell and w.cell[2] == column), row[0]))
    numbers = [count for count in others if count]
    return len(numbers) > 1 and bool(number) and number == (numbers[-1][0], numbers[-1][1] + 1)


def _read_count(line: Line) -> tuple[str, int] | None:
    """Return what numbers a line, "5.3" as "5." and 3."""
    match = _COUNT.match(line.text)
    return (match[1], int(match[2])) if match else None


def _goes_on(before: Sequence[Line], row: Sequence[Line]) -> bool:
    """Say whether a page's first row is the rest of the row before it, which the page's end cut.

    Either the column that names the row is empty, or all that stands in it begins in the middle of a phrase. Where the
    other cells begin as new ones do, with a number or below others that end no sentence, the empty column goes on with
    a merged cell; not where one of those ends with a word that leads to the next.
    """
    last = {line.cell[2]: line.text.strip() for line in before if line.cell}
    above, first = _find_heads(before), _find_heads(row)
    if not first or not last:
        return False
    shared = first.keys() & last.keys()
    if len(first) == 1 and min(first) > min(last) and _counts_on(before, row):
        return True
    if any(above[column][:1].isdigit() and first[column][:1].isdigit() for column in shared):
        return False
    unended = all(last[column][-1:] not in _ENDINGS for column in shared)
    if min(first) > min(last):
        cut = any(words[0].islower() for words in first.values()) or any(
            is_unfinished(last[column]) for column in shared
        )
        return len(first) == 1 or not unended or cut
    return unended and first.keys() <= last.keys() and all(words[0].islower() for words in first.values())
