"""The child's side of a server's pool: opens a store once, gives up all rights, and answers one query after the other.

Nothing that a stranger typed is read anywhere else: the gate stands here, too.
"""

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from dupgraph.base.child import Send
from dupgraph.base.confinement import allow_memory, refuse_sockets, restrict_process
from dupgraph.base.errors import GraphError, QueryError
from dupgraph.base.messages import pack_message
from dupgraph.graph.engines.answers import run_query
from dupgraph.graph.engines.gate import check_typed, may_need_store
from dupgraph.graph.engines.graphs import Place, holds_union, read_store
from dupgraph.graph.engines.streaming import Bounds, OverLimitError, PartWriter, write_answer, write_triples

# Read from a file at each call.
_PROCESSORS = os.cpu_count() or 1
# After so many queries a process is taken to be one that stays.
_SETTLED_AFTER = 8


class _OpenStore:
    """The one store that this process ever opens; ``union`` is a file of what its default graph holds, where that is
    small.

    A small graph answers sooner from memory. A process that is ended after its first query, as those of hostile ones
    are, does not read it for nothing.
    """

    def __init__(self, folder: Path, union: str) -> None:
        self._place = Place(str(folder), store=folder)
        self._union = union
        self._asked = 0
        self.has_union = holds_union(self._store)

    def choose(self, text: str | None) -> Store:
        """Return the store that answers a query's text; None for what names graphs beside a text."""
        self._asked += 1
        is_settled = self._union and self._asked > _SETTLED_AFTER
        return self._store if not is_settled or text is None or may_need_store(text) else self._in_memory

    @cached_property
    def _store(self) -> Store:
        return read_store(self._place)

    @cached_property
    def _in_memory(self) -> Store:
        # Both at once take more memory than a worker shall; what needs the store opens the folder anew.
        del self._store
        memory = Store()
        memory.load(path=self._union, format=RdfFormat.N_TRIPLES)
        return memory


_opened: list[_OpenStore] = []


def stream_request(request: dict[str, Any], data: bytes, send: Send) -> tuple[dict[str, Any], bytes]:
    """Open the store, answer a query, or give the triples of a graph.

    A query's text is ``data``; ``formats`` names the syntax for each form of a query, None where the client takes
    none. The facts of each part are its ``form``; those of an answer over a limit are ``over``, the sentence, and
    ``hint``; those of a form that the client does not take are ``unwanted``.
    """
    if "open" in request:
        return _open_store(Path(request["open"]), request["union"], request["memory"]), b""
    seconds = request["seconds"]
    restrict_process(seconds + 1, processor=seconds * _PROCESSORS + 1)
    bounds = Bounds(request["rows"], request["bytes"])
    answer = _answer_query if "formats" in request else _give_graph
    try:
        return answer(_opened[0], request, data, send, bounds)
    except OverLimitError as error:
        return {"over": pack_message(error.what), "hint": pack_message(error.hint)}, b""


def _open_store(folder: Path, union: str, memory: int) -> dict[str, Any]:
    _opened.append(_OpenStore(folder, union))
    refuse_sockets()
    restrict_process(0, memory=allow_memory(memory))
    return {}


def _answer_query(
    opened: _OpenStore, request: dict[str, Any], data: bytes, send: Send, bounds: Bounds
) -> tuple[dict[str, Any], bytes]:
    text = data.decode()
    form = check_typed(text)
    syntax = request["formats"][form]
    if syntax is None:
        return {"unwanted": form}, b""
    facts = {"form": form, "syntax": syntax}
    dataset = _read_dataset(request)
    store = opened.choose(text if dataset is None else None)
    answer = run_query(store, text, has_union=opened.has_union, base=request["base"], dataset=dataset)
    return facts, write_answer(answer, syntax, _bind(send, facts), bounds)


def _bind(send: Send, facts: dict[str, Any]) -> Callable[[bytes], None]:
    return lambda part: send(facts, part)


def _read_dataset(request: dict[str, Any]) -> tuple[list[NamedNode], list[NamedNode]] | None:
    """Return the graphs that the protocol chose, which come before those of the text; None where it chose none."""
    default, named = (list(map(_read_iri, request[key])) for key in ("default_graphs", "named_graphs"))
    return (default, named) if default or named else None


def _read_iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError:
        raise QueryError(f"no IRI of a graph: {text[:200]!r}", hint="write it whole, with its scheme") from None


def _give_graph(
    opened: _OpenStore, request: dict[str, Any], _: bytes, send: Send, bounds: Bounds
) -> tuple[dict[str, Any], bytes]:
    """Give one graph, or without a name the default graph. Raises GraphError for one that is not here."""
    store, graph = opened.choose(None), request["graph"]
    name = DefaultGraph() if graph is None else _read_iri(graph)
    if isinstance(name, NamedNode) and not store.contains_named_graph(name):
        raise GraphError("no such graph here", path=f"<{graph[:500]}>")
    facts = {"form": "construct", "syntax": request["syntax"]}
    writer = PartWriter(_bind(send, facts), bounds)
    quads = store.quads_for_pattern(None, None, None, name)
    write_triples((quad.triple for quad in quads), request["syntax"], writer, bounds)
    return facts, bytes(writer.rest)
