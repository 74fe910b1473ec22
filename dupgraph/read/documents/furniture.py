"""What stands in a plan's text and is no text: page numbers, running heads, bare URLs, form feeds, an index.

Furniture is marked, never thrown away: offsets stay, and a sentence that runs across it is still one sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from types import MappingProxyType

from dupgraph.schema.values import Span

_BLANK = " \t\u00a0\u2007\u202f\u3000"
_PAGE_NUMBER = re.compile(
    r"""\n[^\S\n]*(?P<line>
        (?:pag(?:ina|\.)?[ ]?)? (?:[-–—|][ ]?)? (?P<number>\d{1,4}) (?:[ ]?(?:/|di)[ ]?\d{1,4})? (?:[ ]?[-–—|])?
      | (?:[-–—][ ]?)? (?P<roman>[ivxl]{1,7}|[IVXL]{1,7}) (?:[ ]?[-–—])?
    )[^\S\n\f]*(?=[\n\f]|\Z)""",
    re.VERBOSE | re.IGNORECASE,
)
_ROMAN = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_URL = re.compile(r"\n[^\S\n]*(?P<line>(?:https?://|www\.)[^\s]+)[^\S\n\f]*(?=[\n\f]|\Z)", re.IGNORECASE)
_LEADERS = re.compile(r"(?:\.(?:[ ]?\.){3,}|…(?:[ ]?…)+|_{4,}|·(?:[ ]?·){3,})")
# What leaders have in them, by their mark: a single mark is found, or not, faster than several.
_LEADER_MARKS = {".": ("....", ". . ."), "…": ("……", "… …"), "_": ("____",), "·": ("····", "· · ·")}
_LEADERS_END = re.compile(r"[ \t\u00a0.…_·]*(?:\d{1,4}|[ivxlc]{1,7})?[^\S\n\f]*(?=[\n\f]|\Z)", re.IGNORECASE)
_PAGE_AT_END = re.compile(r"(?<=[\s.])\d{1,4}\Z")
_INDEX_TITLE = re.compile(
    r"(?:indice|sommario|indice generale|indice dei contenuti|table of contents)\W*", re.IGNORECASE
)
_WORDS = re.compile(r"[^\s][^\n\f]*")
_DIGITS = re.compile(r"\d+")
# A number that is no part of another: the 3 of "Pagina 3" and of "3/40", not that of "1.1.3" or "2026-2028".
_WHOLE = re.compile(r"(?<![\d.,-])\d{1,9}(?!\d|[.,-]\d)")

# The number of a page, on either side of what a running head says.
_AT_EDGE = re.compile(r"\A\d{1,4}(?=\s)|(?<=\s)\d{1,4}\Z")

_STOPS = ".;:!?"
_EDGE_LINES = 3
# With those that tell what stands beyond them.
_LOOKED_AT = _EDGE_LINES + 2
_INDEX_GAP = 2
# Of a side: heads on fewer pages may be those of chapters.
_FEWEST_FACING = 3
_LONGEST_ENTRY = 300
# Where so few pages end alike, that may be their text: a foot stands further below it than its lines do, so many times.
_FEW_PAGES = 3
_APART = 1.3
# Lines by which that is told.
_TELLING = 3
# Points by which the running heads of two pages stand apart at most.
_SAME_HEIGHT = 15.0
# A line at a page's edge: the page's place, and the line.
_Placed = tuple[int, Span]


def find_furniture(
    text: str, pages: Sequence[int] = (), heights: Mapping[int, float] = MappingProxyType({})
) -> tuple[Span, ...]:
    r"""Return the spans of ``text`` that are page furniture, sorted and disjoint.

    ``heights`` say how high on its page a line stands that starts there, in points, where that is known.

    >>> find_furniture("testo\n\n5 \n\naltro testo")
    (Span(start=7, end=8),)
    """
    # Every pattern starts at a line's end, which the regex engine finds fastest: the first line gets one too.
    shifted = "\n" + text
    spans = [
        *(Span(place, place + 1) for mark in "\f\ufeff" for place in _find_places(text, mark)),
        *_find_page_numbers(shifted),
        *(Span(match.start("line") - 1, match.end("line") - 1) for match in _URL.finditer(shifted)),
    ]
    spans += _find_index(text, spans)
    spans += _find_running_heads(text, pages, spans, heights)
    return merge_spans(spans)


def find_index(text: str) -> tuple[Span, ...]:
    """Return the lines of ``text`` that are an index which somebody typed, sorted and disjoint."""
    return tuple(sorted(set(_find_index(text, ()))))


def _find_places(text: str, mark: str) -> Iterator[int]:
    """Yield the offsets of a mark that is mostly not there: ``find`` sees that much sooner than a pattern."""
    place = text.find(mark)
    while place >= 0:
        yield place
        place = text.find(mark, place + 1)


def _find_page_numbers(shifted: str) -> Iterator[Span]:
    found: list[tuple[Span, int | None, bool]] = []
    position = 0
    while match := _PAGE_NUMBER.search(shifted, position):
        position = match.end("line")
        roman = match["roman"]
        if roman and (not _ROMAN.fullmatch(roman) or not (roman.islower() or roman.isupper())):
            continue
        span = Span(match.start("line") - 1, match.end("line") - 1)
        number = None if roman else int(match["number"])
        found.append((span, number, _stands_apart(shifted, match)))
    numbers = [number for _, number, _ in found]
    for place, (span, number, apart) in enumerate(found):
        near = numbers[max(0, place - 1) : place + 2]
        in_sequence = number is not None and (number + 1 in near or number - 1 in near)
        if apart or in_sequence:
            yield span


def _stands_apart(shifted: str, match: re.Match[str]) -> bool:
    """Say whether a blank line, a page's edge or the text's edge is next to the line."""
    start, end = match.start(), match.end()
    if "\f" in match[0] or end == len(shifted) or start == 0 or shifted[end] == "\f":
        return True
    return _is_blank_at(shifted, end + 1, 1) or _is_blank_at(shifted, start - 1, -1)


def _is_blank_at(text: str, position: int, step: int) -> bool:
    while 0 <= position < len(text) and text[position] in _BLANK:
        position += step
    return not 0 <= position < len(text) or text[position] in "\n\f"


def _find_index(text: str, marked: Iterable[Span]) -> list[Span]:
    """Return the lines of an index: those with dot leaders, and the lines that evidently belong to them."""
    leaders: list[Span] = []
    position = 0 if _has_leaders(text) else len(text)
    while match := _LEADERS.search(text, position):
        position = match.end()
        tail = _LEADERS_END.match(text, match.end())
        if tail is None or not re.search(r"[\divxlc]", tail[0], re.IGNORECASE):
            continue
        start = max(text.rfind("\n", 0, match.start()), text.rfind("\f", 0, match.start())) + 1
        end = match.end() + len(tail[0].rstrip())
        if end - start <= _LONGEST_ENTRY:
            leaders.append(Span(start, end))
        position = tail.end()
    skipped = {span.start for span in marked}
    blocks: list[list[Span]] = []
    for leader in leaders:
        between = list(_list_lines(text, blocks[-1][-1].end, leader.start, skipped)) if blocks else []
        if blocks and leader.start - blocks[-1][-1].end < 2_000 and len(between) <= _INDEX_GAP:
            blocks[-1] += [*between, leader]
        else:
            blocks.append([leader])
    spans = [span for block in blocks for span in (*_grow_index(text, block, skipped), *block)]
    if not leaders:
        spans += _find_plain_index(text, skipped)
    return spans


def _has_leaders(text: str) -> bool:
    return any(mark in text and any(map(text.__contains__, marks)) for mark, marks in _LEADER_MARKS.items())


def _grow_index(text: str, block: list[Span], skipped: set[int]) -> list[Span]:
    """Return the entries without leaders around a block, and the index's own title."""
    grown: list[Span] = []
    limit = _find_last_number(text, block[0])
    for line in reversed(list(_list_lines(text, max(0, block[0].start - 600), block[0].start, skipped))):
        words = text[line.start : line.end]
        if _INDEX_TITLE.fullmatch(words):
            grown.append(line)
            break
        page = _find_entry_page(words)
        if page is None or limit is None or page > limit:
            break
        grown.append(line)
    limit = _find_last_number(text, block[-1])
    for line in _list_lines(text, block[-1].end, min(len(text), block[-1].end + 600), skipped):
        page = _find_entry_page(text[line.start : line.end])
        if page is None or limit is None or not limit <= page <= limit + 50:
            break
        grown.append(line)
    return grown


def _find_plain_index(text: str, skipped: set[int]) -> list[Span]:
    """Return the lines of an index without leaders: under its title, each ending in a page that never falls."""
    # One character before a line is what the regex engine finds fastest; the first line gets one too.
    above = "[\n\f]" if "\f" in text else "\n"
    title = re.search(
        rf"{above}(?P<title>[^\S\n\f]*(?:indice|sommario)(?: generale)?[^\S\n]*)$",
        "\n" + text,
        re.IGNORECASE | re.MULTILINE,
    )
    if title is None:
        return []
    start, end = title.start("title") - 1, title.end("title") - 1
    entries: list[Span] = []
    last = 0
    for line in _list_lines(text, end, min(len(text), end + 20_000), skipped):
        page = _find_entry_page(text[line.start : line.end])
        if page is None or not last <= page <= last + 100:
            break
        last = page
        entries.append(line)
    return [Span(start, end), *entries] if len(entries) >= 3 else []


def _find_entry_page(words: str) -> int | None:
    """Return the page that an entry of an index ends in, if ``words`` can be one."""
    match = _PAGE_AT_END.search(words, len(words) - 4 if len(words) > 4 else 0)
    if match is None or len(words) > _LONGEST_ENTRY or not any(map(str.isalpha, words)):
        return None
    return int(match[0])


def _find_last_number(text: str, line: Span) -> int | None:
    numbers = _DIGITS.findall(text, line.start, line.end)
    return int(numbers[-1]) if numbers else None


def _list_lines(text: str, start: int, end: int, skipped: set[int]) -> Iterator[Span]:
    """Yield the lines that are not blank between two offsets, without the white space around them."""
    for match in _WORDS.finditer(text, start, end):
        if match.start() not in skipped:
            yield Span(match.start(), match.start() + len(match[0].rstrip()))


def _list_lines_up(text: str, start: int, end: int, skipped: set[int]) -> Iterator[Span]:
    """Yield the same lines of one page, the last first; a form feed may only close it."""
    while end > start:
        above = max(start, text.rfind("\n", start, end) + 1)
        yield from _list_lines(text, above, end, skipped)
        end = above - 1


def _find_running_heads(
    text: str, pages: Sequence[int], marked: Iterable[Span], heights: Mapping[int, float]
) -> list[Span]:
    """Return the lines that stand, digits aside, at the top or at the bottom of most pages, from the edge inwards."""
    if len(pages) < 2:
        return []
    skipped = {span.start for span in marked}
    bounds = list(pairwise((*pages, len(text))))
    tops = [list(islice(_list_lines(text, start, end, skipped), _LOOKED_AT)) for start, end in bounds]
    bottoms = [list(islice(_list_lines_up(text, start, end, skipped), _LOOKED_AT)) for start, end in bounds]
    return _peel_edge(text, tops, heights, at_top=True) + _peel_edge(text, bottoms, heights, at_top=False)


def _peel_edge(text: str, pages: list[list[Span]], heights: Mapping[int, float], *, at_top: bool) -> list[Span]:
    """Return the running lines at one edge: ``pages`` holds the lines of each page from that edge on."""
    heads: list[Span] = []
    kept = 0
    for _ in range(_EDGE_LINES):
        places: dict[str, list[_Placed]] = defaultdict(list)
        for page, lines in enumerate(pages):
            if lines:
                words = " ".join(text[lines[0].start : lines[0].end].split())
                places[_DIGITS.sub("0", words).lower()].append((page, lines[0]))
        if heights:
            places = {words: _list_level(found, heights) for words, found in places.items()}
        often = [found for found in places.values() if len(found) >= 2 and len(found) * 2 > len(pages)]
        running = [
            found
            for found in often or _list_facing(places, len(pages))
            if _runs_with_pages(text, found, pages, at_top=at_top)
        ] or _list_changing(text, places, len(pages))
        if not running:
            break
        edges = [(page, line) for found in running for page, line in found]
        heads += [line for _, line in edges]
        if at_top or len(pages) > _FEW_PAGES or any(_stands_apart_from(pages[page], heights) for page, _ in edges):
            kept = len(heads)
        for page, _ in edges:
            pages[page] = pages[page][1:]
    return heads[:kept]


def _stands_apart_from(lines: Sequence[Span], heights: Mapping[int, float]) -> bool:
    """Say whether the last line of a page stands further below the one above than that below the next one.

    Two cards that take a page each may end alike: that is no foot.
    """
    known = [heights[line.start] for line in lines[:_TELLING] if line.start in heights]
    return (
        len(known) < len(lines[:_TELLING])
        or len(known) < _TELLING
        or known[1] - known[0] > _APART * (known[2] - known[1])
    )


def _list_level(found: list[_Placed], heights: Mapping[int, float]) -> list[_Placed]:
    """Return the lines that stand as high on their pages as another one: the last line of a short page is no foot."""
    known = sorted(heights[line.start] for _, line in found if line.start in heights)
    if len(known) < 2:
        return found

    def has_like(height: float) -> bool:
        return bisect_left(known, height + _SAME_HEIGHT) - bisect_right(known, height - _SAME_HEIGHT) > 1

    return [(page, line) for page, line in found if line.start not in heights or has_like(heights[line.start])]


def _list_facing(places: Mapping[str, list[_Placed]], pages: int) -> list[list[_Placed]]:
    """Return the running heads of a document that has one on its left pages and another one on its right pages."""
    facing: list[list[_Placed]] = []
    for side in (0, 1):
        found = max(
            (found for found in places.values() if all(page % 2 == side for page, _ in found)), key=len, default=[]
        )
        if len(found) < _FEWEST_FACING or len(found) * 2 <= len(range(side, pages, 2)):
            return []
        facing.append(found)
    return facing


def _list_changing(text: str, places: Mapping[str, list[_Placed]], pages: int) -> list[list[_Placed]]:
    """Return the running heads that name each page's chapter beside its number: most of these on several pages."""
    shifts = Counter(
        shift
        for found in places.values()
        for page, line in found
        for shift in {int(number) - page for number in _AT_EDGE.findall(text[line.start : line.end])}
    )
    shift = max(shifts, key=lambda shift: shifts[shift], default=0)
    numbered = {
        words: [(page, line) for page, line in found if str(page + shift) in _AT_EDGE.findall(text[slice(*line)])]
        for words, found in places.items()
    }
    several = {words: found for words, found in numbered.items() if len(found) > 1}
    if len(several) < 2 or sum(map(len, several.values())) * 2 <= pages:
        return []
    begun = {tuple(words.split()[:2]) for words in several}
    return [found for words, found in numbered.items() if words in several or tuple(words.split()[:2]) in begun]


def _runs_with_pages(text: str, found: list[_Placed], pages: list[list[Span]], *, at_top: bool) -> bool:
    """Say whether lines that are alike but for their digits differ as page numbers do, if at all.

    A line at the top whose number grows with the pages can be a heading that opens each of them: then a title is
    under it, or the number has parts. Under a running head the text of the page before goes on, here and there. What
    ends a sentence of the page is no foot, however often the pages end in it.
    """
    if not at_top and all(_ends_sentence(text, pages[page]) for page, _ in found):
        return False
    if len({text[line.start : line.end] for _, line in found}) == 1:
        return True
    shifts: dict[int, int] = defaultdict(int)
    for page, line in found:
        for shift in {int(number) - page for number in _WHOLE.findall(text, line.start, line.end)}:
            shifts[shift] += 1
    if max(shifts.values(), default=0) * 2 <= len(found):
        return False
    below = [pages[page][1] for page, _ in found if len(pages[page]) > 1]
    return not at_top or not below or not all(_opens_title(text[line.start : line.end]) for line in below)


def _ends_sentence(text: str, lines: Sequence[Span]) -> bool:
    """Say whether the first of these lines, which go upwards, is the rest of a sentence in the next."""
    if len(lines) < 2:
        return False
    line, above = lines[:2]
    return text[line.start].islower() and text[line.end - 1] in _STOPS and text[above.end - 1] not in _STOPS


def _opens_title(words: str) -> bool:
    return next((character.isupper() for character in words if character.isalpha()), False)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for span in sorted(set(spans)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
