"""Cues to ties: which names a cue governs, and how loosely; what somebody does ties a name that no cue governs.

A cue ("in collaborazione con") governs the names after it, along a list ("... AUSL, scuole e Terzo settore"), up to the
end of the sentence, the next cue, or a purpose ("per ...").
"""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, TOKENS, Memo, Words
from dupgraph.read.mentions.aside import is_aside
from dupgraph.read.mentions.concepts import SCHOOLS, list_actors
from dupgraph.read.mentions.deeds import acts, acts_together, invests, is_agent, is_apposed, is_example
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Voice
from dupgraph.read.mentions.served import find_for
from dupgraph.read.mentions.spans import is_inside_sentence, is_large
from dupgraph.schema.links import ACTOR_CATEGORY, BENEFITS, CONCERNS_PLACE, INVOLVES, LinkName
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
_ASIDE = Voice(frozenset(), frozenset({INVOLVES.name}), None, open=False)
_NOT = frozenset({"non", "senza"})
# A verb right after a name is a cue of its own: "INWIT installa", "le farmacie offriranno".
_DELIVERS = Voice(frozenset({INVOLVES.name}), frozenset(), VOCABULARY + "involvement/delivers", open=True)
# Whoever does what is done is not served by it: "i corsi tenuti dagli studenti".
_SERVES = _DELIVERS._replace(speaks_against=frozenset({BENEFITS.name}))
# "Con" alone, where it opens a phrase: what is known to be a body then is a partner.
_BESIDE = _DELIVERS._replace(kind=VOCABULARY + "involvement/collaborates", open=False)
# What is called a body is one.
_CALLED = _BESIDE._replace(open=True)
_ONLY = frozenset({"solo", "soltanto", "solamente"})
# Whom something is for, by a preposition alone: people are served, "per i villeggianti", a kind of bodies is supported,
# "per le imprese".
_FOR = Voice(frozenset({BENEFITS.name}), frozenset(), None, open=False)
_FOR_BODIES = Voice(frozenset(), frozenset(), VOCABULARY + "involvement/supported", open=False)
# Firms are, by whatever word; "fondi per i servizi sociali" are for what these do.
_FOR_TRADES = _FOR_BODIES._replace(speaks_for=frozenset({INVOLVES.name}))
_TRADES = list_actors("businesses shopkeepers artisans tourism-operators farmers")
# What may stand between "non" and the cue that it denies; "non lasciare soli, coinvolgendo ..." denies none.
_AFTER_NOT = list_words("after_not")
_FARTHEST_NOT = 5
# What is built on stands there: "la scuola Pascoli sarà ricostruita".
_STANDS = Voice(frozenset({CONCERNS_PLACE.name}), frozenset({INVOLVES.name}), None, open=False)
_AT = "presso"
_INSIDE = frozenset({"nel", "nella", "nell", "nello", "Nel", "Nella", "Nell", "Nello"})
# What is done in a place, whoever does it.
_HOSTING = frozenset({"ospitare", "accogliere"})
_BEING = frozenset({"essere", "venire"})
_BUILT_ON = list_words("built_on")
_WORKS, _WORKING = list_words("works"), list_words("working")
# What is done by some means or fund: "riqualificato con", "pagato con".
_BY_MEANS = _BUILT_ON | list_words("paying") | list_words("funded")
_PAST = list_words("past")
# What ends an agreement: "cessa la convenzione con", "la convenzione con X non sarà rinnovata".
_ENDING = list_words("ending")
_RENEWING, _EXPIRED = list_words("renewing"), list_words("expired")
_TOGETHER = frozenset({"insieme", "assieme"})
_TO_WHOM = frozenset({"a", "per"})
_SERVED_ALONE, _INVOLVED_ALONE = {BENEFITS.name}, {INVOLVES.name}
# What stands between two names of a list.
_LINKING = frozenset({"e", "il", "di", "a", "da", "con", "anche"})
_LONGEST_LINK = 4


def _loosen(by_key: dict[str, int], token: str) -> int:
    return _LOOSEST + 1 if _ENDS[token] else by_key.get(TOKENS[token].key, 1)


_ENDS = Memo(lambda token: not _SENTENCE_ENDS.isdisjoint(TOKENS[token].gap))
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


def find_ties(words: Words, names: list[Match[Name]], cues: list[Match[Voice]]) -> dict[int, list[Tie]]:
    """Return, for the first word of each governed name, the cues that govern it, the nearest last."""
    name_at = {match.first: match for match in names}
    inside = {index for first, last, *_ in names for index in range(first, last)}
    starts = {match.first for match in cues}
    people = {name.last for name in names if all(sense.property == BENEFITS.name for sense in name.meaning)}
    ties: dict[int, list[Tie]] = {}
    for match in cues:
        if match.first not in inside:
            followed = list(_follow(words, match, name_at, starts))
            ended = _is_negated(words, match.first) or (followed and _is_ended(words, followed[-1][0].last))
            voice = _AGAINST if ended else match.meaning
            # "I bambini insieme alle famiglie": both are served.
            if match.first in people and words.get_key(match.first) in _TOGETHER:
                voice = _FOR
            at = words.get_key(match.first) == _AT
            # Who is helped is told right there.
            for_whom = _is_for_whom(words, match)
            for name, loose in followed:
                # "Presso la biblioteca" says where, "presso la Caritas" who.
                if not (at and _may_be(name, CONCERNS_PLACE.name)):
                    told = voice._replace(kind=None) if loose and for_whom else voice
                    ties.setdefault(name.first, []).append(Tie(match, told, loose))
    built, served = _find_built(words, names), _find_served(words, names)
    for before, name in zip([None, *names], names, strict=False):
        if _may_be(name, INVOLVES.name) and is_aside(words, name.first, name.last):
            ties[name.first] = [_tie(words, name.first, name.last, _ASIDE)]
        elif name.first in built:
            ties[name.first] = [_tie(words, built[name.first], built[name.first] + 1, _STANDS)]
        elif not _is_tied(ties, name) and (tie := _find_deed(words, name)):
            ties[name.first] = [tie]
        elif name.first not in ties and name.first in served:
            ties[name.first] = [_tie(words, served[name.first], served[name.first] + 1, _choose_for(name))]
        elif name.first not in ties and before and _is_called(ties, before) and are_listed(words, before, name):
            ties[name.first] = ties[before.first]
    return ties


def _is_for_whom(words: Words, cue: Match[Voice]) -> bool:
    """Whether a cue says for whom something is, and asks nobody to take part: "contributi a", "corsi per"."""
    asks = INVOLVES.name in cue.meaning.speaks_for | cue.meaning.speaks_against
    return not asks and words.get_key(cue.last - 1) in _TO_WHOM


def _find_served(words: Words, names: list[Match[Name]]) -> dict[int, int]:
    """Return the first words of the people and kinds of bodies whom something is for, each with its preposition.

    It goes for a list: "per nonni e nipoti". People who are served wherever they stand need none, and whoever may be
    both may be asked: "ai volontari si affida".
    """
    places: dict[int, int] = {}
    for before, name in zip([None, *names], names, strict=False):
        links = {sense.property for sense in name.meaning}
        served = links == _SERVED_ALONE
        if not (served or (links == _INVOLVED_ALONE and _is_kind(name))):
            continue
        # "Attacchi agli enti locali" support none.
        if (place := find_for(words, name.first)) is not None and (served or words.get_key(place) != "a"):
            places[name.first] = place
        elif before and before.first in places and are_listed(words, before, name):
            places[name.first] = places[before.first]
    return {
        name.first: places[name.first]
        for name in names
        if name.first in places and (name.meaning[0].cued or _may_be(name, INVOLVES.name))
    }


def _choose_for(name: Match[Name]) -> Voice:
    if not _may_be(name, INVOLVES.name):
        return _FOR
    return _FOR_TRADES if name.meaning[0].thing.iri in _TRADES else _FOR_BODIES


def _is_kind(name: Match[Name]) -> bool:
    """Whether bodies are named by what they are, none by its own name."""
    return all(sense.thing.kind == ACTOR_CATEGORY for sense in name.meaning)


def _is_called(ties: dict[int, list[Tie]], name: Match[Name]) -> bool:
    return any(tie.voice is _CALLED for tie in ties.get(name.first, ()))


def find_open_cues(cues: list[Match[Voice]], ties: dict[int, list[Tie]]) -> list[Match[Voice]]:
    """Return the cues that expect a partner and govern nobody; one that leads to another cue is left to that one."""
    waiting = [
        match
        for match, after in zip_longest(cues, cues[1:])
        if match.meaning.open and (after is None or after.first - match.last > _LOOSEST)
    ]
    governing = {tie.match.first for tied in ties.values() for tie in tied} if waiting else set()
    return [match for match in waiting if match.first not in governing]


def _is_tied(ties: dict[int, list[Tie]], name: Match[Name]) -> bool:
    """Whether a cue governs a name; who is unknown is not by one that is far: "al tavolo della Regione con Marvone"."""
    governed = ties.get(name.first, [])
    if not governed or not name.meaning[0].close:
        return bool(governed)
    return any(INVOLVES.name in tie.voice.speaks_against or not tie.loose for tie in governed)


def _find_deed(words: Words, name: Match[Name]) -> Tie | None:
    """Return what says without a cue that somebody acts: a verb after the name, a participle or "con" before it."""
    hosts = words.get_key(name.last) in _HOSTING and _may_be(name, CONCERNS_PLACE.name)
    opens = invests(words, name.last) and not _may_be(name, CONCERNS_PLACE.name)
    deed = opens or (acts(words, name.last) and not hosts)
    if deed or acts_together(words, name.first, name.last):
        return _tie(words, name.last, name.last + 1, _DELIVERS)
    if is_apposed(words, name.last):
        return _tie(words, name.last, name.last + 1, _CALLED)
    if is_example(words, name.first):
        return _tie(words, name.first - 1, name.first, _CALLED)
    if is_agent(words, name.first):
        return _tie(words, name.first - 2, name.first, _SERVES)
    if name.meaning[0].close and _is_with(words, name.first):
        return _tie(words, name.first - 1, name.first, _CALLED)
    beside = _find_beside(words, name.first)
    return None if beside is None else _tie(words, beside, beside + 1, _BESIDE)


def _find_beside(words: Words, index: int) -> int | None:
    """Return where the "con" stands that opens a phrase before the name at ``index``: "Con la biblioteca, si apre"."""
    place = index - 1 - (index > 1 and words.get_key(index - 1) == "il")
    if place < 0 or words.get_key(place) != "con":
        return None
    opens = is_large(words, place) or not is_inside_sentence(words, place) or "," in words.get_gap(place)
    return place if opens or words.get_key(place - 1) == "e" else None


def _is_with(words: Words, index: int) -> bool:
    """Whether whoever is named at word ``index`` is someone with whom: "un laboratorio con Marvone Teatro".

    After an article, works or payment a means is as likely: "con il Life Marvone", "riqualificato con Marvone Sport".
    """
    beside = index > 1 and words.get_key(index - 1) == "con" and not words.get_gap(index).strip()
    return beside and words.get_key(index - 2) not in _BY_MEANS


def _tie(words: Words, first: int, last: int, voice: Voice) -> Tie:
    return Tie(Match(first, last, words.starts[first], words.find_end(last), voice), voice, 0)


def _find_built(words: Words, names: list[Match[Name]]) -> dict[int, int]:
    """Return the first words of the names that something is built on, and the word of each that says so."""
    built: dict[int, int] = {}
    for before, name, after in reversed([*zip([None, *names], names, [*names[1:], None], strict=False)]):
        school = any(SCHOOLS in {sense.thing.iri, *sense.thing.broader} for sense in name.meaning)
        if not (_may_be(name, CONCERNS_PLACE.name) or school):
            continue
        listed = after is not None and after.first in built and are_listed(words, name, after)
        told, works = listed or _is_built_on(words, name), _find_works(words, name.first)
        if school and name.length > 1 and words.get_form(name.first - 1) in _INSIDE and name.first:
            # "Nella scuola Pascoli si terranno i corsi".
            built[name.first] = name.first - 1
            continue
        # "Nuove scuole aderiscono": who does something is more than a building.
        if works is not None and not acts(words, name.last):
            built[name.first] = works
        elif told and _is_subject(words, name.first):
            built[name.first] = name.last
        elif school and _is_building(words, before, name, after):
            built[name.first] = name.first - 1
    return built


def _may_be(name: Match[Name], link: LinkName) -> bool:
    return any(sense.property == link for sense in name.meaning)


def _is_subject(words: Words, index: int) -> bool:
    """Whether an article stands before word ``index``, and no "con" before that."""
    article = index > 0 and words.get_key(index - 1) == "il"
    return article and (index == 1 or words.get_key(index - 2) != "con")


def _is_building(words: Words, before: Match[Name] | None, name: Match[Name], after: Match[Name] | None) -> bool:
    """Whether a school is where lessons are: "la scuola Pascoli" does nothing, and is in no list of bodies.

    An "istituto" is somebody, and so is a "Scuola" of its own name.
    """
    first = name.first
    bare = words.get_form(first) in {"scuola", "plesso"} and name.length > 1 and words.get_key(first - 1) == "il"
    if not bare or acts(words, name.last) or words.get_key(first - 2) == "con":
        return False
    beside = (other for other in (before, after) if other and are_listed(words, *sorted((other, name))))
    return not any(_may_be(other, INVOLVES.name) for other in beside)


def _is_built_on(words: Words, name: Match[Name]) -> bool:
    """Whether "sarà ricostruita" follows a name."""
    last = name.last
    if words.get_gap(last).strip(' ”»"\n'):
        return False
    return words.get_key(last) in _BEING and words.get_key(last + 1) in _BUILT_ON


def _find_works(words: Words, index: int) -> int | None:
    """Return where works stand right before word ``index``: "nuova scuola Pascoli", "sarà riqualificata la scuola"."""
    article = index > 1 and words.get_key(index - 1) == "il"
    place = index - 1 - (index > 1 and words.get_key(index - 1) in {"di", "il"})
    if place < 0 or any(words.get_gap(each).strip(" ’'\n") for each in range(place + 1, index + 1)):
        return None
    done = article and place > 0 and words.get_key(place) in _BUILT_ON and words.get_key(place - 1) in _BEING
    return place if done or words.get_key(place) in (_WORKING if article else _WORKS) else None


def _is_negated(words: Words, index: int) -> bool:
    """Whether the cue at word ``index`` is denied or past: "senza il coinvolgimento di", "era gestito da"."""
    if index and FOLDED[words.get_form(index - 1)] in _PAST and not words.get_gap(index).strip():
        return True
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
    expired = len(keys) > 1 and keys[0] == "essere" and keys[1] in _EXPIRED
    return denied or expired or (bool(keys) and keys[0] in _ENDING)


def _follow(
    words: Words, cue: Match[Voice], name_at: dict[int, Match[Name]], cue_starts: set[int]
) -> Iterator[tuple[Match[Name], int]]:
    """Yield the names that ``cue`` governs, with how loosely it does.

    With whom "l'ampliamento della scuola con la Provincia" is done is no place, nor is whoever a gerund is about: "nei
    campi vicini a Marana, chiedendo controlli alla Provincia".
    """
    apart = INVOLVES.name in cue.meaning.speaks_against and words.get_key(cue.last - 1) != "con"
    helps = INVOLVES.name not in cue.meaning.speaks_for | cue.meaning.speaks_against
    tokens, last = words.tokens, len(words.tokens)
    loosening = _LOOSE_AFTER_PER if words.get_key(cue.last - 1) == "per" else _LOOSE
    index = cue.last
    # "Il regolamento tramite il quale i cittadini proporranno" says nothing of them.
    if not _RELATIVE.isdisjoint(words.get_key(place) for place in range(index, min(index + 2, last))):
        return
    # What ends the sentence after the cue, or after a name, ends its list.
    loose = 0
    beside = words.get_key(cue.last - 1) == "con"
    while not _ENDS[tokens[index - 1]]:
        # Whose a thing is is tied no closer than that thing: "la normativa e le procedure della CUC dell'Unione".
        loose = loose if index < last and words.get_key(index) == "di" else 0
        while index not in name_at:
            if index == last or index in cue_starts or (apart and _parts(words, index)):
                return
            # "Corsi per le imprese con le scuole": with whom is not for whom.
            if helps and words.get_key(index) == "con":
                return
            # "Insieme con la Caritas portano la spesa agli anziani".
            if beside and loose and words.get_key(index) == "a":
                return
            # "Lavori a Casa Verdi, Marvone e la scuola": whoever else it is done to is one of the list.
            loose += 0 if apart and is_large(words, index) else loosening[tokens[index]]
            if loose > _LOOSEST:
                return
            index += 1
        # "Servizi per i RTD (AGID)" help the RTD.
        if helps and "(" in words.get_gap(index) and index > cue.last:
            return
        yield name_at[index], loose
        index = name_at[index].last


def _parts(words: Words, index: int) -> bool:
    """Whether word ``index`` begins what has nothing to do with the places before it."""
    return words.get_key(index) == "con" or words.get_form(index).endswith(("ando", "endo"))


def are_listed(words: Words, name: Match[Name], after: Match[Name]) -> bool:
    """Whether only a comma or an "e" stands between two names, articles and prepositions left out."""
    gaps = "".join(words.get_gap(place) for place in range(name.last, after.first + 1))
    keys = {words.get_key(place) for place in range(name.last, after.first)}
    small = after.first - name.last < _LONGEST_LINK and keys <= _LINKING and not gaps.strip(" ,'’\n“”\"«»")
    return small and ("," in gaps or "e" in keys)
