"""A value to an RDF term, and the term into the tokens where its parameter stands: a closed query text.

Nothing a value holds can change the query's shape: it is written as one term of the kind that the parameter's
name says, and only whole variable tokens are replaced, never letters in a string, an IRI or a comment.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.tokens import replace_variables, split_variables
from dupgraph.language.messages import say
from dupgraph.schema.namespaces import XSD

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]+")
# How much of a value an error repeats.
_SHOWN = 100
# Of a whole number; no store counts further.
_MOST_DIGITS = 18
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of one kind of parameter are written; ``sample`` is a value that is one."""

    write: Callable[[str], str]
    sample: str


def quote_value(value: str) -> str:
    """Return a value as an error shows it: in quotes, and cut when it is long.

    >>> quote_value("AUSL")
    "'AUSL'"
    """
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")


def write_iri(value: str) -> str:
    """Return an IRI as a term. Raises QueryError for an invalid one.

    >>> write_iri("https://example.org/a")
    '<https://example.org/a>'
    """
    if not _IRI.fullmatch(value):
        raise QueryError(say("no_iri", words=quote_value(value)), hint=say("iri_such_as"))
    return f"<{value}>"


def write_literal(value: str) -> str:
    r"""Return a string as a term, whatever it holds.

    Some engines decode \u before they read a string, others after: an escaped backslash never stands before a
    bare u here, so that both read the same.

    >>> write_literal('so "called"')
    '"so \\"called\\""'
    """
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise QueryError(f"not a text: {quote_value(value)} holds half a character")
    return '"' + "".join(map(_escape_character, f" {value}", value)) + '"'


def _escape_character(before: str, character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    hidden = character < " " or character == "\x7f" or (before == "\\" and character in "uU")
    return f"\\U{ord(character):08X}" if hidden else character


def write_integer(value: str) -> str:
    """Return a whole number as a term. Raises QueryError for any other text.

    >>> write_integer("-5")
    '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    number = re.fullmatch(r"[+-]?([0-9]+)", value.strip())
    if not number or len(number[1]) > _MOST_DIGITS:
        raise QueryError(say("large_number" if number else "no_number", words=quote_value(value), most=_MOST_DIGITS))
    return f'"{int(value)}"^^<{XSD}integer>'


KINDS = {
    "iri": Kind(write_iri, "https://example.org/sample"),
    "literal": Kind(write_literal, "sample"),
    "integer": Kind(write_integer, "1"),
}


def split_name(variable: str) -> tuple[str, str]:
    """Return the name and the kind of a parameter from the variable that stands for it.

    >>> split_name("_partner_iri")
    ('partner', 'iri')
    """
    name, _, kind = variable.removeprefix("_").rpartition("_")
    return name, kind


def close_text(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with every parameter replaced by the term of its value: a closed query.

    Raises QueryError for a value that is not of its parameter's kind.

    >>> close_text("ASK { ?s ?p ?_words_literal }", {"words": "it's"})
    'ASK { ?s ?p "it\\'s" }'
    """
    terms = {}
    for variable in set(split_variables(text)[1::2]):
        name, kind = split_name(variable[1:])
        if variable[1] == "_" and kind in KINDS and name in values:
            terms[variable[1:]] = _write_value(name, kind, values[name])
    return replace_variables(text, terms)


def _write_value(name: str, kind: str, value: str) -> str:
    try:
        return KINDS[kind].write(value)
    except QueryError as error:
        raise QueryError(say("wrong_value", name=repr(name), what=error.what), hint=error.hint) from None
