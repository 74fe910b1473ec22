"""The lines of a document that hold words, each with what stands around it and what the source says of it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise, takewhile, zip_longest
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.outline.column_names import names_field, titles_element
from dupgraph.read.outline.names import FIELD_COLUMNS, OFFICIAL, find_kind, is_caption
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.tables import Table, list_cards, list_tables
from dupgraph.read.outline.titles import (
    BULLETS,
    FURNITURE,
    ITEM_MARK,
    heads_capital,
    looks_alone,
    opens_with_infinitive,
    tells,
)
from dupgraph.schema.values import Block, Document, mask_furniture
from dupgraph.schema.weights import BOLD

LINE = re.compile(rf"[^\s{FURNITURE}][^\n{FURNITURE}]*")
_ITEM_END = re.compile(rf"\n[^\S\n]*(?:\n|{FURNITURE}|[{re.escape(BULLETS)}][ \t])")
_ITEM = re.compile(rf"(?:{ITEM_MARK}|[ivx]{{2,4}}\)|\((?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\))[^\S\n]")
_LONGEST_LEAD = 60
_YEARS = re.compile(r"\b20\d\d\b")
# Short lines that stand so often are a part of each element ("Che cosa faremo").
_OFTEN = 4
# What a plan has a part of each element on, and may also have an element of.
_OFFICES = list_words("offices")
# Titles that end in a colon, from so many on.
_SEVERAL = 3
# Missions that are each said of one element, for that to be no chance.
_FEWEST_STATED = 3
# Characters of a heading by its look.
LONGEST = 300
# Characters: no code is longer, with what ties it to a title.
_LAST_WORDS = 60
_GAPS = frozenset(" \n\v\f\r" + FURNITURE)
_LABEL = re.compile(r"(?P<label>[A-ZÀ-Ý][^\W\d_]++(?: [^\W\d_]++){0,3}+)(?: ?:|\s+\d{1,2}\s*[–—:.-])\s*\S")


class Line(NamedTuple):
    """A line that holds words. ``apart``: a blank line or furniture is before it; ``turned``: furniture is.

    ``above`` and ``above_end`` are the line of words before it, wherever that is. ``block`` is what the source says
    of the words, and ``opens`` whether the line is the first of it. ``limit`` is where its words must end at the
    latest: no title crosses a block's end. ``lone``: a blank line, a bullet or the block's end is after it.
    ``is_cell``: it stands in a table.
    """

    start: int
    end: int
    apart: bool
    turned: bool
    above: int
    above_end: int
    indent: int = 0
    block: Block | None = None
    opens: bool = True
    limit: int = 0
    lone: bool = False
    is_cell: bool = False

    @property
    def is_item(self) -> bool:
        """Whether the source says that the line is of a list."""
        return self.block is not None and self.block.kind == "item"

    @property
    def depth(self) -> int:
        """How deep an item nests, 1 the outermost: by its source, else by its indent."""
        if self.block is not None and self.is_item:
            return self.block.depth + 1
        return 1 if self.indent < 2 else 2


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A document as the outline reads it: furniture masked, the lines with words, its tables, which are cards.

    ``parts`` is where short lines start that stand again and again, ``values`` where the text below these does,
    ``colons`` where titles do that end in a colon. ``labels`` are those of the lines that say what they hold
    ("Assessore: ..."), by where these start, and ``stated`` where something starts that only says where an element
    belongs, whatever its label ("Missione 04 – Istruzione").
    """

    document: Document
    masked: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    cards: frozenset[int]
    parts: frozenset[int]
    values: frozenset[int]
    colons: frozenset[int]
    labels: Mapping[int, str]
    stated: frozenset[int]

    def get_words(self, line: Line) -> str:
        """Return the words of a line, with the blanks between them."""
        return self.masked[line.start : line.end].strip()

    def list_headings(self, line: Line) -> list[str]:
        """Return what may be the heading that a line opens: its words, and its block's where that has more lines."""
        whole = line.block.end if line.block is not None and line.opens else line.end
        ends = {line.end, whole if whole <= line.start + LONGEST else line.end}
        return [self.masked[line.start : end].strip() for end in sorted(ends)]

    def list_above(self, table: Table) -> Iterator[Block]:
        """Yield the blocks between a table and the one before, the nearest first."""
        start, blocks = min(cell.start for row in table.rows for cell in row.values()), self.document.blocks
        place = bisect_left(blocks, start, key=lambda block: block.start)
        # The table's own head stands before its rows.
        above = (blocks[n] for n in reversed(range(place)) if blocks[n].table != table.number)
        return takewhile(lambda block: block.table is None, above)


# What follows from a page alone is found once: each of the profiles that are tried on it asks for that again.
once_a_page = lru_cache(maxsize=1)


def read_page(document: Document) -> Page:
    """Return ``document`` with its lines.

    >>> from dupgraph.schema.values import PlanRecord
    >>> page = read_page(Document("SCUOLA\\n\\n• mense", "piano.txt", "", PlanRecord()))
    >>> [(line.apart, line.lone) for line in page.lines]
    [(True, True), (True, True)]
    """
    masked = mask_furniture(document, FURNITURE).replace("\t", " ")
    tables = list_tables(document)
    lines = tuple(_list_lines(document, masked))
    parts = _find_parts(masked, lines)
    colons, labels = _find_colons(masked, lines), dict(_list_labels(masked, lines))
    stated = frozenset(chain(_list_field_cells(tables), _list_stated(lines, labels)))
    values = frozenset(_find_values(masked, lines, parts))
    return Page(document, masked, lines, tables, list_cards(document, tables), parts, values, colons, labels, stated)


def _list_labels(masked: str, lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Yield where each line starts that says what it holds, mission and all ("Missione 04 – Istruzione"), and what."""
    for line in lines:
        found = None if line.is_cell else _LABEL.match(masked, line.start, line.end)
        if found and names_field(found["label"]):
            yield line.start, make_key(found["label"])


def _list_field_cells(tables: Iterable[Table]) -> Iterator[int]:
    """Yield where the cells start in which tables say something of an element: "Settore 3" below "Responsabile"."""
    for table in tables:
        columns = [column for column, name in table.names.items() if make_key(name) in FIELD_COLUMNS]
        yield from (row[column].start for row in table.rows for column in columns if column in row)


def _list_stated(lines: Sequence[Line], labels: Mapping[int, str]) -> Iterator[int]:
    """Yield where the missions stand of which each is said above a heading set stronger than it, and of that alone."""
    for label in OFFICIAL & {*labels.values()}:
        places = [place for place, line in enumerate(lines) if labels.get(line.start) == label]
        looks = {_find_look(line) for line in _list_below(lines, places, labels)}
        if len(places) < _FEWEST_STATED or len(looks) > 1 or max(looks) <= max(_find_look(lines[n]) for n in places):
            continue
        # Behind the last one something else may follow.
        if all(sum(_find_look(line) in looks for line in lines[a:b]) == 1 for a, b in pairwise(places)):
            yield from (lines[place].start for place in places)


def _list_below(lines: Sequence[Line], places: Iterable[int], labels: Container[int]) -> Iterator[Line]:
    """Yield the next line below each place that has no label; the last line where none follows."""
    last, below = len(lines), len(lines) - 1
    for place in sorted(places, reverse=True):
        below = next((n for n in range(place + 1, last) if lines[n].start not in labels), below)
        last = place
        yield lines[below]


def _find_look(line: Line) -> tuple[bool, int, bool, float]:
    """Return how strongly a line is set, what orders looks: as a heading, of which rank, in bold, and its size."""
    block = line.block
    if block is None:
        return (False, 0, False, 0.0)
    heads = block.kind == "heading"
    return heads, -(block.rank or 0) if heads else 0, bool(block.weight & BOLD), round(block.size or 0.0)


def _find_parts(masked: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return where parts of elements start; what opens with an infinitive is an aim that several have in common."""
    found: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        words = skip_marker(masked[line.start : line.end].strip())
        bare = _YEARS.sub("", words).strip(" -–/")
        alone = line.apart and line.lone and not line.is_cell and looks_alone(bare)
        if alone and not any(map(str.isdigit, bare)) and not opens_with_infinitive(words):
            found[make_key(words)].append(line.start)
    return frozenset(start for starts in found.values() if len(starts) >= _OFTEN for start in starts)


def _find_values(masked: str, lines: Sequence[Line], parts: frozenset[int]) -> list[int]:
    """Return where the lines start that stand right below parts of elements, as their text: none is set stronger.

    There are several parts, which take turns; the same one above title after title groups these.
    """
    found: list[tuple[str, int]] = []
    for above, label, line in zip(lines, lines[1:], lines[2:], strict=False):
        # What stands again below a label is its value.
        if label.start not in parts or {above.start, line.start} & parts or line.is_cell or line.is_item:
            continue
        key = make_key(skip_marker(masked[label.start : label.end].strip()))
        if ":" not in key and not titles_element(key) and _find_look(line) <= _find_look(label):
            found.append((key, line.start))
    turns = sum(one != other for (one, _), (other, _) in pairwise(found))
    return [start for _, start in found] if turns * 2 > len(found) else []


def heads_part(page: Page, line: Line) -> bool:
    """Say whether a heading by style is that of a part of each element ("Indicatori di impatto"), not of one."""
    words = make_key(page.get_words(line)).split()
    return line.start in page.parts and words[0] in FIELD_COLUMNS


def read_part(words: str) -> str:
    """Return what a heading calls the part of the plan that it opens, whatever of, else all of it.

    >>> read_part("Indicatori della scuola"), read_part("Servizio di asilo")
    ('indicatori', 'servizio di asilo')
    """
    first, *others = make_key(words).split() or [""]
    named = first in FIELD_COLUMNS - _OFFICES and find_kind(first) is None
    return first if named and any(word in FUNCTION_WORDS for word in others[:1]) else " ".join([first, *others])


def _find_colons(masked: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return where the paragraphs in bold start that end in a colon and are titles, not what opens a list.

    There are several, each says something else, and no part of an element.
    """
    found: dict[int, str] = {}
    for line, following in zip_longest(lines, lines[1:]):
        block = line.block
        if block is None or not (block.weight and block.kind == "paragraph" and line.opens):
            continue
        bare = masked[line.start : block.end].rstrip().removesuffix(":")
        headed = masked[block.end - 1] == ":" and looks_alone(bare[:1].upper() + bare[1:])
        # A sentence opens a list; above a text "Chi ha bisogno:" is none.
        listed = following is None or opens_item(masked, following)
        if headed and not names_field(bare) and not (listed and tells(bare)):
            found[line.start] = make_key(bare)
    return frozenset(found if len(found) >= _SEVERAL and len({*found.values()}) == len(found) else ())


def stands_alone(page: Page, line: Line) -> bool:
    """Say whether a line can be a heading that nothing marks, and says no part of each element ("Tempi: 2026")."""
    words = page.get_words(line)
    if not (line.apart and line.lone and looks_alone(words)) or is_caption(words):
        return False
    return line.start not in page.parts and line.start not in page.values and not names_field(words.partition(":")[0])


def can_head(page: Page, line: Line) -> bool:
    """Say whether a line opens a block that is short and ends as headings do ("Responsabile: Rossi" may, too)."""
    block = line.block
    if block is None or not line.opens or line.is_cell or block.goes_on or block.end - line.start > LONGEST:
        return False
    words = page.masked[line.start : block.end].strip()
    named = line.start in page.colons or heads_capital(page.masked, words)
    ended = words[-1:] in (";", ",") or (words[-1:] == ":" and not named)
    return not ended and sum(map(str.isalpha, words)) > 2 and not is_caption(words)


def find_item_end(masked: str, line: Line) -> int:
    """Return where the item that ``line`` begins ends: at its block's end, the next bullet or a blank line."""
    if line.block is not None:
        return line.limit
    match = _ITEM_END.search(masked, line.end)
    return match.start() if match else len(masked)


def search_item_end(pattern: re.Pattern[str], masked: str, line: Line, start: int) -> re.Match[str] | None:
    """Return where a pattern stands, from ``start`` on, in the last words of the item that ``line`` begins.

    Only these are looked at: where nothing marks ends, an item is all the rest of the plan.
    """
    end = find_item_end(masked, line)
    return pattern.search(masked, max(start, end - _LAST_WORDS), end)


def skip_marker(words: str) -> str:
    """Return an item's words without its number or letter.

    >>> skip_marker("b) Obiettivi"), skip_marker("Obiettivi")
    ('Obiettivi', 'Obiettivi')
    """
    return words[match.end() :] if words[:1] not in BULLETS and (match := _ITEM.match(words)) else words


def opens_item(masked: str, line: Line) -> bool:
    """Say whether a line opens an item of a list."""
    return not line.is_cell and line.opens and _ITEM.match(masked, line.start, line.end) is not None


@once_a_page
def list_leads(page: Page) -> dict[int, tuple[str, int]]:
    """Return what opens the list of each item, by where the item starts: the key of a short line, and its start.

    >>> from dupgraph.schema.values import PlanRecord
    >>> list_leads(read_page(Document("Obiettivi:\\n- mense", "piano.txt", "", PlanRecord())))
    {11: ('obiettivi', 0)}
    """
    found: dict[int, tuple[str, int]] = {}
    lead = ("", 0)
    for line in page.lines:
        words = page.get_words(line)
        if opens_item(page.masked, line) and line.start not in page.parts:
            if lead[0]:
                found[line.start] = lead
        elif line.apart or words.endswith(":"):
            words = skip_marker(words)
            leads = len(words) <= _LONGEST_LEAD and not words.endswith(".") and not line.is_cell
            lead = (make_key(words) if leads else "", line.start)
    return found


def _list_lines(document: Document, masked: str) -> Iterator[Line]:
    blocks = _list_blocks(document)
    starts = [block.start for block in blocks]
    begun = {block.start for block in document.blocks if block.kind == "paragraph"}
    # The end of a page is not that of a paragraph.
    cut = {block.start for block, following in pairwise(blocks) if following.goes_on}
    above = above_end = 0
    last_block: Block | None = None
    matches = list(LINE.finditer(masked))
    for place, match in enumerate(matches):
        for start, end, block in _cut_line(match.start(), match.end(), masked, blocks, starts):
            gap = masked[above_end:start]
            turned = FURNITURE in gap
            opens = block is None or block is not last_block
            following = matches[place + 1].start() if place + 1 < len(matches) else len(masked)
            yield Line(
                start,
                end,
                apart=above_end == 0 or turned or gap.count("\n") > 1 or (opens if block else start in begun),
                turned=turned,
                above=above,
                above_end=above_end,
                indent=start - masked.rfind("\n", 0, start) - 1,
                block=block,
                opens=opens,
                limit=block.end if block else len(masked),
                lone=_is_lone(masked, end, following, block, begun) and (block is None or block.start not in cut),
                is_cell=block is not None and block.kind == "cell",
            )
            above, above_end, last_block = start, _trim(masked, start, end), block


def _list_blocks(document: Document) -> list[Block]:
    """Return the blocks that say more than the lines do: not those of a text whose lines are broken by hand."""
    blocks = [block for block in document.blocks if block.kind != "furniture" and block.end > block.start]
    styled = any(b.rank is not None or b.size is not None or b.table is not None or b.depth for b in blocks)
    broken = any(b.kind == "paragraph" and "\n" in document.text[b.start : b.end] for b in blocks)
    return [] if broken and not styled else blocks


def _cut_line(
    start: int, end: int, masked: str, blocks: list[Block], starts: list[int]
) -> Iterator[tuple[int, int, Block | None]]:
    """Yield the parts of a line that different blocks hold; mostly the line itself."""
    while start < end:
        place = bisect_right(starts, start) - 1
        block = blocks[place] if place >= 0 and blocks[place].end > start else None
        following = place + 1 < len(starts) and starts[place + 1] < end
        stop = min(end, block.end) if block else (starts[place + 1] if following else end)
        if masked[start:stop].strip():
            yield start, stop, block
        start = stop
        while start < end and masked[start] in _GAPS:
            start += 1


def _is_lone(masked: str, end: int, following: int, block: Block | None, begun: Container[int]) -> bool:
    if block is not None:
        return end >= block.end or not masked[end : block.end].strip()
    gap = masked[end:following]
    ended = gap.count("\n") > 1 or FURNITURE in gap or following >= len(masked) or masked[following] in BULLETS
    return ended or following in begun


def _trim(masked: str, start: int, end: int) -> int:
    while end > start and masked[end - 1] in _GAPS:
        end -= 1
    return end
