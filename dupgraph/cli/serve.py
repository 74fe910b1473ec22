"""``dupgraph serve``: plans in a browser, and SPARQL for machines."""

from pathlib import Path

import click

from dupgraph.cli.printing import echo

EXAMPLE = """\b
Example:
  dupgraph serve
  dupgraph serve graph/sassuolo.ttl --open"""


@click.command("serve", epilog=EXAMPLE)
@click.argument("locations", metavar="[LOCATION]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 for any.")
def command(*, locations: tuple[Path, ...], host: str, port: int) -> None:
    """Show plans in a browser on this machine, and answer SPARQL at /sparql, until Ctrl-C.

    LOCATION is a graph file, a folder of them, or a store; without one it is the plan that comes with dupgraph.
    """
    # Late: a server takes longer to import than help may take.
    from dupgraph.serve.app import run_server
    from dupgraph.serve.settings import Settings

    run_server(Settings(locations, host, port), started=_tell_address)


def _tell_address(address: str) -> None:
    echo(f"Open {address} in a browser; Ctrl-C ends it.", err=True)
