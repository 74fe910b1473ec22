"""Fields to budget missions: the mission that a sheet states by its number ("12 – Diritti sociali")."""

import re
from collections.abc import Iterable, Iterator

from dupgraph.read.mentions.fields import STATED, Field
from dupgraph.schema.namespaces import VOCABULARY

# The missions of a local authority's budget (D.Lgs. 118/2011, annex 14).
_NUMBERS = frozenset({*range(1, 21), 50, 60, 99})
_NUMBER = re.compile(r"\s*(?:M(?:issione)?\.?\s*)?(?:n\.?\s*)?(?P<number>\d{1,2})\b[^\n\x1e]*", re.IGNORECASE)


def find_missions(visible: str, fields: Iterable[Field]) -> Iterator[tuple[int, int, str, str]]:
    """Yield where a field states a mission by number, the mission's IRI and the field's label."""
    for field in fields:
        found = _NUMBER.match(visible, field.start, field.end) if field.purpose == STATED else None
        if found and int(found["number"]) in _NUMBERS:
            end = found.start() + len(found[0].rstrip())
            yield found.start("number"), end, f"{VOCABULARY}missioni/{int(found['number']):02}", field.label
