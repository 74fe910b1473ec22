"""CSV of nodes and of edges: for spreadsheets, Gephi's data laboratory, Cytoscape, and programs."""

from collections.abc import Iterable

from dupgraph.ask.results.texts import disarm, join_rows
from dupgraph.publish.export.exchange import EDGE_FIELDS, NODE_FIELDS, Edge, Exchange, Value, write_value

NODE_COLUMNS = ("id", "label", *NODE_FIELDS, "color")
# Gephi knows the first eight by these names; "type" says Directed or Undirected, as "directed" does elsewhere.
EDGE_COLUMNS = ("id", "source", "target", "type", "kind", "label", "weight",
                *(name for name in EDGE_FIELDS if name not in ("kind", "directed")), "color")  # fmt: skip


def write_nodes(exchange: Exchange) -> bytes:
    """Return the nodes as CSV, a heading first."""
    return write_csv_rows(NODE_COLUMNS, ([getattr(node, name) for name in NODE_COLUMNS] for node in exchange.nodes))


def write_edges(exchange: Exchange) -> bytes:
    """Return the edges as CSV, a heading first; source and target are ids of nodes."""
    return write_csv_rows(EDGE_COLUMNS, ([_find_cell(edge, name) for name in EDGE_COLUMNS] for edge in exchange.edges))


def _find_cell(edge: Edge, name: str) -> Value:
    if name == "type":
        return "Directed" if edge.directed else "Undirected"
    value: Value = getattr(edge, name)
    return value


def write_csv_rows(columns: Iterable[str], rows: Iterable[Iterable[Value]]) -> bytes:
    """Return rows as CSV, a heading first, with no cell that a spreadsheet runs."""
    return join_rows(columns, (map(_disarm_cell, row) for row in rows), lineterminator="\n").encode("utf-8", "replace")


def _disarm_cell(value: Value) -> str:
    return disarm(value) if isinstance(value, str) else write_value(value)
