"""``dupgraph export``: a graph as files for other tools."""

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from dupgraph.cli.options import location_options
from dupgraph.query.catalogue import LANGUAGES

EXAMPLE = """\b
Example:
  dupgraph export gexf
  dupgraph export graphml gexf kumu network-csv --graph graph/sassuolo.ttl -o reti
  dupgraph export network-csv --no-dependencies --lang en"""


def _complete_format(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from dupgraph.export import FORMATS

    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@click.command("export", epilog=EXAMPLE)
@click.argument("names", metavar="FORMAT...", nargs=-1, shell_complete=_complete_format)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("export"), show_default=True,
              metavar="DIR", help="Folder for the files; created when missing.")  # fmt: skip
@click.option("--no-dependencies", is_flag=True, help="Leave out which objectives hang together.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="Names' language.")
@location_options
def command(
    *,
    names: tuple[str, ...],
    output: Path,
    no_dependencies: bool,
    lang: str,
    location: str | None,
    graph_iris: tuple[str, ...],
    plan: str | None,
) -> None:
    """Write the network of a plan for tools that draw and measure networks.

    FORMAT is one or more of: graphml (yEd, Cytoscape, Gephi), gexf (Gephi), kumu (a blueprint, JSON) and network-csv
    (two tables, nodes and edges). Elements and what they name are the nodes; edges say what is part of what, who
    names what, with the plan's words, and which objectives of different policies hang together. Several plans at a
    location make one network; --plan chooses one.
    """
    # Late: reading a graph into values takes longer to import than help may take.
    from dupgraph.export import Source, find_formats, write_formats
    from dupgraph.resources import create_folder, write_together

    formats = find_formats(names)
    source = Source(location, graph_iris, plan, lang, with_dependencies=not no_dependencies)
    files = write_formats(source, formats)
    create_folder(output)
    write_together({output / name: data for name, data in files.items()})
    network = source.exchange
    click.echo(
        f"{', '.join(str(output / name) for name in files)}: "
        f"{len(network.nodes):,} nodes and {len(network.edges):,} edges.",
        err=True,
    )
