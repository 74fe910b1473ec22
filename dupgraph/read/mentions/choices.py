"""Meanings to links: of what a name may mean, that which counts under the cues that govern it."""

from collections.abc import Iterable

from dupgraph.read.mentions.concepts import COURTS, SCHOOLS, TERRITORIES
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Voice
from dupgraph.read.mentions.ties import Link, Tie
from dupgraph.schema.links import BENEFITS, CONCERNS_PLACE, INVOLVES, ORGANIZATION, LinkName
from dupgraph.schema.values import Thing


def choose_links(match: Match[Name], ties: Iterable[Tie], *, owned: bool, where: bool) -> Iterable[Link]:
    """Return the links that a name backs: at most one thing for each property, the first that counts.

    ``where`` says that the name is said as a place: a building that is a body, too, is then no partner.
    """
    chosen: dict[LinkName, Link] = {}
    for thing, link, cued, excluded, close in match.meaning:
        if excluded or link in chosen:
            continue
        speaking: Tie | None = None
        telling: Tie | None = None
        for tie in ties:
            if link in tie.voice.speaks_against and not tie.loose and not _is_heard(thing, tie.voice):
                break
            if link in tie.voice.speaks_for and (not close or (tie.voice.open and not tie.loose)):
                speaking = tie
            if tie.voice.kind:
                telling = tie
        else:
            if not cued or (speaking and not (owned and link == INVOLVES.name)):
                chosen[link] = Link(match, thing, link, telling if link == INVOLVES.name else speaking, cued)
    # Families are served unless they are asked to take part: the same words never say both in one place.
    if INVOLVES.name in chosen and chosen[INVOLVES.name].by_cue:
        chosen.pop(BENEFITS.name, None)
    _settle_places(chosen, where=where)
    return chosen.values()


def _is_heard(thing: Thing, voice: Voice) -> bool:
    """Whether a court is meant, and no building: "il ricorso davanti al TAR"."""
    court = thing.kind == ORGANIZATION and not thing.coined and COURTS in thing.broader
    return court and voice.speaks_against == frozenset({INVOLVES.name})


def _settle_places(chosen: dict[LinkName, Link], *, where: bool) -> None:
    """Drop what a body that is a place, too, or a land, does not mean there.

    A museum that works together with the town is no place there, nor is a school that is not merely stood by.
    """
    partner = chosen.get(INVOLVES.name)
    if partner is None or not (CONCERNS_PLACE.name in chosen or partner.thing.broader & TERRITORIES):
        return
    if where and not _is_asked(partner):
        chosen.pop(INVOLVES.name)
    elif _is_partner_alone(partner):
        chosen.pop(CONCERNS_PLACE.name, None)


def _is_asked(link: Link) -> bool:
    return link.tie is not None and INVOLVES.name in link.tie.voice.speaks_for


def _is_partner_alone(link: Link) -> bool:
    """Whether the cue that tells how a partner is involved asks for one, or its kind is no place by itself."""
    return _is_asked(link) or SCHOOLS in link.thing.broader
