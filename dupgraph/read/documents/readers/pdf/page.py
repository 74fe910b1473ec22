"""One page's text as pdfium gives it, with the place and the type of its words."""

import re
from collections.abc import Iterator, Sequence
from ctypes import CFUNCTYPE, addressof, c_char, c_double, c_float, c_int, c_ulong, c_void_p, cast
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Self

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no type information
from pypdfium2 import PdfPage

# pdfium's marks for a hyphen at a line's end, after which it drops the end.
HYPHENS = "\ufffe\x02"
_EDGE = " \t\u00a0" + HYPHENS
_LINE = re.compile(rf"([^\r\n{HYPHENS}]*[{HYPHENS}]?)(?:\r\n|\r|\n|(?<=[{HYPHENS}])|\Z)")
# Quotes begin after an apostrophe and end before a comma: each part has a place of its own.
_WORD = re.compile(rf"\w+[’']?|[^\s\w{HYPHENS}]+")
_BOLD = re.compile(rb"bold|black|heavy|demi|grassetto", re.IGNORECASE)
_BOLD_WEIGHT = 600


class Word(NamedTuple):
    """A word: where it stands in the page's text, and on the page (points from its lower left corner)."""

    start: int
    end: int
    left: float
    right: float
    bottom: float
    top: float


class Box(NamedTuple):
    """A part of a page, in points from its lower left corner."""

    left: float
    right: float
    bottom: float
    top: float


def enclose(parts: Sequence[Box] | Sequence[Word]) -> Box:
    """Return the box around some boxes or words."""
    if len(parts) == 1:
        return Box(*parts[0][-4:])
    return Box(
        min(part.left for part in parts),
        max(part.right for part in parts),
        min(part.bottom for part in parts),
        max(part.top for part in parts),
    )


def place_words(words: Sequence[Word]) -> list[int]:
    """Return of each word its offset, left and right, one after the other, lengths in tenths of a point."""
    return [number for word in words for number in (word.start, round(word.left * 10), round(word.right * 10))]


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line, or what of it stands in one cell: its text, its box and its type; ``room`` is its first word's.

    ``cell`` is (table, row, column, rows, columns), None outside tables. ``places`` has of each word its offset, left
    and right (tenths of a point), one after the other, where these were asked for.
    """

    text: str
    box: Box | None = None
    room: float = 0.0
    places: Sequence[int] = ()
    size: float | None = None
    bold: bool = False
    cell: tuple[int, int, int, int, int] | None = None
    header: bool = False
    goes_on: bool = False
    repeated: bool = False
    apart: bool = False

    @classmethod
    def of_words(cls, text: str, words: Sequence[Word], **facts: Any) -> Self:
        """Return the line that ``words`` make."""
        return cls(text, enclose(words), words[0].right - words[0].left, place_words(words), **facts)

    def pack(self) -> dict[str, Any]:
        """Return the line as plain values, lengths in tenths of a point."""
        facts: dict[str, Any] = {"text": self.text, "size": self.size}
        if self.box:
            facts["box"] = [round(side * 10) for side in self.box]
            facts["room"] = round(self.room * 10)
        if self.places:
            facts["words"] = self.places
        for name in ("bold", "cell", "header", "goes_on", "repeated", "apart"):
            if value := getattr(self, name):
                facts[name] = value
        return facts


def _bind(function: Any, *kinds: Any, gives: Any = c_int) -> Any:
    """Return a function of pdfium's that takes addresses as they are: a call takes half as long as with pointers."""
    return CFUNCTYPE(gives, c_void_p, c_int, *kinds)(cast(function, c_void_p).value or 0)


# What is called for every word and line. Of boxes: left, right, bottom, top; of rectangles: left, top, right, bottom.
_find_box = _bind(pdfium.FPDFText_GetCharBox, c_void_p, c_void_p, c_void_p, c_void_p)
_count_rectangles = _bind(pdfium.FPDFText_CountRects, c_int)
_find_rectangle = _bind(pdfium.FPDFText_GetRect, c_void_p, c_void_p, c_void_p, c_void_p)
_find_matrix = _bind(pdfium.FPDFText_GetMatrix, c_void_p)
_find_weight = _bind(pdfium.FPDFText_GetFontWeight)
_find_font = _bind(pdfium.FPDFText_GetFontInfo, c_void_p, c_ulong, c_void_p)
_find_size = _bind(pdfium.FPDFText_GetFontSize, gives=c_double)

# Where those functions put what they find; a child reads one page at a time.
_sides = (c_double * 4)()
_first, _second, _third, _fourth = (addressof(_sides) + 8 * number for number in range(4))
_matrix = (c_float * 6)()
_name = (c_char * 128)()
_flags = c_int()


class PageText:
    """The text of one page and what pdfium knows of its characters."""

    def __init__(self, page: PdfPage) -> None:
        """Load the page's text."""
        # It must live as long as what points to it.
        self._found = page.get_textpage()
        self._raw = cast(self._found.raw, c_void_p).value
        self.text = self._found.get_text_range()
        # Where some characters are no text, the two are counted apart.
        self._same = self._found.count_chars() == len(self.text)

    def list_lines(self) -> Iterator[tuple[int, int]]:
        """Yield where each visual line starts and ends in the text, its hyphen's mark included."""
        for match in _LINE.finditer(self.text):
            if match.end() < len(self.text) or match[1]:
                yield match.span(1)

    def list_runs(self, start: int, end: int) -> list[Box]:
        """Return the boxes of what is drawn in one go between two places of the text: mostly a line is one."""
        if start == end:
            return []
        first, last = self._find_index(start), self._find_index(end - 1)
        runs: list[Box] = []
        for number in range(_count_rectangles(self._raw, first, last - first + 1)):
            _find_rectangle(self._raw, number, _first, _second, _third, _fourth)
            left, top, right, bottom = _sides
            runs.append(Box(left, right, bottom, top))
        return runs

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return two places without the white space and the hyphen's mark at their inner sides."""
        words = self.text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip(_EDGE))

    def find_room(self, start: int, end: int) -> float:
        """Return how wide the first word between two places of the text is."""
        match = _WORD.search(self.text, start, end)
        if match is None:
            return 0.0
        word = self.make_word(*match.span())
        return word.right - word.left

    def list_words(self, start: int, end: int) -> list[Word]:
        """Return the words between two places of the text, and their signs; what touches is of one height."""
        words: list[Word] = []
        for match in _WORD.finditer(self.text, start, end):
            word = self.make_word(*match.span())
            if words and words[-1].end == word.start:
                bottom, top = min(words[-1].bottom, word.bottom), max(words[-1].top, word.top)
                words[-1] = words[-1]._replace(bottom=bottom, top=top)
                word = word._replace(bottom=bottom, top=top)
            words.append(word)
        return words

    def find_places(self, start: int, end: int) -> list[int]:
        """Return of each word between two places of the text its offset from there, left and right, as in ``Line``."""
        places: list[int] = []
        raw, same = self._raw, self._same
        for match in _WORD.finditer(self.text, start, end):
            first, last = match.start(), match.end() - 1
            # There is nothing that is done more often.
            _find_box(raw, first if same else self._find_index(first), _first, _second, _third, _fourth)
            left, right, _, _ = _sides
            if last > first:
                _find_box(raw, last if same else self._find_index(last), _first, _second, _third, _fourth)
                other_left, other_right, _, _ = _sides
                left = left if left < other_left else other_left
                right = right if right > other_right else other_right
            places += (first - start, round(left * 10), round(right * 10))
        return places

    def make_word(self, start: int, end: int) -> Word:
        """Return the word between two places of the text, with its box."""
        raw = self._raw
        _find_box(raw, start if self._same else self._find_index(start), _first, _second, _third, _fourth)
        if end - start == 1:
            return Word(start, end, *_sides)
        left, right, bottom, top = _sides
        _find_box(raw, end - 1 if self._same else self._find_index(end - 1), _first, _second, _third, _fourth)
        other_left, other_right, other_bottom, other_top = _sides
        return Word(
            start,
            end,
            left if left < other_left else other_left,
            right if right > other_right else other_right,
            bottom if bottom < other_bottom else other_bottom,
            top if top > other_top else other_top,
        )

    def split_word(self, word: Word, walls: list[float]) -> list[Word]:
        """Return the parts of a word on either side of walls that it crosses."""
        parts = [word.start]
        letters = [self.make_word(place, place + 1) for place in range(word.start, word.end)]
        for before, here in pairwise(letters):
            if any((before.left + before.right) / 2 < wall <= (here.left + here.right) / 2 for wall in walls):
                parts.append(here.start)
        return [self.make_word(start, end) for start, end in zip(parts, (*parts[1:], word.end), strict=True)]

    def find_type(self, start: int, end: int) -> tuple[float | None, bool]:
        """Return the size in points of the type at ``start``, and whether it is bold there and before ``end``."""
        first, last = self._find_index(start), self._find_index(end - 1)
        size = _find_size(self._raw, first) * self._find_scale(first)
        return round(size, 1) or None, self._is_bold(first) and self._is_bold(last)

    def _find_scale(self, index: int) -> float:
        """Return by how much the type is drawn larger than its own size."""
        if not _find_matrix(self._raw, index, addressof(_matrix)):
            return 1.0
        _, _, c, d, _, _ = _matrix
        return float((c**2 + d**2) ** 0.5) or 1.0

    def _is_bold(self, index: int) -> bool:
        if _find_weight(self._raw, index) >= _BOLD_WEIGHT:
            return True
        _find_font(self._raw, index, addressof(_name), len(_name), addressof(_flags))
        return _BOLD.search(_name.value) is not None

    def _find_index(self, place: int) -> int:
        return place if self._same else int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._found.raw, place))
