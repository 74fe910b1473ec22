"""Words to matches: every label and cue of the lexicon, found in one pass over the keys.

The labels stand in a trie of keys (Fredkin, "Trie memory", CACM 1960); at each word the longest label wins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dupgraph.mentions.words import Words, lemmatise, strip_accents
from dupgraph.model import Cue, Label, Lexicon

Layer = Literal[0, 1, 2]
NAMES: Layer = 0
CUES: Layer = 1
TERMS: Layer = 2

# A label never runs across these: "imprese, sociali" does not name social enterprises.
_BREAK = re.compile(r"[,.;:!?()]")


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``first`` to ``last`` (exclusive) are ``found``; ``start`` and ``end`` are its place in the text."""

    first: int
    last: int
    start: int
    end: int
    found: tuple[Label | Cue, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one stretch of words, each layer in the order of the text."""

    names: list[Match]
    cues: list[Match]
    terms: list[Match]


@dataclass(frozen=True, slots=True)
class _Leaf:
    value: Label | Cue
    # What each word must look like besides its key: None, or (form without accents or "", must begin large).
    needs: tuple[tuple[str, bool], ...] | None


class Matcher:
    """A lexicon made ready for matching; make it once for a plan."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Put every label and cue of ``lexicon`` into the trie."""
        self._root: dict[Any, Any] = {}
        for label in lexicon.labels:
            kind = lexicon.things[label.thing].kind
            self._add(label.words, TERMS if kind == "theme" else NAMES, _Leaf(label, _find_needs(label, kind)))
        for cue in lexicon.cues:
            self._add(cue.words, CUES, _Leaf(cue, None))

    def _add(self, words: str, layer: Layer, leaf: _Leaf) -> None:
        node = self._root
        for key in lemmatise(words):
            node = node.setdefault(key, {})
        node.setdefault(layer, []).append(leaf)

    def find_matches(self, words: Words) -> Found:
        """Return the matches in ``words``: in each layer the longest at each word, overlapping shorter ones dropped."""
        layers: tuple[list[Match], list[Match], list[Match]] = ([], [], [])
        root, keys, gaps = self._root, words.keys, words.gaps
        count = len(keys)
        for first in [index for index, key in enumerate(keys) if key in root]:
            node, last = root[keys[first]], first + 1
            best: dict[Layer, tuple[int, list[_Leaf]]] = {}
            while True:
                for layer in (NAMES, CUES, TERMS):
                    if layer in node and (fitting := _keep_fitting(node[layer], words, first, last)):
                        best[layer] = (last, fitting)
                if last == count:
                    break
                gap = gaps[last]
                if (gap != " " and _BREAK.search(gap)) or keys[last] not in node:
                    break
                node = node[keys[last]]
                last += 1
            for layer, (end, leaves) in best.items():
                match = Match(
                    first, end, words.starts[first], words.find_end(end - 1), tuple(leaf.value for leaf in leaves)
                )
                _push_longest(layers[layer], match)
        return Found(*layers)


def _find_needs(label: Label, kind: str) -> tuple[tuple[str, bool], ...] | None:
    """Return what the words of a text must look like to be this label, beyond having its keys.

    A fixed label is found in this very form. A proper name of one word that is written large is found large
    only (Costituzione is not costituzione), an acronym of any kind in capitals only.
    """
    forms = re.findall(r"[^\W_]+", label.words)
    if label.use == "fixed":
        return tuple((strip_accents(form.casefold()), form[0].isupper()) for form in forms)
    proper = kind in {"organization", "place", "instrument"}
    if len(forms) == 1 and forms[0][0].isupper() and (proper or _is_acronym(label.words)):
        return (("", True),)
    return None


def _is_acronym(label: str) -> bool:
    return len(label) > 1 and label.isupper()


def _keep_fitting(leaves: Sequence[_Leaf], words: Words, first: int, last: int) -> list[_Leaf]:
    return [leaf for leaf in leaves if leaf.needs is None or _fits(leaf, words.forms[first:last])]


def _fits(leaf: _Leaf, forms: list[str]) -> bool:
    assert leaf.needs is not None  # noqa: S101 - the caller has looked
    label = leaf.value.words
    if len(forms) == 1 and _is_acronym(label):
        return forms[0].isupper()
    return all(
        (not large or form[0].isupper()) and (not wanted or strip_accents(form.casefold()) == wanted)
        for form, (wanted, large) in zip(forms, leaf.needs, strict=True)
    )


def _push_longest(matches: list[Match], match: Match) -> None:
    """Append ``match`` unless an earlier, longer one covers part of it; shorter ones that it covers go."""
    while matches and matches[-1].last > match.first:
        if matches[-1].last - matches[-1].first >= match.last - match.first:
            return
        matches.pop()
    matches.append(match)
