"""Two plans to what changed: a pure function of two readings of graphs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from dupgraph.ask.analysis.network import PlanLink
from dupgraph.ask.comparison.likeness import fold_print
from dupgraph.ask.comparison.matching import Match, match_elements
from dupgraph.ask.comparison.quotes import find_nearest, quote_mention
from dupgraph.ask.comparison.values import (
    Aspect,
    Change,
    ChangeKind,
    ComparedElement,
    Comparison,
    LinkChange,
    PlanVersion,
    ThingCount,
)
from dupgraph.ask.comparison.wording import pair_years
from dupgraph.ask.results.marks import split_marks
from dupgraph.base.collecting import paused_gc
from dupgraph.language.words import strip_accents
from dupgraph.schema.links import ROLES

# What two sides call the same: a link's property and the thing's key.
_LinkKey = tuple[str, str]
_Elements = tuple[ComparedElement, ...]
# Below this the nearest element of the other side is no help.
_LEAST_NEAR = 0.2
# So many letters tell where a part's text begins in the whole.
_BEGINNING = 40


def compare_plans(before: PlanVersion, after: PlanVersion) -> Comparison:
    """Return what became of each element of ``before`` in ``after``, which links were gained and lost, and the things.

    Elements are matched by title, text, code and place (see ``matching``). Things are the same when they have one
    IRI, or one role and one name.
    """
    with paused_gc():
        matching = match_elements(before, after)
        sides = _Sides(before, after, matching.matches)
        changes = [sides.describe(match) for match in matching.matches]
        nearest = (matching.nearest_after, matching.nearest_before)
        changes += sides.list_alone(matching.matches, nearest)
        return Comparison(before, after, tuple(sides.order(changes)), tuple(sides.count_things()))


class _Sides:
    """Both plans by element, their partners, and the names that their things share."""

    def __init__(self, before: PlanVersion, after: PlanVersion, matches: Sequence[Match]) -> None:
        self.before, self.after = before, after
        self.elements_a, self.elements_b = _list_elements(before), _list_elements(after)
        self.keys = _name_things(before, after)
        self.labels = {thing.iri: thing.label for plan in (after, before) for thing in plan.network.things}
        self.links_a, self.links_b = self._group_links(before), self._group_links(after)
        self.mentions_a, self.mentions_b = before.network.group_mentions(), after.network.group_mentions()
        self._partners = {iri: frozenset(match.after) for match in matches for iri in match.before}
        self._parents_a = {element.iri: element.parent for element in before.network.elements}
        self._parents_b = {element.iri: element.parent for element in after.network.elements}

    def _group_links(self, plan: PlanVersion) -> dict[str, dict[_LinkKey, PlanLink]]:
        grouped: dict[str, dict[_LinkKey, PlanLink]] = defaultdict(dict)
        for link in plan.network.links:
            grouped[link.element].setdefault((link.property, self.keys[link.thing]), link)
        return grouped

    def describe(self, match: Match) -> Change:
        """Return what became of the elements of a match."""
        a = tuple(self.elements_a[iri] for iri in match.before)
        b = tuple(self.elements_b[iri] for iri in match.after)
        a, b = _order_parts(a, b), _order_parts(b, a)
        links = tuple(chain(self._list_turned(a, b, is_lost=True), self._list_turned(a, b, is_lost=False)))
        aspects = tuple(self._list_aspects(a, b)) + (("links",) if links else ())
        kind: ChangeKind = "split" if len(b) > 1 else "merged" if len(a) > 1 else "changed" if aspects else "kept"
        return Change(kind, a, b, aspects, match.likeness, links)

    def _list_aspects(self, a: Sequence[ComparedElement], b: Sequence[ComparedElement]) -> Iterator[Aspect]:
        if len(a) == len(b) == 1:
            [one], [other] = a, b
            is_renamed = fold_print(one.title) != fold_print(other.title)
            # A title that is all the text is no name: its words changed.
            is_whole = not one.text and not other.text
            if is_renamed and not is_whole:
                yield "renamed"
            if fold_print(one.text) != fold_print(other.text) or (is_renamed and is_whole):
                yield "redated" if pair_years(one.text, other.text) else "reworded"
            if one.code != other.code:
                yield "renumbered"
        if self._is_moved(a, b):
            yield "moved"

    def _is_moved(self, a: Sequence[ComparedElement], b: Sequence[ComparedElement]) -> bool:
        """Whether some of ``b`` stand under what is no partner of what ``a`` stood under."""
        above: set[str] = set()
        is_top = False
        for element in a:
            parent = self._parents_a[element.iri]
            is_top = is_top or not parent
            above |= self._partners.get(parent, frozenset())
        parents = {self._parents_b[element.iri] for element in b}
        return any(parent not in above if parent else not is_top for parent in parents)

    def _list_turned(
        self, a: Sequence[ComparedElement], b: Sequence[ComparedElement], *, is_lost: bool
    ) -> Iterator[LinkChange]:
        """Yield the links that one side of a match alone has, with the sentences of both."""
        here, there = (a, b) if is_lost else (b, a)
        own, others = (self.links_a, self.links_b) if is_lost else (self.links_b, self.links_a)
        mentions = self.mentions_a if is_lost else self.mentions_b
        known = {key for element in there for key in others.get(element.iri, ())}
        told: set[_LinkKey] = set()
        for element in here:
            for key, link in own.get(element.iri, {}).items():
                if key in known or key in told:
                    continue
                told.add(key)
                quote = quote_mention(element.words, mentions.get((element.iri, link.property, link.thing), ()))
                texts = [other.words for other in there]
                near = find_nearest(quote, texts)
                said = (quote, near) if is_lost else (near, quote)
                label = self.labels.get(link.thing, link.thing)
                turn = "lost" if is_lost else "gained"
                yield LinkChange(turn, link.property, link.thing, label, element.iri, *said, _is_said(quote, texts))  # type: ignore[arg-type]

    def list_alone(
        self, matches: Sequence[Match], nearest: tuple[Mapping[str, tuple[str, float]], Mapping[str, tuple[str, float]]]
    ) -> Iterator[Change]:
        """Yield what is gone and what is new, each with the nearest element of the other side."""
        used_a = {iri for match in matches for iri in match.before}
        used_b = {iri for match in matches for iri in match.after}
        for iri, element in self.elements_a.items():
            if iri not in used_a:
                near, likeness = nearest[0].get(iri, ("", 0.0))
                other = self.elements_b.get(near) if likeness >= _LEAST_NEAR else None
                yield Change("gone", (element,), (), (), likeness, (), other)
        for iri, element in self.elements_b.items():
            if iri not in used_b:
                near, likeness = nearest[1].get(iri, ("", 0.0))
                other = self.elements_a.get(near) if likeness >= _LEAST_NEAR else None
                yield Change("new", (), (element,), (), likeness, (), other)

    def order(self, changes: Iterable[Change]) -> list[Change]:
        """Return changes in the order of the second plan; what is gone follows what it followed in the first.

        What moved leads nowhere, unless all of it did.
        """
        changes = list(changes)
        place_a = {iri: place for place, iri in enumerate(self.elements_a)}
        place_b = {iri: place for place, iri in enumerate(self.elements_b)}
        there = [change for change in changes if change.before and change.after]
        still = [change for change in there if "moved" not in change.aspects] or there
        where = {change.before[0].iri: place_b[change.after[0].iri] for change in still}
        ranks: dict[str, tuple[int, int]] = {}
        last = -1
        for iri, place in place_a.items():
            last = where.get(iri, last)
            ranks[iri] = (last, place + 1)

        def rank(change: Change) -> tuple[int, int]:
            return (place_b[change.after[0].iri], 0) if change.after else ranks[change.before[0].iri]

        return sorted(changes, key=rank)

    def count_things(self) -> Iterator[ThingCount]:
        """Yield the things of both plans by role, those first whose count differs most."""
        naming: dict[str, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
        roles: dict[str, tuple[str, str]] = {}
        for side, plan in enumerate((self.before, self.after)):
            for thing in plan.network.things:
                roles.setdefault(self.keys[thing.iri], (thing.kind, self.labels[thing.iri]))
            for link in plan.network.links:
                naming[self.keys[link.thing]][side][link.element] = None
        counts = (
            ThingCount(
                *roles[key],
                tuple(self.elements_a[iri] for iri in self.elements_a if iri in a),
                tuple(self.elements_b[iri] for iri in self.elements_b if iri in b),
            )
            for key, (a, b) in naming.items()
        )
        yield from sorted(
            counts, key=lambda c: (ROLES.index(c.role), -abs(c.difference), -len(c.after), c.label.casefold())
        )


def _is_said(quote: str, texts: Iterable[str]) -> bool:
    """Whether all words that are marked in a quote stand in some texts."""
    marked = [fold_print(words).casefold() for words, is_marked in split_marks(quote) if is_marked]
    text = fold_print(" ".join(texts)).casefold()
    return bool(marked) and all(words in text for words in marked)


def _order_parts(parts: _Elements, wholes: _Elements) -> _Elements:
    """Return the parts of one element in the order in which it has them: that they changed places is no change."""
    if len(parts) == 1 or len(wholes) > 1:
        return parts
    words = wholes[0].words
    return tuple(sorted(parts, key=lambda part: max(words.find(part.text[:_BEGINNING]), words.find(part.title))))


def _list_elements(plan: PlanVersion) -> dict[str, ComparedElement]:
    called = {element.iri: f"{element.code} {element.title}".strip() for element in plan.network.elements}
    return {
        element.iri: ComparedElement.from_element(
            element, plan.texts.get(element.iri, ""), called.get(element.parent, "")
        )
        for element in plan.network.elements
    }


def _name_things(before: PlanVersion, after: PlanVersion) -> dict[str, str]:
    """Return a key for each thing: its IRI, or that of the first plan's thing that has its role and its name."""
    keys: dict[str, str] = {}
    named: dict[tuple[str, str], str] = {}
    for thing in before.network.things:
        keys[thing.iri] = thing.iri
        named.setdefault((thing.kind, _fold_label(thing.label)), thing.iri)
    for thing in after.network.things:
        keys.setdefault(thing.iri, named.get((thing.kind, _fold_label(thing.label)), thing.iri))
    return keys


def _fold_label(label: str) -> str:
    return strip_accents(fold_print(label).casefold())
