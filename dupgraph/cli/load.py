"""``dupgraph load``: graphs into a store on disk."""

from pathlib import Path

import click

from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo, word
from dupgraph.cli.progress import show_progress
from dupgraph.language.messages import write_count


@click.command("load")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", metavar="DIR", required=True, type=click.Path(path_type=Path, file_okay=False),
              help="The store's folder; made when missing.")  # fmt: skip
@language_option("Language of what it says.")
def command(*, graphs: tuple[Path, ...], store: Path, lang: str) -> None:
    """Load graph files, and the graph files in folders, into an Oxigraph store on disk.

    Each plan goes into a named graph of its own, and replaces what the store held of it; other plans stay. Until
    all is loaded the store is as it was, and it stays so when something goes wrong.

    \b
    Example:
      dupgraph load graph --store plans.store
      dupgraph query plans --graph plans.store
    """
    from dupgraph.graph.stores.load import load_graphs

    with show_progress(word("load_progress", lang, place=store), lang) as advance:
        load = load_graphs(graphs, store, advance=advance)
    counts = {"plans": len(load.plans), "triples": load.triples, "plans_now": load.plans_now}
    echo(word("loaded", lang, store=store, **{name: write_count(count, lang) for name, count in counts.items()}))
