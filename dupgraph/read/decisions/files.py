"""The review file beside a plan: read, written, and what becomes of it when something new is decided."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from dupgraph.base.files import write_whole
from dupgraph.base.smallfiles import read_bytes
from dupgraph.read.decisions.parsing import parse_decisions
from dupgraph.read.decisions.writing import format_decisions
from dupgraph.schema.decisions import Decision, get_subject

REVIEW_SUFFIX = ".review.ttl"


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
