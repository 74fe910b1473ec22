"""The body of an OpenDocument text: paragraphs, lists and tables in their order, as pieces."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from dupgraph.read.documents.pieces import MAX_COLUMNS, MAX_ROWS, Cell, Piece, set_below, set_in_cell
from dupgraph.read.documents.readers.indents import Indents
from dupgraph.read.documents.readers.odt.lists import Chain, Lists
from dupgraph.read.documents.readers.odt.names import get_number, q
from dupgraph.read.documents.readers.odt.styles import Style, Styles
from dupgraph.read.documents.readers.words import Words

# What a tracked change took away stands in tracked-changes, apart from the text.
_LEFT_OUT = frozenset(
    map(q, ("text:tracked-changes", "office:annotation", "office:forms", "text:sequence-decls", "text:note-citation"))
)
_INDEXES = frozenset(
    map(
        q,
        (
            "text:table-of-content",
            "text:alphabetical-index",
            "text:illustration-index",
            "text:table-index",
            "text:object-index",
            "text:user-index",
            "text:bibliography",
        ),
    )
)
_MOST_BLANKS = 1_000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: in which index or cell, and which list counts it."""

    index: bool = False
    cell: Cell | None = None
    chain: Chain | None = None
    style: str = ""
    level: int = 0


@dataclass(slots=True)
class Body:
    """One walk through a document's text."""

    styles: Styles
    lists: Lists
    pieces: list[Piece] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    noted: int = 0
    # The number that the next paragraph of an item prints, and whether a blank follows it.
    number: tuple[str, bool] = ("", False)
    indents: Indents = field(default_factory=Indents)

    def read_blocks(self, element: etree._Element, place: _Place = _Place()) -> None:
        """Add the pieces of all that stands below ``element``."""
        for child in element:
            tag = child.tag
            if tag in (q("text:p"), q("text:h")):
                self.read_paragraph(child, place)
            elif tag == q("text:list"):
                self.read_list(child, place)
            elif tag == q("table:table"):
                self.read_table(child, place)
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                self.read_blocks(child, replace(place, index=place.index or tag in _INDEXES))

    def read_list(self, element: etree._Element, place: _Place) -> None:
        """Add the pieces of a list. An item that holds but another list counts nothing."""
        style = element.get(q("text:style-name")) or place.style
        chain = place.chain
        if chain is None or (element.get(q("text:style-name")) and style != place.style):
            chain = self.lists.open(element, style)
        inner = replace(place, chain=chain, style=style, level=place.level + 1)
        for item in element:
            counted = item.tag == q("text:list-item") and any(e.tag in (q("text:p"), q("text:h")) for e in item[:1])
            if counted:
                value = get_number(item, "text:start-value", -1)
                self.number = chain.count_next(inner.level, value if value >= 0 else None)
            self.read_blocks(item, inner)
            self.number = ("", False)

    def read_paragraph(self, element: etree._Element, place: _Place) -> None:
        """Add the piece of one paragraph or heading, then those of its frames and notes."""
        self.paragraphs += 1
        style = self.styles.find_paragraph(element.get(q("text:style-name")))
        words = Words()
        _read_words(element, style, self.styles, words)
        rank = get_number(element, "text:outline-level", 0) or style.rank
        number = self.number
        if element.tag == q("text:h") and place.chain is None and element.get(q("text:is-list-header")) != "true":
            number = self.lists.outline.count_next(rank or 1, None)
        text = "".join(words.text).strip()
        if text:
            self.number = ("", False)
            marker, spaced = number
            piece = words.make_piece(text, self.paragraphs, rank=rank, marker=marker, gap=" " if spaced else "")
            listed = place.chain.levels.get(place.level) if place.chain else None
            indent = style.indent if style.indent is not None or listed is None else listed.indent
            piece = replace(piece, depth=max(place.level - 1, 0) if marker else 0)
            self.pieces.append(_set_in_place(self.indents.nest(piece, indent or 0.0), place))
        above = self.pieces[-1] if self.pieces else _set_in_place(Piece(""), place)
        for frame in words.frames:
            self.read_blocks(frame, place)
        for note in words.notes:
            self.pieces += set_below(above, self._read_note(note))

    def _read_note(self, note: etree._Element) -> Iterator[Piece]:
        self.noted += 1
        marker = f"[{self.noted}]"
        for paragraph in note.iter(q("text:p")):
            words = Words()
            _read_words(paragraph, self.styles.plain, self.styles, words)
            text = "".join(words.text).strip()
            if text:
                yield Piece(f"{marker} {text}".strip(), size=words.first_size, marker=marker, place=self.paragraphs)
                marker = ""

    def read_table(self, table: etree._Element, place: _Place) -> None:
        """Add the pieces of one table, row by row."""
        number = self.tables
        self.tables += 1
        row = 0
        for element, header in _list_rows(table, header=False):
            if row >= MAX_ROWS:
                return
            column = 0
            for cell in element:
                # A cell that a merged one covers takes its place, and holds nothing.
                if column >= MAX_COLUMNS or cell.tag not in (q("table:table-cell"), q("table:covered-table-cell")):
                    continue
                if cell.tag == q("table:table-cell"):
                    columns = min(get_number(cell, "table:number-columns-spanned"), MAX_COLUMNS)
                    rows = min(get_number(cell, "table:number-rows-spanned"), MAX_ROWS)
                    self.indents = Indents()
                    self.read_blocks(cell, _Place(place.index, Cell(number, row, column, rows, columns, header)))
                column += min(get_number(cell, "table:number-columns-repeated"), MAX_COLUMNS)
            row += min(get_number(element, "table:number-rows-repeated"), MAX_ROWS)


def _list_rows(table: etree._Element, *, header: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table, and whether each is one of its header."""
    for child in table:
        if child.tag == q("table:table-row"):
            yield child, header
        elif child.tag in (q("table:table-header-rows"), q("table:table-rows"), q("table:table-row-group")):
            yield from _list_rows(child, header=header or child.tag == q("table:table-header-rows"))


def _read_words(element: etree._Element, style: Style, styles: Styles, words: Words) -> None:
    _add_text(words, element.text, style)
    for child in element:
        tag = child.tag
        if tag == q("text:s"):
            words.text.append(" " * min(get_number(child, "text:c"), _MOST_BLANKS))
        elif tag == q("text:tab"):
            words.text.append("\t")
        elif tag == q("text:line-break"):
            words.text.append("\n")
        elif tag == q("text:note"):
            words.notes += child.findall(q("text:note-body"))
        elif tag == q("draw:frame"):
            words.frames += child.findall(q("draw:text-box"))
        elif isinstance(tag, str) and tag not in _LEFT_OUT:
            own = styles.apply_span(style, child.get(q("text:style-name"))) if tag == q("text:span") else style
            _read_words(child, own, styles, words)
        _add_text(words, child.tail, style)


def _add_text(words: Words, text: str | None, style: Style) -> None:
    if text and not style.hidden:
        words.add(text, weight=style.weight, size=style.size)


def _set_in_place(piece: Piece, place: _Place) -> Piece:
    if place.index:
        return replace(piece, kind="furniture", rank=None)
    return set_in_cell(piece, place.cell)
