"""Books (EPUB): the pages of the spine in their order, read as web pages."""

import posixpath
from urllib.parse import unquote

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, Piece, settle_tables
from dupgraph.read.documents.readers.archive import Archive
from dupgraph.read.documents.readers.html import read_page
from dupgraph.read.documents.readers.html.encoding import decode_html
from dupgraph.read.documents.readers.html.page import Page

_CONTAINER = "META-INF/container.xml"
# Content whose key a reader would have to buy; fonts may be disguised in any book.
_LOCKED = ("META-INF/rights.xml", "META-INF/license.lcpl")


def read_epub(data: bytes) -> Contents:
    """Return the contents of a book: its pages in reading order, one after the other.

    Raises DocumentError when the file is damaged, locked, too large or no book.
    """
    archive = Archive(data)
    if any(name in archive.names for name in _LOCKED):
        raise DocumentError(say("not_drm"), hint=say("do_unlock"))
    root = archive.parse(_CONTAINER).find(".//{*}rootfile")
    package = (root.get("full-path") if root is not None else None) or ""
    warnings: tuple[str, ...] = ()
    pieces: list[Piece] = []
    page = Page()
    for name in _list_pages(archive, package):
        text, said = decode_html(archive.read(name))
        pieces += read_page(text, page)
        warnings += said
    return Contents(settle_tables(pieces), tuple(dict.fromkeys(warnings)))


def _list_pages(archive: Archive, package: str) -> list[str]:
    """Return the names of the book's pages in reading order, its contents page left out."""
    if package not in archive.names:
        raise DocumentError(say("not_book"), hint=say("do_anew"))
    root = archive.parse(package)
    items = {item.get("id"): item for item in root.iterfind("{*}manifest/{*}item")}
    names = []
    for reference in root.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href") or "")))
        if name in archive.names:
            names.append(name)
    return names
