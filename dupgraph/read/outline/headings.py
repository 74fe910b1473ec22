"""The lines that open an element of the outline, and those that only look so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dupgraph.language.phrases import is_unfinished
from dupgraph.read.outline.column_names import skip_title_label
from dupgraph.read.outline.extents import settle_extents
from dupgraph.read.outline.index import Entry, Index, parse_index
from dupgraph.read.outline.lines import LINE, LONGEST, Line, Page, list_leads, search_item_end
from dupgraph.read.outline.looks import (
    ENDINGS,
    SENTENCE,
    find_aim,
    find_closed,
    find_look_end,
    find_run_in,
    interrupts,
    is_set_apart,
    is_styled,
    is_titled_below,
    stands_clear,
)
from dupgraph.read.outline.names import refers
from dupgraph.read.outline.numbers import BARE, FIGURES, count_part, guess_style, split_code, split_number
from dupgraph.read.outline.profile import Level, Profile, make_key
from dupgraph.read.outline.repeats import drop_known_rows, drop_lists
from dupgraph.read.outline.rows import find_rows
from dupgraph.read.outline.titles import (
    LONGEST_NUMBERED,
    Heading,
    find_title_end,
    is_title_opening,
    starts_phrase,
    strip_names,
    strip_period,
)

_LONGEST_TITLE = 120
_WIDEST_GAP = 2
# Which levels that print nothing are asked first: by whether they are aims, and whether they have a look.
_ORDER = ((False, False), (True, True), (False, True), (True, False))
# "Obiettivo 2026" is a year's.
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_headings(page: Page, profile: Profile) -> tuple[Heading, ...]:
    """Return the lines of ``page`` that open an element, in order, and those that close one.

    A line that only cites an element ("... come previsto dall'" / "Obiettivo strategico 1.1.1, ...") opens none, nor
    does a list of elements that stand further on.
    """
    levels = profile.levels
    index = parse_index(page.document) if any(level.index for level in levels) else Index({}, {}, frozenset())
    leads = list_leads(page) if any(level.lead for level in levels) else {}
    printed = [place for place, level in enumerate(levels) if not level.columns]
    order = sorted(printed, key=lambda place: _rank_level(levels[place]))
    rows = find_rows(page, levels)
    cards = page.cards & {row.table for row in rows.values()}
    labelled = [place for place in order if levels[place].labelled]
    search = _Search(page, profile, index, rows, cards=cards, leads=leads, order=order, labelled=labelled)
    for line in page.lines:
        search.read_line(line)
    known = drop_known_rows(page.masked, levels, search.drop_citations())
    return settle_extents(page, levels, drop_lists(page.masked, levels, known))


def _rank_level(level: Level) -> int:
    """Return when a line is asked whether it is of a level.

    What prints its label or number is that, whatever it looks like; an aim of one look is none of what groups it.
    """
    return 0 if level.pattern else 1 + _ORDER.index((level.aims, level.styled))


@dataclass(slots=True)
class _Search:
    """One walk through a document's lines, with what it has met so far."""

    page: Page
    profile: Profile
    index: Index
    rows: Mapping[int, Heading]
    headings: list[Heading] = field(default_factory=list)
    doubtful: dict[int, tuple[int, tuple[str, ...], int]] = field(default_factory=dict)
    clear: set[tuple[int, tuple[str, ...], int]] = field(default_factory=set)
    numbers: set[tuple[str, ...]] = field(default_factory=set)
    titles: set[tuple[tuple[str, ...], str]] = field(default_factory=set)
    highest: dict[tuple[int, tuple[str, ...]], int] = field(default_factory=dict)
    title_end: int = -1
    index_place: int = -1
    items: dict[int, int] = field(default_factory=dict)
    lasts: dict[int, int] = field(default_factory=dict)
    top_number: tuple[str, ...] = ()
    cards: frozenset[int | None] = frozenset()
    leads: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    order: Sequence[int] = ()
    labelled: Sequence[int] = ()

    @property
    def masked(self) -> str:
        """The document's text without its furniture."""
        return self.page.masked

    def read_line(self, line: Line) -> None:
        """Note what ``line`` opens or closes, if anything."""
        if self.is_stop(line):
            # What comes below it may still be of the chapter; its own text and items are not.
            closes = find_closed(self.profile, line)
            lowest = len(self.profile.levels) - 1 if closes is None else closes
            self.append(Heading(line.start, lowest, (), line.start, line.end, stop=True, ends_items=True))
            # "3. Obiettivi strategici" may be none, and 3.1 below it one.
            if printed := BARE.match(self.masked, line.start, line.end):
                self.numbers.add(split_number(printed["number"], guess_style(printed["number"])))
            return
        found = self.rows.get(line.start)
        if found is None and self.is_value(line):
            return
        # In a cell a label alone opens something.
        order = self.labelled if line.is_cell else self.order
        headings = (self.read_heading(line, place, self.profile.levels[place]) for place in order)
        found = found or next(filter(None, headings), None)
        if found is not None:
            self.note_heading(line, found)
        elif (closes := find_closed(self.profile, line)) is not None:
            self.append(Heading(line.start, closes, (), line.start, line.end, stop=True))

    def is_value(self, line: Line) -> bool:
        """Say whether a line stands beside a label of a card that opens an element: it is no heading of its own."""
        return line.block is not None and bool(line.block.column) and line.block.table in self.cards

    def read_heading(self, line: Line, number: int, level: Level) -> Heading | None:
        """Return the heading that ``line`` is at this level, if it is one."""
        if level.lead and self.leads.get(line.start, ("",))[0] not in level.lead:
            return None
        if level.styled and not is_styled(self.page, line, level, self.title_end):
            return None
        match = level.pattern.match(self.masked, line.start, line.end) if level.pattern else None
        if match is None:
            return self.read_unprinted(line, number, level)
        if level.bulleted:
            return self.read_bullet(line, number, level, match)
        return self.read_printed(line, number, level, match)

    def read_unprinted(self, line: Line, number: int, level: Level) -> Heading | None:
        """Return the heading of a line that prints no label, number or bullet of its level."""
        if level.run_in or (level.aims and not level.styled):
            return self.read_run_in(line, number, level)
        if level.styled and level.pattern is None:
            return self.read_styled(line, number)
        if level.ending is not None and not level.bulleted:
            return self.read_ending(line, number, level, line.start)
        return self.read_index_title(line, number, level) if level.index else None

    def read_printed(self, line: Line, number: int, level: Level, match: re.Match[str]) -> Heading | None:
        """Return the heading of a line that begins as its level's pattern says."""
        groups = match.groupdict()
        printed = groups.get("number") or ""
        if _YEAR.fullmatch(printed):
            return None
        parts = split_code(printed) if level.coded else split_number(printed, level.number)
        heading = Heading(line.start, number, parts, match.end(), printed=printed, coded=level.coded)
        if level.run_in:
            span = find_run_in(self.masked, line)
            return replace(heading, title_end=span[1]) if span and span[1] > match.end() else None
        if level.styled and match.end() < line.limit:
            return self.end_styled(line, heading)
        if level.styled and not (level.labelled and is_titled_below(self.page, line)):
            return None
        found = self.read_labelled(line, groups, heading) if level.labelled else self.read_bare(line, level, heading)
        if found and is_set_apart(self.masked, line, level, found.title_start):
            return self.end_styled(line, found)
        return found

    def read_bullet(self, line: Line, number: int, level: Level, match: re.Match[str]) -> Heading | None:
        """Return the item that ``line`` begins. It belongs to something: before the first heading it is no element."""
        if match.end() >= line.end or not self.is_open(number) or level.depth not in (None, line.depth):
            return None
        if level.ending is not None:
            return self.read_ending(line, number, level, match.end())
        printed = match.groupdict().get("number") or ""
        return Heading(line.start, number, split_number(printed, level.number), match.end(), printed=printed)

    def read_run_in(self, line: Line, number: int, level: Level) -> Heading | None:
        """Return the heading of a line whose first words are its title; before the first heading it is no element."""
        title = find_aim(self.page, line) if level.aims else find_run_in(self.masked, line)
        if title is None or not self.is_open(number):
            return None
        return Heading(line.start, number, (), *title)

    def read_ending(self, line: Line, number: int, level: Level, title_start: int) -> Heading | None:
        """Return the item whose last words are its code."""
        if level.ending is None or not line.opens:
            return None
        match = search_item_end(level.ending, self.masked, line, title_start)
        if match is None or match.start() <= title_start:
            return None
        start = strip_period(self.masked, title_start, match.start())
        stop = strip_names(self.masked, start, match.start())
        parts = split_code(match["number"])
        return Heading(line.start, number, parts, start, stop, printed=match["number"], coded=True)

    def read_styled(self, line: Line, number: int) -> Heading | None:
        """Return the heading of a line that looks like one, and is not the second line of the one above it."""
        words = self.page.get_words(line)
        if not any(map(str.isalpha, words)) or self.continues_title(line, words):
            return None
        return self.end_styled(line, Heading(line.start, number, (), line.start))

    def end_styled(self, line: Line, heading: Heading) -> Heading:
        """Return ``heading`` with its end where its block ends, where the source has blocks."""
        if line.block is None or line.block.end - line.start > LONGEST:
            return heading
        end = find_look_end(self.page, line.block)
        return replace(heading, title_end=end - 1 if line.start in self.page.colons else end)

    def continues_title(self, line: Line, words: str) -> bool:
        """Say whether the line goes on with the title that ends in the line above it."""
        if not self.headings or line.above >= self.title_end or line.above < self.headings[-1].start:
            return False
        return line.start < self.title_end or words[0].islower() or is_unfinished(self.masked, line.above_end)

    def read_labelled(self, line: Line, groups: Mapping[str, str | None], heading: Heading) -> Heading | None:
        """Return ``heading``, whose line begins with a level's label, unless that is the middle of a sentence."""
        if line.start in self.page.stated or interrupts(self.page, line) or refers(self.page.get_words(line)):
            return None
        clear = stands_clear(self.page, line, self.title_end)
        firm = (groups.get("separator") or "").strip() not in ("", ".", ")")
        title_start = heading.title_start
        follows = len(heading.number) > 1 and self.follows(heading)
        if title_start >= line.end:
            if line.block is not None and line.is_cell and line.block.table in self.page.cards:
                # "OBIETTIVO 1" across a card, which has the title in a row of its own.
                return None
            title_start = skip_title_label(self.masked, self.find_next_line(line.end))
            if not clear or title_start < 0 or not is_title_opening(self.masked[title_start]):
                return None
        elif not is_title_opening(self.masked[title_start]):
            named = self.masked[title_start].isalnum() and (
                firm or (follows and starts_phrase(self.masked[title_start : line.end]))
            )
            if not (clear and named):
                return None
        if not clear:
            lower = (groups.get("label") or "A")[0].islower()
            # Where no blank line or full stop helps, an element is known by coming next.
            if lower or (len(heading.number) > 1 and not follows):
                return None
            self.doubtful[len(self.headings)] = self.make_place(heading)
        return heading if title_start == heading.title_start else replace(heading, title_start=title_start)

    def read_bare(self, line: Line, level: Level, heading: Heading) -> Heading | None:
        """Return ``heading``, whose line begins with a number alone, if it looks like a title and the number follows.

        Where the index lists numbers of this kind, it alone decides.
        """
        words = self.masked[heading.title_start : line.end].rstrip()
        if level.listed:
            return self.read_numbered_item(line, heading, words) if level.depth in (None, line.depth) else None
        ended = words[-1:] in (";", ",", ":") or (words[-1:] == "." and not (line.apart and line.lone))
        ended = ended or FIGURES.search(words) is not None
        # Where a title has its text on its line, that tells nothing by where it breaks.
        goes_on = line.end < line.block.end if line.block else not line.lone
        told = goes_on and (line.block or words[-1:] != ".") and SENTENCE.search(words)
        if not words or len(words) > _LONGEST_TITLE or not is_title_opening(words[0]) or (ended and not told):
            return None
        if level.index and len(heading.number) in self.index.sizes:
            entry = self.index.numbers.get(heading.number)
            if entry is None or not self.is_title(heading.title_start, line.end, entry):
                return None
            self.index_place = entry.place
            return heading
        title = heading.number, make_key(words)
        # What stood in a list of what follows stands again.
        if interrupts(self.page, line) or not (title in self.titles or self.follows(heading)):
            return None
        self.titles.add(title)
        return heading

    def read_numbered_item(self, line: Line, heading: Heading, words: str) -> Heading | None:
        """Return the item of a numbered list, whose numbers begin again below each heading.

        A list that a sentence opens ("in tre passi:") is part of that sentence.
        """
        last = self.highest.get((heading.level, heading.number[:-1]), 0)
        nexts = (last + 1, self.items.get(heading.level, -1) + 1)
        if not words or not self.is_open(heading.level) or count_part(heading.number[-1]) not in nexts:
            return None
        above = self.masked[line.above_end - 1 : line.above_end]
        in_title = line.above < self.title_end
        led = bool(self.profile.levels[heading.level].lead)
        opened = above in ":,;" or (not line.apart and above not in ENDINGS)
        if last == 0 and above and not in_title and not led and opened:
            return None
        return heading

    def read_index_title(self, line: Line, number: int, level: Level) -> Heading | None:
        """Return the heading of a line that is a title of the index: a later one than the last, in its chapter."""
        if line.end - line.start > _LONGEST_TITLE:
            return None
        for entry in self.index.find_entries(self.page.get_words(line)):
            later = entry.place > self.index_place and entry.number[: len(self.top_number)] == self.top_number
            if not later or (level.parts and len(entry.number) != level.parts):
                continue
            if self.is_title(line.start, line.end, entry) and not is_unfinished(self.masked, line.above_end):
                self.index_place = entry.place
                return Heading(line.start, number, entry.number, line.start)
        return None

    def note_heading(self, line: Line, heading: Heading) -> None:
        """Remember ``heading`` for the lines that follow."""
        level = self.profile.levels[heading.level]
        if len(self.headings) not in self.doubtful and heading.number:
            self.clear.add(self.make_place(heading))
        self.append(heading)
        if heading.title_end >= 0:
            self.title_end = heading.title_end
        elif level.title == "line":
            limit = line.limit if heading.title_start < line.limit else len(self.masked)
            self.title_end = find_title_end(self.masked, heading.title_start, limit, "line")
        else:
            self.title_end = -1
        if heading.number:
            self.numbers.add(heading.number)
            above, last = heading.number[:-1], heading.number[-1]
            if last.isdecimal() or level.listed:
                key = (heading.level, above)
                self.highest[key] = max(self.highest.get(key, 0), count_part(last))
        # Lists of items begin again below each heading, or go on.
        if level.listed and heading.number:
            self.items[heading.level] = count_part(heading.number[-1])
        for lower, other in enumerate(self.profile.levels):
            if lower > heading.level and (other.listed or other.title == "item"):
                self.highest.pop((lower, ()), None)
        if heading.level == 0:
            self.top_number = heading.number

    def is_stop(self, line: Line) -> bool:
        """Say whether the line is one of the profile's headings that close what is open."""
        if not self.profile.stops or not line.apart or line.is_cell or line.end - line.start > LONGEST_NUMBERED:
            return False
        return any(make_key(words) in self.profile.stops for words in self.page.list_headings(line))

    def drop_citations(self) -> tuple[Heading, ...]:
        """Return the headings without those in doubtful places whose number another one prints in a clear place."""
        return tuple(
            heading
            for place, heading in enumerate(self.headings)
            if place not in self.doubtful or self.doubtful[place] not in self.clear
        )

    def make_place(self, heading: Heading) -> tuple[int, tuple[str, ...], int]:
        """Return what tells a number from its like: a number of one part counts within the element above it."""
        if len(heading.number) > 1 or heading.level == 0:
            return heading.level, heading.number, -1
        above = max((self.lasts.get(level, -1) for level in range(heading.level)), default=-1)
        return heading.level, heading.number, above

    def append(self, heading: Heading) -> None:
        """Add a heading, or a stop, to those found."""
        self.lasts[heading.level] = len(self.headings)
        self.headings.append(heading)

    def is_open(self, level: int) -> bool:
        """Say whether an element above ``level`` is open; the highest needs none."""
        last = self.headings[-1] if self.headings else None
        return level == 0 or (last is not None and not (last.stop and (last.ends_items or not 0 < last.level <= level)))

    def follows(self, heading: Heading) -> bool:
        """Say whether a bare number goes on from those before it: the next of its kind, or the first below one."""
        number = heading.number
        above, last = number[:-1], number[-1]
        # A level in between may be missing (C.7.B.1 below C.7), but not the chapter's own section.
        if above and above not in self.numbers and not (len(above) > 2 and above[:-1] in self.numbers):
            return False
        if not last.isdecimal():
            return number not in self.numbers
        # "Linea 1" has a series of its own, and so do the items of lists.
        levels = enumerate(self.profile.levels)
        own = [n for n, level in levels if n == heading.level or not (level.labelled or level.listed)]
        highest = max((self.highest.get((n, above), 0) for n in own), default=0)
        return highest < int(last) <= highest + _WIDEST_GAP

    def is_title(self, start: int, end: int, entry: Entry) -> bool:
        """Say whether the line, or it and the next one, is the title of ``entry``."""
        key = make_key(self.masked[start:end])
        if key == entry.key:
            return True
        following = self.find_next_line(end)
        if not entry.key.startswith(key + " ") or following < 0:
            return False
        line = LINE.match(self.masked, following)
        return line is not None and make_key(f"{key} {line[0]}") == entry.key

    def find_next_line(self, position: int) -> int:
        """Return where the next line of words starts, or -1."""
        match = LINE.search(self.masked, position)
        return match.start() if match else -1
