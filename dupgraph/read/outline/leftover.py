"""Lines that look like headings: those that an outline has left over, by shape and count."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence, Set
from operator import attrgetter, itemgetter

from dupgraph.language.messages import say
from dupgraph.read.outline.column_names import announces_goals, names_field
from dupgraph.read.outline.columns import choose_columns, find_timetables
from dupgraph.read.outline.labels import draft_labels
from dupgraph.read.outline.lines import LINE, Line, Page, list_leads, once_a_page
from dupgraph.read.outline.looks import heads_text, is_strong
from dupgraph.read.outline.names import KINDS, NO_LEVELS, find_kind, is_front, opens_annex, refers, tells_context
from dupgraph.read.outline.numbers import BARE
from dupgraph.read.outline.open_labels import draft_open_labels
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.rows import read_printed
from dupgraph.read.outline.tables import Cell, read_cell
from dupgraph.read.outline.titles import FURNITURE, looks_alone, opens_with_infinitive
from dupgraph.schema.links import ACTION, OBJECTIVE
from dupgraph.schema.values import Document, NearHeading, Section, mask_furniture
from dupgraph.schema.weights import BOLD

_NUMBERED = re.compile(
    r"""(?: (?:\d{1,4}|[A-Z]|[IVXLC]{1,7})(?:\.[A-Z\d]{1,4})+[.)]?
          | \d{1,4}[.)]? | (?:[A-Z]|[IVXLC]{1,7})[.)] | [•▪●◦–*] )[ ]\S
      | [A-Z]\w+(?:[ ]\w+){0,2}[ ](?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,7})[ ]?[:.)–—-]""",
    re.VERBOSE,
)
_NEAR = re.compile(
    r"""(?P<shape>[A-ZÀ-Ú][\w’']+(?:[ ][\w’']+){0,2}[ ]\d{1,3}(?:\.\d{1,3})*(?!\d|[.,]\d)(?=[ ]?[:.–—-]|[ ][A-ZÀ-Ú]|$)
        | (?P<long>[A-ZÀ-Ú][^\W\d_]*(?:[ ][^\W\d_]+){3,24})[ ](?:[Nn][.°][ ]?)?\d{1,3}(?:\.\d{1,3})*(?!\d|[.,]\d)
              (?=[ ]?[:.–—-]|[ ][A-ZÀ-Ú]|$)
        | (?:[A-Z]{1,4}[._-]?){1,3}\d{1,3}(?:[._]\d{1,3})*[a-z]?(?=[ ]?[:–—-]|[ ]+[A-ZÀ-Ú])
        | [A-ZÀ-Ú][\w’']+(?:[ ][\w’']+){0,2}[ ](?:[IVX]{1,5}(?=[ ]?[:.–—-]|$)|[A-Z](?=[ ]?[:–—-])|[a-z](?=\)))
        | \(?(?:\d{1,3}|[IVX]{1,5}|[A-Z])(?:\.\d{1,3})+(?:\.?[a-z])?[.)]?(?=[ ]+[A-ZÀ-Ú]))""",
    re.VERBOSE,
)
_CAPITAL_LABEL = re.compile(r"(?P<label>[A-ZÀÈÉÌÒÙ]{3,}(?: [A-ZÀÈÉÌÒÙ]+){0,2}) (?=[A-ZÀÈÉÌÒÙ][a-zàèéìòù’'])")
# Chapters and sections: an outline that knows its headings otherwise (by labels) should know them, too.
LONE = say("near_lone")
# How a note begins.
_NOTE = re.compile(r"\s*\[[\w*]+\] ")
# Between the numbers around one that is missing.
MISSING = "->"
_HIGH_RANK = 2
_LEAST_LABELLED = 3
_NEARLY = 0.8
_LONGEST_HEADING = 300
_LONGEST_SHOWN = 80
# Words of a title that stands again behind others.
_MOST_WORDS = 60


def list_leftover(document: Document) -> list[tuple[int, str]]:
    """Return the lines that look like headings, numbered or all in capitals, each with its line's number."""
    masked = mask_furniture(document, FURNITURE)
    lines: list[tuple[int, str]] = []
    count, done = 1, 0
    for match in LINE.finditer(masked):
        words = " ".join(match[0].split())
        if _NUMBERED.match(words) or (words.isupper() and len(words) > 3):
            count += document.text.count("\n", done, match.start())
            done = match.start()
            lines.append((count, words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 3] + "..."))
    return lines


def list_near(
    page: Page, sections: Sequence[Section], levels: Sequence[Level] = (), stops: Container[str] = ()
) -> tuple[NearHeading, ...]:
    """Return the lines that look like headings and open no element, by shape: a label or code with a number,
    or a number of several parts. Numbered lists, lines in capitals and ``stops`` are no sign of a fault.
    """
    taken = {section.start for section in sections} | {section.title_start for section in sections}
    near = (
        *_list_styled(page, sections, levels, stops),
        *_list_labelled(page, sections, taken),
        *_list_goals(page, sections),
        *(_make_near(page, shape, starts) for shape, starts in _group_printed(page, sections).items()),
    )
    return tuple(sorted(near, key=lambda near: -near.times))


def _list_free(page: Page, sections: Sequence[Section]) -> Iterator[tuple[Line, int]]:
    """Yield the lines from the first element on that stand in no title and no cell, and how many titles are before."""
    titles = [(section.start, section.title_end) for section in sections]
    first = titles[0][0] if titles else 0
    place = 0
    for line in page.lines:
        while place < len(titles) and titles[place][1] <= line.start:
            place += 1
        inside = place < len(titles) and titles[place][0] <= line.start
        if not (inside or line.is_cell or line.start < first):
            yield line, place


def find_closing_parts(page: Page, sections: Sequence[Section]) -> frozenset[int]:
    """Return where the lines start that stand again between the last elements of groups and what follows these."""
    spans = sorted((section.end, section.reach) for section in sections if section.end < section.reach)
    found: dict[str, list[int]] = {}
    for line in page.lines if len(spans) > 1 else ():
        place = bisect_right(spans, line.start, key=itemgetter(0)) - 1
        if place >= 0 and line.start < spans[place][1] and line.lone and not line.is_cell:
            found.setdefault(make_key(page.get_words(line)), []).append(line.start)
    return frozenset(start for starts in found.values() if len(starts) > 1 for start in starts)


def _group_printed(page: Page, sections: Sequence[Section]) -> dict[str, list[int]]:
    """Return where lines start that print a label or a number as headings do, by its shape."""
    # An element's number that stands again names the element.
    noted = [section for section in sections if section.notation]
    printed = {section.notation for section in noted}
    names = {make_key(section.level_name) for section in noted}
    matches = _match_printed(page)
    found: dict[str, list[int]] = {}
    longer: dict[str, str] = {}
    for line, place in _list_free(page, sections):
        match = matches.get(line.start)
        if (
            match is None
            or is_documents(match.string, place == len(sections))
            or match["shape"] in printed
            or match["shape"].rsplit(" ", 1)[-1] in printed
        ):
            continue
        if match["long"] and match.end() == len(match.string) and not line.lone:
            # Prose that goes on: "... dispone di lotti per circa 40", and below it "ettari".
            continue
        if make_key(match["shape"].rpartition(" ")[0]) in NO_LEVELS:
            continue
        shape = _find_gap(match["shape"], printed, noted, names, line.start) or re.sub(r"\d+", "9", match["shape"])
        if match["long"] and MISSING not in shape:
            # Many words with a number are a label where they stand again, whatever blanks are read in them.
            shape = longer.setdefault(make_key(match["long"]).replace(" ", ""), shape)
        found.setdefault(shape, []).append(line.start)
    few = {shape for shape in longer.values() if len(found[shape]) < _LEAST_LABELLED}
    return {s: starts for s, starts in found.items() if s not in few and not _tells_goals(sections, s, starts)}


@once_a_page
def _match_printed(page: Page) -> dict[int, re.Match[str]]:
    """Return the labels and numbers that open the words of lines, these with one blank each, by where they start."""
    found = ((line.start, _NEAR.match(" ".join(page.get_words(line).split()))) for line in page.lines if line.apart)
    return {start: match for start, match in found if match}


def _find_gap(number: str, printed: Container[str], noted: Sequence[Section], names: Container[str], start: int) -> str:
    """Return between which numbers one is missing that comes next and was not taken; empty where it does not.

    It has several parts, or the label of a level: ``names`` are those of all.
    """
    label, _, digits = number.rstrip(".)").rpartition(" ")
    above, dot, last = digits.rpartition(".")
    known = make_key(label) in names if label else above
    before = f"{above}{dot}{int(last) - 1}" if known and last.isdecimal() else ""
    if before not in printed:
        return ""
    place = bisect_right(noted, start, key=attrgetter("start"))
    return " ".join([before, MISSING, *(section.notation for section in noted[place : place + 1])])


def _list_labelled(page: Page, sections: Sequence[Section], taken: Container[int]) -> Iterator[NearHeading]:
    """Yield the labels that name a level of plans and lead a card or stand alone ("Obiettivo operativo: ...").

    In capitals and alone on its line, one needs no mark ("AREA Scuola").
    """
    capitals: dict[str, list[int]] = {}
    for line in page.lines:
        match = _CAPITAL_LABEL.match(page.masked, line.start, line.end) if line.apart and line.lone else None
        if match and line.start not in taken and not line.is_cell and find_kind(match["label"]):
            capitals.setdefault(match["label"], []).append(line.start)
    for label, left in capitals.items():
        if len(left) >= _LEAST_LABELLED and not _tells_goals(sections, label, left):
            yield _make_near(page, say("near_label", label=label), left)
    free = {line.start for line, _ in _list_free(page, sections)}
    for draft in draft_labels(page):
        left = [start for start in draft.starts if start in free and start not in taken]
        sure = draft.weight >= 1 and len(left) * 2 > len(draft.starts)
        if sure and len(left) >= _LEAST_LABELLED and not _tells_goals(sections, draft.name, left):
            yield _make_near(page, say("how_label", name=draft.name), left)
    for draft in draft_open_labels(page):
        left = [start for start in draft.starts if start not in taken]
        # "Risultato: opera conclusa" below each objective says the same of all.
        said = {page.masked[start : start + _LONGEST_SHOWN].split("\n")[0] for start in left}
        field = (
            len(said) * 2 <= len(left) or _tells_goals(sections, draft.name, left) or _tells_text(page, sections, left)
        )
        if len(left) >= _LEAST_LABELLED and len(left) * 2 > len(draft.starts) and not field:
            yield _make_near(page, say("near_label", label=f"{draft.name}:"), left)


def _tells_goals(sections: Sequence[Section], label: str, starts: Sequence[int]) -> bool:
    """Say whether nearly all objectives, or actions, have a label of a higher level below them: a field of theirs.

    "Missione 4" is that of an objective, "Obiettivo: ..." what an action is for.
    """
    kind = find_kind(label)
    if kind is None:
        return False
    lower = {s.start for s in sections if s.kind in (OBJECTIVE, ACTION) and KINDS.index(s.kind) > KINDS.index(kind)}
    places = [section.start for section in sections]
    owners = {places[place - 1] for place in (bisect_right(places, start) for start in starts) if place}
    # What stands twice and more below each is rather a level of its own.
    return bool(lower) and len(owners & lower) > _NEARLY * len(lower) and len(starts) < 2 * len(owners)


def _tells_text(page: Page, sections: Sequence[Section], starts: Sequence[int]) -> bool:
    """Say whether labelled lines stand once below each objective, or action, and open sentences: a field of theirs.

    "Risultato atteso: le famiglie sono assistite." may be called as objectives of other plans are.
    """
    lower = {section.start for section in sections if section.kind in (OBJECTIVE, ACTION)}
    places = [section.start for section in sections]
    owners = {places[place - 1] for place in (bisect_right(places, start) for start in starts) if place}
    limits = {line.start: line.limit for line in page.lines}
    ended = sum(page.masked[start : limits[start]].rstrip().endswith(".") for start in starts)
    return len(starts) == len(owners & lower) > _NEARLY * len(lower) and ended > _NEARLY * len(starts)


def _list_goals(page: Page, sections: Sequence[Section]) -> Iterator[NearHeading]:
    """Yield the items of lists that a line as "Obiettivi:" opens and the rows of tables of objectives that are none.

    Below an objective they are its text; a table of what stands elsewhere, too, is a list of it.
    """
    starts = [section.start for section in sections]
    titles = {make_key(section.title) for section in sections}
    leads = list_leads(page)

    def is_left(start: int, lead: int = -1) -> bool:
        place = bisect_right(starts, start) - 1
        owner = sections[place] if place >= 0 else None
        if owner is None or start < owner.title_end:
            return owner is None
        # An item of one list owns none of another.
        return owner.kind not in (OBJECTIVE, ACTION) or leads.get(owner.start, ("", lead))[1] != lead

    found: dict[str, list[int]] = {}
    for start, (words, lead) in leads.items():
        if announces_goals(words) and is_left(start, lead):
            found.setdefault(say("near_item", words=words), []).append(start)
    for name, cells in _list_columns(page):
        left = [cell for cell in cells if is_left(cell.start) and not _lists_titles(page, cell, titles)]
        if len(left) * 2 > len(cells):
            found.setdefault(say("near_row", name=name), []).extend(cell.start for cell in left)
    for shape, places in found.items():
        if len(places) >= _LEAST_LABELLED:
            yield _make_near(page, shape, places)


@once_a_page
def _list_columns(page: Page) -> list[tuple[str, list[Cell]]]:
    """Return the head and the cells of the lowest column of each table that names elements."""
    steps = find_timetables(page)
    chosen = ((table, column) for table in page.tables for column in choose_columns(page, table, steps)[-1:])
    return [(name, [row[column] for row in table.rows if column in row]) for table, (column, name) in chosen]


def _lists_titles(page: Page, cell: Cell, titles: Set[str]) -> bool:
    """Say whether a cell has titles and no more, with or without numbers: one, several joined with semicolons, or each
    on its line.
    """
    words = read_cell(page.document, cell)[read_printed(page, cell)[0] - cell.start :]
    listed = (words.split("; "), page.masked[cell.start : cell.stop].splitlines())
    return any(all({make_key(title), make_key(_skip_number(title))} & titles for title in some) for some in listed)


def _skip_number(words: str) -> str:
    number = BARE.match(words)
    return words[number.end() :] if number else words


def counts_alone(sections: Sequence[Section], levels: Sequence[Level]) -> bool:
    """Say whether short lines may be headings that are missing.

    Nothing marks the others, none stand above lists or labels without a number, or there are no objectives.
    """
    lists = {level.name for level in levels if level.lead or (level.number == "none" and _has_label(level))}
    goals = any(section.kind in (OBJECTIVE, ACTION) for section in sections)
    headless = any(section.parent is None and section.level_name in lists for section in sections)
    return headless or not goals or any(level.look for level in levels)


def _has_label(level: Level) -> bool:
    return isinstance(level.pattern, re.Pattern) and "label" in level.pattern.groupindex and not level.coded


def _is_lone(page: Page, line: Line) -> bool:
    """Say whether a paragraph is as short as a heading, and text follows it, which no note is."""
    following = page.masked[line.limit : line.limit + 4 * _LONGEST_SHOWN].split("\n")
    long = any(len(text) > _LONGEST_SHOWN for text in following)
    return long and is_short(page, line) and not _NOTE.match(page.masked, line.limit)


def is_short(page: Page, line: Line) -> bool:
    """Say whether a line, or the paragraph that it opens, is as short as a heading, and no field of an element."""
    words = page.masked[line.start : line.limit if line.block else line.end].strip()
    # "100 alberi per ogni nato" is no number of a list.
    short = looks_alone(words.lstrip("0123456789 ").capitalize()) if words[:1].isdigit() else looks_alone(words)
    return ":" not in words and short and line.start not in page.parts and not (names_field(words) or refers(words))


def _list_styled(
    page: Page, sections: Sequence[Section], levels: Sequence[Level], stops: Container[str]
) -> Iterator[NearHeading]:
    """Yield the headings by style or type that are as high as those of the outline, and were not taken.

    Below its lowest level a heading is part of an element's text.
    """
    titles = {make_key(section.title) for section in sections}
    lowest = max((level.rank for level in levels if level.rank), default=0)
    most = max(lowest, _HIGH_RANK)
    least = min((level.size for level in levels if level.size), default=0.0)
    lightest = min((level.weight for level in levels if level.weight), default=BOLD)
    in_bold = any(level.weight and level.size is None for level in levels)
    looked = counts_alone(sections, levels)
    found: dict[str, list[int]] = {}
    annexed = False
    closing = find_closing_parts(page, sections)
    for line, place in _list_free(page, sections):
        block = line.block
        if not line.opens or (block is None and not looked) or line.start in closing:
            continue
        key, *broken = map(make_key, page.list_headings(line))
        if key in stops or any(words in stops for words in broken):
            continue
        # What an annex behind the last element has of headings is its own.
        headed = block is not None and block.kind == "heading"
        annexed = annexed or (place == len(sections) and headed and opens_annex(page.get_words(line)))
        if annexed:
            continue
        if looked and line.apart and line.lone and is_short(page, line):
            if not _is_known(page.get_words(line), titles, place == len(sections)):
                found.setdefault(LONE, []).append(line.start)
            continue
        if block is None or block.end - block.start > _LONGEST_HEADING:
            continue
        # What stands again and again is a part of each element.
        if line.start in page.parts or not key or _is_known(page.get_words(line), titles, place == len(sections)):
            continue
        if block.rank and block.kind == "heading" and block.rank <= most and not names_again(key, titles):
            found.setdefault(say("near_rank", rank=block.rank), []).append(line.start)
        elif lowest and block.kind == "paragraph" and _is_lone(page, line):
            found.setdefault(LONE, []).append(line.start)
        elif (
            block.weight >= lightest
            and (block.kind == "paragraph" or heads_text(page, block))
            and (shape := _find_type(page, line, least, in_bold))
        ):
            found.setdefault(shape, []).append(line.start)
    for shape, starts in found.items():
        yield _make_near(page, shape, starts)


def _is_known(words: str, titles: Container[str], behind: bool) -> bool:
    """Say whether a heading is an element's, standing again as it is or with its number, or the document's."""
    key = make_key(words)
    again = key in titles or (any(map(str.isdigit, key)) and names_again(key, titles))
    return again or is_documents(words, behind)


def is_documents(words: str, behind: bool) -> bool:
    """Say whether a heading is one of the document: any has it, or it is of the accounts and stands behind the plan."""
    title = _skip_number(words)
    return is_front(title) or (behind and tells_context(title) and not opens_with_infinitive(title))


def _find_type(page: Page, line: Line, least: float, in_bold: bool) -> str:
    """Return the shape of a paragraph in bold that is set as headings are, of ``least`` points or all in bold."""
    size = line.block.size if line.block else None
    if least and size and size >= least:
        return say("near_size", size=size)
    headed = in_bold and line.start not in page.parts and is_strong(page, line)
    return say("near_bold") if headed else ""


def names_again(key: str, titles: Container[str]) -> bool:
    """Say whether a line ends in the title of an element: it stands again."""
    words = key.split()[-_MOST_WORDS:]
    return key in titles or any(" ".join(words[place:]) in titles for place in range(len(words)))


def _make_near(page: Page, shape: str, starts: Sequence[int]) -> NearHeading:
    """Return the lines of one shape, with the first of them as an example."""
    example = " ".join(page.masked[starts[0] : starts[0] + 2 * _LONGEST_SHOWN].split("\n")[0].split())
    line_number = page.document.text.count("\n", 0, starts[0]) + 1
    return NearHeading(shape, len(starts), example[:_LONGEST_SHOWN], line_number)
