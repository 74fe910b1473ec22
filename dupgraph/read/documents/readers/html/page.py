"""One walk through the elements of a web page, as the parser meets them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Cell, Piece, set_in_cell
from dupgraph.read.documents.readers.html.notes import Link, Notes
from dupgraph.read.documents.readers.html.table import Table
from dupgraph.read.documents.readers.numbers import BULLET, print_number
from dupgraph.read.documents.readers.words import Words
from dupgraph.schema.weights import BOLD, UNDERLINED, set_weight

MAX_DEPTH = 2_000
# The attribute of a list's item whose number is known as it is printed.
MARKER = "data-marker"


def _read_tags(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


_LEFT_OUT = _read_tags(
    """head script style noscript template nav select datalist textarea button iframe object embed svg math canvas
    audio video map rp rt dialog del menu"""
)
_BLOCKS = _read_tags(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html legend li main ol optgroup p pre search section summary table tbody td tfoot th
    thead tr ul"""
)
_FURNITURE = _read_tags("aside footer")
_BOLD = _read_tags("b strong th h1 h2 h3 h4 h5 h6")
_EMPTY = _read_tags("area base br col hr img input link meta param source track wbr")
_CSS_LISTS = {
    "decimal": "1", "decimal-leading-zero": "01", "lower-roman": "i", "upper-roman": "I", "lower-alpha": "a",
    "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "none": "",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(" + "|".join(_CSS_LISTS) + r")\b", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]{1,8})\s*pt", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_LINE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*underline", re.IGNORECASE)

# A heading's number without the blank behind it, as word processors write it: "4.1Scuola".
_GLUED = re.compile(r"(?:\d{1,2}\.)+\d{0,2}(?=[A-ZÀ-Ý](?:[^\W\d_]|[’']))(?![IVX]+\b)")


@dataclass(slots=True)
class _List:
    """A list while it is read: how its numbers are printed ("" for none, a bullet for bullets), and the next one."""

    style: str
    number: int = 1
    step: int = 1


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element, and what it changes."""

    tag: str
    skipped: bool
    weight: int
    size: float | None
    furniture: bool
    note: str


@dataclass(slots=True)
class Page:
    """What the parser calls for each tag and text; ``close`` gives the pieces."""

    pieces: list[Piece] = field(default_factory=list)
    tables: int = 0
    open: list[_Element] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    nested: list[Table] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    notes: Notes = field(default_factory=Notes)
    note: str = ""
    link: Link | None = None
    rank: int | None = None
    marker: str = ""
    broken: bool = False
    places: int = 0
    skipping: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        if len(self.open) > MAX_DEPTH:
            raise DocumentError(say("not_nested_elements", count=f"{MAX_DEPTH:,}"), hint=say("do_plain"))
        if tag == "br":
            self._break_line()
        if tag in _EMPTY:
            if tag == "hr":
                self._end_block()
            return
        if tag in _BLOCKS and not self.skipping:
            # What stands before it is none of it.
            self._end_block()
        self._push(tag, attributes)
        if self.skipping:
            return
        if tag == "sup" and self.link:
            self.link.raised = True
        elif tag == "a":
            self._open_link(attributes)
        if tag in {"ol", "ul", "dir"}:
            self.lists.append(_open_list(tag, attributes))
        elif tag == "li":
            self._open_item(attributes)
        elif tag == "table":
            self.nested.append(Table(self.tables))
            self.tables += 1
        elif self.nested:
            self._open_part(tag, attributes)
        self.rank = _find_rank(tag, attributes) or self.rank

    def _push(self, tag: str, attributes: Mapping[str, str]) -> None:
        last = self.open[-1] if self.open else _Element("", False, 0, None, False, "")
        name = attributes.get("id") or ""
        style = attributes.get("style") or ""
        role = attributes.get("role") or ""
        hidden = tag in _LEFT_OUT or "hidden" in attributes or bool(_HIDDEN.search(style)) or role == "navigation"
        size = _SIZE.search(style)
        self.open.append(
            _Element(
                tag,
                hidden,
                set_weight(
                    last.weight,
                    (BOLD, tag in _BOLD or bool(_WEIGHT.search(style)) or None),
                    (UNDERLINED, tag == "u" or bool(_LINE.search(style)) or None),
                ),
                _to_size(size[1]) if size else last.size,
                last.furniture or tag in _FURNITURE or attributes.get("title") in {"header", "footer"},
                name if tag in _BLOCKS and name in self.notes.marks else last.note,
            )
        )
        self.skipping += hidden

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        """Begin a link; one with the name of a note begins that, where no text stands before it in its paragraph."""
        self._close_link()
        names = {attributes.get("id"), attributes.get("name")}
        if not self.words.visible:
            self.note = next((name for name in names if name in self.notes.marks), self.note) or ""
        target = attributes.get("href") or ""
        if target.startswith("#"):
            self.link = Link(target[1:], names != {None}, any(element.tag == "sup" for element in self.open[-4:]))

    def _close_link(self) -> None:
        """End a link: a note's mark, and what leads back to one, are no words of the page."""
        link, self.link = self.link, None
        if link is None or (link.is_short() and self._find_note()):
            return
        if self.words.visible and link.is_mark():
            self.notes.mark(link, self.places + 1)
            return
        for words, weight, size in link.words:
            self.words.add(words, weight=weight, size=size)

    def _find_note(self) -> str:
        name = self.note or (self.open[-1].note if self.open else "")
        return name if name in self.notes.marks else ""

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        if not self.lists:
            self.lists.append(_List(BULLET))
        here = self.lists[-1]
        value = attributes.get("value") or ""
        if value.lstrip("-").isdigit() and len(value) < 10:
            here.number = int(value)
        style = attributes.get("type") or here.style
        if style in {"1", "01", "i", "I", "a", "A"} and here.style != BULLET:
            self.marker = print_number(here.number, style) + "."
        else:
            self.marker = here.style if here.style == BULLET else ""
        self.marker = attributes.get(MARKER) or self.marker
        here.number += here.step

    def _open_part(self, tag: str, attributes: Mapping[str, str]) -> None:
        table = self.nested[-1]
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            self._close_row()
            table.open_row()
        elif tag in {"td", "th"}:
            table.open_cell(tag, attributes)

    def end(self, tag: str) -> None:
        """Take an end tag, which the parser gives for every element."""
        if tag in _EMPTY or not self.open:
            return
        was = self.open[-1]
        if not self.skipping and tag in _BLOCKS:
            self._end_block()
        elif tag == "a":
            self._close_link()
        self.open.pop()
        self.skipping -= was.skipped
        if self.skipping or was.skipped:
            return
        if tag in {"ol", "ul", "dir"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.marker = ""
        elif self.nested:
            self._close_part(tag)

    def _close_part(self, tag: str) -> None:
        table = self.nested[-1]
        if tag == "thead":
            table.in_head = False
        elif tag in {"td", "th"}:
            table.in_cell = False
        elif tag == "tr":
            self._close_row()
        elif tag == "table":
            self._close_row()
            self.nested.pop()

    def _close_row(self) -> None:
        pieces = self.nested[-1].close_row()
        (self.nested[-2].waiting if len(self.nested) > 1 else self.pieces).extend(pieces)

    def data(self, text: str) -> None:
        """Take characters."""
        if self.skipping:
            return
        preserved = any(element.tag == "pre" for element in self.open[-4:])
        words = text if preserved else re.sub(r"[ \t\r\n\f]+", " ", text)
        self._add_words(words)
        self.broken = self.broken and not words.strip()

    def _add_words(self, words: str) -> None:
        here = self.open[-1] if self.open else None
        weight, size = (here.weight, here.size) if here else (0, None)
        if self.link:
            self.link.words.append((words, weight, size))
        else:
            self.words.add(words, weight=weight, size=size)

    def _break_line(self) -> None:
        """A line's end; two of them end a paragraph."""
        if self.skipping:
            return
        if self.broken:
            self._end_block()
        else:
            self._add_words("\n")
            self.broken = bool(self.words.visible)

    def _end_block(self) -> None:
        self._close_link()
        text = "\n".join(" ".join(line.split(" ")).strip() for line in "".join(self.words.text).split("\n")).strip()
        if number := _GLUED.match(text) if self.rank is not None else None:
            text = f"{number[0]} {text[number.end() :]}"
        if text:
            self._add_piece(re.sub(r" {2,}", " ", text))
            self.marker, self.rank = "", None
        self.note = ""
        self.words, self.broken = Words(), False
        if not text and self.rank is not None and not any(_is_heading(element.tag) for element in self.open[-3:]):
            self.rank = None

    def _add_piece(self, text: str) -> None:
        self.places += 1
        note = self._find_note()
        if note and self.rank is None:
            self.notes.add(note, text, self.places, self.words.first_size)
            return
        self.notes.drop(note)
        table = self.nested[-1] if self.nested and self.nested[-1].in_cell else None
        if table is not None and table.is_full():
            return
        in_item = bool(self.lists) and any(element.tag == "li" for element in self.open)
        piece = self.words.make_piece(text, self.places, rank=self.rank, marker=self.marker)
        # A paragraph without a mark nests below the one that has it.
        piece = replace(piece, depth=len(self.lists) - bool(self.marker) if in_item else 0)
        if self.open and self.open[-1].furniture:
            piece = Piece(text, "furniture", place=self.places)
        elif table is not None:
            piece = set_in_cell(piece, Cell(table.number, table.row, table.column, table.rows, table.columns))
        (self.nested[-1].waiting if self.nested else self.pieces).append(piece)

    def close(self) -> tuple[Piece, ...]:
        """Return the pieces, and forget them: what is counted goes on in the next page of a book."""
        self._end_block()
        while self.nested:
            self._close_row()
            self.nested.pop()
        pieces = self.notes.set_behind(self.pieces)
        self.notes = Notes()
        self.pieces, self.open, self.lists, self.marker, self.rank, self.skipping = [], [], [], "", None, 0
        return pieces


def _open_list(tag: str, attributes: Mapping[str, str]) -> _List:
    named = _LIST_STYLE.search(attributes.get("style") or "")
    style = _CSS_LISTS[named[1].lower()] if named else ""
    if tag != "ol":
        return _List("" if named and not style else BULLET)
    if not named:
        style = attributes.get("type") or "1"
    start = attributes.get("start") or ""
    if "reversed" in attributes and not start:
        # It counts down from the number of its items, which nobody knows before its end.
        return _List(BULLET)
    number = int(start) if start.lstrip("-").isdigit() and len(start) < 10 else 1
    return _List(style, number, -1 if "reversed" in attributes else 1)


def _find_rank(tag: str, attributes: Mapping[str, str]) -> int | None:
    if _is_heading(tag):
        return int(tag[1])
    level = attributes.get("aria-level") or ""
    return int(level) if attributes.get("role") == "heading" and level.isdigit() and len(level) == 1 else None


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _to_size(digits: str) -> float | None:
    try:
        return float(digits)
    except ValueError:
        return None
