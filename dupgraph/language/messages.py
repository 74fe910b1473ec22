"""What goes wrong or is found out, in the languages of the interface: raised in English, said in that of a person.

Each sentence has a key in texts/*/messages.toml. One that no person meets outside a terminal (files, engines, options)
may do without, and stays in English.
"""

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from dupgraph.base.errors import DupgraphError
from dupgraph.base.messages import Message, make_message
from dupgraph.language.languages import WHOLE, get_text

# A whole number with its thousands apart, in English.
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
# The file of texts.
MESSAGES = "messages"


def say(key: str, /, **facts: object) -> Message:
    """Return one of the sentences, with its facts, some of which may be such sentences.

    >>> say("no_plan", place="plan.ttl")
    'no plan is described in plan.ttl'
    """
    return make_message(_fill(key, facts, WHOLE), key, facts)


def join(key: str, texts: Sequence[str]) -> str:
    """Return texts as one: ``key`` is that of the sentence that joins two ("or", "comma", "semicolon").

    >>> join("or", ["policy", "place", "road"])
    'policy or place or road'
    """
    return reduce(lambda one, other: say(key, one=one, other=other), texts)


def list_first(values: Sequence[object], most: int = 8) -> str:
    """Return the first of some numbers or names, and that there are more.

    >>> list_first([2, 3, 5], 2), list_first([2, 3, 5])
    ('2, 3 ...', '2, 3, 5')
    """
    return ", ".join(map(str, values[:most])) + (" ..." if len(values) > most else "")


def suggest(near: Sequence[str]) -> str:
    """Return the names that come near, to stand after one that is none; empty without any.

    >>> suggest(["policy", "place"]), suggest([])
    (" (did you mean 'policy' or 'place'?)", '')
    """
    return say("near", name=join("or", [*map(repr, near)])) if near else ""


def translate(text: str, language: str) -> str:
    """Return a sentence in a language; as it is where it has no key.

    >>> translate(say("no_plan", place="plan.ttl"), "it"), translate("no such file", "it")
    ('nessun piano è descritto (plan.ttl)', 'no such file')
    >>> translate(say("cut_asked", count="1,200"), "it")
    'ferma a 1.200 righe, come chiesto'
    >>> translate(say("busy_workers", seconds=0.5), "it")
    'nessuna risposta in 0,5 secondi: tutti i processi erano occupati'
    """
    if not isinstance(text, Message):
        return text
    return _fill(text.key, text.facts, language)


def _fill(key: str, facts: Mapping[str, object], language: str) -> str:
    return get_text(MESSAGES, key, language, **{name: _write_fact(fact, language) for name, fact in facts.items()})


def _write_fact(fact: object, language: str) -> object:
    """Return a fact as it stands in a sentence: numbers with the point and comma of the language."""
    if isinstance(fact, float):
        return write_decimal(f"{fact:g}", language)
    if isinstance(fact, str) and _GROUPED.fullmatch(fact):
        return write_count(int(fact.replace(",", "")), language)
    return translate(fact, language) if isinstance(fact, str) else fact


def write_decimal(number: str, language: str) -> str:
    """Return a number with a fraction as a language writes it.

    >>> write_decimal("0.485", "it")
    '0,485'
    """
    return number.replace(".", get_text(MESSAGES, "decimal_sign", language))


def write_count(number: int, language: str) -> str:
    """Return a whole number as a language writes it, its thousands apart.

    >>> write_count(1200, "it"), write_count(1200, "en")
    ('1.200', '1,200')
    """
    written = f"{number:,}"
    # Late: texts are some forty kilobytes, and most numbers have no thousands.
    return written.replace(",", get_text(MESSAGES, "thousands_sign", language)) if "," in written else written


def retell(text: str, language: str) -> str:
    """Return a sentence in a language; empty where nobody has translated it, for it has no key.

    >>> retell(say("not_password"), "it"), retell("is encrypted", "it"), retell("is encrypted", "en")
    ('Il file è protetto da una password', '', 'is encrypted')
    """
    return translate(text, language) if language == WHOLE or isinstance(text, Message) else ""


def is_whole(error: DupgraphError) -> bool:
    """Whether an error can be said in other languages: all that it says has a key."""
    return all(isinstance(text, Message) for text in (error.what, error.hint) if text)


def _find_language(error: DupgraphError, language: str) -> str:
    """Return the language in which an error can be said as a whole."""
    return language if is_whole(error) else WHOLE


def tell_fault(error: DupgraphError, language: str) -> str:
    """Return the sentence of an error in a language; one of which a part has no key is in English as a whole."""
    spoken = _find_language(error, language)
    return error.tell(lambda text: translate(text, spoken))


def announce_fault(error: DupgraphError) -> str:
    """Return the sentence of an error with what it is, in the language of who asked."""
    spoken = _find_language(error, error.language)
    return f"{get_text(MESSAGES, 'error', spoken)}: {tell_fault(error, spoken)}"
