"""A text with its mentions marked in place: runs of characters, each with the mentions that it is part of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# An empty line separates two paragraphs.
_BREAK = re.compile(r"[^\S\n]*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the plan's text that says something. ``kind`` is the sort of thing that it names."""

    start: int
    end: int
    anchor: str
    thing: str
    kind: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that all belong to the same marks; ``opened`` are the marks that begin here."""

    text: str
    marks: tuple[Mark, ...]
    opened: tuple[Mark, ...]


def split_paragraphs(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[tuple[Run, ...]]:
    """Yield the paragraphs of ``text`` from ``start`` to ``end`` as runs; marks outside of them are left out.

    A mark that crosses the end of a paragraph goes on in the next one: no character is lost, and none appears twice.

    >>> for paragraph in split_paragraphs("Con l'AUSL.\\n\\nE basta.", 0, 21, [Mark(6, 10, "m-6", "AUSL", "partner")]):
    ...     print([(run.text, [mark.thing for mark in run.marks]) for run in paragraph])
    [("Con l'", []), ('AUSL', ['AUSL']), ('.', [])]
    [('E basta.', [])]
    """
    within = sorted((mark for mark in marks if mark.start < end and mark.end > start), key=lambda mark: mark.start)
    place = since = start
    for gap in _BREAK.finditer(text, start, end):
        if gap.start() > place:
            yield tuple(_split_runs(text, since, place, gap.start(), within))
            since = gap.start()
        place = gap.end()
    if place < end and text[place:end].strip():
        yield tuple(_split_runs(text, since, place, end, within))


def _split_runs(text: str, since: int, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Run]:
    """Yield the runs of one paragraph; ``since`` is the end of the one before it."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted(
        {start, end}
        | {edge for mark in inside for edge in (max(mark.start, start), min(mark.end, end)) if start < edge < end}
    )
    for left, right in pairwise(edges):
        here = tuple(mark for mark in inside if mark.start < right and mark.end > left)
        # What began in the white space between two paragraphs opens with the second.
        opened = tuple(m for m in here if m.start == left or (left == start and since <= m.start < start))
        yield Run(text[left:right], here, opened)
