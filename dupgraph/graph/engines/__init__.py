"""Where a query runs: Oxigraph, embedded, or a remote endpoint, behind one protocol."""

import os
from collections.abc import Sequence
from dataclasses import replace

from dupgraph.base.errors import GraphError
from dupgraph.graph.engines.graphs import find_place, is_url, join_places
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Engine

__all__ = ["Engine", "open_engine"]


def open_engine(
    location: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    graph_iris: Sequence[str] = (),
    services: Sequence[str] = (),
) -> Engine:
    """Return the engine for a graph file, several, a folder of them, a corpus, an Oxigraph store or an endpoint's URL.

    A corpus may be in a store of objects (``s3://bucket/path``): then its tables answer what they can.

    Without a location it answers from the graphs that come with the package. ``graph_iris`` are the named graphs to
    ask, instead of all of them together; ``services`` the URLs that SERVICE may name in a typed text. Raises
    GraphError when there is nothing at ``location``; what is broken inside shows at the first query.
    """
    if isinstance(location, list | tuple):
        if not location:
            raise GraphError("the list of files is empty", hint="name one at least, or no list for the packaged graph")
        place = replace(join_places(location), graph_iris=tuple(graph_iris), services=tuple(services))
        return OxigraphEngine(place)
    if not isinstance(location, str | os.PathLike | None):
        raise GraphError(f"a location is a path or a URL, not {type(location).__name__}", path=str(location)[:100])
    if is_url(location):
        # Late, as the two below: each takes long to import, and every worker of a server starts here.
        from dupgraph.graph.engines.endpoint import EndpointEngine

        return EndpointEngine(location, tuple(graph_iris), tuple(services))
    if isinstance(location, str) and "://" in location:
        from dupgraph.graph.engines.bucket import open_bucket

        return open_bucket(location, graph_iris)
    place = replace(find_place(location), graph_iris=tuple(graph_iris), services=tuple(services))
    if not place.has_tables or graph_iris:
        return OxigraphEngine(place)
    from dupgraph.graph.engines.corpus import CorpusEngine

    return CorpusEngine(place)
