"""An element's part of a plan's text beside its readable words: what these leave out is the head and foot of pages.

That is blanked, not taken out: every other letter stays in its place.
"""

import re
from collections.abc import Iterable, Iterator

_GONE = re.compile(r"\0[\s\0]*")
_LETTER = re.compile(r"\S")


def blank_furniture(text: str, words: str) -> str:
    """Return a stretch of a plan's text with all that is not in its readable ``words`` blanked: the same length.

    Readable words are those lines that follow one another in both, from the title on; where the two do not agree the
    text is returned as it is.

    >>> blank_furniture("1.1 Le reti e\\n\\n7\\n\\nle scuole", "Le reti e le scuole")
    '    Le reti e\\n\\n \\n\\nle scuole'
    """
    lines, wanted, before = text.splitlines(keepends=True), squeeze(words), 0
    for number, line in enumerate(lines):
        for first in _list_beginnings(line, wanted):
            head, rest = text[: before + first], text[before + first :]
            # Mostly all that follows is words.
            kept = [rest] if squeeze(rest) == wanted else _match_lines([line[first:], *lines[number + 1 :]], wanted)
            if kept is not None:
                return "".join((blank(head), *kept))
        before += len(line)
    return text


def _list_beginnings(line: str, wanted: str) -> Iterator[int]:
    """Yield where in a line the readable words may begin."""
    first = line.find(wanted[0]) if wanted else -1
    while first >= 0:
        rest = squeeze(line[first:])
        if wanted.startswith(rest) or rest.startswith(wanted):
            yield first
        first = line.find(wanted[0], first + 1)


def _match_lines(lines: Iterable[str], wanted: str) -> list[str] | None:
    """Return lines with those blanked that are not in the readable words; None when these are not all there."""
    kept, done = [], 0
    for line in lines:
        letters = squeeze(line)
        if wanted.startswith(letters, done):
            kept.append(line)
            done += len(letters)
        else:
            kept.append(blank(line))
    return kept if done == len(wanted) else None


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
