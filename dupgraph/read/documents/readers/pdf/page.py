"""One page's text as pdfium gives it, with the place and the type of its words."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from ctypes import addressof, c_char, c_double, c_float, c_int, c_void_p
from functools import cache
from itertools import accumulate, pairwise, repeat
from operator import gt
from typing import NamedTuple

from dupgraph.read.documents.printed import HYPHENS, Box, Sides, Word
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import call_all

Span = tuple[int, int]
# The size of type in points, and if it is bold, and italic.
Type = tuple[float | None, bool, bool]

_EDGE = " \t\u00a0" + HYPHENS
_LINE = re.compile(rf"([^\r\n{HYPHENS}]*[{HYPHENS}]?)(?:\r\n|\r|\n|(?<=[{HYPHENS}])|\Z)")
_HYPHEN = "\u2010"
_BROKEN = re.compile(f"(?<=[^\\W\\d_]){_HYPHEN}(?=\\r?\\n[^\\W\\d_])")
# Quotes begin after an apostrophe and end before a comma: each part has a place of its own.
_WORD = re.compile(rf"(\w+[’']?|[^\s\w{HYPHENS}]+)")
_BOLD = re.compile(rb"bold|black|heavy|demi|grassetto", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ITALIC = re.compile(rb"italic|oblique|corsivo", re.IGNORECASE)
# What stands for a letter that the PDF does not tell; a font's own sign is a symbol where it stands by itself.
_ODD = re.compile(r"[\ufffd\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff]")
_STRAY = re.compile(r"[\ufffd\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f]|(?<=[^\W\d_])[\ue000-\uf8ff]+|[\ue000-\uf8ff]{2,}")
_LONGEST_NAME = 128
# Points by which boxes that are the same may differ.
_SAME = 0.001
# Points between letters on either side of a table's line: within a word they stand closer.
_LEAST_ROOM = 1.0

# Of a line drawn in more runs than these, those are joined that have less room between them, in points.
_MANY_RUNS = 8
_ROOM = 9.0

# Of the height of type that is turned, the least room that a blank has.
_BLANK = 0.1

# Where pdfium puts what is asked of one line; a child reads one page at a time.
_sides = (c_double * 4)()
# As left, top, right, bottom, to be read as left, right, bottom, top.
_rectangle_places = [c_void_p(addressof(_sides) + 8 * number) for number in (0, 3, 1, 2)]
_matrix = (c_float * 6)()
_name = (c_char * _LONGEST_NAME)()
_name_place = c_void_p(addressof(_name))
_flags = c_int()
_flags_place = c_void_p(addressof(_flags))
_rooms = library.Slots(c_float, 4)
_boxes = library.Slots(c_double, 4)


class Spans(NamedTuple):
    """Where words start and end in a page's text: those of its line n are between two ``bounds``, n and n + 1."""

    starts: "array[int]"
    ends: "array[int]"
    bounds: Sequence[int]

    def list_lines(self) -> Iterable[Span]:
        """Return of each line which is its first word of all, and which the next one's."""
        return pairwise(self.bounds)


@cache
def _read_look(name: bytes) -> tuple[bool, bool]:
    """Return whether a font's name says that it is bold, and italic."""
    return _BOLD.search(name) is not None, _ITALIC.search(name) is not None


class PageText:
    """The text of one page and what pdfium knows of its characters.

    Spans are two places of the text. What is asked of many is asked at once: to call pdfium from a loop takes longer
    than what it does.
    """

    def __init__(self, handle: int) -> None:
        """Read the text with a handle of pdfium's."""
        self._raw = c_void_p(handle)
        # By a font's name, and the height of the room that it sets for a letter: other pages may have others so named.
        self._types: dict[tuple[bytes, float], Type] = {}
        text = library.read_text(self._raw)
        # Browsers break words with a hyphen that pdfium does not know: it is marked as those that it knows.
        self.text = _BROKEN.sub(HYPHENS[0], text) if _HYPHEN in text else text
        # Where some characters are no text, the two are counted apart.
        self._count = library.count_characters(self._raw)
        self._same = self._count == len(self.text)
        length = len(self.text)
        found = _LINE.finditer(self.text)
        # Where each visual line starts and ends in the text, its hyphen's mark included.
        self.lines: list[Span] = [match.span(1) for match in found if match.end() < length or match[1]]

    def count_lost(self) -> int:
        """Return of how many letters the PDF does not tell which they are; a symbol by itself is none of them.

        They are missing, or others stand in their place: of one font, mostly, and so of whole lines.
        """
        return max(self._count_stray(), self._count_untold())

    def _count_stray(self) -> int:
        """Return how many signs stand for a letter, hyphens and painted blanks that are none among them."""
        odd = _ODD.search(self.text)
        stray = sum(len(match[0]) for match in _STRAY.finditer(self.text)) if odd else 0
        if HYPHENS[0] in self.text:
            marks = [place for place, letter in enumerate(self.text) if letter == HYPHENS[0]]
            stray += sum(library.find_code(self._raw, index) == 0 for index in self._find_indices(marks))
        blank = [start for start, end in self.lines if self.text[start:end].isspace()]
        if blank:
            _, _, bottoms, tops = self._find_boxes(blank)
            stray += sum(map(gt, tops, bottoms))
        return int(stray)

    def _count_untold(self) -> int:
        """Return how many letters of words pdfium has no code for; of each line one is tried first."""
        tried = ((start + end) // 2 for start, end in self.lines if start < end)
        if self._same and 1 not in map(library.lacks_letter, repeat(self._raw), tried):
            return 0
        places = list(map(library.find_place, repeat(self._raw), range(self._count)))
        untold = [library.lacks_letter(self._raw, index) == 1 for index in range(self._count)]
        told = [place >= 0 and self.text[place].isalpha() for place in places]
        letters = [False, *(lacks or letter for lacks, letter in zip(untold, told, strict=True)), False]
        sides = zip(untold, letters, letters[2:], strict=False)
        return sum(lacks and (before or after) for lacks, before, after in sides)

    def list_runs(self, lines: Sequence[Span]) -> list[list[Box]]:
        """Return the boxes of what is drawn in one go of each line: mostly all of it; nothing of a blank one.

        Of lines whose letters are drawn one by one these are the first letter and what has no room as between columns.
        """
        found: list[list[Box]] = []
        for start, end in lines:
            boxes: list[Box] = []
            found.append(boxes)
            if start == end or self.text[start:end].isspace():
                continue
            first, last = (start, end - 1) if self._same else self._find_indices((start, end - 1))
            count = library.count_rectangles(self._raw, first, last - first + 1)
            if count > _MANY_RUNS:
                boxes += self._join_runs(count)
                continue
            for number in range(count):
                library.find_rectangle(self._raw, number, *_rectangle_places)
                boxes.append(Box(*_sides))
        return found

    def _join_runs(self, count: int) -> Iterator[Box]:
        _boxes.clear(count)
        lefts, rights, bottoms, tops = _boxes.places
        call_all(library.find_rectangle, repeat(self._raw, count), range(count), lefts, tops, rights, bottoms)
        sides = _boxes.list_columns(count)
        apart = (
            n for n, (right, left) in enumerate(zip(sides[1], sides[0][1:], strict=False), 1) if left - right >= _ROOM
        )
        for first, end in pairwise(sorted({0, 1, *apart, count})):
            yield Box(*(choose(own[first:end]) for choose, own in zip((min, max, min, max), sides, strict=True)))

    def find_spans(self, lines: Sequence[Span], every: int = 1) -> Spans:
        """Return where words and signs stand: all of each line whose number ``every`` divides, of others the first."""
        edges = array("i")
        bounds = [0]
        for number, (start, end) in enumerate(lines):
            if number % every == 0:
                # What stands between words, and a word, by turns: sooner than to find each word.
                parts = _WORD.split(self.text[start:end])
                edges.extend(list(accumulate(map(len, parts), initial=start))[1:-1])
            elif match := _WORD.search(self.text, start, end):
                edges.extend(match.span())
            bounds.append(len(edges) // 2)
        return Spans(edges[::2], edges[1::2], bounds)

    def find_letters(self, places: Sequence[int]) -> Spans:
        """Return some characters of one line as its words."""
        return Spans(array("i", places), array("i", [place + 1 for place in places]), (0, len(places)))

    def find_sides(self, spans: Spans) -> Sides:
        """Return the sides of words."""
        count = len(spans.starts)
        self._find_rooms(spans.starts)
        # One more, for a line at the end without any.
        lefts, tops, firsts, bottoms = _rooms.list_columns(count + 1)
        heights = [tops[start] - bottoms[start] for start in spans.bounds[:-1]]
        del lefts[count:], firsts[count:]
        self._find_rooms([end - 1 for end in spans.ends])
        others, _, rights, _ = _rooms.list_columns(count)
        if any(lefts[first] > others[end - 1] for first, end in spans.list_lines() if first < end):
            # Some line runs from right to left.
            lefts, rights = array("f", map(min, lefts, others)), array("f", map(max, firsts, rights))
        return Sides(lefts, rights, heights)

    def list_words(self, spans: Spans) -> list[list[Word]]:
        """Return each line's words, given where these start and end; what touches is of one height."""
        words = self._make_words(spans.starts, spans.ends)
        for place, (before, word) in enumerate(pairwise(words)):
            if before.end == word.start:
                # That before may have its height from one before it.
                height = min(words[place].bottom, word.bottom), max(words[place].top, word.top)
                words[place : place + 2] = Word(*before[:4], *height), Word(*word[:4], *height)
        return [words[start:end] for start, end in spans.list_lines()]

    def level_words(self, words: Sequence[Word]) -> list[Word]:
        """Return words as high as the room that is set for them: those of one line, whatever their letters are."""
        self._find_rooms([word.start for word in words])
        _, tops, _, bottoms = _rooms.list_columns(len(words))
        places = zip(words, bottoms, tops, strict=True)
        return [word._replace(bottom=bottom, top=top) for word, bottom, top in places]

    def find_last(self, start: int, end: int) -> int:
        """Return the place of the last character between two, a hyphen's mark and white space aside."""
        return max(start, start + len(self.text[start:end].rstrip(_EDGE)) - 1)

    def find_type(self, first: int, last: int | None, height: float = 0.0) -> Type:
        """Return the size in points of the type at one place, and if it is bold, and italic, there and at another.

        ``last`` is None where it is of the same type; ``height`` is that of the first one's room, 0 if not known.
        """
        index = first if self._same else library.find_character(self._raw, first)
        name = self._find_name(index)
        key = name, round(height, 3)
        found = self._types.get(key)
        if found is None:
            found = round(self._find_size(index), 1) or None, *self._find_look(index, name)
            if name and height > 0 and self._has_room(index, height):
                self._types[key] = found
        if last is None or found[1:] == (False, False):
            return found
        size, bold, italic = found
        index = last if self._same else library.find_character(self._raw, last)
        last_bold, last_italic = self._find_look(index, self._find_name(index))
        return size, bold and last_bold, italic and last_italic

    def is_turned(self, place: int) -> bool:
        """Say whether a character is set on its side."""
        has_matrix = library.find_matrix(self._raw, *self._find_indices((place,)), addressof(_matrix))
        return bool(has_matrix) and abs(_matrix[1]) > abs(_matrix[0])

    def read_turned(self, places: Sequence[int]) -> str:
        """Return the words of characters that are set on their side: pdfium has each on a line of its own."""
        self._find_rooms(places)
        lefts, tops, rights, bottoms = _rooms.list_columns(len(places))
        pieces = [self.text[places[0]]]
        for above, here in pairwise(range(len(places))):
            # They go up, down, or on to the next line.
            gap = max(bottoms[here] - tops[above], bottoms[above] - tops[here])
            pieces.append((" " if gap > _BLANK * (rights[here] - lefts[here]) else "") + self.text[places[here]])
        return "".join(pieces)

    def split_word(self, word: Word, walls: list[float]) -> list[Word]:
        """Return the parts of a word on either side of walls that it crosses, where it leaves room at them."""
        parts = [word.start]
        letters = self._make_words(range(word.start, word.end), range(word.start + 1, word.end + 1))
        for before, here in pairwise(letters):
            parted = any((before.left + before.right) / 2 < wall <= (here.left + here.right) / 2 for wall in walls)
            if parted and here.left - before.right >= _LEAST_ROOM:
                parts.append(here.start)
        return self._make_words(parts, (*parts[1:], word.end))

    def _make_words(self, starts: Sequence[int], ends: Sequence[int]) -> list[Word]:
        """Return the words between some places of the text, with their boxes."""
        firsts, lasts = self._find_boxes(starts), self._find_boxes([end - 1 for end in ends])
        lefts, rights, bottoms, tops = map(map, (min, max, min, max), firsts, lasts)
        return list(map(Word, starts, ends, lefts, rights, bottoms, tops))

    def _find_rooms(self, places: Sequence[int]) -> None:
        """Put left, top, right and bottom of the room that is set for characters at some places into slots."""
        # One more, which may be looked at.
        _rooms.clear(len(places) + 1)
        call_all(library.find_room, repeat(self._raw), self._find_indices(places), _rooms.places[0])

    def _find_boxes(self, places: Sequence[int]) -> "list[array[float]]":
        """Return the lefts, rights, bottoms and tops of the characters at some places of the text."""
        _boxes.clear(len(places))
        call_all(library.find_box, repeat(self._raw), self._find_indices(places), *_boxes.places)
        return _boxes.list_columns(len(places))

    def _find_size(self, index: int) -> float:
        """Return the size of a character's type as it is drawn."""
        has_matrix = library.find_matrix(self._raw, index, addressof(_matrix))
        scale = float((_matrix[2] ** 2 + _matrix[3] ** 2) ** 0.5) or 1.0 if has_matrix else 1.0
        return float(library.find_size(self._raw, index)) * scale

    def _has_room(self, index: int, height: float) -> bool:
        """Say whether a character's font sets room for it: where it does not, the room is the box of its ink."""
        _boxes.clear(1)
        library.find_box(self._raw, index, *(places[0] for places in _boxes.places))
        return bool(abs(_boxes.values[3] - _boxes.values[2] - height) > _SAME)

    def _find_name(self, index: int) -> bytes:
        """Return the name of a character's font, empty where it has none."""
        length = library.find_font(self._raw, index, _name_place, _LONGEST_NAME, _flags_place)
        return _name.value if length <= _LONGEST_NAME else b""

    def _find_look(self, index: int, name: bytes) -> tuple[bool, bool]:
        """Return whether a character's font, of this name, is bold, and whether it is italic."""
        named_bold, italic = _read_look(name)
        return named_bold or library.find_weight(self._raw, index) >= _BOLD_WEIGHT, italic

    def _find_indices(self, places: Sequence[int]) -> Sequence[int]:
        return places if self._same else list(map(library.find_character, repeat(self._raw), places))
