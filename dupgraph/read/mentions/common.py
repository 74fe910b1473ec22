"""What the objectives below a heading have in common: the theme of a heading whose own words say none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from dupgraph.base.gathering import gather
from dupgraph.read.mentions.concepts import list_themes
from dupgraph.read.mentions.quotes import normalise
from dupgraph.read.mentions.themes import Choice, Vote
from dupgraph.schema.values import Section, Thing

# The theme of each group that is said of the whole of it: old people, the poor and the ill are social welfare.
_UMBRELLAS = list_themes(
    "education social-welfare culture environment sustainable-mobility urban-planning public-safety"
    " business-and-industry institutional-affairs"
)
# As many objectives must share a theme or the group of theirs, and so many of all, and no other as many.
_FEWEST = 3
_SHARE = 0.6


def find_common_themes(
    sections: Sequence[Section], chosen: Mapping[str, Sequence[Choice]], things: Mapping[str, Thing], visible: str
) -> Iterator[tuple[Section, str, Vote]]:
    """Yield the headings that say no theme, with the one their objectives share and the words of these that earn it.

    ``chosen`` are the themes of each section by its code. It is the theme that most of them have, or the one that is
    said of its whole group. A heading of headings is too far from what is done.
    """
    umbrellas = {group: theme for theme in sorted(_UMBRELLAS & things.keys()) for group in things[theme].broader}
    below = gather((section.parent, section.code) for section in sections)
    for section in sections:
        children = below.get(section.code, [])
        headed = section.title_start < section.title_end and not chosen.get(section.code)
        if not headed or len(children) < _FEWEST or any(child in below for child in children):
            continue
        spoken = [list(chosen.get(child, ())) for child in children]
        themes = [{choice.theme: choice for choice in choices} for choices in spoken]
        groups = [
            {group: choice for choice in reversed(choices) for group in things[choice.theme].broader}
            for choices in spoken
        ]
        theme, group = _find_shared(themes), _find_shared(groups)
        common = theme or umbrellas.get(group)
        if common:
            earned = (each.get(theme or group) for each in (themes if theme else groups))
            matches = (choice.matches[0] for choice in earned if choice)
            words = "; ".join(normalise(visible[match.start : match.end]) for match in matches)
            yield section, common, Vote("below", words)


def _find_shared(spoken: Sequence[Iterable[str]]) -> str:
    """Return what most objectives speak of; empty where too few do, or of another thing as many."""
    counts = [*Counter(chain.from_iterable(spoken)).most_common(2), ("", 0), ("", 0)]
    (most, count), (_, second) = counts[:2]
    return most if count >= max(_FEWEST, _SHARE * len(spoken)) and count > second else ""
