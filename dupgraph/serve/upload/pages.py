"""What a person sees of an upload: the form, how far it is, the outline to confirm, and how it ended."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from dupgraph.publish.pages.drawing import Frame
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Crumb, Page
from dupgraph.publish.routes.paths import find_path
from dupgraph.read.documents.formats import list_suffixes
from dupgraph.serve.environment import UPLOAD
from dupgraph.serve.upload.building import STAGES
from dupgraph.serve.upload.jobs import Job

# What a person says of a plan; those that the plan needs come first.
FIELDS = ("municipality", "plan", "title", "period")
NEEDED = FIELDS[:2]
# What is chosen in the place of a municipality's code.
OTHER_BODY = "-"
_HEADINGS = {
    "waiting": "upload_reading",
    "reading": "upload_reading",
    "outline": "upload_check",
    "building": "upload_building",
    "done": "upload_done",
    "failed": "upload_failed",
    "stopped": "upload_stopped",
}
# Reasons that are no fault of anybody's.
_NEWS = ("upload_read", "upload_same")
# Of the shapes of other lines so many are shown at once: more make a page long on a phone.
_FEW_SHAPES = 6
_LONGEST_NAME = 60


def describe_form(token: str, endings: str, fault: str = "") -> Page:
    """Return the page on which a file is chosen; ``fault`` is the key of what was wrong with the last one."""
    values = {"token": token, "endings": endings, "accepted": ",".join(list_suffixes()), "fault": fault}
    return _make_page(UPLOAD, "upload.html", find_word("upload_title", "serve"), values)


def describe_refusal(reason: str) -> Page:
    """Return the page that says why no file is taken; ``reason`` is the key of the sentence."""
    return _make_page(UPLOAD, "upload_off.html", find_word("upload_off", "serve"), {"reason": reason})


def describe_job(job: Job, token: str, frame: Frame, *, is_late: bool = False) -> Page:
    """Return the page of a file on its way, as it is now: when the page is drawn it may be further.

    With ``is_late`` it says that what was sent came from a page of before, and was not followed.
    """
    job = copy(job)
    name = job.name if len(job.name) <= _LONGEST_NAME else f"{job.name[:_LONGEST_NAME]}…"
    plan = job.built.get("plan", "")
    values: dict[str, object] = {
        "job": job,
        "token": token,
        "is_late": is_late,
        "stages": STAGES,
        "fields": _list_fields(job),
        "needed": NEEDED,
        "news": _NEWS,
        "others": [(n, shape) for n, shape in enumerate(job.found.get("shapes", ())) if not shape["kind"]],
        "few": _FEW_SHAPES,
        "other": OTHER_BODY,
        "plan": plan,
        "plan_path": find_path(plan, frame.root) if plan else "",
        "elements": sum(job.built.get("levels", {}).values()),
        "previous": frame.find_previous(plan) if plan else None,
    }
    is_empty = job.state == "outline" and not job.found["count"]
    titles = find_word("upload_none" if is_empty else _HEADINGS[job.state], "serve", name=name)
    return _make_page(f"{UPLOAD}/{job.key}", "upload_job.html", titles, values, is_below=True)


def _list_fields(job: Job) -> dict[str, tuple[str, bool]]:
    """Return the value of each field, and whether it is a guess: what a person gave goes before that."""
    guess: Mapping[str, Any] = job.found.get("guess", {})
    return {
        name: (job.given[name], False) if name in job.given else (guess.get(name, ""), bool(guess.get(name)))
        for name in FIELDS
    }


def _make_page(
    path: str, template: str, titles: Mapping[str, str], values: Mapping[str, object], *, is_below: bool = False
) -> Page:
    crumbs = [Crumb(find_word("home"), "index")]
    if is_below:
        crumbs.append(Crumb(find_word("upload_title", "serve"), UPLOAD))
    return Page(path=path, template=template, titles=titles, values=values, crumbs=tuple(crumbs))
