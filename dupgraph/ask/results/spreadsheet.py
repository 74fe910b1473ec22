"""Rows as a spreadsheet: a header that stays and filters, the words in their own column, nothing that runs.

A second sheet says what was asked. The date of writing is left out: the same answer is the same bytes.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import WORDS, name_column
from dupgraph.ask.results.terms import Value, convert_term
from dupgraph.base.errors import OutputError
from dupgraph.language.languages import load_texts, say

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
_ROWS_MEASURED = 1_000
# Every file has a date in it; this one says nothing.
_NO_DATE = datetime(2000, 1, 1)
_CUT_MARK = " […]"


def write_xlsx(result: Answer) -> bytes:
    """Return the rows as an Excel file. Raises OutputError for more rows or columns than a sheet holds."""
    from xlsxwriter import Workbook

    _check_size(result)
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": result.title, "created": _NO_DATE})
    has_long = _fill_rows(book, result)
    _fill_asked(book, result, has_long)
    book.close()
    return file.getvalue()


def _check_size(result: Answer) -> None:
    for count, most, what in (
        (len(result.rows) + 1, MOST_ROWS, "rows with the header"),
        (len(result.columns), MOST_COLUMNS, "columns"),
    ):
        if count > most:
            raise OutputError(f"{count:,} {what} do not fit into a sheet of {most:,}", hint="choose csv")


def _fill_rows(book: "Workbook", result: Answer) -> bool:
    """Write the rows into a first sheet; return whether a cell had to be cut."""
    sheet = book.add_worksheet(say("answers", "sheet_rows", result.language))
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
    for place, heading in enumerate(result.headings):
        values = [convert_term(row[place]) for row in result.rows[:_ROWS_MEASURED]]
        sheet.set_column(place, place, _measure_width(heading, values))
        sheet.write_string(0, place, heading, header)
    formats = [words if column in WORDS else plain for column in result.columns]
    has_long = False
    for line, row in enumerate(result.rows, start=1):
        for place, term in enumerate(row):
            has_long |= _write_value(sheet, line, place, convert_term(term), formats[place])
    last_row, last_column = len(result.rows), max(len(result.columns) - 1, 0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, last_column)
    # Codes (1.10) are texts that look like numbers; no green corner says otherwise.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return has_long


def _measure_width(heading: str, values: list[Value]) -> float:
    """Return the width of a column: wide enough for what is in it, up to where text wraps."""
    longest = max(
        (len(line) for value in values for line in str("" if value is None else value).split("\n")), default=0
    )
    # The filter's arrow stands beside the heading.
    return min(max(longest, len(heading) + 3) + 1, _WIDEST)


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


def _fill_asked(book: "Workbook", result: Answer, has_long: bool) -> None:
    """Write what was asked into a second sheet."""
    texts = load_texts("answers", result.language)
    sheet = book.add_worksheet(texts["sheet_asked"])
    label = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    code = book.add_format({"font_name": "Consolas", "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 110)
    lines: list[tuple[str, str, Any]] = [(name, value, plain) for name, value in _list_facts(result, has_long)]
    text = result.asked.text.splitlines() if result.asked else []
    lines += [(texts["sheet_text"] if first == 0 else "", line, code) for first, line in enumerate(text)]
    for row, (name, value, form) in enumerate(lines[:MOST_ROWS]):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, _cut_text(value), form)


def _list_facts(result: Answer, has_long: bool) -> Iterator[tuple[str, str]]:
    texts = load_texts("answers", result.language)
    if result.asked and result.asked.name:
        yield texts["sheet_asked"], result.title
        yield texts["sheet_query"], result.asked.name
        for name, value in result.asked.parameters:
            yield name_column(name, result.language), value
    if result.cut:
        yield texts["sheet_note"], result.cut
    if has_long:
        yield texts["sheet_note"], texts["sheet_long"].format(f"{MOST_LETTERS:,}")
