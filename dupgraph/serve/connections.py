"""HTTP connections: a parser in C, small answers in one packet, and limits on a request's head."""

import asyncio
from asyncio import BaseTransport, TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The most that the line and the headers of a request may have: a query in an address, each of its signs as three.
MOST_HEAD = 256 * 1024
# A client that has not said by then what it wants is not waited for.
HEAD_SECONDS = 30.0


class _JoiningTransport:
    """A transport that sends in one piece what is written before anything else happens: a head, and its small body."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._parts: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send some bytes, soon."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        """Close the transport, once all is sent."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        if parts:
            self._transport.write(b"".join(parts))


class Connection(HttpToolsProtocol):
    """A client's connection that limits how long a request's head may be and take, which the parser does not."""

    # So much of the head has come; None once it is whole.
    _head: int | None = 0
    _clock: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Wait for the first request."""
        super().connection_made(_JoiningTransport(transport, self.loop))  # type: ignore[arg-type]  # narrowed there
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what a client sends; one that sends too long a head is told so, and left."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if not self._head or self.transport.is_closing():
            return
        if self._head > MOST_HEAD:
            self.send_400_response("The request's headers are too long.")
        elif not self._clock:
            self._wait()

    def on_headers_complete(self) -> None:
        """Begin to answer; what comes now is no head."""
        self._head = None
        self._stop()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Be ready for the next request."""
        super().on_message_complete()
        self._head = 0

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._clock = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._clock:
            self._clock.cancel()
            self._clock = None
