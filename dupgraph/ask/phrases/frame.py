"""A sentence to a frame: what is asked, the things that it names, and the part that each of them plays.

Both the catalogue's phrases and people's questions are read so; they match when their frames do. The words' order is
gone then, and with it the difference between "obiettivi con l'AUSL" and "in quali obiettivi è coinvolta l'AUSL?".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from dupgraph.ask.catalogue.field_texts import TEXT_FIELDS
from dupgraph.ask.phrases import signs
from dupgraph.ask.phrases.cutting import Cutter
from dupgraph.ask.phrases.lexis import Lexis
from dupgraph.ask.phrases.names import PLAN, Sense
from dupgraph.ask.phrases.pieces import Item, Piece
from dupgraph.ask.phrases.signs import Sign
from dupgraph.ask.phrases.text import Word

# What an objective is linked to, or has in a field: a question that asks for one of these says with its verb only how.
_LINKED = signs.LINKED | {"indicator", "resources"}
# What "per" and "su" lead to, whatever the verb before them.
_FOR, _ON = frozenset({signs.BENEFICIARY}), frozenset({signs.THEME, signs.PLACE})
# What "part of" leads to.
_BELOW = signs.SIGNS["part of"].roles


@dataclass(frozen=True, slots=True)
class Frame:
    """What one sentence asks.

    ``concepts`` are what is asked for and about it, ``items`` the things, numbers and texts in their order, ``signs``
    the verbs by which things take part, ``plans`` the plans that are named, ``unknown`` the words that say nothing
    known; ``has_noun`` says that a noun, and not a pronoun or a verb alone, says what is asked for, ``owns`` that one
    thing is another's, which may be one name: "la scuola dell'infanzia".
    """

    concepts: frozenset[str] = frozenset()
    items: tuple[Item, ...] = ()
    signs: frozenset[Sign] = frozenset()
    plans: tuple[Sense, ...] = ()
    unknown: tuple[str, ...] = ()
    has_noun: bool = False
    owns: bool = False


def read_frame(words: list[Word], cutter: Cutter) -> Frame:
    """Return the frame of one sentence."""
    pieces = cutter.cut_words(words)
    items = _RoleReader(cutter.lexis).read_roles(pieces)
    return Frame(
        _list_concepts(pieces, items, cutter.lexis),
        tuple(items),
        frozenset(Sign("relation", piece.value, piece.roles) for piece in pieces if piece.leads),
        tuple(sense for piece in pieces if piece.sort == PLAN and piece.item for sense in piece.item.senses),
        tuple(piece.words for piece in pieces if piece.sort == "unknown"),
        any(piece.value in signs.ROLE_OF_NOUN for piece in pieces if piece.sort == "concept"),
        any(map(_is_owned, pieces, pieces[1:], pieces[2:])),
    )


def _is_owned(thing: Piece, preposition: Piece, other: Piece) -> bool:
    """Whether a thing is that of another one."""
    things = all(piece.sort == "thing" and piece.item and not piece.item.is_element for piece in (thing, other))
    return things and preposition.value in ("di", "of")


class _RoleReader:
    """Which part each thing plays, said by the words around it, which are read in their order.

    What a verb leads to goes before what a preposition does, and a list shares both with its first. A thing before
    its verb ("Le scuole in quali obiettivi sono coinvolte?") waits for a verb that leads to nothing else.
    """

    def __init__(self, lexis: Lexis) -> None:
        self._tiers = lexis.tiers
        self._items: list[Item] = []
        self._relation: Piece | None = None
        self._preposition = ""
        self._does = self._any = self._bars_partner = False
        # Whether the last thing may be one of a list that goes on.
        self._lists = False
        self._strange = False

    def read_roles(self, pieces: list[Piece]) -> list[Item]:
        """Return the items of a sentence, each in the roles that are left to it."""
        for piece in pieces:
            self._bars_partner |= piece.sort in ("who", "not") or piece.value in (signs.PARTNER, signs.BODY)
            if piece.item is not None and piece.sort != PLAN:
                self._add_item(piece.item)
                self._preposition, self._lists = "", True
            elif piece.sort == "relation":
                self._relation, self._preposition = piece, ""
                self._serve_waiting(piece)
            elif piece.sort == "prep":
                self._preposition = piece.value
            elif piece.sort == "concept":
                self._preposition = ""
                self._any = self._any or piece.value in ("everything", "sentence")
            elif piece.sort == "unknown":
                # It leads to what we do not know, which is said elsewhere.
                self._strange = True
                if self._relation:
                    self._relation.leads = True
            else:
                self._does = self._does or piece.sort == "do"
                self._lists = self._lists and piece.value == "and"
        return self._items

    def _add_item(self, item: Item) -> None:
        if item.sort != "thing":
            if item.sort == "text" and self._relation:
                # "Si parla di «pista ciclabile»": words, whatever they name.
                self._relation.leads = True
            self._items.append(item)
            return
        # "Polizia locale" are those of that name, where they can be, before the theme that these words only speak of.
        placed = self._place_item(item.drop_hints())
        self._items.append(placed if placed.roles & placed.own_roles else self._place_item(item))

    def _place_item(self, item: Item) -> Item:
        own, relation = item.own_roles, self._relation
        if relation and (roles := self._find_led(item, relation)):
            relation.leads = True
            return _narrow(item, roles)
        if item.roles != signs.ROLES or self._any:
            # Said already, by the noun beside it; or "tutto sui carabinieri", whatever they are.
            return _narrow(item, item.roles)
        if not self._preposition and self._lists and self._items and not self._items[-1].roles <= signs.NUMBERED:
            # "Per i bambini e gli anziani": a list has one preposition.
            return item.narrow(self._items[-1].roles)
        for tier in self._tiers.get(self._preposition, ()):
            if own & tier:
                return _narrow(item, tier)
        if self._preposition or relation:
            # It stands where nothing of its kind can.
            return item.narrow(own & signs.NUMBERED)
        # "Che cosa fanno le scuole?": who does something is a partner.
        return (
            item.narrow({signs.PARTNER, signs.INSTRUMENT, *TEXT_FIELDS, *signs.NUMBERED})
            if self._does
            else _narrow(item, signs.ROLES)
        )

    def _find_led(self, item: Item, relation: Piece) -> frozenset[str]:
        """Return the roles in which a verb leads to a thing; empty when it does not."""
        own = item.own_roles & item.roles
        first = next(iter(self._tiers.get(self._preposition, ())), frozenset())
        if first in (_FOR, _ON) and not relation.roles & first:
            # "Chi collabora per le famiglie", "sui servizi sociali", who may be partners, too.
            return frozenset()
        if own & relation.roles:
            follows = not relation.leads or not self._preposition or relation.value == "link"
            return relation.roles if follows else frozenset()
        # "Parla delle scuole", which are no theme; but "quali enti si occupano di famiglie" asks who helps them.
        second = own & self._list_then(relation)
        tiers = (second & tier for tier in self._tiers.get(self._preposition, ()))
        return next(filter(None, tiers), second)

    def _serve_waiting(self, relation: Piece) -> None:
        for roles in (relation.roles, self._list_then(relation)):
            if not relation.leads and all(item.roles & item.own_roles & roles for item in self._items):
                relation.leads = bool(self._items) or self._strange
                self._items = [_narrow(item, roles) for item in self._items]

    def _list_then(self, relation: Piece) -> frozenset[str]:
        """Return what a verb leads to where it can lead to nothing else; who helps families is not their partner, and
        what does not speak of schools is more than what does not involve them.
        """
        return relation.then - ({signs.PARTNER} if self._bars_partner else set())


def _narrow(item: Item, roles: frozenset[str]) -> Item:
    """Return an item in some roles; what has another name is not meant by its number or title ("turismo")."""
    plain = item.own_roles & roles - signs.NUMBERED
    return item.narrow(roles - signs.NUMBERED if plain else roles)


def _list_concepts(pieces: list[Piece], items: list[Item], lexis: Lexis) -> frozenset[str]:
    """Return what is asked, with each thing said in one way only."""
    sorts = {piece.sort for piece in pieces}
    bodies = any(piece.value == signs.BODY for piece in pieces)
    pieces = [replace(piece, value=signs.PARTNER) if piece.value == signs.BODY else piece for piece in pieces]
    nouns = [piece.value for piece in pieces if piece.sort == "concept" and piece.value in signs.ROLE_OF_NOUN]
    concepts = {piece.value for piece in pieces if piece.sort == "concept"} | ({"not"} & sorts)
    if _LINKED.isdisjoint(concepts):
        concepts |= _read_verbs(pieces, lexis)
    asked = concepts & set(signs.ROLE_OF_NOUN)
    concepts |= {ask(pieces, items, asked, lexis) for ask in (_ask_who, _ask_where, _ask_what)} - {""}
    asked = concepts & set(signs.ROLE_OF_NOUN)
    if len(asked) > 1:
        # "Quali partner non hanno obiettivi" is not "quali obiettivi non hanno partner".
        concepts.add(f"first {nouns[0] if nouns and 'where' not in sorts else signs.OBJECTIVE}")
    if len(items) > 1 and sum(piece.value == "count" for piece in pieces) > 1:
        # "Quanti parlano di cultura e quanti di sport" are two questions.
        concepts.add("asked")
    needed = _drop_repeated(concepts, items)
    return frozenset({signs.BODY}) if bodies and needed == {signs.PARTNER} and not items else needed


def _read_verbs(pieces: list[Piece], lexis: Lexis) -> set[str]:
    """Return what the verbs ask that lead to no thing: "chi collabora", "a chi è rivolto", "non coinvolgono nessuno".

    A verb beside another that leads to such a thing says it twice.
    """
    led = {role for piece in pieces if piece.leads for role in piece.roles}
    alone = {piece.value for piece in pieces if piece.sort == "relation" and not piece.leads and piece.value}
    asks = any(piece.sort in ("who", "what", "which") for piece in pieces)
    led_to = lexis.tiers[pieces[-1].value][0] if pieces[-1].sort == "prep" and asks else ()
    if {*led_to} in ({signs.PARTNER}, {signs.BENEFICIARY}):
        # "Whom is it for?"
        alone = {*led_to}
    elif not alone and any(piece.sort == "who" for piece in pieces):
        works = any(piece.sort == "relation" and signs.PARTNER in piece.roles for piece in pieces)
        alone = {signs.PARTNER} if works else set()
    return alone - led


def _ask_who(pieces: list[Piece], items: list[Item], asked: set[str], lexis: Lexis) -> str:
    """Return what "chi" asks for, where no noun and no verb does; asked twice, it is a pair."""
    whom = lexis.lists["whom"]
    whos = sum(
        piece.sort == "who" or (piece.value == signs.PARTNER and piece.words.split()[-1] in whom) for piece in pieces
    )
    if whos > 1:
        return "pair"
    names = (verb for verb, thing in pairwise(pieces) if verb.sort == "relation" and thing.sort == "thing")
    if whos and any(verb.roles == signs.ROLES and not verb.value for verb in names):
        # "Chi cita l'AUSL?" asks where it is named; but "chi è citato con l'AUSL?".
        return ""
    sorts = {piece.sort for piece in pieces}
    if whos and sorts == {"who", "light", "thing"} and not items[0].is_element:
        # "Chi è l'AUSL?"
        return "everything"
    if whos and "prep" in sorts <= {"who", "light", "do", "prep", "thing"} and all(item.is_element for item in items):
        # "Chi c'è nella politica 4?"
        return signs.PARTNER
    return "who" if whos and not asked & {signs.PARTNER, signs.BENEFICIARY} else ""


def _ask_where(pieces: list[Piece], items: list[Item], asked: set[str], _: Lexis) -> str:
    """Return what "dove" asks for: elements ("dove si parla di sport?"), places ("dov'è il teatro?"), or the place
    of one thing in one element ("dove, nell'1.3.5?").
    """
    sorts = {piece.sort for piece in pieces}
    if "where" not in sorts or (asked and "not" not in sorts):
        return ""
    texts = any(item.sort == "text" for item in items)
    others = any(item.sort == "thing" and not item.is_element for item in items)
    if not (others or texts or "not" in sorts):
        return signs.PLACE
    within = others and any(item.is_element for item in items)
    spoken = texts or not sorts.isdisjoint({"relation", "not"})
    return signs.OBJECTIVE if spoken and not within else "where"


def _ask_what(pieces: list[Piece], items: list[Item], asked: set[str], lexis: Lexis) -> str:
    """Return what "che cosa" asks for; "che cosa dice l'obiettivo 1.3.5?" does not ask for objectives."""
    whats = [piece.value for piece in pieces if piece.sort == "what"]
    if asked:
        return ""
    if whats and items and items[-1].is_element and _ends_below(pieces, lexis):
        return "within"
    if any(piece.value == "say" for piece in pieces) and any(item.is_element for item in items):
        return "say"
    if not whats:
        return ""
    if items and any(piece.sort in ("do", "contain") for piece in pieces):
        # "Che cosa prevede l'obiettivo 1.3.5?", but "che cosa prevede la politica 2?" asks for its objectives.
        above = {sense.kind for sense in items[0].senses} & {signs.POLICY, signs.GUIDELINE}
        return "say" if len(items) == 1 and items[0].is_element and not above else signs.OBJECTIVE
    return next(filter(None, whats), "what")


def _ends_below(pieces: list[Piece], lexis: Lexis) -> bool:
    """Whether an English sentence ends with what an element is below: "what is 1.3.3 part of?"."""
    verb = pieces[-1] if pieces[-1].sort == "relation" else pieces[-2]
    return verb.sort == "relation" and verb.roles == _BELOW and pieces[-1].words.split()[-1] in lexis.lists["below"]


# What may be asked about what depends on one objective.
_DEPENDING, _LEVELS = frozenset({"depend", signs.OBJECTIVE, "what"}), frozenset({signs.POLICY, signs.GUIDELINE})
# Concepts that only say again what others, or two things side by side, say: when, by what is said and how many things
# and parts of the plan are named; which are dropped, what stays.
_REPEATED: tuple[tuple[Callable[[frozenset[str], int, int], object], str, str], ...] = (
    # "Attraversano almeno tre politiche" and "sono in almeno tre politiche" are one.
    (lambda said, *_: "least" in said, "bridge several", ""),
    (
        lambda said, things, parts: signs.PARTNER in said and not things + parts and said & {"together", "pair"},
        "together most",
        "pair",
    ),
    # "Obiettivi con l'AUSL, con le frasi": every answer has them.
    (lambda said, *_: signs.OBJECTIVE in said, "sentence", ""),
    # "Cerca gli obiettivi", "un quadro degli obiettivi" are "quali obiettivi".
    (lambda said, *_: len(said) > 1, "search overview", ""),
    # "Che scadenza ha la scheda 3.1?", "tutto sui partner del 3.1".
    (lambda said, _, parts: len(said) > 1 and parts, "everything", ""),
    (lambda said, things, _: "pair" in said or things > 1, "together", ""),
    # What depends on one objective may pursue it; other things depend on one another by what they share.
    # "Da quale obiettivo strategico discende", which is a guideline in many plans.
    (lambda said, *_: "depend" in said and said & _LEVELS, " ".join(_LEVELS), signs.OBJECTIVE),
    (
        lambda said, things, parts: "depend" in said and ((things, parts) != (0, 1) or not said <= _DEPENDING),
        "depend",
        "share",
    ),
    # The plans that a plan uses.
    (lambda said, _, parts: "plans" in said and (signs.INSTRUMENT in said or parts), "plans", signs.INSTRUMENT),
    # "Quali obiettivi hanno in comune le scuole e le imprese?"
    (lambda said, things, _: signs.OBJECTIVE in said and things > 1, "share", ""),
    (lambda said, *_: "share" in said, "pair", ""),
)


def _drop_repeated(concepts: Iterable[str], items: list[Item]) -> frozenset[str]:
    left, parts = frozenset(concepts), sum(item.is_element for item in items)
    for holds, dropped, said in _REPEATED:
        if holds(left, len(items) - parts, parts):
            left = left - set(dropped.split()) | set(said.split())
    return left
