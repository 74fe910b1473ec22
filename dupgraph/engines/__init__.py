"""Where a query runs: Oxigraph (embedded), rdflib (the reference) or a remote endpoint, behind one protocol."""

import os

from dupgraph.engines.graphs import find_place
from dupgraph.engines.oxigraph import OxigraphEngine
from dupgraph.engines.protocol import Engine
from dupgraph.errors import GraphError

__all__ = ["Engine", "open_engine"]


def open_engine(location: str | os.PathLike[str] | None = None) -> Engine:
    """Return the engine for a graph file, a folder of them, an Oxigraph store or an endpoint's URL.

    Without a location it answers from the graphs that come with the package. Raises GraphError when there is
    nothing at ``location``; what is broken inside shows at the first query.
    """
    if not isinstance(location, str | os.PathLike | None):
        raise GraphError(f"a location is a path or a URL, not {type(location).__name__}", path=str(location)[:100])
    if isinstance(location, str) and location.lower().startswith(("http://", "https://")):
        # Its library takes 50 ms to import.
        from dupgraph.engines.endpoint import EndpointEngine

        return EndpointEngine(location)
    return OxigraphEngine(find_place(location))
