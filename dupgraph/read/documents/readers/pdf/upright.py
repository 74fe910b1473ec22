"""Pages set upright before their text is read: those that are shown turned, and those that a stamp would turn."""

from collections.abc import Iterable, Sequence
from ctypes import addressof, c_float
from itertools import repeat, takewhile
from typing import NamedTuple

from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import call_all
from dupgraph.read.documents.readers.pdf.rulings import MAX_PATHS, list_objects

# No line of text is as high, in points.
_TALL = 72.0
# Words that show how a page is written.
_LOOKED_AT = 50
# Which way words run on a page, by the quarters of a turn to the right that it is shown with.
_DIRECTIONS = {1: (0, 1), 2: (-1, 0), 3: (0, -1)}
_box, _matrix = (c_float * 4)(), (c_float * 6)()


class Sheet(NamedTuple):
    """A page as it is shown: its size, and where its right edge is, in points; what it draws, and of which kind."""

    size: tuple[float, float]
    right: float
    objects: Sequence[tuple[int, int]]


def set_upright(page: int) -> Sheet:
    """Set what a page draws as it is shown.

    pdfium has places as they are drawn, and tells by the height of a page's first words whether lines run along it.
    """
    objects = list_objects(page)
    width, height = library.find_width(page), library.find_height(page)
    library.find_page_box(page, addressof(_box))
    left, _, right, bottom = _box
    words = [found for kind, found in objects if kind == library.WORDS]
    turns = library.find_rotation(page)
    if turns and len(objects) <= MAX_PATHS and _run_along(words[:_LOOKED_AT], *_DIRECTIONS[turns]):
        library.turn_page(page, 0)
        across = {1: (-bottom, height + left), 2: (width + left, height + bottom), 3: (width + bottom, -left)}
        x, y = _DIRECTIONS[turns]
        matrix = map(repeat, (x, -y, y, x, *across[turns]))
        call_all(library.move_object, [found for _, found in objects], *matrix)
        right = width
    for found in list(takewhile(_is_stamp, words)):
        # After all others it turns none.
        library.remove_object(page, found)
        library.insert_object(page, found)
    return Sheet((width, height), right, objects)


def _run_along(words: Iterable[int], x: int, y: int) -> bool:
    """Say whether most words run in a direction."""
    along = [0, 0]
    for found in words:
        library.find_object_matrix(found, addressof(_matrix))
        along[x * _matrix[0] + y * _matrix[1] > abs(y * _matrix[0]) + abs(x * _matrix[1])] += 1
    return along[1] > along[0]


def _is_stamp(words: int) -> bool:
    """Say whether words run otherwise than along a page, and take more of its height than a line does."""
    sides = library.list_addresses(_box)
    if not library.find_bounds(words, *sides) or _box[3] - _box[1] < _TALL:
        return False
    return bool(library.find_object_matrix(words, addressof(_matrix))) and _matrix[1] != 0
