"""A connection that ends at a moment, whatever the other side does: urllib's timeout is one for each read."""

import socket
from dataclasses import dataclass
from functools import cache, partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from ssl import SSLContext, create_default_context
from time import monotonic
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

# The most that TLS sends in one piece.
_RECORD = 16 * 1024


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which a request is given up; ``seconds`` is how long it was given."""

    seconds: float
    end: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Return the moment that is so many seconds away."""
        return cls(seconds, monotonic() + seconds)

    def measure_left(self) -> float:
        """Return the seconds left, above 0. Raises TimeoutError when there are none."""
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _TimedReader(RawIOBase):
    """What comes through a socket; no read waits past the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.measure_left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedSocket:
    """As much of a socket as http.client uses once it is connected."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, mode: str, buffering: int = -1) -> BufferedReader:
        return BufferedReader(_TimedReader(self._sock, self._deadline))

    def sendall(self, data: bytes) -> None:
        # Over TLS the timeout is one for each record, of which a call may send many.
        for start in range(0, len(data), _RECORD):
            self._sock.settimeout(self._deadline.measure_left())
            self._sock.sendall(data[start : start + _RECORD])

    def close(self) -> None:
        self._sock.close()


class _TimedConnection(HTTPConnection):
    """Only the look-up of the host's name waits as long as the system lets it."""

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline
        self._create_connection = partial(_open_socket, deadline)

    def connect(self) -> None:
        super().connect()
        self.sock: Any = _TimedSocket(self.sock, self._deadline)


class _TimedSecureConnection(_TimedConnection, HTTPSConnection):
    pass


def _open_socket(deadline: Deadline, address: tuple[str, int], *_: Any) -> socket.socket:
    """Return a socket to the first address of the host that takes one: all of them share the time left."""
    failure: OSError = OSError("the host has no address")
    for found in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
        host, port = found[4][:2]
        try:
            sock = socket.create_connection((str(host), int(port)), deadline.measure_left())
        except TimeoutError:
            raise
        except OSError as error:
            failure = error
        else:
            # What follows, such as the handshake of TLS, has the rest.
            sock.settimeout(deadline.measure_left())
            return sock
    raise failure


class _TimedHandler(HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_TimedConnection, deadline=self._deadline), req)


class _TimedSecureHandler(HTTPSHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__(context=_create_context())
        self._deadline = deadline

    def https_open(self, req: Request) -> HTTPResponse:
        make = partial(_TimedSecureConnection, deadline=self._deadline, context=_create_context())
        return self.do_open(make, req)


@cache
def _create_context() -> SSLContext:
    # It reads all certificates of the system, which takes 20 ms.
    return create_default_context()


def open_request(request: Request, deadline: Deadline) -> HTTPResponse:
    """Return the answer to one request, of whatever status, its body still to be read.

    The environment's proxies are used; nothing is followed, retried, or answered. Raises OSError (TimeoutError at
    the deadline, URLError) and HTTPException.
    """
    opener = OpenerDirector()
    opener.add_handler(ProxyHandler())
    opener.add_handler(_TimedSecureHandler(deadline) if request.type == "https" else _TimedHandler(deadline))
    response: HTTPResponse = opener.open(request, timeout=deadline.measure_left())
    return response
