"""The words of a page set into its grids."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from dupgraph.read.documents.printed import HYPHENS, Box, Line, Word, enclose, move_words
from dupgraph.read.documents.readers.pdf.page import PageText
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid, list_inner_walls
from dupgraph.read.documents.row_headings import MOST_ROWS, reads_as_heading

# A grid with fewer of its cells filled is a chart or a form's frame.
_LEAST_FILLED = 0.3


class Table(NamedTuple):
    """One table of a page: its grid, and the lines of its cells in reading order."""

    grid: Grid
    rows: tuple[tuple[Line, ...], ...]

    @property
    def box(self) -> Box:
        """The part of the page that it takes."""
        return Box(self.grid.xs[0], self.grid.xs[-1], self.grid.ys[-1], self.grid.ys[0])


def fill_grid(text: PageText, grid: Grid, words: Sequence[Word]) -> tuple[Table | None, set[Word]]:
    """Return the table that ``grid`` makes of the page's words, and the words that stand in it.

    None, and no words, where too few of its cells hold any.
    """
    cells: dict[Cell, list[Word]] = defaultdict(list)
    inside: set[Word] = set()
    walls = list_inner_walls(grid)
    for word in words:
        if word.top <= grid.ys[-1] or grid.ys[0] < word.bottom:
            continue
        crossed = [wall for wall in walls if word.left + 1 < wall < word.right - 1]
        for part in text.split_word(word, crossed) if crossed else (word,):
            # What runs over a wall is of the cell where it begins.
            x = part.left + 1 if crossed else (part.left + part.right) / 2
            cell = grid.find_cell(x, part.middle)
            if cell is not None:
                cells[cell].append(part)
                inside.add(word)
    few = len(cells) < 2 or len(cells) < _LEAST_FILLED * len(set(grid.cells.values()))
    if few and not _is_rest(text, grid, [*cells.values()]):
        return None, set()
    rows: dict[int, list[Line]] = defaultdict(list)
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row] += _make_lines(text, cells[cell], cell)
    return Table(grid, tuple(tuple(rows[row]) for row in sorted(rows))), inside


def _is_rest(text: PageText, grid: Grid, cells: Sequence[list[Word]]) -> bool:
    """Say whether one cell of a row alone has words, and they begin within a phrase: a page's end cut that row.

    So they may where they end a sentence ("2026 alla Giunta."): no heading does.
    """
    if len(cells) != 1 or len(grid.ys) > 2 or grid.columns <= 2:
        return False
    first, *_, last = chain((word for line in split_lines(cells[0])[:1] for word in line[:1]), cells[0])
    return text.text[first.start : first.end].islower() or text.text[last.end - 1] == "."


def part_headings(table: Table) -> list[Line | Table]:
    """Return a table without its rows like "MISSIONE | 01 | Istruzione", and these as lines: headings set in columns.

    They are all of a table of a row or two, or open what stands in more columns below them: a table that was set right
    behind such a heading is drawn as one with it.
    """
    rows = [[[*cell] for _, cell in groupby(row, key=attrgetter("cell"))] for row in table.rows]
    whole = len(rows) <= MOST_ROWS and all(
        _heads(cells, bare=all(line.bold for line in row)) for cells, row in zip(rows, table.rows, strict=True)
    )
    heads = [
        number
        for number, cells in enumerate(rows)
        if whole or (len(cells) < len(rows[min(number + 1, len(rows) - 1)]) and _heads(cells, bare=False))
    ]
    if not heads:
        return [table]
    items: list[Line | Table] = []
    for first, end in pairwise([-1, *heads, len(rows)]):
        if first >= 0:
            *labels, title = rows[first]
            lines = (_join_lines([*chain(*labels), title[0]]), *title[1:])
            items += [line._replace(cell=None, apart=not number) for number, line in enumerate(lines)]
        if end - first > 1:
            items.append(_take_rows(table, first + 1, end))
    return items


def _heads(cells: Sequence[Sequence[Line]], *, bare: bool) -> bool:
    return reads_as_heading((" ".join(line.text for line in cell) for cell in cells), bare=bare)


def _take_rows(table: Table, first: int, end: int) -> Table:
    """Return a table of some rows of another, counted by those that have words."""
    numbers = [row[0].cell[1] if row[0].cell else 0 for row in table.rows]
    top = numbers[first]
    bottom = numbers[end] if end < len(numbers) else len(table.grid.ys) - 1
    own = {
        (row - top, column): cell._replace(row=cell.row - top)
        for (row, column), cell in table.grid.cells.items()
        if top <= row < bottom
    }
    rows = tuple(tuple(_move_up(line, top) for line in row) for row in table.rows[first:end])
    return Table(table.grid._replace(ys=table.grid.ys[top : bottom + 1], cells=own), rows)


def _move_up(line: Line, count: int) -> Line:
    table, row, column, rows, columns = line.cell or (0, count, 0, 1, 1)
    return line._replace(cell=(table, row - count, column, rows, columns))


def _join_lines(lines: Sequence[Line]) -> Line:
    """Return lines side by side as one."""
    text, places = "", lines[0].places[:0]
    for line in lines:
        text += " " if text else ""
        places += move_words(line.places, len(text))
        text += line.text.strip()
    box = enclose([line.box for line in lines if line.box])
    return lines[-1]._replace(
        text=text, box=box, room=lines[0].room, places=places, bold=all(line.bold for line in lines)
    )


def _make_lines(text: PageText, words: list[Word], cell: Cell) -> list[Line]:
    place = (0, cell.row, cell.column, cell.rows, cell.columns)
    if text.is_turned(words[0].start):
        return [_turn_line(text, words, place)]
    return [make_line(text, line, place) for line in split_lines(words)]


def _turn_line(text: PageText, words: list[Word], cell: tuple[int, int, int, int, int]) -> Line:
    """Return the line of words that stand on their side, those of several lines as one."""
    read = text.read_turned([sign for word in words for sign in range(word.start, word.end)])
    size, bold, _ = text.find_type(words[0].start, words[-1].end - 1)
    box = enclose(words)
    return Line.of_words(read, [Word(0, len(read), *box)], size=size, bold=bold, cell=cell)


def find_middle(line: Sequence[Word]) -> float:
    """Return how high on its page the middle of a line is, in points."""
    return (min(word.bottom for word in line) + max(word.top for word in line)) / 2


def find_height(line: Sequence[Word]) -> float:
    """Return the height of a line's tallest word in points, 0 where there is none."""
    return max((word.height for word in line), default=0.0)


def split_lines(words: list[Word]) -> list[list[Word]]:
    """Return words by the lines in which they stand, from the top, each from the left."""
    lines: list[list[Word]] = []
    # Of the last line: a sign's box, an apostrophe's or a dash's, tells little of where the line is.
    tallest = None
    for word in sorted(words, key=lambda word: -word.middle):
        height = max(word.height, 1.0)
        most = max(height, tallest.height) if tallest else 0.0
        if tallest and tallest.middle - word.middle < 0.6 * most:
            lines[-1].append(word)
            tallest = word if height == most else tallest
        else:
            lines.append([word])
            tallest = word
    return [sorted(line, key=lambda word: word.left) for line in lines]


def take_words(lines: Sequence[list[Word]], takes: Callable[[Word], bool]) -> list[list[Word]]:
    """Return lines with the words that ``takes`` says yes to, without those that have none."""
    return [own for line in lines if (own := [word for word in line if takes(word)])]


def make_line(text: PageText, words: list[Word], cell: tuple[int, int, int, int, int] | None = None) -> Line:
    """Return the line of words that pdfium may have in another order or on other lines."""
    pieces: list[str] = []
    placed: list[Word] = []
    length = 0
    for number, word in enumerate(words):
        gap = " " if number and words[number - 1].end != word.start else ""
        own = text.text[word.start : word.end]
        placed.append(word._replace(start=length + len(gap), end=length + len(gap) + len(own)))
        pieces += (gap, own)
        length += len(gap) + len(own)
    mark = text.text[words[-1].end : words[-1].end + 1]
    size, bold, _ = text.find_type(words[0].start, words[-1].end - 1)
    own = "".join(pieces) + (mark if mark and mark in HYPHENS else "")
    return Line.of_words(own, placed, size=size, bold=bold, cell=cell)
