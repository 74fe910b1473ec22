"""Two of the open plans told apart: a form that chooses them, and what changed from one to the other below it."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from dupgraph.ask.comparison.values import Comparison
from dupgraph.publish.comparison.files import encode_comparison
from dupgraph.publish.comparison.page import view_comparison
from dupgraph.publish.pages.drawing import Frame, PlanCard, draw_page
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Crumb, Page
from dupgraph.serve.environment import COMPARE
from dupgraph.serve.pages.questions import write_values
from dupgraph.serve.pages.replies import Reply, Visit, name_file, refuse
from dupgraph.serve.requests import HTML

FIRST, SECOND = "a", "b"
_FILES = ("xlsx", "docx", "odt", "csv", "json")


def compare_chosen(visit: Visit) -> Reply:
    """Return the comparison of two plans as a page or a file; the form alone where not both are chosen."""
    given = [visit.given.get(name, "") for name in (FIRST, SECOND)]
    chosen = [visit.frame.find_card(wanted) for wanted in given]
    for wanted, card in zip(given, chosen, strict=True):
        if wanted and card is None:
            return refuse(visit, visit.word("no_plan", name=wanted[:200]), HTTPStatus.NOT_FOUND)
    first, second = chosen
    if first is None or second is None or first is second:
        is_asked = bool(first and second) or visit.address.ending != "html"
        reason = "compare_same" if first and second else "compare_both"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_asked else HTTPStatus.OK
        pair = propose_pair(visit.frame, first, second)
        return Reply(_describe(pair, {"fault": reason if is_asked else ""}), status)
    plans = (first.iri, second.iri)
    if visit.address.ending == "html":
        return Reply(plans=plans, media_type=HTML)
    sides = " ".join(
        f"{card.municipality} {card.period}" if card.municipality else card.title for card in chosen if card
    )
    return replace(name_file(visit, f"{visit.word('compare')} {sides}"), plans=plans)


def draw_compared(comparison: Comparison, frame: Frame, ending: str, language: str) -> bytes:
    """Return what a reply promised that names two plans: their comparison as a file, or as the page."""
    if ending != "html":
        return encode_comparison(comparison, ending, lang=language)
    cards = tuple(frame.find_card(plan.iri) for plan in (comparison.before, comparison.after))
    paths = (card.path if card else "" for card in cards)
    query = write_values(dict(zip((FIRST, SECOND), paths, strict=True)))
    page = _describe(cards, {"view": view_comparison(comparison, language), "query": query})
    return draw_page(page, language, frame).encode()


def propose_pair(frame: Frame, first: PlanCard | None, second: PlanCard | None) -> tuple[PlanCard | None, ...]:
    """Return what stands chosen in the form: a plan with the one before it, where nobody has chosen otherwise."""
    if second is None and first is None:
        second = next((card for card in reversed(frame.plans) if frame.find_previous(card.iri)), None)
    if second is not None and first is None:
        first = frame.find_previous(second.iri)
    rest = [card for card in frame.plans if card not in (first, second)]
    first = first or (rest.pop(0) if rest else None)
    return first, second or (rest[0] if rest else None)


def _describe(chosen: tuple[PlanCard | None, ...], values: Mapping[str, object]) -> Page:
    fields = {FIRST: chosen[0], SECOND: chosen[1]}
    return Page(
        path=COMPARE,
        template="compare.html",
        titles=find_word("compare_title", "serve"),
        values={"view": None, "query": "", "fault": "", "fields": fields, "files": _FILES, **values},
        crumbs=(Crumb(find_word("home"), "index"),),
    )
