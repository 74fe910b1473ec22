"""The notes of a web page: each is read behind the paragraph in which its mark stands, wherever the page has it."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dupgraph.read.documents.pieces import Piece, set_below

# Letters and figures of a mark, or of the link that leads back to it.
_LONGEST = 4
_MARK = re.compile(r"[\[(]\w+[\])]|\*+")


class _Mark(NamedTuple):
    """Where the mark of a note stands, and what it says ("1", "*")."""

    place: int
    label: str


@dataclass(slots=True)
class Link:
    """A link within the page while its words are gathered: what it leads to, if it has a name, and if it is raised."""

    target: str
    named: bool
    raised: bool
    words: list[tuple[str, int, float | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(words for words, _, _ in self.words).strip()

    def is_short(self) -> bool:
        """Say whether the words are no more than a mark has."""
        return sum(map(str.isalnum, self.text)) <= _LONGEST

    def is_mark(self) -> bool:
        """Say whether the words are a mark: raised, or in brackets where something may lead back to it."""
        return self.is_short() and (self.raised or (self.named and bool(_MARK.fullmatch(self.text))))


@dataclass(slots=True)
class Notes:
    """The marks of a page and the paragraphs of its notes, as they are met."""

    marks: dict[str, _Mark] = field(default_factory=dict)
    found: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    begun: set[str] = field(default_factory=set)

    def mark(self, link: Link, place: int) -> None:
        """Take a link in the paragraph numbered ``place`` as the mark of what it leads to."""
        self.marks.setdefault(link.target, _Mark(place, re.sub(r"[^\w*]", "", link.text)))

    def drop(self, name: str) -> None:
        """Take what has this name for no note: it has a heading."""
        self.marks.pop(name, None)

    def add(self, name: str, text: str, place: int, size: float | None) -> None:
        """Take a paragraph of the note that has this name; before the first one stands its mark."""
        mark = self.marks[name]
        words = re.sub(rf"\A\W{{0,2}}{re.escape(mark.label)}(?!\w)[\]).]*", "", text).strip()
        if any(map(str.isalnum, words)):
            marker = "" if name in self.begun else f"[{mark.label}]"
            self.begun.add(name)
            note = Piece(f"{marker} {words}".strip(), size=size, marker=marker, place=place)
            self.found[mark.place].append(note)

    def set_behind(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """Return the pieces of the page with each note behind the one that has its mark."""
        if not self.found:
            return tuple(pieces)
        places = [piece.place for piece in pieces]
        behind: dict[int, list[Piece]] = defaultdict(list)
        for place, notes in self.found.items():
            behind[bisect_right(places, place) - 1] += notes
        return (
            *behind[-1],
            *(each for n, piece in enumerate(pieces) for each in (piece, *set_below(piece, behind.get(n, ())))),
        )
