"""Words to proper names: a common noun and the large words after it name one thing ("Piazza Garibaldi").

No vocabulary can know every square and association of 7,900 towns. The nouns that open such names are data
(dup:headLabel); what they open is a thing of the municipality's own, called as the plan first calls it. Where a
vocabulary knows more than the noun, the name is left to it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from dupgraph.language.words import FOLDED, TOKENS, Words, list_forms
from dupgraph.read.mentions.matcher import Found, Match
from dupgraph.read.mentions.meanings import LINK_OF, Head, Name, Sense
from dupgraph.schema.values import Thing

Opening = Match[tuple[Head, ...]]

# What may stand between two words of one name; anything else ends it. An initial has its full stop.
_TIE = re.compile(r"(?:\s|\s?[’'-]|\s[“\"«‘'])$")
_INITIAL = re.compile(r"\.\s?$")
_JOINERS = frozenset({"di", "da", "il"})
_LONGEST = 7
# From a quotation mark that closes to the one that opens.
_QUOTES = {"”": "“", "»": "«", "’": "‘", '"': '"'}
_TOWN = ("comune", "di")


class Coiner:
    """Makes things of the proper names of one plan; the same name is the same thing."""

    def __init__(self, municipality: str) -> None:
        """Coin for the municipality of this name, which is no partner of its own."""
        self._itself = (*_TOWN, *(FOLDED[form] for form in list_forms(municipality)))
        self._things: dict[str, Thing] = {}

    def list_things(self) -> tuple[Thing, ...]:
        """Return the things made so far, in the order in which the plan names them."""
        return tuple(self._things.values())

    def join_names(self, words: Words, found: Found, text: str, title_end: int) -> list[Match[Name]]:
        """Return the names of ``found`` together with the proper names that its heads open, in the text's order.

        ``title_end`` is the offset at which the element's title ends: no name goes on beyond it.
        """
        if not found.heads:
            return found.names
        coined = []
        for match in _find_spans(words, found, title_end):
            if senses := tuple(self._find_senses(match, words, text)):
                coined.append(Match(match.first, match.last, match.start, _close_quote(match, text), senses))
        return _merge_names(found.names, coined)

    def _find_senses(self, match: Opening, words: Words, text: str) -> Iterator[Sense]:
        folded = tuple(FOLDED[TOKENS[token].form] for token in words.tokens[match.first : match.last])
        # Where nobody has told the municipality's name, any "Comune di ..." may be itself.
        if folded[: len(self._itself)] == self._itself:
            return
        label = " ".join(re.sub(r"[“”\"«»‘]", " ", text[match.start : match.end]).split())
        for head in match.meaning:
            if not head.coins:
                yield Sense(head.thing, LINK_OF[head.thing.kind], cued=False, excluded=False)
                continue
            # A kind of body opens the name of a body; places and instruments are of one kind with what opens them.
            kind = "organization" if head.thing.kind == "actor-category" else head.thing.kind
            key = f"{kind}/{' '.join(folded)}"
            thing = Thing(key, kind, label[0].upper() + label[1:], frozenset({head.thing.iri}), coined=True)
            yield Sense(self._things.setdefault(key, thing), LINK_OF[kind], cued=False, excluded=False)


def _merge_names(names: list[Match[Name]], coined: list[Match[Name]]) -> list[Match[Name]]:
    """Return both in the text's order; a name that overlaps a coined one goes."""
    merged: list[Match[Name]] = []
    index = 0
    for match in coined:
        while index < len(names) and names[index].last <= match.first:
            merged.append(names[index])
            index += 1
        while index < len(names) and names[index].first < match.last:
            index += 1
        merged.append(match)
    return merged + names[index:]


def _close_quote(match: Opening, text: str) -> int:
    """Return the end of a name, after the quotation mark that closes the one in it."""
    inside, after = text[match.start : match.end], text[match.end : match.end + 1]
    return match.end + (after in _QUOTES and any(_QUOTES.get(after) == mark for mark in inside))


def _find_spans(words: Words, found: Found, title_end: int) -> Iterator[Opening]:
    """Yield the heads that open a name, stretched to its end."""
    reach = 0
    ends = [name.last for name in found.names]
    for head in found.heads:
        last = _find_end(words, head.last, title_end)
        if head.first < reach or last == head.last or _knows_more(found.names, ends, head.last, last):
            continue
        forms = [TOKENS[token].form for token in words.tokens[head.first : last]]
        # "Progetto Aurora" is a name, "progetto della Regione" is none: an instrument's own name follows at once.
        if head.meaning[0].thing.kind == "instrument" and not forms[head.last - head.first][0].isupper():
            continue
        # A heading in capitals has no large words that mean anything.
        if all(form.isupper() for form in forms if len(form) > 1):
            continue
        reach = last
        yield Match(head.first, last, head.start, words.starts[last - 1] + len(forms[-1]), head.meaning)


def _find_end(words: Words, index: int, title_end: int) -> int:
    """Return the index after the last word of the name that goes on at ``index``; ``index`` where none does."""
    end = index
    for place in range(index, min(len(words.tokens), index + _LONGEST)):
        before, word = TOKENS[words.tokens[place - 1]], TOKENS[words.tokens[place]]
        initial = place > index and len(before.form) <= 2 and _INITIAL.match(before.gap)
        crosses = words.starts[place - 1] < title_end <= words.starts[place]
        if crosses or not (initial or _TIE.match(before.gap)):
            break
        if word.form[0].isupper() or (word.form[0].isdigit() and (end > index or before.form.isupper())):
            end = place + 1
        elif word.key not in _JOINERS:
            break
    return end


def _knows_more(names: list[Match[Name]], ends: list[int], first: int, last: int) -> bool:
    """Whether a vocabulary knows a name of its own among the words from ``first`` to ``last``.

    A common noun there is a part of the name: the Borgo in "Comune di Borgo a Mozzano".
    """
    for name in names[bisect_right(ends, first) :]:
        if name.first >= last:
            return False
        kinds = {sense.thing.kind for sense in name.meaning}
        if kinds & {"organization", "instrument"} or name.last - name.first > 1:
            return True
    return False
