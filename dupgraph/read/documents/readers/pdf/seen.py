"""What of a page is seen: words that nobody sees in print, and pages that are pictures of words."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ctypes import addressof, c_int, c_uint, create_string_buffer
from itertools import chain, repeat
from typing import NamedTuple
from zlib import decompressobj, error

from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.rulings import list_boxes
from dupgraph.read.documents.readers.pdf.upright import Sheet

# A page with fewer words may have more in its pictures: of its area, how much these take; or how many paths draw it.
_FEW_WORDS = 30
_MOST = 0.5
_MANY_PATHS = 200
# Words that are not painted; from where on a colour of 0 to 255 is as good as white.
_UNPAINTED = 3
_WHITE = 248
# Points: what is filled may be a ground for words.
_GROUND = 5.0
_OPAQUE = 255
# Segments of a rectangle; of a grey of 0 to 255, by how much ink differs from what is around it at least.
_RECTANGLE = 6
_INK = 24
# Points: a page with longer sides is no sheet of paper.
_LONGEST = 5_000
# What says that a PDF has layers, and that some are switched off; objects that are packed, and bytes of these.
_LAYERS = b"/OCProperties"
_OFF = re.compile(rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF")
_PACKED = re.compile(rb"/ObjStm.{,2000}?stream\r?\n", re.DOTALL)
_PACKED_END = b"endstream"
_MOST_PACKED = 1 << 22
_colours = library.Slots(c_uint, 4)
_filled, _drawn = c_int(), c_int()
_draw_mode = addressof(_filled), addressof(_drawn)


class _Picture(NamedTuple):
    """A page as it is seen, in grey: a point of it for each point of the page."""

    points: bytes
    width: int
    edges: Box

    def shows(self, box: Box) -> bool:
        """Say whether there is ink in a part of the page."""
        left = max(0, int(box.left - self.edges.left))
        right = max(0, min(self.width, int(box.right - self.edges.left) + 1))
        top, bottom = int(self.edges.top - box.top), int(self.edges.top - box.bottom) + 1
        rows = range(max(top, 0), min(bottom, len(self.points) // self.width))
        seen = b"".join(self.points[row * self.width + left : row * self.width + right] for row in rows)
        return bool(seen) and max(seen) - min(seen) >= _INK


def has_layers_off(data: bytes) -> bool:
    """Say whether a PDF has layers that are switched off."""
    layers = off = False
    for part in chain((data,), _unpack_objects(data)):
        layers = layers or _LAYERS in part
        off = off or bool(_OFF.search(part))
        if layers and off:
            return True
    return False


def _unpack_objects(data: bytes) -> Iterator[bytes]:
    """Yield what a PDF has packed several objects in; what is damaged or encrypted has none."""
    for match in _PACKED.finditer(data):
        end = data.find(_PACKED_END, match.end())
        with suppress(error):
            yield decompressobj().decompress(data[match.end() : end if end >= 0 else None], _MOST_PACKED)


def may_be_picture(sheet: Sheet, text: str) -> bool:
    """Say whether a page of hardly any words is drawn as a picture of more."""
    objects = sheet.objects
    words = len(text.split(maxsplit=_FEW_WORDS))
    if words >= _FEW_WORDS:
        return False
    if not words and (objects.get(library.PICTURE) or objects.get(library.FORM)):
        return True
    return len(objects.get(library.PATH, ())) > _MANY_PATHS or _has_large_picture(sheet)


def find_unseen(sheet: Sheet, *, layers: bool) -> str:
    """Return the key of what is to be said of words that are not seen, where a page has some.

    They are not painted, or white on nothing, below what is drawn over them, or of a layer (some of the document's
    ``layers`` are switched off): or else they lie over a picture, where a program read them.
    """
    objects = sheet.objects
    words = objects.get(library.WORDS)
    if not words:
        return ""
    if _UNPAINTED in map(library.find_mode, words):
        return "mended_layer" if _has_large_picture(sheet) else "mended_unseen"
    _colours.clear(len(words))
    library.call_all(library.find_colour, words, *_colours.places)
    darkest = map(min, *_colours.list_columns(len(words))[:3])
    white = [found for found, shade in zip(words, darkest, strict=True) if shade >= _WHITE]
    grounds = chain.from_iterable(found for kind, found in objects.items() if kind != library.WORDS) if white else ()
    boxes = [box for _, box in list_boxes(grounds) if _is_ground(box)]
    if not all(_lies_on(box, boxes) for _, box in list_boxes(white)):
        return "mended_unseen"
    doubtful = list(list_boxes(words)) if layers else list(_list_covered(sheet))
    if not doubtful or sheet.turned or max(sheet.size) > _LONGEST:
        return ""
    picture = _draw_page(sheet)
    hidden = (found for found, box in doubtful if not picture.shows(box))
    return "mended_unseen" if any(map(_has_letters, repeat(sheet.text or 0), hidden)) else ""


def _list_covered(sheet: Sheet) -> Iterator[tuple[int, Box]]:
    """Yield the words that a filled rectangle is drawn over, with their boxes."""
    words = set(sheet.objects[library.WORDS])
    after = set(sheet.drawn[sheet.drawn.index(sheet.objects[library.WORDS][0]) :])
    paths = list_boxes(after.intersection(sheet.objects.get(library.PATH, ())))
    covers = {found: box for found, box in paths if _is_ground(box) and _is_cover(found)}
    if not covers:
        return
    above: list[Box] = []
    for found in reversed(sheet.drawn):
        if found in covers:
            above.append(covers[found])
        elif above and found in words:
            yield from (placed for placed in list_boxes((found,)) if _lies_on(placed[1], above))


def _is_cover(path: int) -> bool:
    library.find_draw_mode(path, *_draw_mode)
    if not _filled.value or library.count_segments(path) > _RECTANGLE:
        return False
    _colours.clear(1)
    library.find_colour(path, *(places[0] for places in _colours.places))
    return bool(_colours.values[3] == _OPAQUE)


def _is_ground(box: Box) -> bool:
    return min(box.right - box.left, box.height) >= _GROUND


def _draw_page(sheet: Sheet) -> _Picture:
    width, height = int(sheet.size[0]) or 1, int(sheet.size[1]) or 1
    points = create_string_buffer(b"\xff" * (width * height), width * height)
    picture = library.make_picture(width, height, 1, addressof(points), width)
    library.draw_page(picture, sheet.page, 0, 0, width, height, 0, 0)
    library.close_picture(picture)
    return _Picture(points.raw, width, sheet.edges)


def _has_letters(text: int, words: int) -> bool:
    return bool(library.read_string(library.find_words, words, text).strip())


def _has_large_picture(sheet: Sheet) -> bool:
    pictures = chain(sheet.objects.get(library.PICTURE, ()), sheet.objects.get(library.FORM, ()))
    area = sheet.size[0] * sheet.size[1]
    return any((box.right - box.left) * box.height >= _MOST * area for _, box in list_boxes(pictures))


def _lies_on(words: Box, grounds: Iterable[Box]) -> bool:
    across = (words.left + words.right) / 2
    return any(box.left <= across <= box.right and box.bottom <= words.middle <= box.top for box in grounds)
