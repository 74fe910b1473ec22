"""Options that several commands share: where the graph is, and which plan of it is asked."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


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
