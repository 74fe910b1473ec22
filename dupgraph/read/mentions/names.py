"""Words to proper names: what a name's own form says, though no vocabulary knows it.

No vocabulary can know every square and association of 7,900 towns. A common noun opens a name ("piazza Garibaldi"), a
legal form closes one ("Acque del Levante S.p.A."), a citation is one, a list of towns holds several. The nouns and
legal forms are data (dup:headLabel, dup:openLabel, dup:tailLabel). What they name is a thing of the municipality's own,
called as the plan first calls it. Where a vocabulary knows more than the noun, the name is left to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from dupgraph.language.words import FOLDED, TOKENS, Words, list_forms
from dupgraph.read.mentions.acts import Acts, find_citations
from dupgraph.read.mentions.matcher import Found, Match
from dupgraph.read.mentions.meanings import LINKS_OF, Head, Name, Sense
from dupgraph.read.mentions.spans import (
    find_large_end,
    find_large_start,
    find_legal_form,
    find_quoted_end,
    find_small_end,
    is_inside_sentence,
    is_large,
    list_legal_forms,
    skip_qualifiers,
)
from dupgraph.read.mentions.towns import Towns
from dupgraph.schema.links import ACTOR_CATEGORY, INSTRUMENT, INVOLVES, KINDS, ORGANIZATION, USES_INSTRUMENT, ThingKind
from dupgraph.schema.values import Lexicon, PlanRecord, Section, Thing

_Head = Match[tuple[Head, ...]]

# From a quotation mark that closes to the one that opens.
_QUOTES = {"”": "“", "»": "«", "’": "‘", '"': '"'}
_MARKS = re.compile(r"[“”\"«»‘]")
# Nobody's own name, though it is written large: the municipality speaking of itself, and people by their office.
_NO_NAME = re.compile(
    r"(?:comun[ei]|amministrazion[ei]|ente|giunta|consigli[oe]r?[ei]?|sindac[oa]|assessor[ei]|obiettivo|indirizzo|politica|"
    r"citt[aà]|missione|programma|settore|servizi[o]?|uffici[o]?|area|dirigente|segretario|dup|documento|linea|azione|"
    r"presidente|ministro|dott|ing|arch|avv|geom|prof|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|"
    r"settembre|ottobre|novembre|dicembre|italia|europa|stato)\b",
    re.IGNORECASE,
)
# Instruments whose names small words complete when the noun is written large: "il Piano di gestione delle acque".
_COMPLETED = frozenset(
    {"piano", "programma", "patto", "protocollo", "regolamento", "fondo", "accordo", "carta", "contratto", "codice",
     "linea", "legge", "convenzione", "sistema"}
)  # fmt: skip
# Nouns of two words whose complement makes a name however they are written: "linee guida di design".
_DISTINCT = frozenset({"linea"})
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&]{2,}$|[A-Z]\w*[a-z][A-Z]\w*$")


class ProperNames:
    """Makes things of the proper names of one plan; the same name is the same thing."""

    def __init__(self, record: PlanRecord, lexicon: Lexicon) -> None:
        """Name for the municipality of ``record``, which is no partner of its own, with the forms of ``lexicon``."""
        self.towns = Towns(record.municipality, record.istat)
        instruments = [
            (label, thing) for label in lexicon.labels if (thing := lexicon.things[label.thing]).kind == INSTRUMENT
        ]
        self._acts = Acts(instruments, self.towns.region)
        self._tails = {
            _squeeze(label.words): lexicon.things[label.thing]
            for label in sorted(lexicon.labels, key=lambda label: (label.thing, label.words))
            if label.use == "tail"
        }
        self._things: dict[str, Thing] = {}

    def list_things(self) -> tuple[Thing, ...]:
        """Return the things made so far, in the order in which the plan names them."""
        return tuple(self._things.values())

    def join_names(self, words: Words, found: Found, text: str, section: Section) -> list[Match[Name]]:
        """Return the names of ``found`` together with the proper names in ``section``, in the text's order."""
        companies = list(self._find_companies(words, text, section))
        strong = sorted(
            [
                *self._find_acts(words, text, section),
                *self._find_opened(words, found, text, section.title_end, companies),
                *companies,
            ],
            key=lambda match: (match.first, -match.last),
        )
        names = merge_names([self._resolve_home(words, match) for match in found.names], strong)
        taken = {index for match in names for index in range(match.first, match.last)}
        weak = [*self.towns.find_alone(words, taken)]
        taken.update(index for match in weak for index in range(match.first, match.last))
        weak += self._find_unknown(words, text, taken, section.title_end)
        return merge_names(names, sorted(weak))

    def make_thing(self, kind: ThingKind, words: str, broader: Iterable[str] = ()) -> Thing:
        """Return the thing of ``kind`` that the plan calls by ``words``, made when it is first named."""
        label = " ".join(_MARKS.sub(" ", words.replace("\x1e", " ")).split()).strip(" ,;:")
        key = f"{kind}/{' '.join(FOLDED[form] for form in list_forms(label))}"
        thing = Thing(key, kind, label[:1].upper() + label[1:], frozenset(broader), coined=True)
        return self._things.setdefault(key, thing)

    def _keep(self, thing: Thing) -> Thing:
        """Return ``thing``; one that only this plan, a list or a citation knows is described with what it makes."""
        return self._things.setdefault(thing.iri, thing) if thing.coined else thing

    def _find_acts(self, words: Words, text: str, section: Section) -> Iterator[Match[Name]]:
        for citation in find_citations(text, section.title_start, section.end):
            first, last = find_indices(words, citation.start, citation.end)
            if first < last:
                thing = self._keep(
                    self._acts.find_thing(citation, " ".join(text[citation.start : citation.end].split()))
                )
                sense = Sense(thing, USES_INSTRUMENT.name, cued=False, excluded=False)
                yield Match(first, last, citation.start, citation.end, (sense,))

    def _find_opened(
        self, words: Words, found: Found, text: str, title_end: int, companies: list[Match[Name]]
    ) -> Iterator[Match[Name]]:
        reach = 0
        ends = [name.last for name in found.names]
        stops = {head.first for head in found.heads}
        for head in found.heads:
            if head.first < reach:
                continue
            listed = self.towns.find_listed(words, head, title_end)
            if listed is not None:
                for match in listed:
                    reach = match.last
                    yield match._replace(meaning=tuple(s._replace(thing=self._keep(s.thing)) for s in match.meaning))
                continue
            last = _stretch(words, head, title_end, stops)
            if last == head.last and not _is_known(found.names, ends, head):
                last = _complete(words, head, title_end)
            distinct = words.get_key(head.first) in _DISTINCT
            if last == head.last or (not distinct and _knows_more(found.names, ends, head.last, last)):
                continue
            company = next((c for c in companies if head.first < c.last and c.first < last), None)
            if company and (company.first == head.first or head.meaning[0].thing.kind != ACTOR_CATEGORY):
                continue
            end = _find_end(words, head, last, text)
            if company:
                # "Associazione Il Pane e le Rose ODV": the noun says where it begins, the legal form where it ends.
                end = max(end, company.end)
            reach = last = max(last, bisect_left(words.starts, end))
            if senses := tuple(self._find_senses(head, text[head.start : end])):
                yield Match(head.first, last, head.start, end, senses)

    def _find_senses(self, head: _Head, called: str) -> Iterator[Sense]:
        for opened in head.meaning:
            thing = opened.thing
            if opened.coins:
                # A kind of body opens the name of a body; places and instruments are of one kind with what opens them.
                thing = self.make_thing(KINDS[thing.kind].opens, called, {thing.iri})
            for link in LINKS_OF[thing.kind]:
                yield Sense(thing, link.name, cued=link.cued, excluded=False)

    def _find_companies(self, words: Words, text: str, section: Section) -> Iterator[Match[Name]]:
        reach = 0
        for start, end in list_legal_forms(text, section.title_start, section.end):
            index = bisect_left(words.starts, start)
            first = find_large_start(words, index, reach)
            if first == index:
                continue
            reach = bisect_left(words.starts, end)
            letters = _squeeze(text[start:end])
            tail = self._tails.get(letters) or next((t for k, t in self._tails.items() if letters.startswith(k)), None)
            thing = self.make_thing(ORGANIZATION, text[words.starts[first] : end], {tail.iri} if tail else ())
            yield Match(
                first, reach, words.starts[first], end, (Sense(thing, INVOLVES.name, cued=False, excluded=False),)
            )

    def _find_unknown(self, words: Words, text: str, taken: set[int], title_end: int) -> Iterator[Match[Name]]:
        """Yield large words that no list knows: they name a partner right after a cue that asks for one."""
        index = 0
        while index < len(words.tokens):
            first = index
            index += 1
            if first in taken or not is_large(words, first) or not is_inside_sentence(words, first):
                continue
            last = find_large_end(words, first, title_end) if first else first
            last = next((place for place in range(first, last) if place in taken), last)
            if last <= first:
                continue
            index = last
            end = words.find_end(last)
            called = text[words.starts[first] : end]
            if (last - first < 2 and not _ACRONYM.match(called)) or _NO_NAME.match(called):
                continue
            thing = self.make_thing(ORGANIZATION, called)
            yield Match(first, last, words.starts[first], end, (Sense(thing, INVOLVES.name, True, False, close=True),))

    def _resolve_home(self, words: Words, match: Match[Name]) -> Match[Name]:
        """Return the match; where it is "la Regione", of the Region that the municipality belongs to."""
        if match.last - match.first > 2 or not any(sense.thing.kind == ACTOR_CATEGORY for sense in match.meaning):
            return match
        home = self.towns.find_home([TOKENS[token].form for token in words.tokens[match.first : match.last]])
        if home is None:
            return match
        home = self._keep(home)
        return match._replace(
            meaning=tuple(sense._replace(thing=home) for sense in match.meaning if not sense.excluded)
        )


def _squeeze(form: str) -> str:
    return re.sub(r"[^a-z]", "", form.casefold())


def find_indices(words: Words, start: int, end: int) -> tuple[int, int]:
    """Return which words, from the first to one beyond the last, stand from ``start`` to ``end`` of the text."""
    first = bisect_left(words.starts, start)
    return first, bisect_left(words.starts, end, first)


def merge_names(names: list[Match[Name]], stronger: Iterable[Match[Name]]) -> list[Match[Name]]:
    """Return both in the text's order; a name that overlaps a stronger one goes, and a stronger one the one before."""
    merged: list[Match[Name]] = []
    index = reach = 0
    for match in stronger:
        if match.first < reach:
            continue
        reach = match.last
        while index < len(names) and names[index].last <= match.first:
            merged.append(names[index])
            index += 1
        while index < len(names) and names[index].first < match.last:
            index += 1
        merged.append(match)
    return merged + names[index:]


def _close_quote(text: str, start: int, end: int) -> int:
    """Return the end of a name, after the quotation mark that closes the one in it."""
    inside, after = text[start:end], text[end : end + 1]
    return end + (after in _QUOTES and any(_QUOTES.get(after) == mark for mark in inside))


def _find_end(words: Words, head: _Head, last: int, text: str) -> int:
    """Return the place where a name ends: after its quotation mark, and after its legal form."""
    return find_legal_form(text, _close_quote(text, head.start, words.find_end(last)))


def _stretch(words: Words, head: _Head, title_end: int, stops: set[int]) -> int:
    """Return the index after the name that ``head`` opens; where the noun's own words end when it opens none."""
    index = head.last
    if (last := find_quoted_end(words, index, title_end)) > index and stops.isdisjoint(range(index, last)):
        return last
    last = find_large_end(words, index, title_end)
    kinds = {opened.thing.kind for opened in head.meaning}
    if last == index and ACTOR_CATEGORY in kinds and (start := skip_qualifiers(words, index)) > index:
        last = find_large_end(words, start, title_end)
    forms = [TOKENS[token].form for token in words.tokens[head.first : last]]
    # "Gruppo B" is one of several, and has no name.
    if last == index + 1 and len(forms[-1]) == 1 and forms[-1].isalpha():
        return index
    # A heading in capitals has no large words that mean anything.
    if all(form.isupper() for form in forms if len(form) > 1) and last - head.first > 1:
        return index
    # "Progetto Aurora" is a name, "progetto della Regione" is none: an instrument's own name follows at once.
    if head.meaning[0].thing.kind == INSTRUMENT and last > index and not is_large(words, index):
        return index
    return last


def _complete(words: Words, head: _Head, title_end: int) -> int:
    """Return the index after the small words that make a name of a noun written large inside its sentence."""
    body = any(opened.thing.kind == ACTOR_CATEGORY for opened in head.meaning)
    key = words.get_key(head.first)
    if key in _DISTINCT and head.last - head.first > 1:
        return find_small_end(words, head.last, title_end)
    if not (body or key in _COMPLETED) or not is_large(words, head.first):
        return head.last
    if not is_inside_sentence(words, head.first) or TOKENS[words.tokens[head.first]].form.isupper():
        return head.last
    return find_small_end(words, head.last, title_end)


def _is_known(names: list[Match[Name]], ends: list[int], head: _Head) -> bool:
    """Whether a vocabulary knows what begins with the noun as it stands."""
    following = names[bisect_right(ends, head.first) :]
    return bool(following) and following[0].first <= head.first and following[0].last >= head.last


def _knows_more(names: list[Match[Name]], ends: list[int], first: int, last: int) -> bool:
    """Whether a vocabulary knows a name of its own among the words from ``first`` to ``last``.

    A common noun there is a part of the name: the Borgo in "Comune di Borgo a Mozzano".
    """
    for name in names[bisect_right(ends, first) :]:
        if name.first >= last:
            return False
        kinds = {sense.thing.kind for sense in name.meaning}
        if kinds & {ORGANIZATION, INSTRUMENT} or (name.last - name.first > 1 and name.first < first):
            return True
    return False
