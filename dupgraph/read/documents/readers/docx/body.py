"""The body of a Word document: paragraphs and tables in their order, as pieces."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from dupgraph.read.documents.pieces import MAX_COLUMNS, MAX_ROWS, Cell, Piece, set_below, set_in_cell
from dupgraph.read.documents.readers.docx.names import find, get, get_number, get_switch, w
from dupgraph.read.documents.readers.docx.numbering import Numbering
from dupgraph.read.documents.readers.docx.runs import read_words
from dupgraph.read.documents.readers.docx.styles import Style, Styles, apply_paragraph
from dupgraph.read.documents.readers.indents import Indents
from dupgraph.read.documents.readers.words import Words

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Of a point.
_TWENTIETHS = 20
_WRAPPERS = {w(name) for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}


@dataclass(slots=True)
class Body:
    """One walk through a document's body; ``notes`` holds the paragraphs of its footnotes and endnotes."""

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element]
    pieces: list[Piece] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    noted: int = 0
    carried: str = ""
    merged: dict[tuple[int, int, int], int] = field(default_factory=dict)
    indents: Indents = field(default_factory=Indents)

    def read_blocks(self, element: etree._Element, cell: Cell | None = None, index: bool = False) -> None:
        """Add the pieces of all paragraphs and tables below ``element``."""
        for child in element:
            if child.tag == w("p"):
                self.read_paragraph(child, cell, index)
            elif child.tag == w("tbl"):
                self.read_table(child)
            elif child.tag == w("sdt"):
                gallery = get(child, "sdtPr", "docPartObj", "docPartGallery")
                content = find(child, "sdtContent")
                if content is not None:
                    self.read_blocks(content, cell, index or gallery == "Table of Contents")
            elif child.tag == _ALTERNATIVE and len(child):
                self.read_blocks(child[0], cell, index)
            elif child.tag in _WRAPPERS:
                self.read_blocks(child, cell, index)

    def read_paragraph(self, paragraph: etree._Element, cell: Cell | None, index: bool) -> None:
        """Add the piece of one paragraph, then those of its frames and notes."""
        self.paragraphs += 1
        properties = find(paragraph, "pPr")
        named = get(properties, "pStyle") or self.styles.ordinary
        style = apply_paragraph(self.styles.find(named), properties)
        words = read_words(paragraph, style, self.styles)
        text, self.carried = self.carried + "".join(words.text), ""
        mark = find(properties, "rPr")
        if find(mark, "del") is not None or find(mark, "moveFrom") is not None:
            # The paragraph's end is deleted: its words belong to the next one.
            self.carried = text
        else:
            piece = self._make_piece(text, words, style, named)
            furniture = index or style.index
            self.pieces.append(replace(piece, kind="furniture") if furniture else set_in_cell(piece, cell))
        above = self.pieces[-1] if self.pieces else set_in_cell(Piece(""), cell)
        for frame in words.frames:
            self.read_blocks(frame, cell, index)
        for note in words.notes:
            self.pieces += set_below(above, self._read_note(note))

    def _make_piece(self, text: str, words: Words, style: Style, named: str | None) -> Piece:
        marker, spaced, level = "", False, 0
        if style.list_number not in (None, "0"):
            number = style.list_number or ""
            level = self.numbering.find_level(number, named, style.level)
            marker, spaced = self.numbering.count_next(number, level)
        gap = " " if spaced else ""
        piece = words.make_piece(text, self.paragraphs, rank=style.rank, marker=marker, gap=gap)
        piece = replace(piece, size=words.main_size, depth=level if marker else 0)
        listed = self.numbering.find_indent(style.list_number or "", level)
        indent = listed if style.indent is None else style.indent
        return self.indents.nest(piece, (indent or 0) / _TWENTIETHS)

    def _read_note(self, note: tuple[str, str]) -> Iterator[Piece]:
        element = self.notes.get(note)
        if element is None:
            return
        self.noted += 1
        marker = f"[{self.noted}]"
        for paragraph in element.iter(w("p")):
            words = read_words(paragraph, self.styles.find(get(paragraph, "pPr", "pStyle")), self.styles)
            text = "".join(words.text).strip()
            if text:
                yield Piece(f"{marker} {text}".strip(), size=words.main_size, marker=marker, place=self.paragraphs)
                marker = ""

    def read_table(self, table: etree._Element) -> None:
        """Add the pieces of one table, row by row."""
        number = self.tables
        self.tables += 1
        for row, element in enumerate(_list_rows(table)):
            if row >= MAX_ROWS:
                return
            properties = find(element, "trPr")
            header = bool(get_switch(properties, "tblHeader")) if properties is not None else False
            column = (get_number(properties, "gridBefore") if properties is not None else None) or 0
            for cell in _list_wrapped(element, w("tc")):
                span = min(max(get_number(cell, "tcPr", "gridSpan") or 1, 1), MAX_COLUMNS)
                if column >= MAX_COLUMNS:
                    break
                self._read_cell(cell, Cell(number, row, column, columns=span, header=header))
                column += span

    def _read_cell(self, element: etree._Element, cell: Cell) -> None:
        merge = find(element, "tcPr", "vMerge")
        if merge is not None and merge.get(w("val")) != "restart":
            # The cell goes on that began in a row above.
            key = (cell.table, cell.column, self._find_start(cell))
            self.merged[key] = cell.row - key[2] + 1
            return
        self.indents = Indents()
        self.read_blocks(element, cell)

    def _find_start(self, cell: Cell) -> int:
        """Return the row in which the merged cell began that ``cell`` belongs to."""
        row = cell.row - 1
        for (table, column, start), rows in self.merged.items():
            if (table, column) == (cell.table, cell.column) and start + rows == cell.row:
                return start
        return row

    def finish(self) -> tuple[Piece, ...]:
        """Return the pieces, those of merged cells with the number of rows they take."""
        if self.carried.strip():
            self.pieces.append(Piece(self.carried, place=self.paragraphs))
        return tuple(
            piece
            if piece.table is None or piece.row is None or piece.column is None
            else replace(piece, rows=self.merged.get((piece.table, piece.column, piece.row), 1))
            for piece in self.pieces
        )


def _list_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table that no tracked change took away."""
    for child in _list_wrapped(table, w("tr")):
        if find(child, "trPr", "del") is None:
            yield child


def _list_wrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of one name, those within content controls too."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == w("sdt") or child.tag in _WRAPPERS:
            yield from _list_wrapped(child, tag)
