"""Files of RDF: their syntaxes, what is refused before a parser sees it, and a parser's complaints as sentences.

A parser of RDF that is given a file of a stranger may overflow its stack, fill the memory or not end: none of it can
be caught. What makes them do so is looked for first.
"""

import os
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from dupgraph.base.errors import GraphError, VocabularyError, take_first_line, word_reason
from dupgraph.language.messages import say

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
}
KNOWN = ", ".join(FORMATS)
# Triples within triples: pyoxigraph overflows the stack somewhere beyond 10,000.
DEEPEST_TRIPLE = 64
# Elements within elements, and an element's attributes: pyoxigraph's time grows with the square of either.
DEEPEST_ELEMENT = 256
MOST_ATTRIBUTES = 1000
# Turtle and its kin, as far as it tells where a triple within a triple begins and ends: neither in strings, nor in
# IRIs, nor in comments.
_TOKEN = (
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""'
    rb"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    rb'|"(?:[^"\\\n]|\\.)*"'
    rb"|'(?:[^'\\\n]|\\.)*'"
    rb"|<[^<>\s]*>|#[^\n]*|(?P<opens><<\()|(?P<closes>\)>>)"
)
_JSON_TOKEN = rb'"(?:[^"\\]|\\.)*"|(?P<opens>[\[{])|(?P<closes>[\]}])'


def check_blocks(blocks: Iterable[bytes], form: RdfFormat, file: Path) -> None:
    """Refuse what no parser should see, in the bytes of a file that come block by block. Raises GraphError."""
    if form == RdfFormat.RDF_XML:
        _check_elements(_check_doctype(blocks, file), file)
        return
    if form == RdfFormat.JSON_LD:
        _check_depth(b"".join(blocks), _JSON_TOKEN, DEEPEST_ELEMENT, "objects and lists", file)
        return
    held: list[bytes] = []
    count = 0
    for block in blocks:
        # Few files have any: where they are few in all, they are not nested deeply.
        found = block.count(b"<<(")
        count += found
        if found or held:
            held.append(block)
    if count > DEEPEST_TRIPLE:
        _check_depth(b"".join(held), _TOKEN, DEEPEST_TRIPLE, "triples", file)


def _check_depth(data: bytes, tokens: bytes, most: int, things: str, file: Path) -> None:
    depth = 0
    for token in re.finditer(tokens, data, re.DOTALL):
        depth += (token["opens"] is not None) - (token["closes"] is not None)
        if depth > most:
            line = data.count(b"\n", 0, token.start()) + 1
            what = f"nests {things} within {things}, more than {most} deep"
            raise GraphError(what, path=file, line=line, hint="no graph of a plan needs that: leave it out")


def _check_doctype(blocks: Iterable[bytes], file: Path) -> Iterator[bytes]:
    """Yield the blocks; refuse entity declarations: half a kilobyte of them fills the memory of any XML parser."""
    decoder = getincrementaldecoder("utf-8")()
    text = ""
    try:
        for block in chain(blocks, [b""]):
            # The end of the block before: a word may lie across two.
            text = text[-10:] + decoder.decode(block, final=not block)
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                raise GraphError("RDF/XML with a DOCTYPE is not accepted", path=file, hint="convert it to Turtle")
            yield block
    except UnicodeDecodeError:
        raise GraphError("RDF/XML is read in UTF-8 only", path=file, hint="save it in UTF-8, or as Turtle") from None


def _check_elements(blocks: Iterable[bytes], file: Path) -> None:
    """Refuse ill-formed XML, elements that are nested deeply, and elements of very many attributes."""
    # Late: few graphs are in XML.
    from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

    depth = 0

    def begin(_: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_ELEMENT:
            what = f"nests its elements more than {DEEPEST_ELEMENT} deep"
            raise GraphError(what, path=file, line=parser.CurrentLineNumber, hint="convert it to Turtle")
        if len(attributes) > 2 * MOST_ATTRIBUTES:
            what = f"has an element of more than {MOST_ATTRIBUTES:,} attributes"
            raise GraphError(what, path=file, line=parser.CurrentLineNumber, hint="convert it to Turtle")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    # Whatever the file says of itself: it has been read as UTF-8 already.
    parser = ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        for block in blocks:
            parser.Parse(block, not block)
    except ExpatError as error:
        # What one parser of XML refuses another may read on through: then nothing would count.
        what = f"is not well-formed XML: {ErrorString(error.code)}"
        raise GraphError(what, path=file, line=error.lineno, hint="mend or rebuild it") from None


def parse_turtle(data: bytes, path: Path, base: str | None = None) -> Iterator[Quad]:
    """Yield what a Turtle file says that people write: a vocabulary, a review. Raises VocabularyError."""
    try:
        check_blocks([data], RdfFormat.TURTLE, path)
        yield from parse(data, format=RdfFormat.TURTLE, base_iri=base)
    except SyntaxError as error:
        what = say("file_turtle", reason=error.msg)
        raise VocabularyError(what, path=path, line=error.lineno, hint=say("do_mend_line")) from None
    except GraphError as error:
        raise VocabularyError(error.what, path=path, line=error.line, hint=error.hint) from None


def read_packaged(files: Iterable[Path]) -> Iterator[Triple]:
    """Yield the triples of Turtle files that come with dupgraph, one after the other."""
    return (quad.triple for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE))


def explain_rdf(error: Exception, file: Path) -> GraphError:
    """Return the error that says where a graph file is broken, from the parser's complaint."""
    if not isinstance(error, SyntaxError):
        return GraphError(f"cannot be read as RDF: {take_first_line(error)}", path=file)
    # Its first line says what and where; the line number is ours to place.
    what = (error.msg or "").split(": ", 1)[-1].splitlines()[0][:200]
    return GraphError(f"is not valid RDF: {what}", path=file, line=error.lineno, hint="mend or rebuild it")


def read_data(path: Path, hint: str = "") -> bytes:
    """Return what a file holds. Raises GraphError where the system does not give it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_reading(error, path, hint) from None


def explain_reading(error: OSError, path: str | os.PathLike[str], hint: str = "") -> GraphError:
    """Return the error for a file or folder that the system does not give."""
    return GraphError(f"cannot be read: {word_reason(error)}", path=path, hint=hint)
