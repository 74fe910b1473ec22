"""The answer to one query, as a value that knows no format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from pyoxigraph import Literal

from dupgraph.ask.results.columns import COLUMN_NAMERS, LABELLED_COLUMN, Namer, name_column
from dupgraph.ask.results.terms import Value, convert_term, write_cell
from dupgraph.base.errors import MissingExtraError
from dupgraph.graph.engines.protocol import Form, Row, Solutions, Term
from dupgraph.language.languages import LANGUAGES

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]  # pandas ships no types


@dataclass(frozen=True, slots=True)
class QueryInfo:
    """The question behind a result: ``parameters`` as a person gave them, ``text`` the query that ran.

    Name and title are empty for a text that a person typed. ``question`` is what was asked in plain words, ``sources``
    are the plans that the rows are from, each with its date and text; ``notes`` are what to know of an empty answer.
    """

    text: str
    language: str = LANGUAGES[0]
    name: str = ""
    title: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    question: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query: rows under named columns.

    Iterating over it gives a dictionary for each row, while ``rows`` holds the RDF terms. ``cut`` is empty, or says at
    which limit the answer was cut short. ``asked`` is the question, where it is known.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    form: Form = "select"
    cut: str = ""
    asked: QueryInfo | None = None

    @classmethod
    def from_solutions(cls, solutions: Solutions, form: Form = "select", asked: QueryInfo | None = None) -> Self:
        """Return an engine's answer as a result."""
        return cls(solutions.columns, solutions.rows, form, solutions.cut, asked)

    @classmethod
    def from_answer(cls, answer: bool, asked: QueryInfo | None = None) -> Self:
        """Return a yes or no as a result of one row."""
        return cls(("answer",), ((Literal(answer),),), "ask", asked=asked)

    @property
    def title(self) -> str:
        """The question in a few words, in its language; empty for a text that a person typed."""
        return self.asked.title if self.asked else ""

    @property
    def language(self) -> str:
        """The language of labels and headings."""
        return self.asked.language if self.asked else "en"

    @property
    def notes(self) -> tuple[str, ...]:
        """What it means that there are no rows, in sentences of its language; empty where there are rows."""
        return self.asked.notes if self.asked else ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns as people call them; their names where a text that a person typed has chosen them."""
        if self.asked is None or (self.asked.text and not self.asked.name):
            return self.columns
        return tuple(name_column(column, self.asked.language) for column in self.columns)

    def word_links(self) -> Self:
        """Return the answer for people: links and sorts have their words ("Partner"), not their names in the graph."""
        if self.headings == self.columns or {LABELLED_COLUMN, *COLUMN_NAMERS}.isdisjoint(self.columns):
            return self
        namers = [COLUMN_NAMERS.get(column) for column in self.columns]
        worded = replace(self, rows=tuple(tuple(map(self._word, namers, row)) for row in self.rows))
        return worded.take([place for place, column in enumerate(self.columns) if column != LABELLED_COLUMN])

    def take(self, places: Sequence[int]) -> Self:
        """Return the answer with some of its columns."""
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in places), rows=rows)

    def _word(self, name: Namer | None, term: Term | None) -> Term | None:
        said = name(write_cell(term), self.language) if name and term else ""
        return Literal(said) if said and said != write_cell(term) else term

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, map(convert_term, row), strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        """Whether the answer is yes, for an ASK; whether there are rows, for all else."""
        return self.rows == ((Literal(True),),) if self.form == "ask" else bool(self.rows)

    def __repr__(self) -> str:
        rows = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        said = "; ".join(filter(None, (", ".join(self.columns), self.cut, *self.notes)))
        return f"<{type(self).__name__} of {rows}: {said}>"

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries of plain values: strings, numbers, booleans, None where nothing is bound."""
        return list(self)

    def to_pandas(self) -> "DataFrame":
        """Return the rows as a pandas data frame. Raises MissingExtraError when pandas is not installed."""
        try:
            from pandas import DataFrame
        except ImportError:
            raise MissingExtraError("pandas", extra="pandas") from None
        return DataFrame(self.to_dicts(), columns=list(self.columns))
