"""The engine of a corpus: its graphs in Oxigraph, as of any folder, and beside them tables that answer faster.

Who asks for things by their names, or for plans, needs none of the graphs: what is said of these stands in one small
file. Where a question has SQL beside its SPARQL, the tables answer it with the same rows.
"""

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec

from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Engine
from dupgraph.graph.engines.tables import Tables
from dupgraph.schema.corpora import THINGS


@dataclass(frozen=True)
class CorpusEngine(OxigraphEngine):
    """Answers from the graphs of a corpus whose tables are of just these graphs."""

    @cached_property
    def things(self) -> OxigraphEngine:
        """What is said of plans and of all that they name."""
        folder = self.place.corpus
        return self if folder is None else OxigraphEngine(Place(self.location, (folder / THINGS,)))

    @cached_property
    def tables(self) -> Tables | None:
        """The tables, None where the library that asks them is not installed: the graphs then answer."""
        folder = self.place.corpus
        return None if folder is None or find_spec("duckdb") is None else Tables(folder)


def find_tables(engine: Engine) -> Tables | None:
    """Return the tables that an engine has beside its graph; None for most."""
    return engine.tables if isinstance(engine, CorpusEngine) else None


def ask_things(engine: Engine) -> Engine:
    """Return the engine to ask about plans and the things they name, but not about elements: the whole one for most."""
    return engine.things if isinstance(engine, CorpusEngine) else engine
