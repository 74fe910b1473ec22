"""Paragraphs and list items of a plain text: by its empty lines and the marks at its lines' beginnings."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import Protocol

from dupgraph.language.phrases import is_unfinished
from dupgraph.schema.values import Block, BlockKind, Span

# A mark that opens an item of a list: a bullet, or a short number or letter with its point or bracket. Only what is a
# bullet and nothing else needs no blank behind it.
_MARKER = re.compile(
    r"(?P<marker>[-–—•▪●◦○■□*·➢✓]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})[.)])"
    r"(?:[ \t\u00a0]+(?=\S)|(?<=[•▪●◦■➢✓])(?=[^\W\d_]))"
)
# The number of a section, which no item goes on with.
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?[ \t]+(?=[A-ZÀÈÉÌÒÙ])")
_LINE = re.compile(r"[^\n\f]+")
_ENDINGS = ".;:!?…»”)"
_INDENT = 4
# Of the lines of a text, how many stand below a blank one where these part paragraphs; and how many begin in the middle
# of a sentence where lines are broken to one width.
_PARTED, _BROKEN = 1 / 16, 1 / 32
_FEWEST = 6
# Which of the lines, from the shortest on, is a full one; and what share of its length another has, with the next one's
# first word, that was not.
_FULL, _ROOM = 0.95, 0.8


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

    Where blank lines part no paragraphs, those lines end one that had room for the next word:

    >>> text = "Mense\nLa scuola ha mense con cibi\ndel luogo.\nNidi\nI nidi aprono per tutto l'anno,\nanche d'estate."
    >>> [text[block.start : block.end].split()[0] for block in find_blocks(text, (), ())]
    ['Mense', 'La', 'Nidi', 'I']
    """
    blocks: list[Block] = []
    for block in _list_blocks(text, furniture, _find_width(text)):
        page = bisect_right(pages, block.start) if pages else None
        rest = goes_on(text, blocks, block)
        blocks.append(block._replace(page=page and max(1, page), goes_on=rest) if pages or rest else block)
    return tuple(blocks)


def _find_width(text: str) -> float:
    """Return how long a line is that was broken because it was full; 0 where blank lines part the paragraphs.

    Where no line begins in the middle of a sentence, none was full: each is a paragraph.
    """
    lines = [line.strip() for line in text.replace("\f", "\n").split("\n")]
    words = list(filter(None, lines))
    parted = sum(bool(line and not above) for above, line in pairwise(lines))
    if len(words) < _FEWEST or parted > _PARTED * len(words):
        return 0
    if sum(line[0].islower() and not _MARKER.match(line) for line in words) <= _BROKEN * len(words):
        return inf
    return sorted(map(len, words))[int(_FULL * len(words))]


def _ends_paragraph(text: str, line: Span, following: Span, width: float) -> bool:
    """Say whether somebody ended a line on purpose: the next one's first word had room on it, and begins something."""
    word = text[following.start : following.end].split(maxsplit=1)[0]
    if word[0].islower() or is_unfinished(text, line.end):
        return False
    return line.end - line.start + 1 + len(word) < _ROOM * width


def _list_blocks(text: str, furniture: Sequence[Span], width: float) -> Iterator[Block]:
    done = 0
    for span in (*furniture, Span(len(text), len(text))):
        yield from _split_part(text, done, span.start, width)
        if span.start < span.end and text[span.start : span.end].strip():
            yield Block("furniture", span.start, span.end)
        done = span.end


def _split_part(text: str, start: int, end: int, width: float) -> Iterator[Block]:
    opened: tuple[int, int, re.Match[str] | None] | None = None
    above = Span(start, start)
    for match in _LINE.finditer(text, start, end):
        here = match.start() + len(match[0]) - len(match[0].lstrip())
        stop = match.start() + len(match[0].rstrip())
        if here >= stop:
            continue
        marked = _MARKER.match(text, here, stop)
        line = Span(here, stop)
        gap = text[above.end : match.start()]
        if (
            opened is None
            or marked
            or _heads(text, above, line)
            or gap.count("\n") > 1
            or "\f" in gap
            or (width and _ends_paragraph(text, above, line, width))
        ):
            if opened is not None:
                yield _make_block(*opened, above.end)
            opened = here, (here - match.start()) // _INDENT, marked
        above = line
    if opened is not None:
        yield _make_block(*opened, above.end)


def _heads(text: str, above: Span, line: Span) -> bool:
    """Say whether a line begins something whatever stands above it: a section, or capitals after a sentence's end."""
    if _SECTION.match(text, line.start, line.end):
        return True
    return text[above.end - 1] in ".;" and text[line.start : line.end].isupper()


def _make_block(start: int, depth: int, marked: re.Match[str] | None, end: int) -> Block:
    return Block("item", start, end, marker=marked["marker"], depth=depth) if marked else Block("paragraph", start, end)


def find_marker(text: str, start: int, end: int) -> str:
    """Return the bullet or number that opens an item of a list at ``start``, empty where none does."""
    match = _MARKER.match(text, start, end)
    return match["marker"] if match else ""


def goes_on(text: str, before: Sequence[Block], block: Opened, *, full: bool = False, cut: bool = False) -> bool:
    """Say whether a paragraph is the rest of the last one, which furniture or the end of a page or column ``cut``.

    It is where it begins in the middle of a phrase; or, in the same type, with the next word of one: where the last
    line was ``full``, or ends as no phrase does.
    """
    if block.kind != "paragraph" or not before:
        return False
    last = next((other for other in reversed(before) if other.kind != "furniture"), None)
    if last is None or last.kind == "cell" or text[last.end - 1] in _ENDINGS:
        return False
    cut = cut or before[-1].kind == "furniture" or "\f" in text[last.end : block.start]
    if not cut or text[block.start].islower():
        return cut
    alike = (last.size, last.weight) == (block.size, block.weight)
    return alike and (full or is_unfinished(text, last.end))
