"""The tables below the map: the same plan for a screen reader, for print, and where no script runs."""

from dataclasses import dataclass
from itertools import islice

from dupgraph.ask.analysis.dependencies import CITED
from dupgraph.ask.analysis.network import PlanElement, PlanThing
from dupgraph.base.gathering import gather
from dupgraph.publish.map.content import MapContent
from dupgraph.publish.map.figure import LAYERS
from dupgraph.schema.links import OBJECTIVE

_ORDER = [link.role for link in LAYERS]
# The most different quotes of a link.
MOST_WORDS = 2
# The most missing things that the footer names; the filters of the page have all.
MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing that an element names, and the different words that say so."""

    label: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element with what it names, by kind of thing."""

    id: str
    element: PlanElement
    named: tuple[tuple[str, tuple[NamedThing, ...]], ...]


@dataclass(frozen=True, slots=True)
class ThingRow:
    """A thing with the codes of the elements that name it, in the plan's order.

    ``twins`` are the others of its name, a theme beside a place: id and kind of each.
    """

    id: str
    thing: PlanThing
    elements: tuple[str, ...]
    twins: tuple[tuple[str, str], ...] = ()


def list_rows(content: MapContent) -> list[ElementRow]:
    """Return the rows of the first table: each element in the plan's order."""
    quoted: dict[tuple[str, str], dict[str, None]] = {}
    for mention in content.network.mentions:
        quoted.setdefault((mention.element, mention.thing), {})[" ".join(mention.words.split())] = None
    things = content.network.index_things()
    named: dict[str, dict[str, dict[str, NamedThing]]] = {}
    for link in content.network.links:
        thing = things[link.thing]
        words = " / ".join(islice(quoted.get((link.element, link.thing), ()), MOST_WORDS))
        one = NamedThing(thing.label, content.ids[thing.iri], words)
        named.setdefault(link.element, {}).setdefault(thing.kind, {})[thing.iri] = one
    rows = []
    for element in content.elements:
        kinds = _drop_twins(named.get(element.iri, {}))
        parts = tuple((kind, tuple(kinds[kind].values())) for kind in _ORDER if kind in kinds)
        rows.append(ElementRow(content.ids[element.iri], element, parts))
    return rows


def _drop_twins(named: dict[str, dict[str, NamedThing]]) -> dict[str, dict[str, NamedThing]]:
    """Return what an element names without what has been named already as another kind of thing, by the same words."""
    seen: set[tuple[str, str]] = set()
    kept: dict[str, dict[str, NamedThing]] = {}
    for kind in (kind for kind in _ORDER if kind in named):
        for iri, one in named[kind].items():
            key = (one.label.casefold(), one.words.casefold())
            if key not in seen:
                kept.setdefault(kind, {})[iri] = one
            seen.add(key)
    return kept


def list_things(content: MapContent) -> list[ThingRow]:
    """Return the rows of the second table: each name by kind, the most named first; what bears one name is one row."""
    order = {element.iri: place for place, element in enumerate(content.elements)}
    naming: dict[str, set[int]] = {}
    for link in content.network.links:
        naming.setdefault(link.thing, set()).add(order[link.element])
    ordered = sorted(content.things, key=lambda each: _ORDER.index(each.kind))
    called = gather((thing.label.casefold(), thing) for thing in ordered)
    rows = []
    for thing, *others in called.values():
        places = set().union(*(naming[each.iri] for each in (thing, *others)))
        codes = tuple(content.elements[place].code for place in sorted(places))
        twins = tuple((content.ids[each.iri], each.kind) for each in others)
        rows.append(ThingRow(content.ids[thing.iri], thing, codes, twins))
    return sorted(rows, key=lambda row: (_ORDER.index(row.thing.kind), -len(row.elements), row.thing.label.casefold()))


def list_missing(content: MapContent) -> list[tuple[str, str]]:
    """Return what is not on the map, by the name of the sentence that says what it is."""
    elements = content.network.index_elements()
    naming = {link.element for link in content.network.links}
    references = sum(pair.kind == CITED for pair in content.dependencies)
    gaps = content.gaps
    facts = [
        ("missing_policies", ", ".join(elements[iri].code for iri in gaps.policies)),
        ("missing_objectives", _list_alone(content)),
        ("missing_links", str(sum(element.iri not in naming for element in content.elements))),
        ("missing_references", str(references)),
        ("missing_broad", ", ".join(content.broad[:MOST_SHOWN])),
        ("missing_hidden", str(content.hidden) if content.hidden else ""),
    ]
    return [(name, value or "–") for name, value in facts if value or name == "missing_policies"]


def _list_alone(content: MapContent) -> str:
    """Return how many objectives have no partner, and which; nothing of a plan without objectives."""
    alone = content.gaps.objectives
    is_said = any(element.kind == OBJECTIVE for element in content.network.elements)
    return ": ".join(filter(None, (str(len(alone)), _join_codes(content, alone)))) if is_said else ""


def _join_codes(content: MapContent, iris: tuple[str, ...]) -> str:
    elements = content.network.index_elements()
    codes = [elements[iri].code for iri in iris]
    return ", ".join(codes[:MOST_SHOWN]) + (" …" if len(codes) > MOST_SHOWN else "")
