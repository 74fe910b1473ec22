"""What stands on the page of an answer: the question, how it was read, the answer as people would write it, the source.

Rows with sentences, or with the whole text of an element, are grouped by the element of the plan, each sentence once,
the words that were asked for in bold; other rows are a table. A column that says the same in every row is said once,
above.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import name_parameter
from dupgraph.ask.results.marks import drop_marks, split_marks
from dupgraph.ask.results.terms import convert_term, show_cell, write_cell
from dupgraph.ask.results.triples import shorten_triples
from dupgraph.language.languages import get_text, load_texts
from dupgraph.language.messages import translate

# By these a page becomes a file.
TEMPLATES = Path(__file__).parent / "templates"
# What a group's heading or a quotation says already; and how words were found, which tells a reader nothing.
_SAID = frozenset({"code", "title", "level", "page", "plan", "words", "sentence", "content", "citation", "start", "end",
                   "before", "after", "method"})  # fmt: skip
# Columns of words as they are printed; those for programs, by the columns that make each needless.
QUOTED = frozenset({"exact", "content"})
_FOR_PROGRAMS = {"entity": {"label"}, "measure": {"label"}, "start": QUOTED, "end": QUOTED}
# No XML holds these.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BETWEEN = " · "
# A column asks no more room for a text longer than so many letters, which wraps, nor for a longer word, which breaks;
# and some beside any text.
_LONGEST, _LONGEST_WORD, _MARGIN = 45, 20, 4
# So many columns fit on a page that stands; so many letters fit in a line of it, and of one on its side.
_UPRIGHT = 5
_LETTERS, _LETTERS_ACROSS = 90, 136

# A stretch of text, and whether it stands out.
Part = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence in its quotation marks, where it stands, and what the row says besides.

    ``citation`` is both as one text to paste, ``words`` are those that were asked for.
    """

    parts: tuple[Part, ...]
    place: str
    facts: tuple[str, ...]
    citation: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The quotations of one element of the plan; ``code`` is its code, ``plan`` the plan's title."""

    heading: str
    quotations: tuple[Quotation, ...]
    code: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``lead`` are lines below the title, ``headings`` and ``rows`` a table where there are no groups.

    ``numbers`` says of each column of the table whether it holds numbers.
    """

    language: str
    title: str
    lead: tuple[str, ...]
    groups: tuple[Group, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    numbers: tuple[bool, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it is read more easily on paper that lies on its side."""
        return len(self.headings) > _UPRIGHT

    def share_width(self) -> list[float]:
        """Return which part of the table's width each column has: room for its longest word, then for its texts."""
        columns = list(zip(self.headings, *self.rows, strict=True))
        words = [max((len(word) for text in column for word in text.split()), default=0) for column in columns]
        least = [min(length, _LONGEST_WORD) + _MARGIN for length in words]
        wished = [min(max(map(len, column)), _LONGEST) + _MARGIN for column in columns]
        more = [max(wish - length, 0) for wish, length in zip(wished, least, strict=True)]
        room = max((_LETTERS_ACROSS if self.is_wide else _LETTERS) - sum(least), 0)
        widths = [length + room * part / max(sum(more), 1) for length, part in zip(least, more, strict=True)]
        return [width / sum(widths) for width in widths]


def draw_page(result: Answer) -> Page:
    """Return the page of an answer."""
    result = shorten_triples(result).word_links()
    texts = load_texts("answers", result.language)
    same, varying = part_columns(result)
    prose = _find_prose(result)
    quoted = bool(prose and result.rows)
    groups = tuple(_list_groups(result, varying, prose)) if quoted else ()
    needless = find_needless(result.columns) if result.asked and result.asked.name else frozenset()
    shown = () if quoted else tuple(place for place in varying if result.columns[place] not in needless)
    given = {value for _, value in result.asked.parameters} if result.asked else set()
    said = (place for place in same if result.columns[place] != "page")
    lead = [f"{result.headings[place]}: {_read(result.rows[0][place], result.language)}" for place in said]
    lead = [line for line in lead if line.partition(": ")[2] not in given]
    if quoted:
        count = len({heading for heading, _ in _list_headings(result)})
        lead.append(texts["page_one"] if count == 1 else texts["page_many"].format(count=count))
    elif not result.rows:
        lead += result.notes or [texts["no_rows"]]
    return Page(
        result.language,
        clean_text(_name_page(result)),
        tuple(map(clean_text, (*_list_asked(result), *lead))),
        groups,
        tuple(result.headings[place] for place in shown),
        tuple(_drop_repeated([_read(row[place], result.language) for place in shown] for row in result.rows))
        if not quoted
        else (),
        tuple(map(clean_text, _list_closing(result))),
        tuple(all(isinstance(convert_term(row[place]), (int, float)) for row in result.rows) for place in shown),
    )


def _find_prose(result: Answer) -> str:
    """Return the column whose texts are quoted below their elements; empty where the rows are a table."""
    columns = set(result.columns)
    if "code" not in columns:
        return ""
    if "sentence" in columns:
        return "sentence"
    # What a field says, and where, is a cell.
    return "content" if "content" in columns and columns.isdisjoint({"field", "start"}) else ""


def _drop_repeated(rows: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, each without the first cells that only repeat the row above: a policy's title."""
    above: list[str] = []
    for row in rows:
        same = next((place for place, (cell, old) in enumerate(zip(row, above, strict=False)) if cell != old), 0)
        yield ("",) * same + tuple(row[same:])
        above = row


def _name_page(result: Answer) -> str:
    asked = result.asked.question if result.asked else ""
    title = asked[:1].upper() + asked[1:] if asked else result.title
    return title or get_text("answers", "sheet_rows", result.language)


def find_needless(columns: Iterable[str]) -> frozenset[str]:
    """Return the columns that are for programs: people have what stands beside these instead.

    >>> sorted(find_needless(["code", "content", "start", "end"]))
    ['end', 'start']
    """
    there = set(columns)
    return frozenset(column for column, others in _FOR_PROGRAMS.items() if not others.isdisjoint(there))


def is_sheet(columns: Iterable[str]) -> bool:
    """Return whether rows say of elements, by code and title, what their fields or texts hold."""
    return {"code", "title", "content"} <= set(columns)


def part_columns(result: Answer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns that say the same in every row, and those that do not; empty ones are in neither.

    A count stays with its row: one for each of nine is not one in all.
    """
    same, varying = [], []
    for place, column in enumerate(result.columns):
        values = {write_cell(row[place]) for row in result.rows}
        if column == "citation" or (values == {""} and result.rows):
            continue
        is_same = len(values) == 1 and len(result.rows) > 1 and column not in ("code", "title", "sentence", "words")
        is_count = column != "page" and min(values, default="").isdecimal()
        if is_same and column != "plan" and not is_count:
            same.append(place)
        elif column != "plan" or len(values) > 1:
            varying.append(place)
    return tuple(same), tuple(varying)


def _list_asked(result: Answer) -> Iterator[str]:
    """Yield what was understood: the question of the catalogue and its values."""
    if result.asked is None:
        return
    texts = load_texts("answers", result.language)
    values = [f"{name_parameter(name, result.language)}: {value}" for name, value in result.asked.parameters]
    if not result.asked.name:
        yield from values
        return
    facts = [result.title] if result.asked.question else []
    if facts or values:
        yield f"{texts['understood']}: {_BETWEEN.join([*facts, *values])}" if facts else _BETWEEN.join(values)


def _list_closing(result: Answer) -> Iterator[str]:
    texts = load_texts("answers", result.language)
    if result.cut:
        yield f"{texts['sheet_note']}: {translate(result.cut, result.language)}"
    for source in result.asked.sources if result.asked else ():
        yield f"{texts['source']}: {source}"


def _list_headings(result: Answer) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the heading of each row's element, and the row."""
    rows = [
        dict(zip(result.columns, (_read(term, result.language) for term in row), strict=True)) for row in result.rows
    ]
    plans = {cells.get("plan", "") for cells in rows}
    for cells in rows:
        heading = " ".join(filter(None, (cells["code"], cells.get("title", ""))))
        yield (f"{heading} ({cells['plan']})" if len(plans) > 1 else heading), cells


def _list_groups(result: Answer, varying: Sequence[int], prose: str) -> Iterator[Group]:
    named = [(result.columns[place], result.headings[place]) for place in varying]
    named = [(column, heading) for column, heading in named if column not in _SAID]
    groups: dict[str, dict[str, list[dict[str, str]]]] = {}
    for heading, cells in _list_headings(result):
        sentence = drop_marks(cells[prose]) or cells.get("words", "")
        groups.setdefault(heading, {}).setdefault(sentence, []).append(cells)
    for heading, sentences in groups.items():
        quotations = (_make_quotation(s, rows, named, result.language, prose) for s, rows in sentences.items())
        first = next(iter(sentences.values()))[0]
        yield Group(heading, tuple(quotations), first["code"], first.get("plan", ""))


def _make_quotation(
    sentence: str, rows: Sequence[dict[str, str]], named: Sequence[tuple[str, str]], language: str, prose: str
) -> Quotation:
    first, last = get_text("answers", "cited", language).split("{words}")
    citation = rows[0].get("citation", "")
    place = citation.removeprefix(f"{first}{sentence}{last}").removeprefix(", ")
    facts = (_BETWEEN.join(f"{heading}: {row[column]}" for column, heading in named if row[column]) for row in rows)
    parts = _merge_marks(sentence, (row[prose] for row in rows))
    words = dict.fromkeys(row.get("words", "") for row in rows)
    shown = ((first, False), *parts, (last, False))
    return Quotation(shown, place, tuple(dict.fromkeys(filter(None, facts))), citation, tuple(words))


def _merge_marks(sentence: str, marked: Iterable[str]) -> Iterator[Part]:
    """Yield the parts of a sentence that several rows quote, with the words of all of them in bold."""
    bold = [False] * len(sentence)
    for text in marked:
        done = 0
        for part, is_marked in split_marks(text):
            bold[done : done + len(part)] = [was or is_marked for was in bold[done : done + len(part)]]
            done += len(part)
    start = 0
    for place in range(1, len(sentence) + 1):
        if place == len(sentence) or bold[place] != bold[start]:
            yield sentence[start:place], bold[start]
            start = place


def _read(term: object, language: str) -> str:
    return clean_text(show_cell(term, language))  # type: ignore[arg-type]  # a row's own term


def clean_text(text: str) -> str:
    """Return a text as XML can hold it."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
