"""The engine of a corpus: its graphs in Oxigraph, as of any folder, and beside them tables that answer faster.

Who asks for things by their names, or for plans, needs none of the graphs: the tables say all that is said of these.
Where a question has SQL beside its SPARQL, the tables answer it with the same rows.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec

from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.tables import FolderFiles, Tables


@dataclass(frozen=True)
class CorpusEngine(OxigraphEngine):
    """Answers from the graphs of a corpus whose tables are of just these graphs."""

    @cached_property
    def tables(self) -> Tables | None:
        """The tables, None where the library that asks them is not installed: the graphs then answer."""
        return open_tables(self.place)


def open_tables(place: Place, seconds: float | None = None) -> Tables | None:
    """Return the tables of a place, to be asked for so many seconds a question; None where none can be asked."""
    if place.corpus is None or not place.has_tables or find_spec("duckdb") is None:
        return None
    stems = tuple(file.stem for file in place.files)
    return Tables(place.location, FolderFiles(place.corpus), stems, seconds)
