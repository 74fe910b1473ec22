"""Tasks that a server has a child do now and then, so that it need not keep their libraries and memory."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, parse

from dupgraph.base.child import Send
from dupgraph.base.messages import pack_message
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine, OxigraphEngine
from dupgraph.serve.documents import mark_document

_Answer = tuple[dict[str, Any], bytes]
# So many a worker reads in 40 ms of the processor, and holds in 9 MiB.
_MOST_HELD = 25_000
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def stream_request(request: dict[str, Any], data: bytes, send: Send) -> _Answer:
    """Run the task that ``do`` names, and pass on what it raises."""
    return _TASKS[request["do"]](request, data, send)


def read_place(facts: Mapping[str, Any]) -> Place:
    """Return the place of some ``files``, or of a ``store`` where there are none; people call it ``name``."""
    files = tuple(map(Path, facts["files"]))
    return Place(facts["name"], files, None if files else Path(facts["store"]))


def _load(request: dict[str, Any], _: bytes, send: Send) -> _Answer:
    """Load ``files``, where there are any, into the ``store``; the parts before the answer say how far it is.

    The answer has the named ``graphs``, the number of ``triples`` of all together, and the file of their ``union``
    where workers shall hold it in memory.
    """
    from dupgraph.graph.stores.load import load_graphs

    folder = Path(request["store"])
    if request["files"]:
        load_graphs(request["files"], folder, advance=lambda *facts: send(facts, b""), always_united=True)
    engine = OxigraphEngine(Place(str(folder), store=folder))
    ((count,),) = engine.select(_COUNT).rows
    triples = int(count.value) if isinstance(count, Literal) else 0
    union = folder / "union.nt"
    is_small = bool(request["files"]) and triples <= _MOST_HELD
    if is_small:
        engine.store.dump(union, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    graphs = sorted(name.value for name in engine.store.named_graphs() if isinstance(name, NamedNode))
    return {"graphs": graphs, "triples": triples, "union": str(union) if is_small else ""}, b""


def _build(request: dict[str, Any], _: bytes, __: Send) -> _Answer:
    """Build the graph of a ``document`` into a ``folder``; the answer names its file, and what is doubtful."""
    from dupgraph.read.build import build_graph, write_build

    document = Path(request["document"])
    build = build_graph(document)
    graph = write_build(build, Path(request["folder"]))
    mark_document(graph, document)
    return {"graph": str(graph), "warnings": [*map(pack_message, build.list_warnings(document))]}, b""


def _draw_map(request: dict[str, Any], data: bytes, _: Send) -> _Answer:
    """Draw the map of the ``plan`` whose triples are ``data``, in N-Triples; ``ways`` lead to what is beside it."""
    from dupgraph.publish.map.page import draw_map

    triples = tuple(quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
    engine = MemoryEngine(Place(f"<{request['plan']}>"), triples=triples)
    return {}, draw_map(engine, request["plan"], **request["ways"]).html.encode()


def _draw_towns(request: dict[str, Any], _: bytes, __: Send) -> _Answer:
    from dupgraph.publish.towns.page import draw_towns

    return {}, draw_towns(OxigraphEngine(read_place(request["location"])), home="index.html").html.encode()


_TASKS: Mapping[str, Callable[[dict[str, Any], bytes, Send], _Answer]] = {
    "build": _build,
    "load": _load,
    "map": _draw_map,
    "towns": _draw_towns,
}
