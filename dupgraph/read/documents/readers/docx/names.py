"""Names of WordprocessingML (ECMA-376, part 1), and how its values are read."""

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def make_transitional(root: etree._Element) -> etree._Element:
    """Return ``root`` with the names of the strict variant of the standard changed to those of the usual one."""
    if root.tag.startswith(_STRICT):
        for element in root.iter(f"{_STRICT}*"):
            element.tag = _W + element.tag[len(_STRICT) :]
            for name in [name for name in element.attrib if name.startswith(_STRICT)]:
                element.set(_W + name[len(_STRICT) :], element.attrib.pop(name))
    return root


def w(name: str) -> str:
    """Return the full name of an element or attribute of the main namespace."""
    return _W + name


def find(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the element at a path of names below ``element``, or None."""
    for name in path:
        element = None if element is None else element.find(_W + name)
    return element


def get(element: etree._Element | None, *path: str) -> str | None:
    """Return the value (w:val) of the element at a path of names below ``element``, or None."""
    found = find(element, *path)
    return None if found is None else found.get(w("val"))


def get_number(element: etree._Element | None, *path: str) -> int | None:
    """Return the value of the element at a path as a whole number; None when it is missing or none."""
    return to_number(get(element, *path))


def to_number(value: str | None) -> int | None:
    """Return a whole number of at most nine digits, else None."""
    digits = (value or "").strip()
    return int(digits) if digits.lstrip("-").isascii() and digits.lstrip("-").isdigit() and len(digits) < 10 else None


def get_indent(properties: etree._Element | None) -> int | None:
    """Return how far a paragraph is set in by its properties (w:pPr), in twentieths of a point; None if it is not."""
    indent = find(properties, "ind")
    return None if indent is None else to_number(indent.get(w("left")) or indent.get(w("start")))


def get_switch(element: etree._Element | None, name: str) -> bool | None:
    """Return what a property that is on or off says, None where it is not there."""
    found = find(element, name)
    return None if found is None else (found.get(w("val")) or "1") not in {"0", "false", "off", "none"}
