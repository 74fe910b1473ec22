"""Automatic numbers, counted as Word counts them (ECMA-376, part 1, 17.9)."""

import re
from dataclasses import dataclass

from lxml import etree

from dupgraph.read.documents.readers.docx.names import find, get, get_indent, get_number, get_switch, to_number, w
from dupgraph.read.documents.readers.docx.styles import Styles
from dupgraph.read.documents.readers.numbers import print_bullet, print_number

_STYLES = {
    "decimalZero": "01", "lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A", "ordinal": "1°",
}  # fmt: skip
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart``: the level (from 1) whose next number starts this one anew; 0 for none."""

    start: int
    format: str
    words: str
    spaced: bool
    legal: bool
    restart: int | None
    style: str | None
    indent: int | None


@dataclass(frozen=True, slots=True)
class _List:
    """A list of the document: whose counters it shares, its levels, and the numbers at which it starts its own."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and how far each has counted; ``root`` is that of numbering.xml, None without one."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        shared = {} if root is None else {e.get(w("abstractNumId")): e for e in root.findall(w("abstractNum"))}
        self._lists: dict[str, _List] = {}
        for element in [] if root is None else root.findall(w("num")):
            self._add_list(element, shared, styles, root)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def _add_list(
        self, element: etree._Element, shared: dict[str | None, etree._Element], styles: Styles, root: etree._Element
    ) -> None:
        name = get(element, "abstractNumId")
        abstract = shared.get(name)
        linked = get(abstract, "numStyleLink")
        if linked is not None:
            # The levels stand with a style of lists; that names a list, and that the levels.
            number = styles.find(linked).list_number
            source = next((e for e in root.findall(w("num")) if e.get(w("numId")) == number), None)
            name = get(source, "abstractNumId")
            abstract = shared.get(name)
        if abstract is None or name is None:
            return
        levels = _read_levels(abstract)
        starts: dict[int, int] = {}
        for override in element.findall(w("lvlOverride")):
            levels |= _read_levels(override)
            level, start = to_number(override.get(w("ilvl"))), get_number(override, "startOverride")
            if level is not None and start is not None:
                starts[level] = start
        self._lists[element.get(w("numId")) or ""] = _List(name, levels, starts)

    def find_level(self, number: str, style: str | None, level: int | None) -> int:
        """Return the level at which a paragraph of this style stands in the list ``number``."""
        if level is not None:
            return level
        levels = self._lists[number].levels if number in self._lists else {}
        return next((place for place, found in levels.items() if style and found.style == style), 0)

    def find_indent(self, number: str, level: int) -> int | None:
        """Return how far a level of a list is set in, in twentieths of a point; None where it does not say it."""
        found = self._lists[number].levels.get(level) if number in self._lists else None
        return found.indent if found else None

    def count_next(self, number: str, level: int) -> tuple[str, bool]:
        """Return the next number of a list at a level, as it is printed, and whether a blank follows it.

        Empty for a list or level that is not there, or one that prints nothing.
        """
        found = self._lists.get(number)
        here = found.levels.get(level) if found else None
        if found is None or here is None or not 0 <= level < _LEVELS:
            return "", False
        counts = self._counts.setdefault(found.shared, [None] * _LEVELS)
        before = counts[level]
        if level in found.starts and (number, level) not in self._begun:
            counts[level] = found.starts[level]
        else:
            counts[level] = here.start if before is None else before + 1
        self._begun.add((number, level))
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                counts[deeper] = None
        return _print_level(found.levels, here, counts), here.spaced


def _print_level(levels: dict[int, Level], here: Level, counts: list[int | None]) -> str:
    if here.format == "bullet":
        return print_bullet(here.words)
    if here.format == "none":
        return _PLACE.sub("", here.words).strip()

    def print_place(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        level = levels.get(place)
        if level is None or level.format == "none":
            return ""
        count = counts[place]
        style = "1" if here.legal else _STYLES.get(level.format, "1")
        return print_number(level.start if count is None else count, style)

    return _PLACE.sub(print_place, here.words).strip()


def _read_levels(element: etree._Element) -> dict[int, Level]:
    levels = {}
    for level in element.findall(w("lvl")):
        place, start = to_number(level.get(w("ilvl"))), get_number(level, "start")
        if place is not None and 0 <= place < _LEVELS:
            levels[place] = Level(
                start=1 if start is None else start,
                format=get(level, "numFmt") or "decimal",
                words=get(level, "lvlText") or "",
                spaced=get(level, "suff") != "nothing",
                legal=bool(get_switch(level, "isLgl")),
                restart=get_number(level, "lvlRestart") if find(level, "lvlRestart") is not None else None,
                style=get(level, "pStyle"),
                indent=get_indent(find(level, "pPr")),
            )
    return levels
