"""The lines of a PDF's pages become canonical text, blocks and layout."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

from dupgraph.base.gathering import gather
from dupgraph.base.messages import Message
from dupgraph.language.phrases import is_unfinished
from dupgraph.read.documents.blocks import find_marker, goes_on
from dupgraph.read.documents.breaks import mend_breaks
from dupgraph.read.documents.furniture import find_furniture, merge_spans
from dupgraph.read.documents.heads import PlacedLine, find_chapter_heads
from dupgraph.read.documents.losses import find_losses
from dupgraph.read.documents.nesting import nest_bullets
from dupgraph.read.documents.printed import Box, set_offsets, unpack_lines
from dupgraph.read.documents.readers.numbers import print_bullet
from dupgraph.read.documents.text import make_canonical, mend_hyphens
from dupgraph.schema.layout import LaidLine
from dupgraph.schema.values import Block, BlockKind, Span
from dupgraph.schema.weights import ITALIC, make_weight

_HYPHENS = "\ufffe\x02"
# A line that is set this much further from the last than lines are belongs to another paragraph.
_WIDE = 1.3
# Points by which a first line is set in, and sizes differ.
_INDENT = 8.0
_OTHER_SIZE = 0.6
_ALIGNED = 2.0
_SHORT = 0.8
# Of a line's height: the widest blank that is set before a word.
_BLANK = 0.9
_ENDINGS = ".;:!?…"
# The number of a heading.
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.? +[A-ZÀ-Ú]")


class _Start(NamedTuple):
    """The block that a line would be by itself; ``cell`` is (table, row, column, rows, columns)."""

    kind: BlockKind
    start: int
    end: int
    size: float | None
    weight: int
    line: PlacedLine
    marker: str = ""
    cell: Sequence[int] | None = None
    goes_on: bool = False

    def make_block(self, end: int) -> Block:
        """Return the block that begins with this line and has its end at ``end``."""
        table, row, column, rows, columns = self.cell or (None, None, None, 1, 1)
        return Block(
            self.kind,
            self.start,
            end,
            size=self.size,
            weight=self.weight,
            marker=self.marker,
            # A note behind an item is of it.
            depth=int(self.line.facts.get("note", False)),
            table=table,
            row=row,
            column=column,
            rows=rows,
            columns=columns,
            header=self.line.facts.get("header", False),
            page=self.line.page,
            goes_on=self.goes_on,
        )


class _Setting(NamedTuple):
    """How a page is set: the distance from line to line and the right margin, in points; 0 where that is not known.

    ``size`` is that of the type in which most is set; lines of larger type stand further apart.
    """

    pitch: float
    margin: float
    size: float = 0.0

    def is_wide(self, step: float, line: PlacedLine) -> bool:
        """Say whether a line stands further below another one than lines of its type do."""
        size = line.facts["size"] or 0.0
        larger = max(1.0, size / self.size) if self.size else 1.0
        return bool(self.pitch) and step > _WIDE * self.pitch * larger


_NO_SETTING = _Setting(0.0, 0.0)


class Paper(NamedTuple):
    """The text of a document's pages: where each starts, what is furniture, its blocks, and its lines' places.

    ``unsure`` are words that may be one that a cell breaks, ``losses`` says what of the text is lost.
    """

    text: str
    starts: tuple[int, ...]
    furniture: tuple[Span, ...]
    blocks: tuple[Block, ...]
    lines: tuple[LaidLine, ...]
    unsure: tuple[str, ...] = ()
    losses: tuple[Message, ...] = ()


def join_lines(pages: Sequence[Mapping[str, Any]]) -> Paper:
    """Return the canonical text of ``pages``, each of which has the lines that the PDF reader found."""
    unpacked = [unpack_lines(page) for page in pages]
    _make_cells_whole(unpacked)
    unsure = mend_breaks(unpacked)
    raw, placed = _write_lines(unpacked)
    text, lines = _make_lines(raw, placed)
    starts = (0, *(match.end() for match in re.finditer("\f", text)))
    repeated = [Span(line.start, line.end) for line in lines if line.facts.get("repeated")]
    heights = {line.start: line.box.middle for line in lines if line.box}
    furniture = merge_spans([*_leave_cells(text, find_furniture(text, starts, heights), lines), *repeated])
    furniture = merge_spans([*furniture, *find_chapter_heads(text, lines, furniture)])
    blocks = tuple(_make_blocks(text, lines, furniture))
    losses = tuple(find_losses(text, lines, furniture))
    return Paper(text, starts, furniture, blocks, tuple(_lay_lines(text, lines)), tuple(unsure), losses)


def _make_cells_whole(pages: list[list[dict[str, Any]]]) -> None:
    """Put the rest of each cell that a page's end cuts below its beginning, with the page on which it is printed."""
    for number in range(len(pages) - 1, 0, -1):
        upper, lower = pages[number - 1 : number + 1]
        if not any(line.get("goes_on") for line in lower):
            continue
        cells = (_find_cell(line) for line in upper if line.get("cell"))
        rests: dict[tuple[int, ...], list[dict[str, Any]]] = {cell: [] for cell in cells}
        left: list[dict[str, Any]] = []
        for line in lower:
            cut = line.get("goes_on") and _find_cell(line) in rests
            (rests[_find_cell(line)] if cut else left).append({"page": number + 1, **line} if cut else line)
        pages[number] = left
        whole: list[dict[str, Any]] = []
        for line in reversed(upper):
            if line.get("cell"):
                whole += reversed(rests.pop(_find_cell(line), ()))
            whole.append(line)
        pages[number - 1] = whole[::-1]


def _find_cell(line: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the table, the row and the column of a line in a cell."""
    return tuple(line["cell"][:3])


def _write_lines(pages: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[str, list[tuple[int, int, Mapping[str, Any]]]]:
    """Return the raw text of all pages, and of each line its page, its place in that, and what is known of it.

    The rows of a table stand apart, its cells on lines of their own.
    """
    pieces: list[str] = []
    placed: list[tuple[int, int, Mapping[str, Any]]] = []
    length = 0
    for number, page in enumerate(pages, 1):
        before: Mapping[str, Any] = {}
        own: list[str] = ["\f"] if number > 1 else []
        start = length
        length += len(own)
        for line in page:
            apart = before and (line.get("apart") or _find_row(before) != _find_row(line))
            gap = "\n" if apart else ""
            placed.append((line.get("page", number), length + len(gap), line))
            joined = line.get("joined") or (line["text"] and line["text"][-1] in _HYPHENS)
            own += (gap, show_bullet(line["text"]), "" if joined else "\n")
            length += sum(map(len, own[-3:]))
            before = line
        written = "".join(own)
        whole = written.rstrip() + "\n" if written.strip() else written.rstrip(" \n") + "\n"
        pieces.append(whole)
        length = start + len(whole)
    return "".join(pieces), placed


def show_bullet(line: str) -> str:
    """Return a line with its bullet as a reader sees it: fonts of symbols have it in places of their own."""
    mark = line[:1]
    return print_bullet(mark) + line[1:] if "\ue000" <= mark <= "\uf8ff" and line[1:2].isspace() else line


def _find_row(line: Mapping[str, Any]) -> object:
    cell = line.get("cell")
    return tuple(cell[:2]) if cell else bool(line.get("repeated"))


def _make_lines(raw: str, placed: Sequence[tuple[int, int, Mapping[str, Any]]]) -> tuple[str, list[PlacedLine]]:
    """Return the canonical text and the lines with their places in it."""
    mended, changes = mend_hyphens(raw)
    places = [place for place, _ in changes]

    def find_mended(offset: int) -> int:
        number = bisect_right(places, offset) - 1
        return offset - changes[number][1] if number >= 0 else offset

    edges = [find_mended(start) for _, start, _ in placed] + [len(mended)]
    head = make_canonical(mended[: edges[0]])
    text = make_canonical(mended)
    lines: list[PlacedLine] = []
    if text == mended:
        starts = edges
    else:
        # Some characters became others, or none: the lines are made canonical one by one.
        parts = [make_canonical(mended[start:end]) for start, end in pairwise(edges)]
        starts = [len(head)]
        for part in parts:
            starts.append(starts[-1] + len(part))
        text = head + "".join(parts)
    for (page, _, facts), start, end in zip(placed, starts, starts[1:], strict=False):
        words = text[start:end].split("\n", 1)[0].rstrip(" \t\f\n")
        length = min(len(words), len(facts["text"])) if text is mended else len(words)
        box = Box(*(side / 10 for side in facts["box"])) if facts["box"] else None
        lines.append(PlacedLine(page, start, start + length, facts, box))
    return text.removesuffix("\n"), lines


def _leave_cells(text: str, furniture: Sequence[Span], lines: Sequence[PlacedLine]) -> Iterator[Span]:
    """Yield the furniture without what stands in a table's cells: a figure, the label that opens each card.

    A running head may be set as a table, too: then all that the table has on the page is furniture.
    """
    heads = [span.start for span in furniture]
    tables = gather(((line.page, line.facts["cell"][0]), line) for line in lines if line.facts.get("cell"))

    def is_furniture(line: PlacedLine) -> bool:
        place = bisect_right(heads, line.start) - 1
        return place >= 0 and line.end <= furniture[place].end

    def is_head(lines: Sequence[PlacedLine]) -> bool:
        return any(map(str.isalpha, text[lines[0].start : lines[-1].end])) and all(map(is_furniture, lines))

    kept = chain.from_iterable(some for some in tables.values() if not is_head(some))
    cells = sorted(kept, key=lambda cell: cell.start)
    starts = [cell.start for cell in cells]
    for span in furniture:
        start = span.start
        first = max(0, bisect_right(starts, start) - 1)
        for cell in cells[first : bisect_left(starts, span.end)]:
            if text[start : cell.start].strip(" \n"):
                yield Span(start, cell.start)
            start = max(start, cell.end)
        if start < span.end:
            yield Span(start, span.end)


def _make_blocks(text: str, lines: Sequence[PlacedLine], furniture: Sequence[Span]) -> list[Block]:
    blocks: list[Block] = []
    edges = [span.start for span in furniture]
    # The last line of text, and the margin of its page.
    bottom: tuple[PlacedLine, float] | None = None
    starts = [_start_block(text, line, furniture, edges) for line in lines if text[line.start : line.end].strip()]
    pages = gather((own.line.page, own.line) for own in starts if own.kind != "furniture")
    settings = {page: _find_setting(own) for page, own in pages.items()}
    first = last = None
    for own in starts:
        setting = settings.get(own.line.page, _NO_SETTING)
        if first is None or last is None or not _are_alike(last, own) or _parts(text, last, own, setting):
            if first and last:
                blocks.append(first.make_block(last.end))
            full, cut = _is_full(bottom, own.line), last is not None and _changes_column(last.line, own.line)
            first = own._replace(goes_on=own.cell is None and goes_on(text, blocks, own, full=full, cut=cut))
        # Italics are those of a block where all of it is set so.
        first = first._replace(weight=first.weight & own.weight) if first.weight != own.weight else first
        last = own
        bottom = bottom if own.kind == "furniture" else (own.line, setting.margin)
    if first and last:
        blocks.append(first.make_block(last.end))
    return nest_bullets(blocks, {own.start: own.line for own in starts})


def _start_block(text: str, line: PlacedLine, furniture: Sequence[Span], edges: Sequence[int]) -> _Start:
    """Return the block that a line would be by itself; ``edges`` are where the furniture starts."""
    start = line.end - len(text[line.start : line.end].lstrip())
    size, weight = line.facts["size"], make_weight(line.facts)
    place = bisect_right(edges, start) - 1
    if place >= 0 and furniture[place].end > start:
        return _Start("furniture", start, line.end, size, weight, line)
    marker = find_marker(text, start, line.end)
    cell = line.facts.get("cell")
    if cell is None:
        return _Start("item" if marker else "paragraph", start, line.end, size, weight, line, marker)
    return _Start("cell", start, line.end, size, weight, line, marker, cell)


def _are_alike(last: _Start, own: _Start) -> bool:
    """Say whether two lines can be of one block: in one cell, or both furniture, or of one type."""
    if last.cell != own.cell and (last.cell or (0,))[:3] != (own.cell or (0,))[:3]:
        return False
    if own.cell is None and last.line.page != own.line.page:
        return False
    if "furniture" in (last.kind, own.kind):
        return last.kind == own.kind
    return (last.weight | ITALIC) == (own.weight | ITALIC) and abs((last.size or 0) - (own.size or 0)) <= _OTHER_SIZE


def _parts(text: str, last: _Start, own: _Start, setting: _Setting) -> bool:
    """Say whether the second of two lines opens a block of its own."""
    if own.kind == "furniture":
        return False
    ended = text[last.end - 1] in _ENDINGS
    if ended and last.weight != own.weight:
        return True
    if own.marker and (ended or last.marker or not own.marker[0].isalnum()):
        return True
    if _nests(text[last.start : last.end], text[own.start : own.end]):
        return True
    opens = own.marker or _NUMBER.match(text, own.start, own.end)
    lower = text[own.start].islower() or (not opens and is_unfinished(text, last.end))
    if last.line.page != own.line.page:
        return ended and not lower
    return _stand_apart(last.line, own.line, setting, ended=ended, lower=lower)


def _nests(above: str, words: str) -> bool:
    """Say whether a line opens with a number below that of the line above: both are headings.

    >>> _nests("3. Programmi", "3.1. Scuola"), _nests("3. Programmi", "4.1 Scuola"), _nests("3 volte", "3.1 volte")
    (True, False, False)
    """
    outer, inner = _NUMBER.match(above), _NUMBER.match(words)
    return bool(outer and inner and inner["number"].startswith(f"{outer['number']}."))


def _stand_apart(before: PlacedLine, line: PlacedLine, setting: _Setting, *, ended: bool, lower: bool) -> bool:
    """Say whether two lines of one type are set as the end and the beginning of paragraphs."""
    above, here = before.box, line.box
    if above is None or here is None:
        return False
    step = above.middle - here.middle
    if step < 0 or setting.is_wide(step, line) or line.facts.get("apart"):
        return True
    if lower:
        return False
    fits = not line.facts.get("cell") and setting.margin - above.right > _find_room(line)
    if fits and (ended or not _are_centred(above, here)):
        return True
    if not ended:
        return False
    set_in = here.left - above.left > _INDENT and not line.facts.get("cell")
    short = above.right - above.left < _SHORT * (here.right - here.left)
    return set_in or short


def _changes_column(before: PlacedLine, line: PlacedLine) -> bool:
    """Say whether a line stands at the head of the column to the right of the line before it."""
    above, here = before.box, line.box
    return bool(above and here and before.page == line.page and here.middle > above.middle and here.left > above.right)


def _are_centred(above: Box, here: Box) -> bool:
    """Say whether two lines share their middle and not their sides: then nobody knows how wide they may be."""
    return abs(above.left - here.left) > _ALIGNED >= abs(above.left + above.right - here.left - here.right) / 2


def _is_full(bottom: tuple[PlacedLine, float] | None, line: PlacedLine) -> bool:
    """Say whether a page's last line had no room for the first word of ``line``, on the next page."""
    if bottom is None or not bottom[1] or bottom[0].box is None or line.box is None:
        return False
    return bottom[1] - bottom[0].box.right <= _find_room(line)


def _find_room(line: PlacedLine) -> float:
    """Return the room that the first word of a line would need at the end of the line above."""
    _, _, bottom, top = line.facts["box"]
    return float(line.facts["room"] + max(_BLANK * (top - bottom), 50)) / 10


def _find_setting(lines: Sequence[PlacedLine]) -> _Setting:
    """Return how most lines of a page are set.

    The margin is where a word goes to the next line because it does not fit: known on pages of one column, and there
    for the size of type in which most is set.
    """
    boxes = [line.box for line in lines]
    steps = [one.middle - other.middle for one, other in pairwise(boxes) if one and other]
    rights = [line.box.right for line in lines if line.box and not line.facts.get("cell")]
    one_column = all(step >= 0 for step in steps) and len(rights) > 1
    steps = [step for step in steps if step > 1]
    sizes = sorted(line.facts["size"] or 0.0 for line in lines) or [0.0]
    pitch = sorted(steps)[len(steps) // 2] if steps else 0.0
    return _Setting(pitch, max(rights) if one_column else 0.0, sizes[len(sizes) // 2])


def _lay_lines(text: str, lines: Sequence[PlacedLine]) -> Iterator[LaidLine]:
    for line in lines:
        if "words" in line.facts and line.end > line.start:
            _, _, bottom, top = line.facts["box"]
            words = line.facts["words"]
            if not text.startswith(line.facts["text"].rstrip(_HYPHENS + " \t"), line.start):
                # Some characters of the line became others: its words have moved.
                moved = [len(make_canonical(line.facts["text"][:start])) for start in words[::3]]
                words = set_offsets(words, moved)
            yield LaidLine(line.page, line.start, line.end, bottom, top, words)
