"""One noun for several: "associazioni culturali e sportive", "organizzazioni di volontariato o di promozione"."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from dupgraph.language.words import Words
from dupgraph.read.mentions.complements import is_adjective
from dupgraph.read.mentions.spans import AND

_OR = frozenset({"o", "od"})
# A name of its own that tells of bodies as often: "soggetti pubblici e privati".
_EITHER = frozenset({"privato"})
# How many words a name has whose noun others share, and what tells them apart, "di" included.
_LONGEST_NAME, _LONGEST_COMPLEMENT = 4, 3

Meaning = TypeVar("Meaning")


def find_elliptic(
    words: Words, names: Sequence[tuple[int, int, Meaning]], find: Callable[[Words], Meaning | None]
) -> Iterator[tuple[int, int, Meaning]]:
    """Yield the first and last word (exclusive) of what shares the noun of a name before it, as ``find`` knows them.

    The names are those known in ``words``, in the order of the text. What says the same as the name is left to it:
    "scuole primarie e secondarie". What a list has opens none of its own.
    """
    begun = {first for first, *_ in names if words.get_key(first) not in _EITHER}
    reach = 0
    for first, last, known in names:
        if first < reach or last - first > _LONGEST_NAME or last == len(words.tokens):
            continue
        # "Imprese commerciali e turistiche", of which the first two are one name or not.
        told = last == first + 1 and not words.get_gap(last).strip() and _is_told(words, first, last)
        for start, following, ends in _list_items(words, first, last + told, begun):
            reach = following
            for end in ends:
                shared = find(_join(words, first, start, end))
                if shared and shared != known:
                    yield start, end, shared


def _join(words: Words, noun: int, first: int, last: int) -> Words:
    """Return the noun at word ``noun`` and the words from ``first`` to ``last`` as if they stood side by side."""
    places = [noun, *range(first, last)]
    return Words([f"{words.get_form(place)} " for place in places], [words.starts[p] for p in places], "")


def _list_items(words: Words, noun: int, index: int, begun: set[int]) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Yield the adjectives in the plural, and "di" with what follows, that go on with a list at ``index``.

    Of each: where it begins, where the list goes on, and where what shares the noun may end, the longest first. One
    body has two complements, as a ministry "dell'agricoltura e del turismo"; several do not, nor has one "o".
    """
    several = _is_several(words, noun)
    while index + 1 < len(words.tokens):
        form = words.get_form(index)
        joint = form in AND or form in _OR
        place = index + joint
        listed = words.get_gap(index).strip() == "," or (joint and not words.get_gap(index).strip())
        if not listed or place in begun or (joint and words.get_gap(place).strip()):
            return
        if words.get_key(place) == "di":
            index = place + 2
            index += index < len(words.tokens) and is_adjective(words.get_form(index))
            ends = range(min(place + _LONGEST_COMPLEMENT, len(words.tokens)), place + 1, -1)
            shared = several or form in _OR
            yield place, index, [end for end in ends if shared and _is_tied(words, place, end)]
        elif _agrees(words, noun, place):
            index = place + 1
            yield place, index, [index]
        else:
            return


def _is_tied(words: Words, first: int, last: int) -> bool:
    return not any(words.get_gap(place).strip(" ’'\n") for place in range(first + 1, last))


def _is_told(words: Words, noun: int, index: int) -> bool:
    return _agrees(words, noun, index) and is_adjective(words.get_form(index))


def _agrees(words: Words, noun: int, index: int) -> bool:
    """Whether word ``index`` is in the plural by its end, and it or the noun by its key: unknown words are theirs."""
    ends = words.get_form(index)[-1] in "ie"
    return ends and (_is_several(words, index) or _is_several(words, noun))


def _is_several(words: Words, index: int) -> bool:
    form = words.get_form(index)
    return form[-1] in "ie" and form.casefold() != words.get_key(index)
