"""The text of an RTF file: paragraphs and tables in their order, as pieces."""

import codecs
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import MAX_COLUMNS, Cell, Piece, set_below, set_in_cell
from dupgraph.read.documents.readers.named import find_rank, names_index
from dupgraph.read.documents.readers.numbers import print_bullet
from dupgraph.read.documents.readers.rtf.tokens import Token
from dupgraph.read.documents.readers.words import Words
from dupgraph.schema.weights import BOLD, UNDERLINED, set_weight

_DEEPEST = 1_000


def _read_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOTES = frozenset({"footnote", "endnote"})
# What begins with a star may be passed over by who does not know it; of these we do, and LibreOffice's notes have one.
_KNOWN = _NOTES | {"shppict", "listtext", "shpinst", "shptxt", "cs", "ud"}
# Groups that hold no text of the document; those of fonts and styles are read for what they say.
_LEFT_OUT = _read_words(
    """colortbl info pict object themedata colorschememapping latentstyles datastore filetbl revtbl rsidtbl listtable
    listoverridetable pgptbl xmlnstbl fldinst bkmkstart bkmkend annotation atnid atnauthor atndate atnref nonshppict
    generator userprops mmathPr pnseclvl tc xe background ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn"""
)
_HEADS = _read_words("header headerf headerl headerr footer footerf footerl footerr")
_MARKS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "~": "\u00a0", "_": "-", "\\": "\\", "{": "{",
    "}": "}", "-": "",
}  # fmt: skip
_CHARSETS = {77: "mac_roman", 161: "cp1253", 162: "cp1254", 186: "cp1257", 204: "cp1251", 238: "cp1250"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group changes, and its end takes back."""

    skipped: bool = False
    place: str = ""
    weight: int = 0
    hidden: bool = False
    size: float | None = 12.0
    font: int = 0
    unicode_skip: int = 1


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The properties of the current paragraph."""

    style: int | None = None
    level: int | None = None
    depth: int = 0
    in_table: bool = False


@dataclass(slots=True)
class _Row:
    """A row of a table while it is read: its cells' right edges and merges, and the pieces of each cell."""

    edges: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    merge: str = ""
    header: bool = False
    cells: list[list[Piece]] = field(default_factory=list)
    open: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """One walk through the tokens of an RTF text."""

    pieces: list[Piece] = field(default_factory=list)
    heads: dict[str, Piece] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    row: _Row = field(default_factory=_Row)
    rows: list[_Row] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    marker: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    styles: dict[int, tuple[int | None, bool]] = field(default_factory=dict)
    style: tuple[int, int | None] = (0, None)
    charsets: dict[int, str] = field(default_factory=dict)
    code_page: str = "cp1252"
    passed: int = 0
    tables: int = 0
    paragraphs: int = 0
    noted: int = 0
    starred: bool = False
    # Of the paragraph that a note or a page's head interrupts.
    interrupted: list[tuple[Words, list[str], _Paragraph]] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.kind == "open":
            if len(self.stack) > _DEEPEST:
                raise DocumentError(say("not_nested_groups", count=f"{_DEEPEST:,}"), hint=say("do_docx"))
            self.stack.append(self.state)
        elif token.kind == "close":
            self._close_group()
        elif token.kind == "text":
            self._add_bytes(token.text)
        elif token.word == "*":
            self.starred = True
            return
        else:
            self._take_word(token)
        self.starred = False

    def _close_group(self) -> None:
        inner = self.state
        self.state = self.stack.pop() if self.stack else _State()
        self.passed = 0
        if inner.place != self.state.place and not inner.skipped:
            self._close_place(inner.place)

    def _close_place(self, place: str) -> None:
        if place in {"head", "note"}:
            self._end_paragraph(place)
            if self.interrupted:
                self.words, self.marker, self.paragraph = self.interrupted.pop()
        elif place == "style":
            number, level = self.style
            name = "".join(self.names).strip(" ;")
            self.styles[number] = (find_rank(name) or level, names_index(name))
            self.names = []

    def _take_word(self, token: Token) -> None:
        word, number = token.word, token.number
        if self.state.skipped or self._opens_place(word):
            return
        if word in _MARKS:
            self._add_text(_MARKS[word])
        elif word == "u" and number is not None:
            self._add_text(_to_character(number))
            self.passed = self.state.unicode_skip
        elif word == "'":
            return
        elif not self._take_property(word, number):
            self._take_layout(word, number)

    def _opens_place(self, word: str) -> bool:
        """Turn to what a group's first word says that it holds; say whether it said so."""
        state = self.state
        if word in _LEFT_OUT or (self.starred and word not in _KNOWN) or (state.hidden and word in _NOTES):
            self.state = replace(state, skipped=True)
        elif word in {"fonttbl", "stylesheet"}:
            self.state = replace(state, place=word)
        elif word in _HEADS:
            self._interrupt("head")
        elif word in _NOTES:
            self._interrupt("note")
            self.noted += 1
            self.marker = [f"[{self.noted}]"]
        elif word in {"listtext", "pntext"}:
            self.state = replace(state, place="marker")
            self.marker = []
        else:
            return False
        return True

    def _interrupt(self, place: str) -> None:
        """Begin what stands apart from the current paragraph."""
        self.state = replace(self.state, place=place)
        self.interrupted.append((self.words, self.marker, self.paragraph))
        self.words, self.marker, self.paragraph = Words(), [], _Paragraph()

    def _take_property(self, word: str, number: int | None) -> bool:
        """Take a property of characters, fonts or styles; say whether it was one."""
        state, place = self.state, self.state.place
        if word == "f" and number is not None:
            self.state = replace(state, font=number)
        elif word == "fcharset" and number in _CHARSETS and place == "fonttbl":
            self.charsets[state.font] = _CHARSETS[number]
        elif word == "ansicpg" and number:
            self.code_page = _find_code_page(number)
        elif word == "b":
            self.state = replace(state, weight=set_weight(state.weight, (BOLD, number != 0)))
        elif word in {"ul", "uld", "ulw", "uldb", "ulnone"}:
            lined = number != 0 and word != "ulnone"
            self.state = replace(state, weight=set_weight(state.weight, (UNDERLINED, lined)))
        elif word in {"v", "deleted"}:
            self.state = replace(state, hidden=number != 0)
        elif word == "fs" and number:
            self.state = replace(state, size=number / 2)
        elif word == "plain":
            self.state = replace(state, weight=0, hidden=False, size=12.0)
        elif word == "uc" and number is not None:
            self.state = replace(state, unicode_skip=max(number, 0))
        else:
            return False
        return True

    def _take_layout(self, word: str, number: int | None) -> None:
        """Take what a paragraph or a table is made of."""
        if self.state.place == "stylesheet" and word in {"s", "cs", "ds", "ts"}:
            self.state = replace(self.state, place="style" if word == "s" else "other")
            self.style = (number or 0, None)
        elif self.state.place == "style" and word == "outlinelevel" and number is not None:
            self.style = (self.style[0], number + 1 if number < 9 else None)
        elif self.state.place in {"style", "other", "fonttbl", "stylesheet"}:
            return
        elif word == "pard":
            self.paragraph = _Paragraph()
        elif word == "s":
            self.paragraph = replace(self.paragraph, style=number)
        elif word == "outlinelevel" and number is not None:
            self.paragraph = replace(self.paragraph, level=number + 1 if number < 9 else 0)
        elif word == "ilvl" and number is not None:
            self.paragraph = replace(self.paragraph, depth=max(number, 0))
        elif word == "intbl":
            self.paragraph = replace(self.paragraph, in_table=True)
        elif word in {"par", "sect", "page"}:
            self._end_paragraph(self.state.place)
        else:
            self._take_table(word, number)

    def _take_table(self, word: str, number: int | None) -> None:
        row = self.row
        if word == "trowd":
            row.edges, row.merges, row.header, row.merge = [], [], False, ""
        elif word == "trhdr":
            row.header = True
        elif word in {"clvmgf", "clvmrg", "clmgf", "clmrg"}:
            row.merge = word
        elif word == "cellx" and len(row.edges) < MAX_COLUMNS:
            row.edges.append(number or 0)
            row.merges.append(row.merge)
            row.merge = ""
        elif word in {"cell", "nestcell"}:
            self._end_paragraph("")
            row.cells.append(row.open)
            row.open = []
        elif word == "row":
            self.rows.append(row)
            self.row = _Row()

    def _add_bytes(self, text: bytes) -> None:
        if self.passed:
            text, self.passed = text[self.passed :], max(self.passed - len(text), 0)
        name = self.charsets.get(self.state.font, self.code_page)
        self._add_text(text.decode(name, "replace"))

    def _add_text(self, text: str) -> None:
        state = self.state
        if state.skipped or state.hidden or not text or state.place in {"fonttbl", "stylesheet", "other"}:
            return
        if state.place == "style":
            self.names.append(text)
        elif state.place == "marker":
            self.marker.append(text)
        else:
            self.words.add(text, weight=state.weight, size=state.size)

    def _end_paragraph(self, place: str) -> None:
        """Add what was gathered as a piece, to the text, to a cell, to the pages' heads or to the notes."""
        text = "".join(self.words.text).strip()
        piece = self._make_piece(text)
        self.words, self.marker = Words(), []
        if place == "head" or (not text and place == "note"):
            self.heads.setdefault(text, Piece(text, "furniture"))
            return
        if place == "note":
            self.notes.append(replace(piece, kind="paragraph", rank=None))
            return
        self.paragraphs += 1
        if self.paragraph.in_table or self.row.cells:
            self.row.open.append(piece)
        else:
            self._end_table()
            self.pieces.append(piece)
        (self.row.open if self.paragraph.in_table else self.pieces).extend(set_below(piece, self.notes))
        self.notes = []

    def _make_piece(self, text: str) -> Piece:
        style, index = self.styles.get(self.paragraph.style or 0, (None, False))
        rank = (style if self.paragraph.level is None else self.paragraph.level) or None
        marker = " ".join("".join(self.marker).split())
        marker = print_bullet(marker) if len(marker) == 1 and not marker.isalnum() else marker
        piece = self.words.make_piece(text, self.paragraphs + 1, rank=rank, marker=marker)
        piece = replace(piece, depth=self.paragraph.depth if marker else 0)
        return replace(piece, kind="furniture", rank=None) if index else piece

    def _end_table(self) -> None:
        """Add the pieces of the rows that were read, with the columns that their edges make."""
        rows, self.rows = self.rows, []
        edges = sorted({edge for row in rows for edge in row.edges})
        for number, row in enumerate(rows):
            start = 0
            for place, cell in enumerate(row.cells):
                end = bisect_left(edges, row.edges[place]) + 1 if place < len(row.edges) else start + 1
                taken = _count_merged(rows[number + 1 :], place)
                here = Cell(self.tables, number, start, 1 + taken, max(end - start, 1), row.header)
                for piece in cell:
                    placed = set_in_cell(piece, here)
                    self.pieces.append(replace(placed, kind="furniture") if piece.kind == "furniture" else placed)
                start = max(end, start + 1)
        self.tables += bool(rows)

    def finish(self) -> tuple[Piece, ...]:
        """Return all pieces, those of the pages' heads and feet last."""
        if "".join(self.words.text).strip():
            self._end_paragraph("")
        if self.row.open or self.row.cells:
            self.rows.append(self.row)
        self._end_table()
        return (*self.pieces, *(piece for piece in self.heads.values() if piece.text))


def _count_merged(rows: list[_Row], place: int) -> int:
    """Return how many of the rows below go on with the cell at this place."""
    count = 0
    for row in rows:
        if place >= len(row.merges) or row.merges[place] != "clvmrg":
            break
        count += 1
    return count


def _to_character(number: int) -> str:
    code = number + 65_536 if number < 0 else number
    # A pair of two halves is one character; a half by itself is none.
    return chr(code) if 0 < code < 0x110000 else ""


def _find_code_page(number: int) -> str:
    name = {65001: "utf-8", 10000: "mac_roman"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
