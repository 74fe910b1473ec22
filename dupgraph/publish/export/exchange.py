"""A plan's network as flat nodes and edges: what every network format holds, each in its own way."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import get_type_hints

from dupgraph.ask.analysis.dependencies import INFERRED, Dependency, find_dependencies
from dupgraph.ask.analysis.measures import find_communities
from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork
from dupgraph.language.languages import get_text
from dupgraph.schema.colours import KIND_COLOURS
from dupgraph.schema.links import LEVELS, LINK_OF_ROLE, LINKS, OBJECTIVE, PURSUES, REFERENCE, SHOWN

PART = "isPartOf"
DEPENDENCY = "dependency"
# Links have the colour of what they lead to; these lead to elements, which have many colours.
EDGE_COLOURS = {PART: "#BBBBBB", REFERENCE.name: "#555555", PURSUES.name: "#555555", DEPENDENCY: "#555555"} | {
    link.name: KIND_COLOURS[link.role] for link in SHOWN
}
# Neither XML nor a terminal holds these; U+FFFD shows that there was something.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile("\r\n?")

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element or a thing. Its ``id`` is its IRI; missing values are empty, or None for a number.

    ``level`` is what people call its kind, and what the plan itself calls that of an element; ``policy`` and
    ``guideline`` are code and title of those that an element is part of, or is; ``mentions`` counts the words that an
    element says, or that say a thing; ``community`` is the number of an objective's community.
    """

    id: str
    label: str
    kind: str
    level: str
    code: str = ""
    title: str = ""
    plan: str = ""
    policy: str = ""
    guideline: str = ""
    category: str = ""
    mentions: int
    community: int | None = None
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A link between two nodes. ``id`` is made of both ends and the kind: it is the same in every export.

    ``words`` are the first that state the link, between ``before`` and ``after``, on ``page``; for a dependency those
    of its strongest reason on both sides. ``mentions`` counts all such words. ``dependency`` is inferred or reference,
    and ``reasons`` what is shared; both are empty for other edges.
    """

    id: str
    source: str
    target: str
    label: str
    kind: str
    directed: bool
    weight: float
    mentions: int
    words: str = ""
    before: str = ""
    after: str = ""
    page: int | None = None
    involvement: str = ""
    dependency: str = ""
    reasons: str = ""
    color: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Nodes and edges in the plan's order: elements, then things; parts, links, references, dependencies."""

    title: str
    language: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def _list_fields(kind: type[Node | Edge], *others: str) -> dict[str, type]:
    """Return what describes a node or an edge beside its id, label, ends and colour, with its type."""
    left = {"id", "label", "color", *others}
    types = get_type_hints(kind).items()
    return {name: int if each == int | None else each for name, each in types if name not in left}


# Every format has these, under these names.
NODE_FIELDS = _list_fields(Node)
EDGE_FIELDS = _list_fields(Edge, "source", "target", "weight")


def build_exchange(network: PlanNetwork, *, language: str = "it", with_dependencies: bool = True) -> Exchange:
    """Return a network as nodes and edges; with the dependencies of its objectives and their communities, or without.

    The same network gives the same value, in the same order.
    """
    # Both are of objectives, and not every plan has some.
    has_ties = with_dependencies and any(element.kind == OBJECTIVE for element in network.elements)
    found = find_dependencies(network) if has_ties else ()
    communities = find_communities(network) if has_ties else ()
    numbers = {iri: community.number for community in communities for iri in community.elements}
    elements = tuple(_list_elements(network, numbers, language))
    taken = {node.id for node in elements}
    # An element that another graph names like a thing is one node, not two.
    things = tuple(node for node in _list_things(network, language) if node.id not in taken)
    edges = (*_list_parts(network, language), *_list_links(network, language), *_list_dependencies(found, language))
    title = "; ".join(clean_line(plan.title) for plan in network.plans)
    return Exchange(title, language, (*elements, *things), edges)


def clean_text(text: str) -> str:
    """Return ``text`` as every format can hold it: line ends as line feeds, U+FFFD for what XML forbids.

    >>> clean_text("due\\r\\nrighe \\x07")
    'due\\nrighe �'
    """
    return _FORBIDDEN.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return what ``clean_text`` does, in one line.

    >>> clean_line(" Piano\\n  2026 ")
    'Piano 2026'
    """
    return " ".join(clean_text(text).split())


def _list_elements(network: PlanNetwork, communities: Mapping[str, int], language: str) -> Iterator[Node]:
    said = Counter(mention.element for mention in network.mentions)
    plans = {plan.iri: clean_line(plan.title) for plan in network.plans}
    names = {element.iri: _name_element(element) for element in network.elements}
    for element in network.elements:
        yield Node(
            id=clean_text(element.iri),
            label=names[element.iri],
            kind=element.kind,
            level=_name_level(element, language),
            code=clean_line(element.code),
            title=clean_line(element.title),
            plan=plans.get(element.plan, ""),
            policy=names.get(element.policy, ""),
            guideline=names.get(element.guideline, ""),
            mentions=said[element.iri],
            community=communities.get(element.iri),
            color=KIND_COLOURS[element.kind],
        )


def _name_level(element: PlanElement, language: str) -> str:
    # Where the plan has no name for the level, it is called by its kind.
    return LEVELS[element.kind].word("one", language) if element.level == element.kind else clean_line(element.level)


def _name_element(element: PlanElement) -> str:
    return clean_line(element.title if element.title == element.code else f"{element.code} {element.title}")


def _list_things(network: PlanNetwork, language: str) -> Iterator[Node]:
    said = Counter(mention.thing for mention in network.mentions)
    for thing in network.things:
        yield Node(
            id=clean_text(thing.iri),
            label=clean_line(thing.label) or clean_text(thing.iri),
            kind=thing.kind,
            level=LINK_OF_ROLE[thing.kind].word("one", language),
            category=clean_line(thing.category_label),
            mentions=said[thing.iri],
            color=KIND_COLOURS[thing.kind],
        )


def _list_parts(network: PlanNetwork, language: str) -> Iterator[Edge]:
    for element in network.elements:
        if element.parent:
            yield _make_edge(element.iri, PART, element.parent, (), language)


def _list_links(network: PlanNetwork, language: str) -> Iterator[Edge]:
    words = network.group_mentions()
    for link in network.links:
        mentions = words.get((link.element, link.property, link.thing), [])
        yield _make_edge(link.element, link.property, link.thing, mentions, language)
    for name, references in ((REFERENCE.name, network.references), (PURSUES.name, network.pursuits)):
        for reference in references:
            yield _make_edge(reference.element, name, reference.cited, reference.mentions, language)


def _make_edge(
    source: str, kind: str, target: str, mentions: tuple[PlanMention, ...] | list[PlanMention], language: str
) -> Edge:
    first = mentions[0] if mentions else None
    quote = {name: clean_text(getattr(first, name)) for name in ("words", "before", "after")} if first else {}
    return Edge(
        id=mint_edge(source, kind, target),
        source=clean_text(source),
        target=clean_text(target),
        label=_name_edge(kind, language),
        kind=kind,
        directed=True,
        # Programs drop an edge whose weight is 0.
        weight=float(max(len(mentions), 1)),
        mentions=len(mentions),
        **quote,
        page=first.page if first else None,
        involvement=_join_once(mention.involvement for mention in mentions),
        color=EDGE_COLOURS[kind],
    )


def _list_dependencies(found: Iterable[Dependency], language: str) -> Iterator[Edge]:
    for tie in found:
        strongest = tie.reasons[0]
        sides = [side[0].words for side in (strongest.mentions_a, strongest.mentions_b) if side]
        yield Edge(
            id=mint_edge(tie.a, f"{DEPENDENCY} {tie.kind}", tie.b),
            source=clean_text(tie.a),
            target=clean_text(tie.b),
            label=_name_edge(tie.kind, language),
            kind=DEPENDENCY,
            directed=tie.directed,
            weight=tie.weight,
            mentions=sum(len(reason.mentions_a) + len(reason.mentions_b) for reason in tie.reasons),
            words=clean_text(" / ".join(sides)),
            dependency=tie.kind,
            reasons=_join_once(reason.label for reason in tie.reasons),
            color=EDGE_COLOURS[DEPENDENCY],
        )


def _name_edge(kind: str, language: str) -> str:
    """Return what a tie of a kind is called: a link by its verb, a citation as the link that states it."""
    if kind in (PART, INFERRED):
        return get_text("answers", "is_part_of" if kind == PART else "inferred", language)
    return (LINKS[kind] if kind in LINKS else LINK_OF_ROLE[kind]).word("says", language)


def mint_edge(source: str, kind: str, target: str) -> str:
    """Return the id of an edge: short, and another one for other ends or another kind.

    >>> mint_edge("https://example.org/1.1", "isPartOf", "https://example.org/1")
    'e-7e02a52c8015143c'
    """
    return "e-" + sha256("\n".join((source, kind, target)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _join_once(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, map(clean_line, texts))))


def list_values(item: Node | Edge, fields: Iterable[str]) -> Iterator[tuple[str, Value]]:
    """Yield the name and value of those fields that hold something."""
    for name in fields:
        value = getattr(item, name)
        if value is not None and value != "":
            yield name, value


def write_value(value: Value) -> str:
    """Return a value as XML and CSV write it.

    >>> [write_value(value) for value in (True, 2.0, 7, "AUSL", None)]
    ['true', '2.0', '7', 'AUSL', '']
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
