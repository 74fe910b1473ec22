"""Several plans as one offline page: towns, or many by province, region or initial, and partners that they share."""

from dupgraph.publish.towns.content import MOST_TOWNS, TownsContent, count_plans, read_towns
from dupgraph.publish.towns.page import TownsDrawing, draw_towns

__all__ = ["MOST_TOWNS", "TownsContent", "TownsDrawing", "count_plans", "draw_towns", "read_towns"]
