"""Prints text to PDF for the tests: real files, made by a real PDF writer."""

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def print_pdf(
    path: Path,
    lines: Sequence[str],
    *,
    head: str = "",
    numbered: bool = False,
    page_lines: int = 40,
    locked: bool = False,
) -> Path:
    """Print ``lines`` as they are, ``page_lines`` a page, with a running head and page numbers where asked."""
    canvas = Canvas(str(path), encrypt=StandardEncryption("segreto") if locked else None)
    for number, first in enumerate(range(0, len(lines), page_lines), 1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 820, head)
        for place, line in enumerate(lines[first : first + page_lines]):
            canvas.drawString(60, 800 - 18 * place, line)
        if numbered:
            canvas.drawString(290, 30, str(number))
        canvas.showPage()
    canvas.save()
    return path


def set_lines(text: str, width: int) -> list[str]:
    """Return ``text`` set anew in lines of ``width`` characters, without its page numbers and bare URLs."""
    kept = "\n".join(
        line.rstrip() for line in text.split("\n") if not re.fullmatch(r"\s*(?:\d+|https?://\S+)\s*", line)
    )
    whole = re.sub(r"(?<=\w)-\n(?=\w)", "-", kept)
    # A heading that opens a page of the source has a blank before it and no empty line.
    paragraphs = re.split(r"\n\s*\n|\n (?=[A-Z])", whole)
    return [line for paragraph in paragraphs for line in textwrap.wrap(" ".join(paragraph.split()), width)]
