"""SPARQL text to tokens: enough to find words, variables and brackets outside strings, IRIs and comments.

Follows the terminals of SPARQL 1.1, section 19.8; what the grammar makes of the tokens is the engine's matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Quantifiers with a plus are possessive: a text that leaves a string open costs one scan, not many.
_TERMINALS = {
    "space": r"[\x20\t\r\n]++",
    "comment": r"\#[^\r\n]*+",
    "iri": r"<(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>",
    "string": r"\"\"\"(?:\"{0,2}(?:[^\"\\]|\\[\s\S]))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\[\s\S]))*'''"
    r"|\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'",
    "variable": r"[?$][\w\u00B7\u203F\u2040]++",
    "language": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+",
    "name": r"(?:[^\W\d_][\w.\-\u00B7]*+|_)?:(?:(?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
    r"|\.(?=[\w:.\-\\%]))*+",
    "number": r"(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?",
    "word": r"[^\W\d]\w*+",
    "sign": r"\^\^|&&|\|\||!=|<=|>=|<<|>>|[\s\S]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TERMINALS.items()))


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query's text, and where it starts (code points from 0)."""

    kind: str
    text: str
    start: int


def parse_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL text, white space and comments left out; never fails: a stray sign is a token.

    >>> [token.text for token in parse_tokens("ASK { ?s a <http://example.org/#a> } # ?not")]
    ['ASK', '{', '?s', 'a', '<http://example.org/#a>', '}']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())


def replace_variables(text: str, terms: dict[str, str]) -> str:
    """Return ``text`` with each variable named in ``terms`` replaced by its term; all else stays as written.

    >>> replace_variables("ASK { ?s ?p ?_x } # ?_x stays, as in '?_x'", {"_x": '"words"'})
    'ASK { ?s ?p "words" } # ?_x stays, as in \\'?_x\\''
    """
    pieces, done = [], 0
    for token in parse_tokens(text):
        if token.kind == "variable" and token.text[1:] in terms:
            pieces += [text[done : token.start], terms[token.text[1:]]]
            done = token.start + len(token.text)
    return "".join([*pieces, text[done:]])


def find_position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of an offset.

    >>> find_position("SELECT *\\nWHERE", 9)
    (2, 1)
    """
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def find_graphs(text: str) -> list[str]:
    """Return the IRIs that the FROM and FROM NAMED clauses of a text give.

    >>> find_graphs("PREFIX g: <http://example.org/> SELECT * FROM g:a FROM NAMED <http://example.org/b> { ?s ?p ?o }")
    ['http://example.org/a', 'http://example.org/b']
    """
    prefixes: dict[str, str] = {}
    graphs: list[str] = []
    tokens = list(parse_tokens(text))
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        word = before.text.upper()
        if word == "PREFIX" and after.kind == "iri":
            prefixes[token.text] = after.text[1:-1]
        elif word in ("FROM", "NAMED") and token.kind in ("iri", "name"):
            prefix, colon, local = token.text.partition(":")
            graphs.append(token.text[1:-1] if token.kind == "iri" else prefixes.get(prefix + colon, "") + local)
    return graphs
