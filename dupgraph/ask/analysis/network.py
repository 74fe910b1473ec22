"""The values of an analysis: the two-mode network of a plan's elements and of the things that they name."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from dupgraph.base.gathering import gather
from dupgraph.schema.links import GUIDELINE, POLICY, ElementKind, Role


class PlanTitle(NamedTuple):
    """A plan of the network: its IRI and its title."""

    iri: str
    title: str


class PlanElement(NamedTuple):
    """A policy, guideline, objective or action.

    ``parent`` is the IRI of the element above, empty at the top; ``policy`` and ``guideline`` are the element itself
    or the one of that kind above it, empty where there is none; ``level`` is what the plan calls its level.
    """

    iri: str
    plan: str
    kind: ElementKind
    level: str
    code: str
    title: str
    parent: str
    position: int
    policy: str
    guideline: str

    def find_above(self, kind: ElementKind) -> str:
        """Return the IRI of the element of a level that it is, or stands under; empty where there is none."""
        return {POLICY: self.policy, GUIDELINE: self.guideline}.get(kind, "")


class PlanKind(NamedTuple):
    """A kind of partners, of which a partner or another kind is one."""

    iri: str
    label: str


class PlanThing(NamedTuple):
    """What elements name. ``category`` is the kind of body, group of themes, sort of place or of instrument.

    ``broader`` are the kinds of which the thing is one, near ones first: who names the body has named its kind too.
    """

    iri: str
    label: str
    kind: Role
    category: str
    category_label: str
    broader: tuple[PlanKind, ...]


class PlanLink(NamedTuple):
    """An element names a thing; ``property`` is the link's local name (``involves``)."""

    element: str
    property: str
    thing: str


class PlanMention(NamedTuple):
    """The words that say a link, and what stands around them.

    ``start`` and ``end`` count the characters of the plan's text; ``page`` is None where the source has no pages;
    ``involvement`` is the label of how a partner is involved, ``cue`` the words that say so, ``reviewed`` when a person
    confirmed it; each may be empty.
    """

    iri: str
    element: str
    property: str
    thing: str
    words: str
    before: str
    after: str
    start: int
    end: int
    page: int | None
    involvement: str
    cue: str
    reviewed: str = ""


class PlanReference(NamedTuple):
    """An element's text cites another element, or says that it pursues it, in these words."""

    element: str
    cited: str
    mentions: tuple[PlanMention, ...]


@dataclass(frozen=True, slots=True)
class PlanNetwork:
    """Elements in the plan's order, plan after plan; things by kind and label; links and mentions in that order."""

    plans: tuple[PlanTitle, ...]
    elements: tuple[PlanElement, ...]
    things: tuple[PlanThing, ...]
    links: tuple[PlanLink, ...]
    mentions: tuple[PlanMention, ...]
    references: tuple[PlanReference, ...]
    pursuits: tuple[PlanReference, ...] = ()

    def index_elements(self) -> dict[str, PlanElement]:
        """Return the elements by IRI."""
        return {element.iri: element for element in self.elements}

    def index_things(self) -> dict[str, PlanThing]:
        """Return the things by IRI."""
        return {thing.iri: thing for thing in self.things}

    def group_mentions(self) -> dict[tuple[str, str, str], list[PlanMention]]:
        """Return the mentions by element, property and thing, in the order of the text."""
        return gather(((mention.element, mention.property, mention.thing), mention) for mention in self.mentions)

    def lift_elements(self, level: ElementKind) -> dict[str, str]:
        """Return, for each element at ``level`` or below, the IRI of the one at ``level`` that it is or is part of."""
        lifted: dict[str, str] = {}
        # Parents stand before their parts.
        for element in self.elements:
            if element.kind == level:
                lifted[element.iri] = element.iri
            elif element.parent in lifted:
                lifted[element.iri] = lifted[element.parent]
        return lifted

    def group_named(self, level: ElementKind) -> dict[str, set[str]]:
        """Return the things that each element at ``level``, or a part of it, names; no things for another element."""
        lifted = self.lift_elements(level)
        named: dict[str, set[str]] = defaultdict(set)
        for link in self.links:
            if link.element in lifted:
                named[lifted[link.element]].add(link.thing)
        return named
