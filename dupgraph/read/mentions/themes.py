"""Words to themes: what an element is about, and the words that earned it.

Each theme's words are strong (they speak of that theme alone) or weak (they may). Each counts once, however often
it is said, and twice in the title: a theme is known by the breadth of its words more than by their repetition.
One word decides nothing but a strong one in the title, or any in a title that has no text (beside a strong one only in
a heading, or as short), or, where no theme is decided, any in a short title or the strong one of a text that has those
of one theme alone: else it is said in passing, unless a second goes with it, or the heading above or the stated budget
mission is about the theme; that is a reason of its own, and the graph says so. The best are kept, four at most.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, TOKENS, Words
from dupgraph.read.mentions.concepts import list_places
from dupgraph.read.mentions.fields import PROSE, Field
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import STRONG, WEAK, Name, Term, Weight
from dupgraph.read.mentions.quotes import normalise
from dupgraph.read.mentions.spans import goes_on
from dupgraph.schema.links import BENEFITS, INVOLVES, OBJECTIVE, ORGANIZATION, PLACE, USES_INSTRUMENT
from dupgraph.schema.values import Method, Section

MOST_THEMES = 4

# A number or code that may stand before a title, in characters.
_NUMBER = 12

# Things with names of their own, whose words say nothing of a theme; and places whose large noun is of the name, too.
_NAMED = frozenset({ORGANIZATION, PLACE})
_WHOLE = list_places("hamlets neighbourhoods waters-and-hills")

_TITLE = 2.0
# A title may be a whole paragraph: a weak word counts more only at its beginning, within as many characters.
_FRONT = 90
# After these, and before what it once was, a word says where something is done, or with whom.
_ADJUNCT = list_words("adjuncts")
_PASSED = frozenset({"il", "ex"})
# The fields whose strong words say what an element is about, too.
_TELLING = frozenset({INVOLVES.name, BENEFITS.name, USES_INSTRUMENT.name})
# As few characters after a title are no text; a title alone of as many is a list of subjects, or a heading, and a
# longer one a sentence.
_NOTHING = 20
_SUBJECTS = 30
_HEADING = 60
# What ends the first clause of a sentence: a semicolon, or a full stop that is no abbreviation's.
_CLAUSE = re.compile(r";\s|(?<=[a-zà-ù]{3})\.\s(?=\W?[A-ZÀ-Ù])")
# A theme needs as much, and a fair share of what the best theme has; where none has it, the best are better than none.
# One of which an objective's title does not speak needs more: beside a theme of many words it is said in passing.
_LEAST = 4.0
_SHARE = 0.2
_MOST_SHARE = 6.0
_TEXT_SHARE = 0.26
_MOST_TEXT_SHARE = 5.0
# What the heading above, or the stated mission, adds to a theme that the element's own words speak of; and as many
# themes of their own need none of that.
_VOTE = 2.0
_FEW = 2


class Vote(NamedTuple):
    """What speaks for a theme from outside an element: the heading above or the stated mission, and its words."""

    method: Method
    words: str


class Choice(NamedTuple):
    """A theme of an element, the words that earned it, how, and the heading's or mission's words where it took them."""

    theme: str
    matches: list[Match[Term]]
    method: Method
    cue: str | None = None


def choose_themes(
    terms: Sequence[Match[Term]],
    section: Section,
    votes: Mapping[str, Vote],
    adjuncts: Collection[int] = frozenset(),
) -> list[Choice]:
    """Return the themes that ``terms`` earn in ``section``, best first, each with its matches in the text's order.

    ``votes`` are the themes of the heading above and of the stated mission: they add to what the element's own words
    say, where these choose fewer than two. ``adjuncts`` are the places of terms that no title is about.
    """
    scores, decided = _score_themes(terms, section, adjuncts)
    best = max((scores[theme] for theme in decided), default=0.0)
    least = max(min(best, _LEAST), min(_SHARE * best, _MOST_SHARE))
    passed = set() if section.kind != OBJECTIVE else decided - set(_list_themes(terms, section.title_end))
    more = max(least, min(_TEXT_SHARE * best, _MOST_TEXT_SHARE))
    enough = (theme for theme in decided if scores[theme] >= (more if theme in passed else least))
    ranked = sorted((-scores[theme], theme) for theme in enough)[:MOST_THEMES]
    chosen = [Choice(theme, _list_spoken(theme, terms), "theme-words") for _, theme in ranked]
    own = {choice.theme for choice in chosen}
    voted = sorted((-score, theme) for theme, score in scores.items() if theme in votes and theme not in own)
    confirmed = [theme for score, theme in voted if _VOTE - score >= least]
    few = confirmed[: max(0, _FEW - len(chosen))]
    return chosen + [Choice(theme, _list_spoken(theme, terms), *votes[theme]) for theme in few]


def end_title(section: Section, visible: str) -> Section:
    """Return ``section`` with a title that ends with its first clause, where it is a sentence and has no other text.

    What a long item says after a semicolon or a full stop is said as text below a title is.
    """
    sentence = section.title_end - section.title_start > _HEADING
    if not sentence or section.end - section.title_end >= _NOTHING:
        return section
    clause = _CLAUSE.search(visible, section.title_start, section.title_end)
    return replace(section, title_end=clause.start()) if clause else section


def _list_themes(terms: Iterable[Match[Term]], end: int) -> Iterator[str]:
    """Yield the themes that words before ``end`` speak of."""
    return (weight.theme for match in terms if match.start < end for weight in match.meaning.weights)


def _list_spoken(theme: str, terms: Sequence[Match[Term]]) -> list[Match[Term]]:
    return [match for match in terms if any(weight.theme == theme for weight in match.meaning.weights)]


def find_title_themes(terms: Sequence[Match[Term]], title_end: int, visible: str) -> dict[str, str]:
    """Return the themes that strong words in an element's title speak of, with the first of them.

    They vote for what stands below it.
    """
    return {
        theme: normalise(visible[match.start : match.end])
        for match in reversed(terms)
        if match.start < title_end
        for theme, weight in match.meaning.weights
        if weight >= STRONG
    }


def list_proper_words(words: Words, names: Iterable[Match[Name]]) -> Iterator[tuple[int, int]]:
    """Yield the places of what is a name alone: the large words after the noun that opens a body's or place's name.

    What a building once was ("l'ex cinema") is a name, too, and so is the large noun of "al Bosco di Marvò".
    """
    for index, token in enumerate(words.tokens[:-1]):
        if TOKENS[token].key == "ex":
            # "Ex sala lettura": two words say what it was.
            yield words.starts[index + 1], words.find_end(index + 2 + goes_on(words, index + 2, 0))
    for name in names:
        sense = name.meaning[0]
        if sense.close or sense.excluded or not sense.thing.coined or sense.thing.kind not in _NAMED:
            continue
        first = name.first
        whole = words.get_form(first)[0].isupper() and not _WHOLE.isdisjoint(sense.thing.broader)
        if not (sense.thing.facts or whole):
            first += 1
            while first < name.last and words.get_form(first)[0].islower():
                first += 1
        if first < name.last:
            yield words.starts[first], name.end


def list_restated(fields: Iterable[Field], visible: str, above: str) -> Iterator[tuple[int, int]]:
    """Yield the places of fields that only say again the title of the element ``above``, which votes for itself."""
    title = normalise(above).casefold()
    for field in fields:
        said = normalise(visible[field.start : field.end]).casefold()
        if title and title in said and len(said) - len(title) < _NUMBER:
            yield field.start, field.end


def mask_terms(
    terms: Sequence[Match[Term]], fields: Sequence[Field], names: Iterable[tuple[int, int]]
) -> Iterator[Match[Term]]:
    """Yield the terms that speak for themselves: none in a label, in a field of no prose, nor in a body's own name.

    The strong ones of fields that say who takes part, who is served and by what come after those, unless they are said
    outside: as weak ones, one a theme, or a list of unions would speak of work.
    """
    named = list(names)
    labels = [(field.head, field.start) for field in fields]
    others = [(field.start, field.end) for field in fields if field.purpose not in {PROSE, *_TELLING}]
    telling = [(field.start, field.end) for field in fields if field.purpose in _TELLING]
    told = list(_leave_out(terms, [*labels, *others, *named]))
    own = list(_leave_out(told, telling))
    yield from own
    said = {term.meaning for term in own}
    themes: set[str] = set()
    for term in told:
        if term.meaning not in said:
            strong = {theme for theme, weight in term.meaning.weights if weight >= STRONG} - themes
            themes |= strong
            if strong:
                yield term._replace(meaning=Term(tuple([Weight(theme, WEAK) for theme in sorted(strong)])))


def _leave_out(terms: Iterable[Match[Term]], masked: Iterable[tuple[int, int]]) -> Iterator[Match[Term]]:
    """Yield the terms that stand in none of the places ``masked``."""
    masked = sorted(masked)
    # How far the masks reach that begin up to each.
    reaches = list(accumulate((end for _, end in masked), max, initial=-1))
    for term in terms:
        if term.end > reaches[bisect_right(masked, term.start, key=itemgetter(0))]:
            yield term


def find_adjuncts(words: Words, terms: Iterable[Match[Term]]) -> set[int]:
    """Return the places of the terms that say where something is done, or with whom: "nell'ex scuola"."""
    found = set()
    for term in terms:
        before = term.first - 1
        while before > 0 and words.get_key(before) in _PASSED:
            before -= 1
        if before >= 0 and FOLDED[words.get_form(before)] in _ADJUNCT:
            found.add(term.start)
    return found


def _score_themes(
    terms: Sequence[Match[Term]], section: Section, adjuncts: Collection[int]
) -> tuple[dict[str, float], set[str]]:
    """Return what each theme's words earn, and the themes that more than one word said in passing speaks of."""
    # The title comes first: whoever is said there is said there first.
    said = {match.meaning: match.start for match in reversed(terms)}
    front = min(section.title_end, section.title_start + _FRONT)
    # A title without text is all that is said: there any word decides. A heading is a list of subjects, and so is a
    # short title: none is weak. An objective is an action: beside a strong word, a weak one is said in passing.
    length = section.title_end - section.title_start
    textless = section.end - section.title_end < _NOTHING
    action = (
        section.kind == OBJECTIVE
        and length > _SUBJECTS
        and any(
            start < section.title_end and start not in adjuncts and weight >= STRONG
            for term, start in said.items()
            for _, weight in term.weights
        )
    )
    alone = textless and 0 < length <= _HEADING and not action
    scores: dict[str, float] = {}
    decided = set()
    for term, start in said.items():
        for theme, weight in term.weights:
            strong = alone or weight >= STRONG
            titled = start < (section.title_end if strong else front) and start not in adjuncts
            if theme in scores or (titled and (strong or (textless and not action))) or (strong and not length):
                decided.add(theme)
            scores[theme] = scores.get(theme, 0.0) + (STRONG if strong else weight) * (_TITLE if titled else 1.0)
    # Where nothing else decides, a weak word in a short title is better than none, and so is the one theme of which
    # the text has a strong word.
    if not decided and length <= _HEADING:
        decided = {theme for term, start in said.items() if start < front for theme, _ in term.weights}
    if not decided:
        lone = {theme for term in said for theme, weight in term.weights if weight >= STRONG}
        decided = lone if len(lone) == 1 else decided
    return scores, decided
