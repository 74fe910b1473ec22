"""Which elements of two plans are the same: an assignment that is best as a whole, then splits and merges.

Each pair of elements of one level is scored by its title, its text, its code, where it stands, and how many of its
parts were matched; each is evidence on its own ("noisy or": J. Pearl, Probabilistic Reasoning, 1988, 4.3.2). Of all
assignments that give each element one partner or none, the one of the highest sum is taken (the assignment problem:
H. W. Kuhn, 1955; J. Munkres, 1957), by the general algorithm of Z. Galil (1986) that networkx has. What is left over
and stands in what was left over of a partner is a part of it (containment: A. Z. Broder, 1997).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dupgraph.ask.comparison.likeness import Features, Weights, list_features, measure_containment, measure_resemblance
from dupgraph.ask.comparison.values import ComparedElement, PlanVersion
from dupgraph.schema.links import ELEMENT_KINDS

# How much each evidence counts alone. A code alone never makes a pair: numbers move when something is put in.
TEXT, TITLE, PARTS, CODE, PARENT = 0.85, 0.6, 0.8, 0.12, 0.08
# Below this two elements are not the same. bench/comparison.py measures it: see its table of thresholds.
LEAST_LIKENESS = 0.35
# So much of a text must stand in what another text lost, to be a part of it.
LEAST_PART_SHARE = 0.5
# A text of fewer words and pairs says too little to be looked for in another.
FEWEST_FEATURES = 6
# The partners that are looked at of each element: the nearest.
NEAREST_TRIED = 8
# A word that more elements have finds no partner, it only weighs.
_COMMON = 60


@dataclass(frozen=True, slots=True)
class Item:
    """An element as the matching sees it: ``text`` has its title in it, ``body`` has not; the top has no ``parent``."""

    iri: str
    kind: str
    code: str
    parent: str
    title: Features
    text: Features
    body: Features


@dataclass(frozen=True, slots=True)
class Match:
    """Elements of both sides that are the same, by IRI, and how alike they are: from 0 to 1."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches; and for what has none, the nearest of the other side and how alike it is."""

    matches: tuple[Match, ...]
    nearest_after: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    nearest_before: Mapping[str, tuple[str, float]] = field(default_factory=dict)


@dataclass(slots=True)
class _Pairs:
    """The partners found so far, in both directions."""

    after_of: dict[str, str] = field(default_factory=dict)
    before_of: dict[str, str] = field(default_factory=dict)
    scores: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, before: str, after: str, score: float) -> None:
        self.after_of[before], self.before_of[after], self.scores[before, after] = after, before, score


def match_elements(before: PlanVersion, after: PlanVersion) -> Matching:
    """Return which elements of the two plans are the same, by level: one and one, one and several, several and one."""
    items_a, items_b = list(_list_items(before)), list(_list_items(after))
    weights = Weights([features for item in (*items_a, *items_b) for features in (item.text, item.title)])
    scorer = _Scorer(items_a, items_b, weights)
    # From the lowest level up: that parts are the same says that what holds them is.
    for kind in reversed(ELEMENT_KINDS):
        scorer.match_level(kind)
    return scorer.join_parts()


def _list_items(plan: PlanVersion) -> Iterator[Item]:
    for element in plan.network.elements:
        own = ComparedElement.from_element(element, plan.texts.get(element.iri, ""))
        title, body = list_features(own.title), list_features(own.text)
        yield Item(element.iri, element.kind, element.code, element.parent, title, title | body, body)


class _Scorer:
    """Two plans' elements, and the partners found so far."""

    def __init__(self, before: Sequence[Item], after: Sequence[Item], weights: Weights) -> None:
        self.before = {item.iri: item for item in before}
        self.after = {item.iri: item for item in after}
        self.weights = weights
        self.pairs = _Pairs()
        self._parts_a, self._parts_b = _count_parts(before), _count_parts(after)
        self._places_a, self._places_b = ({iri: n for n, iri in enumerate(side)} for side in (self.before, self.after))
        self._near_a: dict[str, tuple[str, float]] = {}
        self._near_b: dict[str, tuple[str, float]] = {}

    def match_level(self, kind: str) -> None:
        """Find the partners of all elements of a level."""
        a = [item for item in self.before.values() if item.kind == kind]
        b = [item for item in self.after.values() if item.kind == kind]
        shared = self._count_shared()
        scores: dict[tuple[str, str], float] = {}
        for one, other in self._list_candidates(a, b, shared):
            score = scores[one.iri, other.iri] = self._score(one, other, shared)
            if score > self._near_a.get(one.iri, ("", 0.0))[1]:
                self._near_a[one.iri] = (other.iri, score)
            if score > self._near_b.get(other.iri, ("", 0.0))[1]:
                self._near_b[other.iri] = (one.iri, score)
        for pair in _assign(scores):
            self.pairs.add(*pair, scores[pair])

    def _count_shared(self) -> dict[tuple[str, str], int]:
        """Return how many parts two elements share, for those that share any."""
        shared: dict[tuple[str, str], int] = defaultdict(int)
        for one, other in self.pairs.after_of.items():
            parents = self.before[one].parent, self.after[other].parent
            if all(parents):
                shared[parents] += 1
        return shared

    def _list_candidates(
        self, a: Sequence[Item], b: Sequence[Item], shared: Mapping[tuple[str, str], int]
    ) -> Iterator[tuple[Item, Item]]:
        """Yield the pairs worth a look: the same code, shared parts, and of each element the nearest by rare words."""
        found: dict[tuple[str, str], None] = {}
        by_code = defaultdict(list)
        for other in b:
            by_code[other.code].append(other.iri)
        for one in a:
            found |= dict.fromkeys((one.iri, other) for other in by_code[one.code])
        here, there = {item.iri for item in a}, {item.iri for item in b}
        found |= dict.fromkeys(pair for pair in shared if pair[0] in here and pair[1] in there)
        found |= dict.fromkeys(_find_near(a, b, self.weights))
        found |= dict.fromkeys((one, other) for other, one in _find_near(b, a, self.weights))
        for one_iri, other_iri in found:
            yield self.before[one_iri], self.after[other_iri]

    def _score(self, a: Item, b: Item, shared: Mapping[tuple[str, str], int]) -> float:
        """Return how likely two elements are the same, from 0 to 1."""
        above_a, above_b = self.before.get(a.parent), self.after.get(b.parent)
        parts = self._parts_a.get(a.iri, 0) + self._parts_b.get(b.iri, 0)
        evidence = (
            (TEXT, measure_resemblance(a.text, b.text, self.weights)),
            (TITLE, measure_resemblance(a.title, b.title, self.weights)),
            (PARTS, 2 * shared.get((a.iri, b.iri), 0) / parts if parts else 0.0),
            (CODE, float(a.code == b.code)),
            (PARENT, measure_resemblance(above_a.title, above_b.title, self.weights) if above_a and above_b else 0.0),
        )
        doubt = 1.0
        for weight, measure in evidence:
            doubt *= 1 - weight * measure
        return 1 - doubt

    def join_parts(self) -> Matching:
        """Return the matches, with what is left over joined to what it was part of."""
        pairs = self.pairs
        alone_a = [item for item in self.before.values() if item.iri not in pairs.after_of]
        alone_b = [item for item in self.after.values() if item.iri not in pairs.before_of]
        split = self._find_wholes(alone_b, self.before, self.after, pairs.after_of)
        merged = self._find_wholes(alone_a, self.after, self.before, pairs.before_of)
        matches: list[Match] = []
        done: set[str] = set()
        # No element belongs to two matches: what was split is not merged as well.
        for whole, parts in split.items():
            several = [*filter(None, [pairs.after_of.get(whole)]), *parts]
            matches.append(self._make_match([whole], several))
            done |= {whole, *several}
        for whole, parts in merged.items():
            several = [*filter(None, [pairs.before_of.get(whole)]), *parts]
            if done.isdisjoint((whole, *several)):
                matches.append(self._make_match(several, [whole]))
                done |= {whole, *several}
        rest = ((one, other) for one, other in pairs.after_of.items() if done.isdisjoint((one, other)))
        matches += [self._make_match([one], [other]) for one, other in rest]
        return Matching(tuple(matches), self._near_a, self._near_b)

    def _find_wholes(
        self,
        parts: Iterable[Item],
        wholes: Mapping[str, Item],
        partners: Mapping[str, Item],
        partner_of: Mapping[str, str],
    ) -> dict[str, list[str]]:
        """Return the elements in whose text parts of the other side stand, beyond what the element's partner has."""
        rests: dict[str, list[tuple[str, Features]]] = defaultdict(list)
        for whole in wholes.values():
            partner = partners.get(partner_of.get(whole.iri, ""))
            rest = whole.text - partner.text if partner else whole.text
            rests[whole.kind].append((whole.iri, rest))
        found: dict[str, list[str]] = defaultdict(list)
        for part in parts:
            # A part may have got a title of its own.
            words = [features for features in (part.text, part.body) if len(features) >= FEWEST_FEATURES]
            near = [
                (max(measure_containment(features, rest, self.weights) for features in words), place)
                for place, (_, rest) in enumerate(rests[part.kind])
                if words and not part.text.isdisjoint(rest)
            ]
            share, place = max(near, default=(0.0, 0), key=lambda each: (each[0], -each[1]))
            if share >= LEAST_PART_SHARE:
                found[rests[part.kind][place][0]].append(part.iri)
        return dict(found)

    def _make_match(self, before: Sequence[str], after: Sequence[str]) -> Match:
        """Return a match, each side in the plan's order, and how alike both sides are."""
        a: Features = frozenset().union(*(self.before[iri].text for iri in before))
        b: Features = frozenset().union(*(self.after[iri].text for iri in after))
        likeness = measure_resemblance(a, b, self.weights) if a or b else 1.0
        ordered = (sorted(before, key=self._places_a.__getitem__), sorted(after, key=self._places_b.__getitem__))
        return Match(tuple(ordered[0]), tuple(ordered[1]), likeness)


def _count_parts(items: Iterable[Item]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts[item.parent] += 1
    return counts


def _find_near(a: Sequence[Item], b: Sequence[Item], weights: Weights) -> Iterator[tuple[str, str]]:
    """Yield, for each of ``a``, the nearest of ``b`` by the words that few of them have."""
    holders: dict[object, list[int]] = defaultdict(list)
    for place, other in enumerate(b):
        for feature in other.text:
            holders[feature].append(place)
    sizes = [weights.sum_up(other.text) for other in b]
    for one in a:
        common: dict[int, float] = defaultdict(float)
        for feature in one.text:
            having = holders.get(feature, ())
            if len(having) <= _COMMON:
                for place in having:
                    common[place] += weights[feature]
        size = weights.sum_up(one.text)
        likest = sorted(common, key=lambda place: (-common[place] / (size + sizes[place] - common[place]), place))
        for place in likest[:NEAREST_TRIED]:
            yield one.iri, b[place].iri


def _assign(scores: Mapping[tuple[str, str], float]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of the assignment that gains most over what is left alone."""
    # Whole numbers: the sums are exact, and the best is known to be the best.
    numbers = {name: place for place, name in enumerate(dict.fromkeys(("a", one) for one, _ in scores))}
    numbers |= {name: len(numbers) + p for p, name in enumerate(dict.fromkeys(("b", other) for _, other in scores))}
    names = list(numbers)
    gains = {pair: round((score - LEAST_LIKENESS) * 1_000_000) for pair, score in scores.items()}
    ties = [(numbers["a", one], numbers["b", other], gain) for (one, other), gain in gains.items() if gain > 0]
    met = Counter(place for one, other, _ in ties for place in (one, other))
    parts: list[Collection[int]] = [(one, other) for one, other, _ in ties if met[one] == met[other] == 1]
    if len(parts) < len(ties):
        # Late: it takes a fifth of a comparison, and most elements are like one other alone.
        from networkx import Graph, connected_components, max_weight_matching

        graph = Graph()
        graph.add_weighted_edges_from(ties)
        parts = list(connected_components(graph))
    for nodes in sorted(map(sorted, parts)):
        chosen = [nodes] if len(nodes) == 2 else max_weight_matching(graph.subgraph(nodes).copy())
        for a, b in sorted(map(sorted, chosen)):
            yield names[a][1], names[b][1]
