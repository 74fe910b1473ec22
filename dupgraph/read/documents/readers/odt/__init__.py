"""OpenDocument texts (ODT, ISO/IEC 26300): automatic numbers, styles, tables, notes; tracked deletions left out."""

from collections.abc import Iterator

from lxml import etree

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, Piece, make_furniture, settle_tables
from dupgraph.read.documents.readers.archive import Archive
from dupgraph.read.documents.readers.odt.body import Body
from dupgraph.read.documents.readers.odt.lists import Lists
from dupgraph.read.documents.readers.odt.names import q
from dupgraph.read.documents.readers.odt.styles import Styles

_MANIFEST = "META-INF/manifest.xml"


def read_odt(data: bytes) -> Contents:
    """Return the contents of an OpenDocument text. Nothing that it points to is read, no macro is run.

    Raises DocumentError when the file is damaged, locked, too large or no text.
    """
    archive = Archive(data)
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise DocumentError(say("not_protected"), hint=say("do_password"))
    content = archive.parse("content.xml")
    roots = [archive.parse("styles.xml")] if "styles.xml" in archive.names else []
    roots.append(content)
    text = content.find(f"{q('office:body')}/{q('office:text')}")
    if text is None:
        raise DocumentError(say("not_odt"), hint=say("do_anew"))
    body = Body(Styles(roots), Lists(roots))
    body.read_blocks(text)
    warnings = (say("mended_macros"),) if any(n.startswith("Basic/") for n in archive.names) else ()
    return Contents((*settle_tables(body.pieces), *make_furniture(_read_heads(roots))), warnings)


def _read_heads(roots: list[etree._Element]) -> Iterator[Piece]:
    """Yield the paragraphs of the pages' heads and feet."""
    for root in roots:
        for name in ("style:header", "style:footer"):
            for element in root.iter(q(name)):
                body = Body(Styles([]), Lists([]))
                body.read_blocks(element)
                yield from body.pieces
