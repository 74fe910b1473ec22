"""The addresses of originals: below each plan a page about its original, and the pictures of a PDF's pages."""

import re
from collections import OrderedDict
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from dupgraph.base.errors import DocumentError
from dupgraph.publish.pages.drawing import PlanCard
from dupgraph.publish.routes.paths import split_name
from dupgraph.serve.documents import Original, list_originals
from dupgraph.serve.originals.pages import ORIGINAL
from dupgraph.serve.requests import find_path
from dupgraph.serve.state import Opened, ServerState

_NAME = re.compile(rf"(?P<plan>.+)/{ORIGINAL}(?:/(?P<number>[1-9]\d{{0,5}}))?")
_CONTENT = "text/html; charset=utf-8"
# Pictures that are kept: a third of a megabyte each.
_KEPT = 48


def list_routes(state: ServerState) -> list[BaseRoute]:
    """Return the route of all that has to do with originals."""
    return [OriginalRoute(state)]


class OriginalRoute(BaseRoute):
    """Takes ``original.html`` below each plan, in every language, and ``original/NUMBER.png``."""

    def __init__(self, state: ServerState) -> None:
        """Show the originals of the plans of ``state``."""
        self._state = state
        self._found: tuple[str, Mapping[str, Original]] = ("", {})
        self._pictures: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether a request is for one of these."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return Match.NONE, {}
        path, language, ending = split_name(find_path(scope))
        found = _NAME.fullmatch(path)
        if found is None or ending != ("png" if found["number"] else "html"):
            return Match.NONE, {}
        opened = self._state.opened
        card = next((card for card in opened.site.frame.plans if card.path == found["plan"]), None)
        wanted = (card, int(found["number"] or 0), language, opened)
        return (Match.FULL, {"original": wanted}) if card else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer it."""
        card, number, language, opened = scope["original"]
        request = Request(scope, receive)
        if number:
            response = await self._give_picture(request, card, number, opened)
        else:
            original = self._list_originals(opened).get(card.digest)
            asked = (card.iri, original.layout if original else None, request.query_params.multi_items(), language)
            status, page = await self._state.draw(opened.site.draw_original, *asked)
            response = Response(page, status, {"Content-Type": _CONTENT, "Cache-Control": "no-cache"})
        await response(scope, receive, send)

    async def _give_picture(self, request: Request, card: PlanCard, number: int, opened: Opened) -> Response:
        digest = card.digest
        original = self._list_originals(opened).get(digest)
        if original is None or original.document is None or original.document.suffix.lower() != ".pdf":
            raise HTTPException(404)
        tag = f'"{digest[:16]}-{number}"'
        headers = {"ETag": tag, "Cache-Control": "private, max-age=86400"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        try:
            png = await self._state.run(self._draw_picture, digest, original, number)
        except DocumentError as error:
            return PlainTextResponse(f"{error.what}\n", 404)
        return Response(png, headers=headers, media_type="image/png")

    def _draw_picture(self, digest: str, original: Original, number: int) -> bytes:
        """Return a page's picture. Raises DocumentError, also where the file is not the one that was read."""
        from dupgraph.read.documents.pictures import draw_page as draw_picture

        key = (digest, str(original.document), number)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        layout = original.read_layout()
        if original.document is None or layout is None or not 1 <= number <= len(layout.sizes):
            raise DocumentError("has no such page")
        picture = draw_picture(original.document, number)
        if picture.size != layout.sizes[number - 1]:
            raise DocumentError("is not the document any more that was read")
        self._pictures[key] = picture.png
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        return picture.png

    def _list_originals(self, opened: Opened) -> Mapping[str, Original]:
        if self._found[0] != opened.generation:
            self._found = (opened.generation, list_originals(opened.files))
        return self._found[1]
