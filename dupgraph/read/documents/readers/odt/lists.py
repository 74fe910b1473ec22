"""Automatic numbers of an OpenDocument text (ISO/IEC 26300, 19.880 and following)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from dupgraph.read.documents.readers.numbers import print_bullet, print_number
from dupgraph.read.documents.readers.odt.names import get_length, get_number, q

_PLACE = re.compile(r"%([1-9]|10)%")
_LEVELS = (q("text:list-level-style-number"), q("text:outline-level-style"))


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list prints its numbers, or its bullet."""

    format: str
    words: str
    bullet: str
    start: int
    spaced: bool
    indent: float

    def print(self, counts: dict[int, int], levels: dict[int, "Level"]) -> str:
        """Return the number as printed, with those of the levels above where they belong to it."""
        if self.bullet:
            return print_bullet(self.bullet)

        def print_place(match: re.Match[str]) -> str:
            place = int(match[1])
            level = levels.get(place)
            return print_number(counts.get(place, level.start), level.format) if level and level.format else ""

        return _PLACE.sub(print_place, self.words).strip() if self.format else ""


@dataclass(slots=True)
class Chain:
    """Lists that count on from one another: their style's levels, and how far each has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def count_next(self, level: int, start: int | None) -> tuple[str, bool]:
        """Return the next number at ``level`` (from 1) as printed, and whether a blank follows it."""
        found = self.levels.get(level)
        first = found.start if found else 1
        self.counts[level] = start if start is not None else self.counts.get(level, first - 1) + 1
        for deeper in [place for place in self.counts if place > level]:
            del self.counts[deeper]
        return (found.print(self.counts, self.levels), found.spaced) if found else ("", False)


class Lists:
    """The lists of a document, by their style and by their name."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._last: dict[str, Chain] = {}
        self._named: dict[str | None, Chain] = {}
        self.outline = Chain({})
        for root in roots:
            for element in root.iter(q("text:list-style")):
                self._styles[element.get(q("style:name")) or ""] = _read_levels(element)
            for element in root.iter(q("text:outline-style")):
                self.outline = Chain(_read_levels(element))

    def open(self, element: etree._Element, style: str) -> Chain:
        """Return the chain in which a list counts: one of its own, unless it says which it goes on."""
        named = self._named.get(element.get(q("text:continue-list")))
        goes_on = element.get(q("text:continue-numbering")) == "true"
        chain = named or (self._last.get(style) if goes_on else None) or Chain(self._styles.get(style, {}))
        self._last[style] = chain
        if name := element.get(q("xml:id")):
            self._named[name] = chain
        return chain


def _read_levels(element: etree._Element) -> dict[int, Level]:
    levels = {}
    for level in element:
        bullet = level.get(q("text:bullet-char")) or "" if level.tag == q("text:list-level-style-bullet") else ""
        if level.tag in _LEVELS or bullet:
            number = get_number(level, "text:level")
            followed = level.find(".//" + q("style:list-level-label-alignment"))
            properties = level.find(q("style:list-level-properties"))
            label = None if followed is None else followed.get(q("text:label-followed-by"))
            levels[number] = Level(
                format=level.get(q("style:num-format")) or "",
                words=level.get(q("loext:num-list-format")) or _write_format(level, number),
                bullet=bullet,
                start=get_number(level, "text:start-value"),
                spaced=label != "nothing",
                indent=get_length(followed, "fo:margin-left") or get_length(properties, "text:space-before") or 0.0,
            )
    return levels


def _write_format(level: etree._Element, number: int) -> str:
    """Return how a level prints its number, for programs that say it in parts."""
    shown = min(get_number(level, "text:display-levels"), number)
    places = ".".join(f"%{place}%" for place in range(number - shown + 1, number + 1))
    return (level.get(q("style:num-prefix")) or "") + places + (level.get(q("style:num-suffix")) or "")
