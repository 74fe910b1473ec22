"""A Kumu blueprint: JSON with elements and connections."""

import json
import re
from typing import Any

from dupgraph.language.languages import get_text
from dupgraph.publish.export.exchange import Edge, Exchange, Node, list_values

# What Kumu has fields of its own for, or says by the direction.
_NODE_CUSTOM = ("kind", "code", "plan", "policy", "guideline", "category", "mentions", "community", "color")
_EDGE_CUSTOM = ("kind", "weight", "mentions", "words", "page", "involvement", "dependency", "reasons", "color")
# Kumu reads a description as Markdown; a plan's words are to look as the plan has them, and to load nothing.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~!&])")


def write_kumu(exchange: Exchange) -> bytes:
    """Return a network as a blueprint. Connections name elements by id, since two may have one label."""
    blueprint = {
        "elements": [_describe_node(node) for node in exchange.nodes],
        "connections": [_describe_edge(edge, exchange.language) for edge in exchange.edges],
    }
    return json.dumps(blueprint, ensure_ascii=False, indent=1).encode() + b"\n"


def _describe_node(node: Node) -> dict[str, Any]:
    about = " · ".join(filter(None, (node.level, node.category or node.plan)))
    return {
        "id": node.id,
        "label": node.label,
        "type": node.level,
        "description": escape_markup(about),
        "tags": [text for text in (node.policy, node.category) if text],
        **dict(list_values(node, _NODE_CUSTOM)),
    }


def _describe_edge(edge: Edge, language: str) -> dict[str, Any]:
    return {
        "id": edge.id,
        "from": edge.source,
        "to": edge.target,
        "direction": "directed" if edge.directed else "undirected",
        "label": edge.label,
        "type": edge.label,
        "description": _quote_words(edge, language),
        "tags": [text for text in (*edge.involvement.split("; "), edge.dependency) if text],
        **dict(list_values(edge, _EDGE_CUSTOM)),
    }


def _quote_words(edge: Edge, language: str) -> str:
    lines = []
    if edge.reasons:
        lines.append(f"{get_text('answers', 'shared', language)}: {escape_markup(edge.reasons)}")
    if edge.words:
        quote = f"{escape_markup(edge.before)}**{escape_markup(edge.words)}**{escape_markup(edge.after)}"
        lines.append(f"{get_text('answers', 'words_of_plan', language)}: «{quote}»")
    return "\n\n".join(lines)


def escape_markup(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is.

    >>> print(escape_markup("![x](http://example.org) *"))
    \\!\\[x\\](http://example.org) \\*
    """
    return _MARKUP.sub(r"\\\1", text)
