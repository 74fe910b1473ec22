"""PDF: the text that pdfium gives, with its words' places and type; tables by their rulings; two columns."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from operator import sub
from typing import Any, NamedTuple

from dupgraph.base.errors import DocumentError
from dupgraph.base.messages import pack_message
from dupgraph.language.messages import list_first, say
from dupgraph.read.documents.printed import (
    NO_PLACES,
    Box,
    Line,
    Sides,
    Word,
    enclose,
    move_words,
    pack_lines,
    place_words,
)
from dupgraph.read.documents.readers.pdf import library
from dupgraph.read.documents.readers.pdf.aligned import FEWEST_ROWS, find_aligned
from dupgraph.read.documents.readers.pdf.columns import TRIED, shows_gaps, split_columns
from dupgraph.read.documents.readers.pdf.continued import number_tables, share_walls
from dupgraph.read.documents.readers.pdf.footnotes import place_footnotes
from dupgraph.read.documents.readers.pdf.forms import draw_values, list_files
from dupgraph.read.documents.readers.pdf.margin import leave_margin
from dupgraph.read.documents.readers.pdf.notes import place_notes
from dupgraph.read.documents.readers.pdf.open_tables import complete_grids
from dupgraph.read.documents.readers.pdf.order import set_in_order
from dupgraph.read.documents.readers.pdf.page import PageText, Span, Spans
from dupgraph.read.documents.readers.pdf.ruled_rows import find_ruled_rows, list_stretches
from dupgraph.read.documents.readers.pdf.rulings import (
    MAX_PATHS,
    Grid,
    Ruling,
    find_grids,
    find_rulings,
    list_marks,
)
from dupgraph.read.documents.readers.pdf.seen import find_unseen, has_layers_off, may_be_picture
from dupgraph.read.documents.readers.pdf.spaced import is_close, may_be_spaced, part_words
from dupgraph.read.documents.readers.pdf.stamps import mark_stamps, mark_tabs
from dupgraph.read.documents.readers.pdf.tables import (
    Table,
    fill_grid,
    make_line,
    part_headings,
    split_lines,
)
from dupgraph.read.documents.readers.pdf.upright import Sheet, open_upright

# What stands for a list's mark that is drawn, and the most points between it and the words that it marks.
_BULLET = "• "
_FAR = 16.0
# Points: what stands further beyond a page's edge is not seen.
_BEYOND = 6.0
# Of a line's height, how far from its foot it is underlined; points by which that may go past its words; of its width,
# how much is drawn at least.
_BELOW = 0.35
_PAST = 2.0
_DRAWN = 0.6
# Characters and pages: a PDF with fewer that holds documents is their cover, and no scan to which some are added.
_COVER = 1_000
_COVER_PAGES = 3
_LAYER = "mended_layer"
# A capital and the small letter behind it.
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Ý][a-zà-ÿ]")
# Rulings across a row or two.
_MOST_STRIPES = 3


class _Page(NamedTuple):
    """What is read of a page: its size in points, its lines in reading order, the keys of what is to be said of it.

    ``lost`` is how many letters are not told, ``height`` how high it is as it is read.
    """

    size: tuple[float, float]
    items: list[Line | Table]
    notes: list[str]
    characters: int
    pictures: bool
    lost: int
    height: float


def read_pdf(data: bytes, characters: int, *, places: bool = True) -> dict[str, Any]:
    """Return the pages of a PDF: of each its size in points, its lines in reading order, and what is to be said of it.

    With ``places`` each word's place on its page is told, too.

    Raises DocumentError for a PDF that is locked or broken, or has more than so many ``characters`` of text.
    """
    document = _open_document(data)
    try:
        files = list_files(document)
        pages = _read_pages(document, characters, layers=has_layers_off(data), places=places)
    finally:
        library.close_document(document)
    if files and len(pages) < _COVER_PAGES and sum(page.characters for page in pages) < _COVER:
        raise DocumentError(say("not_portfolio", files=list_first(files)), hint=say("do_take_out"))
    layers = [number for number, page in enumerate(pages, 1) if _LAYER in page.notes]
    items, heights = [page.items for page in pages], [page.height for page in pages]
    mark_stamps(items)
    mark_tabs(items, [sum(page.size) - page.height for page in pages])
    items = list(map(place_footnotes, map(place_notes, items)))
    share_walls(items, heights)
    lines = number_tables(items, heights)
    return {
        "pages": [
            {"size": [round(side * 10) for side in page.size], "pictures": page.pictures, **pack_lines(own)}
            for page, own in zip(pages, lines, strict=True)
        ],
        "warnings": [
            *([pack_message(say("mended_files", files=list_first(files)))] if files else []),
            *([pack_message(say("mended_layer", count=len(layers), pages=list_first(layers)))] if layers else []),
            *(
                pack_message(say(note, page=number, count=page.lost))
                for number, page in enumerate(pages, 1)
                for note in page.notes
                if note != _LAYER
            ),
        ],
    }


def _open_document(data: bytes) -> int:
    document = library.open_document(data, len(data), None)
    if document is None and library.find_error() == library.PASSWORD_ERROR:
        raise DocumentError(say("not_password"), hint=say("do_password"))
    if document is None or library.count_pages(document) < 1:
        raise DocumentError(say("not_pdf"), hint=say("do_again"))
    return int(document)


def _read_pages(document: int, characters: int, *, layers: bool, places: bool) -> list[_Page]:
    pages: list[_Page] = []
    read = 0
    for number in range(library.count_pages(document)):
        page = library.open_page(document, number)
        if page:
            draw_values(document, page)
        sheet = open_upright(page) if page else None
        if not sheet or not sheet.text:
            raise DocumentError(say("not_pdf_page"), page=number + 1, hint=say("do_again"))
        above = _find_open(pages[-1].items) if pages else None
        unseen = find_unseen(sheet, layers=layers)
        pages.append(_read_page(sheet, PageText(sheet.text), above, unseen, places=places and not sheet.sideways))
        library.close_text(sheet.text)
        library.close_page(page)
        read += pages[-1].characters
        if read > characters:
            raise DocumentError(say("not_short", count=f"{characters:,}"), hint=say("do_split"))
    return pages


def _find_open(items: list[Line | Table]) -> Grid | None:
    """Return the last table of a page, where no lines are drawn around it: it may go on on the next."""
    tables = [item for item in items if isinstance(item, Table)]
    return tables[-1].grid if tables and tables[-1].grid.pitch else None


def _read_page(sheet: Sheet, text: PageText, above: Grid | None, unseen: str, *, places: bool) -> _Page:
    """Return what stands on a page; ``above`` is a table without lines that may go on here.

    ``unseen`` is the key of what is to be said of words that nobody sees.
    """
    objects = sheet.objects
    crowded = sum(map(len, objects.values())) > MAX_PATHS
    paths = () if crowded else objects.get(library.PATH, ())
    across, down = find_rulings(paths)
    items, note = _list_items(text, find_grids(across, down), across, above, places=places)
    marks = list_marks(paths)
    items = set_in_order([_mark_item(item, marks) for item in items] if marks else items)
    items = [_underline(item, across) if isinstance(item, Line) else item for item in items] if across else items
    characters = len(text.text.strip())
    lost = text.count_lost()
    edge = "mended_edge" if _runs_out(items, sheet.edges) else ""
    first = "mended_letters" if lost else note or ("mended_lines" if crowded else edge)
    notes = [note for note in (first, unseen) if note]
    pictures = may_be_picture(sheet, text.text)
    return _Page(sheet.size, items, notes, characters, pictures, lost, sheet.height)


def _runs_out(items: Sequence[Line | Table], edges: Box) -> bool:
    """Say whether some words stand beyond the edges of a page, where nobody sees them."""
    rows = (row for item in items if isinstance(item, Table) for row in item.rows)
    boxes = [item.box for item in items if item.box and not isinstance(item, Table)]
    boxes += [line.box for row in rows for line in row if line.box]
    if not boxes:
        return False
    left, right, bottom, top = enclose(boxes)
    across = left < edges.left - _BEYOND or right > edges.right + _BEYOND
    return across or bottom < edges.bottom - _BEYOND or top > edges.top + _BEYOND


def _mark_item(item: Line | Table, marks: Sequence[Box]) -> Line | Table:
    """Return a line, or the lines of a table, with the marks of a list that are drawn before them."""
    if isinstance(item, Table):
        return item._replace(rows=tuple(tuple(_mark_line(line, marks) for line in row) for row in item.rows))
    return _mark_line(item, marks)


def _mark_line(line: Line, marks: Sequence[Box]) -> Line:
    box = line.box
    if box is None or not any(
        0 < box.left - mark.right <= _FAR and box.bottom < mark.middle < box.top for mark in marks
    ):
        return line
    return line._replace(text=_BULLET + line.text, places=move_words(line.places, len(_BULLET)))


def _underline(line: Line, across: Sequence[Ruling]) -> Line:
    """Return a line as underlined where rulings run below its words, and no further; browsers leave out the tails."""
    box = line.box
    if box is None:
        return line
    reach = _BELOW * (box.top - box.bottom)
    first = bisect_left(across, box.bottom - reach, key=lambda ruling: ruling.at)
    last = bisect_right(across, box.bottom + reach, key=lambda ruling: ruling.at)
    below = [
        ruling for ruling in across[first:last] if box.left - _PAST <= ruling.start and ruling.end <= box.right + _PAST
    ]
    drawn = sum(ruling.end - ruling.start for ruling in below)
    return line._replace(underlined=True) if drawn > _DRAWN * (box.right - box.left) else line


def _list_items(
    text: PageText, grids: list[Grid], across: Sequence[Ruling], above: Grid | None, *, places: bool
) -> tuple[list[Line | Table], str]:
    """Return what stands on a page in reading order, and the key of the message about it."""
    lines = text.lines if grids else leave_margin(text, text.lines)
    runs = text.list_runs(lines)
    spans = text.find_spans(lines, 1 if places else TRIED)
    sides = text.find_sides(spans)
    placed = place_words(_list_offsets(lines, spans), sides) if places else NO_PLACES
    made = _make_lines(text, lines, runs, spans, sides, placed=placed)
    close = is_close(text.text)
    made = [
        part_words(text, line, place, close=close, places=places) if close or may_be_spaced(line) else line
        for line, place in zip(made, lines, strict=True)
    ]
    stretches = list_stretches(across)
    if not grids and not stretches and not shows_gaps(runs, spans, sides, made, goes_on=above is not None):
        return list(made), ""
    words = text.list_words(spans if places else text.find_spans(lines))
    levels = split_lines(list(chain.from_iterable(words))) if grids or stretches else []
    grids = complete_grids(grids, across, levels)
    ruled = find_ruled_rows(stretches, levels, grids)
    grids = _replace_stripes(text, [*grids, *ruled], words, ruled)
    tables, owners = _fill_grids(text, grids, words)
    doubtful = False
    if tables:
        # Beside a table with lines there may be one without.
        free = [word for line in words for word in line if word not in owners]
        aligned, _ = find_aligned(text, free, above)
        others = [grid for grid in aligned if grid.sure and grid.columns > 2]
        added, inside = _fill_grids(text, others, [free])
        owners |= {word: number + len(tables) for word, number in inside.items()}
        tables += added
    else:
        aligned, doubtful = find_aligned(text, [word for line in words for word in line], above)
        # Rows of three columns and more are those of a table; what has two may be a page's.
        columns = None if any(grid.columns > 2 for grid in aligned) else split_columns(text, words)
        if columns is not None:
            return list(columns), "mended_columns"
        tables, owners = _fill_grids(text, aligned, words)
    note = "mended_table" if doubtful and not tables else ""
    note = note if all(table.grid.sure for table in tables) else "mended_gaps"
    return _order_items(text, made, words, tables, owners), note


def _list_offsets(lines: Sequence[Span], spans: Spans) -> Iterator[int]:
    """Return how far from the start of its line each word is."""
    counts = (end - first for first, end in spans.list_lines())
    starts = (start for start, _ in lines)
    return map(sub, spans.starts, chain.from_iterable(map(repeat, starts, counts)))


def _replace_stripes(text: PageText, grids: list[Grid], words: list[list[Word]], ruled: Sequence[Grid]) -> list[Grid]:
    """Return the grids with a table by its gaps instead of the shaded rows that are all that is drawn of it.

    The sides of these may look like lines between rows: then they are among those that are ``ruled``.
    """
    stripes = [grid for grid in grids if grid.columns > 2 and (len(grid.ys) <= _MOST_STRIPES or grid in ruled)]
    if not stripes:
        return grids
    # What is shaded shows the columns: one row with another is sure.
    aligned, _ = find_aligned(text, [word for line in words for word in line], fewest=FEWEST_ROWS - 1)
    wider = [table for table in aligned if any(_is_stripe(grid, table) for grid in stripes)]
    kept = [grid for grid in grids if not any(_is_stripe(grid, table) for table in wider)]
    return sorted((*kept, *wider), key=lambda grid: (-grid.ys[0], grid.xs[0]))


def _is_stripe(grid: Grid, table: Grid) -> bool:
    """Say whether a grid is drawn around some rows of a table, in the same columns."""
    middle = (grid.ys[0] + grid.ys[-1]) / 2
    same = grid.columns == table.columns and len(grid.ys) < len(table.ys)
    return same and table.ys[-1] < middle < table.ys[0]


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
    text: PageText, parts: list[Span], runs: list[list[Box]], spans: Spans, sides: Sides, *, placed: "array[int]"
) -> list[Line]:
    """Return the lines that pdfium has, each between two places of its text; ``placed`` are the places of all words."""
    lines = []
    rows = zip(parts, runs, spans.list_lines(), sides.heights, strict=True)
    for (start, end), drawn, (word, next_word), height in rows:
        own, places = text.text[start:end], placed[3 * word : 3 * next_word]
        if not drawn:
            lines.append(Line(own, places=places))
            continue
        last = None if len(drawn) == 1 else text.find_last(start, end)
        empty = word == next_word
        size, bold, italic = text.find_type(start if empty else spans.starts[word], last, height)
        room = 0.0 if empty else sides.rights[word] - sides.lefts[word]
        line = Line(own, drawn[0] if last is None else enclose(drawn), room, places, size, bold)
        lines.append(line._replace(italic=True) if italic else line)
    small = False
    for number in range(1, len(lines)):
        above, line = lines[number - 1], lines[number]
        small = (line.size or 0.0) < (above.size or 0.0) and _go_on_small(text, parts[number - 1], above, line, small)
        if small:
            lines[number] = line._replace(size=above.size)
    return lines


def _go_on_small(text: PageText, place: Span, above: Line, line: Line, small: bool) -> bool:
    """Say whether a line goes on in the small capitals of that above (at ``place``), which opens with a larger one.

    So do all capitals, or a further word: the first one may be larger for what it says. ``small`` says that the line
    above goes on so itself.
    """
    letters = [number for number in range(*place) if text.text[number].isalpha()]
    # Signs are as high as capitals.
    if not letters or text.find_type(letters[-1], None)[:2] != (line.size, line.bold):
        return False
    words = list(_CAPITAL.finditer(text.text, *place))[1:]
    opens = any(
        text.find_type(word.start(), None)[0] == above.size and text.find_type(word.end() - 1, None)[0] == line.size
        for word in words
    )
    return small or opens or (line.text.isupper() and above.text.isupper())


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
            items += part_headings(tables[number])
    return items
