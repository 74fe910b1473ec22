"""reStructuredText, where docutils is installed (the extra ``rst``): made a web page, and read as one."""

import sys
from typing import Any

from dupgraph.base.errors import DocumentError, MissingExtraError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, settle_tables
from dupgraph.read.documents.readers.html import read_page
from dupgraph.read.documents.readers.html.page import MARKER, Page
from dupgraph.read.documents.readers.numbers import print_number

_STYLES = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
# Nothing is included, nothing is run, and what is wrong is no text of the plan; a lone section stays one.
_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "_disable_config": True,
    "smart_quotes": False,
    "doctitle_xform": False,
    "initial_header_level": 1,
    # A paragraph may be one line, however long.
    "line_length_limit": sys.maxsize,
}


def read_rst(data: bytes) -> Contents:
    """Return the contents of a text in reStructuredText; nothing that it includes is read.

    Raises MissingExtraError without docutils, and DocumentError for bytes that are no UTF-8.
    """
    try:
        from docutils.core import publish_parts
        from docutils.writers.html5_polyglot import HTMLTranslator, Writer
    except ImportError:
        raise MissingExtraError("docutils", extra="rst") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(say("not_utf8", name="reStructuredText"), hint=say("do_utf8")) from None

    class Translator(HTMLTranslator):  # type: ignore[misc]  # it brings no types
        """Writes an item with its number as the source has it."""

        def visit_list_item(self, node: Any) -> None:
            """Open an item."""
            marker = _print_marker(node)
            self.body.append(self.starttag(node, "li", "", **({MARKER: marker} if marker else {})))

    writer = Writer()
    writer.translator_class = Translator
    body = publish_parts(text, writer=writer, settings_overrides=_SETTINGS)["body"]
    # What other pages set aside is no text of theirs; notes and footnotes are.
    body = body.replace("<aside", "<div").replace("</aside", "</div")
    return Contents(settle_tables(read_page(f"<div>{body}</div>", Page())))


def _print_marker(item: Any) -> str:
    """Return the number before an item of an enumerated list; empty for a bullet."""
    items = item.parent
    if "enumtype" not in items:
        return ""
    number = int(items.get("start", 1)) + items.index(item)
    return f"{items['prefix']}{print_number(number, _STYLES.get(items['enumtype'], '1'))}{items['suffix']}"
