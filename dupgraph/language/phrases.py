"""Where an Italian phrase cannot end: what breaks off there goes on in the next line, column or page."""

import re

from dupgraph.language.lists import list_words

_JOINERS = list_words("joining")
_BETWEEN_WORDS = re.compile(r"\W")
_ADDRESS = re.compile(r"(?:://|www\.|\w\.[a-z]{2,})\S*/\Z")
_APOSTROPHES = "'’`"
_VOWELS = "aeiou"
_OPEN_MARKS = ",(-–—/«“"
_LOOK_BACK = 40


def is_unfinished(text: str, end: int | None = None) -> bool:
    """Say whether the words before ``end``, or all, call for more: an article, a preposition, a comma, an apostrophe.

    One behind a vowel is an accent.

    >>> is_unfinished("L'AREA DELL'", 12), is_unfinished("LA NUOVA CITTA'", 15)
    (True, False)
    >>> is_unfinished("Curare i parchi del"), is_unfinished("Curare la zona A")
    (True, False)
    """
    end = len(text) if end is None else end
    before = text[max(0, end - _LOOK_BACK) : end].rstrip()
    last = before[-1:]
    if not last or last in _OPEN_MARKS:
        return bool(last) and not (last == "/" and _ADDRESS.search(before) is not None)
    if last in _APOSTROPHES:
        return _BETWEEN_WORDS.match(before[-2:-1] or " ") is None and before[-2].lower() not in _VOWELS
    word = _BETWEEN_WORDS.split(before)[-1]
    # "ZONA A", "SEZIONE E": a capital letter alone names something.
    return word.lower() in _JOINERS and not (len(word) == 1 and word.isupper())
