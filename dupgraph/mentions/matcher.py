"""Words to matches: every label and cue of the lexicon, found in one pass over the keys.

The labels stand in a trie of keys (Fredkin, "Trie memory", CACM 1960); at each word the longest label wins.
"""

import re
from typing import Any, Literal, NamedTuple

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
    found: tuple[Label | Cue, ...]


class Found(NamedTuple):
    """The matches of one stretch of words, each layer in the order of the text."""

    names: list[Match]
    cues: list[Match]
    terms: list[Match]


class _Leaf:
    """What ends at one node of the trie, in one layer: values that fit any form, values that need a certain one."""

    __slots__ = ("free", "needy")

    def __init__(self) -> None:
        self.free: tuple[Label | Cue, ...] = ()
        self.needy: tuple[tuple[Label | Cue, _Needs], ...] = ()

    def find_fitting(self, words: Words, first: int, last: int) -> tuple[Label | Cue, ...]:
        if not self.needy:
            return self.free
        forms = words.forms[first:last]
        return self.free + tuple(value for value, needs in self.needy if _fits(needs, forms))


# Under this key, which no word can have, a node holds its leaves by layer.
_LEAVES = ""


class Matcher:
    """A lexicon made ready for matching; make it once for a plan."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Put every label and cue of ``lexicon`` into the trie."""
        self._root: dict[Any, Any] = {}
        for label in lexicon.labels:
            kind = lexicon.things[label.thing].kind
            self._add(label, TERMS if kind == "theme" else NAMES, _find_needs(label, kind))
        for cue in lexicon.cues:
            self._add(cue, CUES, None)

    def _add(self, value: Label | Cue, layer: Layer, needs: _Needs | None) -> None:
        node = self._root
        for key in lemmatise(value.words):
            node = node.setdefault(key, {})
        leaf: _Leaf = node.setdefault(_LEAVES, {}).setdefault(layer, _Leaf())
        if needs is None:
            leaf.free += (value,)
        else:
            leaf.needy += ((value, needs),)

    def find_matches(self, words: Words) -> Found:
        """Return the matches in ``words``: in each layer the longest at each word, overlapping shorter ones dropped."""
        found = Found([], [], [])
        root, keys, gaps, starts = self._root, words.keys, words.gaps, words.starts
        count = len(keys)
        for first in [index for index, key in enumerate(keys) if key in root]:
            node, last = root[keys[first]], first + 1
            best: dict[Layer, tuple[int, tuple[Label | Cue, ...]]] = {}
            while node is not None:
                if _LEAVES in node:
                    for layer, leaf in node[_LEAVES].items():
                        if values := leaf.find_fitting(words, first, last):
                            best[layer] = (last, values)
                if last == count or ((gap := gaps[last]) != " " and _BREAK.search(gap)):
                    break
                node = node.get(keys[last])
                last += 1
            for layer, (end, values) in best.items():
                _push_longest(found[layer], Match(first, end, starts[first], words.find_end(end - 1), values))
        return found


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


def _push_longest(matches: list[Match], match: Match) -> None:
    """Append ``match`` unless an earlier, longer one covers part of it; shorter ones that it covers go."""
    while matches and matches[-1].last > match.first:
        if matches[-1].last - matches[-1].first >= match.last - match.first:
            return
        matches.pop()
    matches.append(match)
