"""What the plan itself defines: acronyms, "di seguito", and names that it later shortens; found in the rest of it.

"Gruppo di azione locale Costa dei Faraglioni (FLAG)" makes FLAG that group in this plan, whatever a vocabulary says of
the word; "associazione Botteghe del Porto" makes "Botteghe del Porto" that association. An acronym that is defined
twice means at each place what was defined last before it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dupgraph.language.words import TOKENS, Words, list_forms
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name
from dupgraph.read.mentions.spans import list_legal_forms
from dupgraph.schema.links import BENEFICIARY_GROUP, ORGANIZATION
from dupgraph.schema.namespaces import VOCABULARY

_SAID = r"(?:di\s+seguito|d[’']ora\s+in\s+(?:poi|avanti)|in\s+breve|in\s+sigla)(?:\s+(?:anche|denominat[oaie]))?[\s,:]*"
_SHORT = r"[“\"«]?(?P<short>[A-Z][\w&./-]{1,14}(?:\s[A-Z]\w+){0,2})[”\"»]?"
_AFTER = re.compile(
    rf"[”»\"]?,?\s*(?:[(\[]\s*(?P<said>{_SAID})?{_SHORT}\s*[)\]]|(?P<told>{_SAID}){_SHORT.replace('short', 'other')})"
)
_BEFORE = re.compile(r"(?<![\w.])(?P<short>[A-Z][\w&.-]{1,14})\s*[(\[]\s*$")
# A line of a glossary: "APRP – Associazione Pescatori Riuniti di Portocenere".
_LINE = re.compile(r"(?:^|[\n\x1e])[^\S\n]*[•-]?[^\S\n]*(?P<short>[A-Z][\w&.]{1,9})\s*[:=–—-]\s+[“\"«]?$")
_REACH = 40
# Bodies that are called by a place or a saint, who are not they.
_NAMED_AFTER = frozenset(
    VOCABULARY + "actors/" + kind
    for kind in (
        "schools", "parishes", "hospitals", "region", "province", "other-municipalities", "health-authority",
        "prefettura", "questura", "universities", "chamber-of-commerce", "union-of-municipalities", "agencies",
        "ministries-offices", "religious-orders", "professional-orders", "superintendencies",
    )
)  # fmt: skip


class _Alias(NamedTuple):
    """Another name, word for word, and what it means from ``place`` on."""

    forms: tuple[str, ...]
    place: int
    meaning: Name


class Aliases:
    """The other names that one plan gives to what it names."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_form: dict[str, list[_Alias]] = {}
        self._known: set[tuple[str, ...]] = set()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, words: str, place: int, meaning: Name) -> None:
        """Let ``words`` mean ``meaning`` from ``place`` of the text on, and before where nothing else is defined."""
        forms = tuple(list_forms(words))
        if forms and sum(map(len, forms)) > 1:
            self._known.add(forms)
            self._by_form.setdefault(forms[0], []).append(_Alias(forms, place, meaning))

    def learn_names(self, names: Iterable[Match[Name]]) -> None:
        """Learn the names of bodies that only this plan knows as names that stand for themselves anywhere in it."""
        for match in names:
            thing = match.meaning[0].thing
            if thing.iri.startswith("organization/") and _is_distinct(thing.label):
                self.add(thing.label, match.start, match.meaning)

    def learn(self, names: Iterable[Match[Name]], words: Words, text: str) -> None:
        """Learn what the text says beside each of ``names``, which are matches in ``words``."""
        for match in names:
            meaning = tuple(sense for sense in match.meaning if not (sense.excluded or sense.close))
            if not meaning or all(sense.thing.kind == BENEFICIARY_GROUP for sense in meaning):
                continue
            for short in _list_short(text, match):
                self.add(short, match.start, meaning)
            if tail := _find_tail(match, words, text):
                self.add(tail, match.start, meaning)

    def find_names(self, words: Words) -> Iterator[Match[Name]]:
        """Yield where the other names stand in ``words``."""
        if not self._by_form:
            return
        reach = 0
        for index, token in enumerate(words.tokens):
            if index < reach or TOKENS[token].form not in self._by_form:
                continue
            fitting = [alias for alias in self._by_form[TOKENS[token].form] if _fits(words, index, alias.forms)]
            if fitting:
                longest = max(len(alias.forms) for alias in fitting)
                same = [alias for alias in fitting if len(alias.forms) == longest]
                before = [alias for alias in same if alias.place <= words.starts[index]]
                reach = index + longest
                meaning = (before[-1] if before else same[0]).meaning
                yield Match(index, reach, words.starts[index], words.find_end(reach), meaning)


def _fits(words: Words, index: int, forms: tuple[str, ...]) -> bool:
    if index + len(forms) > len(words.tokens):
        return False
    return all(
        TOKENS[words.tokens[index + number]].form == form
        and (not number or frozenset(",;:()\x1e").isdisjoint(words.get_gap(index + number)))
        for number, form in enumerate(forms)
    )


def _list_short(text: str, match: Match[Name]) -> Iterator[str]:
    after = _AFTER.match(text, match.end)
    if after:
        short = after["short"] or after["other"]
        if after["said"] or after["told"] or _abbreviates(short, text[match.start : match.end]):
            yield short
    start = max(0, match.start - _REACH)
    for pattern in (_BEFORE, _LINE):
        before = pattern.search(text[start : match.start])
        if before and _abbreviates(before["short"], text[match.start : match.end]):
            yield before["short"]


def _abbreviates(short: str, name: str) -> bool:
    """Whether ``short`` may be made of the letters of ``name``: "ATS" of "Ambito territoriale sociale"."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    forms = [form.casefold() for form in list_forms(name)]
    if sum(map(str.isupper, short)) < 2 or len(forms) < 2:
        return False
    begun = any(form[0] == letters[0] for form in forms[:3])
    rest = iter("".join(forms))
    return begun and all(letter in rest for letter in letters)


def _find_tail(match: Match[Name], words: Words, text: str) -> str:
    """Return the part of a body's proper name that the plan may use alone; empty where there is none.

    It has two large words or a shape of its own: "Il Melo" of "associazione Il Melo", not the Milano of "Fondazione
    Milano".
    """
    thing = match.meaning[0].thing
    if not thing.iri.startswith(f"{ORGANIZATION}/") or not _NAMED_AFTER.isdisjoint(thing.broader):
        return ""
    first = match.first
    opened = not TOKENS[words.tokens[first]].form[0].isupper() or not list_legal_forms(text, match.start, match.end)
    if opened:
        first += 1
        while first < match.last and not TOKENS[words.tokens[first]].form[0].isupper():
            first += 1
    if first >= match.last:
        return ""
    tail = text[words.starts[first] : match.end]
    forms = list_legal_forms(text, words.starts[first], match.end)
    if forms:
        tail = text[words.starts[first] : forms[-1][0]].rstrip(" ,")
    return tail if _is_distinct(tail) else ""


def _is_distinct(name: str) -> bool:
    """Whether a name cannot be taken for other words: two large words, or a word with several capital letters."""
    large = [form for form in list_forms(name) if form[0].isupper()]
    return len(large) > 1 or any(sum(map(str.isupper, form)) > 1 for form in large)


def merge_aliases(names: list[Match[Name]], aliases: Iterable[Match[Name]]) -> list[Match[Name]]:
    """Return both in the text's order: what the plan defines goes before, unless it stands in a longer name."""
    found = list(names)
    for alias in aliases:
        over = [name for name in found if name.first < alias.last and alias.first < name.last]
        if any(name.last - name.first > alias.last - alias.first for name in over):
            continue
        found = [name for name in found if name not in over]
        found.append(alias)
    return sorted(found, key=lambda name: name.first)
