"""Turtle for people to read: a block a subject, prefixes in order, the same bytes for the same triples.

The order of subjects is the caller's. Triples in memory are written by pyoxigraph (rdflib's writer takes many times as
long); a graph in the making is kept as text, a ``Statement`` a triple, and needs no object for each term.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from dupgraph.schema.namespaces import RDF, XSD

# Subject and predicate as IRIs; the object as N-Triples writes it.
Statement = tuple[str, str, str]
# What Turtle says of one subject: predicates and objects, types first.
Block = list[tuple[str, str]]

_TYPE = RDF + "type"
_PREDICATE = itemgetter(0)
# What pyoxigraph writes without a backslash, as the end of a prefixed name. Other names are left to it.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# A prefixed name with a backslash. In a text none of these letters stands behind one that is not itself escaped.
_ESCAPED_NAME = re.compile(rb"(?<=[\s^])([^\s:\"<>\\]*):((?:[^\s\"<>\\]*\\[_~.!$&'()*+,;=/?#@%-])+[^\s\"<>\\]*)")
_INTEGER = re.compile(r'"[+-]?[0-9]+"')
_INTEGER_TYPE = f"<{XSD}integer>"
# What stands before each predicate of a subject but the first.
_JOINT = " ;\n\t"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def group_triples(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """Return the triples of each subject, each once, its types first; subjects in the order of their first triple."""
    groups: dict[str, dict[Triple, None]] = {}
    for triple in triples:
        groups.setdefault(str(triple.subject), {})[triple] = None
    return {subject: sorted(group, key=_sort_key) for subject, group in groups.items()}


def _sort_key(triple: Triple) -> tuple[bool, str, str]:
    return triple.predicate.value != _TYPE, triple.predicate.value, str(triple.object)


def group_statements(statements: Iterable[Statement]) -> dict[str, Block]:
    """Return what is said of each subject, as ``group_triples`` does."""
    groups = defaultdict[str, set[tuple[str, str]]](set)
    for subject, predicate, value in statements:
        groups[subject].add((predicate, value))
    return {subject: _put_types_first(sorted(group)) for subject, group in groups.items()}


def _put_types_first(block: Block) -> Block:
    first, last = bisect_left(block, _TYPE, key=_PREDICATE), bisect_right(block, _TYPE, key=_PREDICATE)
    return block[first:last] + block[:first] + block[last:]


def make_link(iri: str) -> str:
    """Return an IRI as the object of a statement.

    >>> make_link("http://example.org/1.3")
    '<http://example.org/1.3>'
    """
    return f"<{iri}>"


def make_text(text: str, language: str | None = None) -> str:
    """Return a text as the object of a statement.

    >>> make_text("l\'Ente", "it")
    '"l\\'Ente"@it'
    """
    # What can be printed and has neither sign stands as it is.
    if language is None and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return str(Literal(text, language=language))


def read_text(value: str) -> tuple[str, str]:
    """Return text and language of a statement's object that is no IRI; the language is empty where it has none.

    >>> read_text(make_text("l\'Ente", "it")), read_text(make_number(3, XSD + "integer"))
    (("l'Ente", 'it'), ('3', ''))
    """
    end = value.rfind('"')
    text = value[1:end]
    if "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
    return text, value[end + 2 :] if value[end + 1 : end + 2] == "@" else ""


def _unescape(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return _ESCAPED.get(letter, letter) if letter else chr(int(short or long, 16))


def make_number(value: int, datatype: str) -> str:
    """Return a whole number as the object of a statement; ``datatype`` is an IRI."""
    return f'"{value}"^^<{datatype}>'


def write_statements(groups: Mapping[str, Block], prefixes: Mapping[str, str]) -> bytes:
    """Return the blocks as Turtle in UTF-8: the bytes that ``write_turtle`` gives for the same triples.

    >>> number = ("http://example.org/1.3", "http://example.org/number", make_number(3, XSD + "integer"))
    >>> print(write_statements(group_statements([number]), {"ex": "http://example.org/"}).decode())
    @prefix ex: <http://example.org/> .
    <BLANKLINE>
    ex:1.3 ex:number 3 .
    <BLANKLINE>
    """
    head = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items()))
    terms = _Terms(prefixes)
    # Bytes from the beginning: the whole as text would be twice as large, and copied.
    blocks = [_write_block(terms, subject, block).encode() for subject, block in groups.items()]
    return b"\n\n".join([head.encode(), *blocks] if head else blocks) + b"\n"


def _write_block(terms: "_Terms", subject: str, block: Block) -> str:
    heads, before = terms.heads, ""
    parts = [terms[make_link(subject)], " "]
    for predicate, value in block:
        parts.append(" , " if predicate == before else heads[predicate])
        # Texts are written as they stand, and most stand once.
        parts.append(terms[value] if value[-1] == ">" else value)
        before = predicate
    parts[2] = parts[2].removeprefix(_JOINT)
    parts.append(" .")
    return "".join(parts)


class _Terms(dict[str, str]):
    """Terms of N-Triples, and predicates, as Turtle writes them; each is worked out when it is first met."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__({_TYPE: "a"})
        self.heads = _Heads(self)
        self._prefixes = dict(prefixes)
        self._names = {iri: name for name, iri in reversed(list(prefixes.items()))}

    def __missing__(self, term: str) -> str:
        if term[0] == '"':
            # Most numbers are places in a text, which stand once: they are not kept.
            text, _, datatype = term.rpartition("^^")
            is_number = datatype == _INTEGER_TYPE and _INTEGER.fullmatch(text)
            return text[1:-1] if is_number else f"{text}^^{self[datatype]}"
        written = self[term] = self._write_iri(term[1:-1] if term[0] == "<" else term)
        return written

    def _write_iri(self, iri: str) -> str:
        # Names with a slash are written in full: a namespace reaches to the last one, or is the whole.
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        if iri[:end] not in self._names:
            return self._ask_library(iri) if iri in self._names else make_link(iri)
        if _PLAIN_NAME.fullmatch(iri, end):
            return f"{self._names[iri[:end]]}:{iri[end:]}"
        return self._ask_library(iri)

    def _ask_library(self, iri: str) -> str:
        node = NamedNode(iri)
        return serialize_turtle([Triple(node, node, node)], self._prefixes).decode().split()[-2]


class _Heads(dict[str, str]):
    """Predicates as Turtle writes them after others of a subject."""

    def __init__(self, terms: _Terms) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, predicate: str) -> str:
        head = self[predicate] = f"{_JOINT}{self._terms[predicate]} "
        return head


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
    lines = serialize_turtle(triples, prefixes).split(b"\n")
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    blocks = b"\n".join(lines[count:]).replace(b" .\n", b" .\n\n")
    return sorted(lines[:count]), blocks.rstrip(b"\n")


def serialize_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as pyoxigraph writes them, but no name with a backslash: Virtuoso 7.2 keeps it in the IRI.

    >>> deep = NamedNode("http://example.org/1/2")
    >>> print(serialize_turtle([Triple(deep, deep, Literal("a ex:1\\\\/2"))], {"ex": "http://example.org/"}).decode())
    @prefix ex: <http://example.org/> .
    <http://example.org/1/2> <http://example.org/1/2> "a ex:1\\\\/2" .
    <BLANKLINE>
    """
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    spaces = {name.encode(): iri.encode() for name, iri in prefixes.items()}
    return _ESCAPED_NAME.sub(lambda name: b"<%b%b>" % (spaces[name[1]], name[2].replace(b"\\", b"")), turtle)
