"""Rows as a table for a terminal: as wide as it is, codes and numbers whole, the plan's words to be seen first."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from textwrap import wrap
from unicodedata import normalize

from pyoxigraph import NamedNode

from dupgraph.ask.results.columns import WORDS
from dupgraph.ask.results.marks import MARKED, split_marks
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.terms import convert_term, show_cell
from dupgraph.ask.results.triples import shorten_triples
from dupgraph.base.terminal import make_visible
from dupgraph.cli.printing import BOLD, PLAIN
from dupgraph.language.languages import load_texts
from dupgraph.language.messages import write_count

# Nobody reads more on a screen, and the table's layout takes a minute for what csv writes in a second.
ROWS_SHOWN = 500
# A column that says the same in every row is left out of a table that a person reads, and said below it.
SAID_ONCE = "plan"
# Titles may be cut where space is short; the words of the plan never are.
TITLE_LINES = 3
_TITLE = re.compile(r"(.+_)?title(_.)?")
# What belongs to a title, and is like it said once for the rows of one element.
_REPEATED = ("level",)
# Between two columns; less leaves more for the text, and is harder to read.
GAP = 2
_STYLE = re.compile(r"\x1b\[[01]m")
# Where marked words begin and end in a cell that is still to be broken into lines; no text holds these characters.
_BEGIN, _END = "\x02", "\x03"
# A word is not broken for the sake of another column unless it is longer than this.
_LONGEST_WORD = 16
# What a sentence with its words marked says already, and what is there to be pasted, not to be read.
_IN_SENTENCE = ("words", "citation")
# What is read as a text, and how much wider than a title it is where space is short.
_PROSE, _PROSE_SHARE = frozenset({*MARKED, "content"}), 2
# What a person can do without where space is short, besides IRIs: where the words stand in the text.
_SPARE = ("start", "end")


@dataclass(slots=True)
class Column:
    """One column as it will be shown; ``least`` is the width below which a word or a number would be broken."""

    name: str
    heading: str
    cells: list[str]
    is_iri: bool
    is_number: bool
    natural: int = field(init=False)
    least: int = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.natural = self.width = max(map(len, (self.heading, *self.cells)))
        self.least = min(_measure_words((self.heading,)), _LONGEST_WORD)
        words = _measure_words(self.cells)
        self.least = max(self.least, words if self.is_number or self.is_code else min(words, _LONGEST_WORD))

    @property
    def is_code(self) -> bool:
        """Whether the cells are codes: one word each, with a digit in it, and no IRI."""
        return not self.is_iri and all(" " not in cell and re.search(r"\d", cell) for cell in self.cells if cell)


def _measure_words(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def draw_table(result: Result, width: int, *, is_styled: bool = False) -> str:
    """Return the first rows as a table ``width`` wide; columns with nothing in them are left out.

    With ``is_styled`` the words of the plan stand out, by codes that only a terminal understands.
    """
    result = shorten_triples(result).word_links()
    texts = load_texts("answers", result.language)
    columns = _list_columns(result, is_styled)
    columns, said = _split_columns(columns, lambda column: column.name == SAID_ONCE and _is_same(column))
    hidden: list[Column] = []
    if not _fits(columns, width):
        if any(column.name in MARKED for column in columns):
            columns, hidden = _split_columns(columns, lambda column: column.name in _IN_SENTENCE)
        columns, same = _split_columns(
            columns, lambda each: len(each.cells) > 1 and _is_same(each) and not (_is_wanted(each) or _is_count(each))
        )
        said = same + said
        if result.headings != result.columns:
            columns, spare = _hide_spare(columns, width)
            hidden += spare
            columns, last = _hide_last(columns, width)
            hidden += last
        _share_width(columns, width)
    count = len(result.rows)
    facts = [count_rows(result)]
    facts += [
        column.cells[0] if column.name == SAID_ONCE else f"{column.heading}: {column.cells[0]}" for column in said
    ]
    facts += [f"{texts['table_hidden']}: {', '.join(column.heading for column in hidden)}"] if hidden and count else []
    # Headings of nothing tell nothing.
    lines = [*(_render(columns, is_styled) if count else ()), *wrap(" · ".join(facts), max(width, _LONGEST_WORD))]
    if count > ROWS_SHOWN:
        lines.append(texts["table_more"].format(write_count(count - ROWS_SHOWN, result.language)))
    return "\n".join(lines) + "\n"


def count_rows(result: Result) -> str:
    """Return how many rows a result has, in its language: "3 righe"."""
    texts, count = load_texts("answers", result.language), len(result.rows)
    return f"{write_count(count, result.language)} {texts['table_one'] if count == 1 else texts['table_many']}"


def _list_columns(result: Result, is_styled: bool) -> list[Column]:
    """Return the columns that have something in them; all of them where there are no rows."""
    rows = result.rows[:ROWS_SHOWN]
    columns = []
    for place, (name, heading) in enumerate(zip(result.columns, result.headings, strict=True)):
        terms = [row[place] for row in rows if row[place] is not None]
        if terms or not rows:
            # One sign a letter, as the widths count them.
            cells = [normalize("NFC", _show_line(show_cell(row[place], result.language))) for row in rows]
            if is_styled and name in MARKED:
                cells = ["".join(f"{_BEGIN}{p}{_END}" if bold else p for p, bold in split_marks(c)) for c in cells]
            is_iri = bool(terms) and all(isinstance(term, NamedNode) for term in terms)
            is_number = bool(terms) and not any(isinstance(convert_term(term), str | bool) for term in terms)
            columns.append(Column(name, _show_line(heading), cells, is_iri, is_number))
    return columns


def _show_line(text: str) -> str:
    """Return a text in one line, for a terminal."""
    return make_visible(re.sub(r"[\t\n\r\f\v]+", " ", text)).strip()


def _split_columns(columns: list[Column], is_apart: Callable[[Column], bool]) -> tuple[list[Column], list[Column]]:
    """Return the columns that stay, of which there is always one, and those that do not."""
    stay = [column for column in columns if not is_apart(column)]
    return (stay, [column for column in columns if column not in stay]) if stay else (columns, [])


def _is_same(column: Column) -> bool:
    return bool(column.cells) and len(set(column.cells)) == 1 and column.cells[0] != ""


def _is_count(column: Column) -> bool:
    """Whether its numbers count: one for each of nine rows is not one in all."""
    return column.is_number and column.name != "page"


def _is_wanted(column: Column) -> bool:
    """Whether a reader looks for the column even where it says the same in every row."""
    return column.name == "code" or column.name in WORDS or _TITLE.fullmatch(column.name) is not None


def _fits(columns: Sequence[Column], width: int) -> bool:
    return sum(column.natural for column in columns) + GAP * (len(columns) - 1) <= width


def _hide_spare(columns: list[Column], width: int) -> tuple[list[Column], list[Column]]:
    """Leave out what only programs read, where what is left could not be read for want of room."""
    # Room to read: a text column no narrower than this.
    wanted = sum(min(column.natural, max(column.least, _LONGEST_WORD)) + GAP for column in columns) - GAP
    if wanted <= width:
        return columns, []
    return _split_columns(columns, lambda column: column.is_iri or column.name in _SPARE)


def _hide_last(columns: list[Column], width: int) -> tuple[list[Column], list[Column]]:
    """Leave out as many columns as would have words broken: texts before numbers, the last of each before the first.

    What stands first stays, and so does what a reader looks for.
    """
    by_worth = sorted(enumerate(columns[1:]), key=lambda placed: (placed[1].is_number, -placed[0]))
    spare = [column for _, column in by_worth if not _is_wanted(column) and column.name not in _PROSE]
    hidden: list[Column] = []
    while spare and sum(each.least + GAP for each in columns if each not in hidden) - GAP > width:
        hidden.append(spare.pop(0))
    return _split_columns(columns, lambda column: column in hidden)


def _share_width(columns: Sequence[Column], width: int) -> None:
    """Give each column what it needs, and the widest ones an equal share of what is left, prose more of it."""
    room = max(width - GAP * (len(columns) - 1), len(columns))
    least = [column.least for column in columns]
    while sum(least) > room:
        least[least.index(max(least))] -= 1
    level = max((level for level in range(width + 1) if sum(_list_widths(columns, least, level)) <= room), default=0)
    widths = _list_widths(columns, least, level)
    for place, column in enumerate(columns):
        column.width = widths[place]
    # Rounding leaves a few letters, which the longest text gets.
    longest = max(columns, key=lambda column: column.natural - column.width)
    longest.width = min(longest.natural, longest.width + room - sum(widths))


def _list_widths(columns: Sequence[Column], least: Sequence[int], level: int) -> list[int]:
    levels = (level * _PROSE_SHARE if column.name in _PROSE else level for column in columns)
    return [min(each.natural, max(low, wide)) for each, low, wide in zip(columns, least, levels, strict=True)]


def _render(columns: Sequence[Column], is_styled: bool) -> list[str]:
    headings = [wrap(column.heading, column.width) for column in columns]
    lines = _join_cells(columns, headings)
    lines.append("─" * (sum(column.width for column in columns) + GAP * (len(columns) - 1)))
    for row in zip(*(_wrap_cells(column, columns[0]) for column in columns), strict=True):
        lines += _join_cells(columns, row, is_styled)
    return lines


def _wrap_cells(column: Column, first: Column) -> list[list[str]]:
    """Return the lines of each cell; what only repeats the row above is left out where space is short."""
    is_short = column.width < column.natural
    is_title = is_short and _TITLE.fullmatch(column.name) is not None
    lines: list[list[str]] = []
    for place, cell in enumerate(column.cells):
        above = slice(max(place - 1, 0), place)
        is_again = [cell] == column.cells[above] and [first.cells[place]] == first.cells[above]
        if is_again and (is_title or (is_short and column.name in _REPEATED)):
            lines.append([])
        elif len(cell) <= column.width:
            lines.append([cell])
        else:
            lines.append(wrap(cell, column.width, max_lines=TITLE_LINES if is_title else None, placeholder=" …"))
    return lines


def _join_cells(columns: Sequence[Column], cells: Sequence[Sequence[str]], is_styled: bool = False) -> list[str]:
    lines = []
    shown = [_style_lines(column, cell) if is_styled else cell for column, cell in zip(columns, cells, strict=True)]
    for parts in zip_longest(*shown, fillvalue=""):
        line = ""
        for column, part in zip(columns, parts, strict=True):
            space = " " * (column.width - len(_STYLE.sub("", part)))
            line += (space + part if column.is_number else part + space) + " " * GAP
        lines.append(line.rstrip())
    return lines


def _style_lines(column: Column, lines: Sequence[str]) -> list[str]:
    """Return the lines of a cell with the words of the plan in bold; each line ends in plain letters."""
    if column.name in WORDS:
        return [f"{BOLD}{line}{PLAIN}" if line else "" for line in lines]
    styled, is_bold = [], False
    for line in lines:
        lead = BOLD if is_bold else ""
        is_bold = line.rfind(_BEGIN) > line.rfind(_END) or (is_bold and _END not in line)
        styled.append(lead + line.replace(_BEGIN, BOLD).replace(_END, PLAIN) + (PLAIN if is_bold else ""))
    return styled
