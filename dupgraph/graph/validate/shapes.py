"""Triples against the shapes: SHACL (W3C Recommendation, 2017), each rule with a name and a message.

What SHACL the packaged shapes use is checked here, and whatever else stands in one is refused. pySHACL, which needs
ten times as long, is the independent check in the tests.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, Variable, parse

from dupgraph.base.errors import VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.graph.validate.facts import CheckedGraph, Term, list_types
from dupgraph.graph.validate.findings import Finding, Kind, Language, shorten_iri
from dupgraph.graph.validate.literals import holds_value, read_number
from dupgraph.schema.namespaces import DCAT, DCT, DUP, OA, RDFS, SKOS, VOID

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

_SH = "http://www.w3.org/ns/shacl#"
# Which shapes hold for which kind of file. What a plan's graph repeats of a vocabulary obeys the vocabulary's rules.
SHAPES: dict[Kind, tuple[str, ...]] = {
    "graph": ("plan", "mention", "links", "dependency", "vocabulary", "metadata"),
    "vocabulary": ("vocabulary", "metadata", "ontology"),
}
# A metadata file obeys the shapes of what it describes: a catalogue, statistics, or both.
METADATA_SHAPES = {"catalogue": {DCAT + "Catalog", DCAT + "Dataset"}, "void": {VOID + "Dataset"}}
_THIS = Variable("this")
_OPENING = "WHERE {"
# A breach: the thing that is looked at, and the value at fault where it is one.
_Breach = tuple[Term, Term | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what must hold of the values at ``path``, or a query that selects what breaks it."""

    iri: str
    messages: Mapping[str, str]
    path: str
    limits: tuple[tuple[str, Term], ...]
    query: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Rules, and the things that they hold for: the names of SHACL's targets with what each names."""

    targets: tuple[tuple[str, Term], ...]
    rules: tuple[Rule, ...]


# The parts of SHACL that the shapes use ------------------------------------------------------------------------------

_TARGETS: Mapping[str, Callable[[CheckedGraph, Term], Iterable[Term]]] = {
    "targetNode": lambda _, node: (node,),
    "targetClass": lambda graph, kind: graph.find_instances(kind),
    "targetSubjectsOf": lambda graph, link: (subject for subject, _ in graph.list_pairs(link.value)),
    "targetObjectsOf": lambda graph, link: (value for _, value in graph.list_pairs(link.value)),
}
# Of a rule: what explains it to people, and what says where it stands.
_DESCRIPTIONS = {"message", "name", "path", "prefixes", "select"}
_NODE_KINDS = {"IRI": NamedNode, "BlankNode": BlankNode, "Literal": Literal}
_Test: TypeAlias = Callable[[Term, Term], bool]


def _compare(value: Term, limit: Term) -> int | None:
    """Return -1, 0 or 1 as a value is less than, equal to or more than another; None where they are no numbers."""
    one, other = read_number(value), read_number(limit)
    return None if one is None or other is None else (one > other) - (one < other)


def _repeats_language(values: Sequence[Term]) -> bool:
    tags = [value.language for value in values if isinstance(value, Literal) and value.language]
    return len(tags) > len(set(tags))


# What must hold of all values together,
_ALL: Mapping[str, Callable[[Sequence[Term], Term], bool]] = {
    "minCount": lambda values, limit: len(values) >= int(limit.value),
    "maxCount": lambda values, limit: len(values) <= int(limit.value),
    "hasValue": lambda values, wanted: wanted in values,
    "uniqueLang": lambda values, _: not _repeats_language(values),
}
# of each by itself,
_EACH: Mapping[str, _Test] = {
    "nodeKind": lambda value, kind: isinstance(value, _NODE_KINDS[kind.value.removeprefix(_SH)]),
    "datatype": lambda value, kind: (
        isinstance(value, Literal) and value.datatype == kind and holds_value(kind.value, value)
    ),
    "pattern": lambda value, form: not isinstance(value, BlankNode) and re.search(form.value, value.value) is not None,
    "minLength": lambda value, least: not isinstance(value, BlankNode) and len(value.value) >= int(least.value),
    "minExclusive": lambda value, limit: _compare(value, limit) == 1,
    "minInclusive": lambda value, limit: _compare(value, limit) in (0, 1),
    "maxInclusive": lambda value, limit: _compare(value, limit) in (0, -1),
}
# and of each by what else the graph says.
_KNOWN = {*_ALL, *_EACH, "class", "lessThan"}


def _find_breaches(rule: Rule, graph: CheckedGraph, nodes: Set[Term]) -> Iterator[_Breach]:
    if rule.query:
        yield from _ask_breaches(rule.query, graph, nodes)
        return
    for node in nodes:
        values = graph.list_values(node, rule.path)
        for name, limit in rule.limits:
            if name in _ALL:
                if not _ALL[name](values, limit):
                    yield node, None
            elif name in _EACH:
                yield from ((node, value) for value in values if not _EACH[name](value, limit))
            elif name == "class":
                yield from ((node, value) for value in values if value not in graph.find_instances(limit))
            else:
                others = graph.list_values(node, limit.value)
                yield from ((node, v) for v in values if not all(_compare(v, other) == -1 for other in others))


def _ask_breaches(query: str, graph: CheckedGraph, nodes: Set[Term]) -> Iterator[_Breach]:
    """Yield what a query selects: it is asked once for all things that have a name, and once for each blank node."""
    named = " ".join(str(node) for node in nodes if not isinstance(node, BlankNode))
    asked: list[tuple[str, dict[Variable, Term | Triple]]] = [
        (query, {_THIS: node}) for node in nodes if isinstance(node, BlankNode)
    ]
    if named:
        asked.append((query.replace(_OPENING, f"{_OPENING} VALUES $this {{ {named} }}", 1), {}))
    for text, bound in asked:
        rows = cast("QuerySolutions", graph.store.query(text, substitutions=bound))
        has_value = Variable("value") in rows.variables
        for row in rows:
            yield bound.get(_THIS, row["this"]), row["value"] if has_value else None


# A file against its shapes -------------------------------------------------------------------------------------------


def check_shapes(
    quads: Sequence[Quad], kind: Kind, lang: Language, path: str | os.PathLike[str]
) -> tuple[set[Finding], int]:
    """Return what the shapes for ``kind`` find in some triples, and the number of their rules.

    Raises GraphError for a triple within a triple.
    """
    graph, shapes = CheckedGraph(quads, path), load_shapes(choose_shapes(quads, kind))
    found = set()
    for shape in shapes:
        nodes = {node for name, named in shape.targets for node in _TARGETS[name](graph, named)}
        for rule in shape.rules:
            found |= {_describe(rule, *breach, graph, lang) for breach in _find_breaches(rule, graph, nodes)}
    return found, len(list_rules(shapes))


def choose_shapes(quads: Sequence[Quad], kind: Kind) -> tuple[str, ...]:
    """Return the names of the shapes that a file of some kind must keep."""
    if kind != "metadata":
        return SHAPES[kind]
    types = list_types(quads)
    return tuple(name for name, described in METADATA_SHAPES.items() if described & types) or tuple(METADATA_SHAPES)


@cache
def load_shapes(names: tuple[str, ...]) -> tuple[Shape, ...]:
    """Return the shapes of the files with these names. Raises VocabularyError for what is not checked here."""
    files = [find_resource("ontology", "shapes", f"{name}.ttl") for name in ("prefixes", *names)]
    said = CheckedGraph(chain.from_iterable(parse(path=str(file), format=RdfFormat.TURTLE) for file in files))
    prefixes = "".join(
        f"PREFIX {name.value}: <{space.value}>\n"
        for node, name in said.list_pairs(_SH + "prefix")
        for space in said.list_values(node, _SH + "namespace")
    )
    return tuple(_read_shape(node, said, prefixes) for node in said.find_instances(NamedNode(_SH + "NodeShape")))


def _read_shape(node: Term, said: CheckedGraph, prefixes: str) -> Shape:
    stated = _read_parts(node, said, {*_TARGETS, "property", "sparql"})
    rules = [value for name, value in stated if name in ("property", "sparql")]
    return Shape(
        tuple((name, value) for name, value in stated if name in _TARGETS),
        tuple(_read_rule(rule, said, prefixes) for rule in rules),
    )


def _read_parts(node: Term, said: CheckedGraph, known: Set[str]) -> list[tuple[str, Term]]:
    """Return what SHACL says of a shape or rule, by the local names of its properties."""
    stated = [
        (predicate.removeprefix(_SH), value)
        for predicate, values in said.list_properties(node).items()
        if predicate.startswith(_SH)
        for value in values
    ]
    if unknown := {name for name, _ in stated} - known:
        raise VocabularyError(f"the shape {node} says what is not checked: sh:{min(unknown)}", hint="leave it out")
    return stated


def _read_rule(node: Term, said: CheckedGraph, prefixes: str) -> Rule:
    stated = _read_parts(node, said, _DESCRIPTIONS | _KNOWN)
    first = {name: value.value for name, value in reversed(stated)}
    if _OPENING not in first.get("select", _OPENING):
        raise VocabularyError(f"the query of the rule {node} has no {_OPENING!r}", hint="write it so")
    return Rule(
        iri=node.value,
        messages={v.language or "": v.value for name, v in stated if name == "message" and isinstance(v, Literal)},
        path=first.get("path", ""),
        limits=tuple((name, value) for name, value in stated if name in _KNOWN),
        query=f"{prefixes}{first['select']}" if "select" in first else "",
    )


def list_rules(shapes: Iterable[Shape]) -> set[str]:
    """Return the IRIs of the rules: what can stand in a finding."""
    return {rule.iri for shape in shapes for rule in shape.rules}


# Findings ------------------------------------------------------------------------------------------------------------


def _describe(rule: Rule, focus: Term, value: Term | None, graph: CheckedGraph, lang: Language) -> Finding:
    node = value if value is not None and graph.list_values(value, DUP + "inElement") else focus
    return Finding(
        element=graph.name_element(node),
        rule=rule.iri.rsplit("/", 1)[-1],
        words=next(_list_words(node, value, graph), ""),
        message=rule.messages.get(lang, ""),
        severity="violation",
        node=node.value,
    )


def _list_words(node: Term, value: Term | None, graph: CheckedGraph) -> Iterator[str]:
    """Yield the words at fault: a mention's own, the value itself, or a label of the one or the other."""
    yield from (words.value for words in graph.list_values(node, OA + "exact"))
    if isinstance(value, Literal):
        yield value.value
    for thing in (value, node):
        for label in (SKOS + "prefLabel", RDFS + "label", DCT + "title"):
            names = sorted(graph.list_values(thing, label), key=lambda name: (not _is_italian(name), name.value))
            yield from (name.value for name in names)
        if isinstance(thing, NamedNode):
            yield shorten_iri(thing.value)


def _is_italian(term: Term) -> bool:
    return isinstance(term, Literal) and term.language == "it"
