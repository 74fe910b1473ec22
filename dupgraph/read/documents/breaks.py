"""Words that a narrow cell breaks without a hyphen, or a page's end with one: made whole where the word is known.

A word counts as known that stands whole elsewhere in the document, or that is Italian. Where it is not, or where its
parts are words themselves, the break stays as it is printed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from dupgraph.language.words import knows_word

_Line = Mapping[str, Any]
# pdfium's marks for a hyphen at a line's end.
_HYPHENS = "\ufffe\x02"
_LAST = re.compile(r"[^\W\d_]+\Z")
_PART = re.compile(rf"[^\W\d_]+[{_HYPHENS}]\Z")
_FIRST = re.compile(r"[^\W\d_]+")
# A part of a word and what is printed close to it, with the blanks after it.
_REST = re.compile(r"(?P<part>[^\W\d_]+)(?P<close>[^\w\s]*)(?P<blanks>\s*)")
_WORD = re.compile(r"[^\W\d_]+")
# Characters of a line that breaks words, and of one that may hold their rest; parts of a word; lines that the foot or
# the head of a page may have.
_NARROWEST = 16
_NARROW = 24
_MOST_PARTS = 4
_EDGE_LINES = 4


def mend_breaks(lines: Sequence[list[dict[str, Any]]]) -> None:
    """Make the words whole that ``lines``, those of each page, break.

    A line whose end lies within a word is marked as ``joined`` to the next one; of a word that a page's end breaks the
    rest goes to the first page.
    """
    knows = _make_judge(lines)
    for page in lines:
        _join_parts(page, knows)
    for upper, lower in pairwise(lines):
        _join_pages(upper, lower, knows)
    for page in lines:
        _print_hyphens(page)


def _make_judge(pages: Sequence[Sequence[_Line]]) -> Callable[[str], bool]:
    """Return what says whether a word stands whole in the document: not at an edge of a narrow line."""

    @cache
    def list_words() -> set[str]:
        lines = [line for page in pages for line in page]
        narrow = [_WORD.findall(line["text"].lower()) for line in lines if _is_narrow(line)]
        words = {word for found in narrow for word in found[1:-1]}
        whole = (line["text"] for line in lines if not _is_narrow(line))
        # Before a hyphen at a line's end stands a part of a word.
        words.update(
            _WORD.findall("\n".join(_PART.sub("", text) if text[-1] in _HYPHENS else text for text in whole).lower())
        )
        return words

    return lambda word: word in list_words()


def _is_narrow(line: _Line) -> bool:
    return bool(line.get("cell")) or len(line["text"]) <= _NARROW


def _join_parts(page: list[dict[str, Any]], knows: Callable[[str], bool]) -> None:
    """Mark the lines of a page that end within a word."""
    for place, line in enumerate(page):
        # A word that fills its line is broken in a wider cell, too.
        narrow = len(line["text"]) <= _NARROWEST or (_is_narrow(line) and " " not in line["text"].strip())
        match = _LAST.search(line["text"]) if narrow else None
        parts = [match[0]] if match else []
        for end, part, whole in _list_rests(page, place) if parts else ():
            parts.append(part)
            if _is_broken([part.lower() for part in parts], knows):
                for broken in page[place:end]:
                    broken["joined"] = True
                break
            if not whole or len(parts) == _MOST_PARTS:
                break


def _list_rests(page: Sequence[_Line], place: int) -> Iterator[tuple[int, str, bool]]:
    """Yield the words that begin the lines below one in its cell, and whether each is all of its line."""
    cell = page[place].get("cell")
    for end in range(place + 1, len(page)):
        text = page[end]["text"]
        match = _FIRST.match(text)
        if page[end].get("cell") != cell or not _is_narrow(page[end]) or match is None or not match[0][0].islower():
            return
        yield end, match[0], match.end() == len(text.rstrip())


def _is_broken(parts: Sequence[str], knows: Callable[[str], bool]) -> bool:
    """Say whether parts are those of one word: it is known, and one of them is none."""
    word = "".join(parts)
    strange = [part for part in parts if not knows(part)]
    if not strange or len(word) < 5:
        return False
    return (knows(word) or knows_word(word, "it")) and not all(knows_word(part, "it") for part in strange)


def _join_pages(upper: list[dict[str, Any]], lower: list[dict[str, Any]], knows: Callable[[str], bool]) -> None:
    """Put the rest of a word, whose hyphen ends a page's text, to its beginning."""
    for last in reversed(upper[-_EDGE_LINES:]):
        # The rest stands on this page.
        if last["text"][:1].islower() and last["text"][-1] not in _HYPHENS:
            return
        left = _LAST.search(last["text"][:-1]) if last["text"][-1:] in _HYPHENS and last["text"] else None
        if left is None:
            continue
        cell = last.get("cell")
        # A head may stand before what goes on, and an empty line where one was.
        found = [line for line in lower if line.get("cell") == cell][: 1 if cell else _EDGE_LINES]
        line = next((line for line in found if line["text"][:1].islower()), None)
        rest = _REST.match(line["text"]) if line else None
        word = (left[0] + rest["part"]).lower() if rest else ""
        if line and rest and (knows(word) or knows_word(word, "it")):
            last["text"] = last["text"][:-1] + rest["part"] + rest["close"]
            _cut(line, rest.end())
        return


def _print_hyphens(page: list[dict[str, Any]]) -> None:
    """Print the hyphens after which a page has no rest of a word: at its end, before its number."""
    for place, line in enumerate(page):
        following = page[place + 1]["text"] if place + 1 < len(page) else ""
        if line["text"] and line["text"][-1] in _HYPHENS and not following[:1].isalpha():
            line["text"] = line["text"][:-1] + "-"


def _cut(line: dict[str, Any], length: int) -> None:
    """Take so many characters from a line's beginning."""
    line["text"] = line["text"][length:]
    words = line.get("words", ())
    kept = [n for n in range(0, len(words), 3) if words[n] >= length]
    line["words"] = [number for n in kept for number in (words[n] - length, *words[n + 1 : n + 3])]
