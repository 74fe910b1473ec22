"""A paragraph's words: what Word prints of its runs, with their type."""

from lxml import etree

from dupgraph.read.documents.readers.docx.names import find, get, w
from dupgraph.read.documents.readers.docx.styles import Style, Styles, apply_type
from dupgraph.read.documents.readers.numbers import print_bullet
from dupgraph.read.documents.readers.words import Words
from dupgraph.schema.weights import BOLD

_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# What a tracked change took away, and what is no text.
_LEFT_OUT = {w(name) for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "fldData", "rt")}
_MARKS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("ptab"): "\t"}
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}


def read_words(paragraph: etree._Element, style: Style, styles: Styles) -> Words:
    """Return what stands in ``paragraph``, whose own style is ``style``."""
    words = Words()
    _read_children(paragraph, style, styles, words)
    return words


def _read_children(element: etree._Element, style: Style, styles: Styles, words: Words) -> None:
    for child in element:
        tag = child.tag
        if tag == w("r"):
            _read_children(child, _find_type(child, style, styles), styles, words)
        elif tag in (w("t"), _FORMULA_TEXT):
            if not style.hidden:
                words.add(child.text or "", weight=style.weight, size=style.size)
        elif tag in _MARKS:
            words.text.append(_MARKS[tag] if child.get(w("type")) != "page" else "")
        elif tag == w("sym"):
            words.text.append(_read_symbol(child))
        elif tag in _NOTES:
            words.notes.append((_NOTES[tag], child.get(w("id")) or ""))
        elif tag == w("txbxContent"):
            words.frames.append(child)
        elif tag == _ALTERNATIVE:
            # The same thing twice, for newer and for older programs.
            _read_children(child[0] if len(child) else child, style, styles, words)
        elif isinstance(tag, str) and tag not in _LEFT_OUT:
            _read_children(child, style, styles, words)


def _find_type(run: etree._Element, style: Style, styles: Styles) -> Style:
    properties = find(run, "rPr")
    if properties is None:
        return style
    named = get(properties, "rStyle")
    if named is not None:
        own = styles.find(named)
        style = Style(
            size=style.size if own.size == styles.plain.size else own.size,
            # The style of a link underlines it.
            weight=style.weight | own.weight & BOLD,
            hidden=style.hidden or own.hidden,
        )
    return apply_type(style, properties)


def _read_symbol(element: etree._Element) -> str:
    try:
        mark = chr(int(element.get(w("char")) or "", 16))
    except (ValueError, OverflowError):
        return ""
    return print_bullet(mark) if mark.isprintable() or "\ue000" <= mark <= "\uf8ff" else ""
