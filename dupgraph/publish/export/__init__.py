"""A graph as files for others: RDF, tables, StratML, networks, what describes them, and a whole release."""

from dupgraph.publish.export.exchange import Edge, Exchange, Node, build_exchange
from dupgraph.publish.export.formats import FORMATS, NETWORKS, ExportFormat, MetadataFormat, find_formats, write_formats
from dupgraph.publish.export.publication import Publication, find_date
from dupgraph.publish.export.release import Release, write_files, write_release
from dupgraph.publish.export.source import Source

__all__ = [
    "FORMATS",
    "NETWORKS",
    "Edge",
    "Exchange",
    "ExportFormat",
    "MetadataFormat",
    "Node",
    "Publication",
    "Release",
    "Source",
    "build_exchange",
    "find_date",
    "find_formats",
    "write_files",
    "write_formats",
    "write_release",
]
