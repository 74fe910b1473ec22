"""Words to places: what nobody knows by name, and stands where only a place can: "i pontili di Colmegna".

A simple preposition after a place or after what is built somewhere, a list that goes on with one, "tra ... e ...".
A name that is no word of the language needs less: "a Vescovado", "a Rubbianino, Roncolo e Salvarano".
"""

from collections.abc import Container

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, TOKENS, Words, knows_word
from dupgraph.read.mentions.spans import acts, begins_saint, is_adjective, is_large

# What stands or lies somewhere, and who lives there, by their keys, some of which are verbs ("fermare" is that of
# "fermata"): a place follows "di", "a" or "in".
_BUILT = list_words("built")
# What runs between two places.
_RUNNING = _BUILT | list_words("running")
_AT = frozenset({"di", "a", "ad", "in"})
_AT_THE = frozenset({"alla", "all", "allo", "al", "ai", "alle", "agli", "nel", "nella", "nell", "nello"})
# What a place or a town has, of which somebody may be the owner as well, and who lives there.
_OF_TOWNS = _BUILT | list_words("of_places") | list_words("of_towns")
_TO = frozenset({"a", "ad"})
_AND = frozenset({"e", "ed"})
# After these somebody follows: what is given, asked, owed or dedicated to whom.
_GIVEN = list_words("given")
_SHORTEST = 4
# English words that plans use end in "e", many of them: "as a Service".
_VOWELS = "aiouàèéìòù"
_FEW = 3
# Offices that persons hold, and how many words stand at most between one and whose name follows after a comma.
_ROLES = list_words("roles")
_FARTHEST_ROLE = 12
# "Ca' Mello": a house by whose name a place goes.
_HOUSE = frozenset({"Ca", "Cà"})
_BETWEEN = frozenset({"tra", "fra"})


def is_grounded(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether the unknown name from word ``first`` on is a place by where it stands; places end before ``ends``."""
    gap = words.get_gap(first).strip(" \n’'")
    if first < 2 or words.get_gap(first - 1).strip():
        return False
    if gap == "(":
        # "Il parco Ducale (Marana)".
        return first in ends and words.get_gap(first + 1).startswith(")") and _is_called(words, first)
    return not gap and _follows_place(words, first, ends)


def _follows_place(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether what stands before word ``first`` says that a place follows; less is enough for what looks like one."""
    before = TOKENS[words.tokens[first - 1]].form
    if before == "e":
        # What follows the first of two between which something runs.
        return first - 1 in ends and _follows_between(words, first - 1)
    if before in _BETWEEN:
        return _ends_noun(words, first - 2, _RUNNING)
    if before == "zona":
        large = _list_large(words, first)
        return _is_called(words, first) or (len(large) > 1 and not any(map(is_adjective, large)))
    called = _is_called(words, first)
    listed = TOKENS[words.tokens[first - 2]].form == "e" and first - 2 in ends
    stands = listed or first - 1 in ends or _ends_noun(words, first - 2, _OF_TOWNS if called else _BUILT)
    return stands and (before in _AT or (called and before in _AT_THE))


def _ends_noun(words: Words, index: int, nouns: Container[str]) -> bool:
    """Whether one of ``nouns`` ends at word ``index``, alone or with an adjective: "la strada arginale di Tolle"."""
    if words.get_key(index) in nouns:
        return True
    told = index > 0 and is_adjective(TOKENS[words.tokens[index]].form) and not words.get_gap(index).strip()
    return told and words.get_key(index - 1) in nouns


def is_in_town(words: Words, first: int) -> bool:
    """Whether what stands before "di" and the town at word ``first`` is in that town: "la pluriclasse di Gerola"."""
    noun = first - 2
    return noun >= 0 and words.get_key(noun) in _OF_TOWNS and TOKENS[words.tokens[noun]].form.islower()


def _follows_between(words: Words, index: int) -> bool:
    return any(TOKENS[words.tokens[place]].form in _BETWEEN for place in range(max(0, index - 4), index))


def is_named_place(words: Words, first: int, last: int, listed: Container[int]) -> bool:
    """Whether the unknown name from ``first`` to ``last`` is a place, being no word: "a Vescovado", "e Salvarano".

    It follows "a", unless somebody follows there, or goes on with a list of such places, which end before the words
    ``listed``.
    """
    if last - first > _FEW + begins_saint(words, first) or not _is_called(words, first) or acts(words, last):
        return False
    before, gap = TOKENS[words.tokens[first - 1]].form.casefold(), words.get_gap(first).strip()
    if before in _TO and not gap:
        opens = first == 1 or bool(words.get_gap(first - 1).strip())
        if _is_given(words, last):
            return False
        # "Conservatorio San Pietro a Majella" is one name.
        return opens or not (words.get_key(first - 2) in _GIVEN or is_large(words, first - 2))
    return (gap == "," and first in listed) or (before in _AND and not gap and first - 1 in listed)


def is_person(words: Words, first: int, last: int) -> bool:
    """Whether an unknown name is of whoever holds the office before it: "il presidente della Lega, Anna Neri"."""
    gap = words.get_gap(first).strip()
    if gap not in {"", ","} or not 1 < last - first <= _FEW + 1:
        return False
    for place in range(first - 1, max(-1, first - (_FARTHEST_ROLE if gap else _FEW + 1)), -1):
        if FOLDED[TOKENS[words.tokens[place]].form] in _ROLES:
            return True
        if words.get_gap(place).strip("’' “”«»"):
            return False
    return False


def _is_given(words: Words, index: int) -> bool:
    """Whether word ``index`` begins what is done for somebody named before it: "a Matteotti sarà intitolata"."""
    follows = [words.get_key(place) for place in range(index, min(index + 3, len(words.tokens)))]
    return follows[:1] in (["essere"], ["venire"]) and not _GIVEN.isdisjoint(follows[1:])


def _list_large(words: Words, first: int) -> list[str]:
    """Return the large words in a row from ``first`` on."""
    last = first
    while is_large(words, last) and (last == first or not words.get_gap(last).strip()):
        last += 1
    return [TOKENS[token].form for token in words.tokens[first:last]]


def _is_called(words: Words, first: int) -> bool:
    """Whether a place's name begins at ``first``, by its look: no word of the language, a house's or a saint's."""
    form = TOKENS[words.tokens[first]].form
    return _is_strange(form) or form in _HOUSE or begins_saint(words, first)


def _is_strange(form: str) -> bool:
    """Whether a word is a name by its look: no word of the language, no acronym, and it ends as Italian names do."""
    name = len(form) >= _SHORTEST and form[1:].islower() and form[-1] in _VOWELS
    return name and not knows_word(form, "it")
