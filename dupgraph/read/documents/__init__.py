"""A plan's file becomes a Document: canonical text, page starts, furniture, and the record beside it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dupgraph.base.errors import DocumentError, word_reason
from dupgraph.language.messages import say

if TYPE_CHECKING:
    # The child imports a reader of this package, and none of these.
    from dupgraph.schema.values import Document, PlanRecord

MAX_BYTES = 100_000_000
# What stands for a file that is piped in.
STANDARD_INPUT = Path("-")

__all__ = ["MAX_BYTES", "STANDARD_INPUT", "make_document", "read_document", "read_file"]


def read_document(path: Path, *, places: bool = True, **overrides: object) -> "Document":
    """Return the plan at ``path``, or on standard input ("-"), with the record of the TOML file beside it.

    ``overrides`` are values for keys of PlanRecord; one that is None or empty changes nothing. Without ``places`` a
    PDF's layout tells of no word where it stands, which is for who shows no quote on its page: it is read sooner.

    Raises DocumentError when the file cannot be read as a plan (missing, a folder, empty, binary, too large; a
    PDF that is encrypted, broken, or has no text layer) and VocabularyError when its TOML file or an override
    is wrong.
    """
    from dupgraph.read.documents.record import read_record

    if path == STANDARD_INPUT:
        path, data = Path("stdin"), _read_standard_input()
    else:
        data = read_file(path)
    return make_document(path, data, lambda: read_record(path, overrides), places=places)


def make_document(
    path: Path, data: bytes, find_record: Callable[[], "PlanRecord"], *, places: bool = True
) -> "Document":
    """Return the plan that ``data`` holds, the bytes of the file at ``path``; nothing is read there.

    ``find_record`` gives what the text does not state; it is asked once the text has been read. Raises DocumentError
    as ``read_document`` does, and what ``find_record`` raises.
    """
    from hashlib import sha256

    from dupgraph.read.documents.formats import find_format
    from dupgraph.read.documents.reading import read_bytes
    from dupgraph.schema.values import Document

    form, warnings = find_format(path, data)
    try:
        found = read_bytes(path, data, form, places=places)
    except DocumentError as error:
        raise error if error.path else DocumentError(error.what, path=path, page=error.page, hint=error.hint) from None
    if not found.text.strip():
        raise DocumentError(say("not_text"), path=path, hint=say("do_form"))
    return Document(
        text=found.text,
        source=path.name.encode("utf-8", "replace").decode(),
        sha256=sha256(found.text.encode()).hexdigest(),
        record=find_record(),
        pages=found.pages,
        furniture=found.furniture,
        warnings=(*warnings, *found.warnings),
        blocks=found.blocks,
        layout=found.layout,
        recognised_by=found.recognised_by,
        recognised_pages=found.recognised_pages,
    )


def _read_standard_input() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(say("not_large", count=f"{MAX_BYTES:,}"), path="standard input", hint=say("do_lighten"))
    if not data.strip():
        what = say("not_empty")
        raise DocumentError(what, path="standard input", hint=f"{say('do_form')}: dupgraph build - < plan.pdf")
    return data


def read_file(path: Path) -> bytes:
    """Return the bytes of a plan's file. Raises DocumentError when it is missing, no file, empty or too large."""
    if path.is_dir():
        raise DocumentError(say("not_file"), path=path, hint=say("do_name_file"))
    try:
        if path.exists() and not path.is_file():
            raise DocumentError(say("not_regular"), path=path, hint=say("do_form"))
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = say("not_too_large", size=f"{size:,}", limit=f"{MAX_BYTES:,}")
            raise DocumentError(what, path=path, hint=say("do_lighten"))
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(say("not_existing"), path=path, hint=say("do_check_name")) from None
    except OSError as error:
        raise DocumentError(say("not_reached", reason=word_reason(error)), path=path) from None
    if not data.strip():
        raise DocumentError(say("not_empty"), path=path, hint=say("do_form"))
    return data
