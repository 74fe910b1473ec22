"""What the styles of an OpenDocument text say: type, a heading's rank, hidden words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from dupgraph.read.documents.readers.named import find_rank
from dupgraph.read.documents.readers.odt.names import get_length, get_number, q
from dupgraph.schema.weights import BOLD, UNDERLINED, set_weight

_SIZE = re.compile(r"([\d.]{1,8})(pt|%)")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives, with what it has from its parents."""

    rank: int | None = None
    size: float | None = None
    weight: int = 0
    hidden: bool = False
    indent: float | None = None


class Styles:
    """The styles of paragraphs and of characters; ``roots`` are those of styles.xml and content.xml."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._found: dict[tuple[str, str], Style] = {}
        self.plain = Style()
        for root in roots:
            for element in root.iter(q("style:style")):
                key = element.get(q("style:family")) or "", element.get(q("style:name")) or ""
                self._elements[key] = element
            for element in root.iter(q("style:default-style")):
                if element.get(q("style:family")) == "paragraph":
                    self.plain = _apply_type(Style(), element)

    def find_paragraph(self, name: str | None) -> Style:
        """Return the paragraph style of this name; the document's default for one that is not there."""
        return self._find(("paragraph", name or ""), self.plain, 0)

    def apply_span(self, style: Style, name: str | None) -> Style:
        """Return ``style`` with what a character style of this name changes."""
        return self._apply(style, ("text", name or ""), 0)

    def _find(self, key: tuple[str, str], plain: Style, depth: int) -> Style:
        if key not in self._found:
            element = self._elements.get(key)
            if element is None or depth > _DEEPEST:
                return plain
            parent = self._find((key[0], element.get(q("style:parent-style-name")) or ""), plain, depth + 1)
            self._found[key] = _apply_type(_apply_rank(parent, element), element)
        return self._found[key]

    def _apply(self, style: Style, key: tuple[str, str], depth: int) -> Style:
        element = self._elements.get(key)
        if element is None or depth > _DEEPEST:
            return style
        style = self._apply(style, (key[0], element.get(q("style:parent-style-name")) or ""), depth + 1)
        return _apply_type(style, element)


def _apply_rank(style: Style, element: etree._Element) -> Style:
    level = get_number(element, "style:default-outline-level", 0)
    # A list sets its paragraphs in, unless their own style does.
    indent = get_length(element.find(q("style:paragraph-properties")), "fo:margin-left")
    named = find_rank(element.get(q("style:display-name")) or element.get(q("style:name")) or "")
    return replace(style, rank=level or named or style.rank, indent=indent)


def _apply_type(style: Style, element: etree._Element) -> Style:
    for properties in element.findall(q("style:text-properties")):
        match = _SIZE.fullmatch(properties.get(q("fo:font-size")) or "")
        weight, line = properties.get(q("fo:font-weight")), properties.get(q("style:text-underline-style"))
        size = style.size
        if match:
            number = float(match[1]) if match[1].count(".") < 2 else 0.0
            size = number if match[2] == "pt" else (size or 12) * number / 100
        style = replace(
            style,
            size=size or None,
            weight=set_weight(
                style.weight,
                (BOLD, None if weight is None else weight in {"bold", "600", "700", "800", "900"}),
                (UNDERLINED, None if line is None else line != "none"),
            ),
            hidden=style.hidden or properties.get(q("text:display")) == "none",
        )
    return style
