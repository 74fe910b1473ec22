"""The style of a site's pages: what stands in its file, and the colours and lines of each sort of link."""

from dupgraph.base.templates import fill_text
from dupgraph.publish.pages.drawing import TEMPLATES
from dupgraph.schema.links import INVOLVES, SHOWN

STYLE = "site.css"


def draw_style() -> str:
    """Return the style sheet of a site."""
    own = (TEMPLATES / STYLE).read_text(encoding="utf-8")
    return f"{own}\n{fill_text(TEMPLATES / 'links.css', links=SHOWN, lead=INVOLVES.role)}"
