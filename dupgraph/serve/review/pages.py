"""What the pages of a review show: one item with what can be decided of it, a question before many, the history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dupgraph.language.languages import LANGUAGES, load_texts
from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.publish.pages.elements import find_word, lead_to_plan
from dupgraph.publish.pages.page import Page
from dupgraph.schema.links import KINDS, LINKS

if TYPE_CHECKING:
    from dupgraph.read.review.candidates import Candidate
    from dupgraph.read.review.queue import Item
    from dupgraph.read.review.session import Step

REVIEW, HISTORY, NAMES = "review", "history", "names"


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as a page asks about it: its place in the queue, what its words may name, what it is taken for.

    ``previous`` is the key of the item before it: after that one goes on when this one is decided.
    """

    item: "Item"
    number: int
    count: int
    candidates: "Sequence[Candidate]"
    thing: str
    is_narrowed: bool = False
    previous: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A step of the history, in words of each language."""

    step: "Step"
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What every page of a review is made from. ``notice`` is what has just been done, or was wrong, by language.

    ``names`` are what the plan's things are called, and ``tried`` is what a form said that went wrong.
    """

    card: PlanCard
    frame: Frame
    token: str
    everything: bool = False
    notice: Mapping[str, str] | None = None
    is_fault: bool = False
    is_waiting: bool = False
    fault: Mapping[str, str] | None = None
    names: Sequence[str] = ()
    tried: Mapping[str, str] = field(default_factory=dict)


def describe_review(setting: Setting, view: ItemView | None, new_kinds: Iterable[str]) -> Page:
    """Return the page that asks about one item; without one it says that nothing is left."""
    return _make_page(setting, REVIEW, "title", "review.html", {"view": view, "new_kinds": list(new_kinds)})


def describe_question(setting: Setting, view: ItemView, fields: Mapping[str, str]) -> Page:
    """Return the page that asks whether something holds for all places, and sends the same fields again."""
    return _make_page(setting, REVIEW, "title", "review_all.html", {"view": view, "fields": fields})


def describe_history(setting: Setting, steps: Sequence[HistoryEntry], *, has_names: bool) -> Page:
    """Return the page that lists what was decided, each with the way back; ``has_names`` says that some named anew."""
    return _make_page(setting, HISTORY, "history", "review_history.html", {"steps": steps, "has_names": has_names})


def describe_refusal(card: PlanCard, frame: Frame, reason: str) -> Page:
    """Return the page that says why nothing can be reviewed; ``reason`` is one of the texts."""
    return _make_page(
        Setting(card, frame, ""), REVIEW, "title", "review_off.html", {"reason": find_word(reason, "review")}
    )


def _make_page(setting: Setting, name: str, title: str, template: str, values: Mapping[str, object]) -> Page:
    card = setting.card
    own = {language: load_texts("review", language) for language in LANGUAGES}
    return Page(
        path=f"{card.path}/{name}",
        template=template,
        titles=find_word(title, "review"),
        values={"setting": setting, "own": own, "kinds": KINDS, "all_links": LINKS, **values},
        plan=card.iri,
        crumbs=lead_to_plan(card.title, card.path, setting.frame),
    )
