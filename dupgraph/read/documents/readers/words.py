"""The words of one paragraph while a reader gathers them, with their type; and the piece that they make."""

from dataclasses import dataclass, field
from typing import Any

from dupgraph.read.documents.pieces import Piece
from dupgraph.schema.weights import BOLD, UNDERLINED


@dataclass(slots=True)
class Words:
    """The words of one paragraph: how many letters are seen, how all are set, how many have which size.

    ``strong`` counts the characters, blanks aside, in bold or underlined before the first that is not.

    ``notes`` and ``frames`` are what stands in the paragraph and is read after it.
    """

    text: list[str] = field(default_factory=list)
    visible: int = 0
    weight: int = BOLD | UNDERLINED
    heavy: int = 0
    strong: int = 0
    sizes: dict[float, int] = field(default_factory=dict)
    notes: list[Any] = field(default_factory=list)
    frames: list[Any] = field(default_factory=list)

    def add(self, text: str, *, weight: int, size: float | None) -> None:
        """Add words of one type."""
        count = len(text.strip())
        self.text.append(text)
        if weight and self.visible == self.heavy:
            self.strong += len("".join(text.split()))
        self.visible += count
        if count:
            self.heavy += count if weight else 0
            self.weight &= weight
        if size and count:
            self.sizes[size] = self.sizes.get(size, 0) + count

    @property
    def first_size(self) -> float | None:
        """The size of the first words that have one, in points."""
        return next(iter(self.sizes), None)

    @property
    def main_size(self) -> float | None:
        """The size of most of the words, in points."""
        return max(self.sizes, key=lambda size: self.sizes[size], default=None)

    def make_piece(self, text: str, place: int, *, rank: int | None, marker: str = "", gap: str = " ") -> Piece:
        """Return the piece of the paragraph numbered ``place``, its marker before it; ``text`` are the words mended."""
        weight = self.weight if self.visible else 0
        return Piece(
            text=f"{marker}{gap if marker else ''}{text}" if text.strip() else "",
            kind="heading" if rank else "item" if marker else "paragraph",
            rank=rank,
            size=self.first_size,
            weight=weight,
            strong=0 if weight else self.strong,
            marker=marker,
            place=place,
        )
