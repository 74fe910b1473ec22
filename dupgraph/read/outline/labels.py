"""Levels by what their headings print: a label with a number, or a number alone."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dupgraph.language.messages import say
from dupgraph.read.outline.drafts import CODE_NAMES, Draft, choose_title, count_times
from dupgraph.read.outline.lines import Line, Page, once_a_page
from dupgraph.read.outline.looks import find_annex_start
from dupgraph.read.outline.names import CITING, NO_LEVELS, OFFICIAL, find_kind, refers
from dupgraph.read.outline.numbers import (
    BARE,
    choose_style,
    count_followers,
    count_parts,
    fits_style,
    guess_style,
    split_number,
)
from dupgraph.read.outline.profile import NumberStyle, make_key
from dupgraph.read.outline.titles import is_title_opening
from dupgraph.schema.links import ElementKind

# The first part of a number; that of a programme may begin with its mission's ("Programma 1201").
_FIRST = (
    r"(?<=(?i:programma)[ ])(?:(?:0[1-9]|1\d)(?:0[1-9]|1[0-2])|200[1-3]|500[12]|6001|990[12])(?!\d)"
    r"|\d{1,3}|[IVX]{1,6}|[A-Z]\d{0,3}|[a-z](?=\))"
)
_LABELLED = re.compile(
    rf"""(?:[•▪●◦■*–-][ ]*)?(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?[ ]+(?:[–—-][ ]+)?)?
        (?P<label>(?:[A-Z]\.){{2,4}}|[A-ZÀÈÉÌÒÙ][\w’'-]*\.?(?:[ ]+[\w’'-]+\.?){{0,3}}?)(?P<colon>[ ]*:)?[ ]+
        (?:[Nn](?:[.°º]|r\.?)?[ ]*)?
        (?P<number>(?:{_FIRST})(?:\.(?:\d{{1,3}}|[IVX]{{1,6}}|[A-Za-z])(?!\w))*)(?![\w]|[.,/]\d|[’'])
        (?P<mark>[ ]*[:.)|–—-]*)[ ]*""",
    re.VERBOSE,
)
# The other way round: "1.2 Obiettivo strategico: ...", "1° obiettivo: ...".
_NUMBERED = re.compile(
    r"""(?P<number>(?:\d{1,3}|[IVX]{1,6}|[A-Z])(?:\.(?:\d{1,3}|[IVX]{1,6}|[A-Za-z])(?!\w))*)(?:[°º]|[.)]?[ ]*[–—-]?)[ ]+
        (?P<label>(?:(?<=[°º][ ])[a-z]|[A-ZÀÈÉÌÒÙ])[\w’'-]*(?:[ ]+[\w’'-]+){0,3}?)(?P<mark>[ ]*[:|–—-]+)[ ]*""",
    re.VERBOSE,
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Of headings with one label, how many must follow one another for the label to be no accident.
ORDERLY = 0.7


@dataclass(slots=True)
class Group:
    """Lines that open with one label, a colon before their numbers included, or codes of one shape."""

    name: str
    style: NumberStyle = "decimal"
    keys: dict[str, object] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    firm: int = 0

    def list_numbers(self) -> list[tuple[str, ...]]:
        """Return the parts of each number."""
        return [split_number(printed, self.style) for printed in self.printed]


@once_a_page
@once_a_page
def draft_labels(page: Page) -> list[Draft]:
    """Return the levels whose headings begin with a label and a number ("Linea programmatica 1")."""
    return [*_draft_labels(page, _LABELLED, {}), *_draft_labels(page, _NUMBERED, {"number_first": True})]


def _draft_labels(page: Page, pattern: re.Pattern[str], keys: dict[str, object]) -> Iterator[Draft]:
    groups: dict[tuple[str, NumberStyle], Group] = {}
    matches = [(place, line, _match_innermost(pattern, page, line)) for place, line in enumerate(page.lines)]
    for place, line, match in matches:
        # "OBIETTIVO 1" across a card, which has the title in a row of its own, is no heading.
        if match is None or (
            line.block and line.block.table in page.cards and (line.block.column or match.end() >= line.end)
        ):
            continue
        if line.start in page.stated or refers(page.get_words(line)):
            continue
        key = make_key(match["label"])
        # Of what is cut short, stands in a table or before a colon, only what plans call their levels counts:
        # "Ob. str. 1.1", not "Dott. 1"; "Linea: 1 Scuola", not "Peso: 20". In a table that is a field, but across it.
        colon = (match.groupdict().get("colon") or "").strip()
        if colon and line.block and line.is_cell and line.block.columns == 1:
            continue
        if ("." in match["label"] or line.is_cell or colon) and find_kind(_spell_out(key)) is None:
            continue
        if (
            key.endswith(CITING)
            or (key in NO_LEVELS and not _heads(line, key))
            or ((keys or key.split()[0] in NO_LEVELS - {key}) and find_kind(key) is None)
            # "3.1 Linea di mandato 1: ..." prints its chapter's number before its own.
            or (keys and key[-1].isdecimal())
        ):
            continue
        if not _reads_on(page, line, match):
            continue
        style = guess_style(match["number"])
        name = " ".join(match["label"].split()).capitalize() + colon
        group = groups.setdefault((key + colon, style), Group(name, style, keys))
        group.places.append((place, match.end()))
        group.printed.append(match["number"])
        alone = line.block is not None or (line.apart and (line.lone or page.get_words(line).isupper()))
        group.firm += bool(match["mark"].strip()) or match.end() >= line.end or alone
    _join_letters(groups)
    for (key, _), group in groups.items():
        yield from _draft_group(page, key, group, groups)


def _match_innermost(pattern: re.Pattern[str], page: Page, line: Line) -> re.Match[str] | None:
    """Return the label that a line opens with; the last, where the others say what it belongs to.

    "Missione 01 - Programma 02 - Scuola" is a programme's heading.
    """
    match = pattern.match(page.masked, line.start, line.end)
    while match and match["mark"].strip() and find_kind(match["label"]):
        inner = pattern.match(page.masked, match.end(), line.end)
        if inner is None or not inner["mark"].strip() or find_kind(inner["label"]) is None:
            break
        match = inner
    return match


def _spell_out(label: str) -> str:
    """Return what a label says in letters: "OS 1.2", "O.S. 1.2" print a code that plans use, with a blank in it."""
    return CODE_NAMES.get(label.upper().replace(".", ""), label)


def _heads(line: Line, key: str) -> bool:
    """Say whether a word that cites, too ("Punto 1"), opens a heading: it is one of plans' levels, and set as one."""
    block = line.block
    return find_kind(key) is not None and block is not None and (block.weight > 0 or block.kind == "heading")


def _join_letters(groups: dict[tuple[str, NumberStyle], Group]) -> None:
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


def _draft_group(page: Page, key: str, group: Group, groups: dict[tuple[str, NumberStyle], Group]) -> list[Draft]:
    numbers = group.list_numbers()
    distinct = list(dict.fromkeys(numbers))
    kind, count = find_kind(key), len(distinct)
    if group.name.endswith(":") and count < len(numbers) and not _begins_anew(group, groups):
        # "Missione: 4" again and again is a field.
        return []
    if group.style != "decimal" and count < 2:
        # "PROGRAMMA DI MANDATO E ..." prints no number.
        return []
    # The budget numbers missions and programmes: a plan has those that concern it.
    orderly = 1.0 if key.rstrip(" :") in OFFICIAL else count_followers(distinct) / count
    # Where no blank line sets any of them apart, each standing once and in order does.
    firm = group.firm * 2 >= len(group.places) or (count == len(numbers) > 2 and orderly >= ORDERLY)
    known = kind is not None and firm
    nested = any(other is not group and _nests(group, other) for other in groups.values())
    if orderly < ORDERLY and not (known and count < 3):
        return []
    if not known and (count < 3 or group.firm * 2 < len(group.places)) and not (nested and count > 1):
        return []
    sizes = Counter(len(number) for number in numbers)
    split = [size for size, times in sorted(sizes.items()) if times > 1] if group.style == "decimal" else []
    parts = split if len(split) > 1 and len(split) == len(sizes) else [None]
    return [_make_label_draft(page, group, part, kind, known=known) for part in parts]


def _begins_anew(group: Group, groups: dict[tuple[str, NumberStyle], Group]) -> bool:
    """Say whether programmes count anew below each mission, of which none stands again."""
    for (key, _), other in groups.items():
        if other is group or key.rstrip(" :") not in OFFICIAL or len({*other.printed}) < len(other.printed):
            continue
        starts = [place for place, _ in other.places]
        own = {
            (bisect_right(starts, place), printed)
            for (place, _), printed in zip(group.places, group.printed, strict=True)
        }
        if len(own) == len(group.places):
            return True
    return False


def _nests(group: Group, other: Group) -> bool:
    """Say whether most numbers of one label begin with a number of the other."""
    above = set(other.list_numbers())
    numbers = group.list_numbers()
    return sum(number[:-1] in above for number in numbers if len(number) > 1) * 2 > len(numbers)


def _make_label_draft(page: Page, group: Group, part: int | None, kind: ElementKind | None, *, known: bool) -> Draft:
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
    name = _spell_out(group.name.rstrip(":"))
    kind = kind or find_kind(name)
    how = count_times(say("how_label_after" if group.keys else "how_label", name=group.name), len(places))
    starts = tuple(page.lines[place].start for place, _ in places)
    return Draft(name, kind, keys, starts, how, 1.0 if known else 0.75)


def _find_rank(page: Page, places: Sequence[tuple[int, int]]) -> int | None:
    """Return the rank of style that all these lines have as headings, if they have one."""
    blocks = [page.lines[place].block for place, _ in places]
    ranks = {block.rank if block is not None and block.kind == "heading" else None for block in blocks}
    return next(iter(ranks)) if len(ranks) == 1 else None


NUMBERED_NAMES = ("Capitolo", "Sezione", "Sottosezione", "Punto")


def draft_numbers(page: Page) -> list[Draft]:
    """Return the levels of bare numbers, the shortest first, by how many parts they have ("2.1 Servizi di welfare").

    What an annex behind the plan alone has is no level of it.
    """
    annex = find_annex_start(page)
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
        inside = bool(places) and page.lines[places[0][0]].start < annex
        if inside and len(places) > 1 and count_followers(numbers) * 2 >= len(places):
            title = choose_title(page, places, page.lines)
            keys: dict[str, object] = {"number": style, "parts": size, "title": title}
            starts = tuple(page.lines[place].start for place, _ in places)
            how = count_times(say("how_numbers_one" if size == 1 else "how_numbers", count=size), len(places))
            drafts.append(Draft(NUMBERED_NAMES[min(size, 4) - 1], None, keys, starts, how, 0.6))
    return drafts
