"""Italian names in the plural, as far as the dictionary vouches for each of their words."""

from dupgraph.language.lemmas import look_up
from dupgraph.language.words import FUNCTION_WORDS

# What a word ends with in the singular, and then in the plural; the dictionary says which of several it is.
_ENDINGS = (("o", "hi"), ("io", "i"), ("o", "i"), ("a", "he"), ("a", "e"), ("ma", "mi"), ("e", "i"))


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


def _find_plural(word: str) -> str:
    lemma = look_up(word)
    forms = (word.removesuffix(one) + many for one, many in _ENDINGS if word.endswith(one))
    return next((form for form in forms if lemma and look_up(form) == lemma), "")


def _shape(plural: str, word: str) -> str:
    """Return a plural in capitals as the word has them."""
    if word.isupper():
        return plural.upper()
    return plural.capitalize() if word[0].isupper() else plural
