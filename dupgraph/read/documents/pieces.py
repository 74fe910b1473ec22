"""What a reader gives: the pieces of a document in their order, and how they become one text with blocks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple

from dupgraph.read.documents.row_headings import MOST_ROWS, reads_as_heading
from dupgraph.read.documents.text import make_canonical
from dupgraph.schema.values import Block, BlockKind, Span

# No real table is wider; a merged cell "without end" stops here.
MAX_COLUMNS = 200
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading, list item, paragraph of a cell, or bit of furniture, as its source sets it apart.

    The fields are those of ``Block``; ``text`` has the marker in it. ``place`` says which paragraph of the original it
    is, counted from 1. A piece with a ``table`` is a paragraph of that cell.
    """

    text: str
    kind: BlockKind = "paragraph"
    rank: int | None = None
    size: float | None = None
    bold: bool = False
    strong: int = 0
    marker: str = ""
    depth: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1
    header: bool = False
    page: int | None = None
    goes_on: bool = False
    place: int = 0


class Cell(NamedTuple):
    """Where the paragraphs of a cell stand in a table, and how many rows and columns it takes."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a reader found in one file: its pieces, and a sentence for each thing that it had to mend."""

    pieces: tuple[Piece, ...]
    warnings: tuple[str, ...] = ()


_DEFAULTS = {field.name: field.default for field in fields(Piece)}
_BLOCK_FIELDS = tuple(field.name for field in fields(Block) if field.name not in {"start", "end"})


def pack_piece(piece: Piece) -> dict[str, Any]:
    """Return what a piece says beyond the defaults, as plain values.

    >>> pack_piece(Piece("Premessa", "heading", rank=1))
    {'text': 'Premessa', 'kind': 'heading', 'rank': 1}
    """
    return {name: value for name, value in asdict(piece).items() if value != _DEFAULTS[name]}


def set_in_cell(piece: Piece, cell: Cell | None) -> Piece:
    """Return a piece as a paragraph of a cell; as it is where it stands in none."""
    return piece if cell is None else replace(piece, kind="cell", **cell._asdict())


def make_furniture(heads: Iterable[Piece]) -> list[Piece]:
    """Return the paragraphs of pages' heads and feet as furniture, each once."""
    return [Piece(words, "furniture") for words in dict.fromkeys(" ".join(piece.text.split()) for piece in heads)]


def settle_tables(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with what shows only when a table is whole.

    A table of one cell is a frame around its paragraphs, and one of a row or two like "MISSIONE | 01 | Istruzione" a
    heading set in columns. A first row in bold above rows that are not is the header. A heading's style in a row of
    several cells is dress, in a row of its own it is a heading.
    """
    pieces = tuple(pieces)
    rows: dict[int, dict[int, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces:
        if piece.table is not None and piece.row is not None and piece.text.strip():
            rows[piece.table][piece.row].append(piece)
    frames = {table for table, found in rows.items() if len({(p.row, p.column) for r in found.values() for p in r}) < 2}
    heads = {table: _find_bold_head(found) for table, found in rows.items() if table not in frames}
    lines = {table for table, found in rows.items() if len(found) <= MOST_ROWS and all(map(_is_line, found.values()))}
    return tuple(
        _join_row(piece, rows[piece.table][piece.row])
        if piece.table in lines and piece.row is not None and piece.text.strip()
        else _settle_piece(piece, rows, frames, heads)
        for piece in pieces
    )


def _is_line(row: Sequence[Piece]) -> bool:
    """Say whether the cells of a row are a number and a title, with a label or none, each a paragraph: one line."""
    apart = len({piece.column for piece in row}) == len(row) > 1
    return apart and reads_as_heading((piece.text for piece in row), bare=True)


def _join_row(piece: Piece, row: Sequence[Piece]) -> Piece:
    """Return the first piece of a row with the words of all, and each of the others empty."""
    words = " ".join(cell.text.strip() for cell in row) if piece is row[0] else ""
    kind: BlockKind = "heading" if piece.rank is not None else "paragraph"
    bold = all(cell.bold for cell in row)
    return Piece(words, kind, piece.rank, piece.size, bold, page=piece.page, place=piece.place)


def _settle_piece(
    piece: Piece, rows: dict[int, dict[int, list[Piece]]], frames: set[int], heads: dict[int, int | None]
) -> Piece:
    if piece.table is None or piece.row is None:
        return piece
    if piece.table in frames:
        kind: BlockKind = "item" if piece.marker and piece.rank is None else "paragraph"
        return replace(
            piece, kind="heading" if piece.rank else kind, table=None, row=None, column=None, rows=1, columns=1
        )
    alone = len({cell.column for cell in rows[piece.table][piece.row]}) < 2
    return replace(
        piece,
        kind="heading" if piece.rank is not None and alone and piece.columns > 1 else "cell",
        header=piece.header or piece.row == heads.get(piece.table),
    )


def mark_heads(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with the first row of a table as its header where that alone is in bold."""
    blocks = tuple(blocks)
    rows: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.table is not None and block.row is not None:
            rows[block.table][block.row].append(block)
    heads = {(table, _find_bold_head(found)) for table, found in rows.items()}
    return tuple(
        replace(block, header=True) if block.table is not None and (block.table, block.row) in heads else block
        for block in blocks
    )


def _find_bold_head(rows: Mapping[int, Sequence[Piece] | Sequence[Block]]) -> int | None:
    """Return the number of the first row, where it alone is all in bold and nothing says what heads the table."""
    numbers = sorted(rows)
    if len(numbers) < 2 or any(piece.header for row in rows.values() for piece in row):
        return None
    first, second = (rows[number] for number in numbers[:2])
    wide = len({piece.column for piece in first}) > 1
    return numbers[0] if wide and all(p.bold for p in first) and not all(p.bold for p in second) else None


def join_pieces(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    r"""Return the canonical text of the pieces, their blocks, and the place of each block in the original.

    The cells of a row and the items of a list stand on lines of their own; before anything else is an empty line.

    >>> join_pieces([Piece("Premessa", "heading", rank=1), Piece("• uno", "item"), Piece("• due", "item")])[0]
    'Premessa\n\n• uno\n• due'
    """
    text: list[str] = []
    blocks: list[Block] = []
    places: list[int] = []
    position, last = 0, None
    for piece in pieces:
        words = make_canonical(piece.text).strip()
        if not words:
            continue
        gap = "" if last is None else ("\n" if _are_close(last, piece) else "\n\n")
        position += len(gap)
        facts = {name: getattr(piece, name) for name in _BLOCK_FIELDS}
        blocks.append(Block(start=position, end=position + len(words), **facts))
        places.append(piece.place)
        text += (gap, words)
        position, last = position + len(words), piece
    return "".join(text), tuple(blocks), tuple(places)


def _are_close(before: Piece, after: Piece) -> bool:
    if before.table is not None and after.table is not None:
        return (before.table, before.row) == (after.table, after.row)
    return before.kind == after.kind == "item"


def list_furniture(blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Return the spans of the blocks that are no text of the plan's."""
    return tuple(Span(block.start, block.end) for block in blocks if block.kind == "furniture")
