"""A page as one HTML file: it asks the net for nothing, runs nothing, and prints."""

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.documents.outline import TEMPLATES, draw_page
from dupgraph.base.templates import fill_template


def write_page(result: Answer) -> str:
    """Return an answer as HTML."""
    return fill_template(TEMPLATES / "page.html", page=draw_page(result))
