"""A remote SPARQL 1.1 endpoint: what it says is a result only when it is one."""

import re
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from dupgraph.base.errors import EndpointError, take_first_line
from dupgraph.graph.engines.endpoint.client import Answer, Client
from dupgraph.graph.engines.endpoint.connection import Deadline
from dupgraph.graph.engines.endpoint.sparql import send_query
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Form, Row, Solutions
from dupgraph.graph.engines.tokens import parse_tokens
from dupgraph.language.messages import say

__all__ = ["DEFAULT_SECONDS", "EndpointEngine"]

DEFAULT_SECONDS = 30.0
_RESULTS = {"application/sparql-results+json", "application/json"}
_GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
}
# Virtuoso answers an ASK with a table: this column, and one row for yes, none for no.
_YES_COLUMN = "__ASK_RETVAL"
# Virtuoso calls its blank nodes nodeID://b1, which is no name for one.
_NODE_ID = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')


@dataclass(frozen=True)
class EndpointEngine:
    """Answers from a remote endpoint; every query has a deadline, 30 seconds unless another is given.

    ``graph_iris`` are sent as default-graph-uri, in place of those that the URL may carry. SPARQL knows no way to tell
    the server how long it may take: at the deadline the connection is closed. Credentials come from the environment:
    DUPGRAPH_USER and DUPGRAPH_PASSWORD, or DUPGRAPH_TOKEN, for the host in DUPGRAPH_HOST. Raises EndpointError for a
    URL that cannot be one.
    """

    url: str
    graph_iris: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Made now: an invalid address is reported before any question is looked at.
        self.client  # noqa: B018  it is kept

    @cached_property
    def client(self) -> Client:
        """What sends requests there. Raises EndpointError."""
        return Client(self.url)

    @property
    def location(self) -> str:
        """The endpoint's URL."""
        return self.url

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT. Raises EndpointError."""
        answer = self._send(text, "select", Deadline.after(timeout or DEFAULT_SECONDS))
        found = self._read_results(answer)
        if not isinstance(found, QuerySolutions):
            raise EndpointError("answered, but not with rows", url=self.url)
        columns = tuple(variable.value for variable in found.variables)
        rows = self._read_rows(found)
        return Solutions(columns, rows, _find_cut(answer, len(rows)))

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK. Raises EndpointError."""
        answer = self._send(text, "ask", Deadline.after(timeout or DEFAULT_SECONDS))
        if _is_broken_off(answer):
            raise EndpointError("broke the query off at its own limit of time", url=self.url, hint="ask less")
        found = self._read_results(answer)
        if isinstance(found, QueryBoolean):
            return bool(found)
        if [variable.value for variable in found.variables] == [_YES_COLUMN]:
            return bool(self._read_rows(found))
        raise EndpointError("answered, but not with yes or no", url=self.url)

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE. Raises EndpointError."""
        deadline = Deadline.after(timeout or DEFAULT_SECONDS)
        answer = self._send(text, "construct", deadline)
        if answer.media not in _GRAPHS:
            raise self._refuse_media(answer)
        try:
            triples = [quad.triple for quad in parse(answer.body, format=_GRAPHS[answer.media])]
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None
        rows = tuple(map(tuple, triples))
        return Solutions(TRIPLE_COLUMNS, rows, self._probe_cut(text, answer, deadline))

    def _send(self, text: str, form: Form, deadline: Deadline) -> Answer:
        """Return an answer that says success. Raises EndpointError."""
        answer = send_query(self.client, text, form, self.graph_iris, deadline)
        if not answer.is_good:
            raise self.client.refuse(answer)
        return answer

    def _probe_cut(self, text: str, answer: Answer, deadline: Deadline) -> str:
        """Return at which limit the triples of an answer were cut.

        Virtuoso builds triples from so many rows only, and does not say so; of a SELECT it does. The rows behind the
        triples are therefore asked for, too.
        """
        if _is_broken_off(answer):
            return say("cut_time")
        rows = _count_rows(text)
        if not rows or not answer.headers.get("Server", "").startswith("Virtuoso"):
            return ""
        behind = send_query(self.client, rows, "select", self.graph_iris, deadline)
        if not behind.is_good:
            return ""
        limit = _find_limit(behind)
        return say("cut_triples", count=f"{limit:,}") if limit else ""

    def _read_results(self, answer: Answer) -> QuerySolutions | QueryBoolean:
        if answer.media not in _RESULTS:
            raise self._refuse_media(answer)
        body = _NODE_ID.sub(rb"\1", answer.body) if b'"nodeID://' in answer.body else answer.body
        try:
            return parse_query_results(body, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None

    def _read_rows(self, found: QuerySolutions) -> tuple[Row, ...]:
        try:
            return tuple(map(tuple, found))
        except (SyntaxError, ValueError) as error:
            raise self._refuse_body(error) from None

    def _refuse_media(self, answer: Answer) -> EndpointError:
        what = f"answered with {answer.media}, which is no SPARQL result"
        return EndpointError(what, url=self.url, status=answer.status, hint="is this the address of a SPARQL endpoint?")

    def _refuse_body(self, error: Exception) -> EndpointError:
        reason = take_first_line(error, "unreadable")
        return EndpointError(f"sent a result that cannot be read: {reason}", url=self.url, status=200)


def _find_limit(answer: Answer) -> int:
    """Return the limit of rows that the server says it has reached, 0 for none."""
    said = answer.headers.get("X-SPARQL-MaxRows", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _is_broken_off(answer: Answer) -> bool:
    # Virtuoso's word for an answer that holds what was found when its own time was over.
    return answer.headers.get("X-SQL-State") == "S1TAT"


def _find_cut(answer: Answer, rows: int) -> str:
    limit = _find_limit(answer)
    if limit and rows >= limit:
        return say("cut_endpoint", count=f"{rows:,}")
    if _is_broken_off(answer):
        return say("cut_rows_time", count=f"{rows:,}")
    return ""


def _count_rows(text: str) -> str:
    """Return the SELECT that gives a row for each that a CONSTRUCT or DESCRIBE works with; empty where none does.

    >>> _count_rows("CONSTRUCT { ?s a ?o } WHERE { ?s ?p ?o } LIMIT 9")
    'SELECT (1 AS ?row_) WHERE { ?s ?p ?o } LIMIT 9'
    """
    tokens = list(parse_tokens(text))
    words = [token.text.upper() if token.kind == "word" else token.text for token in tokens]
    start = next((place for place, word in enumerate(words) if word in ("CONSTRUCT", "DESCRIBE")), len(words))
    rest = start + 1
    if words[rest : rest + 1] == ["{"]:
        # A template has no brackets inside.
        rest = words.index("}", rest) + 1 if "}" in words[rest:] else len(words)
    while rest < len(words) and words[rest] not in ("{", "WHERE", "FROM"):
        rest += 1
    if "{" not in words[rest:]:
        return ""
    return f"{text[: tokens[start].start]}SELECT (1 AS ?row_) {text[tokens[rest].start :]}"
