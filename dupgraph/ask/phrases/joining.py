"""Pieces that say one thing together become one: a noun and its number, a noun and what it names, words to look for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, takewhile

from dupgraph.ask.catalogue.field_texts import LEAD, PROGRAMME, RESPONSIBLE
from dupgraph.ask.phrases import signs
from dupgraph.ask.phrases.names import Names, Sense
from dupgraph.ask.phrases.pieces import Item, Piece
from dupgraph.language.lemmas import INFINITIVES
from dupgraph.schema.links import ACTOR_CATEGORY, ORGANIZATION

_YEAR = re.compile(r"(?:19|20)\d\d")
NUMBERED_NOUNS = frozenset({signs.OBJECTIVE, signs.POLICY, signs.GUIDELINE, signs.GOAL, signs.MISSION})
# How nouns of more than one end.
_MANY = ("i", "s", "che")
# "Partner dell'AUSL" asks for partners; "il tema dello sport" names a theme.
_OWNED_NOUNS = frozenset({signs.PARTNER, signs.BENEFICIARY, signs.OBJECTIVE})
# "Programma 3 della missione 12".
_LONGEST_NUMBERED = 5
# What leads from a noun to what it is of: "assessore alla casa".
_OF = {LEAD: ("di", "of", "a", "for"), RESPONSIBLE: ("di", "of", "a", "for")}


def join_pieces(pieces: list[Piece], names: Names | None, lists: Mapping[str, frozenset[str]]) -> list[Piece]:
    """Return a sentence's pieces with those joined that say one thing, by a language's lists of words; a phrase of the
    catalogue has no ``names``.
    """
    pieces = _raise_limits(pieces)
    if names is not None:
        pieces = _drop_other_towns(_join_codes(_join_programmes(pieces, names), names, lists["before_number"]))
    pieces = _drop_leading(pieces)
    pieces = _mark_asked(_join_nouns(_find_texts(pieces, lists["one_word"]), lists["among"]))
    _find_groups(pieces)
    return pieces


def _raise_limits(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with "più di tre" as "almeno quattro", "più di una politica" as "almeno due"; not of years."""
    raised: list[Piece] = []
    for piece in pieces:
        if piece.value == "several" and piece.words.split()[1] in {"di", "than"}:
            told = ("concept", "least"), ("number", "2"), ("concept", signs.POLICY)
            raised += [Piece(sort, piece.words, value) for sort, value in told]
            continue
        if raised and raised[-1].sort == "above" and piece.sort == "number" and piece.value.isdigit():
            is_year = _YEAR.fullmatch(piece.value)
            raised[-1] = Piece("concept", raised[-1].words, "after" if is_year else "least")
            piece.value = piece.value if is_year else str(int(piece.value) + 1)
        raised.append(piece)
    for piece in raised:
        if piece.sort == "above":
            piece.sort, piece.value = "concept", "most"
    return raised


def _drop_other_towns(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a town that says which of its kind a thing is as unknown: "l'ospedale di Modena".

    Another one than the plan's may be meant. A part of this town has an article: "i commercianti del centro storico".
    """
    for before, preposition, piece in zip(pieces, pieces[1:], pieces[2:], strict=False):
        owned = preposition.sort == "prep" and preposition.value in ("di", "of")
        owned = owned and not (preposition.defined or piece.defined)
        if owned and before.sort in ("thing", "light") and piece.item and piece.item.own_roles == {signs.PLACE}:
            piece.sort, piece.item = "unknown", None
    return pieces


def _drop_leading(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces without those that only lead to the next: a verb to another ("contribuiscono a rafforzare la
    legalità"), a kind to the body that is one ("il sindacato FIOM").
    """
    dropped: set[int] = set()
    for place, (first, second) in enumerate(pairwise(pieces)):
        after = (
            next(iter(pieces[place + 2 :]), None)
            if second.sort == "prep" and second.value in ("a", "di", "to")
            else None
        )
        if after and first.sort == after.sort == "relation" and after.words.endswith(INFINITIVES):
            dropped |= {place, place + 1}
        is_one = first.defined and not (first.words.endswith(_MANY) or second.defined or second.apart)
        if is_one and (_list_kinds(first), _list_kinds(second)) == ({ACTOR_CATEGORY}, {ORGANIZATION}):
            dropped.add(place)
    return [piece for place, piece in enumerate(pieces) if place not in dropped]


def _list_kinds(piece: Piece) -> set[str]:
    return {sense.kind for sense in piece.item.drop_hints().senses} if piece.item else set()


def _join_programmes(pieces: list[Piece], names: Names) -> list[Piece]:
    """Return the pieces with a programme's number, and that of its mission, as the programme: "programma 12.03",
    "programma 3 della missione 12", "missione 12, programma 3".
    """
    joined: list[Piece] = []
    rest = list(pieces)
    while rest:
        count, numbers = _count_numbered(rest)
        number = numbers.get(PROGRAMME, "")
        named = names.find_programme(number, numbers.get(signs.MISSION, ""))
        is_strange = rest[0].value == PROGRAMME and number and not named
        # Which of its mission it is would be left out without its number.
        count = count if named else 2 if is_strange else 1
        joined.append(_name_number(rest[:count], named) if named or is_strange else rest[0])
        del rest[:count]
    return joined


def _count_numbered(pieces: list[Piece]) -> tuple[int, dict[str, str]]:
    """Return the numbers of a programme and a mission with which some pieces begin, and how many pieces say them."""
    numbers: dict[str, str] = {}
    said = 0
    for place, (noun, number) in enumerate(pairwise(pieces[:_LONGEST_NUMBERED])):
        if noun.value in (PROGRAMME, signs.MISSION) and noun.value not in numbers and number.sort == "number":
            if _YEAR.fullmatch(number.value):
                break
            numbers[noun.value], said = number.value, place + 2
        elif place == said and not (noun.sort == "prep" and noun.value in ("di", "of") and numbers):
            break
    return said, numbers


def _join_codes(pieces: list[Piece], names: Names, between: frozenset[str]) -> list[Piece]:
    """Return the pieces with numbers as what they name: "missione 12", "l'obiettivo strategico 1.3.5", "1.3.5"."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.sort == "number":
            _add_number(joined, piece, names, between)
        else:
            joined.append(piece)
    return joined


def _add_number(joined: list[Piece], piece: Piece, names: Names, between: frozenset[str]) -> None:
    """Add a number to the pieces before it: a year, a plain number, or with the noun before it what has that number."""
    start = len(joined) - 1
    while start >= 0 and joined[start].words.casefold() in between:
        start -= 1
    noun = joined[start].value if start >= 0 and joined[start].value in NUMBERED_NOUNS else ""
    senses = names.find_code(piece.value)
    if _YEAR.fullmatch(piece.value) and not (noun and senses):
        # "Obiettivi del 2026", "obiettivi dell'anno 2026".
        del joined[start + 1 :]
        joined.append(_name_number([piece], (Sense(signs.TIMING, piece.value, piece.value),)))
    elif noun:
        named = tuple(sense for sense in senses if sense.role == signs.ROLE_OF_NOUN[noun])
        joined[start:] = [_name_number([*joined[start:], piece], named)]
    elif alike := _list_alike(joined, senses):
        joined.append(_name_number([piece], alike))
    elif "." in piece.value:
        joined.append(_name_number([piece], tuple(sense for sense in senses if sense.role == signs.ELEMENT) or senses))
    else:
        joined.append(replace(piece, item=Item(piece.value, "number", roles=frozenset())))


def _list_alike(joined: list[Piece], senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """Return the senses that go on with a list of numbers: "la politica 1 e la 3"."""
    before = joined[-2].item if joined[1:] and joined[-1].value == "and" else None
    if before is None or not before.is_element:
        return ()
    kinds = {sense.kind for sense in before.senses}
    return tuple(sense for sense in senses if sense.kind in kinds)


def _name_number(run: list[Piece], senses: tuple[Sense, ...]) -> Piece:
    """Return the pieces up to a number as what they name; as unknown words where nothing has that number."""
    words = " ".join(piece.words for piece in run)
    item = Item(words, senses=senses, roles=frozenset({senses[0].role})) if senses else None
    return Piece("thing" if senses else "unknown", words, item=item, defined=run[0].defined)


def _find_texts(pieces: list[Piece], one_word: frozenset[str]) -> list[Piece]:
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
        if not run and piece.words in one_word and rest and {one.sort for one in rest[:2]} <= _AROUND:
            # "La parola inclusione in quanti obiettivi c'è?": whatever else it says.
            run = rest[:1]
        if run and run[0].item is not None and run[0].item.is_element:
            # "Quali obiettivi contiene la politica 2?"; "testo 1.3.5" looks for no words.
            run, piece = [], replace(piece, sort="do", value="say") if piece.value == "word" else piece
        if run:
            del rest[: len(run)]
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


# What one word may be, and what may stand after it.
_AROUND = frozenset({"thing", "unknown", "prep", "relation", "concept", "which"})
_IN_TEXTS = frozenset({"thing", "unknown", "number", "prep"})


def _is_text(piece: Piece) -> bool:
    return piece.item is not None and piece.item.sort == "text"


def _make_text(run: list[Piece]) -> Piece:
    if _is_text(run[0]):
        return run[0]
    words = " ".join(piece.words for piece in run)
    return Piece("thing", words, item=Item(words, "text", roles=frozenset()))


def _join_nouns(pieces: list[Piece], among: frozenset[str]) -> list[Piece]:
    """Return the pieces with each noun that says what the thing beside it is as a part of that thing.

    "Il tema dello sport", "nella missione Turismo", "l'AUSL come partner", "la parità di genere dell'Agenda 2030".
    A noun that is asked for ("quali temi") says nothing of what follows, but "quali partner sono sindacati".
    """
    joined: list[Piece] = []
    settled: Piece | None = None
    for place, piece in enumerate(pieces):
        if settled is not None and piece is not settled:
            # What stands between a noun and its thing.
            continue
        settled = None
        role = signs.ROLE_OF_NOUN.get(piece.value, "") if piece.sort == "concept" else ""
        if piece.sort == "agenda":
            if not joined or not (joined[-1].value == signs.GOAL or _settle_before(joined[-1], signs.GOAL)):
                joined.append(Piece("unknown", piece.words))
        elif role and (settled := _settle_after(pieces, place, role, joined)) is not None:
            if joined and joined[-1].value == "manner":
                joined.pop()
        elif not (role and joined and _settle_among(joined, role, among)):
            joined.append(piece)
    return joined


def _settle_after(pieces: list[Piece], place: int, role: str, before: list[Piece]) -> Piece | None:
    """Give the thing that a noun stands beside the noun's role, and return it; None where there is none to take it."""
    asked = before and _asks_for(before[-1]) and pieces[place + 1 : place + 2]
    target = None if asked and asked[0].value != "is" else _find_target(pieces, place)
    if target is None or target.item is None or role not in target.item.own_roles:
        return None
    if asked and target.item.is_element:
        # "In quale politica è l'obiettivo 1.3.5?"
        return None
    if role == signs.ELEMENT and not target.words[:1].isdigit() and pieces[place].words.endswith(_MANY):
        # "Obiettivi turismo", "indirizzi politica 1": those about it and of it, not what has that title and number.
        return None
    target.item, target.defined = target.item.settle(role), pieces[place].defined
    return target


def _settle_among(joined: list[Piece], role: str, among: frozenset[str]) -> bool:
    """Give the thing before "come partner", "è partner" or "è tra i partner" the noun's role; False when the noun is
    asked for.
    """
    as_what = joined[-1].value == "manner"
    if not as_what and joined[-1].value not in among and joined[-1].value != "is":
        return False
    before = next((piece for piece in reversed(joined[:-1]) if piece.value != "is"), None)
    settled = before is not None and _settle_before(before, role)
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
        if piece.sort == "prep" and piece.value in _OF.get(pieces[place].value, ("di", "of")):
            owned = True
        elif piece.sort != "light":
            # "La politica dell'obiettivo 1.3.5" is not that objective.
            named = pieces[place].value in _OWNED_NOUNS or (piece.item is not None and piece.item.is_element)
            return None if owned and named else piece
    return None


def _settle_before(piece: Piece, role: str) -> bool:
    """Give the thing before a noun the role that the noun says; False when it cannot have it."""
    if piece.item is None or role not in piece.item.own_roles & piece.item.roles:
        return False
    piece.item = piece.item.settle(role)
    return True


def _mark_asked(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with a note where names are asked for: "quali scuole", which the catalogue does not answer.

    So it is where one narrows another; what ends a list is a thing, too: "turismo e servizi", "sport e cooperazione".
    """
    marked: list[Piece] = []
    for piece in pieces:
        ends = piece is pieces[-1] and marked[1:] and marked[-1].value == "and" and marked[-2].item
        if ends and (piece.sort in ("relation", "light") or piece.value == signs.OBJECTIVE):
            piece.sort, piece.value = "unknown", ""
        named = piece.item is not None and piece.item.own_roles
        # "Sia l'AUSL che il terzo settore" asks for neither.
        asks = marked and _asks_for(marked[-1]) and not (marked[1:] and marked[-2].item)
        asks = asks and (not piece.defined or marked[-1].value == "all")
        if named and (asks or _narrows(marked[-2:], piece)):
            marked.append(Piece("concept", "", "asked"))
        marked.append(piece)
    return marked


def _narrows(before: list[Piece], piece: Piece) -> bool:
    """Whether a thing says which part of the one before it is meant: "culture of legality", "sicurezza sul lavoro"."""
    if len(before) < 2 or not before[0].item or not piece.item or before[1].value not in ("di", "su", "of", "on"):
        return False
    shared = before[0].item.own_roles & piece.item.own_roles
    return signs.PARTNER in shared or (signs.THEME in shared and signs.BENEFICIARY not in piece.item.own_roles)


def _find_groups(pieces: list[Piece]) -> None:
    """Let "per politica" say what "per ogni politica" does: a noun without article after the preposition."""
    for piece, after in pairwise(pieces):
        bare = after.sort == "concept" and after.value in signs.ROLE_OF_NOUN and not after.defined
        if bare and piece.sort == "prep" and piece.value in ("per", "by"):
            piece.sort, piece.value = "concept", "each"
