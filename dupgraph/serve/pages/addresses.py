"""Where the explorer's pages are: below the top for all plans, below a plan's own path for that plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dupgraph.publish.pages.drawing import Frame, PlanCard
from dupgraph.publish.routes.paths import split_name
from dupgraph.serve.environment import ASK, COMPARE, EDITOR, QUESTIONS

SUGGESTIONS = "suggestions"
# What a page may be taken away as.
_ROWS = ("html", "docx", "odt", "xlsx", "csv", "json", "ttl", "jsonld")
ENDINGS: Mapping[str, tuple[str, ...]] = {
    ASK: _ROWS,
    QUESTIONS: _ROWS,
    COMPARE: ("html", "xlsx", "docx", "odt", "csv", "json"),
    EDITOR: ("html", "xlsx", "csv", "json", "ttl", "jsonld"),
    SUGGESTIONS: ("json",),
}
_OF_PLANS = (ASK, QUESTIONS, SUGGESTIONS)
_NAMED = (QUESTIONS,)
_TAIL = re.compile(rf"(?:(?P<plan>.+)/)?(?P<kind>{'|'.join(ENDINGS)})(?:/(?P<name>[a-z0-9-]+))?")


@dataclass(frozen=True, slots=True)
class Address:
    """What a path asks for: a sort of page, the question that it names, the plan it is below, language and ending."""

    kind: str
    name: str
    plan: PlanCard | None
    language: str
    ending: str
    path: str


def read_address(path: str, frame: Frame) -> Address | None:
    """Return what a path below the server's top asks for; None for the path of any other page."""
    own, language, ending = split_name(path)
    found = _TAIL.fullmatch(own)
    if found is None or ending not in ENDINGS[found["kind"]]:
        return None
    kind, name = found["kind"], found["name"] or ""
    card = frame.find_card(found["plan"]) if found["plan"] else None
    if found["plan"] and (card is None or kind not in _OF_PLANS):
        return None
    if name and kind not in _NAMED:
        return None
    if kind == QUESTIONS and ending != "html" and not name:
        return None
    return Address(kind, name, card, language, ending, own)
