"""A query in a worker process: what a person typed can neither crash us, nor run on, nor fill the memory.

A running query cannot be cancelled in its own process, a parser that overflows its stack cannot be caught, and
SERVICE cannot be switched off. The worker has limits that the system holds, and its end is read as a sentence.
"""

import os
import signal
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from dupgraph.base import children
from dupgraph.base.children import ChildError, run_child
from dupgraph.base.errors import QueryError
from dupgraph.base.messages import unpack_message
from dupgraph.graph.engines.graphs import Place
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
        return Solutions((), ((),) * facts["rows"], unpack_message(facts["cut"]))
    head = "\t".join(f"?{column}" for column in columns).encode() + b"\n"
    answer = parse_query_results(head + rows, format=QueryResultsFormat.TSV)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the worker's answer cannot be read")
    return Solutions(columns, tuple(map(tuple, answer)), unpack_message(facts["cut"]))


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
