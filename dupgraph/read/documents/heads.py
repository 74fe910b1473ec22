"""Running heads and feet that say which chapter a page is of: told by their place, as their words change.

They stand at one height of most pages, apart from the text and in no larger type; and where a chapter begins its
heading stands on the page, too. What does not stand there again is kept: it may be the heading itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import Any, NamedTuple

from dupgraph.read.documents.printed import Box
from dupgraph.schema.values import Span

# Of the pages, how many have a head at one height; and of what heads say, how much stands in the text.
_SOME = 0.4
_MOST = 0.75
_FEWEST_PAGES = 4
# Points by which lines at one height differ: their boxes are as high as their letters.
_SAME_HEIGHT = 1.5
# Points by which what is in bold is smaller than the text.
_SMALLER = 0.6
# Of its height, how far a head is from the text at least.
_APART = 0.7
# Lines that a head has at most.
_MOST_LINES = 2
# Pages before the first one of a head, on which its chapter may begin: heads of left and right pages may differ.
_BEFORE = 2
_NUMBER_AT_EDGE = re.compile(r"\A\d{1,4}\s+|\s+\d{1,4}\Z")


class PlacedLine(NamedTuple):
    """A line with its place in the canonical text, and its box."""

    page: int
    start: int
    end: int
    facts: Mapping[str, Any]
    box: Box | None

    @property
    def middle(self) -> float:
        """How high on its page the middle of it is."""
        return self.box.middle if self.box else 0.0


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
    groups: list[list[Sequence[PlacedLine]]] = [[]]
    edges = (_take_edge(lines, sign) for lines in pages.values())
    for edge in sorted(filter(None, edges), key=lambda edge: edge[0].middle):
        if groups[-1] and edge[0].middle - groups[-1][-1][0].middle > _SAME_HEIGHT:
            groups.append([])
        groups[-1].append(edge)
    most = max(map(len, groups))
    heads = sorted(next(group for group in groups if len(group) == most), key=lambda head: head[0].page)
    if len(heads) < max(_FEWEST_PAGES, _SOME * len(pages)):
        return
    sizes = sorted(line.facts["size"] or 0.0 for lines in pages.values() for line in lines)
    body = sizes[len(sizes) // 2]
    own = {line.start: line for head in heads for line in head}
    if any((line.facts["size"] or 0.0) > body - _SMALLER * line.facts["bold"] for line in own.values()):
        return
    said: dict[str, int] = {}
    for words, head in zip(_drop_shared([_fold(text, head[::sign]).split() for head in heads]), heads, strict=True):
        said.setdefault(_NUMBER_AT_EDGE.sub("", " ".join(words)), head[0].page)
    if not 1 < len(said) < len(heads):
        return
    others = {
        page: _fold(text, [line for line in lines if line.start not in own and not line.facts.get("cell")])
        for page, lines in pages.items()
    }
    told = sum(
        any(_has_heading(others.get(page, ""), words) for page in range(first - _BEFORE, first + 1))
        for words, first in said.items()
    )
    if told >= _MOST * len(said):
        yield from (Span(line.start, line.end) for line in own.values())


def _take_edge(lines: Sequence[PlacedLine], sign: int) -> Sequence[PlacedLine]:
    """Return the lines next to an edge of a page, from there on: the few that are apart from all others, or none."""
    edge = nlargest(_MOST_LINES + 1, lines, key=lambda line: sign * line.middle)
    steps = [abs(line.middle - other.middle) for line, other in pairwise(edge)]
    heights = [line.box.height if line.box else 0.0 for line in edge]
    ends = (
        number
        for number, (step, height) in enumerate(zip(steps, heights, strict=False), 1)
        if step > (1 + _APART) * height
    )
    found = edge[: next(ends, 0)]
    return () if any(line.facts.get("cell") for line in found) else found


def _drop_shared(heads: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return the words of heads without those that all begin or end with: the town's name beside the chapter's."""
    first = next((n for n, words in enumerate(zip(*heads, strict=False)) if len({*words}) > 1), 0)
    rest = [words[first:] for words in heads]
    last = next((n for n, words in enumerate(zip(*map(reversed, rest), strict=False)) if len({*words}) > 1), 0)
    return [words[: len(words) - last] for words in rest]


def _has_heading(text: str, words: str) -> bool:
    """Say whether words are all that some lines say, but for a label and number: in a sentence they are no heading."""
    said = r"\s+".join(map(re.escape, words.split()))
    return re.search(rf"^(?:\w+\W{{1,3}})?[\W\d]{{0,12}}{said}$", text, re.MULTILINE) is not None


def _fold(text: str, lines: Sequence[PlacedLine]) -> str:
    return "\n".join(" ".join(text[line.start : line.end].split()) for line in lines).casefold()
