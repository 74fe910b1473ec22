"""Fields: what a plan says in a labelled place ("Soggetti coinvolti: ..."), the surest evidence that there is.

A field is a line "Label: ...", or what such a line goes on with ("Anni: 2026. Soggetti: ..."), a label alone on a line,
a column of a table, the cell after a label in a card, or closing parentheses that hold only names. The labels are data
(``ontology/vocabularies/fields.ttl``).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from dupgraph.language.words import FOLDED, list_forms
from dupgraph.read.mentions.spans import BLOCK_END
from dupgraph.schema.values import Block, Document, Section

# A line's label: what a colon or a dash closes, or all of it.
_LABELLED = re.compile(r"[^\S\n]*(?:[•*▪–-][^\S\n]*)?(?P<label>[^\W\d_][^:\n\x1e]{1,60}?)[^\S\n]*:[^\S\n]*")
# A mission's number stands for the colon: "Missione 04 – Istruzione".
_NUMBERED = re.compile(r"[^\S\n]*(?P<label>[A-ZÀ-Ý][^\W\d_]+)[^\S\n]+(?=\d{1,2}[^\S\n]*[–—:-])")
# The label of a field that nobody knows: "Importo totale progetto: € 62.500", "Programma 02 – Scuola".
_LABEL = re.compile(
    r"\s*[A-ZÀ-Ý][^\W\d_A-ZÀ-Ý]+(?:\s[^\W\d_A-ZÀ-Ý]+){1,4}\s*:\s|\s*[A-ZÀ-Ý][^\W\d_]+\s\d{1,2}\s*[–—-]\s"
)
_LINE = re.compile(r"[^\n\x1e]+")
# Where a label may begin within a line: a word written large behind a space, a colon not far behind it.
_WITHIN = re.compile(r"(?<=\s)(?=(?P<label>[A-ZÀ-Ý][^:\n\x1e]{1,60}?)[^\S\n]*:\s)")
_BULLET = re.compile(r"\s*(?:[•*▪–-]|\d{1,2}[.)]|[a-z]\))\s")
_BRACKETS = re.compile(r"\([^()]*\)")
# Parentheses at the end of a paragraph, an item or a title; a printed code may follow them.
_CLOSING = re.compile(r"\(([^()]{2,200})\)[\s.;,]*(?:[–-]\s*[A-Z][\w.]*\d\s*)?(?=\n|\x1e|$)")
_BETWEEN = re.compile(r"[;•▪\x1e]|\n\s*[–*-]\s|,|\s+ed?\s+(?=[A-ZÀ-Ý“«\"])|\s+/\s+|\n\s*\n")
_LEADING = re.compile(
    r"\s*(?:[–*-]\s+)?(?:(?:con|il|lo|la|i|gli|le|tutt[ie]|altr[ie])\s+|(?:l|gl|un)[’']\s?)*", re.IGNORECASE
)
_LONGEST_ITEM = 10
_LONGEST_LABEL = 50
# A label and its value.
_PAIR = 2
# One field may hold very many items; a plan's own sheets hold some dozens.
MOST_ITEMS = 5_000


# What a field of running text holds.
PROSE = "text"
STATED = "statedMission"
PROGRAMME = "programme"
TIMING = "timing"
# What a cell may say together: "Anno e importo".
_BRIEF = frozenset({TIMING, "resources"})
_JOINT = re.compile(r"\s+e\s+|\s*[/–-]\s*")
# A column's label, which says nothing itself.
LABEL = "label"
_YEAR = re.compile(r"20\d\d$")
_MARK = re.compile(r"(?:[xX✓✔●■•*]|s[iì])$", re.IGNORECASE)


class Field(NamedTuple):
    """A labelled place: what stands in it, by the name that the vocabulary gives it, and where; and its label.

    ``head`` is where the label begins when it stands right before it, else ``start``.
    """

    start: int
    end: int
    purpose: str
    label: str
    head: int


class Item(NamedTuple):
    """One of the things that a field lists."""

    start: int
    end: int


class FieldReader:
    """Finds the fields of one plan by the labels that a vocabulary knows."""

    def __init__(self, labels: Mapping[str, str], document: Document, visible: str) -> None:
        """Know ``labels``, from each to what its field holds."""
        self._labels = {_fold(label): purpose for label, purpose in labels.items()}
        self._visible = visible
        self._cells = [block for block in document.blocks if block.kind == "cell"]
        self._starts = [block.start for block in self._cells]
        self._heads = self._find_heads()
        self._items = {block.start for block in document.blocks if block.kind == "item"}

    def find_fields(self, section: Section) -> list[Field]:
        """Return the fields of ``section`` in the order of the text, none within another; a place may be two."""
        found = [*self._find_cells(section), *self._find_lines(section), *self._find_closing(section)]
        fields: list[Field] = []
        for field in sorted(found):
            again = bool(fields) and fields[-1][:2] == field[:2] and fields[-1].purpose != field.purpose
            if field.end > field.start and (not fields or again or field.start >= fields[-1].end):
                fields.append(field)
        return fields

    def _find_heads(self) -> dict[tuple[int | None, int | None], Block]:
        """Return the cell that heads each column of each table.

        A first row that nothing in the source marks heads its table when two of its cells are labels of fields.
        """
        tables: dict[int | None, dict[int | None, list[Block]]] = defaultdict(lambda: defaultdict(list))
        for cell in self._cells:
            tables[cell.table][cell.row].append(cell)
        heads: dict[tuple[int | None, int | None], Block] = {}
        for table, rows in tables.items():
            row = [cell for cells in rows.values() for cell in cells if cell.header]
            if not row and sum(map(self._is_label, rows.get(0, ()))) > 1 and not self._is_paired(rows.values()):
                row = rows[0]
            heads |= {(table, cell.column): cell for cell in reversed(row)}
        return heads

    def _is_paired(self, rows: Iterable[list[Block]]) -> bool:
        """Whether each row says several things, each behind its label: "Assessore | ... | Tempi | ..."."""
        firsts = [{cell.column: cell for cell in reversed(row)} for row in rows]
        told = [[self._is_label(row[column]) for column in sorted(row, key=lambda n: n or 0)] for row in firsts]
        wide = any(len(labels) > _PAIR for labels in told)
        return wide and all(all(labels[::2]) and not any(labels[1::2]) for labels in told)

    def _is_label(self, cell: Block) -> bool:
        return self._find_purpose(self._visible[cell.start : cell.end].strip()) is not None

    def _find_purpose(self, label: str) -> str | None:
        return self._labels.get(_fold(_BRACKETS.sub(" ", label)))

    def _find_purposes(self, label: str) -> tuple[str, ...]:
        """Return what a cell's label says that it holds: two things, where it joins two that are both said in brief."""
        if purpose := self._find_purpose(label):
            return (purpose,)
        parts = [self._find_purpose(part) for part in _JOINT.split(label)]
        return tuple(dict.fromkeys(filter(None, parts))) if parts and _BRIEF.issuperset(parts) else ()

    def _find_cells(self, section: Section) -> Iterator[Field]:
        """Yield the cells below a column's label, and those after a label in their row.

        When something is done, a column says only of a row that is the element: within one, it dates what it lists,
        but for a single row of nothing else than fields.
        """
        cells = self._cells[bisect_left(self._starts, section.start) : bisect_left(self._starts, section.end)]
        is_row = len({(cell.table, cell.row) for cell in cells}) == 1
        single = self._list_single(cells)
        before: Block | None = None
        beside: Block | None = None
        for cell in cells:
            head = self._heads.get((cell.table, cell.column))
            # What goes over several columns is of none.
            head = None if head and head.columns < cell.columns else head
            if before is None or _find_place(before) != _find_place(cell):
                beside = before if before and (before.table, before.row) == (cell.table, cell.row) else None
                before = cell
            if cell is head:
                # What heads a column is the value of none.
                if self._is_label(cell):
                    yield Field(cell.start, cell.end, LABEL, "", cell.start)
                continue
            if head is not None and self._marks_year(cell, head):
                yield Field(head.start, head.end, TIMING, "", head.start)
                continue
            for label in filter(None, (beside, head) if head and self._says_little(head) else (head, beside)):
                words = self._visible[label.start : label.end].strip()
                purposes = self._find_purposes(words.rstrip(" :"))
                dated = label is beside or is_row or cell.table in single
                if purposes and not cell.header and (dated or TIMING not in purposes):
                    begin = label.start if label is beside else cell.start
                    yield from (Field(cell.start, cell.end, purpose, words, begin) for purpose in purposes)
                    break

    def _list_single(self, cells: Collection[Block]) -> set[int | None]:
        """Return the tables of one row, each cell of it below the label of a field that is no text."""
        rows: dict[int | None, set[int | None]] = defaultdict(set)
        other: set[int | None] = set()
        for cell in cells:
            head = self._heads.get((cell.table, cell.column))
            if cell is not head:
                rows[cell.table].add(cell.row)
            if head is None or self._find_purpose(self._visible[head.start : head.end].strip()) in (None, PROSE):
                other.add(cell.table)
        return {table for table, held in rows.items() if len(held) == 1} - other

    def _says_little(self, head: Block) -> bool:
        """Whether a column is only said to hold text ("Contenuto"): the labels of a card's rows say more."""
        return self._find_purpose(self._visible[head.start : head.end].strip()) == PROSE

    def _marks_year(self, cell: Block, head: Block) -> bool:
        """Whether ``cell`` has a mark below a year: the table says when."""
        year, mark = (self._visible[each.start : each.end].strip() for each in (head, cell))
        return cell is not head and bool(_YEAR.match(year)) and bool(_MARK.match(mark))

    def _find_lines(self, section: Section) -> Iterator[Field]:
        """Yield what stands after a label and a colon, or below a label that is alone on its line."""
        lines = [line for line in self._part_lines(section.title_end, section.end) if line[0].strip()]
        opened = {number: found for number, line in enumerate(lines) if (found := self._open_line(line))}
        for number, (purpose, label, start) in opened.items():
            last = self._find_last(lines, number, opened.keys(), alone=start is None)
            begin = start if start is not None else lines[min(number + 1, last)].start()
            if start is None and self._is_headed(begin):
                continue
            if lines[last].end() > begin and (start is not None or last > number):
                yield Field(begin, lines[last].end(), purpose, label, lines[number].start())

    def _part_lines(self, first: int, last: int) -> Iterator[re.Match[str]]:
        """Yield the lines of a stretch; those of a paragraph that a label opens are cut before each further label."""
        labelled, end = False, first
        for line in _LINE.finditer(self._visible, first, last):
            goes_on = self._visible[end : line.start()] == "\n"
            end = line.end()
            labelled = bool(line[0].strip()) and ((labelled and goes_on) or self._open_line(line) is not None)
            cuts = self._find_labels(line) if labelled else ()
            for start, stop in pairwise([line.start(), *cuts, end]):
                if part := _LINE.match(self._visible, start, start + len(self._visible[start:stop].rstrip())):
                    yield part

    def _find_labels(self, line: re.Match[str]) -> list[int]:
        """Return where labels begin behind other words of a line; of one that ends another the other is meant."""
        labels: dict[int, int] = {}
        for found in _WITHIN.finditer(self._visible, line.start(), line.end()):
            if self._find_purpose(found["label"]):
                labels.setdefault(found.end("label"), found.start())
        return [start for start in labels.values() if re.search(r"\w", self._visible[line.start() : start])]

    def _open_line(self, line: re.Match[str]) -> tuple[str, str, int | None] | None:
        """Return the purpose, the label and the place after it when ``line`` begins a field; no place: it is alone."""
        found = _NUMBERED.match(self._visible, line.start(), line.end())
        if found is None or self._find_purpose(found["label"]) != STATED:
            found = _LABELLED.match(self._visible, line.start(), line.end())
        words = found["label"] if found else line[0].strip()
        # A label is written large: in the middle of a paragraph a line may begin with any word.
        if not words[0].isupper() or (not found and (len(words) > _LONGEST_LABEL or self._is_cell(line.start()))):
            return None
        purpose = self._find_purpose(words)
        start = found.end() if found and found.end() < line.end() else None
        return (purpose, words, start) if purpose else None

    def _find_last(self, lines: list[re.Match[str]], number: int, opened: Collection[int], *, alone: bool) -> int:
        """Return which line ends the field that line ``number`` begins: its paragraph's last, or its list's."""
        last = number
        for line in lines[number + 1 :]:
            between = self._visible[lines[last].end() : line.start()]
            parted = "\x1e" in between or between.count("\n") > 1
            listed = line.start() in self._items or _BULLET.match(line[0])
            first = alone and last == number
            if (
                (not alone and _LABEL.match(line[0]))
                or last + 1 in opened
                or (parted and not first and not (alone and listed))
            ):
                break
            last += 1
        return last

    def _is_cell(self, place: int) -> bool:
        return self._find_cell(place) is not None

    def _find_cell(self, place: int) -> Block | None:
        index = bisect_right(self._starts, place) - 1
        return self._cells[index] if index >= 0 and place < self._cells[index].end else None

    def _is_headed(self, place: int) -> bool:
        """Whether what stands at ``place`` is a cell of a table whose columns say what they hold."""
        cell = self._find_cell(place)
        return cell is not None and (cell.table, cell.column) in self._heads

    def _find_closing(self, section: Section) -> Iterator[Field]:
        for found in _CLOSING.finditer(self._visible, section.title_start, section.end):
            items = [
                self._visible[item.start : item.end] for item in list_items(self._visible, found.start(1), found.end(1))
            ]
            if items and all(item[:1].isupper() and len(item.split()) <= _LONGEST_ITEM for item in items):
                yield Field(found.start(1), found.end(1), "closing", "", found.start(1))


def close_fields(visible: str, fields: Iterable[Field]) -> str:
    """Return the text with a mark where a field begins or ends: no name runs on into the next label."""
    letters = list(visible)
    for field in fields:
        for place in (field.head - 1, field.end):
            if 0 <= place < len(letters) and letters[place].isspace():
                letters[place] = BLOCK_END
    return "".join(letters)


def _find_place(cell: Block) -> tuple[int | None, int | None, int | None]:
    """Return the table, the row and the column of a cell, which the blocks of several paragraphs in it share."""
    return cell.table, cell.row, cell.column


def _fold(label: str) -> str:
    return " ".join(FOLDED[form] for form in list_forms(label))


def list_items(visible: str, start: int, end: int) -> list[Item]:
    """Return the places of the items that stand from ``start`` to ``end``: what commas and the like part, trimmed."""
    text = visible[start:end]
    cuts: list[re.Match[str]] = []
    depth = seen = 0
    for found in _BETWEEN.finditer(text):
        after = found.start() + 1
        depth += text.count("(", seen, after) - text.count(")", seen, after)
        seen = after
        cuts += [found] if depth <= 0 else []
    bounds = zip([0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)], strict=True)
    items = []
    for first, last in bounds:
        leading = _LEADING.match(text, first, last)
        begin = leading.end() if leading else first
        piece = text[begin:last].rstrip()
        piece = piece.rstrip(".:") if not re.search(r"\b\w\.$|\.\w+\.$", piece) else piece
        if piece:
            items.append(Item(start + begin, start + begin + len(piece)))
    return items[:MOST_ITEMS]
