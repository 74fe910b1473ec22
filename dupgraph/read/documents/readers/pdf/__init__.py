"""PDF: the text that pdfium gives, with its words' places and type; tables by their rulings; two columns.

calls.py    pdfium's functions, called for many things at once
page.py     a page's text, its words and their places
rulings.py  the grids that a page's rulings make
tables.py   words set into grids, tables over a page's end
aligned.py  tables that no line is drawn around
columns.py  pages in two columns drawn line by line
"""

from typing import Any

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]  # it ships no type information

from dupgraph.base.errors import DocumentError
from dupgraph.base.messages import pack_message
from dupgraph.language.messages import say
from dupgraph.read.documents.readers.pdf.aligned import find_aligned
from dupgraph.read.documents.readers.pdf.columns import is_tried, shows_gaps, split_columns
from dupgraph.read.documents.readers.pdf.page import Box, Line, PageText, Sides, Word, enclose, place_words
from dupgraph.read.documents.readers.pdf.rulings import MAX_PATHS, Grid, count_paths, find_grids, has_pictures
from dupgraph.read.documents.readers.pdf.tables import Table, fill_grid, make_line, number_tables


def read_pdf(data: bytes, characters: int, *, places: bool = True) -> dict[str, Any]:
    """Return the pages of a PDF: of each its size in points, its lines in reading order, and what is to be said of it.

    With ``places`` each word's place on its page is told, too: it takes as long again as all the rest.

    Raises DocumentError for a PDF that is locked or broken, or has more than so many ``characters`` of text.
    """
    document = _open_document(data)
    pages: list[list[Line | Table]] = []
    sizes: list[tuple[float, float]] = []
    notes: list[Any] = []
    pictures: list[bool] = []
    read = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            sizes.append(page.get_size())
            items, note, count = _read_page(page, _find_open(pages), places=places)
            pictures.append(not count and has_pictures(page))
            page.close()
        except PdfiumError:
            raise DocumentError(say("not_pdf_page"), page=number, hint=say("do_again")) from None
        pages.append(items)
        notes += [pack_message(say(note, page=number))] if note else []
        read += count
        if read > characters:
            raise DocumentError(say("not_short", count=f"{characters:,}"), hint=say("do_split"))
    lines = number_tables(pages, [height for _, height in sizes])
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
            raise DocumentError(say("not_password"), hint=say("do_password")) from None
        raise DocumentError(say("not_pdf"), hint=say("do_again")) from None
    if not len(document):
        raise DocumentError(say("not_pdf"), hint=say("do_again"))
    return document


def _find_open(pages: list[list[Line | Table]]) -> Grid | None:
    """Return the last table of the last page, where no lines are drawn around it: it may go on on the next."""
    tables = [item for item in (pages[-1] if pages else ()) if isinstance(item, Table)]
    return tables[-1].grid if tables and tables[-1].grid.pitch else None


def _read_page(page: Any, above: Grid | None, *, places: bool) -> tuple[list[Line | Table], str, int]:
    """Return what stands on a page in reading order, the key of the message about it, and its number of characters.

    ``above`` is a table without lines that may go on here.
    """
    text = PageText(page)
    lines = list(text.list_lines())
    count = len(text.text.strip())
    drawn = count_paths(page)
    note = "mended_lines" if drawn > MAX_PATHS else ""
    grids = find_grids(page) if drawn <= MAX_PATHS else []
    runs = [text.list_runs(*line) for line in lines]
    spans = [text.list_spans(*line, whole=places or is_tried(number)) for number, line in enumerate(lines)]
    sides = text.list_sides(spans) if places else []
    apart = bool(grids) or shows_gaps(text, spans, runs, sides)
    words = [text.list_words(*line) if apart else [] for line in lines]
    tables, owners = _fill_grids(text, grids, words)
    if apart and not tables:
        aligned, doubtful = find_aligned(text, [word for line in words for word in line], above)
        # Rows of three columns and more are those of a table; what has two may be a page's.
        columns = None if any(grid.columns > 2 for grid in aligned) else split_columns(text, words)
        if columns is not None:
            note = "mended_columns"
            return list(columns), note, count
        tables, owners = _fill_grids(text, aligned, words)
        if tables:
            note = "mended_gaps"
        elif doubtful:
            note = "mended_table"
    made = _make_lines(text, lines, runs, spans, sides)
    return _order_items(text, made, words, tables, owners), note, count


def _fill_grids(text: PageText, grids: list[Grid], words: list[list[Word]]) -> tuple[list[Table], dict[Word, int]]:
    """Return the tables that the page's grids and words make, and the number of each word's table."""
    tables: list[Table] = []
    owners: dict[Word, int] = {}
    for grid in grids:
        free = [word for line in words for word in line if word not in owners]
        table, inside = fill_grid(text, grid, free)
        if table is not None:
            owners |= dict.fromkeys(inside, len(tables))
            tables.append(table)
    return tables, owners


def _make_lines(
    text: PageText,
    parts: list[tuple[int, int]],
    runs: list[list[Box]],
    spans: list[list[tuple[int, int]]],
    sides: list[Sides],
) -> list[Line]:
    """Return the lines that pdfium has, each between two places of its text; with ``sides`` its words have places."""
    lines = [Line(text.text[start:end]) for start, end in parts]
    drawn = [number for number, own in enumerate(runs) if own]
    types = text.find_types([text.trim(*parts[number]) for number in drawn])
    own = [sides[number] for number in drawn] if sides else text.list_sides([spans[number][:1] for number in drawn])
    for number, (size, bold), (lefts, rights) in zip(drawn, types, own, strict=True):
        room = rights[0] - lefts[0] if lefts else 0.0
        start = parts[number][0]
        words = place_words([place - start for place, _ in spans[number]], Sides(lefts, rights)) if sides else ()
        lines[number] = Line(lines[number].text, enclose(runs[number]), room, words, size, bold)
    return lines


def _order_items(
    text: PageText, lines: list[Line], words: list[list[Word]], tables: list[Table], owners: dict[Word, int]
) -> list[Line | Table]:
    """Return the page's lines in pdfium's order, each table where its first word stands."""
    if not tables:
        return list(lines)
    items: list[Line | Table] = []
    placed: set[int] = set()
    for line, inside in zip(lines, words, strict=True):
        own = [word for word in inside if word not in owners]
        if len(own) == len(inside):
            items.append(line)
        elif own:
            items.append(make_line(text, own))
        for number in sorted({owners[word] for word in inside if word in owners} - placed):
            placed.add(number)
            items.append(tables[number])
    return items
