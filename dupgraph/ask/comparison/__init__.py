"""Two plans told apart: which elements are the same, what changed in them, and what each side names."""

from dupgraph.ask.comparison.answers import (
    SURE,
    describe_changes,
    describe_source,
    find_lone_things,
    list_changes,
    list_counts,
    list_lone_themes,
    list_totals,
    name_aspect,
    name_change,
    name_sides,
    summarise,
    tell_details,
    tell_link,
)
from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.outline import draw_page
from dupgraph.ask.comparison.reading import read_version
from dupgraph.ask.comparison.statements import list_revisions
from dupgraph.ask.comparison.values import (
    ASPECTS,
    CHANGE_KINDS,
    Change,
    ComparedElement,
    Comparison,
    LinkChange,
    PlanVersion,
    ThingCount,
)
from dupgraph.ask.comparison.wording import Part, mark_changes, part_changes

__all__ = [
    "ASPECTS",
    "CHANGE_KINDS",
    "SURE",
    "Change",
    "ComparedElement",
    "Comparison",
    "LinkChange",
    "Part",
    "PlanVersion",
    "ThingCount",
    "compare_plans",
    "describe_changes",
    "describe_source",
    "draw_page",
    "find_lone_things",
    "list_changes",
    "list_counts",
    "list_lone_themes",
    "list_revisions",
    "list_totals",
    "mark_changes",
    "name_aspect",
    "name_change",
    "name_sides",
    "part_changes",
    "read_version",
    "summarise",
    "tell_details",
    "tell_link",
]
