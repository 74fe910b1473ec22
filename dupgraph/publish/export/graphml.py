"""GraphML: for yEd, Cytoscape, Gephi and whatever else reads it.

Written here and not by networkx: its writer puts other bytes for other versions of what is installed, and draws no
labels or colours for yEd, which reads them from an extension of its own.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from dupgraph.publish.export.exchange import EDGE_FIELDS, NODE_FIELDS, Edge, Exchange, Node, list_values, write_value
from dupgraph.publish.export.markup import write_document
from dupgraph.schema.links import ELEMENT_KINDS

_TYPES = {str: "string", int: "int", float: "double", bool: "boolean"}
_NODE_KEYS: dict[str, type] = {"label": str, **NODE_FIELDS, "color": str}
_EDGE_KEYS: dict[str, type] = {"label": str, **EDGE_FIELDS, "weight": float, "color": str}
# Where yEd looks for what it draws.
_NODE_DRAWING = "node-drawing"
_EDGE_DRAWING = "edge-drawing"


def write_graphml(exchange: Exchange) -> bytes:
    """Return a network as GraphML.

    All edges are directed, so that every reader takes them; the field ``directed`` says which of them really are.
    """
    root = Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns",
                               "xmlns:y": "http://www.yworks.com/xml/graphml"})  # fmt: skip
    SubElement(root, "desc").text = exchange.title
    for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            facts = {"id": _name_key(scope, name), "for": scope, "attr.name": name, "attr.type": _TYPES[kind]}
            SubElement(root, "key", facts)
    SubElement(root, "key", {"id": _NODE_DRAWING, "for": "node", "yfiles.type": "nodegraphics"})
    SubElement(root, "key", {"id": _EDGE_DRAWING, "for": "edge", "yfiles.type": "edgegraphics"})
    graph = SubElement(root, "graph", {"id": "G", "edgedefault": "directed"})
    for node in exchange.nodes:
        place = SubElement(graph, "node", {"id": node.id})
        _add_data(place, "node", node, _NODE_KEYS)
        _draw_node(SubElement(place, "data", {"key": _NODE_DRAWING}), node)
    for edge in exchange.edges:
        place = SubElement(graph, "edge", {"id": edge.id, "source": edge.source, "target": edge.target})
        _add_data(place, "edge", edge, _EDGE_KEYS)
        _draw_edge(SubElement(place, "data", {"key": _EDGE_DRAWING}), edge)
    return write_document(root)


def _name_key(scope: str, name: str) -> str:
    return f"{scope}-{name}"


def _add_data(place: Element, scope: str, item: Node | Edge, keys: Iterable[str]) -> None:
    for name, value in list_values(item, keys):
        SubElement(place, "data", {"key": _name_key(scope, name)}).text = write_value(value)


def _draw_node(data: Element, node: Node) -> None:
    shape = SubElement(data, "y:ShapeNode")
    SubElement(shape, "y:Fill", {"color": node.color, "transparent": "false"})
    SubElement(shape, "y:NodeLabel", {"textColor": choose_ink(node.color)}).text = node.label
    SubElement(shape, "y:Shape", {"type": "roundrectangle" if node.kind in ELEMENT_KINDS else "ellipse"})


def _draw_edge(data: Element, edge: Edge) -> None:
    line = SubElement(data, "y:PolyLineEdge")
    style = "dashed" if edge.dependency == "inferred" else "line"
    SubElement(line, "y:LineStyle", {"color": edge.color, "type": style, "width": "1.0"})
    SubElement(line, "y:Arrows", {"source": "none", "target": "standard" if edge.directed else "none"})


def choose_ink(color: str) -> str:
    """Return black or white, whichever is read better on ``color`` (by the relative luminance of WCAG 2).

    >>> choose_ink("#F0E442"), choose_ink("#0072B2")
    ('#000000', '#FFFFFF')
    """
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"
