"""A file's bytes become canonical text with blocks: in the limited child for all but plain text."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.children import ChildError, Limits, run_child
from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.blocks import find_blocks
from dupgraph.read.documents.formats import PDF, Format
from dupgraph.read.documents.furniture import find_furniture, find_index
from dupgraph.read.documents.pages import join_lines
from dupgraph.read.documents.pieces import Piece, join_pieces, list_furniture, mark_heads
from dupgraph.read.documents.text import decode_bytes, make_canonical, split_pages
from dupgraph.schema.layout import Layout, Place
from dupgraph.schema.values import Block, Span

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120.0
MAX_CHARACTERS = 50_000_000

_CHILD = "dupgraph.read.documents.child"
_BROKEN_HINT = "fetch or export it again"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's bytes say: the fields of ``Document`` that come from them."""

    text: str
    pages: tuple[int, ...] = ()
    furniture: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: Layout | None = None


def read_bytes(path: Path, data: bytes, form: Format) -> Reading:
    """Return what ``data``, the file at ``path``, says when read as ``form``.

    Raises DocumentError when it cannot be read so, or not within the limits of the child.
    """
    if not form.reader:
        raw, warnings = decode_bytes(path, data)
        text = make_canonical(raw)
        starts = split_pages(text)
        furniture = find_furniture(text, starts)
        return Reading(text, starts, furniture, find_blocks(text, furniture, starts), warnings)
    if form is PDF and b"%%EOF" not in data[-2048:]:
        raise DocumentError("is cut off: a PDF ends with %%EOF and this one does not", path=path, hint=_BROKEN_HINT)
    answer = _run_reader(path, data, form)
    warnings = tuple(f"{path.name}: {words}" for words in answer["warnings"])
    return _read_pages(path, answer, warnings) if "pages" in answer else _read_pieces(answer["pieces"], warnings)


def _read_pages(path: Path, answer: dict[str, Any], warnings: tuple[str, ...]) -> Reading:
    pages = answer["pages"]
    bare = [number for number, page in enumerate(pages, 1) if not any(line["text"].strip() for line in page["lines"])]
    if len(bare) == len(pages):
        raise DocumentError(
            "has no text layer: its pages are images", path=path, hint="run it through OCR first (ocrmypdf, for one)"
        )
    if bare:
        some = ", ".join(map(str, bare[:8])) + (" ..." if bare[8:] else "")
        warnings += (f"{path.name}: {len(bare)} of {len(pages)} pages hold no text ({some})",)
    paper = join_lines(pages)
    sizes = tuple((page["size"][0], page["size"][1]) for page in pages)
    layout = Layout(hash_text(paper.text), sizes=sizes, lines=paper.lines)
    return Reading(paper.text, paper.starts, paper.furniture, mark_heads(paper.blocks), warnings, layout)


def _read_pieces(packed: list[dict[str, Any]], warnings: tuple[str, ...]) -> Reading:
    text, blocks, paragraphs = join_pieces(Piece(**facts) for facts in packed)
    # The lines of an index that somebody typed, which no style says to be one.
    index = {span.start for span in find_index(text)}
    marked = tuple(replace(block, kind="furniture") if block.start in index else block for block in blocks)
    places = tuple(map(_make_place, blocks, paragraphs))
    layout = Layout(hash_text(text), places=places)
    return Reading(text, (), list_furniture(marked), marked, warnings, layout)


def _make_place(block: Block, paragraph: int) -> Place:
    if block.table is None or block.row is None or block.column is None:
        return Place(block.start, block.end, paragraph)
    return Place(block.start, block.end, paragraph, (block.table, block.row, block.column))


def hash_text(text: str) -> str:
    """Return the SHA-256 of a canonical text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def _run_reader(path: Path, data: bytes, form: Format) -> dict[str, Any]:
    limits = Limits(MAX_SECONDS, processor=MAX_CPU_SECONDS, memory=MAX_MEMORY)
    options = {"characters": MAX_CHARACTERS} if form is PDF else {}
    request = {"reader": form.reader, "options": options}
    try:
        answer, _ = run_child(_CHILD, request, limits, data=data, libraries=form.list_libraries())
    except ChildError as error:
        raise _explain_end(path, error) from None
    except DocumentError as error:
        raise DocumentError(error.what, path=path, page=error.page, hint=error.hint) from None
    facts: dict[str, Any] = answer
    return facts


def _explain_end(path: Path, error: ChildError) -> DocumentError:
    hint = "print it to a new PDF, or save its text"
    if error.cause == "time":
        return DocumentError(f"was given up after {MAX_SECONDS:g} seconds", path=path, hint=hint)
    if error.cause == "depth":
        return DocumentError("is nested too deep", path=path, hint=hint)
    what = (
        f"cannot be read within {MAX_MEMORY >> 20} MB of memory and {MAX_CPU_SECONDS} seconds: it is damaged, or"
        " unpacks to far more than its size"
    )
    return DocumentError(what, path=path, hint=hint)
