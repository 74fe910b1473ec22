"""What a page about an original shows: the page or part with its marks, the quote asked for, its neighbours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dupgraph.language.languages import LANGUAGES, load_texts
from dupgraph.publish.pages.drawing import Frame, draw_page
from dupgraph.publish.pages.elements import find_word, make_plan_page
from dupgraph.publish.pages.marking import Run
from dupgraph.publish.pages.originals import count_pages, find_neighbours, find_sheet, place_marks, read_part
from dupgraph.publish.pages.page import Page
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.routes.paths import ORIGINAL
from dupgraph.schema.layout import Layout
from dupgraph.schema.links import SHOWN
from dupgraph.serve.requests import find_repeated

# A quote is asked for by its offsets, as mentions have them.
_QUOTE = re.compile(r"(\d{1,9})-(\d{1,9})")
_PAGE = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What was asked for: a page or part, and the quote that is to stand out, None for any."""

    number: int
    quote: tuple[int, int] | None = None
    thing: str = ""


def read_page_request(given: Mapping[str, str], layout: Layout) -> PageRequest | None:
    """Return what a request asks for; the first page where it names nothing. None for what is not there."""
    quote = _QUOTE.fullmatch(given.get("quote", ""))
    if "quote" in given and quote is None:
        return None
    place = (int(quote[1]), int(quote[2])) if quote else None
    if "page" in given:
        number = int(given["page"]) if _PAGE.fullmatch(given["page"]) else 0
    else:
        number = (find_sheet(layout, *place) if place else 1) or 0
    return PageRequest(number, place, given.get("thing", "")) if 1 <= number <= count_pages(layout) else None


def draw_original(
    view: PlanView,
    frame: Frame,
    layout: Layout | None,
    pairs: Sequence[tuple[str, str]],
    language: str,
    *,
    pictures: bool = True,
) -> tuple[int, bytes]:
    """Return status and page of what a request asks of a plan's original; ``layout`` is where its text stands in it,
    ``pictures`` says whether its pages can be drawn.
    """
    page, status = _choose_page(view, frame, layout, pairs, pictures)
    return status, draw_page(page, language, frame).encode()


def _choose_page(
    view: PlanView, frame: Frame, layout: Layout | None, pairs: Sequence[tuple[str, str]], pictures: bool
) -> tuple[Page, int]:
    if twice := find_repeated(pairs):
        return describe_absence(view, frame, "twice", name=twice[:100]), 400
    if layout is None or layout.sha256 != view.statement.sha256:
        return describe_absence(view, frame, "no_original"), 404
    request = read_page_request(dict(pairs), layout)
    if request is None:
        return describe_absence(view, frame, "no_page"), 404
    return describe_original(view, frame, layout, request, pictures), 200


def describe_original(view: PlanView, frame: Frame, layout: Layout, request: PageRequest, pictures: bool) -> Page:
    """Return the page that shows a page of the original, or a part of a document without pages."""
    marks = sorted({mark for own in view.marks.values() for mark in own}, key=lambda mark: (mark.start, mark.end))
    chosen = [mark for mark in marks if (mark.start, mark.end) == request.quote]
    if chosen:
        lead = view.choose_mark(Run("", tuple(chosen), ()))
        chosen.sort(key=lambda mark: mark is not lead)
    thing = request.thing or (chosen[0].thing if chosen else "")
    before, after = find_neighbours(marks, thing, request.quote[0]) if request.quote and thing else (None, None)
    printed = bool(layout.sizes)
    return make_plan_page(
        view,
        frame,
        f"{view.path}/{ORIGINAL}",
        "original.html",
        titles=find_word("title_page" if printed else "title_part", "originals"),
        values={
            "own": {language: load_texts("originals", language) for language in LANGUAGES},
            "number": request.number,
            "count": count_pages(layout),
            "printed": place_marks(layout, marks, request.number) if printed else None,
            "pictures": pictures,
            "parts": () if printed else read_part(layout, view.text, marks, request.number),
            "quote": request.quote,
            "chosen": chosen,
            "thing": thing,
            "looks": {link.role: link.site for link in SHOWN},
            "before": before,
            "after": after,
            "mentions": {(m.start, m.end, m.thing): m for m in view.mentions},
        },
    )


def describe_absence(view: PlanView, frame: Frame, reason: str, **facts: object) -> Page:
    """Return the page that says why an original cannot be shown; ``reason`` is one of the texts."""
    titles, values = find_word("title_missing", "originals"), {"reason": find_word(reason, "originals", **facts)}
    path = f"{view.path}/{ORIGINAL}"
    return make_plan_page(view, frame, path, "original_missing.html", titles=titles, values=values)
