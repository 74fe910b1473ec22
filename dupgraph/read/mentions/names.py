"""Words to proper names: what a name's own form says, though no vocabulary knows it.

No vocabulary can know every square and association of 7,900 towns. A common noun opens a name ("piazza Garibaldi"), a
legal form closes one ("Acque del Levante S.p.A."), a citation is one, a list of towns holds several. The nouns and
legal forms are data (dup:headLabel, dup:openLabel, dup:tailLabel). What they name is a thing of the municipality's own,
called as the plan first calls it. Where a vocabulary knows more than the noun, the name is left to it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, Words, list_forms
from dupgraph.read.mentions.acts import Acts, find_citations
from dupgraph.read.mentions.coined import Coined
from dupgraph.read.mentions.concepts import RECOVERY_PLAN, STREETS
from dupgraph.read.mentions.elided import find_elided
from dupgraph.read.mentions.looks import is_shouted
from dupgraph.read.mentions.matcher import Found, Match, keep_last
from dupgraph.read.mentions.meanings import LINKS_OF, Name, Sense
from dupgraph.read.mentions.measures import find_measures
from dupgraph.read.mentions.nouns import (
    Opening,
    Setting,
    ends_name,
    ends_phrase,
    is_definite,
    is_hyphened,
    is_plural,
    knows_more,
    read_number,
    read_setting,
)
from dupgraph.read.mentions.opened import find_opened_end
from dupgraph.read.mentions.plurals import find_plural_names
from dupgraph.read.mentions.resolved import drop_owner, join_former, resolve_names
from dupgraph.read.mentions.roads import find_roads
from dupgraph.read.mentions.served import find_served
from dupgraph.read.mentions.spans import (
    close_name,
    find_large_start,
    find_legal_form,
    find_whole_end,
    is_inside_sentence,
    is_large,
    list_legal_forms,
)
from dupgraph.read.mentions.towns import Towns
from dupgraph.read.mentions.unlisted import Known, find_former, find_unlisted
from dupgraph.schema.links import (
    ACTOR_CATEGORY,
    BENEFICIARY_GROUP,
    CONCERNS_PLACE,
    INSTRUMENT,
    INVOLVES,
    KINDS,
    ORGANIZATION,
    PLACE,
    USES_INSTRUMENT,
)
from dupgraph.schema.values import Lexicon, PlanRecord, Section, Thing

_STEM = 4
_GIVEN_NAMES = list_words("given_names")
_ROADS = frozenset({"via", "viale", "corso", "piazza"})
# The acronym in the middle of a name: "Azienda Unità Sanitaria (AUSL) di Zena".
_BRACKET = re.compile(r"\s*\([A-Z.]+\)\s*")


class _Forms(NamedTuple):
    """What a lexicon says of the forms of proper names."""

    # The legal forms that close a name; acronyms of several senses; the nouns that open the name of a place.
    tails: dict[str, Thing]
    shared: dict[str, set[str]]
    places: frozenset[str]


@keep_last
def _read_forms(lexicon: Lexicon) -> _Forms:
    tails = ((label.thing, label.words) for label in lexicon.labels if label.use == "tail")
    heads = (label for label in lexicon.labels if label.use in {"head", "site"})
    return _Forms(
        {_squeeze(words): lexicon.things[iri] for iri, words in sorted(tails)},
        _list_shared(lexicon),
        frozenset(
            FOLDED[head.words]
            for head in heads
            if head.words.isalpha() and head.words.islower() and lexicon.things[head.thing].kind == PLACE
        ),
    )


def _is_cut(words: Words, index: int) -> bool:
    """Whether word ``index`` is a letter within a longer acronym: the C.D.P. of "O.C.D.P.C."."""
    pair = words.get_forms(max(0, index - 1), index + 1)
    return all(len(form) == 1 and form.isupper() for form in pair) and words.get_gap(index) == "." and index > 0


def _is_called(words: Words, name: Match[Name]) -> bool:
    """Whether a body is called by a group: the Nuotatori of "Nuotatori Marvonesi", the Donna of "con Civico Donna".

    Or by a kind after its letters: the Banca of "UBI Banca".
    """
    letters = words.get_form(name.first - 1) if name.first else ""
    kind = name.length == 1 and all(sense.thing.kind == ACTOR_CATEGORY for sense in name.meaning)
    if kind and words.get_form(name.first).istitle() and len(letters) > 1 and letters.isupper():
        return not words.get_gap(name.first).strip(" ")
    group = name.length == 1 and all(sense.thing.kind == BENEFICIARY_GROUP for sense in name.meaning)
    if not group or not is_large(words, name.first) or not is_inside_sentence(words, name.first):
        return False
    after = is_large(words, name.last) and not words.get_gap(name.last).strip(" ")
    before = is_large(words, name.first - 1) and not words.get_gap(name.first).strip(" ")
    return after or (before and name.first > 1 and words.get_key(name.first - 2) == "con")


def _is_of_road(words: Words, last: int) -> bool:
    """Whether the name before word ``last`` is a road's: "via Trento", "piazza della Pace"."""
    before = words.get_forms(max(0, last - 3), max(0, last - 1))
    return not _ROADS.isdisjoint(map(str.casefold, before))


def _is_place(words: Words, name: Match[Name]) -> bool:
    """Whether a town that stands alone is a place, and no partner unless it is in a list: "di Vignola, Zocca e"."""
    listed = words.get_key(name.first - 1) == "e" or words.get_gap(name.first).strip() == ","
    return name.meaning[-1 if listed else 0].property == CONCERNS_PLACE.name


class ProperNames:
    """Finds the proper names of one plan and makes things of them."""

    def __init__(self, record: PlanRecord, lexicon: Lexicon) -> None:
        """Name for the municipality of ``record``, which is no partner of its own, with the forms of ``lexicon``."""
        forms = _read_forms(lexicon)
        self.towns = Towns(record.publisher or record.municipality, record.istat)
        self._acts = Acts(lexicon, self.towns.region)
        self._tails, self.shared, self._places = forms.tails, forms.shared, forms.places
        self._lexicon = lexicon
        self._labels = lexicon.codes.keys()
        self.coined = Coined(self.towns)

    def join_names(self, words: Words, found: Found, text: str, section: Section) -> list[Match[Name]]:
        """Return the names of ``found`` together with the proper names in ``section``, in the text's order."""
        companies = list(self._find_companies(words, found, text, section))
        acts = list(self._find_acts(words, text, section))
        # The "bando LR" of "bando LR 16/93" is none.
        cut = {index for act in acts for index in range(act.first + 1, act.last)}
        opened = self._find_opened(words, found, text, section.title_end, companies)
        strong = sorted(
            [
                *acts,
                *self._find_numbered(words, found, text, section),
                *(match for match in opened if match.last not in cut),
                *companies,
            ],
            key=lambda match: (match.first, -match.last),
        )
        closed = [
            name._replace(end=close_name(text, name.start, name.end))
            for name in found.names
            if not (_is_cut(words, name.first) or is_shouted(words, name.first, name.last) or _is_called(words, name))
        ]
        known = resolve_names(words, closed, text, self.coined)
        former = join_former(words, merge_names(known, strong), text, self.coined)
        names = [drop_owner(words, name, self.towns) for name in former]
        taken = {index for match in names for index in range(match.first, match.last)}
        ends = {each.last for each in names if each.meaning[0].property == CONCERNS_PLACE.name}
        # "L'ex piscina di via Trento e Trieste" is in no other town.
        near = {end for end in ends if not _is_of_road(words, end)}
        bodies = {
            index
            for each in names
            if each.meaning[0].thing.kind == ORGANIZATION
            for index in range(each.first, each.last)
        }
        weak = [self.coined.keep_all(match) for match in self.towns.find_alone(words, taken, near, bodies)]
        ends |= near
        taken.update(index for match in weak for index in range(match.first, match.last))
        ends.update(each.last for each in weak if _is_place(words, each))
        asked = {cue.last for cue in found.cues if INVOLVES.name in cue.meaning.speaks_for}
        weak += find_elided(words, text, taken, self.coined)
        taken.update(index for match in weak for index in range(match.first, match.last))
        weak += find_former(words, text, taken, self.coined)
        weak += find_served(words, text, taken, self.coined)
        weak += find_unlisted(words, text, section.title_end, Known(taken, ends, asked, bodies), self.coined)
        return merge_names(names, sorted(weak))

    def has_word(self, meaning: Name, word: str) -> bool:
        """Whether any label of what is meant has a word that begins like ``word``: "agenzia", "agenzie"."""
        things = {sense.thing.iri for sense in meaning}
        stem = FOLDED[word][:_STEM]
        return any(
            form.startswith(stem)
            for label in self._lexicon.labels
            if label.thing in things
            for form in map(FOLDED.__getitem__, list_forms(label.words))
        )

    def is_place(self, words: str) -> bool:
        """Whether ``words`` name a town of the lists, or begin with a noun that opens names of places."""
        return FOLDED[list_forms(words)[0]] in self._places or self.towns.knows(words)

    def has_label(self, words: str) -> bool:
        """Whether a vocabulary calls something by these several words, whatever their capitals."""
        return " " in words and not self._labels.isdisjoint((words, words.capitalize(), words.lower()))

    def _find_acts(self, words: Words, text: str, section: Section) -> Iterator[Match[Name]]:
        for citation in find_citations(text, section.title_start, section.end):
            first, last = find_indices(words, citation.start, citation.end)
            if first < last:
                thing = self.coined.keep(
                    self._acts.find_thing(citation, " ".join(text[citation.start : citation.end].split()))
                )
                sense = Sense(thing, USES_INSTRUMENT.name, cued=False, excluded=False)
                yield Match(first, last, citation.start, citation.end, (sense,))

    def _find_numbered(self, words: Words, found: Found, text: str, section: Section) -> Iterator[Match[Name]]:
        """Yield what is known by number: roads, and measures of the national recovery plan."""
        known = {index for name in found.names for index in range(name.first, name.last)}
        for road in find_roads(text, section.title_start, section.end):
            first, last = find_indices(words, road.start, road.end)
            if first < last and known.isdisjoint(range(first, last)):
                thing = self.coined.make(PLACE, road.name, {STREETS})
                yield Match(first, last, road.start, road.end, (Sense(thing, CONCERNS_PLACE.name, False, False),))
        plans = {name.last for name in found.names if name.meaning[0].thing.iri == RECOVERY_PLAN}
        for start, end, called in find_measures(text, section.title_start, section.end):
            first, last = find_indices(words, start, end)
            if first < last and known.isdisjoint(range(first, last)) and RECOVERY_PLAN in self._lexicon.things:
                # "PNRR (misura M2C4 4.2)" and "la misura M2C4 4.2 del PNRR" are the plan.
                whole = not called or not plans.isdisjoint((first - 1, first, last + 1, last + 2))
                plan = self._lexicon.things[RECOVERY_PLAN]
                thing = plan if whole else self.coined.make(INSTRUMENT, called, {RECOVERY_PLAN})
                yield Match(first, last, start, end, (Sense(thing, USES_INSTRUMENT.name, False, False),))

    def _find_opened(
        self, words: Words, found: Found, text: str, title_end: int, companies: list[Match[Name]]
    ) -> Iterator[Match[Name]]:
        setting = read_setting(words, text, title_end, found, self.towns.knows)
        reach = 0
        for head in found.heads:
            # "L'asse via Verdi-via Puccini" has two roads.
            hyphened = is_hyphened(words, head.first) and head.first not in setting.roads
            # "Renzo Piano" has no plan.
            named = is_large(words, head.first) and words.get_form(head.first - 1).casefold() in _GIVEN_NAMES
            if head.first < reach or hyphened or named or ends_phrase(setting, head):
                continue
            for match in self._read_noun(setting, head, companies):
                reach = match.last
                if match.meaning:
                    yield match

    def _read_noun(self, setting: Setting, head: Opening, companies: list[Match[Name]]) -> Iterator[Match[Name]]:
        """Yield the names that a noun opens: those that it lists, the towns after it, or its own."""
        head = read_number(setting.words, head)
        if is_plural(head):
            yield from self._find_plural(setting, head)
        elif (listed := self.towns.find_listed(setting.words, head, setting.title_end)) is not None:
            yield from map(self.coined.keep_all, listed)
        elif (last := find_opened_end(setting, head)) is not None:
            company = next((c for c in companies if head.first < c.last and c.first < last), None)
            if company is None or (company.first != head.first and head.meaning[0].thing.kind == ACTOR_CATEGORY):
                yield self._name_opened(setting, head, last, company)

    def _name_opened(self, setting: Setting, head: Opening, last: int, company: Match[Name] | None) -> Match[Name]:
        words, text = setting.words, setting.text
        end = find_whole_end(words, head.start, last, text)
        if company:
            # "Associazione Il Pane e le Rose ODV": the noun says where it begins, the legal form where it ends.
            end = max(end, company.end)
        last = max(last, bisect_left(words.starts, end))
        senses = self._find_senses(head, text[head.start : end], definite=is_definite(words, head.first))
        return Match(head.first, last, head.start, end, tuple(senses))

    def _find_plural(self, setting: Setting, head: Opening) -> Iterator[Match[Name]]:
        """Yield the names that a plural noun lists, each with the noun in the singular as its own."""
        words, text = setting.words, setting.text
        if ends_name(setting, head):
            return
        for number, (first, last) in enumerate(find_plural_names(words, head, setting.title_end)):
            if knows_more(setting, head._replace(last=first), last):
                continue
            end = words.find_end(last)
            opening = first if number else head.first
            begin = words.starts[opening]
            # "Quartiere degli Spuri" is one, called as it stands.
            one = not number and FOLDED[words.get_form(opening)] == FOLDED[head.meaning[0].words.split()[0]]
            senses = tuple(self._find_senses(head, text[begin if one else words.starts[first] : end], listed=not one))
            yield Match(opening, last, begin, close_name(text, begin, end), senses)

    def _find_senses(
        self, head: Opening, called: str, *, listed: bool = False, definite: bool = False
    ) -> Iterator[Sense]:
        # "Villa San Giovanni" is a town, and none of the plan's villas; towns have no article, as "la Val di Zoldo".
        town = not (listed or definite) and called[0].isupper() and self.towns.knows(called)
        # Where a museum is only a place, and where a partner, a cue or what it does says: "i lavori al museo del mare".
        built = any(opened.thing.kind == PLACE and opened.site for opened in head.meaning)
        for opened in head.meaning:
            if town or (opened.plural and not (listed or is_plural(head))):
                continue
            thing = opened.thing
            # "Legge 219" is one law, whichever year it is of.
            if opened.coins or called[-1].isdigit():
                # A kind of body opens the name of a body; places and instruments are of one kind with what opens them.
                name = f"{opened.words} {called}" if listed else _BRACKET.sub(" ", called)
                known = name != called and not listed and self._find_body(name)
                thing = known or self.coined.make(KINDS[thing.kind].opens, name, {thing.iri})
            for link in LINKS_OF[thing.kind]:
                cued = link.cued or (built and link.name == INVOLVES.name)
                yield Sense(thing, link.name, cued=cued, excluded=False)

    def _find_body(self, called: str) -> Thing | None:
        """Return the body that a vocabulary calls so, whatever the capitals and hyphens."""
        forms = [FOLDED[form] for form in list_forms(called)]
        for label in self._lexicon.labels:
            if len(label.words) == len(called) and [FOLDED[form] for form in list_forms(label.words)] == forms:
                return self._lexicon.things[label.thing]
        return None

    def _find_companies(self, words: Words, found: Found, text: str, section: Section) -> Iterator[Match[Name]]:
        """Yield the names that a legal form closes, of the body that a vocabulary knows without it, or of a new one."""
        known = [name for name in found.names if name.meaning[0].thing.kind == ORGANIZATION]
        reach = 0
        for start, closed in list_legal_forms(text, section.title_start, section.end):
            index = bisect_left(words.starts, start)
            first = find_large_start(words, index, reach)
            if first == index:
                continue
            tail = self._tails.get(_squeeze(text[start:closed]))
            # "Sport e Salute S.p.A." is one that is known.
            body = next((name for name in known if reach <= name.first <= first and name.last >= index), None)
            # "Società cooperativa sociale Onlus" is two forms of one body.
            end = find_legal_form(text, closed)
            reach = bisect_left(words.starts, end)
            if body is not None:
                first, thing = body.first, body.meaning[0].thing
            else:
                thing = self.coined.make(ORGANIZATION, text[words.starts[first] : end], {tail.iri} if tail else ())
            yield Match(
                first, reach, words.starts[first], end, (Sense(thing, INVOLVES.name, cued=False, excluded=False),)
            )


def _list_shared(lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the acronyms of several senses, each with all things that a vocabulary calls by it."""
    shared: dict[str, set[str]] = {label.words: set() for label in lexicon.labels if label.use == "shared"}
    for label in lexicon.labels if shared else ():
        if label.words in shared:
            shared[label.words].add(label.thing)
    return shared


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
