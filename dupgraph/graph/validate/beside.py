"""Graphs against the rules in a process beside: who publishes goes on meanwhile, and learns of a breach in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Triple, parse, serialize

from dupgraph.base.errors import DupgraphError, GraphError


class Checker:
    """Checks one graph at a time: the next one waits, so that there are never two in memory."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        """Speak to the process at the other end of ``connection``; what is checked goes through ``folder``."""
        self._connection = connection
        self._file = folder / "graph.nt"
        self._plan = ""

    def add(self, plan: str, triples: tuple[Triple, ...]) -> None:
        """Begin to check a plan's triples. Raises GraphError when those of the plan before break a rule."""
        self.finish()
        # A file and no message: a message of this size waits until the other side has begun to read.
        self._file.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        self._connection.send((str(self._file), plan))
        self._plan = plan

    def finish(self) -> None:
        """Wait until all is checked. Raises GraphError when a rule is broken, and when the check did not end."""
        if not self._plan:
            return
        plan, self._plan = self._plan, ""
        try:
            breaches: tuple[str, ...] = self._connection.recv()
        except EOFError:
            hint = "check it alone: dupgraph validate GRAPH"
            raise GraphError("its check ended before it was done", path=f"<{plan}>", hint=hint) from None
        if breaches:
            more = f" (and {len(breaches) - 1:,} more)" if len(breaches) > 1 else ""
            raise GraphError(
                f"breaks a rule: {breaches[0]}{more}",
                path=f"<{plan}>",
                hint="see them all with dupgraph validate GRAPH, and mend them before it is published",
            )


@contextmanager
def check_beside() -> Iterator[Checker]:
    """Give a checker; what it still does when the block ends is broken off."""
    # Spawned, since a forked process would inherit open stores and their locks.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=answer_checks, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    with TemporaryDirectory() as folder, ours:
        try:
            yield Checker(ours, Path(folder))
        finally:
            process.kill()
            process.join()


def answer_checks(connection: Connection) -> None:
    """Check each file whose path comes, until nobody asks any more: the work of the process beside."""
    # Ctrl-C is for the process that asked: it ends this one.
    signal(SIGINT, SIG_IGN)
    while True:
        try:
            file, plan = connection.recv()
        except EOFError:
            return
        connection.send(find_breaches(Path(file), plan))


def find_breaches(file: Path, plan: str) -> tuple[str, ...]:
    """Return each breach of a plan's graph, in N-Triples, in a sentence; why it cannot be checked is one as well."""
    from dupgraph.graph.validate.files import validate_quads

    try:
        report = validate_quads(list(parse(path=str(file), format=RdfFormat.N_TRIPLES)), plan, "graph", "en")
    except DupgraphError as error:
        return (str(error),)
    return tuple(
        f"{finding.element}: {finding.message}" for finding in report.findings if finding.severity == "violation"
    )
