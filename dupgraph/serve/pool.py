"""Killable workers on one store: a query cannot be cancelled, only its process can be ended, and another is at hand."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from dupgraph.base.children import Child, ChildError, Limits, StartError, start_child
from dupgraph.base.errors import DupgraphError, GraphError
from dupgraph.language.messages import say
from dupgraph.serve.inbox import Inbox, open_inbox
from dupgraph.serve.scheduling import MOMENT_SECONDS, Schedule, Ticket

_MODULE = "dupgraph.graph.engines.pool_worker"
# Bytes beyond what a worker has once the store is open.
_MEMORY = 512 << 20
_OPENING_SECONDS = 60.0
# A query that runs so long lets others come first; its worker is not used again, as it cannot come forward any more.
_LONG_SECONDS = 0.5
# A worker that cannot be started is tried again, and not at once.
_PAUSE_SECONDS = 0.5
# So much a worker that has nothing to do takes without delay: a pipe holds as much, and a request's facts besides.
_AT_ONCE = 32 * 1024
Result = TypeVar("Result")


class BusyError(DupgraphError):
    """No worker was free in time, or too many queries wait already."""


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """A store on disk that is not written to; another content is another ``generation``.

    A load into a store puts another folder in its place, of another ``number``; where that is 0 nobody else loads it.
    ``graphs`` are its named graphs, and ``triples`` how many all of them have; ``union`` is a file with these triples,
    where they are few enough to be held in memory.
    """

    path: Path
    generation: str
    number: int = 0
    graphs: tuple[str, ...] = ()
    triples: int = 0
    union: str = ""

    def is_there(self) -> bool:
        """Tell whether the folder is still the same."""
        return not self.number or self.number == find_number(self.path)


def find_number(path: Path) -> int:
    """Return the number that the system knows a folder by, -1 where there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return -1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: facts about the whole, some of its bytes, whether they are the last."""

    facts: dict[str, Any]
    data: bytes
    is_last: bool


@dataclass(frozen=True, eq=False)
class _Worker:
    """A child, the store that it has open, and what gives its answers."""

    child: Child
    store: StoreFolder
    inbox: Inbox


@dataclass(eq=False)
class _Waiting(Ticket):
    """A ticket, where it hears which worker it has, and whether it lost that again."""

    ready: "asyncio.Future[_Worker]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    worker: _Worker | None = None
    clock: asyncio.TimerHandle | None = None
    was_moved: bool = False


class Run:
    """An answer on its way: its first part is here, the others are asked for one by one.

    ``end`` must be called, whatever happens: it frees the worker, or kills one that still computes.
    """

    def __init__(self, pool: "Pool", ticket: _Waiting, worker: _Worker, first: Part) -> None:
        self._pool = pool
        self._ticket = ticket
        self._worker = worker
        self.part = first

    @property
    def seconds_left(self) -> float:
        """The seconds until the worker is ended, whoever still reads."""
        return max(0.0, self._ticket.deadline - monotonic())

    async def receive(self) -> Part:
        """Return the next part. Raises ChildError, and the errors of ours that the child raises."""
        self.part = Part(*await self._worker.inbox.receive())
        return self.part

    def end(self) -> None:
        """Let go of the worker, once."""
        if self._ticket.lane:
            self._pool.release(self._ticket, self._worker, is_done=self.part.is_last)


class Pool:
    """Workers on one store, which ``swap`` exchanges for another; made and used within one event loop."""

    def __init__(self, store: StoreFolder, *, workers: int, queue: int, timeout: float) -> None:
        """Start nothing yet. ``queue`` is how many may wait, ``timeout`` the seconds that each has."""
        self.store = store
        self._schedule = Schedule[_Waiting](workers)
        self._queue = queue
        self._timeout = timeout
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._behind: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._fault: DupgraphError | None = None
        self._is_closed = False
        self._threads = ThreadPoolExecutor(2 * workers + 6, "pool")

    async def start(self) -> None:
        """Start the first workers. Raises what opening the store raises."""
        self._arrange()
        while self._starting:
            await asyncio.wait(self._starting)
            if self._fault is not None:
                raise self._fault

    async def run(self, request: dict[str, Any], data: bytes, client: str) -> Run:
        """Return an answer whose first part is here.

        Raises BusyError when no worker was free in time, ChildError when one ended, and what the child raises.
        """
        if len(self._schedule.waiting) >= self._queue:
            raise BusyError(say("busy_queue"), hint=say("do_wait"))
        now = monotonic()
        ticket = _Waiting(client, now, now + self._timeout)
        while True:
            worker = await self._wait(ticket)
            try:
                seconds = max(0.01, ticket.deadline - monotonic())
                first = await self._exchange(worker, {**request, "seconds": seconds}, data)
            except ChildError:
                self.release(ticket, worker, is_done=False)
                if not ticket.was_moved:
                    raise
            except BaseException as error:
                # An error of ours is an answer; otherwise whoever asked has left.
                self.release(ticket, worker, is_done=isinstance(error, DupgraphError))
                raise
            else:
                # What has more than one part is long, and would stand in the way of others on the spare worker.
                if first.is_last or ticket.lane == "own":
                    return Run(self, ticket, worker, first)
                self.release(ticket, worker, is_done=False)
                ticket.is_long = True
            ticket.was_moved = False

    def release(self, ticket: _Waiting, worker: _Worker, *, is_done: bool) -> None:
        """Take a worker back; one that still computes is killed, and another started in its place."""
        self._schedule.leave(ticket)
        if ticket.clock:
            ticket.clock.cancel()
        self._busy.remove(worker)
        if self._is_closed:
            # It was ended with the pool.
            return
        # Of one that was killed as its answer came the system may not have told yet.
        is_fit = is_done and not ticket.was_moved and worker not in self._behind and worker.store == self.store
        if is_fit:
            self._idle.append(worker)
        else:
            self._end(worker)
        self._arrange()

    async def swap(self, store: StoreFolder) -> None:
        """Let new queries run on another store, once a worker is ready there; those that run end on theirs.

        Raises what opening the store raises; nothing has changed then.
        """
        first = await self._open_worker(store)
        self.store = store
        for worker in self._idle:
            self._end(worker)
        self._idle[:] = [first]
        self._arrange()

    async def _open_worker(self, store: StoreFolder) -> _Worker:
        child = await self.call(_open_child, store)
        return _Worker(child, store, await open_inbox(child, self._threads))

    async def close(self) -> None:
        """End all workers; what runs ends with an error."""
        self._is_closed = True
        for ticket in self._schedule.waiting:
            ticket.ready.cancel()
        if self._starting:
            await asyncio.wait(self._starting)
        for worker in (*self._idle, *self._busy):
            self._end(worker)
        self._idle.clear()
        await asyncio.to_thread(self._threads.shutdown)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the workers' processes."""
        return tuple(worker.child.number for worker in (*self._idle, *self._busy))

    async def _exchange(self, worker: _Worker, request: dict[str, Any], data: bytes) -> Part:
        if len(data) <= _AT_ONCE:
            worker.child.send(request, data, seconds=inf)
        else:
            await self.call(partial(worker.child.send, request, data, seconds=inf))
        return Part(*await worker.inbox.receive())

    async def call(self, function: Callable[..., Result], *arguments: Any) -> Result:
        """Return what a function returns that may wait for a worker. Raises StartError without a thread for it."""
        try:
            called = asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *arguments))
        except RuntimeError as error:
            raise StartError(error) from None
        return await called

    async def _wait(self, ticket: _Waiting) -> _Worker:
        """Return a worker for a ticket. Raises BusyError at its deadline, and once the pool is closed."""
        if self._is_closed:
            raise BusyError("the server ends")
        ready = ticket.ready = asyncio.get_running_loop().create_future()
        self._schedule.waiting.append(ticket)
        self._arrange()
        if ready.done() and ticket.worker:
            return ticket.worker
        try:
            async with asyncio.timeout(max(0.0, ticket.deadline - monotonic())):
                worker: _Worker = await ready
                return worker
        except BaseException as error:
            if ready.done() and not ready.cancelled():
                # It came when nobody waited any more.
                self.release(ticket, ready.result(), is_done=True)
            self._schedule.leave(ticket)
            if not isinstance(error, TimeoutError):
                raise
        if self._fault is not None:
            raise BusyError(self._fault.what, path=self._fault.where, hint=self._fault.hint)
        what = say("busy_workers", seconds=float(self._timeout))
        raise BusyError(what, hint=say("do_wait_narrow"))

    def _arrange(self) -> None:
        """Let run who may, move who has had its moment, and see that there are workers."""
        if self._is_closed:
            return
        loop, now = asyncio.get_running_loop(), monotonic()
        while ticket := self._schedule.find_next(len(self._idle)):
            if ticket.ready.done():
                # Its time is up, or its client has left, and it has not been told yet.
                self._schedule.leave(ticket)
                continue
            worker = self._idle.pop()
            if not worker.child.is_running():
                # It was killed from outside, or by the system, while it had nothing to do.
                self._end(worker)
                continue
            self._schedule.begin(ticket, now)
            self._busy.append(worker)
            ticket.worker = worker
            ticket.ready.set_result(worker)
            ticket.clock = loop.call_later(min(_LONG_SECONDS, ticket.deadline - now), self._look_after, ticket, worker)
            if ticket.lane == "spare":
                loop.call_later(MOMENT_SECONDS, self._arrange)
        overdue = self._schedule.find_overdue(now)
        if overdue and overdue.worker and not overdue.was_moved:
            overdue.is_long = overdue.was_moved = True
            overdue.worker.child.kill()
        # At rest one for each place, and one more; while somebody waits another, which takes long to start then.
        wanted = self._schedule.workers + (3 if self._schedule.waiting else 2)
        for _ in range(wanted - len(self._busy) - len(self._idle) - len(self._starting)):
            task = loop.create_task(self._start_worker())
            self._starting.add(task)

    def _look_after(self, ticket: _Waiting, worker: _Worker) -> None:
        """Let others come before a query that takes long, until its deadline."""
        worker.child.lower_priority()
        self._behind.add(worker)
        left = max(0.0, ticket.deadline - monotonic())
        ticket.clock = asyncio.get_running_loop().call_later(left, worker.child.stop_late)

    async def _start_worker(self) -> None:
        store = self.store
        try:
            worker = await self._open_worker(store)
        except DupgraphError as error:
            self._fault = error
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            self._fault = None
            if store == self.store and not self._is_closed:
                self._idle.append(worker)
            else:
                self._end(worker)
        finally:
            self._starting.discard(asyncio.current_task())
        self._arrange()

    def _end(self, worker: _Worker) -> None:
        self._behind.discard(worker)
        worker.child.kill()
        worker.inbox.close()
        self._threads.submit(worker.child.end)


def _open_child(store: StoreFolder) -> Child:
    bounds = Limits(_OPENING_SECONDS, processor=None, memory=None, output=1 << 62)
    child = start_child(_MODULE, bounds, libraries=("pyoxigraph",))
    try:
        child.send({"open": str(store.path), "union": store.union, "memory": _MEMORY})
        child.receive()
        if not store.is_there():
            raise GraphError(say("busy_loading"), path=store.path, hint=say("do_wait"))
    except BaseException:
        child.end()
        raise
    return child
