"""Schools and libraries whose noun is left out: the article of "la Tommaso Fiore" is not a man's."""

from collections.abc import Container, Iterator

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, Words
from dupgraph.read.mentions.coined import Coined
from dupgraph.read.mentions.concepts import PLACES, SPORTS
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.read.mentions.spans import find_large_end, find_whole_end, is_large, list_large
from dupgraph.schema.links import CONCERNS_PLACE, PLACE

_ARTICLES = frozenset({"la", "alla", "della", "dalla", "nella", "sulla"})
_GIVEN_NAMES, _WOMEN, _MEN_IN_A = list_words("given_names"), list_words("women"), list_words("men_in_a")
# Nouns by their keys, one of which the text says: what a man's name with an article of theirs is called after.
_SCHOOL, _LIBRARY = PLACES + "school-campuses", PLACES + "libraries-as-places"
_NOUNS = dict.fromkeys(("scuola", "primaria", "plesso", "elementare", "alunno"), _SCHOOL) | {
    "biblioteca": _LIBRARY,
    "palestra": SPORTS,
}
# "La San Giovanni Bosco"; of "la San Vincenzo" it may be a charity.
_SAINTS, _FEWEST, _FEWEST_SAINT = frozenset({"San", "Don"}), 2, 3


def find_elided(words: Words, text: str, taken: Container[int], coined: Coined) -> Iterator[Match[Name]]:
    """Yield what is called by a man's full name after "la", where the text says what such a name may be given to."""
    nouns = [(index, _NOUNS[key]) for index in range(len(words.tokens)) if (key := words.get_key(index)) in _NOUNS]
    for first in list_large(words) if nouns else ():
        if first == 0 or words.get_form(first - 1).casefold() not in _ARTICLES or words.get_gap(first).strip():
            continue
        last = find_large_end(words, first, 0)
        saint = words.get_form(first) in _SAINTS and is_large(words, first + 1)
        if last - first < (_FEWEST_SAINT if saint else _FEWEST) or not _is_man(words.get_form(first + saint)):
            continue
        end = words.find_end(last)
        if find_whole_end(words, words.starts[first], last, text) > end or any(i in taken for i in range(first, last)):
            continue
        kind = next((kind for index, kind in reversed(nouns) if index < first), nouns[0][1])
        site = coined.make(PLACE, text[words.starts[first] : end], {kind})
        yield Match(first, last, words.starts[first], end, (Sense(site, CONCERNS_PLACE.name, False, False),))


def _is_man(form: str) -> bool:
    name = FOLDED[form]
    return name in _GIVEN_NAMES and name not in _WOMEN and (not name.endswith("a") or name in _MEN_IN_A)
