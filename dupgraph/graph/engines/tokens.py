"""SPARQL text to tokens: enough to find words, variables and brackets outside strings, IRIs and comments.

Follows the terminals of SPARQL 1.1, section 19.8; what the grammar makes of the tokens is the engine's matter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

# Quantifiers with a plus are possessive: a text that leaves a string open costs one scan, not many.
TERMINALS = {
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
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in TERMINALS.items()))

# FROM on a line that is no comment; within long quotes a line may begin as a comment does.
_MAY_CHOOSE = re.compile(r"^(?![ \t]*\#).*\bfrom\b|\"\"\"|'''", re.IGNORECASE | re.MULTILINE)


class Token(NamedTuple):
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
    pieces = split_variables(text)
    return "".join(terms.get(piece[1:], piece) if place % 2 else piece for place, piece in enumerate(pieces))


# A question is asked again and again with other values; reading its tokens takes longer than many an answer.
@lru_cache(maxsize=256)
def split_variables(text: str) -> tuple[str, ...]:
    """Return the text in pieces, every second of them a variable; joined they are the text.

    >>> split_variables("ASK { ?s ?p '?x' }")
    ('ASK { ', '?s', ' ', '?p', " '?x' }")
    """
    pieces, done = [], 0
    for token in parse_tokens(text):
        if token.kind == "variable":
            pieces += [text[done : token.start], token.text]
            done = token.start + len(token.text)
    return (*pieces, text[done:])


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
    # A look at the letters spares most texts the reading of their tokens, which takes longer than many an answer.
    if "FROM" not in text.upper() or not _MAY_CHOOSE.search(text):
        return []
    tokens = list(parse_tokens(text))
    prefixes = find_prefixes(tokens)
    return [
        resolve_name(token, prefixes)
        for before, token in pairwise(tokens)
        if before.text.upper() in ("FROM", "NAMED") and token.kind in ("iri", "name")
    ]


def find_prefixes(tokens: list[Token]) -> dict[str, str]:
    """Return the IRI of each declared prefix, the colon with it; declared twice, the last one holds.

    >>> find_prefixes(list(parse_tokens("PREFIX dup: <https://w3id.org/dupgraph/onto/> ASK { ?plan a dup:Plan }")))
    {'dup:': 'https://w3id.org/dupgraph/onto/'}
    """
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    declared = ((name, iri) for word, name, iri in triples if word.text.upper() == "PREFIX" and iri.kind == "iri")
    return {name.text: iri.text[1:-1] for name, iri in declared}


def resolve_name(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI that an ``iri`` or ``name`` token writes; of an undeclared prefix only the local part."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix + colon, "") + local
