"""The engine of one machine: a pool of warm processes, as many as there are workers."""

from collections.abc import Generator, Iterable
from queue import SimpleQueue
from threading import Event, Lock, Thread

from dupgraph.base.errors import DupgraphError
from dupgraph.corpus.orders import Outcome
from dupgraph.corpus.planning import Job, OpenJob, refuse_job
from dupgraph.corpus.warm import PlanLimits, WarmProcess


def build_here(jobs: Iterable[Job], open_job: OpenJob, workers: int, limits: PlanLimits) -> Generator[Outcome]:
    """Yield what becomes of each job, as they end; they are opened only as fast as they are built.

    Whoever stops asking ends all processes.
    """
    waiting, lock, stop = iter(jobs), Lock(), Event()
    ended: SimpleQueue[Outcome | BaseException | None] = SimpleQueue()

    def work(process: WarmProcess) -> None:
        try:
            while not stop.is_set():
                with lock:
                    job = next(waiting, None)
                if job is None:
                    break
                ended.put(_build(process, job, open_job))
        except BaseException as error:
            # It is raised where the outcomes are taken.
            ended.put(error)
        finally:
            process.close()
            ended.put(None)

    processes = [WarmProcess(limits) for _ in range(workers)]
    threads = [Thread(target=work, args=(process,), daemon=True) for process in processes]
    try:
        for thread in threads:
            thread.start()
        running = len(threads)
        while running:
            outcome = ended.get()
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome is None:
                running -= 1
            else:
                yield outcome
    finally:
        stop.set()
        for process in processes:
            process.stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join()


def _build(process: WarmProcess, job: Job, open_job: OpenJob) -> Outcome:
    try:
        order = open_job(job)
    except DupgraphError as error:
        return refuse_job(job, error)
    return process.build(order)
