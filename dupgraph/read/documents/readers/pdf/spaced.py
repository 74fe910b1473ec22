"""Words whose letters are set apart, and words that stand close: told by the room between letters.

Titles in capitals often have the one, and what layout programs set tightly the other.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import inf

from dupgraph.read.documents.printed import Line, Sides, place_words
from dupgraph.read.documents.readers.pdf.page import PageText, Span

_FEWEST_LETTERS = 6
# Of a letter's height: the least room between most of the letters that are set apart, and the most that is usual.
_APART = 0.05
_WIDEST = 1.2
_MOST = 0.8
# Of the room between such letters, what is between words.
_WIDER = 1.4
# Of its size, the room that a letter takes, blanks beside it included, in a line that may have its letters apart.
_WIDE = 0.7
# Characters to a blank: letters one by one have fewer.
_SINGLE = 3
# Characters to a blank: no Italian page has as many. And of a letter's height, the least room that a blank has.
_CLOSE = 9.0
_LEAST = 0.1
# Capitals that type sets so close to a blank between them that pdfium finds none.
_KERNED = "AA", "ÀA"
# A number of several parts right before its title: the tab behind it may leave less room than a blank, or none.
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})+\.?)[A-ZÀ-Ú](?:[’']|[^\W\d_]{2})")
_LONE = re.compile(r"(?<!\S)[b-df-hj-np-tv-z](?!\S)", re.IGNORECASE)


def may_be_spaced(line: Line) -> bool:
    """Say whether a line may have its letters set apart: there are so many blanks, or it is so long for its letters.

    What begins in capitals, or is in bold and has a consonant that stands alone, may have a part of it so; between two
    A may be a blank, and behind a number one is missing.

    >>> may_be_spaced(Line("I N D I C E")), may_be_spaced(Line("Il Comune cura i parchi"))
    (True, False)
    """
    text, box = line.text, line.box
    blanks = text.count(" ")
    if _SINGLE * blanks > len(text) or text[:3].isupper() or (line.bold and _LONE.search(text)):
        return True
    if _KERNED[0] in text or _KERNED[1] in text or (text[:1].isdigit() and _NUMBERED.match(text)):
        return True
    return box is not None and 0 < _WIDE * (line.size or 0.0) * (len(text) - blanks) < box.right - box.left


def is_close(text: str) -> bool:
    """Say whether so few of a page's words are apart that others must stand too close.

    >>> is_close("Il Comune cura i parchi"), is_close("IlComunecura iparchi delquartiere")
    (False, True)
    """
    return len(text) > _CLOSE * (text.count(" ") + text.count("\n") + 1)


def part_words(text: PageText, line: Line, place: Span, *, close: bool, places: bool) -> Line:
    """Return a line (at ``place`` of the text) with its words as the room between letters tells; with their places.

    On a page whose words stand ``close`` all lines are parted so, else capitals, and what has its letters set apart: a
    line, or a part of it, as a label is before its title. A number is parted from its title whatever the room is.
    """
    at = [place for place in range(*place) if not text.text[place].isspace()]
    if len(at) < _FEWEST_LETTERS:
        return line
    sides = text.find_sides(text.find_letters(at))
    gaps = [left - right for left, right in zip(sides.lefts[1:], sides.rights, strict=False)]
    height = sides.heights[0]
    signs = [text.text[place] for place in at]
    letters = list(map(str.isalpha, signs))
    stretches = _list_stretches(gaps, letters, height)
    blanks = [after - before > 1 for before, after in pairwise(at)]
    # Where letters are not apart, words are parted as they are in the text, and capitals at a blank that it lacks.
    least = sorted(gaps)[len(gaps) // 2] + _LEAST * height
    capitals = map(str.isupper, signs)
    most = [least if close or (before and after) else inf for before, after in pairwise(capitals)]
    if numbered := _NUMBERED.match("".join(signs)):
        most[numbered.end("number") - 1] = -inf
    if not (stretches or close or any(gap > most[number] and not blanks[number] for number, gap in enumerate(gaps))):
        return line
    for first, end, usual in stretches:
        most[first:end] = [_WIDER * usual] * (end - first)
        blanks[first:end] = [False] * (end - first)
    parted = (number for number, gap in enumerate(gaps) if gap > most[number] or blanks[number])
    ends = [0, *(number + 1 for number in parted), len(at)]
    words = ["".join(signs[first:end]) for first, end in pairwise(ends)]
    lefts, rights = [sides.lefts[first] for first in ends[:-1]], [sides.rights[end - 1] for end in ends[1:]]
    starts = [len(" ".join([*words[:number], ""])) for number in range(len(words))]
    placed = place_words(starts, Sides(lefts, rights)) if places else line.places
    return line._replace(text=" ".join(words), room=rights[0] - lefts[0], places=placed)


def _list_stretches(gaps: Sequence[float], letters: Sequence[bool], height: float) -> list[tuple[int, int, float]]:
    """Return the stretches of a line that have their letters apart: all of it, or parts; and the usual room there.

    Each is from one gap to another.
    """
    apart = [gap > _APART * height for gap in gaps]
    found = [(0, len(gaps))] if sum(apart) >= _MOST * len(gaps) else list(_list_runs(apart))
    stretches = []
    for first, end in found:
        usual = sorted(gaps[first:end])[(end - first) // 2]
        if usual <= _WIDEST * height and sum(letters[first : end + 1]) * 2 > end + 1 - first:
            stretches.append((first, end, usual))
    return stretches


def _list_runs(apart: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where enough gaps in a row are wide, those on either side of the run aside: they are between words."""
    first = 0
    for wide, run in groupby(apart):
        end = first + len(list(run))
        if wide and end - first >= _FEWEST_LETTERS:
            yield first + (first > 0), end - (end < len(apart))
        first = end
