"""How often two sorts of things meet in a plan: policy x partner, guideline x theme, partner x partner.

Let A be the two-mode matrix of elements and things, 1 where an element names a thing. A cell of elements and things
counts the elements at or below the row's that name the column's thing; of things and things (A'A) the elements that
name both, each counted where its own text says it; of elements and elements (AA') the things that both, or their
parts, name.
"""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from dupgraph.ask.analysis.network import PlanNetwork
from dupgraph.base.errors import QueryError
from dupgraph.language.messages import say, suggest
from dupgraph.schema.links import ACTION, ELEMENT_KINDS, PARTNER, SHOWN, ElementKind

# The kinds of partners as one sort of thing: the schools, whichever school.
CATEGORY = "category"
AXES = (
    *(kind for kind in ELEMENT_KINDS if kind != ACTION),
    *(link.role for link in sorted(SHOWN, key=lambda link: link.page)),
    CATEGORY,
)
_KINDS: dict[str, ElementKind] = {kind: kind for kind in ELEMENT_KINDS}
# Nobody reads more, and it would fill the memory.
MOST_CELLS = 5_000_000


class Heading(NamedTuple):
    """A row or column: an element with its code, or a thing or category without one."""

    iri: str
    code: str
    label: str


class Matrix(NamedTuple):
    """Counts by row and column, elements in the plan's order, things by label."""

    row_kind: str
    column_kind: str
    rows: tuple[Heading, ...]
    cols: tuple[Heading, ...]
    counts: tuple[tuple[int, ...], ...]


def count_matrix(network: PlanNetwork, rows: str, cols: str) -> Matrix:
    """Return how often each row meets each column; ``rows`` and ``cols`` are words of ``AXES``.

    Rows and columns that meet nothing are there too, so that what is missing shows. Raises QueryError for another
    word, and for a matrix that nobody could read.
    """
    for word in (rows, cols):
        check_axis(word)
    row_headings, row_members = _gather_members(network, rows)
    col_headings, col_members = _gather_members(network, cols)
    cells = len(row_headings) * len(col_headings)
    if cells > MOST_CELLS:
        what = say("many_cells", rows=rows, cols=cols, count=f"{cells:,}", most=f"{MOST_CELLS:,}")
        raise QueryError(what, hint=say("other_axis"))
    if rows in _KINDS and cols in _KINDS:
        # What both name, instead of the elements that are part of both.
        row_members, col_members = network.group_named(_KINDS[rows]), network.group_named(_KINDS[cols])
    by_member: dict[str, list[int]] = defaultdict(list)
    for place, heading in enumerate(col_headings):
        for member in col_members.get(heading.iri, ()):
            by_member[member].append(place)
    counts = []
    for heading in row_headings:
        row = [0] * len(col_headings)
        for member in row_members.get(heading.iri, ()):
            for place in by_member.get(member, ()):
                row[place] += 1
        counts.append(tuple(row))
    return Matrix(rows, cols, row_headings, col_headings, tuple(counts))


def check_axis(word: str) -> str:
    """Return a word of ``AXES``. Raises QueryError for another, with the nearest."""
    if word in AXES:
        return word
    near = get_close_matches(word, AXES, n=1)
    what = say("unknown_axis", words=repr(word), near=suggest(near))
    raise QueryError(what, hint=say("known_are", names=", ".join(AXES)))


def _gather_members(network: PlanNetwork, axis: str) -> tuple[tuple[Heading, ...], Mapping[str, set[str]]]:
    """Return the headings of an axis, and the elements that belong to each: that name the thing, or are its parts."""
    members: dict[str, set[str]] = defaultdict(set)
    kind = _KINDS.get(axis)
    if kind is not None:
        for element, whole in network.lift_elements(kind).items():
            members[whole].add(element)
        elements = (element for element in network.elements if element.kind == kind)
        return tuple(Heading(element.iri, element.code, element.title) for element in elements), members
    headings = {
        (thing.category, thing.category_label) if axis == CATEGORY else (thing.iri, thing.label)
        for thing in network.things
        if thing.kind == (PARTNER if axis == CATEGORY else axis)
    }
    things = network.index_things()
    for link in network.links:
        thing = things[link.thing]
        if axis == CATEGORY and thing.kind == PARTNER:
            members[thing.category].add(link.element)
        elif thing.kind == axis:
            members[thing.iri].add(link.element)
    ordered = sorted(headings, key=lambda heading: (heading[1].casefold(), heading[0]))
    return tuple(Heading(iri, "", label) for iri, label in ordered), members
