"""``dupgraph load``: graphs into a store on disk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dupgraph.cli.printing import echo

if TYPE_CHECKING:
    from dupgraph.graph.stores.load import Advance


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

    with show_progress() as advance:
        load = load_graphs(graphs, store, advance=advance)
    loaded = f"{_count(len(load.plans), 'plan')} loaded, {_count(load.triples, 'triple')}"
    echo(f"{store}: {loaded}; it now holds {_count(load.plans_now, 'plan')}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def show_progress() -> Iterator["Advance | None"]:
    """Show how far a load is on a terminal, on stderr; in a pipe nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading")

        def advance(read: int, size: int, done: int, files: int) -> None:
            said = f"{done:,} of {files:,} files" if read < size else "tidying up"
            progress.update(task, completed=read, total=size, description=said)

        yield advance
