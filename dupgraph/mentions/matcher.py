"""Words to matches: every label and cue of the lexicon, found in one pass over the keys.

The keys of a text become a string of one character each, in which all labels are searched at once (Aho and Corasick,
"Efficient string matching", CACM 1975); of those that overlap the longest wins.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick

from dupgraph.mentions.words import Words, lemmatise, strip_accents
from dupgraph.model import Cue, Label, Lexicon

Layer = Literal[0, 1, 2]
NAMES: Layer = 0
CUES: Layer = 1
TERMS: Layer = 2

# What each word must look like besides its key: its form without accents ("" for any), and whether it is large.
_Needs = tuple[tuple[str, bool], ...]

# A label never runs across these: "imprese, sociali" does not name social enterprises.
_BREAK = re.compile(r"[,.;:!?()]")


class Match(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) are ``found``; ``start`` and ``end`` are its place in the text."""

    first: int
    last: int
    start: int
    end: int
    found: Sequence[Label | Cue]


class Found(NamedTuple):
    """The matches of one stretch of words, each layer in the order of the text."""

    names: list[Match]
    cues: list[Match]
    terms: list[Match]


class _Entry(NamedTuple):
    """What goes by one sequence of keys in one layer: values that fit any form, values that need a certain one."""

    layer: Layer
    free: list[Label | Cue]
    needy: list[tuple[Label | Cue, _Needs]]


class _Codes(dict[str, str]):
    """From a key to its character; a key that is in no label has a blank."""

    def __missing__(self, key: str) -> str:
        self[key] = " "
        return " "


# The first of the characters that stand for keys: from there on Unicode has more of them than a language has words.
_FIRST_CODE = 0x10000


class Matcher:
    """A lexicon made ready for matching; make it once for a plan."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Give every key of ``lexicon`` a character and put every label and cue into the automaton."""
        entries: dict[tuple[str, ...], dict[Layer, _Entry]] = {}
        for label in lexicon.labels:
            kind = lexicon.things[label.thing].kind
            entry = _get_entry(entries, label.words, TERMS if kind == "theme" else NAMES)
            if needs := _find_needs(label, kind):
                entry.needy.append((label, needs))
            else:
                entry.free.append(label)
        for cue in lexicon.cues:
            _get_entry(entries, cue.words, CUES).free.append(cue)
        keys = dict.fromkeys(key for sequence in entries for key in sequence)
        self._codes = _Codes((key, chr(_FIRST_CODE + number)) for number, key in enumerate(keys))
        self._entries = [tuple(layers.values()) for layers in entries.values()]
        self._automaton = AhoCorasick(["".join(map(self._codes.__getitem__, sequence)) for sequence in entries])

    def find_matches(self, words: Words) -> Found:
        """Return the matches in ``words``; in each layer the longest of those that overlap, else the first."""
        found = Found([], [], [])
        forms, gaps, starts = words.forms, words.gaps, words.starts
        codes = "".join(map(self._codes.__getitem__, words.keys))
        for number, first, last in self._automaton.find_matches_as_indexes(codes, overlapping=True):
            if last - first > 1:
                between = gaps[first + 1] if last - first == 2 else "".join(gaps[first + 1 : last])
                if not between.isspace() and _BREAK.search(between):
                    continue
            for layer, free, needy in self._entries[number]:
                values = free
                if needy:
                    values = free + [value for value, needs in needy if _fits(needs, forms[first:last])]
                if values:
                    end = starts[last - 1] + len(forms[last - 1])
                    _keep_longest(found[layer], Match(first, last, starts[first], end, values))
        return found


def _get_entry(entries: dict[tuple[str, ...], dict[Layer, _Entry]], words: str, layer: Layer) -> _Entry:
    return entries.setdefault(lemmatise(words), {}).setdefault(layer, _Entry(layer, [], []))


def _find_needs(label: Label, kind: str) -> _Needs | None:
    """Return what the words of a text must look like to be this label, beyond having its keys.

    A fixed or cued label is found in this very form. A proper name of one word that is written large is found
    large only (Costituzione is not costituzione), an acronym of any kind in capitals only.
    """
    forms = re.findall(r"[^\W_]+", label.words)
    if _is_acronym(forms):
        return ((label.words, True),)
    if label.use in {"fixed", "cued"}:
        return tuple((strip_accents(form.casefold()), form[0].isupper()) for form in forms)
    if kind in {"organization", "place", "instrument"} and len(forms) == 1 and forms[0][0].isupper():
        return (("", True),)
    return None


def _is_acronym(forms: list[str]) -> bool:
    return len(forms) == 1 and len(forms[0]) > 1 and forms[0].isupper()


def _fits(needs: _Needs, forms: list[str]) -> bool:
    return all(
        (form[0].isupper() or not large) and (not wanted or form == wanted or strip_accents(form.casefold()) == wanted)
        for form, (wanted, large) in zip(forms, needs, strict=True)
    )


def _keep_longest(matches: list[Match], match: Match) -> None:
    """Append ``match``, which ends last, unless one that is as long overlaps it; shorter ones that it overlaps go."""
    first, last = match[:2]
    count = len(matches)
    while count and matches[count - 1][1] > first:
        if matches[count - 1][1] - matches[count - 1][0] >= last - first:
            return
        count -= 1
    matches[count:] = [match]
