"""The order of what stands on a page: from its top, where it is drawn in another one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, groupby, pairwise
from operator import ge
from typing import NamedTuple

from dupgraph.read.documents.printed import Box, Line, enclose
from dupgraph.read.documents.readers.pdf.tables import Table

# Of the lower one's height: what is as high on the page stands on one line.
_SHARED = 0.5
# Of its width, what shares it with others that stand above and below.
_WITHIN = 0.9
# What is drawn in more goes has no order that could be told.
_MOST_GOES = 20


class _Part(NamedTuple):
    """What stands at one place of a page, with the empty lines below it, and the go in which it is drawn."""

    box: Box
    items: list[Line | Table]
    go: int


def set_in_order(items: list[Line | Table]) -> list[Line | Table]:
    """Return what stands on a page from its top, where it is drawn in several goes, each from its own top.

    Browsers draw headings with a place of their own after all text. Where columns or boxes stand beside one another
    they are left, and what stands between the lines of another go is set there: word processors draw frames before the
    text, or after it.
    """
    heights = [item.box.bottom + item.box.top for item in items if item.box]
    if all(map(ge, heights, heights[1:])):
        return items
    parts: list[_Part] = []
    for item in items:
        box = item.box
        if box is not None:
            go = parts[-1].go + (box.bottom >= parts[-1].box.top) if parts else 0
            parts.append(_Part(box, [item], go))
        elif parts:
            # An empty line stays below the one above it.
            parts[-1].items.append(item)
        else:
            return items
    placed = sorted(parts, key=_find_depth)
    if any(_stand_side_by_side(above.box, below.box) for above, below in pairwise(placed)):
        placed = _merge_goes(parts)
    return [item for part in placed for item in part.items]


def _merge_goes(parts: Sequence[_Part]) -> list[_Part]:
    """Return what is drawn in each go, with what stands between it of shorter goes after and before.

    Text stands between a head and a foot that are drawn after it, too, and is longer.
    """
    goes = [list(own) for _, own in groupby(parts, key=lambda part: part.go)]
    boxes = [enclose([part.box for part in go]) for go in goes]
    for number, go in enumerate(goes if len(goes) <= _MOST_GOES else ()):
        goes[number] = []
        others = chain(range(number + 1, len(goes)), range(number))
        longer = [other for other in others if len(goes[other]) > len(go)]
        for stretch in _split_columns(go):
            box = enclose([part.box for part in stretch])
            fitting = (other for other in longer if _lies_within(box, boxes[other]))
            place = next((other for other in fitting if not _stands_beside(stretch, goes[other])), number)
            if place == number:
                goes[number] += stretch
            else:
                around = _find_around(stretch, goes[place])
                goes[place][around] = merge(goes[place][around], stretch, key=_find_depth)
                boxes[place] = enclose([boxes[place], box])
        boxes[number] = enclose([part.box for part in goes[number] or go])
    return list(chain.from_iterable(goes))


def _split_columns(go: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield what stands above one another of a go: what begins beyond the middle of the last is in another column."""
    column = [go[0]]
    for last, part in pairwise(go):
        left, right = sorted((last.box, part.box), key=lambda box: box.left)
        if part.box.top <= last.box.bottom and right.left > (left.left + left.right) / 2:
            yield column
            column = []
        column.append(part)
    yield column


def _lies_within(one: Box, other: Box) -> bool:
    """Say whether a part of a page stands between the top and the foot of another, and in its column."""
    narrower = min(one.right - one.left, other.right - other.left)
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared >= _WITHIN * narrower and other.bottom < one.bottom and one.top < other.top


def _stands_beside(stretch: Sequence[_Part], go: Sequence[_Part]) -> bool:
    """Say whether some of a stretch stands beside a part of another go."""
    placed = merge(go[_find_around(stretch, go)], stretch, key=_find_depth)
    return any(above.go != below.go and _stand_side_by_side(above.box, below.box) for above, below in pairwise(placed))


def _find_around(stretch: Sequence[_Part], go: Sequence[_Part]) -> slice:
    """Return what of another go stands beside a stretch, right above and right below it."""
    first, last = bisect_left(go, _find_depth(stretch[0]), key=_find_depth), _find_depth(stretch[-1])
    return slice(max(first - 1, 0), bisect_right(go, last, key=_find_depth) + 1)


def _find_depth(part: _Part) -> float:
    return -part.box.middle


def _stand_side_by_side(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > _SHARED * min(one.height, other.height)
