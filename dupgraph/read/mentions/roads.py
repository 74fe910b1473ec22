"""Numbered roads: "S.S. 17", "statale 17" and "strada statale n. 17" are one road, and have one name."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SUFFIX = r"(?:[\s-]?(?P<suffix>bis|ter|quater|dir|var)\b)?"
_NUMBER = rf"\s*(?:n(?:\.|°|r\.)?\s*)?(?P<number>\d{{1,3}}){_SUFFIX}(?![\w°]|[.,/-]\d)"
# By its sign, by its full name, or as people call it; "legge provinciale 15" is no road.
_ROAD = re.compile(
    r"(?<![\w.])(?:(?P<sign>S\.\s?[SPR]\.|S[SPR](?=\d|\b)|S[spr](?=\d|\b))|"
    r"[Ss]trada\s+(?P<long>[Ss]tatale|[Pp]rovinciale|[Rr]egionale)|"
    rf"(?:(?<=[Ll]a |ex )|(?<=nuova )|(?<=vecchia ))(?P<short>[Ss]tatale|[Pp]rovinciale|[Rr]egionale)){_NUMBER}"
)
_MOTORWAY = re.compile(
    r"(?<!\w)(?:autostrada|raccordo autostradale|casello|svincolo|tangenziale)\s+(?P<number>[AE]\s?\d{1,3})(?!\w)"
    # "La A15", "sull'A1": nothing else with such a number has the article of a road.
    r"|(?<!\w)(?:(?:[Ll]|[Dd]ell|[Aa]ll|[Dd]all|[Ss]ull|[Nn]ell)[’']|(?:[Ll]|[Dd]el|[Aa]l|[Dd]al|[Ss]ul|[Nn]el)l?a\s)"
    r"(?P<alone>A\d{1,2})(?![\w/-]|\.\d)"
)
# A text without a number, which most are, is not searched.
_DIGIT = re.compile(r"\d")
_SIGNS = {"statale": "SS", "provinciale": "SP", "regionale": "SR"}


class Road(NamedTuple):
    """A numbered road: where it stands in the text, and its name as signs have it ("SS 18 bis")."""

    start: int
    end: int
    name: str


def find_roads(text: str, start: int, end: int) -> Iterator[Road]:
    """Yield the roads that ``text`` names by number from ``start`` to ``end``.

    >>> [road.name for road in find_roads("tra la S.P. n. 54 e la Statale 18-bis, SS16, legge statale 12", 0, 61)]
    ['SP 54', 'SS 18 bis', 'SS 16']
    """
    if not _DIGIT.search(text, start, end):
        return
    for found in _ROAD.finditer(text, start, end):
        word = found["long"] or found["short"]
        sign = _SIGNS[word.lower()] if word else re.sub(r"[.\s]", "", found["sign"]).upper()
        suffix = f" {found['suffix']}" if found["suffix"] else ""
        yield Road(found.start(), found.end(), f"{sign} {int(found['number'])}{suffix}")
    for found in _MOTORWAY.finditer(text, start, end):
        start = found.start("alone") if found["alone"] else found.start()
        yield Road(start, found.end(), re.sub(r"\s", "", found["alone"] or found["number"]))
