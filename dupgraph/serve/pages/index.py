"""What the pages of answers look up: where an element and a thing are, and where in the plan some words stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache, partial

from pyoxigraph import Literal

from dupgraph.ask.names import find_names
from dupgraph.ask.parameters import write_iri
from dupgraph.ask.phrases.names import Names
from dupgraph.base.walking import walk
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.tabled import find_tables
from dupgraph.schema.namespaces import DCT, DUP, OA, SKOS

_ELEMENTS = f"""SELECT DISTINCT ?element ?code ?plan WHERE {{
  ?whole a <{DUP}Plan> ; <{DCT}source> ?text ; <{DCT}title> ?plan .
  ?element <{OA}hasSource> ?text ; <{DCT}identifier> ?code .
}}"""
_NAMES = f"""SELECT ?name {{ %s <{SKOS}prefLabel>|<{DCT}title> ?name }}
ORDER BY DESC(LANG(?name) = "%s") ?name LIMIT 1"""
_TEXTS = f"""SELECT DISTINCT ?title ?plan ?digest WHERE {{
  ?plan a <{DUP}Plan> ; <{DCT}title> ?title ; <{DCT}source> ?text .
  ?text <{DCT}identifier> ?digest .
}}"""
_MENTIONS = f"""SELECT ?mention ?element ?words WHERE {{
  VALUES ?element {{ %s }}
  ?mention <{DUP}inElement> ?element ; <{OA}exact> ?words ; <{OA}start> ?start .
}} ORDER BY DESC(?start)"""
_COUNTS = f"""SELECT ?thing (COUNT(DISTINCT ?mention) AS ?count) WHERE {{
  ?mention <{DUP}refersTo> ?thing ; <{DUP}inElement> ?element .%s
}} GROUP BY ?thing"""
_WITHIN = f" ?element <{OA}hasSource> ?text . <%s> <{DCT}source> ?text ."
_KINDS = f"SELECT DISTINCT ?thing ?kind WHERE {{ ?thing <{DUP}hasKind>|<{SKOS}broader>|<{DCT}type> ?kind }}"
_ASKED_AT_ONCE = 200
# Of so many plans names and counts are at hand; a server may show thousands.
_AT_HAND = 16


class Index:
    """The names of the plans that are open, each sort read when it is first asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._things: dict[str, Mapping[str, str]] = {}
        self._count = lru_cache(_AT_HAND)(self._read_counts)
        self._find_names = lru_cache(_AT_HAND)(partial(Names, engine))

    @cached_property
    def elements(self) -> Mapping[tuple[str, str], str]:
        """The elements by the plan's title and their code; also by the code alone, where no two plans share it."""
        found: dict[tuple[str, str], str] = {}
        bearers: dict[str, set[str]] = defaultdict(set)
        for element, code, plan in self.engine.select(_ELEMENTS).list_texts():
            found[plan, code] = element
            bearers[code].add(element)
        return found | {("", code): owners.pop() for code, owners in bearers.items() if len(owners) == 1}

    @cached_property
    def texts(self) -> Mapping[str, tuple[str, str]]:
        """The plans by their titles: the IRI of each, and the digest of its text."""
        rows = self.engine.select(_TEXTS).list_texts()
        return {title: (plan, digest.removeprefix("sha256:")) for title, plan, digest in rows}

    def read_names(self, asked: str, plan: str = "") -> Names:
        """Return the names that what is ``asked`` in plain words may hold, of one plan where its IRI is given.

        Those of a corpus are looked up in its tables for each question, all others are read once.
        """
        has_tables = find_tables(self.engine) is not None
        return Names(self.engine, plan, asked) if has_tables else self._find_names(plan)

    def name_thing(self, iri: str, language: str) -> str:
        """Return what a thing or an element is called."""
        names = self.engine.select(_NAMES % (write_iri(iri), language)).rows
        return next((name.value for (name,) in names if isinstance(name, Literal)), iri)

    def find_things(self, language: str) -> Mapping[str, str]:
        """Return the things by what they are called in a language; a name that two things share is left out."""
        if language not in self._things:
            names: dict[str, str] = {}
            for name in find_names(self.engine, ("thing",)):
                if name.preferred and name.language in ("", language):
                    names[name.label] = "" if names.get(name.label, name.thing) != name.thing else name.thing
            self._things[language] = names
        return self._things[language]

    def find_mentions(self, elements: Iterable[str]) -> Mapping[tuple[str, str], str]:
        """Return the first mention of some words in each of the elements, by element and words."""
        wanted = [write_iri(element) for element in dict.fromkeys(elements)]
        found: dict[tuple[str, str], str] = {}
        for first in range(0, len(wanted), _ASKED_AT_ONCE):
            part = " ".join(wanted[first : first + _ASKED_AT_ONCE])
            rows = self.engine.select(_MENTIONS % part).list_texts()
            found |= {(element, words): mention for mention, element, words in rows}
        return found

    def count_mentions(self, plan: str = "") -> Mapping[str, int]:
        """Return how often each thing is named, of a kind also its members; in one plan, where its IRI is given."""
        return self._count(plan)

    def _read_counts(self, plan: str) -> Mapping[str, int]:
        rows = self.engine.select(_COUNTS % (_WITHIN % plan if plan else "")).list_texts()
        return _add_up({thing: int(count) for thing, count in rows}, self._kinds)

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[str, ...]]:
        kinds: dict[str, tuple[str, ...]] = {}
        for thing, kind in self.engine.select(_KINDS).list_texts():
            kinds[thing] = (*kinds.get(thing, ()), kind)
        return kinds


def _add_up(counts: Mapping[str, int], kinds: Mapping[str, tuple[str, ...]]) -> Mapping[str, int]:
    """Return the counts with those of all things below each."""
    total: dict[str, int] = defaultdict(int)
    for thing, count in counts.items():
        for each in walk([thing], lambda kind: kinds.get(kind, ())):
            total[each] += count
    return total
