"""Rows on stdout or in a file: every command that answers in rows writes them here."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.exceptions import Exit

from dupgraph.ask.results.formats import FORMATS, find_format
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.texts import list_csv
from dupgraph.base.files import write_whole
from dupgraph.cli.printing import echo, make_printable, note
from dupgraph.cli.usage import refuse_usage
from dupgraph.language.messages import join, say, translate

Command = TypeVar("Command", bound=Callable[..., Any])

TABLE = "table"
WRITERS = (TABLE, *FORMATS)
# They have a meaning of their own in csv.
_NO_DELIMITERS = '"\r\n\0'


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is written, and where: ``form`` is a name of WRITERS, without ``file`` it goes to stdout."""

    form: str
    file: Path | None = None
    delimiter: str | None = None
    excel: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a file that is written; "-" is stdout."""
        return self.file is not None and str(self.file) != "-"


def output_options(command: Command) -> Command:
    """Add --format, --delimiter, --excel and --output, which become one ``output``.

    What could not be written is refused before the command runs.
    """

    @wraps(command)
    def run(*, form: str | None, delimiter: str | None, excel: bool, output: Path | None, **arguments: Any) -> Any:
        chosen = choose_format(form, delimiter=delimiter, excel=excel, output=output)
        return command(output=Output(chosen, output, delimiter, excel), **arguments)

    for option in (
        click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
                     help="Write there, not to stdout; the ending names the format."),
        click.option("--excel", is_flag=True,
                     help="csv for a spreadsheet: byte order mark, ';', no cell runs as a formula."),
        click.option("--delimiter", metavar="CHAR", help="Between the cells of csv."),
        click.option("--format", "form", type=click.Choice(WRITERS), metavar="FORMAT",
                     help=f"Table on a terminal, csv in a pipe; or one of {', '.join(FORMATS)}."),
    ):  # fmt: skip
        run = option(run)
    return run  # type: ignore[return-value]  # click calls it by its options alone


def choose_format(name: str | None, *, delimiter: str | None, excel: bool, output: Path | None) -> str:
    """Return the format to write: as asked, else as the file's ending says, csv in a pipe, a table on a terminal."""
    if delimiter is not None and (len(delimiter) != 1 or delimiter in _NO_DELIMITERS):
        raise refuse_usage("one_delimiter")
    is_csv = delimiter is not None or excel
    is_file = output is not None and str(output) != "-"
    if name is not None:
        chosen = name
    elif is_file and output is not None and output.suffix:
        chosen = find_format(output).name
    else:
        chosen = TABLE if not is_csv and output is None and sys.stdout.isatty() else "csv"
    if is_csv and chosen != "csv":
        raise refuse_usage("only_csv", form=chosen)
    if chosen != TABLE and not FORMATS[chosen].is_text and not is_file and sys.stdout.isatty():
        raise refuse_usage("not_for_terminal", form=chosen)
    return chosen


def show_rows(result: Result, output: Output) -> None:
    """Write a result to the file of ``output``, and tell a person so; or to stdout when there is none."""
    if output.form == TABLE:
        show_data(_draw_table(result, output.file).encode("utf-8", "replace"), output.file)
    elif output.form == "csv":
        delimiter = output.delimiter or (";" if output.excel else ",")
        parts = list_csv(result, delimiter=delimiter, excel=output.excel)
        show_parts((part.encode("utf-8", "replace") for part in parts), output.file)
    else:
        show_data(FORMATS[output.form].encode(result), output.file)
    if output.is_file and sys.stderr.isatty():
        # Late: only a table is drawn, and only a person told.
        from dupgraph.cli.table import count_rows

        note(f"{output.file}: {count_rows(result)}")


def note_absence(result: Result) -> None:
    """Say on stderr what an answer without rows means."""
    for said in result.notes:
        note(f"{said[:1].upper()}{said[1:].rstrip('.')}.")


def show_whole(result: Result, output: Output, lang: str, hint: str = "") -> None:
    """Write a result; of one that is not whole a terminal or pipe gets what there is, a file nothing; then exit 2.

    ``hint`` says how to ask for less, ``lang`` in which language that is said.
    """
    if not (result.cut and output.is_file):
        show_rows(result, output)
    if result.cut:
        advice = join("semicolon", (result.cut, hint)) if hint else result.cut
        said = say("answer_cut", what=advice)
        told = [said, *([say("file_kept", path=output.file)] if output.is_file else [])]
        echo(" ".join(translate(each, lang) for each in told), err=True)
        raise Exit(2)


def show_json_lines(values: Iterable[object], output: Path | None) -> None:
    """Write values as JSON, one a line, to a file, or to stdout when there is none."""
    show_data("".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values).encode(), output)


def show_data(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, or to stdout when there is none."""
    show_parts([data], output)


def show_parts(parts: Iterable[bytes], output: Path | None) -> None:
    """Write bytes as they come to stdout; to a file when there is one, whole or not at all."""
    if output is not None and str(output) != "-":
        write_whole(output, b"".join(parts))
        return
    # Bytes, so that the answer is UTF-8 whatever the terminal's locale; flushed here, so that a reader who has
    # left (head, less) is noticed while somebody still listens.
    for part in parts:
        sys.stdout.buffer.write(make_printable(part) if sys.stdout.isatty() else part)
    sys.stdout.buffer.flush()


def _draw_table(result: Result, output: Path | None) -> str:
    from dupgraph.cli.table import draw_table

    return draw_table(result, measure_width(), is_styled=output is None and may_style())


def measure_width() -> int:
    """Return how wide the terminal is."""
    from shutil import get_terminal_size

    return get_terminal_size((120, 24)).columns


def may_style() -> bool:
    """Whether stdout understands bold, and nobody asked for plain text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
