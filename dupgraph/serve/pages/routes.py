"""The explorer's routes: which function makes the page at an address, and how what it gives back is sent."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, quote

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dupgraph.ask.catalogue import load_question
from dupgraph.base.errors import DupgraphError, QueryError
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.comparison.page import STYLE, TEMPLATES
from dupgraph.publish.pages.drawing import draw_page
from dupgraph.publish.routes.negotiation import choose_language
from dupgraph.publish.routes.paths import find_tree, quote_path
from dupgraph.serve.environment import ASK, COMPARE, EDITOR, QUESTIONS, find_place
from dupgraph.serve.faults import tell_fault
from dupgraph.serve.pages.addresses import SUGGESTIONS, Address, read_address
from dupgraph.serve.pages.asking import ASKED, ask_question, list_examples
from dupgraph.serve.pages.comparing import compare_chosen
from dupgraph.serve.pages.completions import write_completions
from dupgraph.serve.pages.editor import find_text, show_editor
from dupgraph.serve.pages.engine import PoolEngine
from dupgraph.serve.pages.index import Index
from dupgraph.serve.pages.questions import show_questions, write_values
from dupgraph.serve.pages.replies import Reply, Visit, refuse, refuse_twice, report_missing
from dupgraph.serve.pages.suggestions import list_suggestions, match_suggestions
from dupgraph.serve.pages.typed import BUSY, FILE_ROWS, PAGE_ROWS, find_status, run_typed
from dupgraph.serve.requests import HTML, AddressRoute, find_path, read_body
from dupgraph.serve.state import OpenPlans, ServerState

ASSETS = Path(__file__).parent / "assets"
# How people may type an address.
_SHORT = {
    "domande": QUESTIONS,
    "questions": QUESTIONS,
    "chiedi": ASK,
    "ask": ASK,
    "editor": EDITOR,
    "confronta": COMPARE,
}
_PLAN = "plan"
# What a long text is sent to, and how much of it: each of its letters may take nine signs there.
_POSTED = (EDITOR,)
_MOST_BODY = 1 << 20


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the routes of the explorer's pages, and of their style and scripts."""
    return [
        *(Route(f"/assets/terms-{each}.json", partial(_give_terms, each), methods=["GET"]) for each in LANGUAGES),
        # What a comparison looks like, wherever it stands.
        Route(f"/assets/{STYLE}", lambda _: FileResponse(TEMPLATES / STYLE, media_type="text/css"), methods=["GET"]),
        Mount("/assets", StaticFiles(directory=ASSETS)),
        *(Route(f"/{name}", partial(_redirect, place), methods=["GET"]) for name, place in _SHORT.items()),
        PageRoute(state),
    ]


def _redirect(place: str, request: Request) -> Response:
    tree = find_tree(choose_language(request.headers.get("accept-language")))
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{tree}{place}.html{asked}", 303, {"Vary": "Accept-Language"})


def _give_terms(language: str, _: Request) -> Response:
    headers = {"Cache-Control": "max-age=3600"}
    return Response(write_completions(language), headers=headers, media_type="application/json")


class PageRoute(AddressRoute):
    """The route of the explorer's pages, whichever plans are open; it leaves all other addresses to other routes."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._index: tuple[str, Index] | None = None
        state.after_load(self._ask_first)

    def find_wanted(self, scope: Scope) -> tuple[Address, OpenPlans] | None:
        """Return which page is asked for, and the plans that are open."""
        opened = self._state.opened
        address = read_address(find_path(scope), opened.site.frame)
        is_taken = address is not None and (scope["method"] != "POST" or address.kind in _POSTED)
        return (address, opened) if address and is_taken else None

    async def answer(self, request: Request, wanted: tuple[Address, OpenPlans]) -> Response:
        """Return the page, or the file, that an address asks for."""
        address, opened = wanted
        frame = opened.site.frame
        pairs = tuple(request.query_params.multi_items())
        if request.method == "POST":
            body = await read_body(request, _MOST_BODY)
            if body is None:
                return Response("Il testo è troppo lungo. The text is too long.\n", 413, media_type="text/plain")
            pairs += tuple(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        visit = Visit(address, pairs, self._find_index(opened), frame)
        reply = await (
            self._run_typed(request, visit) if address.kind == EDITOR else self._state.run(_make_reply, visit)
        )
        if reply.plans:
            try:
                asked = (reply.plans, address.ending, visit.language)
                reply = replace(reply, data=await self._state.draw(opened.site.draw_compared, *asked))
            except DupgraphError as error:
                reply = _explain(visit, error)
        return await self._send(reply, visit)

    async def _send(self, reply: Reply, visit: Visit) -> Response:
        if reply.page is None:
            return _send_file(reply)
        drawn = await self._state.draw(draw_page, reply.page, visit.language, visit.frame)
        headers = {"Content-Type": HTML, "Cache-Control": "no-cache", **reply.headers}
        return Response(drawn, reply.status, headers)

    async def _ask_first(self) -> None:
        """Ask a question as people do: names, words and grammar are read at the first one."""
        frame = self._state.opened.site.frame
        address = read_address(f"{ASK}.html", frame)
        if address is not None:
            visit = Visit(address, (), self._find_index(self._state.opened), frame)
            examples = await self._state.run(list_examples, visit)
            asked = replace(visit, pairs=tuple((ASKED, example) for example in examples[:1]))
            await self._send(await self._state.run(_make_reply, asked), asked)

    async def _run_typed(self, request: Request, visit: Visit) -> Reply:
        client = request.client.host if request.client else ""
        text = find_text(visit)
        most = PAGE_ROWS if visit.address.ending == "html" else FILE_ROWS
        typed = await run_typed(self._state, text, client, most) if text.strip() else None
        return await self._state.run(show_editor, visit, typed)

    def _find_index(self, opened: OpenPlans) -> Index:
        if self._index is None or self._index[0] != opened.generation:
            engine = PoolEngine(self._state, asyncio.get_running_loop(), opened.engine.location, found=opened.tables)
            self._index = (opened.generation, Index(engine))
        return self._index[1]


def _make_reply(visit: Visit) -> Reply:
    try:
        return _lead_to_plan(visit) or refuse_twice(visit) or _MAKERS[visit.address.kind](visit)
    except DupgraphError as error:
        return _explain(visit, error)


def _explain(visit: Visit, error: DupgraphError) -> Reply:
    """Return the page that says what could not be done."""
    status = find_status(error)
    if status == BUSY:
        return replace(refuse(visit, visit.word("busy"), BUSY), headers={"Retry-After": "2"})
    return refuse(visit, tell_fault(error, visit.language), status)


def _send_file(reply: Reply) -> Response:
    headers = {"Cache-Control": "no-cache"}
    if reply.location:
        return RedirectResponse(reply.location, reply.status, headers)
    if reply.name:
        headers["Content-Disposition"] = f'attachment; filename="{quote(reply.name)}"'
    return Response(reply.data, reply.status, headers, reply.media_type)


def _lead_to_plan(visit: Visit) -> Reply | None:
    """Return the way to the page of the plan that ``plan=`` names, or of all; None where nothing is named."""
    address = visit.address
    if _PLAN not in visit.given or address.kind not in (ASK, QUESTIONS):
        return None
    wanted = visit.given[_PLAN]
    card = visit.frame.find_card(wanted)
    if wanted and not card:
        return refuse(visit, visit.word("no_plan", name=wanted[:200]), 404)
    place = find_place(address.kind, visit.frame, card)
    name = f"/{address.name}" if address.name else ""
    rest = {key: value for key, value in visit.pairs if key != _PLAN}
    top = "../" * (find_tree(address.language) + address.path).count("/")
    target = f"{top}{find_tree(address.language)}{quote_path(place)}{name}.{address.ending}{write_values(rest)}"
    return Reply(status=303, location=target)


def _give_suggestions(visit: Visit) -> Reply:
    """Return what a field of a form may take, as JSON: values, and what is said beside them."""
    given = visit.given
    try:
        question = load_question(given.get("question", ""))
    except QueryError:
        return report_missing(visit)
    parameter = next((each for each in question.parameters if each.name == given.get("field") and each.accepts), None)
    if parameter is None:
        return report_missing(visit)
    known = list_suggestions(visit.index, parameter, visit.language, visit.plan)
    found = match_suggestions(known, given.get("typed", "")[:200])
    facts = [{"value": each.value, "note": each.note} for each in found]
    return Reply(data=json.dumps(facts, ensure_ascii=False).encode(), media_type="application/json")


_MAKERS: Mapping[str, Callable[[Visit], Reply]] = {
    ASK: ask_question,
    COMPARE: compare_chosen,
    QUESTIONS: show_questions,
    SUGGESTIONS: _give_suggestions,
}
