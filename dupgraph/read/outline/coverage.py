"""What an outline covers of its text, and whether that can be trusted.

The thresholds are measured: docs/outline.md has the table of plans, forms and mutants that they rest on.
"""

import re
from collections.abc import Sequence

from dupgraph.read.outline.lines import Page
from dupgraph.read.outline.names import OFFICIAL, OTHER_KINDS, PLAN_WORDS
from dupgraph.read.outline.numbers import find_gaps, split_code, split_number
from dupgraph.schema.values import Coverage, NearHeading, Section, Verdict

# Shares of the text: up to the first an outline is good, from the second on it is refused.
BEFORE = (0.20, 0.55)
LONGEST = (0.12, 0.45)
# Characters below which a share says nothing: a short plan has a cover page, too.
LEAST_TEXT = 4_000
# Near-headings for each element.
NEAR = (0.34, 3.0)
# Words of planning in a hundred words.
PLAN_SHARE = (2.0, 0.9)
OTHER_SHARE = 0.5
GAPS_SHARE = 0.1
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 4


def measure_coverage(
    page: Page, sections: Sequence[Section], near: Sequence[NearHeading] = (), *, learnt: bool = True
) -> Coverage:
    """Return what ``sections`` cover of the text, and the verdict.

    ``near`` are lines that look like headings and were not taken; ``learnt`` says that nobody has named the profile:
    then the text must also read like a plan.
    """
    before, longest, total = measure_shares(page, sections)
    gaps = list_gaps(sections)
    doubts: list[str] = []
    faults: list[str] = []
    if total >= LEAST_TEXT:
        _judge(before, BEFORE, "{:.0%} of the text stands before the first element", doubts, faults)
        _judge(longest, LONGEST, "no element begins in a stretch of {:.0%} of the text", doubts, faults)
    _judge_near(len(sections), near, doubts, faults)
    if gaps:
        words = ", ".join(gaps[:_SHOWN]) + (f" and {len(gaps) - _SHOWN} more" if len(gaps) > _SHOWN else "")
        doubts.append(f"numbers are missing: {words}")
    if learnt:
        _judge_words(page, doubts, faults)
    verdict: Verdict = "bad" if faults else "doubtful" if doubts else "good"
    return Coverage(verdict, round(before, 4), round(longest, 4), tuple(gaps), (*faults, *doubts))


def measure_shares(page: Page, sections: Sequence[Section]) -> tuple[float, float, int]:
    """Return the share of the text before the first section, that of the longest stretch, and the text's length."""
    lengths = [len(line) for line in (page.masked[line.start : line.end].strip() for line in page.lines)]
    total = sum(lengths)
    if not total or not sections:
        return 1.0, 1.0, total
    starts = [section.start for section in sections]
    ends = {section.start: section.end for section in sections}
    stretches = [0]
    place = 0
    closed = starts[0]
    for line, length in zip(page.lines, lengths, strict=True):
        if place < len(starts) and line.end > starts[place]:
            while place < len(starts) and line.end > starts[place]:
                place += 1
            closed = ends[starts[place - 1]]
            stretches.append(0)
        if place == 0 or line.start < closed:
            stretches[-1] += length
    return stretches[0] / total, max(stretches[1:]) / total, total


def list_gaps(sections: Sequence[Section]) -> list[str]:
    """Return the numbers that are missing, each as what stands around it ("1.1.2 -> 1.1.4").

    Numbers may begin again below each element or go on through the plan: whichever leaves fewer gaps is meant.
    """
    kinds: dict[tuple[str, str], list[Section]] = {}
    for section in sections:
        if section.notation and section.level_name.lower() not in OFFICIAL:
            letters = re.sub(r"\d+[a-z]?", "9", section.notation)
            kinds.setdefault((section.level_name, re.sub(r"[\d.]*9", "9", letters)), []).append(section)
    return [gap for some in kinds.values() for gap in _list_fewest(some)]


def _list_fewest(sections: Sequence[Section]) -> list[str]:
    groups: dict[str | None, list[Section]] = {}
    for section in sections:
        groups.setdefault(section.parent, []).append(section)
    within = [gap for some in groups.values() for gap in _list_missing(some)]
    return min(within, _list_missing(sections), key=len)


def _list_missing(sections: Sequence[Section]) -> list[str]:
    numbers = [_read_number(section.notation) for section in sections]
    if not all(numbers):
        return []
    spoken = {".".join(number): section.notation for number, section in zip(numbers, sections, strict=True)}
    gaps = find_gaps(sorted(set(numbers), key=_sort_number))
    return [f"{spoken.get(before, before) or 'start'} -> {spoken[after]}" for before, after in gaps]


def _sort_number(number: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in number]


def _read_number(notation: str) -> tuple[str, ...]:
    if re.fullmatch(r"[IVXLC]+(?:\.(?:\d+|[IVXLC]+))*", notation):
        return split_number(notation, "roman")
    number = split_code(notation)
    return number if number and number[-1].isdecimal() else ()


def _judge(share: float, limits: tuple[float, float], words: str, doubts: list[str], faults: list[str]) -> None:
    if share > limits[1]:
        faults.append(words.format(share))
    elif share > limits[0]:
        doubts.append(words.format(share))


def _judge_near(count: int, near: Sequence[NearHeading], doubts: list[str], faults: list[str]) -> None:
    times = sum(shape.times for shape in near)
    if times >= 3 and times > NEAR[0] * count:
        words = f"{times} lines look like headings and were not taken, beside {count} elements"
        (faults if times > NEAR[1] * count else doubts).append(words)


def _judge_words(page: Page, doubts: list[str], faults: list[str]) -> None:
    share = measure_plan_words(page.masked)
    kind = find_other_kind(page)
    if kind and share < PLAN_SHARE[0] * 2:
        faults.append(f"the text reads like {kind}")
    elif share < PLAN_SHARE[1]:
        faults.append("the text does not read like a plan: it has few words of planning")
    elif kind or share < PLAN_SHARE[0]:
        doubts.append(f"the text reads like {kind}" if kind else "the text has few words of planning")


def measure_plan_words(text: str) -> float:
    """Return how many of a hundred words are words of planning."""
    words = [word.lower() for word in _WORD.findall(text) if len(word) > 3]
    return 100 * sum(word.startswith(PLAN_WORDS) for word in words) / len(words) if words else 0.0


def find_other_kind(page: Page) -> str:
    """Return what kind of document the beginnings of the lines show, if another than a plan; else ""."""
    lines = [page.masked[line.start : line.end].strip().lower() for line in page.lines]
    opened = [line for line in lines if any(map(str.isalpha, line))]
    for name, signs in OTHER_KINDS.items():
        hits = [next((sign for sign in signs if line.startswith(sign)), None) for line in opened]
        found = [hit for hit in hits if hit]
        if len(found) >= 3 and len(found) >= OTHER_SHARE * 0.2 * len(opened) and len(set(found)) >= min(2, len(signs)):
            return name
    return ""
