"""What every engine takes and gives: one closed query text in, a table of RDF terms out."""

from dataclasses import dataclass
from typing import Literal as Choice
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
Form = Choice["select", "ask", "construct"]

# A CONSTRUCT answers in triples; as a table they have these columns.
TRIPLE_COLUMNS = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows of terms under named columns, in the order of the answer.

    On every engine they are pyoxigraph's terms: to convert each of them would take as long as the query. ``cut`` is
    empty, or a sentence that says at which limit the answer was cut short.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    cut: str = ""

    def list_texts(self) -> list[tuple[str, ...]]:
        """Return the rows as plain texts: the values of terms, empty where there is none."""
        return [tuple(getattr(term, "value", "") for term in row) for row in self.rows]


class Engine(Protocol):
    """A place where queries run; ``location`` names it in messages.

    A text is a closed query, without parameters. Without ``timeout`` a local engine runs it in this process, where it
    cannot be stopped: for our own texts only. With ``timeout`` it runs in a process that is stopped after so many
    seconds. Raises GraphError (no graph there), QueryError (a faulty text, a limit) and EndpointError (the remote
    side).
    """

    @property
    def location(self) -> str:
        """The place, as a person wrote it."""

    @property
    def graph_iris(self) -> tuple[str, ...]:
        """The named graphs to ask instead of all of them; empty for all."""

    @property
    def services(self) -> tuple[str, ...]:
        """The URLs that SERVICE may name in a typed text."""

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the rows of a SELECT."""

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Return the answer of an ASK."""

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Return the triples of a CONSTRUCT or DESCRIBE, under the columns subject, predicate and object."""
