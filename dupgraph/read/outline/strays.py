"""Lines and tables that stand as elements' do and open none: elements, or what groups them, may be missing."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from dupgraph.language.messages import say
from dupgraph.read.outline.column_names import names_field
from dupgraph.read.outline.leftover import find_closing_parts, is_documents, is_short, names_again
from dupgraph.read.outline.lines import Line, Page, stands_alone
from dupgraph.read.outline.looks import is_strong
from dupgraph.read.outline.names import FRONT, LEVELS, OFFICIAL, SEVERAL, is_caption, is_front, opens_with_label, refers
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.styles import share_out
from dupgraph.read.outline.tables import lies_on_side, read_cell
from dupgraph.read.outline.titles import opens_with_infinitive
from dupgraph.schema.links import ACTION, OBJECTIVE
from dupgraph.schema.values import Section

# Lines that look like headings, in what share of the plan at most, and how likely they all stand there by chance.
_FEWEST_STRAYS = 2
_STRETCH = 0.75
_CHANCE = 0.065
# Headings below which a stretch says nothing.
_FEWEST_HEADINGS = 5
_FEWEST_LABELS = 3
_FEWEST_HEADS = 3
# Aims in one column of a table that may hold elements.
_FEWEST_AIMS = 4
# First words that parts of elements have in common.
_OPENING = 3
# What stands so often is a part of elements, with a number in it, too.
_OFTEN = 3


class _Stray(NamedTuple):
    """A line in the text below the heading at ``place``: a part of elements, by its key, or what looks like one."""

    place: int
    words: str
    part: str
    start: int


def doubt_strays(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubts that lines raise which look like headings and are none, each as a sentence."""
    return [
        *_find_unlabelled(page, sections, levels),
        *_find_label_lines(page, sections),
        *_find_above(page, sections),
        *_find_shared(page, sections),
        *_find_heads(page, sections),
        *_find_headless(page, sections),
    ]


def _find_heads(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that the missions below chapters are heads of the following ones: one each, with no text."""
    held = Counter(section.parent for section in sections)
    missions = [section for section in sections if make_key(section.level_name) in OFFICIAL and section.parent]
    alone = all(held[section.parent] == 1 and section.code not in held for section in missions)
    if len(missions) < _FEWEST_HEADS or not alone:
        return []
    starts = [section.title_end for section in missions]
    for line in page.lines:
        place = bisect_right(starts, line.start) - 1
        if place >= 0 and line.start < missions[place].end and line.start not in page.labels:
            return []
    return [say("doubt_heads", count=len(missions), title=missions[0].title)]


def _find_unlabelled(page: Page, sections: Sequence[Section], levels: Sequence[Level]) -> list[str]:
    """Return the doubt that labels stop: lines without one stand, in one stretch alone, as elements do elsewhere.

    A part of each element ("Finalità") stands below each of them again; lists of which the items are elements do; or
    all such lines of the plan stand together.
    """
    listed = {level.name for level in levels if level.bulleted or level.listed or level.lead or level.columns}
    heads = [section for section in sections if section.level_name not in listed]
    lines = list(_list_strays(page, sections, heads))
    strays = [line for line in lines if line.place >= 0 and not line.part]
    times = Counter(stray.words for stray in strays)
    told = _list_told(page, heads)
    # What stands twice is a field of both ("Programma Organi istituzionali").
    once = [stray for stray in strays if times[stray.words] == 1 and stray.place not in told]
    # What stands behind the last heading may close the document.
    inner = [stray for stray in once if stray.place < len(heads) - 1]
    found = max(
        _stand_above_parts(lines),
        _stand_above_items(strays, sections, heads),
        _stand_above_headings(lines, len(heads)),
        _stand_together(once, len(heads)) or _stand_together(inner, len(heads)),
        key=len,
    )
    if len(found) >= _FEWEST_STRAYS:
        return [say("doubt_strays", count=len(found), words=found[0].words)]
    return _find_crammed(lines, heads)


def _list_told(page: Page, heads: Sequence[Section]) -> set[int]:
    """Return the places of the headings of which all of one level have one sentence as their text, or a few."""
    opened = [line.start for line in page.lines if line.opens]
    counts = Counter(head.level_name for head in heads)
    told = [
        place
        for place, head in enumerate(heads)
        if bisect_left(opened, head.end) - bisect_left(opened, head.title_end) == 1
        and page.masked[head.title_end : head.end].rstrip().endswith(".")
    ]
    times = Counter(heads[place].level_name for place in told)
    return {place for place in told if times[heads[place].level_name] == counts[heads[place].level_name]}


def _stand_above_headings(lines: Sequence[_Stray], count: int) -> list[_Stray]:
    """Return the fields ("Servizio: ...") that open groups: the first stands before all headings, all differ."""
    fields: dict[str, list[_Stray]] = {}
    for line in lines:
        if line.part and ":" in line.words:
            fields.setdefault(line.part, []).append(line)
    groups = [
        some
        for some in fields.values()
        if some[0].place < 0 <= some[1 % len(some)].place
        and len({line.words for line in some}) == len({line.place for line in some}) == len(some)
        and _FEWEST_LABELS <= len(some) <= _STRETCH * count
    ]
    return max(groups, key=len, default=[])


def _stand_together(strays: list[_Stray], count: int) -> list[_Stray]:
    """Return the lines if they hardly stand by chance below so few of the headings, of which there are ``count``.

    Two that say no aim may close the document.
    """
    if count < _FEWEST_HEADINGS or not strays:
        return []
    closing = strays[0].place == count - 1 and not any(opens_with_infinitive(stray.words) for stray in strays)
    share = (strays[-1].place - strays[0].place + 1) / count
    together = share <= _STRETCH and share ** len(strays) <= _CHANCE
    return strays if together and len(strays) >= _FEWEST_STRAYS + closing else []


def _find_crammed(lines: Sequence[_Stray], heads: Sequence[Section]) -> list[str]:
    """Return the doubt that one heading has a part again and again which most others of its level have once."""
    levels = Counter(head.level_name for head in heads)
    parts: dict[str, Counter[int]] = {}
    for line in lines:
        if line.part and line.place >= 0:
            parts.setdefault(line.part, Counter())[line.place] += 1
    for part, held in parts.items():
        most = max(held.values())
        named = {heads[place].level_name for place in held}
        if (
            len(held) * 2 > sum(levels[name] for name in named)
            and most >= _FEWEST_STRAYS
            and sum(count == 1 for count in held.values()) == len(held) - 1 >= _FEWEST_STRAYS
        ):
            return [say("doubt_crammed", part=part, count=most)]
    return []


def _list_strays(page: Page, sections: Sequence[Section], heads: Sequence[Section]) -> Iterator[_Stray]:
    """Yield the lines below headings that look like one, or are a part of elements.

    Behind what closes the plan only aims are no headings of the rest.
    """
    titles = _list_names(sections)
    starts = [section.start for section in heads]
    opened = [section.start for section in sections]
    headings = {line.start: make_key(page.get_words(line)) for line in page.lines if _is_heading(page, line)}
    again = Counter(key.partition(":")[0] for key in headings.values())
    openings = {_take_opening(page.get_words(line)) for line in page.lines if line.start in page.parts} - {""}
    closing = find_closing_parts(page, sections)
    closed = False
    for line in page.lines:
        words = page.get_words(line)
        owner = bisect_right(opened, line.start) - 1
        if line.is_cell or line.start in closing or (owner >= 0 and line.start < sections[owner].title_end):
            continue
        place = bisect_right(starts, line.start) - 1
        key, label = headings.get(line.start, ""), words.partition(":")[0]
        opens_part = bool(key) and _take_opening(words) in openings
        if line.start in page.parts or again[key.partition(":")[0]] >= _OFTEN or opens_part:
            yield _Stray(place, words, make_key(words).rstrip(" :"), line.start)
        elif line.apart and label != words and names_field(label):
            yield _Stray(place, words, make_key(label), line.start)
        elif key and not (opens_with_label(words) or is_front(words) or _names_element(words, titles)):
            behind = owner == len(sections) - 1
            closed = closed or (behind and (line.start >= sections[-1].end or is_documents(words, behind=True)))
            if not closed or opens_with_infinitive(words):
                yield _Stray(place, words, "", line.start)


def _take_opening(words: str) -> str:
    """Return the first words of a part that elements have, which may go on otherwise ("Cosa devono fare i Comuni")."""
    first = make_key(words).split()[:_OPENING]
    return " ".join(first) if len(first) == _OPENING else ""


def _list_names(sections: Sequence[Section]) -> set[str]:
    """Return what lines name elements by: their titles, and what they print of several parts ("OB.3.1")."""
    printed = {make_key(section.notation) for section in sections if not section.notation.isdecimal()}
    return {make_key(section.title) for section in sections} | printed - {""}


def _names_element(words: str, names: Container[str]) -> bool:
    """Say whether a line ends in the title of an element, or opens with what it prints: it stands again."""
    return make_key(words.split(maxsplit=1)[0]).rstrip(".:)") in names or names_again(make_key(words), names)


def _is_heading(page: Page, line: Line) -> bool:
    """Say whether a line stands alone as a heading does, or says an aim and goes on with its text."""
    words = page.get_words(line)
    aims = line.apart and line.opens and opens_with_infinitive(words)
    return (stands_alone(page, line) or aims) and not (line.is_item or line.is_cell or refers(words))


def _stand_above_parts(lines: Sequence[_Stray]) -> list[_Stray]:
    """Return the lines between one part and the same again below one heading: of several the last."""
    between: dict[tuple[int, str], list[_Stray]] = {}
    last: dict[tuple[int, str], int] = {}
    stray: _Stray | None = None
    for line in lines:
        if not line.part:
            stray = line
            continue
        key = line.place, line.part
        inside = [stray] if stray and stray.start > last.get(key, line.start) else []
        between.setdefault(key, []).extend(inside)
        last[key] = line.start
    return max(between.values(), key=len, default=[])


def _stand_above_items(strays: Sequence[_Stray], sections: Sequence[Section], heads: Sequence[Section]) -> list[_Stray]:
    """Return the lines of which each opens some items that are elements, and stands once."""
    times = Counter(stray.words for stray in strays)
    opened = [section.start for section in sections]
    headed = {section.start for section in heads}
    ends = [*(stray.start for stray in strays[1:]), len(opened) and opened[-1] + 1]
    found = []
    for stray, end in zip(strays, ends, strict=False):
        place = bisect_right(opened, stray.start)
        if times[stray.words] == 1 and place < len(opened) and opened[place] < end and opened[place] not in headed:
            found.append(stray)
    return found


def _find_label_lines(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that lines which say only what plans call an element stand above titles that none took."""
    lines = [page.get_words(line) for line in page.lines if line.opens and not line.is_cell]
    counts = Counter(
        key for key in map(make_key, lines) if key in LEVELS[OBJECTIVE] | LEVELS[ACTION] and key not in SEVERAL
    )
    held = Counter(section.kind for section in sections)
    label, count = max(counts.items(), key=itemgetter(1), default=("", 0))
    lost = count >= _FEWEST_LABELS and held[OBJECTIVE] + held[ACTION] < count
    return [say("doubt_label_lines", count=count, label=label)] if lost else []


def _find_above(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that lines which look like headings stand right above an element, in the text of the one before.

    What closes no text may group what follows ("SERVIZIO TECNICO" above "OBIETTIVO 4").
    """
    titles = _list_names(sections)
    starts = [line.start for line in page.lines]
    found: dict[str, str] = {}
    for before, section in pairwise(sections):
        line = page.lines[max(bisect_left(starts, section.start) - 1, 0)]
        words = page.masked[line.start : line.end].strip()
        key = make_key(words)
        inside = before.title_end <= line.start and line.apart and line.lone and not line.is_cell
        inside = inside and line.start not in page.values
        if inside and is_short(page, line) and not (is_caption(words) or key in FRONT or _names_element(words, titles)):
            found[key] = words
    # What stands again, right above one or not, is a part of elements.
    times = Counter(make_key(page.get_words(line)) for line in page.lines) if len(found) > 1 else Counter()
    above = [words for key, words in found.items() if times[key] == 1]
    return [say("doubt_above", count=len(above), words=above[0])] if len(above) > 1 else []


def _find_shared(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that titles in bold share out the text of nearly all elements and are none themselves.

    What stands again ("Finalità") is a part of each element.
    """
    ends = [section.title_end for section in sections]
    starts = [section.start for section in sections]
    lines = [
        line
        for line in page.lines
        if line.start not in page.parts
        and is_strong(page, line)
        and (place := bisect_right(starts, line.start)) > 0
        and ends[place - 1] <= line.start
    ]
    titles = Counter(make_key(page.get_words(line)) for line in lines)
    parents = {section.parent for section in sections}
    lowest = [section.start for section in sections if section.code not in parents]
    if max(titles.values(), default=0) > 1 or not share_out(lowest, lines):
        return []
    return [say("doubt_shared", count=len(lines), words=page.get_words(lines[0]))]


def _find_headless(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return the doubt that tables without a head hold elements, as others do, or tables on their side one a column."""
    starts = [section.title_start for section in sections]
    taken: set[int] = set()
    bare: list[tuple[int, str]] = []
    for table in page.tables:
        cells = [cell for row in table.rows for cell in row.values()]
        width = len({column for row in table.rows for column in row})
        if any(bisect_left(starts, cell.start) < bisect_left(starts, cell.end) for cell in cells):
            taken.add(width if table.names else 0)
        elif not table.names and width > 2:
            bare.append((width, read_cell(page.document, cells[0])))
    lost = [words for width, words in bare if width in taken]
    doubts: list[str] = [say("doubt_headless", count=len(lost), words=lost[0])] if lost else []
    doubts += [say("doubt_aims_in_table", words=words) for words in _list_aimed_tables(page, sections)[:1]]
    sides = sum(lies_on_side(page.document, table) for table in page.tables)
    return [*doubts, say("doubt_sideways", count=sides)] if sides else doubts


def _list_aimed_tables(page: Page, sections: Sequence[Section]) -> list[str]:
    """Return how the tables begin that have no head, stand in no element, and have aims in one of their columns."""
    starts = [section.start for section in sections]
    ends = [max(section.end, section.reach) for section in sections]
    found: list[str] = []
    for table in page.tables:
        first = next((cell for row in table.rows for cell in row.values()), None)
        place = bisect_right(starts, first.start) if first else 0
        if first is None or table.names or (place and first.start < ends[place - 1]):
            continue
        cells = {(column, read_cell(page.document, cell)) for row in table.rows for column, cell in row.items()}
        aims = Counter(column for column, words in cells if opens_with_infinitive(words))
        if max(aims.values(), default=0) >= _FEWEST_AIMS:
            found.append(read_cell(page.document, first))
    return found
