"""A job for the workers to an HTTP answer: cached, streamed, refused; its client's leaving ends it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dupgraph.base.children import ChildError
from dupgraph.base.errors import DupgraphError, GraphError
from dupgraph.serve.cache import Answer, encode_headers, is_known, make_tag, send_answer
from dupgraph.serve.pool import BusyError, Run
from dupgraph.serve.requests import BODY_SECONDS
from dupgraph.serve.sparql.formats import list_types, name_type
from dupgraph.serve.sparql.protocol import LARGEST_BODY, RequestError
from dupgraph.serve.state import ServerState

# Whoever reads another site may ask: what is answered is public, and no cookie comes with it.
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After"}
_PREFLIGHT = {"Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match", "Access-Control-Max-Age": "86400"}
_RETRY_SECONDS = "2"
_LEFT = "the client has left"
# Syntaxes in XML, and the signs that no XML may hold.
_XML = frozenset({"xml", "rdf"})
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# A client's leaving is heard so long after it has asked, or later.
_HEAR_SECONDS = 0.05
Work = Callable[[Request, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker shall do: a request of ``graph.engines.pool_worker``, and its data.

    ``is_steady`` says that the same store gives the same answer again.
    """

    request: Mapping[str, Any]
    data: bytes = b""
    is_steady: bool = True


def refuse(status: int, words: str, **headers: str) -> Response:
    """Return an answer that is a sentence."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(f"{words}\n", status, {**CORS, **named, "Cache-Control": "no-store"}, "text/plain; charset=utf-8")


class Endpoint:
    """An address that answers by ``work``, for some methods; errors of ours become their status and sentence.

    A client that leaves ends the work, also before the first byte of the answer.
    """

    def __init__(self, work: Work, methods: tuple[str, ...]) -> None:
        self._work = work
        self._methods = (*methods, "OPTIONS")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        allowed = ", ".join(self._methods)
        if request.method == "OPTIONS":
            headers = {**CORS, **_PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}
            await Response(status_code=204, headers=headers)(scope, receive, send)
        elif request.method not in self._methods:
            await refuse(405, f"This address takes {allowed}.", Allow=allowed)(scope, receive, send)
        else:
            await self._answer(request, receive, send)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        try:
            # What the client still sends is read first: afterwards there is only its leaving to hear of.
            if not _is_bare(request):
                async with asyncio.timeout(BODY_SECONDS):
                    await read_body(request)
            await _run_while_heard(self._work(request, send), receive)
        except (BrokenAnswerError, ClientDisconnect):
            # Whoever returns before the end of an answer has its connection closed.
            return
        except TimeoutError:
            await refuse(408, "The request did not come to an end.")(request.scope, receive, send)
        except DupgraphError as error:
            await _explain(error)(request.scope, receive, send)


def _is_bare(request: Request) -> bool:
    """Tell whether a request is all here once its headers are."""
    return "content-length" not in request.headers and "transfer-encoding" not in request.headers


async def read_body(request: Request) -> bytes:
    """Return what a request brings. Raises RequestError when it is too much, or does not come to an end."""
    if int(request.headers.get("content-length", "0")) > LARGEST_BODY:
        raise RequestError(413, f"the request has more than the {LARGEST_BODY:,} bytes allowed")
    if not hasattr(request, "_body"):
        parts, size = [], 0
        async for part in request.stream():
            parts.append(part)
            size += len(part)
            if size > LARGEST_BODY:
                raise RequestError(413, f"the request has more than the {LARGEST_BODY:,} bytes allowed")
        request._body = b"".join(parts)
    return await request.body()


async def _run_while_heard(work: Awaitable[None], receive: Receive) -> None:
    """Do some work until it is done. Raises ClientDisconnect when whoever wanted it has left."""
    worker = cast("asyncio.Task[None]", asyncio.current_task())

    async def hear_leaving() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        worker.cancel(_LEFT)

    tasks: list[asyncio.Task[None]] = []
    # Not at once: most answers are there before it is worth a task.
    clock = asyncio.get_running_loop().call_later(
        _HEAR_SECONDS, lambda: tasks.append(asyncio.create_task(hear_leaving()))
    )
    try:
        await work
    except asyncio.CancelledError as error:
        if error.args != (_LEFT,):
            raise
        worker.uncancel()
        raise ClientDisconnect from None
    finally:
        clock.cancel()
        for leaving in tasks:
            leaving.cancel()


def _explain(error: DupgraphError) -> Response:
    """Return the answer for what could not be done: its status, and the sentence."""
    words = "\n".join(filter(None, (error.tell(), error.excerpt)))
    if isinstance(error, RequestError) and error.status:
        return refuse(error.status, words, **({"Vary": "Accept"} if error.status == 406 else {}))
    if isinstance(error, BusyError):
        return refuse(503, words, Retry_After=_RETRY_SECONDS)
    if isinstance(error, ChildError):
        return refuse(400 if error.cause == "depth" else 503, _explain_end(error))
    return refuse(404 if isinstance(error, GraphError) else 400, words)


def _explain_end(error: ChildError) -> str:
    narrower = "make the query narrower (LIMIT, fewer unconnected patterns)"
    sentences = {
        "time": f"stopped: no answer within the time allowed; {narrower}",
        "memory": f"stopped: it needs more memory than allowed, or the system ended it; {narrower}",
        "depth": "stopped: its parts are nested too deeply; write the query with shorter chains",
    }
    return sentences.get(error.cause, "the query's process ended without an answer; try again")


async def answer_job(state: ServerState, job: Job, request: Request, send: Send) -> None:
    """Answer a request with what a worker makes of a job. Raises errors of ours until the answer has begun."""
    limits = {"rows": state.settings.rows, "bytes": state.settings.bytes}
    tag = make_tag(state.opened.generation, repr(sorted(job.request.items())), job.data.decode())
    headers = {**CORS, "Vary": "Accept", "Cache-Control": "no-store"}
    if job.is_steady:
        # Weak (RFC 9110, section 8.8.1): workers answer with the same rows, but not all in the same order.
        headers |= {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
        if is_known(tag, request.headers.get("if-none-match")):
            await Response(status_code=304, headers=headers)(request.scope, request.receive, send)
            return
        if kept := state.cache.find((tag,)):
            await send_answer(kept, send)
            return
    client = request.client.host if request.client else ""
    run = await state.pool.run({**job.request, **limits}, job.data, client)
    try:
        facts = run.part.facts
        _check_facts(facts)
        _check_xml(facts["syntax"], run.part.data)
        headers["Content-Type"] = name_type(facts["form"], facts["syntax"])
        if run.part.is_last:
            run.end()
            answer = Answer(encode_headers(headers), run.part.data)
            if job.is_steady:
                state.cache.keep((tag,), answer)
            await send_answer(answer, send)
        else:
            await _stream(run, facts["syntax"], headers, request, send)
    finally:
        run.end()


def _check_facts(facts: Mapping[str, Any]) -> None:
    if "over" in facts:
        raise RequestError(413, facts["over"], hint=facts["hint"])
    if "unwanted" in facts:
        what = f"not in a format asked for: this answer comes as {list_types(facts['unwanted'])}"
        raise RequestError(406, what)


def _check_xml(syntax: str, data: bytes) -> None:
    """Raise RequestError where XML would hold what it forbids, as the page ends of a PDF's text: that can be no XML."""
    if syntax in _XML and (found := _FORBIDDEN.search(data)):
        what = f"XML forbids the character U+{found[0][0]:04X}, which stands in this answer"
        raise RequestError(406, what, hint="ask for it as JSON or Turtle")


async def _stream(run: Run, syntax: str, headers: Mapping[str, str], request: Request, send: Send) -> None:
    """Send an answer part by part. What goes wrong now breaks the connection: a body that ends well is whole."""
    await send({"type": "http.response.start", "status": 200, "headers": list(encode_headers(headers))})
    if request.method == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        async with asyncio.timeout(run.seconds_left):
            while not run.part.is_last:
                # Whoever reads slowly keeps the worker no longer than whoever asks slowly.
                await send({"type": "http.response.body", "body": run.part.data, "more_body": True})
                await run.receive()
                _check_xml(syntax, run.part.data)
        _check_facts(run.part.facts)
    except (DupgraphError, TimeoutError):
        raise BrokenAnswerError from None
    run.end()
    await send({"type": "http.response.body", "body": run.part.data})


class BrokenAnswerError(Exception):
    """An answer that has begun cannot be ended: its connection has to be cut."""
