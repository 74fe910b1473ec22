"""What two elements of one level share, and what of it counts: the arithmetic below the dependencies."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from math import inf, log, sqrt
from typing import NamedTuple

from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork, PlanThing
from dupgraph.base.errors import QueryError
from dupgraph.base.gathering import gather
from dupgraph.language.messages import say
from dupgraph.schema.links import ANY, LINKS, ROLE_OF, ElementKind

# A thing that more elements name than this makes no pair, however large the plan is: the work stays in proportion to
# the number of links.
MOST_SHARED = 100
# What a thing named in an element's title counts on that side, and one that the text alone names.
TITLE_SHARE = 1.0
TEXT_SHARE = 0.5
_WORD = re.compile(r"[^\W_]+")


def measure_rarity(named_by: int, elements: int) -> float:
    """Return how rare a thing is that ``named_by`` of ``elements`` elements name.

    >>> [round(measure_rarity(n, 95), 2) for n in (1, 2, 9, 95)]
    [1.0, 0.85, 0.52, 0.0]
    """
    return log((elements + 1) / named_by) / log(elements + 1)


def is_broad(named_by: int, elements: int) -> bool:
    """Whether a thing is named by too many elements to make a pair by itself.

    >>> [is_broad(n, 95) for n in (2, 9, 10)]
    [False, False, True]
    """
    return named_by > max(2, min(sqrt(elements + 1), MOST_SHARED))


class Key(NamedTuple):
    """A thing of a plan under a link.

    Two towns' things are two, and so are one body as a partner and as a place.
    """

    plan: str
    property: str
    thing: str


class Sharing:
    """The two-mode network of one level by number: which nodes name which keys, how rare those are, and in what words.

    ``nodes`` are the elements of the level, in the plan's order; ``keys`` what they name.
    """

    def __init__(self, network: PlanNetwork, level: ElementKind, across: str, kinds: tuple[str, ...]) -> None:
        self.nodes: list[PlanElement] = [element for element in network.elements if element.kind == level]
        self.keys: list[Key] = []
        self._level = level
        self._network = network
        self._things: dict[str, PlanThing] = network.index_things()
        self._labels = {kind.iri: kind.label for thing in network.things for kind in thing.broader}
        self._labels |= {thing.iri: thing.label for thing in network.things}
        self._numbers = {node.iri: place for place, node in enumerate(self.nodes)}
        self._places = {iri: self._numbers[node] for iri, node in network.lift_elements(level).items()}
        self._sides = [_find_side(node, across) for node in self.nodes]
        # Of each node, what it names and how much of it each thing is.
        self._named: list[dict[int, float]] = [{} for _ in self.nodes]
        # The kinds of a body, which who names it has named too.
        self._above: dict[int, frozenset[int]] = {}
        implied = self._number_links({name for name, role in ROLE_OF.items() if role in kinds})
        self._counts = [0] * len(self.keys)
        for named in self._named:
            for key in named:
                self._counts[key] += 1
        sizes: dict[str, int] = defaultdict(int)
        for node in self.nodes:
            sizes[node.plan] += 1
        totals = [(count, sizes[key.plan]) for count, key in zip(self._counts, self.keys, strict=True)]
        self._squares = [measure_rarity(*total) ** 2 for total in totals]
        self._broad = {place for place, total in enumerate(totals) if is_broad(*total)}
        self._drop_broad_kinds(implied)
        self._followers = self._list_followers()
        self._broad_named = [
            {key: share for key, share in named.items() if key in self._broad} for named in self._named
        ]
        self._mentions: dict[tuple[int, int], list[PlanMention]] | None = None
        self._covering = self._find_covering()
        # Nodes of which the things shared do not simply add up.
        self._doubtful = {node for node, named in enumerate(self._named) if not self._above.keys().isdisjoint(named)}
        self._doubtful |= self._covering.keys()

    def _number_links(self, wanted: set[str]) -> list[set[int]]:
        """Number what nodes name; return, for each node, the kinds that it names by their bodies alone."""
        numbers: dict[Key, int] = {}
        implied: list[set[int]] = [set() for _ in self.nodes]
        titled = _find_titled(self._network)

        def number(plan: str, name: str, thing: str) -> int:
            key = Key(plan, name, thing)
            if key not in numbers:
                numbers[key] = len(numbers)
                self.keys.append(key)
            return numbers[key]

        for link in self._network.links:
            node = self._places.get(link.element)
            if node is None or link.property not in wanted:
                continue
            plan = self.nodes[node].plan
            key = number(plan, link.property, link.thing)
            broader = self._things[link.thing].broader if LINKS[link.property].own_category else ()
            if broader:
                self._above[key] = frozenset(number(plan, link.property, kind.iri) for kind in broader)
            share = TITLE_SHARE if (link.element, link.property, link.thing) in titled else TEXT_SHARE
            implied[node].discard(key)
            for step in (key, *self._above.get(key, ())):
                if step != key and step not in self._named[node]:
                    implied[node].add(step)
                self._named[node][step] = max(share, self._named[node].get(step, 0.0))
        return implied

    def _drop_broad_kinds(self, implied: list[set[int]]) -> None:
        """Forget broad kinds where only a body of the kind is named: a school and a prefecture have little in common.

        How many name the kind counts them all the same, so that what many bodies are is not rare.
        """
        for named, kinds in zip(self._named, implied, strict=True):
            for key in kinds & self._broad:
                del named[key]

    def _list_followers(self) -> list[list[tuple[int, float]]]:
        """Return, for each key, the nodes that name it and its share in each; nobody follows a broad thing."""
        followers: list[list[tuple[int, float]]] = [[] for _ in self.keys]
        for node, named in enumerate(self._named):
            for key, share in named.items():
                if key not in self._broad:
                    followers[key].append((node, share))
        return followers

    def _find_covering(self) -> dict[int, dict[int, list[frozenset[int]]]]:
        """Return, for each mention of a thing that a node names, the other things whose words hold all of its words.

        A thing that has words of its own is not there, nor a node all of whose things have.
        """
        evidence = self._list_evidence()
        spans = gather((node, (mention.start, mention.end, key)) for node, key, mention in evidence)
        found: dict[int, dict[int, list[frozenset[int]]]] = {}
        for node, said in spans.items():
            said.sort()
            if all(end <= start for (_, end, _), (start, _, _) in pairwise(said)):
                continue
            covering: dict[int, list[frozenset[int]]] = defaultdict(list)
            for start, end, key in said:
                covering[key].append(
                    frozenset(other for begin, stop, other in said if other != key and begin <= start and end <= stop)
                )
            covered = {key: others for key, others in covering.items() if all(others)}
            if covered:
                found[node] = covered
        return found

    def find_node(self, iri: str) -> int:
        """Return the number of an element, or of the one at this level that it is part of. Raises QueryError."""
        if iri not in self._places:
            raise QueryError(say("not_at_level", level=self._level, iri=iri), hint=say("other_level"))
        return self._places[iri]

    # Weights ---------------------------------------------------------------------------------------------------------

    def list_neighbours(self, one: int, *, is_whole: bool) -> Iterator[tuple[int, float]]:
        """Yield the nodes that share something that is not broad with a node, and the sum of those things' parts.

        Only the later nodes, unless it is to be the whole.
        """
        sums: dict[int, float] = {}
        get = sums.get
        for key, share in self._named[one].items():
            part, followers = self._squares[key] * share, self._followers[key]
            first = 0 if is_whole else bisect(followers, (one, inf))
            for other, other_share in followers[first:]:
                sums[other] = get(other, 0.0) + part * other_share
        side, sides = self._sides[one], self._sides
        return ((other, total) for other, total in sums.items() if sides[other] != side)

    def weigh_pair(self, a: int, b: int, rarer: float) -> float:
        """Return the weight of two nodes by the things that both name; ``rarer`` is that of those not broad."""
        if a in self._doubtful or b in self._doubtful:
            return sum(part for _, part in self.choose_reasons(a, b))
        others = self._broad_named[b]
        for key, share in self._broad_named[a].items():
            if key in others:
                rarer += self._squares[key] * share * others[key]
        return rarer

    def choose_reasons(self, a: int, b: int) -> list[tuple[int, float]]:
        """Return which of the things that two nodes name count, and each one's part, the strongest first.

        One reason counts once.
        """
        covering_a, covering_b = self._covering.get(a, {}), self._covering.get(b, {})
        counted: dict[int, float] = {}
        # The rarest first, so that what is said by the same words counts as what says most; a body before its kind.
        for key in sorted(self._named[a].keys() & self._named[b].keys(), key=self._rank_key):
            is_kind = any(key in self._above.get(other, ()) for other in counted)
            if not (is_kind or _is_covered(covering_a, key, counted) or _is_covered(covering_b, key, counted)):
                counted[key] = self._squares[key] * self._named[a][key] * self._named[b][key]
        return sorted(counted.items(), key=lambda reason: -reason[1])

    def _rank_key(self, key: int) -> tuple[float, str, int, Key]:
        return -self._squares[key], self.keys[key].property, -len(self._above.get(key, ())), self.keys[key]

    # What is shown ---------------------------------------------------------------------------------------------------

    def list_mentions(self, node: int, key: int) -> list[PlanMention]:
        """Return the mentions of a thing in a node and its parts; a kind is said by the words for its bodies."""
        if self._mentions is None:
            self._mentions = gather(((place, named), mention) for place, named, mention in self._list_evidence())
        return self._mentions.get((node, key), [])

    def _list_evidence(self) -> Iterator[tuple[int, int, PlanMention]]:
        """Yield each mention with the node whose words it is, and what they say: a thing, and the kinds above it."""
        numbers = {key: place for place, key in enumerate(self.keys)}
        for mention in self._network.mentions:
            node = self._places.get(mention.element)
            key = None if node is None else numbers.get(Key(self.nodes[node].plan, mention.property, mention.thing))
            if node is not None and key is not None:
                for named in (key, *self._above.get(key, ())):
                    yield node, named, mention

    def list_references(self) -> list[tuple[int, int]]:
        """Return the citations between nodes that stand apart, or between their parts: who cites, and what."""
        cited = {
            (self._places[reference.element], self._places[reference.cited])
            for reference in self._network.references
            if reference.element in self._places and reference.cited in self._places
        }
        return [
            (a, b)
            for a, b in sorted(cited)
            if self._sides[a] != self._sides[b] and self.nodes[a].plan == self.nodes[b].plan
        ]

    def list_citations(self, a: int, b: int) -> tuple[PlanMention, ...]:
        """Return the words by which one node, or a part of it, cites another."""
        return tuple(
            mention
            for reference in self._network.references
            if self._places.get(reference.element) == a and self._places.get(reference.cited) == b
            for mention in reference.mentions
        )

    def list_broad(self) -> list[tuple[str, str, int]]:
        """Return IRI, label and number of nodes of the things that make no pair by themselves, most frequent first."""
        broad = [(self.keys[key].thing, self.name_thing(key), self._counts[key]) for key in self._broad]
        return sorted(broad, key=lambda facts: (-facts[2], facts[1].casefold(), facts[0]))

    def name_thing(self, key: int) -> str:
        """Return the label of a thing."""
        return self._labels[self.keys[key].thing]


def _find_side(node: PlanElement, across: str) -> str:
    """Return what two nodes of a pair must not have in common."""
    return (node.find_above(across) if across != ANY else "") or node.iri


def _is_covered(covering: dict[int, list[frozenset[int]]], key: int, counted: dict[int, float]) -> bool:
    """Whether each mention of a thing is made of words that say a thing already counted."""
    return key in covering and all(not others.isdisjoint(counted) for others in covering[key])


def _find_titled(network: PlanNetwork) -> set[tuple[str, str, str]]:
    """Return element, property and thing of the links whose words stand in the element's title."""
    titles = {element.iri: _fold_words(element.title) for element in network.elements}
    return {
        (mention.element, mention.property, mention.thing)
        for mention in network.mentions
        if _fold_words(mention.words) in titles[mention.element]
    }


def _fold_words(text: str) -> str:
    """Return the words of a text between spaces, in small letters."""
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {words} "
