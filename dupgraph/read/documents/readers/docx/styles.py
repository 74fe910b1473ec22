"""What a paragraph's and a character's style say: a heading's rank, type, a list."""

from dataclasses import dataclass, replace

from lxml import etree

from dupgraph.read.documents.readers.docx.names import find, get, get_indent, get_number, get_switch, to_number, w
from dupgraph.read.documents.readers.named import find_rank, names_index
from dupgraph.schema.weights import BOLD, UNDERLINED, set_weight

_BODY_TEXT = 9
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Style:
    """What a style gives to its paragraphs or characters, with what it has from those that it is based on."""

    rank: int | None = None
    index: bool = False
    size: float | None = None
    weight: int = 0
    hidden: bool = False
    list_number: str | None = None
    level: int | None = None
    indent: int | None = None


class Styles:
    """The styles of a document by their identifiers; ``root`` is that of styles.xml, None where there is none."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(w("style"))
        self._elements = {element.get(w("styleId")): element for element in found}
        self._found: dict[str | None, Style] = {}
        plain = find(root, "docDefaults", "rPrDefault", "rPr")
        self.plain = apply_type(Style(), plain)
        ordinary = (e for e in found if e.get(w("type")) == "paragraph" and e.get(w("default")) in {"1", "true", "on"})
        self.ordinary = next((element.get(w("styleId")) for element in ordinary), None)

    def find(self, identifier: str | None, depth: int = 0) -> Style:
        """Return the style ``identifier`` with what it inherits; the document's defaults for one that is not there."""
        element = self._elements.get(identifier)
        if element is None or depth > _DEEPEST:
            return self.plain
        if identifier not in self._found:
            self._found[identifier] = self._read(element, identifier or "", depth)
        return self._found[identifier]

    def _read(self, element: etree._Element, identifier: str, depth: int) -> Style:
        style = self.find(get(element, "basedOn"), depth + 1)
        style = apply_paragraph(apply_type(style, find(element, "rPr")), find(element, "pPr"))
        name = get(element, "name") or identifier
        rank = find_rank(name)
        if rank and get_number(element, "pPr", "outlineLvl") is None:
            style = replace(style, rank=rank)
        return replace(style, index=style.index or names_index(name))


def apply_type(style: Style, properties: etree._Element | None) -> Style:
    """Return ``style`` changed by character properties (w:rPr)."""
    if properties is None:
        return style
    size = get_number(properties, "sz")
    switches = (BOLD, get_switch(properties, "b")), (UNDERLINED, get_switch(properties, "u"))
    hidden = get_switch(properties, "vanish")
    return replace(
        style,
        size=style.size if size is None else size / 2,
        weight=set_weight(style.weight, *switches),
        hidden=style.hidden if hidden is None else hidden,
    )


def apply_paragraph(style: Style, properties: etree._Element | None) -> Style:
    """Return ``style`` changed by paragraph properties (w:pPr): outline level and list."""
    if properties is None:
        return style
    outline = get_number(properties, "outlineLvl")
    if outline is not None:
        style = replace(style, rank=outline + 1 if 0 <= outline < _BODY_TEXT else None)
    number, level = get(properties, "numPr", "numId"), get(properties, "numPr", "ilvl")
    indent = get_indent(properties)
    return replace(
        style,
        list_number=style.list_number if number is None else number,
        level=style.level if level is None else to_number(level),
        # A list that is named anew sets its paragraphs in, unless they say it themselves.
        indent=style.indent if indent is None and number is None else indent,
    )
