"""Triples from templates of Turtle: each value is written by a filter, as an IRI, a text or a value of a datatype."""

from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from dupgraph.base.templates import make_environment
from dupgraph.schema.namespaces import PREFIXES, XSD, mint_iri

_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


@cache
def _load_environment(folder: Path) -> Any:
    environment = make_environment(folder, escapes=False)
    environment.globals["mint"] = mint_iri
    environment.filters |= {"iri": _write_iri, "text": _write_text, "typed": _write_typed}
    return environment


def _write_iri(iri: str) -> str:
    return str(NamedNode(iri))


def _write_text(text: str, language: str = "") -> str:
    return str(Literal(text, language=language) if language else Literal(text))


def _write_typed(value: object, datatype: str) -> str:
    return str(Literal(str(value), datatype=NamedNode(XSD + datatype)))


def fill_turtle(path: Path, /, **facts: object) -> list[Triple]:
    """Return what a template says; it has the prefixes of built graphs, and declares others."""
    said = _load_environment(path.parent).get_template(path.name).render(facts)
    return [quad.triple for quad in parse(_HEAD + said, format=RdfFormat.TURTLE)]
