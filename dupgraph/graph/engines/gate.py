"""The gate before every engine: what a person typed is looked at before any parser sees it.

A few kilobytes of brackets crash a SPARQL parser for good, SERVICE always fetches, and FROM reads files in some
engines; none of it can be caught afterwards. The gate reads tokens only. Where the grammar may cut a text in two
ways, it refuses the text: what the gate does not see as a word must be none for the parser either.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NoReturn

from dupgraph.base.errors import QueryError, draw_excerpt
from dupgraph.graph.engines.protocol import Form
from dupgraph.graph.engines.tokens import TERMINALS, Token, find_position, find_prefixes, parse_tokens, resolve_name
from dupgraph.language.messages import say

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
# After one of these a "<" may be "less than"; an IRI with one of those signs may then be half an expression.
_OPERANDS = {"variable", "iri", "name", "string", "language", "number", "word"}
_DOUBTFUL = re.compile(r"(?![A-Za-z][A-Za-z0-9+.\-]*://).*[)&,#']")
_DOUBTFUL_IRI = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://)[^\s<>\"]*?[)&,#']")
# No two of "less than" and "more than", with a clause between them, are one.
_SURE_IRI = re.compile(r"<[^<>\"'{}|^`\\\s()]*+>")
# What asks for graphs, or for a part of rows in whatever order they have: pages of one answer fit together then.
_OF_STORE = ("GRAPH", "FROM", "LIMIT", "OFFSET", "\\")
# What only says in which order a part is worked out: so many rows a small graph does not give.
_NO_LIMIT = re.compile(r"LIMIT\s+\d{7,}(?=\s*\})")
# All that stands before the form, and its word: a text of ours begins with a page of comments.
_SPACE = rf"(?:{TERMINALS['space']}|{TERMINALS['comment']})"
# "PREFIXe:" is a name for us and may be two words for a parser: the tokens decide. The Kelvin sign is no K.
_BEGINNING = re.compile(
    rf"(?:{_SPACE}*+(?:BASE|PREFIX{_SPACE}++{TERMINALS['name']}){_SPACE}*+{TERMINALS['iri']})*+{_SPACE}*+"
    rf"((?a:{'|'.join(_FORMS)}))(?![\w:.\-\u00B7])",
    re.IGNORECASE,
)
# Within long quotes a line may begin as a comment does.
_COMMENT_LINES = re.compile(r"^#[^\r\n]*", re.MULTILINE)
# All but brackets, as long as there is no backslash: then no token but these has one of their signs.
_NO_BRACKETS = re.compile(
    rf"(?:[^#\"'<{{}}()\[\]]++|{TERMINALS['comment']}|{TERMINALS['string']}|{TERMINALS['iri']}|<=)++"
)
_STEPS = {**dict.fromkeys("{([<", 1), **dict.fromkeys("})]", -1)}
# A name that begins with "service" is just a name after one of these.
_NAMING = {"GRAPH", "FROM", "NAMED", "SERVICE", "SILENT"}


def check_typed(text: str, services: Sequence[str] = ()) -> Form:
    """Return the form of a query that a person typed, once it may be run in a worker.

    ``services`` are the URLs that SERVICE may name, each exactly as it stands there. Raises QueryError for what is
    too long or too deep, changes the graph, or asks another server.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAXIMUM_BYTES:
        raise QueryError(say("query_long", size=f"{size:,}", most=f"{MAXIMUM_BYTES:,}"), hint=say("do_shorten"))
    if _is_harmless(text):
        return find_form(text)
    tokens = list(parse_tokens(text))
    if len(tokens) > MAXIMUM_TOKENS:
        what = say("query_tokens", count=f"{len(tokens):,}", most=f"{MAXIMUM_TOKENS:,}")
        raise QueryError(what, hint=say("do_shorten"))
    _check_brackets(text, tokens)
    _check_services(text, tokens, services)
    return find_form(text)


def _is_harmless(text: str) -> bool:
    """Tell whether a text plainly passes: most do, and to read their tokens takes longer than many an answer.

    A token has one character at least. Where there is a doubt, the tokens decide.
    """
    if len(text) > MAXIMUM_TOKENS or "\\" in text or "SERVICE" in text.upper() or _DOUBTFUL_IRI.search(text):
        return False
    # What has fewer brackets, beside those of comments, has them nested less deeply.
    plain = text if '"""' in text or "'''" in text else _COMMENT_LINES.sub("", text)
    if sum(map(plain.count, _OPENING)) <= MAXIMUM_NESTING:
        return True
    depths = list(accumulate(_STEPS.get(sign, 0) for sign in _NO_BRACKETS.sub("", text)))
    return min(depths, default=0) >= 0 and max(depths, default=0) <= MAXIMUM_NESTING


def _refuse(text: str, token: Token, what: str, hint: str) -> NoReturn:
    line, column = find_position(text, token.start)
    raise QueryError(what, line=line, column=column, hint=hint, excerpt=draw_excerpt(text, line, column))


def _check_brackets(text: str, tokens: list[Token]) -> None:
    """Refuse brackets that are nested too deeply, and in round ones a "<" that may be an IRI's or "less than"."""
    opened: list[str] = []
    before = Token("sign", "", 0)
    for token in tokens:
        if token.text in _OPENING:
            opened.append(token.text)
        elif token.text in _CLOSING and opened:
            opened.pop()
        if len(opened) > MAXIMUM_NESTING:
            what = say("query_nested", count=MAXIMUM_NESTING)
            _refuse(text, token, what, say("do_brackets"))
        follows = before.kind in _OPERANDS or before.text == ")"
        if token.kind == "iri" and follows and opened[-1:] == ["("] and _DOUBTFUL.match(token.text[1:]):
            _refuse(text, token, say("query_doubt"), say("do_space"))
        before = token


def _check_services(text: str, tokens: list[Token], services: Sequence[str]) -> None:
    """Refuse SERVICE unless each clause names one of ``services``, by its IRI or a declared prefix."""
    prefixes = find_prefixes(tokens)
    for place, token in enumerate(tokens):
        if not _is_service(tokens, place):
            continue
        target = _find_target(tokens, place)
        if target is not None and target.kind in ("iri", "name") and resolve_name(target, prefixes) in services:
            continue
        if target is None:
            _refuse(text, token, "SERVICE is not written as a word by itself", "put a space before and after it")
        if target.kind == "variable" and services:
            _refuse(text, target, "SERVICE with a variable is not allowed", "write the endpoint's own IRI")
        named = f" {target.text[:100]}" if target.kind in ("iri", "name") else ""
        what = say("query_service", service=f"SERVICE{named}")
        url = resolve_name(target, prefixes)[:200] if named else ""
        url = url if url.startswith("http") else "URL"
        _refuse(
            text, token, what, f"dupgraph query asks it with --allow-service {url}, or load its graph beside this one"
        )
    # Some engines decode \u escapes before they read the text, so that a word can be spelt with them.
    decoded = _CODE_POINT.sub(_decode, text)
    if decoded == text:
        return
    tokens = list(parse_tokens(decoded))
    if any(_is_service(tokens, place) for place in range(len(tokens))):
        raise QueryError(
            "SERVICE and \\u escapes stand in the same text, which is not allowed",
            hint="write the characters themselves",
        )


def _is_service(tokens: list[Token], place: int) -> bool:
    """Tell whether a SERVICE clause begins, or may begin: parsers take the word without a space after it, too."""
    token = tokens[place]
    text = token.text.upper()
    if token.kind == "word":
        return text.startswith("SERVICE")
    if token.kind != "name":
        return False
    before = tokens[place - 1].text.upper() if place else ""
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return ".SERVICE" in text or (text.startswith("SERVICE") and after == "{" and before not in _NAMING)


def _find_target(tokens: list[Token], place: int) -> Token | None:
    """Return what a SERVICE clause names; None where the word is not written by itself."""
    word, *rest = tokens[place : place + 3]
    if word.text.upper() != "SERVICE" or word.kind != "word":
        return None
    if rest and rest[0].kind == "word" and rest[0].text.upper() == "SILENT":
        rest = rest[1:]
    # "SILENTe:x" is the word and then e:x for some parsers.
    if rest and rest[0].kind == "name" and rest[0].text.upper().startswith("SILENT"):
        return None
    return rest[0] if rest else Token("sign", "", len(word.text) + word.start)


def _decode(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def may_need_store(text: str) -> bool:
    """Tell whether a copy of the default graph may answer otherwise than the store: where there is a doubt, it may.

    The store alone has named graphs, and its own order of rows.

    >>> may_need_store("SELECT * { ?s ?p <https://example.org/graph> }")
    False
    >>> may_need_store("SELECT * { GRAPH ?g { ?s ?p ?o } }"), may_need_store("SELECT * { ?s ?p ?o } LIMIT 9 OFFSET 9")
    (True, True)
    """
    begun = _BEGINNING.match(text)
    said = _NO_LIMIT.sub("", _SURE_IRI.sub("", text[begun.end() :] if begun else text).upper())
    return any(sign in said for sign in _OF_STORE)


def find_form(text: str) -> Form:
    """Return the form that the first word after the prologue gives. Raises QueryError when that is no query's.

    >>> find_form("PREFIX dup: <https://w3id.org/dupgraph/onto/> ASK { ?plan a dup:Plan }")
    'ask'
    """
    if begun := _BEGINNING.match(text):
        return _FORMS[begun[1].upper()]
    rest = parse_tokens(text)
    advice = say("do_begin")
    for token in rest:
        word = token.text.upper() if token.kind == "word" else ""
        if word in _FORMS:
            return _FORMS[word]
        if word in _UPDATES:
            _refuse(text, token, say("query_update", word=word), advice)
        if word not in _PROLOGUE:
            _refuse(text, token, say("query_begin", words=repr(token.text[:40])), advice)
        for _ in range(_PROLOGUE[word]):
            next(rest, None)
    raise QueryError(say("query_none"), hint=advice)
