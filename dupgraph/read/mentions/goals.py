"""Words to goals: the sustainable development goals that an element itself says it contributes to.

Only what is said counts ("obiettivo 11 dell'Agenda 2030", "SDG 4"); what a theme suggests is another thing.
"""

import re
from collections.abc import Iterator

from dupgraph.schema.values import Section

# The goals' own IRIs (UN SDG knowledge organisation system): http://metadata.un.org/sdg/11
_GOAL = "http://metadata.un.org/sdg/"
_NUMBER = r"(?:1[0-7]|[1-9])"
_LIST = rf"{_NUMBER}\b(?:(?:\s*,\s*|\s+e\s+|\s*,?\s+(?:il|l[’'])\s*){_NUMBER}\b)*"
_DIGIT = re.compile(r"[0-9]")
_SAID = re.compile(
    rf"\b(?:(?:sdgs?|oss|goals?)\s*(?:n\.?\s*)?(?P<short>{_LIST})(?!\.?\d)"
    rf"|obiettiv[oi]\s+(?:n\.?\s*)?(?P<long>{_LIST})\s+(?:dell[’']\s*agenda\s+2030|di\s+sviluppo\s+sostenibile))",
    re.IGNORECASE,
)


def find_goals(text: str, section: Section) -> Iterator[tuple[int, int, str]]:
    """Yield where ``section`` names a goal, and the goal's IRI; several goals may be named in one place.

    The plan's numbers are few: a text without one, which most are, names no goal and is not searched.
    """
    if not _DIGIT.search(text, section.title_start, section.end):
        return
    for match in _SAID.finditer(text, section.title_start, section.end):
        for number in re.findall(r"\d+", match["short"] or match["long"]):
            yield match.start(), match.end(), _GOAL + number
