"""``dupgraph measures``: what connects most, what belongs together, and what is missing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dupgraph.cli.options import location_options
from dupgraph.cli.rows import choose_format, output_options, show_rows
from dupgraph.query.catalogue import LANGUAGES

if TYPE_CHECKING:
    from dupgraph.analysis import PlanNetwork
    from dupgraph.query.results import Result

EXAMPLE = """\b
Example:
  dupgraph measures
  dupgraph measures objective -o obiettivi.xlsx
  dupgraph measures communities
  dupgraph measures gaps"""

THINGS = ("partner", "beneficiary", "place", "instrument", "theme")
ELEMENTS = ("objective", "guideline", "policy")
COMMUNITIES = "communities"
GAPS = "gaps"


@click.command("measures", epilog=EXAMPLE)
@click.argument("what", type=click.Choice((*THINGS, *ELEMENTS, COMMUNITIES, GAPS)), default="partner", metavar="[WHAT]")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Names' language.")
@location_options
@output_options
def command(
    *,
    what: Any,
    lang: str,
    location: str | None,
    graph_iris: tuple[str, ...],
    plan: str | None,
    form: str | None,
    delimiter: str | None,
    excel: bool,
    output: Path | None,
) -> None:
    """Measure what connects most; or list what belongs together, or what is missing.

    WHAT is partner (unless another is given), beneficiary, place, instrument or theme: how many policies, objectives
    and elements name each, in how many places, and how much of the network leads through it; objective, guideline or
    policy: how strongly each hangs together with the others; communities of objectives; or gaps: objectives and
    policies without a partner, and partners named once.
    """
    from dupgraph.analysis import read_network
    from dupgraph.engines import open_engine

    chosen = choose_format(form, delimiter=delimiter, excel=excel, output=output)
    network = read_network(open_engine(location, graph_iris), plan, lang)
    result, is_sampled = _measure(network, what, lang)
    show_rows(result, chosen, delimiter=delimiter, excel=excel, output=output)
    if is_sampled:
        click.echo("The network is large: betweenness is estimated from a sample.", err=True)


def _measure(network: "PlanNetwork", what: Any, lang: str) -> tuple["Result", bool]:
    """Return the rows, and whether some of the numbers are estimates."""
    from dupgraph.analysis import (
        find_communities,
        find_gaps,
        list_communities,
        list_elements,
        list_gaps,
        list_things,
        measure_network,
    )

    if what == COMMUNITIES:
        return list_communities(network, find_communities(network), lang), False
    if what == GAPS:
        return list_gaps(network, find_gaps(network), lang), False
    if what in THINGS:
        measures = measure_network(network, (what,), None)
        return list_things(measures, what, lang), measures.sampled
    measures = measure_network(network, (), what)
    return list_elements(measures.elements, lang), measures.sampled
