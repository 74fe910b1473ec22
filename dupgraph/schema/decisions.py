"""What people decided about what was read in a plan: the values of its review file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args

from dupgraph.schema.links import LINKS, LinkName

Action = Literal["accept", "reject", "add", "rename", "merge"]
ACTIONS: tuple[Action, ...] = get_args(Action)
# What is about words at their place; the others are about a thing, wherever it is named.
ABOUT_PLACES: tuple[Action, ...] = ("accept", "reject", "add")


class Quote(NamedTuple):
    """Words of an element and those around them, white space as single blanks, page furniture left out.

    ``start`` and ``end`` are their offsets in the text whose digest is ``text``: in another text no more than a hint.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person.

    accept, reject, add: the link by ``property`` from the element ``element`` (its code) to ``thing`` at ``quote``;
    reject without property and thing says that the words name nothing. rename: ``thing`` is called ``label``.
    merge: ``thing`` is the same as ``into``. Things are IRIs below the packaged base, whatever base a graph has; an
    element that another refers to is its code. ``time`` is UTC, as xsd:dateTime has it. ``replaced`` is what was
    decided about the same before, and holds again when this is taken back.
    """

    action: Action
    agent: str
    time: str
    element: str = ""
    property: LinkName = ""
    thing: str = ""
    quote: Quote | None = None
    label: str = ""
    into: str = ""
    note: str = ""
    replaced: "Decision | None" = None


def list_versions(decision: Decision) -> Iterator[Decision]:
    """Yield a decision and those that it replaced, the latest first."""
    earlier: Decision | None = decision
    while earlier is not None:
        yield earlier
        earlier = earlier.replaced


def take_back(decision: Decision, time: str) -> Decision | None:
    """Return what holds without what was decided at a time: a decision, the one before it, or None."""
    earlier = take_back(decision.replaced, time) if decision.replaced else None
    return earlier if decision.time == time else replace(decision, replaced=earlier)


def get_subject(decision: Decision) -> tuple[str, ...]:
    """Return what is decided: two decisions about the same exclude one another, the later one counts.

    Of what words earn together, a theme, it is the link; of all else the link at its place.
    """
    link, quote = decision.property, decision.quote
    if quote is None:
        return (decision.action, decision.thing)
    if link and LINKS[link].found == "words":
        return (decision.element, link, decision.thing)
    return (decision.element, link, decision.thing, quote.exact, quote.prefix, quote.suffix)


class Unplaced(NamedTuple):
    """A decision that a build could not follow, and why, in a sentence."""

    decision: Decision
    reason: str
