"""One page's text as pdfium gives it, with the place and the type of its words."""

import re
from collections.abc import Iterator
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no type information
from pypdfium2 import PdfPage

# pdfium's marks for a hyphen at a line's end, after which it drops the end.
HYPHENS = "\ufffe\x02"
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


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line, or what of it stands in one cell: its text, the words' places in that, and their type.

    ``cell`` is (table, row, column, rows, columns), None outside tables. The places of the words count from ``origin``.
    """

    text: str
    words: tuple[Word, ...]
    size: float | None = None
    bold: bool = False
    cell: tuple[int, int, int, int, int] | None = None
    header: bool = False
    goes_on: bool = False
    repeated: bool = False
    apart: bool = False
    origin: int = 0

    def pack(self) -> dict[str, Any]:
        """Return the line as plain values, lengths in tenths of a point."""
        facts: dict[str, Any] = {"text": self.text, "size": self.size}
        if self.words:
            starts, _, lefts, rights, bottoms, tops = zip(*self.words, strict=True)
            facts["box"] = [round(min(bottoms) * 10), round(max(tops) * 10)]
            # One after the other: offset, left, right.
            numbers = [0] * (3 * len(starts))
            numbers[::3] = [start - self.origin for start in starts]
            numbers[1::3] = [round(left * 10) for left in lefts]
            numbers[2::3] = [round(right * 10) for right in rights]
            facts["words"] = numbers
        for name in ("bold", "cell", "header", "goes_on", "repeated", "apart"):
            if value := getattr(self, name):
                facts[name] = value
        return facts


@dataclass(slots=True)
class PageText:
    """The text of one page and what pdfium knows of its characters."""

    page: PdfPage
    text: str = ""
    _found: Any = None
    _raw: Any = None
    _same: bool = True
    _box: list[Any] = field(default_factory=lambda: [c_double() for _ in range(4)])
    _references: tuple[Any, ...] = ()
    _name: Any = field(default_factory=lambda: create_string_buffer(128))

    def __post_init__(self) -> None:
        """Load the page's text."""
        found = self.page.get_textpage()
        self._raw, self.text = found.raw, found.get_text_range()
        # The page of text must live as long as what points to it.
        self._found = found
        self._references = tuple(map(byref, self._box))
        # Where some characters are no text, the two are counted apart.
        self._same = found.count_chars() == len(self.text)

    def list_lines(self) -> Iterator[tuple[int, int]]:
        """Yield where each visual line starts and ends in the text, its hyphen's mark included."""
        for match in _LINE.finditer(self.text):
            if match.end() < len(self.text) or match[1]:
                yield match.span(1)

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

    def make_word(self, start: int, end: int) -> Word:
        """Return the word between two places of the text, with its box."""
        # There is nothing that is done more often: no call that could be spared.
        find_box, raw = pdfium.FPDFText_GetCharBox, self._raw
        left, right, bottom, top = self._box
        find_box(raw, start if self._same else self._find_index(start), *self._references)
        first = left.value, right.value, bottom.value, top.value
        if end - start == 1:
            return Word(start, end, *first)
        find_box(raw, end - 1 if self._same else self._find_index(end - 1), *self._references)
        return Word(
            start,
            end,
            first[0] if first[0] < left.value else left.value,
            first[1] if first[1] > right.value else right.value,
            first[2] if first[2] < bottom.value else bottom.value,
            first[3] if first[3] > top.value else top.value,
        )

    def split_word(self, word: Word, walls: list[float]) -> list[Word]:
        """Return the parts of a word on either side of walls that it crosses."""
        parts = [word.start]
        letters = [self.make_word(place, place + 1) for place in range(word.start, word.end)]
        for before, here in pairwise(letters):
            if any((before.left + before.right) / 2 < wall <= (here.left + here.right) / 2 for wall in walls):
                parts.append(here.start)
        return [self.make_word(start, end) for start, end in zip(parts, (*parts[1:], word.end), strict=True)]

    def find_type(self, words: list[Word]) -> tuple[float | None, bool]:
        """Return the size of the first word's type in points, and whether the first and the last word are bold."""
        if not words:
            return None, False
        first = self._find_index(words[0].start)
        size = pdfium.FPDFText_GetFontSize(self._raw, first) * self._find_scale(first)
        bold = all(self._is_bold(self._find_index(word.start)) for word in {words[0], words[-1]})
        return round(size, 1) or None, bold

    def _find_scale(self, index: int) -> float:
        """Return by how much the type is drawn larger than its own size."""
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            return 1.0
        return float((matrix.c**2 + matrix.d**2) ** 0.5) or 1.0

    def _is_bold(self, index: int) -> bool:
        if pdfium.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT:
            return True
        flags = c_int()
        pdfium.FPDFText_GetFontInfo(self._raw, index, self._name, 128, flags)
        return _BOLD.search(self._name.value) is not None

    def _find_index(self, place: int) -> int:
        return place if self._same else int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, place))
