"""Networks as XML: GEXF 1.3 for Gephi; GraphML for yEd, Cytoscape, Gephi and whatever else reads it.

Written by templates and not by networkx: its writers put the day and their own version into the file, leave out the
kind of an edge, without which Gephi makes one of two between the same nodes, and draw no labels or colours for yEd.
All edges are directed, so that every reader takes them; the field ``directed`` says which of them really are.
"""

from pathlib import Path

from dupgraph.publish.export.exchange import EDGE_FIELDS, NODE_FIELDS, Exchange, write_value
from dupgraph.publish.export.markup import write_document
from dupgraph.schema.links import ELEMENT_KINDS

_TEMPLATES = Path(__file__).parent / "templates"
_GEXF_TYPES = {str: "string", int: "integer", float: "double", bool: "boolean"}
_GRAPHML_TYPES = _GEXF_TYPES | {int: "int"}
_NODE_KEYS: dict[str, type] = {"label": str, **NODE_FIELDS, "color": str}
_EDGE_KEYS: dict[str, type] = {"label": str, **EDGE_FIELDS, "weight": float, "color": str}


def write_gexf(exchange: Exchange) -> bytes:
    """Return a network as GEXF."""
    return _write(exchange, "network.gexf", _GEXF_TYPES, NODE_FIELDS, EDGE_FIELDS)


def write_graphml(exchange: Exchange) -> bytes:
    """Return a network as GraphML."""
    return _write(exchange, "network.graphml", _GRAPHML_TYPES, _NODE_KEYS, _EDGE_KEYS)


def _write(
    exchange: Exchange, template: str, types: dict[type, str], nodes: dict[str, type], edges: dict[str, type]
) -> bytes:
    return write_document(
        _TEMPLATES / template,
        exchange=exchange,
        node_fields={name: types[kind] for name, kind in nodes.items()},
        edge_fields={name: types[kind] for name, kind in edges.items()},
        element_kinds=ELEMENT_KINDS,
        choose_ink=choose_ink,
        find_field=lambda item, name: write_value(getattr(item, name)),
        find_channel=_find_channel,
    )


def _find_channel(color: str, at: int) -> int:
    """Return how much red, green or blue a colour has, from its place in ``#RRGGBB``."""
    return int(color[at : at + 2], 16)


def choose_ink(color: str) -> str:
    """Return black or white, whichever is read better on ``color`` (by the relative luminance of WCAG 2).

    >>> choose_ink("#F0E442"), choose_ink("#0072B2")
    ('#000000', '#FFFFFF')
    """
    channels = [_find_channel(color, at) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "#FFFFFF"
