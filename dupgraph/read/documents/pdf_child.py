"""The child's side of ``pdf``: one PDF in, its pages' text out."""

from typing import Any

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # it ships no type information


def answer_request(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the pages of a PDF, or what is wrong with it; more ``characters`` than requested are wrong, too."""
    return read_text(data, request["characters"]), b""


def read_text(data: bytes, characters: int) -> dict[str, Any]:
    """Return the text of each page of the PDF whose bytes are ``data``, or what is wrong with it."""
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "broken"}
    pages: list[str] = []
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(page.get_textpage().get_text_range())
            page.close()
        except PdfiumError:
            return {"error": "page", "page": number + 1}
        characters -= len(pages[-1])
        if characters < 0:
            return {"error": "characters"}
    return {"pages": pages} if pages else {"error": "broken"}
