"""A request to what it asks: SPARQL 1.1 Protocol, section 2.1, read strictly; what is not clear is refused."""

import re
from binascii import a2b_qp
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dupgraph.base.errors import DupgraphError
from dupgraph.graph.engines.gate import MAXIMUM_BYTES

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
# A form's text is longer than the query that it carries.
LARGEST_BODY = 4 * MAXIMUM_BYTES
# Answers that another run would give otherwise; a text with escapes may hide them.
_CHANGING = ("NOW", "RAND", "UUID", "BNODE", "\\U")
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
_UTF_8 = ("utf-8", "utf8")
_HEX = re.compile(rb"%(?![0-9A-Fa-f]{2})")
Parameters = Mapping[str, list[str]]


class RequestError(DupgraphError):
    """A request that is not as the protocol wants it, and the status that says so."""

    def __init__(self, status: int, what: str, *, hint: str = "") -> None:
        super().__init__(what, status=status, hint=hint)


@dataclass(frozen=True, slots=True)
class Query:
    """A query's text, and the graphs that the request chose for it."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def is_steady(self) -> bool:
        """Whether the same graphs give the same answer again: nothing in it asks for the time, or for chance."""
        text = self.text.upper()
        return not any(word in text for word in _CHANGING)


def read_query(method: str, query_string: bytes, content_type: str, body: bytes) -> Query | None:
    """Return what a request asks; None for a GET that asks nothing. Raises RequestError.

    >>> read_query("GET", b"query=ASK%20%7B%7D&default-graph-uri=http://example.org/a", "", b"")
    Query(text='ASK {}', default_graphs=('http://example.org/a',), named_graphs=())
    """
    given = parse_parameters(query_string)
    if method != "POST":
        if "query" not in given and "update" not in given:
            return None
        return _read_parameters(given)
    kind = content_type.partition(";")[0].strip().lower()
    if kind == UPDATE:
        _refuse_update()
    if kind not in (FORM, QUERY):
        what = f"a query is not sent as {kind[:100]!r}" if kind else "the request does not say what it sends"
        raise RequestError(415, what, hint=f"send {QUERY} or {FORM}")
    charset = _CHARSET.search(content_type)
    if charset and charset[1].lower() not in _UTF_8:
        raise RequestError(415, f"the query comes in {charset[1][:40]}", hint="send it in UTF-8")
    if kind == QUERY:
        if "query" in given or "update" in given:
            raise RequestError(400, "the request has a query in its address and another in its body")
        return _make_query(_decode(body), given)
    return _read_parameters(_join(given, parse_parameters(body)))


def parse_parameters(data: bytes) -> dict[str, list[str]]:
    """Return the parameters of a query string or form, each with its values in their order. Raises RequestError.

    >>> parse_parameters(b"a=x+y%20z&a=&b")
    {'a': ['x y z', ''], 'b': ['']}
    """
    found: dict[str, list[str]] = {}
    if _HEX.search(data):
        raise RequestError(400, "a % is not followed by two hexadecimal digits", hint="write % itself as %25")
    for pair in filter(None, data.split(b"&")):
        name, _, value = (_decode(_unquote(part)) for part in pair.partition(b"="))
        found.setdefault(name, []).append(value)
    return found


def _unquote(part: bytes) -> bytes:
    # What has another sign before the same digits is decoded in C, in a tenth of the time.
    return a2b_qp(part.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"="))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError(400, "the request is not in UTF-8", hint="send it in UTF-8") from None


def _join(one: Parameters, other: Parameters) -> Parameters:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in dict.fromkeys([*one, *other])}


def _read_parameters(given: Parameters) -> Query:
    queries, updates = given.get("query", []), given.get("update", [])
    if queries and updates:
        raise RequestError(400, "the request has both a query and an update")
    if len(queries) > 1 or len(updates) > 1:
        raise RequestError(400, "the request has more than one query", hint="send one at a time")
    if updates:
        _refuse_update()
    if not queries:
        raise RequestError(400, "the request has no query", hint="send it as the parameter 'query'")
    return _make_query(queries[0], given)


def _refuse_update() -> None:
    raise RequestError(403, "nothing can be changed here: this service only answers questions")


def _make_query(text: str, given: Parameters) -> Query:
    if len(text.encode()) > MAXIMUM_BYTES:
        raise RequestError(413, f"the query has more than the {MAXIMUM_BYTES:,} bytes allowed", hint="shorten it")
    return Query(text, _list_graphs(given.get("default-graph-uri", ())), _list_graphs(given.get("named-graph-uri", ())))


def _list_graphs(iris: Iterable[str]) -> tuple[str, ...]:
    for iri in iris:
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            raise RequestError(400, f"no IRI of a graph: {iri[:200]!r}", hint="write it whole, with its scheme")
    return tuple(iris)
