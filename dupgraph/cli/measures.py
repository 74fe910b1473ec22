"""``dupgraph measures``: what connects most, what belongs together, and what is missing."""

from typing import Any

import click

from dupgraph.cli.options import Location, language_option, location_options
from dupgraph.cli.printing import note
from dupgraph.cli.rows import Output, output_options, show_rows
from dupgraph.language.languages import get_text
from dupgraph.schema.links import ELEMENT_KINDS, PARTNER, ROLES

# As in dupgraph.ask.analysis, which takes longer to import than help may take.
MEASURED = (*ROLES, *ELEMENT_KINDS, "communities", "gaps")

EXAMPLE = """\b
Example:
  dupgraph measures
  dupgraph measures objective -o obiettivi.xlsx
  dupgraph measures communities
  dupgraph measures gaps"""


@click.command("measures", epilog=EXAMPLE)
@click.argument("what", type=click.Choice(MEASURED), default=PARTNER, metavar="[WHAT]")
@language_option("Names' language.")
@location_options
@output_options
def command(*, what: Any, lang: str, location: Location, output: Output) -> None:
    """Measure what connects most; or list what belongs together, or what is missing.

    WHAT is partner (unless another is given), beneficiary, place, instrument or theme: how many policies, objectives
    and elements name each, in how many places, and how much of the network leads through it; objective, guideline or
    policy: how strongly each hangs together with the others; communities of objectives; or gaps: objectives and
    policies without a partner, and partners named once.
    """
    from dupgraph.ask.analysis.answers import cite_plans, list_measures

    network = location.read_network(lang)
    result, is_sampled = list_measures(network, what, lang)
    show_rows(cite_plans(result, network), output)
    if is_sampled:
        note(get_text("answers", "note_sampled", lang))
