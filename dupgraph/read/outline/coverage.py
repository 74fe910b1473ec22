"""What an outline covers of its text, and whether that can be trusted.

The thresholds are measured: docs/outline-rules.md has the table of plans, forms and mutants that they rest on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from dupgraph.base.messages import Message
from dupgraph.language.messages import join, say
from dupgraph.read.outline.leftover import LONE, MISSING
from dupgraph.read.outline.lines import Page, once_a_page
from dupgraph.read.outline.names import (
    OFFICIAL,
    OTHER_KINDS,
    PLAN_WORDS,
    is_caption,
    is_front,
    names_subject,
    tells_context,
    tells_plan,
    titles_plan,
)
from dupgraph.read.outline.numbers import count_parts, match_bare
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.series import doubt_order, doubt_restarts, doubt_series, list_gaps
from dupgraph.read.outline.titles import LONGEST_NUMBERED, looks_alone, tells
from dupgraph.schema.links import ACTION, OBJECTIVE, POLICY
from dupgraph.schema.values import Coverage, NearHeading, Section, Verdict

# Shares of the text: up to the first an outline is good, from the second on it is refused.
BEFORE = (0.20, 0.55)
LONGEST = (0.10, 0.45)
# Fewer elements in so much text may be those of an upper level alone.
FEWEST = 9
# A longest stretch of a page may be longer by chance: not above this share, nor so much longer than the next one.
PAGE, MOST_BY_CHANCE, HOLE = 3_000, 0.16, 1.25
_EULER = 0.5772
# Characters below which a share says nothing: a short plan has a cover page, too.
LEAST_TEXT = 4_000
# From these on a share says something of a short plan, too, when it is as large as that.
SHORT_TEXT, SHORT_BEFORE, SHORT_LONGEST = 1_500, 0.5, 0.35
# Of what stands before the first element, the share of the text that may be about anything.
UNTOLD = 0.08
# Near-headings for each element.
NEAR = (0.15, 3.0)
LONE_SHARE = 0.1
# Words of planning in a hundred words.
PLAN_SHARE = (4.0, 2.5)
# Where printed labels or codes of a plan's levels hold it together, or its title says what it is, fewer will do.
LEAST_PLAN_SHARE = 1.0
# Characters at the beginning that may be its title.
_TITLE = 300
# Lines of another kind of document, and of different beginnings.
OTHER_SHARE = 0.1
# Elements that a plan names as its objectives, beside tables of amounts.
FEWEST_AIMED = 6
AMOUNTS = 0.5
# Letters that were lost on reading, of those that were read: with more nobody knows what the text says.
LOST = 0.05
_LETTERS = ("mended_letters", "mended_strange")
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})*,\d{2}(?:\s*(?:€|euro))?\Z")
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 4


def measure_coverage(
    page: Page,
    sections: Sequence[Section],
    near: Sequence[NearHeading],
    levels: Sequence[Level],
    learnt: Sequence[str] | None,
) -> Coverage:
    """Return what ``sections`` cover of the text, and the verdict.

    ``near`` are lines that look like headings and were not taken, ``levels`` those of the profile; ``learnt`` are
    the doubts of whoever learnt it, None where somebody has named it: else the text must also read like a plan.
    """
    before, longest, total, place, following = measure_shares(page, sections)
    stretch = say("doubt_longest", share=f"{longest:.0%}", code=sections[place].code if sections else "")
    gaps = [*list_gaps(sections), *(shape.shape for shape in near if MISSING in shape.shape)]
    doubts: list[str] = []
    faults: list[str] = []
    opening = say("doubt_before", share=f"{before:.0%}")
    if LEAST_TEXT > total >= SHORT_TEXT:
        doubts += [opening] * (before > SHORT_BEFORE) + [stretch] * (longest > SHORT_LONGEST)
    if total >= LEAST_TEXT:
        # A whole DUP describes its town at length before what it plans: levels with their names are found anyway.
        first = sections[0].start if sections else len(page.masked)
        told = measure_untold(page, first) < UNTOLD * total
        firm = is_firm(sections, levels) or are_official(sections)
        at_all = [] if told else doubts
        _judge(before, BEFORE, opening, at_all, at_all if firm else doubts if told else faults)
        most = bound_longest(len(sections), longest * total, following)
        _judge(longest, (most, LONGEST[1]), stretch, doubts, faults)
    _judge_near(len(sections), near, doubts, faults)
    _judge_letters(page, total, doubts, faults)
    if gaps:
        key = "doubt_missing_more" if len(gaps) > _SHOWN else "doubt_missing"
        doubts.append(say(key, gaps=join("comma", gaps[:_SHOWN]), count=len(gaps) - _SHOWN))
    doubts += [*doubt_series(sections), *doubt_restarts(sections), *doubt_order(sections)]
    if learnt is not None:
        # Whoever names a profile does not wait for what may be wrong with another.
        from dupgraph.read.outline.doubts import doubt_learnt

        doubts += [*learnt, *doubt_learnt(page, sections, levels)]
        _judge_words(page, sections, levels, doubts, faults)
        _judge_amounts(sections, faults)
    verdict: Verdict = "bad" if faults else "doubtful" if doubts else "good"
    return Coverage(verdict, round(before, 4), round(longest, 4), tuple(gaps), (*faults, *doubts))


@dataclass(slots=True)
class _Chapter:
    """A heading before the plan: its rank, of what it says that it is, and the length of its text."""

    rank: int | None
    about: bool
    told: bool
    planned: bool = True
    subject: bool = False
    length: int = 0


def measure_untold(page: Page, end: int, start: int = 0) -> int:
    """Return how many characters up to ``end`` stand below no heading of the town, its accounts or of all documents.

    Headings of a lower style, or with a number of more parts, below one of the town's are its own, and so are one or
    two between such ones ("Popolazione", "Territorio", "Economia insediata") that say nothing of a plan. Where no style
    marks them, or one stands between the last of these and the plan, a heading as "Linee di mandato" must open that.
    """
    chapters = [_Chapter(None, about=False, told=False)]
    above, opened = chapters[0], False
    for line in page.lines:
        if line.start < start:
            continue
        if line.start >= end:
            break
        words = page.get_words(line)
        own = line.block.rank if line.block is not None and line.block.kind == "heading" else None
        marked = line.block is None or line.block.weight or words.isupper()
        printed = match_bare(words) if own is None else None
        printed = printed if printed and (marked or count_parts(printed["number"]) > 1) else None
        words = words[printed.end() :] if printed else words
        numbered = printed and len(words) <= LONGEST_NUMBERED and words[-1] not in ";,:."
        alone = line.apart and line.lone and not line.is_cell and not is_caption(words)
        alone = alone and (looks_alone(words) or bool(numbered))
        if not (own or alone):
            chapters[-1].length += len(words)
            continue
        own = count_parts(printed["number"]) if printed else own
        if not (above.told and own and 0 < (above.rank or 0) < own):
            about = tells_context(words)
            told = about or is_front(words)
            planned = tells_plan(words) or tells(words)
            above = _Chapter(own if about or not told else None, about, told, planned, names_subject(words))
            chapters.append(above)
            opened = not about and (opened or tells_plan(words))
    # Behind the heading that opens the plan such ones may be elements that were not found.
    for place, chapter in enumerate(chapters):
        near = [*chapters[max(0, place - 2) : place], *chapters[place + 1 : place + 3]]
        around = [other.about and other.rank == chapter.rank for other in near]
        between = place > 1 and any(around[: min(2, place)]) and any(around[min(2, place) :])
        between = between or (opened and place == len(chapters) - 2 > 1 and around[1])
        chapter.told = chapter.told or (between and (opened or chapter.rank is not None) and not chapter.planned)
    # "L'economia", "Il turismo": of the town where all others are, and no heading has opened the plan.
    described = not opened and all(chapter.told or chapter.subject for chapter in chapters[1:])
    told = described and sum(chapter.about for chapter in chapters) > 1
    return sum(chapter.length for chapter in chapters if not (chapter.told or (told and chapter.subject)))


class Shares(NamedTuple):
    """Of a text: the shares before the first section and of the longest stretch, its length, whose that one is, and
    the share of the longest but one.
    """

    before: float
    longest: float
    total: int
    place: int = 0
    following: float = 0.0


def measure_shares(page: Page, sections: Sequence[Section]) -> Shares:
    """Return how much of the text stands before the first section, and in the longest stretch without a new one."""
    lengths = _measure_lines(page)
    total = sum(lengths)
    if not total or not sections:
        return Shares(1.0, 1.0, total)
    starts = [section.start for section in sections]
    ends = {section.start: max(section.end, section.reach) for section in sections}
    stretches = [0]
    owners: list[int] = []
    place = 0
    closed = starts[0]
    for line, length in zip(page.lines, lengths, strict=True):
        if place < len(starts) and line.end > starts[place]:
            while place < len(starts) and line.end > starts[place]:
                place += 1
            closed = ends[starts[place - 1]]
            stretches.append(0)
            owners.append(place - 1)
        if place == 0 or line.start < closed:
            stretches[-1] += length
    *others, longest = sorted(range(1, len(stretches)), key=stretches.__getitem__)
    following = stretches[others[-1]] / total if others else 0.0
    return Shares(stretches[0] / total, stretches[longest] / total, total, owners[longest - 1], following)


@once_a_page
def _measure_lines(page: Page) -> list[int]:
    return [len(page.get_words(line)) for line in page.lines]


def bound_longest(count: int, length: float, following: float) -> float:
    """Return up to which share of a text its longest stretch, of ``length`` characters, says nothing.

    ``count`` elements that end at random leave one of (ln n + 0.58) / n. Where all are long, the next one is nearly as
    long (``following``, a share); where some are missing, one stands out, or all are longer than a page.

    >>> [round(bound_longest(count, 900, 0.13), 3) for count in (8, 12, 24, 115)]
    [0.1, 0.16, 0.156, 0.1]
    >>> bound_longest(12, 900, 0.04), bound_longest(12, 9_000, 0.13)
    (0.1, 0.1)
    """
    if count < FEWEST or length > PAGE:
        return LONGEST[0]
    return max(LONGEST[0], min((log(count) + _EULER) / count, MOST_BY_CHANCE, HOLE * following))


def _judge(share: float, limits: tuple[float, float], words: str, doubts: list[str], faults: list[str]) -> None:
    if share > limits[0]:
        (faults if share > limits[1] else doubts).append(words)


def _judge_near(count: int, near: Sequence[NearHeading], doubts: list[str], faults: list[str]) -> None:
    lone = sum(shape.times for shape in near if shape.shape == LONE)
    times = sum(shape.times for shape in near) - lone
    if lone >= 3 and lone > LONE_SHARE * count:
        doubts.append(say("doubt_paragraphs", count=lone))
    if times >= 3 and times > NEAR[0] * count:
        words = say("doubt_near", count=times, elements=count)
        (faults if times > NEAR[1] * count else doubts).append(words)


def _judge_letters(page: Page, total: int, doubts: list[str], faults: list[str]) -> None:
    """Add the doubt that letters of the text were lost on reading, from the pages where that was said."""
    said = [words for words in page.document.warnings if isinstance(words, Message) and words.key in _LETTERS]
    lost = sum(int(str(words.facts["count"])) for words in said)
    if lost:
        (faults if lost > LOST * total else doubts).append(say("doubt_letters", count=lost, pages=len(said)))


def is_firm(sections: Sequence[Section], levels: Sequence[Level]) -> bool:
    """Say whether a level below the highest is known by what plans call it: a label, a code, a column, a lead."""
    used = {section.level_name for section in sections}
    return any(
        level.name in used
        and level.kind != POLICY
        and (level.labelled or level.columns or level.lead or level.ending is not None)
        for level in levels
    )


def are_official(sections: Sequence[Section]) -> bool:
    """Say whether the highest elements are the budget's missions: their label and number say where the plan begins."""
    highest = {section.level_name for section in sections if section.parent is None}
    return all(make_key(name) in OFFICIAL for name in highest)


def _judge_words(
    page: Page, sections: Sequence[Section], levels: Sequence[Level], doubts: list[str], faults: list[str]
) -> None:
    firm = is_firm(sections, levels)
    share, kind = measure_plan_words(page.masked), find_other_kind(page)
    # Beside its objectives, named so, a plan has the tables of its budget, which has missions and programmes alone.
    named = {level.name for level in levels if level.labelled or level.columns or level.lead}
    aimed = sum(s.level_name in named and s.kind in (OBJECTIVE, ACTION) for s in sections)
    if kind and not (kind == "budget" and aimed >= FEWEST_AIMED):
        (doubts if firm else faults).append(say("doubt_kind", kind=say(f"kind_{kind}")))
        return
    titled = titles_plan(page.masked[:_TITLE])
    if share < (LEAST_PLAN_SHARE if firm or titled else PLAN_SHARE[1]):
        faults.append(say("doubt_no_plan"))
    elif share < PLAN_SHARE[titled]:
        doubts.append(say("doubt_few_words"))


def _judge_amounts(sections: Sequence[Section], faults: list[str]) -> None:
    sums = sum(_AMOUNT.search(section.title) is not None for section in sections)
    if sums > AMOUNTS * len(sections):
        faults.append(say("doubt_amounts", count=sums, all=len(sections)))


def measure_plan_words(text: str) -> float:
    """Return how many of a hundred words are words of planning."""
    words = [word.lower() for word in _WORD.findall(text) if len(word) > 3]
    return 100 * sum(word.startswith(PLAN_WORDS) for word in words) / len(words) if words else 0.0


def find_other_kind(page: Page) -> str:
    """Return what kind of document the beginnings of the lines show ("law"), if another than a plan; else ""."""
    # Where a source tells no cells, an amount ends a row.
    apart = [line for line in page.lines if not (line.is_cell or _AMOUNT.search(page.get_words(line)))]
    prose = sum(line.end - line.start for line in apart) * 2 > sum(line.end - line.start for line in page.lines)
    # Below the text of a plan may stand tables of a budget's kind.
    lines = [page.get_words(line).lower() for line in (apart if prose else page.lines)]
    opened = [line for line in lines if any(map(str.isalpha, line))]
    for name, signs in OTHER_KINDS.items():
        hits = [next((sign for sign in signs if line.startswith(sign)), None) for line in opened]
        found = [hit for hit in hits if hit]
        if len(found) >= 3 and len(found) >= OTHER_SHARE * len(opened) and len(set(found)) > 1:
            return name
    return ""
