"""GEXF 1.3: for Gephi, with its colours.

Written here and not by networkx: its writer puts the day and its own version into the file, and leaves out the kind of
an edge, without which Gephi makes one of two between the same nodes.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from dupgraph.publish.export.exchange import EDGE_FIELDS, NODE_FIELDS, Edge, Exchange, Node, list_values, write_value
from dupgraph.publish.export.markup import write_document

_TYPES = {str: "string", int: "integer", float: "double", bool: "boolean"}


def write_gexf(exchange: Exchange) -> bytes:
    """Return a network as GEXF.

    All edges are directed, so that every reader takes them; the field ``directed`` says which of them really are.
    """
    root = Element("gexf", {"xmlns": "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz", "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "dupgraph"
    SubElement(meta, "description").text = exchange.title
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    _declare_fields(graph, "node", NODE_FIELDS)
    _declare_fields(graph, "edge", EDGE_FIELDS)
    nodes = SubElement(graph, "nodes")
    for node in exchange.nodes:
        place = SubElement(nodes, "node", {"id": node.id, "label": node.label})
        _add_values(place, node, NODE_FIELDS)
        _add_colour(place, node.color)
    edges = SubElement(graph, "edges")
    for edge in exchange.edges:
        facts = {"id": edge.id, "source": edge.source, "target": edge.target, "label": edge.label}
        place = SubElement(edges, "edge", facts | {"weight": write_value(edge.weight), "kind": edge.kind})
        _add_values(place, edge, EDGE_FIELDS)
        _add_colour(place, edge.color)
    return write_document(root)


def _declare_fields(graph: Element, scope: str, fields: Mapping[str, type]) -> None:
    place = SubElement(graph, "attributes", {"class": scope})
    for number, (name, kind) in enumerate(fields.items()):
        SubElement(place, "attribute", {"id": str(number), "title": name, "type": _TYPES[kind]})


def _add_values(place: Element, item: Node | Edge, fields: Mapping[str, type]) -> None:
    numbers = {name: str(number) for number, name in enumerate(fields)}
    values = SubElement(place, "attvalues")
    for name, value in list_values(item, fields):
        SubElement(values, "attvalue", {"for": numbers[name], "value": write_value(value)})


def _add_colour(place: Element, color: str) -> None:
    red, green, blue = (str(int(color[at : at + 2], 16)) for at in (1, 3, 5))
    SubElement(place, "viz:color", {"r": red, "g": green, "b": blue})
