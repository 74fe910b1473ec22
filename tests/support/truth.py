"""An outline beside what is true: how many elements are found, with which parents, and what is left over."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dupgraph.schema.values import Section

LONGEST_CUT = 45


@dataclass(frozen=True, slots=True)
class Element:
    """One true element: its code, its title, and the code of the element above (None at the top)."""

    code: str
    title: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many true elements were found, how many of these below the right one, and how many sections are none."""

    wanted: int
    found: int
    parents: int
    codes: int
    extra: int

    @property
    def exact(self) -> bool:
        return self.found == self.parents == self.wanted and not self.extra

    def is_right(self, share: float = 0.95) -> bool:
        """Say whether at least this share is right, and at most the rest too much."""
        least = share * self.wanted
        return self.found >= least and self.parents >= least and self.extra <= (1 - share) * self.wanted


def read_elements(rows: Iterable[dict[str, str | None]]) -> list[Element]:
    return [Element(str(row["code"]), str(row["title"]), row["parent"] or None) for row in rows]


def compare(truth: Sequence[Element], sections: Sequence[Section]) -> Comparison:
    """Compare by title: an equal one first, then one that begins alike."""
    of: dict[str, Section] = {}
    used: set[str] = set()
    for is_same in (str.__eq__, _begins_alike):
        for element in truth:
            wanted = _fold(element.title)
            for section in sections if element.code not in of else ():
                if section.code not in used and is_same(_fold(section.title), wanted):
                    of[element.code] = section
                    used.add(section.code)
                    break
    found = [element for element in truth if element.code in of]
    above = {element.code: of[element.parent].code if element.parent in of else None for element in found}
    return Comparison(
        wanted=len(truth),
        found=len(found),
        parents=sum(of[element.code].parent == above[element.code] for element in found),
        codes=sum(of[element.code].code == element.code for element in found),
        extra=len(sections) - len(used),
    )


def _begins_alike(title: str, wanted: str) -> bool:
    long = len(wanted) > 8 and title.startswith(wanted[:LONGEST_CUT])
    return long or (len(title) > 30 and wanted.startswith(title))


def _fold(title: str) -> str:
    return " ".join(re.sub(r"[’']", "'", title).split()).rstrip(" .;:").casefold()
