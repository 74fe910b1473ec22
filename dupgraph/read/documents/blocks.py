"""Paragraphs and list items of a plain text: by its empty lines and the marks at its lines' beginnings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Protocol

from dupgraph.schema.values import Block, BlockKind, Span

# A mark that opens an item of a list: a bullet, or a short number or letter with its point or bracket. Only what is a
# bullet and nothing else needs no blank behind it.
_MARKER = re.compile(
    r"(?P<marker>[-–—•▪●◦○■□*·➢✓]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])"
    r"(?:[ \t\u00a0]+(?=\S)|(?<=[•▪●◦■➢✓])(?=[^\W\d_]))"
)
_LINE = re.compile(r"[^\n\f]+")
_ENDINGS = ".;:!?…»”)"
_INDENT = 4


class Opened(Protocol):
    """What is known of a block when it begins."""

    @property
    def kind(self) -> BlockKind:
        """What it is."""

    @property
    def start(self) -> int:
        """Where it starts in the text."""

    @property
    def size(self) -> float | None:
        """The size of its type in points."""

    @property
    def weight(self) -> int:
        """How its words are set apart."""


def find_blocks(text: str, furniture: Sequence[Span], pages: Sequence[int]) -> tuple[Block, ...]:
    r"""Return the blocks of a plain ``text``, furniture among them, in order.

    >>> [(block.kind, block.marker) for block in find_blocks("Premessa\nche segue\n\n- uno\n- due", (), ())]
    [('paragraph', ''), ('item', '-'), ('item', '-')]

    After the end of a sentence a line in capitals is no rest of one, without an empty line, too:

    >>> [block.kind for block in find_blocks("- un nido\nDI QUARTIERE;\nSICUREZZA\n- luce", (), ())]
    ['item', 'paragraph', 'item']
    """
    blocks: list[Block] = []
    for block in _list_blocks(text, furniture):
        page = bisect_right(pages, block.start) if pages else None
        rest = goes_on(text, blocks, block)
        blocks.append(block._replace(page=page and max(1, page), goes_on=rest) if pages or rest else block)
    return tuple(blocks)


def _list_blocks(text: str, furniture: Sequence[Span]) -> Iterator[Block]:
    done = 0
    for span in (*furniture, Span(len(text), len(text))):
        yield from _split_part(text, done, span.start)
        if span.start < span.end and text[span.start : span.end].strip():
            yield Block("furniture", span.start, span.end)
        done = span.end


def _split_part(text: str, start: int, end: int) -> Iterator[Block]:
    opened: tuple[int, int, re.Match[str] | None] | None = None
    last = start
    for match in _LINE.finditer(text, start, end):
        line, here = match[0], match.start() + len(match[0]) - len(match[0].lstrip())
        if not line.strip():
            continue
        stop = match.start() + len(line.rstrip())
        marked = _MARKER.match(text, here, stop)
        gap = text[last : match.start()]
        headed = text[last - 1] in ".;" and text[here:stop].isupper()
        if opened is None or marked or headed or gap.count("\n") > 1 or "\f" in gap:
            if opened is not None:
                yield _make_block(*opened, last)
            opened = here, (here - match.start()) // _INDENT, marked
        last = stop
    if opened is not None:
        yield _make_block(*opened, last)


def _make_block(start: int, depth: int, marked: re.Match[str] | None, end: int) -> Block:
    return Block("item", start, end, marker=marked["marker"], depth=depth) if marked else Block("paragraph", start, end)


def find_marker(text: str, start: int, end: int) -> str:
    """Return the bullet or number that opens an item of a list at ``start``, empty where none does."""
    match = _MARKER.match(text, start, end)
    return match["marker"] if match else ""


def goes_on(text: str, before: Sequence[Block], block: Opened, *, full: bool = False) -> bool:
    """Say whether a paragraph is the rest of the last one, which furniture or a page's end cut.

    It is where it begins in the middle of a phrase; or, when the last line was ``full``, with the next word of one.
    """
    if block.kind != "paragraph" or not before:
        return False
    last = next((other for other in reversed(before) if other.kind != "furniture"), None)
    if last is None or last.kind == "cell" or text[last.end - 1] in _ENDINGS:
        return False
    cut = before[-1].kind == "furniture" or "\f" in text[last.end : block.start]
    return cut and (text[block.start].islower() or (full and (last.size, last.weight) == (block.size, block.weight)))
