"""Rows as a spreadsheet: a header that stays and filters, the words in their own column, nothing that runs.

A second sheet says what was asked, and what every row has in common; the SPARQL there is not printed. The date of
writing is left out: the same answer is the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from math import ceil

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import WORDS, name_parameter
from dupgraph.ask.results.marks import MARKED, split_marks
from dupgraph.ask.results.terms import Value, convert_term, is_number, write_cell
from dupgraph.ask.results.workbook import (
    LINE_HEIGHT,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    Cell,
    Sheet,
    Style,
    write_workbook,
)
from dupgraph.base.errors import OutputError
from dupgraph.language.languages import get_text, load_texts
from dupgraph.language.messages import write_count

# A larger whole number loses its last digits in a cell; infinity, and what is no number, are not below it either.
_MOST_EXACT = 10**15
_WIDEST = 60
# So many letters side by side can be read on a printed sheet; columns that wrap give way to that, within bounds.
_SHEET_WIDTH, _LEAST_WIDE = 200, 25
_LONGEST_NAME = 31
_ROWS_MEASURED = 1_000
_HIGHEST = 408.75
# One row has nothing in common with others; a sentence with words in bold has two parts at least.
_FEWEST = 2
_LOOKED_FOR = WORDS | MARKED | {"code", "title", "citation", "subject", "predicate", "object"}
_CUT_MARK = " […]"
# Of the sheet that says what was asked.
_ASKED_WIDTHS = (20, 110)


def write_xlsx(result: Answer, *others: Answer) -> bytes:
    """Return the rows as an Excel file, those of ``others`` in sheets of their titles.

    Raises OutputError for more rows or columns than a sheet holds.
    """
    result = result.word_links()
    for each in (result, *others):
        _check_size(each)
    shown, same = list_shown(result)
    sheets = [_lay_rows(result, shown, get_text("answers", "sheet_rows", result.language))]
    sheets += [_lay_rows(other, list(range(len(other.columns))), _name_sheet(other.title)) for other in others]
    has_long = any(_is_cut(cell.value) for sheet in sheets for _, cells in sheet.rows for cell in cells)
    return write_workbook(result.title, [*sheets, _lay_asked(result, same, has_long)])


def _check_size(result: Answer) -> None:
    for count, most, what in (
        (len(result.rows) + 1, MOST_ROWS, "rows with the header"),
        (len(result.columns), MOST_COLUMNS, "columns"),
    ):
        if count > most:
            raise OutputError(f"{count:,} {what} do not fit into a sheet of {most:,}", hint="choose csv")


def list_shown(result: Answer) -> tuple[list[int], list[int]]:
    """Return the places of the columns of the first sheet, and of those that say the same in every row.

    An empty column is in neither; what a person looks for (codes, titles, words) is always in the first.
    """
    if len(result.rows) < _FEWEST:
        return list(range(len(result.columns))), []
    shown, same = [], []
    for place, column in enumerate(result.columns):
        first = result.rows[0][place]
        if column in _LOOKED_FOR or any(row[place] != first for row in result.rows):
            shown.append(place)
        elif first is not None:
            same.append(place)
    return shown or list(range(len(result.columns))), same if shown else []


def _name_sheet(title: str) -> str:
    """Return a title as Excel lets a sheet be called."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_NAME].strip("' ")


def _lay_rows(result: Answer, shown: Sequence[int], name: str) -> Sheet:
    """Return the sheet of an answer's rows."""
    columns, headings = ([every[place] for place in shown] for every in (result.columns, result.headings))
    rows = [[convert_term(row[place]) for place in shown] for row in result.rows]
    measured = rows[:_ROWS_MEASURED]
    widths = _narrow(
        [_measure_width(heading, [values[place] for values in measured]) for place, heading in enumerate(headings)]
    )
    counts = [any(is_number(row[place]) for row in result.rows[:1]) for place in shown]
    styles = [Style.NUMBER_HEADING if is_count else Style.HEADING for is_count in counts]
    laid = [(LINE_HEIGHT, list(map(Cell, headings, styles)))]
    # Excel fits a row to its text when it opens the file, other programs do not.
    laid += [(_measure_height(values, widths), list(map(_make_cell, columns, values))) for values in rows]
    return Sheet(name, widths, laid)


def _make_cell(column: str, value: Value) -> Cell:
    """Return a value as a cell of a column: a whole number that would lose digits is a text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(value if abs(value) < _MOST_EXACT else _cut_text(str(value)), Style.NUMBER)
    if not isinstance(value, str):
        return Cell(value, Style.TEXT)
    parts = list(split_marks(value)) if column in MARKED and len(value) * 2 <= MOST_LETTERS else []
    if len(parts) >= _FEWEST:
        return Cell(value, Style.TEXT, parts)
    return Cell(_cut_text(value), Style.WORDS if column in WORDS else Style.TEXT)


def _measure_height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Return the height of a row in which every cell's text is seen, in points, as far as a row may go."""
    lines = max((_count_lines(value, width) for value, width in zip(values, widths, strict=True)), default=1)
    return min(LINE_HEIGHT * lines, _HIGHEST)


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


def _cut_text(text: str) -> str:
    """Return what fits into a cell, with a mark where the rest is missing."""
    if len(text) * 2 <= MOST_LETTERS or len(data := text.encode("utf-16-le", "replace")) <= MOST_LETTERS * 2:
        return text
    return data[: (MOST_LETTERS - len(_CUT_MARK)) * 2].decode("utf-16-le", "ignore") + _CUT_MARK


def _is_cut(value: Value) -> bool:
    return isinstance(value, str) and len(value) * 2 > MOST_LETTERS and value.endswith(_CUT_MARK)


def _lay_asked(result: Answer, same: Sequence[int], has_long: bool) -> Sheet:
    """Return the sheet that says what was asked; the SPARQL there is not printed."""
    texts = load_texts("answers", result.language)
    lines = [(name, value, Style.TEXT) for name, value in _list_facts(result, same, has_long)]
    printed = max(len(lines), 1)
    text = result.asked.text.splitlines() if result.asked else []
    lines += [(texts["sheet_text"] if first == 0 else "", line, Style.CODE) for first, line in enumerate(text)]
    cells = [(Cell(name, Style.LABEL), Cell(_cut_text(value), style)) for name, value, style in lines[:MOST_ROWS]]
    rows = [(LINE_HEIGHT, row) for row in cells]
    return Sheet(texts["sheet_asked"], _ASKED_WIDTHS, rows, has_header=False, printed=printed)


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
        yield texts["sheet_note"], result.cut
    if has_long:
        yield texts["sheet_note"], texts["sheet_long"].format(write_count(MOST_LETTERS, result.language))
