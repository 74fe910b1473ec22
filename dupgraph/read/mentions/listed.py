"""Fields to names: whoever a field of actors lists is an actor, known to a vocabulary or not."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dupgraph.language.lists import match_words
from dupgraph.language.words import Words
from dupgraph.read.mentions.fields import PROGRAMME, Field, list_items
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.read.mentions.names import ProperNames, find_indices
from dupgraph.schema.links import (
    ACTOR_CATEGORY,
    BENEFICIARY_GROUP,
    BENEFITS,
    CONCERNS_PLACE,
    INSTRUMENT,
    INVOLVES,
    ORGANIZATION,
    PLACE,
    USES_INSTRUMENT,
    LinkName,
    ThingKind,
)

# What fields hold that are links to things; and where there are names that are none of the plan's partners.
_LINKS: dict[str, LinkName] = {
    link.name: link.name for link in (INVOLVES, BENEFITS, USES_INSTRUMENT, CONCERNS_PLACE)
} | {"closing": INVOLVES.name}
# What an item is that no vocabulary knows; an actor is a body or a kind of bodies by its first letter.
_KINDS: dict[LinkName, ThingKind] = {
    BENEFITS.name: BENEFICIARY_GROUP, USES_INSTRUMENT.name: INSTRUMENT, CONCERNS_PLACE.name: PLACE,
}  # fmt: skip
LISTING = frozenset(_LINKS)
# Fields of running text: names count there as elsewhere. Those in any other field are of nobody involved.
_PROSE = frozenset({"text", "indicator"})
# Where money comes from funds and programmes are instruments, too; so is what is known among "programmi collegati".
_RESOURCES = "resources"
# The municipality's own offices and organs, which are no partners; a Region's or the State's offices are.
# "Ente Palio" is a body.
_BODY = re.compile(r"(?:l[’'])?Ente [A-Z]")
_ITSELF = re.compile(
    rf"(?:(?:il|la|l[’'])\s*)?(?:{match_words('offices')}|assessor\w+|(?:consiglio|dipartimento)\s+comunale)\b"
    r"(?!.*\b(?:regional|provincial|territorial|statal|special|nazional|metropolitan|scolastic|diocesan|asl|ausl|civile|parchi?))",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:nessun\w*|da\s+defini\w+|da\s+individu\w+|var[ie]|ecc|altr[ie]|n\W?[ad]\W?|non\s.*|.*€.*|(?:missione|componente|misura|asse|azione)\s[\dMC][\w.]*|[\W\d]*)$",
    re.IGNORECASE,
)
_LONGEST_ITEM = 12
_DASHED = re.compile(r"(?:\s[A-Z0-9]{1,3})?\s[–—-]\s")


def read_listed(
    words: Words, names: list[Match[Name]], fields: list[Field], visible: str, proper: ProperNames
) -> list[Match[Name]]:
    """Return the names with what the fields say of them: those listed count, those in other fields do not."""
    if not fields:
        return names
    result: list[Match[Name]] = []
    index = 0
    for field in fields:
        first, last = find_indices(words, field.start, field.end)
        while index < len(names) and names[index].first < first:
            # "Stakeholder: ..." is a label, and nobody.
            if names[index].start < field.head:
                result.append(names[index])
            index += 1
        inside = []
        while index < len(names) and names[index].last <= last:
            inside.append(names[index])
            index += 1
        if field.purpose in _LINKS:
            result += _read_items(words, inside, field, visible, proper)
        elif field.purpose in _PROSE:
            result += inside
        elif field.purpose in {_RESOURCES, PROGRAMME}:
            result += [name for name in inside if _is_instrument(name, known=field.purpose == PROGRAMME)]
    return sorted([*result, *names[index:]], key=lambda name: name.first)


def _read_items(
    words: Words, names: list[Match[Name]], field: Field, visible: str, proper: ProperNames
) -> list[Match[Name]]:
    link = _LINKS[field.purpose]
    sure = [(name, _narrow(name, link)) for name in names]
    if field.purpose != "closing":
        items = list_items(visible, field.start, field.end)
        sure = [(name, senses) for name, senses in sure if senses or _stays(name, items, link)]
    if field.purpose == "closing" and not any(senses for _, senses in sure):
        return names
    known = [name._replace(meaning=senses) if senses else name for name, senses in sure]
    known = [name for name in known if not name.meaning[0].close]
    if link == INVOLVES.name:
        known = known[:1] + [name for before, name in pairwise(known) if not _is_office(before, name, visible)]
    places = {name.start for before, name in pairwise(names) if _ends_pair(before, name, field, visible)}
    unknown = _name_unknown(words, known, field, visible, proper)
    return [*known, *(name for name in unknown if name.start not in places)]


def _stays(name: Match[Name], items: Sequence[tuple[int, int]], link: LinkName) -> bool:
    """Whether what is named in a field that lists other things is no part of one of them.

    A library or museum among the actors is one of them, and so is a desk that is an instrument elsewhere; so are a
    "Forum nazionale dei giovani" and a "Fondazione Marana 2026", whoever and whatever these are named for, and a "Fondo
    inquilini morosi" among the instruments.
    """
    place, instrument, people = (_is_all(name, kind) for kind in (PLACE, INSTRUMENT, BENEFICIARY_GROUP))
    whole = (name.start, name.end) in items
    begins = any(name.start == start for start, _ in items)
    if link == INVOLVES.name:
        return not (place or (instrument and (whole or not begins)) or (people and not begins))
    return not (link == USES_INSTRUMENT.name and people and not whole)


def _is_office(before: Match[Name], name: Match[Name], visible: str) -> bool:
    """Whether a name says after a dash which office of the body before it is meant: "ASL BA - Servizio veterinario"."""
    if not _DASHED.fullmatch(visible, before.end, name.start):
        return False
    return before.meaning[0].thing.kind != PLACE and all(s.thing.kind == ACTOR_CATEGORY for s in name.meaning)


def _ends_pair(before: Match[Name], name: Match[Name], field: Field, visible: str) -> bool:
    """Whether two places end one item, where whoever it names is: "Istituti comprensivi di Bedonia e Medesano"."""
    tied = visible[before.end : name.start].split() == ["e"] and visible[field.start : before.start].endswith(" di ")
    return tied and _is_all(before, PLACE) and _is_all(name, PLACE)


def _is_instrument(name: Match[Name], *, known: bool) -> bool:
    """Whether only an instrument is meant; ``known`` asks for one that a vocabulary has."""
    return all(s.property == USES_INSTRUMENT.name and not (known and s.thing.coined) for s in name.meaning)


def _is_all(name: Match[Name], kind: ThingKind) -> bool:
    return all(sense.thing.kind == kind for sense in name.meaning)


def _narrow(name: Match[Name], link: LinkName) -> Name:
    """Return what a name means that is listed for ``link``: there it needs no cue. Who is served may be a firm, too."""
    senses = [sense for sense in name.meaning if not sense.excluded and not sense.close]
    wanted = [sense for sense in senses if sense.property == link]
    if not wanted and link == BENEFITS.name:
        wanted = [sense for sense in senses if sense.property == INVOLVES.name]
    return tuple(sense._replace(cued=False) for sense in wanted[:1])


def _name_unknown(
    words: Words, known: list[Match[Name]], field: Field, visible: str, proper: ProperNames
) -> Iterator[Match[Name]]:
    link = _LINKS[field.purpose]
    taken = sorted((name.start, name.end) for name in known)
    starts = [start for start, _ in taken]
    for start, end in list_items(visible, field.start, field.end):
        near = bisect_left(starts, end)
        called = visible[start:end]
        if any(reach > start for _, reach in taken[max(0, near - 3) : near]) or not _is_name(called):
            continue
        first, last = find_indices(words, start, end)
        if first < last:
            thing = proper.coined.make(_choose_kind(link, called), called)
            yield Match(first, last, start, end, (Sense(thing, link, cued=False, excluded=False),))


def _is_name(called: str) -> bool:
    count = sum(any(map(str.isalnum, word)) for word in called.split())
    return (
        count <= _LONGEST_ITEM and not (_ITSELF.match(called) and not _BODY.match(called)) and not _NOBODY.match(called)
    )


def _choose_kind(link: LinkName, called: str) -> ThingKind:
    """Return the kind of an unknown item: written large it is a body, written small a kind of actors."""
    if link == INVOLVES.name:
        return ORGANIZATION if called[:1].isupper() or any(map(str.isupper, called)) else ACTOR_CATEGORY
    return _KINDS[link]
