"""Who connects what: measures of the two-mode network, communities of elements, and what is missing.

Of **things**: ``degree`` counts the elements that name one, ``weighted_degree`` its mentions, ``policies`` those it
bridges, ``betweenness`` the shortest ways between other things of its kind through it, in the projection in which an
element that names n things ties each two by 1/(n - 1); a weak tie is a long one. Of **elements**: ``degree`` counts the
things named; the others are those of the network of dependencies. **Communities** are Louvain's, by weight, from sorted
input and one seed.

Sources: A. Barrat and others, PNAS 101, 2004 (weighted degree); M. E. J. Newman, Physical Review E 64, 016132, 2001
(projection, betweenness); V. D. Blondel and others, Journal of Statistical Mechanics, P10008, 2008 (communities).
"""

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from dupgraph.ask.analysis.dependencies import DEPENDENCY_KINDS, find_dependencies
from dupgraph.ask.analysis.network import PlanElement, PlanNetwork
from dupgraph.schema.links import ANY, INVOLVES, OBJECTIVE, PARTNER, POLICY, ElementKind, Role

if TYPE_CHECKING:
    from networkx import Graph

# Louvain's method begins with a random order.
SEED = 20
# Exact betweenness takes the square of the nodes; of a larger network so many nodes are taken for all.
MOST_EXACT = 1_000
SAMPLED = 500
# The things by which a community is called.
SHOWN_THINGS = 3
_DIGITS = 6


class ThingMeasure(NamedTuple):
    """How a thing stands in the network of its kind."""

    thing: str
    label: str
    category: str
    degree: int
    objectives: int
    weighted_degree: int
    policies: int
    betweenness: float


class ElementMeasure(NamedTuple):
    """How an element stands among those of its level."""

    element: str
    code: str
    title: str
    degree: int
    weighted_degree: float
    policies: int
    betweenness: float


class Community(NamedTuple):
    """Elements that hang together more than with others: in the plan's order, and the things that tie them most."""

    number: int
    elements: tuple[str, ...]
    things: tuple[str, ...]


class Gaps(NamedTuple):
    """What is missing: objectives and policies without a partner, and partners that one element names once."""

    objectives: tuple[str, ...]
    policies: tuple[str, ...]
    partners: tuple[str, ...]


def project_things(network: PlanNetwork, kind: Role) -> "Graph":
    """Return the things of a kind as a networkx graph: tied where an element names both, by Newman's weight.

    Edges carry ``weight``, ``length`` (its inverse) and ``elements`` (how many elements name both).
    """
    from networkx import Graph

    wanted = {thing.iri for thing in network.things if thing.kind == kind}
    named: dict[str, dict[str, None]] = defaultdict(dict)
    for link in network.links:
        if link.thing in wanted:
            named[link.element][link.thing] = None
    weights: dict[tuple[str, str], float] = defaultdict(float)
    together: Counter[tuple[str, str]] = Counter()
    for things in named.values():
        for pair in combinations(sorted(things), 2):
            weights[pair] += 1 / (len(things) - 1)
            together[pair] += 1
    graph = Graph()
    graph.add_nodes_from(thing.iri for thing in network.things if thing.kind == kind)
    for (a, b), weight in sorted(weights.items()):
        graph.add_edge(a, b, weight=weight, length=1 / weight, elements=together[a, b])
    return graph


def project_elements(network: PlanNetwork, level: ElementKind = OBJECTIVE) -> "Graph":
    """Return the elements of a level as a networkx graph, tied by what they share; edges carry weight and length."""
    from networkx import Graph

    graph = Graph()
    graph.add_nodes_from(element.iri for element in network.elements if element.kind == level)
    ties: dict[tuple[str, str], float] = defaultdict(float)
    for a, b, weight, _ in find_dependencies(network, across=ANY, level=level, kinds=DEPENDENCY_KINDS).list_ties():
        ties[min(a, b), max(a, b)] += weight
    for (a, b), weight in sorted(ties.items()):
        graph.add_edge(a, b, weight=weight, length=1 / weight)
    return graph


def measure_things(network: PlanNetwork, kind: Role = PARTNER) -> tuple[list[ThingMeasure], bool]:
    """Return the measures of the things of a kind, what connects most first, and whether some are estimates.

    Betweenness is, from a sample of a network that is too large for all of it.
    """
    elements = network.index_elements()
    between, is_sampled = _measure_betweenness(project_things(network, kind))
    naming: dict[str, dict[str, PlanElement]] = defaultdict(dict)
    for link in network.links:
        naming[link.thing][link.element] = elements[link.element]
    mentions = Counter(mention.thing for mention in network.mentions)
    measures = [
        ThingMeasure(
            thing=thing.iri,
            label=thing.label,
            category=thing.category_label,
            degree=len(naming[thing.iri]),
            objectives=sum(element.kind == OBJECTIVE for element in naming[thing.iri].values()),
            weighted_degree=mentions[thing.iri],
            policies=len({element.policy for element in naming[thing.iri].values() if element.policy}),
            betweenness=between[thing.iri],
        )
        for thing in network.things
        if thing.kind == kind
    ]
    return sorted(measures, key=_rank_thing), is_sampled


def _rank_thing(measure: ThingMeasure) -> tuple[int, int, int, str, str]:
    return -measure.policies, -measure.degree, -measure.weighted_degree, measure.label.casefold(), measure.thing


def measure_elements(network: PlanNetwork, level: ElementKind = OBJECTIVE) -> tuple[list[ElementMeasure], bool]:
    """Return the measures of the elements of a level, as ``measure_things``."""
    graph = project_elements(network, level)
    between, is_sampled = _measure_betweenness(graph)
    elements, named = network.index_elements(), network.group_named(level)
    measures = []
    for iri in graph:
        element = elements[iri]
        others = {elements[other].policy for other in graph[iri]}
        measures.append(
            ElementMeasure(
                element=iri,
                code=element.code,
                title=element.title,
                degree=len(named[iri]),
                weighted_degree=round(sum(graph[iri][other]["weight"] for other in sorted(graph[iri])), _DIGITS),
                policies=len(others - {element.policy, ""}),
                betweenness=between[iri],
            )
        )
    # Stable: what weighs the same stays in the plan's order.
    return sorted(measures, key=lambda measure: -measure.weighted_degree), is_sampled


def _measure_betweenness(graph: "Graph") -> tuple[dict[str, float], bool]:
    """Return betweenness by node, and whether it is an estimate from a sample."""
    from networkx import betweenness_centrality

    is_sampled = len(graph) > MOST_EXACT
    found = betweenness_centrality(graph, k=SAMPLED if is_sampled else None, weight="length", seed=SEED)
    return {node: round(value, _DIGITS) for node, value in found.items()}, is_sampled


def find_communities(network: PlanNetwork) -> tuple[Community, ...]:
    """Return the communities of the objectives, the largest first; an objective that shares nothing is in none.

    A community is called by the things that most of its objectives, and few others, name.
    """
    from networkx.algorithms.community import louvain_communities

    graph = project_elements(network)
    graph.remove_nodes_from([node for node in graph if not graph[node]])
    order = {element.iri: place for place, element in enumerate(network.elements)}
    groups = louvain_communities(graph, weight="weight", seed=SEED) if len(graph) else []
    members = sorted((sorted(group, key=order.__getitem__) for group in groups), key=lambda g: (-len(g), order[g[0]]))
    lifted = network.lift_elements(OBJECTIVE)
    labels = {thing.iri: thing.label for thing in network.things}
    everywhere = _count_elements(network, lifted, set(lifted.values()))
    communities = []
    for number, group in enumerate(members, 1):
        inside = _count_elements(network, lifted, set(group))
        ranked = sorted(inside, key=lambda thing: (-(inside[thing] ** 2) / everywhere[thing], labels[thing], thing))
        shared = [labels[thing] for thing in ranked if inside[thing] > 1]
        communities.append(Community(number, tuple(group), tuple(shared[:SHOWN_THINGS])))
    return tuple(communities)


def _count_elements(network: PlanNetwork, lifted: dict[str, str], wanted: set[str]) -> Counter[str]:
    """Return, for each thing, how many of the wanted elements name it."""
    pairs = {(lifted[link.element], link.thing) for link in network.links if link.element in lifted}
    return Counter(thing for element, thing in pairs if element in wanted)


def find_gaps(network: PlanNetwork) -> Gaps:
    """Return what is missing: IRIs of objectives and policies that involve nobody, and of partners named once.

    An objective's partners are those that it, or a part of it, names; a policy's are those of all of it.
    """
    things = network.index_things()
    partners = [link for link in network.links if link.property == INVOLVES.name]
    said = Counter(mention.thing for mention in network.mentions if mention.property == INVOLVES.name)

    def list_without(kind: ElementKind) -> tuple[str, ...]:
        lifted = network.lift_elements(kind)
        served = {lifted.get(link.element) for link in partners}
        return tuple(e.iri for e in network.elements if e.kind == kind and e.iri not in served)

    once = tuple(thing.iri for thing in things.values() if thing.kind == PARTNER and said[thing.iri] == 1)
    return Gaps(list_without(OBJECTIVE), list_without(POLICY), once)
