"""A page as one HTML file: it asks the net for nothing, runs nothing, and prints."""

from dupgraph.ask.results.documents.outline import TEMPLATES, Page
from dupgraph.base.templates import fill_template


def encode_html(page: Page) -> bytes:
    """Return a page as HTML."""
    return fill_template(TEMPLATES / "page.html", page=page).encode("utf-8", "replace")
