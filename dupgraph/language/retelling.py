"""What the library says in English, said in another language: a sentence without a key is known by its pattern."""

import re
from functools import cache

from dupgraph.language.faults import Fault, translate
from dupgraph.language.languages import WHOLE, load_texts

_FILE = "retold"
_FACT = re.compile(r"\\\{(\w+)\\\}")


def retell(sentence: str, language: str) -> str:
    """Return a sentence in a language; empty where nobody has translated it.

    >>> retell("numbers are missing: 1.2 -> 1.4", "it")
    'mancano dei numeri: 1.2 -> 1.4'
    >>> retell("is encrypted", "en"), retell("Lorem ipsum", "it")
    ('is encrypted', '')
    """
    if language == WHOLE:
        return sentence
    if isinstance(sentence, Fault):
        return translate(sentence, language)
    texts = load_texts(_FILE, language)
    for key, pattern in _load_patterns():
        if found := pattern.fullmatch(sentence):
            # What a sentence is made of may be one of them, too.
            facts = {name: retell(value, language) or value for name, value in found.groupdict().items()}
            return texts[key].format(**facts)
    return ""


@cache
def _load_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the English sentences as patterns, in the order in which they are tried."""
    texts = load_texts(_FILE, WHOLE)
    return tuple((key, re.compile(_FACT.sub(r"(?P<\1>.*)", re.escape(text)), re.DOTALL)) for key, text in texts.items())
