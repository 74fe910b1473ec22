"""What a person is asked about a reading, and how the answers are kept: for the terminal and for the server alike.

queue.py       what is not understood or doubtful, each with its sentence
candidates.py  what the words of an item may name
session.py     a plan under review: decide, take back, look back
wording.py     what is said of a decision
"""
