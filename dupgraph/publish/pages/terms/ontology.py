"""The ontology as its own files have it: sections in their order, versions, alignments, whose words it uses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.base.files import find_resource
from dupgraph.graph.rdf import read_packaged
from dupgraph.publish.facts import Facts
from dupgraph.schema import namespaces
from dupgraph.schema.namespaces import DCT, DUP, OWL, PREFIXES, RDFS, SKOS, make_slug

ONTOLOGY = DUP.rstrip("/")
ALIGNMENTS = f"{DUP}align"
# The files that stand behind an ontology's page.
_FILES = {ONTOLOGY: "dup.ttl", ALIGNMENTS: "dup-align.ttl", f"{DUP}external": "dup-external.ttl"}
_SECTION = re.compile(r"# (.+?) -{3,}")
_SUBJECT = re.compile(r"dup:(\w+) a ")
_HAS_VERSION = DCT + "hasVersion"

# Whose words an ontology may use: prefix, namespace, what it is called.
VOCABULARIES: dict[str, tuple[str, str]] = {
    "clvapit": (PREFIXES["clvapit"], "OntoPiA CLV (indirizzi e luoghi)"),
    "covapit": (PREFIXES["covapit"], "OntoPiA COV (organizzazioni)"),
    "l0": (PREFIXES["l0"], "OntoPiA l0"),
    "dcat": ("http://www.w3.org/ns/dcat#", "DCAT"),
    "dct": (PREFIXES["dct"], "DCMI Metadata Terms"),
    "foaf": (PREFIXES["foaf"], "FOAF"),
    "oa": (PREFIXES["oa"], "Web Annotation Vocabulary"),
    "org": ("http://www.w3.org/ns/org#", "The Organization Ontology"),
    "owl": (PREFIXES["owl"], "OWL 2"),
    "prov": (PREFIXES["prov"], "PROV-O"),
    "rdf": (PREFIXES["rdf"], "RDF"),
    "rdfs": (PREFIXES["rdfs"], "RDF Schema"),
    "schema": ("http://schema.org/", "schema.org"),
    "skos": (PREFIXES["skos"], "SKOS"),
    "vann": ("http://purl.org/vocab/vann/", "VANN"),
    "xsd": (PREFIXES["xsd"], "XML Schema Datatypes"),
}
_NAMESPACES = {"dup": DUP, **{prefix: namespace for prefix, (namespace, _) in VOCABULARIES.items()}}


@dataclass(frozen=True, slots=True)
class Section:
    """Terms that stand together in the ontology's file, in its order; ``key`` is the word for their heading."""

    key: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A version of the ontology."""

    iri: str
    issued: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A term, how it is aligned, and to what."""

    term: str
    property: str
    target: str


@dataclass(frozen=True, slots=True)
class Reuse:
    """A vocabulary of others, and what of it is used."""

    prefix: str
    namespace: str
    name: str
    terms: tuple[str, ...]


def write_name(iri: str) -> str:
    """Return an IRI with its prefix, where it has a known one.

    >>> write_name("https://w3id.org/dupgraph/onto/involves"), write_name("http://example.org/x")
    ('dup:involves', 'http://example.org/x')
    """
    return namespaces.shorten_iri(iri, _NAMESPACES)


def shorten_iri(iri: str) -> str:
    """Return an IRI with its prefix, or else its end: enough to tell it from its neighbours in a table.

    >>> shorten_iri("https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3")
    '…/objective/1.3.3'
    """
    name = write_name(iri)
    parts = iri.split("/")
    return f"…/{'/'.join(parts[-2:])}" if name == iri and len(parts) > 4 else name


def split_terms(text: str) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the IRI of the term of ours that it names, or nothing.

    >>> split_terms("The inverse of dup:involves.")
    [('The inverse of ', ''), ('dup:involves', 'https://w3id.org/dupgraph/onto/involves'), ('.', '')]
    """
    pieces = re.split(r"\b(dup:[A-Za-z]+)\b", text)
    return [
        (piece, DUP + piece.removeprefix("dup:") if place % 2 else "") for place, piece in enumerate(pieces) if piece
    ]


@cache
def load_triples(iri: str) -> tuple[Triple, ...]:
    """Return what the file of one of our ontologies says; nothing for an ontology of somebody else's."""
    if iri not in _FILES:
        return ()
    return tuple(read_packaged([find_resource("ontology", _FILES[iri])]))


@cache
def load_ontologies() -> tuple[Triple, ...]:
    """Return what our ontologies say, one after the other."""
    return tuple(triple for iri in _FILES for triple in load_triples(iri))


@cache
def load_sections() -> tuple[Section, ...]:
    """Return the parts into which the ontology's file divides its terms."""
    found: dict[str, list[str]] = {}
    key = "onto_terms"
    for line in find_resource("ontology", _FILES[ONTOLOGY]).read_text(encoding="utf-8").splitlines():
        if heading := _SECTION.fullmatch(line):
            key = f"onto_{make_slug(heading[1]).replace('-', '_')}"
        elif subject := _SUBJECT.match(line):
            found.setdefault(key, []).append(DUP + subject[1])
    return tuple(Section(key, tuple(terms)) for key, terms in found.items())


def list_changes(facts: Facts) -> list[Change]:
    """Return the ontology's versions, the newest first."""
    versions = facts.list_links(ONTOLOGY, _HAS_VERSION)
    changes = [Change(iri, facts.find_text(iri, DCT + "issued")) for iri in versions]
    return sorted(changes, key=lambda change: (change.issued, _read_version(change.iri)), reverse=True)


def _read_version(iri: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", iri.rsplit("/", 1)[-1]))


def list_alignments() -> list[Alignment]:
    """Return what the file of alignments says of our terms, in its order."""
    return [
        Alignment(triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in load_triples(ALIGNMENTS)
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(DUP)
        if triple.subject.value != ALIGNMENTS and isinstance(triple.object, NamedNode)
    ]


def list_reuses(triples: Iterable[Triple]) -> Iterator[Reuse]:
    """Yield the vocabularies of others that some triples use, with the terms that they use."""
    used = set[str]()
    for triple in triples:
        used.add(triple.predicate.value)
        if isinstance(triple.object, NamedNode):
            used.add(triple.object.value)
        elif isinstance(triple.object, Literal):
            used.add(triple.object.datatype.value)
    for prefix, (namespace, name) in VOCABULARIES.items():
        terms = tuple(sorted(iri for iri in used if iri.startswith(namespace) and iri != namespace))
        if terms:
            yield Reuse(prefix, namespace, name, terms)


# How a term stands to others: the word for it, and the property, followed onwards or back.
_RELATIONS: tuple[tuple[str, str, bool, bool], ...] = (
    ("term_above", RDFS + "subClassOf", True, False),
    ("term_below", RDFS + "subClassOf", False, True),
    ("term_above_property", RDFS + "subPropertyOf", True, False),
    ("term_below_property", RDFS + "subPropertyOf", False, True),
    ("term_domain", RDFS + "domain", True, False),
    ("term_range", RDFS + "range", True, False),
    ("term_inverse", OWL + "inverseOf", True, True),
    ("term_disjoint", OWL + "disjointWith", True, True),
)
_KINDS = {
    OWL + "Ontology": "term_ontology",
    OWL + "Class": "term_class",
    OWL + "ObjectProperty": "term_object_property",
    OWL + "DatatypeProperty": "term_datatype_property",
    OWL + "AnnotationProperty": "term_annotation_property",
}
FUNCTIONAL = OWL + "FunctionalProperty"


def find_kind(types: Iterable[str]) -> str:
    """Return the word for what a term of these types is."""
    held = set(types)
    return next((word for kind, word in _KINDS.items() if kind in held), "term_other")


class Terms:
    """The terms of an ontology, and how they stand to each other."""

    def __init__(self, iris: Iterable[str], facts: Facts) -> None:
        self.iris = tuple(iris)
        self.facts = facts
        self._back: dict[tuple[str, str], list[str]] = {}
        aligned = {(each.term, each.property, each.target) for each in list_alignments()}
        self._links: dict[tuple[str, str], list[str]] = {}
        for iri in self.iris:
            for triple in facts.list_triples(iri):
                name, target = triple.predicate.value, triple.object
                # An alignment is shown as one, and not among the ontology's own definitions.
                if isinstance(target, NamedNode) and (iri, name, target.value) not in aligned:
                    self._links.setdefault((iri, name), []).append(target.value)
                    self._back.setdefault((target.value, name), []).append(iri)

    def list_targets(self, iri: str, predicate: str) -> list[str]:
        """Return the things to which a term is linked so."""
        return self._links.get((iri, predicate), [])

    def list_sources(self, iri: str, predicate: str) -> list[str]:
        """Return the terms that are linked so to a thing."""
        return self._back.get((iri, predicate), [])

    def list_relations(self, iri: str) -> list[tuple[str, list[str]]]:
        """Return how a term stands to others: the word for it, and the others."""
        found = []
        for word, predicate, onwards, back in _RELATIONS:
            others = [
                *(self.list_targets(iri, predicate) if onwards else ()),
                *(self.list_sources(iri, predicate) if back else ()),
            ]
            if others:
                found.append((word, list(dict.fromkeys(others))))
        return found

    def list_above(self, iri: str) -> list[str]:
        """Return a term's class and those above it, as far as they are known here."""
        return _walk(iri, lambda here: self.list_targets(here, RDFS + "subClassOf"))

    def list_uses(self, iri: str, predicate: str) -> list[tuple[str, str]]:
        """Return the properties whose domain (or range) a class is, or one above it; each with the class that it is."""
        return [(each, above) for above in self.list_above(iri) for each in self.list_sources(above, predicate)]

    def list_below(self, iri: str) -> list[str]:
        """Return the classes below a class, the nearest first."""
        return _walk(iri, lambda here: self.list_sources(here, RDFS + "subClassOf"))[1:]

    def is_class(self, iri: str) -> bool:
        """Whether a term is a class."""
        return bool({OWL + "Class", RDFS + "Class"} & set(self.facts.list_types(iri)))


def _walk(iri: str, step: Callable[[str], list[str]]) -> list[str]:
    """Return a term and what steps lead to from it, each once, the nearest first."""
    found = [iri]
    for here in found:
        found += [each for each in dict.fromkeys(step(here)) if each not in found]
    return found


LABEL, COMMENT, NOTE = RDFS + "label", RDFS + "comment", SKOS + "changeNote"
