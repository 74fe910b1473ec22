"""Awaiting a child's answers; without a thread for each where the system reports that a pipe can be read."""

import asyncio
import sys
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol

from dupgraph.base.children import Child

# So much of an answer may wait here to be read; then the child waits.
_ROOM = 256 * 1024
_Part = tuple[Any, bytes, bool]


class Inbox(Protocol):
    """The answers of one child, in the order in which they arrive."""

    async def receive(self) -> _Part:
        """Return the next part of an answer, as ``Child.receive_part``."""

    def close(self) -> None:
        """Read no more; the child is then to be ended."""


@dataclass(frozen=True)
class _Pipe:
    """A pipe that the event loop looks at."""

    child: Child
    reader: asyncio.StreamReader
    transport: asyncio.ReadTransport

    async def receive(self) -> _Part:
        try:
            text_size, data_size = map(int, (await self.reader.readline()).split())
            text = await self.reader.readexactly(text_size)
            data = await self.reader.readexactly(data_size)
        except (ValueError, asyncio.IncompleteReadError):
            raise await asyncio.to_thread(self.child.explain_end) from None
        return self.child.read_part(text, data)

    def close(self) -> None:
        self.transport.close()


@dataclass(frozen=True)
class _Threads:
    """A pipe that only a thread can wait for."""

    child: Child
    threads: Executor

    async def receive(self) -> _Part:
        return await asyncio.get_running_loop().run_in_executor(self.threads, self.child.receive_part)

    def close(self) -> None:
        """Do nothing: the child is about to be killed."""


async def open_inbox(child: Child, threads: Executor) -> Inbox:
    """Return what gives the answers of a child that says nothing now."""
    if sys.platform == "win32":
        return _Threads(child, threads)
    reader = asyncio.StreamReader(_ROOM)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), child.answers)
    return _Pipe(child, reader, transport)
