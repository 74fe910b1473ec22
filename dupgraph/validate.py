"""A graph or a vocabulary against its shapes: what is wrong, where, and with which words.

SHACL (W3C Recommendation, 2017): the rules are ``ontology/shapes/*.ttl``, each with a name and a message.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from logging import getLogger
from pathlib import Path
from typing import Any, Literal

from oxrdflib import OxigraphStore
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse
from pyoxigraph import Literal as OxigraphLiteral
from pyshacl import validate
from pyshacl.errors import ValidationFailure
from rdflib import SH, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.term import Identifier, Node

from dupgraph.engines.graphs import explain_rdf, find_place
from dupgraph.errors import GraphError
from dupgraph.namespaces import DATA, DCT, DUP, OA, RDF, RDFS, ROOT, SKOS, VOCABULARY
from dupgraph.resources import find_resource, list_resources

Language = Literal["it", "en"]

# Which shapes hold for which kind of file. What a plan's graph repeats of a vocabulary obeys the vocabulary's rules.
_SHAPES = {
    "graph": ("prefixes", "plan", "mention", "links", "dependency", "vocabulary", "metadata"),
    "vocabulary": ("prefixes", "vocabulary", "metadata"),
}
# No XML: what is validated is what dupgraph writes, or a vocabulary written by hand.
_FORMATS = {".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES}
_KNOWN = " and ".join(_FORMATS)
_ELEMENTS = {URIRef(DUP + name) for name in ("Policy", "Guideline", "Objective", "Action")}
# What the IRIs of a report go without.
_SHORT = ((VOCABULARY, ""), (DATA, ""), (DUP, "dup:"), (ROOT, ""))

_SEVERITIES: dict[Node, Literal["violation", "warning", "info"]] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    ``element`` is the code of the plan's element ("1.3.3"), or the short name of what is wrong where no element is;
    ``words`` the exact words, or the label or value at fault; ``node`` the IRI of what is wrong.
    """

    element: str
    rule: str
    words: str
    message: str
    severity: Literal["violation", "warning", "info"]
    node: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the rules say of one file: how much was looked at, and each breach."""

    source: str
    triples: int
    rules: int
    findings: tuple[Finding, ...] = field(default=())

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken; a warning breaks none."""
        return all(finding.severity != "violation" for finding in self.findings)


def validate_graph(path: str | os.PathLike[str], *, lang: Language = "en") -> Report:
    """Return what the rules for a plan's graph say of the Turtle or N-Triples file at ``path``.

    Raises GraphError when the file is missing, broken or empty.

    >>> validate_graph(find_resource("graph", "sassuolo.ttl")).conforms
    True
    """
    return _validate_file(Path(path), "graph", lang)


def validate_vocabulary(path: str | os.PathLike[str], *, lang: Language = "en") -> Report:
    """Return what the rules for vocabularies and ontologies say of the file at ``path``.

    Raises GraphError when the file is missing, broken or empty.

    >>> validate_vocabulary(find_resource("ontology", "vocabularies", "themes.ttl")).findings
    ()
    """
    return _validate_file(Path(path), "vocabulary", lang)


def list_graphs(location: str | os.PathLike[str] | None = None) -> list[Path]:
    """Return the files to validate at ``location``: itself, or what its folder holds; the packaged graphs for None.

    Raises GraphError when there is nothing of the kind.
    """
    place = find_place(location)
    if place.store is not None:
        raise GraphError("is a store, and rules are checked on files", path=place.location, hint="give its graph file")
    return list(place.files)


def list_vocabularies() -> list[Path]:
    """Return the packaged ontology files and vocabularies."""
    return [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]


def _validate_file(path: Path, kind: str, lang: Language) -> Report:
    with _keep_quiet():
        return _check_rules(path, kind, lang)


@contextmanager
def _keep_quiet() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each ill-written value: the rules find those."""
    logger = getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _check_rules(path: Path, kind: str, lang: Language) -> Report:
    facts = _Facts(_read_quads(path))
    if len(facts) == 0:
        raise GraphError("holds no triples", path=path, hint="build it again: dupgraph build")
    shapes = _load_shapes(kind)
    # Nothing is inferred and no rule adds a triple: the graph itself is looked at, no copy.
    _, results, text = validate(facts, shacl_graph=shapes, inplace=True)
    if isinstance(results, ValidationFailure) or not isinstance(results, Graph):
        raise GraphError(f"the rules could not be checked: {text.strip()}", path=path)
    findings = {_describe_result(result, results, facts, shapes, lang) for result in results.objects(None, SH.result)}
    return Report(os.fspath(path), len(facts), _count_rules(shapes), tuple(sorted(findings, key=_sort_key)))


class _Facts(Graph):
    """A graph's triples twice: as they are written, for the core rules; in Oxigraph, for the rules in SPARQL.

    Oxigraph stores every integer as xsd:integer, so that a core rule would find fault with each offset; rdflib's
    own SPARQL needs half a minute for what Oxigraph does in half a second.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        super().__init__()
        store, known = Store(), set(quads)
        store.extend(known)
        self._oxigraph = Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
        self._size = len(known)
        for quad in known:
            self.add((_convert(quad.subject), _convert(quad.predicate), _convert(quad.object)))

    def __len__(self) -> int:
        """Return the number of triples. rdflib would count them anew, and pySHACL asks with every result."""
        return self._size

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Return Oxigraph's answer."""
        return self._oxigraph.query(query_object, *args, **kwargs)


def _read_quads(path: Path) -> list[Quad]:
    if path.suffix.lower() not in _FORMATS:
        raise GraphError(f"cannot be validated: only {_KNOWN} files are", path=path, hint="convert it to Turtle")
    try:
        return list(parse(path.read_bytes(), format=_FORMATS[path.suffix.lower()]))
    except SyntaxError as error:
        raise explain_rdf(error, path) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise GraphError(f"cannot be read: {reason}", path=path, hint="give a graph file") from None


def _convert(term: object) -> Identifier:
    """Return an Oxigraph term as rdflib's, written as it was written."""
    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case OxigraphLiteral() if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        case OxigraphLiteral():
            return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        case _:
            raise GraphError("holds a triple within a triple (RDF 1.2), which no rule knows", hint="leave it out")


@cache
def _load_shapes(kind: str) -> Graph:
    shapes = Graph()
    for name in _SHAPES[kind]:
        shapes.parse(find_resource("ontology", "shapes", f"{name}.ttl"), format="ox-turtle")
    return shapes


def _count_rules(shapes: Graph) -> int:
    """Return the number of rules: what can stand in a finding."""
    return len(set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql)))


def _describe_result(result: Node, results: Graph, data: Graph, shapes: Graph, lang: Language) -> Finding:
    focus, value = results.value(result, SH.focusNode), results.value(result, SH.value)
    rule = results.value(result, SH.sourceConstraint) or results.value(result, SH.sourceShape)
    node = value if _is_mention(value, data) else focus
    severity = results.value(result, SH.resultSeverity) or SH.Violation
    return Finding(
        element=_name_element(node, data),
        rule=str(rule).rsplit("/", 1)[-1],
        words=_find_words(node, value, data),
        message=next((str(m) for m in shapes.objects(rule, SH.message) if _speaks(m, lang)), ""),
        severity=_SEVERITIES[severity],
        node=str(node),
    )


def _speaks(term: Node, lang: Language) -> bool:
    return isinstance(term, RdflibLiteral) and term.language == lang


def _is_mention(node: Node | None, data: Graph) -> bool:
    return isinstance(node, URIRef) and data.value(node, URIRef(DUP + "inElement"), any=True) is not None


def _name_element(node: Node | None, data: Graph) -> str:
    """Return the code of the element that a node is or stands in, else the node's own short name."""
    element = data.value(node, URIRef(DUP + "inElement")) or node
    codes = sorted(str(code) for code in data.objects(element, URIRef(DCT + "identifier")))
    if codes and not _ELEMENTS.isdisjoint(data.objects(element, URIRef(RDF + "type"))):
        return codes[0]
    return _shorten(str(element))


def _shorten(iri: str) -> str:
    """Return an IRI without what all of ours have in common.

    >>> _shorten("https://w3id.org/dupgraph/controlled-vocabulary/actors/schools")
    'actors/schools'
    """
    return next((short + iri.removeprefix(long) for long, short in _SHORT if iri.startswith(long)), iri)


def _find_words(node: Node | None, value: Node | None, data: Graph) -> str:
    """Return the words at fault: a mention's own, the value itself, or a label of the one or the other."""
    return next(_list_words(node, value, data), "")


def _list_words(node: Node | None, value: Node | None, data: Graph) -> Iterator[str]:
    yield from (str(words) for words in data.objects(node, URIRef(OA + "exact")))
    if isinstance(value, RdflibLiteral):
        yield str(value)
    for thing in (value, node):
        if thing is None:
            continue
        for label in (SKOS + "prefLabel", RDFS + "label", DCT + "title"):
            names = sorted(data.objects(thing, URIRef(label)), key=lambda name: (not _speaks(name, "it"), str(name)))
            yield from (str(name) for name in names)
        if isinstance(thing, URIRef):
            yield _shorten(str(thing))


def _sort_key(finding: Finding) -> tuple[list[tuple[int, str]], str, str, str]:
    """Return a key that puts 1.4.9 before 1.4.10."""
    parts = [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", finding.element) if part]
    return parts, finding.rule, finding.words, finding.node
