"""Misspelt words: read as the one known word that is nearest, and never in silence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from dupgraph.ask.phrases.lexis import Lexis, load_lexis
from dupgraph.ask.phrases.text import Word, fold_word
from dupgraph.language.distance import measure_distance
from dupgraph.language.words import knows_word

# One wrong letter in a word of five, two in a word of nine; a shorter word may be any other, unless it lacks a letter,
# or has two of an acronym's in the wrong order ("AULS").
_SHORTEST = 5
_LONG = 9
# Of so many words is a name that one of them is put right in.
_MOST_WORDS = 5


def correct_words(
    words: list[Word], unknown: Iterable[str], known: Iterable[str], language: str
) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """Return the words with the misspelt ones among ``unknown`` put right, and each of these with what it became.

    A word that the language's dictionary knows is not misspelt, however near another it comes ("costi", "posti"); nor
    is one that is as near to two that say different things. A name in the middle of a sentence is what it is: no town
    becomes another.
    """
    wanted, patterns = {fold_word(word) for word in unknown}, set(known)
    better: dict[int, str] = {}
    for place, word in enumerate(words):
        is_name = place > 0 and word.form[0].isupper() and not word.form.isupper()
        if word.word in wanted and not is_name and not knows_word(word.form.casefold(), language):
            better[place] = _find_nearest(word.word, patterns, load_lexis(language))
    better = {place: form for place, form in better.items() if form not in ("", words[place].word)}
    return _put_right(words, better)


def correct_names(
    words: list[Word], unknown: Iterable[str], find: Callable[[str], tuple[str, ...]], language: str
) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """Return the words with one misspelt word of a longer name put right, as ``find`` knows the name, and what it
    became.

    A letter too few or too many is misspelt ("vigli del fuoco"); another letter may be another name.
    """
    folded = {fold_word(word) for word in unknown}
    wanted = {word.word for word in words if word.word in folded and not knows_word(word.form.casefold(), language)}
    for first, last in combinations(range(len(words) + 1), 2):
        run = words[first:last]
        if not 1 < len(run) <= _MOST_WORDS or wanted.isdisjoint(word.word for word in run):
            continue
        key = find(" ".join(word.name for word in run))
        wrong = [place for place, word in enumerate(run) if word.name != "".join(key[place : place + 1])]
        if len(key) == len(run) and len(wrong) == 1:
            word, better = run[wrong[0]], key[wrong[0]]
            near = len(word.word) != len(better) and measure_distance(word.word, better, 1) == 1
            if near and word.word in wanted:
                return _put_right(words, {first + wrong[0]: better})
    return words, ()


def _put_right(words: list[Word], better: Mapping[int, str]) -> tuple[list[Word], tuple[tuple[str, str], ...]]:
    """Return the words with some in a better form, by their places, and each of these with what it became."""
    right = [
        replace(word, form=better[place], word=better[place], name=better[place]) if place in better else word
        for place, word in enumerate(words)
    ]
    return right, tuple((words[place].form, form) for place, form in better.items())


def _find_nearest(word: str, patterns: Iterable[str], lexis: Lexis) -> str:
    """Return the known word that is nearest to a misspelt one; empty when none is near, or two that differ."""
    if len(word) < _SHORTEST - 1 or not word.isalpha():
        return ""
    alike = [pattern for pattern in patterns if len(pattern) == len(word)] if len(word) < _SHORTEST else []
    swapped = {pattern for pattern in alike if is_swapped(word, pattern)}
    if swapped:
        return swapped.pop() if len(swapped) == 1 else ""
    allowed = 2 if len(word) >= _LONG else 1
    nearest: dict[int, set[str]] = {}
    for pattern in patterns:
        known = pattern.rstrip("*")
        # Most are told apart by their length alone.
        if len(known) > len(word) + allowed or (known == pattern and len(known) < len(word) - allowed):
            continue
        ends = [len(word)]
        if known != pattern:
            # The ending is the word's own: "colaborano" is "collabor" and "ano".
            ends = [*range(max(len(known) - allowed, _SHORTEST), min(len(known) + allowed, len(word)) + 1)]
        for end in ends if len(known) >= _SHORTEST else ():
            away = measure_distance(word[:end], known, allowed)
            if away <= allowed:
                nearest.setdefault(away, set()).add(known + word[end:])
    for away in sorted(nearest):
        found = sorted(nearest[away])
        # "Coinvolgno" may be "coinvolgono" or "coinvolgano", which say the same.
        said = [lexis.find_sign([form], 0) for form in found]
        return found[0] if len(found) == 1 or (said[0] and said.count(said[0]) == len(said)) else ""
    return ""


def is_swapped(first: str, second: str) -> bool:
    """Say whether two words differ by two letters in the other order.

    >>> is_swapped("auls", "ausl"), is_swapped("auls", "asl")
    (True, False)
    """
    return first != second and sorted(first) == sorted(second) and measure_distance(first, second, 1) == 1
