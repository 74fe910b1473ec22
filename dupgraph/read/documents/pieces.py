"""What a reader gives: the pieces of a document in their order. It runs in a child that waits for each import."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dupgraph.read.documents.row_headings import MOST_ROWS, reads_as_heading

if TYPE_CHECKING:
    from dupgraph.schema.values import Block, BlockKind

# No real table is wider; a merged cell "without end" stops here.
MAX_COLUMNS = 200
MAX_ROWS = 20_000
# Points by which an item is set in below another.
_STEP = 8.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading, list item, paragraph of a cell, or bit of furniture, as its source sets it apart.

    The fields are those of ``Block``; ``text`` has the marker in it. ``place`` says which paragraph of the original it
    is, counted from 1. A piece with a ``table`` is a paragraph of that cell.
    """

    text: str
    kind: "BlockKind" = "paragraph"
    rank: int | None = None
    size: float | None = None
    weight: int = 0
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


def pack_piece(piece: Piece) -> dict[str, Any]:
    """Return what a piece says beyond the defaults, as plain values.

    >>> pack_piece(Piece("Premessa", "heading", rank=1))
    {'text': 'Premessa', 'kind': 'heading', 'rank': 1}
    """
    # All are plain: ``asdict`` would look into each, which takes as long as to read the document.
    return {name: value for name, default in _DEFAULTS.items() if (value := getattr(piece, name)) != default}


def set_in_cell(piece: Piece, cell: Cell | None) -> Piece:
    """Return a piece as a paragraph of a cell; as it is where it stands in none."""
    return piece if cell is None else replace(piece, kind="cell", **cell._asdict())


def set_in(above: Sequence[float], left: float) -> list[float]:
    """Return how far an item is set in and those that it nests in, which are of ``above``, the outermost first.

    >>> set_in([18.0, 36.0], 36.0)
    [18.0, 36.0]
    """
    return [*(other for other in above if other < left - _STEP), left]


def set_below(piece: Piece, notes: Iterable[Piece]) -> list[Piece]:
    """Return the notes of a piece as what nests in it: of its cell, and one step below its item."""
    depth = piece.depth + (piece.kind == "item")
    if piece.table is None or piece.row is None or piece.column is None:
        return [replace(note, depth=depth) for note in notes]
    cell = Cell(piece.table, piece.row, piece.column, piece.rows, piece.columns, piece.header)
    return [replace(set_in_cell(note, cell), depth=depth) for note in notes]


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
    heads = {table: find_bold_head(found) for table, found in rows.items() if table not in frames}
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
    weight = min(cell.weight for cell in row)
    return Piece(words, kind, piece.rank, piece.size, weight, page=piece.page, place=piece.place)


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


def find_bold_head(rows: "Mapping[int, Sequence[Piece] | Sequence[Block]]") -> int | None:
    """Return the number of the first row, where it alone is all in bold and nothing says what heads the table."""
    numbers = sorted(rows)
    if len(numbers) < 2 or any(piece.header for row in rows.values() for piece in row):
        return None
    first, second = (rows[number] for number in numbers[:2])
    wide = len({piece.column for piece in first}) > 1
    return numbers[0] if wide and all(p.weight for p in first) and not all(p.weight for p in second) else None
