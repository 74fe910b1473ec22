"""Contradictions: what a graph says together with the ontology, and what cannot be true at once.

OWL 2 RL (W3C Recommendation, 2012) by its rules: they are data, ``ontology/consistency.toml``, and run as SPARQL until
nothing new follows.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from dupgraph.base.files import find_resource
from dupgraph.graph.validate.facts import CheckedGraph, Term, read_quads
from dupgraph.graph.validate.files import list_vocabularies
from dupgraph.graph.validate.findings import Finding, Language, Report, shorten_iri, sort_findings
from dupgraph.graph.validate.literals import holds_value
from dupgraph.schema.namespaces import RDFS, XSD

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

_RANGES = f"""
    SELECT ?property ?datatype WHERE {{
        ?property (<{RDFS}subPropertyOf>)* ?above . ?above <{RDFS}range> ?datatype .
        FILTER (STRSTARTS(STR(?datatype), "{XSD}"))
    }}
"""


# What is wrong, by which rule, and the words at fault.
Breach = tuple[Term, str, str]


@dataclass(frozen=True, slots=True)
class ConsistencyRules:
    """The rules as SPARQL: updates that add what follows, queries that select what cannot be."""

    updates: tuple[str, ...]
    queries: dict[str, str]
    messages: dict[str, dict[str, str]]


@cache
def load_consistency_rules() -> ConsistencyRules:
    """Return the packaged rules."""
    data = loads(find_resource("ontology", "consistency.toml").read_text(encoding="utf-8"))
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in data["prefixes"].items())
    updates = (_write_update(prefixes, entry) for entry in data["entailment"])
    columns = "?node ?one ?other ?property"
    return ConsistencyRules(
        updates=tuple(updates),
        queries={
            entry["rule"]: f"{prefixes}SELECT DISTINCT {columns} WHERE {{ {entry['select']} }}"
            for entry in data["contradiction"]
        },
        messages={entry["rule"]: entry for entry in (*data["contradiction"], *data["literal"])},
    )


def _write_update(prefixes: str, entry: dict[str, Any]) -> str:
    then = entry["then"]
    return f"{prefixes}INSERT {{ {then} }} WHERE {{ {entry['when']} FILTER NOT EXISTS {{ {then} }} }}"


def check_consistency(path: str | os.PathLike[str], *, lang: Language = "en") -> Report:
    """Return the contradictions between the file at ``path``, the ontology, its alignments and its vocabularies.

    ``triples`` of the report counts what was said and what follows. Raises GraphError when the file is missing,
    broken or empty.

    >>> check_consistency(find_resource("graph", "sassuolo.ttl")).conforms
    True
    """
    return check_quads(read_quads(Path(path)), path, lang)


def check_quads(quads: Sequence[Quad], path: str | os.PathLike[str], lang: Language) -> Report:
    """Return the contradictions between some triples, those of the file at ``path``, and what the ontology says."""
    said = [*quads, *(quad for file in list_vocabularies() for quad in read_quads(file))]
    store = build_closure(said)
    rules = load_consistency_rules()
    breaches = {*_find_contradictions(store, rules), *_find_literals(store, said)}
    graph = CheckedGraph(said if breaches else ())
    found = {
        Finding(graph.name_element(node), rule, words, rules.messages[rule][lang], "violation", node.value)
        for node, rule, words in breaches
    }
    total = len(rules.updates) + len(rules.messages)
    return Report(os.fspath(path), len(store), total, sort_findings(found), "consistency")


def build_closure(quads: Iterable[Quad]) -> Store:
    """Return a store of some triples and of all that follows from them by the rules."""
    store, rules = Store(), load_consistency_rules()
    store.extend(quads)
    size = -1
    while size != len(store):
        size = len(store)
        for update in rules.updates:
            store.update(update)
    return store


def _find_contradictions(store: Store, rules: ConsistencyRules) -> Iterator[Breach]:
    for rule, query in rules.queries.items():
        # A pair and its mirror image are one contradiction.
        seen = set()
        for row in cast("QuerySolutions", store.query(query)):
            names = sorted({_name_term(term) for term in (row["one"], row["other"]) if term is not None})
            words = ", ".join(names)
            if row["property"] is not None:
                words = f"{_name_term(row['property'])}: {words}"
            if (row["node"], words) not in seen:
                seen.add((row["node"], words))
                yield row["node"], rule, words


def _find_literals(store: Store, said: Iterable[Quad]) -> Iterator[Breach]:
    """Return the literals that are not of their datatype, as the file writes them: stores rewrite numbers."""
    ranges: dict[str, set[str]] = {}
    for row in cast("QuerySolutions", store.query(_RANGES)):
        ranges.setdefault(row["property"].value, set()).add(row["datatype"].value)
    rule = "dt-not-type"
    for quad in said:
        value = quad.object
        if not isinstance(value, Literal) or isinstance(quad.subject, Triple):
            continue
        for datatype in {value.datatype.value, *ranges.get(quad.predicate.value, ())}:
            if not holds_value(datatype, value):
                words = f"{_name_term(quad.predicate)}: {_name_term(value)}, {shorten_iri(datatype)}"
                yield quad.subject, rule, words


def _name_term(term: object) -> str:
    return shorten_iri(term.value) if isinstance(term, NamedNode) else str(term)
