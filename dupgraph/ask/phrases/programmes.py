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


def find_programmes(programmes: Collection[Programme], number: str, mission: str = "") -> tuple[str, ...]:
    """Return the words that name the programme of a number in a mission and no other; those of several missions where
    neither says which is meant, for each has a programme 1; nothing where the plan has no such.

    >>> find_programmes([Programme("12", "Programma 03 – Anziani"), Programme("4", "Programma 01 – Nido")], "12.3")
    ('Programma 03 – Anziani',)
    >>> find_programmes([Programme("12", "12.01 Infanzia"), Programme("04", "04.01 Nido")], "1")
    ('04.01 Nido', '12.01 Infanzia')
    """
    wanted = _read_number(number)
    within = int(mission) if mission.isdecimal() else wanted.mission if wanted else 0
    if wanted is None or wanted.mission not in (0, within):
        return ()
    read = {programme: place for programme in programmes if (place := _locate(programme))}
    found = {each: place for each, place in read.items() if place.own == wanted.own and within in (0, place.mission)}
    written = {each.words for each in found}
    if len({place.mission for place in found.values()}) > 1:
        return tuple(sorted(written))
    # One that is written in two ways goes by its title.
    words = written if len(written) == 1 else {place.title for place in found.values()}
    if len(words) != 1:
        return ()
    # What finds them finds all programmes that have these words.
    said = f" {' '.join(list_name(min(words)))} "
    others = (each for each in programmes if each not in found)
    return () if any(said in f" {' '.join(list_name(each.words))} " for each in others) else (min(words),)


def is_bare_number(words: str) -> bool:
    """Say whether some words are a programme's number alone, without that of its mission.

    >>> is_bare_number("Programma 02"), is_bare_number("Programma 12.02"), is_bare_number("02 Giovani")
    (True, False, False)
    """
    number = _read_number(words)
    return number is not None and not (number.mission or number.title)


def _locate(programme: Programme) -> _Number | None:
    """Return a programme's number in the mission that it stands in, else in that of its own number."""
    number = _read_number(programme.words)
    stated = int(programme.mission) if programme.mission.isdecimal() else 0
    return number and number._replace(mission=stated or number.mission)


def _read_number(words: str) -> _Number | None:
    match = _NUMBERED.match(words)
    return match and _Number(int(match[1] or match[2] or 0), int(match[3]), words[match.end() :])
