"""The usual engine: Oxigraph, embedded; in memory for files, on disk and read-only for a store."""

import os
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    parse_query_results,
)

from dupgraph.base import children
from dupgraph.base.children import ChildError, run_child
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.answers import Answer, read_rows, run_query
from dupgraph.graph.engines.graphs import LocalEngine, Place, holds_union, read_store
from dupgraph.graph.engines.protocol import Solutions
from dupgraph.language.messages import say

# Reading the graph comes before the clock of the query starts; a folder of hundreds of plans takes seconds.
LOADING_SECONDS = 600.0
_WORKER = "dupgraph.graph.engines.worker"
# The columns' names, and the last row, for which there was no room.
_SPARE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use. ``memory`` counts beyond what the loaded graph takes."""

    seconds: float
    rows: int = 100_000
    bytes: int = 64 * 1024 * 1024
    memory: int = 1024 * 1024 * 1024


def run_guarded(place: Place, text: str, timeout: float, limits: Limits | None = None) -> Solutions:
    """Return the answer of a text of any form, computed in a worker; a true ASK is one row, a false one none.

    Raises GraphError, and QueryError for a text that is wrong or passes a limit of time or memory. An answer that
    reaches the limit of rows or bytes comes back cut, and says so.
    """
    limits = limits or Limits(timeout)
    request = {
        "location": place.location,
        "files": [os.fspath(file.absolute()) for file in place.files],
        "store": None if place.store is None else os.fspath(place.store.absolute()),
        "graph_iris": place.graph_iris,
        "services": place.services,
        "text": text,
        "limits": asdict(limits),
    }
    # Where the system has timers the worker ends itself, however busy it is; this clock is the second one.
    seconds = limits.seconds + (LOADING_SECONDS if hasattr(signal, "setitimer") else 0)
    bounds = children.Limits(seconds, processor=None, memory=None, output=limits.bytes + _SPARE)
    try:
        facts, rows = run_child(_WORKER, request, bounds, libraries=("pyoxigraph",))
    except ChildError as error:
        raise _explain_end(error, limits) from None
    return _read_solutions(facts, rows)


def _read_solutions(facts: dict[str, Any], rows: bytes) -> Solutions:
    columns = tuple(facts["columns"])
    if not columns:
        return Solutions((), ((),) * facts["rows"], facts["cut"])
    head = "\t".join(f"?{column}" for column in columns).encode() + b"\n"
    answer = parse_query_results(head + rows, format=QueryResultsFormat.TSV)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the worker's answer cannot be read")
    return Solutions(columns, tuple(map(tuple, answer)), facts["cut"])


def _explain_end(error: ChildError, limits: Limits) -> QueryError:
    """Return the reason for which a worker ended without an answer."""
    narrower = "make the query narrower (LIMIT, fewer unconnected patterns)"
    if error.cause == "time":
        hint = f"{narrower}, or give it longer with --timeout"
        return QueryError(say("query_late", seconds=f"{limits.seconds:g}"), hint=hint)
    if error.cause == "memory":
        most = f"{limits.memory // 1024**2:,} MiB of memory allowed"
        return QueryError(f"stopped: it needs more than the {most}", hint=narrower)
    if error.cause == "depth":
        return QueryError("stopped: its parts are nested too deeply", hint="write the query with shorter chains")
    return QueryError(f"the worker ended without an answer (code {error.code}): {error.words}")


AnswerKind = TypeVar("AnswerKind", bound=Answer)
# Of triples that are held, so many answers are.
_REMEMBERED = 64


@dataclass(frozen=True)
class OxigraphEngine(LocalEngine):
    """Answers from the graphs of one place; they are read at the first query that runs in this process."""

    @cached_property
    def store(self) -> Store:
        """The open store. Raises GraphError."""
        return read_store(self.place)

    @cached_property
    def union_held(self) -> bool:
        """Whether the default graph of the store on disk holds what its named graphs hold."""
        return self.place.store is not None and holds_union(self.store)

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""
        if timeout is not None:
            return self._run_guarded(text, timeout)
        return read_rows(self._run_here(text, QuerySolutions, "a SELECT"))

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK."""
        if timeout is not None:
            return bool(self._run_guarded(text, timeout).rows)
        return bool(self._run_here(text, QueryBoolean, "an ASK"))

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        if timeout is not None:
            return self._run_guarded(text, timeout)
        return read_rows(self._run_here(text, QueryTriples, "a CONSTRUCT"))

    def _run_here(self, text: str, kind: type[AnswerKind], name: str) -> AnswerKind:
        answer = run_query(self.store, text, self.graph_iris, union_held=self.union_held)
        if not isinstance(answer, kind):
            raise QueryError(f"not {name}")
        return answer

    def _run_guarded(self, text: str, timeout: float) -> Solutions:
        # Late: what starts processes is half of what answering here imports.
        return run_guarded(self.place, text, timeout)


@dataclass(frozen=True)
class HeldEngine(OxigraphEngine):
    """Answers from triples that are in memory already, for questions of our own: no worker could read them."""

    triples: tuple[Triple, ...] = ()

    @cached_property
    def store(self) -> Store:
        """The triples, in a store."""
        store = Store()
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples)
        return store

    @cached_property
    def _answers(self) -> Callable[[str], Solutions]:
        """What has just been asked: who draws pages looks the same names and titles up again and again."""
        return lru_cache(_REMEMBERED)(super().select)

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""
        return self._answers(text) if timeout is None else super().select(text, timeout=timeout)
