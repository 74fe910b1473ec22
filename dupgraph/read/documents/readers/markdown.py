"""Markdown (CommonMark, with tables): headings, lists as numbered in the source, tables."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Cell, Contents, Piece, set_in_cell, settle_tables
from dupgraph.read.documents.readers.html import read_page
from dupgraph.read.documents.readers.html.page import Page
from dupgraph.read.documents.readers.numbers import BULLET

_DEEPEST = 100


@dataclass(slots=True)
class _Walk:
    """One walk through the tokens of a text."""

    pieces: list[Piece] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)
    marker: str = ""
    rank: int | None = None
    table: int = -1
    row: int = -1
    column: int = -1
    in_table: bool = False
    in_head: bool = False

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.level > _DEEPEST:
            raise DocumentError(say("not_nested_levels", count=_DEEPEST), hint=say("do_plain"))
        name = token.type
        if name in {"bullet_list_open", "ordered_list_open"}:
            self.lists.append(name == "ordered_list_open")
        elif name in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif name == "list_item_open":
            self.marker = f"{token.info}{token.markup}" if self.lists[-1] else BULLET
        elif name == "heading_open":
            self.rank = int(token.tag[1])
        elif name == "inline":
            plain, strong = _count_bold(token)
            self.add_piece(_read_words(token), bold=strong > 0 and not plain, strong=strong if plain else 0)
        elif name in {"fence", "code_block"}:
            self.add_piece(token.content, bold=False)
        elif name == "html_block":
            self.pieces += read_page(token.content, Page(tables=self.table + 1))
        else:
            self.take_table(name)

    def take_table(self, name: str) -> None:
        """Take a token of a table."""
        if name == "table_open":
            self.table, self.row, self.in_table = self.table + 1, -1, True
        elif name == "table_close":
            self.in_table = False
        elif name in {"thead_open", "thead_close"}:
            self.in_head = name == "thead_open"
        elif name == "tr_open":
            self.row, self.column = self.row + 1, -1
        elif name in {"th_open", "td_open"}:
            self.column += 1

    def add_piece(self, text: str, *, bold: bool, strong: int = 0) -> None:
        """Add a paragraph, heading, item or cell."""
        piece = Piece(
            text=f"{self.marker} {text}" if self.marker else text,
            kind="heading" if self.rank else "item" if self.marker else "paragraph",
            rank=self.rank,
            bold=bold,
            strong=strong,
            marker=self.marker,
            depth=max(len(self.lists) - 1, 0),
            place=len(self.pieces) + 1,
        )
        if self.in_table:
            piece = set_in_cell(piece, Cell(self.table, self.row, self.column, header=self.in_head))
        if text.strip():
            self.pieces.append(piece)
        self.marker, self.rank = "", None


def read_markdown(data: bytes) -> Contents:
    """Return the contents of a text in Markdown. Raises DocumentError for bytes that are no UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(say("not_utf8", name="Markdown"), hint=say("do_utf8")) from None
    walk = _Walk()
    for token in MarkdownIt("commonmark", {"maxNesting": 2 * _DEEPEST}).enable("table").parse(text):
        walk.take(token)
    return Contents(settle_tables(walk.pieces))


def _read_words(token: Token) -> str:
    """Return the words of a paragraph: no marks, no addresses of links and pictures."""
    words = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(
        child.content if child.type in {"text", "code_inline"} else words.get(child.type, "")
        for child in token.children or ()
    )


def _count_bold(token: Token) -> tuple[int, int]:
    """Return how many characters, blanks aside, are not bold, and how many in bold stand before these."""
    depth, plain, strong = 0, 0, 0
    for child in token.children or ():
        depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        count = len("".join(child.content.split())) if child.type in {"text", "code_inline"} else 0
        plain += 0 if depth else count
        strong += count if depth and not plain else 0
    return plain, strong
