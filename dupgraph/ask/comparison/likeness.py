"""How alike two texts are: their words and pairs of words, each the heavier the rarer it is in the two plans.

Resemblance and containment are those of A. Z. Broder, "On the resemblance and containment of documents" (1997), with
words and pairs of neighbouring words for his shingles, weighted by inverse document frequency (K. Spärck Jones, 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from dupgraph.language.words import FUNCTION_WORDS, strip_accents

# A word, or two neighbouring ones.
Feature = str | tuple[str, str]
Features = frozenset[Feature]

_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans("’‘ʼ`´“”«»–—‑", "'''''\"\"\"\"---")


@lru_cache(1_024)  # two versions of a plan have most of their texts in common
def list_features(text: str) -> Features:
    """Return the words of a text and its pairs of neighbouring words, in small letters, without function words.

    >>> sorted(map(str, list_features("Con l’AUSL di Modena")))
    ["('ausl', 'modena')", 'ausl', 'modena']
    """
    words = [word for word in _WORD.findall(strip_accents(text.casefold())) if word not in FUNCTION_WORDS]
    return frozenset((*words, *pairwise(words)))


class Weights(dict[Feature, float]):
    """How heavy each word and pair of some texts is: the rarer among them, the heavier."""

    def __init__(self, texts: Collection[Features]) -> None:
        counts: Counter[Feature] = Counter()
        for features in texts:
            counts.update(features)
        super().__init__({feature: math.log(1 + len(texts) / count) for feature, count in counts.items()})
        self._sums: dict[Features, float] = {}

    def sum_up(self, features: Features) -> float:
        """Return how heavy some words are together; equal sets have equal sums, whatever their order."""
        if features not in self._sums:
            self._sums[features] = math.fsum(map(self.__getitem__, features))
        return self._sums[features]


def measure_resemblance(a: Features, b: Features, weights: Weights) -> float:
    """Return how much two texts have in common of all that both have, from 0 to 1; 0 where both are empty."""
    if a.isdisjoint(b):
        return 0.0
    shared = math.fsum(map(weights.__getitem__, a & b))
    return shared / (weights.sum_up(a) + weights.sum_up(b) - shared)


def measure_containment(part: Features, whole: Features, weights: Weights) -> float:
    """Return how much of ``part`` stands in ``whole``, from 0 to 1; 0 where the part is empty."""
    return math.fsum(map(weights.__getitem__, part & whole)) / weights.sum_up(part) if part else 0.0


def fold_print(text: str) -> str:
    """Return a text as two printings of the same words have it in common: white space, quotes and dashes are one.

    What a table sets into two cells another printing sets into one line, with a colon.

    >>> fold_print("l’“AUSL”\\n di  Modena") == fold_print("l'«AUSL» di Modena")
    True
    >>> fold_print("Tempi: 2026") == fold_print("Tempi\\n2026")
    True
    """
    return " ".join(word.removesuffix(":") for word in text.translate(_QUOTES).split())
