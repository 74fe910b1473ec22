"""Graphs against the rules, in a process beside: pages are made meanwhile, and nothing is published that breaks one."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from pyoxigraph import RdfFormat, Triple, parse, serialize

from dupgraph.errors import GraphError

# So many breaches are named; dupgraph validate names all of them.
_SHOWN = 1


class Checker:
    """Checks one graph at a time: the next one waits, so that there are never two in memory."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        """Use the one worker of ``pool``."""
        self._pool = pool
        self._waiting: Future[tuple[str, ...]] | None = None
        self._plan = ""

    def add(self, plan: str, triples: tuple[Triple, ...]) -> None:
        """Begin to check a plan's triples. Raises GraphError when those of the plan before break a rule."""
        self.finish()
        self._plan = plan
        self._waiting = self._pool.submit(find_breaches, serialize(triples, format=RdfFormat.N_TRIPLES) or b"", plan)

    def finish(self) -> None:
        """Wait until all is checked. Raises GraphError when a rule is broken."""
        breaches = self._waiting.result() if self._waiting else ()
        self._waiting = None
        if breaches:
            more = f" (and {len(breaches) - _SHOWN:,} more)" if len(breaches) > _SHOWN else ""
            raise GraphError(
                f"breaks a rule: {breaches[0]}{more}",
                path=f"<{self._plan}>",
                hint="see them all with dupgraph validate GRAPH, and mend them before it is published",
            )


@contextmanager
def check_beside() -> Iterator[Checker]:
    """Give a checker; what it still does when the block fails is not waited for."""
    # Spawned, since a forked process would inherit open stores and their locks.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        yield Checker(pool)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def find_breaches(data: bytes, plan: str) -> tuple[str, ...]:
    """Return each breach of a plan's graph, given as N-Triples, in a sentence."""
    from dupgraph.validate.files import validate_quads

    report = validate_quads(list(parse(data, format=RdfFormat.N_TRIPLES)), plan, "graph", "en")
    return tuple(
        f"{finding.element}: {finding.message}" for finding in report.findings if finding.severity == "violation"
    )
