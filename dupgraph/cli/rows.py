"""Rows on stdout or in a file: every command that answers in rows writes them here."""

import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import click
from click.exceptions import Exit

from dupgraph.query.results import FORMATS, Result, write_cell, write_csv
from dupgraph.resources import write_whole

# A column that says the same in every row is left out of a table that a person reads, and said below it.
SAID_ONCE = "plan"


# Nobody reads more on a screen, and the table's layout takes a minute for what csv writes in a second.
ROWS_SHOWN = 500


def draw_table(result: Result) -> str:
    """Return the first rows as a table as wide as the terminal; columns with nothing in them are left out."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [list(map(write_cell, row)) for row in result.rows[:ROWS_SHOWN]]
    columns = list(result.columns)
    plans = {row[-1] for row in rows} if columns[-1:] == [SAID_ONCE] else set()
    if len(plans) == 1:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    filled = [place for place in range(len(columns)) if not rows or any(row[place] for row in rows)]
    columns, rows = [columns[place] for place in filled], [[row[place] for place in filled] for row in rows]
    table = Table(box=SIMPLE, show_edge=False, pad_edge=False)
    for column in columns:
        # A code or a number that is broken over two lines cannot be read.
        table.add_column(column, no_wrap=column in ("code", "start", "end", "page", "value"), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    output = StringIO()
    console = Console(file=output, width=_measure_width(), color_system=None, highlight=False)
    console.print(table)
    count = f"{len(result.rows):,} row{'' if len(result.rows) == 1 else 's'}"
    console.print(Text(f"{count} · {next(iter(plans))}" if len(plans) == 1 else count))
    if len(result.rows) > ROWS_SHOWN:
        console.print(f"... {len(result.rows) - ROWS_SHOWN:,} more rows: --format csv")
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines()) + "\n"


def _measure_width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((120, 24)).columns


TABLE = "table"
# They have a meaning of their own in csv.
_NO_DELIMITERS = '"\r\n\0'
WRITERS: dict[str, Callable[[Result], str]] = {TABLE: draw_table, **FORMATS}


def choose_format(name: str | None, *, delimiter: str | None, excel: bool, output: Path | None) -> str:
    """Return the format to write: as asked, else csv for a spreadsheet, a file or a pipe, a table for a terminal."""
    if (delimiter is not None or excel) and name not in (None, "csv"):
        raise click.UsageError(f"--delimiter and --excel are for --format csv, not {name}")
    if delimiter is not None and (len(delimiter) != 1 or delimiter in _NO_DELIMITERS):
        raise click.UsageError("--delimiter is one character, such as ';', and no quote or end of line")
    plain = delimiter is None and not excel and output is None and sys.stdout.isatty()
    return name or (TABLE if plain else "csv")


def show_rows(
    result: Result,
    name: str | None = None,
    *,
    delimiter: str | None = None,
    excel: bool = False,
    output: Path | None = None,
) -> None:
    """Write a result in the format called ``name`` to a file, or to stdout when there is none."""
    chosen = choose_format(name, delimiter=delimiter, excel=excel, output=output)
    if chosen == "csv":
        text = write_csv(result, delimiter=delimiter or (";" if excel else ","), excel=excel)
    else:
        text = WRITERS[chosen](result)
    data = text.encode("utf-8", "replace")
    if output is not None and str(output) != "-":
        write_whole(output, data)
        return
    # Bytes, so that the answer is UTF-8 whatever the terminal's locale; flushed here, so that a reader who has
    # left (head, less) is noticed while somebody still listens. That is no error, though click would end with 1.
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Exit(0) from None
