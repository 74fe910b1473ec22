"""What every page that takes a request reads of it: its path below the server's top, and what a form sent."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

# What a page is sent as.
HTML = "text/html; charset=utf-8"
# A query or a form has a few kilobytes: whoever needs longer to send it sends nothing.
BODY_SECONDS = 30.0
_MOST_FORM = 64 * 1024
_MOST_FIELDS = 50
_LONGEST_FIELD = 2000


class AddressRoute(BaseRoute, ABC):
    """A route for the requests of which ``find_wanted`` knows what they want, and which ``answer`` answers."""

    methods: tuple[str, ...] = ("GET", "HEAD", "POST")

    @abstractmethod
    def find_wanted(self, scope: Scope) -> Any:
        """Return what a request asks for; None where it is somebody else's."""

    @abstractmethod
    async def answer(self, request: Request, wanted: Any) -> Response:
        """Return the answer to a request."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is for one of these."""
        is_read = scope["type"] == "http" and scope["method"] in self.methods
        wanted = self.find_wanted(scope) if is_read else None
        return (Match.NONE, {}) if wanted is None else (Match.FULL, {"wanted": wanted})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it."""
        response = await self.answer(Request(scope, receive), scope["wanted"])
        await response(scope, receive, send)


def find_repeated(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the name of a value that was given twice; empty where none was.

    >>> find_repeated([("q", "a"), ("page", "1"), ("q", "b")])
    'q'
    """
    names = [name for name, _ in pairs]
    return next((name for name in names if names.count(name) > 1), "")


def find_path(scope: Scope) -> str:
    """Return the path of a request below the top of the server, whatever stands before that on the way."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).lstrip("/")


def find_address(scope: Scope) -> str:
    """Return the address of a request as its client wrote it, without what stands behind the path."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return _write_address(scope["scheme"], scope["server"], host, scope["path"])


# The addresses of the endpoint are few, and to write one takes as long as all else that is read of a request.
@lru_cache(64)
def _write_address(scheme: str, server: tuple[str, int] | None, host: bytes, path: str) -> str:
    return str(URL(scope={"scheme": scheme, "server": server, "headers": [(b"host", host)], "path": path}))


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the bytes that a request carries; None when there are more than ``most``.

    Raises HTTPException for what does not come in time, and ClientDisconnect when who sends it has left.
    """
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    return None
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    return body


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields that a form sent, each once; what is too much to be a form of ours is nothing."""
    body = await read_body(request, _MOST_FORM) or b""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {key: value[:_LONGEST_FIELD] for key, value in pairs}
