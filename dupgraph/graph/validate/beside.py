"""Graphs against the rules in a child beside: who publishes goes on meanwhile, and learns of a breach in the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import RdfFormat, Triple, serialize

from dupgraph.base.children import Child, ChildError, Limits, open_child
from dupgraph.base.errors import GraphError

# A graph of hundreds of thousands of triples takes minutes, on a slow machine more.
_LIMITS = Limits(seconds=3600, processor=None, memory=None)
_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib")


class Checker:
    """Checks one graph at a time: the next one waits, so that there are never two in memory."""

    def __init__(self, child: Child) -> None:
        """Let ``child`` check."""
        self._child = child
        self._plan = ""

    def add(self, plan: str, triples: tuple[Triple, ...]) -> None:
        """Begin to check a plan's triples. Raises GraphError when those of the plan before break a rule."""
        self.finish()
        self._child.send({"plan": plan}, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        self._plan = plan

    def finish(self) -> None:
        """Wait until all is checked. Raises GraphError when a rule is broken, and when the check did not end."""
        if not self._plan:
            return
        plan, self._plan = self._plan, ""
        try:
            breaches, _ = self._child.receive()
        except ChildError:
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
    with open_child("dupgraph.graph.validate.beside_child", _LIMITS, libraries=_LIBRARIES) as child:
        yield Checker(child)
