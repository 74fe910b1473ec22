"""A file's bytes become canonical text with blocks: in the limited child for all but plain text."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dupgraph.base.children import ChildError, Limits, run_child
from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.blocks import find_blocks
from dupgraph.read.documents.formats import PDF, TEXT, Format
from dupgraph.read.documents.furniture import find_furniture, find_index
from dupgraph.read.documents.pdf import read_pages
from dupgraph.read.documents.pieces import Piece, join_pieces, list_furniture
from dupgraph.read.documents.text import decode_bytes, join_pages, make_canonical, split_pages
from dupgraph.schema.values import Block, Span

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120
_CHILD = "dupgraph.read.documents.child"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's bytes say: the fields of ``Document`` that come from them."""

    text: str
    pages: tuple[int, ...] = ()
    furniture: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()


def read_bytes(path: Path, data: bytes, form: Format) -> Reading:
    """Return what ``data``, the file at ``path``, says when read as ``form``.

    Raises DocumentError when it cannot be read so, or not within the limits of the child.
    """
    if form is TEXT:
        raw, warnings = decode_bytes(path, data)
        text = make_canonical(raw)
        return _read_text(text, split_pages(text), warnings)
    if form is PDF:
        pages, warnings = read_pages(path, data)
        return _read_text(*join_pages(pages), warnings)
    answer = _run_reader(path, data, form)
    pieces = [Piece(**facts) for facts in answer["pieces"]]
    text, blocks, _ = join_pieces(pieces)
    return _mark_index(text, blocks, tuple(f"{path.name} {words}" for words in answer["warnings"]))


def _read_text(text: str, pages: tuple[int, ...], warnings: tuple[str, ...]) -> Reading:
    furniture = find_furniture(text, pages)
    return Reading(text, pages, furniture, find_blocks(text, furniture, pages), warnings)


def _mark_index(text: str, blocks: tuple[Block, ...], warnings: tuple[str, ...]) -> Reading:
    """Return the reading with the lines of a typed index marked, which no style says to be one."""
    index = {span.start for span in find_index(text)}
    marked = tuple(replace(block, kind="furniture") if block.start in index else block for block in blocks)
    return Reading(text, (), list_furniture(marked), marked, warnings)


def _run_reader(path: Path, data: bytes, form: Format) -> dict[str, Any]:
    limits = Limits(MAX_SECONDS, processor=MAX_CPU_SECONDS, memory=MAX_MEMORY)
    request = {"reader": form.reader, "options": {}}
    try:
        answer, _ = run_child(_CHILD, request, limits, data=data, libraries=form.libraries)
    except DocumentError as error:
        raise DocumentError(error.what, path=path, page=error.page, hint=error.hint) from None
    except ChildError:
        what = f"cannot be read within {MAX_MEMORY >> 20} MB of memory and {MAX_CPU_SECONDS} seconds"
        raise DocumentError(what, path=path, hint="save its text in a plain document") from None
    facts: dict[str, Any] = answer
    return facts
