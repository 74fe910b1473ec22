"""Several plans as one offline page: towns on a ring, inside the partners that they have in common."""

from dupgraph.publish.towns.content import TownsContent, check_size, read_towns
from dupgraph.publish.towns.page import TownsDrawing, draw_towns

__all__ = ["TownsContent", "TownsDrawing", "check_size", "draw_towns", "read_towns"]
