"""People who are named and not served: how many live in a town, an age as a field of policy, what they must do."""

import re

from dupgraph.language.lemmas import INFINITIVES
from dupgraph.language.lists import list_words, match_words
from dupgraph.language.words import FUNCTION_WORDS, Words

# How large towns are.
_SIZES = list_words("sizes")
_INHABITANTS = frozenset({"abitanti", "residenti"})
_AS_MANY = frozenset({"a", "di", "con", "oltre", "circa", "tra"})
_AGES = frozenset({"infanzia", "adolescenza", "gioventu"})
# What people are bound to, and what they did together: "i residenti sono tenuti a", "tanti giovani si sono uniti".
_BOUND = list_words("bound")
_PARTICIPLE = re.compile(r"[aiu]t[ie]$")
# What they did: "i residenti hanno segnalato", "presentata dai cittadini". What is used by them is for them:
# "frequentato dai giovani", "hanno ricevuto".
_DONE = re.compile(r"(?:[aiu]t|tt|st|s)[oaie]$")
_SERVED = re.compile(rf"(?:{match_words('served')})[oaie]$")
_HAVE, _BY = frozenset({"hanno", "avevano"}), frozenset({"da", "dai", "dagli", "dalle", "dalla"})
_FARTHEST_DEED = 3
# How many they are: "gli alunni sono 450", "i turisti sono aumentati", "il numero degli iscritti".
_ARE, _CHANGED = frozenset({"sono", "erano"}), re.compile(rf"(?:{match_words('growing')})[ie]$")
_COUNTS = frozenset({"numero", "percentuale", "totale"})
# A finite verb may have the same key as a word for people: "deteniamo", "detenuti".
_FINITE = re.compile(r"(?:iamo|iate|[aeo]no|[aei]v[aoi](?:no|mo)?|r[aà]|ranno|[ae]ndo|[aei]re)$")


def is_in_passing(words: Words, first: int, last: int) -> bool:
    """Whether people who are named from word ``first`` to ``last`` are not served, for where they stand."""
    return (
        _is_size(words, first, last)
        or _is_counted(words, first, last)
        or _acted(words, last)
        or _is_agent(words, first)
        or _is_verb(words, first, last)
    )


def _is_size(words: Words, first: int, last: int) -> bool:
    """Whether people tell how large a town is: "i comuni con popolazione fino a 10.000 abitanti"."""
    if words.get_key(first) == "popolazione":
        return words.get_form(last) in _SIZES
    number = first - 1
    while number > 0 and words.get_form(number).isdigit() and words.get_form(number - 1).isdigit():
        number -= 1
    counted = number > 0 and words.get_form(number).isdigit() and words.get_form(first) in _INHABITANTS
    return counted and words.get_form(number - 1) in _AS_MANY


def _acted(words: Words, index: int) -> bool:
    """Whether "sono tenuti", or what people did together, follows at word ``index``."""
    if index + 1 >= len(words.tokens) or words.get_gap(index).strip():
        return False
    verb, after = words.get_form(index), words.get_form(index + 1)
    if verb == "sono":
        return after in _BOUND
    if verb in _HAVE:
        return _is_done(after)
    return verb == "si" and after == "sono" and bool(_PARTICIPLE.search(words.get_form(index + 2)))


def _is_agent(words: Words, first: int) -> bool:
    """Whether something was done by the people named at word ``first``: "presentata da alcuni cittadini"."""
    for place in range(first - 1, max(0, first - 1 - _FARTHEST_DEED), -1):
        if words.get_gap(place + 1).strip():
            return False
        if words.get_form(place) in _BY:
            return not words.get_gap(place).strip() and _is_done(words.get_form(place - 1))
    return False


def _is_done(form: str) -> bool:
    return bool(_DONE.search(form)) and not _SERVED.match(form)


def _is_counted(words: Words, first: int, last: int) -> bool:
    """Whether a statistic says how many they are: "gli alunni sono 450", "il numero degli iscritti"."""
    if first > 1 and words.get_key(first - 1) == "di" and words.get_form(first - 2).casefold() in _COUNTS:
        return True
    if last + 1 >= len(words.tokens) or words.get_form(last) not in _ARE or words.get_gap(last).strip():
        return False
    after = words.get_form(last + 1)
    return after.isdigit() or bool(_CHANGED.match(after))


def _is_verb(words: Words, first: int, last: int) -> bool:
    alone = last - first == 1 and words.get_key(first).endswith(INFINITIVES)
    return alone and bool(_FINITE.search(words.get_form(first)))


def is_field(words: Words, first: int, last: int) -> bool:
    """Whether an age is a field of policy, listed bare with others: "nei settori di sport, cultura e infanzia"."""
    if last - first > 1 or words.get_key(first) not in _AGES or first <= 1:
        return False
    listed = words.get_key(first - 1) == "e" or words.get_gap(first).strip() == ","
    field = first - 1 - (words.get_key(first - 1) == "e")
    bare = words.get_form(field).islower() and words.get_key(field) not in FUNCTION_WORDS
    return listed and bare and words.get_key(field - 1) != "il"
