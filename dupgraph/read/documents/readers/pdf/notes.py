"""Notes in smaller type beside the text of a page: each is read where the paragraph begins that it stands beside."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dupgraph.read.documents.printed import Box, Line
from dupgraph.read.documents.readers.pdf.order import set_in_order
from dupgraph.read.documents.readers.pdf.tables import Table

# Points by which the type of notes is smaller at least, and by which they stand apart from the text.
_SMALLER = 0.6
_APART = 2.0
_FEWEST_LETTERS = 3
# Of the lower one's height, what is on one level; of a line's height, how far the next one of a note is; of the usual
# distance between lines, what parts paragraphs.
_SHARED = 0.25
_FAR = 2.0
_WIDE = 1.2

_Items = list[Line | Table]
_Type = tuple[float, bool]


def place_notes(items: _Items) -> _Items:
    """Return what stands on a page with each note where the paragraph begins that it stands beside."""
    lines = [item for item in items if isinstance(item, Line) and item.box]
    if len({line.size for line in lines}) <= 1:
        return items
    letters: Counter[_Type] = Counter()
    for line in lines:
        letters[line.size or 0.0, line.bold] += len(line.text)
    usual = max(letters, key=letters.__getitem__)
    small = [line for line in lines if (line.size or 0.0) <= usual[0] - _SMALLER and not line.repeated]
    if not small:
        return items
    taken = {id(line) for line in small}
    text = [item.box for item in items if item.box and id(item) not in taken]
    notes = [note for note in _list_notes(small) if any(_is_beside(line.box, text) for line in note if line.box)]
    taken = {id(line) for note in notes for line in note}
    rest = [item for item in items if id(item) not in taken]
    return (_set_notes(set_in_order(rest), notes, usual) if notes else None) or items


def _set_notes(items: _Items, notes: Sequence[list[Line]], usual: _Type) -> _Items | None:
    """Return what stands on a page, in order, with its notes; None where nobody knows what one stands beside.

    Beside several columns that is known of what begins as high as these. ``usual`` is the type of text.
    """
    boxes = [item.box for item in items if item.box]
    columns = any(below.middle > above.middle for above, below in pairwise(boxes))
    begun = _list_beginnings(items, usual)
    placed: dict[int, _Items] = {}
    for note in notes:
        high = max(line.box.middle for line in note if line.box)
        place = next((n for n, item in enumerate(items) if item.box and item.box.bottom < high), len(items))
        if columns and any(item.box.bottom > high for item in items[place:] if item.box):
            return None
        if not columns:
            place = _find_paragraph(items, place, begun, usual)
        placed.setdefault(place, []).extend(note)
    return [item for n in range(len(items) + 1) for item in (*placed.get(n, ()), *items[n : n + 1])]


def _find_paragraph(items: _Items, place: int, begun: Sequence[int], usual: _Type) -> int:
    """Return where on a page the paragraph begins in which a place is; the next one, where that is a heading's.

    What a paragraph goes on with from the page before is left whole: its end.
    """
    before = max((n for n in begun if n <= place), default=0)
    if before and all(_has_type(item, usual) for item in items[before : place + 1]):
        return before
    after = min((n for n in begun if n > place), default=len(items))
    within = place < len(items) and _has_type(items[place], usual)
    return next((n for n in range(place, after) if within and not _has_type(items[n], usual)), after)


def _list_beginnings(items: _Items, usual: _Type) -> list[int]:
    """Return where paragraphs begin on a page: below another type, or further below a line than lines are."""
    pairs = [(above.box, below.box) for above, below in pairwise(items) if above.box and below.box]
    steps = sorted(step for above, below in pairs if (step := above.middle - below.middle) > 1)
    most = _WIDE * steps[len(steps) // 2] if steps else 0.0
    return [
        n
        for n, (above, item) in enumerate(pairwise(items), 1)
        if _has_type(item, usual)
        and (not _has_type(above, usual) or not (above.box and item.box and above.box.middle - item.box.middle <= most))
    ]


def _has_type(item: Line | Table, usual: _Type) -> bool:
    return isinstance(item, Line) and (item.size or 0.0, item.bold) == usual


def _is_beside(box: Box, text: Sequence[Box]) -> bool:
    """Say whether something stands as high as a line, and all that does apart from it."""
    level = [
        other
        for other in text
        if min(box.top, other.top) - max(box.bottom, other.bottom) > _SHARED * min(box.height, other.height)
    ]
    return bool(level) and all(box.right < other.left - _APART or box.left > other.right + _APART for other in level)


def _list_notes(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield lines that stand close below one another, but for those that are no words."""
    note: list[Line] = []
    for line in lines:
        if note and not _follows(note[-1].box, line.box):
            yield from _list_worded(note)
            note = []
        note.append(line)
    yield from _list_worded(note)


def _follows(above: Box | None, here: Box | None) -> bool:
    if above is None or here is None:
        return False
    near = 0 <= above.middle - here.middle <= _FAR * here.height
    return near and here.left < above.right and above.left < here.right


def _list_worded(note: list[Line]) -> list[list[Line]]:
    return [note] if sum(map(str.isalpha, "".join(line.text for line in note))) >= _FEWEST_LETTERS else []
