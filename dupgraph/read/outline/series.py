"""What the numbers of an outline say against it: those that are missing, skip a level or stand twice."""

import re
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from dupgraph.base.gathering import gather
from dupgraph.language.messages import say
from dupgraph.read.outline.names import OFFICIAL, is_mission
from dupgraph.read.outline.numbers import find_gaps, split_code, split_number, strip_suffix
from dupgraph.read.outline.profile import NumberStyle
from dupgraph.schema.values import Section

# Elements whose number skips a level.
SKIPPED = 0.3
# Of elements whose numbers begin again below some, one in so many.
_FEW_RESTARTS = 3
_ROMAN = re.compile(r"[IVXLC]+(?:\.(?:\d+|[IVXLC]+))*")
# A number within a letter's: A.1, A1.2.
_LETTERED = re.compile(r"[A-Z][._-]?\d{1,2}(?:[._-]\d{1,2})*\.?")
_FIGURES = re.compile(r"\d+(?:\.\d+)*\.?")
_AGAIN = re.compile(r"(?:\d|\b[A-Za-z])-\w+\Z")


def list_gaps(sections: Sequence[Section]) -> list[str]:
    """Return the numbers that are missing, each as what stands around it ("1.1.2 -> 1.1.4").

    Numbers may begin again below each element or go on through the plan: whichever leaves fewer gaps is meant. Of the
    budget's missions and programmes a plan has some.
    """
    numbered = (each for each in sections if each.notation and each.level_name.lower() not in OFFICIAL)
    levels = gather((section.level_name, section) for section in numbered).values()
    counted = [some for some in levels if not all(is_mission(each.notation, each.title) for each in some)]
    return [gap for some in counted for kind, like in _part_kinds(some) for gap in _list_fewest(like, kind)]


def _part_kinds(sections: Sequence[Section]) -> Iterator[tuple[NumberStyle, list[Section]]]:
    """Yield the sections of one level whose numbers are of one kind, with their style; codes are "decimal"."""
    firsts = {section.notation.split(".")[0] for section in sections}
    lettered = all(len(first) == 1 and first.isupper() for first in firsts)
    if all(map(_ROMAN.fullmatch, firsts)) and not (lettered and "I" not in firsts):
        yield "roman", list(sections)
    elif lettered and ("A" in firsts or all(len(section.notation) == 1 for section in sections)):
        yield "letter", list(sections)
    else:
        kinds: dict[str, list[Section]] = {}
        for section in sections:
            letters = re.sub(r"\d+[a-z]?", "9", strip_suffix(section.notation))
            kinds.setdefault(re.sub(r"[\d.]*9", "9", letters), []).append(section)
        yield from (("decimal", some) for some in kinds.values())


def _list_fewest(sections: Sequence[Section], style: NumberStyle) -> list[str]:
    groups = gather((section.parent, section) for section in sections)
    within = [gap for some in groups.values() for gap in _list_missing(some, style)]
    return min(within, _list_missing(sections, style), key=len)


def _list_missing(sections: Sequence[Section], style: NumberStyle) -> list[str]:
    numbers = [_read_number(section.notation, style) for section in sections]
    if not all(numbers):
        return []
    spoken = {".".join(number): section.notation for number, section in zip(numbers, sections, strict=True)}
    gaps = find_gaps(sorted(set(numbers), key=_sort_number))
    return [
        say("start", code=spoken[after]) if not before else f"{spoken.get(before, before)} -> {spoken[after]}"
        for before, after in gaps
    ]


def _sort_number(number: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in number]


def _read_number(printed: str, style: NumberStyle | None = None) -> tuple[str, ...]:
    notation = strip_suffix(printed)
    if style == "letter":
        first, *others = split_number(notation, style)
        number = (str(ord(first) - ord("A") + 1), *others)
    elif style == "roman" or (style is None and _ROMAN.fullmatch(notation)):
        number = split_number(notation, "roman")
    else:
        number = split_code(notation)
    return number if number and number[-1].isdecimal() else ()


def doubt_series(sections: Sequence[Section]) -> list[str]:
    """Return what the numbers say against the tree: a level that is missing above or between."""
    sizes = {section.code: len(_read_number(section.notation)) for section in sections}
    skipped = [
        s
        for s in sections
        if sizes[s.code] > 1
        and s.parent
        and 0 < sizes.get(s.parent, 0) < sizes[s.code] - 1
        # "4.1.1" below the programme "01" of the mission "04" skips nothing, whatever letter that has ("M4.1").
        and s.parent.lstrip(ascii_uppercase) != ".".join(_read_number(s.notation)[:-1])
    ]
    orphans = [s for s in sections if s.parent is None and sizes[s.code] > 1]
    told_apart = [s for s in sections if s.parent is None and s.notation and _AGAIN.search(s.code)]
    again = [s for s in told_apart if strip_suffix(s.notation) == s.notation]
    notations = {section.code: section.notation for section in sections}
    printed = {*notations.values()} - {""}
    # Below a programme of the budget a number may name the strategic objective that is pursued.
    budget = {section.code for section in sections if section.level_name.lower() in OFFICIAL}
    astray = [
        (s.notation, above)
        for s in sections
        if s.parent
        and s.parent not in budget
        and (above := s.notation.rpartition(".")[0]) in printed
        and notations[s.parent] != above
    ]
    doubts: list[str] = []
    if astray:
        doubts.append(say("doubt_astray", code=astray[0][0], above=astray[0][1], count=len(astray)))
    if len(skipped) > SKIPPED * len(sections):
        doubts.append(say("doubt_level_between", code=skipped[0].notation, above=skipped[0].parent))
    # Where all are of one chapter, that is a chapter of the document; letters of an area's name are in no order.
    several = len({_read_number(s.notation)[0] for s in orphans}) > 1
    lettered = [s.notation for s in sections if s.parent is None and _LETTERED.fullmatch(s.notation)]
    letters = "".join(dict.fromkeys(notation[0] for notation in lettered))
    if several or (1 < len(letters) < len(lettered) and ascii_uppercase.startswith(letters)):
        doubts.append(say("doubt_level_above", code=orphans[0].notation if several else lettered[0]))
    if len(again) > 1:
        doubts.append(say("doubt_again", code=again[0].code, count=len(again)))
    return doubts


def doubt_restarts(sections: Sequence[Section]) -> list[str]:
    """Return the doubt that the numbers below a few elements begin again: what heads the second ones was not found.

    Where they do below most elements of a level, they may be numbered so; one that stands twice at once is misprinted.
    """
    groups: dict[str, dict[str, list[int]]] = {}
    for section in sections:
        number = _read_number(section.notation) if section.parent else ()
        if number:
            groups.setdefault(section.level_name, {}).setdefault(section.parent or "", []).append(int(number[-1]))
    for held in groups.values():
        restarted = [parent for parent, numbers in held.items() if numbers[0] in numbers[2:]]
        if restarted and len(restarted) * _FEW_RESTARTS <= len(held):
            return [say("doubt_restart", code=restarted[0], count=len(restarted))]
    return []


def doubt_order(sections: Sequence[Section]) -> list[str]:
    """Return the doubt that elements stand behind another heading than the one that their numbers name.

    Numbers began again, and the second ones were not taken; a heading that stands again opens its element anew.
    """
    levels = {section.code: section.level_name for section in sections}
    goes_on = {section.code: section.more for section in sections}
    last: dict[str, str] = {}
    behind: dict[str, list[tuple[str, str]]] = {}
    beside: dict[str, set[str]] = {}
    for section in sections:
        above = section.parent or ""
        current = last.get(levels.get(above, ""), above)
        again = any(span.start <= section.start for span in goes_on.get(above, ()))
        # A code with letters says of itself what it is of.
        if current == above or again or not _FIGURES.fullmatch(section.notation):
            beside.setdefault(section.level_name, set()).add(above)
        else:
            behind.setdefault(section.level_name, []).append((section.code, current))
        last[section.level_name] = section.code
    # All those of a second part stand behind the last one of the first.
    for name, astray in behind.items():
        if len(astray) > 1 and len(beside.get(name, ())) > 1:
            return [say("doubt_behind", code=astray[0][0], last=astray[0][1], count=len(astray))]
    return []
