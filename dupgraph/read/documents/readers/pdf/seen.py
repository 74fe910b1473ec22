"""What of a page is seen: words that nobody sees in print, and pages that are pictures of words."""

from collections.abc import Iterable, Sequence
from ctypes import c_uint

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.rulings import list_boxes

# A page with fewer words may have more in its pictures: of its area, how much these take; or how many paths draw it.
_FEW_WORDS = 30
_MOST = 0.5
_MANY_PATHS = 200
# Words that are not painted; from where on a colour of 0 to 255 is as good as white.
_UNPAINTED = 3
_WHITE = 248
# Points: what is filled may be a ground for words.
_GROUND = 5.0
_colour = (c_uint * 4)()
_parts = library.list_addresses(_colour)

Objects = Sequence[tuple[int, int]]


def may_be_picture(objects: Objects, text: str, area: float) -> bool:
    """Say whether a page of hardly any words is drawn as a picture of more."""
    words = len(text.split())
    if words >= _FEW_WORDS:
        return False
    pictures = [found for kind, found in objects if kind in (library.PICTURE, library.FORM)]
    if pictures and not words:
        return True
    paths = sum(kind == library.PATH for kind, _ in objects)
    return paths > _MANY_PATHS or _is_covered(area, pictures)


def find_unseen(objects: Objects, area: float) -> str:
    """Return the key of what is to be said of words that are not seen, where a page has some.

    They are not painted, or white on nothing: or else they lie over a picture, where a program read them.
    """
    words = [found for kind, found in objects if kind == library.WORDS]
    unpainted = sum(library.find_mode(found) == _UNPAINTED for found in words)
    if unpainted:
        pictures = [found for kind, found in objects if kind in (library.PICTURE, library.FORM)]
        return "mended_layer" if _is_covered(area, pictures) else "mended_unseen"
    white = [found for found in words if _is_white(found)]
    if not white:
        return ""
    grounds = [found for kind, found in objects if kind != library.WORDS]
    boxes = [box for _, box in list_boxes(grounds) if min(box.right - box.left, box.height) >= _GROUND]
    return "" if all(_lies_on(box, boxes) for _, box in list_boxes(white)) else "mended_unseen"


def _is_white(found: int) -> bool:
    return bool(library.find_colour(found, *_parts)) and min(_colour[:3]) >= _WHITE


def _lies_on(words: Box, grounds: Iterable[Box]) -> bool:
    across = (words.left + words.right) / 2
    return any(box.left <= across <= box.right and box.bottom <= words.middle <= box.top for box in grounds)


def _is_covered(area: float, pictures: Iterable[int]) -> bool:
    """Say whether one picture takes most of a page."""
    return any((box.right - box.left) * box.height >= _MOST * area for _, box in list_boxes(pictures))
