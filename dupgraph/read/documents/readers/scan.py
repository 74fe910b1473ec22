"""Pictures of pages, read by tesseract where it is installed: pictures themselves, and pages of a PDF that are such.

What is drawn goes to tesseract through a pipe, and its table of words comes back; nothing is written to the disk.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from csv import QUOTE_NONE, DictReader
from io import StringIO
from itertools import groupby
from typing import Any

from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]  # it ships no type information

from dupgraph.base.errors import DocumentError
from dupgraph.base.messages import pack_message
from dupgraph.language.messages import say
from dupgraph.read.documents.printed import HYPHENS, Line, Word, pack_lines

LANGUAGE = "ita"
# Dots an inch: what most scans have, and enough for type of 9 points.
RESOLUTION = 200
PAGE_SECONDS = 120
# Of the height of a line: two lines with more between them are of two paragraphs.
_WIDE = 0.7


def read_image(data: bytes, tesseract: str) -> dict[str, Any]:
    """Return the pages of a picture (PNG, JPEG, TIFF), as ``read_pdf`` returns those of a PDF.

    Raises DocumentError when the program at ``tesseract`` lacks Italian, fails or is killed, or finds no word.
    """
    _check_language(tesseract)
    pages = _read_pages(_run_tesseract(tesseract, data, None), RESOLUTION)
    if not any(page["text"] for page in pages):
        raise DocumentError(say("not_words"), hint=say("do_upright"))
    said = pack_message(say("mended_picture"))
    return {"pages": pages, "warnings": [said], "program": _find_program(tesseract)}


def read_scans(data: bytes, tesseract: str, pages: Sequence[int]) -> dict[str, Any]:
    """Return those ``pages`` of a PDF (from 1) that are pictures, in the order in which they are asked for.

    Raises DocumentError as ``read_image`` does; pages that show no word have no lines.
    """
    _check_language(tesseract)
    document = PdfDocument(data)
    found = []
    for number in pages:
        output = _run_tesseract(tesseract, _draw_page(document[number - 1]), number)
        found.append(next(iter(_read_pages(output, RESOLUTION)), {"size": [0, 0], **pack_lines(())}))
    return {"pages": found, "warnings": [], "program": _find_program(tesseract)}


def _draw_page(page: PdfPage) -> bytes:
    """Return a page as a grey picture (PGM)."""
    bitmap = page.render(scale=RESOLUTION / 72, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(bitmap.buffer)
    rows = data if stride == width else b"".join(data[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + rows


def _check_language(tesseract: str) -> None:
    done = _start(tesseract, ["--list-langs"], b"", None)
    if LANGUAGE not in (done.stdout + done.stderr).decode(errors="replace").split():
        raise DocumentError(say("not_scan_italian"), hint=say("do_layer"))


def _find_program(tesseract: str) -> str:
    """Return the program's name and version, as it says them itself."""
    done = _start(tesseract, ["--version"], b"", None)
    words = (done.stdout + done.stderr).decode(errors="replace").split("\n", 1)[0].split()
    return " ".join(word for word in words[:2] if word.isprintable()) or "tesseract"


def _run_tesseract(tesseract: str, picture: bytes, page: int | None) -> str:
    options = ["stdin", "stdout", "-l", LANGUAGE, "--dpi", str(RESOLUTION), "tsv"]
    done = _start(tesseract, options, picture, page)
    if done.returncode == 0:
        return done.stdout.decode(errors="replace")
    if done.returncode < 0:
        what = f"could not be read: tesseract was killed (signal {-done.returncode})"
    else:
        what = say("not_tesseract")
    raise DocumentError(what, page=page, hint=say("do_try"))


def _start(tesseract: str, options: list[str], data: bytes, page: int | None) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        # S603: no shell, and nothing in the command but the program that was found and our own options.
        return subprocess.run(  # noqa: S603
            [tesseract, *options], input=data, capture_output=True, check=False, timeout=PAGE_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        what = say("not_scan_quick", seconds=PAGE_SECONDS)
    except OSError:
        what = say("not_scan_start")
    raise DocumentError(what, page=page, hint=say("do_scan_anew"))


def _read_pages(output: str, resolution: int) -> list[dict[str, Any]]:
    """Return the pages of tesseract's table of words, lengths in tenths of a point."""
    scale = 72 / resolution
    rows = DictReader(StringIO(output), delimiter="\t", quoting=QUOTE_NONE)
    pages = []
    for _, found in groupby(rows, key=lambda row: row["page_num"]):
        page, *words = found
        width, height = int(page["width"]) * scale, int(page["height"]) * scale
        lines = pack_lines(list(_list_lines(words, height, scale)))
        pages.append({"size": [round(width * 10), round(height * 10)], **lines})
    return pages


def _list_lines(rows: Sequence[Mapping[str, str]], height: float, scale: float) -> Iterator[Line]:
    """Yield the lines of one page; one that is set further below the last than lines are stands apart."""
    words = [row for row in rows if row["level"] == "5" and row["text"].strip()]
    last: tuple[str, str] | None = None
    bottom = 0.0
    for key, found in groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        line = _make_line(list(found), height, scale)
        _, _, foot, top = line.box or (0.0, 0.0, 0.0, 0.0)
        far = bottom - top > _WIDE * (top - foot)
        yield line._replace(apart=last is not None and key[:2] != last and far)
        last, bottom = key[:2], foot


def _make_line(rows: Sequence[Mapping[str, str]], height: float, scale: float) -> Line:
    placed: list[Word] = []
    text = ""
    for row in rows:
        text += " " if text else ""
        left, top = int(row["left"]) * scale, height - int(row["top"]) * scale
        right, bottom = left + int(row["width"]) * scale, top - int(row["height"]) * scale
        placed.append(Word(len(text), len(text) + len(row["text"]), left, right, bottom, top))
        text += row["text"]
    # A hyphen at a line's end is marked as pdfium marks it: the other words say whether it is the word's own.
    cut = len(text) > 2 and text[-1] in "-\u00ad" and text[-2].isalpha()
    return Line.of_words(text[:-1] + HYPHENS[0] if cut else text, placed)
