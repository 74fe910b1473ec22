"""CSV of nodes and of edges: for spreadsheets, Gephi's data laboratory, Cytoscape, and programs."""

import csv
from collections.abc import Iterable
from io import StringIO

from dupgraph.publish.export.exchange import EDGE_FIELDS, NODE_FIELDS, Edge, Exchange, Value, write_value

NODE_COLUMNS = ("id", "label", *NODE_FIELDS, "color")
# Gephi knows the first eight by these names; "type" says Directed or Undirected, as "directed" does elsewhere.
EDGE_COLUMNS = ("id", "source", "target", "type", "kind", "label", "weight",
                *(name for name in EDGE_FIELDS if name not in ("kind", "directed")), "color")  # fmt: skip
# A spreadsheet runs a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_nodes(exchange: Exchange) -> bytes:
    """Return the nodes as CSV, a heading first."""
    return _write_rows(NODE_COLUMNS, ([getattr(node, name) for name in NODE_COLUMNS] for node in exchange.nodes))


def write_edges(exchange: Exchange) -> bytes:
    """Return the edges as CSV, a heading first; source and target are ids of nodes."""
    return _write_rows(EDGE_COLUMNS, ([_find_cell(edge, name) for name in EDGE_COLUMNS] for edge in exchange.edges))


def _find_cell(edge: Edge, name: str) -> Value:
    if name == "type":
        return "Directed" if edge.directed else "Undirected"
    value: Value = getattr(edge, name)
    return value


def _write_rows(columns: Iterable[str], rows: Iterable[list[Value]]) -> bytes:
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(disarm_cell, row) for row in rows)
    return file.getvalue().encode()


def disarm_cell(value: Value) -> str:
    """Return a value as a cell that no spreadsheet runs: a text that begins like a formula gets an apostrophe.

    >>> [disarm_cell(value) for value in ("=1+1", "@home", "AUSL", -1)]
    ["'=1+1", "'@home", 'AUSL', '-1']
    """
    text = write_value(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
