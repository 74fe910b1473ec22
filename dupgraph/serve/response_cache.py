"""The cache in front of all routes: the same request gets the same answer again."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dupgraph.serve.cache import Answer, Key, is_known
from dupgraph.serve.state import ServerState

# Beside its address these decide what a request gets; all that changes with another header has no ETag.
_DECIDING = (b"host", b"accept", b"accept-language")
_IF_NONE_MATCH, _RANGE, _ETAG = b"if-none-match", b"range", b"etag"
# Of a body that is not sent; the others stand in a 304 as well (RFC 9110, section 15.4.5).
_OF_BODY = (b"content-length", b"content-type")


class ResponseCache:
    """Middleware before everything that reads requests: it keeps what has an ETag and comes in one piece."""

    def __init__(self, app: ASGIApp, state: ServerState) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the answer that is ready, or have one made."""
        with self._state.hold():
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        key, known = self._read(scope)
        if kept := self._state.cache.find(key) if key else None:
            await _give(kept, known, send)
        else:
            keep = key and scope["method"] == "GET"
            await self._app(scope, receive, _CachingSender(self._state, key, send).send if keep else send)

    def _read(self, scope: Scope) -> tuple[Key, str | None]:
        """Return the key of what a request asks for, empty where it is not kept, and the tags the client has."""
        known: str | None = None
        parts = [self._state.opened.generation, scope["scheme"], scope["path"], scope["query_string"]]
        for name, value in scope["headers"]:
            if name in _DECIDING:
                parts += (name, value)
            elif name == _IF_NONE_MATCH:
                known = value.decode("latin-1")
            elif name == _RANGE:
                return (), None
        return tuple(parts), known


async def _give(kept: Answer, known: str | None, send: Send) -> None:
    status, headers, data = 200, kept.headers, kept.data
    if known is not None and is_known(_find_tag(headers), known):
        status, data = 304, b""
        headers = tuple(header for header in headers if header[0] not in _OF_BODY)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})


def _find_tag(headers: tuple[tuple[bytes, bytes], ...]) -> str:
    return next((value.decode("latin-1").removeprefix("W/").strip('"') for name, value in headers if name == _ETAG), "")


class _CachingSender:
    """Passes an answer on, and keeps it where it can be given again."""

    def __init__(self, state: ServerState, key: Key, send: Send) -> None:
        self._state = state
        self._key = key
        self._send = send
        self._headers: tuple[tuple[bytes, bytes], ...] = ()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200 and any(name == _ETAG for name, _ in message["headers"]):
                self._headers = tuple(message["headers"])
        elif self._headers:
            if not message.get("more_body"):
                self._state.cache.keep(self._key, Answer(self._headers, message["body"]))
            # Of what comes in several pieces this was the first.
            self._headers = ()
        await self._send(message)
