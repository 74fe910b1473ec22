"""Headings that stand twice: in a list of what follows, or again to group more items below them."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import islice, pairwise, takewhile

from dupgraph.read.outline.names import TITLES
from dupgraph.read.outline.profile import Level, make_key
from dupgraph.read.outline.titles import Heading, find_title_end

_AMOUNT = re.compile(r"[\s€.…_·]*(?:\d{1,3}(?:\.\d{3})*(?:,\d{2})?|\d+)(?:\s*(?:€|euro))?\s*\Z")
# A number that may tell a title from the next one, as no amount and no page does.
_COUNTED = re.compile(r"[\w.°] (\d{1,2})\W*\Z")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w{4,}")
_ALIKE = 0.6
# Words that stand between the last entry of a list and what comes next: a heading at most.
_FEW = 60
# Signs of the figures below the last entry.
_LONGEST_FIGURES = 400
# Letters that are no text below a heading.
_FEW_LETTERS = 3
# Letters of what little stands below a line of a cover; a document shorter than that has none.
_COVER = 60
_SHORT = 3_000


def drop_lists(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings without the entries of lists: those with no text and no children that stand again later.

    An index without leaders, a summary of missions with their amounts and a list of the sheets that follow are lists.
    So are the lines of a cover that look like headings: they stand before all text, and hold nothing. One bullet alone
    is no list: a plan may say the same of two parts of the town.
    """
    entries = _find_entries(masked, levels, headings)
    alone = {n for n in entries if levels[headings[n].level].bulleted and entries.isdisjoint((n - 1, n + 1))}
    kept = [heading for place, heading in enumerate(headings) if place not in entries - alone]
    return _drop_title(masked, levels, kept[_count_cover(masked, levels, kept) :])


def _find_entries(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> set[int]:
    """Return the places of the headings that have no text and no children, and stand again later."""
    ends = find_ends(masked, levels, headings)
    titles = read_titles(masked, headings, ends)
    later: dict[tuple[int, str], set[str]] = {}
    entries: set[int] = set()
    repeated: set[int] = set()
    after: Heading | None = None
    for place in range(len(headings) - 1, -1, -1):
        heading, title = headings[place], titles[place]
        key = _make_name(heading, title)
        following = headings[place + 1].start if place + 1 < len(headings) else len(masked)
        childless = after is None or after.stop or after.level <= heading.level
        again = any(are_alike(title, other, share=1.0) for other in later.get(key, ()))
        last = place + 1 not in entries
        if not heading.stop and childless and again:
            repeated.add(place)
            if _is_empty(masked, heading, ends[place], following, last=last):
                entries.add(place)
                continue
        after = heading
        later.setdefault(key, set()).add(title)
    entries |= _find_figures(masked, headings, titles, ends)
    # Text may follow a list: it stands below the last entry, which names none of those before it.
    names = [_make_name(heading, title) for heading, title in zip(headings, titles, strict=True)]
    return entries | {
        place
        for place in repeated
        if {place - 1, place - 2} <= entries and names[place] not in names[_find_run(entries, place) : place]
    }


def _find_figures(masked: str, headings: Sequence[Heading], titles: Sequence[str], ends: Sequence[int]) -> set[int]:
    """Return the places of the headings that stood before, of which figures alone stand below: what these cost."""
    earlier: dict[tuple[int, str], set[str]] = {}
    found: set[int] = set()
    for place, (heading, title) in enumerate(zip(headings, titles, strict=True)):
        following = headings[place + 1] if place + 1 < len(headings) else None
        childless = following is None or following.stop or following.level <= heading.level
        known = earlier.setdefault(_make_name(heading, title), set())
        again = any(are_alike(title, other, share=1.0) for other in known)
        rest = masked[ends[place] : following.start if following else len(masked)]
        if again and childless and not heading.stop and _tells_figures(rest):
            found.add(place)
        known.add(title)
    return found


def _find_run(entries: Container[int], place: int) -> int:
    """Return the place of the first of the entries that stand without a gap before ``place``."""
    while place - 1 in entries:
        place -= 1
    return place


def _drop_title(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Leave out first headings that are the title of the whole document: the next is as high, or none further on.

    A look alone that stands before a higher level's first heading is one, too.
    """
    place = 0
    named = _count_named(masked, headings)
    # What names the town or the document beside it is of no level.
    left = Counter(heading.level for heading in headings[named:] if not heading.stop)
    for number, (first, second) in enumerate(pairwise(headings)):
        if number >= named:
            left[first.level] -= 1
        opens = _opens(masked, first)
        alone = second.stop or second.level <= first.level or not left[first.level]
        # In larger type than all others, and the only one.
        only = first.level < second.level and not left[first.level] and levels[first.level].size is not None
        below = second.level < first.level and not second.stop and levels[first.level].rank is None
        titled = opens and (below or only or (alone and _names_document(masked, first, second)))
        if first.number or not levels[first.level].styled or not titled:
            break
        place += 1
    return tuple(headings[place:])


def _count_named(masked: str, headings: Sequence[Heading]) -> int:
    """Return how many headings at the beginning, one below the other, name the town or the document."""
    pairs = pairwise(headings)
    return sum(1 for _ in takewhile(lambda pair: _opens(masked, pair[0]) and _names_document(masked, *pair), pairs))


def _opens(masked: str, heading: Heading) -> bool:
    """Say whether hardly a word stands before a heading."""
    return sum(map(str.isalpha, masked[: heading.start])) <= _COVER


def _names_document(masked: str, heading: Heading, following: Heading) -> bool:
    words = make_key(masked[heading.start : following.start].split("\n", maxsplit=1)[0])
    return any(title in words for title in TITLES)


def _count_cover(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> int:
    """Return how many headings at the beginning are lines of a cover: known by their look alone, and nearly empty."""
    count = 0
    for heading, following in pairwise(headings):
        if (
            heading.stop
            or heading.number
            or not levels[heading.level].styled
            or (following.level > heading.level and not following.stop)
        ):
            break
        below = masked[heading.start : following.start].partition("\n")[2]
        if len(masked) < _SHORT or sum(map(str.isalpha, below)) > _COVER:
            break
        count += 1
    return count


def drop_known_rows(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings without the rows of tables that name what other headings name: lists of sheets, cards.

    A table most of whose rows are known, from headings or from later tables, is a list of them; where later tables
    make lists of most tables, the plan says the same of several elements.
    """
    if all(heading.table is None for heading in headings):
        return tuple(headings)
    ends = find_ends(masked, levels, headings)
    titles = [make_key(title) for title in read_titles(masked, headings, ends)]
    known = {title for title, heading in zip(titles, headings, strict=True) if heading.table is None}
    later: dict[str, dict[int, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    tables: dict[int, list[tuple[str, Heading]]] = defaultdict(list)
    for title, heading in zip(titles, headings, strict=True):
        if heading.table is not None:
            tables[heading.table] += [] if heading.groups else [(title, heading)]
    lists, doubles = set(), set()
    for table, rows in sorted(tables.items(), reverse=True):
        again = [_may_repeat(heading.number, later[title]) for title, heading in rows]
        if sum(known.issuperset(title.split("; ")) for title, _ in rows) * 2 >= len(rows):
            lists.add(table)
        elif sum(title in known or twice for (title, _), twice in zip(rows, again, strict=True)) * 2 >= len(rows):
            doubles.add(table)
        for title, heading in rows:
            later[title][len(heading.number)].add(heading.number)
    lists |= doubles if len(doubles) * 2 < len(tables) else set()
    return tuple(heading for heading in headings if heading.table not in lists)


def _may_repeat(number: tuple[str, ...], others: Mapping[int, Container[tuple[str, ...]]]) -> bool:
    """Say whether a row may be one of others with its title, their numbers by how many parts these have.

    It is not where all print numbers of one kind, and others than its own: 1.5.1, 1.6.1.
    """
    parts = len(number)
    return bool(others.keys() - {parts}) or (parts in others and (parts < 2 or number in others[parts]))


def find_ends(masked: str, levels: Sequence[Level], headings: Sequence[Heading]) -> list[int]:
    """Return where the title of each heading ends, before the next heading at the latest."""
    limits = [*(heading.start for heading in headings[1:]), len(masked)][: len(headings)]
    return [
        _find_end(masked, levels[heading.level], heading, limit)
        for heading, limit in zip(headings, limits, strict=True)
    ]


def _find_end(masked: str, level: Level, heading: Heading, limit: int) -> int:
    if heading.title_end >= 0:
        return heading.title_end
    return find_title_end(masked, heading.title_start, limit, level.title) if heading.title_start < limit else limit


def read_titles(masked: str, headings: Sequence[Heading], ends: Sequence[int]) -> list[str]:
    """Return the titles of headings that end there."""
    return [masked[heading.title_start : end] for heading, end in zip(headings, ends, strict=True)]


def are_alike(title: str, other: str, share: float = _ALIKE) -> bool:
    """Say whether two titles name one element: equal, cut short, or with this share of the shorter one's words.

    Titles with different numbers in them name different things.

    >>> are_alike("Tutela del territorio 375.577,72", "Tutela del territorio"), are_alike("Scuola", "Strade")
    (True, False)
    >>> are_alike("Via Roma, lotto 1", "Via Roma, lotto 2"), are_alike("Via Roma 12", "Via Roma")
    (False, True)
    """
    numbers = [found[1] for found in map(_COUNTED.search, (title, other)) if found]
    if len(numbers) > 1 and numbers[0] != numbers[1]:
        return False
    one, two = _strip_amount(make_key(title)), _strip_amount(make_key(other))
    if one.startswith(two) or two.startswith(one):
        return True
    if set(_DIGITS.findall(one)) != set(_DIGITS.findall(two)):
        return False
    words, others = set(_WORD.findall(one)), set(_WORD.findall(two))
    return bool(words and others) and len(words & others) >= share * min(len(words), len(others))


def _strip_amount(key: str) -> str:
    return _AMOUNT.sub("", key).rstrip(" .-…_·") if key[-1:].isdecimal() or key.endswith(("€", "euro")) else key


def _make_name(heading: Heading, title: str) -> tuple[int, str]:
    """Return what a heading has in common with its repetition: its number, or its title."""
    if heading.number:
        return heading.level, ".".join(heading.number)
    return heading.level, _strip_amount(make_key(title))


def _is_empty(masked: str, heading: Heading, end: int, following: int, *, last: bool) -> bool:
    """Say whether a page number, amounts and hardly a word stand below a title; ``last``: it may end a list."""
    rest = masked[end:following]
    if last and _AMOUNT.search(masked[heading.title_start : end]):
        return len(rest.strip("\0 \n")) <= _FEW
    if last and _tells_figures(rest):
        return True
    return len(list(islice(filter(str.isalpha, rest), _FEW_LETTERS + 1))) <= _FEW_LETTERS


def _tells_figures(words: str) -> bool:
    """Say whether words are few beside the figures among them ("1.200,00", "Totale missione", "3.400,00")."""
    figures = sum(map(str.isdecimal, words)) if len(words) < _LONGEST_FIGURES else 0
    return sum(map(str.isalpha, words)) < figures
