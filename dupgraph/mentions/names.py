"""Words to proper names: a common noun and the large words after it name one thing ("Piazza Garibaldi").

No vocabulary can know every square and association of 7,900 towns. The nouns that open such names are data
(dup:headLabel); what they open is a thing of the municipality's own, called as the plan first calls it. Where a
vocabulary knows more than the noun, the name is left to it.
"""

import re
from collections.abc import Iterable, Iterator

from dupgraph.mentions.matcher import Found, Match
from dupgraph.mentions.meanings import LINK_OF, Head, Name, Sense
from dupgraph.mentions.words import TOKENS, Words
from dupgraph.model import Thing
from dupgraph.namespaces import DATA, make_slug, mint_iri

# What may stand between two words of one name; anything else ends it. An initial has its full stop.
_TIE = re.compile(r"(?:\s|\s?[’'-]|\s[“\"«‘'])$")
_INITIAL = re.compile(r"\.\s?$")
_JOINERS = frozenset({"di", "da", "il"})
_LONGEST = 7
# From a quotation mark that closes to the one that opens.
_QUOTES = {"”": "“", "»": "«", "’": "‘", '"': '"'}


class Coiner:
    """Makes things of the proper names of one plan; the same name is the same thing."""

    def __init__(self, istat: str, municipality: str) -> None:
        """Coin for the municipality with this ISTAT code and name."""
        self._istat = istat or "000000"
        self._itself = f"comune-di-{make_slug(municipality)}"
        self._things: dict[str, Thing] = {}

    def list_things(self) -> tuple[Thing, ...]:
        """Return the things made so far, in the order in which the plan names them."""
        return tuple(self._things.values())

    def join_names(self, words: Words, found: Found, text: str, title_end: int) -> list[Match[Name]]:
        """Return the names of ``found`` together with the proper names that its heads open, in the text's order.

        ``title_end`` is the offset at which the element's title ends: no name goes on beyond it.
        """
        coined = [
            Match(
                match.first, match.last, match.start, _close_quote(match, text), tuple(self._find_senses(match, text))
            )
            for match in _find_spans(words, found, title_end)
        ]
        coined = [match for match in coined if match.meaning]
        if not coined:
            return found.names
        kept = [name for name in found.names if not any(_overlap(name, match) for match in coined)]
        return sorted([*kept, *coined], key=lambda match: match.first)

    def _find_senses(self, match: Match[tuple[Head, ...]], text: str) -> Iterator[Sense]:
        words = " ".join(re.sub(r"[“”\"«»‘]", " ", text[match.start : match.end]).split())
        slug = make_slug(words)
        if slug == self._itself:
            return
        for head in match.meaning:
            # A kind of body opens the name of a body; places and instruments are of one kind with what opens them.
            kind = "organization" if head.kind == "actor-category" else head.kind
            iri = mint_iri(DATA, self._istat, kind, slug)
            label = words[0].upper() + words[1:]
            thing = self._things.setdefault(iri, Thing(iri, kind, label, frozenset({head.thing}), coined=True))
            yield Sense(thing, LINK_OF[kind], cued=False, excluded=False)


def _close_quote(match: Match[tuple[Head, ...]], text: str) -> int:
    """Return the end of a name, after the quotation mark that closes the one in it."""
    inside, after = text[match.start : match.end], text[match.end : match.end + 1]
    return match.end + (after in _QUOTES and any(_QUOTES.get(after) == mark for mark in inside))


def _overlap(one: Match[Name], other: Match[Name]) -> bool:
    return one.first < other.last and other.first < one.last


def _find_spans(words: Words, found: Found, title_end: int) -> Iterator[Match[tuple[Head, ...]]]:
    """Yield the heads that open a name, stretched to its end."""
    reach = 0
    for head in found.heads:
        last = _find_end(words, head.last, title_end)
        if head.first < reach or last == head.last or _knows_more(found.names, head, last):
            continue
        forms = [TOKENS[token].form for token in words.tokens[head.first : last]]
        # "Progetto Aurora" is a name, "progetto della Regione" is none: an instrument's own name follows at once.
        if head.meaning[0].kind == "instrument" and not forms[head.last - head.first][0].isupper():
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


def _knows_more(names: Iterable[Match[Name]], head: Match[tuple[Head, ...]], last: int) -> bool:
    """Whether a vocabulary knows a name there that is more than the noun it opens with."""
    return any(name.first < last and head.last < name.last for name in names)
