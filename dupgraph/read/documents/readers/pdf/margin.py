"""Numbers in a page's margin that count its lines: they are left out, as they stand within sentences."""

import re
from itertools import pairwise

from dupgraph.read.documents.readers.pdf.page import PageText, Span

_NUMBER = re.compile(r"\s*(\d{1,3})[ \t]+(?=\S)")
# Numbers that are sure.
_FEWEST = 3
# Of the numbers, how many must count the lines between them.
_MOST = 0.7
# Points between the numbers and the text at least; lines that may stand as far left: the head and the foot.
_ROOM = 4.0
_BESIDE = 2


def leave_margin(text: PageText, lines: list[Span]) -> list[Span]:
    """Return a page's lines without the numbers that count them, left of all text.

    Numbers of lines next to one another are so only in smaller type: else they can be those of rows.
    """
    found = {place: match for place, span in enumerate(lines) if (match := _NUMBER.match(text.text, *span))}
    if len(found) < _FEWEST:
        return lines
    begun = [found[place].end() if place in found else start for place, (start, end) in enumerate(lines) if start < end]
    lefts = sorted(text.find_sides(text.find_letters(begun)).lefts)
    edge = lefts[len(lefts) // 2] - _ROOM
    rights = text.find_sides(text.find_letters([match.end(1) - 1 for match in found.values()])).rights
    numbers = [place for place, right in zip(found, rights, strict=True) if right < edge]
    steps = [(after - before, int(found[after][1]) - int(found[before][1])) for before, after in pairwise(numbers)]
    counted = sum(lines == count for lines, count in steps) >= _MOST * len(steps)
    if len(numbers) < _FEWEST or not counted or lefts[: _BESIDE + 1][-1] < edge:
        return lines
    if any(apart == 1 for apart, _ in steps) and not all(_is_small(text, found[place]) for place in numbers):
        return lines
    return [(found[place].end(), end) if place in numbers else (start, end) for place, (start, end) in enumerate(lines)]


def _is_small(text: PageText, match: re.Match[str]) -> bool:
    """Say whether a number is of smaller type than what follows."""
    number, word = (text.find_type(place, None)[0] or 0.0 for place in (match.start(1), match.end()))
    return number < word
