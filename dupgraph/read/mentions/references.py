"""Codes to references: the other elements that an element cites by level and code ("obiettivo strategico 1.3.3")."""

import re
from collections.abc import Container, Iterator

from dupgraph.schema.values import Outline, Section

# The code of an element, and how far before it the name of its level may begin. The first digit stands alone
# because the regex engine runs to a first character much faster than to the first of several.
_CODE = re.compile(r"\d\d*(?:\.\d+)*")
_LEVEL_REACH = 40


def compile_levels(outline: Outline) -> re.Pattern[str]:
    """Return a pattern for what stands before a cited code: the name of a level."""
    names = sorted({section.level_name for section in outline.sections})
    levels = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"\b(?:{levels})\s+$", re.IGNORECASE)


def find_references(
    levels: re.Pattern[str], codes: Container[str], text: str, section: Section
) -> Iterator[tuple[int, int, str]]:
    """Yield where ``section`` cites another of the elements with ``codes``, and its code."""
    for match in _CODE.finditer(text, section.title_start, section.end):
        if match[0] in codes and match[0] != section.code:
            level = levels.search(text, max(section.title_start, match.start() - _LEVEL_REACH), match.start())
            if level:
                yield level.start(), match.end(), match[0]
