"""The number of a budget programme, and that of its mission, to the words that a plan has for it."""

import re
from collections.abc import Collection
from typing import NamedTuple

from dupgraph.ask.phrases.text import list_name

# "Programma 12.03 – Interventi per gli anziani", "1203 Interventi ...", "03 - Interventi ...".
_NUMBERED = re.compile(
    r"(?:programm[ae]\s+)?(?:n[.°]?\s*)?(?:(\d{1,2})[./ -]|(\d\d)(?=\d\d\b))?(\d{1,2})\b[\s.:–—-]*", re.IGNORECASE
)


class Programme(NamedTuple):
    """A programme as a plan writes it: ``mission`` is the number of the mission that it stands in, if it does."""

    mission: str
    words: str


class _Number(NamedTuple):
    mission: int
    own: int
    title: str


def find_programme(programmes: Collection[Programme], number: str, mission: str = "") -> str:
    """Return the words that name the programme of a number in a mission and no other; "" where there are none.

    Each mission has a programme 1: the mission's number is given, or part of the programme's, or only one has such.

    >>> find_programme([Programme("12", "Programma 03 – Anziani"), Programme("4", "Programma 01 – Nido")], "12.3")
    'Programma 03 – Anziani'
    >>> find_programme([Programme("12", "12.01 Infanzia"), Programme("04", "04.01 Nido")], "1")
    ''
    """
    wanted = _read_number(number)
    within = int(mission) if mission.isdecimal() else wanted.mission if wanted else 0
    if wanted is None or wanted.mission not in (0, within):
        return ""
    read = [(programme, _locate(programme)) for programme in programmes]
    found = {each for each, place in read if place and place.own == wanted.own and within in (0, place.mission)}
    titles = {place.title for each, place in read if place and each in found}
    words = {each.words for each in found} if len({each.words for each in found}) == 1 else titles
    if len(words) != 1 or len({place.mission for each, place in read if place and each in found}) != 1:
        return ""
    # What finds them finds all programmes that have these words.
    said = f" {' '.join(list_name(min(words)))} "
    others = (each for each in programmes if each not in found)
    return "" if any(said in f" {' '.join(list_name(each.words))} " for each in others) else min(words)


def _locate(programme: Programme) -> _Number | None:
    """Return a programme's number in the mission that it stands in, else in that of its own number."""
    number = _read_number(programme.words)
    stated = int(programme.mission) if programme.mission.isdecimal() else 0
    return number and number._replace(mission=stated or number.mission)


def _read_number(words: str) -> _Number | None:
    match = _NUMBERED.match(words)
    return match and _Number(int(match[1] or match[2] or 0), int(match[3]), words[match.end() :])
