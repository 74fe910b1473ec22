"""The engine of many machines: a Dask cluster that hands the jobs out, a warm process beside each of its threads."""

import logging
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from threading import local
from typing import Any

from dupgraph.base.errors import DupgraphError, EndpointError, MissingExtraError, take_first_line, word_fault
from dupgraph.base.scratch import ScratchFolder
from dupgraph.corpus.orders import Failure, Outcome, unpack_order
from dupgraph.corpus.planning import Job, OpenJob, refuse_job
from dupgraph.corpus.warm import PlanLimits, WarmProcess
from dupgraph.language.messages import say

_SECONDS_TO_CONNECT = 15
# The first worker of a busy machine is late, and nobody else can be meant.
_SECONDS_TO_START = 300
# So many jobs a worker's thread are on their way: their bytes are in the scheduler's memory.
_AHEAD = 3
_HINT = "what is done is kept: run it again"


class Cluster:
    """A cluster that is there; call it with jobs."""

    def __init__(self, stack: ExitStack, client: Any, limits: PlanLimits) -> None:
        self._stack = stack
        self._client = client
        self._limits = limits

    def __call__(self, jobs: Sequence[Job], open_job: OpenJob) -> Generator[Outcome]:
        """Yield what becomes of each job, as they end. Raises EndpointError when the scheduler goes away."""
        try:
            yield from self._build_all(jobs, open_job)
        except (OSError, TimeoutError):
            raise self._miss_scheduler() from None
        finally:
            # Who takes leave of a scheduler that is gone is told so once more.
            with suppress(OSError, TimeoutError):
                self._stack.close()

    def _build_all(self, jobs: Sequence[Job], open_job: OpenJob) -> Generator[Outcome]:
        import distributed

        waiting = iter(jobs)
        running: dict[str, Job] = {}
        ended: Any = distributed.as_completed(loop=self._client.loop)  # type: ignore[no-untyped-call]
        threads = sum(self._client.nthreads().values()) or 1
        for first in islice(waiting, threads * _AHEAD):
            yield from self._submit(first, open_job, ended, running)
        while running:
            try:
                future = next(ended)
            except StopIteration:
                raise self._miss_scheduler() from None
            yield self._read(future, running.pop(future.key))
            if (job := next(waiting, None)) is not None:
                yield from self._submit(job, open_job, ended, running)

    def _submit(self, job: Job, open_job: OpenJob, ended: Any, running: dict[str, Job]) -> Iterator[Outcome]:
        try:
            order = open_job(job)
        except DupgraphError as error:
            yield refuse_job(job, error)
            return
        limits = (self._limits.seconds, self._limits.memory)
        future = self._client.submit(build_order, order.pack(), order.data, limits, key=job.stem, pure=False)
        running[future.key] = job
        ended.add(future)

    def _read(self, future: Any, job: Job) -> Outcome:
        if future.status == "finished":
            answer = future.result()
            failure = Failure(**answer["failure"]) if answer["failure"] else None
            return Outcome(**{**answer, "failure": failure})
        if future.status in ("cancelled", "lost") or self._client.status != "running":
            raise self._miss_scheduler()
        error = future.exception()
        what = say("not_on_cluster", fault=word_fault(error))
        return Outcome(job.name, failure=Failure(str(job.path), "cluster", what, say("do_run_again")))

    def _miss_scheduler(self) -> EndpointError:
        return EndpointError("the scheduler went away", url=self._client.scheduler.address, hint=_HINT)


def connect_cluster(address: str, workers: int, limits: PlanLimits) -> Cluster:
    """Return the cluster of the scheduler at ``address``; without one, a cluster of so many workers on this machine.

    Raises MissingExtraError without Dask, EndpointError when no scheduler answers or it has no worker.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtraError("Dask (distributed)", extra="dask") from None
    # What goes wrong is said once, in a sentence of ours.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    stack, seconds = ExitStack(), _SECONDS_TO_CONNECT if address else _SECONDS_TO_START
    try:
        place = address or stack.enter_context(_start_cluster(workers, stack.enter_context(ScratchFolder()).path))
        client: Any = distributed.Client(place, timeout=seconds, set_as_default=False)  # type: ignore[no-untyped-call]
        stack.enter_context(client)
        client.wait_for_workers(1, timeout=seconds)
    except (OSError, ValueError, TimeoutError) as error:
        with suppress(Exception):
            stack.close()
        reason = take_first_line(error, type(error).__name__)
        hint = "check --scheduler, and that workers are connected to it" if address else "use --engine local"
        raise EndpointError(f"no Dask cluster answers: {reason}", url=address or "this machine", hint=hint) from None
    return Cluster(stack, client, limits)


def _start_cluster(workers: int, folder: Path) -> Any:
    # Processes of commands of their own: a plain script that calls us is not run again in each.
    from distributed.deploy.subprocess import SubprocessCluster

    # What Dask runs first in the scheduler, which ends with us even if we are killed; workers end with it.
    watch = folder / "watch.py"
    program = f"from dupgraph.base.processes import end_with_parent\nend_with_parent({os.getpid()})\n"
    watch.write_text(program, encoding="utf-8")
    # Dask would leave files of its own beside the system's temporary ones.
    own = {"local_directory": str(folder)}
    return SubprocessCluster(
        host="127.0.0.1", n_workers=workers, threads_per_worker=1, dashboard_address=":0",
        scheduler_kwargs={"preload": [str(watch)], "scheduler_file": str(folder / "scheduler.json"), **own},
        worker_kwargs={"dashboard": False, **own},
    )  # fmt: skip


# On the worker --------------------------------------------------------------------------------------------------------

_HERE = local()


def build_order(facts: Mapping[str, Any], data: bytes, limits: tuple[float, int]) -> dict[str, Any]:
    """Return what became of an order, as plain values; it is built in this thread's own warm process."""
    if getattr(_HERE, "limits", None) != limits:
        if hasattr(_HERE, "process"):
            _HERE.process.close()
        _HERE.limits, _HERE.process = limits, WarmProcess(PlanLimits(*limits))
    return asdict(_HERE.process.build(unpack_order(facts, data)))
