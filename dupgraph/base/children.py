"""The one way to start a process: what a stranger wrote is read there, under limits, and its end is a fact here.

A child runs one function of one module of ours: ``answer_request(request, data)``, which returns facts and bytes. It
starts isolated (``python -I``): neither the working folder nor the environment can put a module in the way of the
standard library's, and a plain script that calls us is not run again. ``child.py`` is its side.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from math import inf
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread, Timer
from typing import IO, Any, Literal, cast

from dupgraph.base.errors import DupgraphError, revive_error
from dupgraph.base.messages import make_message, unpack_message

_SCRIPT = Path(__file__).with_name("child.py")
# Of what a child says on stderr the end is kept: it tells why it ended.
_LAST_WORDS = 4096
_DAMAGE = "its answer cannot be read"
_READER = json.JSONDecoder(object_hook=unpack_message)

# What a child answers: what JSON can hold, and bytes.
Answer = tuple[Any, bytes]
Cause = Literal["time", "memory", "depth", "output", "crash"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use for one request; None means no limit. Some systems can limit ``seconds`` only.

    ``seconds`` are by the clock and include the start of the child, ``processor`` is CPU time in seconds, ``memory``
    bytes of address space, libraries included, ``output`` bytes of the answer. ``files`` is the limit on open files
    once the module is imported: with 0 the child can open neither a file nor a socket.
    """

    seconds: float = 120.0
    processor: int | None = 60
    memory: int | None = 1 << 30
    output: int = 256 << 20
    files: int | None = None


class ChildError(DupgraphError):
    """A child ended before it answered; ``cause`` says which limit it passed, ``words`` what it said last.

    Callers make their own sentence of it. "depth" is a stack that overflowed: something was nested too deeply.
    """

    def __init__(self, cause: Cause, words: str = "", code: int = 0) -> None:
        self.cause = cause
        self.words = words
        self.code = code
        super().__init__(f"was given up ({cause}, code {code}){f': {words}' if words else ''}")


class StartError(DupgraphError):
    """No process or thread can be started: memory, files or processes have run out, or Python may not be executed."""

    def __init__(self, error: OSError | RuntimeError) -> None:
        reason = (getattr(error, "strerror", "") or str(error)).lower()
        # Its English stands here, too: there may be no file left to read it from.
        what = make_message(f"no process can be started: {reason}", "no_process", {"reason": reason})
        super().__init__(what, hint=make_message("end other programs, and try again", "do_end_programs", {}))


def start_thread(thread: Thread) -> Thread:
    """Start a thread, and return it. Raises StartError where the system gives none."""
    try:
        thread.start()
    except RuntimeError as error:
        raise StartError(error) from None
    return thread


def run_child(
    module: str, request: object, limits: Limits, *, data: bytes = b"", libraries: Sequence[str] = ()
) -> Answer:
    """Return the answer of one child to one request with ``data``; both are what JSON can hold, and bytes.

    ``module`` is the full name of a module of ours, ``libraries`` the names of those that it imports: they may be
    installed where an isolated Python does not look. An error of ours that the child raises is raised here.
    Raises ChildError when the child passes a limit or crashes, StartError where there can be none.
    """
    with open_child(module, limits, libraries=libraries) as child:
        child.send(request, data)
        return child.receive()


@contextmanager
def open_child(module: str, limits: Limits, *, libraries: Sequence[str] = ()) -> Iterator["Child"]:
    """Give a child that answers one request after the other; it is ended with the block, whatever it does then."""
    child = start_child(module, limits, libraries=libraries)
    try:
        yield child
    finally:
        child.end()


def start_child(module: str, limits: Limits, *, libraries: Sequence[str] = ()) -> "Child":
    """Return a child that answers one request after the other, until whoever started it calls ``end``.

    Raises StartError.
    """
    settings = {"module": module, "homes": list(_find_homes(libraries)), **asdict(limits)}
    command = [sys.executable, "-I", str(_SCRIPT), json.dumps(settings)]
    try:
        # S603: no shell, and nothing in the command but our own interpreter, our file and our settings.
        process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE)  # noqa: S603  see the line above
    except OSError as error:
        raise StartError(error) from None
    try:
        return Child(process, limits)
    except StartError:
        process.kill()
        process.communicate()
        raise


def _find_homes(libraries: Sequence[str]) -> dict[str, None]:
    """Return the folders that hold our package and the libraries."""
    homes = {str(_SCRIPT.parents[2]): None}
    for name in libraries:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            # A package's file lies one folder deeper than a module's.
            homes[str(Path(spec.origin).parents[bool(spec.submodule_search_locations)])] = None
    return homes


class Child:
    """A running child. Each ``send`` is followed by one ``receive``, before which anything else may be done.

    The answer of a module that streams comes in parts: ``receive_part`` is then called until it gives the last.
    """

    def __init__(self, process: Popen[bytes], limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._words = b""
        self._is_late = False
        self._clock = Timer(0, self.stop_late)
        self._listener = start_thread(Thread(target=self._listen, daemon=True))

    def send(self, request: object, data: bytes = b"", *, seconds: float | None = None) -> None:
        """Send a request, which may take ``seconds``, by default those of the limits; ``receive`` says if it fails.

        With ``inf`` no thread watches the clock, and the caller must call ``stop_late`` in time. Raises StartError if
        that thread cannot be started.
        """
        if seconds != inf:
            self._clock = Timer(self._limits.seconds if seconds is None else seconds, self.stop_late)
            self._clock.daemon = True
            start_thread(self._clock)
        text = json.dumps(request).encode()
        # A child that has ended already says why to whoever asks for its answer.
        with suppress(BrokenPipeError):
            stream = cast("IO[bytes]", self._process.stdin)
            stream.write(b"%d %d\n" % (len(text), len(data)))
            stream.write(text)
            stream.write(data)
            stream.flush()

    def receive(self) -> Answer:
        """Return the answer to the request. Raises ChildError, and the errors of ours that the child raises."""
        facts, data, is_last = self.receive_part()
        if not is_last:
            raise ChildError("crash", _DAMAGE)
        return facts, data

    def receive_part(self) -> tuple[Any, bytes, bool]:
        """Return the next part of the answer, facts and bytes, and whether it is the last. Raises as ``receive``."""
        try:
            frame = self._read_frame()
        except ChildError:
            self._clock.cancel()
            raise
        return self.read_part(*frame)

    def read_part(self, text: bytes, data: bytes) -> tuple[Any, bytes, bool]:
        """Return what a frame of ``answers`` holds, as ``receive_part`` does, for callers that read without waiting."""
        is_last = True
        try:
            answer = _READER.decode(text.decode())
            is_last = "part" not in answer
        except ValueError:
            raise ChildError("crash", _DAMAGE) from None
        finally:
            if is_last and self._clock.is_alive():
                self._clock.cancel()
        if not is_last:
            return answer["part"], data, False
        if "end" in answer:
            raise ChildError(answer["end"])
        if "error" in answer:
            raise revive_error(answer["error"], answer["facts"])
        return answer["facts"], data, True

    @property
    def answers(self) -> IO[bytes]:
        """The pipe on which answers arrive: each is a line with two sizes, that much JSON, and that many raw bytes."""
        return cast("IO[bytes]", self._process.stdout)

    @property
    def number(self) -> int:
        """The process ID."""
        return self._process.pid

    def is_running(self) -> bool:
        """Tell whether the process is still running."""
        return self._process.poll() is None

    def lower_priority(self, steps: int = 10) -> None:
        """Lower the priority of the process for the rest of its life; with 3 steps it gets half of an equal share."""
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, self.number, steps)

    def stop_late(self) -> None:
        """Kill the process because its time is up; ``receive`` then raises ChildError with the cause "time"."""
        self._is_late = True
        self._process.kill()

    def kill(self) -> None:
        """Kill the process at once, from any thread; ``receive`` then raises ChildError."""
        self._process.kill()

    def end(self) -> None:
        """End the process, whatever it does."""
        self._clock.cancel()
        self._process.kill()
        # What was not sent yet goes nowhere.
        with suppress(BrokenPipeError):
            cast("IO[bytes]", self._process.stdin).close()
        self._process.wait()
        self._listener.join()
        self.answers.close()
        cast("IO[bytes]", self._process.stderr).close()
        if self._clock.is_alive():
            self._clock.join()

    def _read_frame(self) -> tuple[bytes, bytes]:
        stream = self.answers
        try:
            sizes = [int(size) for size in stream.readline(64).split()]
        except ValueError:
            raise ChildError("crash", _DAMAGE) from None
        if sum(sizes) > self._limits.output:
            raise ChildError("output")
        parts = [stream.read(size) for size in sizes]
        if len(parts) != 2 or [len(part) for part in parts] != sizes:
            raise self.explain_end()
        return parts[0], parts[1]

    def _listen(self) -> None:
        stream = cast("IO[bytes]", self._process.stderr)
        while piece := stream.read1(65536):  # type: ignore[attr-defined]  # a pipe is buffered
            self._words = (self._words + piece)[-_LAST_WORDS:]

    def explain_end(self) -> ChildError:
        """Return why the process has ended, read from how it did."""
        code = self._process.wait()
        self._listener.join()
        words = self._words.decode(errors="replace")
        last = (words.strip().splitlines() or ["no reason given"])[-1][:200]
        return ChildError("time" if self._is_late else _find_cause(-code, words), last, code)


def _find_cause(number: int, words: str) -> Cause:
    """Return why a process ended that got the signal ``number`` (0 or less for none) and said ``words``."""
    signals = {name: getattr(signal, name, None) for name in ("SIGALRM", "SIGXCPU", "SIGSEGV", "SIGABRT", "SIGKILL")}
    if number in (signals["SIGALRM"], signals["SIGXCPU"]):
        return "time"
    if "overflowed its stack" in words or number == signals["SIGSEGV"]:
        return "depth"
    if "memory" in words.lower() or number in (signals["SIGABRT"], signals["SIGKILL"]):
        return "memory"
    return "crash"
