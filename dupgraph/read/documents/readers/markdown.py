"""Markdown (CommonMark, with tables): made a web page, and read as one; its numbers stay as the source has them."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, settle_tables
from dupgraph.read.documents.readers.html import read_page
from dupgraph.read.documents.readers.html.page import MARKER, Page

_DEEPEST = 100


def read_markdown(data: bytes) -> Contents:
    """Return the contents of a text in Markdown.

    Raises DocumentError for bytes that are no UTF-8, and when it is nested too deep.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(say("not_utf8", name="Markdown"), hint=say("do_utf8")) from None
    # The lines of a paragraph stay lines.
    parser = MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST, "breaks": True}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        _check_token(token)
    return Contents(settle_tables(read_page(parser.renderer.render(tokens, parser.options, {}), Page())))


def _check_token(token: Token) -> None:
    """Refuse what is nested too deep; give a numbered item the number that stands before it."""
    if token.level > _DEEPEST:
        raise DocumentError(say("not_nested_levels", count=_DEEPEST), hint=say("do_plain"))
    if token.type == "list_item_open" and token.info:
        token.attrSet(MARKER, f"{token.info}{token.markup}")
