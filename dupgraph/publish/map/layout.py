"""Where things stand on the map: computed once from the plan, the same plan always the same picture.

The elements that have no parts stand on a ring in the plan's order; the elements that they are part of stand
outside it, each at the middle of its parts, the outermost towards the corners. What they name stands inside, kind by
kind (partners, themes ...), near the elements that name it, the labels of one kind never on one another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, ceil, cos, hypot, pi, sin, sqrt
from typing import NamedTuple

# A landscape ring fills a screen better than a circle and gives wide labels room.
ASPECT = 1.32
# One unit is one pixel when the whole map is fitted into a desktop's window.
SMALLEST_RADIUS = 290.0
SLOT_WIDTH = 19.0
# The distance from the ring to the next level out, and on to the following ones.
LEVEL_DISTANCE = 56.0
# Empty slots between the parts of one parent and the next, so that groups are seen.
GROUP_GAP = 0.9
# Where a plan begins: on the left, going clockwise, so that four policies take the four corners.
FIRST_ANGLE = pi
# How many places along the ring are told apart.
RING_STEPS = 3600
# A label's letters: what the page draws at full size, 12.4 units high.
CHARACTER_WIDTH = 6.5
LINE_HEIGHT = 14.5
PADDING = 4.0
# A ring of more slots than this does not grow: its elements move together, and the page shows them on demand.
MOST_SLOTS = 130
# The most labels of one kind; other things are marks without one, named when pointed at.
MOST_LABELS = 130
# How evenly things are spread over the middle, where they would otherwise crowd around few elements.
EVENNESS = 0.55
# The distance kept from the ring.
RING_DISTANCE = 24.0
# After this many rounds (fewer where there are more boxes), enlarge the ring by this factor.
MOST_ROUNDS = 8000
RING_GROWTH = 1.03
# An overlap smaller than this counts as none; boxes pushed apart get this much more distance.
LEAST_OVERLAP = 0.01
ADDED_DISTANCE = 0.1
# How far a box may stand out of the inner ellipse: without some tolerance, pushing and pulling never end.
INNER_TOLERANCE = 1.02


class Point(NamedTuple):
    """A place on the map; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Node:
    """An element in the plan's order: who it is, and what it is part of."""

    id: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """A thing's mark and wrapped label, as the box that they fill."""

    id: str
    lines: tuple[str, ...]
    radius: float

    @property
    def width(self) -> float:
        """The width of the box."""
        return max(2 * self.radius, CHARACTER_WIDTH * max(map(len, self.lines))) + PADDING

    @property
    def height(self) -> float:
        """The height of the box."""
        return 2 * self.radius + LINE_HEIGHT * len(self.lines) + PADDING


@dataclass(frozen=True, slots=True)
class Layout:
    """The ring's half axes and the room of one element on it, the angles of elements, the places of all."""

    rx: float
    ry: float
    slot: float
    angles: dict[str, float]
    places: dict[str, Point]


def wrap_label(text: str, width: int, most: int = 3) -> tuple[str, ...]:
    """Return ``text`` in at most ``most`` lines of about ``width`` characters; what does not fit ends in an ellipsis.

    >>> wrap_label("Azienda USL di Modena", 12)
    ('Azienda USL', 'di Modena')
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    lines = [line if len(line) <= width + 6 else line[: width + 5] + "…" for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: width - 1].rstrip(" ,;:") + "…"]
    return tuple(lines or [""])


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind, the most named first where they are many, and the links to them from elements."""

    labels: Sequence[Label]
    links: Iterable[tuple[str, str]]


def find_positions(nodes: Sequence[Node], groups: Iterable[Group] = ()) -> Layout:
    """Return the layout of elements and of groups of things, each group as if it were there alone.

    The ring is as large as it must be for no label to lie on another of its group.
    """
    slots, total = find_slots(nodes)
    spread = spread_angles()
    angles = {id: spread[round(slot / total * (len(spread) - 1))] for id, slot in slots.items()}
    needed = min(total, MOST_SLOTS) * SLOT_WIDTH / (2 * pi * sqrt((ASPECT**2 + 1) / 2))
    smallest = max(SMALLEST_RADIUS, needed)
    inside = [(group.labels, *place_inside(group, angles, smallest)) for group in groups]
    ry = max((size for _, _, size in inside), default=smallest)
    rx = ASPECT * ry
    places = place_outside(nodes, angles, rx, ry)
    for labels, centres, size in inside:
        # Boxes that do not overlap still do not when they move apart.
        wider = ry / size
        for label, (x, y) in zip(labels, centres, strict=True):
            # The mark is the upper part of the box, the label hangs below it.
            places[label.id] = round_point(x * wider, y * wider - label.height / 2 + label.radius)
    slot = 2 * pi * sqrt((rx**2 + ry**2) / 2) / total
    return Layout(rx, ry, min(slot, SLOT_WIDTH), angles, places)


def find_slots(nodes: Sequence[Node]) -> tuple[dict[str, float], float]:
    """Return each element's slot on the ring, a parent's in the middle of its parts', and the number of slots."""
    parents = {node.id: node.parent for node in nodes}
    inner = set(parents.values())
    slots: dict[str, float] = {}
    spans: dict[str, list[float]] = {}
    at, last = 0.0, None
    for node in nodes:
        if node.id in inner:
            continue
        if last is not None and node.parent != last.parent:
            # A wider gap where more than the nearest parent changes.
            is_near = last.parent and node.parent and parents[last.parent] == parents[node.parent]
            at += GROUP_GAP if is_near else 2 * GROUP_GAP
        slots[node.id] = at + 0.5
        at, last = at + 1, node
        above = node.parent
        while above is not None:
            spans.setdefault(above, []).append(slots[node.id])
            above = parents[above]
    total = at + 2 * GROUP_GAP
    # Half of the last gap comes before the first slot, so that the beginning lies between last and first.
    shifted = {id: slot + GROUP_GAP for id, slot in slots.items()}
    return shifted | {id: (min(span) + max(span)) / 2 + GROUP_GAP for id, span in spans.items()}, total


def spread_angles() -> list[float]:
    """Return angles at equal distances along the ring, clockwise from the beginning all the way round."""
    fine = [FIRST_ANGLE + 2 * pi * step / (4 * RING_STEPS) for step in range(4 * RING_STEPS + 1)]
    lengths = [0.0]
    for before, after in pairwise(fine):
        lengths.append(lengths[-1] + hypot(ASPECT * (cos(after) - cos(before)), sin(after) - sin(before)))
    spread, at = [], 0
    for step in range(RING_STEPS + 1):
        while at < len(fine) - 1 and lengths[at] < lengths[-1] * step / RING_STEPS:
            at += 1
        spread.append(fine[at])
    return spread


def place_outside(nodes: Sequence[Node], angles: Mapping[str, float], rx: float, ry: float) -> dict[str, Point]:
    """Return the places of the elements: on the ring, and further out the more levels lie below."""
    parents = {node.id: node.parent for node in nodes}
    height = dict.fromkeys(parents, 0)
    for node in reversed(nodes):
        if node.parent is not None:
            height[node.parent] = max(height[node.parent], height[node.id] + 1)
    places = {}
    for node in nodes:
        out, angle = LEVEL_DISTANCE * height[node.id], angles[node.id]
        x, y = (rx + out) * cos(angle), (ry + out) * sin(angle)
        if node.parent is None and height[node.id]:
            # The outermost move towards the corners of the window, which the ring leaves empty.
            corner = 1 + 0.16 * abs(sin(2 * atan2(y / ry, x / rx)))
            x, y = x * corner, y * corner
        places[node.id] = round_point(x, y)
    return places


def place_inside(group: Group, angles: Mapping[str, float], smallest: float) -> tuple[list[Point], float]:
    """Return the middles of a group's boxes, and the ring's half axis ``ry`` at which no box lies on another."""
    labels = group.labels
    near: dict[str, list[str]] = {label.id: [] for label in labels}
    for element, thing in sorted(group.links):
        near[thing].append(element)
    wanted = []
    for order, label in enumerate(labels):
        around = [(cos(angles[id]), sin(angles[id])) for id in near[label.id]] or [(0.0, 0.0)]
        x, y = (sum(axis) / len(around) for axis in zip(*around, strict=True))
        # Something at the very centre still needs a direction in which to be pushed.
        wanted.append((hypot(x, y), atan2(y, x) if (x, y) != (0, 0) else 2.4 * order, order))
    # Where one part of the plan names most of the things, they give way to both sides.
    turned = {order: rank for rank, (_, order) in enumerate(sorted((angle, order) for _, angle, order in wanted))}
    even = {order: 2 * pi * (rank + 0.5) / len(labels) - pi for order, rank in turned.items()}
    wanted = [(distance, 0.7 * angle + 0.3 * even[order], order) for distance, angle, order in wanted]
    places = [Point(0, 0)] * len(labels)
    for rank, (distance, angle, order) in enumerate(sorted(wanted)):
        # Partly the barycentre, partly an even spread over the area: near those that name it, not all at the rim.
        spread = 0.93 * sqrt((rank + 0.5) / len(labels))
        radius = (1 - EVENNESS) * min(distance, 0.95) + EVENNESS * spread
        places[order] = Point(radius * cos(angle), radius * sin(angle))
    boxed = labels[:MOST_LABELS]
    # More than this an ellipse cannot hold; how much more it needs, the attempts find out.
    full = sqrt(sum(label.width * label.height for label in boxed) / (0.9 * pi * ASPECT))
    apart, ry = remove_overlaps(boxed, places[:MOST_LABELS], max(smallest, full))
    return apart + [Point(x * ASPECT * ry, y * ry) for x, y in places[MOST_LABELS:]], ry


def remove_overlaps(labels: Sequence[Label], places: Sequence[Point], ry: float) -> tuple[list[Point], float]:
    """Return the places, given in parts of the half axes, after pushing boxes apart, and the ``ry`` that it took.

    When a number of rounds has not parted them, the ellipse is enlarged, and they move apart with it.
    """
    xs, ys = [place.x * ASPECT * ry for place in places], [place.y * ry for place in places]
    widths, heights = [label.width for label in labels], [label.height for label in labels]
    turn, rounds = 0, 1 + MOST_ROUNDS // max(1, len(labels))
    while push_apart(xs, ys, widths, heights) | pull_inside(xs, ys, widths, heights, ry):
        turn += 1
        if turn % rounds == 0:
            ry *= RING_GROWTH
            xs, ys = [x * RING_GROWTH for x in xs], [y * RING_GROWTH for y in ys]
    return [Point(x, y) for x, y in zip(xs, ys, strict=True)], ry


def push_apart(xs: list[float], ys: list[float], widths: Sequence[float], heights: Sequence[float]) -> bool:
    """Push the boxes that lie on one another half of the way apart each; return whether there were any."""
    moved = False
    order = sorted(range(len(xs)), key=lambda i: ys[i] - heights[i] / 2)
    for position, i in enumerate(order):
        bottom = ys[i] + heights[i] / 2
        for j in order[position + 1 :]:
            if ys[j] - heights[j] / 2 > bottom:
                break
            across = (widths[i] + widths[j]) / 2 - abs(xs[i] - xs[j])
            if across <= LEAST_OVERLAP:
                continue
            down = (heights[i] + heights[j]) / 2 - abs(ys[i] - ys[j])
            if down <= LEAST_OVERLAP:
                continue
            moved = True
            if down < across:
                step = (down / 2 + ADDED_DISTANCE) * (1 if ys[j] >= ys[i] else -1)
                ys[i], ys[j] = ys[i] - step, ys[j] + step
            else:
                step = (across / 2 + ADDED_DISTANCE) * (1 if xs[j] >= xs[i] else -1)
                xs[i], xs[j] = xs[i] - step, xs[j] + step
    return moved


def pull_inside(xs: list[float], ys: list[float], widths: Sequence[float], heights: Sequence[float], ry: float) -> bool:
    """Pull the boxes whose furthest corner stands out of the inner ellipse into it; return whether there were any."""
    across, down = ASPECT * ry - RING_DISTANCE, ry - RING_DISTANCE
    moved = False
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        beyond = hypot((abs(x) + widths[i] / 2) / across, (abs(y) + heights[i] / 2) / down)
        if beyond > INNER_TOLERANCE:
            xs[i], ys[i] = x / beyond, y / beyond
            moved = True
    return moved


def round_point(x: float, y: float) -> Point:
    """Return a point to a hundredth: what a computer's last digit says must not change the file."""
    return Point(ceil(x * 100 - 0.5) / 100 + 0.0, ceil(y * 100 - 0.5) / 100 + 0.0)
