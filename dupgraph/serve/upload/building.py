"""The child's side of an upload: reads a document, finds its outline, and after a person's word makes its graph.

That word may be what its levels are, too: then the outline is read anew. It keeps what it has read between requests.
Its own readers run in children of their own, as everywhere.
"""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.base.child import Send
from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.base.files import create_folder, write_whole
from dupgraph.base.messages import pack_message
from dupgraph.language.messages import say
from dupgraph.serve.documents import mark_document

if TYPE_CHECKING:
    from dupgraph.read.build import Build
    from dupgraph.read.outline import Profile
    from dupgraph.read.outline.shapes import Shape
    from dupgraph.schema.values import Document, Outline

# The stages of an upload, in their order; "load" is the server's own.
STAGES = ("document", "outline", "vocabulary", "mentions", "graph", "load")
# The levels as they were confirmed, beside the graph.
PROFILE = "profile.toml"
# Of an outline a page shows so many elements, and so many lines that were not taken.
MOST_SHOWN, MOST_NEAR = 400, 12


@dataclass(frozen=True, slots=True)
class _Found:
    """What one request found, for the next: ``shapes`` are what a person may choose levels of."""

    document: "Document"
    profile: "Profile"
    shapes: "list[Shape]"


_found: list[_Found] = []


def stream_request(request: dict[str, Any], _: bytes, send: Send) -> tuple[dict[str, Any], bytes]:
    """Answer what a document's outline is, or make its graph; the parts before the answer name each stage's beginning.

    With ``levels`` the outline is that of the kinds that a person chose for its shapes; none of them opens anything
    where the answer is empty, and what was found stays. No graph is made of a plan whose IRI is among those ``taken``.

    Raises DocumentError and VocabularyError for what cannot be read, OutputError where the graph cannot be written.
    """

    def advance(stage: str) -> None:
        # Who has confirmed an outline is not told that it is sought once more.
        if stage != "outline" or request["do"] != "build":
            send({"stage": stage}, b"")

    work = {"outline": _find_outline, "levels": _choose_levels, "build": _build_graph}[request["do"]]
    return work(request, advance), b""


def _find_outline(request: dict[str, Any], advance: Callable[[str], None]) -> dict[str, Any]:
    from dupgraph.read.documents import read_document
    from dupgraph.read.outline import learn_outline
    from dupgraph.read.outline.shapes import find_nothing

    advance("document")
    # Who begins anew has had it read already.
    document = _found[0].document if _found else read_document(Path(request["source"]))
    advance("outline")
    try:
        return _keep_outline(document, *learn_outline(document))
    except DocumentError as error:
        answer = _keep_outline(document, *find_nothing(error.what))
        if not answer["shapes"]:
            # Whoever is here has no terminal to name a profile in.
            raise DocumentError(error.what, hint=say("do_word_file")) from None
        return answer


def _choose_levels(request: dict[str, Any], advance: Callable[[str], None]) -> dict[str, Any]:
    from dupgraph.read.outline import parse_outline
    from dupgraph.read.outline.shapes import choose_levels

    advance("outline")
    found = _found[0]
    kinds = {int(place): kind for place, kind in request["kinds"].items()}
    # Named before they are chosen: what nobody names is called as its new kind is.
    shapes = [_rename(shape, request["names"]) for shape in found.shapes]
    try:
        profile = choose_levels(found.document, shapes, kinds, found.profile)
        # A person has seen three lines of each shape: what was doubted may be wrong still.
        outline = parse_outline(found.document, profile, doubts=())
    except (DocumentError, VocabularyError):
        return {}
    return _keep_outline(found.document, outline, profile, found.shapes)


def _rename(shape: "Shape", names: dict[str, str]) -> "Shape":
    """Return a shape under the name that a person gave its level, if it is one."""
    name = names.get(shape.draft.name, shape.draft.name) if shape.draft.kind else shape.draft.name
    return replace(shape, draft=replace(shape.draft, name=name))


def _keep_outline(
    document: "Document", outline: "Outline", profile: "Profile", before: "Sequence[Shape]" = ()
) -> dict[str, Any]:
    """Keep an outline for the next request, and return what a page shows of it."""
    from dupgraph.read.outline.shapes import list_shapes
    from dupgraph.read.owner import guess_record

    shapes = list_shapes(document, outline, profile, before)
    _found[:] = [_Found(document, profile, shapes)]
    described = _describe_outline(document, outline, shapes)
    return {**described, "is_first": not before, "guess": guess_record(document.text)}


def _describe_outline(document: "Document", outline: "Outline", shapes: "list[Shape]") -> dict[str, Any]:
    depths: dict[str | None, int] = {None: -1}
    for section in outline.sections:
        depths[section.code] = depths.get(section.parent, -1) + 1
    coverage = outline.coverage
    return {
        "shapes": [
            {
                "name": each.draft.name,
                "kind": each.draft.kind or "",
                "count": each.count,
                "how": pack_message(each.draft.how),
                "examples": list(each.examples),
            }
            for each in shapes
        ],
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
    profile = folder / PROFILE
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
