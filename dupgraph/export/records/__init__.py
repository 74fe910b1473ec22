"""A graph as four tables of typed columns: what CSV and Parquet hold, and what describes them."""

from dupgraph.export.records.rows import GOAL, STATED, Records, build_records
from dupgraph.export.records.schema import TABLES, Column, Reference, Table

__all__ = [
    "GOAL",
    "STATED",
    "TABLES",
    "Column",
    "Records",
    "Reference",
    "Table",
    "build_records",
]
