"""Pieces of a document to one text with blocks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dupgraph.read.documents.pieces import Piece, find_bold_head
from dupgraph.read.documents.text import make_canonical
from dupgraph.schema.values import Block, Span

# What goes on with a number or a label above it: "– Famiglie" below "Linea 1", "1 – Famiglie" below "Linea".
_NUMBERED = re.compile(r"(?:\d|\b[A-Z]|\b[IVX]+)\Z")
_DASH = re.compile(r"[–—-]\s")
_COUNTED = re.compile(r"\d{1,2}\s*[–—:-]\s")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,3})*[.)]?")
_BLOCK_FIELDS = tuple(name for name in Block._fields if name not in {"start", "end"})


def mark_heads(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with the first row of a table as its header where that alone is in bold."""
    blocks = tuple(blocks)
    rows: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in blocks:
        if block.table is not None and block.row is not None:
            rows[block.table][block.row].append(block)
    heads = {(table, find_bold_head(found)) for table, found in rows.items()}
    return tuple(
        block._replace(header=True) if block.table is not None and (block.table, block.row) in heads else block
        for block in blocks
    )


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
        if "\n" in words and (piece.rank or piece.weight):
            words = _join_title(words, heading=piece.rank is not None)
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


def _join_title(words: str, *, heading: bool) -> str:
    r"""Return the words of a title in one line where a break only sets it out; lines of their own stay apart.

    >>> _join_title("Linea 1\n– Famiglie\nAssessore: Rossi", heading=True)
    'Linea 1 – Famiglie\nAssessore: Rossi'
    """
    first, *others = map(str.strip, words.split("\n"))
    lines = [first]
    for line in others:
        if _goes_on(lines[-1], line, heading=heading):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _goes_on(before: str, line: str, *, heading: bool) -> bool:
    if _DASH.match(line):
        return _NUMBERED.search(before) is not None
    if before[-1:].isalpha() and _COUNTED.match(line):
        return True
    return heading and (line[:1].islower() or _NUMBER.fullmatch(before) is not None)


def _are_close(before: Piece, after: Piece) -> bool:
    if before.table is not None and after.table is not None:
        return (before.table, before.row) == (after.table, after.row)
    return before.kind == after.kind == "item"


def list_furniture(blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Return the spans of the blocks that are no text of the plan's."""
    return tuple(Span(block.start, block.end) for block in blocks if block.kind == "furniture")
