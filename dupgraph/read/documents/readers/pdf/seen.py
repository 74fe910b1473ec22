"""What of a page is seen: words that nobody sees in print, and pages that are pictures of words."""

from collections.abc import Iterable
from ctypes import c_uint
from itertools import chain

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.rulings import list_boxes
from dupgraph.read.documents.readers.pdf.upright import Objects

# A page with fewer words may have more in its pictures: of its area, how much these take; or how many paths draw it.
_FEW_WORDS = 30
_MOST = 0.5
_MANY_PATHS = 200
# Words that are not painted; from where on a colour of 0 to 255 is as good as white.
_UNPAINTED = 3
_WHITE = 248
# Points: what is filled may be a ground for words.
_GROUND = 5.0
_colours = library.Slots(c_uint, 4)


def may_be_picture(objects: Objects, text: str, area: float) -> bool:
    """Say whether a page of hardly any words is drawn as a picture of more."""
    words = len(text.split(maxsplit=_FEW_WORDS))
    if words >= _FEW_WORDS:
        return False
    if not words and (objects.get(library.PICTURE) or objects.get(library.FORM)):
        return True
    return len(objects.get(library.PATH, ())) > _MANY_PATHS or _has_large_picture(objects, area)


def find_unseen(objects: Objects, area: float) -> str:
    """Return the key of what is to be said of words that are not seen, where a page has some.

    They are not painted, or white on nothing: or else they lie over a picture, where a program read them.
    """
    words = objects.get(library.WORDS)
    if not words:
        return ""
    if _UNPAINTED in map(library.find_mode, words):
        return "mended_layer" if _has_large_picture(objects, area) else "mended_unseen"
    _colours.clear(len(words))
    library.call_all(library.find_colour, words, *_colours.places)
    darkest = map(min, *_colours.list_columns(len(words))[:3])
    white = [found for found, shade in zip(words, darkest, strict=True) if shade >= _WHITE]
    if not white:
        return ""
    grounds = chain.from_iterable(found for kind, found in objects.items() if kind != library.WORDS)
    boxes = [box for _, box in list_boxes(grounds) if min(box.right - box.left, box.height) >= _GROUND]
    return "" if all(_lies_on(box, boxes) for _, box in list_boxes(white)) else "mended_unseen"


def _has_large_picture(objects: Objects, area: float) -> bool:
    pictures = chain(objects.get(library.PICTURE, ()), objects.get(library.FORM, ()))
    return any((box.right - box.left) * box.height >= _MOST * area for _, box in list_boxes(pictures))


def _lies_on(words: Box, grounds: Iterable[Box]) -> bool:
    across = (words.left + words.right) / 2
    return any(box.left <= across <= box.right and box.bottom <= words.middle <= box.top for box in grounds)
