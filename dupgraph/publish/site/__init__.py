"""A static site of plans: every page, its data beside it, and what web servers need to serve both."""

from dupgraph.publish.site.writing import Order, Site, write_site

__all__ = ["Order", "Site", "write_site"]
