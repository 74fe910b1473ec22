"""VoID: what is in each plan's graph, counted, what it links to outside, and where it is to be had."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Triple

from dupgraph.publish.export.authorities import TARGETS
from dupgraph.publish.export.publication import ExportedFile, Publication, find_address, list_files_of, write_metadata
from dupgraph.publish.export.source import ExportedPlan, Source
from dupgraph.schema.links import LEVELS, OBJECTIVE
from dupgraph.schema.namespaces import DCT, DUP, FOAF, RDF, ROOT

# A class is a word, and a home page a page: neither is a thing that another set of data describes.
_NO_LINKS = {RDF + "type", FOAF + "homepage", FOAF + "page"}
# The beginning of a plan's IRI that all things of its municipality share.
_OWN_SPACE = re.compile(r"(.+?/[^/]+)/plan/[^/]+/?")
_EXAMPLES = (LEVELS[OBJECTIVE].iri, DUP + "Mention")


@dataclass(frozen=True, slots=True)
class Part:
    """The triples of one property: how many, of how many things, to how many."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Linkset:
    """Links to one set of data outside by one property."""

    target: str
    predicate: str
    triples: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a graph. ``classes`` has how many things are of each class, ``properties`` what each says."""

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, Part]
    linksets: tuple[Linkset, ...]


def write_void(source: Source, files: Sequence[ExportedFile], publication: Publication) -> bytes:
    """Return the description of each plan's graph, as Turtle.

    Raises OutputError when there are no files, no licence, or no address for them.
    """
    return write_metadata(
        "void.ttl",
        address=find_address(source, publication),
        licence=source.licence,
        plans=[_describe_plan(plan, list_files_of(plan, files)) for plan in source.plans],
        publication=publication,
        targets=TARGETS,
    )


def _describe_plan(plan: ExportedPlan, files: list[ExportedFile]) -> dict[str, object]:
    spaces = find_spaces(plan)
    counts = count_graph(plan.triples, spaces)
    return {
        "iri": plan.iri,
        "title": plan.facts.find_text(plan.iri, DCT + "title") or plan.iri,
        "spaces": spaces,
        "counts": counts,
        "vocabularies": sorted({_find_namespace(term) for term in (*counts.classes, *counts.properties)}),
        "examples": [plan.iri, *(iri for name in _EXAMPLES for iri in _find_first(plan, name))],
        "files": files,
    }


# Counted -------------------------------------------------------------------------------------------------------------


def find_spaces(plan: ExportedPlan) -> tuple[str, ...]:
    """Return where the IRIs of a plan's own things begin: ours, and the municipality's under a base of its own."""
    found = _OWN_SPACE.fullmatch(plan.iri)
    own = found[1] if found else plan.iri
    return (ROOT,) if own.startswith(ROOT) else (ROOT, own)


def count_graph(triples: Iterable[Triple], spaces: tuple[str, ...]) -> Counts:
    """Return what is counted in a graph whose own things have IRIs that begin with one of ``spaces``."""
    classes: Counter[str] = Counter()
    said: Counter[str] = Counter()
    ends: dict[str, tuple[set[object], set[object]]] = defaultdict(lambda: (set(), set()))
    links: Counter[tuple[str, str]] = Counter()
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        said[predicate] += 1
        ends[predicate][0].add(subject)
        ends[predicate][1].add(value)
        if predicate == RDF + "type" and isinstance(value, NamedNode):
            classes[value.value] += 1
        if leads_outside(triple, spaces) and isinstance(value, NamedNode):
            links[find_target(value.value), predicate] += 1
    subjects, objects = (set[object]().union(*(each[side] for each in ends.values())) for side in (0, 1))
    return Counts(
        triples=said.total(),
        entities=sum(isinstance(term, NamedNode) and term.value.startswith(spaces) for term in subjects),
        subjects=len(subjects),
        objects=len(objects),
        classes=dict(sorted(classes.items())),
        properties={name: Part(said[name], len(of), len(to)) for name, (of, to) in sorted(ends.items())},
        linksets=tuple(Linkset(*key, number) for key, number in sorted(links.items())),
    )


def leads_outside(triple: Triple, spaces: tuple[str, ...]) -> bool:
    """Tell whether a triple leads from a thing of our own to one that another set of data describes."""
    subject, value = triple.subject, triple.object
    return (
        isinstance(subject, NamedNode)
        and isinstance(value, NamedNode)
        and subject.value.startswith(spaces)
        and not value.value.startswith(spaces)
        and triple.predicate.value not in _NO_LINKS
    )


def find_target(iri: str) -> str:
    """Return where the IRIs of the set of data begin that describes a thing outside.

    >>> find_target("http://metadata.un.org/sdg/3.8")
    'http://metadata.un.org/sdg/'
    >>> find_target("https://example.org/a/b")
    'https://example.org/'
    """
    known = max((space for space in TARGETS if iri.startswith(space)), key=len, default="")
    if known:
        return known
    parts = urlsplit(iri)
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else f"{parts.scheme}:"


def _find_first(plan: ExportedPlan, name: str) -> list[str]:
    kind = NamedNode(name)
    stated = (t.subject for t in plan.triples if t.object == kind and t.predicate.value == RDF + "type")
    found = (subject.value for subject in stated if isinstance(subject, NamedNode))
    first = min(found, default="")
    return [first] if first else []


def _find_namespace(term: str) -> str:
    return term[: max(term.rfind("/"), term.rfind("#")) + 1] or term
