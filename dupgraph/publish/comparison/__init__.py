"""Two plans compared as one page: both texts side by side, what changed marked, links gained and lost; and as files."""

from dupgraph.publish.comparison.files import encode_comparison
from dupgraph.publish.comparison.page import STYLE, TEMPLATES, ComparisonView, draw_comparison, view_comparison

__all__ = ["STYLE", "TEMPLATES", "ComparisonView", "draw_comparison", "encode_comparison", "view_comparison"]
