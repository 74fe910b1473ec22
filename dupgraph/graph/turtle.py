"""Turtle for people to read: a block a subject, prefixes in order, the same bytes for the same triples.

The order of subjects is the caller's; pyoxigraph writes the terms. rdflib's writer takes many times as long.
"""

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

from dupgraph.schema.namespaces import RDF

_TYPE = RDF + "type"


def group_triples(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return the triples of each subject, each once, its types first; subjects in the order of their first triple."""
    groups: dict[str, dict[Triple, None]] = {}
    for triple in triples:
        groups.setdefault(str(triple.subject), {})[triple] = None
    return {subject: sorted(group, key=_sort_key) for subject, group in groups.items()}


def _sort_key(triple: Triple) -> tuple[bool, str, str]:
    return triple.predicate.value != _TYPE, triple.predicate.value, str(triple.object)


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as Turtle in UTF-8, in their own order; those of one subject are to stand together.

    >>> from pyoxigraph import Literal, NamedNode
    >>> number = Triple(NamedNode("http://example.org/1.3"), NamedNode("http://example.org/number"), Literal(3))
    >>> print(write_turtle([number], {"ex": "http://example.org/"}).decode())
    @prefix ex: <http://example.org/> .
    <BLANKLINE>
    ex:1.3 ex:number 3 .
    <BLANKLINE>
    """
    head, body = lay_out_turtle(triples, prefixes)
    return b"\n".join([*head, b"", body, b""]) if head else body + b"\n"


def lay_out_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> tuple[list[bytes], bytes]:
    """Return the lines of the prefixes in order (pyoxigraph's changes with every run), and the subjects' blocks.

    An empty line is between two blocks. Line feeds inside a literal are escaped: a block's end cannot be mistaken.
    """
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    lines = turtle.split(b"\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    blocks = b"\n".join(lines[count:]).replace(b" .\n", b" .\n\n")
    return sorted(lines[:count]), blocks.rstrip(b"\n")
