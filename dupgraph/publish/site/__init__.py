"""A static site of plans: every page, its data beside it, and what web servers need to serve both."""
