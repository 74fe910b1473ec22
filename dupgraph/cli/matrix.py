"""``dupgraph matrix``: how often two sorts of things meet, as a table."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dupgraph.cli.options import location_options
from dupgraph.cli.rows import TABLE, choose_format, measure_width, output_options, show_rows
from dupgraph.language.languages import LANGUAGES

if TYPE_CHECKING:
    from dupgraph.ask.analysis import Matrix

EXAMPLE = """\b
Example:
  dupgraph matrix policy partner
  dupgraph matrix guideline theme --excel -o temi.csv
  dupgraph matrix partner partner -o partner.xlsx"""

# In a table: what the names of the rows take, and what a column's heading may be broken into.
NAMES_WIDTH = 30
HEADING_WIDTH = 16


@click.command("matrix", epilog=EXAMPLE)
@click.argument("rows")
@click.argument("cols")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Names' language.")
@location_options
@output_options
def command(
    *,
    rows: str,
    cols: str,
    lang: str,
    location: str | None,
    graph_iris: tuple[str, ...],
    plan: str | None,
    form: str | None,
    delimiter: str | None,
    excel: bool,
    output: Path | None,
) -> None:
    """Count how often each of ROWS meets each of COLS.

    Both are one of: policy, guideline, objective, partner, beneficiary, theme, place, instrument, category (the kinds
    of partners). A cell of an element and a thing counts the elements, it and its parts, that name the thing; of two
    things the elements that name both; of two elements the things that both name.
    """
    from dupgraph.ask.analysis import check_axis, count_matrix, list_matrix, read_network
    from dupgraph.graph.engines import open_engine

    chosen = choose_format(form, delimiter=delimiter, excel=excel, output=output)
    for word in (rows, cols):
        check_axis(word)
    matrix = count_matrix(read_network(open_engine(location, graph_iris), plan, lang), rows, cols)
    fitting = _keep_columns(matrix, measure_width()) if chosen == TABLE else matrix
    result = list_matrix(fitting, lang)
    show_rows(result, chosen, delimiter=delimiter, excel=excel, output=output)
    if len(fitting.cols) < len(matrix.cols):
        left = len(matrix.cols) - len(fitting.cols)
        click.echo(f"No room for {left} of {len(matrix.cols)} columns; all of them: --format csv.", err=True)


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
    return replace(matrix, cols=tuple(matrix.cols[place] for place in kept), counts=counts)
