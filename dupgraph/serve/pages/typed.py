"""A query that a person typed, run by a worker of the pool; its rows as a result that pages show and files hold."""

from dataclasses import dataclass, replace

from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.result import Result
from dupgraph.base.children import ChildError
from dupgraph.base.errors import DupgraphError
from dupgraph.graph.engines.protocol import Form
from dupgraph.serve.pages.engine import make_request, read_boolean, read_rows, read_triples, receive_lines
from dupgraph.serve.pool import BusyError
from dupgraph.serve.state import ServerState

# The most that a page, and a file beside it, may take from an answer: all of it stands in memory here.
PAGE_ROWS, FILE_ROWS = 1_000, 100_000
_MOST_BYTES = 32 << 20
BUSY = 503


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a text: its answer, or the fault and the status that says what sort of fault it is."""

    text: str
    result: Result | None = None
    fault: DupgraphError | None = None
    status: int = 200


async def run_typed(state: ServerState, text: str, client: str, most: int) -> Typed:
    """Return the answer to a text, of little more than so many rows where there are more; it says so then."""
    try:
        run = await state.pool.run(make_request(state.settings), text.encode("utf-8", "replace"), client)
        try:
            facts, data, is_whole = await receive_lines(run, _MOST_BYTES, most)
        finally:
            run.end()
    except DupgraphError as error:
        return Typed(text, fault=error, status=find_status(error))
    return Typed(text, await state.run(_read_result, text, facts.get("form", "select"), data, is_whole=is_whole))


def find_status(error: DupgraphError) -> int:
    """Return the status of an answer that could not be given: the text's fault, or that of what it needs."""
    if isinstance(error, ChildError):
        return 400 if error.cause == "depth" else BUSY
    return BUSY if isinstance(error, BusyError) else 400


def _read_result(text: str, form: Form, data: bytes, *, is_whole: bool) -> Result:
    asked = QueryInfo(text)
    if form == "ask":
        return Result.from_answer(read_boolean(data), asked)
    if not is_whole:
        # Of a row that was cut in the middle nothing is kept.
        data = data[: data.rfind(b"\n") + 1]
    solutions = read_triples(data) if form == "construct" else read_rows(data)
    if not is_whole:
        solutions = replace(solutions, cut=f"cut at {len(solutions.rows):,} rows")
    return Result.from_solutions(solutions, form, asked)
