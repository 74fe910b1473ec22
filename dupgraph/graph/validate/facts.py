"""A file's triples: read once, as they are written, and what they describe."""

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from dupgraph.base.errors import GraphError
from dupgraph.graph.engines.graphs import list_texts
from dupgraph.graph.rdf import FORMATS, check_blocks, explain_rdf, read_data
from dupgraph.graph.texts import check_text
from dupgraph.graph.validate.findings import Kind, shorten_iri
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCAT, DCT, DUP, OWL, RDF, RDFS, SKOS, VOID

Term = NamedNode | BlankNode | Literal
# No XML: what is validated is what dupgraph writes, or a vocabulary written by hand.
_ENDINGS = (".ttl", ".nt")
_TYPE = NamedNode(RDF + "type")
_ELEMENTS = {NamedNode(level.iri) for level in LEVELS.values()}
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
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        what = f"cannot be validated: only {' and '.join(_ENDINGS)} files are"
        raise GraphError(what, path=path, hint="convert it to Turtle")
    quads = parse_quads(read_data(path, "give a graph file"), path, FORMATS[ending])
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


class CheckedGraph:
    """The triples of a file by subject, as they are written, for the core rules; in Oxigraph, for those in SPARQL.

    Oxigraph stores every integer as xsd:integer, so that a core rule would find fault with each offset there.
    """

    def __init__(self, quads: Iterable[Quad], path: str | os.PathLike[str] = "") -> None:
        """Take the triples of the file at ``path``, each once. Raises GraphError for a triple within a triple."""
        self._quads = dict.fromkeys(quads)
        self._by_subject: dict[Term, dict[str, list[Term]]] = {}
        self._by_property: dict[str, list[tuple[Term, Term]]] = {}
        self._instances: dict[Term, Set[Term]] = {}
        for quad in self._quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                what = "holds a triple within a triple (RDF 1.2), which no rule knows"
                raise GraphError(what, path=path, hint="leave it out")
            predicate = quad.predicate.value
            self._by_subject.setdefault(subject, {}).setdefault(predicate, []).append(value)
            self._by_property.setdefault(predicate, []).append((subject, value))

    @cached_property
    def store(self) -> Store:
        """The triples in a store."""
        store = Store()
        store.extend(self._quads)
        return store

    def list_values(self, node: Term | None, predicate: str) -> Sequence[Term]:
        """Return the values of a property of a thing, in the order in which they are written."""
        return self._by_subject.get(node, {}).get(predicate, ()) if node is not None else ()

    def list_properties(self, node: Term) -> Mapping[str, Sequence[Term]]:
        """Return all that is said of a thing, by property."""
        return self._by_subject.get(node, {})

    def list_pairs(self, predicate: str) -> Sequence[tuple[Term, Term]]:
        """Return what a property links: each thing with its value."""
        return self._by_property.get(predicate, ())

    def find_instances(self, kind: Term) -> Set[Term]:
        """Return the things of a class, or of one that the file puts below it."""
        if kind not in self._instances:
            below = {kind}
            while more := {low for low, high in self.list_pairs(RDFS + "subClassOf") if high in below} - below:
                below |= more
            self._instances[kind] = {thing for thing, each in self.list_pairs(RDF + "type") if each in below}
        return self._instances[kind]

    def name_element(self, node: Term) -> str:
        """Return the code of the element that a node is or stands in, else the node's own short name."""
        elements = self.list_values(node, DUP + "inElement")
        element = elements[0] if len(elements) == 1 else node
        codes = sorted(code.value for code in self.list_values(element, DCT + "identifier"))
        if codes and not _ELEMENTS.isdisjoint(self.list_values(element, RDF + "type")):
            return codes[0]
        return shorten_iri(element.value)
