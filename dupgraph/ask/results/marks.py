"""The words of a row within their sentence: marked as Markdown marks what stands out, in bold wherever a form can."""

from collections.abc import Iterable, Iterator

MARK = "**"
# The columns whose texts hold marks.
MARKED = frozenset({"sentence", "text_a", "text_b"})


def mark_words(text: str, first: int, last: int, places: Iterable[tuple[int, int]]) -> str:
    """Return the part of a text from ``first`` to ``last`` with words marked; one that holds a mark itself has none."""
    if MARK in text[first:last]:
        return text[first:last]
    pieces: list[str] = []
    done = first
    for start, end in sorted(places):
        if start >= done:
            pieces += (text[done:start], MARK, text[start:end], MARK)
            done = end
    return "".join((*pieces, text[done:last]))


def split_marks(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is marked.

    >>> list(split_marks("Con l’**AUSL** si opera."))
    [('Con l’', False), ('AUSL', True), (' si opera.', False)]
    """
    parts = text.split(MARK)
    yield from ((part, place % 2 == 1) for place, part in enumerate(parts) if part)


def drop_marks(text: str) -> str:
    """Return a text without its marks.

    >>> drop_marks("Con l’**AUSL** si opera.")
    'Con l’AUSL si opera.'
    """
    return text.replace(MARK, "")
