"""Matches to links: what a name means where it stands.

A cue ("in collaborazione con") governs the names after it, along a list ("... AUSL, scuole e Terzo settore"),
up to the end of the sentence, the next cue, or a purpose ("per ..."). Whether a name counts is then the
label's own affair: some count wherever they stand, some only when governed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import TOKENS, Memo, Words
from dupgraph.read.mentions.deeds import acts, is_agent
from dupgraph.read.mentions.grounds import is_surname
from dupgraph.read.mentions.joined import join_names
from dupgraph.read.mentions.matcher import Found, Match
from dupgraph.read.mentions.meanings import Name, Voice
from dupgraph.read.mentions.nouns import TERRITORIES
from dupgraph.read.mentions.spans import is_inside_sentence, is_large
from dupgraph.schema.links import BENEFITS, CONCERNS_PLACE, INSTRUMENT, INVOLVES, KINDS, ORGANIZATION, LinkName
from dupgraph.schema.namespaces import VOCABULARY
from dupgraph.schema.values import Thing

_SENTENCE_ENDS = frozenset(".;!?\x1e")
# Words that may stand between a cue and a name, or between two names of a list, without loosening the tie.
_TRANSPARENT = list_words("transparent")
_RELATIVE = frozenset({"quale", "cui"})
_PURPOSE = frozenset({"per", "che", "affinche", "perche"})
# Three other words at most: "coinvolgimento attivo e consapevole delle famiglie". Beyond, the tie is a guess.
_LOOSEST = 3
# How much a word loosens a tie, by its key; any other word by one.
_LOOSENING = dict.fromkeys(_TRANSPARENT, 0) | dict.fromkeys(_PURPOSE, _LOOSEST + 1)
# "Per" after "per" goes on with a list.
_LOOSENING_AFTER_PER = _LOOSENING | {"per": 0}


# A cue that is denied speaks against those whom it governs.
_AGAINST = Voice(frozenset(), frozenset({INVOLVES.name, BENEFITS.name}), None, open=False)
_NOT = frozenset({"non", "senza"})
# A verb right after a name is a cue of its own: "INWIT installa", "le farmacie offriranno".
_DELIVERS = Voice(frozenset({INVOLVES.name}), frozenset(), VOCABULARY + "involvement/delivers", open=True)
# Whoever does what is done is not served by it: "i corsi tenuti dagli studenti".
_SERVES = _DELIVERS._replace(speaks_against=frozenset({BENEFITS.name}))
# "Con" alone, where it opens a phrase: what is known to be a body then is a partner.
_BESIDE = _DELIVERS._replace(kind=VOCABULARY + "involvement/collaborates", open=False)
_ONLY = frozenset({"solo", "soltanto", "solamente"})
# What may stand between "non" and the cue that it denies; "non lasciare soli, coinvolgendo ..." denies none.
_AFTER_NOT = list_words("after_not")
_FARTHEST_NOT = 5
# What is built on stands there: "la scuola Pascoli sarà ricostruita".
_STANDS = Voice(frozenset({CONCERNS_PLACE.name}), frozenset({INVOLVES.name}), None, open=False)
_BEING = frozenset({"essere", "venire"})
_BUILT_ON = list_words("built_on")
# What ends an agreement: "cessa la convenzione con", "la convenzione con X non sarà rinnovata".
_ENDING = list_words("ending")
_RENEWING = list_words("renewing")
# A title of more characters is a sentence; and what ends the list of subjects that a short one is.
_LONGEST_TITLE = 60
_PLACES = VOCABULARY + "places/"
# Of these each town has one: "un centro storico più vivo" is there.
_ONE = _PLACES + "old-town"
_PREPOSITIONS = frozenset({"di", "a", "da", "in", "con", "su", "per", "tra"})
# What stands between two names of a list.
_LINKING = frozenset({"e", "il", "di", "a", "da", "con", "anche"})
_LONGEST_LINK = 4
# One large word, or an acronym that nobody knows, may be anything.
_FEWEST_WORDS = 2
_ANY = frozenset({"un", "ogni", "alcuno", "nessuno", "nessun", "qualche", "qualsiasi", "ciascuno"})
_COURTS = VOCABULARY + "actors/judiciary"
# Bodies of which the building is meant only where a cue says so.
_NO_PLACES = frozenset({VOCABULARY + "actors/schools"})


def _ends_sentence(token: str) -> bool:
    return not _SENTENCE_ENDS.isdisjoint(TOKENS[token].gap)


def _loosen(by_key: dict[str, int], token: str) -> int:
    return _LOOSEST + 1 if _ENDS[token] else by_key.get(TOKENS[token].key, 1)


_ENDS = Memo(_ends_sentence)
_LOOSE = Memo(partial(_loosen, _LOOSENING))
_LOOSE_AFTER_PER = Memo(partial(_loosen, _LOOSENING_AFTER_PER))


class Tie(NamedTuple):
    """A cue that governs a name; ``loose`` counts the words in between that belong to neither."""

    match: Match[Voice]
    voice: Voice
    loose: int


class Link(NamedTuple):
    """A name that counts: the thing, the link it backs, and the cue that says how."""

    match: Match[Name]
    thing: Thing
    property: LinkName
    tie: Tie | None
    by_cue: bool


def find_links(words: Words, found: Found, title_end: int = 0) -> tuple[list[Link], list[Match[Voice]]]:
    """Return the names among ``found`` that count where they stand, and the cues that govern no known name.

    Both stand in the order of the text. A cue for an involvement with nobody after it may mean that somebody is
    missing from the vocabulary. A title may end at ``title_end``.
    """
    named = [name for name in join_names(words, found.names) if not _is_somebody(words, name)]
    names = _drop_subjects(words, _trust_listed(words, named), title_end)
    ties = _find_ties(words, names, found.cues)
    links: list[Link] = []
    for match, after in zip_longest(names, names[1:]):
        owned = after is not None and _is_owned(words, match, after)
        chosen = _choose_links(match, ties.get(match.first, ()), owned=owned, where=_stands_where(words, match.first))
        links += [link for link in chosen if not _is_planned(words, link)]
        # A cue that expects a partner is still waiting when an unknown name is too far from it.
        if not chosen and match.meaning[0].close:
            ties.pop(match.first, None)
    return _resolve_short_names(words, _resolve_begun(words, links)), _find_open_cues(found.cues, ties)


def _drop_subjects(words: Words, names: list[Match[Name]], title_end: int) -> list[Match[Name]]:
    """Return the names without general ones that a short title lists bare: "Scuola, sport e giovani" involves nobody.

    They are what it is about, up to its first preposition. A title that is one name alone means that very thing, unless
    it is the one word "Scuola", and "Anziani: pasti a domicilio" says who is served.
    """
    title = bisect_left(words.starts, title_end)
    if not title or title_end - words.starts[0] > _LONGEST_TITLE:
        return names
    subjects = next((index for index in range(title) if words.get_key(index) in _PREPOSITIONS), title)
    return [
        name
        for name in names
        if name.first >= subjects
        or (name.last - name.first == title and (title > 1 or any(s.property != INVOLVES.name for s in name.meaning)))
        or not _is_listed_bare(words, name)
        or not all(_is_general(sense.thing) for sense in name.meaning)
    ]


def _is_somebody(words: Words, name: Match[Name]) -> bool:
    """Whether the word for a group is a surname: "il sindaco Pellegrini" serves no pilgrims."""
    return is_surname(words, name.first, name.last) and all(_is_general(sense.thing) for sense in name.meaning)


def _is_listed_bare(words: Words, name: Match[Name]) -> bool:
    """Whether a name opens the text or goes on with a list, and no colon follows."""
    articles = words.get_key(0) == "il"
    first = name.first - (articles and name.first > 0 and words.get_key(name.first - 1) == "il")
    listed = first == 0 or words.get_key(first - 1) == "e" or "," in words.get_gap(first)
    return listed and ":" not in words.get_gap(name.last)


def _is_general(thing: Thing) -> bool:
    return not KINDS[thing.kind].proper or thing.iri.startswith(_PLACES)


def _trust_listed(words: Words, names: list[Match[Name]]) -> list[Match[Name]]:
    """Return the names; an unknown one beside a known body in a list is a body: "WWF, Amici del Faro e Legambiente".

    After an instrument it is none: "le app IO e MiaCittà". A body that is called by a word, as Libera, is one inside
    its sentence, too, where nothing else is written large.
    """
    names = [
        match
        for before, match in zip([None, *names], names, strict=False)
        if not (before and match.meaning[0].close and _is_instrument(before) and _is_list(words, before, match))
    ]
    trusted = list(names)
    for index, match in enumerate(names):
        called = _is_called_by_word(match)
        if not called and (not match.meaning[0].close or _count_large(words, match) < _FEWEST_WORDS):
            continue
        inside = called and is_inside_sentence(words, match.first) and not _follows_name(words, match.first)
        before = index > 0 and _is_body(trusted[index - 1]) and _is_list(words, names[index - 1], match)
        after = index + 1 < len(names) and _is_body(names[index + 1]) and _is_list(words, match, names[index + 1])
        if inside or before or after:
            senses = tuple(sense._replace(cued=False, close=False) for sense in match.meaning)
            trusted[index] = match._replace(meaning=senses)
    return trusted


def _follows_name(words: Words, index: int) -> bool:
    """Whether a large word stands before word ``index`` that may be of its name: "Sala Libera", not "Con Libera"."""
    return is_large(words, index - 1) and words.get_key(index - 1) not in {"con", "di", "a", "da"}


def _is_called_by_word(match: Match[Name]) -> bool:
    """Whether a vocabulary knows a body by a word that says other things as well."""
    sense = match.meaning[0]
    known = sense.thing.kind == ORGANIZATION and not sense.thing.coined
    return known and sense.cued and not sense.close and match.last - match.first == 1


def _count_large(words: Words, match: Match[Name]) -> int:
    return sum(TOKENS[token].form[0].isupper() for token in words.tokens[match.first : match.last])


def _is_body(match: Match[Name]) -> bool:
    """Whether a name is that of a body wherever it stands."""
    return any(
        sense.property == INVOLVES.name and sense.thing.kind == ORGANIZATION
        and not (sense.excluded or sense.cued or sense.close)
        for sense in match.meaning
    )  # fmt: skip


def _is_instrument(match: Match[Name]) -> bool:
    return any(sense.thing.kind == INSTRUMENT and not sense.excluded for sense in match.meaning)


def _is_list(words: Words, name: Match[Name], after: Match[Name]) -> bool:
    """Whether only a comma or an "e" stands between two names, articles and prepositions left out."""
    gaps = "".join(words.get_gap(place) for place in range(name.last, after.first + 1))
    keys = {words.get_key(place) for place in range(name.last, after.first)}
    small = after.first - name.last < _LONGEST_LINK and keys <= _LINKING and not gaps.strip(" ,'’\n“”\"«»")
    return small and ("," in gaps or "e" in keys)


def _find_open_cues(cues: list[Match[Voice]], ties: dict[int, list[Tie]]) -> list[Match[Voice]]:
    """Return the cues that expect a partner and govern nobody; one that leads to another cue is left to that one."""
    waiting = [
        match
        for match, after in zip_longest(cues, cues[1:])
        if match.meaning.open and (after is None or after.first - match.last > _LOOSEST)
    ]
    governing = {tie.match.first for tied in ties.values() for tie in tied} if waiting else set()
    return [match for match in waiting if match.first not in governing]


def _find_ties(words: Words, names: list[Match[Name]], cues: list[Match[Voice]]) -> dict[int, list[Tie]]:
    """Return, for the first word of each governed name, the cues that govern it, the nearest last."""
    name_at = {match.first: match for match in names}
    inside = {index for first, last, *_ in names for index in range(first, last)}
    starts = {match.first for match in cues}
    ties: dict[int, list[Tie]] = {}
    for match in cues:
        if match.first not in inside:
            followed = list(_follow(words, match, name_at, starts))
            ended = _is_negated(words, match.first) or (followed and _is_ended(words, followed[-1][0].last))
            voice = _AGAINST if ended else match.meaning
            for name, loose in followed:
                ties.setdefault(name.first, []).append(Tie(match, voice, loose))
    built = _find_built(words, names)
    for name in names:
        if name.first in built:
            works = Match(name.last, name.last + 1, words.starts[name.last], words.find_end(name.last + 1), _STANDS)
            ties[name.first] = [Tie(works, _STANDS, 0)]
        elif name.first not in ties and acts(words, name.last):
            verb = Match(name.last, name.last + 1, words.starts[name.last], words.find_end(name.last + 1), _DELIVERS)
            ties[name.first] = [Tie(verb, _DELIVERS, 0)]
        elif name.first not in ties and is_agent(words, name.first):
            done, by = name.first - 2, name.first
            verb = Match(done, by, words.starts[done], words.find_end(by), _SERVES)
            ties[name.first] = [Tie(verb, _SERVES, 0)]
        elif name.first not in ties and (beside := _find_beside(words, name.first)) is not None:
            end = words.find_end(beside + 1)
            ties[name.first] = [Tie(Match(beside, beside + 1, words.starts[beside], end, _BESIDE), _BESIDE, 0)]
    return ties


def _find_beside(words: Words, index: int) -> int | None:
    """Return where the "con" stands that opens a phrase before the name at ``index``: "Con la biblioteca, si apre"."""
    place = index - 1 - (index > 1 and words.get_key(index - 1) == "il")
    if place < 0 or words.get_key(place) != "con":
        return None
    opens = is_large(words, place) or not is_inside_sentence(words, place) or "," in words.get_gap(place)
    return place if opens or words.get_key(place - 1) == "e" else None


def _find_built(words: Words, names: list[Match[Name]]) -> set[int]:
    """Return the first words of the names that something is built on, those in one list with them included."""
    built: set[int] = set()
    for name, after in reversed([*zip_longest(names, names[1:])]):
        listed = after is not None and after.first in built and _is_list(words, name, after)
        place = any(sense.property == CONCERNS_PLACE.name for sense in name.meaning)
        if place and _is_subject(words, name.first) and (listed or _is_built_on(words, name)):
            built.add(name.first)
    return built


def _is_subject(words: Words, index: int) -> bool:
    """Whether an article stands before word ``index``, and no "con" before that."""
    article = index > 0 and words.get_key(index - 1) == "il"
    return article and (index == 1 or words.get_key(index - 2) != "con")


def _is_built_on(words: Words, name: Match[Name]) -> bool:
    """Whether "sarà ricostruita" follows a name."""
    last = name.last
    if last + 1 >= len(words.tokens) or words.get_gap(last).strip(' ”»"\n'):
        return False
    return words.get_key(last) in _BEING and words.get_key(last + 1) in _BUILT_ON


def _is_negated(words: Words, index: int) -> bool:
    """Whether the cue at word ``index`` is denied: "non collaborerà con", "senza il coinvolgimento di"."""
    for place in range(index - 1, max(-1, index - 1 - _FARTHEST_NOT), -1):
        if not frozenset(",;:()").isdisjoint(words.get_gap(place + 1)) or _ENDS[words.tokens[place]]:
            return False
        key = words.get_key(place)
        if key in _NOT:
            return words.get_key(place + 1) not in _ONLY
        if key in _ENDING:
            return place == 0 or words.get_key(place - 1) not in _NOT
        if key not in _AFTER_NOT:
            return False
    return False


def _is_ended(words: Words, index: int) -> bool:
    """Whether a verb from word ``index`` on says that what is said before it ends: "cessa", "non sarà rinnovata"."""
    stop = min(len(words.tokens), index + _FARTHEST_NOT)
    keys = []
    for place in range(index, stop):
        if words.get_gap(place).strip():
            break
        keys.append(words.get_key(place))
    denied = bool(keys) and keys[0] == "non" and not _RENEWING.isdisjoint(keys)
    return denied or (bool(keys) and keys[0] in _ENDING)


def _follow(
    words: Words, cue: Match[Voice], name_at: dict[int, Match[Name]], cue_starts: set[int]
) -> Iterator[tuple[Match[Name], int]]:
    """Yield the names that ``cue`` governs, with how loosely it does.

    With whom "l'ampliamento della scuola con la Provincia" is done is no place.
    """
    apart = INVOLVES.name in cue.meaning.speaks_against
    tokens, last = words.tokens, len(words.tokens)
    loosening = _LOOSE_AFTER_PER if words.get_key(cue.last - 1) == "per" else _LOOSE
    index = cue.last
    # "Il regolamento tramite il quale i cittadini proporranno" says nothing of them.
    if not _RELATIVE.isdisjoint(words.get_key(place) for place in range(index, min(index + 2, last))):
        return
    # What ends the sentence after the cue, or after a name, ends its list.
    while not _ENDS[tokens[index - 1]]:
        loose = 0
        while index not in name_at:
            if index == last or index in cue_starts or (apart and words.get_key(index) == "con"):
                return
            loose += loosening[tokens[index]]
            if loose > _LOOSEST:
                return
            index += 1
        yield name_at[index], loose
        index = name_at[index].last


def _is_owned(words: Words, match: Match[Name], after: Match[Name]) -> bool:
    """Whether a named body follows as owner: in "i servizi sanitari dell'AUSL" the AUSL is the one involved."""
    return (
        after.first == match.last + 1
        and words.get_key(match.last) == "di"
        and any(sense.thing.kind == ORGANIZATION and not sense.excluded for sense in after.meaning)
    )


def _is_planned(words: Words, link: Link) -> bool:
    """Whether a general place may not be there yet: "aprirà un centro del riuso", but not "in un ex mulino"."""
    general = link.property == CONCERNS_PLACE.name and _is_general(link.thing) and link.thing.iri != _ONE
    article = link.match.first - 1
    return general and article >= 0 and words.get_key(article) == "un" and not _stands_where(words, article)


def _stands_where(words: Words, index: int) -> bool:
    """Whether a preposition before word ``index`` says where: "sulla scuola", "nel museo"."""
    return index > 0 and words.get_key(index - 1) in {"in", "su"} and not words.get_gap(index).strip()


def _choose_links(match: Match[Name], ties: Iterable[Tie], *, owned: bool, where: bool) -> Iterable[Link]:
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
            if not cued or (speaking and not owned):
                chosen[link] = Link(match, thing, link, telling if link == INVOLVES.name else speaking, cued)
    # Families are served unless they are asked to take part: the same words never say both in one place.
    if INVOLVES.name in chosen and chosen[INVOLVES.name].by_cue:
        chosen.pop(BENEFITS.name, None)
    _settle_places(chosen, where=where)
    return chosen.values()


def _is_heard(thing: Thing, voice: Voice) -> bool:
    """Whether a court is meant, and no building: "il ricorso davanti al TAR"."""
    court = thing.kind == ORGANIZATION and not thing.coined and _COURTS in thing.broader
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
    return _is_asked(link) or not _NO_PLACES.isdisjoint(link.thing.broader)


def _resolve_begun(words: Words, links: list[Link]) -> list[Link]:
    """Give a name of two or more words to the special one that begins with it, wherever the stretch says it in full.

    Under the title "Accoglienza dei minori stranieri", these are the "minori stranieri non accompagnati" of the text.
    "Le comunità montane" are not the "Comunità montana Corno".
    """
    forms = [tuple(words.tokens[link.match.first : link.match.last]) for link in links]
    longer = {
        (general, _list_words(name[:count], link.thing), link.thing.coined): link.thing
        for link, name in zip(links, forms, strict=True)
        if len(name) > _FEWEST_WORDS
        for general in link.thing.broader
        for count in range(_FEWEST_WORDS, len(name))
    }
    if not longer:
        return links
    return [
        link if thing is None or (thing.coined and _is_any(words, link.match.first)) else link._replace(thing=thing)
        for link, name in zip(links, forms, strict=True)
        for thing in [
            longer.get((link.thing.iri, tuple(TOKENS[token].key for token in name), False))
            or longer.get((link.thing.iri, tuple(TOKENS[token].form.casefold() for token in name), True))
        ]
    ]


def _is_any(words: Words, index: int) -> bool:
    """Whether the word before ``index`` says that any one of several is meant: "in alcuna Comunità montana"."""
    return index > 0 and words.get_key(index - 1) in _ANY


def _list_words(tokens: tuple[str, ...], thing: Thing) -> tuple[str, ...]:
    """Return the words of a name by which one that is shorter is known: in any form, of one single body as written."""
    named = (TOKENS[token] for token in tokens)
    return tuple(token.form.casefold() if thing.coined else token.key for token in named)


def _resolve_short_names(words: Words, links: list[Link]) -> list[Link]:
    """Give a bare general name to the special one before it that begins with the same word.

    After "associazioni e società sportive", "le associazioni" are those; after "l'Università di Modena e
    Reggio Emilia", "l'Università" is that one, but not "l'Università di Roma Tre".
    """
    resolved: list[Link] = []
    special: dict[tuple[str, str], tuple[Thing, str]] = {}
    for link in links:
        match, thing = link.match, link.thing
        head, form = words.get_key(match.first), TOKENS[words.tokens[match.first]].form.casefold()
        if match.last - match.first == 1 and (head, thing.iri) in special and not _has_complement(words, match.last):
            named, called = special[head, thing.iri]
            # "Le scuole" after "la scuola Pascoli", "i Comuni" after "i Comuni di Vignola e Zocca" are more than that.
            plural = form[-1] in "ie" and form != head
            if not named.coined or (form == called and not plural):
                resolved.append(link._replace(thing=named))
                continue
        for general in thing.broader:
            special[head, general] = thing, form
        resolved.append(link)
    return resolved


def _has_complement(words: Words, index: int) -> bool:
    """Whether "di" right at word ``index`` says of what is named before it which one it is."""
    return index + 1 < len(words.tokens) and words.get_key(index) == "di" and not words.get_gap(index).strip()
