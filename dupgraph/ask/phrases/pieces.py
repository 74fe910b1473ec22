"""Words to pieces: the names, expressions, numbers and texts of one sentence, in their order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from dupgraph.ask.phrases.lexis import Lexis
from dupgraph.ask.phrases.names import PLAN, Names, Sense
from dupgraph.ask.phrases.signs import (
    BENEFICIARY,
    ELEMENT,
    GOAL,
    GUIDELINE,
    MISSION,
    OBJECTIVE,
    PARTNER,
    PLACE,
    POLICY,
    ROLE_OF_NOUN,
    ROLES,
    SIGNS,
    THEME,
    TIMING,
    Sign,
)
from dupgraph.ask.phrases.text import Word

_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED_NOUNS = frozenset({OBJECTIVE, POLICY, GUIDELINE, GOAL, MISSION})
# "Partner dell'AUSL" asks for partners; "il tema dello sport" names a theme.
_OWNED_NOUNS = frozenset({PARTNER, BENEFICIARY, OBJECTIVE})
_AMONG = frozenset({"tra", "among"})
# What stands between the noun for a number and the number: "obiettivo strategico n. 1.3.5".
_BEFORE_NUMBER = frozenset({"strategico", "strategica", "operativo", "operativa", "strategic", "codice", "code"}) | {
    "n", "nr", "numero", "number", "no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A thing in a question, or a slot in a phrase.

    ``roles`` are the parts that it may play where it stands, ``senses`` what its words may mean; a slot has a name, and
    a sense for each kind that it takes. ``sort`` is "thing", "number" or "text".
    """

    words: str
    sort: str = "thing"
    senses: tuple[Sense, ...] = ()
    roles: frozenset[str] = ROLES
    slot: str = ""

    @property
    def own_roles(self) -> frozenset[str]:
        """The parts that what it names may play anywhere."""
        return frozenset(sense.role for sense in self.senses)

    @property
    def is_element(self) -> bool:
        """Whether it names a part of a plan and nothing else."""
        return self.sort == "thing" and self.own_roles <= {ELEMENT}

    @property
    def is_lowest(self) -> bool:
        """Whether it names a part of a plan that is no policy and no guideline."""
        return self.is_element and not {sense.kind for sense in self.senses} & {POLICY, GUIDELINE}

    def narrow(self, roles: Iterable[str]) -> "Item":
        """Return the same item in some of its roles."""
        return replace(self, roles=self.roles & frozenset(roles))

    def settle(self, role: str) -> "Item":
        """Return the same item in the one role that a noun beside it says."""
        senses = tuple(sense for sense in self.senses if sense.role == role)
        return replace(self, senses=senses, roles=frozenset({role}))


@dataclass(slots=True)
class Piece:
    """A stretch of words with what it says; a thing, number or text has its ``item``.

    ``defined`` says that an article stands before it, ``apart`` that a comma does, ``leads`` that it is a verb that has
    led to a thing.
    """

    sort: str
    words: str
    value: str = ""
    roles: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()
    item: Item | None = None
    defined: bool = False
    apart: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Cutter:
    """What cutting needs: a language's words and the names of a graph; of a phrase, the slots in it and no names."""

    lexis: Lexis
    names: Names | None = None
    slots: dict[str, Item] = field(default_factory=dict)

    def cut_words(self, words: list[Word]) -> list[Piece]:
        """Return one sentence in pieces: at each word the longest name or expression that begins there."""
        pieces: list[Piece] = []
        first = 0
        while first < len(words):
            last, piece = self._cut_piece(words, first)
            piece.defined, piece.apart = words[first].defined, words[first].apart
            pieces.append(piece)
            first = last
        pieces = _join_themes(_join_heads(_raise_limits(pieces)))
        if self.names is not None:
            pieces = _drop_other_towns(_join_codes(pieces, self.names))
        pieces = _mark_asked(_join_nouns(_find_texts(pieces)))
        _find_groups(pieces)
        return pieces

    def _cut_piece(self, words: list[Word], first: int) -> tuple[int, Piece]:
        """Return the piece that begins at word ``first``, and where the next begins."""
        word = words[first]
        if word.word in self.slots:
            return first + 1, Piece("thing", word.form, item=self.slots[word.word])
        named = None if self.names is None else self.names.find_name(words, first)
        said = None if word.quoted else self._find_sign(words, first)
        if named and not (said and _goes_before(said, named)):
            last, senses = named
            text = word.form + "".join(part.lead + part.form for part in words[first + 1 : last])
            return last, Piece(PLAN if senses[0].kind == PLAN else "thing", text, item=Item(text, senses=senses))
        if said:
            last, sign = said
            text = " ".join(part.word for part in words[first:last])
            return last, Piece(sign.sort, text, sign.value, sign.roles, sign.then)
        return first + 1, self._read_single(word)

    def _find_sign(self, words: list[Word], first: int) -> tuple[int, Sign] | None:
        """Return the longest expression at word ``first``; but "nel Comune di Sassuolo" is not "in comune".

        What the plan calls its own levels says which these are: "linea strategica" is a policy in one, in others not.
        """
        said = self.lexis.find_sign([word.word for word in words], first)
        if self.names is None:
            return said
        level = self.names.find_level(words, first)
        if level and (said is None or (said[1].value in _NUMBERED_NOUNS and said[0] <= level[0])):
            return level[0], SIGNS[level[1]]
        if said is None or said[0] == first + 1:
            return said
        town = self.names.find_name(words, said[0] - 1)
        return None if town and town[0] > said[0] and town[1][0].kind == PLAN else said

    def _read_single(self, word: Word) -> Piece:
        """Return the piece of a word that is neither name nor expression."""
        if word.quoted:
            return Piece("quote", word.form)
        if word.word in self.lexis.tiers:
            return Piece("prep", word.form, word.word)
        if word.word.replace(".", "").isdigit():
            return Piece("number", word.form, word.word)
        if word.word in self.lexis.numbers:
            return Piece("number", word.form, str(self.lexis.numbers[word.word]))
        return Piece("unknown", word.form)


def _goes_before(said: tuple[int, Sign], named: tuple[int, tuple[Sense, ...]]) -> bool:
    """Whether an expression goes before a name that begins at the same word: the longer does.

    Of two as long, a general noun for what is asked ("quali enti", "quali temi") is no name, nor is what the
    municipality calls itself.
    """
    if said[0] != named[0]:
        return said[0] > named[0]
    return named[1][0].kind != PLAN and said[1].sort in ("light", "concept")


def _raise_limits(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "più di tre" as "almeno quattro"."""
    raised: list[Piece] = []
    for piece in pieces:
        if raised and raised[-1].sort == "above" and piece.sort == "number" and piece.value.isdigit():
            raised[-1] = Piece("concept", raised[-1].words, "least")
            piece.value = str(int(piece.value) + 1)
        raised.append(piece)
    for piece in raised:
        if piece.sort == "above":
            piece.sort, piece.value = "concept", "most"
    return raised


def _join_heads(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "promozione della cultura", "piste ciclabili" as what speaks of the theme.

    Before anything else such a word is unknown.
    """
    joined: list[Piece] = []
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        if piece.sort == "head":
            parting = rest[:1] if rest and rest[0].sort == "prep" and rest[0].value in ("di", "a", "of") else []
            target = rest[len(parting)] if len(rest) > len(parting) else None
            themes = _list_themes(target)
            if themes and target:
                words = " ".join(part.words for part in (piece, *parting, target))
                piece = replace(target, words=words, item=Item(words, senses=themes), defined=piece.defined)
                del rest[: len(parting) + 1]
            else:
                piece = replace(piece, sort="unknown")
        joined.append(piece)
    return joined


def _list_themes(piece: Piece | None) -> tuple[Sense, ...]:
    """Return the themes that a name may mean, as what only speaks of them."""
    senses = piece.item.senses if piece and piece.item else ()
    return tuple(replace(sense, sure=False) for sense in senses if sense.role == THEME)


def _join_themes(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with two names side by side that have one theme in common, and it alone, as that theme.

    "Mobilità ciclabile" is neither "mobilità" nor "ciclabile", but all that both speak of.
    """
    joined: list[Piece] = []
    for piece in pieces:
        shared = _list_shared(joined[-1], piece) if joined else ()
        if shared:
            words = f"{joined[-1].words} {piece.words}"
            joined[-1] = replace(joined[-1], words=words, item=Item(words, senses=shared))
        else:
            joined.append(piece)
    return joined


def _list_shared(first: Piece, second: Piece) -> tuple[Sense, ...]:
    """Return the sense that two names share when it is one theme; empty otherwise, or where something parts them."""
    if first.item is None or second.item is None or second.defined or second.apart:
        return ()
    themes = {sense.thing for sense in _list_themes(first)}
    shared = [sense for sense in _list_themes(second) if sense.thing in themes]
    return tuple(shared[:1]) if len({sense.thing for sense in shared}) == 1 else ()


def _drop_other_towns(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a town that says which of its kind a thing is as unknown: "l'ospedale di Modena".

    Another one than the plan's may be meant. A part of this town has an article: "i commercianti del centro storico".
    """
    for before, preposition, piece in zip(pieces, pieces[1:], pieces[2:], strict=False):
        owned = preposition.sort == "prep" and preposition.value in ("di", "of") and not piece.defined
        if owned and before.sort in ("thing", "light") and piece.item and piece.item.own_roles == {PLACE}:
            piece.sort, piece.item = "unknown", None
    return pieces


def _join_codes(pieces: list[Piece], names: Names) -> list[Piece]:
    """Return the pieces with numbers as what they name: "missione 12", "l'obiettivo strategico 1.3.5", "1.3.5"."""
    joined: list[Piece] = []
    for piece in pieces:
        joined.append(piece)
        if piece.sort != "number":
            continue
        start = len(joined) - 2
        while start >= 0 and joined[start].words.casefold() in _BEFORE_NUMBER:
            start -= 1
        noun = joined[start].value if start >= 0 and joined[start].value in _NUMBERED_NOUNS else ""
        senses = names.find_code(piece.value)
        if _YEAR.fullmatch(piece.value) and not (noun and senses):
            # "Obiettivi del 2026", "obiettivi 2026".
            sense = Sense(TIMING, piece.value, piece.value)
            joined[-1] = replace(
                piece, sort="thing", item=Item(piece.value, senses=(sense,), roles=frozenset({TIMING}))
            )
            continue
        if not noun and "." not in piece.value:
            piece.item = Item(piece.value, "number", roles=frozenset())
            continue
        start = start if noun else len(joined) - 1
        role = ROLE_OF_NOUN[noun] if noun else ELEMENT
        fitting = tuple(sense for sense in senses if sense.role == role) or (() if noun else senses)
        words = " ".join(part.words for part in joined[start:])
        item = Item(words, senses=fitting, roles=frozenset({fitting[0].role})) if fitting else None
        sort = "thing" if fitting else "unknown"
        joined[start:] = [Piece(sort, words, item=item, defined=joined[start].defined)]
    return joined


def _find_texts(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with the words that are searched for as they are, where the question says so.

    Such is what stands in quotation marks and names nothing; and what follows "la parola", "contengono", or "cerca" at
    the beginning, to the end: names and unknown words only, for a verb or a noun of asking shows that more is asked.
    """
    found: list[Piece] = []
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        opens = piece.sort == "contain" or piece.value == "word" or (piece.value == "search" and not found)
        run = _take_run(rest) if opens else []
        if piece.sort == "contain" and run and run[0].item is not None and run[0].item.is_element:
            # "Quali obiettivi contiene la politica 2?"
            run = []
        if run:
            del rest[: len(run)]
            if piece.value == "search":
                found.append(Piece("concept", piece.words, OBJECTIVE))
            found.append(_make_text(run))
        elif piece.sort == "quote":
            found.append(_make_text([piece]))
        elif piece.value != "word" or not any(map(_is_text, found)):
            found.append(piece)
    return found


def _take_run(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that are a text: one quotation, or names and unknown words up to the end."""
    if pieces and (pieces[0].sort == "quote" or _is_text(pieces[0])):
        return pieces[:1]
    run = list(takewhile(lambda piece: piece.sort in _IN_TEXTS, pieces))
    rest = pieces[len(run) :]
    ends = not rest or (len(rest) == 1 and rest[0].value == "word")
    return run if ends and any(piece.sort in ("thing", "unknown") for piece in run) else []


_IN_TEXTS = frozenset({"thing", "unknown", "number", "prep"})


def _is_text(piece: Piece) -> bool:
    return piece.item is not None and piece.item.sort == "text"


def _make_text(run: list[Piece]) -> Piece:
    if _is_text(run[0]):
        return run[0]
    words = " ".join(piece.words for piece in run)
    return Piece("thing", words, item=Item(words, "text", roles=frozenset()))


def _join_nouns(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with each noun that says what the thing beside it is as a part of that thing.

    "Il tema dello sport", "nella missione Turismo", "l'AUSL come partner", "la parità di genere dell'Agenda 2030".
    A noun that is asked for ("quali temi") says nothing of what follows.
    """
    joined: list[Piece] = []
    settled: Piece | None = None
    for place, piece in enumerate(pieces):
        if settled is not None and piece is not settled:
            # What stands between a noun and its thing.
            continue
        settled = None
        role = ROLE_OF_NOUN.get(piece.value, "") if piece.sort == "concept" else ""
        if piece.sort == "agenda":
            if not joined or not (joined[-1].value == GOAL or _settle_before(joined[-1], GOAL)):
                joined.append(Piece("unknown", piece.words))
        elif role and (settled := _settle_after(pieces, place, role, joined)) is not None:
            if joined and joined[-1].value == "manner":
                joined.pop()
        elif not (role and joined and _settle_among(joined, role)):
            joined.append(piece)
    return joined


def _settle_after(pieces: list[Piece], place: int, role: str, before: list[Piece]) -> Piece | None:
    """Give the thing that a noun stands beside the noun's role, and return it; None where there is none to take it."""
    target = None if before and _asks_for(before[-1]) else _find_target(pieces, place)
    if target is None or target.item is None or role not in target.item.own_roles:
        return None
    target.item, target.defined = target.item.settle(role), pieces[place].defined
    return target


def _settle_among(joined: list[Piece], role: str) -> bool:
    """Give the thing before "come partner" or "tra i beneficiari" the noun's role; False when the noun is asked for."""
    as_what = joined[-1].value == "manner"
    if not as_what and joined[-1].value not in _AMONG:
        return False
    settled = len(joined) > 1 and _settle_before(joined[-2], role)
    if settled or as_what:
        # "Chi compare come partner".
        joined.pop()
    return settled


def _asks_for(piece: Piece) -> bool:
    """Whether what stands after a word is asked for: "quali obiettivi", "quanti obiettivi"."""
    return piece.sort == "which" or piece.value == "count"


def _find_target(pieces: list[Piece], place: int) -> Piece | None:
    """Return the piece that the noun at ``place`` stands beside; None where something is between."""
    owned = False
    for piece in pieces[place + 1 :]:
        if piece.sort == "prep" and piece.value in ("di", "of"):
            owned = True
        elif piece.sort != "light":
            return None if owned and pieces[place].value in _OWNED_NOUNS else piece
    return None


def _settle_before(piece: Piece, role: str) -> bool:
    """Give the thing before a noun the role that the noun says; False when it cannot have it."""
    if piece.item is None or role not in piece.item.own_roles & piece.item.roles:
        return False
    piece.item = piece.item.settle(role)
    return True


def _mark_asked(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a note where names are asked for: "quali scuole", which the catalogue does not answer."""
    marked: list[Piece] = []
    for piece in pieces:
        named = piece.item is not None and not piece.defined and piece.item.own_roles
        if marked and _asks_for(marked[-1]) and named:
            marked.append(Piece("concept", "", "asked"))
        marked.append(piece)
    return marked


def _find_groups(pieces: list[Piece]) -> None:
    """Let "per politica" say what "per ogni politica" does: a noun without article after the preposition."""
    for piece, after in pairwise(pieces):
        bare = after.sort == "concept" and after.value in ROLE_OF_NOUN and not after.defined
        if bare and piece.sort == "prep" and piece.value in ("per", "by"):
            piece.sort, piece.value = "concept", "each"
