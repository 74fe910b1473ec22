"""Examples of a term, computed from a graph: a query, the rows that it gives, and one of the things in Turtle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode, Triple

from dupgraph.base.files import list_resources
from dupgraph.base.gathering import gather
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Row, Solutions
from dupgraph.graph.rdf import read_packaged
from dupgraph.publish.export.rdf import write_turtle_document
from dupgraph.publish.export.statements import order_triples
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.terms.ontology import write_name
from dupgraph.schema.namespaces import DCT, DUP, FOAF, L0, OA, PREFIXES, RDF, RDFS, SKOS

# The most rows in a table of examples, and the most statements in a description in Turtle.
ROWS, STATEMENTS = 5, 10
# A text longer than this is shown by its beginning.
LONGEST = 160
_NAMES = (SKOS + "prefLabel", RDFS + "label", DCT + "title", L0 + "name", FOAF + "name", OA + "exact")
_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Example:
    """A query in its text, what it gave, and the thing of its first row in Turtle, with what that leaves out."""

    text: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    turtle: str
    subject: str
    left_out: int


class ExampleGraph:
    """A graph to take examples from; ``key`` is the word for which one it is."""

    def __init__(self, key: str, engine: OxigraphEngine, facts: Facts) -> None:
        self.key = key
        self.engine = engine
        self.facts = facts
        # A text that exists in one language only gives the same query in both.
        self._answers: dict[str, Solutions] = {}

    @cached_property
    def _uses(self) -> tuple[dict[str, list[Triple]], dict[str, list[Triple]]]:
        """The triples of each property, and those that say that something is of a class."""
        by_property: dict[str, list[Triple]] = {}
        by_class: dict[str, list[Triple]] = {}
        for triples in self.facts.by_subject.values():
            for triple in triples:
                predicate = triple.predicate.value
                if predicate != _TYPE:
                    by_property.setdefault(predicate, []).append(triple)
                elif isinstance(triple.object, NamedNode):
                    by_class.setdefault(triple.object.value, []).append(triple)
        return by_property, by_class

    @cached_property
    def _proved(self) -> set[str]:
        """The properties whose links have words."""
        return {
            triple.object.value
            for triple in self._uses[0].get(DUP + "evidenceFor", ())
            if isinstance(triple.object, NamedNode)
        }

    def show_class(self, classes: Iterable[str], language: str) -> Example | None:
        """Return things of a class, or of those below it; None where the graph has none."""
        present = [each for each in classes if each in self._uses[1]]
        if not present:
            return None
        subjects = _take_first(t for each in present for t in self._uses[1][each])
        if len(present) == 1:
            columns, pattern = "?thing", f"?thing a {_write(present[0])} ."
        else:
            columns = "?thing ?kind"
            pattern = f"VALUES ?kind {{ {' '.join(map(_write, present))} }}\n      ?thing a ?kind ."
        names = self._name("thing", subjects, language)
        text = _compose(f"{columns} ?thingName", columns, pattern, names)
        return self._run(text, [_TYPE, *present], language)

    def show_property(self, iri: str, language: str) -> Example | None:
        """Return things that a property links, with the words where links have some; None where there are none."""
        triples = self._uses[0].get(iri, ())
        if not triples:
            return None
        subjects = _take_first(triples)
        objects = [
            _value(t.object) for t in triples if isinstance(t.object, NamedNode) and _value(t.subject) in subjects
        ]
        is_long = any(map(_is_long, triples))
        if iri in self._proved:
            pattern = (
                f"?element {_write(iri)} ?thing .\n      ?mention dup:inElement ?element ;"
                f" dup:evidenceFor {_write(iri)} ;\n        dup:refersTo ?thing ; oa:exact ?words ."
            )
            names = self._name("element", subjects, language) + self._name("thing", objects, language)
            outer = "?element ?elementName ?thing ?thingName ?words"
            example = self._run(_compose(outer, "?element ?thing ?words", pattern, names), [iri], language)
            if example:
                return example
        pattern = f"?thing {_write(iri)} {'?text' if is_long else '?value'} ."
        if is_long:
            pattern += f"\n      BIND (SUBSTR(STR(?text), 1, {LONGEST}) AS ?value)"
        names = self._name("thing", subjects, language) + self._name("value", objects, language)
        outer = f"?thing ?thingName ?value{' ?valueName' if objects else ''}"
        return self._run(_compose(outer, "?thing ?value", pattern, names), [iri], language)

    def _run(self, text: str, terms: list[str], language: str) -> Example | None:
        if text not in self._answers:
            self._answers[text] = self.engine.select(text)
        solutions = self._answers[text]
        if not solutions.rows:
            return None
        subject = _value(solutions.rows[0][0])
        kept, left_out = self._describe(subject, terms, language)
        turtle = write_turtle_document(order_triples(kept)).decode()
        return Example(text, solutions.columns, solutions.rows, turtle, subject, left_out)

    def _describe(self, iri: str, terms: list[str], language: str) -> tuple[list[Triple], int]:
        """Return the statements on a thing that show a term, and how many others there are; in one language."""
        triples = self.facts.list_triples(iri)
        spoken = {t.predicate for t in triples if isinstance(t.object, Literal) and t.object.language == language}
        told = [
            triple
            for triple in triples
            if not isinstance(triple.object, Literal)
            or triple.object.language in (None, language)
            or triple.predicate not in spoken
        ]
        used = [t for t in told if t.predicate.value in terms and t.predicate.value != _TYPE][:3]
        known = [t for t in told if t.predicate.value in (_TYPE, *_NAMES) and t not in used]
        others = [t for t in told if t not in used and t not in known and not _is_long(t)]
        kept = [*used, *known, *_interleave(others)][:STATEMENTS]
        return [_shorten(triple) for triple in kept], len(triples) - len(kept)

    def _name(self, variable: str, subjects: Iterable[str], language: str) -> tuple[str, ...]:
        """Return the lines of a query that ask how things are called, in a language where they have it."""
        names = (self._find_name(subject, language) for subject in dict.fromkeys(subjects))
        known = {name for name in names if name is not None}
        predicates = "|".join(_write(each) for each in _NAMES if any(each == name[0] for name in known))
        tags = sorted({name[1] for name in known}, key=lambda each: (each != language, each))
        if not known:
            return ()
        if len(tags) == 1:
            return (_ask_name(variable, predicates, f"{variable}Name", tags[0]),)
        parts = [f"{variable}{tag.title() or 'Plain'}" for tag in tags]
        return (
            *(_ask_name(variable, predicates, part, tag) for part, tag in zip(parts, tags, strict=True)),
            f"  BIND (COALESCE({', '.join(f'?{part}' for part in parts)}) AS ?{variable}Name)",
        )

    def _find_name(self, iri: str, language: str) -> tuple[str, str] | None:
        """Return the property that names a thing, and the language in which it does so."""
        for predicate in _NAMES:
            tags = {
                triple.object.language or ""
                for triple in self.facts.list_triples(iri)
                if triple.predicate.value == predicate and isinstance(triple.object, Literal)
            }
            if tags:
                # Only plain tags come from a graph into a query's text.
                tag = next((each for each in (language, "it", "") if each in tags), None)
                return None if tag is None else (predicate, tag)
        return None


def _value(term: object) -> str:
    return str(term.value) if isinstance(term, NamedNode) else str(term)


def _take_first(triples: Iterable[Triple]) -> list[str]:
    """Return the subjects that a query shows: the first ones by IRI."""
    return nsmallest(ROWS, {_value(triple.subject) for triple in triples})


def _write(iri: str) -> str:
    name = write_name(iri)
    return name if name.split(":", 1)[0] in PREFIXES and name != iri else f"<{iri}>"


def _ask_name(variable: str, predicates: str, name: str, language: str) -> str:
    return f'  OPTIONAL {{ ?{variable} {predicates} ?{name} . FILTER (LANG(?{name}) = "{language}") }}'


def _compose(outer: str, inner: str, pattern: str, names: tuple[str, ...]) -> str:
    """Return a query: the first few answers to a pattern, and then how the things in them are called."""
    body = "\n".join(
        [
            f"SELECT DISTINCT {outer} WHERE {{",
            f"  {{ SELECT DISTINCT {inner} WHERE {{",
            f"      {pattern}",
            f"    }} ORDER BY {inner} LIMIT {ROWS} }}",
            *names,
            f"}} ORDER BY {inner}",
        ]
    )
    used = [prefix for prefix in PREFIXES if f"{prefix}:" in body]
    return "\n".join([*(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in used), "", body, ""])


def _interleave(triples: list[Triple]) -> Iterator[Triple]:
    """Yield the first triple of each property, then the second of each, and so on."""
    groups = gather((triple.predicate.value, triple) for triple in triples)
    for turn in range(max(map(len, groups.values()), default=0)):
        yield from (group[turn] for group in groups.values() if turn < len(group))


def _is_long(triple: Triple) -> bool:
    return isinstance(triple.object, Literal) and len(triple.object.value) > LONGEST


def _shorten(triple: Triple) -> Triple:
    """Return a triple whose text, where it is long, ends in an ellipsis."""
    text = triple.object
    if not isinstance(text, Literal) or len(text.value) <= LONGEST:
        return triple
    start = f"{text.value[:LONGEST]}…"
    short = Literal(start, language=text.language) if text.language else Literal(start, datatype=text.datatype)
    return Triple(triple.subject, triple.predicate, short)


@cache
def load_example_graph(key: str, folder: str) -> ExampleGraph:
    """Return the files of a packaged folder as a graph for examples."""
    from dupgraph.graph.engines.oxigraph import MemoryEngine

    triples = tuple(read_packaged(list_resources(folder, ".ttl")))
    return ExampleGraph(key, MemoryEngine(Place(folder), triples), Facts(triples))
