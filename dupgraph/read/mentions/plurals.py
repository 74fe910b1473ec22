"""The names that a noun in the plural lists: "le frazioni di Colle Rosso e Marana"."""

from collections.abc import Iterator

from dupgraph.language.words import FOLDED, Words
from dupgraph.read.mentions.complements import is_adjective
from dupgraph.read.mentions.looks import is_word
from dupgraph.read.mentions.nouns import Opening
from dupgraph.read.mentions.spans import (
    OPENING_MARKS,
    find_large_end,
    find_next,
    find_quoted_end,
    goes_on,
    is_inside_sentence,
    is_large,
)
from dupgraph.schema.links import PLACE


def find_plural_names(words: Words, head: Opening, title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word (exclusive) of each name that a plural noun lists: "le frazioni di A e B".

    One large word right after the noun may be an adjective: "Associazioni Sportive", yet not in "rioni Carmine e
    Gescal". In capitals none is known to be a name. "Nidi Gratis" in the middle of a sentence is one name, no list.
    """
    noun = words.get_form(head.first)
    place = all(opened.thing.kind == PLACE for opened in head.meaning)
    if place and not noun.islower() and is_inside_sentence(words, head.first):
        return
    # "Portare" has the key of "porto"; "quartiere degli Spuri" is one.
    verb = noun == words.get_key(head.first) and noun.endswith("re") and not noun.endswith("iere")
    verb = verb or not any(_share_stem(FOLDED[noun], opened.words.casefold()) for opened in head.meaning)
    index = head.last if noun[-1] in "ieà" and not verb and goes_on(words, head.last, title_end) else None
    if index is not None and not is_large(words, index):
        # "Le associazioni culturali “Il Filo”", "le scuole primarie Rodari e Manzoni".
        told = is_adjective(words.get_form(index))
        site = any(opened.thing.kind == PLACE for opened in head.meaning) and goes_on(words, index + 1, title_end)
        index = index + 1 if told and (_is_quoted(words, index + 1) or site) else None
    # "I corsi ENAIP" are no streets.
    if index is not None and noun.casefold() == "corsi" and words.get_form(index).isupper():
        return
    while index is not None and is_large(words, index):
        last = find_quoted_end(words, index, title_end)
        last = last if last > index else find_large_end(words, index, title_end, listed=True)
        forms = words.get_forms(index, last)
        if not forms:
            return
        plural = forms[0][-1] in "ie" and is_adjective(forms[0]) and is_word(forms[0])
        adjective = plural and index == head.last and not (place and noun.islower())
        if len(forms) == 1 and (adjective or len(forms[0]) < 3):
            return
        yield index, last
        index = find_next(words, last)


def _share_stem(noun: str, label: str) -> bool:
    """Whether a noun is another form of a label's first word: "tiene" has the key of "tenuta", and is none."""
    stem = len(label.split(maxsplit=1)[0]) - 2
    return noun[:stem] == FOLDED[label[:stem]]


def _is_quoted(words: Words, index: int) -> bool:
    """Whether a quotation mark opens before word ``index``, which is large."""
    return is_large(words, index) and words.get_gap(index).strip() in OPENING_MARKS
