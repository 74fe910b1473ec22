"""An answer written in a syntax of the web, part by part, within limits of rows and bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, serialize

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.answers import Answer
from dupgraph.graph.engines.faults import explain_failure
from dupgraph.language.messages import say

# So much is held back before anything is sent: whatever goes wrong until then can still be said in an answer's status.
PART = 64 * 1024

# The syntaxes by the names that requests give them.
RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRIPLES = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
# What stands between two rows, and within none: quotes, angle brackets and line ends in values are escaped there.
_BETWEEN = {"json": b'},{"', "xml": b"</result>", "tsv": b"\n", "csv": b"\n"}


class OverLimitError(QueryError):
    """An answer has more rows or bytes than it may; ``what`` is the sentence."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one answer may have."""

    rows: int
    bytes: int


class PartWriter:
    """Takes the bytes of an answer as they are made, counts them and their rows, and sends them in parts.

    ``between`` is what stands between two rows, empty where rows are counted elsewhere. The last part is in ``rest``.
    """

    def __init__(self, send: Callable[[bytes], object], bounds: Bounds, between: bytes = b"") -> None:
        self._send = send
        self._bounds = bounds
        self._between = between
        self._tail = b""
        self._in_quotes = False
        self._rows = self._size = 0
        self.rest = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes. Raises OverLimitError."""
        self._size += len(data)
        if self._size > self._bounds.bytes:
            raise refuse_size(self._bounds.bytes)
        if self._between:
            self._rows += self._count_rows(data)
            # The header of a table is a line, too, and the end of the last row one between.
            if self._rows > self._bounds.rows + 1:
                raise refuse_rows(self._bounds.rows)
        self.rest += data
        if len(self.rest) >= PART:
            self._send(bytes(self.rest))
            self.rest.clear()
        return len(data)

    def flush(self) -> None:
        """Do nothing: parts have their size."""

    def _count_rows(self, data: bytes) -> int:
        if self._between == b"\n":
            # A line end within a quoted cell ends no row; in TSV there is none.
            pieces = data.split(b'"')
            outside = pieces[self._in_quotes :: 2]
            self._in_quotes ^= len(pieces) % 2 == 0
            return sum(piece.count(b"\n") for piece in outside)
        seen = self._tail + data
        self._tail = seen[-len(self._between) + 1 :]
        return seen.count(self._between)


def write_solutions(answer: QuerySolutions | QueryBoolean, form: str, writer: PartWriter) -> None:
    """Write an answer in rows, or yes or no. Raises OverLimitError, and QueryError for what cannot be computed."""
    with explain_failure():
        answer.serialize(cast("IO[bytes]", writer), format=RESULTS[form])


def write_triples(triples: Iterable[Any], form: str, writer: PartWriter, bounds: Bounds) -> None:
    """Write triples or quads. Raises as ``write_solutions``."""
    with explain_failure():
        serialize(_count(triples, bounds.rows), cast("IO[bytes]", writer), format=TRIPLES[form])


def write_answer(answer: Answer, form: str, send: Callable[[bytes], object], bounds: Bounds) -> bytes:
    """Send an answer in the syntax called ``form`` but for its last part, and return that. Raises as the others."""
    is_table = isinstance(answer, QuerySolutions)
    writer = PartWriter(send, bounds, _BETWEEN[form] if is_table else b"")
    if isinstance(answer, QuerySolutions | QueryBoolean):
        write_solutions(answer, form, writer)
    else:
        write_triples(answer, form, writer, bounds)
    return bytes(writer.rest)


def _count(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    for number, triple in enumerate(triples):
        if number == most:
            raise refuse_rows(most)
        yield triple


def refuse_rows(most: int) -> OverLimitError:
    """Return the error for an answer of too many rows."""
    return OverLimitError(say("answer_rows", most=f"{most:,}"), hint=say("do_limit"))


def refuse_size(most: int) -> OverLimitError:
    """Return the error for an answer of too many bytes."""
    return OverLimitError(say("answer_bytes", most=f"{most:,}"), hint=say("do_limit"))
