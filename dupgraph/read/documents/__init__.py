"""A plan's file becomes a Document: canonical text, page starts, furniture, and the record beside it.

record.py     the TOML beside the plan
text.py       bytes and pages to canonical text
pdf.py        a PDF's pages, read in a child process with limits (pdf_child.py)
furniture.py  what stands in the text and is no text
"""

from hashlib import sha256
from pathlib import Path

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.furniture import find_furniture
from dupgraph.read.documents.pdf import read_pages
from dupgraph.read.documents.record import read_record
from dupgraph.read.documents.text import decode_bytes, join_pages, make_canonical, split_pages
from dupgraph.schema.values import Document

MAX_BYTES = 100_000_000

__all__ = ["MAX_BYTES", "read_document"]


def read_document(path: Path, **overrides: object) -> Document:
    """Return the plan at ``path`` (plain text or PDF) with the record of the TOML file beside it.

    ``overrides`` are values for keys of PlanRecord; one that is None or empty changes nothing.

    Raises DocumentError when the file cannot be read as a plan (missing, a folder, empty, binary, too large; a
    PDF that is encrypted, broken, or has no text layer) and VocabularyError when its TOML file or an override
    is wrong.
    """
    data = _read_bytes(path)
    if b"%PDF-" in data[:1024] or path.suffix.lower() == ".pdf":
        pages, warnings = read_pages(path, data)
        text, starts = join_pages(pages)
    else:
        raw, warnings = decode_bytes(path, data)
        text = make_canonical(raw)
        starts = split_pages(text)
    if not text.strip():
        raise DocumentError("holds no text", path=path, hint="give a plan's text (UTF-8) or a PDF with a text layer")
    return Document(
        text=text,
        source=path.name.encode("utf-8", "replace").decode(),
        sha256=sha256(text.encode()).hexdigest(),
        record=read_record(path, overrides),
        pages=starts,
        furniture=find_furniture(text, starts),
        warnings=warnings,
    )


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise DocumentError("is a folder, not a plan", path=path, hint="name the file in it: a text or a PDF")
    try:
        if path.exists() and not path.is_file():
            raise DocumentError("is no regular file", path=path, hint="give a plan's text (UTF-8) or a PDF")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                f"is too large: {size:,} bytes, and the limit is {MAX_BYTES:,}",
                path=path,
                hint="split it, or leave the images out of it",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError("does not exist", path=path, hint="check the name and the folder") from None
    except OSError as error:
        raise DocumentError(f"cannot be read: {(error.strerror or str(error)).lower()}", path=path) from None
    if not data.strip():
        raise DocumentError("is empty", path=path, hint="give a plan's text (UTF-8) or a PDF with a text layer")
    return data
