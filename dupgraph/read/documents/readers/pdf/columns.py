"""Pages in two columns that are drawn line by line across both."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dupgraph.read.documents.readers.pdf.page import Box, Line, PageText, Sides, Word
from dupgraph.read.documents.readers.pdf.tables import make_line

# Lengths in points. Between columns is more room than a justified line has between words.
_NARROWEST = 9.0
_STEP = 3.0
_WIDEST_MARK = 25.0
_LEAST_LINES = 5
# Fewer words on a side are a label and its value, or figures: a table without rulings, to be read line by line.
_LEAST_WORDS = 2.5


def is_tried(number: int) -> bool:
    """Say whether the line of a page with this number is one of those that are tried for room between columns."""
    return number % (_LEAST_LINES - 1) == 0


def shows_gaps(
    text: PageText, words: Sequence[Sequence[tuple[int, int]]], runs: Sequence[Sequence[Box]], sides: Sequence[Sides]
) -> bool:
    """Say whether a line of a page has room in it as between columns: only then are all its words worth their places.

    Lines that are drawn in one go are tried here and there, so closely that no column is passed over, and there without
    the first and last of their words. ``sides`` are those of the lines' words, or nothing.
    """
    parts = (Sides([run.left for run in line], [run.right for run in line]) for line in runs if len(line) > 1)
    if any(map(_are_apart, parts)):
        return True
    numbers = [number for number in range(len(words)) if is_tried(number) and runs[number]]
    middles = [(number, slice(len(words[number]) // 6, -(len(words[number]) // 6) or None)) for number in numbers]
    if sides:
        tried = [Sides(sides[number].lefts[middle], sides[number].rights[middle]) for number, middle in middles]
    else:
        tried = text.list_sides([words[number][middle] for number, middle in middles])
    return any(map(_are_apart, tried))


def _are_apart(sides: Sides) -> bool:
    """Say whether two neighbours are, the first of which is more than a list's mark."""
    lefts, rights = sides
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
