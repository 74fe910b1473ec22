"""reStructuredText, where docutils is installed (the extra ``rst``)."""

from dataclasses import dataclass, field
from typing import Any

from dupgraph.base.errors import DocumentError, MissingExtraError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Cell, Contents, Piece, set_in_cell, settle_tables
from dupgraph.read.documents.readers.numbers import BULLET, print_number

_STYLES = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
# Nothing is included, nothing is run, and what is wrong is no text of the plan.
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "_disable_config": True,
    "smart_quotes": False,
}


@dataclass(slots=True)
class _Walk:
    """One walk through the tree that docutils makes."""

    nodes: Any
    pieces: list[Piece] = field(default_factory=list)
    tables: int = 0
    cell: Cell | None = None

    def read(self, node: Any, rank: int = 0, depth: int = 0, marker: str = "") -> None:
        """Add the pieces of all that stands below ``node``."""
        nodes = self.nodes
        for child in node.children:
            if isinstance(child, nodes.system_message | nodes.comment | nodes.substitution_definition):
                continue
            if isinstance(child, nodes.title | nodes.subtitle):
                self.add_piece(child.astext(), "", depth, rank=max(rank, 1))
            elif isinstance(child, nodes.enumerated_list | nodes.bullet_list):
                self.read_list(child, depth)
            elif isinstance(child, nodes.table):
                self.read_table(child)
            elif isinstance(child, nodes.section):
                self.read(child, rank + 1, depth)
            elif isinstance(child, nodes.TextElement):
                self.add_piece(child.astext(), marker, depth)
                marker = ""
            else:
                self.read(child, rank, depth, marker)
                marker = ""

    def read_list(self, node: Any, depth: int) -> None:
        """Add the pieces of a list's items, each with its number as the source has it."""
        first = int(node.get("start", 1))
        style = _STYLES.get(node.get("enumtype", ""), "")
        for number, item in enumerate(node.children, first):
            shown = f"{node.get('prefix', '')}{print_number(number, style)}{node.get('suffix', '')}"
            self.read(item, 0, depth + 1, shown if style else BULLET)

    def read_table(self, node: Any) -> None:
        """Add the pieces of a table's cells."""
        table, row = self.tables, 0
        self.tables += 1
        for part in node.findall(lambda found: isinstance(found, self.nodes.thead | self.nodes.tbody)):
            for line in part.children:
                column = 0
                for entry in line.children:
                    rows, columns = (int(entry.get(name, 0)) + 1 for name in ("morerows", "morecols"))
                    outer = self.cell
                    self.cell = Cell(table, row, column, rows, columns, isinstance(part, self.nodes.thead))
                    self.read(entry)
                    self.cell = outer
                    column += columns
                row += 1

    def add_piece(self, text: str, marker: str, depth: int, *, rank: int | None = None) -> None:
        """Add a paragraph, heading, item or cell."""
        piece = Piece(
            text=f"{marker} {text}" if marker else text,
            kind="heading" if rank else "item" if marker else "paragraph",
            rank=rank,
            marker=marker,
            depth=max(depth - 1, 0),
            place=len(self.pieces) + 1,
        )
        self.pieces.append(set_in_cell(piece, self.cell))


def read_rst(data: bytes) -> Contents:
    """Return the contents of a text in reStructuredText; nothing that it includes is read.

    Raises MissingExtraError without docutils, and DocumentError for bytes that are no UTF-8.
    """
    try:
        from docutils import nodes
        from docutils.core import publish_doctree
    except ImportError:
        raise MissingExtraError("docutils", extra="rst") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(say("not_utf8", name="reStructuredText"), hint=say("do_utf8")) from None
    walk = _Walk(nodes)
    walk.read(publish_doctree(text, settings_overrides=_SETTINGS))
    return Contents(settle_tables(walk.pieces))
