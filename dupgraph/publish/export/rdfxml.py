"""RDF/XML (W3C 2014) that any XML parser reads, an element a subject and a line a triple.

Neither library writes it so: pyoxigraph lets through characters that XML forbids and names that are none, and rdflib's
tidy form (``pretty-xml``) takes three times as long.
"""

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from dupgraph.publish.export.statements import WELL_KNOWN, refuse_triple
from dupgraph.schema.namespaces import RDF, XSD

# The end of an IRI that can be the name of an element; these letters are valid in every edition of XML.
_LETTER = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131"
_LOCAL = re.compile(rf"[{_LETTER}][{_LETTER}0-9.\-]*\Z")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
# In a text between two tags a quotation mark needs no escape.
_TEXT_ESCAPES = {character: escape for character, escape in _ESCAPES.items() if character != ord('"')}
# XML's own, which no prefix may be bound to.
_RESERVED = "http://www.w3.org/2000/xmlns/"
# Names of the syntax itself: none of them may name a class or a property.
_SYNTAX = {
    RDF + name
    for name in (
        "RDF", "ID", "about", "bagID", "parseType", "resource", "nodeID", "datatype", "li",
        "aboutEach", "aboutEachPrefix", "Description", "version", "annotation", "annotationNodeID",
    )
}  # fmt: skip
_TYPE = NamedNode(RDF + "type")
_STRING = NamedNode(XSD + "string")
_KNOWN = {start: name for name, start in WELL_KNOWN.items()}


def write_rdfxml_document(groups: Mapping[str, Sequence[Triple]]) -> bytes:
    """Return the triples of each subject as RDF/XML in UTF-8, in the order in which they come.

    Raises UnfitFormatError for the first triple that it cannot hold: a character that XML forbids, a property whose
    name is none in XML, a triple about a triple.

    >>> from pyoxigraph import Literal
    >>> title = NamedNode("http://purl.org/dc/terms/title")
    >>> stated = Triple(NamedNode("http://example.org/1"), title, Literal("A & B", language="it"))
    >>> print(write_rdfxml_document({"": [stated]}).decode())
    <?xml version="1.0" encoding="UTF-8"?>
    <rdf:RDF
      xmlns:dct="http://purl.org/dc/terms/"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <BLANKLINE>
      <rdf:Description rdf:about="http://example.org/1">
        <dct:title xml:lang="it">A &amp; B</dct:title>
      </rdf:Description>
    <BLANKLINE>
    </rdf:RDF>
    <BLANKLINE>
    """
    names = _Names(groups)
    elements = [_write_element(group, names) for group in groups.values()]
    spaces = "".join(f'\n  xmlns:{name}="{_escape(start)}"' for start, name in names.list_spaces())
    return "\n\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF' + spaces + ">", *elements, "</rdf:RDF>\n"]
    ).encode()


class _Names:
    """The names of elements: a prefix for each namespace that is needed, numbered where it has none of its own."""

    def __init__(self, groups: Mapping[str, Sequence[Triple]]) -> None:
        triples = [triple for group in groups.values() for triple in group]
        iris = {triple.predicate.value for triple in triples}
        iris |= {t.object.value for t in triples if t.predicate == _TYPE and isinstance(t.object, NamedNode)}
        self._parts = {iri: parts for iri in iris if (parts := split_name(iri)) is not None}
        spaces = {start for start, _ in self._parts.values()} | {RDF}
        strange = sorted(spaces - _KNOWN.keys())
        self._prefixes = {start: name for start, name in _KNOWN.items() if start in spaces}
        self._prefixes |= {start: f"ns{number}" for number, start in enumerate(strange, 1)}

    def list_spaces(self) -> list[tuple[str, str]]:
        """Return each namespace and its prefix, by prefix."""
        return sorted(self._prefixes.items(), key=lambda item: item[1])

    def find(self, iri: str) -> str | None:
        """Return the element's name that an IRI is written as; None where XML has none for it."""
        parts = self._parts.get(iri)
        return None if parts is None else f"{self._prefixes[parts[0]]}:{parts[1]}"


def split_name(iri: str) -> tuple[str, str] | None:
    """Return an IRI as a namespace and a name that XML allows; None where there are none such.

    >>> split_name("http://example.org/onto/1title")
    ('http://example.org/onto/1', 'title')
    >>> split_name("http://example.org/onto/1.3")
    """
    for start in _KNOWN:
        if iri.startswith(start) and _LOCAL.match(iri, len(start)):
            return None if iri in _SYNTAX else (start, iri[len(start) :])
    # Else the longest name that can stand at the end.
    for at in range(len(re.sub(rf"[{_LETTER}0-9.\-]*\Z", "", iri)), len(iri)):
        if at and iri[:at] != _RESERVED and _LOCAL.match(iri, at):
            return iri[:at], iri[at:]
    return None


def _write_element(group: Sequence[Triple], names: _Names) -> str:
    head, *rest = group
    # The first type, where it has a name, is the element's; types come first.
    kind = names.find(head.object.value) if head.predicate == _TYPE and isinstance(head.object, NamedNode) else None
    if kind is None:
        kind, rest = "rdf:Description", list(group)
    if isinstance(head.subject, BlankNode):
        about = f'rdf:nodeID="{head.subject.value}"'
    else:
        about = f'rdf:about="{_escape(_check(getattr(head.subject, "value", ""), head))}"'
    if not rest:
        return f"  <{kind} {about}/>"
    return "\n".join([f"  <{kind} {about}>", *(_write_property(triple, names) for triple in rest), f"  </{kind}>"])


def _write_property(triple: Triple, names: _Names) -> str:
    name, value = names.find(triple.predicate.value), triple.object
    _check(triple.predicate.value, triple)
    if name is None:
        raise refuse_triple(triple, "RDF/XML has no name for a property whose IRI ends like this")
    if isinstance(value, NamedNode):
        return f'    <{name} rdf:resource="{_escape(_check(value.value, triple))}"/>'
    if isinstance(value, BlankNode):
        return f'    <{name} rdf:nodeID="{value.value}"/>'
    if not isinstance(value, Literal) or value.direction is not None:
        raise refuse_triple(
            triple, "RDF/XML, as most programs read it, has neither triples about triples nor directions"
        )
    about = ""
    if value.language:
        about = f' xml:lang="{value.language}"'
    elif value.datatype != _STRING:
        about = f' rdf:datatype="{_escape(_check(value.datatype.value, triple))}"'
    return f"    <{name}{about}>{_check(value.value, triple).translate(_TEXT_ESCAPES)}</{name}>"


def _check(text: str, triple: Triple) -> str:
    found = _FORBIDDEN.search(text)
    if found:
        raise refuse_triple(triple, f"XML forbids the character U+{ord(found[0]):04X}, which stands in a value")
    return text


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)
