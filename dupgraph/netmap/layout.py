"""Where things stand on the map: computed once from the plan, the same plan always the same picture.

The elements that have no parts stand on a ring in the plan's order; the elements that they are part of stand
outside it, each at the middle of its parts, the outermost towards the corners; partners stand inside, near the
elements that involve them, their labels never on one another.
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
SLOT = 19.0
# The distance from the ring to the next level out, and on to the following ones.
LEVEL = 56.0
# Empty slots between the parts of one parent and the next: what belongs together is seen to.
GAP = 0.9
# Where a plan begins: on the left, going clockwise, so that four policies take the four corners.
BEGINNING = pi
# A label's letters: what the page draws at full size, 12.4 units high.
CHARACTER = 6.5
LINE = 14.5
PADDING = 4.0
# How far a box may stand out of the inner ellipse: without some play, pushing and pulling never end.
EDGE = 1.02


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
    """A partner's mark and wrapped label, as the box that they fill."""

    id: str
    lines: tuple[str, ...]
    radius: float

    @property
    def width(self) -> float:
        """The width of the box."""
        return max(2 * self.radius, CHARACTER * max(map(len, self.lines))) + PADDING

    @property
    def height(self) -> float:
        """The height of the box."""
        return 2 * self.radius + LINE * len(self.lines) + PADDING


@dataclass(frozen=True, slots=True)
class Layout:
    """The ring's half axes, the angle and place of each element, and the place of each partner."""

    rx: float
    ry: float
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


def find_positions(
    nodes: Sequence[Node], labels: Sequence[Label], links: Iterable[tuple[str, str]], *, aspect: float = ASPECT
) -> Layout:
    """Return the layout of elements, partners' labels, and links from element to partner.

    The ring grows until no partner's label lies on another.
    """
    slots, total = find_slots(nodes)
    angles = dict.fromkeys(slots, 0.0)
    near: dict[str, list[str]] = {label.id: [] for label in labels}
    for element, partner in links:
        near[partner].append(element)
    box = sum(label.width * label.height for label in labels)
    # More than this an ellipse cannot hold; how much more it needs, the attempts below find out.
    ry = max(SMALLEST_RADIUS, total * SLOT / (2 * pi * sqrt((aspect**2 + 1) / 2)), sqrt(box / (0.9 * pi * aspect)))
    while True:
        rx = aspect * ry
        spread = spread_angles(rx, ry)
        angles = {id: spread[round(slot / total * (len(spread) - 1))] for id, slot in slots.items()}
        ring = {id: Point(rx * cos(angle), ry * sin(angle)) for id, angle in angles.items()}
        inner = place_inside(labels, near, ring, rx - 26, ry - 22)
        if inner is not None:
            break
        ry *= 1.03
    return Layout(rx, ry, angles, place_outside(nodes, angles, rx, ry) | inner)


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
            at += GAP if last.parent and node.parent and parents[last.parent] == parents[node.parent] else 2 * GAP
        slots[node.id] = at + 0.5
        at, last = at + 1, node
        above = node.parent
        while above is not None:
            spans.setdefault(above, []).append(slots[node.id])
            above = parents[above]
    total = at + 2 * GAP
    # Half of the last gap comes before the first slot, so that the beginning lies between last and first.
    shifted = {id: slot + GAP for id, slot in slots.items()}
    return shifted | {id: (min(span) + max(span)) / 2 + GAP for id, span in spans.items()}, total


def spread_angles(rx: float, ry: float, steps: int = 3600) -> list[float]:
    """Return ``steps`` + 1 angles at equal distances along an ellipse, clockwise from the beginning."""
    fine = [BEGINNING + 2 * pi * step / (4 * steps) for step in range(4 * steps + 1)]
    lengths = [0.0]
    for before, after in pairwise(fine):
        lengths.append(lengths[-1] + hypot(rx * (cos(after) - cos(before)), ry * (sin(after) - sin(before))))
    spread, at = [], 0
    for step in range(steps + 1):
        while at < len(fine) - 1 and lengths[at] < lengths[-1] * step / steps:
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
        out, angle = LEVEL * height[node.id], angles[node.id]
        x, y = (rx + out) * cos(angle), (ry + out) * sin(angle)
        if node.parent is None and height[node.id]:
            # The outermost move towards the corners of the window, which the ring leaves empty.
            corner = 1 + 0.16 * abs(sin(2 * atan2(y / ry, x / rx)))
            x, y = x * corner, y * corner
        places[node.id] = round_point(x, y)
    return places


def place_inside(
    labels: Sequence[Label], near: Mapping[str, list[str]], ring: Mapping[str, Point], rx: float, ry: float
) -> dict[str, Point] | None:
    """Return the partners' places with no label on another, or None when the ring is too small for them."""
    wanted = []
    for order, label in enumerate(labels):
        points = [ring[id] for id in near[label.id]] or [Point(0, 0)]
        x = sum(point.x for point in points) / len(points)
        y = sum(point.y for point in points) / len(points)
        # Something at the very centre still needs a direction in which to be pushed.
        wanted.append((hypot(x / rx, y / ry), atan2(y / ry, x / rx) if (x, y) != (0, 0) else 2.4 * order, order))
    # Where one part of the plan names most of the partners, they give way to both sides.
    turned = {order: rank for rank, (_, order) in enumerate(sorted((angle, order) for _, angle, order in wanted))}
    even = {order: 2 * pi * (rank + 0.5) / len(labels) - pi for order, rank in turned.items()}
    wanted = [(distance, 0.7 * angle + 0.3 * even[order], order) for distance, angle, order in wanted]
    places = [Point(0, 0)] * len(labels)
    for rank, (distance, angle, order) in enumerate(sorted(wanted)):
        # Half barycentre, half even spread over the area: near one's objectives, but not all at the rim.
        radius = 0.45 * min(distance, 0.95) + 0.55 * 0.93 * sqrt((rank + 0.5) / len(labels))
        places[order] = Point(radius * rx * cos(angle), radius * ry * sin(angle))
    return remove_overlaps(labels, places, rx, ry)


def remove_overlaps(
    labels: Sequence[Label], places: Sequence[Point], rx: float, ry: float, rounds: int = 260
) -> dict[str, Point] | None:
    """Return the places after pushing overlapping boxes apart inside the ellipse, or None when some still overlap."""
    xs, ys = [place.x for place in places], [place.y for place in places]
    widths, heights = [label.width for label in labels], [label.height for label in labels]
    for turn in range(rounds):
        moved = False
        order = sorted(range(len(labels)), key=lambda i: ys[i] - heights[i] / 2)
        for position, i in enumerate(order):
            for j in order[position + 1 :]:
                down = (heights[i] + heights[j]) / 2 - abs(ys[i] - ys[j])
                if ys[j] - heights[j] / 2 > ys[i] + heights[i] / 2:
                    break
                across = (widths[i] + widths[j]) / 2 - abs(xs[i] - xs[j])
                if down <= 0.01 or across <= 0.01:
                    continue
                moved = True
                if down < across:
                    step = (down / 2 + 0.1) * (1 if ys[j] >= ys[i] else -1)
                    ys[i], ys[j] = ys[i] - step, ys[j] + step
                else:
                    step = (across / 2 + 0.1) * (1 if xs[j] >= xs[i] else -1)
                    xs[i], xs[j] = xs[i] - step, xs[j] + step
        for i in range(len(labels)):
            beyond = max(
                hypot((xs[i] + sx * widths[i] / 2) / rx, (ys[i] + sy * heights[i] / 2) / ry)
                for sx in (-1, 1)
                for sy in (-1, 1)
            )
            if beyond > EDGE:
                # Later rounds pull in less, so that pushing and pulling come to rest.
                pull = 1 - (1 - 1 / beyond) * (1 if turn < rounds / 2 else 0.5)
                xs[i], ys[i] = xs[i] * pull, ys[i] * pull
                moved = True
        if not moved:
            # The mark is the upper part of the box, the label hangs below it.
            return {
                label.id: round_point(x, y - label.height / 2 + label.radius)
                for label, x, y in zip(labels, xs, ys, strict=True)
            }
    return None


def round_point(x: float, y: float) -> Point:
    """Return a point to a hundredth: what a computer's last digit says must not change the file."""
    return Point(ceil(x * 100 - 0.5) / 100 + 0.0, ceil(y * 100 - 0.5) / 100 + 0.0)
