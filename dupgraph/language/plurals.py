"""Italian names in the plural, and nouns in both numbers, as far as the dictionary vouches for each of their words."""

import re

from dupgraph.language.lemmas import is_infinitive, look_up
from dupgraph.language.words import FUNCTION_WORDS

# What a word ends with in the singular, and then in the plural; the dictionary says which of several it is.
_ENDINGS = (("o", "hi"), ("io", "i"), ("o", "i"), ("a", "he"), ("a", "e"), ("ma", "mi"), ("e", "i"))
# A participle says both genders when it is given as a man's, and is a noun as a woman's: "abbandonato", "entrate".
_PARTICIPLE = re.compile(r"(?<=[aiu]t)[oi]$")
_FEMININE = re.compile(r"(?<=[aiu]t)[ae]$")


def pluralise(name: str) -> str:
    """Return an Italian name of one thing as that of several; empty where a form is not in the dictionary.

    The noun changes and so do its adjectives; what a preposition opens stays.

    >>> pluralise("Linea di mandato"), pluralise("Obiettivo strategico"), pluralise("Area strategica"), pluralise("XY")
    ('Linee di mandato', 'Obiettivi strategici', 'Aree strategiche', '')
    """
    words = name.split()
    changed = next((place for place, word in enumerate(words) if word.lower() in FUNCTION_WORDS), len(words))
    plurals = [_find_plural(word.lower()) for word in words[:changed]]
    if not all(plurals):
        return ""
    shaped = (_shape(plural, word) for plural, word in zip(plurals, words, strict=False))
    return " ".join((*shaped, *words[changed:]))


def list_noun_forms(word: str) -> frozenset[str]:
    """Return a noun that the dictionary takes for a form of a verb in both numbers; nothing for any other word.

    >>> sorted(list_noun_forms("concorso")), sorted(list_noun_forms("entrate"))
    (['concorso'], ['entrata', 'entrate'])
    >>> sorted(list_noun_forms("degradati")), list_noun_forms("scuola"), list_noun_forms("pulire")
    (['degradata', 'degradate', 'degradati', 'degradato'], frozenset(), frozenset())
    """
    lemma = look_up(word)
    if lemma in {None, word} or not is_infinitive(lemma):
        return frozenset()
    if _PARTICIPLE.search(word):
        forms = {word[:-1] + end for end in "oiae"}
    elif _FEMININE.search(word):
        forms = {word[:-1] + end for end in "ae"}
    else:
        pairs = (*_ENDINGS, *((many, one) for one, many in _ENDINGS))
        forms = {word.removesuffix(end) + other for end, other in pairs if word.endswith(end)}
    return frozenset({word, *(form for form in forms if look_up(form) == lemma)})


def _find_plural(word: str) -> str:
    lemma = look_up(word)
    forms = (word.removesuffix(one) + many for one, many in _ENDINGS if word.endswith(one))
    return next((form for form in forms if lemma and look_up(form) == lemma), "")


def _shape(plural: str, word: str) -> str:
    """Return a plural in capitals as the word has them."""
    if word.isupper():
        return plural.upper()
    return plural.capitalize() if word[0].isupper() else plural
