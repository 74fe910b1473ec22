"""A graph as four tables of typed columns: what CSV and Parquet hold, and what describes them."""

from dupgraph.publish.export.records.rows import STATED, Records
from dupgraph.publish.export.records.schema import ENTITIES, TABLES, Column, Reference, Table

__all__ = [
    "ENTITIES",
    "STATED",
    "TABLES",
    "Column",
    "Records",
    "Reference",
    "Table",
]
