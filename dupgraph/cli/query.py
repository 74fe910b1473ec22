"""``dupgraph query``: a question of the catalogue, or one's own SPARQL."""

import sys
from pathlib import Path

import click
from click.exceptions import Exit

from dupgraph.cli.rows import WRITERS, show_rows
from dupgraph.engines import open_engine
from dupgraph.errors import QueryError
from dupgraph.query import TIMEOUT_MOST, TIMEOUT_SECONDS, Result, close_question, run_question, run_text
from dupgraph.query.catalogue import LANGUAGE_PARAMETER, LANGUAGES

EXAMPLE = """\b
Example:
  dupgraph query objectives-by-partner -p partner=AUSL
  dupgraph query outline --excel -o outline.csv
  echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | dupgraph query --file -"""


@click.command("query", epilog=EXAMPLE)
@click.argument("name", required=False)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter; may be repeated.")
@click.option("--graph", "location", metavar="LOCATION", help="A graph file, a folder, a store or an endpoint's URL.")
@click.option("--file", "source", metavar="FILE", help="Run the SPARQL of a file, or of stdin (-), instead of NAME.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True, max=TIMEOUT_MOST), metavar="SECONDS",
              help="For --file: 30; a day at most.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels: it (as it is) or en.")
@click.option("--format", "form", type=click.Choice(tuple(WRITERS)), help="Table on a terminal, csv in a pipe.")
@click.option("--delimiter", metavar="CHAR", help="Between the cells of csv.")
@click.option("--excel", is_flag=True, help="csv for a spreadsheet: byte order mark, ';', no cell runs as a formula.")
@click.option("--show-query", is_flag=True, help="Print the SPARQL that would run, and do not run it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there, not to stdout.")
def command(
    *,
    name: str | None,
    params: tuple[str, ...],
    location: str | None,
    source: str | None,
    timeout: float | None,
    lang: str | None,
    form: str | None,
    delimiter: str | None,
    excel: bool,
    show_query: bool,
    output: Path | None,
) -> None:
    """Ask the question NAME of the catalogue, or your own SPARQL with --file.

    Without --graph, the graphs that come with dupgraph answer. `dupgraph queries` lists the questions.
    """
    if (name is None) == (source is None):
        raise click.UsageError("give either the NAME of a question or --file FILE; see: dupgraph queries")
    if source is not None:
        if params or lang or show_query:
            raise click.UsageError("-p, --lang and --show-query are for a question of the catalogue, not for --file")
        result = _run_source(source, location, timeout or TIMEOUT_SECONDS)
        show_rows(result, form, delimiter=delimiter, excel=excel, output=output)
        _end_typed(result)
        return
    if timeout is not None:
        raise click.UsageError("--timeout is for --file")
    values = _read_params(params, lang)
    engine = open_engine(location)
    if show_query:
        click.echo(close_question(engine, name or "", values), nl=False)
        return
    show_rows(run_question(engine, name or "", values), form, delimiter=delimiter, excel=excel, output=output)


def _run_source(source: str, location: str | None, timeout: float) -> Result:
    text = _read_source(source)
    return run_text(open_engine(location), text, timeout=timeout, name=_name_source(source))


def _end_typed(result: Result) -> None:
    """End with 2 when the answer is not whole, with 1 when it is no."""
    if result.cut:
        click.echo(f"Not complete: the answer was {result.cut}; narrow the query (LIMIT).", err=True)
        raise Exit(2)
    if result.form == "ask" and not result:
        raise Exit(1)


def _name_source(source: str) -> str:
    return "standard input" if source == "-" else source


def _read_source(source: str) -> str:
    """Return the text of a file, or of stdin for "-". Raises QueryError."""
    name = _name_source(source)
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QueryError("is not text in UTF-8", query=name, hint="save it in UTF-8") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise QueryError(
            f"cannot be read: {reason}", query=name, hint="give a file of SPARQL, or - for stdin"
        ) from None


def _read_params(params: tuple[str, ...], lang: str | None) -> dict[str, str]:
    """Return the values that -p and --lang give; said twice, a parameter is an error."""
    values: dict[str, str] = {} if lang is None else {LANGUAGE_PARAMETER: lang}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"-p {param}: give KEY=VALUE, such as -p partner=AUSL")
        if key in values:
            raise click.UsageError(f"the parameter {key!r} is given twice")
        values[key] = value
    return values
