"""An element's part of a plan's text beside its readable words: what these leave out is the head and foot of pages.

That is blanked, not taken out: every other letter stays in its place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

_GONE = re.compile(r"\0[\s\0]*")
_LETTER = re.compile(r"\S")


def find_gaps(text: str, words: str) -> tuple[int, ...]:
    """Return where the parts of a stretch of a plan's text begin and end, in turn, that are not in its readable words.

    Readable words are those lines that follow one another in both, from the title on; where the two do not agree there
    are no gaps.

    >>> find_gaps("1.1 Le reti e\\n\\n7\\n\\nle scuole", "Le reti e le scuole")
    (0, 4, 15, 17)
    """
    lines, wanted, before = text.splitlines(keepends=True), squeeze(words), 0
    for number, line in enumerate(lines):
        for first in _list_beginnings(line, wanted):
            head = before + first
            # Mostly all that follows is words.
            if squeeze(text[head:]) == wanted:
                return (0, head) if head else ()
            gaps = _match_lines([line[first:], *lines[number + 1 :]], wanted, head)
            if gaps is not None:
                return (*((0, head) if head else ()), *gaps)
        before += len(line)
    return ()


def blank_gaps(text: str, gaps: Sequence[int]) -> str:
    """Return a text with its gaps blanked: the same length.

    >>> blank_gaps("1.1 Le reti", (0, 4))
    '    Le reti'
    """
    if not gaps:
        return text
    parts: list[str] = []
    done = 0
    for start, end in zip(gaps[::2], gaps[1::2], strict=True):
        parts += (text[done:start], blank(text[start:end]))
        done = end
    return "".join((*parts, text[done:]))


def _list_beginnings(line: str, wanted: str) -> Iterator[int]:
    """Yield where in a line the readable words may begin."""
    first = line.find(wanted[0]) if wanted else -1
    while first >= 0:
        rest = squeeze(line[first:])
        if wanted.startswith(rest) or rest.startswith(wanted):
            yield first
        first = line.find(wanted[0], first + 1)


def _match_lines(lines: Iterable[str], wanted: str, place: int) -> list[int] | None:
    """Return where lines that begin at a place are not in the readable words; None when these are not all there."""
    gaps: list[int] = []
    done = 0
    for line in lines:
        letters, end = squeeze(line), place + len(line)
        if wanted.startswith(letters, done):
            done += len(letters)
        elif gaps and gaps[-1] == place:
            gaps[-1] = end
        else:
            gaps += (place, end)
        place = end
    return gaps if done == len(wanted) else None


def squeeze(text: str) -> str:
    """Return a text without blanks and ends of lines."""
    # Blanks are most of it, and go sooner by themselves.
    return "".join(text.replace(" ", "").split())


def blank(text: str) -> str:
    """Return a text of the same length with a blank for each letter and sign."""
    return _LETTER.sub(" ", text)


def list_kept(words: str, blanked: str) -> list[str]:
    """Return the parts of some words that were not blanked in a copy of the same length.

    >>> list_kept("Azienda\\n7\\nSanitaria", "Azienda\\n \\nSanitaria")
    ['Azienda', 'Sanitaria']
    """
    gone = "".join("\0" if letter != kept else letter for letter, kept in zip(words, blanked, strict=True))
    return [part.strip() for part in _GONE.split(gone) if part.strip()]
