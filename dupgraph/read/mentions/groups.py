"""Groups to groups: a noun for people and what tells them from others are one group, named by all of its words.

"Giovani disabili" are people with disabilities and no young people besides, "disoccupati over 50" are unemployed: what
somebody does or lives through says more than age or sex, and these more than who is merely meant as everybody.
"""

from dupgraph.language.words import Words
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.schema.links import BENEFITS
from dupgraph.schema.namespaces import VOCABULARY

_GROUPS = VOCABULARY + "beneficiaries/"
# Groups that say less than any other beside them: everybody; how people fare, but not which; of what age, sex or home.
_FACETS = (
    "citizens residents service-users adults",
    "vulnerable-people people-in-poverty patients",
    "children minors young-people over-50 elderly women men families",
)
_WEIGHTS = {_GROUPS + name: weight for weight, facet in enumerate(_FACETS) for name in facet.split()}


def join_groups(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names, two groups side by side as one: the one that says more of the people, in the words of both.

    Two that say as much, as "giovani donne", stay two, and so does what is told of two nouns at once: "donne e minori
    vittime di violenza".
    """
    joined: list[Match[Name]] = []
    for match in names:
        shared = len(joined) > 1 and _are_paired(words, *joined[-2:])
        if joined and not shared and (one := _join(words, joined[-1], match)):
            joined[-1] = one
        else:
            joined.append(match)
    return joined


def _are_paired(words: Words, first: Match[Name], second: Match[Name]) -> bool:
    """Whether two groups that say as much stand in one pair."""
    paired = second.first == first.last + 1 and words.get_key(first.last) in {"e", "o"}
    groups = _list_groups(first, second)
    return paired and len(groups) > 1 and _weigh(groups[0]) == _weigh(groups[1])


def _join(words: Words, noun: Match[Name], told: Match[Name]) -> Match[Name] | None:
    groups = _list_groups(noun, told)
    if noun.last != told.first or words.get_gap(told.first).strip(" \n") or len(groups) < 2:
        return None
    light, heavy = sorted(groups, key=_weigh)
    # "Genitori volontari" may be at work.
    if heavy.cued or (_weigh(light) == _weigh(heavy) and light.thing != heavy.thing):
        return None
    return Match(noun.first, told.last, noun.start, told.end, (heavy,))


def _weigh(group: Sense) -> int:
    return _WEIGHTS.get(group.thing.iri, len(_FACETS))


def _list_groups(*names: Match[Name]) -> list[Sense]:
    """Return the group of people that each name may mean, without those that mean none."""
    groups = ([s for s in name.meaning if s.property == BENEFITS.name and not s.excluded] for name in names)
    return [several[0] for several in groups if several]
