"""A question's frame against those of the phrases: which of them it is, and which come near."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

from dupgraph.ask.phrases.frame import Frame
from dupgraph.ask.phrases.phrases import Phrase, load_phrases
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.signs import NUMBERED

# How a word that no table knows is compared: by its letters, its lemma or its stem.
Fold = Callable[[str], str]
# What a frame may share with another.
Features = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Filling:
    """A phrase with what a question puts in its slots; ``score`` is how much both say of each other, 1 for all.

    ``hinted`` are words that only speak of a theme, where they are looked for in the text instead.
    """

    phrase: Phrase
    fillers: tuple[tuple[str, Item], ...]
    score: float = 1.0
    hinted: tuple[Item, ...] = ()


def find_fillings(frame: Frame, phrases: Sequence[Phrase], fold: Fold) -> list[Filling]:
    """Return the phrases that say all that a question says and nothing more, with their slots filled."""
    unknown = frozenset(map(fold, frame.unknown))
    return [
        Filling(phrase, fillers)
        for phrase in phrases
        if phrase.frame.concepts == frame.concepts
        # Where no noun says what is asked, the verb does.
        and (frame.concepts or phrase.frame.signs == frame.signs)
        and len(phrase.frame.items) == len(frame.items)
        and frozenset(map(fold, phrase.frame.unknown)) == unknown
        and (fillers := _fill(phrase.frame.items, frame.items)) is not None
    ]


def _fill(slots: tuple[Item, ...], items: tuple[Item, ...]) -> tuple[tuple[str, Item], ...] | None:
    """Return each slot with the item that fills it, in the items' order where slots are alike; None if one is left."""
    if not slots:
        return () if not items else None
    for place, item in enumerate(items):
        fitted = fit_item(slots[0], item)
        if fitted is not None:
            rest = _fill(slots[1:], items[:place] + items[place + 1 :])
            if rest is not None:
                return ((slots[0].slot, fitted), *rest)
    return None


def fit_item(slot: Item, item: Item) -> Item | None:
    """Return an item with the senses that a slot takes, where it stands in such a role; None if it has none."""
    if slot.sort != item.sort:
        return None
    if slot.sort != "thing":
        return item
    kinds = {sense.kind for sense in slot.senses}
    senses = tuple(sense for sense in item.senses if sense.kind in kinds and sense.role in item.roles)
    senses = tuple(sense for sense in senses if sense.sure) or senses
    return Item(item.words, item.sort, senses, item.roles) if senses else None


@cache
def list_strange_words(fold: Fold) -> frozenset[str]:
    """Return the words of the catalogue's phrases that no table knows, folded."""
    return frozenset(fold(word) for phrase in load_phrases() for word in phrase.frame.unknown)


@cache
def _weigh_phrases(fold: Fold) -> tuple[tuple[tuple[Phrase, Features, float], ...], dict[Hashable, float], float]:
    """Return the catalogue's phrases, each with its features and their weight, the weight of each, and the most."""
    said = [(phrase, _list_features(phrase.frame, fold)) for phrase in load_phrases()]
    counts = Counter(feature for _, features in said for feature in features)
    most = 1 + log(max(len(said), 1))
    weights = {feature: most - log(count) for feature, count in counts.items()}
    weighed = ((phrase, features, sum(map(weights.__getitem__, features))) for phrase, features in said)
    return tuple(weighed), weights, most


def rank_fillings(frame: Frame, fold: Fold) -> Iterator[Filling]:
    """Yield each question of the catalogue once, by its nearest phrase, the nearest first.

    Near is the share of what they say that both say: the fewer phrases say it the more it weighs, and a thing that a
    slot takes weighs as much as what one phrase alone says. Slots that nothing fills stay out of ``fillers``.
    """
    weighed, weights, most = _weigh_phrases(fold)

    def measure(features: Features, things: int) -> float:
        return sum(weights.get(feature, most) for feature in features) + things * most

    own = _list_features(frame, fold)
    mine = measure(own, len(frame.items))
    nearest: dict[str, Filling] = {}
    for phrase, features, weight in weighed:
        # "Meno di due" is not offered as "at least two".
        counts_up = "least" in phrase.frame.concepts and "least" not in frame.concepts
        given = tuple(item for item in frame.items if not (counts_up and item.sort == "number"))
        fillers = tuple(_fill_loosely(phrase.frame.items, given))
        shared = measure(own & features, len(fillers))
        score = 2 * shared / (mine + (weight + len(phrase.frame.items) * most)) if shared else 0.0
        name = phrase.question.name
        if name not in nearest or score > nearest[name].score:
            nearest[name] = Filling(phrase, fillers, score)
    yield from sorted(nearest.values(), key=lambda one: (-one.score, len(one.phrase.question.parameters)))


def _list_features(frame: Frame, fold: Fold) -> Features:
    """Return what a frame may share with another: concepts, verbs, and words that no table knows."""
    return frozenset[Hashable]((*frame.concepts, *frame.signs, *(("word", fold(word)) for word in frame.unknown)))


def _fill_loosely(slots: tuple[Item, ...], items: tuple[Item, ...]) -> Iterator[tuple[str, Item]]:
    """Yield the slots that an item fills, whatever role it stands in."""
    left = list(items)
    for slot in slots:
        for item in left:
            kinds = {sense.kind for sense in slot.senses}
            senses = tuple(sense for sense in item.senses if sense.kind in kinds and sense.held)
            if {sense.role for sense in senses} <= NUMBERED and not slot.own_roles <= NUMBERED:
                # "Linea 1" is nothing that an objective names.
                senses = ()
            if slot.sort == item.sort and (senses or slot.sort != "thing"):
                left.remove(item)
                yield slot.slot, Item(item.words, item.sort, senses, item.roles)
                break
