"""The style of a site's pages: what stands in its file, and the colours and lines of each sort of link."""

from collections.abc import Iterable, Iterator

from dupgraph.publish.pages.drawing import TEMPLATES
from dupgraph.schema.links import INVOLVES, SHOWN, Link

STYLE = "site.css"
# Where the table gives a link no colours of its own.
_INK, _LINE, _HEAD = "var(--ink)", "solid 1px", "3px solid"


def draw_style() -> str:
    """Return the style sheet of a site.

    What names several things has the marks of all: those of the first links count most, and come last.
    """
    lines = [
        (TEMPLATES / STYLE).read_text(encoding="utf-8"),
        "/* Of each sort of link: by day, by night, on paper. */",
        f":root {{ {_list_colours('ink', 'ground')} --lead: var(--{INVOLVES.role}); "
        f"--lead-ground: var(--{INVOLVES.role}-ground); }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_list_colours('night_ink', 'night_ground')} }} }}",
        f"@media print {{ :root {{ {_list_colours('ink', 'paper_ground')} }} }}",
        *_list_marks(reversed(SHOWN)),
    ]
    return "\n".join(lines) + "\n"


def _list_colours(ink: str, ground: str) -> str:
    return " ".join(
        f"--{link.role}: {link.site.get(ink, _INK)}; --{link.role}-ground: {link.site.get(ground, 'transparent')};"
        for link in SHOWN
    )


def _list_marks(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        colour, line = f"var(--{link.role})", link.site.get("line", _LINE)
        weight = f" font-weight: {link.site['weight']};" if "weight" in link.site else ""
        if "ground" in link.site:
            style = (
                f"background: var(--{link.role}-ground); text-decoration: underline {line} {colour}; "
                f"text-underline-offset: 3px;{weight}"
            )
        else:
            # Below the lines of the others, so that both are seen.
            style = f"border-bottom: {line} {colour};"
        yield f"mark.{link.role} {{ {style} }}"
        yield f".kind.{link.role} > h2 {{ border-bottom: {link.site.get('head', _HEAD)} {colour}; }}"
