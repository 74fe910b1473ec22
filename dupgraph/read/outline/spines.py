"""Spines: which levels may hold a document together, from the highest on, and what may stand below them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from dupgraph.language.messages import join, say
from dupgraph.read.outline.aims import draft_aims, part_aims
from dupgraph.read.outline.card_levels import draft_cards
from dupgraph.read.outline.codes import draft_codes, draft_ending_codes
from dupgraph.read.outline.column_names import tells_outcome
from dupgraph.read.outline.columns import draft_lines, draft_rows
from dupgraph.read.outline.drafts import Draft, assign_kinds
from dupgraph.read.outline.items import draft_bullets, draft_led, draft_nested, draft_numbered, draft_run_in
from dupgraph.read.outline.labels import draft_labels, draft_numbers
from dupgraph.read.outline.lines import Page
from dupgraph.read.outline.names import KINDS, OFFICIAL, is_front, tells_context
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.styles import draft_bold, draft_hashes, draft_looks, draft_ranks, draft_sizes
from dupgraph.schema.links import ACTION, GUIDELINE, POLICY

# Drafts from this weight on are known by a label of plans, in order.
_SURE = 0.9
# What lines by their look are worth above labels that they group.
_GROUPING = 0.95
# Headings by style that must hold labelled ones for them to be a level above these.
_FEWEST_HOLDING = 2
_MANY_HOLDING = 4
# Of so many elements one at most lacks the field that the others have, or has it twice.
_NEARLY = 1.25
# Heads of columns that are named at most.
_SHOWN = 12


def list_signs(page: Page) -> list[str]:
    """Return what may make levels of a document, in words: its labels, codes, styles, numbers and columns."""
    printed = [*draft_labels(page), *draft_codes(page), *draft_open_labels(page), *draft_numbers(page)]
    looks = [*draft_ranks(page), *draft_sizes(page), *draft_hashes(page)]
    tables = [*draft_rows(page), *draft_cards(page), *draft_led(page)]
    heads = dict.fromkeys(name for table in page.tables for name in table.names.values())
    columns = say("how_heads", names=join("comma", list(heads)[:_SHOWN])) if heads else ""
    return list(filter(None, (columns, *(draft.how for draft in (*tables, *printed, *looks)))))


def list_spines(page: Page) -> Iterator[list[Draft]]:
    """Yield the rows of levels that may hold a document together."""
    printed = _drop_fields(order_drafts([*draft_labels(page), *draft_codes(page)]))
    ranks, hashes = draft_ranks(page), draft_hashes(page)
    bold = draft_bold(page)
    numbers = draft_numbers(page)
    opened = order_drafts([*printed, *_list_open(page, printed, (*ranks, *bold, *numbers))])
    seen = draft_looks(page)
    looks = [look for look in seen if not _is_explained(look, opened)]
    # Who has styled the headings has said which they are.
    sizes = [] if ranks else _drop_cover(draft_sizes(page))
    lone = {line.start for line in page.lines if line.apart and line.lone}
    # "1. Scuola" on lines of their own: elsewhere they are a list.
    apart = [draft for draft in numbers if lone.issuperset(draft.starts)]
    # Where no blank line sets them apart, labels below them that go on from their numbers may bear them out.
    crowded = [numbers] if len(apart) < len(numbers) else []
    numbered = _add_lower(printed, numbers)
    capitals = [look for look in seen if look.keys["look"] == "capitals"]
    alone = [look for look in seen if look.keys["look"] == "alone"]
    if opened and opened[-1].kind in (POLICY, GUIDELINE):
        # Their objectives may have no label.
        yield from filter(None, (_add_lower(opened, some) for some in (sizes or bold, alone)))
    for base in (opened, printed, numbered) if len(opened) > len(printed) else (printed, numbered):
        # What has a label that the base leaves out is more than a look.
        left = [draft for draft in opened if draft not in base]
        shown = [[look] for look in seen if not _is_explained(look, left)]
        yield from _list_printed(base, (ranks, sizes, hashes, bold, apart, *crowded, *shown))
    # Where two levels say what plans call them, headings without a label are others.
    lower = any((draft_rows(page), draft_cards(page), draft_led(page)))
    named = sum(draft.weight >= _SURE for draft in printed) + lower > 1
    below = [[*ranks, *bold]] if ranks and bold else [bold]
    for drafts in map(_leave_out, (ranks, sizes, hashes, *below)):
        styles = [replace(d, weight=d.weight / 4) if named and "labels" not in d.keys else d for d in drafts]
        if styles:
            yield styles
        if len(styles) > 1:
            yield styles[:-1]
            yield styles[1:]
    yield from filter(None, (_mix_styles(capitals, some) for some in (sizes, bold) if len(some) == 1))
    # Nothing else tells chapters from their aims.
    yield from filter(None, (part_aims(page, some[0]) for some in (ranks, sizes, bold, alone) if len(some) == 1))
    if len(apart) == len(numbers) == 1 and not (ranks or sizes or hashes or bold):
        # Lists or lettered headings may stand below.
        yield numbers
    if len(bold) == 1 and _hold_all(bold[0], alone) and not _is_explained(bold[0], capitals):
        yield [*bold, *alone]
    if len(numbers) > 1 and [draft.keys["parts"] for draft in numbers] == list(range(1, len(numbers) + 1)):
        yield numbers
    if nested := draft_nested(page):
        yield nested
    for look in looks:
        yield [look]
    if len(looks) > 1:
        yield looks


def _drop_cover(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return the levels but for the lines of a cover: several of the largest type, all before the first of the next."""
    cover = len(drafts) > 1 and len(drafts[0].starts) > 1 and drafts[0].starts[-1] < drafts[1].starts[0]
    return drafts[1:] if cover else drafts


def _drop_fields(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the levels but for what nearly every element of a lower one says of itself.

    "Missione 4 - Istruzione" below each objective is its mission, once each, and groups none.
    """
    return [
        draft
        for draft in drafts
        if not any(
            KINDS.index(draft.kind or ACTION) < KINDS.index(lower.kind or POLICY)
            and lower.starts[0] < draft.starts[0]
            and _stands_below_each(draft, lower)
            for lower in drafts
        )
    ]


def _list_open(page: Page, printed: Sequence[Draft], headings: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the levels with a label and no number, but for what those with one say of themselves.

    "Obiettivo: ..." below "Progetto 1" is no level: a project is for an objective, not the other way round. Nor are
    sentences once below each heading of the lowest ("Risultato atteso: le famiglie sono assistite."), nor what elements
    come to once below each of other ``headings``.
    """
    limits = {line.start: line.limit for line in page.lines}
    for draft in draft_open_labels(page):
        above = [other for other in printed if other.starts[0] < draft.starts[0]]
        each = above and len(_list_holding(above[-1].starts, draft)) == len(above[-1].starts) == len(draft.starts)
        if each and all(page.masked[start : limits[start]].rstrip().endswith(".") for start in draft.starts):
            continue
        if tells_outcome(draft.name) and any(_stands_below_each(draft, other) for other in headings):
            continue
        if not any(KINDS.index(other.kind or POLICY) > KINDS.index(draft.kind or ACTION) for other in above):
            yield draft


def _stands_below_each(draft: Draft, above: Draft) -> bool:
    """Say whether nearly each of the headings ``above`` has one of ``draft`` below it."""
    held = len(_list_holding(above.starts, draft))
    return held * _NEARLY >= max(len(draft.starts), len(above.starts))


def _add_lower(printed: Sequence[Draft], others: Sequence[Draft]) -> list[Draft]:
    """Return levels with labels or codes, and below them those of bare numbers or looks; none where there are none."""
    taken = {start for draft in printed for start in draft.starts}
    lower = [draft for draft in others if sum(start in taken for start in draft.starts) * 2 < len(draft.starts)]
    first = printed[-1].starts[0] if printed else 0
    free = [[start for start in draft.starts if start not in taken] for draft in lower]
    rests = [tuple(start for start in starts if start > first) for starts in free]
    # Before the first heading above them stands what is of a cover, or of a context where that is most; numbers there
    # are others.
    lower = [
        replace(draft, starts=rest)
        for draft, starts, rest in zip(lower, free, rests, strict=True)
        if rest and 2 * len(rest) >= len(starts) and (draft.starts[0] > first or "number" not in draft.keys)
    ]
    return [*printed, *lower] if printed and lower else []


def _list_printed(printed: list[Draft], styles: Iterable[Sequence[Draft]]) -> Iterator[list[Draft]]:
    """Yield the levels that print what they are, in one tree or two, alone or below headings by style."""
    if not printed:
        return
    parted = _part_trees(printed)
    if parted:
        yield parted
    # The budget's missions stand below no line that comes before them all.
    if not any(make_key(draft.name) in OFFICIAL for draft in parted if "top" in draft.keys):
        yield printed
    for some in styles:
        if mixed := _mix_styles(some, printed):
            yield mixed


def _part_trees(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the levels with the one marked that begins a tree of its own; none where there is no such level.

    Behind all lines of a mandate and their objectives come the missions of the budget, with objectives below them.
    """
    for place in range(1, len(drafts)):
        draft = drafts[place]
        behind = max(start for above in drafts[:place] for start in above.starts) < draft.starts[0]
        if behind and draft.kind == POLICY and len(draft.starts) > 1:
            return [*drafts[:place], replace(draft, keys={**draft.keys, "top": True}), *drafts[place + 1 :]]
    return []


def _hold_all(above: Draft, alone: Sequence[Draft]) -> bool:
    """Say whether headings of one look are above lines that nothing marks: each has two of these or more below it."""
    starts = [start for draft in alone for start in draft.starts if start not in above.starts]
    held = [bisect_left(starts, b) - bisect_left(starts, a) for a, b in pairwise([*above.starts, inf])]
    return bool(starts) and min(held) > 1


def _is_explained(look: Draft, printed: Sequence[Draft]) -> bool:
    """Say whether most lines of one look have labels or codes: these are what makes them headings."""
    taken = {start for draft in printed for start in draft.starts}
    return sum(start in taken for start in look.starts) * 2 >= len(look.starts)


def order_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, the highest level first: by where each is first seen.

    A label that has its number before it and behind it is one level, said twice.
    """
    ordered: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: draft.starts[0]):
        twin = next((n for n, other in enumerate(ordered) if _are_twins(other, draft)), None)
        if twin is None:
            ordered.append(draft)
        else:
            ordered.insert(twin + 1, replace(draft, keys={**draft.keys, "beside": True}))
    return ordered


def _are_twins(one: Draft, other: Draft) -> bool:
    parts = one.keys.get("parts") == other.keys.get("parts")
    return parts and one.name == other.name and one.keys.get("number_first") != other.keys.get("number_first")


def _mix_styles(styles: Sequence[Draft], printed: Sequence[Draft]) -> list[Draft]:
    """Return headings by style above those with labels, where they are not the same lines."""
    taken = {start for draft in printed for start in draft.starts}
    above = []
    for style in styles:
        rest = tuple(start for start in style.starts if start not in taken)
        # Lines of one style are of one level; a look that nothing marks may be that of several.
        if ("look" in style.keys or len(rest) * 2 > len(style.starts)) and _groups(rest, printed[0]):
            # Several headings, each above some that print what they are, are as sure as these, but for a cover's lines.
            held = _list_holding(rest, printed[0])
            sure = len(held) == len(rest) - held[0] >= _MANY_HOLDING
            weight = _GROUPING if "look" in style.keys else 1.0
            above.append(replace(style, starts=rest, weight=weight if sure else style.weight))
    return [*above, *printed] if above else []


def _list_holding(starts: Sequence[int], below: Draft) -> list[int]:
    """Return the places of those of these headings that have some of ``below`` under them."""
    nexts = [*starts[1:], below.starts[-1] + 1][: len(starts)]
    pairs = enumerate(zip(starts, nexts, strict=True))
    return [place for place, (a, b) in pairs if bisect_right(below.starts, a) < bisect_left(below.starts, b)]


def _groups(starts: Sequence[int], below: Draft) -> bool:
    """Say whether headings group those of ``below``: two of them hold some, and most of those between the two."""
    held = _list_holding(starts, below)
    if len(held) < _FEWEST_HOLDING:
        return False
    # What stands before the first or behind the last that holds something is of a cover, a context, an annex.
    inside = held[-1] - held[0] + 1
    return starts[held[0]] < below.starts[0] and inside <= len(below.starts) and len(held) * 2 > inside


def _leave_out(styles: Sequence[Draft]) -> list[Draft]:
    """Return headings by style without those that stand above labelled ones and do not group them."""
    kept: list[Draft] = []
    for place, style in enumerate(styles):
        labelled = next((draft for draft in styles[place:] if "labels" in draft.keys), None)
        if labelled in (None, style) or (labelled and _groups(style.starts, labelled)):
            kept.append(style)
    return kept


def _list_parted(spine: Sequence[Draft], rows: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Yield the levels of two trees with those rows in the first that stand there, the strategic objectives."""
    top = next((place for place, draft in enumerate(spine) if "top" in draft.keys), None)
    early = [row for row in rows if top is not None and row.starts[-1] < spine[top].starts[0]]
    if early and len(early) < len(rows):
        yield [*spine[:top], *early, *spine[top:], *(row for row in rows if row not in early)]


def list_extended(page: Page, spine: Sequence[Draft], starts: Sequence[int]) -> Iterator[list[Draft]]:
    """Yield ``spine``, whose elements stand at ``starts``, with each thing that may stand below it.

    Lines of the mandate and strategic objectives, in a table or by numbers alone, before all headings make a first tree
    beside theirs.
    """
    tables = draft_rows(page)
    yield from _extend(page, spine, starts, tables)
    grouped = any(row.kind == POLICY for row in tables)
    first = (*([] if grouped else draft_lines(page)), *tables, *_list_numbered(page))
    early = [row for row in first if spine and row.starts[-1] < spine[0].starts[0]]
    parted = any("top" in draft.keys for draft in spine)
    both = _part_trees([*early, *assign_kinds(spine)]) if early and not parted else []
    if both and not _lists_following(page, early):
        yield both
        rows = [row for row in tables if row not in early]
        yield from _extend(page, both, sorted([*starts, *(start for row in early for start in row.starts)]), rows)


def _list_numbered(page: Page) -> list[Draft]:
    """Return the levels of bare numbers, where none of their titles is of the town, its accounts or any document."""
    numbers = draft_numbers(page)
    starts = {start for draft in numbers for start in draft.starts}
    titles = [page.get_words(line) for line in page.lines if line.start in starts]
    return [] if len(numbers) < 2 or any(tells_context(title) or is_front(title) for title in titles) else numbers


def _lists_following(page: Page, rows: Sequence[Draft]) -> bool:
    """Say whether most rows name what lines behind them do: a table of what follows, and no tree of its own."""
    starts = {start for row in rows for start in row.starts}
    cells = [make_key(page.get_words(line)) for line in page.lines if line.start in starts]
    behind = {make_key(page.get_words(line)) for line in page.lines if line.start > max(starts) and not line.is_cell}
    titles = [title for title in behind if " " in title]
    return sum(cell in behind or any(title in cell for title in titles) for cell in cells) * 2 > len(cells)


def _extend(
    page: Page, spine: Sequence[Draft], starts: Sequence[int], tables: Sequence[Draft]
) -> Iterator[list[Draft]]:
    settled = assign_kinds(spine)
    listed = draft_led(page)
    cards = draft_cards(page)
    # Cards of strategic objectives may each stand above a table of operative ones.
    both = [[*cards, *tables]] if cards and tables and cards[0].starts[0] < tables[0].starts[0] else []
    for rows in (tables, cards, listed, *both):
        if rows:
            yield [*spine, *rows]
        if rows and (parted := _part_trees([*rows, *spine])):
            yield parted
            yield from _list_parted(spine, rows)
        # A table of strategic objectives may stand before the headings of the operative ones.
        if rows and len(spine) > 1 and spine[0].starts[0] < rows[0].starts[0] < spine[-1].starts[0]:
            yield [*spine[:-1], *rows, spine[-1]]
        known = {draft.kind for draft in settled}
        if any("parts" in row.keys for row in rows):
            # Levels that share a column stand or fall together.
            continue
        lower = [row for row in rows if row.kind not in known] or rows[-1:]
        if spine and len(lower) < len(rows):
            yield [*spine, *lower]
    if ended := draft_ending_codes(page):
        yield [*spine, *ended]
    if not spine or any(draft.kind == ACTION for draft in settled):
        return
    flat = len(spine) == 1
    if (flat or settled[-1].kind in (POLICY, GUIDELINE)) and (aims := draft_aims(page, starts)):
        yield [*spine, *aims]
    lists = (draft(page, starts, flat=flat) for draft in (draft_bullets, draft_numbered))
    announced = sum(len(draft.starts) for draft in listed)
    for items in (draft_run_in(page, starts), *lists):
        # Where most lists say that they hold objectives, the others are text.
        if items and announced * 2 <= len(items[0].starts):
            yield [*spine, *items]
