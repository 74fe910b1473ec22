"""The pool as an engine: questions of the catalogue run where they can be stopped, as whatever a person types does."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Form, Solutions
from dupgraph.graph.engines.streaming import refuse_size
from dupgraph.graph.engines.tables import Tables
from dupgraph.serve.cache import Answer
from dupgraph.serve.pool import BusyError, Run
from dupgraph.serve.settings import Settings
from dupgraph.serve.state import ServerState

# In which syntax each form of a query comes: what ends in lines can be cut after any of them.
FORMATS: Mapping[Form, str] = {"select": "tsv", "ask": "json", "construct": "nt"}
# All of an answer stands in memory here.
MOST_BYTES = 64 << 20


def make_request(settings: Settings) -> dict[str, Any]:
    """Return what a worker is told beside a query's text."""
    limits = {"rows": settings.rows, "bytes": settings.bytes}
    return {"formats": FORMATS, "base": None, "default_graphs": [], "named_graphs": [], **limits}


@dataclass(frozen=True)
class PoolEngine:
    """An engine that asks the workers of a server's pool, from any thread but the one that runs ``loop``.

    Beside them stand the tables of a corpus, for as long as they are of the plans that the workers have: their
    questions are ours alone. Raises BusyError and ChildError, beside what engines raise: no worker was free, or a limit
    was passed.
    """

    state: ServerState
    loop: asyncio.AbstractEventLoop
    location: str
    graph_iris: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    found: Tables | None = None

    @property
    def tables(self) -> Tables | None:
        """The tables, None where the workers alone answer."""
        return self.found if self.found is not None and self.found.is_current() else None

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""
        return read_rows(self._run(text))

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK."""
        return read_boolean(self._run(text))

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        return read_triples(self._run(text))

    def _run(self, text: str) -> bytes:
        answer = self._receive(text)
        try:
            return asyncio.run_coroutine_threadsafe(answer, self.loop).result()
        except RuntimeError:
            answer.close()
            raise BusyError("the server ends") from None

    async def _receive(self, text: str) -> bytes:
        # What a page looks up the next one does, too: the names of a kind, say. The same store answers the same again.
        generation, cache = self.state.pool.store.generation, self.state.cache
        if kept := cache.find((generation, text)):
            return kept.data
        run = await self.state.pool.run(make_request(self.state.settings), text.encode("utf-8", "replace"), "")
        try:
            facts, data, is_whole = await receive_lines(run, MOST_BYTES)
        finally:
            run.end()
        if not is_whole:
            raise QueryError(facts["over"], hint=facts["hint"]) if "over" in facts else refuse_size(MOST_BYTES)
        if generation == self.state.pool.store.generation:
            cache.keep((generation, text), Answer((), data))
        return data


async def receive_lines(run: Run, most: int, lines: int | None = None) -> tuple[dict[str, Any], bytes, bool]:
    """Return the facts of an answer, its bytes until there are enough, or enough lines, and whether these are all."""
    facts, pieces, size, count = dict(run.part.facts), [run.part.data], len(run.part.data), run.part.data.count(b"\n")
    while not run.part.is_last and size < most and (lines is None or count <= lines):
        part = await run.receive()
        pieces.append(part.data)
        size, count = size + len(part.data), count + part.data.count(b"\n")
        facts |= part.facts
    return facts, b"".join(pieces), run.part.is_last and "over" not in facts


def read_rows(data: bytes) -> Solutions:
    """Return the rows that lines of values between tabs hold."""
    if not data:
        return Solutions((), ())
    answer = parse_query_results(data, format=QueryResultsFormat.TSV)
    if not isinstance(answer, QuerySolutions):
        raise QueryError("not a SELECT")
    return Solutions(tuple(variable.value for variable in answer.variables), tuple(map(tuple, answer)))


def read_boolean(data: bytes) -> bool:
    """Return the yes or no that a JSON answer holds."""
    return bool(json.loads(data)["boolean"])


def read_triples(data: bytes) -> Solutions:
    """Return the triples of N-Triples, as rows."""
    return Solutions(TRIPLE_COLUMNS, tuple(tuple(quad.triple) for quad in parse(data, format=RdfFormat.N_TRIPLES)))
