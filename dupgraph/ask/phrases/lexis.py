"""The words of asking: what each says of a question.

The files in words/ hold the expressions of one language, by the sign that they are (signs.py), parted by semicolons;
``*`` ends a word of which only the beginning counts ("rivolt*"), ``~`` parts a verb's root from the ending that says
which other forms it has ("collabor~are"), ``|`` words of which one stands there ("per riunione|seduta"). Words are
written small and without accents (but "è", which is not "e"), articles left out, prepositions without theirs. Whoever
adds one asks: does it mean the same in every question? If not it stays out: a question that holds it is then unsure,
not wrong.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from dupgraph.ask.phrases.signs import NUMBERED, SIGNS, Sign
from dupgraph.language.words import FUNCTION_FORMS

Pattern = tuple[str, ...]

_FOLDER = Path(__file__).with_name("words")


@dataclass(frozen=True, slots=True)
class Lexis:
    """One language's expressions, by how they begin, and what its prepositions lead to.

    ``tiers`` holds, for each preposition that no verb asks for, the roles of what stands after it: those that come
    first go before the rest, and what goes by a number may stand after any. ``lists`` are the words that rules go by,
    ``nouns`` the single ones that say a value, ``written`` gives the words of one that people write otherwise,
    ``adjectives`` the theme that each speaks of.
    """

    prepositions: dict[str, str]
    tiers: dict[str, tuple[frozenset[str], ...]]
    numbers: dict[str, int]
    lists: dict[str, frozenset[str]]
    written: dict[str, str]
    adjectives: dict[str, str]
    whole: dict[Pattern, Sign] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    nouns: dict[str, list[str]] = field(default_factory=dict)
    begun: dict[str, list[tuple[Pattern, Sign]]] = field(default_factory=dict)

    def add(self, pattern: Pattern, sign: Sign) -> None:
        """Add an expression; of two that are alike the first counts."""
        first = pattern[0]
        if "*" in "".join(pattern):
            self.begun.setdefault(first[:_BEGUN] if first[-1] == "*" else first, []).append((pattern, sign))
        else:
            if len(pattern) == 1 and pattern not in self.whole:
                self.nouns.setdefault(sign.value, []).append(first)
            self.whole.setdefault(pattern, sign)
            self.longest[first] = max(len(pattern), self.longest.get(first, 0))

    def find_sign(self, words: list[str], first: int) -> tuple[int, Sign] | None:
        """Return the longest expression that begins at word ``first``, as where it ends and what it says."""
        word = words[first]
        best: tuple[int, Sign] | None = None
        for last in range(min(first + self.longest.get(word, 0), len(words)), first, -1):
            if sign := self.whole.get(tuple(words[first:last])):
                best = last, sign
                break
        for pattern, sign in (*self.begun.get(word, ()), *self.begun.get(word[:_BEGUN], ())):
            last = first + len(pattern)
            longer = best is None or last > best[0]
            if last <= len(words) and longer and all(map(fits_word, pattern, words[first:last])):
                best = last, sign
        return best

    def list_patterns(self) -> Iterator[tuple[Pattern, Sign]]:
        """Yield every expression with what it says; a word of which only the beginning counts ends in a star."""
        yield from self.whole.items()
        for entries in self.begun.values():
            yield from entries


# A word of which only the beginning counts has so many letters at least before its star.
_BEGUN = 4


def fits_word(pattern: str, word: str) -> bool:
    """Say whether a word is the one that a pattern means.

    >>> fits_word("coinvol*", "coinvolgono"), fits_word("tema", "temi")
    (True, False)
    """
    return word.startswith(pattern[:-1]) if pattern[-1] == "*" else word == pattern


def list_forms(word: str, conjugations: dict[str, str]) -> list[str]:
    """Return the forms of a word; those of a verb that is written with its root apart.

    >>> list_forms("work~", {"": "s ed"}), list_forms("objectives", {})
    (['work', 'works', 'worked'], ['objectives'])
    """
    root, parted, infinitive = word.partition("~")
    if not parted:
        return [word]
    return list(dict.fromkeys([root + infinitive, *(root + ending for ending in conjugations[infinitive].split())]))


@cache
def load_lexis(language: str) -> Lexis:
    """Return the words of a language, "it" or "en"."""
    words = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    # Italian writes a preposition and its article as one.
    forms = FUNCTION_FORMS if language == "it" else {}
    prepositions = {form: key for key in words["tiers"] for form in forms.get(key, key).split()}
    lexis = Lexis(
        prepositions,
        {key: (*(frozenset(tier.split()) for tier in tiers), NUMBERED) for key, tiers in words["tiers"].items()},
        {word: number for number, word in enumerate(words["numbers"].split(), 2)},
        {name: frozenset(listed.split()) for name, listed in words["lists"].items()},
        words.get("written", {}),
        words.get("adjectives", {}),
    )
    for name, expressions in words["expressions"].items():
        full = expressions.replace("{event}", words.get("event", ""))
        for pattern in _list_patterns(full, words["conjugations"]):
            lexis.add(pattern, SIGNS[name])
    return lexis


def _list_patterns(expressions: str, conjugations: dict[str, str]) -> Iterator[Pattern]:
    """Yield the words of each expression in each of its forms."""
    for expression in " ".join(expressions.split()).split("; "):
        words = expression.split()
        if "~" in expression or "|" in expression:
            places = ([form for word in each.split("|") for form in list_forms(word, conjugations)] for each in words)
            yield from product(*places)
        else:
            yield tuple(words)
