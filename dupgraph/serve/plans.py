"""The pages and data of the plans: those of the static site, drawn when they are asked for."""

import re
from html import unescape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dupgraph.publish.routes.answers import NOT_ACCEPTABLE, Answer
from dupgraph.publish.routes.media import MEDIA_TYPES, WITH_CHARSET
from dupgraph.publish.site.content import SiteContent
from dupgraph.serve.state import ServerState

# A page's own policy stands at its very beginning.
_STATED = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"<>\r\n]+)"')
_HEAD = 2048


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the route of all that no other route takes: the site's own paths."""

    async def show(request: Request) -> Response:
        site = state.opened.site
        path = request.path_params["path"]
        wishes = (request.headers.get("accept"), request.headers.get("accept-language"))
        answer, data = await state.draw(_find, site, path, *wishes)
        return _respond(path, answer, data)

    return [Route("/{path:path}", show, methods=["GET"])]


def _find(site: SiteContent, path: str, accept: str | None, language: str | None) -> tuple[Answer, bytes]:
    answer = site.find_answer(path, accept, language)
    return answer, site.draw(answer.file) if answer.file else b""


def _respond(path: str, answer: Answer, data: bytes) -> Response:
    headers = {"Vary": ", ".join(answer.vary)} if answer.vary else {}
    if answer.location:
        # From the folder of what was asked for: a proxy may have taken a path away in front of it.
        headers["Location"] = "../" * path.count("/") + answer.location
    if answer.status == 200:
        return Response(data, headers=headers | find_policy(data) | {"Content-Type": find_type(answer.file)})
    if answer.status == 404:
        return PlainTextResponse("Non trovato. Not found.\n", 404, headers)
    words = f"{NOT_ACCEPTABLE}\n" if answer.status == 406 else ""
    return PlainTextResponse(words, answer.status, headers)


def find_type(name: str) -> str:
    """Return the media type of a file of the site, with its charset where it must state one.

    >>> find_type("onto.html")
    'text/html; charset=utf-8'
    """
    kind = MEDIA_TYPES.get(name.rpartition(".")[2], "text/turtle" if name.endswith("/void") else "text/plain")
    return f"{kind}; charset=utf-8" if kind in WITH_CHARSET else kind


def find_policy(page: bytes) -> dict[str, str]:
    """Return the header with a page's own policy, where it states one: the map holds its script, and names its digest.

    >>> find_policy(b'<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">')
    {'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'"}
    >>> find_policy(b"a b c .")
    {}
    """
    stated = _STATED.search(page[:_HEAD])
    if stated is None or b"unsafe" in stated[1]:
        return {}
    return {"Content-Security-Policy": f"{unescape(stated[1].decode())}; frame-ancestors 'none'"}
