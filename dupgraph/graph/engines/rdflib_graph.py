"""The triples of a local engine as a graph of rdflib."""

from typing import TYPE_CHECKING

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Engine

if TYPE_CHECKING:
    from rdflib import Graph


def make_rdflib_graph(engine: Engine) -> "Graph":
    """Return the graph that an engine asks, backed by the same store: nothing is copied.

    Raises QueryError for an endpoint, whose triples are elsewhere.
    """
    from oxrdflib import OxigraphStore
    from rdflib import Dataset, Graph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if not isinstance(engine, OxigraphEngine):
        raise QueryError("an endpoint's triples are not here", query=engine.location, hint="use sparql()")
    store = OxigraphStore(store=engine.store)
    named = next(iter(engine.store.named_graphs()), None) is not None
    if named and not engine.has_union:
        return Dataset(store=store, default_union=True)
    # Without this identifier rdflib would look for a graph of a name of its own, and find it empty.
    return Graph(store=store, identifier=DATASET_DEFAULT_GRAPH_ID)
