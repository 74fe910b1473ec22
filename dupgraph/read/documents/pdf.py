"""A PDF's pages as text, read in a child process: what is wrong with a file ends there, not here."""

from pathlib import Path

from dupgraph.base.children import ChildError, Limits, run_child
from dupgraph.base.errors import DocumentError

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120
MAX_CHARACTERS = 50_000_000

_BROKEN_HINT = "fetch or export it again"


def read_pages(path: Path, data: bytes) -> tuple[list[str], tuple[str, ...]]:
    """Return the raw text of each page of the PDF at ``path``, whose bytes are ``data``, and warnings.

    Raises DocumentError for a PDF that is truncated, broken or encrypted, has no text layer, or passes a limit.
    """
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(
            "is named .pdf but is no PDF", path=path, hint="give it its true suffix, or export it again"
        )
    if b"%%EOF" not in data[-2048:]:
        raise DocumentError("is cut off: a PDF ends with %%EOF and this one does not", path=path, hint=_BROKEN_HINT)
    answer = _ask_child(path, data)
    if "error" in answer:
        raise _explain_error(path, str(answer["error"]), answer.get("page"))
    pages = [str(page) for page in answer["pages"]]
    bare = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(bare) == len(pages):
        raise DocumentError(
            "has no text layer: its pages are images", path=path, hint="run it through OCR first (ocrmypdf, for one)"
        )
    if bare:
        some = ", ".join(map(str, bare[:8])) + (" ..." if bare[8:] else "")
        return pages, (f"{path.name}: {len(bare)} of {len(pages)} pages hold no text ({some})",)
    return pages, ()


def _ask_child(path: Path, data: bytes) -> dict[str, list[str]]:
    limits = Limits(MAX_SECONDS, processor=MAX_CPU_SECONDS, memory=MAX_MEMORY)
    request = {"characters": MAX_CHARACTERS}
    try:
        facts, _ = run_child("dupgraph.read.documents.pdf_child", request, limits, data=data, libraries=("pypdfium2",))
    except ChildError as error:
        raise _explain_end(path, error) from None
    answer: dict[str, list[str]] = facts
    return answer


def _explain_end(path: Path, error: ChildError) -> DocumentError:
    hint = "print it to a new PDF, or save its text"
    if error.cause == "time":
        return DocumentError(f"was given up after {MAX_SECONDS} seconds", path=path, hint=hint)
    what = (
        f"cannot be read within {MAX_MEMORY >> 20} MB of memory and {MAX_CPU_SECONDS} seconds: it is damaged, or"
        " unpacks to far more than its size"
    )
    return DocumentError(what, path=path, hint=hint)


def _explain_error(path: Path, error: str, page: object) -> DocumentError:
    if error == "password":
        return DocumentError("is encrypted", path=path, hint="save a copy without a password")
    if error == "characters":
        return DocumentError(
            f"holds more than {MAX_CHARACTERS:,} characters of text", path=path, hint="split it into parts"
        )
    if isinstance(page, int):
        return DocumentError("a page of this PDF is broken", path=path, page=page, hint=_BROKEN_HINT)
    return DocumentError("is a broken PDF", path=path, hint=_BROKEN_HINT)
