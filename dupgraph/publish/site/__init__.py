"""A static site of plans: every page, its data beside it, and what web servers need to serve both."""

from dupgraph.publish.site.content import Order, SiteContent, open_site
from dupgraph.publish.site.writing import Site, write_site

__all__ = ["Order", "Site", "SiteContent", "open_site", "write_site"]
