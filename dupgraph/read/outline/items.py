"""The lowest level: items of lists below headings, bulleted, numbered, or opened by a title in bold."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from dupgraph.base.gathering import gather
from dupgraph.language.messages import join, say
from dupgraph.read.outline.column_names import announces_goals, find_column_kind, names_field, tells_past
from dupgraph.read.outline.drafts import Draft, choose_title, count_times
from dupgraph.read.outline.lines import Line, Page, find_item_end, list_leads, once_a_page
from dupgraph.read.outline.looks import find_run_in
from dupgraph.read.outline.numbers import BARE, choose_style
from dupgraph.read.outline.profile import NumberStyle, make_key
from dupgraph.read.outline.titles import BULLETS, opens_with_infinitive
from dupgraph.schema.links import OBJECTIVE

# "* * *" is none.
_ITEM = re.compile(rf"(?P<mark>[{re.escape(BULLETS)}])(?=[^\n]*[^\W\d_])[ \t]*\S")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)][ \t]+(?=\S)")
# A bullet with a printed number of two parts or more: "• 1.1 Aprire un nido".
_CODED = re.compile(rf"[{re.escape(BULLETS)}][ \t]*\d{{1,2}}(?:\.\d{{1,2}})+[.):]?[ \t]")
_LETTERED = re.compile(r"(?P<number>[a-z])[.)][ \t]+(?=\S)")
_CAPITAL = re.compile(r"(?P<number>[A-Z])[.)][ \t]+(?=\S)")
_PATTERNS: tuple[tuple[NumberStyle, re.Pattern[str]], ...] = (
    ("decimal", _NUMBERED),
    ("letter", _LETTERED),
    ("letter", _CAPITAL),
)
# Of the text below the headings, how much must stand in items for the items to be the elements.
_SHARE = 0.45
# Headings of one level alone hardly are all that a plan has.
_FLAT_SHARE = 0.35
_FEWEST = 3
# What items are worth that are all there is below their headings.
_ALONE = 0.7
# Of so many numbered lines that head a text, one at most heads none; a heading has so many characters.
_NEARLY = 5
_LONGEST_HEAD = 120


def draft_bullets(page: Page, spine: Sequence[int], *, flat: bool = False) -> list[Draft]:
    """Return the level of bullets below the headings that start at ``spine``, where they hold most of the text.

    Elsewhere a bullet is text of the element above it. Below headings of one level (``flat``) less will do.
    """
    first = spine[0] if spine else 0
    lines = [line for line in page.lines if line.start >= first and not line.is_cell]
    depths = [line.depth for line in lines]
    found = [(line, depth, mark) for line, depth in zip(lines, depths, strict=True) if (mark := _read_mark(page, line))]
    outer = [(line, mark) for line, depth, mark in found if depth == 1]
    share = _FLAT_SHARE if flat else _SHARE
    if len(outer) < _FEWEST or not _holds_most(page, lines, [line for line, _, _ in found], spine, share):
        return []
    marks = sorted({mark for _, mark in outer})
    places = {line.start: place for place, line in enumerate(page.lines)}
    title = choose_title(page, [(places[line.start], line.start) for line, _ in outer], page.lines)
    keys: dict[str, object] = {"bullets": marks, "title": "sentence" if title == "sentence" else "item"}
    if len(outer) < len(found):
        keys["depth"] = 1
    starts = tuple(line.start for line, _ in outer)
    how = count_times(say("how_bullets"), len(starts))
    return [Draft("Punto", None, keys, starts, how, _ALONE if _stand_alone(outer, spine) else 0.6)]


def _stand_alone(items: Sequence[tuple[Line, str]], spine: Sequence[int]) -> bool:
    """Say whether below nearly all headings that have items these begin at once, several each: nothing else is said."""
    held = gather((spine[bisect_right(spine, line.start) - 1] if spine else 0, line) for line, _ in items)
    alone = sum(lines[0].above == start and len(lines) > 1 for start, lines in held.items())
    return alone * _NEARLY >= len(held) * (_NEARLY - 1)


def draft_run_in(page: Page, spine: Sequence[int]) -> list[Draft]:
    """Return the level of paragraphs that open with a title in bold, where they hold most of the text.

    Where several open with the same words, these are a part of each element.
    """
    first = spine[0] if spine else 0
    lines = [line for line in page.lines if line.start >= first and not line.is_cell]
    found = [(line, page.masked[slice(*span)]) for line in lines if (span := find_run_in(page.masked, line))]
    printed = [match["number"] for _, words in found if (match := BARE.match(words))]
    again = len(found) - len({make_key(words) for _, words in found})
    items = [line for line, _ in found]
    if len(items) < _FEWEST or again * _NEARLY > len(items) or not _holds_most(page, lines, items, spine):
        return []
    starts = tuple(line.start for line in items)
    keys: dict[str, object] = {"run_in": True, "title": "sentence"}
    if len(printed) * _NEARLY >= len(items) * (_NEARLY - 1):
        keys["number"] = choose_style(printed)
    return [Draft("Punto", None, keys, starts, count_times(say("how_run_in"), len(starts)), 0.6)]


def draft_numbered(page: Page, spine: Sequence[int], *, flat: bool = False) -> list[Draft]:
    """Return the level of numbered items that begin again below each heading, where they hold most of the text.

    Below headings of one level (``flat``) less will do, and their numbers may go on. So items do, too, as headings of
    what stands below each: "a) Aprire un museo", and a paragraph.
    """
    first = spine[0] if spine else 0
    lines = [line for line in page.lines if line.start >= first and not line.is_cell]
    style, found = _find_numbered(page, lines)
    ones = sum(page.masked[line.start] in "1aA" and page.masked[line.start + 1] in ".)" for line in found)
    heading = _head_texts(page, lines, found)
    again = ones > 1 or (flat and _go_on(page, found))
    share = _FLAT_SHARE if flat else _SHARE
    if len(found) < _FEWEST or not again or not (heading or _holds_most(page, lines, found, spine, share)):
        return []
    depths = {line.depth for line in found if line.is_item}
    # What nests below an item is its own text.
    keys: dict[str, object] = {"depth": min(depths)} if len(depths) > 1 else {}
    outer = [line for line in found if not keys or line.depth == keys["depth"]]
    keys |= {"number": style, "parts": 1, "title": "sentence" if heading else _choose_title(page, outer)}
    starts = tuple(line.start for line in outer)
    return [Draft("Punto", None, keys, starts, count_times(say("how_numbered"), len(starts)), 0.6)]


def _go_on(page: Page, items: Sequence[Line]) -> bool:
    """Say whether items are numbered 1, 2, 3 through the whole plan."""
    numbers = [match["number"] for line in items if (match := _NUMBERED.match(page.masked, line.start, line.end))]
    return numbers == [str(number) for number in range(1, len(items) + 1)]


def _find_numbered(page: Page, lines: Sequence[Line]) -> tuple[NumberStyle, list[Line]]:
    """Return the numbered lines among these, or the lettered ones where there are more, with the style of theirs.

    Capital letters are numbers of such a list only where no small ones are: these may stand below them. What each
    element has ("b) Obiettivi") is none of its items.
    """
    lines = [line for line in lines if line.start not in page.parts]
    found = [
        (style, [line for line in lines if pattern.match(page.masked, line.start, line.end)])
        for style, pattern in _PATTERNS
    ]
    return max(found[:2] if found[1][1] else found, key=lambda pair: len(pair[1]))


def _head_texts(page: Page, lines: Sequence[Line], items: Sequence[Line]) -> bool:
    """Say whether nearly all items are short paragraphs of their own, each with text below it that is no item."""
    starts = {line.start for line in items}
    heads = [
        line
        for line, below in pairwise(lines)
        if line.start in starts
        and line.apart
        and line.lone
        and line.end - line.start <= _LONGEST_HEAD
        and page.masked[line.end - 1] not in ";,:"
        and below.start not in starts
    ]
    return len(heads) * _NEARLY >= len(items) * (_NEARLY - 1)


@once_a_page
def draft_led(page: Page) -> list[Draft]:
    """Return the level of the items that lists of objectives hold: those that a line as "Obiettivi:" opens."""
    every = list_leads(page)
    again = _find_aimed(page, every)
    leads = {start: lead for start, lead in every.items() if announces_goals(lead[0]) or lead[0] in again}
    lines = [line for line in page.lines if line.start in leads]
    bulleted = [line for line in lines if _read_mark(page, line)]
    style, numbered = _find_numbered(page, lines)
    items = max(bulleted, numbered, key=len)
    if len(items) < _FEWEST or len({leads[line.start] for line in items}) < 2:
        return []
    depths = {line.depth for line in items}
    outer = [line for line in items if line.depth == min(depths)]
    keys: dict[str, object] = {"depth": min(depths)} if len(depths) > 1 else {}
    if items is bulleted:
        places = {line.start: place for place, line in enumerate(page.lines)}
        title = choose_title(page, [(places[line.start], line.start) for line in outer], page.lines)
        keys |= {"bullets": sorted({_read_mark(page, line) for line in outer})}
        keys |= {"title": "sentence" if title == "sentence" else "item"}
        if all(_CODED.match(page.masked, line.start, line.end) for line in outer):
            keys["number"] = "decimal"
    else:
        keys |= {"number": style, "parts": 1, "title": _choose_title(page, outer)}
    names = sorted({leads[line.start][0] for line in outer})
    starts = tuple(line.start for line in outer)
    how = count_times(say("how_led", names=join("or", names[:3])), len(starts))
    name = next((name for name in names if find_column_kind(name)), "Obiettivi")
    return [Draft(name.capitalize(), OBJECTIVE, {**keys, "lead": names}, starts, how, 0.85)]


def _find_aimed(page: Page, leads: Mapping[int, tuple[str, int]]) -> set[str]:
    """Return the lines that open several lists ("Le nostre proposte:") of what infinitives say: of aims.

    What plans call actions, or a part of an element, opens a list of its text.
    """
    found = gather((words, start) for start, (words, _) in leads.items())
    lists = Counter(words for words, _ in set(leads.values()))
    return {
        words
        for words, starts in found.items()
        if lists[words] >= _FEWEST
        and not (names_field(words) or find_column_kind(words) or tells_past(words))
        and sum(_is_aim(page, start) for start in starts) * _NEARLY >= len(starts) * (_NEARLY - 1)
    }


def _is_aim(page: Page, start: int) -> bool:
    words = page.masked[start : start + _LONGEST_HEAD].lstrip(f"{BULLETS} \t0123456789.)")
    return opens_with_infinitive(words)


def draft_nested(page: Page) -> list[Draft]:
    """Return the levels of numbered lists that nest, the outermost first, where they hold most of the text.

    The outermost is one list; each of the others begins again below every item that has it.
    """
    lines = [line for line in page.lines if not line.is_cell]
    opening = (line for line in lines if line.is_item and line.opens)
    found = gather((line.depth, line) for line in opening if _NUMBERED.match(page.masked, line.start, line.end))
    depths = sorted(found)
    items = [line for depth in depths for line in found[depth]]
    if len(depths) < 2 or not _holds_most(page, lines, items, ()):
        return []
    drafts: list[Draft] = []
    for depth, name in zip(depths, ("Capitolo", "Sezione", "Punto"), strict=False):
        starts = tuple(line.start for line in found[depth])
        title = _choose_title(page, found[depth])
        keys: dict[str, object] = {"number": "decimal", "parts": 1, "title": title, "depth": depth}
        how = count_times(say("how_nested", depth=depth), len(starts))
        drafts.append(Draft(name, None, keys, starts, how, 0.7))
    return drafts


def _choose_title(page: Page, items: Sequence[Line]) -> str:
    """Return where the titles of numbered items end."""
    places = {line.start: place for place, line in enumerate(page.lines)}
    matches = [(line, p.match(page.masked, line.start, line.end)) for line in items for _, p in _PATTERNS]
    titles = [(places[line.start], match.end()) for line, match in matches if match]
    return "sentence" if choose_title(page, titles, page.lines) == "sentence" else "item"


def _read_mark(page: Page, line: Line) -> str:
    match = _ITEM.match(page.masked, line.start, line.end)
    if match is None or not (line.opens or line.block is None):
        return ""
    return match["mark"]


def _holds_most(
    page: Page, lines: Sequence[Line], items: Sequence[Line], spine: Sequence[int], share: float = _SHARE
) -> bool:
    """Say whether items hold ``share`` of the text below the headings at ``spine``.

    Where several hold items, from the first of these to the last: what stands before may describe the town.
    """
    heads = set(spine)
    held = sorted({bisect_right(spine, line.start) for line in items} - {0})
    if len(held) >= _FEWEST:
        end = spine[held[-1]] if held[-1] < len(spine) else len(page.masked)
        lines = [line for line in lines if spine[held[0] - 1] <= line.start < end]
    text = sum(line.end - line.start for line in lines if line.start not in heads)
    inside = sum(min(find_item_end(page.masked, line), line.end + 2_000) - line.start for line in items)
    return text > 0 and inside >= share * text
