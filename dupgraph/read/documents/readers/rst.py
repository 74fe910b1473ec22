"""reStructuredText, where docutils is installed (the extra ``rst``): made a web page, and read as one."""

import sys
from html import escape
from typing import Any

from dupgraph.base.errors import DocumentError, MissingExtraError
from dupgraph.language.messages import say
from dupgraph.read.documents.pieces import Contents, settle_tables
from dupgraph.read.documents.readers.html import read_page
from dupgraph.read.documents.readers.html.page import MARKER, Page
from dupgraph.read.documents.readers.numbers import print_number

_STYLES = {"arabic": "1", "loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
# The level of docutils from which on words are lost.
_ERROR = 3
# Nothing is included, nothing is run, and what docutils says of a fault is no text of the plan; a lone section stays.
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

    What is malformed, as a table whose lines do not meet, is read as lines of text, with a warning. Raises
    MissingExtraError without docutils, and DocumentError for bytes that are no UTF-8.
    """
    try:
        from docutils import nodes
        from docutils.core import publish_parts
        from docutils.transforms.universal import FilterMessages, Messages
        from docutils.writers.html5_polyglot import HTMLTranslator, Writer
    except ImportError:
        raise MissingExtraError("docutils", extra="rst") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError(say("not_utf8", name="reStructuredText"), hint=say("do_utf8")) from None

    faults: list[int] = []

    class Translator(HTMLTranslator):  # type: ignore[misc]  # it brings no types
        """Writes an item with its number as the source has it, and what is malformed as it stands."""

        def visit_list_item(self, node: Any) -> None:
            """Open an item."""
            marker = _print_marker(node)
            self.body.append(self.starttag(node, "li", "", **({MARKER: marker} if marker else {})))

        def visit_enumerated_list(self, node: Any) -> None:
            """Open a list; numbers alone are words ("N." above a column)."""
            if any(map(len, node)):
                super().visit_enumerated_list(node)
                return
            self.body += [f"<p>{escape(_print_marker(item))}</p>" for item in node]
            raise nodes.SkipNode

        def visit_system_message(self, node: Any) -> None:
            """Write the words that an error is about, line by line."""
            blocks = node.findall(nodes.literal_block) if node["level"] >= _ERROR else ()
            lines = [line for block in blocks for line in block.astext().splitlines()]
            words = [line for line in lines if any(map(str.isalnum, line))]
            self.body += [f"<p>{escape(line)}</p>" for line in words]
            faults.extend([node.get("line", 0)] if words else [])
            raise nodes.SkipNode

    class Unfiltered(Writer):  # type: ignore[misc]  # as above
        """Keeps what is malformed at its place."""

        def get_transforms(self) -> list[Any]:
            """Return those of the writer but for the two that take faults out."""
            return [each for each in super().get_transforms() if not issubclass(each, (Messages, FilterMessages))]

    writer = Unfiltered()
    writer.translator_class = Translator
    body = publish_parts(text, writer=writer, settings_overrides=_SETTINGS)["body"]
    # What other pages set aside is no text of theirs; notes and footnotes are.
    body = body.replace("<aside", "<div").replace("</aside", "</div")
    warnings = (say("mended_rst", count=len(faults), line=faults[0]),) if faults else ()
    return Contents(settle_tables(read_page(f"<div>{body}</div>", Page())), warnings)


def _print_marker(item: Any) -> str:
    """Return the number before an item of an enumerated list; empty for a bullet."""
    items = item.parent
    if "enumtype" not in items:
        return ""
    number = int(items.get("start", 1)) + items.index(item)
    return f"{items['prefix']}{print_number(number, _STYLES.get(items['enumtype'], '1'))}{items['suffix']}"
