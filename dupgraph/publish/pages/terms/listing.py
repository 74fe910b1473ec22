"""Which pages terms have, and what each is given."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from markupsafe import Markup
from pyoxigraph import Triple

from dupgraph.base.files import find_resource, list_resources
from dupgraph.graph.rdf import read_packaged
from dupgraph.language.languages import LABEL_LANGUAGES, LANGUAGES, WHOLE
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.drawing import Frame, name_licence
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.terms.examples import Example, ExampleGraph, load_example_graph
from dupgraph.publish.pages.terms.ontology import (
    COMMENT,
    FUNCTIONAL,
    NOTE,
    ONTOLOGY,
    Terms,
    find_kind,
    list_alignments,
    list_changes,
    list_reuses,
    load_ontologies,
    load_sections,
    load_triples,
    shorten_iri,
    split_terms,
    write_name,
)
from dupgraph.publish.pages.things import list_properties
from dupgraph.publish.routes.paths import find_path
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.namespaces import DUP, OWL, RDFS

_SH = "http://www.w3.org/ns/shacl#"
_TARGETS = tuple(_SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
_PARTS = (_SH + "property", _SH + "sparql")
_TERM = re.compile(r"\bdup:(\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the shape's IRI, and what is said when it is broken, by language."""

    iri: str
    messages: Mapping[str, str]


@cache
def load_shapes() -> Facts:
    """Return the packaged shapes."""
    return Facts(read_packaged(list_resources("ontology/shapes", ".ttl")))


@cache
def load_rules() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules that speak of each term, in the order of their files."""
    shapes = load_shapes()
    found: dict[str, dict[str, Rule]] = {}
    for iri in shapes.by_subject:
        told = {text: each for each in LABEL_LANGUAGES for text in shapes.list_texts(iri, f"{_SH}message", each)}
        spoken = {language: text for text, language in told.items()}
        if spoken:
            messages = {language: spoken.get(language) or spoken.get(WHOLE, "") for language in LANGUAGES}
            for term in _list_terms(shapes, iri):
                found.setdefault(term, {})[iri] = Rule(iri, messages)
    return {term: tuple(rules.values()) for term, rules in found.items()}


def _list_terms(shapes: Facts, iri: str) -> Iterator[str]:
    """Yield the terms that a rule speaks of: its property, its class, its targets, and those in its query."""
    yield from shapes.list_links(iri, f"{_SH}path")
    yield from shapes.list_links(iri, f"{_SH}class")
    for shape in (iri, *_list_owners(shapes).get(iri, ())):
        for target in _TARGETS:
            yield from shapes.list_links(shape, target)
    for text in shapes.list_texts(iri, f"{_SH}select"):
        yield from (DUP + name for name in _TERM.findall(text))


@cache
def _list_owners(shapes: Facts) -> dict[str, list[str]]:
    """Return the shapes that each rule is part of."""
    owners: dict[str, list[str]] = {}
    for shape in shapes.by_subject:
        for predicate in _PARTS:
            for part in shapes.list_links(shape, predicate):
                owners.setdefault(part, []).append(shape)
    return owners


_ONTOLOGY_KIND = OWL + "Ontology"


def list_term_routes(shared: Shared, view: PlanView | None, frame: Frame) -> Iterator[Route]:
    """Yield the page of each term of an ontology, and of the ontologies themselves.

    Examples come from ``view``, the plan of a site that has one alone; else from the packaged graph. Where it has none,
    the packaged vocabularies may: the words of cues and themes stand there only.
    """
    order = {iri: place for place, iri in enumerate(each for part in load_sections() for each in part.terms)}
    iris = sorted(shared.list_terms(), key=lambda iri: (order.get(iri, len(order)), iri))
    facts = Facts([*load_ontologies(), *_list_foreign(shared.gather(iris))])
    terms = Terms((iri for iri in iris if _ONTOLOGY_KIND not in facts.list_types(iri)), facts)
    first = (
        cache(partial(ExampleGraph, "term_from_plan", view.engine, view.facts))
        if view
        else partial(load_example_graph, "term_from_package", "graph")
    )
    graphs = (first, partial(load_example_graph, "term_from_vocabularies", "ontology/vocabularies"))
    pages = _TermPages(terms, graphs, frame)
    for iri in iris:
        triples = tuple(shared.list_triples(iri))
        is_ontology = _ONTOLOGY_KIND in facts.list_types(iri)
        make = partial(pages.describe_ontology if is_ontology else pages.describe_term, iri, triples)
        yield Route(find_path(iri, frame.root), make, has_data=True)


def _list_foreign(facts: Facts) -> Iterator[Triple]:
    """Yield what is said of things that our own ontologies do not describe: what these say of theirs holds."""
    own = {triple.subject for triple in load_ontologies()}
    return (triple for triples in facts.by_subject.values() for triple in triples if triple.subject not in own)


@cache
def load_picture(language: str) -> Markup:
    """Return the picture of the ontology with its table, drawn at the last release; empty in a language without one.

    ``tools/diagram.py`` draws it: it is the same on every site.
    """
    file = find_resource("ontology", "diagram", f"{language}.html")
    return Markup(file.read_text(encoding="utf-8") if file.is_file() else "")  # noqa: S704  a file of our own


class _TermPages:
    """Makes the pages of one site's terms."""

    def __init__(self, terms: Terms, graphs: tuple[Callable[[], ExampleGraph], ...], frame: Frame) -> None:
        self._terms = terms
        self._facts = terms.facts
        self._graphs = graphs
        self._frame = frame
        self._alignments = list_alignments()
        self._ranges, self._domains = (
            {each: terms.list_targets(each, RDFS + name) for each in terms.iris} for name in ("range", "domain")
        )

    def _describe(self, iri: str) -> dict[str, object]:
        """Return what every page here is given."""
        return {
            "iri": iri,
            "facts": self._facts,
            "short": write_name(iri),
            "write_name": write_name,
            "shorten_iri": shorten_iri,
            "split_terms": split_terms,
            "name_licence": name_licence,
            "comment": COMMENT,
            "kind": find_kind(self._facts.list_types(iri)),
        }

    def describe_term(self, iri: str, triples: tuple[Triple, ...]) -> Page:
        terms, facts = self._terms, self._facts
        examples, graph = self._find_examples(iri)
        home = facts.list_links(iri, RDFS + "isDefinedBy")
        lead = [Crumb(self._name(each), find_path(each, self._frame.root)) for each in home if self._frame.holds(each)]
        return Page(
            path=find_path(iri, self._frame.root),
            template="term.html",
            titles=self._name(iri),
            values={
                **self._describe(iri),
                "is_functional": FUNCTIONAL in facts.list_types(iri),
                "relations": terms.list_relations(iri),
                "as_domain": terms.list_uses(iri, RDFS + "domain"),
                "as_range": terms.list_uses(iri, RDFS + "range"),
                "range_of": self._ranges,
                "domain_of": self._domains,
                "alignments": [each for each in self._alignments if each.term == iri],
                # Of our own terms the page says everything in words; of others it cannot know what matters.
                "properties": [] if iri.startswith(DUP) else list_properties(facts, iri),
                "rules": self._list_rules(iri),
                "examples": examples,
                "graph": graph,
            },
            iri=iri,
            crumbs=(Crumb(find_word("home"), "index"), *lead[:1]),
            triples=triples,
            schema={
                "@context": "https://schema.org",
                "@type": "DefinedTerm",
                "@id": iri,
                "termCode": write_name(iri),
                "inDefinedTermSet": home[:1],
            },
        )

    def describe_ontology(self, iri: str, triples: tuple[Triple, ...]) -> Page:
        terms, facts = self._terms, self._facts
        is_ours = iri == ONTOLOGY
        listed = {each for section in load_sections() for each in section.terms}
        stated = dict.fromkeys([*load_triples(iri), *triples])
        examples = self._find_examples(INVOLVES.iri)[0] if is_ours else {}
        crumbs = (
            Crumb(find_word("home"), "index"),
            *((Crumb(find_word("ontology"), find_path(ONTOLOGY, self._frame.root)),) * (not is_ours)),
        )
        return Page(
            path=find_path(iri, self._frame.root),
            template="ontology.html",
            titles=self._name(iri),
            values={
                **self._describe(iri),
                "is_ours": is_ours,
                "note": NOTE,
                "sections": load_sections() if is_ours else (),
                "kinds": {each: find_kind(facts.list_types(each)) for each in listed},
                "others": [each for each in terms.iris if each not in listed] if is_ours else [],
                "picture": {language: load_picture(language) for language in LANGUAGES} if is_ours else {},
                "alignments": self._alignments if is_ours or iri == f"{DUP}align" else [],
                "reuses": tuple(list_reuses(stated)),
                "changes": list_changes(facts) if is_ours else [],
                "examples": examples,
            },
            iri=iri,
            crumbs=crumbs,
            triples=tuple(stated),
        )

    def _name(self, iri: str) -> Mapping[str, str]:
        return {language: self._facts.name(iri, language) for language in LANGUAGES}

    def _list_rules(self, iri: str) -> list[Rule]:
        """Return the rules that speak of a term, and those that speak of every class right below it."""
        below = [load_rules().get(each, ()) for each in self._terms.list_sources(iri, RDFS + "subClassOf")]
        common = [rule for rule in (below[0] if below else ()) if all(rule in rules for rules in below)]
        return list({rule.iri: rule for rule in (*load_rules().get(iri, ()), *common)}.values())

    def _find_examples(self, iri: str) -> tuple[dict[str, Example], str]:
        """Return examples of a term by language, and the word for where they are from: the first graph with some."""
        for load_graph in self._graphs:
            graph = load_graph()
            found = {language: self._find_example(graph, iri, language) for language in LANGUAGES}
            examples = {language: example for language, example in found.items() if example}
            if examples:
                return examples, graph.key
        return {}, ""

    def _find_example(self, graph: ExampleGraph, iri: str, language: str) -> Example | None:
        if self._terms.is_class(iri):
            return graph.show_class([iri, *self._terms.list_below(iri)], language)
        return graph.show_property(iri, language)
