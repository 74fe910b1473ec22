"""What a child is asked to do in the tests of children: all that may go wrong."""

import ctypes
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from dupgraph.base.errors import GraphError


def answer_request(request: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    return TASKS[request["task"]](request, data)


def echo(request: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    return request, data[::-1]


def chatter(request: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Print as libraries do: into what was stdout, from Python and from C."""
    print("words in the way")
    os.write(1, b"more words\n" * 100_000)
    return request, data


def spin(*_: object) -> tuple[Any, bytes]:
    while True:
        pass


def sleep(*_: object) -> tuple[Any, bytes]:
    time.sleep(60)
    raise AssertionError


def hoard(*_: object) -> tuple[Any, bytes]:
    return len(bytearray(1 << 40)), b""


def nest(request: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    return nest(request, data)


def crash(*_: object) -> tuple[Any, bytes]:
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)
    raise AssertionError


def fail(*_: object) -> tuple[Any, bytes]:
    raise ValueError("nobody foresaw this")


def refuse(*_: object) -> tuple[Any, bytes]:
    raise GraphError("is not valid RDF", path="piano.ttl", line=3, hint="mend it")


def pour(*_: object) -> tuple[Any, bytes]:
    return None, bytes(2000)


def flood(*_: object) -> tuple[Any, bytes]:
    """Write more than was allowed past all that counts it."""
    for number in range(3, 10):
        try:
            os.write(number, b"9000000 0\n")
        except OSError:
            continue
    time.sleep(60)
    raise AssertionError


def look(*_: object) -> tuple[Any, bytes]:
    """Tell what can still be had: a file, a socket, a dump of the memory; and where modules come from."""
    found = {}
    try:
        Path(__file__).read_bytes()
        found["file"] = True
    except OSError:
        found["file"] = False
    try:
        socket.socket().close()
        found["socket"] = True
    except OSError:
        found["socket"] = False
    limits = (ctypes.c_ulong * 2)()
    ctypes.CDLL(None).getrlimit(4, limits)
    return found | {"dump": limits[0] > 0, "path": sys.path}, b""


TASKS = {
    task.__name__: task
    for task in (echo, chatter, spin, sleep, hoard, nest, crash, fail, refuse, pour, flood, look)
}  # fmt: skip
