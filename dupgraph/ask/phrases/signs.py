"""What a word may say of a question: the parts that things play, the concepts that are asked for."""

from dataclasses import dataclass

PARTNER, BENEFICIARY, THEME, PLACE, INSTRUMENT = "partner", "beneficiary", "theme", "place", "instrument"
ELEMENT, GOAL, MISSION = "element", "goal", "mission"
OBJECTIVE, POLICY, GUIDELINE = "objective", "policy", "guideline"
# A partner by another name, unless nothing else is asked: "gli enti del piano" are not those that are most involved.
BODY = "body"
# The part that a thing of each kind plays in a question.
ROLE_OF = {
    "organization": PARTNER, "actor-category": PARTNER, "beneficiary-group": BENEFICIARY, "theme": THEME,
    "place": PLACE, "instrument": INSTRUMENT, "policy": ELEMENT, "guideline": ELEMENT, "objective": ELEMENT,
    "action": ELEMENT, "goal": GOAL, "mission": MISSION,
}  # fmt: skip
ROLES = frozenset(ROLE_OF.values())
# What goes by a number or a title: meant only where the question says so, or where nothing else has that name.
NUMBERED = frozenset({ELEMENT, GOAL, MISSION})
# The noun that says what a thing beside it is: "il tema sport", "la missione 12".
ROLE_OF_NOUN = {
    PARTNER: PARTNER, BENEFICIARY: BENEFICIARY, THEME: THEME, PLACE: PLACE, INSTRUMENT: INSTRUMENT, GOAL: GOAL,
    MISSION: MISSION, BODY: PARTNER, OBJECTIVE: ELEMENT, POLICY: ELEMENT, GUIDELINE: ELEMENT,
}  # fmt: skip
# What an objective can be about, and what it can be a part of.
ABOUT = frozenset({THEME, PLACE, BENEFICIARY, INSTRUMENT, *NUMBERED})
MEMBER = frozenset({*NUMBERED, THEME})


@dataclass(frozen=True, slots=True)
class Sign:
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


# What each of some expressions, between semicolons, says.
Table = tuple[tuple[Sign, str], ...]
# The roles of what stands after a preposition: those that come first go before the rest.
Tiers = tuple[frozenset[str], ...]


def asks(concept: str) -> Sign:
    """Return the sign of what is asked."""
    return Sign("concept", concept)


def leads(*roles: str, alone: str = "", then: tuple[str, ...] = ()) -> Sign:
    """Return the sign of a verb that leads to things in some roles, and what it asks where it leads to none."""
    return Sign("relation", alone, frozenset(roles), frozenset(then))


def order_roles(*tiers: tuple[str, ...]) -> Tiers:
    """Return the roles after a preposition; what goes by a number may stand after any."""
    return (*map(frozenset, tiers), NUMBERED)
