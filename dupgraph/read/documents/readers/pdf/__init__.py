"""PDF: the text that pdfium gives, with its words' places and type; tables by their rulings; two columns.

page.py     a page's text, its words and their places
rulings.py  the grids that a page's rulings make
tables.py   words set into grids, tables over a page's end
columns.py  pages in two columns drawn line by line
"""

from typing import Any

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # it ships no type information

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.readers.pdf.columns import split_columns
from dupgraph.read.documents.readers.pdf.page import Line, PageText
from dupgraph.read.documents.readers.pdf.rulings import MAX_PATHS, count_paths, find_grids, has_pictures
from dupgraph.read.documents.readers.pdf.tables import Table, fill_grid, make_line, number_tables

_BROKEN_HINT = "fetch or export it again"


def read_pdf(data: bytes, characters: int) -> dict[str, Any]:
    """Return the pages of a PDF: of each its size in points, its lines in reading order, and what is to be said of it.

    Raises DocumentError for a PDF that is locked or broken, or has more than so many ``characters`` of text.
    """
    document = _open_document(data)
    pages: list[list[Line | Table]] = []
    sizes: list[tuple[float, float]] = []
    notes: list[str] = []
    pictures: list[bool] = []
    read = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            sizes.append(page.get_size())
            items, note, count = _read_page(page)
            pictures.append(not count and has_pictures(page))
            page.close()
        except PdfiumError:
            raise DocumentError("a page of this PDF is broken", page=number, hint=_BROKEN_HINT) from None
        pages.append(items)
        notes += [f"page {number} {note}"] if note else []
        read += count
        if read > characters:
            raise DocumentError(f"holds more than {characters:,} characters of text", hint="split it into parts")
    lines = number_tables(pages)
    return {
        "pages": [
            {"size": [round(side * 10) for side in size], "lines": [line.pack() for line in page], "pictures": scanned}
            for size, page, scanned in zip(sizes, lines, pictures, strict=True)
        ],
        "warnings": notes,
    }


def _open_document(data: bytes) -> PdfDocument:
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("is encrypted", hint="save a copy without a password") from None
        raise DocumentError("is a broken PDF", hint=_BROKEN_HINT) from None
    if not len(document):
        raise DocumentError("is a broken PDF", hint=_BROKEN_HINT)
    return document


def _read_page(page: Any) -> tuple[list[Line | Table], str, int]:
    """Return what stands on a page in reading order, what is to be said of it, and its number of characters."""
    text = PageText(page)
    lines = list(text.list_lines())
    words = [text.list_words(*line) for line in lines]
    drawn = count_paths(page)
    note = "is drawn with more lines than a table has: tables on it are read as text" if drawn > MAX_PATHS else ""
    tables: list[Table] = []
    owners: dict[Any, int] = {}
    for grid in find_grids(page) if drawn <= MAX_PATHS else ():
        free = [word for line in words for word in line if word not in owners]
        table, inside = fill_grid(text, grid, free)
        if table is not None:
            owners |= dict.fromkeys(inside, len(tables))
            tables.append(table)
    if not tables:
        columns = split_columns(text, words)
        if columns is not None:
            note = "is in two columns, drawn line by line: it was read column by column"
            return list(columns), note, len(text.text.strip())
    return _order_items(text, lines, words, tables, owners), note, len(text.text.strip())


def _order_items(
    text: PageText,
    lines: list[tuple[int, int]],
    words: list[list[Any]],
    tables: list[Table],
    owners: dict[Any, int],
) -> list[Line | Table]:
    """Return the page's lines in pdfium's order, each table where its first word stands."""
    items: list[Line | Table] = []
    placed: set[int] = set()
    for (start, end), inside in zip(lines, words, strict=True):
        own = [word for word in inside if word not in owners] if owners else inside
        if len(own) == len(inside):
            size, bold = text.find_type(own)
            items.append(Line(text.text[start:end], tuple(own), size, bold, origin=start))
        elif own:
            items.append(make_line(text, own))
        for number in sorted({owners[word] for word in inside if word in owners} - placed) if owners else ():
            placed.add(number)
            items.append(tables[number])
    return items
