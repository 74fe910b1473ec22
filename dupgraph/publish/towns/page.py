"""The page of towns and partners: a picture made here, a table that says the same, a script that follows a click."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import copysign, cos, radians, sin
from pathlib import Path
from typing import Any

from dupgraph.ask.catalogue.plans import count_plans
from dupgraph.ask.names import fold_label
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import QueryError
from dupgraph.base.gathering import gather
from dupgraph.base.templates import fill_template
from dupgraph.graph.engines import Engine
from dupgraph.language.languages import LANGUAGES, load_texts, name_language
from dupgraph.language.messages import say
from dupgraph.publish.embedding import frame_page, write_json, write_policy
from dupgraph.publish.map.layout import Group, Label, Layout, Node, find_positions, wrap_label
from dupgraph.publish.towns.areas import read_areas
from dupgraph.publish.towns.content import MOST_TOWNS, TownsContent, read_towns

TEMPLATES = Path(__file__).parent / "templates"
_LABEL_WIDTH, _RADIUS = 16, 7.0
# Room for the towns' names, so much a letter, and around all that is drawn.
_LETTER, _MARGIN = 10.0, 60.0
_NAME_CUT = 24
# Above and below the ring names are set aslant, in degrees: side by side they would cover one another.
_SLANT = -50
# The names of so many have room around the ring also where it is as wide as a phone: a letter has that part of it.
_FEW_TOWNS, _LETTER_ON_PHONE = 6, 0.03


@dataclass(frozen=True, slots=True)
class TownsDrawing:
    """The drawn page; ``nothing`` says why there is nothing to see, where that is so."""

    html: str
    content: TownsContent
    nothing: str = ""

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own."""
        return frame_page(self.html)


@dataclass(frozen=True, slots=True)
class Mark:
    """A town or a partner in the picture."""

    id: str
    kind: str
    name: str
    count: int
    lines: tuple[str, ...]
    x: float
    y: float
    dx: float = 0.0
    turn: int = 0


def draw_towns(
    engine: Engine, focus: str | None = None, *, home: str = "", content: TownsContent | None = None
) -> TownsDrawing:
    """Return the map of all plans at an engine's location, as a page that is complete in itself.

    Of more plans than there is room for on a ring, their provinces or regions are drawn.

    It begins with ``focus``, the name of a town or a partner; ``home`` is the way to the site that it stands in. Who
    has been through the plans gives its ``content``, and the engine is not asked.
    Raises QueryError where nothing on it is called so, and what ``read_towns`` raises.
    """
    with paused_gc():
        if content is None:
            content = (read_areas if count_plans(engine) > MOST_TOWNS else read_towns)(engine)
        start = _find_start(content, focus) if focus else ""
        nothing = "" if content.partners else say("no_shared_partner")
        return TownsDrawing(_render(content, start, home), content, nothing)


def _find_start(content: TownsContent, focus: str) -> str:
    wanted = fold_label(focus)
    marks: list[Any] = [*content.towns, *content.partners]
    called = [(mark.name, mark.id) for mark in marks]
    called += [(name, area.id) for area in content.towns for name in area.towns]
    for is_meant in (lambda name: name == wanted, lambda name: wanted in name):
        found = [id for name, id in called if wanted and is_meant(fold_label(name))]
        if found:
            return str(found[0])
    names = ", ".join(mark.name for mark in (marks[len(content.towns) :] + marks)[:5])
    raise QueryError(say("not_on_map", words=repr(focus[:80])), hint=say("give_one", choices=names, more=" ..."))


def _render(content: TownsContent, start: str, home: str) -> str:
    layout = _find_layout(content)
    marks = list(_list_marks(content, layout))
    places, is_few = {mark.id: mark for mark in marks}, len(content.towns) <= _FEW_TOWNS
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8") for name in ("towns.css", "towns.js"))
    script = f'"use strict";\n(() => {{\n{script}}})();\n'
    words = {lang: dict(load_texts("towns", lang)) for lang in LANGUAGES}
    return fill_template(
        TEMPLATES / "towns.html",
        content=content,
        home=home,
        is_few=is_few,
        marks=marks,
        lines=[(tie, places[tie.town], places[tie.partner]) for tie in content.ties],
        box=_find_box(marks, is_few=is_few),
        wide=_find_box(marks),
        rows=_list_rows(content),
        words=words[LANGUAGES[0]],
        languages={lang: name_language(lang) for lang in LANGUAGES},
        style=style,
        script=script,
        data=write_json({**asdict(content), "start": start, "words": words}),
        policy=write_policy(style, script),
    )


def _find_box(marks: Sequence[Mark], *, is_few: bool = False) -> str:
    """Return the part of the plane that is shown: a few towns leave much of the ring empty."""
    width = max(mark.x for mark in marks) - min(mark.x for mark in marks)
    letter = max(_LETTER, is_few * _LETTER_ON_PHONE * width)
    places = [place for mark in marks for place in ((mark.x, mark.y), _find_end(mark, letter))]
    (left, right), (top, bottom) = ((min(each) - _MARGIN, max(each) + _MARGIN) for each in zip(*places, strict=True))
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def _find_end(mark: Mark, letter: float = _LETTER) -> tuple[float, float]:
    """Return where a town's name ends, with the number of its towns."""
    length = copysign(letter * (len(mark.lines[0]) + 5), mark.dx) if mark.dx else 0.0
    return mark.x + length * cos(radians(mark.turn)), mark.y + length * sin(radians(mark.turn))


def _find_layout(content: TownsContent) -> Layout:
    """Return the towns on a ring, a province's beside one another, and each partner near the towns that name it."""
    nodes: list[Node] = []
    for town in content.towns:
        parent = f"within {town.within}" if town.within else None
        if parent and not any(node.id == parent for node in nodes):
            nodes.append(Node(parent, None))
        nodes.append(Node(town.id, parent))
    labels = [Label(partner.id, wrap_label(partner.name, _LABEL_WIDTH), _RADIUS) for partner in content.partners]
    return find_positions(nodes, [Group(labels, [(tie.town, tie.partner) for tie in content.ties])] if labels else [])


def _list_marks(content: TownsContent, layout: Layout) -> Iterator[Mark]:
    """Yield towns, their names outside the ring, and partners, their names below them."""
    for town in content.towns:
        x, y = layout.places[town.id]
        # Names go outwards, to the right or, on the left half and below, to the left.
        is_aslant = abs(x) <= layout.rx / 4
        goes_left = y > 0 if is_aslant else x < 0
        # A name in two languages by the first alone.
        name = town.name.partition("/")[0]
        name = name if len(name) <= _NAME_CUT else f"{name[: _NAME_CUT - 1]}…"
        count = len(town.towns) or town.partners
        yield Mark(town.id, "town", town.name, count, (name,), x, y, -12.0 if goes_left else 12.0, _SLANT * is_aslant)
    for partner in content.partners:
        x, y = layout.places[partner.id]
        kind = "kind" if partner.is_kind else "body"
        yield Mark(partner.id, kind, partner.name, partner.towns, wrap_label(partner.name, _LABEL_WIDTH), x, y)


def _list_rows(content: TownsContent) -> list[tuple[Any, list[tuple[Any, int]]]]:
    """Return each partner with the towns that name it, and in how many elements: the map as a table."""
    towns = {town.id: town for town in content.towns}
    naming = gather((tie.partner, (towns[tie.town], len(tie.quotes) or len(tie.towns))) for tie in content.ties)
    return [(partner, naming.get(partner.id, [])) for partner in content.partners]
