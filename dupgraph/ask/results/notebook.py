"""A result as the HTML table that a notebook shows."""

from html import escape

from pyoxigraph import Literal

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.columns import WORDS
from dupgraph.ask.results.marks import MARKED, split_marks
from dupgraph.ask.results.terms import write_cell
from dupgraph.graph.engines.protocol import Term
from dupgraph.language.languages import get_text
from dupgraph.language.messages import write_count

# A notebook keeps in its file all that it shows.
ROWS_SHOWN = 50


def write_html(result: Answer) -> str:
    """Return the first rows as a table with a caption, headings, and a word on the rows that are not shown."""
    caption = " · ".join(filter(None, (result.title, result.cut)))
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in result.headings)
    body = "".join(f"<tr>{_write_row(result, row)}</tr>" for row in result.rows[:ROWS_SHOWN])
    more, told = len(result.rows) - ROWS_SHOWN, get_text("answers", "notebook_more", result.language)
    foot = f'<tr><td colspan="{len(result.columns)}">{told.format(write_count(more, result.language))}</td></tr>'
    parts = (
        f"<caption>{escape(caption)}</caption>" if caption else "",
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>",
        f"<tfoot>{foot}</tfoot>" if more > 0 else "",
    )
    return f'<table lang="{result.language}">{"".join(parts)}</table>'


def _write_row(result: Answer, row: tuple[Term | None, ...]) -> str:
    return "".join(_write_cell(column, term) for column, term in zip(result.columns, row, strict=True))


def _write_cell(column: str, term: Term | None) -> str:
    text = escape(write_cell(term))
    if column in MARKED:
        text = "".join(
            f"<strong>{escape(p)}</strong>" if bold else escape(p) for p, bold in split_marks(write_cell(term))
        )
    language = term.language if isinstance(term, Literal) else None
    shown = f"<strong>{text}</strong>" if column in WORDS and text else text
    return f'<td lang="{escape(language)}">{shown}</td>' if language else f"<td>{shown}</td>"
