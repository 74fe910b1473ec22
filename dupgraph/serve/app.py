"""The routes of all modules as one application, and the server that runs it.

A module that adds pages offers an ``AddressRoute``, or ``list_routes(state)``, which read the ``ServerState``; it gets
its line in ``create_app``, before the site's own pages, which take every path that is left. In its endpoints

- ``state.opened`` is read once a request: ``opened.engine`` for ``run_question`` and ``PolicyGraph(opened.engine)``,
  called through ``await state.run(...)``; ``opened.site`` (pages, cards of the plans: ``site.frame.plans``) through
  ``await state.draw(...)``, in whose thread alone a site may be asked;
- links are relative (``"../" * path.count("/")`` leads to the top): a proxy may serve us below a path;
- what changes anything is a POST to an address with ``?token=`` and ``state.token`` in it, or with the header
  ``X-Token``; ``Guard`` has then seen to Host and Origin;
- an answer that needs more than ``safety.POLICY`` brings its own Content-Security-Policy header, without unsafe-*.
"""

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from dupgraph.base.children import StartError
from dupgraph.base.errors import DupgraphError, OutputError, UnfitFormatError
from dupgraph.base.processes import give_back_memory
from dupgraph.graph.stores.load import Advance
from dupgraph.publish.routes.answers import HOME
from dupgraph.publish.routes.negotiation import choose_type
from dupgraph.publish.routes.paths import name_page, split_name
from dupgraph.serve import plans
from dupgraph.serve.faults import tell_fault
from dupgraph.serve.opening import Tell
from dupgraph.serve.originals.routes import OriginalRoute
from dupgraph.serve.pages import routes as pages
from dupgraph.serve.pool import BusyError
from dupgraph.serve.proxies import ForwardedHeaders, parse_networks
from dupgraph.serve.requests import find_path
from dupgraph.serve.response_cache import ResponseCache
from dupgraph.serve.review.routes import ReviewRoute
from dupgraph.serve.safety import Guard
from dupgraph.serve.settings import Settings
from dupgraph.serve.sparql import endpoint
from dupgraph.serve.state import ServerState, open_state
from dupgraph.serve.upload.routes import UploadRoute

# A connection that says nothing is kept longer than clients and proxies (nginx: 60) keep theirs: whichever closes first
# may do so just as the other asks, and who asks should be the one that knows.
_IDLE_SECONDS = 75
# What the library says of what any client can make it say again and again.
_NO_NEWS = (
    "ASGI callable returned without completing response",
    "Invalid HTTP request received",
    "Unsupported upgrade request",
    "No supported WebSocket library",
)
# As what a person, and as what a program, is told what went wrong.
_SAID = {"txt": "text/plain", "html": "text/html"}


def create_app(state: ServerState) -> Starlette:
    """Return the application that serves a state: the routes of each module, and the guard before them."""
    routes: list[BaseRoute] = [
        # First, as machines ask more often than people.
        *endpoint.list_routes(state),
        UploadRoute(state),
        OriginalRoute(state),
        ReviewRoute(state),
        *pages.list_routes(state),
        *plans.list_routes(state),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(ForwardedHeaders, trusted=parse_networks(state.settings.trusted_proxies)),
            Middleware(ResponseCache, state=state),
            Middleware(Guard, settings=state.settings, token=state.token),
        ],
        exception_handlers={
            DupgraphError: explain_error,
            HTTPException: _explain_refusal,
            ClientDisconnect: _answer_nobody,
            RuntimeError: _explain_shortage,
            Exception: _explain_fault,
        },
    )
    # A redirect to a path with a slash would name a host and a path that a proxy has taken away.
    app.router.redirect_slashes = False
    return app


async def explain_error(request: Request, error: Exception) -> Response:
    """Say what could not be done; another time it may be. People are told in the language of the page."""
    words = str(error)
    if isinstance(error, DupgraphError) and choose_type(request.headers.get("accept"), _SAID) == "html":
        words = tell_fault(error, split_name(find_path(request.scope))[1])
    if isinstance(error, BusyError | StartError):
        return PlainTextResponse(f"{words}\n", 503, {"Retry-After": "2"})
    # What a format cannot hold is there in others.
    return PlainTextResponse(f"{words}\n", 406 if isinstance(error, UnfitFormatError) else 500)


async def _explain_shortage(request: Request, error: Exception) -> Response:
    """Report that the system gives no thread, which only the words of an error tell. Raises any other error."""
    if "new thread" not in str(error):
        raise error
    return await explain_error(request, StartError(RuntimeError(str(error))))


async def _explain_refusal(_: Request, error: Exception) -> Response:
    """Say that there is no such address, or that it does not take such a request."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    words = {
        404: "Non trovato. Not found.",
        405: "Questo indirizzo si legge soltanto. This address is only read.",
        408: "La richiesta non è arrivata intera. The request did not come to an end.",
    }
    return PlainTextResponse(f"{words.get(status, 'The request cannot be answered.')}\n", status, headers)


async def _answer_nobody(_: Request, __: Exception) -> Response:
    """Answer a client that left before the whole request had come."""
    return Response(status_code=400)


async def _explain_fault(_: Request, error: Exception) -> Response:
    """Report an unforeseen error; where it came from is in the server's log."""
    return PlainTextResponse(f"Stopped by something that nobody foresaw ({type(error).__name__}).\n", 500)


def run_server(
    settings: Settings, *, started: Callable[[str], object], tell: Tell = str, advance: Advance | None = None
) -> None:
    """Serve until somebody ends it; ``started`` hears the address once it answers there.

    ``tell`` and ``advance`` hear how far the loading is. Raises OutputError when nothing can listen there, and what
    opening the plans raises.
    """
    give_back_memory()
    parse_networks(settings.trusted_proxies)
    with listen(settings) as listener, open_state(settings, tell=tell, advance=advance) as state:
        asyncio.run(_serve(state, listener, started))


async def _serve(state: ServerState, listener: socket.socket, started: Callable[[str], object]) -> None:
    import uvicorn

    config = uvicorn.Config(
        create_app(state),
        http=_find_connection(),
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    # What is wrong with a form is said to who sends it.
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)
    server = uvicorn.Server(config)
    try:
        # Where an address is told there is a page.
        await asyncio.gather(state.pool.start(), state.draw(state.opened.site.draw, name_page(HOME)))
        for name in (signal.SIGINT, signal.SIGTERM):
            # Until the library listens for one itself; it raises it once more when it has ended.
            signal.signal(name, lambda *_: setattr(server, "should_exit", True))
        started(_write_address(listener))
        following = asyncio.create_task(state.follow())
        await server.serve(sockets=[listener])
        following.cancel()
    finally:
        await state.pool.close()


def _find_connection() -> "type[asyncio.Protocol] | str":
    """Return the class that speaks HTTP; without the parser in C, the library's own in Python."""
    try:
        from dupgraph.serve.connections import Connection
    except ImportError:
        return "h11"
    return Connection


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Tell whether a line belongs into the log: not of answers broken off on purpose, nor of odd requests."""
    return not record.getMessage().startswith(_NO_NEWS)


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say, and sends what it has at once. Raises OutputError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=1024)
        # Inherited by each connection: without it the body of a small answer waits 40 ms for word of its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        # What the library adds to the system's words says nothing new; an unknown host name has a number below 0.
        number = error.errno or 0
        reason = (os.strerror(number) if number > 0 else error.strerror or str(error)).lower()
        is_taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        hint = "choose another port: --port 8081" if is_taken else "give an address of this machine: --host 127.0.0.1"
        what = f"nothing can listen on port {settings.port}: {reason}"
        raise OutputError(what, path=settings.host, hint=hint) from None


def _write_address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
