"""The page: a pyvis network with our own places, in our own template, that asks nothing of the net."""

import re
from base64 import b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby
from json import dumps, loads
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.engines import Engine
from dupgraph.netmap.content import Element, MapContent, Partner, Quote, read_content
from dupgraph.netmap.layout import LEVEL, Label, Layout, Node, find_positions, wrap_label

if TYPE_CHECKING:
    from pyvis.network import Network

LIBRARY = "vis-*/vis-network.min.js"
TEMPLATES = Path(__file__).parent / "templates"
SHAPES = {"policy": "square", "guideline": "dot", "objective": "dot", "action": "dot"}
SIZES = {"policy": 15.0, "guideline": 12.0, "objective": 5.5, "action": 5.5}
PARTNER_SHAPES = {"organization": "square", "actor-category": "dot"}
# The page's style and script know this many colours for the outermost elements; then they begin again.
COLOURS = 6
# A line of a partner's label: short lines make compact boxes.
LABEL_WIDTH = 14
GUIDELINE_WIDTH = 18
POLICY_WIDTH = 17

OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "hover": True, "selectConnectedEdges": False, "zoomSpeed": 0.6},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": False}}, "selectionWidth": 0, "hoverWidth": 0},
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn plan: the page, and the pyvis network for whoever wants to go on from there."""

    html: str
    network: "Network"
    content: MapContent


def draw_map(engine: Engine, plan: str | None = None) -> Drawing:
    """Return the map of the one plan in ``engine``'s graph, or of ``plan``, as a page that is complete in itself.

    Raises QueryError when the graph has no plan, no elements, or several plans and none was chosen.
    """
    content = read_content(engine, plan)
    layout = place_content(content)
    network = build_network(content, layout)
    return Drawing(render_page(network, content, layout), network, content)


def place_content(content: MapContent) -> Layout:
    """Return where everything stands."""
    degrees = count_elements(content.quotes)
    return find_positions(
        [Node(element.id, element.parent) for element in content.elements],
        [
            Label(partner.id, wrap_label(partner.label, LABEL_WIDTH), measure_partner(degrees[partner.id]))
            for partner in content.partners
        ],
        list(dict.fromkeys((quote.element, quote.partner) for quote in content.quotes)),
    )


def count_elements(quotes: tuple[Quote, ...]) -> dict[str, int]:
    """Return how many elements name each partner."""
    pairs = {(quote.partner, quote.element) for quote in quotes}
    counts: dict[str, int] = {}
    for partner, _ in pairs:
        counts[partner] = counts.get(partner, 0) + 1
    return counts


def measure_partner(degree: int) -> float:
    """Return the half size of a partner's mark: its area says how many elements name it."""
    return round(2.6 + 1.5 * sqrt(min(degree, 40)), 2)


def build_network(content: MapContent, layout: Layout) -> "Network":
    """Return the pyvis network: every node placed, every line with the words behind it, nothing left to physics."""
    # It imports all of IPython: only who draws a map waits for it.
    from pyvis.network import Network

    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    network.options = dict(OPTIONS)
    degrees = count_elements(content.quotes)
    spoken: dict[str, list[Quote]] = {}
    for quote in content.quotes:
        spoken.setdefault(quote.element, []).append(quote)
    tops = find_tops(content.elements)
    for element in content.elements:
        network.add_node(
            element.id,
            label=element.code,
            shape=SHAPES[element.kind],
            size=SIZES[element.kind],
            **place(layout, element.id),
            **describe_element(element, tops[element.id], spoken.get(element.id, [])),
        )
    for partner in content.partners:
        network.add_node(
            partner.id,
            label="\n".join(wrap_label(partner.label, LABEL_WIDTH)),
            shape=PARTNER_SHAPES[partner.kind],
            size=measure_partner(degrees[partner.id]),
            **place(layout, partner.id),
            **describe_partner(partner, degrees[partner.id]),
        )
    for element in content.elements:
        if element.parent is not None:
            network.add_edge(element.parent, element.id, kind="part")
    for (element_id, partner_id), quotes in group_quotes(content.quotes).items():
        network.add_edge(element_id, partner_id, kind="involves", quotes=[asdict(quote) for quote in quotes])
    return network


def place(layout: Layout, id: str) -> dict[str, Any]:
    """Return where pyvis is to put a node, and that it stays there."""
    return {"x": layout.places[id].x, "y": layout.places[id].y, "physics": False}


def find_tops(elements: tuple[Element, ...]) -> dict[str, int]:
    """Return for each element the number of the outermost element that it belongs to."""
    tops: dict[str, int] = {}
    for element in elements:
        tops[element.id] = tops[element.parent] if element.parent is not None else len(set(tops.values()))
    return tops


def describe_element(element: Element, top: int, quotes: list[Quote]) -> dict[str, Any]:
    """Return what the page says of an element."""
    width = {"policy": POLICY_WIDTH, "guideline": GUIDELINE_WIDTH}.get(element.kind, 40)
    return {
        "kind": element.kind,
        "level_name": element.level,
        "code": element.code,
        "name": element.title,
        "lines": wrap_label(element.title, width, 4 if element.kind == "policy" else 2),
        "top": top % COLOURS,
        "top_number": top,
        "parent": element.parent,
        "iri": element.iri,
        "segments": mark_words(element.text, quotes),
    }


def describe_partner(partner: Partner, degree: int) -> dict[str, Any]:
    """Return what the page says of a partner."""
    return {
        "kind": partner.kind,
        "name": partner.label,
        "lines": wrap_label(partner.label, LABEL_WIDTH),
        "aliases": list(partner.aliases),
        "degree": degree,
        "iri": partner.iri,
    }


def group_quotes(quotes: tuple[Quote, ...]) -> dict[tuple[str, str], list[Quote]]:
    """Return the quotes of each pair of element and partner."""
    grouped: dict[tuple[str, str], list[Quote]] = {}
    for quote in quotes:
        grouped.setdefault((quote.element, quote.partner), []).append(quote)
    return grouped


def mark_words(text: str, quotes: list[Quote]) -> list[tuple[str, list[str]]]:
    """Return ``text`` in pieces, each with the partners that it names.

    The text shown has its white space collapsed and page furniture left out, so a quote is found by what stands
    around it; one that runs across a page break is not marked here, and stands among the quotes all the same.
    """
    named: dict[tuple[int, int], list[str]] = {}
    for quote in quotes:
        span = find_span(text, quote)
        if span is not None:
            named.setdefault(span, []).append(quote.partner)
    pieces: list[tuple[str, list[str]]] = []
    at = 0
    for (start, end), partners in sorted(named.items(), key=lambda item: (item[0][0], -item[0][1])):
        if start < at:
            continue
        pieces += [(text[at:start], []), (text[start:end], sorted(set(partners)))]
        at = end
    return [(words, partners) for words, partners in [*pieces, (text[at:], [])] if words]


def find_span(text: str, quote: Quote) -> tuple[int, int] | None:
    """Return where the quote's words stand in ``text``, its surroundings deciding between several places."""
    exact = collapse(quote.exact)
    before, after = collapse(quote.prefix)[-12:], collapse(quote.suffix)[:12]
    best = None
    for match in re.finditer(re.escape(exact), text):
        start, end = match.span()
        fits = text[:start].rstrip().endswith(before) + text[end:].lstrip().startswith(after)
        if best is None or fits > best[0]:
            best = (fits, start, end)
    return None if best is None else best[1:]


def collapse(text: str) -> str:
    """Return ``text`` with every stretch of white space as one space, none at the ends."""
    return " ".join(text.split())


def render_page(network: "Network", content: MapContent, layout: Layout) -> str:
    """Return the page: pyvis fills our template, in an environment that escapes whatever it is given."""
    # It comes with pyvis, and takes its time too.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    words = loads((TEMPLATES / "it.json").read_text(encoding="utf-8"))
    style, script, library = (
        (TEMPLATES / "map.css").read_text(encoding="utf-8"),
        (TEMPLATES / "map.js").read_text(encoding="utf-8"),
        read_library(),
    )
    levels = 1 + max(count_levels(element, content.elements) for element in content.elements)
    data = {
        "nodes": network.nodes,
        "edges": network.edges,
        "options": network.options,
        "ring": {"rx": layout.rx, "ry": layout.ry},
        "angles": layout.angles,
        "levels": levels,
        "level": LEVEL,
        "words": words,
    }
    network.set_template_dir(str(TEMPLATES), "map.html")
    network.templateEnv = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.templateEnv.globals |= {
        "plan": content,
        "words": words,
        "rows": list_rows(content),
        "partners": list_partners(content),
        "style": style,
        "script": script,
        "library": library,
        "policy": "; ".join(
            (
                "default-src 'none'",
                f"script-src {hash_source(library)} {hash_source(script)}",
                f"style-src {hash_source(style)}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        "data": write_data(data),
    }
    network.templateEnv.filters["is_web"] = is_web
    return str(network.generate_html())


def is_web(iri: str) -> bool:
    """Return whether ``iri`` may become a link: a javascript: IRI is valid and would run.

    >>> is_web("https://example.org/"), is_web("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"https?://[^\s/]", iri) is not None


def count_levels(element: Element, elements: tuple[Element, ...]) -> int:
    """Return how many elements stand above ``element``."""
    parents = {other.id: other.parent for other in elements}
    depth, above = 0, element.parent
    while above is not None:
        depth, above = depth + 1, parents[above]
    return depth


def read_library() -> str:
    """Return the source of vis-network that the installed pyvis brings, the newest where it brings several."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    versions = {path: [int(part) for part in re.findall(r"\d+", path.parent.name)] for path in folder.glob(LIBRARY)}
    source = max(versions, key=versions.__getitem__).read_text(encoding="utf-8").replace("\r\n", "\n")
    # Within a page the one closes the script, the other makes a browser's tools ask for a file.
    return re.sub(r"//# sourceMappingURL=\S*", "", re.sub(r"</(?=script)", r"<\\/", source, flags=re.IGNORECASE))


def hash_source(source: str) -> str:
    """Return the word by which a content security policy allows exactly this script or style."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def write_data(data: object) -> str:
    """Return ``data`` as JSON that no words inside it can bring out of its script element."""
    text = dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def list_rows(content: MapContent) -> list[tuple[Element, list[tuple[Partner, list[Quote]]]]]:
    """Return the table's rows: each element with its partners and their words."""
    partners = {partner.id: partner for partner in content.partners}
    named: dict[str, list[tuple[Partner, list[Quote]]]] = {}
    for (element, partner), quotes in group_quotes(content.quotes).items():
        named.setdefault(element, []).append((partners[partner], quotes))
    return [(element, named.get(element.id, [])) for element in content.elements]


def list_partners(content: MapContent) -> list[tuple[Partner, list[Element]]]:
    """Return each partner with the elements that name it, in the plan's order; the most named first."""
    elements = {element.id: element for element in content.elements}
    order = {id: place for place, id in enumerate(elements)}
    pairs = sorted({(quote.partner, order[quote.element]) for quote in content.quotes})
    groups = groupby(pairs, key=lambda pair: pair[0])
    named = {partner: [content.elements[place] for _, place in group] for partner, group in groups}
    return sorted(
        ((partner, named[partner.id]) for partner in content.partners), key=lambda row: (-len(row[1]), row[0].label)
    )
