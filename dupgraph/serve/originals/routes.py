"""The addresses of originals: below each plan a page about its original, and the pictures of a PDF's pages."""

import re
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from dupgraph.base.errors import DocumentError
from dupgraph.publish.pages.drawing import PlanCard
from dupgraph.publish.routes.paths import ORIGINAL, split_name
from dupgraph.serve.documents import Original
from dupgraph.serve.requests import HTML, AddressRoute, find_path
from dupgraph.serve.state import OpenPlans, ServerState

_NAME = re.compile(rf"(?P<plan>.+)/{ORIGINAL}(?:/(?P<number>[1-9]\d{{0,5}}))?")
# Pictures that are kept: a third of a megabyte each.
_KEPT = 48
_Wanted = tuple[PlanCard, int, str, OpenPlans]


class OriginalRoute(AddressRoute):
    """Takes ``original.html`` below each plan, in every language, and ``original/NUMBER.png``."""

    methods = ("GET", "HEAD")

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._draw_picture = lru_cache(_KEPT)(_draw_picture)

    def find_wanted(self, scope: Scope) -> _Wanted | None:
        """Return the plan, the number of a picture (0 for the page), the language, and the plans that are open."""
        path, language, ending = split_name(find_path(scope))
        found = _NAME.fullmatch(path)
        if found is None or ending != ("png" if found["number"] else "html"):
            return None
        opened = self._state.opened
        card = opened.site.frame.find_card(found["plan"])
        return (card, int(found["number"] or 0), language, opened) if card else None

    async def answer(self, request: Request, wanted: _Wanted) -> Response:
        """Return the page about an original, or a picture."""
        card, number, language, opened = wanted
        if number:
            return await self._give_picture(request, card, number, opened)
        original = opened.originals.get(card.digest)
        asked = (card.iri, original, request.query_params.multi_items(), language)
        status, page = await self._state.draw(opened.site.draw_original, *asked)
        return Response(page, status, {"Content-Type": HTML, "Cache-Control": "no-cache"})

    async def _give_picture(self, request: Request, card: PlanCard, number: int, opened: OpenPlans) -> Response:
        original = opened.originals.get(card.digest)
        if original is None or not original.has_pictures:
            raise HTTPException(404)
        tag = f'"{card.digest[:16]}-{number}"'
        headers = {"ETag": tag, "Cache-Control": "private, max-age=86400"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        try:
            png = await self._state.run(self._draw_picture, original, number, card.digest)
        except DocumentError as error:
            return PlainTextResponse(f"{error.what}\n", 404)
        return Response(png, headers=headers, media_type="image/png")


def _draw_picture(original: Original, number: int, _digest: str) -> bytes:
    """Return a page's picture, another one for another text. Raises DocumentError, also where the file has changed."""
    from dupgraph.read.documents.pictures import draw_page as draw_picture

    layout = original.read_layout()
    if original.document is None or layout is None or not 1 <= number <= len(layout.sizes):
        raise DocumentError("has no such page")
    picture = draw_picture(original.document, number)
    if picture.size != layout.sizes[number - 1]:
        raise DocumentError("is not the document any more that was read")
    return picture.png
