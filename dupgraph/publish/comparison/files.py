"""A comparison in the form that is asked for: laid out for reading where people read it, rows for all others."""

from dupgraph.ask.comparison.answers import list_changes, list_counts
from dupgraph.ask.comparison.outline import draw_page
from dupgraph.ask.comparison.values import Comparison
from dupgraph.ask.results.formats import FORMATS
from dupgraph.publish.comparison.page import draw_comparison


def encode_comparison(comparison: Comparison, form: str, *, kept: bool = False, lang: str = "it") -> bytes:
    """Return a comparison as the bytes of a file; ``kept`` also lists what did not change."""
    if form == "html":
        return draw_comparison(comparison, lang).encode("utf-8", "replace")
    if form in ("docx", "odt"):
        return FORMATS[form].encode_page(draw_page(comparison, kept=kept, lang=lang))
    rows = list_changes(comparison, kept=kept, lang=lang)
    if form == "xlsx":
        from dupgraph.ask.results.spreadsheet import write_xlsx

        return write_xlsx(rows, list_counts(comparison, lang=lang))
    return FORMATS[form].encode(rows)
