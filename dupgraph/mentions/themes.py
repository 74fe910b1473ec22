"""Words to themes: what an element is about, and the words that earned it.

Each theme's words are strong (they speak of that theme alone) or weak (they may). A word in the title says more
than one in the text; a word said twice says little more than once. The best themes are kept, four at most.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import log2

from dupgraph.mentions.matcher import Match
from dupgraph.model import Label

MOST_THEMES = 4

_STRONG, _WEAK = 3.0, 1.0
_TITLE = 3.0
# A theme needs one strong word, or several weak ones, and a fair share of the best theme's score.
_LEAST = 3.0
_SHARE = 0.4


def choose_themes(terms: Iterable[Match], title_end: int) -> dict[str, list[Match]]:
    """Return the themes that ``terms`` earn, best first, each with its matches in the order of the text.

    ``title_end`` is the offset at which the element's title ends.
    """
    earned: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    matches: dict[str, list[Match]] = defaultdict(list)
    for match in terms:
        for label in match.found:
            if not isinstance(label, Label) or label.use == "excluded":
                continue
            weight = (_WEAK if label.use == "weak" else _STRONG) * (_TITLE if match.start < title_end else 1.0)
            earned[label.thing][label.words.casefold()].append(weight)
            if match not in matches[label.thing]:
                matches[label.thing].append(match)
    scores = {theme: sum(_score(weights) for weights in words.values()) for theme, words in earned.items()}
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    best = scores[ranked[0]] if ranked else 0.0
    kept = [theme for theme in ranked if scores[theme] >= max(_LEAST, _SHARE * best)]
    return {theme: matches[theme] for theme in kept[:MOST_THEMES]}


def _score(weights: list[float]) -> float:
    """Return the weight of one word's occurrences: the best counts whole, each doubling of their number half."""
    return max(weights) * (1 + log2(len(weights)) / 2)
