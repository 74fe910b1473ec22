"""Which elements hang together, how strongly, and why.

A thing t that df(t) of the N elements of a plan name is as rare as r(t) = log((N + 1) / df(t)) / log(N + 1). An
element's share s in a thing is 1 where its title names it, 1/2 where its text alone does. Two elements weigh

    w(a, b) = sum of s(a, t) * s(b, t) * r(t)^2 over the things t that both name

A thing that more than sqrt(N + 1) elements name (and more than two) is *broad*: it makes no pair. A body and its kind
are one reason, and so are two things that the same words name. An element that cites another depends on it by 1.

The rarity is the inverse document frequency of K. Spärck Jones (Journal of Documentation 28, 1972), scaled to plans of
any size; its square is the product of two vectors under it (G. Salton, C. Buckley, Information Processing & Management
24, 1988). docs/dependencies.md says why so, and what was not taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappush, heapreplace
from typing import NamedTuple, overload

from dupgraph.ask.analysis.network import PlanMention, PlanNetwork
from dupgraph.ask.analysis.sharing import Sharing
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import QueryError
from dupgraph.language.messages import say
from dupgraph.schema.links import ACROSS, OBJECTIVE, REFERENCE, ROLES, ElementKind

# Inferred from what two elements name, or stated: one cites the other.
DependencyKind = str
INFERRED, CITED = "inferred", REFERENCE.role

# What ``kinds`` may hold: the kinds of things by which elements hang together, and citations.
DEPENDENCY_KINDS = (*ROLES, CITED)
# Of each element so many others are kept, the nearest; a pair is kept that either side keeps.
NEAREST = 15
# A citation weighs the most that one thing could.
REFERENCE_WEIGHT = 1.0
_DIGITS = 6


class Reason(NamedTuple):
    """A thing that two elements share, its part of the weight, and the words on both sides.

    For a reference ``thing`` is the element that is cited, ``mentions_a`` the words that cite it.
    """

    property: str
    thing: str
    label: str
    weight: float
    mentions_a: tuple[PlanMention, ...]
    mentions_b: tuple[PlanMention, ...]


class Dependency(NamedTuple):
    """Two elements that hang together, by IRI, the earlier one in the plan first; reasons by weight.

    A reference is ``directed``: ``a`` cites ``b``.
    """

    a: str
    b: str
    weight: float
    kind: DependencyKind
    directed: bool
    reasons: tuple[Reason, ...]

    def turn(self) -> "Dependency":
        """Return the same with the sides exchanged."""
        reasons = (
            reason._replace(mentions_a=reason.mentions_b, mentions_b=reason.mentions_a) for reason in self.reasons
        )
        return self._replace(a=self.b, b=self.a, reasons=tuple(reasons))


class BroadThing(NamedTuple):
    """A thing that too many elements name to make a pair by itself."""

    thing: str
    label: str
    elements: int


class _Pair(NamedTuple):
    """Two nodes by number, the earlier first; of a reference, the one that cites. They sort as they are shown."""

    minus_weight: float
    a: int
    b: int
    kind: DependencyKind

    @property
    def weight(self) -> float:
        return -self.minus_weight


class Dependencies(Sequence[Dependency]):
    """The dependencies found, strongest first; reasons are looked up when one is read.

    ``broad`` are the things that make no pair, most frequent first; ``left_out`` counts the pairs that were found and
    are not here, because each side has as many nearer ones as ``nearest`` says.
    """

    __slots__ = ("_pairs", "_sharing", "broad", "left_out", "nearest")

    def __init__(
        self, pairs: tuple[_Pair, ...], sharing: Sharing, *, broad: tuple[BroadThing, ...], left_out: int, nearest: int
    ) -> None:
        self._pairs = pairs
        self._sharing = sharing
        self.broad = broad
        self.left_out = left_out
        self.nearest = nearest

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, place: int) -> Dependency: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Dependency, ...]: ...

    def __getitem__(self, place: int | slice) -> Dependency | tuple[Dependency, ...]:
        """Return one dependency with its reasons, or several."""
        if isinstance(place, slice):
            return tuple(map(self._explain_pair, self._pairs[place]))
        return self._explain_pair(self._pairs[place])

    def __iter__(self) -> Iterator[Dependency]:
        return map(self._explain_pair, self._pairs)

    def __repr__(self) -> str:
        return f"<{len(self):,} dependencies; {len(self.broad)} broad things, {self.left_out:,} pairs left out>"

    def list_ties(self) -> Iterator[tuple[str, str, float, DependencyKind]]:
        """Yield the two IRIs, the weight and the kind of each, without looking up reasons."""
        for pair in self._pairs:
            yield self._sharing.nodes[pair.a].iri, self._sharing.nodes[pair.b].iri, pair.weight, pair.kind

    def _explain_pair(self, pair: _Pair) -> Dependency:
        sharing, a, b = self._sharing, pair.a, pair.b
        if pair.kind == CITED:
            cited = sharing.nodes[b]
            label, words = f"{cited.code} {cited.title}", sharing.list_citations(a, b)
            reasons: tuple[Reason, ...] = (Reason(REFERENCE.name, cited.iri, label, pair.weight, words, ()),)
        else:
            reasons = tuple(
                Reason(
                    sharing.keys[key].property,
                    sharing.keys[key].thing,
                    sharing.name_thing(key),
                    round(part, _DIGITS),
                    tuple(sharing.list_mentions(a, key)),
                    tuple(sharing.list_mentions(b, key)),
                )
                for key, part in sharing.choose_reasons(a, b)
            )
        is_directed = pair.kind == CITED
        return Dependency(sharing.nodes[a].iri, sharing.nodes[b].iri, pair.weight, pair.kind, is_directed, reasons)


def find_dependencies(
    network: PlanNetwork,
    *,
    across: str = ACROSS[0],
    level: ElementKind = OBJECTIVE,
    kinds: Iterable[str] = DEPENDENCY_KINDS,
    min_weight: float = 0.0,
    only: str = "",
    nearest: int = NEAREST,
) -> Dependencies:
    """Return the pairs of elements of a level that share things or cite one another, strongest first.

    A pair is of one plan, and of two policies (or guidelines, as ``across`` says). What parts of an element name, the
    element names. ``kinds`` are those of ``DEPENDENCY_KINDS`` that count, ``only`` the IRI of the element of which
    all pairs are wanted, ``nearest`` how many are kept of each otherwise. The order is total: weight, then the plan's
    order. Raises QueryError when the network has no element of that level, or ``only`` is no such element.

    How weights are made stands in the module's own docstring.
    """
    wanted = tuple(kinds)
    with paused_gc():
        sharing = Sharing(network, level, across, wanted)
        if not sharing.nodes:
            found = dict.fromkeys(element.kind for element in network.elements)
            raise QueryError(say("no_level", level=level), hint=say("its_levels", names=", ".join(found)))
        chosen = sharing.find_node(only) if only else None
        pairs, left_out = _weigh_pairs(sharing, chosen, len(sharing.nodes) if only else nearest, min_weight)
    if CITED in wanted and min_weight <= REFERENCE_WEIGHT:
        cited = (_Pair(-REFERENCE_WEIGHT, a, b, CITED) for a, b in sharing.list_references())
        pairs += [pair for pair in cited if chosen in (None, pair.a, pair.b)]
    pairs.sort()
    broad = tuple(BroadThing(*facts) for facts in sharing.list_broad())
    return Dependencies(tuple(pairs), sharing, broad=broad, left_out=left_out, nearest=nearest)


def _weigh_pairs(sharing: Sharing, chosen: int | None, nearest: int, min_weight: float) -> tuple[list[_Pair], int]:
    """Return the pairs that one side or the other keeps, and how many more were found."""
    # Of each node a heap, the weakest of its nearest on top. Of two pairs of one weight the earlier goes before.
    kept: list[list[tuple[float, int, int]]] = [[] for _ in sharing.nodes]
    found = 0
    for one in range(len(sharing.nodes)) if chosen is None else (chosen,):
        for other, rarer in sharing.list_neighbours(one, is_whole=chosen is not None):
            a, b = (one, other) if one < other else (other, one)
            weight = round(sharing.weigh_pair(a, b, rarer), _DIGITS)
            if weight < min_weight:
                continue
            found += 1
            entry = (weight, -a, -b)
            for heap in (kept[a], kept[b]):
                if len(heap) < nearest:
                    heappush(heap, entry)
                elif entry > heap[0]:
                    heapreplace(heap, entry)
    entries = {entry for heap in kept for entry in heap}
    return [_Pair(-weight, -a, -b, INFERRED) for weight, a, b in entries], found - len(entries)
