"""Triples in an order that people can follow and that the triples alone decide: the same graph, the same bytes.

First the plan, its text and how it was read, then its elements as they come in it, the mentions as they come in the
text, and last what the plan names, by IRI.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, Triple

from dupgraph.base.errors import UnfitFormatError
from dupgraph.graph.turtle import group_triples
from dupgraph.schema.links import KINDS, LEVELS, ORGANIZATION
from dupgraph.schema.namespaces import DCAT, DUP, L0, OA, PREFIXES, PROV, RDF, SKOS, VOCABULARY, XSD

_TYPE = NamedNode(RDF + "type")
_RANKS = {
    NamedNode(iri): rank
    for rank, names in enumerate(
        (
            (DUP + "Plan",),
            (DUP + "PlanText",),
            (PROV + "Activity",),
            (PROV + "SoftwareAgent",),
            tuple(level.iri for level in LEVELS.values()),
            (DUP + "Dependency",),
            (DUP + "Reason",),
            (DUP + "Mention",),
            KINDS[ORGANIZATION].classes,
            (SKOS + "ConceptScheme",),
        )
    )
    for iri in names
}
_ANY_RANK = len(set(_RANKS.values()))
# Datatypes that no syntax writes out.
_IMPLICIT = {NamedNode(XSD + "string"), NamedNode(RDF + "langString")}
_TEXT = NamedNode(OA + "hasSource")
# An element's number in its plan, or where a mention stands in the text.
_PLACES = (NamedNode(L0 + "positionInSequence"), NamedNode(OA + "start"), NamedNode(OA + "end"))
_NUMBER = re.compile(r"([0-9]+)")
_WHOLE = re.compile(r"[0-9]{1,18}")

# Those of the built graph, and what else a vocabulary or a catalogue says.
WELL_KNOWN = PREFIXES | {"dcat": DCAT}
# Folders of IRIs that things stand in: each gets its prefix where all such IRIs share one folder, as the mentions of
# one element do. None but that of whole vocabularies ends above a folder: of "plan:mention\/1.1\/92-110", which is
# good Turtle, Virtuoso 7.2 keeps the backslashes in the IRI. Of a plan's one text and one run each mention speaks:
# these are prefixes as a whole.
_ELEMENT = re.compile(r"(.+/plan/[^/]+/(policy|guideline|objective|action)/)[^/]+")
_MENTION = re.compile(r"(.+/plan/[^/]+/(mention)/[^/]+/)[^/]+")
_ONLY = re.compile(r"(.+/plan/[^/]+/(text|run))")
_OWN = re.compile(r"(.+/[0-9]{6}/(organization|place|instrument)/)[^/]+")
_SCHEME = re.compile(rf"({re.escape(VOCABULARY)}([a-z][a-z-]*)/)[^/]+")
_WHOLE_SCHEME = re.compile(rf"{re.escape(VOCABULARY)}[a-z][a-z-]*")


def order_triples(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return the triples of each subject, subjects in the order that the module's docstring gives.

    Blank nodes have the labels that RDF Dataset Canonicalization gives them (W3C 2024).
    """
    stated = list(triples)
    # Making a quad of each triple costs more than all the rest, and few graphs have blank nodes.
    if not any(map(_has_blank, stated)):
        return arrange_triples(stated)
    quads = (Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()) for triple in stated)
    return arrange_triples(quad.triple for quad in relabel_quads(quads))


def _has_blank(triple: Triple) -> bool:
    return isinstance(triple.object, BlankNode | Triple) or isinstance(triple.subject, BlankNode | Triple)


def arrange_triples(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return what ``order_triples`` does, the labels of blank nodes as they are."""
    groups = group_triples(triples)
    return {subject: groups[subject] for subject in sorted(groups, key=lambda subject: _rank(groups[subject]))}


def relabel_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return the quads with canonical labels of blank nodes: the same in every run, from every file."""
    stated = list(quads)
    if not any(_has_blank(quad.triple) for quad in stated):
        return stated
    dataset = Dataset(stated)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _rank(group: list[Triple]) -> tuple[object, ...]:
    rank, text = _ANY_RANK, ""
    places = [0] * len(_PLACES)
    for triple in group:
        if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
            rank = min(rank, _RANKS.get(triple.object, rank))
        elif triple.predicate == _TEXT:
            text = str(triple.object)
        elif triple.predicate in _PLACES and isinstance(triple.object, Literal):
            number = triple.object.value
            places[_PLACES.index(triple.predicate)] = int(number) if _WHOLE.fullmatch(number) else 0
    subject = str(group[0].subject)
    return rank, text, *places, *_split_numbers(subject), subject


def _split_numbers(text: str) -> Iterator[object]:
    """Yield what sorts 1.4.10 after 1.4.9: words and numbers by turns, numbers by length first, none too long."""
    for word, digits in zip((parts := _NUMBER.split(text))[::2], [*parts[1::2], ""], strict=True):
        bare = digits.lstrip("0")
        yield word, len(bare), bare


def list_iris(triples: Iterable[Triple]) -> set[str]:
    """Return the IRIs that Turtle writes out for some triples: rdf:type as a property has a word of its own there."""
    terms = set(chain.from_iterable(triples)) - {_TYPE}
    datatypes = {term.datatype for term in terms if isinstance(term, Literal)} - _IMPLICIT
    return {term.value for term in terms | datatypes if isinstance(term, NamedNode)}


def find_prefixes(iris: Iterable[str]) -> dict[str, str]:
    """Return the prefixes that shorten some IRIs: well-known ones, and those of the plan, were it the only one.

    >>> find_prefixes(["https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3"])
    {'objective': 'https://w3id.org/dupgraph/data/036040/plan/dup/objective/'}
    """
    wanted = set(iris)
    found = {name: start for name, start in WELL_KNOWN.items() if any(iri.startswith(start) for iri in wanted)}
    if any(map(_WHOLE_SCHEME.fullmatch, wanted)):
        found["scheme"] = VOCABULARY
    folders: dict[str, set[str]] = {}
    for iri in wanted:
        for pattern in (_ELEMENT, _MENTION, _ONLY, _OWN, _SCHEME):
            if match := pattern.fullmatch(iri):
                folders.setdefault(match[2], set()).add(match[1])
    return found | {name: next(iter(starts)) for name, starts in sorted(folders.items()) if len(starts) == 1}


def refuse_triple(triple: Triple, what: str) -> UnfitFormatError:
    """Return the error for a triple that a format has no way to write."""
    subject = f"{triple.subject} {triple.predicate}"
    return UnfitFormatError(f"{what}: {subject[:300]}", hint="export it as turtle or ntriples")
