"""Lines of printed pages, as a PDF or a picture has them, and how they are sent from the child: a column a fact.

So they are packed and unpacked in a third of the time of lines one by one.
"""

from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple, Self

# pdfium's marks for a hyphen at a line's end, after which it drops the end.
HYPHENS = "\ufffe\x02"
_PLACES = "i"
_round, _ten_times = float.__round__, (10.0).__mul__
NO_PLACES = array(_PLACES)


class Box(NamedTuple):
    """A part of a page, in points from its lower left corner."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """How high on its page the middle of it is."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """From its foot to its top."""
        return self.top - self.bottom


class Word(NamedTuple):
    """A word: where it stands in the page's text, and on the page, as a ``Box``."""

    start: int
    end: int
    left: float
    right: float
    bottom: float
    top: float

    @property
    def middle(self) -> float:
        """How high on its page the middle of it is."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """From its foot to its top."""
        return self.top - self.bottom


class Sides(NamedTuple):
    """Where words begin and end, in points from the page's left edge; ``heights`` are those of lines' first words."""

    lefts: Sequence[float]
    rights: Sequence[float]
    heights: Sequence[float] = ()


def enclose(parts: Sequence[Box] | Sequence[Word]) -> Box:
    """Return the box around some boxes or words."""
    if len(parts) == 1:
        return Box(*parts[0][-4:])
    lefts, rights, bottoms, tops = zip(*(part[-4:] for part in parts), strict=True)
    return Box(min(lefts), max(rights), min(bottoms), max(tops))


def place_words(starts: Iterable[int], sides: Sides) -> "array[int]":
    """Return of each word its offset, left and right, one after the other, lengths in tenths of a point."""
    places = array(_PLACES, bytes(3 * array(_PLACES).itemsize * len(sides.lefts)))
    places[::3] = array(_PLACES, starts)
    # Sooner than one by one: these are most of what is told of a page.
    places[1::3] = array(_PLACES, _list_tenths(sides.lefts))
    places[2::3] = array(_PLACES, _list_tenths(sides.rights))
    return places


def _list_tenths(lengths: Iterable[float]) -> list[int]:
    return list(map(_round, map(_ten_times, lengths)))


def move_words(places: "array[int]", length: int) -> "array[int]":
    """Return the places of words with their offsets so much larger."""
    return set_offsets(places, [offset + length for offset in places[::3]])


def set_offsets(places: "array[int]", offsets: Iterable[int]) -> "array[int]":
    """Return the places of words with other offsets."""
    moved = places[:]
    moved[::3] = array(_PLACES, offsets)
    return moved


class Line(NamedTuple):
    """A visual line, or what of it stands in one cell: its text, its box and its type; ``room`` is its first word's.

    ``cell`` is (table, row, column, rows, columns), None outside tables. ``places`` has of each word its offset, left
    and right (tenths of a point), one after the other, where these were asked for.
    """

    text: str
    box: Box | None = None
    room: float = 0.0
    places: "array[int]" = NO_PLACES
    size: float | None = None
    bold: bool = False
    cell: tuple[int, int, int, int, int] | None = None
    header: bool = False
    goes_on: bool = False
    repeated: bool = False
    apart: bool = False
    underlined: bool = False
    italic: bool = False
    note: bool = False

    @classmethod
    def of_words(cls, text: str, words: Sequence[Word], **facts: Any) -> Self:
        """Return the line that ``words`` make."""
        sides = Sides([word.left for word in words], [word.right for word in words])
        places = place_words([word.start for word in words], sides)
        return cls(text, enclose(words), words[0].right - words[0].left, places, **facts)


# The facts that most lines do not have.
_RARE = Line._fields[6:]


def pack_lines(lines: Sequence[Line]) -> dict[str, Any]:
    """Return the lines of a page as plain values, lengths in tenths of a point."""
    if not lines:
        return {"text": ()}
    texts, boxes, rooms, places, sizes, bold, *_ = zip(*lines, strict=True)
    words = b"".join(places)
    sides = iter(_list_tenths(chain.from_iterable(filter(None, boxes))))
    rare = [(number, line[6:]) for number, line in enumerate(lines) if any(line[6:])]
    return {
        "text": texts,
        "type": sizes,
        "bold": bold,
        "box": [box and [*islice(sides, 4)] for box in boxes],
        "room": _list_tenths(rooms),
        "words": b2a_base64(words, newline=False).decode() if words else "",
        "counts": [len(own) for own in places] if words else (),
        "rare": [(number, dict(zip(_RARE, facts, strict=True))) for number, facts in rare],
    }


def unpack_lines(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the lines of a page, each with what is known of it."""
    if not page["text"]:
        return []
    columns = (page["text"], page["type"], page["bold"], page["box"], page["room"])
    lines: list[dict[str, Any]] = [
        {"text": text, "size": size, "bold": bold, "box": box, "room": room}
        for text, size, bold, box, room in zip(*columns, strict=True)
    ]
    words = array(_PLACES)
    words.frombytes(a2b_base64(page["words"]))
    start = 0
    for line, count in zip(lines, page["counts"], strict=bool(page["counts"])):
        if count:
            line["words"] = words[start : start + count]
            start += count
    for number, facts in page["rare"]:
        lines[number] |= facts
    return lines
