"""A plan as one offline page: its outline on a ring, what it names inside, the words behind every line."""

from dupgraph.publish.map.content import MapContent, read_content
from dupgraph.publish.map.layout import Point, find_positions
from dupgraph.publish.map.page import VIEWS, Drawing, check_view, draw_map

__all__ = ["VIEWS", "Drawing", "MapContent", "Point", "check_view", "draw_map", "find_positions", "read_content"]
