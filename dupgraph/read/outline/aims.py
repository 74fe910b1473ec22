"""Aims that nothing but their infinitive tells from what groups them, or from text: "Aprire un nido"."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dupgraph.language.messages import say
from dupgraph.read.outline.drafts import Draft, count_times
from dupgraph.read.outline.lines import Line, Page
from dupgraph.read.outline.looks import find_aim
from dupgraph.read.outline.titles import opens_with_infinitive

# Chapters that hold aims, and aims that each of them holds: fewer may be chance.
_FEWEST_CHAPTERS = 3
_FEWEST_EACH = 2


def part_aims(page: Page, draft: Draft) -> list[Draft]:
    """Return two levels for headings of one look: those that name a subject, and below each several aims.

    Before the first that holds some, and behind the last, there may be chapters of something else. None where it is
    not so.
    """
    ends = {line.start: line.end for line in page.lines}
    aims = {start for start in draft.starts if opens_with_infinitive(page.masked[start : ends[start]])}
    others = [start for start in draft.starts if start not in aims]
    if not _hold_several(others, sorted(aims)):
        return []
    lower = replace(
        draft,
        keys={**draft.keys, "aims": True},
        starts=tuple(sorted(aims)),
        how=count_times(say("how_aims"), len(aims)),
    )
    return [replace(draft, starts=tuple(others)), lower]


def draft_aims(page: Page, spine: Sequence[int]) -> list[Draft]:
    """Return the level of paragraphs that open with an aim, where the headings at ``spine`` hold several each."""
    heads = set(spine)
    found = [(line, aim) for line in page.lines if line.start not in heads and (aim := find_aim(page, line))]
    # Lines of their own among paragraphs that go on are something else.
    whole = {not _read_rest(page, line, aim[1]) for line, aim in found}
    first = spine[0] if spine else 0
    starts = tuple(line.start for line, _ in found if line.start > first)
    if len(whole) > 1 or not _hold_several(spine, starts):
        return []
    keys: dict[str, object] = {"aims": True, "title": "sentence"}
    return [Draft("Punto", None, keys, starts, count_times(say("how_aims_open"), len(starts)), 0.4)]


def _read_rest(page: Page, line: Line, start: int) -> str:
    """Return what a paragraph says behind its aim."""
    end = -1 if line.block else page.masked.find("\n\n", start, line.limit)
    return page.masked[start : line.limit if end < 0 else end].strip(" ;.\n")


def _hold_several(above: Sequence[int], aims: Sequence[int]) -> bool:
    """Say whether headings hold several aims each, from the first that holds one to the last."""
    if not above or not aims or aims[0] < above[0]:
        return False
    before = [bisect_right(aims, start) for start in above]
    held = [b - a for a, b in pairwise([*before, len(aims)])]
    holding = [place for place, count in enumerate(held) if count]
    inside = held[holding[0] : holding[-1] + 1]
    return len(inside) >= _FEWEST_CHAPTERS and min(inside) >= _FEWEST_EACH
