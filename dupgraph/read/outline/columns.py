"""Levels by tables: columns whose heads say what they hold."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from dupgraph.language.messages import join, say
from dupgraph.read.outline.column_names import (
    find_column_kind,
    is_apart_column,
    is_code_column,
    is_lower_objective,
    is_work_column,
    lists_lines,
    names_title,
    tells_grade,
    tells_text,
)
from dupgraph.read.outline.drafts import Draft, count_times
from dupgraph.read.outline.labels import YEAR
from dupgraph.read.outline.lines import Page, once_a_page
from dupgraph.read.outline.names import FIELD_COLUMNS, KINDS, NO_LEVELS
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.rows import list_numbers
from dupgraph.read.outline.tables import ACROSS, AMOUNT, Table, counts_all, read_cell, read_column, split_label
from dupgraph.read.outline.titles import opens_with_infinitive
from dupgraph.schema.links import ACTION, OBJECTIVE, POLICY, ElementKind

# Numbers and codes that elements have: 1.2, A1.3, OB4.
_AIMED = re.compile(r"[A-Z]?\d{1,2}(?:\.\d{1,3})+\.?|O[A-Za-z]{0,2}[ ._-]?\d[\d._-]*")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_FEWEST_YEARS = 2
_FEWEST_CARDS = 2
# Characters of a cell with a title, and where its head says that it describes something.
_LONGEST_CELL = 400
_LONGEST_TOLD = 160
# A heading of the budget: "Missione 12 – Diritti sociali".
_BUDGET = re.compile(r"missione +(?:n[.°]? *)?\d{1,2}\b", re.IGNORECASE)
# Letters that a word has in common with its plural.
_STEM = 8


@once_a_page
def draft_rows(page: Page) -> list[Draft]:
    """Return the levels that columns of tables are, the leftmost first, by what their heads say."""
    tables = [table for table in page.tables if table.names]
    steps, single = find_timetables(page), _find_single(page, tables) | _find_phases(page, tables)
    roles: list[tuple[ElementKind, dict[str, int]]] = []
    for table in tables:
        _note_columns(roles, [name for _, name in choose_columns(page, table, steps, single)])
    # Where a table has two columns of objectives, the left one groups the right one's.
    parted = chain.from_iterable(_part_sections(page, tables, *role) for role in roles)
    ordered = sorted(parted, key=lambda role: KINDS.index(role[0]))
    return [draft for role in ordered for draft in _part_numbers(page, tables, _make_row_draft(page, tables, *role))]


def draft_lines(page: Page) -> list[Draft]:
    """Return the level of a table that lists the lines of a mandate, each with its description and nothing below it."""
    for table in page.tables:
        name = lists_lines(table.names.values())
        if name and len(table.rows) > 1:
            return [_make_row_draft(page, [table], POLICY, {name: 1})]
    return []


def _part_sections(
    page: Page, tables: Sequence[Table], kind: ElementKind, names: dict[str, int]
) -> Iterable[tuple[ElementKind, dict[str, int]]]:
    """Return a level of columns, or two: strategic objectives, and behind the budget's headings operative ones."""
    lower = {name: count for name, count in names.items() if is_lower_objective(name)}
    upper = {name: count for name, count in names.items() if name not in lower}
    if lower and upper:
        # Below some heads stands nothing.
        last = max(_list_starts(tables, {*upper}), default=0)
        first = min(_list_starts(tables, {*lower}), default=0)
        if any(_BUDGET.match(page.masked, line.start) for line in page.lines if last < line.start < first):
            return [(kind, upper), (kind, lower)]
    return [(kind, names)]


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
    heads = [name if name == ACROSS else print_name(page, name) for name in names]
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


def _find_single(page: Page, tables: Iterable[Table]) -> set[str]:
    """Return the heads of columns that say something of each group of rows to their right, a mission, and group none.

    They begin anew where a column of objectives does that groups those of another.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for table in tables:
        columns = [column for column, name in table.names.items() if find_column_kind(name) == OBJECTIVE]
        groups = [_list_changes(page, table, column) for column in columns]
        if len(groups) < 2 or not len(groups[0]) < len(groups[1]):
            continue
        for column, name in table.names.items():
            if name in FIELD_COLUMNS and column < columns[0]:
                found[name].append(
                    len(groups[0]) if _list_changes(page, table, column) == groups[0] else -len(table.rows)
                )
    return {name for name, counts in found.items() if min(counts) > 0 and sum(counts) > _FEWEST_CARDS}


def _find_phases(page: Page, tables: Iterable[Table]) -> set[str]:
    """Return the heads of columns that have the same actions beside years in most tables: phases, no elements."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        first, *years = [name for _, name in sorted(table.names.items())]
        if find_column_kind(first) == ACTION and years and all(map(YEAR.fullmatch, years)):
            found[first] += map(make_key, read_column(page.document, table, min(table.names)))
    return {name for name, words in found.items() if len(set(words)) * _FEWEST_CARDS < len(words)}


def _list_changes(page: Page, table: Table, column: int) -> list[int]:
    """Return the rows in which a column says something else than above."""
    words = [read_cell(page.document, row[column]) if column in row else "" for row in table.rows]
    told = [n for n, cell in enumerate(words) if cell]
    return [n for place, n in enumerate(told) if not place or words[n] != words[told[place - 1]]]


def choose_columns(
    page: Page, table: Table, steps: Container[tuple[str, ...]], single: Container[str] = ()
) -> list[tuple[int, str]]:
    """Return the columns of a table that name elements: those that group rows, and the first that tells them apart.

    Those with one of the heads ``single`` name none, nor do those of tables whose heads are among ``steps``.
    """
    chosen: list[tuple[int, str]] = []
    kinds: set[ElementKind] = set()
    apart = False
    if tuple(table.names.values()) in steps or _lists_amounts(page, table):
        return []
    for column, name in sorted(table.names.items()):
        kind = find_column_kind(name) or _find_coded_kind(page, table, column, name)
        if kind is None or name in single or _counts_titles(page, table, column, name):
            continue
        rows = [row for row in table.rows if len(row) > 1] or table.rows
        words = [read_cell(page.document, row[column]) if column in row else "" for row in rows]
        filled = [word for word in words if any(map(str.isalpha, word))]
        if all(map(tells_grade, filled)) or sum(map(len, filled)) > find_longest(name) * len(filled):
            continue
        if (kind in kinds and kind != OBJECTIVE) or (not chosen and _tells_apart(name, words)):
            continue
        if apart and not _goes_lower(chosen[-1][1], name):
            continue
        chosen.append((column, name))
        kinds.add(kind)
        apart = apart or (len(set(filled)) == len(rows) and kind in (OBJECTIVE, ACTION))
    return [] if kinds.isdisjoint((OBJECTIVE, ACTION)) else chosen


def _tells_apart(name: str, words: Sequence[str]) -> bool:
    """Say whether a column that may be a field says something else of each row ("Missione"): it groups none."""
    return name in FIELD_COLUMNS and len(words) > _FEWEST_CARDS and len(set(filter(None, words))) == len(words)


def _find_coded_kind(page: Page, table: Table, column: int, name: str) -> ElementKind | None:
    """Return the kind of a column that is headed "Denominazione" or so: of objectives, right of numbers like theirs."""
    if not names_title(name) or not is_code_column(table.names.get(column - 1, "")):
        return None
    others = [c for c in table.names if c not in (column, column - 1)]
    codes, *cells = [read_column(page.document, table, c) for c in (column - 1, *others)]
    sums = any(len(words) > 1 and all(map(AMOUNT.fullmatch, words)) and "," in words[0] for words in cells)
    return OBJECTIVE if codes and all(map(_AIMED.fullmatch, codes)) and not sums else None


def _goes_lower(above: str, name: str) -> bool:
    """Say whether a column has objectives of a lower level: both heads begin alike ("Obiettivo", "Obiettivi")."""
    one, two = (words.partition(" ")[0][:_STEM] for words in (above, name))
    return one == two and above != name and find_column_kind(name) == OBJECTIVE and not any(map(str.isdecimal, name))


def _counts_titles(page: Page, table: Table, column: int, name: str) -> bool:
    """Say whether a column holds the budget's own ("Titolo 1 - Spese correnti"), by their numbers or their amounts."""
    if name not in NO_LEVELS:
        return False
    cells = [make_key(read_cell(page.document, row[column])) for row in table.rows if column in row]
    if any(re.match(rf"{re.escape(name)} (?:\d|[ivx]+\b)", cell) for cell in cells):
        return True
    return counts_all(page.document, table, {column})


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
    cells = [read_column(page.document, table, c) for c in columns]
    amounts = sum(any(words) and all(map(AMOUNT.fullmatch, words)) for words in cells)
    return amounts > sum(any(any(map(str.isalpha, cell)) for cell in words) for words in cells)


@once_a_page
def find_timetables(page: Page) -> set[tuple[str, ...]]:
    """Return the heads of tables that have years beside the activities of what stands above: steps towards that.

    So it is where most tables headed so stand below an aim, or what says that it is an objective.
    """
    alike: dict[tuple[str, ...], list[bool]] = defaultdict(list)
    for table in page.tables:
        heads = tuple(table.names.values())
        if any(table.rows) and _are_steps(heads):
            alike[heads].append(_stands_below_aim(page, table))
    return {heads for heads, below in alike.items() if 2 * sum(below) >= len(below)}


def _are_steps(heads: Iterable[str]) -> bool:
    """Say whether columns are of activities, perhaps with codes, and of years."""
    years = [bool(_YEAR.search(head)) for head in heads]
    kinds = [
        find_column_kind(head) for head, year in zip(heads, years, strict=True) if not (year or is_code_column(head))
    ]
    return kinds == [ACTION] and sum(years) >= _FEWEST_YEARS


def _stands_below_aim(page: Page, table: Table) -> bool:
    """Say whether a paragraph between the table before and this one is a title that says an aim or an objective."""
    for block in page.list_above(table):
        words = page.masked[block.start : block.end].lstrip(" 0123456789.)-–").rstrip()
        label, _ = split_label(words)
        titled = len(words) <= _LONGEST_TOLD and words[-1:] not in ".;:"
        if titled and (opens_with_infinitive(words) or find_column_kind(label) == OBJECTIVE):
            return True
    return False


def _list_starts(tables: Iterable[Table], names: set[str]) -> Iterable[int]:
    for table in tables:
        for row in table.rows:
            for column, cell in row.items():
                if table.names.get(column) in names:
                    yield cell.start


def find_longest(name: str) -> int:
    """Return how many characters titles have at most, on the average, below a head or beside a label."""
    return _LONGEST_TOLD if tells_text(name) else _LONGEST_CELL


def print_name(page: Page, key: str) -> str:
    """Return the name of a column or a label as the plan prints it."""
    for block in page.document.blocks:
        words = " ".join(page.document.text[block.start : block.end].split()) if block.kind == "cell" else ""
        if words and make_key(words).startswith(key) and split_label(words)[0] == key:
            name = words[: len(key)]
            return name.capitalize() if name.isupper() else name
    return key
