"""Pages in two columns that are drawn line by line across both."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dupgraph.read.documents.printed import Box, Line, Sides, Word
from dupgraph.read.documents.readers.pdf.page import PageText, Spans
from dupgraph.read.documents.readers.pdf.tables import make_line

# Lengths in points. Between columns is more room than a justified line has between words.
_NARROWEST = 9.0
_STEP = 3.0
_WIDEST_MARK = 25.0
# What is less than this higher or lower stands on the same line.
_SAME_LINE = 2.0
_LEAST_LINES = 5
# Of so many lines one is tried for room.
TRIED = _LEAST_LINES - 1
# Fewer words on a side are a label and its value, or figures: a table without rulings, to be read line by line.
_LEAST_WORDS = 2.5


def shows_gaps(
    runs: Sequence[Sequence[Box]], spans: Spans, sides: Sides, lines: Sequence[Line], *, goes_on: bool
) -> bool:
    """Say whether a page has room as between columns: only then are the places of all its words worth their time.

    Lines that are drawn in one go are tried here and there, so closely that no column is passed over, and there without
    the first and last of their words, whose ``sides`` these are. The head and the foot of a page often have room: by
    themselves they are nothing, if no table has its cells drawn one below the other and so goes up the page for the
    next. Where one ``goes_on`` here, its rows may be few.
    """
    if goes_on:
        return True
    apart = [
        number
        for number, own in enumerate(runs)
        if (len(own) > 1 and _are_apart([run.left for run in own], [run.right for run in own]))
        or (own and number % TRIED == 0 and _has_room(sides, *spans.bounds[number : number + 2]))
    ]
    if not apart:
        return False
    middles = [box.middle if box else None for box in (line.box for line in lines)]
    drawn = [middle for middle in middles if middle is not None]
    low, high = min(drawn) + _SAME_LINE, max(drawn) - _SAME_LINE
    if any(low < (middles[number] or 0.0) < high for number in apart):
        return True
    inner = [middle for middle in drawn if low < middle < high]
    return any(here > above - _SAME_LINE for above, here in pairwise(inner))


def _has_room(sides: Sides, first: int, end: int) -> bool:
    edge = (end - first) // 6
    middle = slice(first + edge, end - edge)
    return _are_apart(sides.lefts[middle], sides.rights[middle])


def _are_apart(lefts: Sequence[float], rights: Sequence[float]) -> bool:
    """Say whether two neighbours are, the first of which is more than a list's mark."""
    gaps = [right for right, left in zip(rights, lefts[1:], strict=False) if left - right >= _NARROWEST]
    return bool(gaps) and max(gaps) - lefts[0] > _WIDEST_MARK


def split_columns(text: PageText, lines: Sequence[list[Word]]) -> list[Line] | None:
    """Return the lines of a page column by column, where it is drawn in two and across both; else None.

    Lines above and below the columns, and those that cross the gutter between them, stay where they are.
    """
    lines = [line for line in lines if line]
    gutter = _find_gutter(text, lines)
    if gutter is None:
        return None
    sides = [_split_line(line, gutter) for line in lines]
    both = [place for place, (left, right) in enumerate(sides) if left and right]
    band = range(both[0], both[-1] + 1)
    left = [side for place in band if (side := sides[place][0])]
    # The last lines of the longer column stand below the other's end.
    below = [place for place in range(band.stop, len(lines)) if not _crosses(lines[place], gutter)]
    tail = [lines[place] for place in below if place - band.stop == below.index(place)]
    right = [side for place in band if (side := sides[place][1])]
    for line in tail:
        (left if line[0].left < gutter else right).append(line)
    after = lines[band.stop + len(tail) :]
    ordered = [*lines[: band.start], *left, *right, *after]
    return [make_line(text, line) for line in ordered]


def _find_gutter(text: PageText, lines: Sequence[list[Word]]) -> float | None:
    """Return the middle of the gap that most lines share, where it is a gutter between two columns of text."""
    if len(lines) < _LEAST_LINES:
        return None
    edges = [word.left for line in lines for word in line], [word.right for line in lines for word in line]
    start, width = min(edges[0]), max(edges[1]) - min(edges[0])
    low, high = start + width * 0.25, start + width * 0.75
    votes: Counter[int] = Counter()
    for line in lines:
        for before, after in pairwise(sorted(line, key=lambda word: word.left)):
            if after.left - before.right >= _NARROWEST:
                first, last = max(low, before.right), min(high, after.left)
                votes.update(range(int(first / _STEP) + 1, int(last / _STEP) + 1))
    if not votes:
        return None
    best = max(votes.values())
    places = [place for place, count in votes.items() if count == best]
    gutter = sorted(places)[len(places) // 2] * _STEP
    return gutter if best >= _LEAST_LINES and _reads_as_columns(text, lines, gutter) else None


def _reads_as_columns(text: PageText, lines: Sequence[list[Word]], gutter: float) -> bool:
    """Say whether what stands on both sides is running text, and hardly a line crosses between the first and last."""
    sides = [_split_line(line, gutter) for line in lines]
    both = [place for place, (left, right) in enumerate(sides) if left and right]
    if len(both) < _LEAST_LINES:
        return False
    crossing = sum(_crosses(lines[place], gutter) for place in range(both[0], both[-1] + 1))
    if crossing:
        return False
    lengths = [tuple(sum(text.text[w.start].isalpha() for w in side) for side in sides[place]) for place in both]
    return all(sum(side) / len(both) >= _LEAST_WORDS for side in zip(*lengths, strict=True))


def _split_line(line: list[Word], gutter: float) -> tuple[list[Word], list[Word]]:
    if _crosses(line, gutter):
        return [], []
    ordered = sorted(line, key=lambda word: word.left)
    return [word for word in ordered if word.left < gutter], [word for word in ordered if word.left >= gutter]


def _crosses(line: list[Word], gutter: float) -> bool:
    """Say whether a line runs through the gutter as if it were not there."""
    if any(word.left < gutter < word.right for word in line):
        return True
    ordered = sorted(line, key=lambda word: word.left)
    return any(
        before.right <= gutter <= after.left and after.left - before.right < _NARROWEST
        for before, after in pairwise(ordered)
    )
