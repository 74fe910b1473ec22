"""What the SPARQL editor completes: the terms of the ontology and of the vocabularies that it uses."""

import json
from collections.abc import Iterator
from functools import cache

from pyoxigraph import NamedNode

from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.terms.ontology import load_ontologies, write_name
from dupgraph.schema.namespaces import PREFIXES, RDFS

# Whose terms a query of a plan needs though the ontology's files do not describe them.
_OTHERS = (
    *("dct:title", "dct:identifier", "dct:isPartOf", "dct:description", "dct:source", "dct:creator"),
    *("l0:positionInSequence", "oa:exact", "oa:start", "oa:end", "oa:hasSource", "prov:wasDerivedFrom", "rdf:type"),
    *("rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:broader", "skos:inScheme", "skos:notation"),
)


@cache
def write_completions(language: str) -> bytes:
    """Return as JSON the prefixes, and each term with what it is called and what it means in a language."""
    terms = {name: [name, label, comment] for name, label, comment in _list_terms(language)}
    for name in _OTHERS:
        terms.setdefault(name, [name, "", ""])
    facts = {"prefixes": PREFIXES, "terms": sorted(terms.values())}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def _list_terms(language: str) -> Iterator[tuple[str, str, str]]:
    triples = load_ontologies()
    facts = Facts(triples)
    for iri in dict.fromkeys(triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)):
        name = write_name(iri)
        if name.partition(":")[0] in PREFIXES and facts.list_types(iri):
            yield name, facts.find_text(iri, RDFS + "label", language), facts.find_text(iri, RDFS + "comment", language)
