"""One plan as its pages show it: elements, what they name and with which words, the whole text with its marks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TypeVar

from pyoxigraph import Triple

from dupgraph.ask.analysis.dependencies import Dependency, find_dependencies
from dupgraph.ask.analysis.measures import Gaps, find_gaps
from dupgraph.ask.analysis.network import PlanElement, PlanMention, PlanNetwork, PlanReference, PlanThing
from dupgraph.ask.analysis.reading import name_category_type, read_network
from dupgraph.ask.names import fold_label
from dupgraph.ask.results.columns import name_column
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import QueryError
from dupgraph.base.gathering import gather
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine
from dupgraph.language.languages import get_text
from dupgraph.language.plurals import pluralise
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.marking import Mark, Run, split_paragraphs
from dupgraph.publish.pages.statement import Statement, read_statement
from dupgraph.publish.quotes import Quote, Spot, quote_mentions, read_sentences
from dupgraph.publish.routes.paths import find_path, name_anchor, name_place
from dupgraph.schema.links import LEVELS, LINKS, PARTNER, ROLE_OF, ROLES, ElementKind, name_kind
from dupgraph.schema.namespaces import DCT, DUP, OA, RDF, ROOT

Value = TypeVar("Value")

# How many dependencies of an element are shown: the strongest ones.
MOST_DEPENDENCIES = 6
KINDS: dict[str, str] = {link.name: link.role for link in LINKS.values()}
# The kind of what a field says in words, which names no thing.
FIELD = "field"
# Where an element's text goes on, as RFC 5147 writes it.
_PART = re.compile(r"char=(\d{1,9}),(\d{1,9})")
# By which link a node is part of an element's page, and has none of its own.
_IN_ELEMENT = DUP + "inElement"
_VALUE = RDF + "value"
# Where words name several things at once, which of them comes first.
_ORDER: dict[str, int] = {kind: place for place, kind in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Naming:
    """An element names a thing, by one link, with these words."""

    element: PlanElement
    thing: PlanThing
    property: str
    mentions: tuple[PlanMention, ...]


class PlanView:
    """A plan, and everything that its pages show. ``root`` is that below which the plans' own IRIs stand."""

    def __init__(self, iri: str, triples: tuple[Triple, ...], root: str = ROOT) -> None:
        """Gather what a plan's triples say. Raises QueryError when it has no elements, or no words."""
        self.iri = iri
        self.root = root
        self.triples = triples
        self.path = find_path(iri, root)
        self.facts = Facts(triples)
        self.engine = MemoryEngine(Place(f"<{iri}>"), triples)
        with paused_gc():
            self.network: PlanNetwork = read_network(self.engine, iri)
        self.elements = self.network.index_elements()
        self.things = self.network.index_things()

    def find_path(self, iri: str) -> str:
        """Return the path of an IRI's page."""
        return find_path(iri, self.root)

    @cached_property
    def statement(self) -> Statement:
        """What the plan says of itself."""
        return read_statement(self.iri, self.facts)

    @cached_property
    def namings(self) -> tuple[Naming, ...]:
        """Who names what, in the plan's order."""
        words = self.network.group_mentions()
        return tuple(
            Naming(
                self.elements[link.element],
                self.things[link.thing],
                link.property,
                tuple(words.get((link.element, link.property, link.thing), ())),
            )
            for link in self.network.links
        )

    @cached_property
    def by_element(self) -> Mapping[str, tuple[Naming, ...]]:
        """The namings of each element."""
        return _group((naming.element.iri, naming) for naming in self.namings)

    @cached_property
    def by_thing(self) -> Mapping[str, tuple[Naming, ...]]:
        """The namings of each thing."""
        return _group((naming.thing.iri, naming) for naming in self.namings)

    @cached_property
    def children(self) -> Mapping[str, tuple[PlanElement, ...]]:
        """The elements right below each element, and below the plan."""
        return _group((element.parent or self.iri, element) for element in self.network.elements)

    @cached_property
    def members(self) -> Mapping[str, tuple[PlanThing, ...]]:
        """The things that are of a kind: of each kind those that the plan names."""
        return _group((kind.iri, thing) for thing in self.network.things for kind in thing.broader)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each element in the plan's order."""
        return {element.iri: place for place, element in enumerate(self.network.elements)}

    @cached_property
    def references(self) -> Mapping[str, tuple[PlanReference, ...]]:
        """What each element's text cites."""
        return _group((reference.element, reference) for reference in self.network.references)

    @cached_property
    def pursued(self) -> Mapping[str, tuple[PlanReference, ...]]:
        """What each element says that it pursues."""
        return _group((pursuit.element, pursuit) for pursuit in self.network.pursuits)

    @cached_property
    def pursuing(self) -> Mapping[str, tuple[PlanReference, ...]]:
        """Who says that they pursue each element."""
        return _group((pursuit.cited, pursuit) for pursuit in self.network.pursuits)

    @cached_property
    def gaps(self) -> Gaps:
        """What the plan does not say."""
        return find_gaps(self.network)

    @cached_property
    def dependencies(self) -> Mapping[str, tuple[Dependency, ...]]:
        """The strongest dependencies of each objective, itself the first side."""
        found: dict[str, list[Dependency]] = defaultdict(list)
        try:
            pairs = find_dependencies(self.network)
        except QueryError:
            # A plan without objectives has none.
            return {}
        for tie in pairs:
            for side, seen in ((tie.a, tie), (tie.b, tie.turn())):
                if len(found[side]) < MOST_DEPENDENCIES:
                    found[side].append(seen)
        return {iri: tuple(ties) for iri, ties in found.items()}

    @cached_property
    def text(self) -> str:
        """The canonical text; empty where the graph does not hold it."""
        return self.facts.find_text(self.statement.text, DUP + "canonicalText")

    @cached_property
    def fields(self) -> Mapping[str, tuple[PlanMention, ...]]:
        """What the fields of each element say in words, and where: mentions, of which the property is the thing."""
        return _group(
            (element, self._read_field(node, element))
            for element, nodes in self.nodes_by_element.items()
            for node in nodes
            if self.facts.find_text(node, _VALUE)
        )

    def _read_field(self, iri: str, element: str) -> PlanMention:
        link, page = self.facts.find_link(iri, DUP + "evidenceFor"), self.facts.find_number(iri, DUP + "page")
        before, words, after = (self.facts.find_text(iri, name) for name in (OA + "prefix", _VALUE, OA + "suffix"))
        start, end = (self.facts.find_number(iri, OA + name) or 0 for name in ("start", "end"))
        return PlanMention(iri, element, link.removeprefix(DUP), link, words, before, after, start, end, page, "", "")

    @cached_property
    def mentions(self) -> tuple[PlanMention, ...]:
        """All mentions: of things, and of what fields say in words."""
        return (*self.network.mentions, *chain.from_iterable(self.fields.values()))

    @cached_property
    def marks(self) -> Mapping[str, tuple[Mark, ...]]:
        """The marks of each element, by their place; those of one place in the order of links."""
        mentions = sorted(self.mentions, key=lambda mention: (mention.start, -mention.end))
        return _group(
            (m.element, Mark(m.start, m.end, name_anchor(m.iri), m.thing, KINDS.get(m.property, FIELD)))
            for m in mentions
        )

    def read_element(self, iri: str) -> str:
        """Return the text of an element, without marks."""
        return "\n\n".join("".join(run.text for run in runs) for runs in self.mark_element(iri))

    def mark_element(self, iri: str) -> tuple[tuple[Run, ...], ...]:
        """Return the text of an element as marked paragraphs; without marks where the graph holds no text to mark."""
        start, end = (self.facts.find_text(iri, OA + name) for name in ("start", "end"))
        if self.text and start.isdecimal() and end.isdecimal():
            further = (_PART.fullmatch(part) for part in self.facts.list_texts(iri, DUP + "goesOnAt"))
            spans = [(int(start), int(end)), *sorted((int(part[1]), int(part[2])) for part in further if part)]
            marks = self.marks.get(iri, ())
            return tuple(runs for span in spans for runs in split_paragraphs(self.text, *span, marks))
        text = self.facts.find_text(iri, DCT + "description")
        return ((Run(text, (), ()),),) if text else ()

    @cached_property
    def _levels(self) -> Mapping[ElementKind, set[str]]:
        names: dict[ElementKind, set[str]] = defaultdict(set)
        for element in self.network.elements:
            names[element.kind].add(element.level)
        return names

    @cached_property
    def _sentences(self) -> Mapping[Spot, str]:
        return read_sentences(self.engine, self.mentions)

    # What templates ask ---------------------------------------------------------------------------------------------

    def name_element_anchor(self, element: PlanElement) -> str:
        """Return the anchor of an element within the whole text."""
        return name_place("e", element.code)

    def choose_mark(self, run: Run) -> Mark:
        """Return the mark that a run's link follows: whom or what it names before its theme, the narrowest first."""
        return min(run.marks, key=lambda mark: (_ORDER.get(mark.kind, len(_ORDER)), mark.end - mark.start))

    def describe_marks(self, run: Run, language: str) -> str:
        """Return what the words of a run name, each thing once: the link's tooltip."""
        marks = sorted(run.marks, key=lambda mark: _ORDER.get(mark.kind, len(_ORDER)))
        said = (f"{self.name_mark_kind(mark, language)}: {self.name_mark(mark, language)}" for mark in marks)
        return "; ".join(dict.fromkeys(said))

    def name_mark_kind(self, mark: Mark, language: str) -> str:
        """Return the sort of thing that a mark names."""
        return get_text("site", FIELD, language) if mark.kind == FIELD else name_kind(mark.kind, language)

    def name_mark(self, mark: Mark, language: str) -> str:
        """Return what a mark names: a thing, or the field that says its words."""
        field = mark.thing.removeprefix(DUP)
        return self.facts.name(mark.thing, language) if field == mark.thing else name_column(field, language)

    def count_children(self, iri: str, language: str) -> str:
        """Return how many elements of which kind stand right below one."""
        kinds = Counter(element.kind for element in self.children.get(iri, ()))
        return ", ".join(f"{count} {self.name_level(kind, language, count).lower()}" for kind, count in kinds.items())

    def name_level(self, kind: ElementKind, language: str, count: int = 1) -> str:
        """Return what so many elements of a level are: in Italian as the plan itself calls them, if always the same."""
        names = self._levels.get(kind, ()) if language == self.statement.language == "it" else ()
        own = next(iter(names)) if len(names) == 1 else ""
        form = "one" if count == 1 else "many"
        return (own if count == 1 else pluralise(own)) or LEVELS[kind].word(form, language)

    def list_within(self, iri: str) -> dict[str, list[tuple[PlanThing, int]]]:
        """Return what the elements below one name, by the kind of link, the most named first, with how many do."""
        inner = [child.iri for child in self.children.get(iri, ())]
        for below in inner:
            inner += [child.iri for child in self.children.get(below, ())]
        namings = [naming for below in inner for naming in self.by_element.get(below, ())]
        counts = {
            name: Counter(naming.thing.iri for naming in group).most_common()
            for name, group in self.group_namings(namings).items()
        }
        return {name: [(self.things[thing], count) for thing, count in rows] for name, rows in counts.items()}

    def list_together(self, iri: str) -> dict[str, list[tuple[PlanThing, int]]]:
        """Return what the elements name that name a thing, or what is of its kind; with in how many they do.

        By the kind of link, the most named first, and of these in the plan's order: the questions for partners of
        partners and of themes count so.
        """
        asked = {iri, *(thing.iri for thing in self.members.get(iri, ()))}
        elements: dict[str, set[str]] = defaultdict(set)
        for each in asked:
            for naming in self.by_thing.get(each, ()):
                elements[naming.element.iri].add(each)
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for element in self.elements:
            here = elements.get(element)
            for naming in self.by_element.get(element, ()) if here else ():
                if here != {naming.thing.iri}:
                    counts[naming.property][naming.thing.iri] += 1
        return {
            name: [(self.things[thing], count) for thing, count in counts[name].most_common()]
            for name in ROLE_OF
            if name in counts
        }

    def list_most_named(self, most: int) -> list[tuple[PlanThing, int]]:
        """Return the partners that the most elements name, with how many do."""
        things = [thing for thing in self.network.things if thing.kind == PARTNER and self.by_thing.get(thing.iri)]
        things.sort(key=lambda thing: (-len(self.by_thing[thing.iri]), fold_label(thing.label)))
        return [(thing, len(self.by_thing[thing.iri])) for thing in things[:most]]

    def find_role(self, name: str) -> str:
        """Return the sort of things that a link leads to."""
        return KINDS.get(name, FIELD)

    def quote(self, mentions: Iterable[PlanMention]) -> list[Quote]:
        """Return the sentences that hold the words of some mentions, each once."""
        return quote_mentions(mentions, self._sentences)

    def name_involvement(self, mention: PlanMention, language: str) -> str:
        """Return how a partner is involved, by a mention; empty where the text does not say."""
        ways = self.facts.list_links(mention.iri, DUP + "involvementKind")
        return self.facts.name(ways[0], language) if ways else mention.involvement

    def sort_things(self, things: Iterable[PlanThing], language: str) -> list[PlanThing]:
        """Return things by what they are called."""
        return sorted(things, key=lambda thing: fold_label(self.facts.name(thing.iri, language)))

    def name_category(self, thing: PlanThing, language: str) -> str:
        """Return the kind of body, group of themes, sort of place or of instrument of a thing; a kind has none."""
        if thing.category == thing.iri:
            return ""
        if thing.category in self.facts:
            return self.facts.name(thing.category, language)
        return name_category_type(thing.category, language) or thing.category_label

    @staticmethod
    def group_namings(namings: Iterable[Naming]) -> dict[str, list[Naming]]:
        """Return namings by the kind of link, in the order of links."""
        groups = gather((naming.property, naming) for naming in namings)
        return {name: groups[name] for name in ROLE_OF if name in groups}

    def list_parents(self, element: PlanElement) -> tuple[PlanElement, ...]:
        """Return the elements above an element, the highest first."""
        above: list[PlanElement] = []
        while element.parent in self.elements:
            element = self.elements[element.parent]
            above.insert(0, element)
        return tuple(above)

    @cached_property
    def nodes_by_element(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that an element's page carries: its mentions."""
        return _group(
            (element, subject)
            for subject in self.facts.by_subject
            for element in self.facts.list_links(subject, _IN_ELEMENT)
            if element in self.elements
        )

    def list_mention_paths(self) -> Iterator[tuple[str, str]]:
        """Yield the path of each mention that has a path of its own, and that of its element's page."""
        # By the plan's order: a store keeps its triples in another one than a file.
        for element in self.network.elements:
            own = self.find_path(element.iri)
            yield from ((self.find_path(node), own) for node in sorted(self.nodes_by_element.get(element.iri, ())))

    def list_own(self) -> Iterator[str]:
        """Yield the IRIs that are the plan's own: itself, its text and its elements; each has a page."""
        own = {self.iri, self.statement.text, *self.elements}
        return (iri for iri in self.facts.by_subject if iri in own)

    def list_shared(self) -> Iterator[str]:
        """Yield the IRIs with a page that another plan may describe too: bodies, places, concepts."""
        others = {self.iri, self.statement.text, *self.elements}
        others |= {node for nodes in self.nodes_by_element.values() for node in nodes}
        return (iri for iri in self.facts.by_subject if iri not in others)

    def list_page_triples(self, iri: str) -> list[Triple]:
        """Return the triples beside a page: of the thing itself, and of what its page carries."""
        nodes = (iri, *self.nodes_by_element.get(iri, ()))
        return [triple for node in nodes for triple in self.facts.list_triples(node)]


def _group(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """Return the second of each pair, by the first, in the order in which they come."""
    return {name: tuple(values) for name, values in gather(pairs).items()}
