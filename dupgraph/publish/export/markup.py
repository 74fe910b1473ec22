"""XML from a template: the same bytes for the same facts, whatever else is installed."""

from functools import cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

# A reader makes spaces of line ends and tabs in an attribute, unless they are written so.
_BLANKS = str.maketrans({'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"})
escape_text = partial(escape, quote=False)


@cache
def _load_environment(folder: Path) -> "Environment":
    # Late: whoever exports a table does not wait for it.
    from dupgraph.base.templates import make_environment

    environment = make_environment(folder, escapes=False)
    environment.filters |= {"text": escape_text, "attribute": escape_attribute}
    return environment


def escape_attribute(text: str) -> str:
    """Return a text as it stands in an attribute, between quotation marks."""
    return escape_text(text).translate(_BLANKS)


def write_document(template: Path, **facts: object) -> bytes:
    """Return a document in UTF-8; the template writes every value by the filter ``text`` or ``attribute``."""
    return _load_environment(template.parent).get_template(template.name).render(facts).encode()
