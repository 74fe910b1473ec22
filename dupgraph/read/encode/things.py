"""What is said of the things that a plan mentions: by the vocabularies, and of those that it alone names."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from dupgraph.graph.lexicons import Descriptions
from dupgraph.graph.territories import CITIES
from dupgraph.graph.turtle import Statement, make_link, make_text
from dupgraph.read.encode.iris import Names
from dupgraph.read.encode.statements import state_facts, state_link, state_text
from dupgraph.schema.links import KINDS
from dupgraph.schema.namespaces import DUP, RDF, SKOS, VOCABULARY
from dupgraph.schema.values import Document, Reading, Thing

# What a place or an instrument has in common with the concept that it is of the kind of.
_SHARED = {RDF + "type", DUP + "instrumentType"}


def describe_things(
    reading: Reading, document: Document, descriptions: Descriptions, names: Names
) -> Iterator[Statement]:
    """Yield what the vocabularies say of everything that is mentioned, and of what that in turn names."""
    waiting = sorted(
        {m.thing for m in reading.mentions if m.thing not in names.elements and m.thing not in names.coined}
        | {m.kind for m in reading.mentions if m.kind}
        | {f"{VOCABULARY}methods/{m.method}" for m in chain(reading.mentions, (m for _, m in reading.stated))}
        | {kind for thing in reading.coined for kind in thing.broader}
        | set(find_cities(descriptions, document.record.istat)),
        reverse=True,
    )
    described = set[str]()
    while waiting:
        iri = waiting.pop()
        if iri in described:
            continue
        described.add(iri)
        subject = names.rebase(iri)
        for predicate, value in descriptions.list_block(iri):
            if value[0] != "<":
                yield subject, predicate, value
                continue
            waiting.append(value[1:-1])
            yield subject, predicate, make_link(names.rebase(value[1:-1]))


def rename_things(statements: Iterable[Statement], renamed: Mapping[str, str], names: Names) -> Iterator[Statement]:
    """Yield the statements; a thing with a new name has it as the preferred one, and the old one beside it."""
    new = {names.rebase(iri): make_text(label, "it") for iri, label in renamed.items()}
    for subject, predicate, value in statements:
        if subject in new and predicate == SKOS + "prefLabel" and value.endswith("@it") and value != new[subject]:
            yield subject, SKOS + "altLabel", value
            yield subject, SKOS + "prefLabel", new[subject]
        elif subject not in new or value != new[subject]:
            yield subject, predicate, value


def encode_coined(thing: Thing, descriptions: Descriptions, names: Names) -> Iterator[Statement]:
    """Yield what is known of a thing that the plan alone names: its name, its kind, and what all of that kind are."""
    yield from state_facts(thing.facts)
    if thing.facts:
        return
    iri = names.coined[thing.iri]
    kind = KINDS[thing.kind]
    # A noun for a kind of bodies opens a body's name; a place is of one kind with what opens it.
    is_body = kind.opens != kind.name
    if is_body or not thing.broader:
        yield state_link(iri, RDF + "type", kind.classes[0])
    yield state_text(iri, SKOS + "prefLabel", thing.label, "it")
    yield state_text(iri, SKOS + "prefLabel", thing.label, "en")
    for name in thing.also:
        yield state_text(iri, SKOS + "altLabel", name, "it")
    for above in thing.broader:
        yield state_link(iri, kind.sort, above)
        if is_body:
            continue
        for predicate, value in descriptions.list_block(above):
            if predicate in _SHARED and value != make_link(SKOS + "Concept"):
                yield iri, predicate, value


def find_cities(descriptions: Descriptions, istat: str) -> list[str]:
    """Return the city concepts that a vocabulary states for an ISTAT code: OntoPiA's, where somebody looked it up."""
    if not istat:
        return []
    code = SKOS + "notation", make_text(istat)
    return sorted(iri for iri in descriptions if iri.startswith(CITIES) and code in descriptions.list_block(iri))
