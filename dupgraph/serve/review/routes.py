"""The addresses of reviews, below each plan: ``review.html`` and ``history.html``, which take forms, and two files."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Scope

from dupgraph.publish.pages.drawing import PlanCard, draw_page
from dupgraph.publish.routes.paths import split_name
from dupgraph.read.decisions import NAMES_SUFFIX, REVIEW_SUFFIX
from dupgraph.serve.requests import HTML, AddressRoute, find_path, find_repeated, read_form
from dupgraph.serve.review.pages import HISTORY, NAMES, REVIEW, describe_refusal
from dupgraph.serve.review.work import ReviewedPlans
from dupgraph.serve.safety import ASK_PASSWORD, may_write, read_credentials
from dupgraph.serve.state import OpenPlans, ServerState

_NAME = re.compile(rf"(?P<plan>.+)/(?P<kind>{REVIEW}|{HISTORY}|{NAMES})")
_LONGEST = 2000
_LONGEST_NAME = 200
# What was decided, and what was named anew in doing so, as files.
_FILES = {REVIEW: REVIEW_SUFFIX, NAMES: NAMES_SUFFIX}
_HEADERS = {"Content-Type": HTML, "Cache-Control": "no-store"}
_Given = Mapping[str, str]
_Wanted = tuple[PlanCard, str, str, str, OpenPlans]


class ReviewRoute(AddressRoute):
    """Takes ``review.html``, ``review.ttl``, ``names.ttl`` and ``history.html`` below each plan, in every language."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._plans = ReviewedPlans(state)

    def find_wanted(self, scope: Scope) -> _Wanted | None:
        """Return the plan, which of its pages or files, the language, the ending, and the plans that are open."""
        path, language, ending = split_name(find_path(scope))
        found = _NAME.fullmatch(path)
        opened = self._state.opened
        kinds = {"html": (REVIEW, HISTORY), "ttl": tuple(_FILES)}.get(ending, ())
        kind = found["kind"] if found and found["kind"] in kinds else ""
        card = opened.site.frame.find_card(found["plan"]) if found else None
        return (card, kind, language, ending, opened) if card and kind else None

    async def answer(self, request: Request, wanted: _Wanted) -> Response:
        """Return a page of the review, one of its files, or why there is none."""
        card, kind, language, ending, opened = wanted
        document = self._plans.find_document(card.digest)
        if (refusal := self._refuse(document, request)) or document is None:
            reason, status, headers = refusal or ("no_document", 404, {})
            refused = describe_refusal(card, opened.site.frame, reason)
            drawn = await self._state.draw(draw_page, refused, language, opened.site.frame)
            return Response(drawn, status, {**_HEADERS, **headers})
        if ending != "html":
            return _give_file(document, kind)
        sent = await read_form(request) if request.method == "POST" else None
        facts, page = await self._plans.ask(
            document, opened, plan=card.iri, kind=kind, language=language, sent=sent,
            given={key: value[:_LONGEST] for key, value in request.query_params.items()},
            twice=find_repeated(request.query_params.multi_items())[:100],
            who=read_user(request.headers.get("authorization", "")),
        )  # fmt: skip
        if "done" not in facts:
            return Response(page, facts["status"], _HEADERS)
        self._plans.rebuild(document)
        return RedirectResponse(f"{kind}.html?{_write_way(sent or {}, facts['done'])}", 303)

    def _refuse(self, document: Path | None, request: Request) -> tuple[str, int, dict[str, str]] | None:
        settings = self._state.settings
        if not settings.takes_changes:
            return "off_public", 403, {}
        if not may_write(settings, Headers(scope=request.scope)):
            return "needs_password", 401, ASK_PASSWORD
        return ("no_document", 404, {}) if document is None else None


def read_user(authorization: str) -> str:
    """Return the name that a browser sends with a password; empty where it sends none that a file can hold.

    >>> read_user("Basic QW5uYTpzZWdyZXRv"), read_user("Basic ???"), read_user("")
    ('Anna', '', '')
    """
    name = read_credentials(authorization)[0].decode("utf-8", "surrogateescape").strip()
    return name[:_LONGEST_NAME] if name.isprintable() else ""


def _give_file(document: Path, kind: str) -> Response:
    """Return the file that a person takes along: what was decided outlives a server that keeps no documents."""
    file = document.with_name(document.stem + _FILES[kind])
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type="text/turtle", filename=file.name, headers={"Cache-Control": "no-store"})


def _write_way(sent: _Given, done: str) -> str:
    """Return where to go on after a decision: at the place in the queue where it was, saying what was done."""
    way = {key: sent[key] for key in ("all", "after") if sent.get(key)}
    return urlencode({**way, "done": done})
