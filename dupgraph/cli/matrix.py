"""``dupgraph matrix``: how often two sorts of things meet, as a table."""

from typing import TYPE_CHECKING

import click

from dupgraph.cli.options import Location, language_option, location_options
from dupgraph.cli.printing import note
from dupgraph.cli.rows import TABLE, Output, measure_width, output_options, show_rows
from dupgraph.language.languages import get_text

if TYPE_CHECKING:
    from dupgraph.ask.analysis.matrices import Matrix

EXAMPLE = """\b
Example:
  dupgraph matrix policy partner
  dupgraph matrix guideline theme --excel -o temi.csv
  dupgraph matrix partner partner -o partner.xlsx"""

# In a table: what the names of the rows take, and what a column's heading may be broken into.
NAMES_WIDTH = 30
HEADING_WIDTH = 16
# The forms of which the longer side stands in the rows.
_SHEETS = ("xlsx", "docx", "odt", "html")


@click.command("matrix", epilog=EXAMPLE)
@click.argument("rows")
@click.argument("cols")
@language_option("Names' language.")
@location_options
@output_options
def command(*, rows: str, cols: str, lang: str, location: Location, output: Output) -> None:
    """Count how often each of ROWS meets each of COLS.

    Both are one of: policy, guideline, objective, partner, beneficiary, theme, place, instrument, category (the kinds
    of partners). A cell of an element and a thing counts the elements, it and its parts, that name the thing; of two
    things the elements that name both; of two elements the things that both name.
    """
    from dupgraph.ask.analysis.answers import cite_plans, list_matrix
    from dupgraph.ask.analysis.matrices import check_axis, count_matrix

    for word in (rows, cols):
        check_axis(word)
    network = location.read_network(lang)
    matrix = count_matrix(network, rows, cols)
    if output.form in _SHEETS and len(matrix.cols) > len(matrix.rows):
        # Whoever reads a sheet goes down it, and prints it so.
        matrix = count_matrix(network, cols, rows)
    fitting = _keep_columns(matrix, measure_width()) if output.form == TABLE else matrix
    show_rows(cite_plans(list_matrix(fitting, lang), network), output)
    if len(fitting.cols) < len(matrix.cols):
        left = len(matrix.cols) - len(fitting.cols)
        note(get_text("answers", "note_columns", lang, left=left, all=len(matrix.cols)))


def _keep_columns(matrix: "Matrix", width: int) -> "Matrix":
    """Return the matrix with as many columns as a terminal has room for, those that count most, in their order."""
    totals = [sum(column) for column in zip(*matrix.counts, strict=True)] or [0] * len(matrix.cols)
    room = width - NAMES_WIDTH
    kept: list[int] = []
    for place in sorted(range(len(totals)), key=lambda place: -totals[place]):
        heading = matrix.cols[place].code or matrix.cols[place].label
        room -= 2 + min(HEADING_WIDTH, max((len(word) for word in heading.split()), default=0))
        if room < 0 and kept:
            break
        kept.append(place)
    kept.sort()
    counts = tuple(tuple(row[place] for place in kept) for row in matrix.counts)
    return matrix._replace(cols=tuple(matrix.cols[place] for place in kept), counts=counts)
