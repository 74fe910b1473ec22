"""What is said of a decision, in the languages of the interface."""

from dupgraph.language.languages import get_text
from dupgraph.read.review.session import Review, Step
from dupgraph.schema.decisions import Decision
from dupgraph.schema.links import LINKS


def describe_step(review: Review, step: Step, language: str) -> str:
    """Return what was decided in a step, in a few words; what was decided of several places is said once."""
    decision = step.decisions[-1]
    said = describe_decision(review, decision, language)
    same = sum(each.action == decision.action for each in step.decisions)
    return f"{said} ({get_text('review', 'places', language, count=same)})" if same > 1 else said


def describe_decision(review: Review, decision: Decision, language: str) -> str:
    """Return what a decision says, in a few words."""
    thing = review.name_iri(decision.thing)
    words = decision.quote.exact if decision.quote else ""
    if decision.action == "rename":
        return get_text("review", "renamed", language, thing=thing, label=decision.label)
    if decision.action == "merge":
        return get_text("review", "merged", language, thing=thing, into=review.name_iri(decision.into))
    keys = {"accept": "accepted", "reject": "rejected", "add": "added"}
    key = keys[decision.action] if decision.property else "rejected_words"
    link = LINKS[decision.property].word("says", language) if decision.property else ""
    return get_text("review", key, language, words=words, link=link, thing=thing, element=decision.element)
