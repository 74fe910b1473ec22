"""The child's side of reviews: the plans under review, opened once, and the pages that ask about them.

What reading plans takes in memory is here alone, and no page of the server waits while a review is opened.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from dupgraph.base.errors import DupgraphError, OutputError, QueryError
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import say
from dupgraph.publish.pages.drawing import Frame, PlanCard, draw_page
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Page
from dupgraph.read.review.candidates import Candidate
from dupgraph.read.review.queue import Item
from dupgraph.read.review.session import NEW_KINDS, Review, Step, open_review
from dupgraph.read.review.wording import describe_step
from dupgraph.serve.faults import tell_everywhere
from dupgraph.serve.review.pages import (
    HISTORY,
    REVIEW,
    HistoryEntry,
    ItemView,
    Setting,
    describe_history,
    describe_question,
    describe_review,
)
from dupgraph.serve.sites import open_frame

_Given = Mapping[str, str]
_Answer = tuple[dict[str, Any], bytes]
# What there is to say where nothing new was decided: keys of texts.
_UNDONE, _NOTHING_TO_UNDO = "taken_back", "nothing_to_undo"
_reviews: dict[str, Review] = {}


def answer_request(request: dict[str, Any], _: bytes) -> _Answer:
    """Open a ``document``, show a page of its review, or do what a form says that was ``sent``.

    The answer has the ``status`` of a page, or the name of what was ``done``: then there is no page.
    """
    if request["do"] != "ask":
        if request["do"] == "open":
            _open(request["document"])
        return {}, b""
    frame = _find_frame(request["site"])
    card = cast("PlanCard", frame.find_card(request["plan"]))
    given, kind, sent = request["given"], request["kind"], request["sent"]
    setting = Setting(card, frame, tried=sent or {}, **request["setting"])
    try:
        if request["twice"]:
            raise QueryError(say("twice", name=request["twice"]))
        review = _open(request["document"])
        if sent is None:
            return _draw(_show(review, setting, kind, given), setting, request["language"])
        done = _decide(review.speak_for(request["who"]), setting, sent)
        if isinstance(done, Page):
            return _draw(done, setting, request["language"], 409 if done.template == "review.html" else 200)
        return {"done": done if isinstance(done, str) else done.time}, b""
    except DupgraphError as error:
        # What the terminal would advise there is nothing that a page can do.
        is_full = isinstance(error, OutputError)
        told = find_word("upload_room", "serve") if is_full else tell_everywhere(error)
        wrong = replace(setting, notice=told, is_fault=True)
        page = _show_wrong(request["document"], wrong, kind, given)
        return _draw(page, setting, request["language"], 507 if is_full else 400)


def _open(document: str) -> Review:
    """Return a document under review. Raises DupgraphError."""
    if document not in _reviews:
        _reviews[document] = open_review(Path(document))
    return _reviews[document]


@lru_cache(1)
def _find_frame(site: str) -> Frame:
    """Return the frame of the site that is shown: the last one is kept."""
    return open_frame(site)[0]


def _draw(page: Page, setting: Setting, language: str, status: int = 200) -> _Answer:
    return {"status": status}, draw_page(page, language, setting.frame).encode()


def _show(review: Review, setting: Setting, kind: str, given: _Given) -> Page:
    """Return the page that was asked for."""
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


def _show_wrong(document: str, setting: Setting, kind: str, given: _Given) -> Page:
    """Return the page that was asked for with what was wrong, without the words that may have been it."""
    with suppress(DupgraphError):
        left = {key: given[key] for key in given if key not in ("words", "element", "done")}
        return _show(_open(document), setting, kind, left)
    return describe_review(setting, None, ())


def _find_place(items: list[Item], given: _Given) -> int:
    """Return the place in the queue of the item that was asked for, or of the one after another; else the first."""
    keys = [item.key for item in items]
    if given.get("item") in keys:
        return keys.index(given["item"])
    after = given.get("after", "")
    return (keys.index(after) + 1) % len(keys) if after in keys else 0


def _describe_item(review: Review, item: Item, number: int, count: int, *, is_narrowed: bool = False) -> ItemView:
    thing = review.name_thing(item.thing) if item.thing else ""
    return ItemView(item, number, count, review.find_candidates(item), thing, is_narrowed)


def _tell_step(review: Review, time: str) -> Mapping[str, str] | None:
    if time in (_UNDONE, _NOTHING_TO_UNDO):
        return find_word(time, "review")
    step = next((each for each in review.list_history() if each.time == time), None)
    return _say_step(review, step) if step else None


def _say_step(review: Review, step: "Step") -> Mapping[str, str]:
    return {language: describe_step(review, step, language) for language in LANGUAGES}


def _decide(review: Review, setting: Setting, sent: _Given) -> Step | Page | str:
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


def _decide_item(review: Review, setting: Setting, sent: _Given, action: str, what: str) -> Step | Page | str:
    item = _find_item(review, setting, sent)
    if item is None:
        late = replace(setting, notice=find_word("decided_meanwhile", "review"), is_fault=True)
        return _show(review, late, REVIEW, {key: sent[key] for key in ("all", "after") if sent.get(key)})
    if action != "new" and len(item.places) > 1 and sent.get("scope") not in ("all", "here"):
        return describe_question(setting, _describe_item(review, item, 1, 1), dict(sent))
    return _DEEDS[action](review, item, what, sent) or ""


def _find_item(review: Review, setting: Setting, sent: _Given) -> Item | None:
    """Return the item that a form is about; None where somebody else has decided it meanwhile."""
    if sent.get("element") and sent.get("words"):
        return review.make_item(sent["element"], sent["words"])
    items = review.list_items(everything=setting.everything or bool(sent.get("all")))
    item = next((each for each in items if each.key == sent.get("item")), None)
    return review.find_words(item, sent["words"]) if item and sent.get("words") else item


def _choose(review: Review, item: Item, what: str, sent: _Given) -> Step | None:
    found: Candidate | None = next((each for each in review.find_candidates(item) if each.thing == what), None)
    if found is None:
        return None
    return review.choose(item, found, everywhere=sent.get("scope") == "all", note=sent.get("note", ""))


def _name_anew(review: Review, item: Item, what: str, sent: _Given) -> Step | None:
    return review.name_anew(item, what, sent.get("label", ""), note=sent.get("note", "")) if what in NEW_KINDS else None


_DEEDS: Mapping[str, Callable[[Review, Item, str, _Given], Step | None]] = {
    "accept": lambda review, item, _, sent: review.accept(
        item, everywhere=sent.get("scope") == "all", note=sent.get("note", "")
    ),
    "reject": lambda review, item, _, sent: review.reject(
        item, everywhere=sent.get("scope") == "all", note=sent.get("note", "")
    ),
    "choose": _choose,
    "new": _name_anew,
}
