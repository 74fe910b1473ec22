"""Words to proper names: what a name's own form says, though no vocabulary knows it.

No vocabulary can know every square and association of 7,900 towns. A common noun opens a name ("piazza Garibaldi"), a
legal form closes one ("Acque del Levante S.p.A."), a citation is one, a list of towns holds several. The nouns and
legal forms are data (dup:headLabel, dup:openLabel, dup:tailLabel). What they name is a thing of the municipality's own,
called as the plan first calls it. Where a vocabulary knows more than the noun, the name is left to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from dupgraph.language.lists import list_words
from dupgraph.language.words import FOLDED, FUNCTION_FORMS, TOKENS, Words, knows_word, list_forms
from dupgraph.read.mentions.acts import Acts, find_citations
from dupgraph.read.mentions.grounds import ends_list, is_grounded, is_named_place, is_person, opens_name
from dupgraph.read.mentions.matcher import Found, Match, keep_last
from dupgraph.read.mentions.meanings import LINKS_OF, Name, Sense
from dupgraph.read.mentions.opened import (
    DISTINCT,
    ROADS,
    STREETS,
    Opening,
    close_quote,
    complete_name,
    find_bracket_end,
    find_dashed_end,
    find_end,
    find_listed_end,
    find_opened_end,
    find_pair_end,
    find_plural_names,
    find_spelt_end,
    is_alone,
    is_definite,
    is_known,
    is_plural,
    knows_more,
    says_little,
    stands_on,
)
from dupgraph.read.mentions.roads import find_roads
from dupgraph.read.mentions.spans import (
    acts,
    find_large_end,
    find_large_start,
    is_agent,
    is_inside_sentence,
    is_large,
    list_large,
    list_legal_forms,
)
from dupgraph.read.mentions.towns import PLURALS, Towns, is_plain
from dupgraph.schema.links import (
    ACTOR_CATEGORY,
    CONCERNS_PLACE,
    INVOLVES,
    KINDS,
    ORGANIZATION,
    PLACE,
    USES_INSTRUMENT,
    ThingKind,
)
from dupgraph.schema.namespaces import VOCABULARY
from dupgraph.schema.values import Lexicon, PlanRecord, Section, Thing

_HAMLETS = VOCABULARY + "places/hamlets"
_FORMER = VOCABULARY + "places/former-buildings"
_SPORTS = VOCABULARY + "places/sports-facilities"
# Kinds of place of which a town may have several, each of which is one by its noun: the stadium, the former mill.
SITES = frozenset({_FORMER, _SPORTS, VOCABULARY + "places/castles", VOCABULARY + "places/shopping-centres"})
_SHORT = 2
_FEWEST_WORDS, _FEWEST_LETTERS = 2, 4
_SEVERAL = frozenset({"le", "delle", "alle", "dalle", "nelle", "altre", "due", "tre"})
_ANY_ONE = frozenset({"un", "ogni", "qualche", "altro", "nuovo"})
# The acronym in the middle of a name: "Azienda Unità Sanitaria (AUSL) di Zena".
_BRACKET = re.compile(r"\s*\([A-Z.]+\)\s*")
_MARKS = re.compile(r"[“”\"«»‘]|(?<=\s)[’']")
# Nobody's own name, though it is written large: the municipality speaking of itself, people by their office, days.
_NO_NAME = list_words("no_name") | list_words("months") | list_words("feasts")
# "PalaTenda", "PalaEstra": a sports hall by its form.
_ARENA = re.compile(r"Pala[A-ZÀ-Ý]\w+$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&]{2,}$|[A-Z]\w*[a-z][A-Z]\w*$")


class _Known(NamedTuple):
    """What is known of a stretch: the words of its names, where places end, and cues that ask for a partner."""

    taken: set[int]
    ends: set[int]
    asked: set[int]


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


class ProperNames:
    """Makes things of the proper names of one plan; the same name is the same thing."""

    def __init__(self, record: PlanRecord, lexicon: Lexicon) -> None:
        """Name for the municipality of ``record``, which is no partner of its own, with the forms of ``lexicon``."""
        forms = _read_forms(lexicon)
        self.towns = Towns(record.municipality, record.istat)
        self._acts = Acts(lexicon, self.towns.region)
        self._tails, self.shared, self._places = forms.tails, forms.shared, forms.places
        self._lexicon = lexicon
        self._labels = lexicon.codes.keys()
        self._things: dict[str, Thing] = {}

    def list_things(self) -> tuple[Thing, ...]:
        """Return the things made so far, in the order in which the plan names them."""
        return tuple(self._things.values())

    def join_names(self, words: Words, found: Found, text: str, section: Section) -> list[Match[Name]]:
        """Return the names of ``found`` together with the proper names in ``section``, in the text's order."""
        companies = list(self._find_companies(words, found, text, section))
        strong = sorted(
            [
                *self._find_acts(words, text, section),
                *self._find_roads(words, found, text, section),
                *self._find_opened(words, found, text, section.title_end, companies),
                *companies,
            ],
            key=lambda match: (match.first, -match.last),
        )
        firsts = {match.first for match in found.names}
        bodies = (self._find_office(words, match, text, firsts) for match in found.names)
        known = [self._resolve_site(words, self._resolve_home(words, match), text) for match in bodies]
        names = [self._drop_owner(words, name) for name in self._join_former(words, merge_names(known, strong), text)]
        taken = {index for match in names for index in range(match.first, match.last)}
        weak = [self._keep_things(match) for match in self.towns.find_alone(words, taken)]
        taken.update(index for match in weak for index in range(match.first, match.last))
        ends = {each.last for each in [*names, *weak] if each.meaning[0].property == CONCERNS_PLACE.name}
        asked = {cue.last for cue in found.cues if INVOLVES.name in cue.meaning.speaks_for}
        weak += self._find_unknown(words, text, section.title_end, _Known(taken, ends, asked))
        return merge_names(names, sorted(weak))

    def make_thing(self, kind: ThingKind, words: str, broader: Iterable[str] = ()) -> Thing:
        """Return the thing of ``kind`` that the plan calls by ``words``, made when it is first named."""
        label = " ".join(_MARKS.sub(" ", words.replace("\x1e", " ")).split())
        key = f"{kind}/{' '.join(FOLDED[form] for form in list_forms(label))}"
        thing = Thing(key, kind, label[:1].upper() + label[1:], frozenset(broader), coined=True)
        return self._things.setdefault(key, thing)

    def is_place(self, words: str) -> bool:
        """Whether ``words`` name a town of the lists, or begin with a noun that opens names of places."""
        return FOLDED[list_forms(words)[0]] in self._places or self.towns.knows(words)

    def has_label(self, words: str) -> bool:
        """Whether a vocabulary calls something by these several words, whatever their capitals."""
        return " " in words and not self._labels.isdisjoint((words, words.capitalize(), words.lower()))

    def make_part(self, words: str, *, listed: bool = False) -> Thing | None:
        """Return the part of town of this name; None for the town itself, another of the lists, and a country.

        One that is ``listed`` with others is no town far away that is called alike.
        """
        known = self.towns.knows_land(words) or (self.towns.knows(words) and not (listed and self.towns.is_far(words)))
        return None if known else self.make_thing(PLACE, words, {_HAMLETS})

    def _keep(self, thing: Thing) -> Thing:
        """Return ``thing``; one that only this plan, a list or a citation knows is described with what it makes."""
        return self._things.setdefault(thing.iri, thing) if thing.coined else thing

    def _keep_things(self, match: Match[Name]) -> Match[Name]:
        return match._replace(meaning=tuple(sense._replace(thing=self._keep(sense.thing)) for sense in match.meaning))

    def _find_acts(self, words: Words, text: str, section: Section) -> Iterator[Match[Name]]:
        for citation in find_citations(text, section.title_start, section.end):
            first, last = find_indices(words, citation.start, citation.end)
            if first < last:
                thing = self._keep(
                    self._acts.find_thing(citation, " ".join(text[citation.start : citation.end].split()))
                )
                sense = Sense(thing, USES_INSTRUMENT.name, cued=False, excluded=False)
                yield Match(first, last, citation.start, citation.end, (sense,))

    def _find_roads(self, words: Words, found: Found, text: str, section: Section) -> Iterator[Match[Name]]:
        known = {index for name in found.names for index in range(name.first, name.last)}
        for road in find_roads(text, section.title_start, section.end):
            first, last = find_indices(words, road.start, road.end)
            if first < last and known.isdisjoint(range(first, last)):
                thing = self.make_thing(PLACE, road.name, {STREETS})
                yield Match(first, last, road.start, road.end, (Sense(thing, CONCERNS_PLACE.name, False, False),))

    def _find_opened(
        self, words: Words, found: Found, text: str, title_end: int, companies: list[Match[Name]]
    ) -> Iterator[Match[Name]]:
        reach = 0
        ends = [name.last for name in found.names]
        single = {head.first for head in found.heads if not is_plural(head)}
        known = {name.first for name in found.names} | single
        roads = {head.first: head for head in found.heads if head.meaning[0].thing.iri in ROADS}
        unknown = {first for first, road in roads.items() if not is_known(found.names, ends, road)}
        for head in found.heads:
            if head.first < reach or _is_hyphened(words, head.first) or _ends_phrase(found.names, ends, head):
                continue
            if is_plural(head):
                for match in self._find_plural(words, head, found, text, title_end):
                    reach = match.last
                    yield match
                continue
            listed = self.towns.find_listed(words, head, title_end)
            if listed is not None:
                for match in listed:
                    reach = match.last
                    yield self._keep_things(match)
                continue
            last = max(find_opened_end(words, head, title_end, single), find_spelt_end(words, head))
            if last == head.last and (road := roads.get(last + 1)) and stands_on(words, head, road):
                last = find_opened_end(words, road, title_end, single)
                last = last if last > road.last else head.last
            elif last == head.last and (last := find_bracket_end(words, head, title_end)) == head.last:
                known_noun = is_known(found.names, ends, head) and not says_little(words, head)
                last = last if known_noun else complete_name(words, head, title_end)
            last = find_listed_end(words, head, last, found.names, title_end)
            distinct = words.get_key(head.first) in DISTINCT or (
                head.first in unknown and _is_short(words, head.last, last)
            )
            alone = last == head.last and is_alone(words, head) and not is_known(found.names, ends, head)
            if (last == head.last and not alone) or (not distinct and knows_more(found.names, ends, head, last)):
                continue
            last = find_pair_end(words, head, last, known, self.towns.knows)
            company = next((c for c in companies if head.first < c.last and c.first < last), None)
            if company and (company.first == head.first or head.meaning[0].thing.kind != ACTOR_CATEGORY):
                continue
            last = find_dashed_end(words, head, last, known, title_end)
            end = find_end(words, head, last, text)
            if company:
                # "Associazione Il Pane e le Rose ODV": the noun says where it begins, the legal form where it ends.
                end = max(end, company.end)
            reach = last = max(last, bisect_left(words.starts, end))
            if senses := tuple(self._find_senses(head, text[head.start : end])):
                yield Match(head.first, last, head.start, end, senses)

    def _find_plural(
        self, words: Words, head: Opening, found: Found, text: str, title_end: int
    ) -> Iterator[Match[Name]]:
        """Yield the names that a plural noun lists, each with the noun in the singular as its own."""
        ends = [name.last for name in found.names]
        if _stands_in_name(found.names, ends, head):
            return
        for number, (first, last) in enumerate(find_plural_names(words, head, title_end)):
            if knows_more(found.names, ends, head._replace(last=first), last):
                continue
            end = words.find_end(last)
            opening = first if number else head.first
            begin = words.starts[opening]
            # "Quartiere degli Spuri" is one, called as it stands.
            one = not number and FOLDED[TOKENS[words.tokens[opening]].form] == FOLDED[head.meaning[0].words.split()[0]]
            senses = tuple(self._find_senses(head, text[begin if one else words.starts[first] : end], listed=not one))
            yield Match(opening, last, begin, close_quote(text, begin, end), senses)

    def _find_senses(self, head: Opening, called: str, *, listed: bool = False) -> Iterator[Sense]:
        # "Villa San Giovanni" is a town, and none of the plan's villas.
        town = not listed and called[0].isupper() and self.towns.knows(called)
        # Where a museum is only a place, and where a partner, a cue or what it does says: "i lavori al museo del mare".
        built = any(opened.thing.kind == PLACE and opened.site for opened in head.meaning)
        for opened in head.meaning:
            if town or (opened.plural and not (listed or is_plural(head))):
                continue
            thing = opened.thing
            if opened.coins:
                # A kind of body opens the name of a body; places and instruments are of one kind with what opens them.
                name = f"{opened.words} {called}" if listed else _BRACKET.sub(" ", called)
                known = name != called and not listed and self._find_body(name)
                thing = known or self.make_thing(KINDS[thing.kind].opens, name, {thing.iri})
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
        known = {name.first: name for name in found.names if name.meaning[0].thing.kind == ORGANIZATION}
        reach = 0
        for start, end in list_legal_forms(text, section.title_start, section.end):
            index = bisect_left(words.starts, start)
            first = find_large_start(words, index, reach)
            if first == index:
                continue
            reach = bisect_left(words.starts, end)
            letters = _squeeze(text[start:end])
            tail = self._tails.get(letters) or next((t for k, t in self._tails.items() if letters.startswith(k)), None)
            if first in known and known[first].last >= index:
                thing = known[first].meaning[0].thing
            else:
                thing = self.make_thing(ORGANIZATION, text[words.starts[first] : end], {tail.iri} if tail else ())
            yield Match(
                first, reach, words.starts[first], end, (Sense(thing, INVOLVES.name, cued=False, excluded=False),)
            )

    def _find_unknown(self, words: Words, text: str, title_end: int, known: _Known) -> Iterator[Match[Name]]:
        """Yield large words that no list knows: a place where only one can stand, else a partner where a cue asks."""
        listed: set[int] = set()
        for first, last in _list_unknown(words, known.taken, title_end):
            start, end = words.starts[first], words.find_end(last)
            called = text[start:end]
            named = TOKENS[words.tokens[first]].form.lower() not in _NO_NAME
            alone = first not in known.asked and is_named_place(words, first, last, listed)
            if named and words.get_key(first - 1) == "ex" and (not called.isupper() or is_definite(words, first - 1)):
                yield self._name_former(words, first, last, text)
            elif named and _ARENA.match(called):
                site = self.make_thing(PLACE, called, {_SPORTS})
                yield Match(first, last, start, end, (Sense(site, CONCERNS_PLACE.name, False, False),))
            elif named and not called.isupper() and (alone or is_grounded(words, first, known.ends)):
                if place := self.make_part(called, listed=ends_list(words, first, listed)):
                    known.ends.add(last)
                    listed.add(last)
                    yield Match(first, last, start, end, (Sense(place, CONCERNS_PLACE.name, False, False),))
            elif named and self._is_body(words, first, last, first in known.asked):
                sense = Sense(self.make_thing(ORGANIZATION, called), INVOLVES.name, True, False, close=True)
                yield Match(first, last, start, end, (sense,))

    def _is_body(self, words: Words, first: int, last: int, asked: bool) -> bool:
        """Whether an unknown name may be a body's: it is no town and nobody's, and says enough.

        It has two words, is an acronym, or is no word of the language where a cue asks for a partner. A capital that
        opens a sentence says nothing, unless whoever is named acts.
        """
        called = " ".join(TOKENS[token].form for token in words.tokens[first:last])
        enough = last - first >= _FEWEST_WORDS or bool(_ACRONYM.match(called.partition(" ")[0]))
        if not enough and (asked or is_agent(words, first)):
            enough = len(called) >= _FEWEST_LETTERS and called[1:].islower() and not knows_word(called, "it")
        if not enough or self.towns.knows(called) or is_person(words, first, last):
            return False
        return is_inside_sentence(words, first) or acts(words, last)

    def _name_former(self, words: Words, first: int, last: int, text: str) -> Match[Name]:
        """Return the name of a place by what it was: "l'ex Visnova"."""
        start, end = words.starts[first - 1], words.find_end(last)
        thing = self.make_thing(PLACE, text[start:end], {_FORMER})
        return Match(first - 1, last, start, end, (Sense(thing, CONCERNS_PLACE.name, cued=False, excluded=False),))

    def _join_former(self, words: Words, names: list[Match[Name]], text: str) -> Iterator[Match[Name]]:
        """Yield the names; whose a former building was is its name, and nobody's part: "ex caserma dei Carabinieri"."""
        owner = None
        for match, after in zip_longest(names, names[1:]):
            if match is owner:
                continue
            owner = after if after and _owns(words, match, after) else None
            yield self._lengthen(match, owner, text) if owner else match

    def _lengthen(self, match: Match[Name], owner: Match[Name], text: str) -> Match[Name]:
        site = self.make_thing(PLACE, text[match.start : owner.end], {_FORMER})
        senses = tuple(sense._replace(thing=site) for sense in match.meaning)
        return match._replace(last=owner.last, end=owner.end, meaning=senses)

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

    def _drop_owner(self, words: Words, match: Match[Name]) -> Match[Name]:
        """Return the match; where it is the body whose plan it is, as one that only looks like a name."""
        kind = self.towns.owner_kind
        senses = [sense for sense in match.meaning if kind and kind in {sense.thing.iri, *sense.thing.broader}]
        if not senses:
            return match
        # "Le Province" are others, "la Provincia" is not.
        general = all(sense.thing.iri == kind for sense in senses) and _is_singular(words, match)
        if not general and not any(self.towns.is_itself(sense.thing.label) for sense in senses):
            return match
        return match._replace(meaning=tuple(sense._replace(excluded=True) for sense in match.meaning))

    def _find_office(self, words: Words, match: Match[Name], text: str, known: set[int]) -> Match[Name]:
        """Return the match; where an acronym goes on after a hyphen, of that office of the body: "MEF-DAG"."""
        thing, index = match.meaning[0].thing, match.last
        short = thing.kind == ORGANIZATION and match.last - match.first == 1 and index not in known
        if (
            not short
            or words.get_gap(index) != "-"
            or not _is_short_name(words, index - 1) & _is_short_name(words, index)
        ):
            return match
        end = words.find_end(index + 1)
        office = self.make_thing(ORGANIZATION, text[match.start : end], thing.broader)
        senses = tuple(sense._replace(thing=office) for sense in match.meaning)
        return match._replace(last=index + 1, end=end, meaning=senses)

    def _resolve_site(self, words: Words, match: Match[Name], text: str) -> Match[Name]:
        """Return the match; where it is one of its kind, "l'ex mattatoio", of a place that is the plan's own."""
        sense = match.meaning[0]
        if sense.thing.iri not in SITES or sense.excluded or not _is_single(words, match):
            return match
        site = self.make_thing(PLACE, text[match.start : match.end], {sense.thing.iri})
        return match._replace(meaning=tuple(each._replace(thing=site) for each in match.meaning))


def _list_unknown(words: Words, taken: set[int], title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last word (exclusive) of each run of large words outside those ``taken``."""
    reach = 1
    for first in list_large(words):
        small = (
            words.get_key(first) in FUNCTION_FORMS and words.get_gap(first + 1) != "." and not opens_name(words, first)
        )
        if first < reach or first in taken or small:
            continue
        # What follows a name is its own: the Costa Levante of "Plastic Free Costa Levante", the S.A. of "Con.I.S.A.".
        gap = words.get_gap(first)
        if gap == "." or (first - 1 in taken and not gap.strip()):
            continue
        # A printed code stands after a bracket and a dash.
        last = find_large_end(words, first, title_end, begins=")" not in gap)
        last = next((place for place in range(first, last) if place in taken), last)
        # "Arciconfraternita di" is half a name.
        if last > first and is_large(words, last - 1):
            reach = last
            yield first, last


def _list_shared(lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the acronyms of several senses, each with all things that a vocabulary calls by it."""
    shared: dict[str, set[str]] = {label.words: set() for label in lexicon.labels if label.use == "shared"}
    for label in lexicon.labels if shared else ():
        if label.words in shared:
            shared[label.words].add(label.thing)
    return shared


def _is_short_name(words: Words, index: int) -> bool:
    form = TOKENS[words.tokens[index]].form if index < len(words.tokens) else ""
    return len(form) > 1 and form.isupper() and form.isalpha()


def _is_singular(words: Words, match: Match[Name]) -> bool:
    """Whether a noun stands in the singular, by the article before it where its form does not say: "la Comunità"."""
    before = TOKENS[words.tokens[match.first - 1]].form.casefold() if match.first else ""
    return before not in _SEVERAL and FOLDED[TOKENS[words.tokens[match.first]].form] not in PLURALS


def _is_single(words: Words, match: Match[Name]) -> bool:
    """Whether a noun stands in the singular, and nothing before it says that it is any one of several."""
    noun = match.first + (words.get_key(match.first) == "ex")
    form = FOLDED[TOKENS[words.tokens[min(noun, match.last - 1)]].form]
    any_one = match.first > 0 and words.get_key(match.first - 1) in _ANY_ONE
    return not any_one and words.get_key(min(noun, match.last - 1)) == form


def _owns(words: Words, match: Match[Name], after: Match[Name]) -> bool:
    """Whether ``match`` is a building that once was the body's ``after``: only "di", "dei" and the like part them."""
    former = _FORMER in match.meaning[0].thing.broader and after.meaning[0].thing.kind != PLACE
    tied = after.first == match.last + 1 and words.get_key(match.last) == "di"
    return former and tied and is_plain(words, match.last) and is_plain(words, after.first)


def _is_short(words: Words, first: int, last: int) -> bool:
    """Whether a road is called by a word or two, no acronym: "via Le Mase", whatever Mase is, not "via PEC"."""
    return last - first <= _SHORT and not any(TOKENS[token].form.isupper() for token in words.tokens[first:last])


def _is_hyphened(words: Words, index: int) -> bool:
    """Whether a word is the second half of another, as the Farmacia of "SOS-Farmacia"; an "ex-" is none."""
    return index > 0 and words.get_gap(index) == "-" and words.get_key(index - 1) != "ex"


def _stands_in_name(names: list[Match[Name]], ends: list[int], head: Opening) -> bool:
    """Whether a noun is the end of a known name, as the Imprese of "Confartigianato Imprese Modena"."""
    following = names[bisect_right(ends, head.first) :]
    return bool(following) and following[0].first < head.first


def _ends_phrase(names: list[Match[Name]], ends: list[int], head: Opening) -> bool:
    """Whether a noun ends words that only look like a name: the quartiere of "assemblea di quartiere"."""
    name = next(iter(names[bisect_right(ends, head.first) :]), None)
    return name is not None and name.first < head.first and any(sense.excluded for sense in name.meaning)


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
