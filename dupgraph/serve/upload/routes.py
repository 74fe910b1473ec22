"""The addresses of uploads: a form, a page for each file, and what scripts ask about it meanwhile."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Scope

from dupgraph.publish.pages.drawing import draw_page
from dupgraph.publish.pages.page import Page
from dupgraph.publish.routes.paths import split_name
from dupgraph.read.owner import list_meant
from dupgraph.schema.links import ELEMENT_KINDS
from dupgraph.serve.environment import UPLOAD
from dupgraph.serve.requests import HTML, AddressRoute, find_path, read_form
from dupgraph.serve.safety import ASK_PASSWORD, may_write
from dupgraph.serve.state import ServerState, takes_uploads
from dupgraph.serve.upload.building import PROFILE, STAGES
from dupgraph.serve.upload.jobs import FullError, Job, Jobs
from dupgraph.serve.upload.pages import FIELDS, NEEDED, OTHER_BODY, describe_form, describe_job, describe_refusal
from dupgraph.serve.upload.receiving import ReceiveError, receive_file

_PATH = re.compile(rf"{UPLOAD}(?:/(?P<key>[A-Za-z0-9_-]{{16}}))?")
_ENDINGS = ("html", "json", "events", "ttl", "toml")
_LONGEST_VALUE = 300
_LOOK_SECONDS, _SILENT_SECONDS = 0.15, 10.0
# What a shape may open: "" is nothing.
_KINDS = ("", *ELEMENT_KINDS)
_SHOWN_ENDINGS = "PDF, DOCX, ODT, HTML, RTF, EPUB, TXT, MD"


class UploadRoute(AddressRoute):
    """Takes ``upload.html`` and what is below ``upload/``, in every language."""

    def __init__(self, state: ServerState) -> None:
        self._state = state
        self._jobs = Jobs(state)

    def find_wanted(self, scope: Scope) -> tuple[str, str, str] | None:
        """Return the key of a job, empty for the form, with language and ending."""
        path, language, ending = split_name(find_path(scope))
        found = _PATH.fullmatch(path)
        if found is None or ending not in (_ENDINGS if found["key"] else _ENDINGS[:1]):
            return None
        return found["key"] or "", language, ending

    async def answer(self, request: Request, wanted: tuple[str, str, str]) -> Response:
        """Return the form, a job's page, or what scripts ask about it."""
        key, language, ending = wanted
        settings = self._state.settings
        if not takes_uploads(settings, self._state.opened.files):
            reason = "upload_off_store" if settings.takes_changes else "upload_off_public"
            return await self._draw(describe_refusal(reason), language, 403)
        if not may_write(settings, Headers(scope=request.scope)):
            return await self._draw(describe_refusal("upload_password"), language, 401, ASK_PASSWORD)
        if not key:
            return await (self._take(request, language) if request.method == "POST" else self._show_form(language))
        job = self._jobs.find(key)
        if job is None:
            return await self._miss(language, ending)
        if request.method == "POST":
            return await self._decide(request, job)
        return await self._show(request, job, language, ending)

    async def _miss(self, language: str, ending: str) -> Response:
        """Say that a file is not known here, to people with the form for another one."""
        if ending == "html":
            return await self._show_form(language, "upload_gone", 404)
        raise HTTPException(404)

    async def _show_form(self, language: str, fault: str = "", status: int = 200) -> Response:
        return await self._draw(describe_form(self._state.token, _SHOWN_ENDINGS, fault), language, status)

    async def _take(self, request: Request, language: str) -> Response:
        try:
            folder = self._jobs.make_room()
        except FullError:
            return await self._show_form(language, "upload_full", 503)
        except OSError:
            return await self._show_form(language, "upload_room", 507)
        try:
            received = await receive_file(request, folder / "received")
        except ReceiveError as error:
            folder.rmdir()
            response = await self._show_form(language, error.reason, error.status)
            # What still comes is not waited for.
            response.headers["Connection"] = "close"
            return response
        job = self._jobs.begin(received.name, received.path)
        return RedirectResponse(f"{UPLOAD}/{job.key}.html", 303)

    async def _decide(self, request: Request, job: Job) -> Response:
        given = await read_form(request)
        towns = await self._state.run(list_meant, given.get("municipality", "")[:_LONGEST_VALUE])
        # From here on nothing is waited for: two who decide at once are heard one after the other.
        is_late = job.state != "outline" or given.get("reading") != job.reading
        if given.get("do") == "stop":
            self._jobs.stop(job)
            return RedirectResponse(f"{job.key}.html", 303)
        if job.state == "outline":
            # Where nothing was found nobody is asked for names.
            job.given |= {name: given[name].strip()[:_LONGEST_VALUE] for name in (*FIELDS, "istat") if name in given}
            job.towns = towns
        if not is_late:
            self._follow_word(job, given)
        # Who clicks twice sends the same form twice, and is not late.
        is_told = is_late and given != job.sent
        if not is_late:
            job.sent = given
        return RedirectResponse(f"{job.key}.html{'?late=1' if is_told else ''}", 303)

    def _follow_word(self, job: Job, given: Mapping[str, str]) -> None:
        """Do what a person says of the outline that they see."""
        names, kinds = _read_levels(job, given)
        job.names = names
        chosen = job.given.get("istat", "")
        if given.get("do") == "anew":
            self._jobs.read_anew(job)
        elif kinds:
            # Whatever it was sent for: nothing is made of an outline that nobody has seen.
            self._jobs.read_again(job, kinds, names)
        elif given.get("do") == "levels":
            job.move("outline", reason="upload_same")
        elif not job.found["count"]:
            job.move("outline", reason="upload_nothing")
        elif not all(job.given.get(name) for name in NEEDED):
            job.move("outline", reason="upload_needs")
        elif job.towns and chosen not in (*job.towns, OTHER_BODY):
            job.move("outline", reason="upload_which")
        else:
            self._jobs.confirm(job, {**job.given, "istat": chosen if chosen in job.towns else ""}, names)

    async def _show(self, request: Request, job: Job, language: str, ending: str) -> Response:
        if ending == "json":
            return JSONResponse(_describe(job), headers={"Cache-Control": "no-store"})
        if ending == "events":
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            return StreamingResponse(_follow(job), headers=headers, media_type="text/event-stream")
        if ending in ("ttl", "toml") and job.state != "done":
            raise HTTPException(404)
        if ending == "toml":
            profile = Path(job.built["graph"]).with_name(PROFILE)
            return FileResponse(profile, media_type="application/toml", filename=f"{job.source.stem}.levels.toml")
        if ending == "ttl":
            return FileResponse(job.built["graph"], media_type="text/turtle", filename=f"{job.source.stem}.ttl")
        status = 200
        if job.state == "failed":
            status = 507 if job.reason == "upload_room" else 422
        is_late = "late" in request.query_params
        page = describe_job(job, self._state.token, self._state.opened.site.frame, is_late=is_late)
        return await self._draw(page, language, status)

    async def _draw(
        self, page: Page, language: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        drawn = await self._state.draw(draw_page, page, language, self._state.opened.site.frame)
        said = {"Cache-Control": "no-store", "Content-Type": HTML, **(headers or {})}
        return Response(drawn, status, said)


def _read_levels(job: Job, given: Mapping[str, str]) -> tuple[dict[str, str], dict[int, str]]:
    """Return what levels are to be called, by their names until now, and what shapes are to be instead, by place."""
    shapes = job.found["shapes"]
    named = ((shape["name"], given.get(f"level-{n}", "").strip()[:_LONGEST_VALUE]) for n, shape in enumerate(shapes))
    kinds = ((n, given.get(f"kind-{n}", "-"), shape["kind"]) for n, shape in enumerate(shapes))
    changed = {n: kind for n, kind, before in kinds if kind in _KINDS and kind != before}
    return {old: name for old, name in named if name}, changed


def _describe(job: Job) -> dict[str, object]:
    done = STAGES.index(job.stage) if job.stage in STAGES else 0
    return {"state": job.state, "stage": job.stage, "done": done, "of": len(STAGES), "version": job.version}


async def _follow(job: Job) -> AsyncIterator[str]:
    """Yield what becomes of a job until nothing does by itself; a comment now and then keeps the line open."""
    told, silent = -1, 0.0
    while True:
        if job.version != told:
            told, silent = job.version, 0.0
            yield f"data: {json.dumps(_describe(job))}\n\n"
            if job.is_resting:
                return
        elif silent > _SILENT_SECONDS:
            silent = 0.0
            yield ": \n\n"
        await asyncio.sleep(_LOOK_SECONDS)
        silent += _LOOK_SECONDS
