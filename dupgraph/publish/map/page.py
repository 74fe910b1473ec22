"""The page: a pyvis network in our own template, complete in itself, that asks nothing of the net."""

import re
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from html import escape
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.ask.analysis import PlanNetwork, paused_gc
from dupgraph.ask.names import find_thing
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.embedding import is_web, write_json
from dupgraph.publish.map.content import MapContent, read_content
from dupgraph.publish.map.data import MOST_NODES, describe_plan
from dupgraph.publish.map.figure import Figure, build_network, place_content
from dupgraph.publish.map.tables import list_missing, list_rows, list_things

if TYPE_CHECKING:
    from pyvis.network import Network

VIEWS = ("plan", "partners", "themes", "dependencies", "matrix")
# What one may focus on, as dupgraph.ask.catalogue names kinds of things.
FOCUSES = ("element", "partner", "beneficiary-group", "place", "instrument", "theme")
LIBRARY = "vis-*/vis-network.min.js"
TEMPLATES = Path(__file__).parent / "templates"
# One script of several chapters, in the order in which they need one another.
CHAPTERS = ("model", "state", "filters", "labels", "drawing", "panel", "matrix", "search", "exports", "map")
FRAME_HEIGHT = 760


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn plan: the page, and the pyvis network for whoever wants to go on from there.

    ``nothing`` says why there is nothing to see, where that is so; the page says it too.
    """

    html: str
    network: "Network"
    content: MapContent
    nothing: str = ""

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" width="100%" height="{FRAME_HEIGHT}" style="border:0" '
            'sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
        )


def draw_map(
    engine: Engine,
    plan: str | None = None,
    *,
    view: str = "plan",
    focus: str | None = None,
    things: Collection[str] | None = None,
    network: PlanNetwork | None = None,
) -> Drawing:
    """Return the map of the one plan in ``engine``'s graph, or of ``plan``, as a page that is complete in itself.

    The page begins with ``view`` (one of ``VIEWS``), with ``focus`` (an element's code or title, or the name of a
    thing) in the middle; or with ``things``, IRIs of elements and things such as a query gives, standing out.
    ``network`` is the plan's, where it is known already. Raises QueryError when the graph has no plan, no elements or
    no mentions, or several plans and none was chosen; when the view is none, and when nothing (or several things) in
    the graph are called as ``focus`` says.
    """
    check_view(view)
    with paused_gc():
        content = read_content(engine, plan, network)
        start, nothing = _choose_start(engine, content, view, focus, things)
        figure = place_content(content)
        drawn = build_network(content, figure)
        return Drawing(_render_page(drawn, content, figure, start), drawn, content, nothing)


def check_view(view: str) -> str:
    """Return the view's name. Raises QueryError for a name that is none, with the nearest."""
    if view in VIEWS:
        return view
    near = get_close_matches(view.casefold(), VIEWS, n=1, cutoff=0.5)
    also = f" (did you mean {near[0]!r}?)" if near else ""
    raise QueryError(f"the map has no view called {view[:80]!r}{also}", hint=f"its views are {', '.join(VIEWS)}")


def _choose_start(
    engine: Engine, content: MapContent, view: str, focus: str | None, things: Collection[str] | None
) -> tuple[dict[str, Any], str]:
    """Return with what the page begins, and why there is nothing to see where that is so."""
    start: dict[str, Any] = {"view": view, "focus": "", "things": [], "missing": ""}
    counts = {
        "partners": sum(thing.kind == "partner" for thing in content.things),
        "themes": sum(thing.kind == "theme" for thing in content.things),
        "dependencies": len(content.dependencies),
        "matrix": len(content.things),
    }
    nothing = "" if counts.get(view, 1) else f"the plan has no {view} to show"
    if focus is not None:
        iri = find_thing(engine, focus, FOCUSES, "it", content.iri)
        if iri in content.ids:
            start["focus"] = content.ids[iri]
        else:
            # A kind of bodies or a group of themes that the text names only by what belongs to it.
            members = [t.iri for t in content.things if t.category == iri or iri in {kind.iri for kind in t.broader}]
            things = [*(things or ()), *members]
            start["missing"] = "" if members else focus
            nothing = nothing or ("" if members else f"the plan names {focus!r} nowhere")
    if things is not None:
        start["things"] = list(dict.fromkeys(content.ids[iri] for iri in things if iri in content.ids))
        if not start["things"] and not start["missing"]:
            start["missing"] = " "
            nothing = nothing or "nothing of the result stands on the map"
    return start, nothing


def _render_page(network: "Network", content: MapContent, figure: Figure, start: dict[str, Any]) -> str:
    """Return the page: pyvis fills our template, in an environment that escapes whatever it is given."""
    # It comes with pyvis, and takes its time too.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    words = {lang: loads(_read_template(f"{lang}.json")) for lang in LANGUAGES}
    style, script, library = _read_template("map.css"), _join_chapters(), _read_library()
    network.set_template_dir(str(TEMPLATES), "map.html")
    network.templateEnv = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    network.templateEnv.globals |= {
        "plan": content,
        "words": words["it"],
        "rows": list_rows(content),
        "things": list_things(content),
        "missing": list_missing(content),
        # A table of thousands of rows takes longer to lay out than all the rest.
        "is_large": len(network.nodes) > MOST_NODES,
        "style": style,
        "script": script,
        "library": library,
        "policy": "; ".join(
            (
                "default-src 'none'",
                f"script-src {_hash_source(library)} {_hash_source(script)}",
                f"style-src {_hash_source(style)}",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        "data": write_json({**describe_plan(content, figure, network), "start": start, "words": words}, is_sorted=True),
    }
    network.templateEnv.filters["is_web"] = is_web
    return str(network.generate_html())


def _read_template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _join_chapters() -> str:
    """Return the page's script: its chapters in one scope of their own."""
    lines = (line.strip() for name in CHAPTERS for line in _read_template(f"{name}.js").splitlines())
    chapters = "".join(f"{line}\n" for line in lines if line)
    return f'"use strict";\n(() => {{\n{chapters}}})();\n'


def _read_library() -> str:
    """Return the source of vis-network that the installed pyvis brings, the newest where it brings several."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    versions = {path: [int(part) for part in re.findall(r"\d+", path.parent.name)] for path in folder.glob(LIBRARY)}
    source = max(versions, key=versions.__getitem__).read_text(encoding="utf-8").replace("\r\n", "\n")
    # Within a page the one closes the script, the other makes a browser's tools ask for a file.
    return re.sub(r"//# sourceMappingURL=\S*", "", re.sub(r"</(?=script)", r"<\\/", source, flags=re.IGNORECASE))


def _hash_source(source: str) -> str:
    """Return the word by which a content security policy allows exactly this script or style."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
