"""Notes in smaller type beside the text of a page: each is read where the paragraph begins that it stands beside."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dupgraph.read.documents.printed import Box, Line
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


def take_notes(items: _Items) -> tuple[_Items, list[list[Line]]]:
    """Return what stands on a page without its notes, and the lines of each of these."""
    lines = [item for item in items if isinstance(item, Line) and item.box]
    if len({line.size for line in lines}) <= 1:
        return items, []
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size or 0.0] += len(line.text)
    most = max(letters.values(), default=0)
    size = max((size for size, count in letters.items() if count == most), default=0.0)
    small = [line for line in lines if (line.size or 0.0) <= size - _SMALLER]
    if not small:
        return items, []
    text = [
        item.box for item in items if item.box and (isinstance(item, Table) or (item.size or 0.0) > size - _SMALLER)
    ]
    notes = [note for note in _list_notes(small) if any(_is_beside(line.box, text) for line in note if line.box)]
    taken = {id(line) for note in notes for line in note}
    return [item for item in items if id(item) not in taken] if notes else items, notes


def set_notes(items: _Items, notes: Sequence[list[Line]]) -> _Items | None:
    """Return what stands on a page, in order, with its notes; None where nobody knows what one stands beside.

    Beside several columns that is known of what begins as high as these.
    """
    boxes = [item.box for item in items if item.box]
    columns = any(below.middle > above.middle for above, below in pairwise(boxes))
    begun = _list_beginnings(items)
    placed: dict[int, _Items] = {}
    for note in notes:
        high = max(line.box.middle for line in note if line.box)
        place = _find_place(items, high, headed=columns)
        if columns and any(item.box.bottom > high for item in items[place:] if item.box):
            return None
        # What a paragraph goes on with from the page before is left whole.
        before = max((n for n in begun if n <= place), default=0)
        after = min((n for n in begun if n > place), default=len(items))
        placed.setdefault(before or after, []).extend(note)
    return [item for n in range(len(items) + 1) for item in (*placed.get(n, ()), *items[n : n + 1])]


def _find_place(items: _Items, high: float, *, headed: bool) -> int:
    """Return where what stands below or beside a note begins; a heading beside it is above it, or else ``headed``."""
    place = next((n for n, item in enumerate(items) if item.box and item.box.bottom < high), len(items))
    while not headed and place + 1 < len(items) and _is_heading(items[place], items[place + 1]):
        box = items[place].box
        if box is None or box.top < high:
            break
        place += 1
    return place


def _is_heading(item: Line | Table, below: Line | Table) -> bool:
    if isinstance(item, Table) or isinstance(below, Table):
        return False
    return (item.size or 0.0) > (below.size or 0.0) or item.bold > below.bold


def _list_beginnings(items: _Items) -> list[int]:
    """Return what on a page is of other type than what stands above it, or further below that than lines are."""
    pairs = [(above.box, below.box) for above, below in pairwise(items) if above.box and below.box]
    steps = sorted(step for above, below in pairs if (step := above.middle - below.middle) > 1)
    most = _WIDE * steps[len(steps) // 2] if steps else 0.0
    return [n for n, (above, item) in enumerate(pairwise(items), 1) if _begins(above, item, most)]


def _begins(above: Line | Table, item: Line | Table, most: float) -> bool:
    if isinstance(above, Table) or isinstance(item, Table) or not above.box or not item.box:
        return True
    return (above.size, above.bold) != (item.size, item.bold) or above.box.middle - item.box.middle > most


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
