"""Levels by the codes that their headings print: "OB.1.1 - ...", also behind a label or at an item's end."""

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import chain, pairwise

from dupgraph.base.gathering import gather
from dupgraph.language.messages import join, say
from dupgraph.read.outline.drafts import CODE_NAMES, Draft, choose_title, count_times
from dupgraph.read.outline.labels import NUMBERED_NAMES, ORDERLY, YEAR, Group
from dupgraph.read.outline.lines import Line, Page, once_a_page, search_item_end
from dupgraph.read.outline.names import find_kind
from dupgraph.read.outline.numbers import count_followers, shape_code, split_code
from dupgraph.read.outline.profile import make_key
from dupgraph.read.outline.titles import is_title_opening
from dupgraph.schema.links import ACTION, GUIDELINE, OBJECTIVE, POLICY, ElementKind

_CODE = (
    r"(?:[A-Z]{1,5}[a-z]{0,2}[._-]?){1,3}\d{1,4}(?:[._-]?\d{1,4})*(?:[a-z](?![a-z]))?"
    r"(?:[._-][A-Z]{1,4}(?:[._-]?[A-Z]{0,4}\d{1,4})*)*"
)
# "2027-01" is the first of a year.
_YEARLY = r"20\d\d[-/](?:0?[1-9]|[1-9]\d|\d{3})"
_CODED = re.compile(
    rf"(?:[•▪●◦■*–-]\s*)?(?:(?:[Cc]od\.?|[Cc]odice:?)\s*)?(?P<number>{_CODE}|{_YEARLY})(?![\w’'/]|[.-]\w)\s*(?P<mark>[:.)|–—-]*)\s*"
)
# The same behind a label: "Obiettivo di valore pubblico VP1 – ...".
_LABELLED_CODE = re.compile(
    r"""(?P<label>[A-ZÀÈÉÌÒÙ][\w’']*(?:[ ]+[\w’']+){0,4}?)[ ]+(?:[Nn](?:[.°º]|r\.?)?[ ]*)?
        (?P<number>[A-Z]{2,5}[._-]?\d{1,3}(?:[._-]\d{1,3})*[a-z]?)(?![\w’'/]|[.-]\w)[ ]*(?P<mark>[:.)|–—-]*)\s*""",
    re.VERBOSE,
)
_ENDING = re.compile(rf"[\s(\[–—-](?P<number>{_CODE})[)\].;,]*\Z")
_LAWS = re.compile(
    r"(?:D\.?L|L|L\.?R|D\.?M|D\.?P\.?R|D\.?P\.?C\.?M|UE|CE|CEE|COM|S\.?P|S\.?S|ISO|EN|UNI|CO|PM|ART|N)[.-]?9"
)
# What a law or a road is never numbered like: "SP01 - ...".
_PADDED = re.compile(r"\D0\d")
_ROMAN = re.compile(r"[IVX]+\.9a?(?:\.9a?)*")
_LETTERED = re.compile(r"[A-Z]\.?9a?(?:\.9a?)*")
_CHAPTER = re.compile(r"(?P<letter>[A-Z])[.)] +[A-ZÀ-Ú]")
_CODES_ORDERLY = 0.5
# Codes with the letters of their area, and how many areas there are at least.
_AREA = re.compile(r"[A-Z]{2,5}[._-]?9")
_FEWEST_AREAS = 3


@once_a_page
def draft_codes(page: Page) -> list[Draft]:
    """Return the levels whose headings begin with a printed code ("OB.1.1 - ...", "LA01 ..."), or a label and one."""
    groups: dict[str, Group] = {}
    cited: dict[str, Group] = {}
    labelled: dict[tuple[str, str], Group] = {}
    for place, line in enumerate(page.lines):
        match = _CODED.match(page.masked, line.start, line.end) or _match_label(page, line)
        yearly = match is not None and re.fullmatch(_YEARLY, match["number"])
        if match is None or (YEAR.search(match["number"]) and not yearly) or not _is_titled(page, line, match):
            continue
        shape = shape_code(match["number"])
        if label := match.groupdict().get("label"):
            name = " ".join(label.split()).capitalize()
            own = Group(name, keys={"labels": [name]})
            _note_code(labelled.setdefault((make_key(label), _blur(shape)), own), place, match)
        else:
            sure = not _LAWS.match(shape) or (match["mark"] and _PADDED.search(match["number"]))
            _note_code((groups if sure else cited).setdefault(_blur(shape), Group(match["number"])), place, match)
    romans = [shape for shape in groups if _ROMAN.fullmatch(shape)]
    # "I.1", "II.1" are numbers, and no codes.
    single = {k: v for k, v in groups.items() if len(romans) < 2 or k not in romans}
    lettered, others = _part_lettered(single, _list_letters(page) if single else set())
    drafts = [draft for group in lettered.values() for draft in _draft_lettered(page, group)]
    drafts += [draft for group in _join_areas(others, cited) for draft in _draft_areas(page, group)]
    named = _name_budget(others)
    return [*drafts, *(draft for group in (*labelled.values(), *others) for draft in _draft_codes(page, group, named))]


def _join_areas(groups: list[Group], cited: Mapping[str, Group]) -> list[Group]:
    """Take out of ``groups`` the codes whose letters are their area's (IN01, IN02, SE01), and return them as one.

    The codes of one area stand between those of others, each with as many letters; none are what plans call a level.
    What else a road is numbered like (``cited``: SS1) is one of them there.
    """
    found: dict[str, list[Group]] = defaultdict(list)
    for group in sorted([*groups, *cited.values()], key=lambda group: group.places):
        shape = shape_code(group.printed[0])
        if _AREA.fullmatch(shape) and "".join(_read_letters(shape)) not in _CODE_KINDS:
            found[re.sub("[A-Z]", "X", shape)].append(group)
    likely = [some for some in found.values() if sum(map(groups.__contains__, some)) > 1]
    areas = [some for some in likely if len(some) >= _FEWEST_AREAS and _stand_apart(some)]
    groups[:] = [group for group in groups if group not in chain.from_iterable(areas)]
    return [
        Group("", "decimal", {}, [p for area in some for p in area.places], [c for area in some for c in area.printed])
        for some in areas
    ]


def _stand_apart(groups: Sequence[Group]) -> bool:
    """Say whether all the codes of each group stand before those of the next one, and each has several."""
    pairs = pairwise(groups)
    return all(one.places[-1] < other.places[0] for one, other in pairs) and all(len(g.places) > 1 for g in groups)


def _draft_areas(page: Page, group: Group) -> list[Draft]:
    """Return the level of codes with their area's letters, below that of the areas where these letters head them."""
    letters = [_read_letters(printed)[0] for printed in group.printed]
    opening = re.compile(rf"(?:{'|'.join(dict.fromkeys(letters))})(?= *[–—:-] +[A-ZÀ-Ú])")
    heads = [
        (place, match)
        for place, line in enumerate(page.lines)
        if (match := opening.match(page.masked, line.start, line.end)) and not line.is_cell
    ]
    drafts = _draft_codes(page, group, {group.name: "Azione"})
    if [match[0] for _, match in heads] != list(dict.fromkeys(letters)) or heads[0][0] > group.places[0][0]:
        return drafts
    how = say("how_code", code=heads[0][1][0], count=len(heads) - 1)
    keys: dict[str, object] = {"codes": sorted({*letters}), "title": "line"}
    return [Draft("Area", None, keys, tuple(page.lines[place].start for place, _ in heads), how, 0.9), *drafts]


def _name_budget(groups: Sequence[Group]) -> dict[str, str]:
    """Return what groups of codes are called, by their names, that are the budget's: M01, and below it P0102."""
    figures = {group.name: {re.sub(r"\D", "", printed) for printed in group.printed} for group in groups}
    for mission, some in figures.items():
        for programme, others in figures.items():
            lettered = mission[0] == "M" and programme[0] == "P"
            if lettered and {len(other) for other in others} == {4} and {other[:2] for other in others} <= some:
                return {mission: "Missione", programme: "Programma"}
    return {}


def _match_label(page: Page, line: Line) -> re.Match[str] | None:
    """Return what a line begins with that is no cell: what plans call a level, and a code."""
    match = None if line.is_cell else _LABELLED_CODE.match(page.masked, line.start, line.end)
    return match if match and find_kind(match["label"]) else None


def _note_code(group: Group, place: int, match: re.Match[str]) -> None:
    group.places.append((place, match.end()))
    group.printed.append(match["number"])


def _list_letters(page: Page) -> set[str]:
    """Return the letters that number chapters ("B. Contesto"), from A on."""
    found = {match["letter"] for line in page.lines if (match := _CHAPTER.match(page.masked, line.start, line.end))}
    return found if "A" in found else set()


def _part_lettered(groups: Mapping[str, Group], letters: Container[str]) -> tuple[dict[str, Group], list[Group]]:
    """Return the groups of numbers that one capital letter opens (A.1, B.1: one group by the rest), and the others.

    Where all begin with the same letter, that is the name of a level, and they are codes; unless it numbers a chapter.
    """
    found = gather((shape[1:], (shape, each)) for shape, each in groups.items() if _LETTERED.fullmatch(shape))
    lettered: dict[str, Group] = {}
    for rest, some in found.items():
        firsts = [shape[0] for shape, _ in some]
        if (len(some) > 1 and "A" in firsts) or all(map(letters.__contains__, firsts)):
            pairs = sorted(pair for _, group in some for pair in zip(group.places, group.printed, strict=True))
            lettered[rest] = Group(rest, "letter", {}, [place for place, _ in pairs], [printed for _, printed in pairs])
    return lettered, [group for shape, group in groups.items() if shape[1:] not in lettered or shape[0] == "9"]


def _draft_lettered(page: Page, group: Group) -> list[Draft]:
    """Return the level of numbers that begin with a letter (A.1, A.2, B.1)."""
    numbers = group.list_numbers()
    if count_followers(numbers) < ORDERLY * len(numbers):
        return []
    size = len(numbers[0])
    keys: dict[str, object] = {"number": "letter", "parts": size, "title": choose_title(page, group.places, page.lines)}
    how = say("how_code", code=group.printed[0], count=len(numbers) - 1)
    starts = tuple(page.lines[place].start for place, _ in group.places)
    return [Draft(NUMBERED_NAMES[min(size, 4) - 1], None, keys, starts, how, 0.8)]


def _is_titled(page: Page, line: Line, match: re.Match[str]) -> bool:
    """Say whether a title follows a code: after a dash, or at once in large letters, or in the next line or cell."""
    following = page.masked[match.end() : line.end].strip()
    if not following:
        return not line.is_cell
    return bool(match["mark"]) or is_title_opening(following[0])


def _blur(shape: str) -> str:
    """Return a shape without the small letter that only some of its kind have."""
    return shape.replace("9a", "9")


def _draft_codes(page: Page, group: Group, named: Mapping[str, str]) -> list[Draft]:
    distinct = list(dict.fromkeys(group.printed))
    numbers = [split_code(printed) for printed in distinct]
    own = named.get(group.name, group.name if group.keys else "")
    orderly = group.name in named or count_followers(numbers) >= _CODES_ORDERLY * len(distinct)
    if len(distinct) < 2 or not orderly:
        return []
    letters = _read_letters(distinct[0]) or ["Punto"]
    kind = find_kind(own or letters[0]) or _CODE_KINDS.get("".join(letters).upper())
    examples = list({shape_code(printed): printed for printed in reversed(distinct)}.values())
    keys: dict[str, object] = {"codes": sorted(examples), "title": choose_title(page, group.places, page.lines)}
    name, known = (own, True) if own else _name_codes(page, letters, kind)
    keys |= group.keys
    how = say("how_code" if known else "how_code_unnamed", code=distinct[0], count=len(distinct) - 1, name=name)
    starts = tuple(page.lines[place].start for place, _ in group.places)
    weight = 1.0 if group.keys else 0.9 if len(distinct) > 3 else 0.6
    return [Draft(name, kind, keys, starts, how, weight)]


def _read_letters(code: str) -> list[str]:
    """Return the groups of capital letters in a code ("CAP1.LA01": CAP and LA)."""
    return re.findall(r"[A-Z]+[a-z]*", code)


# What the letters of codes mean where plans use them; the last word decides.
_CODE_KINDS: dict[str, ElementKind] = {
    "OB": OBJECTIVE, "OS": GUIDELINE, "OO": OBJECTIVE, "OP": OBJECTIVE, "OBS": GUIDELINE, "O": OBJECTIVE,
    "RA": OBJECTIVE, "R": OBJECTIVE, "LA": ACTION, "AZ": ACTION, "A": ACTION, "LM": POLICY, "AS": POLICY,
}  # fmt: skip
_KIND_NAMES = {POLICY: "Area", GUIDELINE: "Ambito", OBJECTIVE: "Obiettivo", ACTION: "Azione"}


def _name_codes(page: Page, letters: Sequence[str], kind: object) -> tuple[str, bool]:
    """Return what a level known by its code is called, and whether anything says so: else it is called as its code."""
    for code in ("".join(letters), letters[-1]):
        name = _find_meaning(page, code) or CODE_NAMES.get(code.upper())
        if name:
            return name, True
    named = _KIND_NAMES.get(str(kind))
    return named or "".join(letters), named is not None


def _find_meaning(page: Page, code: str) -> str:
    """Return what a plan says that its codes' letters mean ("la scheda progetto (SP)"); empty where it does not."""
    initials = r"\W+(?:(?:di|d|del|della|dei|delle)\W+)?".join(rf"{letter}\w+" for letter in code)
    # "a: altro" is an item of a list.
    pattern = rf"\b((?i:{initials}))\s*[(\[]{code}[)\]]|\b{code}(?<=\w\w)\s*[=:]\s*((?i:{initials}))\b"
    match = re.search(pattern, page.masked)
    return " ".join((match[1] or match[2]).split()).capitalize() if match else ""


def draft_ending_codes(page: Page) -> list[Draft]:
    """Return the level of items that end in a printed code ("- Aprire lo sportello - CAP1.LA01")."""
    found: dict[bool, dict[str, list[tuple[int, str]]]] = {True: defaultdict(list), False: defaultdict(list)}
    markers: set[str] = set()
    for line in page.lines:
        bulleted = page.masked[line.start] in "-•▪●◦■*–"
        match = search_item_end(_ENDING, page.masked, line, line.start) if line.opens else None
        if match is None or match.start() - line.start < 12 or YEAR.search(match["number"]):
            continue
        shape = _blur(shape_code(match["number"]))
        if not _LAWS.match(shape):
            found[bulleted][shape].append((line.start, match["number"]))
            markers |= {page.masked[line.start]} if bulleted else set()
    return [draft for bulleted, shapes in found.items() for draft in _draft_ending(page, bulleted, shapes, markers)]


def _draft_ending(
    page: Page, bulleted: bool, shapes: dict[str, list[tuple[int, str]]], markers: set[str]
) -> list[Draft]:
    good = {
        shape: some
        for shape, some in shapes.items()
        if len(some) >= 3 and len({code for _, code in some}) * 5 >= len(some) * 4
    }
    if sum(map(len, good.values())) < 4:
        return []
    examples = [some[0][1] for some in good.values()]
    starts = tuple(sorted(start for some in good.values() for start, _ in some))
    keys: dict[str, object] = {"bullets": sorted(markers)} if bulleted else {}
    keys |= {"codes_at_end": examples, "title": "item"}
    how = count_times(say("how_ending", code=join("or", examples[:3])), len(starts))
    name, _ = _name_codes(page, _read_letters(examples[0])[-1:], ACTION)
    return [Draft(name, ACTION, keys, starts, how, 0.95)]
