"""Words to themes: what an element is about, and the words that earned it.

Each theme's words are strong (they speak of that theme alone) or weak (they may). Each counts once, however often
it is said, and twice in the title: a theme is known by the breadth of its words more than by their repetition.
The best themes are kept, four at most.
"""

from collections import defaultdict
from collections.abc import Sequence

from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Term

MOST_THEMES = 4

_TITLE = 2.0
# One strong word in the text may be said in passing: a theme needs a second word, or a place in the title, and a
# fair share of what the best theme has. Where no theme has that much, the best is better than none, as long as it
# has more than one weak word in the text.
_LEAST = 4.0
_LEAST_ALONE = 2.0
_SHARE = 0.2


def choose_themes(terms: Sequence[Match[Term]], title_end: int) -> dict[str, list[Match[Term]]]:
    """Return the themes that ``terms`` earn, best first, each with its matches in the order of the text.

    ``title_end`` is the offset at which the element's title ends.
    """
    scores = _score_themes(terms, title_end)
    best = max(scores.values(), default=0.0)
    least = max(min(best, _LEAST), _SHARE * best, _LEAST_ALONE)
    ranked = sorted((-score, theme) for theme, score in scores.items() if score >= least)
    chosen: dict[str, list[Match[Term]]] = {theme: [] for _, theme in ranked[:MOST_THEMES]}
    for match in terms:
        for theme, _ in match.meaning.weights:
            if theme in chosen:
                chosen[theme].append(match)
    return chosen


def _score_themes(terms: Sequence[Match[Term]], title_end: int) -> dict[str, float]:
    # The title comes first: whoever is said there is said there first.
    said = {match.meaning: match.start for match in reversed(terms)}
    scores: dict[str, float] = defaultdict(float)
    for term, start in said.items():
        place = _TITLE if start < title_end else 1.0
        for theme, weight in term.weights:
            scores[theme] += weight * place
    return scores
