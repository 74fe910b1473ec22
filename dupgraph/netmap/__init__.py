"""A plan as one offline page: its outline on a ring, its partners inside, the words behind every line."""

from dupgraph.netmap.content import MapContent, read_content
from dupgraph.netmap.layout import Point, find_positions
from dupgraph.netmap.page import Drawing, draw_map

__all__ = ["Drawing", "MapContent", "Point", "draw_map", "find_positions", "read_content"]
