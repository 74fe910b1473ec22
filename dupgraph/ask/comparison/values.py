"""The values of a comparison: two plans, what became of each element, links gained and lost, things by count."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from dupgraph.ask.analysis.network import PlanElement, PlanNetwork

# What became of an element, in the order of lists; what is new stands on one side alone, and so does what is gone.
ChangeKind = Literal["changed", "split", "merged", "new", "gone", "kept"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("changed", "split", "merged", "new", "gone", "kept")
# In what an element changed.
Aspect = Literal["renamed", "reworded", "redated", "renumbered", "moved", "links"]
ASPECTS: tuple[Aspect, ...] = ("renamed", "reworded", "redated", "renumbered", "moved", "links")
# What is listed in a line each where nothing else changed.
ALONE: tuple[Aspect, ...] = ("redated", "renumbered")
# How the name of a town's body begins; the town alone names it, too.
_TOWN = "Comune di "
# A link that only the second plan has, or only the first.
LinkTurn = Literal["gained", "lost"]


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One side of a comparison: a plan's network, and the readable text of each element by its IRI.

    ``body`` is whose plan it is: a name, and an identifier that two plans of one body share; ``rules`` is the version
    of rules and vocabularies by which its links were found.
    """

    iri: str
    title: str
    body: str
    body_id: str
    period: str
    source: str
    network: PlanNetwork
    texts: dict[str, str] = field(default_factory=dict)
    rules: str = ""

    @property
    def name(self) -> str:
        """What a reader calls it: its title, and its body, or its town, where that does not name it."""
        return self.title if self.body.removeprefix(_TOWN) in self.title else f"{self.title}, {self.body}"


@dataclass(frozen=True, slots=True)
class ComparedElement:
    """An element of one side; ``text`` stands below its title, ``above`` is code and title of what it stands under."""

    iri: str
    kind: str
    level: str
    code: str
    title: str
    text: str
    above: str = ""

    @property
    def words(self) -> str:
        """Its title and its text."""
        return f"{self.title.rstrip('.')}. {self.text}" if self.text else self.title

    @classmethod
    def from_element(cls, element: PlanElement, text: str, above: str = "") -> "ComparedElement":
        """Return an element with its readable text, which may begin with the title."""
        below = text.removeprefix(element.title).lstrip(" .:–-") if text.startswith(element.title) else text
        return cls(element.iri, element.kind, element.level, element.code, element.title, below, above)


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link that one side alone has; ``before`` and ``after`` are the sentences that say it, or come nearest.

    The words that name the thing are marked (``**AUSL**``). ``element`` is the IRI of the element that has it.
    ``is_said_twice``: all of these words stand on the other side, too, where they do not count for it.
    """

    turn: LinkTurn
    property: str
    thing: str
    label: str
    element: str
    before: str
    after: str
    is_said_twice: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an element: one or several on each side, in what they differ, and how sure the match is.

    ``likeness`` is from 0 to 1, where 1 says that title and text are the same; for what is new or gone it is that of
    the nearest element of the other side, ``nearest``, which was too unlike to be the same.
    """

    kind: ChangeKind
    before: tuple[ComparedElement, ...]
    after: tuple[ComparedElement, ...]
    aspects: tuple[Aspect, ...] = ()
    likeness: float = 1.0
    links: tuple[LinkChange, ...] = ()
    nearest: ComparedElement | None = None

    @property
    def codes(self) -> str:
        """The codes of both sides, once where they are the same: "1.2, 1.3 → 1.2"."""
        sides = (", ".join(element.code for element in side) for side in (self.before, self.after))
        return " → ".join(dict.fromkeys(filter(None, sides)))

    @property
    def title(self) -> str:
        """The titles of its elements as they are, or were."""
        return " / ".join(element.title for element in self.after or self.before)

    @property
    def alone(self) -> str:
        """The aspect in which alone it changed, where that is its code or the span of years that it names.

        So it is with all that follows what was put in, and with what a plan takes over into the next three years.
        """
        return next((each for each in ALONE if self.kind == "changed" and self.aspects == (each,)), "")

    @property
    def has_same_words(self) -> bool:
        """Whether both sides have the same words and links."""
        return self.kind in ("kept", "changed") and not {"renamed", "reworded", "redated", "links"} & set(self.aspects)


@dataclass(frozen=True, slots=True)
class ThingCount:
    """A thing, its role, and the elements of each side that name it."""

    role: str
    label: str
    before: tuple[ComparedElement, ...]
    after: tuple[ComparedElement, ...]

    @property
    def difference(self) -> int:
        """How many more elements of the second side name it."""
        return len(self.after) - len(self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans compared: the changes in the order of the second, what is gone where it stood; things by role."""

    before: PlanVersion
    after: PlanVersion
    changes: tuple[Change, ...]
    things: tuple[ThingCount, ...]

    @property
    def is_same_body(self) -> bool:
        """Whether both are plans of one body: then the second may be a revision of the first."""
        return self.before.body_id == self.after.body_id

    @property
    def names(self) -> tuple[str, str]:
        """What a reader calls both plans; of one name, by their years, or else by their files."""
        a, b = self.before, self.after
        if a.name != b.name:
            return a.name, b.name
        told = ((a.period, b.period), (a.source, b.source))
        one, other = next((pair for pair in told if pair[0] != pair[1]), ("", ""))
        return ", ".join(filter(None, (a.name, one))), ", ".join(filter(None, (b.name, other)))

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return all(change.kind == "kept" for change in self.changes)

    @property
    def matched(self) -> int:
        """How many elements of the second plan have something of the first in them."""
        return sum(len(change.after) for change in self.changes if change.before)

    def pair_levels(self) -> dict[str, str]:
        """Return what the first plan's levels are called in the second, by most of their elements, where it differs."""
        pairs = Counter(
            (one.level, other.level) for change in self.changes for one in change.before for other in change.after
        )
        most = {before: after for (before, after), _ in reversed(pairs.most_common())}
        return {before: after for before, after in most.items() if before.casefold() != after.casefold()}

    def count_links(self) -> dict[LinkTurn, int]:
        """Return how many links were gained and lost by elements that both sides have."""
        counts = Counter(link.turn for change in self.changes for link in change.links)
        return {"lost": counts["lost"], "gained": counts["gained"]}
