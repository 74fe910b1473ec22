"""One page's text as pdfium gives it, with the place and the type of its words."""

import re
from collections.abc import Sequence
from ctypes import Array, addressof, c_char, c_double, c_float, c_int
from itertools import accumulate, chain, pairwise, repeat
from operator import gt

from dupgraph.read.documents.printed import HYPHENS, Box, Sides, Word
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import call_all, list_addresses

Span = tuple[int, int]

_EDGE = " \t\u00a0" + HYPHENS
_LINE = re.compile(rf"([^\r\n{HYPHENS}]*[{HYPHENS}]?)(?:\r\n|\r|\n|(?<=[{HYPHENS}])|\Z)")
# Quotes begin after an apostrophe and end before a comma: each part has a place of its own.
_WORD = re.compile(rf"\w+[’']?|[^\s\w{HYPHENS}]+")
_BOLD = re.compile(rb"bold|black|heavy|demi|grassetto", re.IGNORECASE)
_BOLD_WEIGHT = 600
# Points between letters on either side of a table's line: within a word they stand closer.
_LEAST_ROOM = 1.0

# Where pdfium puts what is asked of one line; a child reads one page at a time.
_sides = (c_double * 4)()
# As left, top, right, bottom, to be read as left, right, bottom, top.
_rectangle_places = [addressof(_sides) + 8 * number for number in (0, 3, 1, 2)]
_matrix = (c_float * 6)()
_name = (c_char * 128)()
_name_place = addressof(_name)
_flags = c_int()
_flags_place = addressof(_flags)


class PageText:
    """The text of one page and what pdfium knows of its characters.

    Spans are two places of the text. What is asked of many is asked at once: to call pdfium from a loop takes longer
    than what it does.
    """

    def __init__(self, handle: int, sizes: dict[float, float | None]) -> None:
        """Read the text with a handle of pdfium's; ``sizes`` are those of type that are known, by its lines' height."""
        self._raw = handle
        self._sizes = sizes
        self._bold: dict[bytes, bool] = {}
        self.text = library.read_text(self._raw)
        # Where some characters are no text, the two are counted apart.
        self._same = library.count_characters(self._raw) == len(self.text)

    def list_lines(self) -> list[Span]:
        """Return where each visual line starts and ends in the text, its hyphen's mark included."""
        length = len(self.text)
        return [match.span(1) for match in _LINE.finditer(self.text) if match.end() < length or match[1]]

    def list_runs(self, lines: Sequence[Span]) -> list[list[Box]]:
        """Return the boxes of what is drawn in one go of each line: mostly all of it; nothing of a blank one."""
        found: list[list[Box]] = []
        for start, end in lines:
            if self.text[start:end].isspace() or start == end:
                found.append([])
                continue
            first, last = self._find_indices((start, end - 1))
            boxes = []
            for number in range(library.count_rectangles(self._raw, first, last - first + 1)):
                library.find_rectangle(self._raw, number, *_rectangle_places)
                boxes.append(Box(*_sides))
            found.append(boxes)
        return found

    def list_spans(self, start: int, end: int, *, whole: bool = True) -> list[Span]:
        """Return where the words between two places of the text, and their signs, start and end; or only the first."""
        if whole:
            return list(map(re.Match.span, _WORD.finditer(self.text, start, end)))
        match = _WORD.search(self.text, start, end)
        return [match.span()] if match else []

    def list_sides(self, lines: Sequence[Sequence[Span]]) -> list[Sides]:
        """Return the sides of each line's words, given where these start and end."""
        starts, ends = _list_edges(lines)
        lefts, tops, firsts, bottoms = self._find_rooms(starts)
        others, _, rights, _ = self._find_rooms([end - 1 for end in ends])
        if any(map(gt, lefts, others)):
            # Some line runs from right to left.
            lefts, rights = list(map(min, lefts, others)), list(map(max, firsts, rights))
        return [
            Sides(lefts[start:end], rights[start:end], tops[start] - bottoms[start] if start < end else 0.0)
            for start, end in pairwise(accumulate(map(len, lines), initial=0))
        ]

    def list_words(self, lines: Sequence[Sequence[Span]]) -> list[list[Word]]:
        """Return each line's words, given where these start and end; what touches is of one height."""
        words = self._make_words(list(chain.from_iterable(lines)))
        for place, (before, word) in enumerate(pairwise(words)):
            if before.end == word.start:
                # That before may have its height from one before it.
                height = min(words[place].bottom, word.bottom), max(words[place].top, word.top)
                words[place : place + 2] = Word(*before[:4], *height), Word(*word[:4], *height)
        return [words[start:end] for start, end in pairwise(accumulate(map(len, lines), initial=0))]

    def find_last(self, start: int, end: int) -> int:
        """Return the place of the last character between two, a hyphen's mark and white space aside."""
        return max(start, start + len(self.text[start:end].rstrip(_EDGE)) - 1)

    def find_type(self, first: int, last: int | None, height: float = 0.0) -> tuple[float | None, bool]:
        """Return the size in points of the type at one place of the text, and if it is bold there and at another.

        ``last`` is None where it is of the same type; ``height`` is that of the first one's room, 0 if not known.
        """
        first, last = self._find_indices((first, first if last is None else last))
        key = round(height, 3)
        if key <= 0 or key not in self._sizes:
            self._sizes[key] = self._find_size(first)
        return self._sizes[key], self._is_bold(first) and (first == last or self._is_bold(last))

    def split_word(self, word: Word, walls: list[float]) -> list[Word]:
        """Return the parts of a word on either side of walls that it crosses, where it leaves room at them."""
        parts = [word.start]
        letters = self._make_words([(place, place + 1) for place in range(word.start, word.end)])
        for before, here in pairwise(letters):
            parted = any((before.left + before.right) / 2 < wall <= (here.left + here.right) / 2 for wall in walls)
            if parted and here.left - before.right >= _LEAST_ROOM:
                parts.append(here.start)
        return self._make_words(list(zip(parts, (*parts[1:], word.end), strict=True)))

    def _make_words(self, spans: Sequence[Span]) -> list[Word]:
        """Return the words that stand at some places of the text, with their boxes."""
        starts, ends = _list_edges((spans,))
        firsts, lasts = self._find_boxes(starts), self._find_boxes([end - 1 for end in ends])
        lefts, rights = map(min, firsts[::4], lasts[::4]), map(max, firsts[1::4], lasts[1::4])
        bottoms, tops = map(min, firsts[2::4], lasts[2::4]), map(max, firsts[3::4], lasts[3::4])
        return list(map(Word, starts, ends, lefts, rights, bottoms, tops))

    def _find_rooms(self, places: Sequence[int]) -> tuple[list[float], ...]:
        """Return the lefts, tops, rights and bottoms of the room that is set for characters at places of the text."""
        rooms = (c_float * (4 * len(places)))()
        call_all(library.find_room, repeat(self._raw), self._find_indices(places), list_addresses(rooms, 4))
        return rooms[::4], rooms[1::4], rooms[2::4], rooms[3::4]

    def _find_boxes(self, places: Sequence[int]) -> "Array[c_double]":
        """Return left, right, bottom, top of the characters at some places of the text, one after the other."""
        boxes = (c_double * (4 * len(places)))()
        sides = (list_addresses(boxes, 4, side) for side in range(4))
        call_all(library.find_box, repeat(self._raw), self._find_indices(places), *sides)
        return boxes

    def _find_size(self, index: int) -> float | None:
        """Return the size of a character's type as it is drawn."""
        has_matrix = library.find_matrix(self._raw, index, addressof(_matrix))
        scale = float((_matrix[2] ** 2 + _matrix[3] ** 2) ** 0.5) or 1.0 if has_matrix else 1.0
        return round(library.find_size(self._raw, index) * scale, 1) or None

    def _is_bold(self, index: int) -> bool:
        length = library.find_font(self._raw, index, _name_place, len(_name), _flags_place)
        name = _name.value if length <= len(_name) else b""
        if name not in self._bold or not name:
            heavy = library.find_weight(self._raw, index) >= _BOLD_WEIGHT
            self._bold[name] = heavy or _BOLD.search(name) is not None
        return self._bold[name]

    def _find_indices(self, places: Sequence[int]) -> Sequence[int]:
        return places if self._same else list(map(library.find_character, repeat(self._raw), places))


def _list_edges(lines: Sequence[Sequence[Span]]) -> tuple[Sequence[int], Sequence[int]]:
    """Return where the spans of all lines start, and where they end."""
    edges = list(zip(*chain.from_iterable(lines), strict=True))
    return (edges[0], edges[1]) if edges else ((), ())
