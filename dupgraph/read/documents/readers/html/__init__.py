"""Web pages (HTML): headings, counted lists, tables; what is no text of the page left out."""

from lxml import etree

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, Piece, settle_tables
from dupgraph.read.documents.readers.html.encoding import decode_html
from dupgraph.read.documents.readers.html.page import Page

__all__ = ["read_html", "read_page"]


def read_html(data: bytes) -> Contents:
    """Return the contents of a web page. Nothing that it names is fetched, no script is run.

    Raises DocumentError when it is nested too deep or holds no element.
    """
    text, warnings = decode_html(data)
    return Contents(settle_tables(read_page(text, Page())), warnings)


def read_page(text: str, page: Page) -> tuple[Piece, ...]:
    """Return the pieces of a page's ``text``, read by ``page``, which goes on counting from the page before."""
    parser = etree.HTMLParser(target=page, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # In pieces, so that libxml2 never holds a second copy of all.
        for start in range(0, len(text), 1 << 16):
            parser.feed(text[start : start + (1 << 16)])
        pieces: tuple[Piece, ...] = parser.close()
    except etree.XMLSyntaxError:
        raise DocumentError(say("not_web_page"), hint=say("do_browser")) from None
    return pieces
