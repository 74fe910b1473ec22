"""What words may name: known things whose labels share their words, the nearest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from dupgraph.language.words import FUNCTION_WORDS, lemmatise
from dupgraph.schema.links import KINDS, LINKS, STATED, LinkName, ThingKind
from dupgraph.schema.values import Label, Lexicon, Thing

# As many as there are keys for: 1 to 9.
MOST = 9
# Less in common is chance: of "Federalberghi Varese" the town's other bodies share the name of the town.
_LEAST = 0.2
_USES = {"sure", "fixed", "cued"}
_BY_TEXT = ("names", "words")
_EMPTY = frozenset(FUNCTION_WORDS.values())


class Candidate(NamedTuple):
    """A known thing that words may name, and the link that this would be."""

    property: LinkName
    thing: str
    label: str
    kind: ThingKind


def find_link(kind: ThingKind) -> LinkName:
    """Return the link that leads to things of a kind; empty for a kind that no text names.

    >>> find_link("place")
    'concernsPlace'
    """
    named = (link for link in STATED if link.found in _BY_TEXT)
    return next((link.name for link in named if kind in {each.name for each in link.kinds}), "")


class Candidates:
    """All things that a plan's words may name, by the words of their labels."""

    def __init__(self, lexicon: Lexicon, coined: Iterable[Thing]) -> None:
        self._things: Mapping[str, Thing] = {**lexicon.things, **{thing.iri: thing for thing in coined}}
        own = (Label(thing.label, thing.iri) for thing in coined)
        labels = (label for label in lexicon.labels if label.use in _USES)
        self._labels: dict[str, list[str]] = defaultdict(list)
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for label in (*labels, *own):
            if find_link(self._things[label.thing].kind):
                self._labels[label.thing].append(label.words)
                for key in _list_keys(label.words):
                    self._by_word[key].add(label.thing)

    def name(self, thing: str) -> str:
        """Return what a thing is called by its key; the key itself where nobody has named it."""
        known = self._things.get(thing)
        return known.label if known and known.label else thing

    def find(self, words: str, link: LinkName = "", *, besides: str = "") -> tuple[Candidate, ...]:
        """Return what words may name, at most nine, the nearest first: things that ``link`` leads to, if it is given.

        ``besides`` is left out: the thing that the words are taken for already.
        """
        keys = set(_list_keys(words))
        near = {thing for key in keys for thing in self._by_word.get(key, ())}
        # A word of an unknown name says the less, the more things share it; instead of a guess all of them are offered.
        name = not link and any(map(str.isupper, words))
        worth = {key: 1 / max(1, len(self._by_word.get(key, ())) * name) for key in keys}
        rated = ((self._rate(words, worth, thing), thing) for thing in near - {besides})
        ranked = sorted((-rate, self.name(thing), thing) for rate, thing in rated if rate >= _LEAST or not name)
        found = [self._make(thing) for _, _, thing in ranked]
        if link:
            found += [self._make(thing) for thing in self._list_siblings(besides) if thing not in near]
        wanted = {kind.name for kind in LINKS[link].kinds} if link else None
        return tuple(each for each in found if wanted is None or each.kind in wanted)[:MOST]

    def find_by_name(self, name: str) -> list[str]:
        """Return the keys of the things that go by a name, whatever its capitals: as their first name, else as any."""
        folded = name.casefold().strip()
        first = sorted(thing for thing in self._labels if folded in {thing.casefold(), self.name(thing).casefold()})
        return first or sorted(t for t, labels in self._labels.items() if folded in map(str.casefold, labels))

    def find_kind(self, thing: str, name: str) -> str:
        """Return what a thing is called that is a kind of things, where ``name`` is neither that nor its key.

        Whoever says "ALER" may mean one body, or all that the vocabulary counts among them.
        """
        own = self.name(thing)
        is_one = KINDS[self._things[thing].kind].proper
        return "" if is_one or name.casefold().strip() in {thing.casefold(), own.casefold()} else own

    def _make(self, thing: str) -> Candidate:
        kind = self._things[thing].kind
        return Candidate(find_link(kind), thing, self.name(thing), kind)

    def _rate(self, words: str, worth: Mapping[str, float], thing: str) -> float:
        """Return how near the nearest label of a thing is: what common words are worth, then how many letters are."""
        best = 0.0
        for label in self._labels[thing]:
            own = set(_list_keys(label))
            common = sum(value for key, value in worth.items() if key in own)
            rest = sum(value for key, value in worth.items() if key not in own) + len(own - worth.keys()) / 2
            letters = SequenceMatcher(None, words.casefold(), label.casefold()).ratio() / 10
            best = max(best, letters + (common / (common + rest) if common else 0.0))
        return best

    def _list_siblings(self, thing: str) -> Iterator[str]:
        """Yield the things that stand below the same as another."""
        known = self._things.get(thing)
        if known and known.broader:
            yield from (
                iri
                for iri, other in self._things.items()
                if iri != thing and not known.broader.isdisjoint(other.broader)
            )


def _list_keys(words: str) -> list[str]:
    return [key for key in lemmatise(words) if key not in _EMPTY and len(key) > 1]
