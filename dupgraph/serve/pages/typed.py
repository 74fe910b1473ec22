"""A query that a person typed, run by a worker of the pool; its rows as a result that pages show and files hold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from dupgraph.ask.results import Asked, Result
from dupgraph.base.children import ChildError
from dupgraph.base.errors import DupgraphError
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Form, Row, Solutions
from dupgraph.serve.pool import BusyError, Run
from dupgraph.serve.state import ServerState

# The most that a page, and a file beside it, may take from an answer: all of it stands in memory here.
PAGE_ROWS, FILE_ROWS = 1_000, 100_000
_MOST_BYTES = 32 << 20
_FORMATS: dict[Form, str] = {"select": "tsv", "ask": "json", "construct": "nt"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a text: its answer, or the fault and the status that says what sort of fault it is."""

    text: str
    result: Result | None = None
    fault: DupgraphError | None = None
    status: int = 200


async def run_typed(state: ServerState, text: str, client: str, most: int) -> Typed:
    """Return the answer to a text, of little more than so many rows where there are more; it says so then."""
    request: dict[str, Any] = {"formats": _FORMATS, "base": None, "default_graphs": [], "named_graphs": []}
    request |= {"rows": state.settings.rows, "bytes": state.settings.bytes}
    try:
        run = await state.pool.run(request, text.encode("utf-8", "replace"), client)
        try:
            facts, data, is_whole = await _receive_rows(run, most)
        finally:
            run.end()
    except (BusyError, ChildError) as error:
        return Typed(text, fault=error, status=400 if isinstance(error, ChildError) and error.cause == "depth" else 503)
    except DupgraphError as error:
        return Typed(text, fault=error, status=400)
    return Typed(text, await state.run(_read_result, text, facts.get("form", "select"), data, is_whole=is_whole))


async def _receive_rows(run: Run, most: int) -> tuple[dict[str, Any], bytes, bool]:
    """Return the facts of an answer, its lines until there are enough, and whether these are all."""
    facts, data = run.part.facts, run.part.data
    while not run.part.is_last and data.count(b"\n") <= most and len(data) < _MOST_BYTES:
        data += (await run.receive()).data
    return facts, data, run.part.is_last and "over" not in run.part.facts


def _read_result(text: str, form: Form, data: bytes, *, is_whole: bool) -> Result:
    asked = Asked(text)
    if form == "ask":
        return Result.from_answer(json.loads(data)["boolean"], asked)
    if not is_whole:
        # Of a row that was cut in the middle nothing is kept.
        data = data[: data.rfind(b"\n") + 1]
    columns, rows = _read_triples(data) if form == "construct" else _read_rows(data)
    cut = "" if is_whole else f"cut at {len(rows):,} rows"
    return Result.from_solutions(Solutions(tuple(columns), tuple(rows), cut), form, asked)


def _read_rows(data: bytes) -> tuple[Sequence[str], Sequence[Row]]:
    if not data:
        return (), ()
    answer = parse_query_results(data, format=QueryResultsFormat.TSV)
    if not isinstance(answer, QuerySolutions):
        return (), ()
    return [variable.value for variable in answer.variables], [tuple(row) for row in answer]


def _read_triples(data: bytes) -> tuple[Sequence[str], Sequence[Row]]:
    triples = (quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES))
    return TRIPLE_COLUMNS, [(triple.subject, triple.predicate, triple.object) for triple in triples]
