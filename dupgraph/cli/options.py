"""Options that several commands share: where the graph is, and which plan of it is asked."""

from collections.abc import Callable
from math import isnan
from typing import Any, TypeVar

import click

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
    for option in (
        click.option("--modified", metavar="YYYY-MM-DD",
                     help="Day of the publication.  [default: SOURCE_DATE_EPOCH, or today]"),
        click.option("--licence", metavar="IRI",
                     help="Licence of what is published, when the plan states none, or another."),
    ):  # fmt: skip
        command = option(command)
    return command


def location_options(command: Command) -> Command:
    """Add --graph, --graph-iri and --plan, as ``location``, ``graph_iris`` and ``plan``."""
    for option in (
        click.option("--plan", metavar="PLAN", help="One plan of several: its IRI or the end of it, title or town."),
        click.option("--graph-iri", "graph_iris", multiple=True, metavar="IRI",
                     help="Ask this named graph instead of all; may be repeated."),
        click.option("--graph", "location", metavar="LOCATION",
                     help="A graph file, a folder, a store or an endpoint's URL."),
    ):  # fmt: skip
        command = option(command)
    return command
