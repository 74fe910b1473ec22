"""What a word may say of a question: the parts that things play, the concepts that are asked for."""

from typing import NamedTuple

from dupgraph.ask.catalogue.field_texts import LEAD, PROGRAMME, RESPONSIBLE, TEXT_FIELDS
from dupgraph.schema import links

PARTNER, BENEFICIARY, THEME = links.PARTNER, links.BENEFICIARY, links.THEME
PLACE, INSTRUMENT = links.CONCERNS_PLACE.role, links.USES_INSTRUMENT.role
ELEMENT, GOAL, MISSION = "element", links.GOAL.role, links.MISSION.role
OBJECTIVE, POLICY, GUIDELINE = links.OBJECTIVE, links.POLICY, links.GUIDELINE
# A partner by another name, unless nothing else is asked: "gli enti del piano" are not those that are most involved.
BODY = "body"
# What a plan's fields say (TEXT_FIELDS), and when something is done.
TIMING = "timing"
# The part that a thing of each kind plays in a question.
ROLE_OF: dict[str, str] = {
    **{kind.name: link.role for link in reversed(tuple(links.LINKS.values())) for kind in link.kinds},
    **dict.fromkeys(links.ELEMENT_KINDS, ELEMENT),
    **{name: name for name in (*TEXT_FIELDS, TIMING)},
}
ROLES = frozenset(ROLE_OF.values())
# What goes by a number or a title: meant only where the question says so, or where nothing else has that name.
NUMBERED = frozenset({ELEMENT, GOAL, MISSION})
# The parts in which an objective names a thing.
LINKED = frozenset({PARTNER, BENEFICIARY, THEME, PLACE, INSTRUMENT})
# The noun that says what a thing beside it is: "il tema sport", "la missione 12".
ROLE_OF_NOUN = {
    PARTNER: PARTNER, BENEFICIARY: BENEFICIARY, THEME: THEME, PLACE: PLACE, INSTRUMENT: INSTRUMENT, GOAL: GOAL,
    MISSION: MISSION, BODY: PARTNER, OBJECTIVE: ELEMENT, POLICY: ELEMENT, GUIDELINE: ELEMENT,
    RESPONSIBLE: RESPONSIBLE, LEAD: LEAD, PROGRAMME: PROGRAMME,
}  # fmt: skip


class Sign(NamedTuple):
    """What an expression says.

    ``sort`` is "concept" (what is asked for, or about it), "relation" (how a thing takes part), "light" (nothing), or
    the sort of a word that is looked at by itself. ``value`` is the concept; of a relation, the one that it becomes
    where it leads to no thing. ``roles`` are those of the things that a relation leads to, ``then`` those of a thing
    that can play none of these: "parlano delle scuole", and schools are no theme.
    """

    sort: str
    value: str = ""
    roles: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()


def _leads(*roles: str, alone: str = "", then: tuple[str, ...] = ()) -> Sign:
    """Return the sign of a verb that leads to things in some roles, and what it asks where it leads to none."""
    return Sign("relation", alone, frozenset(roles), frozenset(then))


_CONCEPTS = (
    "objective partner body beneficiary theme place instrument policy guideline goal mission document address count "
    "extent most several each pair together share depend same bridge mention word search manner kind everything "
    "network outline numbers cover once plans towns or except only least located sentence responsible politicalLead "
    "programme timing past until after start period indicator resources field law town local overview within fewest "
    "change pursuit unpursued aimless"
)
_SORTS = "asker contain above not agenda what who where which do light unknown"
# What an expression says, by the name under which words/it.toml and words/en.toml list it. A relation is a way to take
# part; most are called by their English verb.
SIGNS: dict[str, Sign] = {
    **{concept: Sign("concept", concept) for concept in _CONCEPTS.split()},
    **{sort: Sign(sort) for sort in _SORTS.split()},
    **{word: Sign("light", word) for word in ("and", "is")},
    "who are": Sign("which", "all"),
    "what is": Sign("what", "everything"),
    "what is done": Sign("what", OBJECTIVE),
    "say": Sign("do", "say"),
    "involve": _leads(PARTNER, alone=PARTNER, then=(RESPONSIBLE,)),
    "together with": _leads(PARTNER, alone="together"),
    "made": _leads(PARTNER, PLACE, INSTRUMENT, alone="made", then=(RESPONSIBLE, LEAD)),
    "intervene": _leads(PARTNER, PLACE),
    "help": _leads(BENEFICIARY, alone=BENEFICIARY, then=(THEME, PARTNER, GOAL)),
    "promote": _leads(THEME, PLACE, alone=THEME, then=(GOAL, BENEFICIARY)),
    "benefit": _leads(BENEFICIARY, alone=BENEFICIARY),
    "aimed at": _leads(BENEFICIARY, alone=BENEFICIARY, then=(THEME, PLACE)),
    "about": _leads(THEME, alone=THEME, then=(PARTNER, BENEFICIARY, PLACE, INSTRUMENT, LEAD, RESPONSIBLE)),
    "concern": _leads(THEME, PLACE, BENEFICIARY, INSTRUMENT, *NUMBERED, then=(PARTNER,)),
    "mention of": _leads(*ROLES),
    "take place": _leads(PLACE, alone=PLACE),
    "use": _leads(INSTRUMENT, alone=INSTRUMENT, then=(PARTNER,)),
    "assigned": _leads(RESPONSIBLE, LEAD, alone="made"),
    "by means of": _leads(INSTRUMENT, PARTNER, alone=INSTRUMENT),
    "serve": _leads(INSTRUMENT, BENEFICIARY),
    "contribute": _leads(GOAL, MISSION, alone="contribute"),
    "related to": _leads(*ROLES - {ELEMENT}, alone="share"),
    "link": _leads(*ROLES, alone="link"),
    "part of": _leads(*NUMBERED, THEME, then=(RESPONSIBLE, LEAD)),
}
