"""Words to themes: what an element is about, and the words that earned it.

Each theme's words are strong (they speak of that theme alone) or weak (they may). Each counts once, however often
it is said, and twice in the title: a theme is known by the breadth of its words more than by their repetition.
One weak word in the text decides nothing, unless the heading above is about the theme: that is a reason of its own, and
the graph says so. The best themes are kept, four at most.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from dupgraph.read.mentions.fields import PROSE, Field
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import STRONG, Term

MOST_THEMES = 4

_TITLE = 2.0
# One strong word in the text may be said in passing: a theme needs a second word, or a place in the title, and a
# fair share of what the best theme has. Where no theme has that much, the best is better than none, as long as it
# has more than one weak word.
_LEAST = 4.0
_LEAST_ALONE = 2.0
_SHARE = 0.2


class Choice(NamedTuple):
    """A theme of an element, the words that earned it, and whether they did so only with the heading above."""

    theme: str
    matches: list[Match[Term]]
    voted: bool


def choose_themes(terms: Sequence[Match[Term]], title_end: int, votes: Collection[str] = ()) -> list[Choice]:
    """Return the themes that ``terms`` earn, best first, each with its matches in the order of the text.

    ``title_end`` is the offset at which the element's title ends, ``votes`` are the themes of what stands above it:
    they count where the element's own words choose none.
    """
    scores = _score_themes(terms, title_end)
    best = max(scores.values(), default=0.0)
    least = max(min(best, _LEAST), _SHARE * best, _LEAST_ALONE)
    ranked = sorted((-score, theme) for theme, score in scores.items() if score >= least)[:MOST_THEMES]
    if not ranked:
        said = {weight.theme for match in terms for weight in match.meaning.weights}
        return [_choose(theme, terms, voted=True) for theme in sorted(said.intersection(votes))[:MOST_THEMES]]
    return [_choose(theme, terms, voted=False) for _, theme in ranked]


def _choose(theme: str, terms: Sequence[Match[Term]], *, voted: bool) -> Choice:
    spoken = [match for match in terms if any(weight.theme == theme for weight in match.meaning.weights)]
    return Choice(theme, spoken, voted)


def find_title_themes(terms: Iterable[Match[Term]], title_end: int) -> set[str]:
    """Return the themes that strong words in an element's title speak of: they vote for what stands below it."""
    return {
        theme
        for match in terms
        if match.start < title_end
        for theme, weight in match.meaning.weights
        if weight >= STRONG
    }  # fmt: skip


def mask_terms(terms: Iterable[Match[Term]], fields: Sequence[Field]) -> Iterator[Match[Term]]:
    """Yield the terms that speak for themselves: none in a label, nor in a field of no prose."""
    masked = [(field.head, field.start if field.purpose == PROSE else field.end) for field in fields]
    for term in terms:
        if not any(start <= term.start and term.end <= end for start, end in masked):
            yield term


def _score_themes(terms: Sequence[Match[Term]], title_end: int) -> dict[str, float]:
    # The title comes first: whoever is said there is said there first.
    said = {match.meaning: match.start for match in reversed(terms)}
    scores: dict[str, float] = defaultdict(float)
    for term, start in said.items():
        place = _TITLE if start < title_end else 1.0
        for theme, weight in term.weights:
            scores[theme] += weight * place
    return scores
