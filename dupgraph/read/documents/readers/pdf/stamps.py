"""Stamps: what is printed over most pages at one place, across their text or beside it: a watermark, a signature.

And tabs: what stands in the margin of some pages, as the name of their chapter does.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import chain, pairwise

from dupgraph.read.documents.printed import Box, Line
from dupgraph.read.documents.readers.pdf.tables import Table

_Key = tuple[str, int, int]
_DIGITS = re.compile(r"\d+")
# Letters by which lines at one place are told from one another at first.
_BEGUN = 4
# Pages that are stamped at least.
_FEWEST = 3
# Lines that come again on a page at most, heads and stamps: a form that is printed on each page has more.
_MOST = 40
# Points by which a stamp stands over a line, or beside all of them.
_OVER = 2.0
# Of a page's width, its outer margin; and the fewest letters of a name that stands there.
_MARGIN = 0.1
_LETTERS = 3


def mark_stamps(pages: list[list[Line | Table]]) -> None:
    """Mark the lines that are stamped on most pages as repeated: they are none of the text."""
    begun = [_find_keys(items, _BEGUN) for items in pages]
    # Most lines of a text are told apart by how they begin, and where.
    often = _list_often(begun)
    if not often:
        return
    kept = [{place for place, key in keys.items() if key in often} for keys in begun]
    found = [_find_keys(items, None, places) for items, places in zip(pages, kept, strict=True)]
    often = _list_often(found)
    # A page with little text may have none below its stamp.
    apart = Counter(chain.from_iterable(map(_list_apart, pages, found, [often] * len(pages))))
    counts = Counter(chain.from_iterable(set(keys.values()) for keys in found))
    for items, keys in zip(pages, found, strict=True):
        for place, key in keys.items():
            line = items[place]
            if isinstance(line, Line) and apart[key] * 2 > counts[key]:
                items[place] = line._replace(repeated=True)


def mark_tabs(pages: list[list[Line | Table]], widths: Sequence[float]) -> None:
    """Mark the name in the outer margin that stands on several pages at one place as repeated: their chapter's.

    ``widths`` are those of the pages. Several names on a page may be labels of the text beside them.
    """
    found = [_find_keys(items, None, _list_beside(items, width)) for items, width in zip(pages, widths, strict=True)]
    counts = Counter(chain.from_iterable(set(keys.values()) for keys in found))
    for items, keys in zip(pages, found, strict=True):
        # A mark or number at one place on two pages may be an item's.
        again = [place for place, key in keys.items() if counts[key] > 1 and sum(map(str.isalpha, key[0])) >= _LETTERS]
        lines = {place: line for place in again if isinstance(line := items[place], Line)}
        if _is_one([line.box for line in lines.values() if line.box]):
            for place, line in lines.items():
                items[place] = line._replace(repeated=True)


def _list_beside(items: Sequence[Line | Table], width: float) -> set[int]:
    """Return the lines in the outer margin of a page, beside all that does not stand there."""
    left, right = _MARGIN * width, (1 - _MARGIN) * width
    boxes = {place: box for place, item in enumerate(items) if (box := item.box)}
    outer = {place for place, box in boxes.items() if box.right < left or box.left > right}
    if not outer:
        return outer
    inner = [box for place, box in boxes.items() if place not in outer]
    left, right = min((box.left for box in inner), default=left), max((box.right for box in inner), default=right)
    return {place for place in outer if boxes[place].right < left or boxes[place].left > right}


def _is_one(boxes: Sequence[Box]) -> bool:
    """Say whether lines stand below one another with no room between them for another one."""
    ordered = sorted(boxes, key=lambda box: -box.top)
    return all(above.bottom - below.top <= above.height for above, below in pairwise(ordered))


def _find_keys(items: Sequence[Line | Table], size: int | None, among: Container[int] | None = None) -> dict[int, _Key]:
    """Return what makes lines the same on several pages, by their places: where they are, and how they begin."""
    return {
        place: (item.text[:size] if size else _DIGITS.sub("0", item.text), round(item.box.left), round(item.box.bottom))
        for place, item in enumerate(items)
        if isinstance(item, Line) and item.box and (among is None or place in among)
    }


def _list_often(pages: Sequence[dict[int, _Key]]) -> set[_Key]:
    """Return what stands on several pages, and on most."""
    counts = Counter(chain.from_iterable(set(keys.values()) for keys in pages))
    return {key for key, count in counts.items() if count >= _FEWEST and count * 2 > len(pages)}


def _list_apart(items: Sequence[Line | Table], keys: dict[int, _Key], often: Container[_Key]) -> set[_Key]:
    """Return those of a page's lines which stand on many pages that are apart from all others, and its tables."""
    own = {place for place, key in keys.items() if key in often}
    others = [item.box for place, item in enumerate(items) if item.box and place not in own]
    if not others or len(own) > _MOST:
        return set()
    left, right = min(box.left for box in others) + _OVER, max(box.right for box in others) - _OVER
    boxes = {keys[place]: items[place].box for place in own}
    # Beside all others, as no running head is, or over one of them.
    return {
        key
        for key, box in boxes.items()
        if box and (box.left > right or box.right < left or any(_is_over(box, other) for other in others))
    }


def _is_over(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left) > _OVER
    return across and min(one.top, other.top) - max(one.bottom, other.bottom) > _OVER
