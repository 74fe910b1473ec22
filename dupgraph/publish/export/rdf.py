"""The graph in the syntaxes of RDF: Turtle, N-Triples, TriG, N-Quads and RDF/XML.

Each says what the graph says, no more and no less, in bytes that the graph alone decides. A store on disk (Oxigraph's)
makes an xsd:integer of every whole number, as an endpoint may: the offsets and pages that the build writes get their
datatypes back, what somebody else has added does not. The graph's own file has all datatypes as they were written.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from dupgraph.base.errors import OutputError, VocabularyError
from dupgraph.base.gathering import gather
from dupgraph.graph.turtle import lay_out_turtle
from dupgraph.graph.turtle import write_turtle as write_ordered
from dupgraph.publish.export.rdfxml import write_rdfxml_document
from dupgraph.publish.export.source import Source
from dupgraph.publish.export.statements import arrange_triples, find_prefixes, list_iris, relabel_quads
from dupgraph.schema.namespaces import mint_iri


def write_turtle(source: Source) -> bytes:
    """Return all plans as one Turtle document."""
    return write_turtle_document(source.ordered)


def write_turtle_document(groups: Mapping[str, Sequence[Triple]]) -> bytes:
    """Return the triples of each subject as Turtle, in the order in which they come, with the prefixes that they need.

    >>> from pyoxigraph import Literal
    >>> objective = NamedNode("https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3")
    >>> number = Triple(objective, NamedNode("http://purl.org/dc/terms/identifier"), Literal("1.3.3"))
    >>> print(write_turtle_document({"": [number]}).decode())
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix objective: <https://w3id.org/dupgraph/data/036040/plan/dup/objective/> .
    <BLANKLINE>
    objective:1.3.3 dct:identifier "1.3.3" .
    <BLANKLINE>
    """
    ordered = list(chain.from_iterable(groups.values()))
    return write_ordered(ordered, find_prefixes(list_iris(ordered)))


def write_ntriples(source: Source) -> bytes:
    """Return all plans as N-Triples, a triple a line, the lines in order."""
    ordered = chain.from_iterable(source.ordered.values())
    return _sort_lines(serialize(ordered, format=RdfFormat.N_TRIPLES))


def write_nquads(source: Source) -> bytes:
    """Return each plan in its own named graph as N-Quads, the lines in order.

    Raises OutputError when a plan's IRI gives no name for its graph.
    """
    return _sort_lines(serialize(_name_graphs(source), format=RdfFormat.N_QUADS))


def write_trig(source: Source) -> bytes:
    """Return each plan in its own named graph as TriG, each graph laid out as Turtle is.

    Raises OutputError when a plan's IRI gives no name for its graph.
    """
    graphs = gather((str(quad.graph_name), quad.triple) for quad in _name_graphs(source))
    prefixes = find_prefixes(set(chain.from_iterable(map(list_iris, graphs.values()))))
    head: list[bytes] = []
    parts: list[bytes] = []
    for name, triples in sorted(graphs.items()):
        ordered = chain.from_iterable(arrange_triples(triples).values())
        head, blocks = lay_out_turtle(ordered, prefixes)
        lines = (b"\t" + line if line else b"" for line in blocks.split(b"\n"))
        parts.append(b"\n".join([name.encode() + b" {", *lines, b"}"]))
    return b"\n".join([*head, *([b""] if head else []), b"\n\n".join(parts), b""])


def write_rdfxml(source: Source) -> bytes:
    """Return all plans as one RDF/XML document. Raises UnfitFormatError for a triple that XML cannot hold."""
    return write_rdfxml_document(source.ordered)


def _sort_lines(data: bytes | None) -> bytes:
    """Return the lines in the order of their characters; a line feed inside a literal is escaped."""
    return b"".join(line + b"\n" for line in sorted(filter(None, (data or b"").split(b"\n"))))


def _name_graphs(source: Source) -> list[Quad]:
    return relabel_quads(
        Quad(triple.subject, triple.predicate, triple.object, name)
        for name, triples in _list_graphs(source)
        for triple in triples
    )


def _list_graphs(source: Source) -> Iterator[tuple[NamedNode, tuple[Triple, ...]]]:
    for plan in source.plans:
        try:
            yield NamedNode(mint_iri(plan.iri, "graph")), plan.triples
        except VocabularyError as error:
            hint = "export it as turtle or ntriples, which name no graph"
            raise OutputError(f"a plan's IRI gives no name for its graph: {error.what}", hint=hint) from None
