"""The pages and data of the plans: those of the static site, drawn when they are asked for."""

import re
from html import unescape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dupgraph.base.children import ChildError, Limits, run_child
from dupgraph.language.messages import say
from dupgraph.publish.routes.answers import Answer
from dupgraph.publish.routes.media import MEDIA_TYPES, WITH_CHARSET
from dupgraph.publish.routes.negotiation import choose_type
from dupgraph.publish.routes.paths import MAP, ORIGINAL, TOWNS, VOCABULARIES, lead_library, name_page
from dupgraph.schema.namespaces import ROOT
from dupgraph.serve import cache
from dupgraph.serve.opening import TASKS
from dupgraph.serve.pool import BusyError
from dupgraph.serve.representations import NOT_ACCEPTABLE
from dupgraph.serve.requests import HTML
from dupgraph.serve.sites import bound_drawing
from dupgraph.serve.state import OpenPlans, ServerState

# A page's own policy stands at its very beginning.
_STATED = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"<>\r\n]+)"')
_HEAD = 2048
# What a map is drawn with.
_NEEDED = ("pyoxigraph", "pyvis")
# What programs on other sites may read; pages hold the token of whoever looks at them.
_DATA = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/csv")


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the route of all that no other route takes: the site's own paths."""

    async def show(request: Request) -> Response:
        opened = state.opened
        path = request.path_params["path"]
        if leads := _find_graph(opened, path):
            return Response(status_code=303, headers={"Location": leads})
        wishes = (request.headers.get("accept"), request.headers.get("accept-language"))
        answer = await state.draw(opened.site.find, path, wishes)
        if answer.status == 200:
            return await _give_file(state, opened, answer, request)
        if answer.status == 404 and choose_type(wishes[0], {"txt": "text/plain", "html": "text/html"}) == "html":
            page = await state.draw(opened.site.draw_missing, path, wishes)
            return Response(page, 404, find_policy(page) | {"Content-Type": HTML})
        return _respond(path, answer)

    async def look_first() -> None:
        site = state.opened.site
        # What pages have in common, plan by plan, so that nobody waits for all of them.
        for path in (*(card.path for card in site.frame.plans), VOCABULARIES):
            if site is state.opened.site:
                await state.draw(site.find, name_page(path), (None, None))

    state.after_load(look_first)
    return [Route("/{path:path}", show, methods=["GET"])]


def _find_graph(opened: OpenPlans, path: str) -> str:
    """Return the relative link from a path to the graph whose IRI it is; empty for any other path."""
    iri = f"{ROOT}{path}"
    return f"{'../' * path.count('/')}graphs?graph={quote(iri, safe='')}" if iri in opened.store.graphs else ""


async def _give_file(state: ServerState, opened: OpenPlans, answer: Answer, request: Request) -> Response:
    """Return a file of the site: drawn once, and not sent to whoever has it."""
    tag = cache.make_tag(opened.generation, "file", answer.file)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", **_name_vary(answer)}
    if cache.is_known(tag, request.headers.get("if-none-match")):
        return Response(status_code=304, headers=headers)
    kept = state.cache.find((tag,))
    if kept is None:
        data = await _draw(state, opened, answer.file)
        kind = find_type(answer.file)
        shared = {"Access-Control-Allow-Origin": "*"} if kind.partition(";")[0] in _DATA else {}
        kept = cache.Answer(cache.encode_headers(headers | find_policy(data) | shared | {"Content-Type": kind}), data)
        state.cache.keep((tag,), kept)
    return cache.make_response(kept)


async def _draw(state: ServerState, opened: OpenPlans, name: str) -> bytes:
    """Return the bytes of a file; maps take more memory and time than pages, so that each has a child of its own."""
    card = next((card for card in opened.site.frame.plans if name == f"{card.path}/{MAP}"), None)
    data, task = b"", {"do": "towns", "location": opened.site.place}
    # The map of towns reads all plans.
    limits = bound_drawing(opened.store.triples)
    if card is not None:
        data, limits = await state.draw(opened.site.write_triples, card.iri), Limits()
        shown = opened.originals.get(card.digest)
        original = name_page(ORIGINAL) if shown and shown.layout else ""
        home = opened.site.frame.lead_home(card.path)
        ways = {"home": home, "original": original, "library": lead_library(card.path)}
        task = {"do": "map", "plan": card.iri, "ways": ways}
    elif name != TOWNS:
        return await state.draw(opened.site.draw, name)
    try:
        async with state.maps:
            _, page = await state.run(run_child, TASKS, task, limits, data=data, libraries=_NEEDED)
    except ChildError as error:
        raise BusyError(say("busy_map", cause=say(f"cause_{error.cause}")), hint=say("do_wait")) from None
    return page


def _name_vary(answer: Answer) -> dict[str, str]:
    return {"Vary": ", ".join(answer.vary)} if answer.vary else {}


def _respond(path: str, answer: Answer) -> Response:
    """Return an answer that is no file: another address, or a sentence."""
    headers = _name_vary(answer)
    if answer.location:
        # From the folder of what was asked for: a proxy may have taken a path away in front of it.
        headers |= {"Location": "../" * path.count("/") + answer.location, "Access-Control-Allow-Origin": "*"}
        return Response(status_code=answer.status, headers=headers)
    words = NOT_ACCEPTABLE if answer.status == 406 else "Non trovato. Not found."
    return PlainTextResponse(f"{words}\n", answer.status, headers)


def find_type(name: str) -> str:
    """Return the media type of a file of the site, with its charset where it must state one.

    >>> find_type("onto.html")
    'text/html; charset=utf-8'
    """
    kind = MEDIA_TYPES.get(name.rpartition(".")[2], "text/turtle" if name.endswith("/void") else "text/plain")
    return f"{kind}; charset=utf-8" if kind in WITH_CHARSET else kind


def find_policy(page: bytes) -> dict[str, str]:
    """Return the header with a page's own policy, where it states one: a map holds its script, and names the digest.

    >>> find_policy(b'<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">')
    {'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'"}
    >>> find_policy(b"a b c .")
    {}
    """
    stated = _STATED.search(page[:_HEAD])
    if stated is None or b"unsafe" in stated[1]:
        return {}
    return {"Content-Security-Policy": f"{unescape(stated[1].decode())}; frame-ancestors 'none'"}
