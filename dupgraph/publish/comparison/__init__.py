"""Two plans compared as one page: both texts side by side, what changed marked, links gained and lost."""

from dupgraph.publish.comparison.page import draw_comparison

__all__ = ["draw_comparison"]
