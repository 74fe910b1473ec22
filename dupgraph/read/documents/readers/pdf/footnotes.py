"""Notes at the foot of a page: each is read behind the paragraph, or in the cell, in which its mark stands."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dupgraph.read.documents.printed import Line, set_offsets
from dupgraph.read.documents.readers.pdf.tables import Table

# Points by which the type of notes is smaller at least.
_SMALLER = 0.6
# Of a line's height, how far below it a note goes on, and the next one begins.
_ON, _NEXT = 1.6, 4.0
# Of the usual distance between lines, what parts paragraphs.
_WIDE = 1.2
# Lines that may stand below the notes: a page's foot and number.
_MOST_BELOW = 2
_NUMBERED = re.compile(r"(\d{1,3})[.)]?\s*(?=[^\W\d_].*[^\W\d_])")
# A mark follows a word, or the stop behind one: "scuole1", "scuole.1".
_LETTER = "[a-zà-ÿ]"
_BEFORE = rf"(?:(?<={_LETTER}{{3}})|(?<={_LETTER}{{3}}[.,;:)»”\"’]))"
# How a line begins that an item opens with: a sign, a letter or a number.
_BEGUN = re.compile(r"[^\w\s«“\"'(]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s")
# Read backwards: the last stop with no word behind it, in one pass over the line.
_ENDED = re.compile(r"[^\w.:;!?]*[.:;!?]")

_Items = list[Line | Table]


class _Note(NamedTuple):
    """A note's number and lines."""

    number: str
    lines: list[Line]


class _Place(NamedTuple):
    """Where a mark stands: the item of the page, in a table the row and its line, and the place in the line's text."""

    item: int
    row: int
    line: int
    start: int


def place_footnotes(items: _Items) -> _Items:
    """Return what stands on a page, in order, with the notes at its foot where their marks are, and without these.

    All stay at the foot where the mark of one is not found.
    """
    for end in range(len(items), max(len(items) - _MOST_BELOW - 1, 0), -1):
        first, notes = _list_notes(items[:end])
        last = items[first + sum(len(lines) for _, lines in notes) :]
        if any(isinstance(item, Line) and notes and _follows(item.text, notes[-1].number) for item in last):
            break
        if notes and (places := _find_marks(items[:first], notes)):
            return [*_set_notes(items[:first], places, notes), *last]
    return items


def _set_notes(text: _Items, places: Sequence[_Place], notes: Sequence[_Note]) -> _Items:
    behind: dict[int, _Items] = {}
    most = _find_most(text)
    # The last one first: without its mark a line is shorter.
    for place, (number, lines) in zip(reversed(places), reversed(notes), strict=True):
        item = text[place.item]
        if isinstance(item, Table):
            text[place.item] = _set_in_cell(item, place, len(number), lines)
        else:
            text[place.item] = _cut_mark(item, place.start, len(number))
            end = _find_end(text, place.item, most)
            behind[end] = [*lines, *behind.get(end, ())]
    return [each for n in range(len(text) + 1) for each in (*behind.get(n, ()), *text[n : n + 1])]


def _list_notes(items: Sequence[Line | Table]) -> tuple[int, list[_Note]]:
    """Return where the lines begin that end the page in one type and with numbers that go on, and these as notes."""
    first = len(items)
    while first and isinstance(items[first - 1], Line) and _is_alike(items[first - 1], items[-1]):
        first -= 1
    lines = [item for item in items[first:] if isinstance(item, Line)]
    start = next((n for n, line in enumerate(lines) if _NUMBERED.match(line.text)), len(lines))
    notes: list[_Note] = []
    for above, line in pairwise([None, *lines[start:]]):
        if line is None or line.box is None:
            break
        numbered = _NUMBERED.match(line.text)
        step = (above.box.middle - line.box.middle) / line.box.height if above and above.box else 0.0
        if numbered and (not notes or (_follows(line.text, notes[-1].number) and 0 < step <= _NEXT)):
            notes.append(_Note(numbered[1], [_put_number(line, numbered[1], numbered.end())]))
        elif notes and 0 < step <= _ON:
            notes[-1].lines.append(line._replace(note=True))
        else:
            break
    return first + start, notes


def _follows(text: str, number: str) -> bool:
    """Say whether a line begins with the number behind another."""
    numbered = _NUMBERED.match(text)
    return numbered is not None and int(numbered[1]) == int(number) + 1


def _put_number(line: Line, number: str, length: int) -> Line:
    """Return a note's first line with its number in brackets, for no one to take it for a chapter's."""
    before = f"[{number}] "
    moved = [1 if offset < length else offset + len(before) - length for offset in line.places[::3]]
    return line._replace(text=before + line.text[length:], places=set_offsets(line.places, moved), note=True)


def _is_alike(line: Line | Table, other: Line | Table) -> bool:
    sizes = [item.size or 0.0 for item in (line, other) if isinstance(item, Line)]
    return len(sizes) > 1 and abs(sizes[0] - sizes[1]) < _SMALLER


def _find_marks(text: Sequence[Line | Table], notes: Sequence[_Note]) -> list[_Place]:
    """Return where the number of each note stands as a mark, one behind the other; nowhere if one of them does not.

    Text is of larger type than notes; what stands in a table may be of theirs.
    """
    least = (notes[0].lines[0].size or 0.0) + _SMALLER
    lines = [
        (_Place(n, row, place, 0), line.text)
        for n, item in enumerate(text)
        for row, own in enumerate(item.rows if isinstance(item, Table) else ((item,),))
        for place, line in enumerate(own)
        if isinstance(item, Table) or (line.size or 0.0) >= least
    ]
    found: list[_Place] = []
    current, start = 0, 0
    for number, _ in notes:
        mark = re.compile(rf"{_BEFORE}{number}(?!\w)")
        while current < len(lines) and not (match := mark.search(lines[current][1], start)):
            current, start = current + 1, 0
        if current == len(lines) or not match:
            return []
        place = lines[current][0]
        found.append(_Place(place.item, place.row, place.line, match.start()))
        start = match.end()
    return found


def _cut_mark(line: Line, start: int, length: int) -> Line:
    """Return a line without the mark at ``start``, each word's place kept."""
    offsets = list(line.places[::3])
    kept = [n for n, offset in enumerate(offsets) if not start <= offset < start + length]
    places = line.places[:0]
    for n in kept:
        places.extend(line.places[3 * n : 3 * n + 3])
    moved = [offset - length * (offset > start) for n, offset in enumerate(offsets) if n in kept]
    return line._replace(text=line.text[:start] + line.text[start + length :], places=set_offsets(places, moved))


def _set_in_cell(table: Table, place: _Place, length: int, notes: Sequence[Line]) -> Table:
    """Return a table with notes behind the last line of the cell in which their mark stands."""
    row = list(table.rows[place.row])
    line = row[place.line] = _cut_mark(row[place.line], place.start, length)
    after = next((n for n in range(place.line, len(row)) if row[n].cell != line.cell), len(row))
    row[after:after] = [note._replace(cell=line.cell, header=line.header) for note in notes]
    return table._replace(rows=(*table.rows[: place.row], tuple(row), *table.rows[place.row + 1 :]))


def _find_most(items: Sequence[Line | Table]) -> float:
    """Return how far from each other the lines of a paragraph of a page are at most."""
    boxes = [item.box for item in items if item.box]
    steps = sorted(step for above, below in pairwise(boxes) if (step := above.middle - below.middle) > 1)
    return _WIDE * steps[len(steps) // 4] if steps else 0.0


def _find_end(items: Sequence[Line | Table], place: int, most: float) -> int:
    """Return behind which place of a page the paragraph ends in which a line stands, its lines ``most`` apart."""
    for n in range(place + 1, len(items)):
        above, item = items[n - 1], items[n]
        if not (isinstance(above, Line) and isinstance(item, Line) and above.box and item.box):
            return n
        ended = _ENDED.match(above.text[::-1]) and not item.text[:1].islower()
        other = (above.size, above.bold) != (item.size, item.bold) or _BEGUN.match(item.text)
        if ended or other or not 0 < above.box.middle - item.box.middle <= most:
            return n
    return len(items)
