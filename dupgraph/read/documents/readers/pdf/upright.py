"""Pages set upright before their text is read: those that are shown turned, and those that pdfium would turn."""

from collections.abc import Iterable, Sequence
from ctypes import addressof, c_float
from itertools import repeat
from typing import NamedTuple

from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import call_all
from dupgraph.read.documents.readers.pdf.rulings import MAX_PATHS, list_objects

# Words that show how a page is written, from all parts of it.
_LOOKED_AT = 16
# Which way words run on a page, by the quarters of a turn to the right that it is shown with.
_DIRECTIONS = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}
_box, _matrix = (c_float * 4)(), (c_float * 6)()


class Sheet(NamedTuple):
    """A page as it is shown: its size, and where its right edge is, in points; what it draws, and of which kind.

    ``text`` is the handle of its text, None where that is broken.
    """

    size: tuple[float, float]
    right: float
    objects: Sequence[tuple[int, int]]
    text: int | None


def open_upright(page: int) -> Sheet:
    """Set what a page draws as it is shown, and open its text."""
    objects = list_objects(page)
    width, height = library.find_width(page), library.find_height(page)
    library.find_page_box(page, addressof(_box))
    left, _, right, bottom = _box
    words = [found for kind, found in objects if kind == library.WORDS]
    turns = library.find_rotation(page)
    along = _run_along(words[:: len(words) // _LOOKED_AT + 1], *_DIRECTIONS[turns])
    if turns and len(objects) <= MAX_PATHS and along:
        library.turn_page(page, 0)
        across = {1: (-bottom, height + left), 2: (width + left, height + bottom), 3: (width + bottom, -left)}
        x, y = _DIRECTIONS[turns]
        matrix = map(repeat, (x, -y, y, x, *across[turns]))
        call_all(library.move_object, [found for _, found in objects], *matrix)
        right = width
    return Sheet((width, height), right, objects, _open_text(page, along=along))


def _open_text(page: int, *, along: bool) -> int | None:
    """Open the text of a page, whose lines run ``along`` it or else pdfium finds out which way.

    It tells so by how much of the page's width and height is written on, and takes short tables for lines that run
    down. On a page of no height it does not ask.
    """
    library.find_page_box(page, addressof(_box))
    left, top, right, bottom = _box
    if along:
        library.set_page_box(page, left, bottom, right, bottom + 1)
    text: int | None = library.open_text(page)
    if along:
        library.set_page_box(page, left, bottom, right, top)
    return text


def _run_along(words: Iterable[int], x: int, y: int) -> bool:
    """Say whether most words run in a direction."""
    along = [0, 0]
    for found in words:
        library.find_object_matrix(found, addressof(_matrix))
        along[x * _matrix[0] + y * _matrix[1] > abs(y * _matrix[0]) + abs(x * _matrix[1])] += 1
    return along[1] > along[0]
