"""The child's side of drawing: the site of one load, opened once, and what it is asked for.

What plans hold as objects is here alone: the server keeps their cards, and the way to what stands on which page.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.reading import read_version
from dupgraph.ask.comparison.values import Comparison
from dupgraph.base.confinement import refuse_sockets
from dupgraph.base.errors import DocumentError, OutputError
from dupgraph.base.processes import give_back_memory
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.language.messages import say
from dupgraph.publish.export.publication import Publication, find_date
from dupgraph.publish.site.content import Order, SiteContent, open_site
from dupgraph.serve.documents import read_layout
from dupgraph.serve.environment import load_environment
from dupgraph.serve.representations import draw_missing, draw_served, find_served, write_triples
from dupgraph.serve.tasks import read_place

_Answer = tuple[dict[str, Any], bytes]
# Comparisons that are kept, since files follow a page: each holds two plans.
_COMPARED = 4


_sites: list[SiteContent] = []
# What it keeps open it lets go of with the process.
_kept = ExitStack()


def answer_request(request: dict[str, Any], _: bytes) -> _Answer:
    """Run the task that ``do`` names: ``open`` first, then any other on the site that it opened."""
    try:
        if request["do"] == "open":
            return _open(request), b""
        return _WORKS[request["do"]](_sites[0], request)
    except sqlite3.OperationalError as error:
        # The disk is full, say, on which plans keep what they have in common.
        raise OutputError(say("not_written", reason=str(error))) from None


def _open(request: dict[str, Any]) -> dict[str, Any]:
    """Open the site of a ``place``; the answer is its frame.

    ``shared`` is where it keeps what its pages have in common, for the server to look things up;
    ``features`` are what they lead to besides.
    """
    give_back_memory()
    # What a stranger's plan says is drawn here, and nothing is asked of anybody.
    refuse_sockets()
    place = read_place(request["location"])
    order = Order(Publication(find_date()), environment=load_environment(**request["features"]), is_published=False)
    site = _kept.enter_context(open_site(OxigraphEngine(place), order, Path(request["shared"])))
    _sites.append(site)
    cards = [asdict(card) for card in site.frame.plans]
    return {"plans": cards, "root": site.frame.root, "has_towns": site.frame.has_towns}


def _show_original(site: SiteContent, request: dict[str, Any]) -> _Answer:
    from dupgraph.serve.originals.pages import draw_original

    view = site.open_plan(request["plan"]).view
    layout = None
    with suppress(DocumentError):
        layout = read_layout(Path(request["layout"])) if request["layout"] else None
    asked = request["given"], request["language"]
    status, page = draw_original(view, site.frame, layout, *asked, pictures=request["pictures"])
    return {"status": status}, page


def _compare(site: SiteContent, request: dict[str, Any]) -> _Answer:
    """Give the comparison of ``plans``, as a file of an ``ending``, or as a page."""
    from dupgraph.serve.pages.comparing import draw_compared

    comparison = _compare_plans(*request["plans"], request["language"])
    return {}, draw_compared(comparison, site.frame, request["ending"], request["language"])


@lru_cache(_COMPARED)
def _compare_plans(before: str, after: str, language: str) -> Comparison:
    views = [_sites[0].open_plan(plan).view for plan in (before, after)]
    return compare_plans(*(read_version(view.engine, view.iri, language) for view in views))


_WORKS: Mapping[str, Callable[[SiteContent, dict[str, Any]], _Answer]] = {
    "find": lambda site, request: (asdict(find_served(site, request["path"], *request["wishes"])), b""),
    "draw": lambda site, request: ({}, draw_served(site, request["name"])),
    "missing": lambda site, request: ({}, draw_missing(site, request["path"], request["wishes"][1])),
    "triples": lambda site, request: ({}, write_triples(site, request["plan"])),
    "original": _show_original,
    "compare": _compare,
}
