"""Tables with lines between their rows alone."""

import pytest

from dupgraph.read.documents.printed import Word
from dupgraph.read.documents.readers.pdf.ruled_rows import find_ruled_rows, list_stretches
from dupgraph.read.documents.readers.pdf.rulings import Ruling


def find_columns(*rows, lines=3):
    """Return how many rows and columns the tables have that words, each with its sides, make with lines below rows."""
    words = [
        [Word(0, 0, *sides, 700 - 20 * number, 712 - 20 * number) for sides in row] for number, row in enumerate(rows)
    ]
    across = [Ruling(696 - 20 * number, 58, 402) for number in range(lines)]
    return [(len(grid.ys) - 1, grid.columns) for grid in find_ruled_rows(list_stretches(across), words, [])]


THREE = ((60, 150), (200, 240), (300, 390))


@pytest.mark.parametrize(
    ("rows", "lines", "found"),
    [
        # A head, and one row.
        ([THREE, THREE], 2, [(2, 3)]),
        ([((60, 194), (202, 240), (300, 390)), THREE, THREE], 3, [(3, 3)]),
        # The last row has no line below it.
        ([THREE, THREE, THREE], 2, [(3, 3)]),
        ([THREE, THREE, THREE[:1], ((60, 400),)], 2, [(2, 3)]),
        # Text between two tables of one width.
        ([THREE, THREE, ((60, 400),), THREE, THREE], 5, [(2, 3), (2, 3)]),
        # A row that names those below it, of all columns; the rest of a row below the head.
        ([THREE, ((60, 260),), THREE, THREE, ((60, 280),), THREE], 6, [(6, 3)]),
        ([THREE, THREE[2:], THREE, THREE], 4, [(4, 3)]),
        # Of two columns three rows are sure, and no fewer.
        ([THREE[:2], THREE[:2], THREE[:2]], 3, [(3, 2)]),
        ([THREE[:2], THREE[:2]], 2, []),
        # A line of text above; text between lines; one line.
        ([((60, 400),), THREE, THREE], 3, [(2, 3)]),
        ([((60, 400),), ((60, 400),), ((60, 300),)], 3, []),
        ([THREE, THREE], 1, []),
    ],
)
def test_rows_between_lines_share_their_columns(rows, lines, found):
    assert find_columns(*rows, lines=lines) == found


def test_a_row_may_be_high_where_one_of_its_cells_is():
    line = [Word(0, 0, left, right, 688, 700) for left, right in THREE]
    long = [[Word(0, 0, 200, 240, 660 - 12 * n, 670 - 12 * n)] for n in range(20)]
    short = [[Word(0, 0, left, right, 540, 550) for left, right in (THREE[0], THREE[2])]]
    stretches = list_stretches([Ruling(at, 58, 402) for at in (680, 400)])
    (grid,) = find_ruled_rows(stretches, [line, *long[:10], *short, *long[10:]], [])
    assert (len(grid.ys) - 1, grid.columns) == (2, 3)
    text = [[Word(0, 0, 60, 390, 660 - 12 * n, 670 - 12 * n)] for n in range(20)]
    assert not find_ruled_rows(stretches, [line, *text], [])
