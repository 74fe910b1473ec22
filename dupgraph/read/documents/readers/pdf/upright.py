"""Pages set upright before their text is read: those that are shown turned, and those that pdfium would turn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from ctypes import addressof, c_float
from itertools import repeat
from typing import NamedTuple

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.library import call_all
from dupgraph.read.documents.readers.pdf.rulings import MAX_PATHS, list_objects

# Words that show how a page is written, from all parts of it.
_LOOKED_AT = 16
# Of these words: how many run in the direction of a page, and of one that lies on its side.
_MOST = 0.5
_NEARLY_ALL = 0.9
# Which way words run on a page, by the quarters of a turn to the right that it is shown with.
_DIRECTIONS = {0: (1, 0), 1: (0, 1), 2: (-1, 0), 3: (0, -1)}
_box, _matrix = (c_float * 4)(), (c_float * 6)()
_matrix_place = addressof(_matrix)


Objects = Mapping[int, Sequence[int]]


class Sheet(NamedTuple):
    """A page as it is shown: its size, and where its edges are, in points; what it draws, by its kind and in order.

    ``page`` is its handle, and ``text`` that of its text, None where that is broken. What it draws may be ``turned``;
    one whose words run up or down is read ``sideways``, and places on it are those of a page that is turned.
    """

    page: int
    size: tuple[float, float]
    edges: Box
    objects: Objects
    drawn: Sequence[int]
    text: int | None
    turned: bool = False
    sideways: bool = False

    @property
    def height(self) -> float:
        """How high the page is as it is read."""
        return self.size[not self.sideways]


def open_upright(page: int) -> Sheet:
    """Set what a page draws as it is shown or, where its words run up or down it, as they do, and open its text."""
    drawn = list_objects(page)
    objects: dict[int, list[int]] = defaultdict(list)
    for found in drawn:
        objects[library.find_kind(found)].append(found)
    size = width, height = library.find_width(page), library.find_height(page)
    library.find_page_box(page, addressof(_box))
    left, top, right, bottom = _box
    edges = Box(left, right, bottom, top)
    words = objects[library.WORDS]
    turns = library.find_rotation(page)
    direction, share = _find_direction(words[:: len(words) // _LOOKED_AT + 1])
    # Words of cells may stand on their side, letter by letter.
    sideways = not turns and direction in (1, 3) and share > _NEARLY_ALL
    if sideways:
        turns, width, height = direction, height, width
    along = turns == direction and share > _MOST
    if turns and len(drawn) <= MAX_PATHS and along:
        library.turn_page(page, 0)
        across = {1: (-bottom, height + left), 2: (width + left, height + bottom), 3: (width + bottom, -left)}
        x, y = _DIRECTIONS[turns]
        matrix = map(repeat, (x, -y, y, x, *across[turns]))
        call_all(library.move_object, drawn, *matrix)
        edges = Box(0, width, 0, height)
    return Sheet(page, size, edges, objects, drawn, _open_text(page, along=along), bool(turns), sideways)


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


def _find_direction(words: Iterable[int]) -> tuple[int, float]:
    """Return in which of the directions the most words run, and how many of all do: none is what is set slanting."""
    turns: list[int] = []
    for found in words:
        library.find_object_matrix(found, _matrix_place)
        a, b = _matrix[0], _matrix[1]
        if abs(a) == abs(b):
            turns.append(-1)
        else:
            turns.append((0 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3))
    most = max(_DIRECTIONS, key=turns.count)
    return most, turns.count(most) / max(1, len(turns))
