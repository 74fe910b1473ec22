"""Headings become sections: who belongs to whom, each one's path, title and own text."""

import re
import string
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from math import inf
from typing import NamedTuple

from dupgraph.language.messages import say
from dupgraph.language.phrases import is_unfinished
from dupgraph.read.outline.extents import find_block, find_item_end, find_table, says_something
from dupgraph.read.outline.lines import Page
from dupgraph.read.outline.names import OFFICIAL
from dupgraph.read.outline.patterns import AGAIN
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.repeats import are_alike
from dupgraph.read.outline.rows import find_fields
from dupgraph.read.outline.titles import BULLETS, FURNITURE, Heading, end_told, find_title_end
from dupgraph.schema.values import Block, Section, Span, find_page, find_words, list_stretches
from dupgraph.schema.weights import BOLD

# What may stand between a title and its text.
_EMPTY = " \t\n\f\u00a0" + FURNITURE
# Below a heading that stands again: a sentence or an item, no other heading or "as follows:".
_SAYS = re.compile(rf"[^\W\d][.;!?)»”]*[.;!?](?:\s|\Z)|^[ \t]*[{re.escape(BULLETS)}][ \t]+\w", re.MULTILINE)
# Points by which the type of a title is larger than that of its text.
_OTHER_SIZE = 0.6
_CAPITALS = string.ascii_uppercase


class _Place(NamedTuple):
    """Where a heading stands in the tree."""

    code: str
    level: int
    parent: str | None
    title: str = ""
    printed: bool = False


@dataclass(slots=True)
class _Tree:
    """The places given so far: by number as printed, by path, and the last one of each level.

    ``bases`` has for each level the highest one of its tree, and ``official`` are those that the budget numbers.
    """

    claimed: frozenset[str]
    bases: tuple[int, ...]
    official: frozenset[int]
    by_number: dict[tuple[str, ...], _Place] = field(default_factory=dict)
    by_level: dict[tuple[int, tuple[str, ...]], _Place] = field(default_factory=dict)
    by_title: dict[tuple[str | None, int, str], _Place] = field(default_factory=dict)
    by_code: dict[str, _Place] = field(default_factory=dict)
    open: dict[int, _Place] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    warnings: list[str] = field(default_factory=list)


class Tree(NamedTuple):
    """The sections of an outline, and one sentence for each number that was met twice."""

    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


def build_sections(page: Page, levels: Sequence[Level], headings: Sequence[Heading]) -> Tree:
    """Return one section a heading, with its path in the outline.

    A printed number says the path where it agrees with the tree; else the position does. A heading that stands again
    with its number and title goes on with its element; one with a number that another has is told apart, and said.
    """
    # The number of one part below the first level ("Obiettivo 2") is no path by itself.
    whole = (h.number for h in headings if not h.coded and (len(h.number) > 1 or h.level == 0))
    bases = accumulate((place if level.top else 0 for place, level in enumerate(levels)), max)
    official = frozenset(place for place, level in enumerate(levels) if make_key(level.name) in OFFICIAL)
    tree = _Tree(frozenset(".".join(number) for number in whole if number), tuple(bases), official)
    limits = _list_limits(page, headings)
    tables: dict[str, int | None] = {}
    sections: list[Section] = []
    more: dict[str, list[Span]] = defaultdict(list)
    tails: list[tuple[str, Span]] = []
    opened: set[str] = set()
    shut = False
    for heading, limit in zip(headings, limits, strict=True):
        if heading.stop:
            _close_levels(tree, heading.level)
            shut = shut or heading.level == 0
            continue
        # Below a chapter that is no element there are none, but what says by label and number where it belongs.
        level = levels[heading.level]
        named = level.labelled and len(heading.number) > 1
        shut = shut and heading.level > tree.bases[heading.level] and level.styled and not named
        if shut:
            continue
        section = _make_section(page, tree, level, heading, limit)
        if 0 <= heading.end < limit:
            end = max(section.title_end, _trim_end(page.masked, heading.end))
            section = replace(section, end=min(section.end, end), reach=section.end)
            tables[section.code] = find_table(page, heading.start)
            above = _find_outside(tree, tables, section, heading.tail)
            if above and says_something(page, end, limit):
                begin = _skip_gap(page.masked, _find_after_stop(page.masked, end))
                tails.append((above, Span(begin, _trim_end(page.masked, limit))))
        for start, end in {*heading.heads, *heading.cells}:
            if not (section.start <= start and end <= section.end):
                more[section.code].append(Span(start, end))
        if section.code not in opened:
            opened.add(section.code)
            sections.append(replace(section, position=len(sections) + 1))
            tables[section.code] = find_table(page, heading.start)
        elif _SAYS.search(page.masked, section.title_end, section.end):
            more[section.code].append(Span(_skip_gap(page.masked, section.title_end), section.end))
    # What closes the document alone is of none: a signature, a note on its sources.
    if [span.end for _, span in tails] != [_trim_end(page.masked, len(page.masked))]:
        for above, span in tails:
            more[above].append(span)
    sections = [
        replace(section, more=tuple(sorted(more[section.code]))) if section.code in more else section
        for section in sections
    ]
    fields = find_fields(page, list_stretches(sections))
    if fields:
        sections = [replace(section, fields=fields.get(section.code, ())) for section in sections]
    return Tree(tuple(sections), tuple(tree.warnings))


def _list_limits(page: Page, headings: Sequence[Heading]) -> list[int]:
    """Return before what the text of each heading ends: the next heading, or what stands before that and is its own."""
    heads = sorted(start for heading in headings for start, _ in heading.heads)
    limits: list[int] = []
    for heading, following in zip(headings, [*(h.start for h in headings[1:]), len(page.masked)], strict=False):
        place = bisect_right(heads, heading.start)
        limits.append(min([following, *heads[place : place + 1]]))
    return limits


def _find_outside(tree: _Tree, tables: Mapping[str, int | None], section: Section, level: int) -> str | None:
    """Return the element above a section, of that level or higher, whose text goes on behind it: none in a table."""
    table = tables.get(section.code)
    above = section.parent
    while above and (tree.by_code[above].level > level or (table is not None and tables.get(above) is not None)):
        above = tree.by_code[above].parent
    return above


def _make_section(page: Page, tree: _Tree, level: Level, heading: Heading, limit: int) -> Section:
    title_start, title_end, end = _find_spans(page, heading, level, limit)
    title = " ".join(find_words(page.document, *span) for span in ((title_start, title_end), *heading.rest))
    place = _place_heading(page, tree, level, heading, title)
    return Section(
        code=place.code,
        kind=level.kind,
        level_name=level.name,
        title=title,
        start=heading.start,
        end=end,
        title_start=title_start,
        title_end=title_end,
        parent=place.parent,
        position=0,
        page=find_page(page.document, heading.start),
        notation=heading.printed,
    )


def _place_heading(page: Page, tree: _Tree, level: Level, heading: Heading, title: str) -> _Place:
    """Return the place of a heading: that of an element which is already there, where it only goes on with it."""
    named = None if heading.number else _find_titled(tree, level, heading, title)
    if named is not None:
        return _reopen(tree, named)
    code, parent = _find_path(tree, level, heading)
    earlier = tree.by_code.get(code)
    if earlier and earlier.level == heading.level and are_alike(earlier.title, title):
        return _reopen(tree, earlier)
    if code in tree.by_code:
        code = _tell_apart(tree, code)
        line = page.document.text.count("\n", 0, heading.start) + 1
        tree.warnings.append(say("mended_twice", line=line, number=heading.printed or code, code=code))
    place = _open_place(tree, heading, code, parent, title)
    # What the budget numbers gives no number to the codes below it.
    if heading.number and (heading.coded or heading.level not in tree.official):
        tree.by_level[heading.level, heading.number] = place
    return place


def _find_path(tree: _Tree, level: Level, heading: Heading) -> tuple[str, _Place | None]:
    """Return the path of a heading and the place above it."""
    number, above = heading.number, _find_above(tree, heading.level - level.beside)
    if heading.coded:
        above = _find_named(tree, heading.level - level.beside, heading) or above
        printed = heading.printed.replace(" ", "")
        taken = tree.by_code.get(printed)
        # The same code in another chapter is another element.
        if taken and above and taken.parent not in (above.code, None):
            return f"{above.code}.{printed}", above
        return printed, above
    base = tree.bases[heading.level]
    # Below missions behind the lines of a mandate, 6.1 is M6.1 if there is such a one.
    prefix = above.code[: len(above.code) - len(above.code.lstrip(_CAPITALS))] if above and base else ""
    for size in range(len(number) - 1, 0, -1):
        path = ".".join(number[:size])
        named = (tree.by_code.get(f"{prefix}{path}"), tree.by_code.get(path), tree.by_number.get(number[:size]))
        # A path by position is no number that the plan prints, and "Obiettivo 2.1" below "Missione 03" not mission 2's.
        fit = [p for p in named if p and p.level < heading.level and (p == above or _gives_numbers(tree, p))]
        # What is open goes first: "1.1" below "1 - Scuola" in a table is not chapter 1's.
        if parent := min(fit, key=lambda p: p not in tree.open.values(), default=None):
            if parent.level >= base:
                return ".".join((parent.code, *number[size:])), parent
            # Of what another tree has it is a reference, unless it is the number of what is open ("1.2.1" below M1.2).
            own = above is None or above.level < base or above.code.lstrip(_CAPITALS) == ".".join(number[:-1])
            if size == len(number) - 1 and not own and ".".join(number) not in tree.by_code:
                return ".".join(number), above
    if above is None:
        prefix = level.name[0].upper() if level.top else ""
        return (prefix + ".".join(number) if number else _find_free(tree, prefix)), None
    return (f"{above.code}.{number[0]}" if len(number) == 1 else _find_free(tree, f"{above.code}.")), above


def _gives_numbers(tree: _Tree, place: _Place) -> bool:
    """Say whether numbers below may begin with that of a place: it prints one, of its own or of what is open."""
    return place.printed and (place.level not in tree.official or place in tree.open.values())


def _find_named(tree: _Tree, lowest: int, heading: Heading) -> _Place | None:
    """Return the element of the nearest level above whose numbers begin the heading's own (OB.1.1 above RA.1.1a)."""
    for level in range(lowest - 1, -1, -1):
        place = tree.by_level.get((level, heading.number[:-1]))
        if place or level in tree.open:
            return place
    return None


def _find_titled(tree: _Tree, level: Level, heading: Heading, title: str) -> _Place | None:
    """Return the element that a heading without a number repeats: of its title and level, below the same one."""
    if heading.table is not None and not heading.groups:
        return None
    above = _find_above(tree, heading.level - level.beside)
    return tree.by_title.get((above.code if above else None, heading.level, make_key(title)))


def _find_above(tree: _Tree, level: int) -> _Place | None:
    """Return the last place of a higher level, the nearest level first.

    The lowest level may stand in both of two trees: before the second begins, its elements belong to the first.
    """
    base = tree.bases[max(level, 0)]
    inside = [higher for higher in range(base, level) if higher in tree.open]
    if not inside and base < level == len(tree.bases) - 1:
        inside = [higher for higher in range(base) if higher in tree.open]
    return tree.open[inside[-1]] if inside else None


def _find_free(tree: _Tree, prefix: str) -> str:
    """Return the next path by position that no heading has or prints."""
    while True:
        tree.counts[prefix] += 1
        code = f"{prefix}{tree.counts[prefix]}"
        if code not in tree.claimed and code not in tree.by_code:
            return code


def _tell_apart(tree: _Tree, code: str) -> str:
    for again in AGAIN:
        if f"{code}-{again}" not in tree.by_code:
            return f"{code}-{again}"
    number = len(AGAIN) + 2
    while f"{code}-{number}" in tree.by_code:
        number += 1
    return f"{code}-{number}"


def _close_levels(tree: _Tree, level: int) -> None:
    for lower in [number for number in tree.open if number >= level]:
        del tree.open[lower]


def _open_place(tree: _Tree, heading: Heading, code: str, parent: _Place | None, title: str) -> _Place:
    place = _Place(code, heading.level, parent.code if parent else None, title, bool(heading.number))
    _close_levels(tree, heading.level)
    tree.open[heading.level] = place
    tree.by_code[code] = place
    tree.by_title.setdefault((place.parent, heading.level, make_key(title)), place)
    if heading.number and (not heading.coded or heading.level == 0):
        tree.by_number[heading.number] = place
    return place


def _reopen(tree: _Tree, place: _Place) -> _Place:
    _close_levels(tree, place.level)
    tree.open[place.level] = place
    return place


def _find_spans(page: Page, heading: Heading, level: Level, limit: int) -> tuple[int, int, int]:
    """Return where the title starts and ends, and where the element's own text does."""
    masked = page.masked
    limit_title = _find_block_end(page, heading.start, limit) if level.bulleted or level.listed else limit
    limit_title = min(limit_title, _find_type_end(page, heading.title_start, limit))
    if heading.title_start >= limit:
        # A label and a number with no words of their own: they are all the title there is.
        end = _trim_end(masked, limit)
        return heading.start, heading.start + len(masked[heading.start : end].rstrip(" \t:.–—-")), end
    if 0 <= heading.title_end <= limit:
        title_end = heading.title_end
        title_end = (
            find_title_end(masked, heading.title_start, title_end, "item") if level.ending is None else title_end
        )
        title_end = _trim_end(masked, max(title_end, heading.title_start + 1))
    else:
        title_end = find_title_end(masked, heading.title_start, limit_title, level.title)
        if level.title == "line" and heading.printed:
            title_end = end_told(masked, heading.title_start, title_end)
    if level.title == "item" and heading.table is None and level.ending is None:
        # What follows a bullet after a blank line is no part of it, unless the source says so.
        limit = min(limit, max(find_item_end(page, heading), _find_after_stop(masked, title_end)))
    return heading.title_start, title_end, max(title_end, _trim_end(masked, limit))


def _find_block_end(page: Page, start: int, limit: int) -> int:
    """Return where the item at ``start`` ends on its page; ``limit`` where it is none, or may go on below it."""
    blocks = page.document.blocks
    line = page.lines[bisect_right(page.lines, start, key=lambda line: line.start) - 1]
    if line.block is None or line.block.kind != "item":
        return limit
    place = find_block(page, start) + 1
    following = next(_list_printed(blocks, range(place, len(blocks))), None)
    if following is None or following.goes_on:
        return limit
    end = line.block.end
    if following.kind == "item" and following.marker and page.masked[end - 1] != ":":
        return min(end, limit)
    # Where the item before has no stop at its end, either, a capital begins a text.
    before = next((block for block in _list_printed(blocks, range(place - 2, -1, -1)) if block.kind == "item"), None)
    alike = before is not None and page.masked[before.end - 1] not in ".;:,"
    large = page.masked[following.start].isupper()
    set_apart = (following.size, following.weight) != (line.block.size, line.block.weight)
    if following.page != line.block.page and following.kind != "cell":
        # What a page's end cuts has no stop there and goes on in its type; a table on the next page is none of it.
        whole = page.masked[end - 1] in ".;" or ((alike or set_apart) and not is_unfinished(page.masked, end))
        return min(end, limit) if whole and large else limit
    if line.block.page is None:
        # Without pages nothing cuts an item; a list may go on with it.
        return min(end, limit) if following.kind == "paragraph" else limit
    closed = page.masked[end - 1] in ".;:" or following.kind != "paragraph" or (alike and large)
    return min(end, limit) if closed or set_apart else limit


def _list_printed(blocks: Sequence[Block], places: Iterable[int]) -> Iterator[Block]:
    """Yield the blocks at ``places`` that are no furniture."""
    return (blocks[place] for place in places if blocks[place].kind != "furniture")


def _find_type_end(page: Page, start: int, limit: int) -> int:
    """Return where smaller or lighter type begins after a title at ``start``, or the cell ends that has it.

    A line that goes on with a title in bold may hold its last word, and be text for the rest. Where none begins, or a
    cell, that is ``limit``.
    """
    following = range(max(find_block(page, start), 0), len(page.document.blocks))
    blocks = list(islice(_list_printed(page.document.blocks, following), 2))
    if len(blocks) < 2:
        return limit
    if blocks[0].kind == blocks[1].kind == "cell" and blocks[0].page == blocks[1].page:
        return min(blocks[0].end, limit) if blocks[0].start <= start else limit
    if "cell" in (blocks[0].kind, blocks[1].kind):
        return limit
    larger = (blocks[0].size or 0.0) - (blocks[1].size or inf) > _OTHER_SIZE
    goes_on = page.masked[blocks[1].start].islower() or is_unfinished(page.masked, blocks[0].end)
    heavier = blocks[0].weight & BOLD and not blocks[1].weight & BOLD and not goes_on
    return min(blocks[1].start, limit) if (larger or heavier) and blocks[0].start <= start else limit


def _find_after_stop(masked: str, end: int) -> int:
    while end < len(masked) and masked[end] in ".;,":
        end += 1
    return end


def _skip_gap(masked: str, start: int) -> int:
    while masked[start] in _EMPTY:
        start += 1
    return start


def _trim_end(masked: str, end: int) -> int:
    while end and (masked[end - 1].isspace() or masked[end - 1] == FURNITURE):
        end -= 1
    return end
