"""A server of plans as people start it: its own process, ended with the block that runs it."""

import os
import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from subprocess import PIPE, Popen

import httpx
import psutil
import pytest


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and a client that follows no redirect."""

    address: str
    process: Popen[str]
    client: httpx.Client


def list_children(number: int, words: str = "") -> list[psutil.Process]:
    """Return what a process has started and has not ended, or of that what has such words in its command."""
    found = []
    for child in psutil.Process(number).children():
        # It may end meanwhile.
        with suppress(psutil.NoSuchProcess):
            if child.status() != psutil.STATUS_ZOMBIE and words in " ".join(child.cmdline()):
                found.append(child)
    return found


@contextmanager
def limit(server: Served, kind: int, most: int, *, children: bool = False) -> Iterator[None]:
    """Let a server, and what it starts, have no more than so much of something that the system gives, for a while.

    With ``children`` what it has started already, too.
    """
    own = server.process.pid
    pids = [own, *(each.pid for each in list_children(own) if children)]
    soft, hard = resource.prlimit(own, kind)
    try:
        for pid in pids:
            with suppress(ProcessLookupError):
                resource.prlimit(pid, kind, (most, hard))
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                resource.prlimit(pid, kind, (soft, hard))


@contextmanager
def start_server(*arguments: str | os.PathLike[str]) -> Iterator[Served]:
    """Run ``dupgraph serve`` on a free port until the block ends; it must end by itself when it is told to.

    A client waits as long as a machine may take that does many other things; so does the server, unless told otherwise.
    """
    command = [sys.executable, "-m", "dupgraph", "serve", "--port", "0", "--timeout", "600", *map(str, arguments)]
    with Popen(command, stderr=PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = []
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    break
            else:
                pytest.fail(f"{command} did not start:\n" + "".join(said[-10:]))
            with httpx.Client(base_url=found[0], timeout=600) as client:
                yield Served(found[0], process, client)
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            process.wait()
    assert "Traceback" not in rest, rest
