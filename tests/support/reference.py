"""rdflib as one more engine, slow and independent: the others are held to its answers.

Only for the catalogue's own texts: it reads files and addresses that a FROM names, and cannot be stopped.
"""

import os
from dataclasses import dataclass
from functools import cached_property

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.plugins import sparql
from rdflib.query import Result

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.graphs import LocalEngine, read_store
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Solutions, Term

sparql.SPARQL_LOAD_GRAPHS = False
_FORMATS = {".ttl": "turtle", ".nt": "nt"}


@dataclass(frozen=True)
class ReferenceEngine(LocalEngine):
    """Answers through rdflib in memory, from graph files."""

    @cached_property
    def graph(self) -> rdflib.Graph:
        """All files of the place in one graph. Raises GraphError, and QueryError for what is not plain triples."""
        suffixes = {file.suffix.lower() for file in self.place.files}
        if self.place.store is not None or not suffixes <= set(_FORMATS):
            raise QueryError("the reference engine reads plain triples only", query=self.location)
        # rdflib forgives what Oxigraph does not: the files are checked by the stricter one.
        read_store(self.place)
        graph = rdflib.Graph()
        for file in self.place.files:
            graph.parse(os.fspath(file), format=_FORMATS[file.suffix.lower()])
        return graph

    @cached_property
    def _selected(self) -> dict[str, Solutions]:
        """The rows of each SELECT so far: most questions ask first what all ask, and a text is slow to read."""
        return {}

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""
        if text not in self._selected:
            self._selected[text] = self._select(text, timeout)
        return self._selected[text]

    def _select(self, text: str, timeout: float | None) -> Solutions:
        answer = self._run_here(text, timeout)
        if answer.type != "SELECT":
            raise QueryError("not a SELECT")
        columns = tuple(map(str, answer.vars or ()))
        rows = [tuple(_convert_term(row.get(rdflib.Variable(c))) for c in columns) for row in answer.bindings]
        return Solutions(columns, tuple(rows))

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK."""
        answer = self._run_here(text, timeout)
        if answer.type != "ASK":
            raise QueryError("not an ASK")
        return bool(answer.askAnswer)

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        answer = self._run_here(text, timeout)
        if answer.graph is None:
            raise QueryError("not a CONSTRUCT")
        return Solutions(TRIPLE_COLUMNS, tuple(tuple(map(_convert_term, triple)) for triple in answer.graph))

    def _run_here(self, text: str, timeout: float | None) -> Result:
        if timeout is not None:
            raise QueryError("the reference engine cannot be stopped and runs no typed text")
        if self.graph_iris:
            raise QueryError("the reference engine has one graph, and --graph-iri nothing to choose from")
        return self.graph.query(text)


def _convert_term(term: object) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if not isinstance(term, rdflib.Literal):
        raise QueryError(f"no RDF term: {term!r}")
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
