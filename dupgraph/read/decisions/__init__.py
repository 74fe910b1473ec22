"""Decisions of people: the review file beside a plan, their places in its text, and what a reading becomes by them.

files.py    the review file, read and written
parsing.py  its Turtle to decisions, or a sentence with the line
writing.py  decisions to its Turtle
names.py    the names that people gave to what no vocabulary knew
anchors.py  where the words of a decision stand in a changed text
apply.py    a reading and decisions to the reading that they make of it
"""
