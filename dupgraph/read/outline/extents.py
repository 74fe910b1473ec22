"""Where the text of an element begins and ends beside its heading: what stands before it, and what no longer is its.

Titles alone do not tell: a card says its mission before its title, a note below a table is of no row of it. What the
elements of a level have in common does: where each has its text in its own item or card, what follows the last one is
of what groups them; and labels that stand above each heading and nowhere else are of what follows.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from dupgraph.read.outline.lines import Line, Page, once_a_page, read_part
from dupgraph.read.outline.names import SEVERAL
from dupgraph.read.outline.profile import Level
from dupgraph.read.outline.repeats import find_ends, read_titles
from dupgraph.read.outline.titles import Heading
from dupgraph.schema.values import Block
from dupgraph.schema.weights import BOLD

# Words before a title that stands again: a label and a number.
_FEW_WORDS = 3
# Letters that are no text.
_FEW_LETTERS = 3
# Elements of which none has text beyond its item or card, for that to be how they are written.
_FEWEST = 2
# How a line begins in which somebody signs, or the one above with the place and the day; how many there are.
_SIGNING = re.compile(
    r"""(?:[Ff]\.to|[Ff]irmato)\b
        | (?:[Ff]irmato[ ])?(?:[Ii][Ll]|[Ll][Aa])[ ](?:(?i:candidat[oa])[ ])?
          (?i:(?:vice)?sindac|segretari|president|commissari|responsabile\b|dirigente\b|direttor)\w*
          (?:,?[ ](?:[\W\d]*[A-ZÀ-Ú][\w.’']*|comunale|generale|finanziario|di|del(?:l[ao’'])?\w*|e|in|pro|tempore
              |dott\.?(?:ssa)?|avv\.|ing\.|arch\.|geom\.|rag\.|prof\.))*\W*\Z
        | [A-ZÀ-Ú][\w’' ]+,[ ](?:[a-zì]+[ ])?\d{1,2}[° /.]+(?:\w+|\d{1,2})[ /.]+\d{4}\Z""",
    re.VERBOSE,
)
_LONGEST_SIGNING = 60
_MOST_SIGNING = 8
# How a paragraph begins that says something of all elements of a group.
_OF_ALL = re.compile(
    rf"(?:(?:per|a|in|con|da) )?tutt[ie] (?:gli|le|i) (?:{'|'.join(sorted(SEVERAL))})\b", re.IGNORECASE
)
# Headings with the same labels above them, for these to be theirs.
_FEWEST_HEADED = 3


def settle_extents(page: Page, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings with where the text of each begins and ends, as far as the next heading does not say it."""
    signed = _find_signature(page)
    kept = [heading for heading in headings if signed < 0 or heading.start < signed]
    if not kept:
        return ()
    headings = [*kept, Heading(signed, 0, (), signed, signed, stop=True)] if signed >= 0 else kept
    return _give_heads(page, _end_groups(page, _end_items(page, _begin_cards(page, levels, headings))))


def _find_signature(page: Page) -> int:
    """Return where the lines begin that sign the document at its end: a date, an office, names; -1 where none do."""
    ends = takewhile(lambda line: _is_signing(page.get_words(line)), islice(reversed(page.lines), _MOST_SIGNING))
    starts = [line.start for line in ends if _SIGNING.match(page.get_words(line))]
    return min(starts, default=-1)


def _is_signing(words: str) -> bool:
    return len(words) <= _LONGEST_SIGNING and (words[-1:] not in ".;:" or _SIGNING.match(words) is not None)


def find_block(page: Page, start: int) -> int:
    """Return the place of the block in which something starts, or of the last one before it; -1 where none is."""
    return bisect_right(_list_starts(page), start) - 1


@once_a_page
def _list_starts(page: Page) -> list[int]:
    return [block.start for block in page.document.blocks]


def find_table(page: Page, start: int) -> int | None:
    """Return the number of the table in which an element begins."""
    blocks, place = page.document.blocks, find_block(page, start)
    return blocks[place].table if place >= 0 and start < blocks[place].end else None


def says_something(page: Page, start: int, end: int) -> bool:
    """Say whether a stretch of the text has words."""
    letters = filter(str.isalpha, page.masked[start:end])
    return len(list(islice(letters, _FEW_LETTERS + 1))) > _FEW_LETTERS


def _begin_cards(page: Page, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings, a row of a card whose title stands above the card as that: there its element begins.

    What the card says before its title ("Missione", "Assessore") would else be said of the element before.
    """
    if all(heading.table is None for heading in headings):
        return tuple(headings)
    ends = find_ends(page.masked, levels, headings)
    titles = read_titles(page.masked, headings, ends)
    starts = [line.start for line in page.lines]
    begun: list[Heading] = []
    after = 0
    for heading, title, end in zip(headings, titles, ends, strict=True):
        is_row = heading.table is not None and not heading.groups
        above = page.lines[bisect_left(starts, after) : bisect_left(starts, heading.start)] if is_row else ()
        begun.append(_begin_above(page, above, heading, title))
        after = end
    return tuple(begun)


def _begin_above(page: Page, lines: Sequence[Line], heading: Heading, title: str) -> Heading:
    """Return a heading as the last block of ``lines`` that says its title, behind a label and a number at most."""
    blocks = [line.block for line in reversed(lines) if line.block and line.opens and not line.is_cell]
    words = r"\s+".join(map(re.escape, title.split()))
    # Most rows stand right below another: nothing is looked for above them.
    if not (blocks and words):
        return heading
    again = re.compile(rf"(?:\S+\s+){{0,{_FEW_WORDS}}}?({words})\W*\Z")
    for block in blocks:
        if found := again.match(page.masked[block.start : block.end]):
            first, last = (block.start + place for place in found.span(1))
            return replace(heading, start=block.start, title_start=first, title_end=last)
    return heading


def _end_items(page: Page, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings with where their rows, cards and items end, as far as that ends their elements.

    A table of several elements ends those. Of cards and items all but the last ones of their groups tell it: where some
    have text below them, the last one's is no other.
    """
    rows = Counter(heading.table for heading in headings if not heading.groups)
    firm = {table.number for table in page.tables if table.names and rows[table.number] >= _FEWEST}
    ends: list[int] = []
    told: Counter[int] = Counter()
    open_levels: set[int] = set()
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        own = max(heading.end, find_item_end(page, heading), _find_card_end(page, heading))
        end = -1 if heading.groups or heading.stop else own
        ends.append(end)
        if following is None or following.stop or heading.table in firm:
            continue
        # The next card may begin with what groups it.
        carded = heading.table is not None and not heading.groups
        if following.level == heading.level or (carded and find_table(page, following.start) is not None):
            start = min([following.start, *(start for start, _ in following.heads)])
            told[heading.level] += 1
            open_levels |= {heading.level} if end < 0 or says_something(page, end, start) else set()
    closed = {level for level, count in told.items() if count >= _FEWEST} - open_levels
    kept = [
        end if heading.level in closed or heading.table in firm else -1
        for heading, end in zip(headings, ends, strict=True)
    ]
    return tuple(
        heading if heading.end == end else replace(heading, end=end)
        for heading, end in zip(headings, kept, strict=True)
    )


def _find_card_end(page: Page, heading: Heading) -> int:
    """Return where the table ends in whose cell a label opens an element, or right above which it does; else -1."""
    blocks, place = page.document.blocks, find_block(page, heading.start)
    if place < 0 or heading.table is not None:
        return -1
    if blocks[place].kind in ("heading", "paragraph") and heading.title_end <= blocks[place].end:
        below = (n for n in range(place + 1, len(blocks)) if blocks[n].kind != "furniture")
        place = next(below, place)
    if blocks[place].kind != "cell":
        return -1
    table = blocks[place].table
    card = takewhile(lambda block: block.table == table or block.kind == "furniture", _list_from(blocks, place))
    return max(block.end for block in card if block.table == table)


def _list_from(blocks: Sequence[Block], place: int) -> Iterator[Block]:
    # A slice would be a copy of nearly all, for each of many headings.
    return (blocks[n] for n in range(place, len(blocks)))


def find_item_end(page: Page, heading: Heading) -> int:
    """Return where the item ends that a heading opens, with what nests in it or goes on; -1 where it is none."""
    blocks, place = page.document.blocks, find_block(page, heading.start)
    if place < 0 or blocks[place].kind != "item" or heading.table is not None:
        return -1
    end = blocks[place].end
    for below in _list_from(blocks, place + 1):
        nests = below.kind in ("paragraph", "item") and below.depth > blocks[place].depth
        if not (nests or below.goes_on or below.kind == "furniture"):
            break
        end = below.end if below.kind != "furniture" else end
    return end


def _end_groups(page: Page, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings, the last ones of their groups ended where a part begins that only these have below them.

    "Risorse umane" below the last objective of each programme is the programme's, and so is what is said of all.
    """
    starts = [heading.start for heading in headings]
    last: dict[str, dict[int, int]] = defaultdict(dict)
    inner: set[str] = set()
    for start, key in _list_parts(page):
        place = bisect_right(starts, start) - 1
        if place < 0 or starts[place] == start:
            continue
        above, below = headings[place], headings[place + 1] if place + 1 < len(headings) else None
        second = place > 0 and headings[place - 1].level == above.level and not headings[place - 1].stop
        closes = below is None or below.stop or below.level < above.level
        if not closes:
            inner.add(key)
        elif second and above.level > 0 and not above.stop:
            last[key].setdefault(place, start)
    ends: dict[int, tuple[int, int]] = {}
    for key, found in last.items():
        if not key or (key not in inner and len(found) >= _FEWEST):
            # It is of the lowest level that goes on behind it; where not all of that level have it, of none.
            following = [headings[place + 1] for place in found if place + 1 < len(headings)]
            tail = max((below.level for below in following if not below.stop), default=0)
            groups = sum(one.level == tail < two.level for one, two in pairwise(headings))
            tail = tail if len(found) >= groups else -1
            ends |= {place: min((start, tail), ends.get(place, (start, tail))) for place, start in found.items()}
    return tuple(
        replace(heading, end=ends[place][0], tail=ends[place][1])
        if place in ends and not 0 <= heading.end < ends[place][0]
        else heading
        for place, heading in enumerate(headings)
    )


@once_a_page
def _list_parts(page: Page) -> list[tuple[int, str]]:
    """Return where a part of elements may begin, and what it is called: nothing where it says that it is of all."""
    found: list[tuple[int, str]] = []
    for line in page.lines:
        words = page.get_words(line)
        if _opens_table(page, line):
            found.append((line.start, f"{read_part(words)}|"))
        elif line.opens and not line.is_cell and _OF_ALL.match(words):
            found.append((line.start, ""))
        elif not line.is_cell and (line.start in page.parts or (line.opens and line.lone and _is_set_apart(line))):
            found.append((line.start, read_part(words)))
    return found


def _opens_table(page: Page, line: Line) -> bool:
    """Say whether the first cell of a table begins with a line."""
    if not (line.is_cell and line.opens and line.block):
        return False
    place = find_block(page, line.start)
    return place == 0 or page.document.blocks[place - 1].table != line.block.table


def _is_set_apart(line: Line) -> bool:
    """Say whether a line is set as headings are: by its style, or in bold."""
    block = line.block
    return block is not None and (block.kind == "heading" or (block.kind == "paragraph" and bool(block.weight & BOLD)))


def _give_heads(page: Page, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings, those of a level with the labelled lines above them that all of these have, and no text.

    "Assessore: ..." stands above the first one, too, and not below the last.
    """
    if not page.labels:
        return tuple(headings)
    runs = [
        _list_labels(page, heading.start, headings[place - 1].start if place else -1)
        for place, heading in enumerate(headings)
    ]
    headed = {line.start for run in runs for line in run.values()}
    starts = [heading.start for heading in headings]
    kept: dict[int, set[str]] = defaultdict(set)
    for start, label in page.labels.items():
        place = bisect_right(starts, start) - 1
        if place >= 0 and start not in headed:
            kept[headings[place].level].add(label)
    stated = [[line.start for line in run.values() if line.start in page.stated] for run in runs]
    found = {
        place: (min(starts), max(line.end for line in runs[place].values()))
        for place, starts in enumerate(stated)
        if starts
    }
    for level in {heading.level for heading in headings}:
        places = [n for n, heading in enumerate(headings) if heading.level == level and not heading.stop]
        if len(places) >= _FEWEST_HEADED:
            shared = set.intersection(*(set(runs[place]) for place in places)) - kept[level]
            for place in places if shared else ():
                own = [line.start for label, line in runs[place].items() if label in shared]
                found[place] = min(own + stated[place]), max(line.end for line in runs[place].values())
    return tuple(
        replace(heading, heads=(found[place], *heading.heads)) if place in found else heading
        for place, heading in enumerate(headings)
    )


def _list_labels(page: Page, start: int, after: int) -> dict[str, Line]:
    """Return the lines right above a heading that say what they hold, by their labels, each once: the nearest."""
    run: dict[str, Line] = {}
    place = bisect_left(page.lines, start, key=lambda line: line.start) - 1
    while place >= 0 and page.lines[place].start > after:
        line = page.lines[place]
        label = page.labels.get(line.start)
        if label is None or label in run:
            break
        run[label] = line
        place -= 1
    return run
