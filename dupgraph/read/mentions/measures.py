"""Measures of the national recovery plan: "M5C2 2.1", "Missione 5, Componente 2, Investimento 2.1" are one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_SORT = r"(?:(?:[Ss]ub)?[-\s]?[Ii]nvestimento|[Ii]nv\.|[Ss]ub\.|[Mm]isura|[Rr]iforma|[IR](?=\s?\d))"
# An amount of money is no measure.
_NUMBER = rf"(?:\s?[.,:–-]?\s*{_SORT}?\s?(?P<number>\d\.\d{{1,2}}(?:\.\d)?)(?![.,]?\d|\s*(?:milion|mln|€|euro)))?"
_MEASURE = (
    r"(?<!\w)(?:M\s?(?P<m>[1-7])\s?[-.]?\s?C\s?(?P<c>[1-4])|"
    r"[Mm]issione\s+(?:M\s?)?(?P<mission_number>[1-7])\s?[,–-]?\s*[Cc]omponente\s+(?:C\s?)?(?P<component_number>[1-4]))"
    rf"{_NUMBER}(?!\w)"
)
# A text without either, which most are, is not searched.
_MARK = re.compile(r"M\s?[1-7]\s?[-.]?\s?C\s?[1-4]|omponente")


@cache
def _compile() -> re.Pattern[str]:
    """Return the pattern of measures compiled; few plans name one."""
    return re.compile(_MEASURE)


class Measure(NamedTuple):
    """A measure: where it stands in the text, and its name; "" of a whole component, which is the plan itself."""

    start: int
    end: int
    name: str


def find_measures(text: str, start: int, end: int) -> Iterator[Measure]:
    """Yield the measures that ``text`` names by number from ``start`` to ``end``.

    >>> text = "con M5C2 2.1, la Missione 1, componente 1 – investimento 1.4.1 e M2C4.2.2; M2C4 2.2 milioni, M4"
    >>> [measure.name for measure in find_measures(text, 0, len(text))]
    ['PNRR M5C2 2.1', 'PNRR M1C1 1.4.1', 'PNRR M2C4 2.2', '']
    """
    if not _MARK.search(text, start, end):
        return
    for found in _compile().finditer(text, start, end):
        code = f"M{found['m'] or found['mission_number']}C{found['c'] or found['component_number']}"
        yield Measure(found.start(), found.end(), f"PNRR {code} {found['number']}" if found["number"] else "")
