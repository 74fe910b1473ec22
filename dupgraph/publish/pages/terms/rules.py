"""The rules of the shapes by the term that they are about: what a graph is checked for, in words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import RdfFormat, parse

from dupgraph.base.files import list_resources
from dupgraph.language.languages import LABEL_LANGUAGES, LANGUAGES, WHOLE
from dupgraph.publish.facts import Facts
from dupgraph.schema.namespaces import DUP

_SH = "http://www.w3.org/ns/shacl#"
_TARGETS = tuple(_SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
_PARTS = (_SH + "property", _SH + "sparql")
_TERM = re.compile(r"\bdup:(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the shape's IRI, and what is said when it is broken, by language."""

    iri: str
    messages: Mapping[str, str]


@cache
def load_shapes() -> Facts:
    """Return the packaged shapes."""
    files = list_resources("ontology/shapes", ".ttl")
    return Facts(quad.triple for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE))


@cache
def load_rules() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules that speak of each term, in the order of their files."""
    shapes = load_shapes()
    found: dict[str, dict[str, Rule]] = {}
    for iri in shapes.by_subject:
        told = {text: each for each in LABEL_LANGUAGES for text in shapes.list_texts(iri, f"{_SH}message", each)}
        spoken = {language: text for text, language in told.items()}
        if spoken:
            messages = {language: spoken.get(language) or spoken.get(WHOLE, "") for language in LANGUAGES}
            for term in _list_terms(shapes, iri):
                found.setdefault(term, {})[iri] = Rule(iri, messages)
    return {term: tuple(rules.values()) for term, rules in found.items()}


def _list_terms(shapes: Facts, iri: str) -> Iterator[str]:
    """Yield the terms that a rule speaks of: its property, its class, its targets, and those in its query."""
    yield from shapes.list_links(iri, f"{_SH}path")
    yield from shapes.list_links(iri, f"{_SH}class")
    for shape in (iri, *_list_owners(shapes).get(iri, ())):
        for target in _TARGETS:
            yield from shapes.list_links(shape, target)
    for text in shapes.list_texts(iri, f"{_SH}select"):
        yield from (DUP + name for name in _TERM.findall(text))


@cache
def _list_owners(shapes: Facts) -> dict[str, list[str]]:
    """Return the shapes that each rule is part of."""
    owners: dict[str, list[str]] = {}
    for shape in shapes.by_subject:
        for predicate in _PARTS:
            for part in shapes.list_links(shape, predicate):
                owners.setdefault(part, []).append(shape)
    return owners
