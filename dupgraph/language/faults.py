"""What an error says, in the languages of the interface: raised in English, said in the language that a person uses.

Only the sentences that who asks a plan may see have a key here. What else can go wrong (files, engines, SPARQL,
options) stays in English.
"""

from collections.abc import Sequence
from functools import reduce

from dupgraph.base.errors import DupgraphError
from dupgraph.language.languages import WHOLE, get_text


class Fault(str):
    """A sentence of an error in English that knows how to be said in another language."""

    key: str
    facts: dict[str, object]


def word_fault(key: str, /, **facts: object) -> Fault:
    """Return one of the sentences, with its facts, some of which may be such sentences.

    >>> word_fault("no_plan", place="plan.ttl")
    'no plan is described in plan.ttl'
    """
    fault = Fault(get_text("errors", key, WHOLE, **facts))
    fault.key, fault.facts = key, facts
    return fault


def suggest(near: Sequence[str]) -> str:
    """Return the names that come near, to stand after one that is none; empty without any.

    >>> suggest(["policy", "place"]), suggest([])
    (" (did you mean 'policy' or 'place'?)", '')
    """
    names = map(repr, near)
    return (
        word_fault("near", name=reduce(lambda one, other: word_fault("or", one=one, other=other), names))
        if near
        else ""
    )


def translate(text: str, language: str) -> str:
    """Return a sentence in a language; as it is where it has no key.

    >>> translate(word_fault("no_plan", place="plan.ttl"), "it"), translate("no such file", "it")
    ('nessun piano è descritto (plan.ttl)', 'no such file')
    """
    if not isinstance(text, Fault):
        return text
    facts = {name: translate(fact, language) if isinstance(fact, str) else fact for name, fact in text.facts.items()}
    return get_text("errors", text.key, language, **facts)


def tell_fault(error: DupgraphError, language: str) -> str:
    """Return the sentence of an error in a language; one that has no key is in English as a whole."""
    spoken = language if isinstance(error.what, Fault) else WHOLE
    return error.tell(lambda text: translate(text, spoken))


def announce_fault(error: DupgraphError) -> str:
    """Return the sentence of an error with what it is, in the language of who asked."""
    spoken = error.language if isinstance(error.what, Fault) else WHOLE
    return f"{get_text('errors', 'error', spoken)}: {tell_fault(error, spoken)}"
