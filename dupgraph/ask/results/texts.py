"""Rows as text: csv, tsv and json (both SPARQL 1.1 results), jsonl, md."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from math import isfinite
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from dupgraph.ask.results.answer import Answer
from dupgraph.ask.results.terms import Value, convert_term, write_cell
from dupgraph.base.terminal import make_visible
from dupgraph.graph.engines.protocol import Term
from dupgraph.schema.namespaces import XSD

# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_QUOTE = '"'
# So many rows are text at once.
_PART = 500
BYTE_ORDER_MARK = "\ufeff"


def write_csv(result: Answer, *, delimiter: str = ",", excel: bool = False) -> str:
    """Return the rows as CSV; else as ``list_csv``."""
    return "".join(list_csv(result, delimiter=delimiter, excel=excel))


def list_csv(result: Answer, *, delimiter: str = ",", excel: bool = False) -> Iterator[str]:
    """Yield the rows as CSV, some hundred at a time: of many towns there are hundreds of megabytes.

    ``excel`` is for a spreadsheet: a mark for UTF-8, and no cell runs as a formula.
    """
    write, end = (_disarm_cell, "\r\n") if excel else (write_cell, "\n")
    yield (BYTE_ORDER_MARK if excel else "") + join_rows(result.columns, (), delimiter=delimiter, lineterminator=end)
    for first in range(0, len(result.rows), _PART):
        # What stands in many rows is one term, written once.
        show = cache(lambda term: _quote(write(term), delimiter))
        yield _join_lines((map(show, row) for row in result.rows[first : first + _PART]), delimiter, end)


def join_rows(
    columns: Iterable[str], rows: Iterable[Iterable[str]], *, delimiter: str = ",", lineterminator: str = "\n"
) -> str:
    """Return cells as CSV, a heading first.

    The standard library's writer looks at each letter by itself: long sentences take it three times as long.
    """
    cells = ((_quote(cell, delimiter) for cell in row) for row in chain([columns], rows))
    return _join_lines(cells, delimiter, lineterminator)


def _quote(cell: str, delimiter: str) -> str:
    # Sign by sign: a pattern takes longer to find the first of several.
    if delimiter in cell or _QUOTE in cell or "\n" in cell or "\r" in cell:
        return f'"{cell.replace(_QUOTE, _QUOTE * 2)}"'
    return cell


def _join_lines(rows: Iterable[Iterable[str]], delimiter: str, end: str) -> str:
    # A line with nothing in it would be no row.
    return end.join([*(delimiter.join(row) or '""' for row in rows), ""])


def _disarm_cell(term: Term | None) -> str:
    cell, value = write_cell(term), convert_term(term)
    if isinstance(value, float):
        # As an Italian spreadsheet writes it.
        return cell.replace(".", ",")
    return disarm(cell) if isinstance(value, str) else cell


def disarm(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs: one that begins like a formula gets an apostrophe.

    >>> [disarm(text) for text in ("=1+1", "@home", "AUSL")]
    ["'=1+1", "'@home", 'AUSL']
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_tsv(result: Answer) -> str:
    """Return SPARQL 1.1 query results as TSV: the columns as variables, each value as Turtle writes it."""
    lines = ["\t".join(f"?{column}" for column in result.columns)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in result.rows]
    return "".join(f"{line}\n" for line in lines)


def write_json(result: Answer) -> str:
    """Return SPARQL 1.1 query results in JSON."""
    if result.form == "ask":
        return json.dumps({"head": {}, "boolean": bool(result)}) + "\n"
    facts: dict[str, Any] = {"head": {"vars": list(result.columns)}, "results": {"bindings": []}}
    before, none, after = json.dumps(facts, ensure_ascii=False, indent=1).rpartition("[]")
    rows = ",\n".join(_list_bindings(result))
    return f"{before}[\n{rows}\n  ]{after}\n" if rows else f"{before}{none}{after}\n"


def _list_bindings(result: Answer) -> Iterator[str]:
    """Yield each row as it stands in the indented JSON, where the library would make every term of every row anew."""
    names = [json.dumps(column, ensure_ascii=False) for column in result.columns]
    for first in range(0, len(result.rows), _PART):
        show = cache(_write_term)
        for row in result.rows[first : first + _PART]:
            bound = [f"    {name}: {show(term)}" for name, term in zip(names, row, strict=True) if term is not None]
            yield "   {\n" + ",\n".join(bound) + "\n   }" if bound else "   {}"


def _write_term(term: Term) -> str:
    # No text in JSON holds a line's end.
    return json.dumps(_describe_term(term), ensure_ascii=False, indent=1).replace("\n", "\n    ")


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


def write_jsonl(result: Answer) -> str:
    """Return one JSON object of plain values a line."""
    rows = (dict(zip(result.columns, map(_convert_json, row), strict=True)) for row in result.rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _convert_json(term: Term | None) -> Value:
    """Return a plain value that JSON can hold: it has no number for INF and NaN, which are texts then."""
    value = convert_term(term)
    return write_cell(term) if isinstance(value, float) and not isfinite(value) else value


def write_md(result: Answer) -> str:
    """Return the rows as a Markdown table, with headings for people."""
    rows = [[escape_md(write_cell(term)) for term in row] for row in result.rows]
    lines = [list(map(escape_md, result.headings)), ["---"] * len(result.columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def escape_md(text: str) -> str:
    """Return a text as it stands in a cell of a Markdown table, in one line."""
    plain = " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
    return make_visible(plain)
