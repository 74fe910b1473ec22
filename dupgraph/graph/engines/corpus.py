"""The engine of a corpus: its graphs in Oxigraph, as of any folder, and beside them tables that answer faster.

Who asks for things by their names, or for plans, needs none of the graphs: the tables say all that is said of these.
Where a question has SQL beside its SPARQL, the tables answer it with the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec

from dupgraph.graph.engines.bucket import BucketEngine
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import HeldEngine, OxigraphEngine
from dupgraph.graph.engines.protocol import Engine
from dupgraph.graph.engines.tables import FolderFiles, Tables


@dataclass(frozen=True)
class CorpusEngine(OxigraphEngine):
    """Answers from the graphs of a corpus whose tables are of just these graphs."""

    @cached_property
    def tables(self) -> Tables | None:
        """The tables, None where the library that asks them is not installed: the graphs then answer."""
        folder = self.place.corpus
        if folder is None or find_spec("duckdb") is None:
            return None
        return Tables(FolderFiles(folder), tuple(file.stem for file in self.place.files))

    @cached_property
    def plans(self) -> Engine:
        """The engine that knows the plans, whose they are and of which texts, and nothing else."""
        return self if self.tables is None else HeldEngine(Place(self.location), self.tables.read_plans())

    def describe(self, things: Sequence[str]) -> Engine:
        """Return the engine that knows some things, and the kinds and groups of which they are, and nothing else."""
        return self if self.tables is None else HeldEngine(Place(self.location), self.tables.read_things(things))


_TABLED = (CorpusEngine, BucketEngine)


def find_tables(engine: Engine) -> Tables | None:
    """Return the tables that an engine has beside its graph; None for most."""
    return engine.tables if isinstance(engine, _TABLED) else None


def ask_plans(engine: Engine) -> Engine:
    """Return the engine to ask about plans, but not about what stands in them: the whole one for most."""
    return engine.plans if isinstance(engine, _TABLED) else engine


def ask_things(engine: Engine, things: Sequence[str]) -> Engine:
    """Return the engine to ask about these things, but not about elements: the whole one for most."""
    return engine.describe(things) if isinstance(engine, _TABLED) else engine
