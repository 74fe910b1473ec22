"""A PDF's pages as text, read in a child process: what is wrong with a file ends there, not here."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from dupgraph.base.errors import DocumentError

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 60
MAX_SECONDS = 120
MAX_CHARACTERS = 50_000_000

# -I shuts out the working folder and the environment, and with them a library installed for the user alone.
_BOOT = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_path(sys.argv.pop(1), run_name='__main__')"
_CHILD = Path(__file__).with_name("pdf_child.py")
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
    answer = _run_child(path)
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


def _run_child(path: Path) -> dict[str, list[str]]:
    limits = (MAX_MEMORY, MAX_CPU_SECONDS, MAX_CHARACTERS)
    library = find_spec("pypdfium2")
    site = Path(library.origin).parents[1] if library and library.origin else Path()
    command = [sys.executable, "-I", "-c", _BOOT, str(site), str(_CHILD), str(path.resolve()), *map(str, limits)]
    try:
        # S603: no shell, and nothing in the command but our own interpreter, our file, a path and numbers.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=MAX_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise DocumentError(
            f"was given up after {MAX_SECONDS} seconds", path=path, hint="print it to a new PDF, or save its text"
        ) from None
    if done.returncode != 0:
        raise DocumentError(
            f"cannot be read within {MAX_MEMORY >> 20} MB of memory and {MAX_CPU_SECONDS} seconds: it is damaged, or"
            " unpacks to far more than its size",
            path=path,
            hint="print it to a new PDF, or save its text",
        )
    answer: dict[str, list[str]] = json.loads(done.stdout)
    return answer


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
