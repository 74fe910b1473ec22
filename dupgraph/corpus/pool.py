"""The engine of one machine: a pool of warm processes, as many as there are workers."""

from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue

from dupgraph.base.errors import DupgraphError
from dupgraph.corpus.orders import Outcome
from dupgraph.corpus.planning import Job, OpenJob, refuse_job
from dupgraph.corpus.warm import PlanLimits, WarmProcess

# So many jobs stand ready for each worker: none waits while outcomes are taken.
_READY = 2


def build_here(jobs: Iterable[Job], open_job: OpenJob, workers: int, limits: PlanLimits) -> Generator[Outcome]:
    """Yield what becomes of each job, as they end; they are opened only as fast as they are built.

    Whoever stops asking ends all processes.
    """
    processes = [WarmProcess(limits) for _ in range(workers)]
    idle: SimpleQueue[WarmProcess] = SimpleQueue()
    for process in processes:
        idle.put(process)

    def build(job: Job) -> Outcome:
        try:
            order = open_job(job)
        except DupgraphError as error:
            return refuse_job(job, error)
        process = idle.get()
        try:
            return process.build(order)
        finally:
            idle.put(process)

    pending: set[Future[Outcome]] = set()
    threads = ThreadPoolExecutor(workers)
    try:
        for job in jobs:
            pending.add(threads.submit(build, job))
            while len(pending) >= _READY * workers:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        for process in processes:
            process.stop()
        threads.shutdown(cancel_futures=True)
        for process in processes:
            process.close()
