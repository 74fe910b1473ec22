"""Tables that no line is drawn around: columns by the gaps that rows share, rows by the room between them.

Only what is sure becomes a table: at least three rows, each of which begins in several columns at one height. Prose in
two columns has no such rows; what may be a table and is not sure stays text, and that is said.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from dupgraph.read.documents.printed import Word
from dupgraph.read.documents.readers.pdf.page import PageText
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid
from dupgraph.read.documents.readers.pdf.tables import find_height, find_middle, split_lines

FEWEST_ROWS = 3
# Points: the least room between columns, and the widest mark of a list.
_NARROWEST = 9.0
_WIDEST_MARK = 25.0
# Points from a mark's beginning to its words, at most: what is set further from it stands in a column.
_FAR_FROM_MARK = 45.0
# What heads a column of numbers, as short as a mark.
_NUMBER_HEAD = re.compile(r"(?:n|nr|num|cod|id|rif)[.°º]?", re.IGNORECASE)
# Lines that the foot of a page may have.
_FOOT = 2
# Of the distance from line to line: more is between rows; much more is no table any longer.
_BETWEEN_ROWS = 1.25
_FAR = 4.0
# Of the rows, how many must begin in several columns, and of the cells, how many be filled.
_MOST = 0.8
_FILLED = 0.5
# Points: by how much words that begin at one place differ, and by how much at least those of other columns.
_ALIGNED = 3.0
_MOVED = 6.0
# Points by which the type of a heading is larger at least.
_LARGER = 0.6
# Signs that lead from an entry of an index to its page.
_LEADERS = 4


class _Run(NamedTuple):
    """Visual lines, one below the other, and the gutters that all of them leave free."""

    lines: list[list[Word]]
    gutters: list[tuple[float, float]]

    def list_columns(self, line: Sequence[Word]) -> set[int]:
        """Return the columns in which a line has words."""
        return {sum(left <= word.left for _, left in self.gutters) for word in line}

    def is_drawn_by_columns(self, rows: int) -> bool:
        """Say whether columns are drawn one by one: where rows are, so many begin again in the first column as often.

        A running head may be among the lines.
        """
        order = sorted((word for line in self.lines for word in line), key=lambda word: word.start)
        columns = [min(self.list_columns((word,))) for word in order]
        return sum(column < before for before, column in pairwise(columns)) * 2 < rows - 1


def find_aligned(
    text: PageText, words: Sequence[Word], above: Grid | None = None, *, fewest: int = FEWEST_ROWS
) -> tuple[list[Grid], bool]:
    """Return the grids of a page's tables without lines, and whether there may be others.

    ``above`` is such a table at the end of the page before: of its columns a row is sure here, too. ``fewest`` are the
    rows of a table.
    """
    grids: list[Grid] = []
    doubtful = False
    lines = split_lines(text.level_words(words))
    for run in _list_runs(text, lines, above):
        rest = above if above and not grids and _fits(run, above) else None
        if (_is_index(text, run) or _has_notes(text, run)) and not rest:
            continue
        rows, pitch = _split_rows(text, run, rest.pitch if rest else 0.0)
        # A row below a head is enough: others may stand on the next page. Of a row that a page cuts, a cell may go on.
        least = 1 if rest else min(fewest, FEWEST_ROWS - _is_head(text, run, rows[0]))
        begun = rows[rest is not None and 0 not in run.list_columns(run.lines[0]) :]
        if rest and len(rows) > 1 and _is_head(text, run, rows[0]) and 0 not in run.list_columns(rows[1][0]):
            # Below the head, which stands again, is the rest of a row.
            begun = [rows[0], *rows[2:]]
        if len(begun) >= least and _is_table(run, begun):
            sure = len(run.gutters) > 1 or _is_head(text, run, rows[0])
            sure = sure and all(len(run.list_columns(row[0])) > len(run.gutters) for row in begun)
            grids += [_make_grid(run, part, pitch)._replace(sure=sure) for part in _part_tables(text, run, rows)]
        else:
            filled = [len(run.list_columns(line)) for line in run.lines]
            doubtful = doubtful or (len(run.gutters) > 1 and sum(count > 2 for count in filled) >= FEWEST_ROWS)
    head = _find_last_head(text, lines)
    if head and not (grids and grids[-1].ys[-1] < find_middle(head.lines[0])):
        # A column is as wide as the words in it, which are not here: it goes up to where the next one begins.
        grid = _make_grid(head, [head.lines], _BETWEEN_ROWS * find_height(head.lines[0]))
        grids.append(grid._replace(xs=(grid.xs[0], *(right - 1 for _, right in head.gutters), grid.xs[-1])))
    return grids, doubtful


def _find_last_head(text: PageText, lines: Sequence[list[Word]]) -> _Run | None:
    """Return the head of a table whose rows all stand on the next page: the last line but for the foot, if it is one.

    It is in bold, in three columns or more.
    """
    for line in reversed(lines[-1 - _FOOT :]):
        run = _Run([line], _list_gaps(text, line))
        if len(run.gutters) > 1 and _is_head(text, run, [line]):
            return run
    return None


def _fits(run: _Run, above: Grid) -> bool:
    """Say whether a run of lines leaves free the sides of a table's columns, and nothing else."""
    inner = above.xs[1:-1]
    within = all(left <= x <= right for x, (left, right) in zip(inner, run.gutters, strict=False))
    return len(inner) == len(run.gutters) and within


def _list_runs(text: PageText, lines: Sequence[list[Word]], above: Grid | None) -> Iterator[_Run]:
    """Yield the runs of lines that share gutters, those with few lines in several columns left out."""
    place = 0
    begun = above is None
    while place < len(lines):
        gutters = (_list_open(lines[place], above) if above and not begun else []) or _list_gaps(text, lines[place])
        end = place + 1
        while gutters and end < len(lines) and not _is_far(lines[end - 1], lines[end]):
            shared = _share(gutters, lines[end])
            if len(shared) < len(gutters):
                break
            gutters, end = shared, end + 1
        while end > place + 1 and _is_larger(text, lines[end - 1], lines[place]):
            # A heading below the table, as short as one of its cells.
            end -= 1
        run = _Run(list(lines[place:end]), gutters)
        several = sum(len(run.list_columns(line)) > 1 for line in run.lines)
        if gutters and (several >= FEWEST_ROWS or (above is not None and _fits(run, above))):
            yield run
            place, begun = end, True
        else:
            place += 1


def _list_open(line: Sequence[Word], above: Grid) -> list[tuple[float, float]]:
    """Return the gutters of a table that goes on with a line: a row, or the rest of a cell right of the first one."""
    if line[0].left < above.xs[0] - _ALIGNED:
        return []
    gutters = [_find_gap(line, *xs) for xs in zip(above.xs, above.xs[1:], above.xs[2:], strict=False)]
    if any(right - left < _NARROWEST for left, right in gutters):
        return []
    several = len(_Run([list(line)], gutters).list_columns(line)) > 1
    return gutters if several or line[0].left > above.xs[1] else []


def _find_gap(line: Sequence[Word], before: float, x: float, after: float) -> tuple[float, float]:
    """Return the room that a line leaves around the side of a column; a little, where it has no word next to it."""
    left = [word.right for word in line if before < word.right and word.left < x]
    right = [word.left for word in line if x <= word.left < after]
    return max(left, default=x - 2 * _NARROWEST), min(right, default=x + 2 * _NARROWEST)


def _is_larger(text: PageText, line: Sequence[Word], first: Sequence[Word]) -> bool:
    """Say whether a line is of larger type than another one."""
    own, other = (text.find_type(words[0].start, None)[0] or 0.0 for words in (line, first))
    return own > other + _LARGER


def _is_index(text: PageText, run: _Run) -> bool:
    """Say whether all but one column hold figures and signs alone, an index or sums, or it is an index in two columns.

    Then figures stand between the two, and end nearly all lines.
    """
    worded: set[int] = set()
    for line in run.lines:
        worded |= run.list_columns([word for word in line if text.text[word.start].isalpha()])
        signs = (word for word in line if text.text[word.start : word.end].strip("._…·") == "")
        # A point within an amount leads nowhere.
        if sum(not text.text[word.end : word.end + 1].isdigit() for word in signs) >= _LEADERS:
            return True
    ended = sum(text.text[line[-1].start : line[-1].end].isdigit() for line in run.lines)
    return len(worded) < 2 or (0 in worded and 1 not in worded and ended > _MOST * len(run.lines))


def _has_notes(text: PageText, run: _Run) -> bool:
    """Say whether one of two columns is all of smaller type than the other: notes beside a text."""
    sizes: list[set[float]] = [set(), set()]
    for line in run.lines if len(run.gutters) == 1 else ():
        for column, own in groupby(line, key=lambda word: min(run.list_columns((word,)))):
            sizes[column].add(text.find_type(next(own).start, None)[0] or 0.0)
    return all(sizes) and any(max(one) + _LARGER <= min(other) for one, other in (sizes, sizes[::-1]))


def _list_gaps(text: PageText, line: Sequence[Word]) -> list[tuple[float, float]]:
    """Return the wide gaps in a line, that after a list's mark aside."""
    return [
        (before.right, after.left)
        for before, after in pairwise(line)
        if after.left - before.right >= _NARROWEST
        and (after.left - line[0].left > _FAR_FROM_MARK or not _is_mark(text, line[0], before))
    ]


def _is_mark(text: PageText, first: Word, last: Word) -> bool:
    """Say whether what goes from one word to another can be a list's mark or number."""
    words = text.text[first.start : last.end]
    narrow = last.right - first.left <= _WIDEST_MARK
    return narrow and not _NUMBER_HEAD.fullmatch(words) and not (words.isalpha() and len(words) > 2)


def _share(gutters: Sequence[tuple[float, float]], line: Sequence[Word]) -> list[tuple[float, float]]:
    """Return what a line leaves free of the gutters."""
    shared = []
    for left, right in gutters:
        inside = [word for word in line if word.left < right and word.right > left]
        edges = [left, *(edge for word in inside for edge in (word.left, word.right)), right]
        start, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda gap: gap[1] - gap[0])
        if end - start >= _NARROWEST:
            shared.append((start, end))
    return shared


def _is_far(above: Sequence[Word], line: Sequence[Word]) -> bool:
    height = find_height([*above, *line])
    return find_middle(above) - find_middle(line) > _FAR * max(height, 6.0)


def _split_rows(text: PageText, run: _Run, pitch: float) -> tuple[list[list[list[Word]]], float]:
    """Return the lines of each row, and the most that lines of one row are apart: ``pitch``, where that is known."""
    steps = [find_middle(above) - find_middle(line) for above, line in pairwise(run.lines)]
    most = pitch or _BETWEEN_ROWS * min(steps, default=0.0)
    labels = _list_labels(text, run)
    rows = [[run.lines[0]]]
    for number, (step, line) in enumerate(zip(steps, run.lines[1:], strict=True), 1):
        if number in labels or step > most:
            rows.append([line])
        else:
            rows[-1].append(line)
    if len(rows) == 1 and len(run.gutters) > 1 and steps and not pitch:
        # Lines set alike are a row each; where they have two columns they are labels and values, and read well as text.
        return [[line] for line in run.lines], min(steps) / 2
    return rows, most


def _list_labels(text: PageText, run: _Run) -> set[int]:
    """Return the numbers of the lines that a label opens, values beside it in all columns: none where it is not sure.

    Some lines have values alone, which go on; a label begins like one, with a capital or a figure.
    """
    columns = set(range(len(run.gutters) + 1))
    labels = {number for number, line in enumerate(run.lines) if 0 in run.list_columns(line)}
    sure = all(
        run.list_columns(run.lines[number]) == columns and not text.text[run.lines[number][0].start].islower()
        for number in labels
    )
    return labels if sure and 0 in labels and len(labels) < len(run.lines) else set()


def _is_table(run: _Run, rows: Sequence[Sequence[list[Word]]]) -> bool:
    """Say whether rows begin in several columns, and fill enough of their cells; columns drawn one by one are text."""
    several = sum(len(run.list_columns(row[0])) > 1 for row in rows)
    cells = sum(len(set().union(*map(run.list_columns, row))) for row in rows)
    filled = several >= _MOST * len(rows) and cells >= _FILLED * len(rows) * (len(run.gutters) + 1)
    return filled and (len(rows) == 1 or not run.is_drawn_by_columns(len(rows)))


def _part_tables(
    text: PageText, run: _Run, rows: Sequence[Sequence[list[Word]]]
) -> Iterator[Sequence[Sequence[list[Word]]]]:
    """Yield the rows of each table, where several stand one below the other."""
    heads = [_is_head(text, run, row) for row in rows]
    lefts = [_find_lefts(run, row) for row in rows]
    first = 0
    for place in range(1, len(rows)):
        if _heads_again(heads, first, place) or _are_moved(lefts, first, place):
            yield rows[first:place]
            first = place
    yield rows[first:]


def _heads_again(heads: Sequence[bool], first: int, place: int) -> bool:
    """Say whether a row heads the next table as the first one does this: in bold in all columns, as none since."""
    again = heads[first] and heads[place] and first + 1 < place < len(heads) - 1
    return again and sum(heads[first : place + 2]) == 2


def _is_head(text: PageText, run: _Run, row: Sequence[Sequence[Word]]) -> bool:
    """Say whether all of a row is in bold, and a word begins each column: where figures do it is a sum."""
    begun: dict[int, Word] = {}
    for word in (word for line in row for word in line):
        begun.setdefault(min(run.list_columns((word,))), word)
    worded = all(text.text[word.start].isalpha() for word in begun.values())
    bold = (text.find_type(word.start, None)[1] for line in row for word in line)
    return worded and len(begun) == len(run.gutters) + 1 and all(bold)


def _are_moved(lefts: Sequence[dict[int, float]], first: int, place: int) -> bool:
    """Say whether a column begins elsewhere from a row on, and at one place in all before and in some after it."""
    after = lefts[place : place + FEWEST_ROWS]
    if min(place - first, len(after)) < FEWEST_ROWS:
        return False
    for column in set.intersection(*map(set, after)):
        begun = next((row[column] for row in lefts[first:place] if column in row), None)
        if begun is not None and abs(begun - after[0][column]) > _MOVED:
            sides = [[row[column] for row in part if column in row] for part in (lefts[first:place], after)]
            if all(len(own) >= FEWEST_ROWS and max(own) - min(own) < _ALIGNED for own in sides):
                return True
    return False


def _find_lefts(run: _Run, row: Sequence[Sequence[Word]]) -> dict[int, float]:
    lefts: dict[int, float] = {}
    for word in (word for line in row for word in line):
        column = min(run.list_columns((word,)))
        lefts[column] = min(word.left, lefts.get(column, word.left))
    return lefts


def _make_grid(run: _Run, rows: Sequence[Sequence[Sequence[Word]]], pitch: float) -> Grid:
    words = [word for row in rows for line in row for word in line]
    xs = (
        min(word.left for word in words) - 1,
        *((left + right) / 2 for left, right in run.gutters),
        max(word.right for word in words) + 1,
    )
    tops = [max(word.top for line in row for word in line) for row in rows]
    bottoms = [min(word.bottom for line in row for word in line) for row in rows]
    between = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    ys = (tops[0] + 1, *between, bottoms[-1] - 1)
    cells = {(row, column): Cell(row, column, 1, 1) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    return Grid(xs, ys, cells, pitch)
