"""A term of an answer as a plain value, or as the text of a cell."""

from collections.abc import Callable

from pyoxigraph import Literal, NamedNode

from dupgraph.graph.engines.protocol import Term
from dupgraph.language.messages import write_decimal
from dupgraph.schema.namespaces import XSD

_VALUED = (Literal, NamedNode)
Value = str | int | float | bool | None

_WHOLE = ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte", "unsignedInt")
_BROKEN = ("decimal", "double", "float")
_CONVERSIONS: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in _WHOLE},
    **{XSD + name: float for name in _BROKEN},
    XSD + "boolean": lambda text: text in ("true", "1"),
}


def convert_term(term: Term | None) -> Value:
    """Return the plain value of a term: an IRI as a string, a number as a number.

    >>> convert_term(Literal("3", datatype=NamedNode(XSD + "nonNegativeInteger")))
    3
    """
    if isinstance(term, Literal):
        conversion = _CONVERSIONS.get(term.datatype.value)
        try:
            return conversion(term.value) if conversion else term.value
        except ValueError:
            return term.value
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def is_number(term: Term | None) -> bool:
    """Say whether a term counts or measures; a code ("1.10") is a text.

    >>> is_number(Literal(3)), is_number(Literal("1.10"))
    (True, False)
    """
    return isinstance(convert_term(term), int | float) and not isinstance(convert_term(term), bool)


def show_cell(term: Term | None, language: str) -> str:
    """Return a term as the text of a cell that people read: a number with a fraction as their language writes it."""
    cell = write_cell(term)
    return write_decimal(cell, language) if isinstance(convert_term(term), float) else cell


def write_cell(term: Term | None) -> str:
    """Return a term as the text of a cell, its lexical form; nothing where nothing is bound."""
    if term is None:
        return ""
    return term.value if isinstance(term, _VALUED) else str(term)
