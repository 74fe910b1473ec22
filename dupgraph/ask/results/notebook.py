"""A result as the HTML table that a notebook shows."""

from pathlib import Path

from pyoxigraph import Literal

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import WORDS
from dupgraph.ask.results.marks import MARKED, split_marks
from dupgraph.ask.results.terms import write_cell
from dupgraph.base.templates import fill_template
from dupgraph.graph.engines.protocol import Term
from dupgraph.language.languages import get_text
from dupgraph.language.messages import write_count

_TEMPLATE = Path(__file__).parent / "templates" / "notebook.html"
# A notebook keeps in its file all that it shows.
ROWS_SHOWN = 50


def write_html(result: Answer) -> str:
    """Return the first rows as a table with a caption, headings, and a word on the rows that are not shown."""
    more = len(result.rows) - ROWS_SHOWN
    rows = [[_show_cell(*each) for each in zip(result.columns, row, strict=True)] for row in result.rows[:ROWS_SHOWN]]
    told = get_text("answers", "notebook_more", result.language).format(write_count(more, result.language))
    caption = " · ".join(filter(None, (result.title, result.cut)))
    return fill_template(_TEMPLATE, result=result, caption=caption, rows=rows, told=told if more > 0 else "")


def _show_cell(column: str, term: Term | None) -> tuple[str, list[tuple[str, bool]]]:
    """Return the language of a cell, empty for none, and its text in parts: each, and whether it is in bold."""
    text = write_cell(term)
    parts = list(split_marks(text)) if column in MARKED else [(text, column in WORDS and bool(text))]
    return (term.language or "") if isinstance(term, Literal) else "", parts
