"""Text that a PDF has lost without a word: pages that are not there or break off, letters that stand for others."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from dupgraph.base.messages import Message
from dupgraph.language.lemmas import is_italian
from dupgraph.language.messages import say
from dupgraph.language.words import FUNCTION_WORDS
from dupgraph.read.documents.blocks import find_marker
from dupgraph.read.documents.heads import PlacedLine
from dupgraph.read.documents.printed import enclose
from dupgraph.schema.values import Span

# Of what pages fill mostly, the room below a page's last line from which on the rest of a sentence had its place there.
_ROOM = 0.2
# Pages of which the most show how they are set; of their width, how much a line takes that goes on in the next.
_FEWEST_PAGES = 3
_FULL = 0.85
# Points by which sizes of type differ.
_OTHER_SIZE = 0.6
_HYPHENS = "-\u2010\u00ad"
_ENDINGS = '.;:!?…»”")]'
# Words of Italian and other languages around it have vowels for more of their letters; of letters from
# which on that is sure. Abbreviations and codes are no words, nor is what is short and in capitals.
_FEWEST_VOWELS = 0.28
_FEWEST_LETTERS = 120
_WORD = re.compile(r"(?<!\w)(?:(?=[A-ZÀ-Ý]?[a-zà-ÿ])[^\W\d_]{4,}|[^\W\d_]{7,})(?!\w)")
_VOWEL = re.compile("[aeiouyàáâäèéêëìíîïòóôöùúûü]", re.IGNORECASE)
# Of small words without names, how few are Italian where the letters are others; and of all words, how few are those
# that each text has: of Italian, or of the languages that are official beside it.
_SMALL = re.compile(r"(?<![\w@./-])[a-zà-ÿ]{5,}(?!\w)")
_FEWEST_WORDS = 15
_KNOWN = 0.15
_COMMON = 0.12
_QUICK = (" di ", " e ", " la ", " il ", " per ", " in ", " del", " al", " con ", " che ")
_OTHERS = re.compile(
    r"(?<!\w)(?:und|der|die|das|den|dem|des|von|zu|zur|im|für|mit|auf|ist|et|les|du|au|aux|pour|dans|une|en"
    r"|na|za|je|se|ki|so|pri|ter|ali|the|of|and|to|for)(?!\w)"
)
# What a page prints of its number and of how many there are: "Pag. 4 di 6", "4/6"; no part of a date or span of years.
_OF_ALL = re.compile(r"(?<![\d/.,-])(?P<number>\d{1,4})[ ]?(?:/|di|of)[ ]?(?P<all>\d{1,4})(?![\d/.,-])", re.IGNORECASE)


class _Numbered(NamedTuple):
    """A page, the number that it prints, and how many it says that there are."""

    page: int
    number: int
    all: int


class _Setting(NamedTuple):
    """How most pages are set, in points: where their text ends, how high and wide it is, and the size of its type."""

    foot: float
    height: float
    width: float
    size: float


def find_losses(text: str, lines: Sequence[PlacedLine], furniture: Sequence[Span]) -> list[Message]:
    """Return what is to be said of text that is lost on pages."""
    starts = [span.start for span in furniture]
    pages: dict[int, list[PlacedLine]] = defaultdict(list)
    numbered: list[_Numbered] = []
    for line in lines:
        place = bisect_right(starts, line.start) - 1
        marked = place >= 0 and line.start < furniture[place].end
        if marked:
            found = _OF_ALL.finditer(text, line.start, line.end)
            numbered += [_Numbered(line.page, int(match["number"]), int(match["all"])) for match in found]
        elif line.box and text[line.start : line.end].strip():
            pages[line.page].append(line)
    last = max(text.count("\f") + 1, lines[-1].page if lines else 0)
    return [*_find_missing(numbered, last), *_find_cut(text, pages), *_find_strange(text, pages)]


def _find_missing(numbered: Sequence[_Numbered], last: int) -> Iterator[Message]:
    """Yield where pages are not there that others count: the numbers that they print rise faster than pages follow.

    A file of several documents has a series for each; what does not rise from page to page are no such numbers.
    """
    times = Counter(one[1:] for one in numbered)
    pages = len({one.page for one in numbered})
    # What most pages print alike is a span of years.
    rising = [one for one in numbered if times[one[1:]] * 2 <= pages]
    series = [list(group) for _, group in groupby(rising, key=attrgetter("all"))]
    series = [
        some
        for some in series
        if len(some) > 1 and some[-1].number <= some[0].all and all(a.number < b.number for a, b in pairwise(some))
    ]
    ends = [0, *(some[-1].page for some in series)]
    begins = [*(some[0].page for some in series), last + 1]
    for some, before, behind in zip(series, ends, begins[1:], strict=False):
        count = some[0].all
        around = [_Numbered(before, 0, count), *some, _Numbered(behind, count + 1, count)]
        for upper, lower in pairwise(around):
            lost = lower.number - upper.number - (lower.page - upper.page)
            if lost > 0:
                yield say("mended_missing", page=max(upper.page, 1), all=count, count=lost)


def _find_cut(text: str, pages: Mapping[int, Sequence[PlacedLine]]) -> Iterator[Message]:
    """Yield of each page that breaks off in a sentence, with room for more of it below, that it does."""
    if len(pages) < _FEWEST_PAGES:
        return
    frames = {page: enclose([line.box for line in own if line.box]) for page, own in pages.items()}
    foot, top = (_find_middle(side) for side in zip(*((box.bottom, box.top) for box in frames.values()), strict=True))
    width = _find_middle(box.right - box.left for box in frames.values())
    size = _find_middle(line.facts["size"] or 0.0 for own in pages.values() for line in own)
    setting = _Setting(foot, top - foot, width, size)
    for page, own in pages.items():
        open_below = frames[page].bottom - foot > _ROOM * setting.height
        if open_below and page + 1 in pages and _breaks_off(text, own[-1], pages[page + 1][0], setting):
            yield say("mended_cut", page=page)


def _find_middle(values: Iterable[float]) -> float:
    """Return the value in the middle of some: to import what the standard library has takes longer than a page."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _breaks_off(text: str, last: PlacedLine, below: PlacedLine, setting: _Setting) -> bool:
    """Say whether a page's last line is the middle of a sentence, or the next page begins in that of another."""
    first = _is_text(below, setting) and text[below.start].islower()
    within = first and not find_marker(text, below.start, below.end)
    end = text[last.start : last.end].rstrip()[-1]
    if end in _ENDINGS or last.box is None:
        return end == "." and within
    if end in _HYPHENS and first:
        # A word goes on.
        return False
    full = last.box.right - last.box.left > _FULL * setting.width
    return _is_text(last, setting) and (within or full)


def _is_text(line: PlacedLine, setting: _Setting) -> bool:
    """Say whether a line is set as most are."""
    return (
        not line.facts.get("cell")
        and not line.facts["bold"]
        and abs((line.facts["size"] or 0.0) - setting.size) <= _OTHER_SIZE
    )


def _find_strange(text: str, pages: Mapping[int, Sequence[PlacedLine]]) -> Iterator[Message]:
    """Yield of each page whose words have hardly a vowel, or on which those of one type have none, that they do."""
    types: dict[Hashable, list[str]] = defaultdict(list)
    for number, own in pages.items():
        types[number] = words = [text[line.start : line.end] for line in own]
        for line, some in zip(own, words, strict=True):
            types[line.facts["size"], line.facts["bold"]].append(some)
    strange = {key for key, words in types.items() if _is_strange(" ".join(words))}
    for number, own in pages.items():
        # A page of a strange type, or all of it.
        found = [line for line in own if number in strange or (line.facts["size"], line.facts["bold"]) in strange]
        if found:
            count = sum(sum(map(str.isalpha, text[line.start : line.end])) for line in found)
            yield say("mended_strange", page=number, count=count)


def _is_strange(text: str) -> bool:
    blanks = text.count(" ")
    vowels = sum(map(text.count, "aeiouAEIOU"))
    if vowels > _FEWEST_VOWELS * (len(text) - blanks):
        # Most texts are told at once.
        return sum(map(text.count, _QUICK)) <= _COMMON * blanks and _has_other_letters(text)
    letters = "".join(_WORD.findall(text))
    few = len(letters) >= _FEWEST_LETTERS and len(_VOWEL.findall(letters)) < _FEWEST_VOWELS * len(letters)
    return few or _has_other_letters(text)


def _has_other_letters(text: str) -> bool:
    """Say whether hardly a word is one: letters that stand for others may have as many vowels."""
    small = set(_SMALL.findall(text))
    if len(small) < _FEWEST_WORDS or sum(map(is_italian, small)) > _KNOWN * len(small):
        return False
    words = text.lower().split()
    common = sum(map(FUNCTION_WORDS.__contains__, words)) + len(_OTHERS.findall(text))
    return common < _COMMON * len(words)
