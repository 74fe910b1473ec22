"""Headings become sections: who belongs to whom, each one's path, title and own text."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dupgraph.base.errors import DocumentError
from dupgraph.read.outline.headings import Heading
from dupgraph.read.outline.profile import Level
from dupgraph.read.outline.titles import FURNITURE, find_title_end
from dupgraph.schema.values import Document, Section, find_page, find_words, mask_furniture


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a heading stands in the tree."""

    code: str
    level: int
    parent: str | None


@dataclass(slots=True)
class _Tree:
    """The places given so far: by number as printed, by path, and the last one of each level."""

    claimed: frozenset[str]
    by_number: dict[tuple[str, ...], _Place] = field(default_factory=dict)
    by_code: dict[str, _Place] = field(default_factory=dict)
    open: dict[int, _Place] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def build_sections(document: Document, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Section, ...]:
    """Return one section a heading, with its path in the outline.

    A printed number says the path where it agrees with the tree; else the position does.
    Raises DocumentError when two headings have the same path.
    """
    masked = mask_furniture(document, FURNITURE)
    # The number of one part below the first level ("Obiettivo 2") is no path by itself.
    whole = (heading.number for heading in headings if len(heading.number) > 1 or heading.level == 0)
    tree = _Tree(frozenset(".".join(number) for number in whole if number))
    limits = [*(heading.start for heading in headings[1:]), len(masked)]
    sections: dict[str, Section] = {}
    for heading, limit in zip(headings, limits, strict=True):
        level, place = levels[heading.level], _place_heading(tree, heading)
        if place.code in sections:
            raise _explain_twice(document, sections[place.code], level, heading.start)
        title_start, title_end, end = _find_spans(masked, heading, level, limit)
        sections[place.code] = Section(
            code=place.code,
            kind=level.kind,
            level_name=level.name,
            title=find_words(document, title_start, title_end),
            start=heading.start,
            end=end,
            title_start=title_start,
            title_end=title_end,
            parent=place.parent,
            position=len(sections) + 1,
            page=find_page(document, heading.start),
        )
    return tuple(sections.values())


def _place_heading(tree: _Tree, heading: Heading) -> _Place:
    number = heading.number
    above = _find_above(tree, heading)
    for size in range(len(number) - 1, 0, -1):
        parent = tree.by_code.get(".".join(number[:size])) or tree.by_number.get(number[:size])
        if parent and parent.level < heading.level:
            return _open_place(tree, heading, ".".join((parent.code, *number[size:])), parent)
    if above is None:
        code = ".".join(number) if number else _find_free(tree, "")
    elif len(number) == 1:
        code = f"{above.code}.{number[0]}"
    else:
        code = _find_free(tree, f"{above.code}.")
    return _open_place(tree, heading, code, above)


def _find_above(tree: _Tree, heading: Heading) -> _Place | None:
    """Return the last place of a higher level, the nearest level first."""
    return next((tree.open[level] for level in range(heading.level - 1, -1, -1) if level in tree.open), None)


def _find_free(tree: _Tree, prefix: str) -> str:
    """Return the next path by position that no heading has or prints."""
    while True:
        tree.counts[prefix] += 1
        code = f"{prefix}{tree.counts[prefix]}"
        if code not in tree.claimed and code not in tree.by_code:
            return code


def _open_place(tree: _Tree, heading: Heading, code: str, parent: _Place | None) -> _Place:
    place = _Place(code, heading.level, parent.code if parent else None)
    for level in [level for level in tree.open if level > heading.level]:
        del tree.open[level]
    tree.open[heading.level] = place
    tree.by_code[code] = place
    if heading.number:
        tree.by_number[heading.number] = place
    return place


def _find_spans(masked: str, heading: Heading, level: Level, limit: int) -> tuple[int, int, int]:
    """Return where the title starts and ends, and where the element's own text does."""
    if heading.title_start >= limit:
        # A label and a number with no words of their own: they are all the title there is.
        end = _trim_end(masked, limit)
        return heading.start, heading.start + len(masked[heading.start : end].rstrip(" \t:.–—-")), end
    title_end = find_title_end(masked, heading.title_start, limit, level.title)
    if level.title == "item":
        # What follows a bullet after a blank line is no part of it.
        limit = min(limit, _find_after_stop(masked, title_end))
    return heading.title_start, title_end, max(title_end, _trim_end(masked, limit))


def _find_after_stop(masked: str, end: int) -> int:
    while end < len(masked) and masked[end] in ".;,":
        end += 1
    return end


def _trim_end(masked: str, end: int) -> int:
    while end and (masked[end - 1].isspace() or masked[end - 1] == FURNITURE):
        end -= 1
    return end


def _explain_twice(document: Document, earlier: Section, level: Level, start: int) -> DocumentError:
    lines = [document.text.count("\n", 0, offset) + 1 for offset in (earlier.start, start)]
    return DocumentError(
        f"two elements have the path {earlier.code}: {earlier.level_name} at line {lines[0]}"
        f" and {level.name} at line {lines[1]}",
        path=document.source,
        hint="correct the number of one of them",
    )
