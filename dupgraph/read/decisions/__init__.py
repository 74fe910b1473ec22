"""Decisions of people: the review file beside a plan, their places in its text, and what a reading becomes by them."""
