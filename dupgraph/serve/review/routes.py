"""The addresses of reviews, below each plan: ``review.html`` and ``history.html``, which take forms, and two files."""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from dupgraph.base.errors import DupgraphError, OutputError, QueryError
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import say
from dupgraph.publish.pages.drawing import PlanCard, draw_page
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Page
from dupgraph.publish.routes.paths import split_name
from dupgraph.read.decisions.files import REVIEW_SUFFIX
from dupgraph.read.decisions.names import NAMES_SUFFIX
from dupgraph.serve.faults import tell_everywhere
from dupgraph.serve.requests import AddressRoute, find_path, find_twice, read_form
from dupgraph.serve.review.pages import (
    HISTORY,
    NAMES,
    REVIEW,
    HistoryEntry,
    ItemView,
    Setting,
    describe_history,
    describe_question,
    describe_refusal,
    describe_review,
)
from dupgraph.serve.review.work import ReviewedPlan, ReviewedPlans
from dupgraph.serve.safety import ASK_PASSWORD, may_write
from dupgraph.serve.state import OpenPlans, ServerState

if TYPE_CHECKING:
    from dupgraph.read.review.candidates import Candidate
    from dupgraph.read.review.queue import Item
    from dupgraph.read.review.session import Review, Step

_NAME = re.compile(rf"(?P<plan>.+)/(?P<kind>{REVIEW}|{HISTORY}|{NAMES})")
_LONGEST = 2000
_LONGEST_NAME = 200
# What was decided, and what was named anew in doing so, as files.
_FILES = {REVIEW: REVIEW_SUFFIX, NAMES: NAMES_SUFFIX}
_HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
_Given = Mapping[str, str]
_Wanted = tuple[PlanCard, str, str, str, OpenPlans]
# What there is to say where nothing new was decided: keys of texts.
_UNDONE, _NOTHING_TO_UNDO = "taken_back", "nothing_to_undo"


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the route of all that has to do with reviews."""
    return [ReviewRoute(state)]


class ReviewRoute(AddressRoute):
    """Takes ``review.html``, ``review.ttl``, ``names.ttl`` and ``history.html`` below each plan, in every language."""

    def __init__(self, state: ServerState) -> None:
        """Review the plans of ``state``."""
        self._state = state
        self._plans = ReviewedPlans(state)

    def find_wanted(self, scope: Scope) -> _Wanted | None:
        """Return the plan, which of its pages or files, the language, the ending, and the plans that are open."""
        path, language, ending = split_name(find_path(scope))
        found = _NAME.fullmatch(path)
        opened = self._state.opened
        kinds = {"html": (REVIEW, HISTORY), "ttl": tuple(_FILES)}.get(ending, ())
        kind = found["kind"] if found and found["kind"] in kinds else ""
        card = next((card for card in opened.site.frame.plans if found and card.path == found["plan"]), None)
        return (card, kind, language, ending, opened) if card and kind else None

    async def answer(self, request: Request, wanted: _Wanted) -> Response:
        """Return a page of the review, one of its files, or why there is none."""
        card, kind, language, ending, opened = wanted
        plan = self._plans.find_plan(card.digest)
        if (refusal := self._refuse(plan, request)) or plan is None:
            reason, status, headers = refusal or ("no_document", 404, {})
            page = describe_refusal(card, opened.site.frame, reason)
            return await self._draw(page, language, opened, status, headers)
        return await self._answer(request, plan, wanted) if ending == "html" else _give_file(plan, kind)

    def _refuse(self, plan: ReviewedPlan | None, request: Request) -> tuple[str, int, dict[str, str]] | None:
        settings = self._state.settings
        if settings.public and not settings.password:
            return "off_public", 403, {}
        if not may_write(settings, Headers(scope=request.scope)):
            return "needs_password", 401, ASK_PASSWORD
        return ("no_document", 404, {}) if plan is None else None

    async def _answer(self, request: Request, plan: ReviewedPlan, wanted: _Wanted) -> Response:
        card, kind, language, _, opened = wanted
        given = {key: value[:_LONGEST] for key, value in request.query_params.items()}
        setting = Setting(
            card, opened.site.frame, self._state.token, "all" in given,
            is_waiting=self._plans.is_waiting(plan), fault=self._plans.faults.get(plan.document),
        )  # fmt: skip
        try:
            if twice := find_twice(request.query_params.multi_items()):
                raise QueryError(say("twice", name=twice[:100]))
            if request.method == "POST":
                sent = await read_form(request)
                setting = replace(setting, tried=sent)
                who = read_user(request.headers.get("authorization", ""))
                done = await self._state.run(plan.ask, lambda review: _decide(review.speak_for(who), setting, sent))
                if isinstance(done, Page):
                    return await self._draw(done, language, opened, 409 if done.template == "review.html" else 200)
                self._plans.rebuild(plan)
                return RedirectResponse(f"{kind}.html?{_write_way(sent, done)}", 303)
            page = await self._state.run(plan.ask, lambda review: _show(review, setting, kind, given))
        except DupgraphError as error:
            # What the terminal would advise there is nothing that a page can do.
            is_full = isinstance(error, OutputError)
            told = find_word("upload_room", "serve") if is_full else tell_everywhere(error)
            wrong = replace(setting, notice=told, is_fault=True)
            again: Page | None = await self._state.run(
                plan.ask_if_it_opens, lambda review: _show_wrong(review, wrong, kind, given)
            )
            page = again or describe_review(wrong, None, ())
            return await self._draw(page, language, opened, 507 if is_full else 400)
        return await self._draw(page, language, opened)

    async def _draw(
        self, page: Page, language: str, opened: OpenPlans, status: int = 200, headers: _Given | None = None
    ) -> Response:
        drawn = await self._state.draw(draw_page, page, language, opened.site.frame)
        return Response(drawn, status, {**_HEADERS, **(headers or {})})


def read_user(authorization: str) -> str:
    """Return the name that a browser sends with a password; empty where it sends none that a file can hold.

    >>> read_user("Basic QW5uYTpzZWdyZXRv"), read_user("Basic ???"), read_user("")
    ('Anna', '', '')
    """
    scheme, _, data = authorization.partition(" ")
    try:
        name = b64decode(data, validate=True).decode().partition(":")[0].strip() if scheme.lower() == "basic" else ""
    except ValueError:
        return ""
    return name[:_LONGEST_NAME] if name.isprintable() else ""


def _give_file(plan: ReviewedPlan, kind: str) -> Response:
    """Return the file that a person takes along: what was decided outlives a server that keeps no documents."""
    file = plan.document.with_name(plan.document.stem + _FILES[kind])
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type="text/turtle", filename=file.name, headers={"Cache-Control": "no-store"})


def _write_way(sent: _Given, done: "Step | str") -> str:
    """Return where to go on after a decision: at the place in the queue where it was, saying what was done."""
    way = {key: sent[key] for key in ("all", "after") if sent.get(key)}
    return urlencode({**way, "done": done if isinstance(done, str) else done.time})


def _show(review: "Review", setting: Setting, kind: str, given: _Given) -> Page:
    """Return the page that was asked for."""
    from dupgraph.read.review.session import NEW_KINDS

    if setting.notice is None and "done" in given:
        setting = replace(setting, notice=_tell_step(review, given["done"]))
    setting = replace(setting, names=review.list_names())
    if kind == HISTORY:
        steps = [HistoryEntry(step, _say_step(review, step)) for step in review.list_history()]
        return describe_history(setting, steps, has_names=review.names_path.is_file())
    if given.get("element") and given.get("words"):
        item = review.make_item(given["element"], given["words"])
        return describe_review(setting, _describe_item(review, item, 1, 1, is_narrowed=True), NEW_KINDS)
    items = review.list_items(everything=setting.everything)
    if not items:
        return describe_review(setting, None, NEW_KINDS)
    place = _find_place(items, given)
    item, narrowed = items[place], bool(given.get("words"))
    if narrowed:
        item = review.find_words(item, given["words"])
    view = _describe_item(review, item, place + 1, len(items), is_narrowed=narrowed)
    previous = items[place - 1].key if place else ""
    return describe_review(setting, replace(view, previous=previous), NEW_KINDS)


def _show_wrong(review: "Review", setting: Setting, kind: str, given: _Given) -> Page:
    """Return the page that was asked for with what was wrong, without the words that may have been it."""
    return _show(review, setting, kind, {key: given[key] for key in given if key not in ("words", "element", "done")})


def _find_place(items: "list[Item]", given: _Given) -> int:
    """Return the place in the queue of the item that was asked for, or of the one after another; else the first."""
    keys = [item.key for item in items]
    if given.get("item") in keys:
        return keys.index(given["item"])
    after = given.get("after", "")
    return (keys.index(after) + 1) % len(keys) if after in keys else 0


def _describe_item(review: "Review", item: "Item", number: int, count: int, *, is_narrowed: bool = False) -> ItemView:
    thing = review.name_thing(item.thing) if item.thing else ""
    return ItemView(item, number, count, review.find_candidates(item), thing, is_narrowed)


def _tell_step(review: "Review", time: str) -> Mapping[str, str] | None:
    if time in (_UNDONE, _NOTHING_TO_UNDO):
        return find_word(time, "review")
    step = next((each for each in review.list_history() if each.time == time), None)
    return _say_step(review, step) if step else None


def _say_step(review: "Review", step: "Step") -> Mapping[str, str]:
    from dupgraph.read.review.wording import describe_step

    return {language: describe_step(review, step, language) for language in LANGUAGES}


def _decide(review: "Review", setting: Setting, sent: _Given) -> "Step | Page | str":
    """Do what a form says, and return the step, or the key of what is to be said; or a page.

    That asks first whether it holds for all places, or says that somebody else was quicker. Raises DupgraphError for
    what cannot be done.
    """
    action, _, what = sent.get("do", "").partition(":")
    if action == "undo":
        return _UNDONE if review.undo(sent.get("time", "")) else _NOTHING_TO_UNDO
    if action == "rename":
        return review.rename(sent.get("thing", ""), sent.get("label", ""), note=sent.get("note", ""))
    if action == "merge":
        return review.merge(sent.get("thing", ""), sent.get("into", ""), note=sent.get("note", ""))
    return _decide_item(review, setting, sent, action, what) if action in _DEEDS else ""


def _decide_item(review: "Review", setting: Setting, sent: _Given, action: str, what: str) -> "Step | Page | str":
    item = _find_item(review, setting, sent)
    if item is None:
        late = replace(setting, notice=find_word("decided_meanwhile", "review"), is_fault=True)
        return _show(review, late, REVIEW, {key: sent[key] for key in ("all", "after") if sent.get(key)})
    if action != "new" and len(item.places) > 1 and sent.get("scope") not in ("all", "here"):
        return describe_question(setting, _describe_item(review, item, 1, 1), dict(sent))
    return _DEEDS[action](review, item, what, sent) or ""


def _find_item(review: "Review", setting: Setting, sent: _Given) -> "Item | None":
    """Return the item that a form is about; None where somebody else has decided it meanwhile."""
    if sent.get("element") and sent.get("words"):
        return review.make_item(sent["element"], sent["words"])
    items = review.list_items(everything=setting.everything or bool(sent.get("all")))
    item = next((each for each in items if each.key == sent.get("item")), None)
    return review.find_words(item, sent["words"]) if item and sent.get("words") else item


def _choose(review: "Review", item: "Item", what: str, sent: _Given) -> "Step | None":
    found: Candidate | None = next((each for each in review.find_candidates(item) if each.thing == what), None)
    if found is None:
        return None
    return review.choose(item, found, everywhere=sent.get("scope") == "all", note=sent.get("note", ""))


def _name_anew(review: "Review", item: "Item", what: str, sent: _Given) -> "Step | None":
    from dupgraph.read.review.session import NEW_KINDS

    return review.name_anew(item, what, sent.get("label", ""), note=sent.get("note", "")) if what in NEW_KINDS else None


_DEEDS: Mapping[str, "Callable[[Review, Item, str, _Given], Step | None]"] = {
    "accept": lambda review, item, _, sent: review.accept(
        item, everywhere=sent.get("scope") == "all", note=sent.get("note", "")
    ),
    "reject": lambda review, item, _, sent: review.reject(
        item, everywhere=sent.get("scope") == "all", note=sent.get("note", "")
    ),
    "choose": _choose,
    "new": _name_anew,
}
