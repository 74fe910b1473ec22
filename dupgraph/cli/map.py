"""``dupgraph map``: one plan as an offline page."""

from pathlib import Path

import click

from dupgraph.cli.options import location_options
from dupgraph.engines import open_engine
from dupgraph.netmap import draw_map
from dupgraph.resources import write_whole


@click.command(name="map")
@location_options
@click.option("-o", "--output", metavar="FILE", default="map.html", show_default=True, help="The page; - is stdout.")
def command(location: str | None, graph_iris: tuple[str, ...], plan: str | None, output: str) -> None:
    """Draw a plan as one HTML page that needs no network.

    The page shows policies, guidelines, objectives and partners; a click on any of them shows the plan's words.
    Without --graph it draws the plan that comes with dupgraph.

    \b
    Example:
      dupgraph map --graph graph/sassuolo.ttl -o sassuolo.html
    """
    page = draw_map(open_engine(location, graph_iris), plan).html.encode()
    if output == "-":
        click.echo(page, nl=False)
        return
    path = Path(output)
    write_whole(path, page)
    click.echo(f"The map is in {path}: open it in a browser.", err=True)
