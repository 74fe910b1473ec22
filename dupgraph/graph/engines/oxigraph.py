"""The usual engine: Oxigraph, embedded; in memory for files, on disk and read-only for a store."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.answers import Answer, read_rows, run_query
from dupgraph.graph.engines.graphs import LocalEngine, holds_union, read_store
from dupgraph.graph.engines.protocol import Solutions

AnswerKind = TypeVar("AnswerKind", bound=Answer)
# So many answers are kept for who asks the same again.
_REMEMBERED = 64


@dataclass(frozen=True)
class OxigraphEngine(LocalEngine):
    """Answers from the graphs of one place; they are read at the first query that runs in this process."""

    @cached_property
    def store(self) -> Store:
        """The open store. Raises GraphError."""
        return read_store(self.place)

    @cached_property
    def has_union(self) -> bool:
        """Whether the default graph of the store on disk holds what its named graphs hold."""
        return self.place.store is not None and holds_union(self.store)

    @cached_property
    def _kept(self) -> dict[str, Solutions]:
        return {}

    def recall(self, text: str) -> Solutions:
        """Return the few rows of a SELECT that is asked again and again: they are kept, as an open store stays."""
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= _REMEMBERED:
                self._kept.clear()
            found = self._kept[text] = OxigraphEngine.select(self, text)
        return found

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""
        if timeout is not None:
            return self._run_guarded(text, timeout)
        return read_rows(self._run_here(text, QuerySolutions, "a SELECT"))

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK."""
        if timeout is not None:
            return bool(self._run_guarded(text, timeout).rows)
        return bool(self._run_here(text, QueryBoolean, "an ASK"))

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        if timeout is not None:
            return self._run_guarded(text, timeout)
        return read_rows(self._run_here(text, QueryTriples, "a CONSTRUCT"))

    def _run_here(self, text: str, kind: type[AnswerKind], name: str) -> AnswerKind:
        answer = run_query(self.store, text, self.graph_iris, has_union=self.has_union)
        if not isinstance(answer, kind):
            raise QueryError(f"not {name}")
        return answer

    def _run_guarded(self, text: str, timeout: float) -> Solutions:
        # Late: what starts processes is half of what answering here imports.
        from dupgraph.graph.engines.guard import run_guarded

        return run_guarded(self.place, text, timeout)


@dataclass(frozen=True)
class MemoryEngine(OxigraphEngine):
    """Answers from triples that are in memory already, for questions of our own: no worker could read them."""

    triples: tuple[Triple, ...] = ()

    @cached_property
    def store(self) -> Store:
        """The triples, in a store."""
        store = Store()
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples)
        return store

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT: who draws pages looks the same names and titles up again and again."""
        return self.recall(text) if timeout is None else super().select(text, timeout=timeout)
