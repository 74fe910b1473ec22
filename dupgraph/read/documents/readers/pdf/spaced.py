"""Words whose letters are set apart, and words that stand close: told by the room between letters.

Titles in capitals often have the one, and what layout programs set tightly the other.
"""

import re
from itertools import pairwise

from dupgraph.read.documents.printed import Line, Sides, place_words
from dupgraph.read.documents.readers.pdf.page import PageText, Span

_FEWEST_LETTERS = 6
_MOST = 0.8
# Of the room between letters, what is between words; and of a letter's height, the most that is between letters.
_WIDER = 1.4
_WIDEST = 1.2
# Characters to a blank: no Italian page has as many. And of a letter's height, the least room that a blank has.
_CLOSE = 9.0
_LEAST = 0.1
_LETTER = re.compile(r"\S")


def is_spaced(words: str) -> bool:
    """Say whether a line has its letters one by one.

    >>> is_spaced("I N D I C E"), is_spaced("C A P O 1 0"), is_spaced("1 2 3 4 5 6"), is_spaced("A e B")
    (True, True, False, False)
    """
    if words[1:2] != " " or words[3:4] != " ":
        return False
    parts = words.split()
    letters = sum(len(part) == 1 and part.isalpha() for part in parts)
    single = sum(len(part) == 1 for part in parts)
    return len(parts) >= _FEWEST_LETTERS and single >= _MOST * len(parts) and letters * 2 > len(parts)


def is_close(text: str) -> bool:
    """Say whether so few of a page's words are apart that others must stand too close.

    >>> is_close("Il Comune cura i parchi"), is_close("IlComunecura iparchi delquartiere")
    (False, True)
    """
    return len(text) > _CLOSE * (text.count(" ") + text.count("\n") + 1)


def part_words(text: PageText, line: Line, place: Span, *, places: bool) -> Line:
    """Return a line (at ``place`` of the text) with its words as the room between letters tells; with their places."""
    at = [place[0] + match.start() for match in _LETTER.finditer(text.text[slice(*place)])]
    if len(at) < _FEWEST_LETTERS:
        return line
    spaced = is_spaced(line.text)
    sides = text.find_sides(text.find_letters(at))
    gaps = [left - right for left, right in zip(sides.lefts[1:], sides.rights, strict=False)]
    usual, height = sorted(gaps)[len(gaps) // 2], sides.heights[0]
    if spaced and usual > _WIDEST * height:
        return line
    most = _WIDER * usual if spaced else usual + _LEAST * height
    blanks = [not spaced and after - before > 1 for before, after in pairwise(at)]
    parted = (number for number, gap in enumerate(gaps, 1) if gap > most or blanks[number - 1])
    ends = [0, *parted, len(at)]
    words = ["".join(text.text[sign] for sign in at[first:end]) for first, end in pairwise(ends)]
    lefts, rights = [sides.lefts[first] for first in ends[:-1]], [sides.rights[end - 1] for end in ends[1:]]
    starts = [len(" ".join([*words[:number], ""])) for number in range(len(words))]
    placed = place_words(starts, Sides(lefts, rights)) if places else line.places
    return line._replace(text=" ".join(words), room=rights[0] - lefts[0], places=placed)
