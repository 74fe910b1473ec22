"""How alike two texts are: their words and pairs of words, each the heavier the rarer it is in the two plans.

Resemblance and containment are those of A. Z. Broder, "On the resemblance and containment of documents" (1997), with
words and pairs of neighbouring words for his shingles, weighted by inverse document frequency (K. Spärck Jones, 1972).
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from dupgraph.language.words import FUNCTION_WORDS, strip_accents

# A word, or two neighbouring ones.
Feature = str | tuple[str, str]
Features = frozenset[Feature]
Weights = Mapping[Feature, float]

_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans("’‘ʼ`´“”«»–—‑", "'''''\"\"\"\"---")


def list_features(text: str) -> Features:
    """Return the words of a text and its pairs of neighbouring words, in small letters, without function words.

    >>> sorted(map(str, list_features("Con l’AUSL di Modena")))
    ["('ausl', 'modena')", 'ausl', 'modena']
    """
    words = [word for word in _WORD.findall(strip_accents(text.casefold())) if word not in FUNCTION_WORDS]
    return frozenset((*words, *pairwise(words)))


def weigh_features(texts: Collection[Features]) -> Weights:
    """Return how heavy each word and pair is: the rarer among the texts, the heavier."""
    counts: Counter[Feature] = Counter()
    for features in texts:
        counts.update(features)
    return {feature: math.log(1 + len(texts) / count) for feature, count in counts.items()}


def sum_weights(features: Iterable[Feature], weights: Weights) -> float:
    """Return how heavy some words are together; in an order that gives equal sums to equal sets."""
    return math.fsum(weights[feature] for feature in features)


def measure_resemblance(a: Features, b: Features, weights: Weights) -> float:
    """Return how much two texts have in common of all that both have, from 0 to 1; 0 where both are empty."""
    whole = sum_weights(a | b, weights)
    return sum_weights(a & b, weights) / whole if whole else 0.0


def measure_containment(part: Features, whole: Features, weights: Weights) -> float:
    """Return how much of ``part`` stands in ``whole``, from 0 to 1; 0 where the part is empty."""
    weight = sum_weights(part, weights)
    return sum_weights(part & whole, weights) / weight if weight else 0.0


def fold_print(text: str) -> str:
    """Return a text as two printings of the same words have it in common: white space, quotes and dashes are one.

    >>> fold_print("l’“AUSL”\\n di  Modena") == fold_print("l'«AUSL» di Modena")
    True
    """
    return " ".join(text.translate(_QUOTES).split())
