"""An answer as a page shows it: its sentences by element, or its rows; what each leads to; the files it goes into."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dupgraph.ask.catalogue.questions import drop_header
from dupgraph.ask.catalogue.things import CODE_COLUMNS, NAME_COLUMNS
from dupgraph.ask.results.documents.outline import (
    QUOTED,
    Group,
    Quotation,
    draw_page,
    find_needless,
    is_sheet,
    part_columns,
)
from dupgraph.ask.results.marks import MARKED, drop_marks
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.terms import write_cell
from dupgraph.graph.engines.protocol import Term
from dupgraph.publish.pages.questions import Cell, make_cell
from dupgraph.serve.pages.index import Index

# The most rows of a page; the files hold all of them.
MOST_ROWS = 300
ROW_FILES, TRIPLE_FILES = ("docx", "odt", "xlsx", "csv"), ("ttl", "jsonld", "csv")
_SPAN = re.compile(r"/mention/.+/(\d+-\d+)(?:-\d+)?$")
_PAGE = "page"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, and the IRI of what it stands in: the mention of its words, else the element.

    ``span`` are the offsets of the words in the plan's text, where they are a mention.
    """

    quotation: Quotation
    iri: str
    span: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The sentences of one element; ``plan`` is the IRI of its plan, ``digest`` that of the plan's text."""

    code: str
    title: str
    iri: str
    quotes: tuple[Quote, ...]
    plan: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What a page shows of a result: ``parts`` with sentences, or ``rows`` under ``headings``.

    ``count`` is how many rows there are, ``shown`` how many of them the page has; ``lead`` says what all have in
    common, ``text`` is the SPARQL that ran, ``files`` are the endings of its files, ``sources`` the plans it is from,
    ``is_sheet`` says that rows hold what fields of elements say.
    """

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    shown: int
    cut: str
    text: str
    files: tuple[str, ...]
    sources: tuple[str, ...]
    form: str = "select"
    is_true: bool = False
    is_sheet: bool = False


def show_answer(index: Index, result: Result, language: str) -> AnswerView:
    """Return what a page shows of an answer."""
    page = draw_page(result)
    parts = tuple(_list_parts(index, page.groups))
    headings, rows = ((), ()) if parts else _list_rows(index, result, language)
    asked = result.asked
    # What was asked stands on the page already, as the document's first line says it.
    is_said = asked is not None and bool(asked.name and (asked.question or asked.parameters))
    return AnswerView(
        title=result.title,
        lead=page.lead[is_said:],
        parts=parts,
        headings=headings,
        rows=rows,
        count=len(result),
        shown=len(result) if parts else len(rows),
        cut=result.cut,
        text=drop_header(asked.text).strip("\n") if asked else "",
        files=TRIPLE_FILES if result.form == "construct" else ROW_FILES,
        sources=asked.sources if asked else (),
        form=result.form,
        is_true=bool(result),
        is_sheet=is_sheet(result.columns),
    )


def _list_parts(index: Index, groups: Sequence[Group]) -> Iterator[Part]:
    elements = [index.elements.get((group.plan, group.code), "") for group in groups]
    mentions = index.find_mentions(filter(None, elements)) if groups else {}
    for group, element in zip(groups, elements, strict=True):
        places = (_find_place(element, each, mentions) for each in group.quotations)
        quotes = tuple(map(_make_quote, group.quotations, places))
        title = group.heading.removeprefix(group.code).strip()
        yield Part(group.code, title, element, quotes, *index.texts.get(group.plan, ("", "")))


def _make_quote(quotation: Quotation, iri: str) -> Quote:
    # As the reader mints the IRIs of mentions: by the offsets of their words.
    span = _SPAN.search(iri)
    return Quote(quotation, iri, span[1] if span else "")


def _find_place(element: str, quotation: Quotation, mentions: Mapping[tuple[str, str], str]) -> str:
    return next((mentions[element, words] for words in quotation.words if (element, words) in mentions), element)


def _list_rows(index: Index, result: Result, language: str) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return headings and rows of a table; what is empty in every row is left out, and for the catalogue's questions
    what stands above, for it is the same in all.
    """
    result = result.word_links()
    is_catalogued = bool(result.asked and result.asked.name)
    needless = find_needless(result.columns)
    same, varying = part_columns(result)
    # A page is a way to the original, also where it is the same in all.
    shown = {*varying, *(place for place in same if not is_catalogued or result.columns[place] == _PAGE)}
    filled = [place for place in sorted(shown) if not is_catalogued or result.columns[place] not in needless]
    things = index.find_things(language) if NAME_COLUMNS & set(result.columns) else {}
    plans = result.columns.index("plan") if "plan" in result.columns else None
    rows = []
    for row in result.rows[:MOST_ROWS]:
        codes = partial(_find_element, index, _read(row, plans))
        finders = (codes if result.columns[place] in CODE_COLUMNS else things.get for place in filled)
        cells = zip(filled, finders, strict=True)
        made = (_make_cell(result.columns[place], row[place], find, language) for place, find in cells)
        text = index.texts.get(_read(row, plans), ("", ""))
        facts = {column: write_cell(value) for column, value in zip(result.columns, row, strict=True)}
        pairs = ((cell, result.columns[place]) for cell, place in zip(made, filled, strict=True))
        if is_catalogued:
            pairs = ((_lead_to_thing(cell, column, facts), column) for cell, column in pairs)
        rows.append(tuple(_lead_to_original(cell, column, facts, text) for cell, column in pairs))
    return tuple(result.headings[place] for place in filled), tuple(rows)


def _lead_to_thing(cell: Cell, column: str, facts: Mapping[str, str]) -> Cell:
    """Return a cell that speaks to people: a thing's name is the way to the thing."""
    return replace(cell, iri=facts["entity"]) if column == "label" and facts.get("entity") else cell


def _lead_to_original(cell: Cell, column: str, facts: Mapping[str, str], text: tuple[str, str]) -> Cell:
    """Return a cell with its place in the original of a text: of its words by their offsets, or the page it names."""
    plan, digest = text
    place = ""
    if column in QUOTED and facts.get("start") and facts.get("end"):
        place = f"quote={facts['start']}-{facts['end']}#quote"
    elif column == _PAGE and cell.text.isdecimal():
        place = f"page={cell.text}"
    return replace(cell, original=place, plan=plan, digest=digest) if place and plan else cell


def _read(row: Sequence[Term | None], place: int | None) -> str:
    return "" if place is None else write_cell(row[place])


def _find_element(index: Index, plan: str, code: str) -> str:
    return index.elements.get((plan, code)) or index.elements.get(("", code), "")


def _make_cell(column: str, term: Term | None, find: Callable[[str], str | None], language: str) -> Cell:
    """Return a cell; ``find`` gives the IRI of what bears a name, in the columns that hold names."""
    is_name = column in CODE_COLUMNS or column in NAME_COLUMNS
    cell = make_cell(column, term, (find(write_cell(term)) or "") if is_name else "", language=language)
    return replace(cell, text=drop_marks(cell.text)) if column in MARKED else cell
