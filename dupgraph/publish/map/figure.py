"""The plan as a pyvis network: every node placed and measured, every line with its kind, nothing left to physics."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from dupgraph.ask.analysis.network import PlanElement, PlanThing
from dupgraph.base.gathering import gather
from dupgraph.publish.map.content import MapContent
from dupgraph.publish.map.layout import Group, Label, Layout, Node, find_positions, wrap_label
from dupgraph.schema.links import LEVELS, LINK_OF_ROLE, SHOWN, Kind, Link

if TYPE_CHECKING:
    from pyvis.network import Network

# The links whose things the map shows, in the order of their layers.
LAYERS: tuple[Link, ...] = tuple(sorted((link for link in SHOWN if link.map), key=lambda link: link.map))
# How many colours the page has for the outermost elements; then they repeat.
COLOURS = 6
# A line of a label, in characters: short lines make compact boxes.
LABEL_WIDTH = 14
# A mark grows with the elements that name it, up to this many; where one is named by more, all are scaled.
MOST_COUNTED = 40
# Where objectives stand too close to be told apart, a mark takes this part of its room.
CLOSE_MARK_SHARE = 0.42

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "hover": True, "selectConnectedEdges": False, "zoomSpeed": 0.6},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": False}}, "selectionWidth": 0, "hoverWidth": 0},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Where everything stands; how many elements name each thing, and how large its mark is, by IRI."""

    layout: Layout
    degrees: Counter[str]
    sizes: dict[str, float]


def place_content(content: MapContent) -> Figure:
    """Return where everything stands."""
    ids = content.ids
    pairs = {(link.element, link.thing) for link in content.network.links}
    degrees = Counter(thing for _, thing in pairs)
    by_kind = gather((thing.kind, thing) for thing in content.things)
    kinds = {thing.iri: thing.kind for thing in content.things}
    links = gather((kinds[named], (ids[element], ids[named])) for element, named in pairs)
    most = max(degrees.values(), default=1)
    sizes = {iri: measure_mark(degree, most) for iri, degree in degrees.items()}
    groups = []
    for layer in LAYERS:
        # The most named first: where there are very many, they have room for their labels.
        ranked = sorted(by_kind[layer.role], key=lambda thing: -degrees[thing.iri])
        groups.append(Group([_measure_label(content, thing, sizes[thing.iri]) for thing in ranked], links[layer.role]))
    nodes = [Node(ids[element.iri], ids.get(element.parent)) for element in content.elements]
    return Figure(find_positions(nodes, groups), degrees, sizes)


def _measure_label(content: MapContent, thing: PlanThing, size: float) -> Label:
    """Return the room of a thing's label; in English the page leaves out what would lie on another."""
    return Label(content.ids[thing.iri], wrap_label(content.name_thing(thing.iri), LABEL_WIDTH), size)


def measure_mark(degree: int, most: int) -> float:
    """Return the half size of a thing's mark: its area says how many elements name it.

    >>> measure_mark(4, 10), measure_mark(400, 400) == measure_mark(40, 40)
    (5.6, True)
    """
    return round(2.6 + 1.5 * sqrt(degree * min(1, MOST_COUNTED / most)), 2)


def list_nodes(content: MapContent, figure: Figure) -> list[dict[str, Any]]:
    """Return elements and things as vis-network and pyvis have nodes: each where it stands, and it stays there."""
    layout, ids = figure.layout, content.ids
    tops = number_outermost(content)
    nodes = []
    for element in content.elements:
        id = ids[element.iri]
        drawn, has_parts = LEVELS[element.kind].map, LEVELS[element.kind].crossed
        nodes.append(
            {
                "id": id,
                "label": element.code,
                "shape": drawn["shape"],
                "size": drawn["size"] if has_parts else round(min(drawn["size"], CLOSE_MARK_SHARE * layout.slot), 2),
                **_describe_element(content, element, tops[element.iri], layout.angles[id]),
            }
        )
    for thing in content.things:
        nodes.append(
            {
                "id": ids[thing.iri],
                "label": "\n".join(wrap_label(thing.label, LABEL_WIDTH)),
                "shape": _choose_shape(content, thing),
                "size": figure.sizes[thing.iri],
                **_describe_thing(content, thing, figure.degrees[thing.iri]),
            }
        )
    places = (layout.places[node["id"]] for node in nodes)
    return [{**node, "x": place.x, "y": place.y, "physics": False} for node, place in zip(nodes, places, strict=True)]


def build_network(content: MapContent, figure: Figure) -> "Network":
    """Return the pyvis network of elements and things, with the lines of outline, links and dependencies."""
    # It imports networkx and all of IPython: only who wants to go on from there waits for it.
    from pyvis.network import Network

    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    network.options = dict(OPTIONS)
    for node in list_nodes(content, figure):
        network.add_node(node.pop("id"), **node)
    # Filled at once: add_edge looks through all nodes for each line.
    network.edges = _list_edges(content)
    return network


def _choose_shape(content: MapContent, thing: PlanThing) -> str:
    kind, link = find_kind(content, thing), LINK_OF_ROLE[thing.kind]
    return (kind.shape if kind else "") or link.shape


def find_kind(content: MapContent, thing: PlanThing) -> Kind | None:
    """Return of which kind a thing is, where its role is that of several: one of a name, or a kind of such."""
    kinds = LINK_OF_ROLE[thing.kind].kinds
    if len(kinds) < 2:
        return None
    return kinds[1] if thing.iri in content.kinds_of_bodies else kinds[0]


def number_outermost(content: MapContent) -> dict[str, int]:
    """Return, for each element by IRI, the number of the outermost element that it belongs to."""
    tops: dict[str, int] = {}
    count = 0
    for element in content.elements:
        if element.parent in tops:
            tops[element.iri] = tops[element.parent]
        else:
            tops[element.iri] = count
            count += 1
    return tops


def _describe_element(content: MapContent, element: PlanElement, top: int, angle: float) -> dict[str, Any]:
    drawn = LEVELS[element.kind].map
    return {
        "kind": element.kind,
        "level_name": element.level,
        "code": element.code,
        "name": element.title,
        "lines": wrap_label(element.title, drawn["width"], drawn["lines"]),
        "top": top % COLOURS,
        "top_number": top,
        "angle": round(angle, 5),
        "parent": content.ids.get(element.parent),
        "iri": element.iri,
    }


def _describe_thing(content: MapContent, thing: PlanThing, degree: int) -> dict[str, Any]:
    names = content.names[thing.iri]
    english = {} if names.en == names.it else {"name_en": names.en, "lines_en": wrap_label(names.en, LABEL_WIDTH)}
    is_own = thing.category in ("", thing.iri)
    kind = find_kind(content, thing)
    return {
        "kind": thing.kind,
        **({"sort": kind.name} if kind else {}),
        "name": names.it,
        "lines": wrap_label(names.it, LABEL_WIDTH),
        **english,
        **({} if is_own else {"category": thing.category}),
        **({"aliases": list(names.others)} if names.others else {}),
        **({"aliases_en": list(names.others_en)} if names.others_en else {}),
        "degree": degree,
        "iri": thing.iri,
    }


def _list_edges(content: MapContent) -> list[dict[str, Any]]:
    ids = content.ids
    edges: list[dict[str, Any]] = [
        {"from": ids[element.parent], "to": ids[element.iri], "kind": "part"}
        for element in content.elements
        if element.parent in ids
    ]
    edges += [
        {"from": ids[link.element], "to": ids[link.thing], "kind": link.property} for link in content.network.links
    ]
    edges += [
        {"from": ids[pair.a], "to": ids[pair.b], "kind": pair.kind, "value": round(pair.weight, 3), "hidden": True}
        for pair in content.dependencies
    ]
    return edges
