"""``dupgraph query``: a question of the catalogue, or one's own SPARQL."""

import sys
from pathlib import Path

import click
from click.exceptions import Exit

from dupgraph.ask.catalogue import TIMEOUT_SECONDS, Result, close_question, run_question, run_text
from dupgraph.ask.catalogue.questions import LANGUAGE_PARAMETER, PLAN_PARAMETER
from dupgraph.base.errors import QueryError, word_reason
from dupgraph.cli.completion import complete_parameter, complete_question
from dupgraph.cli.options import Location, Seconds, location_options, speaking
from dupgraph.cli.pages import check_page, show_page
from dupgraph.cli.printing import echo
from dupgraph.cli.rows import Output, note_absence, output_options, show_whole
from dupgraph.cli.usage import refuse_usage
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.gate import MAXIMUM_BYTES
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import say

EXAMPLE = """\b
Example:
  dupgraph query objectives-by-partner -p partner=AUSL
  dupgraph query outline --excel -o outline.csv
  dupgraph query bridging-partners --map ponti.html
  echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | dupgraph query --file -"""


@click.command("query", epilog=EXAMPLE)
@click.argument("name", required=False, shell_complete=complete_question)
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter; may be repeated.",
              shell_complete=complete_parameter)  # fmt: skip
@location_options
@click.option("--file", "source", metavar="FILE", help="Run the SPARQL of a file, or of stdin (-), instead of NAME.")
@click.option("--timeout", type=Seconds(), metavar="SECONDS",
              help="Stop a query that takes longer; --file and a remote store: 30, a day at most.")  # fmt: skip
@click.option("--allow-service", "services", multiple=True, metavar="URL",
              help="An endpoint that SERVICE may ask, for --file; may be repeated.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and headings: it (as it is) or en.")
@click.option("--map", "page", type=click.Path(path_type=Path), metavar="FILE",
              help="Draw what the answer speaks of as an offline page, besides.")  # fmt: skip
@click.option("--show-query", is_flag=True, help="Print the SPARQL that would run, and do not run it.")
@output_options
def command(
    *,
    name: str | None,
    params: tuple[str, ...],
    location: Location,
    source: str | None,
    timeout: float | None,
    services: tuple[str, ...],
    lang: str | None,
    page: Path | None,
    show_query: bool,
    output: Output,
) -> None:
    """Ask the question NAME of the catalogue, or your own SPARQL with --file.

    Without --graph, the graphs that come with dupgraph answer. `dupgraph queries` lists the questions.
    """
    if (name is None) == (source is None):
        raise refuse_usage("give_question")
    if name is not None and Path(name).suffix and Path(name).is_file():
        raise refuse_usage("question_is_file", name=name)
    check_page(page)
    if source is not None:
        if params or location.plan or lang or show_query:
            raise refuse_usage("not_for_file")
        text = _read_source(source)
        engine = location.open(services)
        result = run_text(engine, text, timeout=timeout or TIMEOUT_SECONDS, name=_name_source(source))
    else:
        if services:
            raise refuse_usage("service_for_file")
        values = _read_params(params, {LANGUAGE_PARAMETER: lang, PLAN_PARAMETER: location.plan})
        with speaking(lang or LANGUAGES[0]):
            engine = location.open()
            if show_query:
                echo(close_question(engine, name or "", values), nl=False)
                return
            result = run_question(engine, name or "", values, timeout=timeout)
    note_absence(result)
    show_whole(result, output, lang or LANGUAGES[0], say("narrower") if result.cut else "")
    _draw_page(engine, result, location.plan, page, lang or LANGUAGES[0])
    if result.form == "ask" and not result:
        raise Exit(1)


def _draw_page(engine: Engine, result: Result, plan: str | None, page: Path | None, lang: str) -> None:
    """Write the map of what a result speaks of, where one is wanted; exit 1 when there is nothing on it."""
    if page is None:
        return
    # Late: drawing takes libraries that no answer in rows needs.
    from dupgraph.ask.catalogue.plans import find_plan
    from dupgraph.ask.catalogue.things import list_iris
    from dupgraph.publish.map.page import draw_map

    things = list_iris(engine, result, find_plan(engine, plan) if plan else "")
    show_page(draw_map(engine, plan, things=things), page, lang)


def _name_source(source: str) -> str:
    return "standard input" if source == "-" else source


def _read_source(source: str) -> str:
    """Return the text of a file, or of stdin for "-". Raises QueryError."""
    name = _name_source(source)
    if source == "-" and sys.stdin is None:
        raise QueryError("is closed", query=name, hint="give a file of SPARQL")
    try:
        # No more than the gate lets pass, and a little: a device never ends.
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as file:
            data = file.read(2 * MAXIMUM_BYTES)
        return data.decode("utf-8-sig", "ignore" if len(data) == 2 * MAXIMUM_BYTES else "strict")
    except UnicodeDecodeError:
        raise QueryError("is not text in UTF-8", query=name, hint="save it in UTF-8") from None
    except OSError as error:
        what = f"cannot be read: {word_reason(error)}"
        raise QueryError(what, query=name, hint="give a file of SPARQL, or - for stdin") from None


def _read_params(params: tuple[str, ...], options: dict[str, str | None]) -> dict[str, str]:
    """Return the values that -p and the options give; said twice, a parameter is an error."""
    values = {key: value for key, value in options.items() if value is not None}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise refuse_usage("give_value", param=param)
        if key in values:
            raise refuse_usage("value_twice", key=key)
        values[key] = value
    return values
