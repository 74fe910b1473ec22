"""``dupgraph load``: graphs into a store on disk."""

from pathlib import Path

import click

from dupgraph.cli.printing import count_noun, echo
from dupgraph.cli.progress import show_progress


@click.command("load")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", metavar="DIR", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="The store's folder; made when missing.")  # fmt: skip
def command(*, graphs: tuple[Path, ...], store: Path) -> None:
    """Load graph files, and the graph files in folders, into an Oxigraph store on disk.

    Each plan goes into a named graph of its own, and replaces what the store held of it; other plans stay. Until
    all is loaded the store is as it was, and it stays so when something goes wrong.

    \b
    Example:
      dupgraph load graph --store plans.store
      dupgraph query plans --graph plans.store
    """
    from dupgraph.graph.stores.load import load_graphs

    with show_progress(f"load {store}") as advance:
        load = load_graphs(graphs, store, advance=advance)
    loaded = f"{count_noun(len(load.plans), 'plan')} loaded, {count_noun(load.triples, 'triple')}"
    echo(f"{store}: {loaded}; it now holds {count_noun(load.plans_now, 'plan')}")
