"""The triples of a CONSTRUCT as a graph: ttl, nt, jsonld; sorted, so that the same triples are the same bytes."""

from dataclasses import replace
from functools import partial
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from dupgraph.ask.results.answer import Answer
from dupgraph.base.errors import OutputError
from dupgraph.graph.turtle import serialize_turtle
from dupgraph.schema.namespaces import KNOWN, RDF, shorten_iri

# What holds the triples comes back as it is.
_Held = TypeVar("_Held", bound=Answer)


def shorten_triples(result: _Held) -> _Held:
    """Return triples with their IRIs by known prefixes, for a person to read; rows as they are."""
    if result.form != "construct":
        return result
    rows = (tuple(Literal(shorten_iri(t.value)) if isinstance(t, NamedNode) else t for t in row) for row in result.rows)
    return replace(result, rows=tuple(rows))


def write_ttl(result: Answer) -> bytes:
    """Return the triples as Turtle. Raises OutputError where there are rows and no triples."""
    return _serialize(result, RdfFormat.TURTLE)


def write_nt(result: Answer) -> bytes:
    """Return the triples as N-Triples. Raises OutputError where there are rows and no triples."""
    return _serialize(result, RdfFormat.N_TRIPLES)


def write_jsonld(result: Answer) -> bytes:
    """Return the triples as JSON-LD. Raises OutputError where there are rows, or triples about triples."""
    return _serialize(result, RdfFormat.JSON_LD)


def _serialize(result: Answer, form: RdfFormat) -> bytes:
    if result.form != "construct":
        what = f"{form.name} holds triples, and this answer is {'a yes or no' if result.form == 'ask' else 'rows'}"
        raise OutputError(what, hint="choose csv, json or xlsx, or ask with CONSTRUCT")
    used = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    prefixes = {name: iri for name, iri in KNOWN.items() if any(value.startswith(iri) for value in used)}
    try:
        write = serialize_turtle if form == RdfFormat.TURTLE else partial(serialize, format=form)
        return (write(_list_triples(result), prefixes=prefixes) or b"").rstrip(b"\n") + b"\n"
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot be written as {form.name}: {error}", hint="choose ttl or nt") from None


def _list_triples(result: Answer) -> list[Triple]:
    """Return the triples in order; nodes without a name get one that depends on the triples alone."""
    triples = {
        Triple(subject, predicate, thing)
        for subject, predicate, thing in result.rows
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and thing is not None
    }
    if any(isinstance(term, BlankNode) for triple in triples for term in triple):
        graph = Dataset(Quad(*triple) for triple in triples)
        graph.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        triples = {quad.triple for quad in graph}
    return sorted(triples, key=_rank_triple)


def _rank_triple(triple: Triple) -> tuple[str, bool, str, bool, str]:
    """Return a rank: by subject, its types first, then by predicate and object."""
    predicate = triple.predicate.value
    return (
        str(triple.subject), predicate != RDF + "type", predicate, isinstance(triple.object, Literal),
        str(triple.object),
    )  # fmt: skip
