"""What the plan itself defines: acronyms, "di seguito", names that it shortens, parts of town; found in all of it.

"Gruppo di azione locale Costa dei Faraglioni (FLAG)" makes FLAG that group in this plan, whatever a vocabulary says of
the word; "associazione Botteghe del Porto" makes "Botteghe del Porto" that association. An acronym that is defined
twice means at each place what was defined last before it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from dupgraph.language.lists import match_words
from dupgraph.language.words import FUNCTION_FORMS, TOKENS, Words, list_forms
from dupgraph.read.mentions.concepts import PARTS, SCHOOLS, UNIONS, list_actors, list_places
from dupgraph.read.mentions.matcher import Match
from dupgraph.read.mentions.meanings import Name, Sense
from dupgraph.read.mentions.names import ProperNames
from dupgraph.read.mentions.spans import goes_on, is_large, list_initials, list_legal_forms
from dupgraph.schema.links import BENEFICIARY_GROUP, CONCERNS_PLACE, ORGANIZATION
from dupgraph.schema.values import Thing

_SAID = (
    r"(?:di\s+seguito|(?:d[’']ora|da\s+qui)\s+in\s+(?:poi|avanti)|nel\s+seguito|in\s+breve|in\s+sigla)"
    r"(?:\s+(?:anche|denominat[oaie]))?[\s,:]*"
)
_SHORT = r"[“\"«]?(?P<short>[A-Z][\w&./-]{1,14}(?:\s[A-Z]\w+){0,2})[”\"»]?"
_AFTER = re.compile(
    rf"[”»\"]?,?\s*(?:[(\[]\s*(?P<said>{_SAID})?{_SHORT}\s*[)\]]|(?P<told>{_SAID}){_SHORT.replace('short', 'other')}"
    r"|[–—-]\s(?P<dashed>[A-Z][\w&.]{1,9}))"
)
_BEFORE = re.compile(r"(?<![\w.])(?P<short>[A-Z][\w&.-]{1,14})\s*(?:[(\[]|\s[–—])\s*$")
# A line of a glossary: "APRP – Associazione Pescatori Riuniti di Portocenere".
_LINE = re.compile(r"(?:^|[\n\x1e])[^\S\n]*[•-]?[^\S\n]*(?P<short>[A-Z][\w&.]{1,9})\s*[:=–—-]\s+[“\"«]?$")
_REACH = 40
# Whose a body is, and not what it is called: "ATER della Provincia di Rieti".
_OWNER = re.compile(rf"(?:{match_words('whose')})\b")
# Words and what joins them, no quotation marks and no numbers.
_NAME = re.compile(r"[^\W\d_][\w’']+(?:[\s/-][^\W\d_][\w’']*)*")
# Bodies that are called by a place or a saint, who are not they.
_NAMED_AFTER = list_actors(
    """schools parishes dioceses hospitals region province other-municipalities health-authority
    health-protection-agencies health-and-social-trusts prefettura questura universities chamber-of-commerce
    union-of-municipalities agencies ministries-offices religious-orders housing-agency professional-orders
    superintendencies social-districts local-action-groups protected-areas basin-authorities service-authorities
    port-authorities"""
)


# What is called after the part of town where it stands.
_STANDING = list_places("school-campuses stations cemeteries waste-sites sports-facilities health-sites") | {SCHOOLS}
_SHORTEST_PART = 4
# A saint's, after whom a part of town may be called.
_FEASTS = frozenset({"festa", "sagra", "processione", "patrono"})
# Nouns that stand for the one body that a plan calls by them: "la Fondazione".
_BARE = frozenset({"fondazione", "consorzio", "cooperativa"})
_ARTICLES = frozenset({"la", "il", "alla", "al", "dalla", "dal", "della", "del"})
_TELLING = frozenset({"di", "che"})
NONE_SHARED: Mapping[str, Collection[str]] = MappingProxyType({})
_RAILWAY = re.compile(r"[A-Z]{1,3}\d{1,2}")
# "Maestri di strada" is "Maestri di Strada"; "Il melo" may be a tree.
_LONG = 3


class Aliases:
    """The other names that one plan gives to what it names, word for word."""

    def __init__(self, shared: Mapping[str, Collection[str]] = NONE_SHARED) -> None:
        """Begin with none; ``shared`` are acronyms of several senses, each with the things that it may mean."""
        self._shared = shared
        # By the words of a name: what it means, each from a place of the text on. And how many words the names have
        # that begin with a word.
        self._meanings: dict[tuple[str, ...], list[tuple[int, Name]]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._parts: set[tuple[str, ...]] = set()
        # By a noun alone, the bodies that it opens the names of.
        self._bare: dict[tuple[str, ...], set[str]] = {}
        # What bodies are called at the end of their names, and all their names.
        self._tails: list[str] = []
        self._bodies: set[str] = set()
        # What the plan says in so many words that a thing is called, by the thing.
        self.given: dict[str, list[str]] = {}

    def add(self, words: str, place: int, meaning: Name) -> None:
        """Let ``words`` mean ``meaning`` from ``place`` of the text on, and before where nothing else is defined."""
        forms = _fold_long(tuple(list_forms(words)))
        if forms and sum(map(len, forms)) > 1:
            known = self._meanings.setdefault(forms, [])
            if not known or known[-1][1] != meaning:
                known.append((place, meaning))
            self._lengths.setdefault(forms[0], set()).add(len(forms))

    def learn_names(self, names: Iterable[Match[Name]]) -> None:
        """Learn the names of bodies that only this plan knows as names that stand for themselves anywhere in it."""
        for match in names:
            thing = match.meaning[0].thing
            if thing.iri.startswith("organization/") and _is_distinct(thing.label):
                self.add(thing.label, match.start, match.meaning)

    def learn(self, names: Iterable[Match[Name]], words: Words, text: str, proper: ProperNames) -> None:
        """Learn what the text says beside each of ``names``, which are matches in ``words``.

        The town in "ACER Reggio Emilia" stays a town, the villa in "biblioteca Villa Rossi" a villa, and so does what a
        vocabulary has: the Polizia Locale of "Farmacia-Polizia Locale".
        """
        for match in names:
            meaning = tuple(sense for sense in match.meaning if not (sense.excluded or sense.close))
            spelt = _find_spelt(match, words)
            if spelt and not proper.has_word(match.meaning, spelt[0]):
                other = tuple(sense._replace(excluded=True) for sense in match.meaning)
                self.add(text[match.start : match.end], match.start, other)
                continue
            if not meaning or all(sense.thing.kind == BENEFICIARY_GROUP for sense in meaning):
                continue
            for short in self._list_shared(match.meaning, words, match):
                self.add(short, match.start, meaning)
            for short in _list_short(text, match):
                self.add(short, match.start, meaning)
                for sense in meaning:
                    self.given.setdefault(sense.thing.iri, []).append(short)
            if (
                meaning[0].thing.coined
                and UNIONS in meaning[0].thing.broader
                and words.get_key(match.first) == "unione"
                and proper.towns.owner_kind != UNIONS
            ):
                # "L'Unione" does not say that it is the European one, and is a partner where the plan says so.
                self.add("Unione", match.start, tuple(sense._replace(cued=True) for sense in meaning))
            self._learn_bare(match, words)
            tail = _find_tail(match, words, text)
            if tail and not (proper.is_place(tail) or proper.has_label(tail)):
                self.add(tail, match.start, meaning)
                self._tails.append(tail)
            self._bodies.update(sense.thing.label for sense in meaning if sense.thing.coined)

    def _learn_bare(self, match: Match[Name], words: Words) -> None:
        """Let "la Fondazione" be the Fondazione Aurora, where a cue governs it."""
        thing, key = match.meaning[0].thing, words.get_key(match.first)
        if key in _BARE and match.length > 1:
            self._bare.setdefault((key.capitalize(),), set()).add(thing.iri)
            if thing.iri.startswith(f"{ORGANIZATION}/"):
                self.add(key.capitalize(), match.start, tuple(sense._replace(cued=True) for sense in match.meaning))

    def _list_shared(self, meaning: Name, words: Words, match: Match[Name]) -> Iterator[str]:
        """Yield the shared acronym that the words of ``match`` begin with the letters of, if it may mean the thing."""
        initials = list_initials(words, match.first, match.last)
        named = {iri for sense in meaning for iri in (sense.thing.iri, *sense.thing.broader)}
        for short, things in self._shared.items():
            if initials.startswith(short) and not named.isdisjoint(things):
                yield short

    def learn_parts(self, names: Iterable[Match[Name]], words: Words, text: str, proper: ProperNames) -> None:
        """Learn the parts of the town: "frazione Colle Rosso" and "scuola di Colle Rosso" make Colle Rosso a place."""
        for match in names:
            thing = match.meaning[0].thing
            if called := _find_part(match, words, text):
                place = thing if thing.broader & PARTS else proper.coined.make_part(called)
                # "Prati/Wiesen" is called either.
                for name in called.split("/"):
                    if place is not None:
                        self._add_part(name, match.start, place)

    def _add_part(self, called: str, start: int, place: Thing) -> None:
        """Let ``called`` mean a part of town; "quartiere di Gorgo" says more than "a Gorgo", before it or after."""
        forms = tuple(list_forms(called))
        known = self._meanings.get(forms, [])
        if forms in self._parts:
            if place.label == called:
                return
            known[:] = [each for each in known if each[1][0].thing.label != called]
        elif known:
            return
        self._parts.add(forms)
        self.add(called, start, (Sense(place, CONCERNS_PLACE.name, cued=False, excluded=False),))

    def drop_shared(self) -> None:
        """Forget what several bodies are called: the "Delta del Po" of its park and its consortium, "la Fondazione"."""
        ends = Counter(body[blank.end() :] for body in self._bodies for blank in re.finditer(" ", body))
        for tail in self._tails:
            if ends[tail] > 1:
                self._meanings.pop(_fold_long(tuple(list_forms(tail))), None)
        for forms, bodies in self._bare.items():
            if len(bodies) > 1:
                self._meanings.pop(forms, None)

    def drop_common(self, tokens: Iterable[str]) -> None:
        """Forget parts of one word that the plan also writes small: "quartiere Stazione" makes no part of a station."""
        single = {forms[0].casefold(): forms for forms in self._parts if len(forms) == 1}
        if single:
            common = {TOKENS[token].form for token in tokens} & single.keys()
            for word, forms in single.items():
                if word in common or len(word) < _SHORTEST_PART:
                    del self._meanings[forms]

    def give(self, names: Iterable[Match[Name]], words: Words) -> None:
        """Let the parts of town among ``names`` be known by the bare name that stands there: Gorgo of "a Gorgo"."""
        for name in names:
            forms, thing = _list_forms(words, name.first, name.length), name.meaning[0].thing
            called = " ".join(forms)
            if forms in self._parts and called != thing.label and called not in self.given.get(thing.iri, ()):
                self.given.setdefault(thing.iri, []).append(called)

    def find_names(self, words: Words) -> Iterator[Match[Name]]:
        """Yield where the other names stand in ``words``, the longest where several do."""
        reach = 0
        tokens = words.tokens if self._lengths else ()
        for index in [index for index, token in enumerate(tokens) if TOKENS[token].form in self._lengths]:
            if index < reach:
                continue
            for length in sorted(self._lengths[TOKENS[tokens[index]].form], reverse=True):
                forms = _list_forms(words, index, length)
                # What a comma cuts short is looked up when its own length comes.
                defined = self._meanings.get(_fold_long(forms)) if len(forms) == length else None
                if defined is None or (forms in self._parts and _is_within(words, index, index + length)):
                    continue
                if forms in self._bare and not _is_bare(words, index):
                    continue
                before = [meaning for place, meaning in defined if place <= words.starts[index]]
                reach = index + length
                meaning = before[-1] if before else defined[0][1]
                yield Match(index, reach, words.starts[index], words.find_end(reach), meaning)
                break


def _is_within(words: Words, first: int, last: int) -> bool:
    """Whether the words from ``first`` to ``last`` are of a longer name, or a saint's: "festa di San Rocco"."""
    before = first - 1
    follows = is_large(words, before) and goes_on(words, first, 0) and words.get_key(before) not in FUNCTION_FORMS
    feast = first > 1 and words.get_key(before) == "di" and words.get_key(first - 2) in _FEASTS
    return feast or (first > 0 and follows) or (is_large(words, last) and goes_on(words, last, 0))


def _is_bare(words: Words, index: int) -> bool:
    """Whether the noun at ``index`` has an article before it and no word after it that may say which one it is."""
    article = index > 0 and words.get_form(index - 1).casefold() in _ARTICLES
    if not article or _is_within(words, index, index + 1):
        return False
    if index + 1 == len(words.tokens) or words.get_gap(index + 1).strip():
        return True
    return (after := words.get_key(index + 1)) in FUNCTION_FORMS and after not in _TELLING


def _fold_long(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name as they are compared: of a long one the first alone must be written alike."""
    return (forms[0], *(form.casefold() for form in forms[1:])) if len(forms) >= _LONG else forms


def _list_forms(words: Words, index: int, count: int) -> tuple[str, ...]:
    """Return up to ``count`` words from ``index`` on as written, as far as a name can go on."""
    forms: list[str] = []
    for place in range(index, min(index + count, len(words.tokens))):
        if forms and not frozenset(",;:()\x1e").isdisjoint(words.get_gap(place)):
            break
        forms.append(words.get_form(place))
    return tuple(forms)


def _list_short(text: str, match: Match[Name]) -> Iterator[str]:
    after = _AFTER.match(text, match.end)
    if after:
        short = after["short"] or after["other"] or after["dashed"]
        if after["said"] or after["told"] or _abbreviates(short, text[match.start : match.end]):
            yield short
    start = max(0, match.start - _REACH)
    for pattern in (_BEFORE, _LINE):
        before = pattern.search(text[start : match.start])
        if before and _abbreviates(before["short"], text[match.start : match.end]):
            yield before["short"]


def _find_spelt(match: Match[Name], words: Words) -> list[str]:
    """Return the words before a bracket of which the acronym in it has the first letters; none where it has not.

    Function words aside: "ambiti di trasformazione strategica (ATS)".
    """
    form = words.get_form(match.first)
    known = not any(sense.thing.coined for sense in match.meaning)
    if not known or match.length > 1 or not form.isupper() or words.get_gap(match.first).strip() != "(":
        return []
    spelt: list[str] = []
    place = match.first - 1
    while place >= 0 and len(spelt) < len(form) and (not spelt or not words.get_gap(place + 1).strip(" ’'-\n")):
        called = words.get_form(place)
        if words.get_key(place) not in FUNCTION_FORMS:
            spelt.insert(0, called)
        place -= 1
    return spelt if len(form) > 1 and [word[0].casefold() for word in spelt] == list(form.casefold()) else []


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
    opened = not words.get_form(first)[0].isupper() or not list_legal_forms(text, match.start, match.end)
    if opened:
        first += 1
        while first < match.last and not words.get_form(first)[0].isupper():
            first += 1
    if first >= match.last:
        return ""
    tail = text[words.starts[first] : match.end]
    forms = list_legal_forms(text, words.starts[first], match.end)
    if forms:
        tail = text[words.starts[first] : forms[-1][0]].rstrip(" ,")
    # "Comitato pendolari S4" is called by a line.
    return tail if _is_distinct(tail) and not (_OWNER.match(tail) or _RAILWAY.fullmatch(tail)) else ""


def _find_part(match: Match[Name], words: Words, text: str) -> str:
    """Return the part of town whose name ends the name of one, or of what stands in one; empty where there is none."""
    thing = match.meaning[0].thing
    part = not thing.broader.isdisjoint(PARTS)
    if not thing.coined or thing.facts or not (part or thing.broader & _STANDING):
        return ""
    first, before = match.first, ""
    while first < match.last and not words.get_form(first)[0].isupper():
        before = words.get_form(first)
        first += 1
    called = text[words.starts[first] : match.end] if first < match.last else ""
    return called if (part or before in {"di", "d"}) and _NAME.fullmatch(called) else ""


def _is_distinct(name: str) -> bool:
    """Whether a name cannot be taken for other words: two large words, or a word with several capital letters."""
    large = [form for form in list_forms(name) if form[0].isupper()]
    return len(large) > 1 or any(sum(map(str.isupper, form)) > 1 for form in large)


def merge_aliases(names: list[Match[Name]], aliases: Iterable[Match[Name]]) -> list[Match[Name]]:
    """Return both in the text's order: what the plan defines goes before, unless it stands in a longer name."""
    ends = [name.last for name in names]
    dropped: set[int] = set()
    added: list[Match[Name]] = []
    for alias in aliases:
        index = first = bisect_right(ends, alias.first)
        while index < len(names) and names[index].first < alias.last:
            index += 1
        if all(name.length <= alias.length for name in names[first:index]):
            dropped.update(range(first, index))
            added.append(alias)
    kept = [name for number, name in enumerate(names) if number not in dropped]
    return sorted([*kept, *added], key=lambda name: name.first)
