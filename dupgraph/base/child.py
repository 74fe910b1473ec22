"""The child's side of ``children``: bind itself, import one module, answer what comes on stdin until nothing does.

A request and an answer are each a line with two sizes, so many bytes of JSON, and so many bytes as they are. A module
that has ``stream_request`` beside or instead of ``answer_request`` may send parts of its answer before the last one.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO

Send = Callable[[Any, bytes], None]
# Given a request and what sends a part of the answer, it returns the last part.
StreamRequest = Callable[[Any, bytes, Send], tuple[Any, bytes]]


def main(settings: dict[str, Any]) -> None:
    """Answer requests on stdin, on what was stdout."""
    # Whoever started us ends us: Ctrl-C, and a terminal that is closed, are theirs.
    for name in ("SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # Behind everything else. What a library prints goes to stderr, and never into an answer.
    sys.path.extend(settings["homes"])
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from dupgraph.base.confinement import lift_time_limit, restrict_process

    bounds = {"processor": settings["processor"], "memory": settings["memory"], "files": settings["files"]}
    while frame := _read_frame(sys.stdin.buffer):
        # After the request has been read: whoever sends it goes on meanwhile.
        stream_request = _find_function(settings["module"])
        restrict_process(settings["seconds"], **bounds)
        _write_frame(*_answer(stream_request, *frame, settings["output"], output), output)
        # Nobody waits.
        lift_time_limit()


def _read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    sizes = stream.readline().split()
    return (stream.read(int(sizes[0])), stream.read(int(sizes[1]))) if sizes else None


def _find_function(module: str) -> StreamRequest:
    found = import_module(module)
    if hasattr(found, "stream_request"):
        function: StreamRequest = found.stream_request
        return function
    return lambda request, data, _: found.answer_request(request, data)


def _answer(
    stream_request: StreamRequest, text: bytes, data: bytes, most: int, output: BinaryIO
) -> tuple[bytes, bytes]:
    from dupgraph.base.errors import DupgraphError, pack_error

    def send(facts: Any, data: bytes) -> None:
        _write_frame(json.dumps({"part": facts}).encode(), data, output)

    try:
        facts, data = stream_request(json.loads(text), data, send)
        answer = json.dumps({"facts": facts}).encode()
        if len(answer) + len(data) > most:
            return b'{"end": "output"}', b""
    except DupgraphError as error:
        return json.dumps({"error": type(error).__name__, "facts": pack_error(error)}).encode(), b""
    except MemoryError:
        return b'{"end": "memory"}', b""
    except RecursionError:
        return b'{"end": "depth"}', b""
    return answer, data


def _write_frame(text: bytes, data: bytes, output: BinaryIO) -> None:
    output.write(b"%d %d\n" % (len(text), len(data)))
    output.write(text)
    output.write(data)
    output.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
