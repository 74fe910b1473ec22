"""Headings that end the last element, or are chapters of something else before the first and behind the last."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from operator import itemgetter
from typing import NamedTuple

from dupgraph.base.gathering import gather
from dupgraph.read.outline.column_names import names_field
from dupgraph.read.outline.coverage import UNTOLD, is_firm, measure_untold
from dupgraph.read.outline.lines import Line, Page
from dupgraph.read.outline.names import is_front, opens_annex, tells_context, tells_plan
from dupgraph.read.outline.numbers import goes_on, match_bare, read_values
from dupgraph.read.outline.profile import Level, Profile, make_key
from dupgraph.read.outline.titles import LONGEST_NUMBERED, looks_alone
from dupgraph.schema.values import Block, Section
from dupgraph.schema.weights import BOLD, ITALIC

_LONGEST = 120
_SIZE_STEP = 0.3
_FEWEST = 2
# What is said of a line by a source that says nothing.
_PLAIN = Block("paragraph", 0, 0)


class _Look(NamedTuple):
    """How headings look: the rank of their style, their type, capitals, and whether each opens a page."""

    rank: int | None
    size: float
    weight: int
    capital: bool
    turned: bool

    def fits(self, other: "_Look") -> bool:
        """Say whether ``other`` looks so, or is in bold where these are in bold italics.

        That it opens a page is asked only where all of these do.
        """
        plainer = bool(self.weight & BOLD) and other.weight == self.weight & ~ITALIC
        heavy = plainer or other.weight == self.weight
        alike = heavy and (self.rank, self.capital) == (other.rank, other.capital)
        alike = alike and abs(self.size - other.size) < _SIZE_STEP
        return alike and (other.turned or not self.turned)


def find_closings(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the headings behind the last element with a number or a label that are none of its text, but follow it.

    They look like the headings of a level whose elements print these, or are set higher, and print none, or none but
    a number where all elements have a label before theirs. Where such headings stand between the elements, too, each
    with words of its own, they say nothing.
    """
    labelled = {level.name for level in profile.levels if level.labelled}
    told = [section for section in sections if section.notation or section.level_name in labelled]
    heads = _list_heads(page, told)
    if not heads:
        return []
    looks = _list_looks(page, heads)
    opened = [line for lines in heads.values() for line in lines]
    highest = _find_highest(opened)
    starts = [line.start for line in opened]
    first, last = min(starts), max(starts)
    titles = sorted((section.start, section.title_end) for section in told)

    def is_taken(line: Line) -> bool:
        return line.start < titles[bisect_right(titles, line.start, key=itemgetter(0)) - 1][1]

    found = [
        line
        for line in page.lines
        if line.start > first
        and not is_taken(line)
        and _can_head(page, line, profile)
        and (
            is_front(page.get_words(line))
            or _is_higher(line, *highest)
            or any(look.fits(_find_look(page, line)) for look in looks)
        )
    ]
    between = Counter(
        _find_key(page, line) for line in found if line.start < last and not is_front(page.get_words(line))
    )
    if 1 in between.values():
        return []
    behind = (line for line in found if line.start > last and _find_key(page, line) not in between)
    numbered = all(level.labelled for level in profile.levels)
    return [line for line in behind if _find_title(page, line, numbered=numbered)[:1].isupper()]


def _find_title(page: Page, line: Line, *, numbered: bool) -> str:
    """Return the words of a heading, from behind its number where it may have one."""
    words = page.get_words(line)
    printed = match_bare(words) if numbered else None
    return words[printed.end() :] if printed else words


def find_following(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the headings behind the last element whose numbers go on from those of the document's chapters before.

    One chapter ("D – Obiettivi", after A to C) has all elements, and by their headings those behind it (E, F) are
    nearly all of the town, its accounts or the law.
    """
    titles = sorted((section.start, section.title_end) for section in sections)
    first, last = titles[0][0], titles[-1][1]
    chapter: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    found: list[Line] = []
    for line in page.lines:
        place = bisect_right(titles, line.start, key=itemgetter(0)) - 1
        printed = match_bare(page.get_words(line))
        if printed is None or not _stands_alone(page, line, LONGEST_NUMBERED) or _is_known(page, line, profile):
            continue
        if place >= 0 and line.start < titles[place][1]:
            continue
        for number in read_values(printed["number"]):
            following = goes_on(number, chapter)
            below = bool(chapter) and number == (*chapter, 1)
            alone = opened[: len(number)] == chapter[: len(number)]
            if line.start < first and (following or below or number == (1,)):
                opened = chapter = number
            elif first < line.start < last and (following or below):
                chapter = number
            elif line.start > last and ((following or below) if found else (following and alone)):
                found.append(line)
                chapter = number
            else:
                continue
            break
    total = sum(len(page.get_words(line)) for line in page.lines)
    told = found and measure_untold(page, len(page.masked), found[0].start) < UNTOLD * total
    return found if told else []


def find_town(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the headings behind the last element that are of the town and its accounts by their words alone.

    There are two or more, none stands between the elements, and nearly all that follows is theirs. A line of its own
    right above the first ("Programmazioni settoriali") is their chapter's.
    """
    titles = sorted((section.start, section.title_end) for section in sections)
    first, last = titles[0][0], titles[-1][1]
    lines = [line for line in page.lines if line.start > first and not line.is_cell]
    words = [_find_title(page, line, numbered=True) for line in lines]
    alone = [
        _stands_alone(page, line) and looks_alone(title) and not (names_field(title) or _is_known(page, line, profile))
        for line, title in zip(lines, words, strict=True)
    ]
    found: list[Line] = []
    for place, line in enumerate(lines):
        taken = titles[bisect_right(titles, line.start, key=itemgetter(0)) - 1][1] > line.start
        if not alone[place] or taken or line.start in page.parts or not tells_context(words[place]):
            continue
        if line.start < last:
            return []
        above = lines[place - 1]
        # What is set as text, below a heading that is not, or says what it holds, is the last element's.
        headed = ":" not in words[place - 1] and _find_look(page, above).rank == _find_look(page, line).rank
        if not found and alone[place - 1] and headed and above.start >= last:
            found.append(above)
        found.append(line)
    several = len({_find_key(page, line) for line in found if tells_context(page.get_words(line))}) >= _FEWEST
    total = sum(len(page.get_words(line)) for line in page.lines)
    return found if several and measure_untold(page, len(page.masked), found[0].start) < UNTOLD * total else []


class _Chapters(NamedTuple):
    """The elements of the highest level, its profile's level, and the places of those that have elements below."""

    all: list[Section]
    level: Level
    holding: list[int]


def _list_chapters(sections: Sequence[Section], profile: Profile) -> _Chapters | None:
    """Return the chapters of a plan; None where a label says what they are, or hardly one has elements."""
    chapters = [section for section in sections if section.parent is None]
    held = {section.parent for section in sections}
    holding = [place for place, chapter in enumerate(chapters) if chapter.code in held]
    names = {chapter.level_name for chapter in chapters}
    level = next((level for level in profile.levels if names == {level.name}), None)
    if level is None or level.labelled or len(holding) < _FEWEST:
        return None
    return _Chapters(chapters, level, holding)


def find_outsiders(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the chapters without elements before the first that has some, and behind the last that has.

    They are chapters by their look alone, in a plan that names the elements below ("Obiettivo: ..."), or of a context
    by their words: what it says of its town and accounts. Of chapters with numbers only those behind the last are none,
    where all of these are of a context; where such a one stands between others, all are elements. Numbers of two parts
    (2.1, 3.1) are those of sections: where all that have elements are of one chapter, those of others are none.
    """
    found = _list_chapters(sections, profile)
    if found is None or len(found.holding) <= found.holding[-1] - found.holding[0]:
        return []
    chapters, level, holding = found
    before, behind = chapters[: holding[0]], chapters[holding[-1] + 1 :]
    within = {chapters[place].notation.rpartition(".")[0] for place in holding}
    other = [chapter for chapter in chapters if chapter.notation.rpartition(".")[0] not in within]
    if within != {""} and len(within) == 1 and sum(tells_context(chapter.title) for chapter in other) >= _FEWEST:
        outside = other
    elif level.number != "none":
        outside = behind if all(tells_context(chapter.title) for chapter in behind) else []
    elif level.styled:
        firm = is_firm(sections, profile.levels)
        outside = [chapter for chapter in (*before, *behind) if firm or tells_context(chapter.title)]
    else:
        outside = []
    keys = Counter(make_key(section.title) for section in sections)
    starts = {chapter.start for chapter in outside if keys[make_key(chapter.title)] == 1}
    return [line for line in page.lines if line.start in starts]


def find_cover(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the lines of a cover, where its last ones were taken for chapters: all others have elements.

    Short lines alone stand before them, and no style marks them.
    """
    found = _list_chapters(sections, profile)
    if found is None or not 0 < found.holding[0] == len(found.all) - len(found.holding):
        return []
    level, last = found.level, found.all[found.holding[0] - 1]
    lines = [line for line in page.lines if line.start <= last.start]
    texts = [page.get_words(line) for line in lines]
    short = all(len(words) <= _LONGEST and words[-1] not in ";,:." for words in texts)
    return lines if short and level.styled and level.rank is None and level.number == "none" else []


def find_annex(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the heading of the first annex behind the last element: a packaged profile names none."""
    start = sections[-1].title_end
    behind = (line for line in page.lines if line.start >= start and _stands_alone(page, line))
    return [line for line in behind if opens_annex(page.get_words(line)) and not _is_known(page, line, profile)][:1]


def find_outer(page: Page, sections: Sequence[Section], profile: Profile) -> list[Line]:
    """Return the headings of a document's chapters, where one alone is the plan's, and of what the others hold.

    Chapters have no label; all elements of the lowest level stand in the one that says so ("3. Obiettivi strategici"),
    below several of the levels between. Of the others one at least is of the town, by its words; where all are, the one
    needs not say so.
    """
    above = {section.code: section.parent for section in sections}
    held = {*above.values()}
    lowest = profile.levels[-1].name
    named = {level.name for level in profile.levels if level.labelled}
    chapters = {section.code: section for section in sections if section.parent is None}
    high = {None, *chapters}
    goals = [section for section in sections if section.level_name == lowest and section.parent not in high]
    if not goals or any(chapter.level_name in named for chapter in chapters.values()):
        return []
    tops = {_climb(section.code, above) for section in goals}
    inner = next(iter(tops))
    others = [chapter for code, chapter in chapters.items() if code != inner]
    holding = [other for other in others if other.code in held]
    # "Analisi strategica del contesto" is of the town, and so is a chapter most sections of which are.
    told_of = {other.code: [tells_context(s.title) for s in sections if s.parent == other.code] for other in holding}
    of_town = {code for code, told in told_of.items() if 2 * sum(told) >= len(told)}
    plans = (other for other in holding if tells_plan(other.title) and not tells_context(other.title))
    rivals = [other for other in plans if other.code not in of_town]
    town = sum(tells_context(other.title) for other in others)
    told = tells_plan(chapters[inner].title) or _FEWEST <= town == len(others)
    if len(tops) > 1 or not told or rivals or not town:
        return []
    if len({section.parent for section in goals}) < _FEWEST:
        return []
    starts = {section.start for section in sections if section.code == inner or _climb(section.code, above) != inner}
    return [line for line in page.lines if line.start in starts]


def _climb(code: str, above: Mapping[str, str | None]) -> str:
    while parent := above[code]:
        code = parent
    return code


def _list_heads(page: Page, sections: Sequence[Section]) -> dict[str, list[Line]]:
    """Return the lines that open the elements, by the names of their levels."""
    lines = {line.start: line for line in page.lines if not line.is_cell}
    heads = gather((section.level_name, lines[section.start]) for section in sections if section.start in lines)
    return {name: found for name, found in heads.items() if len(found) >= _FEWEST}


def _list_looks(page: Page, heads: dict[str, list[Line]]) -> list[_Look]:
    """Return the looks that tell the headings of a level from text."""
    sizes: Counter[float] = Counter()
    for block in page.document.blocks:
        if block.kind in ("paragraph", "item"):
            sizes[block.size or 0.0] += block.end - block.start
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    looks: list[_Look] = []
    for lines in heads.values():
        own = [_find_look(page, line) for line in lines]
        look = own[-1]._replace(turned=all(each.turned for each in own[1:]))
        plain = look.rank is None and look.size < body + _SIZE_STEP and not (look.weight or look.capital)
        if all(look._replace(turned=False).fits(each) for each in own) and (look.turned or not plain):
            looks.append(look)
    return looks


def _find_highest(heads: Sequence[Line]) -> tuple[float, float]:
    """Return the highest rank that headings have by their style, infinite where none has one, and the largest size.

    Where the source has no blocks, no line is higher.
    """
    blocks = [head.block for head in heads if head.block is not None]
    if len(blocks) < len(heads):
        return 0, inf
    ranks = [block.rank for block in blocks if block.kind == "heading" and block.rank]
    rank = min(ranks) if ranks else inf
    return rank, max(block.size or 0.0 for block in blocks)


def _is_higher(line: Line, rank: float, largest: float) -> bool:
    """Say whether a line is a heading of a higher style than those of all elements, or is larger than all of these."""
    block = line.block or _PLAIN
    heads = block.kind == "heading" and block.rank is not None and block.rank < rank
    return heads or (block.size or 0.0) > largest + _SIZE_STEP


def _find_look(page: Page, line: Line) -> _Look:
    block = line.block or _PLAIN
    return _Look(block.rank, block.size or 0.0, block.weight, page.get_words(line).isupper(), line.turned)


def _can_head(page: Page, line: Line, profile: Profile) -> bool:
    """Say whether a line can be a heading, and is none that the profile knows."""
    words = page.get_words(line)
    if not _stands_alone(page, line) or make_key(words) in profile.stops or opens_annex(words):
        return False
    return not _is_known(page, line, profile)


def _stands_alone(page: Page, line: Line, longest: int = _LONGEST) -> bool:
    """Say whether a line is a paragraph as short as a heading; what is set in bold may take two lines, and a number."""
    block = line.block or _PLAIN
    heavy = bool(block.weight & ~ITALIC)
    listed = line.is_item and not (heavy and block.marker[0].isalnum())
    if line.is_cell or listed or not (line.opens and line.apart and (line.lone or heavy)):
        return False
    words = page.masked[line.start : block.end].strip() if heavy else page.get_words(line)
    return len(words) <= longest and words[-1] not in ";,:."


def _is_known(page: Page, line: Line, profile: Profile) -> bool:
    """Say whether a line opens an element as the profile knows them."""
    return any(level.pattern and level.pattern.match(page.masked, line.start, line.end) for level in profile.levels)


def _find_key(page: Page, line: Line) -> str:
    return make_key(page.get_words(line))
