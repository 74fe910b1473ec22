"""One statement of a plan's graph, from the values that it says."""

from collections.abc import Iterable, Iterator
from functools import partial

from dupgraph.graph.turtle import Statement, make_link, make_number, make_text
from dupgraph.schema.properties import COUNTS
from dupgraph.schema.values import Fact


def state_link(subject: str, predicate: str, value: str) -> Statement:
    """Return that the subject has another thing, by its IRI."""
    return subject, predicate, make_link(value)


def state_text(subject: str, predicate: str, value: str, language: str | None = None) -> Statement:
    """Return that the subject has a text."""
    return subject, predicate, make_text(value, language)


def state_count(subject: str, predicate: str, value: int) -> Statement:
    """Return that the subject has a number, of the type that its property wants."""
    return subject, predicate, make_number(value, COUNTS[predicate])


def state_facts(facts: Iterable[Fact]) -> Iterator[Statement]:
    """Yield what is known of a thing beside the vocabularies."""
    for fact in facts:
        stated = state_link if fact.link else partial(state_text, language=fact.language)
        yield stated(fact.subject, fact.predicate, fact.value)
