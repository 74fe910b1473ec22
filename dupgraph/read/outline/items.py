"""The lowest level: bullets and numbered items below headings, and rows of tables."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from dupgraph.language.messages import join, say
from dupgraph.read.outline.drafts import Draft, choose_title, count_times
from dupgraph.read.outline.headings import find_run_in
from dupgraph.read.outline.lines import Line, Page, find_item_end, list_leads
from dupgraph.read.outline.names import (
    KINDS,
    NO_LEVELS,
    SEVERAL,
    announces_goals,
    find_column_kind,
    is_apart_column,
    is_code_column,
    is_work_column,
    names_field,
    names_title,
    opens_with_label,
    tells_past,
    tells_text,
)
from dupgraph.read.outline.numbers import BARE, choose_style
from dupgraph.read.outline.profile import NumberStyle, make_key
from dupgraph.read.outline.rows import list_numbers
from dupgraph.read.outline.tables import ACROSS, Table, find_card_head, list_pairs, read_cell, split_label
from dupgraph.read.outline.titles import BULLETS, is_title_opening, opens_with_infinitive
from dupgraph.schema.links import ACTION, OBJECTIVE, ElementKind

_ITEM = re.compile(rf"(?P<mark>[{re.escape(BULLETS)}])[ \t]*\S")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.)][ \t]+(?=\S)")
_LETTERED = re.compile(r"(?P<number>[a-z])\)[ \t]+(?=\S)")
_CAPITAL = re.compile(r"(?P<number>[A-Z])\)[ \t]+(?=\S)")
_PATTERNS: tuple[tuple[NumberStyle, re.Pattern[str]], ...] = (
    ("decimal", _NUMBERED),
    ("letter", _LETTERED),
    ("letter", _CAPITAL),
)
# Of the text below the headings, how much must stand in items for the items to be the elements.
_SHARE = 0.45
# Headings of one level alone hardly are all that a plan has.
_FLAT_SHARE = 0.35
# Numbers and codes that elements have: 1.2, A1.3, OB4.
_AIMED = re.compile(r"[A-Z]?\d{1,2}(?:\.\d{1,3})+\.?|O[A-Za-z]{0,2}[ ._-]?\d[\d._-]*")
_AMOUNT = re.compile(r"(?:€ *)?-?(?:\d{1,3}(?:[.\u202f ]\d{3})*|\d+)(?:,\d{2})?(?: *(?:€|euro))?|-|–")
_FEWEST = 3
# Characters of a cell with a title, and where its head says that it describes something.
_LONGEST_CELL = 400
_LONGEST_TOLD = 160
# Letters that a word has in common with its plural.
_STEM = 8
# Of so many numbered lines that head a text, one at most heads none; a heading has so many characters.
_NEARLY = 5
_LONGEST_HEAD = 120


def draft_bullets(page: Page, spine: Sequence[int], *, flat: bool = False) -> list[Draft]:
    """Return the level of bullets below the headings that start at ``spine``, where they hold most of the text.

    Elsewhere a bullet is text of the element above it. Below headings of one level (``flat``) less will do.
    """
    first = spine[0] if spine else 0
    lines = [line for line in page.lines if line.start >= first and not line.is_cell]
    depths = [_read_depth(line) for line in lines]
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
    return [Draft("Punto", None, keys, starts, how, 0.6)]


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
    depths = {line.block.depth + 1 for line in found if line.block is not None and line.block.kind == "item"}
    # What nests below an item is its own text.
    keys: dict[str, object] = {"depth": min(depths)} if len(depths) > 1 else {}
    outer = [line for line in found if not keys or (line.block and line.block.depth + 1 == keys["depth"])]
    keys |= {"number": style, "parts": 1, "title": "sentence" if heading else _choose_title(page, outer)}
    starts = tuple(line.start for line in outer)
    return [Draft("Punto", None, keys, starts, count_times(say("how_numbered"), len(starts)), 0.6)]


def _go_on(page: Page, items: Sequence[Line]) -> bool:
    """Say whether items are numbered 1, 2, 3 through the whole plan."""
    numbers = [match["number"] for line in items if (match := _NUMBERED.match(page.masked, line.start, line.end))]
    return numbers == [str(number) for number in range(1, len(items) + 1)]


def _find_numbered(page: Page, lines: Sequence[Line]) -> tuple[NumberStyle, list[Line]]:
    """Return the numbered lines among these, or the lettered ones where there are more, with the style of theirs.

    Capital letters are numbers of such a list only where no small ones are: these may stand below them.
    """
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
        and page.masked[line.end - 1] not in ";,:."
        and below.start not in starts
    ]
    return len(heads) * _NEARLY >= len(items) * (_NEARLY - 1)


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
    depths = {_read_depth(line) for line in items}
    outer = [line for line in items if _read_depth(line) == min(depths)]
    keys: dict[str, object] = {"depth": min(depths)} if len(depths) > 1 else {}
    if items is bulleted:
        places = {line.start: place for place, line in enumerate(page.lines)}
        title = choose_title(page, [(places[line.start], line.start) for line in outer], page.lines)
        keys |= {"bullets": sorted({_read_mark(page, line) for line in outer})}
        keys |= {"title": "sentence" if title == "sentence" else "item"}
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
    found: dict[str, list[int]] = defaultdict(list)
    for start, (words, _) in leads.items():
        found[words].append(start)
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
    found: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        block = line.block
        is_item = block is not None and block.kind == "item" and line.opens
        if block and is_item and _NUMBERED.match(page.masked, line.start, line.end):
            found[block.depth + 1].append(line)
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


def _read_depth(line: Line) -> int:
    if line.block is not None and line.block.kind == "item":
        return line.block.depth + 1
    return 1 if line.indent < 2 else 2


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


def draft_cards(page: Page) -> list[Draft]:
    """Return the levels that rows of cards are: tables of labels and values, each with a title among them."""
    cards = [table for table in page.tables if not table.names]
    found: dict[str, list[int]] = defaultdict(list)
    told = _find_told(page, cards)
    titled = 0
    for table in cards:
        cells = list_pairs(table)
        labels = [split_label(read_cell(page.document, label))[0] for label, _ in cells]
        kinds = [None if label in told else find_column_kind(label) for label in labels]
        title = next((n for n, kind in enumerate(kinds) if kind in (OBJECTIVE, ACTION)), None)
        if title is None:
            continue
        titled += 1
        for n, kind in enumerate(kinds):
            again = labels.count(labels[n]) > 1 and kind in (OBJECTIVE, ACTION) and labels[n] not in SEVERAL
            if kind and (n <= title or again):
                found[labels[n]].append(cells[n][0].start)
    heads = [head for table in cards if (head := find_card_head(page.document, table))]
    if titled < len(heads) > 1:
        starts = tuple(head.start for head in heads)
        keys: dict[str, object] = {"columns": [ACROSS], "title": "item"}
        return [Draft("Scheda", None, keys, starts, count_times(say("how_card_heads"), len(starts)), 0.85)]
    if titled < _FEWEST - 1:
        return []
    order = {label: starts[0] for label, starts in found.items() if len(starts) * 2 > titled}
    return [_make_card_draft(page, label, found[label]) for label in sorted(order, key=lambda label: order[label])]


def _find_told(page: Page, cards: Iterable[Table]) -> set[str]:
    """Return the labels that say what an element is about in words too long for a title."""
    found: dict[str, list[int]] = defaultdict(list)
    for label, value in chain.from_iterable(map(list_pairs, cards)):
        found[split_label(read_cell(page.document, label))[0]].append(value.stop - value.start)
    return {label for label, lengths in found.items() if sum(lengths) > _find_longest(label) * len(lengths)}


def _find_longest(name: str) -> int:
    """Return how many characters titles have at most, on the average, below a head or beside a label."""
    return _LONGEST_TOLD if tells_text(name) else _LONGEST_CELL


def _make_card_draft(page: Page, label: str, starts: Sequence[int]) -> Draft:
    name = _print_name(page, label)
    keys: dict[str, object] = {"columns": [name], "title": "item"}
    how = count_times(say("how_cards", name=name), len(starts))
    return Draft(name, find_column_kind(label), keys, tuple(starts), how, 0.85)


def draft_rows(page: Page) -> list[Draft]:
    """Return the levels that columns of tables are, the leftmost first, by what their heads say."""
    tables = [table for table in page.tables if table.names]
    roles: list[tuple[ElementKind, dict[str, int]]] = []
    for table in tables:
        _note_columns(roles, [name for _, name in choose_columns(page, table)])
    # Where a table has two columns of objectives, the left one groups the right one's.
    ordered = sorted(roles, key=lambda role: KINDS.index(role[0]))
    return [draft for role in ordered for draft in _part_numbers(page, tables, _make_row_draft(page, tables, *role))]


def _part_numbers(page: Page, tables: Sequence[Table], draft: Draft) -> list[Draft]:
    """Return the level of a column, or two where its rows are numbered 1, 1.1, 1.2, 2: the first groups the others."""
    names = {make_key(str(name)) for name in draft.keys["columns"]}  # type: ignore[attr-defined]  # a list of texts
    numbers = list_numbers(page, tables, names)
    sizes = sorted({len(number) for number in numbers})
    nest = all(number[:-1] in numbers for number in numbers if len(number) > sizes[0])
    if len(sizes) != 2 or not sizes[0] or not nest:
        return [draft]
    parted = [replace(draft, keys={**draft.keys, "parts": size}) for size in sizes]
    return [replace(parted[0], name="Gruppo", kind=None), parted[1]]


def _note_columns(roles: list[tuple[ElementKind, dict[str, int]]], names: Sequence[str]) -> None:
    """Add the columns of a table to the levels they name: names of one kind share one, but not those of one table."""
    for name in names:
        kind = find_column_kind(name) or OBJECTIVE
        like = [counts for other, counts in roles if other == kind]
        known = next((counts for counts in like if name in counts), None)
        counts = known or next((counts for counts in like if not counts.keys() & set(names)), None)
        if counts is None:
            counts = {}
            roles.append((kind, counts))
        counts[name] = counts.get(name, 0) + 1


def _make_row_draft(page: Page, tables: Sequence[Table], kind: ElementKind, names: Mapping[str, int]) -> Draft:
    heads = [name if name == ACROSS else _print_name(page, name) for name in names]
    named = [head for head in heads if head != ACROSS]
    headed = sum(len(table.rows) for table in tables if set(table.names.values()) & names.keys())
    count = sum(names.values())
    starts = tuple(_list_starts(tables, set(names)))
    weight = 0.9 if headed > 1 else 0.5
    keys: dict[str, object] = {"columns": heads, "title": "item"}
    if not named:
        return Draft("Gruppo", kind, keys, starts, count_times(say("how_across"), len(starts)), weight)
    how = say("how_column" if count == 1 else "how_columns", names=join("or", named[:3]), count=count)
    return Draft(named[0], kind, keys, starts, how, weight)


def choose_columns(page: Page, table: Table) -> list[tuple[int, str]]:
    """Return the columns of a table that name elements: those that group rows, and the first that tells them apart."""
    chosen: list[tuple[int, str]] = []
    kinds: set[ElementKind] = set()
    apart = False
    if _lists_amounts(page, table):
        return []
    for column, name in sorted(table.names.items()):
        kind = find_column_kind(name) or _find_coded_kind(page, table, column, name)
        if kind is None or _counts_titles(page, table, column, name):
            continue
        rows = [row for row in table.rows if len(row) > 1] or table.rows
        words = [read_cell(page.document, row[column]) if column in row else "" for row in rows]
        filled = [word for word in words if any(map(str.isalpha, word))]
        if not filled or sum(map(len, filled)) > _find_longest(name) * len(filled):
            continue
        if kind in kinds and kind != OBJECTIVE:
            continue
        if apart and not _goes_lower(chosen[-1][1], name):
            continue
        chosen.append((column, name))
        kinds.add(kind)
        apart = apart or (len(set(filled)) == len(rows) and kind in (OBJECTIVE, ACTION))
    return [] if kinds.isdisjoint((OBJECTIVE, ACTION)) else chosen


def _find_coded_kind(page: Page, table: Table, column: int, name: str) -> ElementKind | None:
    """Return the kind of a column that is headed "Denominazione" or so: of objectives, right of numbers like theirs."""
    if not names_title(name) or not is_code_column(table.names.get(column - 1, "")):
        return None
    others = [c for c in table.names if c not in (column, column - 1)]
    codes, *cells = [
        [read_cell(page.document, row[c]) for row in table.rows if c in row] for c in (column - 1, *others)
    ]
    sums = any(len(words) > 1 and all(map(_AMOUNT.fullmatch, words)) and "," in words[0] for words in cells)
    return OBJECTIVE if codes and all(map(_AIMED.fullmatch, codes)) and not sums else None


def _goes_lower(above: str, name: str) -> bool:
    """Say whether a column has objectives of a lower level: both heads begin alike ("Obiettivo", "Obiettivi")."""
    one, two = (words.partition(" ")[0][:_STEM] for words in (above, name))
    return one == two and above != name and find_column_kind(name) == OBJECTIVE and not any(map(str.isdecimal, name))


def _counts_titles(page: Page, table: Table, column: int, name: str) -> bool:
    """Say whether a column holds the budget's own ("Titolo 1 - Spese correnti"): its head with a number."""
    cells = [make_key(read_cell(page.document, row[column])) for row in table.rows if column in row]
    return name in NO_LEVELS and any(re.match(rf"{re.escape(name)} (?:\d|[ivx]+\b)", cell) for cell in cells)


def _lists_amounts(page: Page, table: Table) -> bool:
    """Say whether a table is that of works and what they cost, more of its columns amounts than words; or of phases."""
    if any(find_column_kind(name) == OBJECTIVE for name in table.names.values()):
        return False
    if any(map(is_apart_column, table.names.values())):
        return True
    works = [column for column, name in table.names.items() if is_work_column(name)]
    if not works:
        return False
    columns = [c for c, name in table.names.items() if c not in works and not is_code_column(name)]
    cells = [[read_cell(page.document, row[c]) for row in table.rows if c in row] for c in columns]
    amounts = sum(any(words) and all(map(_AMOUNT.fullmatch, words)) for words in cells)
    return amounts > sum(any(any(map(str.isalpha, cell)) for cell in words) for words in cells)


def _print_name(page: Page, key: str) -> str:
    for block in page.document.blocks:
        words = " ".join(page.document.text[block.start : block.end].split()) if block.kind == "cell" else ""
        if words and make_key(words).startswith(key) and split_label(words)[0] == key:
            name = words[: len(key)]
            return name.capitalize() if name.isupper() else name
    return key


def _list_starts(tables: Iterable[Table], names: set[str]) -> Iterable[int]:
    for table in tables:
        for row in table.rows:
            for column, cell in row.items():
                if table.names.get(column) in names:
                    yield cell.start


def reads_like_title(words: str) -> bool:
    """Say whether ``words`` can be the title of an element: some words, no sum, date or label, not cut short.

    >>> reads_like_title("Aprire un nido"), reads_like_title("12.500,00"), reads_like_title("secondo")
    (True, False, False)
    """
    letters = sum(map(str.isalpha, words))
    return (
        letters > 2
        and letters * 2 > len(words.replace(" ", ""))
        and len(words) <= 400
        and words[-1] not in ",:"
        and (is_title_opening(words[0]) or len(words.split()) > 1)
        and not opens_with_label(words)
    )
