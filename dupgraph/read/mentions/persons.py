"""Persons: names that somebody has, by a given name, or by the office before them."""

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, Words
from dupgraph.read.mentions.spans import is_large

# Offices that persons hold, and how many words stand at most between one and whose name follows after a comma.
_ROLES = list_words("roles")
_FARTHEST_ROLE = 12
_GIVEN_NAMES, _HONORIFICS = list_words("given_names"), list_words("titles") | list_words("honorifics")
# A person is called by as many words at most.
_MOST_NAMES = 4


def is_person(words: Words, first: int, last: int) -> bool:
    """Whether an unknown name is a person's: after a given name, or an office: "il presidente della Lega, A. Neri"."""
    gap = words.get_gap(first).strip()
    if gap not in {"", ","} or not 1 < last - first <= _MOST_NAMES:
        return False
    if all(FOLDED[form] in _GIVEN_NAMES for form in words.get_forms(first, last - 1)):
        return True
    for place in range(first - 1, max(-1, first - (_FARTHEST_ROLE if gap else _MOST_NAMES)), -1):
        if FOLDED[words.get_form(place)] in _ROLES:
            return True
        if words.get_gap(place).strip("’' “”«»"):
            return False
    return False


def is_surname(words: Words, first: int, last: int) -> bool:
    """Whether a word is somebody's surname, who holds the office before it: "il sindaco Pellegrini"."""
    if last - first > 1 or first == 0 or not is_large(words, first) or words.get_gap(first).strip():
        return False
    before = FOLDED[words.get_form(first - 1)]
    return before in _ROLES or before in _HONORIFICS or before in _GIVEN_NAMES
