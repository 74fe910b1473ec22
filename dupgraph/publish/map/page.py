"""The page: vis-network in our own template, that asks nothing of the net: complete in itself, or one of a site."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dupgraph.ask.analysis.network import PlanNetwork
from dupgraph.ask.names import find_thing
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import QueryError
from dupgraph.base.templates import fill_template
from dupgraph.graph.engines import Engine
from dupgraph.language.languages import LANGUAGES, load_texts, name_language
from dupgraph.language.messages import say, suggest
from dupgraph.publish.embedding import frame_page, write_json, write_policy
from dupgraph.publish.map.content import MapContent, read_content
from dupgraph.publish.map.data import MATRICES, describe_plan
from dupgraph.publish.map.figure import LAYERS, Figure, build_network, place_content
from dupgraph.publish.map.tables import list_missing, list_rows, list_things
from dupgraph.schema.links import ELEMENT_KINDS, LEVELS, rank_level

if TYPE_CHECKING:
    from pyvis.network import Network

# Views of one layer alone, by name.
RINGS = {link.path: link for link in LAYERS if link.view}
VIEWS = ("plan", *RINGS, "dependencies", "matrix")
# What one may focus on, as dupgraph.ask.catalogue names kinds of things.
FOCUSES = (*ELEMENT_KINDS, *(kind.name for link in LAYERS for kind in link.kinds))
LIBRARY = "vis-*/vis-network.min.js"
TEMPLATES = Path(__file__).parent / "templates"
# The parts of the page's script, in the order in which they need one another.
SCRIPTS = ("model", "state", "filters", "labels", "drawing", "quotes", "panel", "matrix", "search", "exports", "map")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn plan: the page, and of what it is made.

    ``nothing`` says why there is nothing to see, where that is so; the page says it too.
    """

    html: str = field(repr=False)
    content: MapContent = field(repr=False)
    figure: Figure = field(repr=False)
    nothing: str = ""

    @property
    def network(self) -> "Network":
        """The pyvis network, for whoever wants to go on from there."""
        return build_network(self.content, self.figure)

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own."""
        return frame_page(self.html, "allow-scripts allow-downloads allow-popups")


def draw_map(
    engine: Engine,
    plan: str | None = None,
    *,
    view: str = "plan",
    focus: str | None = None,
    things: Collection[str] | None = None,
    network: PlanNetwork | None = None,
    home: str = "",
    original: str = "",
    library: str = "",
) -> Drawing:
    """Return the map of the one plan in ``engine``'s graph, or of ``plan``, as a page that is complete in itself.

    The page begins with ``view`` (one of ``VIEWS``), with ``focus`` (an element's code or title, or the name of a
    thing) in the middle; or with ``things``, IRIs of elements and things such as a query gives, standing out.
    ``network`` is the plan's, where it is known already; ``home`` is the way to the plan's page, where the map stands
    in a site, ``original`` that to the plan's original, where a server shows it, and ``library`` that to the file of
    ``read_library``, where the maps of a site share it. Raises QueryError when the graph
    has no plan, no elements or no mentions, or several plans and none was chosen; when the view is none, and when
    nothing (or several things) in the graph are called as ``focus`` says.
    """
    check_view(view)
    with paused_gc():
        content = read_content(engine, plan, network)
        start, nothing = _choose_start(engine, content, view, focus, things)
        start["original"] = original
        figure = place_content(content)
        return Drawing(_render_page(content, figure, start, home, library), content, figure, nothing)


def check_view(view: str) -> str:
    """Return the view's name. Raises QueryError for a name that is none, with the nearest."""
    if view in VIEWS:
        return view
    near = get_close_matches(view.casefold(), VIEWS, n=1, cutoff=0.5)
    what = say("unknown_view", words=repr(view[:80]), near=suggest(near))
    raise QueryError(what, hint=say("its_views", names=", ".join(VIEWS)))


def _choose_start(
    engine: Engine, content: MapContent, view: str, focus: str | None, things: Collection[str] | None
) -> tuple[dict[str, Any], str]:
    """Return with what the page begins, and why there is nothing to see where that is so."""
    start: dict[str, Any] = {"view": view, "focus": "", "things": [], "missing": ""}
    counts = {
        **{view: sum(thing.kind == link.role for thing in content.things) for view, link in RINGS.items()},
        "dependencies": len(content.dependencies),
        "matrix": len(content.things),
    }
    nothing = "" if counts.get(view, 1) else say("empty_view", view=view)
    if focus is not None:
        iri = find_thing(engine, focus, FOCUSES, "it", content.iri)
        if iri in content.ids:
            start["focus"] = content.ids[iri]
        else:
            # A kind of bodies or a group of themes that the text names only by what belongs to it.
            members = [t.iri for t in content.things if t.category == iri or iri in {kind.iri for kind in t.broader}]
            things = [*(things or ()), *members]
            start["missing"] = "" if members else focus
            nothing = nothing or ("" if members else say("not_named", words=repr(focus)))
    if things is not None:
        start["things"] = list(dict.fromkeys(content.ids[iri] for iri in things if iri in content.ids))
        if not start["things"] and not start["missing"]:
            start["missing"] = " "
            nothing = nothing or say("nothing_of_result")
    return start, nothing


def _render_page(content: MapContent, figure: Figure, start: dict[str, Any], home: str, library: str) -> str:
    """Return the page: our template, filled in an environment that escapes whatever it is given."""
    words = {lang: load_words(lang) for lang in LANGUAGES}
    style, script = _read_template("map.css"), _join_scripts()
    # A site has it in a file.
    held = "" if library else read_library()
    scripts = (script,) if library else (held, script)
    data = describe_plan(content, figure)
    return fill_template(
        TEMPLATES / "map.html",
        plan=content,
        home=home,
        words=words[LANGUAGES[0]],
        languages={lang: name_language(lang) for lang in LANGUAGES},
        views=VIEWS,
        rank=rank_level,
        rows=list_rows(content),
        things=list_things(content),
        missing=list_missing(content),
        # A table of thousands of rows takes longer to lay out than all the rest.
        is_large=data["is_large"],
        style=style,
        script=script,
        library=library,
        held=held,
        security=write_policy(style, *scripts, has_files=bool(library)),
        data=write_json({**data, "start": start, "words": words}, is_sorted=True),
    )


def load_words(lang: str) -> dict[str, str]:
    """Return what the page says in a language: its own words, and those of the table of kinds and links."""
    words = dict(load_texts("map", lang))
    kinds = [kind for link in LAYERS if len(link.kinds) > 1 for kind in link.kinds]
    for name, row in (*LEVELS.items(), *((link.role, link) for link in LAYERS), *((kind.name, kind) for kind in kinds)):
        words |= {f"one_{name}": row.word("one", lang), f"many_{name}": row.word("many", lang)}
    words |= {f"short_{name}": level.word("short", lang) for name, level in LEVELS.items()}
    for link in LAYERS:
        words[f"none_{link.role}"] = link.word("none", lang) or words["none_other"]
    for view, link in RINGS.items():
        words |= {
            f"view_{view}": link.word("many", lang),
            f"hint_{view}": link.word("hint", lang) or words["hint_plan"],
        }
    for axes in MATRICES:
        rows, cols = (words[f"many_{axis}"] for axis in axes)
        words[f"matrix_{'-'.join(axes)}"] = f"{rows} × {cols.lower()}"
    return words


def _read_template(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _join_scripts() -> str:
    """Return the page's script: its parts in one scope."""
    lines = (line.strip() for name in SCRIPTS for line in _read_template(f"{name}.js").splitlines())
    parts = "".join(f"{line}\n" for line in lines if line)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def read_library() -> str:
    """Return the source of vis-network that the installed pyvis brings, the newest where it brings several."""
    found = find_spec("pyvis")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pyvis", name="pyvis")
    folder = Path(found.origin).parent / "templates" / "lib"
    versions = {path: [int(part) for part in re.findall(r"\d+", path.parent.name)] for path in folder.glob(LIBRARY)}
    source = max(versions, key=versions.__getitem__).read_text(encoding="utf-8").replace("\r\n", "\n")
    # Within a page the one closes the script, the other makes a browser's tools ask for a file.
    plain = re.sub(r"</(?=script)", r"<\\/", source, flags=re.IGNORECASE)
    # No control character may stand in a page; in a string or a pattern its escape is the same.
    plain = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", lambda sign: f"\\x{ord(sign[0]):02x}", plain)
    return re.sub(r"//# sourceMappingURL=\S*", "", plain)
