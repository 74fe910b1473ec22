"""Two of the open plans told apart: a form that chooses them, and what changed from one to the other below it."""

from collections.abc import Mapping
from http import HTTPStatus

from dupgraph.ask.results import FORMATS
from dupgraph.publish.comparison import encode_comparison, view_comparison
from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.schema.namespaces import make_slug
from dupgraph.serve.pages.questions import write_values
from dupgraph.serve.pages.replies import Reply, Visit, find_own_word, make_page, refuse

FIRST, SECOND = "a", "b"
_FILES = ("xlsx", "docx", "odt", "csv", "json")


def compare_chosen(visit: Visit) -> Reply:
    """Return the comparison of two plans as a page or a file; the form alone where not both are chosen."""
    if twice := visit.find_twice():
        return refuse(visit, visit.word("twice", name=twice[:100]))
    given = [visit.given.get(name, "") for name in (FIRST, SECOND)]
    chosen = [find_card(visit.frame, wanted) for wanted in given]
    for wanted, card in zip(given, chosen, strict=True):
        if wanted and card is None:
            return refuse(visit, visit.word("no_plan", name=wanted[:200]), HTTPStatus.NOT_FOUND)
    first, second = chosen
    if first is None or second is None or first is second:
        is_asked = bool(first and second) or visit.address.ending != "html"
        reason = "compare_same" if first and second else "compare_both"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_asked else HTTPStatus.OK
        return _show(visit, propose_pair(visit.frame, first, second), {"fault": reason if is_asked else ""}, status)
    comparison = visit.index.compare(first.iri, second.iri, visit.language)
    ending = visit.address.ending
    if ending == "html":
        query = write_values({FIRST: first.path, SECOND: second.path})
        return _show(visit, (first, second), {"view": view_comparison(comparison, visit.language), "query": query})
    known = FORMATS[ending]
    name = make_slug(f"{visit.word('compare')} {first.title} {second.title}")[:80].strip("-")
    media_type = f"{known.media_type}; charset=utf-8" if known.is_text else known.media_type
    data = encode_comparison(comparison, ending, lang=visit.language)
    return Reply(data=data, media_type=media_type, name=f"{name}{known.extension}")


def find_card(frame: Frame, wanted: str) -> PlanCard | None:
    """Return the plan that a path or an IRI names."""
    return next((card for card in frame.plans if wanted in (card.iri, card.path)), None)


def propose_pair(frame: Frame, first: PlanCard | None, second: PlanCard | None) -> tuple[PlanCard | None, ...]:
    """Return what stands chosen in the form: a plan with the one before it, where nobody has chosen otherwise."""
    if second is None and first is None:
        second = next((card for card in reversed(frame.plans) if frame.find_previous(card.iri)), None)
    if second is not None and first is None:
        first = frame.find_previous(second.iri)
    rest = [card for card in frame.plans if card not in (first, second)]
    first = first or (rest.pop(0) if rest else None)
    return first, second or (rest[0] if rest else None)


def _show(
    visit: Visit, chosen: tuple[PlanCard | None, ...], values: Mapping[str, object], status: int = HTTPStatus.OK
) -> Reply:
    fields = {FIRST: chosen[0], SECOND: chosen[1]}
    empty = {"view": None, "query": "", "fault": "", "fields": fields, "files": _FILES}
    return Reply(make_page(visit, "compare.html", find_own_word("compare_title"), {**empty, **values}), status)
