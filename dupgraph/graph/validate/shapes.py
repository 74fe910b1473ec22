"""Triples against the shapes: SHACL (W3C Recommendation, 2017), each rule with a name and a message."""

import os
from collections.abc import Iterator, Sequence
from functools import cache

from pyoxigraph import Quad
from pyshacl import shape, validate
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ValidationFailure
from rdflib import SH, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from dupgraph.base.errors import GraphError
from dupgraph.base.files import find_resource
from dupgraph.graph.validate.facts import CheckedGraph, list_types, silence_rdflib
from dupgraph.graph.validate.findings import Finding, Kind, Language, Severity, shorten_iri
from dupgraph.schema.links import LEVELS
from dupgraph.schema.namespaces import DCAT, DCT, DUP, OA, RDF, RDFS, SKOS, VOID

# Which shapes hold for which kind of file. What a plan's graph repeats of a vocabulary obeys the vocabulary's rules.
SHAPES: dict[Kind, tuple[str, ...]] = {
    "graph": ("plan", "mention", "links", "dependency", "vocabulary", "metadata"),
    "vocabulary": ("vocabulary", "metadata", "ontology"),
}
# A metadata file obeys the shapes of what it describes: a catalogue, statistics, or both.
METADATA_SHAPES = {"catalogue": {DCAT + "Catalog", DCAT + "Dataset"}, "void": {VOID + "Dataset"}}
_ELEMENTS = {URIRef(level.iri) for level in LEVELS.values()}

# pySHACL keeps these here, in a list, and looks each property of a shape up in it for each thing that is checked: as a
# set they cost nothing, as a list a third of a check.
shape.CONSTRAINT_PARAMS = (frozenset(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP)  # type: ignore[attr-defined]  # its own cache

_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


def check_shapes(
    quads: Sequence[Quad], kind: Kind, lang: Language, path: str | os.PathLike[str]
) -> tuple[set[Finding], int]:
    """Return what the shapes for ``kind`` find in some triples, and the number of their rules.

    Raises GraphError when the triples are such that no rule can be checked on them.
    """
    with silence_rdflib():
        facts, shapes = CheckedGraph(quads, path), load_shapes(choose_shapes(quads, kind))
        # Nothing is inferred and no rule adds a triple: the graph itself is looked at, no copy.
        _, results, text = validate(facts, shacl_graph=shapes, inplace=True)
        if isinstance(results, ValidationFailure) or not isinstance(results, Graph):
            raise GraphError(f"the rules could not be checked: {text.strip()}", path=path)
        found = {_describe_result(result, results, facts, shapes, lang) for result in results.objects(None, SH.result)}
    return found, len(list_rules(shapes))


def choose_shapes(quads: Sequence[Quad], kind: Kind) -> tuple[str, ...]:
    """Return the names of the shapes that a file of some kind must keep."""
    if kind != "metadata":
        return SHAPES[kind]
    types = list_types(quads)
    return tuple(name for name, described in METADATA_SHAPES.items() if described & types) or tuple(METADATA_SHAPES)


@cache
def load_shapes(names: tuple[str, ...]) -> Graph:
    """Return the shapes of the files with these names, and the prefixes that all of them use."""
    shapes = Graph()
    for name in ("prefixes", *names):
        shapes.parse(find_resource("ontology", "shapes", f"{name}.ttl"), format="ox-turtle")
    return shapes


def list_rules(shapes: Graph) -> set[Node]:
    """Return the rules: what can stand in a finding."""
    return set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))


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
    return shorten_iri(str(element))


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
            yield shorten_iri(str(thing))
