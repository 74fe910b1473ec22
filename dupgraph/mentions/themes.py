"""Words to themes: what an element is about, and the words that earned it.

Each theme's words are strong (they speak of that theme alone) or weak (they may). Each counts once, however often
it is said, and twice in the title: a theme is known by the breadth of its words more than by their repetition.
The best themes are kept, four at most.
"""

from collections import defaultdict
from collections.abc import Iterable

from dupgraph.mentions.matcher import Match
from dupgraph.model import Label

MOST_THEMES = 4

# A theme's own labels count as strong words, unless the same words are listed as weak or excluded: "Beni comuni"
# is the right name of a theme, yet "bene comune" is said of many things.
_WEIGHTS = {"weak": 1.0, "excluded": 0.0}
_STRONG = 3.0
_TITLE = 2.0
# One strong word in the text may be said in passing: a theme needs a second word, or a place in the title, and a
# fair share of what the best theme has. Where no theme has that much, the best is better than none, as long as it
# has more than one weak word in the text.
_LEAST = 4.0
_LEAST_ALONE = 2.0
_SHARE = 0.2


def choose_themes(terms: Iterable[Match], title_end: int) -> dict[str, list[Match]]:
    """Return the themes that ``terms`` earn, best first, each with its matches in the order of the text.

    ``title_end`` is the offset at which the element's title ends.
    """
    earned: dict[str, dict[str, float]] = defaultdict(dict)
    matches: dict[str, list[Match]] = defaultdict(list)
    for match in terms:
        place = _TITLE if match.start < title_end else 1.0
        for theme, (word, weight) in _weigh_labels(match).items():
            if weight:
                earned[theme][word] = max(weight * place, earned[theme].get(word, 0.0))
                matches[theme].append(match)
    scores = {theme: sum(weights.values()) for theme, weights in earned.items()}
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    best = scores[ranked[0]] if ranked else 0.0
    least = max(min(best, _LEAST), _SHARE * best, _LEAST_ALONE)
    return {theme: matches[theme] for theme in ranked[:MOST_THEMES] if scores[theme] >= least}


def _weigh_labels(match: Match) -> dict[str, tuple[str, float]]:
    """Return for each theme that ``match`` is a label of the label's words and weight; the lightest use counts."""
    weighed: dict[str, tuple[str, float]] = {}
    for label in match.found:
        if isinstance(label, Label):
            weight = _WEIGHTS.get(label.use, _STRONG)
            if label.thing not in weighed or weight < weighed[label.thing][1]:
                weighed[label.thing] = (label.words.casefold(), weight)
    return weighed
