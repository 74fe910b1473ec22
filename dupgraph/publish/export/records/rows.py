"""The rows of the tables, in the order of their columns."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from dupgraph.ask.analysis.network import PlanNetwork
from dupgraph.ask.results.columns import name_instrument_type
from dupgraph.language.languages import LABEL_LANGUAGES
from dupgraph.publish.facts import NAMES, FactLookup
from dupgraph.schema.links import ELEMENT_KINDS, GOAL, PARTNER, PURSUES, REFERENCE, ROLES, SHOWN
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDF, SKOS

Value = str | int | tuple[str, ...] | None
Row = tuple[Value, ...]

# All links that a text states, in the order of lists.
STATED = tuple(link.name for link in (*SHOWN, GOAL, REFERENCE, PURSUES))
# By which properties a thing leads to the kinds and groups of which it is one.
_ABOVE = (DUP + "hasKind", SKOS + "broader", DCT + "type")
# What a link makes of what it leads to; what an element cites is called by its own kind.
_KINDS: dict[str, str] = {link.name: link.role for link in (*SHOWN, GOAL)}
_ORDER = {kind: place for place, kind in enumerate((*ROLES, GOAL.role, *ELEMENT_KINDS))}


@dataclass(frozen=True)
class Records:
    """The tables of a graph; ``list_rows`` of each. The same graph gives the same rows, in the same order."""

    network: PlanNetwork
    facts: FactLookup

    def list_rows(self, table: str) -> tuple[Row, ...]:
        """Return a table's rows: values in the order of its columns, None or an empty text where there is none."""
        lists = {
            "elements": self._list_elements,
            "entities": self._list_entities,
            "links": self._list_links,
            "mentions": self._list_mentions,
        }
        return tuple(lists[table]())

    def _list_elements(self) -> Iterator[Row]:
        facts = self.facts
        for element in self.network.elements:
            iri = element.iri
            title = facts.find_words(iri, DCT + "title")
            yield (
                iri,
                element.plan,
                element.kind,
                facts.find_text(iri, DUP + "levelName"),
                element.code,
                title.text,
                facts.find_text(iri, DCT + "description"),
                title.language,
                element.parent,
                element.policy,
                element.guideline,
                facts.find_number(iri, L0 + "positionInSequence"),
                facts.find_number(iri, OA + "start"),
                facts.find_number(iri, OA + "end"),
                facts.find_number(iri, DUP + "page"),
            )

    @cached_property
    def _links(self) -> dict[tuple[str, str, str], int]:
        """Element, property and thing of each link, and how many mentions say it.

        What only a mention says is there too: no mention is without its link.
        """
        said = Counter((mention.element, mention.property, mention.thing) for mention in self.network.mentions)
        stated = (
            (element.iri, name, thing)
            for element in self.network.elements
            for name in STATED
            for thing in self.facts.list_links(element.iri, DUP + name)
        )
        return {link: said[link] for link in dict.fromkeys((*stated, *said))}

    @cached_property
    def _entities(self) -> dict[str, tuple[str, ...]]:
        """The kinds of each entity: the sorts of links that lead to it, none of what is only a kind of another."""
        elements = self.network.index_elements()
        kinds: dict[str, set[str]] = {}
        for _, name, thing in self._links:
            cited = elements[thing].kind if name in {REFERENCE.name, PURSUES.name} and thing in elements else ""
            kinds.setdefault(thing, set()).update(filter(None, (_KINDS.get(name, cited),)))
        for thing in tuple(kinds):
            for above in self.facts.list_ancestors(thing, *_ABOVE):
                kinds.setdefault(above, set())
        return {iri: tuple(sorted(found, key=_ORDER.__getitem__)) for iri, found in kinds.items()}

    @cached_property
    def _order(self) -> dict[str, int]:
        """The place of each entity: by kind and name, the kinds that nobody names directly last."""

        def rank(item: tuple[str, tuple[str, ...]]) -> tuple[int, str, str]:
            iri, kinds = item
            place = _ORDER[kinds[0]] if kinds else len(_ORDER)
            return place, self.facts.find_words(iri, *NAMES).text.casefold(), iri

        return {iri: place for place, (iri, _) in enumerate(sorted(self._entities.items(), key=rank))}

    def _list_entities(self) -> Iterator[Row]:
        facts = self.facts
        for iri in self._order:
            kinds = self._entities[iri]
            broader = facts.list_links(iri, *_ABOVE)
            yield (
                iri,
                kinds,
                facts.list_links(iri, RDF + "type"),
                *(facts.find_translation(iri, language, *NAMES) for language in LABEL_LANGUAGES),
                *(facts.list_texts(iri, SKOS + "altLabel", language) for language in LABEL_LANGUAGES),
                *(facts.find_translation(iri, language, SKOS + "definition") for language in LABEL_LANGUAGES),
                *(self._name_category(iri, kinds, broader, language) for language in LABEL_LANGUAGES),
                broader,
            )

    def _name_category(self, iri: str, kinds: tuple[str, ...], broader: tuple[str, ...], language: str) -> str:
        sort = self.facts.find_text(iri, DUP + "instrumentType")
        if sort:
            return name_instrument_type(sort, language)
        # A kind of bodies is its own category: bodies and kinds of them are counted together, as in the network.
        named = broader[0] if broader else iri if PARTNER in kinds else ""
        return self.facts.find_translation(named, language, *NAMES)

    def _list_links(self) -> Iterator[Row]:
        places = {element.iri: place for place, element in enumerate(self.network.elements)}
        ranks = {name: place for place, name in enumerate(STATED)}

        def rank(link: tuple[str, str, str]) -> tuple[int, int, str, int]:
            element, name, thing = link
            return places[element], ranks.get(name, len(ranks)), name, self._order[thing]

        for link in sorted(self._links, key=rank):
            yield (*link, self._links[link])

    def _list_mentions(self) -> Iterator[Row]:
        facts = self.facts

        @cache
        def translate(iri: str) -> tuple[str, ...]:
            return tuple(facts.find_translation(iri, language, *NAMES) for language in LABEL_LANGUAGES)

        for mention in self.network.mentions:
            involvement = facts.find_link(mention.iri, DUP + "involvementKind")
            yield (
                mention.iri,
                mention.element,
                mention.property,
                mention.thing,
                mention.words,
                mention.before,
                mention.after,
                mention.start,
                mention.end,
                mention.page,
                facts.find_link(mention.iri, DUP + "method"),
                involvement,
                *translate(involvement),
                mention.cue,
                mention.reviewed,
            )
