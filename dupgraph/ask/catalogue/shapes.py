"""An element's own part of its plan's text: which of it are the element's words, and where its sentences end.

What an element's own words leave out of that text is the head and foot of a page; a sentence runs on over them. All of
it follows from the text and from what the graph says of the element: a corpus reads it once, and keeps it as a table.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dupgraph.ask.catalogue.furniture import blank_gaps, find_gaps, squeeze
from dupgraph.language.sentences import find_labels, list_ends


class Shape(NamedTuple):
    """What reading an element's own part of the text finds in it, counted from where that begins.

    ``ends`` is where sentences, entries, cells and labels end, in order; ``labels`` are those of them that end the
    label of a paragraph of a card; ``gaps`` is where heads and feet of pages begin and end, in turn.
    """

    ends: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()

    def pack(self) -> tuple[str, ...]:
        """Return it as texts, as a table has it."""
        return tuple(" ".join(map(str, numbers)) for numbers in self)


def unpack_shape(cells: Iterable[str]) -> Shape:
    """Return what ``pack`` has written.

    >>> unpack_shape(Shape((12, 80), (12,)).pack())
    Shape(ends=(12, 80), labels=(12,), gaps=())
    """
    return Shape(*(tuple(map(int, cell.split())) for cell in cells))


def find_shape(own: str, title: str, words: str, labels: frozenset[str]) -> Shape:
    """Read an element's own part of a text; ``words`` are its readable ones, ``labels`` those of the text's cards."""
    gaps = find_gaps(own, words)
    text = blank_gaps(own, gaps)
    return make_shape(text, _find_breaks(text, title), labels, gaps)


def make_shape(text: str, breaks: Iterable[int], labels: frozenset[str], gaps: tuple[int, ...] = ()) -> Shape:
    """Return what a text has whose gaps are blanked; ``breaks`` are further ends."""
    labelled = tuple(find_labels(text, labels))
    return Shape(tuple(sorted({*list_ends(text), *breaks, *labelled})), labelled, gaps)


def _find_breaks(text: str, title: str) -> Iterator[int]:
    """Yield where the title ends when it stands on lines of its own."""
    left = place = len(squeeze(title))
    # So many more letters are wanted at least.
    while (missing := left - len(squeeze(text[:place]))) and place < len(text):
        place += missing
    after = text[place:]
    rest = after.lstrip()
    if left and not missing and "\n" in after[: len(after) - len(rest)] and not rest[:1].islower():
        yield place
