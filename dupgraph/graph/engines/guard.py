"""A query in a worker process: what a person typed can neither crash us, nor run on, nor fill the memory.

A running query cannot be cancelled in its own process, a parser that overflows its stack cannot be caught, and
SERVICE cannot be switched off. The worker has limits that the system holds, and its end is read as a sentence.
"""

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from typing import Any

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from dupgraph.base.errors import GraphError, QueryError
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.protocol import Solutions

# Reading the graph comes before the clock of the query starts; a folder of hundreds of plans takes seconds.
LOADING_SECONDS = 600.0


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
    # Isolated: neither the working folder nor the environment may put a module in the way of the standard
    # library's. The worker finds us and pyoxigraph behind everything else.
    script = Path(__file__).with_name("worker.py")
    homes = dict.fromkeys((script.parents[3], Path(pyoxigraph.__file__).parents[1]))
    command = [sys.executable, "-I", str(script), *map(str, homes)]
    # Our own interpreter and script; what the person typed goes through the pipe.
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as worker:  # noqa: S603  see the line above
        try:
            output, words = worker.communicate(json.dumps(request).encode(), timeout=_find_deadline(limits))
        except TimeoutExpired:
            raise _explain_time(limits) from None
        finally:
            worker.kill()
    return _read_output(output, words.decode(errors="replace"), worker.returncode, limits)


def _find_deadline(limits: Limits) -> float:
    # Where the system has timers the worker ends itself, however busy it is; this clock is the second one.
    return limits.seconds + (LOADING_SECONDS if hasattr(signal, "setitimer") else 0)


def _explain_time(limits: Limits) -> QueryError:
    return QueryError(
        f"stopped: no answer within {limits.seconds:g} seconds",
        hint="make the query narrower (LIMIT, fewer unconnected patterns), or give it longer with --timeout",
    )


def _read_output(output: bytes, words: str, code: int, limits: Limits) -> Solutions:
    *lines, foot = output.removesuffix(b"\n").split(b"\n")
    if code != 0 or not foot:
        raise _explain_end(code, words, limits)
    end = json.loads(foot)
    if "fault" in end:
        raise _make_error(end, limits)
    head, rows = lines[0], lines[1:]
    columns = tuple(json.loads(head)["columns"])
    if not columns:
        return Solutions((), ((),) * len(rows), end["cut"])
    names = "\t".join(f"?{column}" for column in columns).encode()
    table = b"".join(line + b"\n" for line in (names, *rows))
    answer = parse_query_results(table, format=QueryResultsFormat.TSV)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("the worker's answer cannot be read")
    return Solutions(columns, tuple(map(tuple, answer)), end["cut"])


def _make_error(facts: dict[str, Any], limits: Limits) -> GraphError | QueryError:
    kind = facts.pop("fault")
    if kind == "memory":
        return _explain_memory(limits)
    return GraphError(**facts) if kind == "graph" else QueryError(**facts)


def _explain_memory(limits: Limits) -> QueryError:
    return QueryError(
        f"stopped: it needs more than the {limits.memory // 1024**2:,} MiB of memory allowed",
        hint="make the query narrower (LIMIT, fewer unconnected patterns)",
    )


def _explain_end(code: int, words: str, limits: Limits) -> QueryError:
    """Return the reason for which a worker ended without an answer, read from how it ended."""
    if -code in (getattr(signal, "SIGALRM", 0), getattr(signal, "SIGXCPU", 0)) and code:
        return _explain_time(limits)
    if "overflowed its stack" in words or -code == signal.SIGSEGV:
        return QueryError("stopped: its parts are nested too deeply", hint="write the query with shorter chains")
    if "memory" in words.lower() or -code in (signal.SIGABRT, getattr(signal, "SIGKILL", 0)):
        return _explain_memory(limits)
    last = (words.strip().splitlines() or ["no reason given"])[-1][:200]
    return QueryError(f"the worker ended without an answer (code {code}): {last}")
