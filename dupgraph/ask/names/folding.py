"""What a person types for a label: the words that may stand for others, and what two ways to write have in common."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from dupgraph.language.companies import drop_legal_form
from dupgraph.language.lists import match_words

# What may stand before a name in a sentence: "con l'AUSL", "dell'AUSL", "alle scuole".
_ARTICLE = re.compile(
    r"(?:(?:con|per|tra|fra|di|a|da|in|su)\s+)?"
    r"(?:(?:l|un|(?:de|a|da|ne|su)ll)['’ʼ]\s*|"
    r"(?:il|lo|la|i|gli|le|un|uno|una|col|coi|(?:de|a|da|ne|su)(?:l|llo|lla|i|gli|lle))\s+)(?=\w)",
    re.IGNORECASE,
)
# "A.U.S.L.", not "1.3.5".
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
# A code by itself or after the name of its level: "Obiettivo strategico 1.3.5". What was read as such a word is never
# read again: a long line of them, with no code behind it, would take for ever.
CODE = re.compile(rf"(?:(?:{match_words('before_code')})\W*+)*+(\d+(?:[.]\w+)*)[.]?", re.IGNORECASE)


def list_readings(words: str, has_codes: bool) -> Iterator[str]:
    """Yield the words as typed, then what they may stand for."""
    yield words
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), words)
    yield plain
    yield _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain
    code = CODE.fullmatch(words) if has_codes else None
    if code is not None:
        yield code[1]
        # The budget's mission 9 is numbered 09.
        yield code[1].zfill(2)


# The labels of a plan are compared again for each name that is looked up.
@lru_cache(maxsize=8_192)
def fold_label(text: str) -> str:
    """Return a label without what a person may write otherwise: case, accents, apostrophes, spaces.

    >>> fold_label("Forze dell’Ordine") == fold_label("forze  dell'ordine")
    True
    """
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+(?:[.]\w+)*", letters))


def fold_short(text: str) -> str:
    """Return a label as people say it: "AMT" is "AMT S.p.A."."""
    return fold_label(drop_legal_form(text))


def fold_inflection(text: str) -> str:
    """Return the lemmas of a label."""
    # The lemmatiser's dictionary takes longer to load than all the rest: only a word that nothing matches needs it.
    from dupgraph.language.words import lemmatise

    return " ".join(lemmatise(text))
