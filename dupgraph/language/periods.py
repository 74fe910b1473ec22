"""Words to years: the spans of years that a plan names as its period."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

Years = tuple[int, int]

# What lasts longer than a year, or says where one begins: "mandato 2024" and "dal 2025" name no end. Nor does "2025"
# alone: plans are called by the first of their years.
_LONGER = "biennio triennio quadriennio quinquennio mandato consiliatura legislatura dal dall from mandate term"
_OF_A_YEAR = "anno esercizio year"
_FILLERS = (
    "anni esercizi years periodo period finanziario finanziari amministrativo amministrativa "
    "di del dell della dei degli per il lo la i gli the for of"
)
_WORDS = "|".join(f"{_LONGER} {_OF_A_YEAR} {_FILLERS}".split())
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_SPAN = re.compile(
    rf"(?P<names>(?:\b(?:{_WORDS})\b[\s:’']*)*)(?P<first>{_YEAR})"
    rf"(?:\s*(?:[-–—/]|\b(?:fino\s+)?(?:al?|all’?|to|until)\b)\s*(?P<last>{_YEAR}))*"
    r"(?:[-–—/](?P<short>\d\d)(?![\d/.]))?",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"(?:[\s,;.:()&+]|\b(?:e|ed|and)\b)*", re.IGNORECASE)
_ONE_YEAR = re.compile(rf"\b(?:{'|'.join(_OF_A_YEAR.split())})\b", re.IGNORECASE)
_LASTS_LONGER = re.compile(rf"\b(?:{'|'.join(_LONGER.split())})\b", re.IGNORECASE)
# No plan reaches further than a generation, and no period needs more words.
_MOST_YEARS = 30
_MOST_CHARACTERS = 300


def find_years(words: str) -> tuple[Years, ...]:
    """Return the spans of years that a period names, first and last year of each; empty unless all is understood.

    >>> find_years("triennio 2025-2027"), find_years("dal 2025 al 2027")
    (((2025, 2027),), ((2025, 2027),))
    >>> find_years("mandato 2024 - 2029, triennio 2025/27")
    ((2024, 2029), (2025, 2027))
    >>> find_years("mandato 2024"), find_years("2027-2025"), find_years("da definire")
    ((), (), ())
    """
    found = list(_SPAN.finditer(words[:_MOST_CHARACTERS]))
    if not found or len(words) > _MOST_CHARACTERS or not _is_understood(words, found):
        return ()
    spans = [_read_span(match) for match in found]
    joined = tuple(dict.fromkeys(_join_years(spans))) if all(map(_is_span, spans)) else ()
    is_named = any(first < last for first, last in joined) or _ONE_YEAR.search(words)
    return joined if is_named else ()


def _is_understood(words: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether nothing else is said, and no year stands beside another without a word or mark between."""
    if not _JOINTS.fullmatch(_SPAN.sub(" ", words)):
        return False
    return all(after["names"] or words[before.end() : after.start()].strip() for before, after in pairwise(found))


def _read_span(match: re.Match[str]) -> Years:
    first = int(match["first"])
    last = int(match["last"] or first)
    if match["short"]:
        last = last // 100 * 100 + int(match["short"])
    # What must have an end and names none is no span.
    return first, 0 if last == first and _LASTS_LONGER.search(match["names"]) else last


def _is_span(years: Years) -> bool:
    return 0 <= years[1] - years[0] <= _MOST_YEARS


def _join_years(spans: Sequence[Years]) -> Iterator[Years]:
    """Yield the spans, single years that follow one another as one: "2025, 2026 e 2027"."""
    first, last = spans[0]
    is_list = first == last
    for begin, end in spans[1:]:
        if is_list and begin == end == last + 1:
            last = end
            continue
        yield first, last
        first, last, is_list = begin, end, begin == end
    yield first, last
