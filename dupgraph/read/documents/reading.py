"""A file's bytes become canonical text with blocks: in the limited child for all but plain text.

Plain text needs nothing of what the others do, which is imported when the first of them comes.
"""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dupgraph.base.errors import DocumentError
from dupgraph.language.messages import join, list_first, say
from dupgraph.read.documents.blocks import find_blocks
from dupgraph.read.documents.formats import IMAGE, PDF, Format
from dupgraph.read.documents.furniture import find_furniture, find_index
from dupgraph.read.documents.text import decode_bytes, make_canonical, split_pages
from dupgraph.schema.layout import Layout, Place
from dupgraph.schema.values import Block, Span

if TYPE_CHECKING:
    from dupgraph.base.children import ChildError

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120.0
MAX_CHARACTERS = 50_000_000

# A scanned page takes some four seconds; a book of them is no plan.
SCAN_SECONDS = 30
MAX_SCAN_SECONDS = 3_600.0

# Words that a picture has beyond those that its page tells: then it is a picture of words.
_MORE_WORDS = 15
# Words that a warning shows.
_SHOWN = 8
_SCANS = "dupgraph.read.documents.readers.scan:read_scans"
_CHILD = "dupgraph.read.documents.child"


class Reading(NamedTuple):
    """What a file's bytes say: the fields of ``Document`` that come from them."""

    text: str
    pages: tuple[int, ...] = ()
    furniture: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: Layout | None = None
    recognised_by: str = ""
    recognised_pages: tuple[int, ...] = ()


def read_bytes(path: Path, data: bytes, form: Format, *, places: bool = True) -> Reading:
    """Return what ``data``, the file at ``path``, says when read as ``form``.

    Without ``places`` nothing is told of where a PDF's words stand on its pages: it is then read a fifth sooner.

    Raises DocumentError when it cannot be read so, or not within the limits of the child.
    """
    if not form.reader:
        raw, warnings = decode_bytes(path, data)
        text = make_canonical(raw)
        starts = split_pages(text)
        furniture = find_furniture(text, starts)
        return Reading(text, starts, furniture, find_blocks(text, furniture, starts), warnings)
    if form is PDF and b"%%EOF" not in data[-2048:]:
        raise DocumentError(say("not_pdf_whole"), path=path, hint=say("do_again"))
    answer = _run_reader(path, data, form.reader, form.list_libraries(), _list_options(path, form, places=places))
    warnings = tuple(answer["warnings"])
    if "pages" not in answer:
        return _read_pieces(answer["pieces"], warnings)
    pages = answer["pages"]
    program, scans = answer.get("program", ""), tuple(range(1, len(pages) + 1))
    if not program:
        program, scans, notes = _read_scans(path, data, pages)
        warnings += notes
    return _lay_pages(pages, warnings)._replace(recognised_by=program, recognised_pages=scans)


def _list_options(path: Path, form: Format, *, places: bool) -> dict[str, Any]:
    """Return what a format's reader is told besides the bytes. Raises DocumentError for a picture nobody can read."""
    if form is PDF:
        return {"characters": MAX_CHARACTERS, "places": places}
    if form is not IMAGE:
        return {}
    from shutil import which

    tesseract = which("tesseract")
    if tesseract is None:
        raise DocumentError(say("not_picture"), path=path, hint=say("do_layer"))
    return {"tesseract": tesseract}


def _read_scans(path: Path, data: bytes, pages: list[dict[str, Any]]) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """Put the lines of those ``pages`` that are pictures in their place, and return by which
    program they were read, which they are, and what is to be said of them.

    Raises DocumentError when all are, and tesseract cannot read them.
    """
    from shutil import which

    words = [_count_words(page) for page in pages]
    bare = [number for number, count in enumerate(words, 1) if not count]
    scans = [number for number, page in enumerate(pages, 1) if page.get("pictures")]
    # What hardly any words stand on may be a photograph, or a cover: of that alone nothing is said.
    unread = [number for number in scans if words[number - 1]]
    tesseract = which("tesseract")
    warnings: tuple[str, ...] = ()
    program, read = "", tuple[int, ...]()
    if scans and tesseract:
        options = {"tesseract": tesseract, "pages": scans}
        found = _run_reader(path, data, _SCANS, ("pypdfium2",), options, seconds=_find_time(len(scans)))
        more = dict(zip(scans, found["pages"], strict=True))
        scans = [n for n in scans if not words[n - 1] or _count_words(more[n]) > words[n - 1] + _MORE_WORDS]
        for number in scans:
            pages[number - 1] |= more[number] | {"size": pages[number - 1]["size"]}
        if scans:
            warnings = (say("mended_scans", count=len(scans), all=len(pages), pages=list_first(scans)),)
        bare = [number for number in bare if not pages[number - 1]["text"]]
        read = tuple(number for number in scans if number not in bare)
        program, unread = found["program"] if read else "", []
    if len(bare) + len(unread) == len(pages):
        what, advice = ("not_scan", "do_layer") if scans and not tesseract else ("not_layer", "do_scan")
        raise DocumentError(say(what), path=path, hint=say(advice))
    if unread not in ([], [1]):
        warnings += (say("mended_unread", count=len(unread), all=len(pages), pages=list_first(unread)),)
    if bare:
        warnings += (say("mended_bare", count=len(bare), all=len(pages), pages=list_first(bare)),)
    return program, read, warnings


def _count_words(page: dict[str, Any]) -> int:
    return sum(len(text.split()) for text in page["text"])


def _find_time(pages: int) -> float:
    """Return the seconds that so many scanned pages may take."""
    return min(MAX_SECONDS + pages * SCAN_SECONDS, MAX_SCAN_SECONDS)


def _lay_pages(pages: list[dict[str, Any]], warnings: tuple[str, ...]) -> Reading:
    from dupgraph.read.documents.joining import mark_heads
    from dupgraph.read.documents.pages import join_lines

    paper = join_lines(pages)
    warnings += paper.losses
    if paper.unsure:
        words = join("comma", list(dict.fromkeys(paper.unsure))[:_SHOWN])
        warnings += (say("mended_words", words=words),)
    sizes = tuple((page["size"][0], page["size"][1]) for page in pages)
    layout = Layout(hash_text(paper.text), sizes=sizes, lines=paper.lines)
    return Reading(paper.text, paper.starts, paper.furniture, mark_heads(paper.blocks), warnings, layout)


def _read_pieces(packed: list[dict[str, Any]], warnings: tuple[str, ...]) -> Reading:
    from dupgraph.read.documents.joining import join_pieces, list_furniture
    from dupgraph.read.documents.pieces import Piece

    text, blocks, paragraphs = join_pieces(Piece(**facts) for facts in packed)
    # The lines of an index that somebody typed, which no style says to be one.
    index = {span.start for span in find_index(text)}
    marked = tuple(block._replace(kind="furniture") if block.start in index else block for block in blocks)
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


def _run_reader(
    path: Path,
    data: bytes,
    reader: str,
    libraries: tuple[str, ...],
    options: dict[str, Any],
    *,
    seconds: float | None = None,
) -> dict[str, Any]:
    from dupgraph.base.children import ChildError, Limits, run_child

    limits = Limits(seconds or MAX_SECONDS, processor=MAX_CPU_SECONDS, memory=MAX_MEMORY)
    request = {"reader": reader, "options": options}
    try:
        answer, _ = run_child(_CHILD, request, limits, data=data, libraries=libraries)
    except ChildError as error:
        # With --debug its last words show, which whoever writes a reader needs.
        raise _explain_end(path, error) from error
    except DocumentError as error:
        raise DocumentError(error.what, path=path, page=error.page, hint=error.hint) from None
    facts: dict[str, Any] = answer
    return facts


def _explain_end(path: Path, error: "ChildError") -> DocumentError:
    hint = say("do_print")
    if error.cause == "time":
        return DocumentError(say("not_quick", seconds=f"{MAX_SECONDS:g}"), path=path, hint=hint)
    if error.cause == "depth":
        return DocumentError(say("not_flat"), path=path, hint=hint)
    if error.cause == "crash":
        return DocumentError(say("not_readable"), path=path, hint=hint)
    what = say("not_light", memory=MAX_MEMORY >> 20, seconds=MAX_CPU_SECONDS)
    return DocumentError(what, path=path, hint=hint)
