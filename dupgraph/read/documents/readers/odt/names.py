"""Names of OpenDocument (ISO/IEC 26300), and how its values are read."""

import re

from lxml import etree

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
# Points.
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835}
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,9})?)(pt|in|cm|mm)")


def q(name: str) -> str:
    """Return the full name of an element or attribute that is written with its prefix."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def get_number(element: etree._Element, name: str, missing: int = 1) -> int:
    """Return the value of an attribute as a whole number of at most nine digits, else ``missing``."""
    digits = element.get(q(name)) or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else missing


def get_length(element: etree._Element | None, name: str) -> float | None:
    """Return the value of an attribute as a length in points, None where it is missing or none."""
    match = None if element is None else _LENGTH.fullmatch(element.get(q(name)) or "")
    return float(match[1]) * _UNITS[match[2]] if match else None
