"""Draws the ontology as a picture: a box a class with its properties in it, a line for each link between two classes.

    .venv/bin/python tools/diagram.py

writes ontology/diagram/, which comes with the package: a site only includes it. To be run when the ontology, its
shapes or the words around the picture have changed; a test says when that is due.

Boxes stand in columns, each right of those whose links lead to it; where a line passes a column, it has a place of its
own there. Everything is reckoned from the ontology: a new class finds its place by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from jinja2 import FileSystemLoader
from pyoxigraph import RdfFormat, parse

from dupgraph.base.files import list_resources
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.drawing import TEMPLATES, Frame, draw_page, load_environment
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.terms.listing import list_term_routes, load_shapes
from dupgraph.publish.pages.terms.ontology import ONTOLOGY, Terms, load_triples, write_name
from dupgraph.publish.routes.paths import find_path
from dupgraph.schema.namespaces import DCT, DUP, OWL, RDF, RDFS

# What no axiom says: an element is part of one above it, and at last of the plan. Drawn towards the left, where it is.
_PART = (DUP + "PlanElement", DCT + "isPartOf", DUP + "Plan")
# Of classes of classes and properties nobody needs a box.
_META = (RDF, RDFS, OWL)
_LINE, _HEAD, _PAD = 19.0, 30.0, 10.0
_GAP, _GUTTER, _INDENT = 26.0, 80.0, 26.0
# How wide a letter is, on average, at the size that the style sheet gives.
_LETTER = 6.9
_SWEEPS = 6
_SH = "http://www.w3.org/ns/shacl#"
HERE = Path(__file__).parent
TARGET = HERE.parent / "ontology" / "diagram"


@dataclass(frozen=True, slots=True)
class Line:
    """A property within a box: what it is called, and how far down it stands."""

    iri: str
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A class in its place; ``is_own`` when it is one of our ontology's."""

    iri: str
    text: str
    is_own: bool
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Things of a class are linked to things of another, by a property."""

    source: str
    property: str
    target: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes, and the ways of lines as SVG paths: of links, and of classes below others."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    branches: tuple[str, ...]


def list_links(terms: Terms) -> list[Link]:
    """Return the links between classes: those of the ontology, in its order, then those with words of others."""
    links = [
        Link(source, iri, target)
        for iri in terms.iris
        for source in terms.list_targets(iri, RDFS + "domain")
        for target in terms.list_targets(iri, RDFS + "range")
        if terms.facts.list_types(iri) and OWL + "ObjectProperty" in terms.facts.list_types(iri)
    ]
    known = set(terms.iris)
    shaped = dict.fromkeys(_list_shaped())
    others = [link for link in [Link(*_PART), *_lift(terms, shaped)] if {link.source, link.target} <= known]
    return list(dict.fromkeys([*links, *others]))


def _list_shaped() -> Iterator[Link]:
    """Yield how the shapes say that a class is linked to another by a property that is not ours."""
    shapes = load_shapes()
    for shape in shapes.by_subject:
        for source in shapes.list_links(shape, f"{_SH}targetClass"):
            for part in shapes.list_links(shape, f"{_SH}property"):
                for path in shapes.list_links(part, f"{_SH}path"):
                    if not path.startswith((DUP, RDFS)):
                        yield from (Link(source, path, target) for target in shapes.list_links(part, f"{_SH}class"))


def _lift(terms: Terms, links: Iterable[Link]) -> list[Link]:
    """Return links with one that all classes right below another have said of that other, once."""
    lifted = dict.fromkeys(links)
    for link in list(lifted):
        for above in terms.list_targets(link.source, RDFS + "subClassOf"):
            same = [Link(each, link.property, link.target) for each in terms.list_sources(above, RDFS + "subClassOf")]
            if len(same) > 1 and all(each in lifted for each in same):
                lifted = {each: None for each in lifted if each not in same}
                lifted[Link(above, link.property, link.target)] = None
    return list(lifted)


def draw_diagram(terms: Terms, language: str) -> Diagram:
    """Return the picture of an ontology in a language."""
    links = list_links(terms)
    classes = [iri for iri in terms.iris if terms.is_class(iri)]
    drawn = dict.fromkeys(classes)
    for link in links:
        drawn |= dict.fromkeys(end for end in (link.source, link.target) if not end.startswith(_META))
    parents = _find_parents(terms, drawn)
    roots = [iri for iri in drawn if iri not in parents]
    texts = {iri: _list_texts(terms, iri, links, language) for iri in drawn}
    arrows = [link for link in links if _is_drawn(terms, link, drawn)]
    blocks = {
        root: [root, *(iri for iri in drawn if _find_root(iri, parents) == root and iri != root)] for root in roots
    }
    columns = _arrange(roots, [(*_lead(link, parents), link) for link in arrows])
    sheet = _Sheet(texts, parents, blocks, frozenset(classes))
    return _place(columns, sheet, arrows)


def _find_parents(terms: Terms, drawn: Mapping[str, None]) -> dict[str, str]:
    """Return the class of ours right above each class: such stand together, a tree below its top; rings are cut."""
    parents: dict[str, str] = {}
    for iri in drawn:
        above = next(
            (each for each in terms.list_targets(iri, RDFS + "subClassOf") if each in drawn and each in terms.iris), ""
        )
        if above and _find_root(above, parents) != iri:
            parents[iri] = above
    return parents


def _find_root(iri: str, parents: Mapping[str, str]) -> str:
    while iri in parents:
        iri = parents[iri]
    return iri


def _is_drawn(terms: Terms, link: Link, drawn: Mapping[str, None]) -> bool:
    """Whether a link has a line: both ends have boxes, it is no loop, and no other line tells it backwards."""
    is_inverse = bool(terms.list_sources(link.property, OWL + "inverseOf"))
    return {link.source, link.target} <= drawn.keys() and link.source != link.target and not is_inverse


def _lead(link: Link, parents: Mapping[str, str]) -> tuple[str, str]:
    """Return the ends of a link from left to right."""
    ends = _find_root(link.source, parents), _find_root(link.target, parents)
    return ends[::-1] if (link.source, link.property, link.target) == _PART else ends


def _list_texts(terms: Terms, iri: str, links: Iterable[Link], language: str) -> list[tuple[str, str]]:
    """Return the head of a class's box, and a line for each property that it is the domain of."""
    own = terms.facts.name(iri, language) if iri.startswith(DUP) else write_name(iri)
    texts = [(iri, own)]
    wider = [write_name(each) for each in terms.list_targets(iri, RDFS + "subClassOf") if not each.startswith(DUP)]
    if wider:
        texts.append(("", f"⊂ {', '.join(wider)}"))
    ours = terms.list_sources(iri, RDFS + "domain")
    others = [link.property for link in links if link.source == iri and link.property not in ours]
    targets = {link.property: link.target for link in links if link.source == iri}
    for name in dict.fromkeys([*ours, *others]):
        text = terms.facts.name(name, language) if name.startswith(DUP) else write_name(name)
        target = targets.get(name, "")
        if target == iri:
            text += " ↺"
        elif target.startswith(_META):
            text += f" → {write_name(target)}"
        texts.append((name, text))
    return texts


def _arrange(roots: list[str], leads: list[tuple[str, str, Link]]) -> list[list[str]]:
    """Return the columns: what stands in each, from the top; a line that passes by is there by its own name."""
    ends = list(dict.fromkeys((left, right) for left, right, _ in leads if left != right))
    ranks = _rank(roots, ends)
    columns: list[list[str]] = [[] for _ in range(max(ranks.values(), default=0) + 1)]
    for root in roots:
        columns[ranks[root]].append(root)
    near: dict[str, set[str]] = {}
    for left, right in ends:
        steps = [left, *(name_step(left, right, rank) for rank in range(ranks[left] + 1, ranks[right])), right]
        for rank, step in enumerate(steps[1:-1], ranks[left] + 1):
            columns[rank].append(step)
        for one, other in pairwise(steps):
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    for sweep in range(_SWEEPS):
        order = range(1, len(columns)) if sweep % 2 == 0 else range(len(columns) - 2, -1, -1)
        for rank in order:
            beside = {step: place for place, step in enumerate(columns[rank - 1 if sweep % 2 == 0 else rank + 1])}
            weights = {step: _balance(near.get(step, set()), beside) for step in columns[rank]}
            columns[rank].sort(key=weights.__getitem__)
    return columns


def name_step(left: str, right: str, rank: int) -> str:
    """Return the name of the place where the line between two boxes passes a column."""
    return f"{left} {right} {rank}"


def _balance(near: set[str], beside: Mapping[str, int]) -> float:
    places = [beside[step] for step in near if step in beside]
    return sum(places) / len(places) if places else len(beside) / 2


def _rank(roots: list[str], ends: list[tuple[str, str]]) -> dict[str, int]:
    """Return each box's column: right of all that lead to it; a box that nothing leads to stands before its first."""
    ranks = dict.fromkeys(roots, 0)
    # A ring of links would go on for ever: as many rounds as there are boxes are enough for any other.
    for _ in roots:
        for left, right in ends:
            ranks[right] = min(max(ranks[right], ranks[left] + 1), len(roots))
    led = {right for _, right in ends}
    for root in roots:
        after = [ranks[right] for left, right in ends if left == root]
        if root not in led and after:
            ranks[root] = max(min(after) - 1, 0)
    lowest = sorted(set(ranks.values()))
    return {root: lowest.index(rank) for root, rank in ranks.items()}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is to be placed: the texts of each class, the class above it, those that stand together, those of ours."""

    texts: Mapping[str, list[tuple[str, str]]]
    parents: Mapping[str, str]
    blocks: Mapping[str, list[str]]
    own: frozenset[str]

    def measure_height(self, iri: str) -> float:
        """Return how tall a box is."""
        lines = len(self.texts[iri]) - 1
        return _HEAD + (_LINE * lines + _PAD if lines else 0)

    def measure_width(self, iri: str) -> float:
        """Return how wide a box is, with what it is set in by."""
        longest = max(len(text) * (1.12 if place == 0 else 1) for place, (_, text) in enumerate(self.texts[iri]))
        return longest * _LETTER + 2 * _PAD + self.indent(iri)

    def measure_step(self, step: str) -> float:
        """Return how tall is what stands together; a line that passes takes no height."""
        block = self.blocks.get(step, [])
        return sum(self.measure_height(iri) + _PAD for iri in block) - (_PAD if block else 0)

    def indent(self, iri: str) -> float:
        """Return how far a box is set in: a class stands below the one above it."""
        depth = 0
        while iri in self.parents:
            iri = self.parents[iri]
            depth += 1
        return _INDENT * depth

    def draw_box(self, iri: str, x: float, y: float, width: float) -> Box:
        """Return a box in its place, in a column that is so wide."""
        (_, head), *rest = self.texts[iri]
        lines = (Line(name, text, y + _HEAD + _LINE * (place + 0.75)) for place, (name, text) in enumerate(rest))
        indent = self.indent(iri)
        is_own = iri in self.own
        return Box(iri, head, is_own, x + indent, y, width - indent, self.measure_height(iri), tuple(lines))


def _place(columns: list[list[str]], sheet: _Sheet, arrows: list[Link]) -> Diagram:
    """Return everything in its place: columns from left to right, each in the middle of the height."""
    tall = [sum(sheet.measure_step(step) + _GAP for step in column) - _GAP for column in columns]
    height = max(tall, default=0.0) + 2 * _PAD
    boxes: dict[str, Box] = {}
    passing: dict[str, tuple[float, float, float]] = {}
    x = _PAD
    for column, length in zip(columns, tall, strict=True):
        inside = [iri for step in column for iri in sheet.blocks.get(step, ())]
        width = max((sheet.measure_width(iri) for iri in inside), default=0.0)
        y = (height - length) / 2
        for step in column:
            passing[step] = (x, x + width, y)
            below = y
            for iri in sheet.blocks.get(step, ()):
                boxes[iri] = sheet.draw_box(iri, x, below, width)
                below += boxes[iri].height + _PAD
            y += sheet.measure_step(step) + _GAP
        x += width + _GUTTER
    paths = tuple(_draw_path(link, boxes, passing, sheet.parents) for link in arrows)
    branches = tuple(_draw_branch(boxes[iri], boxes[above]) for iri, above in sheet.parents.items())
    ordered = tuple(boxes[iri] for iri in sheet.texts)
    return Diagram(round(x - _GUTTER + _PAD), round(height), ordered, paths, branches)


def _draw_path(
    link: Link, boxes: Mapping[str, Box], passing: Mapping[str, tuple[float, float, float]], parents: Mapping[str, str]
) -> str:
    """Return the way of a link: from its property's line to the head of the other box."""
    source, target = boxes[link.source], boxes[link.target]
    row = next((line.y - 4 for line in source.lines if line.iri == link.property), source.y + _HEAD / 2)
    end = target.y + _HEAD / 2
    if target.x < source.x:
        return _curve([(source.x, row), (target.x + target.width, end)])
    ends = _find_root(link.source, parents), _find_root(link.target, parents)
    steps = [place for rank in range(99) if (place := passing.get(name_step(*ends, rank)))]
    points = [(source.x + source.width, row)]
    for left, right, y in steps:
        points += [(left, y), (right, y)]
    return _curve([*points, (target.x, end)])


def _curve(points: list[tuple[float, float]]) -> str:
    """Return a path through points that leaves and reaches each of them level."""
    (x, y), *others = points
    parts = [f"M{x:g} {y:g}"]
    for next_x, next_y in others:
        bend = (next_x - x) / 2
        parts.append(f"C{x + bend:g} {y:g} {next_x - bend:g} {next_y:g} {next_x:g} {next_y:g}")
        x, y = next_x, next_y
    return " ".join(parts)


def _draw_branch(box: Box, above: Box) -> str:
    """Return the way from a class to the one above it, which ends below that one's lower edge."""
    trunk = above.x + _INDENT / 2
    return f"M{box.x:g} {box.y + _HEAD / 2:g} H{trunk:g} V{above.y + above.height:g}"


# The page's part ------------------------------------------------------------------------------------------------------


def load_own_terms() -> Terms:
    """Return the terms of the ontology, in its order: what a plan's graph may add to them is in no picture."""
    facts = Facts(load_triples(ONTOLOGY))
    own = (iri for iri in facts.by_subject if iri.startswith(DUP))
    return Terms((iri for iri in own if any(each.startswith(OWL) for each in facts.list_types(iri))), facts)


def draw_pictures() -> dict[str, str]:
    """Return, by language, what the ontology's page has of the picture: the drawing, and its table."""
    terms = load_own_terms()
    files = [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]
    environment = load_environment().overlay(loader=FileSystemLoader([HERE, TEMPLATES]))
    with closing(Shared()) as shared:
        shared.add_triples(quad.triple for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE))
        frame = Frame("", (), shared.holds)
        routes = {route.path: route for route in list_term_routes(shared, None, frame)}
        page = routes[find_path(ONTOLOGY)].make()
        above = {each: terms.list_targets(each, RDFS + "subClassOf") for each in terms.iris}
        said = {**page.values, "links_between": list_links(terms), "classes_above": above}
        return {
            language: draw_page(
                replace(page, template="picture.html", values={**said, "drawn": draw_diagram(terms, language)}),
                language,
                frame,
                environment,
            )
            for language in LANGUAGES
        }


def main() -> None:
    """Write the picture in every language."""
    TARGET.mkdir(exist_ok=True)
    for language, picture in draw_pictures().items():
        (TARGET / f"{language}.html").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
