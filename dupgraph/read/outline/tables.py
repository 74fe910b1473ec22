"""The tables of a document: heads, rows, cells, and which of them are cards of labels and values."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from sys import maxsize

from dupgraph.read.outline.cards import LONGEST_LABEL, find_labels, is_card, is_known, is_stacked
from dupgraph.read.outline.column_names import find_column_kind, is_code_column, names_field, names_title, tells_outcome
from dupgraph.read.outline.names import FIELD_COLUMNS, find_kind
from dupgraph.read.outline.patterns import SUFFIX
from dupgraph.read.outline.profile import make_key
from dupgraph.schema.links import ACTION, OBJECTIVE
from dupgraph.schema.values import Block, Document

# The column that rows of one cell across a table make: each groups the rows below it.
ACROSS = "*"
_ACROSS_PLACE = -1
_FOLDED_PLACE = 1_000
_FEWEST_ACROSS = 2
_FEWEST_WHOLE = 2
_LONGEST_CODE = 12
# Of so many cells, one at most begins with a small letter where all should have a capital.
_FEW_SMALL = 10
AMOUNT = re.compile(r"(?:€ *)?-?(?:\d{1,3}(?:[.\u202f ]\d{3})*|\d+)(?:,\d{2})?(?: *(?:€|euro))?|-|–")
_LABEL_NUMBER = re.compile(rf"(?P<label>\D+?) +(?:[Nn][.°] *)?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*{SUFFIX}?)[ .:–-]*\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: ``start`` to ``end`` is its first paragraph, ``stop`` the end of all that follows at once.

    ``rest`` holds what a page's end has cut off and stands further on in the text. It takes so many ``rows`` of its
    source, from ``row``.
    """

    start: int
    end: int
    stop: int
    header: bool = False
    page: int | None = None
    columns: int = 1
    rest: tuple[Block, ...] = ()
    row: int = 0
    rows: int = 1

    def list_parts(self) -> list[tuple[int, int]]:
        """Return where the cell's text stands."""
        return [(self.start, self.stop), *((block.start, block.end) for block in self.rest)]


Row = dict[int, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document: the names of its columns ("" where none), and its rows below them.

    ``names`` is empty for a table without a head. A row is its cells by column. ``labels`` are those that the tables of
    the document have in common, each with other words to its right or, in its own row, below.
    """

    number: int
    names: Mapping[int, str]
    rows: tuple[Row, ...]
    labels: frozenset[str] = frozenset()

    def is_known(self, name: str) -> bool:
        """Say whether a name is one of a label: it is known, or stands in several tables."""
        return name in self.labels or is_known(name)


def list_tables(document: Document) -> tuple[Table, ...]:
    """Return the tables of ``document``, each with its head apart; a head that a page repeats is no row."""
    rows: dict[int, dict[int, Row]] = defaultdict(lambda: defaultdict(dict))
    last: Block | None = None
    for block in document.blocks:
        if block.kind != "cell" or block.table is None or block.row is None or block.column is None:
            continue
        row = rows[block.table][block.row]
        row[block.column] = _add_block(row.get(block.column), block, last)
        last = block
    bodies = {
        number: _join_cut_rows(document, [cells for _, cells in sorted(found.items())])
        for number, found in rows.items()
    }
    labels = find_labels([[_read_names(document, row) for row in body] for body in bodies.values()])
    made = (_make_table(document, n, body, *labels) for n, body in bodies.items())
    tables = [part for table in made for part in _part_cards(document, table)]
    return tuple(_pass_heads_on(document, tables))


def split_label(words: str) -> tuple[str, str]:
    """Return the key of a card's label, and the number that it ends in.

    >>> split_label("Obiettivo strategico 1.2-bis"), split_label("Target 2025")
    (('obiettivo strategico', '1.2-bis'), ('target 2025', ''))
    """
    match = _LABEL_NUMBER.match(words) if len(words) <= LONGEST_LABEL else None
    if match is None or find_column_kind(match["label"]) is None:
        return make_key(words), ""
    return make_key(match["label"]), match["number"]


def _part_cards(document: Document, table: Table) -> list[Table]:
    """Return the cards that one table holds, one below the other: each begins with the same known label, or a title."""
    if table.names:
        return [table]
    wide = [n for n, row in enumerate(table.rows) if len(row) == 1]
    headed = [replace(table, rows=table.rows[a:b]) for a, b in pairwise([*wide, len(table.rows)])]
    if len(headed) > 1 and wide[0] == 0 and all(find_card_head(document, part) for part in headed):
        return headed
    labels = [split_label(read_cell(document, row[min(row)]))[0] for row in table.rows]
    if not labels or not is_known(labels[0]):
        return [table]
    starts = [n for n, label in enumerate(labels) if label == labels[0]]
    ends = [*starts[1:], len(labels)]
    return [replace(table, rows=table.rows[start:end]) for start, end in zip(starts, ends, strict=True)]


def _pass_heads_on(document: Document, tables: Sequence[Table]) -> list[Table]:
    """Return the tables; one without a head goes on with the one above it, where no text stands between them."""
    ends = {block.table: block.end for block in document.blocks if block.kind == "cell"}
    texts = [block.start for block in document.blocks if block.kind not in ("cell", "furniture")]
    found: list[Table] = []
    for table in tables:
        above = found[-1] if found else None
        width = {column for row in table.rows for column in row}
        if above and above.names and not table.names and table.rows and width == set(above.names):
            start = min(cell.start for cell in table.rows[0].values())
            if bisect_left(texts, ends[above.number]) == bisect_left(texts, start):
                table = replace(table, names=above.names)  # noqa: PLW2901  the same table, whole again
        found.append(table)
    return found


def _add_block(cell: Cell | None, block: Block, last: Block | None) -> Cell:
    if cell is None:
        place, size = (block.start, block.end, block.end), (block.row or 0, block.rows)
        return Cell(*place, block.header, block.page, block.columns, (), *size)
    same = last is not None and (last.table, last.row, last.column) == (block.table, block.row, block.column)
    return replace(cell, stop=block.end) if same else replace(cell, rest=(*cell.rest, block))


def _join_cut_rows(document: Document, rows: list[Row]) -> list[Row]:
    """Return the rows, with those and the cells made whole that a page's end cuts."""
    joined: list[Row] = []
    capital = _list_capital(document, rows)
    whole = _find_whole(rows)
    for row in rows:
        halves = _find_halves(document, joined, row, capital) if joined else set()
        if not halves and len(row) < len(whole) and joined and _turns_in(document, joined[-1], row):
            halves = set(row)
        for column in halves:
            place = next(n for n in range(len(joined) - 1, -1, -1) if column in joined[n])
            above, cell = joined[place][column], row[column]
            half = (*cell.rest, Block("cell", cell.start, cell.stop))
            joined[place] = {**joined[place], column: replace(above, rest=(*above.rest, *half))}
        if len(halves) < len(row):
            joined.append({column: cell for column, cell in row.items() if column not in halves})
    return joined


def _find_whole(rows: Sequence[Row]) -> set[int]:
    """Return the columns of a table of which each row has all, but for rows with which a page begins."""
    wide = {column for row in rows for column in row}
    inner = [row for above, row in pairwise(rows) if _list_pages(above) == _list_pages(row)]
    return wide if len(inner) >= _FEWEST_WHOLE and all(row.keys() == wide for row in inner) else set()


def _turns_in(document: Document, above: Row, row: Row) -> bool:
    """Say whether a page turns between two rows and within a cell: none of those that go on ends in a stop above."""
    ends = [document.text[above[column].stop - 1] for column in row if column in above]
    return _list_pages(above) != _list_pages(row) and len(ends) == len(row) and not set(ends) & set(".;:")


def _list_pages(row: Row) -> set[int | None]:
    return {cell.page for cell in row.values()}


def _list_capital(document: Document, rows: Sequence[Row]) -> set[int]:
    """Return the columns in which nearly all cells begin with a capital letter: there a small one goes on.

    One that a page begins with may go on, and tells nothing.
    """
    small: dict[int, list[bool]] = defaultdict(list)
    for above, row in pairwise([{}, *rows]):
        turned = _list_pages(above) != _list_pages(row)
        for column, cell in row.items():
            begins = document.text[cell.start].islower()
            if not (begins and turned):
                small[column].append(begins)
    return {column for column, found in small.items() if sum(found) * _FEW_SMALL <= len(found)}


def _find_halves(document: Document, joined: Sequence[Row], row: Row, capital: Container[int]) -> set[int]:
    """Return the columns whose cells are second halves behind a page's end: all of a row's, or those of merged ones."""
    above = joined[-1]
    if _list_pages(above) == _list_pages(row):
        return set()
    # What is merged over several rows may go on beside a new one: all its other cells begin with capitals.
    first, *others = sorted(row)
    capitals = [not document.text[row[column].start].islower() for column in others if column in capital]
    half = row.keys() <= above.keys() and _is_second_half(document, above[first], row[first])
    found = ({first} if len(capitals) > 1 and all(capitals) else set(row)) if half else set()
    for column in [column for column in row if column in capital]:
        last = next((other[column] for other in reversed(joined) if column in other), None)
        if last and _is_second_half(document, last, row[column]):
            found.add(column)
    return found


def _is_second_half(document: Document, above: Cell, cell: Cell) -> bool:
    return document.text[cell.start].islower() and document.text[above.stop - 1] not in ".;:"


def _make_table(
    document: Document, number: int, rows: list[Row], beside: frozenset[str], above: frozenset[str]
) -> Table:
    keys = [_read_names(document, row) for row in rows]
    if named := _join_heads(keys):
        return Table(number, named, tuple(rows[2:]))
    if is_stacked(keys, above):
        pairs = zip(rows[::2], rows[1::2], strict=False)
        paired = tuple({0: names[n], 1: cell} for names, row in pairs for n, cell in row.items())
        return Table(number, {}, paired, above)
    # A title may stand across a card, above its labels.
    wide = [n for n, row in enumerate(rows) if len(row) > 1]
    if wide and is_card([keys[n] for n in wide], beside):
        return Table(number, {}, tuple(rows), beside)
    heads = [n for n, row in enumerate(rows) if any(cell.header for cell in row.values())]
    # Above the head may stand what the whole table is about, in one cell.
    first = next((n for n, row in enumerate(rows) if len(row) > 1), 0)
    single = all(len(row) == 1 for row in rows) and any(map(find_column_kind, keys[first].values()))
    known = sum(map(is_known, keys[first].values())) > 1
    if known and heads and len(rows[heads[0]]) == 1:
        heads = []
    if not heads and (single or known):
        heads = [first]
    if not heads:
        return Table(number, {}, tuple(rows))
    names: dict[int, str] = {}
    for head in heads:
        names |= {
            column: name for column, name in keys[head].items() if name and (column not in names or is_known(name))
        }
    repeated = [keys[head] for head in heads]
    below = enumerate(rows[heads[0] :], heads[0])
    body = _fold_labels(document, names, [row for n, row in below if n not in heads and keys[n] not in repeated])
    across = [_spans(document, row, names) and find_kind(read_cell(document, row[min(row)])) is None for row in body]
    if sum(across) < _FEWEST_ACROSS or not across[0]:
        return Table(number, names, tuple(body))
    said = {_read_label(document, row) for row, spans in zip(body, across, strict=True) if spans}
    label = said.pop() if len(said) == 1 else ""
    return Table(number, {_ACROSS_PLACE: label or ACROSS, **names}, tuple(_group_rows(body, across)))


def _fold_labels(document: Document, names: dict[int, str], rows: Iterable[Row]) -> list[Row]:
    """Return the rows, a label and its value below a number and its title as a further column, named in ``names``."""
    folded: list[Row] = []
    columns: dict[str, int] = {}
    for row in rows:
        first, *others = sorted(row)
        label = make_key(read_cell(document, row[first]))
        if folded and len(others) == 1 and label in FIELD_COLUMNS and is_code_column(names.get(first, "")):
            column = columns.setdefault(label, _FOLDED_PLACE + len(columns))
            names[column] = label
            folded[-1] = {**folded[-1], column: row[others[0]]}
        else:
            folded.append(row)
    return folded


def _spans(document: Document, row: Row, names: Mapping[int, str]) -> bool:
    """Say whether a row is one cell across all columns, or words alone in a first column that is one of codes."""
    if len(row) != 1 or len(names) < 2:
        return False
    (column, cell), words = next(iter(row.items())), read_cell(document, *row.values())
    named = column == min(names) and is_code_column(names[column]) and not any(map(str.isdecimal, words))
    return cell.columns >= len(names) or (named and len(words) > _LONGEST_CODE)


def _read_label(document: Document, row: Row) -> str:
    """Return the label in a row of one cell that says something of the rows below it: "Assessore: ..."."""
    label, _, value = read_cell(document, row[min(row)]).partition(":")
    return make_key(label) if value and names_field(label) and find_kind(label) is None else ""


def _group_rows(rows: Sequence[Row], across: Sequence[bool]) -> Iterator[Row]:
    """Yield the rows, each of one cell across the table as a further cell of the one below, merged over its group."""
    ends = iter([*(row[min(row)].row for row, spans in zip(rows, across, strict=True) if spans), maxsize][1:])
    group: Row = {}
    for row, spans in zip(rows, across, strict=True):
        if spans:
            cell = row[min(row)]
            group = {_ACROSS_PLACE: replace(cell, rows=next(ends) - cell.row)}
        else:
            yield {**group, **row}
            group = {}


def _join_heads(keys: Sequence[Mapping[int, str]]) -> dict[int, str]:
    """Return the names of columns whose heads are two rows, the upper one's over several; none where they are not.

    >>> _join_heads([{0: "obiettivo", 2: "azione"}, {0: "cod", 1: "descrizione", 2: "cod", 3: "descrizione"}, {0: "1"}])
    {0: 'cod', 1: 'obiettivo', 2: 'cod', 3: 'azione'}
    """
    if len(keys) <= 2:
        return {}
    upper, lower = keys[:2]
    titles = [column for column, name in lower.items() if names_title(name)]
    over = [max((above for above in upper if above <= column), default=-1) for column in titles]
    if len(titles) < 2 or not all(find_column_kind(upper.get(above, "")) for above in over) or len({*over}) < len(over):
        return {}
    named = {**upper, **lower, **{column: upper[above] for column, above in zip(titles, over, strict=True)}}
    return dict(sorted(named.items()))


def read_column(document: Document, table: Table, column: int) -> list[str]:
    """Return the words of a column's cells."""
    return [read_cell(document, row[column]) for row in table.rows if column in row]


def counts_all(document: Document, table: Table, columns: Container[int]) -> bool:
    """Say whether the cells of all columns but ``columns`` are amounts: a summary of what stands elsewhere."""
    others = [read_column(document, table, column) for column in table.names if column not in columns]
    return bool(others) and all(any(words) and all(map(AMOUNT.fullmatch, words)) for words in others)


def list_cards(document: Document, tables: Iterable[Table]) -> frozenset[int]:
    """Return the numbers of the tables of labels and values that have the title of an element among them."""
    return frozenset(
        table.number
        for table in tables
        if not table.names
        for label, _ in list_pairs(table)
        if find_column_kind(read_cell(document, label)) in (OBJECTIVE, ACTION)
    )


def lies_on_side(document: Document, table: Table) -> bool:
    """Say whether a table's rows are labels, an element's title and its fields, and each of its columns an element."""
    names = [table.names[column] for column in sorted(table.names)]
    cells = [[make_key(read_cell(document, row[column])) for column in sorted(row)] for row in table.rows]
    rows = [row for row in (names, *cells) if len(row) > 2]
    labels = [row[0] for row in rows]
    if len(labels) < 2 or find_column_kind(labels[0]) not in (OBJECTIVE, ACTION):
        return False
    titled = all(any(map(str.isalpha, words)) and not is_known(words) for words in rows[0][1:])
    return titled and sum(label in FIELD_COLUMNS for label in labels[1:]) * 2 > len(labels) - 1


def find_card_head(document: Document, table: Table) -> Cell | None:
    """Return the title that stands above the labels of a card, in a cell of its own, where no label says what it is."""
    first = list(table.rows[0].values()) if table.rows else []
    labels = [make_key(read_cell(document, label)) for label, _ in list_pairs(table)]
    known = sum(map(table.is_known, labels)) * 2 > len(labels) > 1
    titled = any(find_column_kind(label) in (OBJECTIVE, ACTION) and not tells_outcome(label) for label in labels)
    return first[0] if len(first) == 1 and first[0].columns > 1 and known and not titled else None


def list_pairs(table: Table) -> list[tuple[Cell, Cell]]:
    """Return the labels of a card, each with its value, in order: a row has one pair or two."""
    rows = [[row[column] for column in sorted(row)] for row in table.rows]
    return [pair for cells in rows if len(cells) % 2 == 0 for pair in zip(cells[::2], cells[1::2], strict=True)]


def _read_names(document: Document, row: Mapping[int, Cell]) -> dict[int, str]:
    return {column: make_key(read_cell(document, cell)) for column, cell in row.items()}


def read_cell(document: Document, cell: Cell) -> str:
    """Return the words of a cell, what a page's end has cut off included, each white space one blank."""
    parts = [(cell.start, cell.end), *((block.start, block.end) for block in cell.rest)]
    return " ".join(" ".join(document.text[start:end] for start, end in parts).split())
