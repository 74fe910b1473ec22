"""A graph as files for other tools: networks for Gephi, yEd, Cytoscape, Kumu and spreadsheets."""

from dupgraph.export.exchange import Edge, Exchange, Node, build_exchange
from dupgraph.export.formats import FORMATS, ExportFormat, find_formats, write_formats
from dupgraph.export.source import Source

__all__ = [
    "FORMATS",
    "Edge",
    "Exchange",
    "ExportFormat",
    "Node",
    "Source",
    "build_exchange",
    "find_formats",
    "write_formats",
]
