"""Stamps: what is printed over most pages at one place, across their text or beside it: a watermark, a signature."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from dupgraph.read.documents.printed import Box, Line
from dupgraph.read.documents.readers.pdf.tables import Table

_Key = tuple[str, int, int]
_DIGITS = re.compile(r"\d+")
# Pages that are stamped at least.
_FEWEST = 3
# Points by which a stamp stands over a line, or beside all of them.
_OVER = 2.0


def mark_stamps(pages: list[list[Line | Table]]) -> None:
    """Mark the lines that are stamped on most pages as repeated: they are none of the text."""
    counts = Counter(key for items in pages for key in {_find_key(line) for line in _list_lines(items)})
    often = {key for key, count in counts.items() if count >= _FEWEST and count * 2 > len(pages)}
    # A page with little text may have none below its stamp.
    apart = Counter(key for items in pages if often for key in _list_apart(items, often))
    stamps = {key for key, count in apart.items() if count * 2 > counts[key]}
    for items in pages if stamps else ():
        for place, item in enumerate(items):
            if isinstance(item, Line) and item.box and _find_key(item) in stamps:
                items[place] = item._replace(repeated=True)


def _list_apart(items: Sequence[Line | Table], often: Container[_Key]) -> set[_Key]:
    """Return those of a page's lines which stand on many pages that are apart from all other lines."""
    found: dict[_Key, Box] = {}
    others = [item.box for item in items if isinstance(item, Table)]
    for line in _list_lines(items):
        key = _find_key(line)
        if line.box and key in often:
            found[key] = line.box
        elif line.box:
            others.append(line.box)
    return {key for key, box in found.items() if others and _is_apart(box, others)}


def _list_lines(items: Sequence[Line | Table]) -> Iterator[Line]:
    return (item for item in items if isinstance(item, Line) and item.box and not item.text.isspace())


def _find_key(line: Line) -> _Key:
    box = line.box or Box(0, 0, 0, 0)
    return _DIGITS.sub("0", line.text.strip()), round(box.left), round(box.bottom)


def _is_apart(box: Box, others: Sequence[Box]) -> bool:
    """Say whether a box stands over one of others, or beside all of them, as no running head does."""
    if box.left > max(own.right for own in others) - _OVER or box.right < min(own.left for own in others) + _OVER:
        return True
    return any(
        min(box.right, own.right) - max(box.left, own.left) > _OVER
        and min(box.top, own.top) - max(box.bottom, own.bottom) > _OVER
        for own in others
    )
