"""The child's side of an upload: reads a document, finds its outline, and after a person's word makes its graph.

It keeps what it has read between the two requests. Its own readers run in children of their own, as everywhere.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.base.child import Send
from dupgraph.base.files import create_folder, write_whole
from dupgraph.base.messages import pack_message
from dupgraph.serve.documents import mark_document

if TYPE_CHECKING:
    from dupgraph.read.build import Build
    from dupgraph.read.outline import Profile
    from dupgraph.schema.values import Document, Outline

# The stages of an upload, in their order; "load" is the server's own.
STAGES = ("document", "outline", "vocabulary", "mentions", "graph", "load")
# Of an outline a page shows so many elements, and so many lines that were not taken.
MOST_SHOWN, MOST_NEAR = 400, 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What the first request found, for the second."""

    document: "Document"
    profile: "Profile"


_found: list[_Found] = []


def stream_request(request: dict[str, Any], _: bytes, send: Send) -> tuple[dict[str, Any], bytes]:
    """Answer what a document's outline is, or make its graph; the parts before the answer name each stage's beginning.

    No graph is made of a plan whose IRI is among those ``taken``.

    Raises DocumentError and VocabularyError for what cannot be read, OutputError where the graph cannot be written.
    """

    def advance(stage: str) -> None:
        # Who has confirmed an outline is not told that it is sought once more.
        if stage != "outline" or request["do"] == "outline":
            send({"stage": stage}, b"")

    work = _find_outline if request["do"] == "outline" else _build_graph
    return work(request, advance), b""


def _find_outline(request: dict[str, Any], advance: Callable[[str], None]) -> dict[str, Any]:
    from dupgraph.read.documents import read_document
    from dupgraph.read.outline import learn_outline
    from dupgraph.read.owner import guess_record

    advance("document")
    document = read_document(Path(request["source"]))
    advance("outline")
    outline, profile = learn_outline(document)
    _found[:] = [_Found(document, profile)]
    return {**_describe_outline(document, outline), "guess": guess_record(document.text)}


def _describe_outline(document: "Document", outline: "Outline") -> dict[str, Any]:
    depths: dict[str | None, int] = {None: -1}
    for section in outline.sections:
        depths[section.code] = depths.get(section.parent, -1) + 1
    coverage = outline.coverage
    return {
        "levels": [{"name": each.name, "count": each.count, "how": pack_message(each.how)} for each in outline.levels],
        "sections": [
            {"code": each.code, "title": each.title, "depth": depths[each.code], "page": each.page}
            for each in outline.sections[:MOST_SHOWN]
        ],
        "count": len(outline.sections),
        "verdict": coverage.verdict,
        "before": coverage.before,
        "longest": coverage.longest,
        "gaps": list(coverage.gaps),
        "reasons": [pack_message(each) for each in coverage.reasons],
        "near": [{"times": each.times, "example": each.example} for each in outline.near[:MOST_NEAR]],
        "warnings": [pack_message(each) for each in (*document.warnings, *outline.warnings)],
        "pages": len(document.pages),
    }


def _build_graph(request: dict[str, Any], advance: Callable[[str], None]) -> dict[str, Any]:
    from dupgraph.read.build import build_document, write_build
    from dupgraph.read.documents.record import read_record
    from dupgraph.read.encode.iris import mint_plan

    found, source, folder = _found[0], Path(request["source"]), Path(request["folder"])
    create_folder(folder)
    profile = folder / "profile.toml"
    write_whole(profile, rename_levels(found.profile.text, request["names"]).encode())
    # As beside every plan: whoever reviews it builds it anew from both.
    stated = {**_state_owner(request["record"]), "profile": str(profile)}
    record = "".join(f"{key} = {_quote(value)}\n" for key, value in stated.items())
    write_whole(source.with_suffix(".toml"), record.encode())
    document = replace(found.document, record=read_record(source, {}))
    if (plan := mint_plan(document.record)) in request["taken"]:
        shutil.rmtree(folder)
        return {"plan": plan}
    build = build_document(document, source, advance=advance, accept_outline=True)
    graph = write_build(build, folder)
    mark_document(graph, source)
    return {"graph": str(graph), "plan": plan, **_count(build)}


def _state_owner(given: dict[str, str]) -> dict[str, str]:
    """Return a record that says whose the plan is: a municipality by its code, any other body by its name."""
    from dupgraph.read.owner import complete_record
    from dupgraph.schema.values import PlanRecord

    record = {key: value for key, value in given.items() if value}
    owner, istat = record.pop("municipality", ""), record.pop("istat", "")
    town = complete_record(PlanRecord(istat=istat) if istat else PlanRecord(municipality=owner))
    return record | ({"municipality": town.municipality, "istat": town.istat} if town.istat else {"publisher": owner})


def rename_levels(profile: str, names: dict[str, str]) -> str:
    """Return a profile in which levels are called otherwise; what finds them stays as it is.

    >>> rename_levels('[[levels]]\\nname = "Capitolo"\\n', {"Capitolo": "Asse"})
    '[[levels]]\\nname = "Asse"\\n'
    """

    def rename(match: re.Match[str]) -> str:
        name = names.get(match[1], match[1])
        return f"name = {_quote(name)}"

    return re.sub(r'^name = "((?:[^"\\]|\\.)*)"', rename, profile, flags=re.MULTILINE)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else " " for c in escaped) + '"'


def _count(build: "Build") -> dict[str, Any]:
    return {
        "levels": build.count_levels(),
        "links": sum(build.count_links().values()),
        "unread": len(build.group_unread()),
    }
