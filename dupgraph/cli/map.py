"""``dupgraph map``: one plan as an offline page."""

from pathlib import Path

import click

from dupgraph.cli.options import Location, location_options
from dupgraph.cli.pages import show_page

EXAMPLE = """\b
Example:
  dupgraph map --graph graph/sassuolo.ttl -o sassuolo.html
  dupgraph map --view dependencies --focus 1.3.7
  dupgraph map --view partners --focus AUSL -o ausl.html"""


@click.command("map", epilog=EXAMPLE)
@click.option("--view", metavar="VIEW", default="plan", show_default=True,
              help="What the page begins with: plan, partners, themes, dependencies or matrix.")  # fmt: skip
@click.option("--focus", metavar="THING", help="Begin with this: a code, a title, or the name of what is named.")
@location_options
@click.option("-o", "--output", metavar="FILE", default="map.html", show_default=True, help="The page; - is stdout.")
def command(
    *,
    view: str,
    focus: str | None,
    location: Location,
    output: str,
) -> None:
    """Draw a plan as one HTML page that needs no network.

    The page has five views of the plan, a search, filters, and behind every line the plan's own words. Without
    --graph it draws the plan that comes with dupgraph. Exit status 1 says that there is nothing to see.
    """
    # Late: reading a graph into values takes longer to import than help may take.
    from dupgraph.publish.map import check_view, draw_map

    check_view(view)
    drawing = draw_map(location.open(), location.plan, view=view, focus=focus)
    show_page(drawing, None if output == "-" else Path(output))
