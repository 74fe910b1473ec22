"""A static site of plans: every page, its data beside it, and what web servers need to serve both."""

from dupgraph.site.writing import Site, write_site

__all__ = ["Site", "write_site"]
