"""Rows as a spreadsheet: a header that stays and filters, the words in their own column, nothing that runs.

A second sheet says what was asked, and what every row has in common; the SPARQL there is not printed. The date of
writing is left out: the same answer is the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import WORDS, name_parameter
from dupgraph.ask.results.documents.outline import find_needless, is_sheet
from dupgraph.ask.results.marks import MARKED, split_marks
from dupgraph.ask.results.terms import Value, convert_term, is_number, write_cell
from dupgraph.base.errors import OutputError
from dupgraph.language.languages import get_text, load_texts
from dupgraph.language.messages import translate, write_count

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# What one sheet holds, by the format's own rules; letters as UTF-16 counts them.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
# A larger whole number loses its last digits in a cell; infinity, and what is no number, are not below it either.
_MOST_EXACT = 10**15
_WIDEST = 60
# So many letters side by side can be read on a printed sheet; columns that wrap give way to that, within bounds.
_SHEET_WIDTH, _LEAST_WIDE = 200, 25
_LONGEST_NAME = 31
_ROWS_MEASURED = 1_000
_LINE_HEIGHT = 15.0
_HIGHEST = 409.0
# One row has nothing in common with others; a sentence with words in bold has two parts at least.
_FEWEST = 2
# Away from the text of the next column.
_NUMBER = {"align": "right", "indent": 1}
_LOOKED_FOR = WORDS | MARKED | {"code", "title", "citation", "subject", "predicate", "object"}
# Every file has a date in it; this one says nothing.
_NO_DATE = datetime(2000, 1, 1)
_CUT_MARK = " […]"


def write_xlsx(result: Answer, *others: Answer) -> bytes:
    """Return the rows as an Excel file, those of ``others`` in sheets of their titles.

    Raises OutputError for more rows or columns than a sheet holds.
    """
    from xlsxwriter import Workbook

    result = result.word_links()
    for each in (result, *others):
        _check_size(each)
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": result.title, "created": _NO_DATE})
    shown, same = list_shown(result)
    has_long = _fill_rows(book, result, shown)
    for other in others:
        has_long |= _fill_rows(book, other, list(range(len(other.columns))), _name_sheet(other.title))
    _fill_asked(book, result, same, has_long)
    book.close()
    return file.getvalue()


def _check_size(result: Answer) -> None:
    for count, most, what in (
        (len(result.rows) + 1, MOST_ROWS, "rows with the header"),
        (len(result.columns), MOST_COLUMNS, "columns"),
    ):
        if count > most:
            raise OutputError(f"{count:,} {what} do not fit into a sheet of {most:,}", hint="choose csv")


def list_shown(result: Answer) -> tuple[list[int], list[int]]:
    """Return the places of the columns of the first sheet, and of those that say the same in every row.

    An empty column is in neither, nor are the offsets of what fields say; what a person looks for (codes, titles,
    words) is always in the first.
    """
    needless = find_needless(result.columns) if is_sheet(result.columns) else frozenset()
    places = [place for place, column in enumerate(result.columns) if column not in needless]
    if len(result.rows) < _FEWEST:
        return places, []
    shown, same = [], []
    for place, column in ((place, result.columns[place]) for place in places):
        first = result.rows[0][place]
        if column in _LOOKED_FOR or any(row[place] != first for row in result.rows):
            shown.append(place)
        elif first is not None:
            same.append(place)
    return shown or places, same if shown else []


def _name_sheet(title: str) -> str:
    """Return a title as Excel lets a sheet be called."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_NAME].strip("' ")


def _fill_rows(book: "Workbook", result: Answer, shown: Sequence[int], name: str = "") -> bool:
    """Write the rows into a sheet, the answer's own unless it is given a name; return whether a cell had to be cut."""
    sheet = book.add_worksheet(name or get_text("answers", "sheet_rows", result.language))
    header = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
    over_text, over_numbers = book.add_format(header), book.add_format({**header, **_NUMBER})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
    number = book.add_format({"valign": "top", **_NUMBER})
    columns, headings = ([every[place] for place in shown] for every in (result.columns, result.headings))
    rows = [[convert_term(row[place]) for place in shown] for row in result.rows]
    measured = rows[:_ROWS_MEASURED]
    widths = _narrow(
        [_measure_width(heading, [values[place] for values in measured]) for place, heading in enumerate(headings)]
    )
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, widths[place])
        counts = any(is_number(row[shown[place]]) for row in result.rows[:1])
        sheet.write_string(0, place, heading, over_numbers if counts else over_text)
    has_long = False
    for line, values in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            is_marked = column in MARKED and isinstance(value, str)
            if is_marked and _write_marked(sheet, (line, place), str(value), (plain, words)):
                continue
            is_count = isinstance(value, int | float) and not isinstance(value, bool)
            form = words if column in WORDS else number if is_count else plain
            has_long |= _write_value(sheet, line, place, value, form)
        # Excel fits a row to its text when it opens the file, other programs do not.
        sheet.set_row(line, _measure_height(values, widths))
    _lay_out(sheet, len(result.rows), max(len(shown) - 1, 0))
    return has_long


def _lay_out(sheet: "Worksheet", last_row: int, last_column: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, last_column)
    # Codes (1.10) are texts that look like numbers; no green corner says otherwise.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    _fit_page(sheet)
    sheet.repeat_rows(0)


def _fit_page(sheet: "Worksheet") -> None:
    """Print a sheet on A4 on its side, as wide as one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P / &N")


def _write_marked(sheet: "Worksheet", cell: tuple[int, int], text: str, forms: Sequence["CellFormat"]) -> bool:
    """Write a sentence with its words in the second form; False when it has none, or does not fit."""
    plain, words = forms
    parts = list(split_marks(text))
    if len(parts) < _FEWEST or len(text) * 2 > MOST_LETTERS:
        return False
    pieces = [piece for part, bold in parts for piece in ((words, part) if bold else (part,))]
    written: int = sheet.write_rich_string(*cell, *pieces, plain)
    return written == 0


def _measure_height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Return the height of a row in which every cell's text is seen, in points, as far as a row may go."""
    lines = max((_count_lines(value, width) for value, width in zip(values, widths, strict=True)), default=1)
    return min(_LINE_HEIGHT * lines, _HIGHEST)


def _count_lines(value: Value, width: float) -> int:
    if not isinstance(value, str):
        return 1 if value is None else ceil(len(str(value)) / width)
    if len(value) <= width and "\n" not in value:
        return 1
    return sum(max(ceil(len(line) / width), 1) for line in value.split("\n"))


def _measure_width(heading: str, values: list[Value]) -> float:
    """Return the width of a column: wide enough for what is in it, up to where text wraps."""
    longest = max(
        (len(line) for value in values for line in str("" if value is None else value).split("\n")), default=0
    )
    # The filter's arrow stands beside the heading.
    return min(max(longest, len(heading) + 3) + 1, _WIDEST)


def _narrow(widths: list[float]) -> list[float]:
    """Return the widths of a sheet's columns, those of long texts narrower where many stand side by side."""
    wide = [width for width in widths if width > _LEAST_WIDE]
    room = _SHEET_WIDTH - (sum(widths) - sum(wide))
    most = max(room / len(wide), _LEAST_WIDE) if sum(wide) > room else _WIDEST
    return [min(width, most) if width > _LEAST_WIDE else width for width in widths]


def _write_value(sheet: "Worksheet", line: int, place: int, value: Value, form: "CellFormat") -> bool:
    """Write one cell; a text is never read as a formula or a link. Return whether it had to be cut."""
    if value is None:
        return False
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value, form)
    elif isinstance(value, int | float) and abs(value) < _MOST_EXACT:
        sheet.write_number(line, place, value, form)
    else:
        text = str(value)
        whole = _cut_text(text)
        sheet.write_string(line, place, whole, form)
        return whole != text
    return False


def _cut_text(text: str) -> str:
    """Return what fits into a cell, with a mark where the rest is missing."""
    if len(text) * 2 <= MOST_LETTERS or len(data := text.encode("utf-16-le", "replace")) <= MOST_LETTERS * 2:
        return text
    return data[: (MOST_LETTERS - len(_CUT_MARK)) * 2].decode("utf-16-le", "ignore") + _CUT_MARK


def _fill_asked(book: "Workbook", result: Answer, same: Sequence[int], has_long: bool) -> None:
    texts = load_texts("answers", result.language)
    sheet = book.add_worksheet(texts["sheet_asked"])
    label = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    code = book.add_format({"font_name": "Consolas", "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 110)
    lines: list[tuple[str, str, Any]] = [
        (name, value, plain) for name, value in dict.fromkeys(_list_facts(result, same, has_long))
    ]
    sheet.print_area(0, 0, max(len(lines) - 1, 0), 1)
    _fit_page(sheet)
    text = result.asked.text.splitlines() if result.asked else []
    lines += [(texts["sheet_text"] if first == 0 else "", line, code) for first, line in enumerate(text)]
    for row, (name, value, form) in enumerate(lines[:MOST_ROWS]):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, _cut_text(value), form)


def _list_facts(result: Answer, same: Sequence[int], has_long: bool) -> Iterator[tuple[str, str]]:
    texts = load_texts("answers", result.language)
    if result.asked and result.asked.name:
        yield texts["sheet_asked"], result.asked.question or result.title
        yield texts["sheet_query"], result.asked.name
    for name, value in result.asked.parameters if result.asked else ():
        yield name_parameter(name, result.language), value
    for place in same:
        yield result.headings[place], write_cell(result.rows[0][place])
    for source in result.asked.sources if result.asked else ():
        yield texts["source"], source
    if result.cut:
        yield texts["sheet_note"], translate(result.cut, result.language)
    if has_long:
        yield texts["sheet_note"], texts["sheet_long"].format(write_count(MOST_LETTERS, result.language))
