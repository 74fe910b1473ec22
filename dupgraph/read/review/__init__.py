"""What a person is asked about a reading, and how the answers are kept: for the terminal and for the server alike.

queue.py       what is not understood or doubtful, each with its sentence
candidates.py  what the words of an item may name
session.py     a plan under review: decide, take back, look back
wording.py     what is said of a decision
"""

from dupgraph.read.review.candidates import Candidate, Candidates
from dupgraph.read.review.queue import Item, Place, list_queue
from dupgraph.read.review.session import NEW_KINDS, Review, Step, open_review
from dupgraph.read.review.wording import describe_decision, describe_step

__all__ = [
    "NEW_KINDS",
    "Candidate",
    "Candidates",
    "Item",
    "Place",
    "Review",
    "Step",
    "describe_decision",
    "describe_step",
    "list_queue",
    "open_review",
]
