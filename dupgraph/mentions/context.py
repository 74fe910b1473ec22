"""Matches to links: what a name means where it stands.

A cue ("in collaborazione con") governs the names after it, along a list ("... AUSL, scuole e Terzo settore"),
up to the end of the sentence, the next cue, or a purpose ("per ..."). Whether a name counts is then the
label's own affair: some count wherever they stand, some only when governed.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from dupgraph.mentions.matcher import Found, Match
from dupgraph.mentions.words import Words
from dupgraph.model import Cue, Label, Lexicon, LinkName, Thing, ThingKind

LINK_OF: dict[ThingKind, LinkName] = {
    "organization": "involves",
    "actor-category": "involves",
    "beneficiary-group": "benefits",
    "place": "concernsPlace",
    "instrument": "usesInstrument",
    "theme": "hasTheme",
}

_SENTENCE_ENDS = frozenset(".;!?")
# Words that may stand between a cue and a name, or between two names of a list, without loosening the tie.
_TRANSPARENT = frozenset(
    {"di", "a", "da", "in", "su", "con", "tra", "il", "un", "e", "o", "ma", "sia", "come", "anche", "inoltre", "oltre"}
    | {"altro", "tutto", "ogni", "vario", "diverso", "numeroso", "singolo", "principale", "presente", "nuovo", "stesso"}
    | {"loro", "suo", "proprio", "nostro", "quale", "rispettivo", "soprattutto"}
)
_PURPOSE = frozenset({"per", "che", "affinche", "perche"})
# Three other words at most: "coinvolgimento attivo e consapevole delle famiglie". Beyond, the tie is a guess.
_LOOSEST = 3


class Tie(NamedTuple):
    """A cue that governs a name; ``loose`` counts the words in between that belong to neither."""

    match: Match
    cue: Cue
    loose: int


class Link(NamedTuple):
    """A name that counts: the thing, the link it backs, and the cue that says how."""

    match: Match
    thing: Thing
    property: LinkName
    tie: Tie | None
    by_cue: bool


def find_links(words: Words, found: Found, lexicon: Lexicon) -> tuple[list[Link], list[Match]]:
    """Return the names among ``found`` that count where they stand, and the cues that govern no known name.

    Both stand in the order of the text. A cue for an involvement with nobody after it may mean that somebody is
    missing from the vocabulary.
    """
    names = [match for match in _join_aliases(words, found.names) if not _is_compound(words, match)]
    ties = _find_ties(words, names, found.cues)
    links: list[Link] = []
    for match, after in zip_longest(names, names[1:]):
        owned = after is not None and _is_owned(words, match, after, lexicon)
        links.extend(_choose_links(match, ties.get(match.first, []), lexicon, owned=owned))
    return _resolve_short_names(words, links), list(_find_open_cues(found.cues, ties))


def _find_open_cues(cues: list[Match], ties: dict[int, list[Tie]]) -> Iterator[Match]:
    """Yield the cues that expect a partner and govern nobody; one that leads to another cue is left to that one."""
    governing = {tie.match.first for tied in ties.values() for tie in tied}
    for match, after in zip_longest(cues, cues[1:]):
        leads_on = after is not None and after.first - match.last <= _LOOSEST
        if match.first not in governing and not leads_on and any(_expects_partner(cue) for cue in _get_cues(match)):
            yield match


def _expects_partner(cue: Cue) -> bool:
    """Whether somebody must follow: "in collaborazione con" does, "tramite" may go on with anything."""
    return "involves" in cue.speaks_for and cue.words.split()[-1] in {"con", "tra", "insieme"}


def _get_cues(match: Match) -> list[Cue]:
    return [found for found in match.found if isinstance(found, Cue)]


def _join_aliases(words: Words, names: list[Match]) -> Iterator[Match]:
    """Yield the names, with a second name of the same thing in brackets joined to the first.

    "Azienda Sanitaria Locale (ASL)" is one mention of one body.
    """
    pending: Match | None = None
    for match in names:
        if (
            pending is not None
            and match.first == pending.last
            and words.gaps[match.first].strip() == "("
            and words.gaps[match.last].startswith(")")
            and (common := _get_things(pending) & _get_things(match))
        ):
            labels = tuple(label for label in pending.found if isinstance(label, Label) and label.thing in common)
            pending = Match(pending.first, match.last, pending.start, match.end + 1, labels)
            continue
        if pending is not None:
            yield pending
        pending = match
    if pending is not None:
        yield pending


def _get_things(match: Match) -> set[str]:
    return {label.thing for label in match.found if isinstance(label, Label) and label.use != "excluded"}


def _is_compound(words: Words, match: Match) -> bool:
    """Whether a name of one word is half of a hyphenated one, as the school in "mobilità casa-scuola"."""
    first, last = match.first, match.last
    return last - first == 1 and (_is_hyphen(words.gaps[first]) or _is_hyphen(words.gaps[last]))


def _is_hyphen(gap: str) -> bool:
    """Whether ``gap`` ties two words into one; a line may end after the hyphen, and a dash stands alone."""
    return gap != " " and gap.strip() == "-" and not (gap[0].isspace() and gap[-1].isspace())


def _find_ties(words: Words, names: list[Match], cues: list[Match]) -> dict[int, list[Tie]]:
    """Return, for the first word of each governed name, the cues that govern it, the nearest last."""
    name_at = {match.first: match for match in names}
    inside = {index for match in names for index in range(match.first + 1, match.last)}
    starts = {match.first for match in cues}
    ties: dict[int, list[Tie]] = {}
    for match in cues:
        if match.first not in inside and match.first not in name_at:
            for name, loose in _follow(words, match, name_at, starts):
                ties.setdefault(name.first, []).extend(Tie(match, cue, loose) for cue in _get_cues(match))
    return ties


def _follow(words: Words, cue: Match, name_at: dict[int, Match], cue_starts: set[int]) -> Iterator[tuple[Match, int]]:
    index, loose = cue.last, 0
    lists_purposes = words.keys[cue.last - 1] == "per"
    while index < len(words):
        if (gap := words.gaps[index]) != " " and not _SENTENCE_ENDS.isdisjoint(gap):
            return
        if index in name_at:
            match = name_at[index]
            yield match, loose
            index, loose = match.last, 0
            continue
        key = words.keys[index]
        if index in cue_starts or (key in _PURPOSE and not (key == "per" and lists_purposes)):
            return
        if key not in _TRANSPARENT and key != "per":
            loose += 1
            if loose > _LOOSEST:
                return
        index += 1


def _is_owned(words: Words, match: Match, after: Match, lexicon: Lexicon) -> bool:
    """Whether a named body follows as owner: in "i servizi sanitari dell'AUSL" the AUSL is the one involved."""
    return (
        after.first == match.last + 1
        and words.keys[match.last] == "di"
        and any(lexicon.things[thing].kind == "organization" for thing in _get_things(after))
    )


def _choose_links(match: Match, ties: list[Tie], lexicon: Lexicon, *, owned: bool) -> Iterator[Link]:
    """Yield the links that a name backs: at most one thing for each property."""
    chosen: dict[LinkName, tuple[tuple[bool, bool, str], Link]] = {}
    for label in match.found:
        if not isinstance(label, Label) or label.use == "excluded":
            continue
        thing = lexicon.things[label.thing]
        link = LINK_OF[thing.kind]
        speaking = [tie for tie in ties if link in tie.cue.speaks_for]
        if any(link in tie.cue.speaks_against and not tie.loose for tie in ties) or (
            label.use == "cued" and (owned or not speaking)
        ):
            continue
        telling = [tie for tie in ties if tie.cue.kind] if link == "involves" else speaking
        # The plan's own words go before the national ones, a body before its kind; then any order, but one.
        rank = (not label.own, thing.kind != "organization", thing.iri)
        if link not in chosen or rank < chosen[link][0]:
            by_cue = label.use == "cued"
            chosen[link] = (rank, Link(match, thing, link, telling[-1] if telling else None, by_cue))
    links = [link for _, link in chosen.values()]
    # Families are served unless they are asked to take part: the same words never say both in one place.
    asked = any(link.property == "involves" and link.by_cue for link in links)
    yield from (link for link in links if not (asked and link.property == "benefits"))


def _resolve_short_names(words: Words, links: list[Link]) -> list[Link]:
    """Give a bare general name to the special one before it that begins with the same word.

    After "associazioni e società sportive", "le associazioni" are those; after "l'Università di Modena e
    Reggio Emilia", "l'Università" is that one.
    """
    resolved: list[Link] = []
    special: dict[tuple[str, str], Thing] = {}
    for link in links:
        head = words.keys[link.match.first]
        if link.match.last - link.match.first == 1 and (thing := special.get((head, link.thing.iri))):
            resolved.append(Link(link.match, thing, link.property, link.tie, link.by_cue))
            continue
        for general in link.thing.broader:
            special[head, general] = link.thing
        resolved.append(link)
    return resolved
