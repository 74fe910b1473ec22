"""The gate before every engine: what a person typed is looked at before any parser sees it.

A few kilobytes of brackets crash a SPARQL parser for good, SERVICE always fetches, and FROM reads files in some
engines; none of it can be caught afterwards. The gate reads tokens only.
"""

import re
from typing import NoReturn

from dupgraph.engines.protocol import Form
from dupgraph.engines.tokens import Token, find_position, parse_tokens
from dupgraph.errors import QueryError

MAXIMUM_BYTES = 64 * 1024
MAXIMUM_TOKENS = 5_000
MAXIMUM_NESTING = 64

_OPENING = {"{", "(", "[", "<<"}
_CLOSING = {"}", ")", "]", ">>"}
_FORMS: dict[str, Form] = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "construct", "DESCRIBE": "construct"}
# How many tokens follow each word that may stand before the form.
_PROLOGUE = {"BASE": 1, "PREFIX": 2}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def check_typed(text: str) -> Form:
    """Return the form of a query that a person typed, once it may be run in a worker.

    Raises QueryError for what is too long or too deep, changes the graph, or asks another server.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAXIMUM_BYTES:
        raise QueryError(f"the text has {size:,} bytes, more than the {MAXIMUM_BYTES:,} allowed", hint="shorten it")
    tokens = list(parse_tokens(text))
    if len(tokens) > MAXIMUM_TOKENS:
        what = f"the text has {len(tokens):,} words and signs, more than the {MAXIMUM_TOKENS:,} allowed"
        raise QueryError(what, hint="shorten it")
    _check_nesting(text, tokens)
    _check_service(text, tokens)
    return find_form(text)


def _refuse(text: str, token: Token, what: str, hint: str) -> NoReturn:
    line, column = find_position(text, token.start)
    raise QueryError(what, line=line, column=column, hint=hint)


def _check_nesting(text: str, tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > MAXIMUM_NESTING:
            what = f"brackets are nested more than {MAXIMUM_NESTING} deep"
            _refuse(text, token, what, "write the query with fewer brackets inside one another")


def _check_service(text: str, tokens: list[Token]) -> None:
    for token in tokens:
        if _is_service(token):
            hint = "load the other graph beside this one and leave SERVICE out"
            _refuse(text, token, "SERVICE would send the query to another server, which is not allowed", hint)
    # Some engines decode \u escapes before they read the text, so that a word can be spelt with them.
    decoded = _CODE_POINT.sub(_decode, text)
    if decoded != text and any(map(_is_service, parse_tokens(decoded))):
        raise QueryError("SERVICE is spelt with escapes, which is not allowed", hint="leave it out of the query")


def _is_service(token: Token) -> bool:
    return token.kind == "word" and token.text.upper() == "SERVICE"


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def find_form(text: str) -> Form:
    """Return the form that the first word after the prologue gives. Raises QueryError when that is no query's.

    >>> find_form("PREFIX dup: <https://w3id.org/dupgraph/onto/> ASK { ?plan a dup:Plan }")
    'ask'
    """
    rest = parse_tokens(text)
    advice = "begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
    for token in rest:
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORMS:
            return _FORMS[word]
        if word in _UPDATES:
            _refuse(text, token, f"{word} would change the graph, and only questions are answered here", advice)
        if word not in _PROLOGUE:
            _refuse(text, token, f"not valid SPARQL: a query cannot begin with {token.text[:40]!r}", advice)
        for _ in range(_PROLOGUE[word]):
            next(rest, None)
    raise QueryError("the text holds no query", hint=advice)
