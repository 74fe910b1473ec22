"""Stamps: what is printed over most pages at one place, across their text or beside it: a watermark, a signature.

And tabs: what stands in the margin of some pages, as the name of their chapter does.
"""

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import chain

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
    """Mark the words in the outer margin that stand on several pages at one place as repeated: a chapter's name.

    ``widths`` are those of the pages.
    """
    found: list[dict[int, _Key]] = []
    for items, width in zip(pages, widths, strict=True):
        edges = _MARGIN * width, (1 - _MARGIN) * width
        beside = {
            place
            for place, item in enumerate(items)
            if isinstance(item, Line) and item.box and (item.box.right < edges[0] or item.box.left > edges[1])
        }
        found.append(_find_keys(items, None, beside) if beside else {})
    counts = Counter(chain.from_iterable(set(keys.values()) for keys in found))
    for items, keys in zip(pages, found, strict=True):
        for place, key in keys.items():
            line = items[place]
            # A mark or number at one place on two pages may be an item's.
            if isinstance(line, Line) and counts[key] > 1 and sum(map(str.isalpha, line.text)) >= _LETTERS:
                items[place] = line._replace(repeated=True)


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
