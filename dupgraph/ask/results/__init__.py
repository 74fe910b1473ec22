"""An answer, and the forms in which it is written."""

from dupgraph.ask.results.answer import Answer, Asked
from dupgraph.ask.results.formats import FORMATS, Format, find_format
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.terms import Value, convert_term, write_cell
from dupgraph.ask.results.texts import write_csv

__all__ = [
    "FORMATS",
    "Answer",
    "Asked",
    "Format",
    "Result",
    "Value",
    "convert_term",
    "find_format",
    "write_cell",
    "write_csv",
]
