"""The review file beside a plan: read, written, and what becomes of it when something new is decided."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from dupgraph.base.files import write_whole
from dupgraph.base.smallfiles import read_bytes
from dupgraph.base.templates import fill_text
from dupgraph.graph.turtle import make_text
from dupgraph.read.decisions.parsing import parse_decisions
from dupgraph.schema.decisions import ABOUT_PLACES, Action, Decision, get_subject
from dupgraph.schema.namespaces import PREFIXES


def put_decisions(decisions: Iterable[Decision], new: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions with new ones among them: of two about the same the new one stays, and keeps the old."""
    found = {get_subject(each): each for each in decisions}
    for each in new:
        subject = get_subject(each)
        found[subject] = replace(each, replaced=found.get(subject))
    return tuple(found.values())


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Write a review file whole or not at all; one without decisions is written, too. Raises OutputError."""
    write_whole(path, format_decisions(decisions))


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a review file in the order of its blocks.

    Raises VocabularyError, with the line where there is one, when it is no Turtle or a block in it is no decision.
    """
    return parse_decisions(read_bytes(path), path)


def sort_by_time(decisions: Sequence[Decision]) -> list[Decision]:
    """Return decisions with the latest first."""
    return sorted(decisions, key=lambda each: datetime.fromisoformat(each.time), reverse=True)


_TEMPLATE = Path(__file__).parent / "templates" / "review.ttl"
_PREFIXES = {name: PREFIXES[name] for name in ("dct", "dup", "foaf", "oa", "prov", "rdf", "rdfs", "xsd")}
_MOTIVES: dict[Action, str] = {
    "accept": "assessing", "reject": "assessing", "add": "identifying", "rename": "editing", "merge": "linking",
}  # fmt: skip
# A name for a block: what a fragment may hold without an escape.
_ODD = re.compile(r"[^A-Za-z0-9.-]+")
_MOST_OF_NAME = 40


def format_decisions(decisions: Iterable[Decision]) -> bytes:
    """Return decisions as the Turtle of a review file, in the order of elements and words: about things first."""
    named = [(_name_decision(decision), decision) for decision in sorted(decisions, key=_sort_key)]
    facts = {"motives": _MOTIVES, "places": ABOUT_PLACES, "prefixes": _PREFIXES, "text": make_text}
    return fill_text(_TEMPLATE, decisions=named, **facts).encode()


def _sort_key(decision: Decision) -> tuple[object, ...]:
    numbers = [
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", decision.element)
    ]
    place = decision.quote.start if decision.quote else 0
    return numbers, place, decision.property, decision.thing, decision.action, get_subject(decision)


def _name_decision(decision: Decision) -> str:
    words = [decision.element or decision.action, decision.property, re.split(r"[/#]", decision.thing)[-1]]
    name = _ODD.sub("-", "-".join(filter(None, words)))[:_MOST_OF_NAME].strip(".-")
    return f"{name}-{sha256(repr(get_subject(decision)).encode()).hexdigest()[:8]}"
