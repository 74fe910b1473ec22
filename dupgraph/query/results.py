"""An answer, and the forms in which it is written: csv, tsv, json (SPARQL 1.1 results), jsonl, md."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from dupgraph.engines.protocol import Form, Row, Solutions, Term
from dupgraph.errors import MissingExtraError
from dupgraph.namespaces import XSD

if TYPE_CHECKING:
    from pandas import DataFrame  # type: ignore[import-untyped]  # pandas ships no types

Value = str | int | float | bool | None

_WHOLE = ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte", "unsignedInt")
_BROKEN = ("decimal", "double", "float")
_CONVERSIONS: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in _WHOLE},
    **{XSD + name: float for name in _BROKEN},
    XSD + "boolean": lambda text: text in ("true", "1"),
}
# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query: rows under named columns, which show themselves as a table in a notebook.

    Iterating gives one dictionary a row. ``rows`` are the RDF terms as they came. ``cut`` is empty, or says at
    which limit the answer was cut short.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    form: Form = "select"
    cut: str = ""

    @classmethod
    def from_solutions(cls, solutions: Solutions, form: Form = "select") -> "Result":
        """Return an engine's answer as a result."""
        return cls(solutions.columns, solutions.rows, form, solutions.cut)

    @classmethod
    def from_answer(cls, answer: bool) -> "Result":
        """Return a yes or no as a result of one row."""
        return cls(("answer",), ((Literal(answer),),), "ask")

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """One dictionary of plain values a row."""
        return (dict(zip(self.columns, map(convert_term, row), strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Whether the answer is yes, for an ASK; whether there are rows, for all else."""
        return self.rows == ((Literal(True),),) if self.form == "ask" else bool(self.rows)

    def __repr__(self) -> str:
        """Columns and the number of rows; the rows themselves may be many."""
        rows = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        return f"<Result of {rows}: {', '.join(self.columns)}{f'; {self.cut}' if self.cut else ''}>"

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

    def _repr_html_(self) -> str:
        """Return the table that a notebook shows."""
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in map(write_cell, row))}</tr>" for row in self.rows
        )
        note = f"<caption>{escape(self.cut)}</caption>" if self.cut else ""
        return f"<table>{note}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def convert_term(term: Term | None) -> Value:
    """Return the plain value of a term: an IRI as a string, a number as a number.

    >>> convert_term(Literal("3", datatype=NamedNode(XSD + "nonNegativeInteger")))
    3
    """
    if isinstance(term, Literal):
        conversion = _CONVERSIONS.get(term.datatype.value)
        try:
            return conversion(term.value) if conversion else term.value
        except ValueError:
            return term.value
    if isinstance(term, NamedNode):
        return term.value
    return None if term is None else str(term)


def write_cell(term: Term | None) -> str:
    """Return a term as the text of a cell, its lexical form; nothing where nothing is bound."""
    if term is None:
        return ""
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def write_csv(result: Result, *, delimiter: str = ",", excel: bool = False) -> str:
    """Return the rows as CSV. ``excel`` is for a spreadsheet: a mark for UTF-8, and no cell runs as a formula."""
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n" if excel else "\n")
    writer.writerow(result.columns)
    disarm = _disarm_cell if excel else write_cell
    writer.writerows([disarm(term) for term in row] for row in result.rows)
    return (BYTE_ORDER_MARK if excel else "") + file.getvalue()


def _disarm_cell(term: Term | None) -> str:
    cell = write_cell(term)
    number = isinstance(term, Literal) and term.datatype.value in _CONVERSIONS
    return f"'{cell}" if cell.startswith(_FORMULA) and not number else cell


def write_tsv(result: Result) -> str:
    """Return the rows as values between tabs; a value that holds a tab or a new line is quoted."""
    return write_csv(result, delimiter="\t")


def write_json(result: Result) -> str:
    """Return SPARQL 1.1 query results in JSON."""
    if result.form == "ask":
        return json.dumps({"head": {}, "boolean": bool(result)}) + "\n"
    bindings = [
        {column: _describe_term(term) for column, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    facts = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def _describe_term(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _describe_term(part) for name, part in parts.items()}}
    facts = {"type": "literal", "value": term.value}
    if term.language:
        return {**facts, "xml:lang": term.language}
    return facts if term.datatype.value == XSD + "string" else {**facts, "datatype": term.datatype.value}


def write_jsonl(result: Result) -> str:
    """Return one JSON object of plain values a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in result)


def write_md(result: Result) -> str:
    """Return the rows as a Markdown table."""
    lines = [result.columns, ["---"] * len(result.columns), *(map(_write_md_cell, row) for row in result.rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _write_md_cell(term: Term | None) -> str:
    return " ".join(write_cell(term).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())


FORMATS: dict[str, Callable[[Result], str]] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "jsonl": write_jsonl,
    "md": write_md,
}
