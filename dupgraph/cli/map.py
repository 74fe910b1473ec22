"""``dupgraph map``: a plan, or the towns and partners of several, as an offline page."""

from pathlib import Path

import click

from dupgraph.cli.options import Location, language_option, location_options
from dupgraph.cli.pages import check_page, show_page
from dupgraph.cli.usage import refuse_usage

EXAMPLE = """\b
Example:
  dupgraph map --graph graph/sassuolo.ttl -o sassuolo.html
  dupgraph map --view dependencies --focus 1.3.7
  dupgraph map --view partners --focus AUSL -o ausl.html
  dupgraph map --graph plans.store -o comuni.html"""

_FIRST_VIEW = "plan"


@click.command("map", epilog=EXAMPLE)
@click.option("--view", metavar="VIEW", default=_FIRST_VIEW, show_default=True,
              help="What the page begins with: plan, partners, themes, dependencies or matrix.")  # fmt: skip
@click.option("--focus", metavar="THING", help="Begin with this: a code, a title, or the name of what is named.")
@language_option("Language of what it says here; the page has both.")
@location_options
@click.option("-o", "--output", metavar="FILE", default="map.html", show_default=True, help="The page; - is stdout.")
def command(*, view: str, focus: str | None, lang: str, location: Location, output: str) -> None:
    """Draw a plan as one HTML page that needs no network.

    The page has five views of the plan, a search, filters, and behind every line the plan's own words. Without
    --graph it draws the plan that comes with dupgraph. Of several plans, where --plan chooses none, it draws the towns
    and the partners that they have in common; of more than 120, their provinces or regions. Exit status 1 says that
    there is nothing to see.
    """
    # Late: reading a graph into values takes longer to import than help may take.
    from dupgraph.ask.catalogue.plans import count_plans
    from dupgraph.publish.map.page import check_view, draw_map

    check_view(view)
    file = None if output == "-" else Path(output)
    check_page(file)
    engine = location.open()
    if location.plan is None and count_plans(engine) > 1:
        if view != _FIRST_VIEW:
            raise refuse_usage("view_for_one")
        from dupgraph.publish.towns.page import draw_towns

        show_page(draw_towns(engine, focus), file, lang)
        return
    drawing = draw_map(engine, location.plan, view=view, focus=focus)
    show_page(drawing, file, lang)
