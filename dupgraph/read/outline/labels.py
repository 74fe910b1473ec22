"""Levels by what their headings print: a label with a number, a code, or a number alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dupgraph.language.messages import join, say
from dupgraph.read.outline.drafts import Draft, choose_title, count_times
from dupgraph.read.outline.lines import Line, Page, search_item_end
from dupgraph.read.outline.names import CITING, FIELD_COLUMNS, NO_LEVELS, OFFICIAL, find_kind
from dupgraph.read.outline.numbers import (
    BARE,
    choose_style,
    count_followers,
    count_parts,
    fits_style,
    guess_style,
    shape_code,
    split_code,
    split_number,
)
from dupgraph.read.outline.profile import NumberStyle, make_key
from dupgraph.read.outline.titles import is_title_opening
from dupgraph.schema.links import ACTION, GUIDELINE, OBJECTIVE, POLICY, ElementKind

_LABELLED = re.compile(
    r"""(?:[•▪●◦■*–-][ ]*)?(?P<label>[A-ZÀÈÉÌÒÙ][\w’'-]*\.?(?:[ ]+[\w’'-]+\.?){0,3}?)(?P<colon>[ ]*:)?[ ]+
        (?:[Nn](?:[.°º]|r\.?)?[ ]*)?
        (?P<number>(?:\d{1,3}|[IVX]{1,6}|[A-Z]\d{0,3}|[a-z](?=\)))(?:\.(?:\d{1,3}|[IVX]{1,6}|[A-Za-z])(?!\w))*)(?![\w]|[.,/]\d|[’'])
        (?P<mark>[ ]*[:.)|–—-]*)[ ]*""",
    re.VERBOSE,
)
# The other way round: "1.2 Obiettivo strategico: ...".
_NUMBERED = re.compile(
    r"""(?P<number>(?:\d{1,3}|[IVX]{1,6}|[A-Z])(?:\.(?:\d{1,3}|[IVX]{1,6}|[A-Za-z])(?!\w))*)[.)]?[ ]*[–—-]?[ ]+
        (?P<label>[A-ZÀÈÉÌÒÙ][\w’'-]*(?:[ ]+[\w’'-]+){0,3}?)(?P<mark>[ ]*[:|–—-]+)[ ]*""",
    re.VERBOSE,
)
_CODE = (
    r"(?:[A-Z]{1,5}[a-z]{0,2}[._-]?){1,3}\d{1,4}(?:[._-]?\d{1,4})*(?:[a-z](?![a-z]))?"
    r"(?:[._-][A-Z]{1,4}(?:[._-]?[A-Z]{0,4}\d{1,4})*)*"
)
_CODED = re.compile(
    rf"(?:[•▪●◦■*–-]\s*)?(?:(?:[Cc]od\.?|[Cc]odice:?)\s*)?(?P<number>{_CODE})(?![\w’'/]|[.-]\w)\s*(?P<mark>[:.)|–—-]*)\s*"
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
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ROMAN = re.compile(r"[IVX]+\.9a?(?:\.9a?)*")
_LETTERED = re.compile(r"[A-Z]\.?9a?(?:\.9a?)*")
# Of headings with one label, how many must follow one another for the label to be no accident.
_ORDERLY = 0.7
_CODES_ORDERLY = 0.5


@dataclass(slots=True)
class _Group:
    """Lines that open with one label, a colon before their numbers included, or codes of one shape."""

    name: str
    style: NumberStyle = "decimal"
    keys: dict[str, object] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    firm: int = 0

    def list_numbers(self) -> list[tuple[str, ...]]:
        return [split_number(printed, self.style) for printed in self.printed]


def draft_labels(page: Page) -> list[Draft]:
    """Return the levels whose headings begin with a label and a number ("Linea programmatica 1")."""
    return [*_draft_labels(page, _LABELLED, {}), *_draft_labels(page, _NUMBERED, {"number_first": True})]


def _draft_labels(page: Page, pattern: re.Pattern[str], keys: dict[str, object]) -> Iterator[Draft]:
    groups: dict[tuple[str, NumberStyle], _Group] = {}
    fields = _list_field_cells(page)
    matches = [(place, line, pattern.match(page.masked, line.start, line.end)) for place, line in enumerate(page.lines)]
    for place, line, match in matches:
        # "OBIETTIVO 1" across a card, which has the title in a row of its own, is no heading.
        if match is None or (line.block and line.block.table in page.cards and match.end() >= line.end):
            continue
        if line.start in fields or _YEAR.fullmatch(match["number"]):
            continue
        key = make_key(match["label"])
        # Of what is cut short, stands in a table or before a colon, only what plans call their levels counts:
        # "Ob. str. 1.1", not "Dott. 1"; "Linea: 1 Scuola", not "Peso: 20". In a table that is a field.
        colon = (match.groupdict().get("colon") or "").strip()
        if colon and line.is_cell:
            continue
        if ("." in match["label"] or line.is_cell or colon) and find_kind(key) is None:
            continue
        if (
            key.endswith(CITING)
            or (key in NO_LEVELS and not _heads(line, key))
            or ((keys or key.split()[0] in NO_LEVELS - {key}) and find_kind(key) is None)
        ):
            continue
        if not _reads_on(page, line, match):
            continue
        style = guess_style(match["number"])
        name = " ".join(match["label"].split()).capitalize() + colon
        group = groups.setdefault((key + colon, style), _Group(name, style, keys))
        group.places.append((place, match.end()))
        group.printed.append(match["number"])
        alone = line.block is not None or (line.apart and (line.lone or page.masked[line.start : line.end].isupper()))
        group.firm += bool(match["mark"].strip()) or match.end() >= line.end or alone
    _join_letters(groups)
    for (key, _), group in groups.items():
        yield from _draft_group(page, key, group, groups)


def _list_field_cells(page: Page) -> set[int]:
    """Return where the cells start in which tables say something of an element: "Settore 3" below "Responsabile"."""
    return {
        cell.start
        for table in page.tables
        for column in (column for column, name in table.names.items() if make_key(name) in FIELD_COLUMNS)
        for cell in (row[column] for row in table.rows if column in row)
    }


def _heads(line: Line, key: str) -> bool:
    """Say whether a word that cites, too ("Punto 1"), opens a heading: it is one of plans' levels, and set as one."""
    return find_kind(key) is not None and line.block is not None and (line.block.bold or line.block.kind == "heading")


def _join_letters(groups: dict[tuple[str, NumberStyle], _Group]) -> None:
    """Join I, V and X with the other letters of one label, where no Roman number of two figures is among them."""
    for key in [key for key, style in groups if style == "letter"]:
        letters, romans = groups[key, "letter"], groups.get((key, "roman"))
        if romans and all(len(printed.split(".")[0]) == 1 for printed in romans.printed):
            del groups[key, "roman"]
            pairs = sorted(zip(letters.places + romans.places, letters.printed + romans.printed, strict=True))
            letters.places, letters.printed = [place for place, _ in pairs], [printed for _, printed in pairs]
            letters.firm += romans.firm


def _reads_on(page: Page, line: Line, match: re.Match[str]) -> bool:
    """Say whether what follows a label and number can be a title, or nothing does."""
    following = page.masked[match.end() : line.end].strip()
    return not following or is_title_opening(following[0]) or bool(match["mark"].strip())


def _draft_group(page: Page, key: str, group: _Group, groups: dict[tuple[str, NumberStyle], _Group]) -> list[Draft]:
    numbers = group.list_numbers()
    distinct = list(dict.fromkeys(numbers))
    kind, count = find_kind(key), len(distinct)
    if group.name.endswith(":") and count < len(numbers):
        # "Missione: 4" again and again is a field.
        return []
    if group.style != "decimal" and count < 2:
        # "PROGRAMMA DI MANDATO E ..." prints no number.
        return []
    # The budget numbers missions and programmes: a plan has those that concern it.
    orderly = 1.0 if key in OFFICIAL else count_followers(distinct) / count
    known = kind is not None and group.firm * 2 >= len(group.places)
    nested = any(other is not group and _nests(group, other) for other in groups.values())
    if orderly < _ORDERLY and not (known and count < 3):
        return []
    if not known and (count < 3 or group.firm * 2 < len(group.places)) and not (nested and count > 1):
        return []
    sizes = Counter(len(number) for number in numbers)
    split = [size for size, times in sorted(sizes.items()) if times > 1] if group.style == "decimal" else []
    parts = split if len(split) > 1 and len(split) == len(sizes) else [None]
    return [_make_label_draft(page, group, part, kind, known=known) for part in parts]


def _nests(group: _Group, other: _Group) -> bool:
    """Say whether most numbers of one label begin with a number of the other."""
    above = set(other.list_numbers())
    numbers = group.list_numbers()
    return sum(number[:-1] in above for number in numbers if len(number) > 1) * 2 > len(numbers)


def _make_label_draft(page: Page, group: _Group, part: int | None, kind: ElementKind | None, *, known: bool) -> Draft:
    chosen = [n for n, number in enumerate(group.list_numbers()) if part is None or len(number) == part]
    places = [group.places[n] for n in chosen]
    keys: dict[str, object] = {"labels": [group.name], "number": group.style, **group.keys}
    if part is not None:
        keys["parts"] = part
    keys["title"] = choose_title(page, places, page.lines)
    rank = _find_rank(page, places)
    if rank is not None:
        # Then a heading as high that is none of them closes what is open.
        keys |= {"rank": rank, "title": "line"}
    # "OS 1.2" prints a code that plans use, with a blank in it.
    name = _CODE_NAMES.get(group.name.upper(), group.name.rstrip(":"))
    kind = kind or find_kind(name)
    how = count_times(say("how_label_after" if group.keys else "how_label", name=group.name), len(places))
    starts = tuple(page.lines[place].start for place, _ in places)
    return Draft(name, kind, keys, starts, how, 1.0 if known else 0.75)


def _find_rank(page: Page, places: Sequence[tuple[int, int]]) -> int | None:
    """Return the rank of style that all these lines have as headings, if they have one."""
    blocks = [page.lines[place].block for place, _ in places]
    ranks = {block.rank if block is not None and block.kind == "heading" else None for block in blocks}
    return next(iter(ranks)) if len(ranks) == 1 else None


def draft_codes(page: Page) -> list[Draft]:
    """Return the levels whose headings begin with a printed code ("OB.1.1 - ...", "LA01 ..."), or a label and one."""
    groups: dict[str, _Group] = {}
    labelled: dict[tuple[str, str], _Group] = {}
    for place, line in enumerate(page.lines):
        match = _CODED.match(page.masked, line.start, line.end) or _match_label(page, line)
        if match is None or _YEAR.search(match["number"]) or not is_coded_title(page, line, match):
            continue
        shape = shape_code(match["number"])
        if label := match.groupdict().get("label"):
            name = " ".join(label.split()).capitalize()
            own = _Group(name, keys={"labels": [name]})
            _note_code(labelled.setdefault((make_key(label), _blur(shape)), own), place, match)
        elif not _LAWS.match(shape) or (match["mark"] and _PADDED.search(match["number"])):
            _note_code(groups.setdefault(_blur(shape), _Group(match["number"])), place, match)
    romans = [shape for shape in groups if _ROMAN.fullmatch(shape)]
    # "I.1", "II.1" are numbers, and no codes.
    lettered, others = _part_lettered({k: v for k, v in groups.items() if len(romans) < 2 or k not in romans})
    drafts = [draft for group in lettered.values() for draft in _draft_lettered(page, group)]
    named = _name_budget(others)
    return [*drafts, *(draft for group in (*labelled.values(), *others) for draft in _draft_codes(page, group, named))]


def _name_budget(groups: Sequence[_Group]) -> dict[str, str]:
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


def _note_code(group: _Group, place: int, match: re.Match[str]) -> None:
    group.places.append((place, match.end()))
    group.printed.append(match["number"])


def _part_lettered(groups: Mapping[str, _Group]) -> tuple[dict[str, _Group], list[_Group]]:
    """Return the groups of numbers that one capital letter opens (A.1, B.1: one group by the rest), and the others.

    Where all begin with the same letter, that is the name of a level, and they are codes.
    """
    found: dict[str, list[tuple[str, _Group]]] = defaultdict(list)
    for shape, group in groups.items():
        if _LETTERED.fullmatch(shape):
            found[shape[1:]].append((shape, group))
    lettered: dict[str, _Group] = {}
    for rest, some in found.items():
        if len(some) > 1 and "A" in {shape[0] for shape, _ in some}:
            pairs = sorted(pair for _, group in some for pair in zip(group.places, group.printed, strict=True))
            lettered[rest] = _Group(
                rest, "letter", {}, [place for place, _ in pairs], [printed for _, printed in pairs]
            )
    return lettered, [group for shape, group in groups.items() if shape[1:] not in lettered or shape[0] == "9"]


def _draft_lettered(page: Page, group: _Group) -> list[Draft]:
    """Return the level of numbers that begin with a letter (A.1, A.2, B.1)."""
    numbers = group.list_numbers()
    if count_followers(numbers) < _ORDERLY * len(numbers):
        return []
    size = len(numbers[0])
    keys: dict[str, object] = {"number": "letter", "parts": size, "title": choose_title(page, group.places, page.lines)}
    how = say("how_code", code=group.printed[0], count=len(numbers) - 1)
    starts = tuple(page.lines[place].start for place, _ in group.places)
    return [Draft(_NUMBERED_NAMES[min(size, 4) - 1], None, keys, starts, how, 0.8)]


def is_coded_title(page: Page, line: Line, match: re.Match[str]) -> bool:
    """Say whether a title follows a code: after a dash, or at once in large letters, or in the next line or cell."""
    following = page.masked[match.end() : line.end].strip()
    if not following:
        return line.block is None or line.block.kind != "cell"
    return bool(match["mark"]) or is_title_opening(following[0])


def _blur(shape: str) -> str:
    """Return a shape without the small letter that only some of its kind have."""
    return shape.replace("9a", "9")


def _draft_codes(page: Page, group: _Group, named: Mapping[str, str]) -> list[Draft]:
    distinct = list(dict.fromkeys(group.printed))
    numbers = [split_code(printed) for printed in distinct]
    own = named.get(group.name, group.name if group.keys else "")
    orderly = group.name in named or count_followers(numbers) >= _CODES_ORDERLY * len(distinct)
    if len(distinct) < 2 or not orderly:
        return []
    letters = _read_letters(distinct[0])
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
_CODE_NAMES = {
    "OB": "Obiettivo", "OS": "Obiettivo strategico", "OO": "Obiettivo operativo", "RA": "Risultato atteso",
    "LA": "Linea di azione", "AZ": "Azione", "LM": "Linea di mandato", "AS": "Asse", "OP": "Obiettivo operativo",
}  # fmt: skip
_KIND_NAMES = {POLICY: "Area", GUIDELINE: "Ambito", OBJECTIVE: "Obiettivo", ACTION: "Azione"}


def _name_codes(page: Page, letters: Sequence[str], kind: object) -> tuple[str, bool]:
    """Return what a level known by its code is called, and whether anything says so: else it is called as its code."""
    for code in ("".join(letters), letters[-1]):
        name = _find_meaning(page, code) or _CODE_NAMES.get(code.upper())
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
        if match is None or match.start() - line.start < 12 or _YEAR.search(match["number"]):
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


_NUMBERED_NAMES = ("Capitolo", "Sezione", "Sottosezione", "Punto")


def draft_numbers(page: Page) -> list[Draft]:
    """Return the levels of bare numbers, the shortest first, by how many parts they have ("2.1 Servizi di welfare")."""
    found: dict[int, list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for place, line in enumerate(page.lines):
        match = BARE.match(page.masked, line.start, line.end)
        words = page.masked[match.end() : line.end].strip() if match else ""
        if match is None or line.is_cell or not words or not is_title_opening(words[0]) or words[-1] in ";,:":
            continue
        found[count_parts(match["number"])].append((match["number"], (place, match.end())))
    drafts = []
    for size, some in sorted(found.items()):
        style = choose_style([printed for printed, _ in some])
        places = [place for printed, place in some if fits_style(printed, style)]
        numbers = [split_number(printed, style) for printed, _ in some if fits_style(printed, style)]
        if len(places) > 1 and count_followers(numbers) * 2 >= len(places):
            title = choose_title(page, places, page.lines)
            keys: dict[str, object] = {"number": style, "parts": size, "title": title}
            starts = tuple(page.lines[place].start for place, _ in places)
            how = count_times(say("how_numbers_one" if size == 1 else "how_numbers", count=size), len(places))
            drafts.append(Draft(_NUMBERED_NAMES[min(size, 4) - 1], None, keys, starts, how, 0.6))
    return drafts
