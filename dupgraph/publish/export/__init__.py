"""A graph as files for others: RDF, tables, networks, what describes them, and a whole release."""

from dupgraph.publish.export.exchange import Edge, Exchange, Node, build_exchange
from dupgraph.publish.export.formats import (
    ExportFormat,
    Format,
    MetadataFormat,
    find_formats,
    list_format_names,
    write_formats,
)
from dupgraph.publish.export.publication import FileKind, Publication, find_date
from dupgraph.publish.export.release import Release, write_files, write_release
from dupgraph.publish.export.source import Source

__all__ = [
    "Edge",
    "Exchange",
    "ExportFormat",
    "FileKind",
    "Format",
    "MetadataFormat",
    "Node",
    "Publication",
    "Release",
    "Source",
    "build_exchange",
    "find_date",
    "find_formats",
    "list_format_names",
    "write_files",
    "write_formats",
    "write_release",
]
