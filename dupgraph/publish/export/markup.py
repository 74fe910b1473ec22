"""XML as bytes: the same for the same tree, whatever else is installed."""

from xml.etree.ElementTree import Element, indent, tostring


def write_document(root: Element) -> bytes:
    """Return a tree as a UTF-8 document, one element a line; texts and attributes are escaped.

    >>> place = Element("graph", {"title": 'a < b & "c"'})
    >>> print(write_document(place).decode())
    <?xml version="1.0" encoding="UTF-8"?>
    <graph title="a &lt; b &amp; &quot;c&quot;" />
    <BLANKLINE>
    """
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
