"""Who is named and not meant: whoever acted long ago or elsewhere, is owed a fee, owns the land, or will not act."""

import re

from dupgraph.language.lists import list_words
from dupgraph.language.words import Words
from dupgraph.read.mentions.deeds import does

# Verbs by which something was done, right before a participle, and those that are in the remote past by their ending:
# "costruì", "donò", "finanziarono"; "può", "così" and "lunedì" are none.
_WAS = frozenset({"fu", "furono", "venne", "vennero"})
_REMOTE = re.compile(r"[a-zà-ù]{2,}(?:[aei]rono|[^u\WrRs]ò|[^s\Wd]ì)")
_PARTICIPLE = re.compile(r"[^\W\d_]+[tsi][oaei]")
_FUTURE = re.compile(r"[a-zà-ù]+(?:rà|ranno)")
_FEES, _PAYING, _OWNED, _ISSUED = map(list_words, ("fees", "paying", "owned", "issued"))
_PAID = frozenset({"a", "da"})
_NEITHER, _NAMED_FOR = (
    frozenset({"né", "nè", "anziché"}),
    frozenset({"intitolare", "intitolato", "intitolazione", "rispetto"}),
)
_IN_PLACE = frozenset({"posto", "invece", "memoria", "onore", "ricordo"})
_JOINTS = frozenset({"e", "ma"})
_SENTENCE_ENDS = frozenset(".;:!?\x1e")
_CLAUSE_ENDS = _SENTENCE_ENDS | frozenset(",()")
_COUNTED = frozenset({"un", "il"})
# "Non mancherà la Pro Loco" says that it comes.
_STILL = frozenset({"mancare", "bastare", "solo", "soltanto", "solamente"})
_CLITICS = frozenset({"si", "ci", "vi", "ne", "lo", "la", "li", "le"})
_FARTHEST, _NEAREST = 9, 4


def is_aside(words: Words, first: int, last: int) -> bool:
    """Whether whoever is named from word ``first`` to ``last`` is no partner of what is planned, for where it stands.

    "Nel 1998 la Fondazione costruì il palazzo", "il canone versato a Zena Reti", "secondo Zena Viva", "l'area, di
    proprietà di Zena Reti", "non parteciperà Zena Viva", "come a Marana, dove Zena Viva ha aperto un centro", "farà da
    centrale di committenza", "i mutui BEI", "né Zena Viva", "al posto di Zena Viva", "intitolato a Zena Viva".
    """
    if _REMOTE.fullmatch(words.get_form(last)) and not words.get_gap(last).strip():
        return True
    before = first - 1 - (first > 1 and words.get_key(first - 1) == "il")
    if before < 0 or not all(_goes_on(words, place) for place in range(before + 1, first + 1)):
        return False
    joint, clause = words.get_key(before), _list_clause(words, before)
    if joint == "di" and before > 1 and words.get_form(before - 1) == "qualità" and words.get_form(before - 2) == "in":
        # "In qualità di autorità di protezione civile" says what somebody else is.
        return True
    if (before == first - 1 and joint in _ISSUED) or _is_other(words, before):
        return True
    if joint == "secondo":
        return before == 0 or words.get_key(before - 1) not in _COUNTED
    return (
        (joint == "dove" and words.get_key(last) == "avere")
        or (joint == "di" and _is_owned(words, before))
        or (joint == "da" and before > 0 and words.get_key(before - 1) == "fare")
        or (joint in _PAID and _is_paid(words, before, clause))
        or (joint == "da" and any(_is_past(words, place) for place in clause))
        or (_is_denied(words, clause) and not does(words, first, last))
    )


def _is_other(words: Words, index: int) -> bool:
    """Whether somebody else is meant than whoever follows word ``index``, or it is only called so: "né", "invece di".

    "Non più la Pro Loco", "al posto della Pro Loco", "intitolato alla Pro Loco".
    """
    form, before = words.get_form(index).casefold(), words.get_form(index - 1).casefold() if index else ""
    if form in _NEITHER or (form == "più" and before == "non"):
        return True
    if index == 0 or words.get_gap(index).strip(" \n"):
        return False
    key = words.get_key(index)
    return (key == "a" and words.get_key(index - 1) in _NAMED_FOR | {"anziche"}) or (
        key == "di" and before in _IN_PLACE
    )


def _is_owned(words: Words, index: int) -> bool:
    """Whether "di proprietà" and the land or building that somebody owns stand before word ``index``."""
    owned = words.get_form(index - 1) == "proprietà"
    return owned and any(words.get_key(place) in _OWNED for place in _list_clause(words, index, loose=True))


def _is_paid(words: Words, index: int, clause: range) -> bool:
    """Whether a fee is said to be paid before word ``index``: "versa la quota annua a"."""
    paid = any(words.get_form(place) in _PAYING or words.get_key(place) in _PAYING for place in clause)
    return paid and any(words.get_key(place) in _FEES for place in _list_clause(words, index, loose=True))


def _is_past(words: Words, index: int) -> bool:
    return words.get_form(index) in _WAS and bool(_PARTICIPLE.fullmatch(words.get_form(index + 1)))


def _list_clause(words: Words, end: int, *, loose: bool = False) -> range:
    """Return the places of the words before word ``end`` that say one thing with it, parted by no "e" or comma.

    Where ``loose``, these may part them.
    """
    start = end
    ends = _SENTENCE_ENDS if loose else _CLAUSE_ENDS
    while start > max(0, end - _FARTHEST) and ends.isdisjoint(words.get_gap(start)):
        if not loose and words.get_form(start - 1) in _JOINTS:
            break
        start -= 1
    return range(start, end)


def _goes_on(words: Words, index: int) -> bool:
    """Whether nothing before word ``index`` ends a clause."""
    return _CLAUSE_ENDS.isdisjoint(words.get_gap(index))


def _is_denied(words: Words, clause: range) -> bool:
    """Whether a verb in the future is denied near the end of ``clause``: "non chiederà aiuto a"."""
    for place in clause[-_NEAREST:]:
        if words.get_form(place).casefold() == "non":
            verb = place + 1 + (words.get_form(place + 1) in _CLITICS)
            still = _STILL.isdisjoint(words.get_key(each) for each in (verb, verb + 1))
            return bool(_FUTURE.fullmatch(words.get_form(verb))) and still
    return False
