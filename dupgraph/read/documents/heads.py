"""Running heads and feet that say which chapter a page is of: told by their place, as their words change.

They stand at one height of most pages, apart from the text and in no larger type; and where a chapter begins its
heading stands on the page, too. What does not stand there again is kept: it may be the heading itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dupgraph.schema.values import Span

# Of the pages, how many have a head at one height; and of what heads say, how much stands in the text.
_SOME = 0.4
_MOST = 0.75
_FEWEST_PAGES = 4
# Points by which lines of one height differ: their boxes are as high as their letters.
_SAME_HEIGHT = 1.5
# Points by which what is in bold is smaller than the text.
_SMALLER = 0.6
# Of its height, how far a head is from the text at least.
_APART = 0.7
# Pages before the first one of a head, on which its chapter may begin: heads of left and right pages may differ.
_BEFORE = 2
_NUMBER_AT_EDGE = re.compile(r"\A\d{1,4}\s+|\s+\d{1,4}\Z")


class PlacedLine(NamedTuple):
    """A line with its place in the canonical text, and its box: left, bottom, right, top in points."""

    page: int
    start: int
    end: int
    facts: Mapping[str, Any]
    box: tuple[float, float, float, float] | None


def find_chapter_heads(text: str, lines: Sequence[PlacedLine], furniture: Sequence[Span]) -> list[Span]:
    """Return the running lines at the top or the foot of pages, not told from ``furniture``, that name chapters."""
    pages: dict[int, list[PlacedLine]] = defaultdict(list)
    marked = {span.start for span in furniture}
    for line in lines:
        if line.box and line.end > line.start and line.start not in marked:
            pages[line.page].append(line)
    return [head for sign in (1, -1) for head in _find_heads(text, pages, sign)]


def _find_heads(text: str, pages: Mapping[int, Sequence[PlacedLine]], sign: int) -> Iterator[Span]:
    """Yield the heads of pages, or with a ``sign`` of -1 the feet."""
    edges = [(max(lines, key=lambda line: sign * _find_middle(line)), lines) for lines in pages.values()]
    apart = [edge for edge, lines in edges if not edge.facts.get("cell") and _stands_apart(edge, lines)]
    groups: list[list[PlacedLine]] = [[]]
    for line in sorted(apart, key=_find_middle):
        if groups[-1] and _find_middle(line) - _find_middle(groups[-1][-1]) > _SAME_HEIGHT:
            groups.append([])
        groups[-1].append(line)
    most = max(map(len, groups))
    heads = sorted(next(group for group in groups if len(group) == most), key=lambda head: head.page)
    if len(heads) < max(_FEWEST_PAGES, _SOME * len(pages)):
        return
    sizes = sorted(line.facts["size"] or 0.0 for lines in pages.values() for line in lines)
    said: dict[str, list[PlacedLine]] = defaultdict(list)
    for words, head in zip(_drop_shared([_fold(text, [head]).split() for head in heads]), heads, strict=True):
        said[_NUMBER_AT_EDGE.sub("", " ".join(words))].append(head)
    body = sizes[len(sizes) // 2]
    small = all((head.facts["size"] or 0.0) <= body - _SMALLER * head.facts["bold"] for head in heads)
    if not small or len(said) < 2 or len(said) == len(heads):
        return
    own = {head.start for head in heads}
    told = sum(
        any(
            words in _fold(text, _list_others(pages, page, own))
            for page in range(found[0].page - _BEFORE, found[0].page + 1)
        )
        for words, found in said.items()
    )
    if told >= _MOST * len(said):
        yield from (Span(head.start, head.end) for head in heads)


def _drop_shared(heads: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the words of heads without those that all begin or end with: the town's name beside the chapter's."""
    first = next((n for n, words in enumerate(zip(*heads, strict=False)) if len({*words}) > 1), 0)
    rest = [words[first:] for words in heads]
    last = next((n for n, words in enumerate(zip(*map(reversed, rest), strict=False)) if len({*words}) > 1), 0)
    return [words[: len(words) - last] for words in rest]


def _list_others(pages: Mapping[int, Sequence[PlacedLine]], page: int, own: set[int]) -> list[PlacedLine]:
    return [line for line in pages.get(page, ()) if line.start not in own and not line.facts.get("cell")]


def _fold(text: str, lines: Sequence[PlacedLine]) -> str:
    return " ".join(" ".join(text[line.start : line.end] for line in lines).split()).casefold()


def _find_middle(line: PlacedLine) -> float:
    return (line.box[1] + line.box[3]) / 2 if line.box else 0.0


def _stands_apart(head: PlacedLine, lines: Sequence[PlacedLine]) -> bool:
    """Say whether the line next to one, above or below it, is apart from it."""
    middle, height = _find_middle(head), head.box[3] - head.box[1] if head.box else 0.0
    steps = [abs(_find_middle(line) - middle) for line in lines if line is not head]
    return min(steps, default=0.0) > (1 + _APART) * height
