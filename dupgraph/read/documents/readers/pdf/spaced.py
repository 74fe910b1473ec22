"""Words whose letters are set apart, and words that stand close: told by the room between letters.

Titles in capitals often have the one, and what layout programs set tightly the other.
"""

import re
from itertools import pairwise

from dupgraph.read.documents.printed import Line, Sides, place_words
from dupgraph.read.documents.readers.pdf.page import WORD, PageText, Span

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


def join_letters(text: PageText, line: Line, place: Span, *, places: bool) -> Line:
    """Return a line (at ``place`` of the text) whose letters are set apart with its words whole; with their places."""
    spans = text.find_spans([place])
    sides = text.find_sides(spans)
    gaps = [left - right for left, right in zip(sides.lefts[1:], sides.rights, strict=False)]
    usual = sorted(gaps)[len(gaps) // 2]
    if usual > _WIDEST * sides.heights[0]:
        return line
    ends = [0, *(number for number, gap in enumerate(gaps, 1) if gap > _WIDER * usual), len(spans.ends)]
    letters = [text.text[start:end] for start, end in zip(spans.starts, spans.ends, strict=True)]
    words = ["".join(letters[first:end]) for first, end in pairwise(ends)]
    lefts, rights = [sides.lefts[first] for first in ends[:-1]], [sides.rights[end - 1] for end in ends[1:]]
    starts = [len(" ".join([*words[:number], ""])) for number in range(len(words))]
    placed = place_words(starts, Sides(lefts, rights)) if places else line.places
    return line._replace(text=" ".join(words), room=rights[0] - lefts[0], places=placed)


def is_close(text: str) -> bool:
    """Say whether so few of a page's words are apart that others must stand too close.

    >>> is_close("Il Comune cura i parchi"), is_close("IlComunecura iparchi delquartiere")
    (False, True)
    """
    return len(text) > _CLOSE * (text.count(" ") + text.count("\n") + 1)


def part_words(text: PageText, line: Line, place: Span, *, places: bool) -> Line:
    """Return a line (at ``place`` of the text) with blanks where letters leave more room than others do."""
    own = text.text[slice(*place)]
    at = [match.start() for match in _LETTER.finditer(own)]
    if len(at) < _FEWEST_LETTERS:
        return line
    sides = text.find_sides(text.find_letters([place[0] + n for n in at]))
    gaps = [left - right for left, right in zip(sides.lefts[1:], sides.rights, strict=False)]
    most = sorted(gaps)[len(gaps) // 2] + _LEAST * sides.heights[0]
    parted = [n for n, gap in zip(at[1:], gaps, strict=True) if gap > most and not own[n - 1].isspace()]
    if not parted:
        return line
    words = "".join(" " + sign if n in parted else sign for n, sign in enumerate(own))
    letters = [match.start() for match in _LETTER.finditer(words)]
    spans = [match.span() for match in WORD.finditer(words)]
    ends = [(letters.index(start), letters.index(end - 1)) for start, end in spans]
    lefts, rights = [sides.lefts[first] for first, _ in ends], [sides.rights[last] for _, last in ends]
    placed = place_words([start for start, _ in spans], Sides(lefts, rights)) if places else line.places
    return line._replace(text=words, room=rights[0] - lefts[0], places=placed)
