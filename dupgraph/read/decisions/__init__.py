"""Decisions of people: the review file beside a plan, their places in its text, and what a reading becomes by them."""

# Behind the stem of a plan: the review file beside it, and the names that people gave meanwhile.
REVIEW_SUFFIX, NAMES_SUFFIX = ".review.ttl", ".names.ttl"
