"""Levels by what their headings look like: the rank of their style, their type, marks, capitals, lone lines."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile
from string import ascii_uppercase

from dupgraph.base.messages import Message
from dupgraph.language.messages import say
from dupgraph.read.outline.codes import draft_codes
from dupgraph.read.outline.drafts import RANK_NAMES, Draft, count_times
from dupgraph.read.outline.labels import draft_labels
from dupgraph.read.outline.lines import Line, Page, can_head, heads_part, read_part, stands_alone
from dupgraph.read.outline.looks import find_annex_start, heads_text, is_strong
from dupgraph.read.outline.names import FIELD_COLUMNS, FRONT, find_kind, is_front, opens_annex
from dupgraph.read.outline.numbers import BARE, choose_style, count_parts, fits_style
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.read.outline.profile import is_points, make_key
from dupgraph.read.outline.titles import heads_capital
from dupgraph.schema.weights import BOLD, ITALIC, UNDERLINED

_HASHES = re.compile(r"(?P<marks>#{1,6})[ \t]+\S")
_COMMON = re.compile(r"(?P<label>[A-ZÀÈÉÌÒÙ]\w{3,})(?:: | [–—-] )\S")
_LARGER = 1.04
# How sure headings are by what marks them; lines in capitals are less so.
_WEIGHTS = {"rank": 0.9, "size": 0.8, "bold": 0.75, "underlined": 0.75}
_MOST_LEVELS = 4
_WEIGHT_WORDS = {UNDERLINED: "how_underlined", BOLD: "how_bold", BOLD | UNDERLINED: "how_bold_underlined"}
# Of the headings above, how many hold headings in italics at least, and how many each holds on average.
_NEARLY_ALL = 0.8
_SEVERAL = 1.4
# Size, weight without italics, capitals, italics: None where these part nothing.
_Type = tuple[float, int, bool, bool | None]
# Of the headings of one look, how many must have a number or label for the others to be none of its elements.
_MOSTLY = 0.6
_FEWEST_NUMBERS = 3


def draft_ranks(page: Page) -> list[Draft]:
    """Return the levels of headings by the rank of their style in Word, LibreOffice or a web page."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in page.lines:
        block = line.block
        if block is None or block.kind != "heading" or block.rank is None or not line.opens:
            continue
        words = page.get_words(line)
        if make_key(words) not in FRONT and not opens_annex(words) and not heads_part(page, line):
            found[block.rank].append(line)
    ranks = {rank: lines for rank, lines in found.items() if not _repeats(page, lines)}
    return [
        _make_draft(page, {"rank": rank}, lines, say("how_heading", rank=rank), RANK_NAMES[place])
        for place, (rank, lines) in enumerate(_drop_title(sorted(ranks.items()))[:_MOST_LEVELS])
    ]


def _repeats(page: Page, lines: Sequence[Line]) -> bool:
    """Say whether headings of one look say the same again and again ("Situazione attuale"): parts of a form."""
    words = {make_key(page.get_words(line)) for line in lines}
    return len(lines) > 3 and len(words) * 2 <= len(lines)


def _drop_title(ranks: list[tuple[int, list[Line]]]) -> list[tuple[int, list[Line]]]:
    """Leave out ranks that one heading alone has, with none above or before it: the document's title and subtitle."""
    alone = bool(ranks) and len(ranks[0][1]) == 1
    if alone and (len(ranks) == 1 or ranks[0][1][0].start <= ranks[1][1][0].start):
        return _drop_title(ranks[1:])
    return ranks


def draft_sizes(page: Page, *, every: bool = False) -> list[Draft]:
    """Return the levels of headings by their type, where it is larger or heavier than the text's.

    With ``every`` none is left out for there being many, or for italics that tell nothing: a person chooses.
    """
    weights: Counter[tuple[float, int]] = Counter()
    for block in page.document.blocks:
        if block.size is not None and block.kind in ("paragraph", "item"):
            weights[block.size, block.weight] += block.end - block.start
    if not weights:
        return []
    (body, plain), _ = weights.most_common(1)[0]
    found: dict[_Type, list[Line]] = defaultdict(list)
    for line in page.lines:
        own = line.block
        if own is None or not is_points(own.size) or line.start in page.parts or not can_head(page, line):
            continue
        larger = own.size > body * _LARGER
        # A number or letter makes an item of what is set as text, and a heading of what is set larger.
        listed = own.kind == "item" and not (larger and own.marker[0].isalnum()) and not heads_text(page, own)
        if (larger or (own.weight > plain and own.size > body * 0.97)) and not listed:
            capital = heads_capital(page.masked, page.masked[line.start : own.end].strip())
            found[own.size, own.weight & ~ITALIC, capital, bool(own.weight & ITALIC)].append(line)
    drafts: list[Draft] = []
    for (size, weight, capital, italic), lines in _sort_types(_part_italics(found, body)):
        # So are captions and quotations: headings in italics alone share out the text below the level above.
        leans = italic and not weight and size <= body * _LARGER
        if leans and not every and not (drafts and share_out(drafts[-1].starts, lines)):
            continue
        if len(lines) > 1 and (every or len(drafts) < _MOST_LEVELS) and not _repeats(page, lines):
            keys: dict[str, object] = {"size": size, "bold": bool(weight & BOLD)} | _tell_look(weight, capital)
            keys |= {} if italic is None else {"italic": italic}
            words = say("how_italic", capitals=_say_capitals(capital)) if italic else _say_capitals(capital)
            how = say("how_type", size=size, body=body, bold=_say_weight(weight), capitals=words)
            drafts += _make_drafts(page, keys, lines, how, len(drafts))
    return drafts


def _part_italics(found: dict[_Type, list[Line]], body: float) -> dict[_Type, list[Line]]:
    """Return the groups with those as one that italics alone part, unless the one shares out the text of the other."""
    parted: dict[_Type, list[Line]] = {}
    joined = _join_capitals(found)
    for (size, weight, capital, italic), lines in joined.items():
        other = joined.get((size, weight, capital, not italic), [])
        upper, lower = sorted((lines, other), key=lambda lines: lines[0].start if lines else 0)
        apart = (size <= body * _LARGER and not weight) or share_out([line.start for line in upper], lower)
        parted.setdefault((size, weight, capital, italic if apart else None), []).extend(lines)
    return {key: sorted(lines, key=lambda line: line.start) for key, lines in parted.items()}


def share_out(starts: Sequence[int], lines: Sequence[Line]) -> bool:
    """Say whether lines stand below nearly all of the headings at ``starts``, below many of these several."""
    counts = Counter(bisect_right(starts, line.start) for line in lines)
    held = sum(counts[place] > 0 for place in range(1, len(starts) + 1))
    return len(starts) > 1 and held > _NEARLY_ALL * len(starts) and len(lines) > _SEVERAL * len(starts)


def _sort_types(found: dict[_Type, list[Line]]) -> list[tuple[_Type, list[Line]]]:
    """Return the groups, the largest and heaviest first; of two that italics alone part, the one that begins first.

    OpenOffice has what is in italics above the same upright, Word below it.
    """
    return sorted(found.items(), key=lambda group: (*group[0][:3], -group[1][0].start), reverse=True)


def _join_capitals(found: dict[_Type, list[Line]]) -> dict[_Type, list[Line]]:
    """Return the groups; capitals are a level of their own only where others have the same type."""
    joined: dict[_Type, list[Line]] = {}
    for (size, weight, capital, italic), lines in found.items():
        other = found.get((size, weight, not capital, italic), [])
        apart = min(len(lines), len(other)) > 1
        joined.setdefault((size, weight, capital and apart, italic), []).extend(lines)
    return {key: sorted(lines, key=lambda line: line.start) for key, lines in joined.items()}


def draft_bold(page: Page) -> list[Draft]:
    """Return the levels of paragraphs all in bold or underlined that are no headings by style: the heavier, and of
    these the ones in capitals, first.

    What stands so before any other text is of a cover.
    """
    found: dict[_Type, list[Line]] = defaultdict(list)
    begun = False
    for line in page.lines:
        if begun and line.block and line.start not in page.parts and is_strong(page, line):
            capital = heads_capital(page.masked, page.masked[line.start : line.limit].strip())
            found[0.0, line.block.weight & ~ITALIC, capital, None].append(line)
        begun = begun or (line.block is not None and not line.block.weight)
    drafts: list[Draft] = []
    for (_, weight, capital, _), lines in _sort_types(_join_capitals(found)):
        if len(lines) > 1 and not _repeats(page, lines) and not _are_one_part(page, lines):
            keys: dict[str, object] = ({"bold": True} if weight & BOLD else {}) | _tell_look(weight, capital)
            how = say("how_in_bold" if weight & BOLD else "how_underlined_alone", capitals=_say_capitals(capital))
            drafts += _make_drafts(page, keys, lines, how, len(drafts))
    return drafts


def _are_one_part(page: Page, lines: Sequence[Line]) -> bool:
    """Say whether all lines open one part of what is above each ("Indicatori della scuola", "Indicatori di via")."""
    parts = {read_part(page.get_words(line)) for line in lines}
    return len(parts) == 1 and parts < FIELD_COLUMNS


def _tell_look(weight: int, capital: bool) -> dict[str, object]:
    """Return the keys of a look beside bold."""
    return ({"underlined": True} if weight & UNDERLINED else {}) | ({"look": "capitals"} if capital else {})


def _say_weight(weight: int) -> Message | str:
    return say(_WEIGHT_WORDS[weight]) if weight else ""


def _say_capitals(capital: bool) -> Message | str:
    return say("how_capitals") if capital else ""


def _make_drafts(page: Page, keys: dict[str, object], lines: Sequence[Line], how: str, place: int) -> list[Draft]:
    """Return the drafts of headings with one look: of those with numbers above those without, or of all.

    The first is numbered, and the numbers go on ("1 - Famiglie", "Buono nido", "Emporio solidale", "2 - Ambiente").
    """
    if parted := _part_labels(page, lines):
        return [_make_draft(page, dict(keys), some, how, RANK_NAMES[0]) for some in parted]
    matches = [BARE.match(page.masked, line.start, line.end) for line in lines]
    printed = [match["number"] for match in matches if match]
    names = (*RANK_NAMES, *RANK_NAMES[-1:] * place)[place : place + 2]
    follow = len(printed) > 1 and printed == [str(number) for number in range(1, len(printed) + 1)]
    if len(printed) >= _MOSTLY * len(lines):
        return _part_numbers(page, keys, lines, how, names)
    if not (matches[0] and follow):
        return [_make_draft(page, keys, lines, how, names[0])]
    pairs = list(zip(lines, matches, strict=True))
    split = [[line for line, match in pairs if bool(match) is held] for held in (True, False)]
    return [_make_draft(page, dict(keys), some, how, name) for some, name in zip(split, names, strict=True)]


def _part_numbers(
    page: Page, keys: dict[str, object], lines: Sequence[Line], how: str, names: Sequence[str]
) -> list[Draft]:
    """Return the drafts of headings with one look and with numbers: one for 1, one for 1.1, where all have either."""
    sizes: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        match = BARE.match(page.masked, line.start, line.end)
        sizes[count_parts(match["number"]) if match else 0].append(line)
    if len(sizes) != len(names) or min(map(len, sizes.values())) < 2 or 0 in sizes:
        return [_make_draft(page, keys, lines, how, names[0])]
    parted = zip(sorted(sizes.items()), names, strict=True)
    return [_make_draft(page, {**keys, "parts": size}, some, how, name) for (size, some), name in parted]


def _make_draft(page: Page, keys: dict[str, object], lines: Sequence[Line], how: str, name: str) -> Draft:
    """Return the draft of headings with one look, and with a label or number where most of them print one."""
    starts = tuple(line.start for line in lines)
    weight = next((weight for key, weight in _WEIGHTS.items() if key in keys), 0.6)
    for draft in (*draft_labels(page), *draft_codes(page), *draft_open_labels(page)):
        shared = set(draft.starts) & set(starts)
        if len(shared) >= _MOSTLY * len(starts):
            keys = {**keys, **draft.keys, "title": "line"}
            return Draft(
                draft.name,
                draft.kind,
                keys,
                tuple(sorted(shared)),
                say("how_with", how=how, label=draft.how),
                weight + 0.1,
            )
    if label := _find_common(page, lines):
        keys = {**keys, "labels": [label], "number": "none", "title": "line"}
        return Draft(label, find_kind(make_key(label)), keys, starts, count_times(how, len(starts)), weight)
    matches = [(line.start, BARE.match(page.masked, line.start, line.end)) for line in lines]
    numbers = {start: match["number"] for start, match in matches if match} or _find_letters(page, lines)
    style = choose_style(numbers.values())
    numbered = [start for start, printed in numbers.items() if fits_style(printed, style)]
    mostly = len(numbered) >= _MOSTLY * len(lines) or _stand_together([numbers.get(line.start, "") for line in lines])
    if len(numbered) > 1 and mostly:
        keys = {**keys, "number": style}
        how = say("how_and_number", how=how)
        starts = tuple(numbered)
    return Draft(name, None, {**keys, "title": "line"}, starts, count_times(how, len(starts)), weight)


def _list_openings(page: Page, lines: Sequence[Line]) -> list[str]:
    """Return the word that stands before a colon or dash in each heading, empty where none does."""
    matches = [_COMMON.match(page.masked, line.start, line.end) for line in lines]
    return [match["label"] if match else "" for match in matches]


def _find_common(page: Page, lines: Sequence[Line]) -> str:
    """Return the word that opens all headings of one look, but for those any document has: what the plan calls them."""
    own = _list_own(page, lines)
    words = {*_list_openings(page, own)}
    return words.pop() if len(words) == 1 and len(own) >= _FEWEST_NUMBERS else ""


def _list_own(page: Page, lines: Sequence[Line]) -> list[Line]:
    """Return the headings but for those that any document has."""
    words = ((line, page.get_words(line)) for line in lines)
    return [line for line, heading in words if not (is_front(heading) or opens_annex(heading))]


def _part_labels(page: Page, lines: Sequence[Line]) -> list[list[Line]]:
    """Return the headings of one look by the two words that open them, where one is always above the other.

    So "Dipartimento: Persona" is above "Direzione: Scuola". Those before the first and behind the last are the
    document's.
    """
    own = _list_own(page, lines)
    told = [place for place, word in enumerate(_list_openings(page, own)) if word]
    lines = own[told[0] : told[-1] + 1] if told else []
    openings = _list_openings(page, lines)
    counts = Counter(openings)
    upper = openings[0] if openings else ""
    again = any(one == other == upper for one, other in pairwise([*openings, upper]))
    if "" in counts or len(counts) != 2 or min(counts.values()) < _FEWEST_NUMBERS or again:
        return []
    return [[line for line, word in zip(lines, openings, strict=True) if word == label] for label in counts]


def _stand_together(printed: Sequence[str]) -> bool:
    """Say whether the numbers of headings count from 1, with none without a number between them: chapters before the
    first or behind the last are those of the document."""
    first = next((place for place, number in enumerate(printed) if number), 0)
    numbers = [number for number in printed if number]
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= _FEWEST_NUMBERS and counted and all(printed[first : first + len(numbers)])


def _find_letters(page: Page, lines: Sequence[Line]) -> dict[int, str]:
    """Return the letters that headings begin with: small ones with a bracket, or A, B, C and so on with no mark."""
    firsts = {line.start: page.get_words(line).split()[0] for line in lines}
    small = {
        start: word[0] for start, word in firsts.items() if len(word) == 2 and word[1] == ")" and word[0].islower()
    }
    if small:
        return small
    letters = {start: word for start, word in firsts.items() if len(word) == 1 and word.isupper()}
    return letters if "".join(letters.values()) == ascii_uppercase[: len(letters)] else {}


def draft_hashes(page: Page) -> list[Draft]:
    """Return the levels of Markdown's headings in a plain text ("## Scuola")."""
    found: dict[int, list[int]] = defaultdict(list)
    for line in page.lines:
        match = _HASHES.match(page.masked, line.start, line.end)
        if match and (line.block is None or line.block.kind == "paragraph"):
            found[len(match["marks"])].append(line.start)
    drafts: list[Draft] = []
    for size, starts in sorted(found.items())[:_MOST_LEVELS]:
        keys: dict[str, object] = {"pattern": rf"#{{{size}}}[ \t]+", "title": "line"}
        how = count_times(say("how_signs", signs="#" * size), len(starts))
        drafts.append(Draft(RANK_NAMES[min(len(drafts), 3)], None, keys, tuple(starts), how, 0.85))
    return drafts


def draft_looks(page: Page) -> list[Draft]:
    """Return the levels of headings that nothing marks but their look: capitals, then short lines that stand alone.

    An annex behind the plan has such lines, too.
    """
    capitals: list[Line] = []
    alone: list[int] = []
    annex = find_annex_start(page)
    for line in takewhile(lambda line: line.start < annex, page.lines):
        words = page.get_words(line)
        marker = line.block.marker if line.block is not None and line.is_item else ""
        if line.is_cell or not line.apart:
            continue
        # A number makes no item of what is set in capitals.
        if heads_capital(page.masked, words) and marker[-1:] in ("", ".", ")"):
            capitals.append(line)
        elif not marker and stands_alone(page, line):
            alone.append(line.start)
    drafts: list[Draft] = []
    if len(capitals) > 1:
        keys: dict[str, object] = {"look": "capitals"}
        said = say("how_lines_capitals")
        drafts.append(_make_draft(page, keys, capitals, said, "Capitolo"))
        # "AREA TECNICA" above "SCHEDA N. 1": those without the label that most have may group these.
        taken = set(drafts[0].starts)
        rest = [line for line in capitals if line.start not in taken]
        if len(rest) > 1:
            drafts.append(_make_draft(page, keys, rest, said, "Capitolo"))
    if len(alone) > 1:
        keys = {"look": "alone", "title": "line"}
        how = count_times(say("how_alone"), len(alone))
        drafts.append(Draft("Sezione" if drafts else "Capitolo", None, keys, tuple(alone), how, 0.45))
    return drafts


def find_front(page: Page) -> list[str]:
    """Return the headings of ``page`` that every document may have and that are no element: premise, annex ..."""
    found: dict[str, None] = {}
    for line in page.lines:
        headed = line.block is not None and (line.block.kind == "heading" or line.block.weight)
        if not line.apart or not (headed or line.lone):
            continue
        for words in page.list_headings(line):
            printed = " ".join(words.split())
            if is_front(printed.strip("# ")) or opens_annex(printed):
                found[printed] = None
    return list(found)
