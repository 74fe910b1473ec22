"""Values and datatypes: whether a literal is one of a datatype's values (OWL 2 RL, rule dt-not-type)."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal

from dupgraph.schema.namespaces import XSD

_INTEGER, _DECIMAL = re.compile(r"[+-]?[0-9]+"), re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
# Of the datatypes that are parts of xsd:integer, the least and the greatest value.
_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {
    XSD + "integer": (None, None),
    XSD + "nonNegativeInteger": (0, None),
    XSD + "positiveInteger": (1, None),
    XSD + "nonPositiveInteger": (None, 0),
    XSD + "negativeInteger": (None, -1),
    XSD + "long": (-(2**63), 2**63 - 1),
    XSD + "int": (-(2**31), 2**31 - 1),
    XSD + "unsignedLong": (0, 2**64 - 1),
    XSD + "unsignedInt": (0, 2**32 - 1),
}
_NUMBERS = {XSD + "decimal", *_BOUNDS}
# What values of the other datatypes look like; a datatype that stands nowhere here holds whatever is written.
_FORMS: Mapping[str, re.Pattern[str]] = {
    XSD + "boolean": re.compile(r"true|false|0|1"),
    XSD + "date": re.compile(r"-?([1-9][0-9]{3,}|0[0-9]{3})-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD + "gYear": re.compile(r"-?([1-9][0-9]{3,}|0[0-9]{3})(Z|[+-][0-9]{2}:[0-9]{2})?"),
    XSD + "dateTime": re.compile(
        r"-?([1-9][0-9]{3,}|0[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
    XSD + "hexBinary": re.compile(r"([0-9A-Fa-f]{2})*"),
}


def holds_value(datatype: str, literal: Literal) -> bool:
    """Return whether a literal's value belongs to a datatype; numbers are compared by value, whatever their own type.

    >>> from pyoxigraph import NamedNode
    >>> holds_value(XSD + "positiveInteger", Literal("1", datatype=NamedNode(XSD + "integer")))
    True
    >>> holds_value(XSD + "string", Literal("uno", language="it"))
    False
    """
    if not _is_written_well(literal):
        return False
    own, number = literal.datatype.value, read_number(literal)
    if datatype in _NUMBERS and number is not None:
        return _holds_number(datatype, number)
    # The value spaces of different datatypes share nothing, numbers apart; what is not of XML Schema is not judged.
    return own == datatype or not datatype.startswith(XSD)


def read_number(term: object) -> Decimal | None:
    """Return the number that a literal is; None for another, and for one that is written badly."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS or not _is_written_well(term):
        return None
    return Decimal(term.value)


def _holds_number(datatype: str, number: Decimal) -> bool:
    if datatype not in _BOUNDS:
        return True
    least, greatest = _BOUNDS[datatype]
    whole = number == number.to_integral_value()
    return whole and (least is None or number >= least) and (greatest is None or number <= greatest)


def _is_written_well(literal: Literal) -> bool:
    datatype, text = literal.datatype.value, literal.value.strip(" \t\r\n")
    if datatype == XSD + "decimal":
        return _DECIMAL.fullmatch(text) is not None
    if datatype in _BOUNDS:
        return _INTEGER.fullmatch(text) is not None and _holds_number(datatype, Decimal(text))
    form = _FORMS.get(datatype)
    if form is None:
        return True
    return form.fullmatch(text) is not None and (datatype not in _WITH_DAY or _is_day(text))


_WITH_DAY = {XSD + "date", XSD + "dateTime"}


def _is_day(text: str) -> bool:
    year, month, rest = text.lstrip("-").split("-", 2)
    try:
        # Four hundred years repeat themselves: years that Python has no date for are looked at in those that it has.
        date(int(year) % 400 + 400, int(month), int(rest[:2]))
    except ValueError:
        return False
    return True
