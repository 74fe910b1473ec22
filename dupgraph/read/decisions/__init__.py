"""Decisions of people: the review file beside a plan, their places in its text, and what a reading becomes by them.

files.py    the review file, read and written
parsing.py  its Turtle to decisions, or a sentence with the line
writing.py  decisions to its Turtle
names.py    the names that people gave to what no vocabulary knew
anchors.py  where the words of a decision stand in a changed text
apply.py    a reading and decisions to the reading that they make of it
"""

from dupgraph.read.decisions.anchors import Anchors
from dupgraph.read.decisions.apply import Reviewed, Things, apply_decisions
from dupgraph.read.decisions.files import (
    REVIEW_SUFFIX,
    put_decisions,
    read_decisions,
    sort_by_time,
    write_decisions,
)
from dupgraph.read.decisions.names import NAMES_SUFFIX, NewName, add_names, list_new_names, remove_names
from dupgraph.read.decisions.parsing import parse_decisions

__all__ = [
    "NAMES_SUFFIX",
    "REVIEW_SUFFIX",
    "Anchors",
    "NewName",
    "Reviewed",
    "Things",
    "add_names",
    "apply_decisions",
    "list_new_names",
    "parse_decisions",
    "put_decisions",
    "read_decisions",
    "remove_names",
    "sort_by_time",
    "write_decisions",
]
