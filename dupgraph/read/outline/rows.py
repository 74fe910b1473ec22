"""Rows of tables that are elements, and the labelled cells that are fields of an element."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from dupgraph.language.phrases import is_unfinished
from dupgraph.read.outline.cards import LONGEST_LABEL
from dupgraph.read.outline.column_names import TOTALS, is_code_column
from dupgraph.read.outline.lines import Page, once_a_page
from dupgraph.read.outline.names import SEVERAL, find_kind
from dupgraph.read.outline.numbers import split_code
from dupgraph.read.outline.patterns import SUFFIX
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.tables import (
    ACROSS,
    Cell,
    Row,
    Table,
    counts_all,
    find_card_head,
    list_pairs,
    read_cell,
    split_label,
)
from dupgraph.read.outline.titles import BULLETS, ITEM_MARK, Heading, opens_with_infinitive, strip_period
from dupgraph.schema.values import Document, Field, Section

_PRINTED = re.compile(
    rf"""(?P<label>[A-Z][\w’']+(?:[ ][\w’']+){{0,2}}[ ]+(?:[Nn][.°]?[ ]*)?)?
        (?P<number>(?:\d{{1,3}}(?:\.\d{{1,3}}){{0,3}}
          |(?:[A-Z]{{1,4}}[._-]?){{1,3}}\d{{1,3}}(?:[._-]?\d{{1,3}})*[a-z]?){SUFFIX}?)
        (?![\w%/]|[.,]\d)(?P<mark>[ ]*[.:)–—-]*)\s+""",
    re.VERBOSE,
)

_BULLET = re.compile(rf"[{re.escape(BULLETS)}][ \t]+(?=\S)")
# An item of a list in a cell.
_MARKED = re.compile(
    rf"""^(?:(?:{ITEM_MARK})[ \t]+(?=\S)
        |\d{{1,2}}(?:\.\d{{1,2}})+{SUFFIX}?[.)]?[ \t]+(?=[A-ZÀ-Ú]))""",
    re.MULTILINE | re.VERBOSE,
)
# A line of a cell; one that begins small goes on with the one above it.
_OWN_LINE = re.compile(r"^(?![a-zà-ú])\S[^\n]*", re.MULTILINE)
_LONGEST_AIM = 150


def find_rows(page: Page, levels: Sequence[Level]) -> dict[int, Heading]:
    """Return the headings that rows of tables are, by where they start.

    A row opens an element at each level whose column it has, where the cell says something new: a merged cell, or
    one that repeats the cell above, goes on with what is open.
    """
    wanted = [(number, level) for number, level in enumerate(levels) if level.columns]
    # For each level the first of the tree that begins behind it.
    tops = [next((n for n in range(k + 1, len(levels)) if levels[n].top), len(levels)) for k in range(len(levels))]
    found: dict[int, Heading] = {}
    for table in page.tables if wanted else ():
        columns = [(n, c) for n, level in wanted for c, name in table.names.items() if name in level.columns]
        # A summary of missions and what they cost holds none; a first tree's own lowest level does.
        lower = columns and any(columns[-1][0] < number < tops[columns[-1][0]] for number, _ in wanted)
        if lower and counts_all(page.document, table, {column for _, column in columns}):
            continue
        if columns:
            rows = tuple(row for row in table.rows if not _names_group(page, row, levels))
            found |= {
                heading.start: heading for heading in _read_rows(page, replace(table, rows=rows), columns, levels)
            }
        elif not table.names and (head := find_card_head(page.document, table)):
            lowest = [number for number, level in wanted if ACROSS in level.columns]
            found |= {h.start: h for n in lowest for h in [_open_row(page, head, n, head.start, table, groups=False)]}
        elif not table.names:
            found |= {heading.start: heading for heading in _read_card(page, table, wanted)}
    return found


def _names_group(page: Page, row: Row, levels: Sequence[Level]) -> bool:
    """Say whether a row is one cell across its table, with the label and number of a level ("MISSIONE 04 – ...")."""
    cells = list(row.values()) if len(row) == 1 else []
    patterns = [level.pattern for level in levels if level.labelled and level.pattern]
    return any(pattern.match(page.masked, cell.start, cell.end) for cell in cells for pattern in patterns)


def _read_rows(page: Page, table: Table, columns: list[tuple[int, int]], levels: Sequence[Level]) -> Iterator[Heading]:
    codes = _assign_codes(page, table, columns)
    last = columns[-1][0]
    parts = {number: levels[number].parts for number, _ in columns}
    titles = {*(column for _, column in columns), *(column for some in codes.values() for column in some)}
    above: dict[int, str] = {}
    for row, cells in _take_rows(page, table, columns[-1][1]):
        opened: set[int] = set()
        for number, column in columns:
            cell = row.get(column)
            words = read_cell(page.document, cell) if cell else ""
            if cell is None or not any(map(str.isalpha, words)) or make_key(words).startswith(TOTALS):
                continue
            heading = _add_code(
                page, row, codes[number], _open_row(page, cell, number, cell.start, table, groups=number != last)
            )
            if parts[number] not in (None, len(heading.number)):
                continue
            key = make_key(words)
            same = above.get(number) == key and not any(n in opened for n, _ in columns if n < number)
            if same and number != last:
                continue
            for lower in [n for n in above if n > number]:
                del above[lower]
            above[number] = key
            start = min([cell.start, *(row[c].start for c in codes[number] if c in row)])
            # The row's other cells are the lowest element's own, but for what names the levels above it.
            others = {c for n, c in columns if n != number} | {c for n in codes if n != number for c in codes[n]}
            start = max([start, *(row[c].end for c in others if c in row and row[c].end <= cell.start)])
            opened.add(number)
            first = next((n for n in range(start, cell.end) if not page.masked[n].isspace()), start)
            if number != last:
                yield replace(heading, start=first)
                continue
            beside = [part for c, each in cells if c not in titles for part in each.list_parts()]
            end = max(part[1] for _, each in cells for part in each.list_parts())
            # What stands to the left of the title is no more of what is above.
            left = tuple(part for part in beside if row[min(row)].start <= part[0] < first)
            heading = replace(heading, start=first, end=end, heads=left, cells=tuple(beside))
            yield from _open_items(page, heading, cell, table.names[column], table)


def _take_rows(page: Page, table: Table, column: int) -> Iterator[tuple[Row, list[tuple[int, Cell]]]]:
    """Yield each row with the cells of its element, by column: those merged with some above, and those of rows below.

    Rows below that have no title in ``column`` go on with it, but for totals; to a row without one nothing belongs.
    """
    titled = [n for n, row in enumerate(table.rows) if column in row and read_cell(page.document, row[column])]
    totals = [n for n, row in enumerate(table.rows) if _counts_all(page, row)]
    bounds = sorted({*titled, *totals, len(table.rows)})
    ends = {n: end for n, end in pairwise(bounds) if n in titled}
    merged: dict[int, Cell] = {}
    for n, row in enumerate(table.rows):
        own = [pair for taken in table.rows[n : ends.get(n, n)] for pair in taken.items()]
        above = ((c, cell) for c, cell in merged.items() if own and c not in row)
        yield row, [*((c, cell) for c, cell in above if cell.row + cell.rows > row[column].row), *own]
        merged |= {c: cell for c, cell in row.items() if cell.rows > 1}


def _counts_all(page: Page, row: Row) -> bool:
    """Say whether the first words of a row are those of a total."""
    words = next(filter(None, (read_cell(page.document, row[column]) for column in sorted(row))), "")
    return make_key(words).startswith(TOTALS)


def list_numbers(page: Page, tables: Iterable[Table], names: Container[str]) -> list[tuple[str, ...]]:
    """Return the numbers that the rows of columns called so print; an empty one for each that prints none."""
    found: list[tuple[str, ...]] = []
    for table in tables:
        for column in [column for column, name in table.names.items() if name in names]:
            codes = _assign_codes(page, table, [(0, column)])[0]
            for row in table.rows:
                if column in row:
                    opened = _open_row(page, row[column], 0, row[column].start, table, groups=False)
                    found.append(_add_code(page, row, codes, opened).number)
    return found


def _open_items(page: Page, heading: Heading, cell: Cell, name: str, table: Table) -> Iterator[Heading]:
    """Yield the heading that a cell is, and where it lists several those of the others."""
    items = _part_cell(page, cell, name)
    yield replace(heading, title_end=min(heading.title_end, items[0].stop))
    for item in items[1:]:
        opened = _open_row(page, item, heading.level, item.start, table, groups=False)
        yield replace(opened, end=heading.end, cells=heading.cells)


def _part_cell(page: Page, cell: Cell, name: str) -> list[Cell]:
    """Return the items of a list in a cell, each as a cell of its own; one where the cell does not begin with one."""
    starts = [match.start() for match in _MARKED.finditer(page.masked, cell.start, cell.stop)]
    if len(starts) < 2 or starts[0] > cell.start:
        starts = _list_titles(page, cell, name)
    if len(starts) < 2:
        return [cell]
    ends = [cell.start + len(page.masked[cell.start : start].rstrip()) for start in starts[1:]]
    return [replace(cell, start=a, end=b, stop=b) for a, b in zip(starts, [*ends, cell.stop], strict=True)]


def _list_titles(page: Page, cell: Cell, name: str) -> list[int]:
    """Return where the titles start that a cell lists without marks, a line or more each; none where it does not.

    All are aims, or its column is for several; none is a text below a title, which alone ends in a full stop.
    """
    starts = [match.start() for match in _OWN_LINE.finditer(page.masked, cell.start, cell.stop)]
    if cell.page is not None and opens_with_infinitive(page.masked[cell.start : cell.stop]):
        # A page breaks its lines where its cells end: a name goes on with the aim above it.
        starts = [start for start in starts if opens_with_infinitive(page.masked[start : cell.stop])]
    titles = [page.masked[a:b].strip() for a, b in pairwise([*starts, cell.stop])]
    alike = len({title[-1] in ".;" for title in titles}) == 1 and max(map(len, titles)) <= _LONGEST_AIM
    return starts if alike and (name in SEVERAL or all(map(opens_with_infinitive, titles))) else []


def _assign_codes(page: Page, table: Table, columns: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Return the columns of codes by the level that they number: the one to their right; one alone mostly the last.

    To the right of titles with numbers of their own stand those of something else ("Prog.", of the budget).
    """
    found: dict[int, list[int]] = {number: [] for number, _ in columns}
    last = columns[-1][1]
    numbered = all(read_printed(page, row[last])[1] for row in table.rows if last in row)
    codes = [c for c, name in table.names.items() if is_code_column(name) and not (numbered and c > last)]
    for code in codes:
        right = [column for _, column in columns if column > code]
        nearest = right and (len(codes) > 1 or _changes_with(page, table, code, right[0], last))
        titles = right[0] if nearest else last
        # Two levels may share a column, by how many parts their numbers have.
        for number, column in columns:
            found[number] += [code] if column == titles else []
    return found


def _changes_with(page: Page, table: Table, code: int, column: int, lowest: int) -> bool:
    """Say whether codes number what groups the lowest column's titles: both change at once, or a cell lists several."""
    if any(len(_part_cell(page, row[lowest], table.names[lowest])) > 1 for row in table.rows if lowest in row):
        return True
    rows = [[read_cell(page.document, row[c]) if c in row else "" for c in (code, column)] for row in table.rows]
    same = [[words in ("", above) for above, words in zip(*pair, strict=True)] for pair in pairwise(rows)]
    return any(map(all, same)) and all(one == other for one, other in same)


def _open_row(page: Page, cell: Cell, number: int, start: int, table: Table, *, groups: bool) -> Heading:
    first = next((n for n in range(start, cell.end) if not page.masked[n].isspace()), start)
    title, printed, number_parts = read_printed(page, cell)
    title = strip_period(page.masked, title, cell.end)
    end = _find_cell_title(page.masked, title, cell)
    rest = tuple((block.start, block.end) for block in cell.rest)
    coded = bool(printed) and not printed.replace(".", "").isdecimal()
    return Heading(
        first, number, number_parts, title, end, printed, coded, table=table.number, groups=groups, rest=rest
    )


def read_printed(page: Page, cell: Cell) -> tuple[int, str, tuple[str, ...]]:
    """Return where the title in a cell starts, and the number or code before it ("1.1 - ", "Obiettivo OB2: ").

    A bullet before it is none of it.
    """
    marked = _BULLET.match(page.masked, cell.start, cell.end)
    begin = marked.end() if marked else cell.start
    match = _PRINTED.match(page.masked, begin, cell.end)
    if match is None or not page.masked[match.end() : cell.end].strip():
        return begin, "", ()
    label = (match["label"] or "").strip()
    firm = match["mark"].strip() or "." in match["number"] or page.masked[match.end()].isupper()
    if not firm or (label and find_kind(label) is None):
        return begin, "", ()
    return match.end(), match["number"], split_code(match["number"])


def _find_cell_title(masked: str, start: int, cell: Cell) -> int:
    """Return where the title in a cell ends: with its first paragraph, where the cell has several.

    Where no page breaks lines, somebody did: a text may follow below the title.
    """
    stop = masked.find("\n\n", start, cell.end)
    if stop > start:
        return stop
    line = masked.find("\n", start, cell.end) if cell.page is None else -1
    text = masked[line + 1 : cell.end].strip()
    told = text[:1].isupper() and text[-1:] == "." and len(text) > line - start > 0
    return line if told and masked[line - 1].isalpha() and not is_unfinished(masked, line) else cell.end


def _add_code(page: Page, row: Mapping[int, Cell], codes: Iterable[int], heading: Heading) -> Heading:
    for column in codes:
        printed = read_cell(page.document, row[column]) if column in row else ""
        if any(map(str.isdecimal, printed)) and len(printed) <= 20:
            coded = not printed.replace(".", "").isdecimal()
            return replace(heading, number=split_code(printed), printed=printed, coded=coded)
    return heading


def _read_card(page: Page, table: Table, wanted: Sequence[tuple[int, Level]]) -> Iterator[Heading]:
    """Yield the headings in a card: a table of labels and values. One is the title, those above it name its group.

    Where its label stands again, so does a title: several objectives below one. The number may stand above all labels
    ("Scheda obiettivo n. 1").
    """
    pairs = list_pairs(table)
    if not pairs:
        return
    labels, numbers = zip(*(split_label(read_cell(page.document, label)) for label, _ in pairs), strict=True)
    found = [(n, number) for n, name in enumerate(labels) for number, level in wanted if name in level.columns]
    if not found:
        return
    lowest = max(number for _, number in found)
    titles = [n for n, number in found if number == lowest]
    groups = [(n, number) for n, number in found if n < titles[0] and number < lowest]
    for n, number in groups:
        label, value = pairs[n]
        yield _number_card(_open_row(page, value, number, label.start, table, groups=True), value, numbers[n])
    first = max((n for n, _ in groups), default=-1) + 1
    # What stands above a group, or between two, is said of the element.
    named = {n for n, _ in groups}
    heads = tuple((label.start, value.stop) for n, (label, value) in enumerate(pairs[:first]) if n not in named)
    end = max(value.stop for row in table.rows for value in row.values())
    # What is said above the first title and below the last one is of each, where nothing stands between them.
    beside = [n for n in range(len(pairs)) if n not in named and not titles[0] <= n <= titles[-1]]
    cells = tuple((pairs[n][0].start, pairs[n][1].stop) for n in beside if titles[-1] - titles[0] < len(titles))
    codes = {n: value for n, (_, value) in enumerate(pairs) if len(titles) == 1 and is_code_column(labels[n])}
    across = next(iter(table.rows[0].values())) if len(table.rows[0]) == len(titles) == 1 else None
    above = split_label(read_cell(page.document, across))[1] if across else ""
    for n in titles:
        start, (_, value) = pairs[first if n == titles[0] else n][0].start, pairs[n]
        heading = _open_row(page, value, lowest, start, table, groups=False)
        heading = _number_card(heading, value, numbers[n] or ("" if heading.printed else above))
        heading = replace(heading, end=end, heads=heads if n == titles[0] else (), cells=cells)
        yield from _open_items(page, _add_code(page, codes, codes, heading), value, labels[n], table)


def _number_card(heading: Heading, value: Cell, printed: str) -> Heading:
    """Return the heading with the number in its card's label, if there is one: what its value begins with is title."""
    if not printed:
        return heading
    return replace(heading, number=split_code(printed), title_start=value.start, printed=printed, coded=False)


def find_fields(page: Page, sections: Sequence[Section]) -> dict[str, tuple[Field, ...]]:
    """Return the labelled cells of each section, by its code: columns of its row, rows of its card."""
    fields = _order_fields(page)
    found: dict[str, list[Field]] = defaultdict(list)
    for section in sections:
        place = bisect_left(fields, section.start, key=attrgetter("start"))
        while place < len(fields) and fields[place].end <= section.end:
            if not fields[place].start <= section.title_start < min(fields[place].end, section.title_end):
                found[section.code].append(fields[place])
            place += 1
    return {code: tuple(some) for code, some in found.items()}


@once_a_page
def _order_fields(page: Page) -> list[Field]:
    fields = (field for table in page.tables for field in _list_fields(page.document, table))
    return sorted(fields, key=attrgetter("start"))


def _list_fields(document: Document, table: Table) -> Iterator[Field]:
    if table.names:
        for row in table.rows:
            for column, cell in row.items():
                if table.names.get(column, ACROSS) != ACROSS and table.names[column] and cell.end > cell.start:
                    yield Field(table.names[column], cell.start, cell.stop)
        return
    for named, value in list_pairs(table):
        label = read_cell(document, named)
        if 0 < len(label) <= LONGEST_LABEL and value.end > value.start:
            yield Field(make_key(label), value.start, value.stop)
