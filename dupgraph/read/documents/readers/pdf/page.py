"""One page's text as pdfium gives it, with the place and the type of its words."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from ctypes import Array, addressof, c_char, c_double, c_float, c_int, c_ulong, c_void_p, cast
from functools import cache
from itertools import accumulate, pairwise, repeat
from typing import Any, NamedTuple, Self

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no type information
from pypdfium2 import PdfPage

from dupgraph.read.documents.readers.pdf.calls import bind, list_addresses

# pdfium's marks for a hyphen at a line's end, after which it drops the end.
HYPHENS = "\ufffe\x02"
_EDGE = " \t\u00a0" + HYPHENS
_LINE = re.compile(rf"([^\r\n{HYPHENS}]*[{HYPHENS}]?)(?:\r\n|\r|\n|(?<=[{HYPHENS}])|\Z)")
# Quotes begin after an apostrophe and end before a comma: each part has a place of its own.
_WORD = re.compile(rf"\w+[’']?|[^\s\w{HYPHENS}]+")
_BOLD = re.compile(rb"bold|black|heavy|demi|grassetto", re.IGNORECASE)
_BOLD_WEIGHT = 600
# Points between letters on either side of a table's line: within a word they stand closer.
_LEAST_ROOM = 1.0


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


class Sides(NamedTuple):
    """Where the words of a line begin and end, in points from the page's left edge."""

    lefts: list[float]
    rights: list[float]


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


def place_words(starts: Sequence[int], sides: Sides) -> list[int]:
    """Return of each word its offset, left and right, one after the other, lengths in tenths of a point."""
    places = [0] * (3 * len(starts))
    places[::3] = starts
    places[1::3] = [round(left * 10) for left in sides.lefts]
    places[2::3] = [round(right * 10) for right in sides.rights]
    return places


class Line(NamedTuple):
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
        sides = Sides([word.left for word in words], [word.right for word in words])
        places = place_words([word.start for word in words], sides)
        return cls(text, enclose(words), words[0].right - words[0].left, places, **facts)

    def pack(self) -> dict[str, Any]:
        """Return the line as plain values, lengths in tenths of a point."""
        facts: dict[str, Any] = {"text": self.text, "size": self.size}
        if self.box:
            facts["box"] = [round(side * 10) for side in self.box]
            facts["room"] = round(self.room * 10)
        if self.places:
            facts["words"] = self.places
        for name, value in zip(self._fields[5:], self[5:], strict=True):
            if value:
                facts[name] = value
        return facts


# What is called for all words or lines of a page at once. Of boxes: left, right, bottom, top; of rectangles: left, top,
# right, bottom.
_find_box = bind(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_count_rectangles = bind(pdfium.FPDFText_CountRects, c_int, c_int)
_find_rectangle = bind(pdfium.FPDFText_GetRect, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_find_matrix = bind(pdfium.FPDFText_GetMatrix, c_int, c_void_p)
_find_weight = bind(pdfium.FPDFText_GetFontWeight, c_int)
_find_font = bind(pdfium.FPDFText_GetFontInfo, c_int, c_void_p, c_ulong, c_void_p)
_find_size = bind(pdfium.FPDFText_GetFontSize, c_int, gives=c_double)
_find_index = bind(pdfium.FPDFText_GetCharIndexFromTextIndex, c_int)

# Where those functions put what they find of one line; a child reads one page at a time.
_sides = (c_double * 4)()
# As left, top, right, bottom, to be read as left, right, bottom, top.
_rectangle_places = [addressof(_sides) + 8 * number for number in (0, 3, 1, 2)]
_name = (c_char * 128)()
_name_place = addressof(_name)
_flags = c_int()
_flags_place = addressof(_flags)


class PageText:
    """The text of one page and what pdfium knows of its characters.

    Parts are two places of the text. What is asked of many is asked at once: to call pdfium from a loop takes longer
    than what it does.
    """

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
        if not self.text[start:end].strip():
            return []
        first, last = self._find_indices((start, end - 1))
        runs: list[Box] = []
        for number in range(_count_rectangles(self._raw, first, last - first + 1)):
            _find_rectangle(self._raw, number, *_rectangle_places)
            runs.append(Box(*_sides))
        return runs

    def list_words(self, start: int, end: int) -> list[Word]:
        """Return the words between two places of the text, and their signs; what touches is of one height."""
        words = self._make_words(self.list_spans(start, end))
        for place, (before, word) in enumerate(pairwise(words)):
            if before.end == word.start:
                bottom, top = min(words[place].bottom, word.bottom), max(words[place].top, word.top)
                words[place : place + 2] = [each._replace(bottom=bottom, top=top) for each in words[place : place + 2]]
        return words

    def list_spans(self, start: int, end: int, *, whole: bool = True) -> list[tuple[int, int]]:
        """Return where the words between two places of the text, and their signs, start and end; or only the first."""
        if whole:
            return [match.span() for match in _WORD.finditer(self.text, start, end)]
        match = _WORD.search(self.text, start, end)
        return [match.span()] if match else []

    def list_sides(self, lines: Sequence[Sequence[tuple[int, int]]]) -> list[Sides]:
        """Return the sides of each line's words, given where these start and end."""
        spans = [span for line in lines for span in line]
        lefts, rights = self._find_sides(spans)
        ends = list(accumulate(map(len, lines)))
        return [Sides(lefts[start:end], rights[start:end]) for start, end in pairwise((0, *ends))]

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return two places without the white space and the hyphen's mark at their inner sides."""
        words = self.text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip(_EDGE))

    def find_types(self, parts: Sequence[tuple[int, int]]) -> list[tuple[float | None, bool]]:
        """Return the size in points of the type in which each part begins, and if it is bold there and at its end."""
        firsts = self._find_indices([start for start, _ in parts])
        lasts = self._find_indices([end - 1 for _, end in parts])
        matrices = (c_float * (6 * len(parts)))()
        found = map(_find_matrix, repeat(self._raw), firsts, list_addresses(matrices, 6))
        scales = [
            float((c**2 + d**2) ** 0.5) or 1.0 if has_matrix else 1.0
            for has_matrix, c, d in zip(list(found), matrices[2::6], matrices[3::6], strict=True)
        ]
        sizes = [size * scale for size, scale in zip(map(_find_size, repeat(self._raw), firsts), scales, strict=True)]
        return [
            (round(size, 1) or None, self._is_bold(first) and self._is_bold(last))
            for size, first, last in zip(sizes, firsts, lasts, strict=True)
        ]

    def split_word(self, word: Word, walls: list[float]) -> list[Word]:
        """Return the parts of a word on either side of walls that it crosses, where it leaves room at them."""
        parts = [word.start]
        letters = self._make_words([(place, place + 1) for place in range(word.start, word.end)])
        for before, here in pairwise(letters):
            parted = any((before.left + before.right) / 2 < wall <= (here.left + here.right) / 2 for wall in walls)
            if parted and here.left - before.right >= _LEAST_ROOM:
                parts.append(here.start)
        return self._make_words(list(zip(parts, (*parts[1:], word.end), strict=True)))

    def _make_words(self, spans: Sequence[tuple[int, int]]) -> list[Word]:
        """Return the words that stand at some places of the text, with their boxes."""
        firsts, lasts = self._find_boxes([start for start, _ in spans]), self._find_boxes([end - 1 for _, end in spans])
        return [
            Word(
                start,
                end,
                min(firsts[place], lasts[place]),
                max(firsts[place + 1], lasts[place + 1]),
                min(firsts[place + 2], lasts[place + 2]),
                max(firsts[place + 3], lasts[place + 3]),
            )
            for place, (start, end) in zip(range(0, 4 * len(spans), 4), spans, strict=True)
        ]

    def _find_sides(self, spans: Sequence[tuple[int, int]]) -> Sides:
        """Return the sides of the words that stand at some places of the text."""
        boxes = self._find_boxes([start for start, _ in spans])
        lefts, rights = boxes[::4], boxes[1::4]
        longer = [number for number, (start, end) in enumerate(spans) if end - start > 1]
        boxes = self._find_boxes([spans[number][1] - 1 for number in longer])
        for number, left, right in zip(longer, boxes[::4], boxes[1::4], strict=True):
            if left >= lefts[number] and right >= rights[number]:
                rights[number] = right
            else:
                # The line does not run from left to right.
                lefts[number], rights[number] = min(left, lefts[number]), max(right, rights[number])
        return Sides(lefts, rights)

    def _find_boxes(self, places: Sequence[int]) -> "Array[c_double]":
        """Return left, right, bottom, top of the characters at some places of the text, one after the other."""
        boxes = (c_double * (4 * len(places)))()
        sides = (list_addresses(boxes, 4, side) for side in range(4))
        deque(map(_find_box, repeat(self._raw), self._find_indices(places), *sides), maxlen=0)
        return boxes

    def _is_bold(self, index: int) -> bool:
        if _find_weight(self._raw, index) >= _BOLD_WEIGHT:
            return True
        _find_font(self._raw, index, _name_place, len(_name), _flags_place)
        return _names_bold(_name.value)

    def _find_indices(self, places: Sequence[int]) -> Sequence[int]:
        return places if self._same else list(map(_find_index, repeat(self._raw), places))


@cache
def _names_bold(font: bytes) -> bool:
    return _BOLD.search(font) is not None
