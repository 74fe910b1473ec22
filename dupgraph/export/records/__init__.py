"""A graph as four tables of typed columns: what CSV and Parquet hold, and what describes them."""

from dupgraph.export.records.facts import GOAL, NAMES, STATED, Facts, Words
from dupgraph.export.records.rows import Records, build_records
from dupgraph.export.records.schema import TABLES, Column, Reference, Table

__all__ = [
    "GOAL",
    "NAMES",
    "STATED",
    "TABLES",
    "Column",
    "Facts",
    "Records",
    "Reference",
    "Table",
    "Words",
    "build_records",
]
