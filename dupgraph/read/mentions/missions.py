"""Fields and headings to the budget: the mission that either states by its number ("12 – Diritti sociali")."""

import re
from collections.abc import Iterable, Iterator, Mapping

from dupgraph.read.mentions.fields import STATED, Field
from dupgraph.schema.namespaces import VOCABULARY
from dupgraph.schema.values import Section, Span

# The missions of a local authority's budget (D.Lgs. 118/2011, annex 14).
_NUMBERS = frozenset({*range(1, 21), 50, 60, 99})
_NUMBER = re.compile(r"\s*(?:M(?:issione)?\.?\s*)?(?:n\.?\s*)?(?P<number>\d{1,2})\b[^\n\x1e]*", re.IGNORECASE)
# What levels of the budget are called, alone or together ("Missione/Programma"), and their numbers in a heading.
_LEVELS = re.compile(r"(?:(?P<missione>missione)\b)?\W*(?:e\W+)?(?:(?P<programma>programma)\b)?", re.IGNORECASE)
_MISSION = re.compile(r"\bmissione\W+(?:n\W+)?(?P<number>\d{1,2})\b", re.IGNORECASE)
# "1201", "12.01", "12-01": the mission's number, and within it the programme's.
_PROGRAMME = re.compile(r"(?P<number>\d\d)(?:\d\d|[./-]\d\d?)\Z")
# Of how many letters two words are alike, and how long words are that say something.
_STEM, _LEAST = 5, 4
_WORD = re.compile(rf"[^\W\d_]{{{_LEAST},}}")


def find_missions(visible: str, fields: Iterable[Field]) -> Iterator[tuple[int, int, str, str]]:
    """Yield where a field states a mission by number, the mission's IRI and the field's label."""
    for field in fields:
        found = _NUMBER.match(visible, field.start, field.end) if field.purpose == STATED else None
        if found and int(found["number"]) in _NUMBERS:
            end = found.start() + len(found[0].rstrip())
            yield found.start("number"), end, _name(int(found["number"])), field.label


def find_headed_mission(
    visible: str, section: Section, names: Mapping[str, str], above: str = ""
) -> tuple[Span, str] | None:
    """Return where a heading states the budget's mission, and its IRI; None where it states none.

    A mission's own heading has its number and a word of its official name: a town's electoral programme, and the
    recovery plan, have missions of their own. A programme's has the number of its mission beside its own ("1201"),
    unless it stands below the mission, whose level is called ``above``.
    """
    level = _find_level(section)
    if level is None:
        return None
    found = _MISSION.search(visible[section.start : section.title_end])
    if found is None and level["programma"] and not _is_mission(above):
        found = _PROGRAMME.match(section.notation)
    number = found["number"] if found else "" if level["programma"] else re.sub(r"\D", "", section.notation)
    if not number or int(number) not in _NUMBERS:
        return None
    iri = _name(int(number))
    named = level["programma"] or _shares_word(section.title, names.get(iri, ""))
    return (_find_heading(visible, section), iri) if named else None


def find_headed_programme(visible: str, section: Section) -> Span | None:
    """Return where a heading states the budget's programme: that of a level which is called so."""
    level = _find_level(section)
    return _find_heading(visible, section) if level and level["programma"] else None


def is_budget(level_name: str) -> bool:
    """Return whether a level is called as the budget's are: mission, programme, or both.

    >>> is_budget("Missione"), is_budget("Missione e programma"), is_budget("Programma di mandato")
    (True, True, False)
    """
    found = _LEVELS.fullmatch(level_name)
    return found is not None and any(found.groups())


def _name(number: int) -> str:
    return f"{VOCABULARY}missioni/{number:02}"


def _find_level(section: Section) -> re.Match[str] | None:
    """Return which of the two levels of the budget an element is of; None of another level, or without a title."""
    titled = section.title_start < section.title_end and is_budget(section.level_name)
    return _LEVELS.fullmatch(section.level_name) if titled else None


def _is_mission(level_name: str) -> bool:
    level = _LEVELS.fullmatch(level_name)
    return level is not None and bool(level["missione"])


def _find_heading(visible: str, section: Section) -> Span:
    """Return where the heading stands, with its label and number where these are in the same line."""
    line = max(visible.rfind(mark, section.start, section.title_start) for mark in "\n\x1e") + 1
    start = max(section.start, line)
    blank = len(visible[start : section.title_end]) - len(visible[start : section.title_end].lstrip())
    return Span(start + blank, section.title_end)


def _shares_word(one: str, other: str) -> bool:
    stems = [{word[:_STEM].lower() for word in _WORD.findall(words)} for words in (one, other)]
    return not stems[0].isdisjoint(stems[1])
