"""Names that people gave while they reviewed a plan: a vocabulary of the town's own, which every build reads."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.base.files import write_whole
from dupgraph.base.smallfiles import read_bytes
from dupgraph.graph.rdf import parse_turtle
from dupgraph.graph.turtle import group_triples, write_turtle
from dupgraph.schema.links import KINDS, ThingKind
from dupgraph.schema.namespaces import PREFIXES, RDF, SKOS

_HEAD = b"""# Names that people gave while they reviewed the plan beside this file: a vocabulary for every build.
# Other labels, kinds and definitions may be added by hand; comments do not stay.

"""
_PREFIXES = ("covapit", "clvapit", "dup", "skos")


class NewName(NamedTuple):
    """A thing that a person named: its IRI, its kind, and what it is called."""

    iri: str
    kind: ThingKind
    label: str


def add_names(path: Path, names: Iterable[NewName]) -> None:
    """Add things to the vocabulary at ``path``, which is made where there is none.

    Raises VocabularyError when what stands there is no Turtle, OutputError when it cannot be written.
    """
    _write(path, [*_read(path), *(triple for name in names for triple in _describe(name))])


def remove_names(path: Path, names: Iterable[NewName]) -> None:
    """Take things out again, as far as nobody wrote more about them; a file that holds nothing more stays, empty."""
    groups = group_triples(_read(path))
    for name in names:
        own = set(_describe(name))
        if set(groups.get(f"<{name.iri}>", ())) == own:
            del groups[f"<{name.iri}>"]
    _write(path, [triple for group in groups.values() for triple in group])


def list_new_names(path: Path) -> list[NewName]:
    """Return the things of the vocabulary at ``path`` that are as ``add_names`` wrote them."""
    kinds = {kind.classes[0]: kind.name for kind in KINDS.values() if kind.classes}
    found = []
    for group in group_triples(_read(path)).values():
        kind = next((kinds.get(t.object.value) for t in group if isinstance(t.object, NamedNode)), None)
        label = next((t.object.value for t in group if isinstance(t.object, Literal)), "")
        subject = group[0].subject
        if kind and isinstance(subject, NamedNode):
            name = NewName(subject.value, kind, label)
            found += [name] if set(_describe(name)) == set(group) else []
    return found


def _describe(name: NewName) -> list[Triple]:
    subject = NamedNode(name.iri)
    labels = [Literal(name.label, language=language) for language in ("it", "en")]
    return [
        Triple(subject, NamedNode(RDF + "type"), NamedNode(KINDS[name.kind].classes[0])),
        *(Triple(subject, NamedNode(SKOS + "prefLabel"), label) for label in labels),
    ]


def _read(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse_turtle(read_bytes(path), path)] if path.exists() else []


def _write(path: Path, triples: list[Triple]) -> None:
    groups = sorted(group_triples(triples).items())
    turtle = write_turtle([t for _, group in groups for t in group], {name: PREFIXES[name] for name in _PREFIXES})
    write_whole(path, _HEAD + turtle)
