"""What else bodies, parts of a town and laws are called: by less than their names, or by all that those abbreviate."""

import re
from collections.abc import Callable
from itertools import product

from dupgraph.ask.phrases.signs import INSTRUMENT, PARTNER, PLACE
from dupgraph.ask.phrases.text import list_name
from dupgraph.language.companies import drop_legal_form
from dupgraph.language.lists import match_words
from dupgraph.language.words import FUNCTION_WORDS

Key = tuple[str, ...]
# What many bodies are, and of which sort.
_GENERAL = frozenset({"associazione", "fondazione", "cooperativa", "consorzio", "comitato", "istituto", "circolo"})
_SORTS = frozenset({"sociale", "culturale", "agricola", "sportiva", "onlus"})
# "Università di Modena e Reggio Emilia"; "Capitaneria di porto - Guardia costiera" is called either.
_SECOND_TOWN = re.compile(r"( (?:di|of) [^\W\d_a-z]\w+) (?:e|and) (?:[^\W\d_a-z]\w+ ?)+$")
_BETWEEN_NAMES = " - "
# "Frazione di Mugnai", "Quartiere Boscariz".
_PART = re.compile(rf"(?i:{match_words('parts')})\s+(?:d(?:i|e[il]|ell[ao])\s+|d(?:ell)?[’'])?(?=[^\W\d_a-zà-ý])")
# A law, its number and its year, as labels write it and as people do.
_ACT = re.compile(r"(L|D\.?Lgs|D\.?L)\.? (\d+)/(\d{4})")
_ACTS = {"L": ("legge",), "DLgs": ("decreto legislativo", "decreto"), "DL": ("decreto legge", "decreto")}


def shorten_body(label: str) -> set[Key]:
    """Return what a body is called: without its legal form, what it is, its sort, its town or a second one.

    >>> sorted(map(" ".join, shorten_body("Cooperativa sociale Gelso Bianco di Zena")))
    ['cooperativa gelso bianco di zena', 'cooperativa sociale gelso bianco di zena', 'sociale gelso bianco']
    """
    whole = list_name(label)
    labels = {*label.split(_BETWEEN_NAMES), drop_legal_form(label), _SECOND_TOWN.sub(r"\1", label)} - {label}
    return {whole, _cut_general(whole), _cut_sort(whole), *map(list_name, labels)}


def shorten_part(label: str) -> set[Key]:
    """Return what a part of a town is called without what it is.

    >>> shorten_part("Frazione di Mugnai")
    {('mugnai',)}
    """
    match = _PART.match(label)
    return {list_name(label[match.end() :])} if match else set()


def spell_act(label: str) -> set[Key]:
    """Return what a law is called in full that a label abbreviates.

    >>> sorted(map(" ".join, spell_act("L. 68/1999")))
    ['legge 68 1999', 'legge 68 di 1999', 'legge n 68 1999', 'legge n 68 di 1999']
    """
    match = _ACT.fullmatch(label)
    if match is None:
        return set()
    nouns, number, year = _ACTS[match[1].replace(".", "")], match[2], match[3]
    spelt = product(nouns, ("", "n. "), ("/", " del "))
    return {list_name(f"{noun} {numbered}{number}{dated}{year}") for noun, numbered, dated in spelt}


def _cut_general(words: Key) -> Key:
    """Return two words of a body's name or more without what it is and where; none where fewer are left.

    >>> _cut_general(("associazione", "pescatori", "riuniti", "di", "portocenere"))
    ('pescatori', 'riuniti')
    """
    last = len(words) - 2 if words[-2:-1] == ("di",) else len(words)
    own = words[1:last] if _GENERAL.issuperset(words[:1]) else words[:last]
    return own if len(own) > 1 and own[0] not in FUNCTION_WORDS.values() else ()


def _cut_sort(words: Key) -> Key:
    """Return a body's name without what sort of its kind it is; none where it says no sort.

    >>> _cut_sort(("cooperativa", "sociale", "gelso"))
    ('cooperativa', 'gelso')
    """
    return (words[0], *words[2:]) if words[2:] and words[0] in _GENERAL and words[1] in _SORTS else ()


# How things of each part in a question go by other names.
OTHER_NAMES: dict[str, Callable[[str], set[Key]]] = {PARTNER: shorten_body, PLACE: shorten_part, INSTRUMENT: spell_act}
