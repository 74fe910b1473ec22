"""Words to places: what nobody knows by name, and stands where only a place can: "i pontili di Colmegna".

A simple preposition after a place or after what is built somewhere, a list that goes on with one, "tra ... e ...".
A name that is no word of the language needs less: "a Vescovado", "verso Rubbianino, Roncolo e Prato".
"""

from collections.abc import Container

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, Words
from dupgraph.read.mentions.complements import is_adjective, skip_agreeing
from dupgraph.read.mentions.deeds import acts
from dupgraph.read.mentions.looks import (
    ALL_VOWELS,
    AT,
    TOWARDS,
    VOWELS,
    begins_place,
    is_called,
    is_short_river,
    is_word,
)
from dupgraph.read.mentions.spans import (
    OF_THE,
    begins_saint,
    find_large_end,
    has_two_names,
    is_inside_sentence,
    is_large,
)

# What stands or lies somewhere, and who lives there, by their keys, some of which are verbs ("fermare" is that of
# "fermata"): a place follows "di", "a" or "in".
_BUILT = list_words("built")
# What runs between two places.
_RUNNING = _BUILT | list_words("running")
# What goes somewhere: "per" or "da" and a place follow.
_PER = frozenset({"per", "da"})
_LEADING = list_words("leading")
# What runs or goes from the first of two to the second, with a dash between them.
_LEGS = list_words("running") | _LEADING
_NONE: frozenset[str] = frozenset()
_ON_THE = frozenset({"nel", "nella", "nell", "nello", "sul", "sulla", "sull", "sullo"})
_AT_THE = _ON_THE | {"alla", "all", "allo", "al", "ai", "alle", "agli"}
# What a place or a town has, of which somebody may be the owner as well, and who lives there; and what lies in the
# country, of which somebody's name may follow as well, but no town far away.
_OF_TOWNS = _BUILT | list_words("of_places") | list_words("of_towns")
_OF_HAMLETS = _OF_TOWNS | list_words("of_hamlets")
_PLACED = _OF_HAMLETS | _LEADING
# What rivers have, which are said with an article.
_OF_WATERS = list_words("of_waters")
_OF_ONE = frozenset({"del", "dello", "dell", "della"})
_THE = frozenset({"il", "lo", "l", "la"})
# "La zona dei Gaburri"; "i paesi della Barbagia", which is no part of town.
_LANDS = frozenset({"zona", "area"})
_LIVING = frozenset({"residente", "abitare", "abitante"})
_THAT = frozenset({"quello", "quella", "quelli", "quelle"})
_OF_LANDS = list_words("lands")
_TO, _AS_FAR = frozenset({"a", "ad"}), frozenset({"fino", "sino"})
_FROM, _UP_TO = frozenset({"da"}), (_AT_THE - _ON_THE) | _TO | {"fino", "verso"}
# Verbs after which places follow with nothing between: "la navetta collega Marana e Gorgo".
_REACHING = list_words("reaching_verbs")
# What says that something goes there: "fino al Girfalco", "sarà estesa alla Kalsa".
_MOTION = list_words("motion")
# Rivers, of which one speaks with an article, and lands of several towns, in which something is: "sul Sangone".
_STREAMS, _NEXT_RIVER = frozenset({"fiume", "torrente", "rio", "canale"}), 3
_RIVERS, _COUNTRIES = list_words("rivers"), list_words("countries")
_ON_RIVERS = frozenset({"sul", "sull", "sulla", "del", "dell", "della"})
_ON = _ON_THE | {"in", "nei", "nelle", "sui", "sulle", "sugli"}
_ZONES = frozenset({"zona", "zone", "area"})
SIDES = frozenset({"valle", "monte"})
# Where what has a name in two languages is a place.
_LEADING_TO = AT | _PER | TOWARDS | _REACHING | {"oltre", "sotto", "presso", "anche", "fino", "lungo"}
_AND = frozenset({"e", "ed", "o"})
# After these somebody follows: what is given, asked, owed or dedicated to whom.
_GIVEN = list_words("given")
# Of a verb the key is a noun's: "la mensa passa a Marvone" has no mountain pass.
_PASSES = "passa"
_HANDED, _FARTHEST_HANDED = list_words("handed"), 8
_FEW = 3
_BETWEEN = frozenset({"tra", "fra"})
_DASHES = frozenset("-–—")
_FARTHEST_END = 6
_MOST_LARGE = 12
_MOST_LISTED = 6


def is_grounded(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether the unknown name from word ``first`` on is a place by where it stands; places end before ``ends``."""
    gap = words.get_gap(first).strip(" \n’'")
    if first < 2 or words.get_gap(first - 1).strip(" \n’'"):
        return False
    if gap == "(":
        # "Il parco Ducale (Marana)".
        return first in ends and words.get_gap(first + 1).startswith(")") and is_called(words, first)
    if is_leg(words, first, ends):
        return is_called(words, first, ALL_VOWELS)
    return not gap and _follows_place(words, first, ends)


def is_leg(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether something runs from or to what is named at word ``first``: "il tratto Marana - Gorgo"."""
    gap = words.get_gap(first).strip()
    if gap in _DASHES:
        before = range(max(0, first - _FARTHEST_END), first)
        return first in ends and any(words.get_key(place) in _LEGS for place in before)
    last = first + len(_list_large(words, first))
    dashed = is_large(words, last) and words.get_gap(last).strip() in _DASHES
    return dashed and not gap and words.get_key(first - 1) in _LEGS


def _follows_place(words: Words, first: int, ends: Container[int]) -> bool:
    """Whether what stands before word ``first`` says that a place follows; less is enough for what looks like one."""
    before = words.get_form(first - 1)
    if before == "e":
        # What follows the first of two between which something runs, or another place: "via Roma e San Vito".
        return first - 1 in ends and (_follows_between(words, first - 1) or is_called(words, first))
    if before in _ZONES:
        large = _list_large(words, first)
        # "La zona Stadio", "in zona Sud"; a "zona DOC" is none.
        several = before == "zone" and _find_listed(words, first + len(large)) is not None
        named = (before == "zona" or several) and not any(each.isupper() or is_adjective(each) for each in large)
        return is_called(words, first) or named
    if before in OF_THE and (there := _is_of_land(words, first)) is not None:
        return there
    called = is_called(words, first, ALL_VOWELS) or _is_listed_next(words, first + len(_list_large(words, first)))
    if before in _PER or before in _BETWEEN:
        after = before == "per" and first - 1 in ends
        return (called or before in _BETWEEN) and (after or leads_there(words, first))
    if before in _OF_ONE or before in _THE:
        river = _ends_noun(words, first - 2, _OF_WATERS) if before in _OF_ONE else words.get_key(first - 2) == "lungo"
        return (called or (river and is_short_river(words, first))) and (river or is_land(words, first))
    listed = words.get_form(first - 2) == "e" and first - 2 in ends
    goes = called and before in _AT_THE | _TO and words.get_key(first - 2) in _MOTION
    # "La pista di Frere e quella di Canosio", of which the second is one word; "a monte di Marana".
    told = called and before == "di" and words.get_form(first - 2) in _THAT
    told = told and (begins_saint(words, first) or not is_large(words, first + 1))
    beside = first > 2 and words.get_key(first - 2) in SIDES and words.get_key(first - 3) == "a"
    # "I beni di Verdi e Fumagalli" are somebody's.
    owned = before == "di" and words.get_key(first - 2) == "bene"
    # "La linea 52 a Marana".
    numbered = (
        before in _TO and first > 2 and words.get_form(first - 2).isdigit() and words.get_key(first - 3) in _LEADING
    )
    stands = (
        listed
        or numbered
        or goes
        or told
        or beside
        or first - 1 in ends
        or (not owned and _ends_noun(words, first - 2, _OF_HAMLETS if called else _BUILT))
    )
    return stands and (before in AT or (called and before in _AT_THE))


def _is_of_land(words: Words, first: int) -> bool | None:
    """Whether a place follows "zona del" or "residenti dell'", as in no "area del Welfare"; None after other nouns."""
    noun = words.get_key(first - 2)
    if noun in _LANDS:
        return is_called(words, first)
    return True if noun in _LIVING and is_called(words, first, ALL_VOWELS) else None


def is_upland(words: Words, first: int) -> bool:
    """Whether a plain is called so, as no plan is without an article: "a Piano Sempria", "di Piano Battaglia"."""
    second = first + 1
    if words.get_form(first) != "Piano" or first == 0 or words.get_form(first - 1) not in AT | {"da"}:
        return False
    second += second < len(words.tokens) and words.get_key(second) == "di"
    if not is_large(words, second) or words.get_gap(first).strip() or words.get_gap(second).strip(" ’'"):
        return False
    form = words.get_form(second)
    return not (form.isupper() or form.isdigit() or (is_adjective(form) and is_word(form)))


def is_land(words: Words, first: int) -> bool:
    """Whether a land of several towns is named at word ``first``: "i paesi della Barbagia"."""
    of_the = first > 1 and words.get_form(first - 1) in _OF_ONE
    return of_the and words.get_key(first - 2) in _OF_LANDS and is_called(words, first, ALL_VOWELS)


def is_geographic(words: Words, first: int, last: int) -> bool:
    """Whether a river is named, or a land of several towns where something is: "le piene del Lamone", "nel Cilento"."""
    if last - first > 1 or words.get_gap(first).strip(" \n’'"):
        return False
    name, before = FOLDED[words.get_form(first)], words.get_form(first - 1).casefold()
    there = before in _ON or before in _OF_ONE | _THE | _AT_THE
    river = there and (name in _RIVERS or _is_beside_river(words, last, before))
    # "Campolongo sul Brenta" is a town, "Autunno in Barbagia" a feast.
    named = first > 1 and is_large(words, first - 2) and not words.get_gap(first - 1).strip()
    if named and before in _ON_RIVERS and is_inside_sentence(words, first - 2):
        return False
    named = named and before == "in"
    return river or (name in _COUNTRIES and before in _ON and not named)


def _is_beside_river(words: Words, index: int, before: str) -> bool:
    """Whether a river follows at word ``index`` that is said alike: "sul Ceno e sul fiume Taro"."""
    ahead = words.get_forms(index, index + _NEXT_RIVER)
    return len(ahead) == _NEXT_RIVER and ahead[0] in _AND and ahead[1] == before and ahead[2] in _STREAMS


def _ends_noun(words: Words, index: int, nouns: Container[str]) -> bool:
    """Whether one of ``nouns`` ends at word ``index``, alone or with an adjective: "la strada arginale di Tolle".

    One that is large inside its sentence is a name's: "i Giovani di Marana".
    """
    if words.get_form(index) == _PASSES or (is_large(words, index) and is_inside_sentence(words, index)):
        return False
    if words.get_key(index) in nouns:
        return True
    if index == 0 or words.get_gap(index).strip():
        return False
    # "Le spiagge libere di Lecciona".
    told = is_adjective(words.get_form(index)) or skip_agreeing(words, index, 0) > index
    if told and words.get_key(index - 1) in nouns:
        return True
    # "Le cave di pomice di Porticello".
    whole = index > 1 and words.get_form(index - 1) == "di" and not words.get_gap(index - 1).strip()
    return whole and words.get_form(index).islower() and words.get_key(index - 2) in nouns


def has_place(words: Words, index: int) -> bool:
    """Whether word ``index`` opens a sentence and is no name, but what a place has: "Navetta da Marana"."""
    noun = words.get_key(index) in _PLACED and words.get_form(index)[1:].islower()
    return noun and not is_inside_sentence(words, index) and not is_large(words, index + 1)


def leads_there(words: Words, first: int) -> bool:
    """Whether something goes to what is named at word ``first``, or runs from there: "il traghetto per Marana"."""
    before = words.get_form(first - 1)
    nouns = _LEADING if before in _PER else _RUNNING if before in _BETWEEN else _NONE
    return first > 1 and _ends_noun(words, first - 2, nouns)


def is_in_town(words: Words, first: int) -> bool:
    """Whether what stands before "di" and the town at word ``first`` is in that town: "la pluriclasse di Gerola"."""
    return first > 1 and _ends_noun(words, first - 2, _OF_TOWNS)


def _follows_between(words: Words, index: int) -> bool:
    return any(words.get_form(place) in _BETWEEN for place in range(max(0, index - 4), index))


def is_named_place(words: Words, first: int, last: int, listed: Container[int]) -> bool:
    """Whether the unknown name from ``first`` to ``last`` is a place, being no word: "a Vescovado", "e Salvarano".

    It follows "a" or "verso", unless somebody follows there, or goes on with a list of such places, which end before
    the words ``listed``. One word of a list may be a word of the language: "a Rubbianino e Prato".
    """
    long = last - first > _FEW + begins_saint(words, first) and not has_two_names(words, first)
    if long or acts(words, last):
        return False
    before, gap = words.get_form(first - 1).casefold(), words.get_gap(first).strip()
    # "Composto da Valde/Röck" names people.
    by = before == "da" and first > 1 and words.get_form(first - 2).endswith(("to", "ta", "ti", "te"))
    two_names = not gap and not by and before in _LEADING_TO and has_two_names(words, first)
    if two_names or ends_list(words, first, listed) or _is_between(words, first, last, listed):
        return True
    if gap:
        return gap == "," and first in listed and is_called(words, first, ALL_VOWELS)
    return not (by and before in _FROM) and _follows_preposition(words, first, last, before)


def _follows_preposition(words: Words, first: int, last: int, before: str) -> bool:
    """Whether a place is named from ``first`` to ``last``, by the preposition or verb ``before`` it and its look."""
    if before in _FROM:
        return _leads_on_to(words, last) and is_called(words, first, ALL_VOWELS)
    if before in TOWARDS | _REACHING:
        # "I crediti verso Gorbetti" are somebody's.
        owed = first > 1 and words.get_key(first - 2) in _GIVEN
        listed_next = before in _REACHING and (_is_listed_next(words, last) or _is_followed(words, last))
        return not owed and (listed_next or is_called(words, first, ALL_VOWELS))
    # "A Semonte e Padule".
    listed_next = before in _TO and _find_listed(words, last) is not None
    called = is_called(words, first, ALL_VOWELS if listed_next else VOWELS)
    if before in _TO and words.get_form(first - 2) in _AS_FAR and last - first > 1 and is_free(words, first):
        # "Fino a Pietra Rossa".
        return all(form.istitle() for form in words.get_forms(first, last))
    if before in _TO:
        return (called or _is_listed_next(words, last)) and _is_place_named(words, first, last)
    if before == "di":
        # "Gli alloggi di Madonna delle Grazie".
        return called and begins_place(words, first)
    # "Nel Varignano", "alla Martorana": one word, which is none of the language.
    article = before in _ON_THE or (before in _AT_THE and is_free(words, first))
    return article and called and last - first == 1


def _leads_on_to(words: Words, index: int) -> bool:
    """Whether "a" or "fino a" follows what a list from word ``index`` on ends with: "da Marana, Zalsa e Gorgo al"."""
    for _ in range(_MOST_LISTED):
        if (following := _find_listed(words, index)) is None:
            break
        index = find_large_end(words, following, 0, begins=True)
    return words.get_form(index) in _UP_TO and not words.get_gap(index).strip()


def _is_between(words: Words, first: int, last: int, listed: Container[int]) -> bool:
    """Whether one word or two stand amid a list of places, after a comma: "a Zalsa, Lama e Prato"."""
    if words.get_gap(first).strip() != "," or first not in listed or last - first > _FEW - 1:
        return False
    joint = words.get_form(last) in _AND and not words.get_gap(last).strip()
    following = last + joint
    return (joint or words.get_gap(last).strip() == ",") and is_large(words, following)


def ends_list(words: Words, first: int, listed: Container[int]) -> bool:
    """Whether "e" or "o" before word ``first``, or "o a", goes on with a list of places."""
    # "Tra Alica e l'Era", "di Alica e del Roglio": a river's name, which is no word.
    before = words.get_form(first - 1)
    small = before in _TO or (before in _OF_ONE | _THE | _AT_THE and is_called(words, first, ALL_VOWELS))
    joint = first - 1 - (first > 1 and small)
    tied = not any(words.get_gap(place).strip(" ’'\n") for place in range(joint, first + 1))
    return tied and joint in listed and words.get_form(joint) in _AND


def _is_listed_next(words: Words, index: int) -> bool:
    """Whether a list goes on at word ``index`` and has what looks like a place: "e Lierna", ", Prato e a Lierna"."""
    for _ in range(_MOST_LISTED):
        following = _find_listed(words, index)
        if following is None or is_called(words, following):
            return following is not None
        index = find_large_end(words, following, 0, begins=True)
    return False


def _find_listed(words: Words, index: int) -> int | None:
    """Return where the next large word of a list stands that goes on at word ``index``, if one does."""
    if index + 1 < len(words.tokens) and words.get_gap(index).strip() == ",":
        name = index + (words.get_form(index) in _TO)
        return name if is_large(words, name) else None
    if words.get_form(index) not in _AND:
        return None
    name = index + 1 + (words.get_form(index + 1) in _TO)
    gaps = [words.get_gap(place).strip() for place in range(index, name + 1)]
    return name if is_large(words, name) and not any(gaps) else None


def _is_followed(words: Words, index: int) -> bool:
    """Whether what looks like a place follows after a comma: "raggiunge Prati, Marana e Gorgo"."""
    return is_large(words, index) and words.get_gap(index).strip() == "," and is_called(words, index)


def _is_place_named(words: Words, first: int, last: int) -> bool:
    """Whether a place follows the "a" before word ``first``, and nobody to whom something is given."""
    return not _is_given(words, last) and is_free(words, first)


def is_free(words: Words, first: int) -> bool:
    """Whether nothing before the "a" that stands before word ``first`` is given to whom it names, or goes on there."""
    if first == 1 or words.get_gap(first - 1).strip():
        return True
    passes = words.get_form(first - 2) == _PASSES
    return not (words.get_key(first - 2) in _GIVEN or passes or _ends_name(words, first - 2) or is_handed(words, first))


def is_handed(words: Words, first: int) -> bool:
    """Whether whoever is named at word ``first`` is given something to do: "affida la raccolta a Marvone"."""
    for place in range(first - 2, max(-1, first - _FARTHEST_HANDED), -1):
        if words.get_key(place) in _HANDED:
            return words.get_key(first - 1) == "a"
        if words.get_gap(place).strip(" ’'\n") or words.get_key(place) in {"a", "in", "e"}:
            return False
    return False


def _ends_name(words: Words, index: int) -> bool:
    """Whether a name ends at word ``index`` that may go on: "Conservatorio San Pietro a Majella" is one.

    Nothing large does that opens a sentence, or after "da": "Lavori a Marana", "da Gorgo a Marana".
    """
    first = index
    while first > 0 and is_large(words, first - 1) and not words.get_gap(first).strip():
        first -= 1
    alone = first == index and not is_inside_sentence(words, first)
    return is_large(words, index) and not alone and (first == 0 or words.get_key(first - 1) not in {"da", "tra"})


def _is_given(words: Words, index: int) -> bool:
    """Whether word ``index`` begins what is done for somebody named before it: "a Matteotti sarà intitolata"."""
    follows = [words.get_key(place) for place in range(index, min(index + 3, len(words.tokens)))]
    return follows[:1] in (["essere"], ["venire"]) and not _GIVEN.isdisjoint(follows[1:])


def _list_large(words: Words, first: int) -> list[str]:
    """Return the large words in a row from ``first`` on, as far as a name may go."""
    last = first
    while last < first + _MOST_LARGE and is_large(words, last) and (last == first or not words.get_gap(last).strip()):
        last += 1
    return words.get_forms(first, last)
