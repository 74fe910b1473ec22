"""A file's triples: read once, as they are written, and what they describe."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import Any

from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.term import Identifier

from dupgraph.base.errors import GraphError
from dupgraph.graph.engines.graphs import list_texts
from dupgraph.graph.rdf import check_blocks, explain_rdf
from dupgraph.graph.texts import check_text
from dupgraph.graph.validate.findings import Kind
from dupgraph.schema.namespaces import DCAT, DUP, OWL, RDF, SKOS, VOID

# No XML: what is validated is what dupgraph writes, or a vocabulary written by hand.
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
_KNOWN = " and ".join(_FORMATS)
_TYPE = NamedNode(RDF + "type")
# What a file is, by what it describes: the first that it describes decides.
_KINDS: tuple[tuple[str, Kind], ...] = (
    (DUP + "Plan", "graph"),
    (DCAT + "Catalog", "metadata"),
    (OWL + "Ontology", "vocabulary"),
    (SKOS + "ConceptScheme", "vocabulary"),
    (DCAT + "Dataset", "metadata"),
    (VOID + "Dataset", "metadata"),
)


def read_quads(path: Path) -> list[Quad]:
    """Return the triples of a Turtle or N-Triples file.

    Raises GraphError when it is missing, broken, empty, or of another text than the one beside it.
    """
    if path.suffix.lower() not in _FORMATS:
        raise GraphError(f"cannot be validated: only {_KNOWN} files are", path=path, hint="convert it to Turtle")
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise GraphError(f"cannot be read: {reason}", path=path, hint="give a graph file") from None
    quads = parse_quads(data, path, _FORMATS[path.suffix.lower()])
    check_text(path, list_texts(quads))
    return quads


def parse_quads(data: bytes, path: Path, form: RdfFormat) -> list[Quad]:
    """Return the triples that the bytes of a file hold. Raises GraphError when they are broken, or none."""
    check_blocks([data], form, path)
    try:
        quads = list(parse(data, format=form))
    except (SyntaxError, ValueError) as error:
        raise explain_rdf(error, path) from None
    if not quads:
        raise GraphError("holds no triples", path=path, hint="build it again: dupgraph build")
    return quads


def list_types(quads: Iterable[Quad]) -> set[str]:
    """Return the classes of what some triples describe."""
    return {quad.object.value for quad in quads if quad.predicate == _TYPE and isinstance(quad.object, NamedNode)}


def find_kind(quads: Iterable[Quad]) -> Kind:
    """Return what a file is, by what it describes; a graph where that says nothing: its own rules then say why not."""
    types = list_types(quads)
    return next((kind for described, kind in _KINDS if described in types), "graph")


class CheckedGraph(Graph):
    """A graph's triples twice: as they are written, for the core rules; in Oxigraph, for the rules in SPARQL.

    Oxigraph stores every integer as xsd:integer, so that a core rule would find fault with each offset; rdflib's
    own SPARQL needs half a minute for what Oxigraph does in half a second.
    """

    def __init__(self, quads: Iterable[Quad], path: str | os.PathLike[str] = "") -> None:
        """Take the triples of the file at ``path``. Raises GraphError for a triple within a triple."""
        super().__init__()
        store, known = Store(), set(quads)
        store.extend(known)
        self._oxigraph = Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
        self._size = len(known)
        for quad in known:
            self.add((_convert(quad.subject, path), _convert(quad.predicate, path), _convert(quad.object, path)))

    def __len__(self) -> int:
        """Return the number of triples. rdflib would count them anew, and pySHACL asks with every result."""
        return self._size

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Return Oxigraph's answer."""
        return self._oxigraph.query(query_object, *args, **kwargs)


def _convert(term: object, path: str | os.PathLike[str]) -> Identifier:
    """Return an Oxigraph term as rdflib's, written as it was written."""
    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case Literal() if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        case Literal():
            return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        case _:
            what = "holds a triple within a triple (RDF 1.2), which no rule knows"
            raise GraphError(what, path=path, hint="leave it out")


@contextmanager
def silence_rdflib() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-written value: the rules find those."""
    logger = getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
