"""Where the canonical text stands in the original: on a PDF's pages, or in which paragraph or cell.

Kept beside the graph as ``<stem>.layout.json.gz``, so that a quote can be shown where it was printed.
"""

import json
from array import array
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from dupgraph.base.errors import DocumentError

SUFFIX = ".layout.json.gz"
_COMPRESSION = 4
# Unpacked: a plan of 500 pages has a few megabytes, and a few bytes may unpack to all memory.
_MOST_BYTES = 1 << 26
_BROKEN = "is no layout of ours, or a damaged one"


class Rectangle(NamedTuple):
    """A part of a page, counted from 1: points from its upper left corner, as screens count."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class LaidLine(NamedTuple):
    """A line of a page: its place in the canonical text, its height, and of each word offset, left and right.

    Lengths are tenths of a point, ``bottom`` and ``top`` from the page's lower edge, as PDF counts.
    """

    page: int
    start: int
    end: int
    bottom: int
    top: int
    words: "array[int]"


class Place(NamedTuple):
    """A block of a document without pages: its place in the canonical text, and which paragraph of the original it is.

    Paragraphs count from 1, those of tables with the others. A cell's table, row and column count from 0.
    """

    start: int
    end: int
    paragraph: int
    cell: tuple[int, int, int] | None = None


class Layout(NamedTuple):
    """All places of one text, whose hash is ``sha256``; ``sizes`` are the pages' widths and heights."""

    sha256: str
    sizes: tuple[tuple[int, int], ...] = ()
    lines: tuple[LaidLine, ...] = ()
    places: tuple[Place, ...] = ()


def find_rectangles(layout: Layout, start: int, end: int) -> tuple[Rectangle, ...]:
    """Return where the words from ``start`` to ``end`` of the canonical text stand: one rectangle a line.

    Empty for a text without pages, and for words that no page shows.
    """
    first = bisect_right(layout.lines, start, key=lambda line: line.end)
    last = bisect_left(layout.lines, end, key=lambda line: line.start)
    found = (_find_rectangle(layout, line, start, end) for line in layout.lines[first:last])
    return tuple(rectangle for rectangle in found if rectangle is not None)


def _find_rectangle(layout: Layout, line: LaidLine, start: int, end: int) -> Rectangle | None:
    offsets = line.words[::3]
    first = max(bisect_right(offsets, max(start - line.start, 0)) - 1, 0)
    last = bisect_left(offsets, end - line.start)
    if first >= last:
        return None
    left, right = min(line.words[1::3][first:last]), max(line.words[2::3][first:last])
    height = layout.sizes[line.page - 1][1]
    return Rectangle(line.page, left / 10, (height - line.top) / 10, right / 10, (height - line.bottom) / 10)


def find_place(layout: Layout, offset: int) -> Place | None:
    """Return the paragraph or cell of the original that holds ``offset``; None where there is none."""
    number = bisect_right(layout.places, offset, key=lambda place: place.start) - 1
    return layout.places[number] if number >= 0 and offset < layout.places[number].end else None


def pack_layout(layout: Layout) -> bytes:
    """Return the layout as compressed JSON: the same bytes for the same layout."""
    import gzip

    facts = {
        "sha256": layout.sha256,
        "sizes": layout.sizes,
        "lines": [[*line[:-1], line.words.tolist()] for line in layout.lines],
        "places": layout.places,
    }
    # A tenth larger than at the highest level, and made in a seventh of the time.
    return gzip.compress(json.dumps(facts, separators=(",", ":")).encode(), _COMPRESSION, mtime=0)


def unpack_layout(data: bytes) -> Layout:
    """Return the layout that ``pack_layout`` made these bytes of. Raises DocumentError for any other bytes."""
    # Late, as above: who asks for a layout's name needs none of them.
    import gzip
    import zlib
    from io import BytesIO

    try:
        content = gzip.GzipFile(fileobj=BytesIO(data)).read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise ValueError(_BROKEN)
        facts = json.loads(content)
        return Layout(
            sha256=facts["sha256"],
            sizes=tuple((width, height) for width, height in facts["sizes"]),
            lines=tuple(LaidLine._make((*line[:-1], array("i", line[-1]))) for line in facts["lines"]),
            places=tuple(Place._make((*place[:-1], place[-1] and tuple(place[-1]))) for place in facts["places"]),
        )
    except (OSError, EOFError, zlib.error, ValueError, OverflowError, RecursionError, KeyError, TypeError, IndexError):
        raise DocumentError(_BROKEN, hint="build the plan again") from None
