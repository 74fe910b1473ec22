"""Who acts: a verb right after a name, or a participle and "da" before it."""

import re

from dupgraph.language.lists import list_words
from dupgraph.language.words import FUNCTION_FORMS, Words
from dupgraph.read.mentions.spans import AND, is_inside_sentence

# What a partner does, by the keys of verbs.
_DEEDS = list_words("deeds")
# Many a participle is a word of its own: "segnalato".
_DONE = _DEEDS | {"tenere"} | {f"{deed[:-2]}to" for deed in _DEEDS if deed.endswith(("are", "ire"))}
# What bodies do, and no town; what they are called by after a comma.
_INVESTS, _BODIES = list_words("investing"), list_words("called_bodies")
_OPENING = frozenset({"apre", "aprirà", "aprono", "apriranno", "riaprirà", "riapriranno"})
_SUCH_AS = frozenset({"quale", "come"})
# What only bodies do: hamlets are hosts, too, and sign.
_BODIES_DO = _DEEDS - list_words("hamlets_do")
# What a subject and its verb do not have between them, and what may stand before a subject.
_TURNING = frozenset({"a", "da", "in", "con", "per", "su", "che", "quale", "cui", "si", "non", "tra", "ma"})
_ARTICLES = frozenset({"il", "lo", "la", "l", "i", "gli", "le"})
_LONGEST_LIST = 14
# What may stand before a verb: "vi terranno".
_CLITICS = frozenset({"vi", "ci", "ne"})
_PARTICIPLE = re.compile(r"[aiu]t[oaei]$")


def acts(words: Words, index: int) -> bool:
    """Whether word ``index`` is a verb by which whoever is named right before it acts.

    "CO.A.B." ends in a full stop. A participle says what is done: "un incontro a Marana organizzato da"; an infinitive
    is somebody else's.
    """
    following = index + 1 < len(words.tokens) and not words.get_gap(index).strip()
    if following and words.get_form(index) in _CLITICS and words.get_key(index + 1) in _DONE:
        # "Le scuole vi terranno i laboratori".
        return not _PARTICIPLE.search(words.get_form(index + 1))
    if following and words.get_key(index) == "avere":
        # "Acque Nuove ha progettato i collettori".
        return words.get_key(index + 1) in _DONE and bool(_PARTICIPLE.search(words.get_form(index + 1)))
    if words.get_key(index) not in _DEEDS:
        return False
    form = words.get_form(index)
    if _PARTICIPLE.search(form) or form.endswith("re"):
        return False
    gap = words.get_gap(index).strip()
    if gap and not (gap == "." and index > 1 and words.get_gap(index - 1) == "."):
        return False
    return form.islower()


def acts_together(words: Words, first: int, last: int) -> bool:
    """Whether whoever is named from word ``first`` to ``last`` acts with others: "Amia e il Consorzio distribuiranno".

    Nobody acts of whom, to whom or with whom somebody does.
    """
    before = _find_before(words, first)
    several = before is not None and words.get_form(before) in AND
    if not (before is None or several):
        return False
    end = min(len(words.tokens), last + _LONGEST_LIST)
    for index in range(last, end):
        gap, form, key = words.get_gap(index).strip(" ’'\n"), words.get_form(index), words.get_key(index)
        several = several or form in AND
        if several and not gap and form.endswith("no") and (key in _BODIES_DO or key == "avere"):
            return acts(words, index)
        nearest = index == last and form not in AND and gap != ","
        if gap not in {"", ","} or nearest or key in _TURNING:
            return False
    return False


def _find_before(words: Words, index: int) -> int | None:
    """Return the word before word ``index`` and its article; None where these open a clause."""
    before = index - 1
    if before >= 0 and words.get_form(before).casefold() in _ARTICLES and not words.get_gap(index).strip("’' "):
        before -= 1
    if before < 0 or not is_inside_sentence(words, before + 1):
        return None
    gap = words.get_gap(before + 1)
    # Below a title a sentence begins.
    below = "\n" in gap and words.get_form(before) not in FUNCTION_FORMS
    return None if below or gap.strip(" ’'\n") else before


def is_apposed(words: Words, index: int) -> bool:
    """Whether what stands before word ``index`` is called a body right after: "Acque Nuove, gestore del servizio"."""
    return words.get_gap(index).strip() == "," and words.get_form(index) in _BODIES


def does(words: Words, first: int, last: int) -> bool:
    """Whether what follows the name from word ``first`` to ``last`` tells a body: what it does, or is called."""
    return acts(words, last) or invests(words, last) or is_apposed(words, last) or acts_together(words, first, last)


def is_example(words: Words, index: int) -> bool:
    """Whether whoever is named at word ``index`` is an example of bodies: "imprese quali Marvone"."""
    joint = index - 1 - (index > 1 and words.get_key(index - 1) == "il")
    if joint < 1 or words.get_key(joint) not in _SUCH_AS or words.get_gap(joint + 1).strip():
        return False
    return words.get_key(joint - 1) in _BODIES


def invests(words: Words, index: int) -> bool:
    """Whether word ``index`` is a verb of firms and bodies, and of no place: "Agrintesa investe".

    Places open, but nothing else: "Marvone aprirà uno sportello".
    """
    if index + 1 < len(words.tokens) and words.get_form(index) in _OPENING and words.get_key(index + 1) == "un":
        return not (words.get_gap(index).strip() or words.get_gap(index + 1).strip())
    return acts(words, index) and words.get_key(index) in _INVESTS


def is_agent(words: Words, index: int) -> bool:
    """Whether what is done is done by whoever is named at word ``index``: "le fermate sistemate da Contram"."""
    if index < 2 or words.get_key(index - 1) != "da" or words.get_gap(index - 1).strip():
        return False
    return words.get_key(index - 2) in _DONE and bool(_PARTICIPLE.search(words.get_form(index - 2)))
