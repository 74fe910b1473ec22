"""Options that several commands share: where the graph is, and which plan of it is asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from math import isnan
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dupgraph.base.errors import DupgraphError
from dupgraph.cli.unbuilt import is_document, open_document
from dupgraph.cli.usage import refuse_usage
from dupgraph.language.languages import LANGUAGES

if TYPE_CHECKING:
    from dupgraph.ask.analysis.network import PlanNetwork
    from dupgraph.graph.engines import Engine

Command = TypeVar("Command", bound=Callable[..., Any])
# As in dupgraph.ask.catalogue, which takes longer to import than help may take.
_MOST_SECONDS = 86_400


class Seconds(click.FloatRange):
    """Seconds for a query: above 0, and at most a day."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True, max=_MOST_SECONDS)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; no number ("nan") is neither above nor below anything."""
        seconds = float(super().convert(value, param, ctx))
        if isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds", param, ctx)
        return seconds


def publication_options(command: Command) -> Command:
    """Add --licence and --modified, as ``licence`` and ``modified``."""
    help_of_day = "Day of the publication.  [default: SOURCE_DATE_EPOCH, or today]"
    help_of_licence = "Licence of what is published, when the plan states none, or another."
    command = click.option("--modified", metavar="YYYY-MM-DD", help=help_of_day)(command)
    return click.option("--licence", metavar="IRI", help=help_of_licence)(command)


@dataclass(frozen=True, slots=True)
class Location:
    """Which graph is asked, and which plan of it."""

    graph: str | None
    graph_iris: tuple[str, ...]
    plan: str | None

    def open(self, services: Sequence[str] = (), lang: str = LANGUAGES[0]) -> "Engine":
        """Return the engine that asks it; of a plan that is still a document, which is read first, what is doubtful is
        said in a language. Raises GraphError when there is nothing there, DocumentError where that cannot be read.
        """
        if not self.graph_iris and is_document(self.graph):
            return open_document(self.graph or "", lang, guessed=True).engine
        return self.open_graph(services)

    def open_graph(self, services: Sequence[str] = ()) -> "Engine":
        """Return the engine that asks it where it is a graph, which a document is not yet. Raises GraphError."""
        from dupgraph.graph.engines import open_engine

        return open_engine(self.graph, self.graph_iris, services)

    def read_network(self, lang: str) -> "PlanNetwork":
        """Return its elements, things and links, names in one language."""
        # Late: reading a graph into values takes longer to import than help may take.
        from dupgraph.ask.analysis.reading import read_network

        return read_network(self.open(lang=lang), self.plan, lang)


def graph_option(text: str) -> Callable[[Command], Command]:
    """Return what adds --graph, as ``location``; given twice it is refused, where the last one alone would answer."""
    return click.option("--graph", "location", metavar="LOCATION", multiple=True, callback=_take_one, help=text)


def _take_one(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> str | None:
    if len(values) > 1:
        raise refuse_usage("graph_twice", count=len(values))
    return values[0] if values else None


def location_options(command: Command) -> Command:
    """Add --graph, --graph-iri and --plan, which become one ``location``."""

    @wraps(command)
    def run(*, location: str | None, graph_iris: tuple[str, ...], plan: str | None, **arguments: Any) -> Any:
        return command(location=Location(location, graph_iris, plan), **arguments)

    for option in (
        click.option("--plan", metavar="PLAN", help="One plan of several: its IRI or the end of it, title or town."),
        click.option("--graph-iri", "graph_iris", multiple=True, metavar="IRI",
                     help="Ask this named graph instead of all; may be repeated."),
        graph_option("A graph file, a folder, a store, an endpoint's URL, or a plan as a document, read first."),
    ):  # fmt: skip
        run = option(run)
    return run  # type: ignore[return-value]  # click calls it by its options alone


def language_option(text: str) -> Callable[[Command], Command]:
    """Return what adds --lang, Italian unless another language is given; errors are said in it, too."""

    def add(command: Command) -> Command:
        @wraps(command)
        def run(*, lang: str, **arguments: Any) -> Any:
            with speaking(lang):
                return command(lang=lang, **arguments)

        add_option = click.option(
            "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help=text
        )
        return add_option(run)  # type: ignore[return-value]  # click calls it by its options alone

    return add


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let what goes wrong within be said in a language."""
    try:
        yield
    except DupgraphError as error:
        error.language = language
        raise
