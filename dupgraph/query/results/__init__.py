"""An answer, and the forms in which it is written."""

from dupgraph.query.results.formats import FORMATS, Format, find_format
from dupgraph.query.results.result import Asked, Result
from dupgraph.query.results.terms import Value, convert_term, write_cell
from dupgraph.query.results.texts import write_csv

__all__ = ["FORMATS", "Asked", "Format", "Result", "Value", "convert_term", "find_format", "write_cell", "write_csv"]
