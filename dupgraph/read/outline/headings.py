"""The lines that open an element of the outline, and those that only look so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from dupgraph.read.outline.index import Entry, Index, make_key, parse_index
from dupgraph.read.outline.profile import Level, NumberStyle
from dupgraph.read.outline.titles import FURNITURE, is_capitals, is_unfinished
from dupgraph.schema.values import Document, mask_furniture

_LINE = re.compile(rf"[^\s{FURNITURE}][^\n{FURNITURE}]*")
_PART = re.compile(r"\d+|[IVXLCDM]+(?!\w)|[A-Z](?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NUMBERED = re.compile(
    r"""(?: (?:\d{1,4}|[A-Z]|[IVXLC]{1,7})(?:\.[A-Z\d]{1,4})+[.)]?
          | \d{1,4}[.)]? | (?:[A-Z]|[IVXLC]{1,7})[.)] | [•▪●◦–*] )[ ]\S
      | [A-Z]\w+(?:[ ]\w+){0,2}[ ](?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7})[ ]?[:.)–—-]""",
    re.VERBOSE,
)
_OPENERS = "\"'“«‘(["
_ENDINGS = ".;:!?…»”)"
_GAPS = frozenset(" \t\n\v\f\r\u00a0\u2007\u2009\u200a\u202f\u3000" + FURNITURE)
_LONGEST_TITLE = 120
_WIDEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens an element: its level, the number it prints (or the index gives it), its title's start."""

    start: int
    level: int
    number: tuple[str, ...]
    title_start: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds words. ``apart``: a blank line or furniture is before it; ``turned``: furniture is.

    ``above`` and ``above_end`` are the line of words before it, wherever that is.
    """

    start: int
    end: int
    apart: bool
    turned: bool
    above: int
    above_end: int


def find_headings(document: Document, levels: Sequence[Level]) -> tuple[Heading, ...]:
    """Return the lines of ``document`` that open an element, in order.

    A line that only cites an element ("... come previsto dall'" / "Obiettivo strategico 1.1.1, ...") opens none.
    """
    index = parse_index(document) if any(level.index for level in levels) else Index({}, {}, frozenset())
    search = _Search(mask_furniture(document, FURNITURE), index)
    for line in _read_lines(search.masked, levels, index):
        for number, level in enumerate(levels):
            heading = search.read_heading(line, number, level)
            if heading is not None:
                search.note_heading(line, level, heading)
                break
    return search.drop_citations()


def list_leftover(document: Document) -> list[tuple[int, str]]:
    """Return the lines that look like headings, numbered or all in capitals, each with its line's number."""
    masked = mask_furniture(document, FURNITURE)
    lines: list[tuple[int, str]] = []
    count, done = 1, 0
    for match in _LINE.finditer(masked):
        words = " ".join(match[0].split())
        if _NUMBERED.match(words) or (is_capitals(words) and len(words) > 3):
            count += document.text.count("\n", done, match.start())
            done = match.start()
            lines.append((count, words if len(words) <= 80 else words[:77] + "..."))
    return lines


@dataclass(slots=True)
class _Search:
    """One walk through a document's lines, with what it has met so far."""

    masked: str
    index: Index
    headings: list[Heading] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    numbers: set[tuple[str, ...]] = field(default_factory=set)
    highest: dict[tuple[str, ...], int] = field(default_factory=dict)
    title_lines: set[int] = field(default_factory=set)
    index_place: int = -1
    top_number: tuple[str, ...] = ()

    def read_heading(self, line: _Line, number: int, level: Level) -> Heading | None:
        """Return the heading that ``line`` is at this level, if it is one."""
        match = level.pattern.match(self.masked, line.start, line.end) if level.pattern else None
        if match is None:
            return self.read_index_title(line, number, level) if level.index else None
        if level.bulleted:
            # A bullet belongs to something: one before the plan's first heading is no element.
            orphan = number > 0 and not self.headings
            return None if orphan or match.end() >= line.end else Heading(line.start, number, (), match.end())
        groups = match.groupdict()
        heading = Heading(line.start, number, split_number(groups.get("number") or "", level.number), match.end())
        return self.read_labelled(line, groups, heading) if level.labelled else self.read_bare(line, level, heading)

    def read_labelled(self, line: _Line, groups: Mapping[str, str | None], heading: Heading) -> Heading | None:
        """Return ``heading``, whose line begins with a level's label, unless that is the middle of a sentence."""
        if self.interrupts(line):
            return None
        clear = self.stands_clear(line)
        title_start = heading.title_start
        if title_start >= line.end:
            title_start = self.find_next_line(line.end)
            if not clear or title_start < 0 or not _opens_title(self.masked[title_start]):
                return None
        elif not _opens_title(self.masked[title_start]):
            firm = (groups.get("separator") or "").strip() not in ("", ".", ")")
            if not (clear and firm and self.masked[title_start].isalnum()):
                return None
        if not clear:
            lower = (groups.get("label") or "A")[0].islower()
            # Where no blank line or full stop helps, an element is known by coming next.
            if lower or (len(heading.number) > 1 and not self.follows(heading.number)):
                return None
            self.doubtful.add(len(self.headings))
        return heading if title_start == heading.title_start else replace(heading, title_start=title_start)

    def read_bare(self, line: _Line, level: Level, heading: Heading) -> Heading | None:
        """Return ``heading``, whose line begins with a number alone, if it looks like a title and the number follows.

        Where the index lists numbers of this kind, it alone decides.
        """
        words = self.masked[heading.title_start : line.end].rstrip()
        if not words or len(words) > _LONGEST_TITLE or not _opens_title(words[0]) or words[-1] in ";,:.":
            return None
        if level.index and len(heading.number) in self.index.sizes:
            entry = self.index.numbers.get(heading.number)
            if entry is None or not self.is_title(heading.title_start, line.end, entry):
                return None
            self.index_place = entry.place
            return heading
        return heading if not self.interrupts(line) and self.follows(heading.number) else None

    def read_index_title(self, line: _Line, number: int, level: Level) -> Heading | None:
        """Return the heading of a line that is a title of the index: a later one than the last, in its chapter."""
        if line.end - line.start > _LONGEST_TITLE:
            return None
        for entry in self.index.find_entries(self.masked[line.start : line.end]):
            if entry.place <= self.index_place or (level.parts and len(entry.number) != level.parts):
                continue
            if entry.number[: len(self.top_number)] != self.top_number:
                continue
            if self.is_title(line.start, line.end, entry) and not is_unfinished(self.masked, line.above_end):
                self.index_place = entry.place
                return Heading(line.start, number, entry.number, line.start)
        return None

    def note_heading(self, line: _Line, level: Level, heading: Heading) -> None:
        """Remember ``heading`` for the lines that follow."""
        self.headings.append(heading)
        if level.title == "line":
            self.title_lines.add(line.start)
        if heading.number:
            self.numbers.add(heading.number)
            above, last = heading.number[:-1], heading.number[-1]
            if last.isdecimal():
                self.highest[above] = max(self.highest.get(above, 0), int(last))
        if heading.level == 0:
            self.top_number = heading.number

    def drop_citations(self) -> tuple[Heading, ...]:
        """Return the headings without those in doubtful places whose number another one prints in a clear place."""
        clear = {
            (heading.level, heading.number)
            for place, heading in enumerate(self.headings)
            if place not in self.doubtful and heading.number
        }
        return tuple(
            heading
            for place, heading in enumerate(self.headings)
            if place not in self.doubtful or (heading.level, heading.number) not in clear
        )

    def interrupts(self, line: _Line) -> bool:
        """Say whether the line goes on with the phrase of the line above it."""
        return is_unfinished(self.masked, line.above_end) and (not line.apart or line.turned)

    def stands_clear(self, line: _Line) -> bool:
        """Say whether the line evidently begins something: after a blank line, a full stop or another heading."""
        return (
            line.apart
            or self.masked[line.above_end - 1] in _ENDINGS
            or line.above in self.title_lines
            or is_capitals(self.masked[line.above : line.above_end])
        )

    def follows(self, number: tuple[str, ...]) -> bool:
        """Say whether a bare number goes on from those before it: the next of its kind, or the first below one."""
        above, last = number[:-1], number[-1]
        # A level in between may be missing (C.7.B.1 below C.7), but not the chapter's own section.
        if above and above not in self.numbers and not (len(above) > 2 and above[:-1] in self.numbers):
            return False
        if not last.isdecimal():
            return number not in self.numbers
        highest = self.highest.get(above, 0)
        return highest < int(last) <= highest + _WIDEST_GAP

    def is_title(self, start: int, end: int, entry: Entry) -> bool:
        """Say whether the line, or it and the next one, is the title of ``entry``."""
        key = make_key(self.masked[start:end])
        if key == entry.key:
            return True
        following = self.find_next_line(end)
        if not entry.key.startswith(key + " ") or following < 0:
            return False
        line = _LINE.match(self.masked, following)
        return line is not None and make_key(f"{key} {line[0]}") == entry.key

    def find_next_line(self, position: int) -> int:
        """Return where the next line of words starts, or -1."""
        match = _LINE.search(self.masked, position)
        return match.start() if match else -1


def _read_lines(masked: str, levels: Sequence[Level], index: Index) -> Iterator[_Line]:
    """Yield the lines that may open an element: all of them only where a level cannot say how its headings begin."""
    openings = [level.opening for level in levels if level.pattern]
    if all(openings) and not index.by_word:
        opening = rf"[^\S\n]*(?P<line>{'|'.join(openings)})"
        # Each mark apart: the regex engine runs to one character much faster than to any of two.
        others = (re.finditer(mark + opening, masked) for mark in ("\n", FURNITURE))
        first = re.match(opening, masked)
        starts = sorted(match.start("line") for match in chain((first,) if first else (), *others))
    else:
        starts = [match.start() for match in _LINE.finditer(masked)]
    for start in starts:
        above_end = start
        while above_end and masked[above_end - 1] in _GAPS:
            above_end -= 1
        gap = masked[above_end:start]
        above = masked.rfind("\n", 0, above_end) + 1
        above = max(above, masked.rfind(FURNITURE, above, above_end) + 1)
        while above < above_end and masked[above].isspace():
            above += 1
        line = _LINE.match(masked, start)
        end = line.end() if line else start
        turned = FURNITURE in gap
        yield _Line(start, end, above_end == 0 or turned or gap.count("\n") > 1, turned, above, above_end)


def _opens_title(character: str) -> bool:
    return character.isupper() or character.isdigit() or character in _OPENERS


def split_number(printed: str, style: NumberStyle) -> tuple[str, ...]:
    """Return the parts of a number, Roman ones as plain figures, without leading zeros.

    >>> split_number("II.03", "roman"), split_number("2.C.1", "mixed")
    (('2', '3'), ('2', 'C', '1'))
    """
    return tuple([_read_part(part, style) for part in _PART.findall(printed)])


def _read_part(part: str, style: NumberStyle) -> str:
    if part.isdecimal():
        return str(int(part))
    if style != "roman" or not set(part) <= set(_ROMAN_VALUES):
        return part
    values = [_ROMAN_VALUES[letter] for letter in part]
    return str(sum(-value if value < after else value for value, after in pairwise((*values, 0))))
