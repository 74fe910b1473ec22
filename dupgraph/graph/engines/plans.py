"""The graph of each plan at a location, one after the other: what is published plan by plan is never whole in memory.

A graph that describes one plan is that plan's. Where several plans stand in one graph, each gets what hangs on it: its
text, what stands in the text, and all that these name; what two plans name belongs to both, and what none of them
names to each: nothing that a graph says is lost when it is taken plan by plan.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from dupgraph.base.errors import GraphError
from dupgraph.base.walking import walk
from dupgraph.graph.engines.contents import check_file, parse_quads
from dupgraph.graph.engines.graphs import (
    PLAN,
    TYPE,
    GraphName,
    Place,
    group_plans,
    holds_union,
    list_plans,
    list_texts,
    read_store,
)
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Engine, Solutions
from dupgraph.graph.rdf import FORMATS
from dupgraph.graph.texts import check_text
from dupgraph.schema.links import INVOLVES
from dupgraph.schema.namespaces import DCT, DUP, OA, PROV, XSD
from dupgraph.schema.properties import COUNTS

# Rows are asked for in pieces: a store may give no more than ten thousand at a time.
_SUBJECTS_AT_ONCE = 5_000
_DESCRIBED_AT_ONCE = 200
# What stands in a plan's text, is part of it, or follows from such: each leads to the plan.
_TOWARDS = {NamedNode(iri) for iri in (OA + "hasSource", PROV + "used", DCT + "isPartOf", DUP + "firstElement")}
_OWN = {NamedNode(DCT + "source")}
# From a thing back to elements: those of every plan that names it.
_BACK = NamedNode(DUP + INVOLVES.inverse)

Subject = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class PlanGraph:
    """A plan's IRI and the way to its triples, read anew with each call; of a plan that is alone in the one file, kept.

    ``read`` gives each triple once, in no order, and raises GraphError, or EndpointError, when it cannot.
    """

    iri: str
    read: Callable[[], tuple[Triple, ...]]


def list_plan_graphs(engine: Engine) -> tuple[PlanGraph, ...]:
    """Return the graph of each plan that an engine's location holds, by IRI.

    Raises GraphError when no plan is described there, or one in two graphs or files; EndpointError when the other side
    does not say.
    """
    found = list(_find_local(engine.place) if isinstance(engine, OxigraphEngine) else _find_remote(engine))
    if not found:
        raise GraphError("describes no plan", path=engine.location, hint="build one: dupgraph build")
    graphs: dict[str, PlanGraph] = {}
    for graph in found:
        if graph.iri in graphs:
            what = f"describes the plan <{graph.iri}> twice"
            raise GraphError(what, path=engine.location, hint="name one of its files or graphs: --graph, --graph-iri")
        graphs[graph.iri] = graph
    return tuple(graphs[iri] for iri in sorted(graphs))


def _find_local(place: Place) -> Iterator[PlanGraph]:
    if place.store is not None:
        yield from _find_stored(place)
        return
    for number, file in enumerate(place.files, 1):
        quads = _read_quads(file, number)
        by_graph = {_name_graph(name): plans for name, plans in group_plans(quads).items()}
        wanted = {name for name in by_graph if not place.graph_iris or name in place.graph_iris}
        # A file of one plan is that plan's whole: what stands outside its graph is said of it too.
        whole = len(by_graph) == 1 and all(len(plans) == 1 for plans in by_graph.values())
        for name in sorted(wanted):
            for plan in sorted(by_graph[name]):
                chosen = (None if whole else name, plan if len(by_graph[name]) > 1 else "")
                read = partial(_read_file, file, number, *chosen)
                if whole and len(place.files) == 1:
                    read = partial(tuple, _choose_triples(quads, *chosen))
                yield PlanGraph(plan, read)


def _read_quads(file: Path, number: int) -> list[Quad]:
    """Return what a file says, as it says it: in a store, Oxigraph makes an xsd:integer of every whole number.

    Blank nodes are labelled by ``number`` and as they come: two files that use one label mean two nodes, and a file
    that is read twice means the same ones.
    """
    form = FORMATS[file.suffix.lower()]
    check_file(file, form)
    quads = list(parse_quads(file, form))
    check_text(file, list_texts(quads))
    labels: dict[BlankNode, BlankNode] = {}

    def label(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return labels.setdefault(term, BlankNode(f"f{number}b{len(labels)}"))
        return Triple(*map(label, term)) if isinstance(term, Triple) else term

    is_named = {BlankNode, Triple}.isdisjoint(map(type, chain.from_iterable(quads)))
    return quads if is_named else [Quad(*map(label, quad)) for quad in quads]


def _name_graph(name: GraphName) -> str:
    """Return the IRI of a graph; that of the default graph is empty."""
    return "" if isinstance(name, DefaultGraph) else str(name.value)


def _read_file(file: Path, number: int, name: str | None, plan: str) -> tuple[Triple, ...]:
    return _choose_triples(_read_quads(file, number), name, plan)


def _choose_triples(quads: Iterable[Quad], name: str | None, plan: str) -> tuple[Triple, ...]:
    """Return the triples of the graph of a ``name``, or of all; of several plans what is said of one ``plan``."""
    triples = dict.fromkeys(quad.triple for quad in quads if name is None or _name_graph(quad.graph_name) == name)
    return tuple(cut_plan(triples, plan) if plan else triples)


def _find_stored(place: Place) -> Iterator[PlanGraph]:
    store = read_store(place)
    by_graph = list_plans(store)
    if holds_union(store):
        del by_graph[DefaultGraph()]
    for name, plans in by_graph.items():
        if not place.graph_iris or _name_graph(name) in place.graph_iris:
            for plan in plans:
                yield PlanGraph(plan, partial(_read_stored, place, name, plan, is_cut=len(plans) > 1))


def _read_stored(place: Place, name: GraphName, plan: str, *, is_cut: bool) -> tuple[Triple, ...]:
    store = read_store(place)
    triples = (_restore(quad.triple) for quad in store.quads_for_pattern(None, None, None, name))
    return tuple(cut_plan(triples, plan) if is_cut else triples)


def _restore(triple: Triple) -> Triple:
    """Return a triple as the build wrote it: stores make an xsd:integer of every whole number."""
    wanted, value = COUNTS.get(triple.predicate.value), triple.object
    if wanted is None or not isinstance(value, Literal) or value.datatype.value != XSD + "integer":
        return triple
    return Triple(triple.subject, triple.predicate, Literal(value.value, datatype=NamedNode(wanted)))


def cut_plan(triples: Iterable[Triple], plan: str) -> Iterator[Triple]:
    """Yield what a graph of several plans says of one of them, in the order of ``triples``."""
    described: dict[Subject, list[Triple]] = defaultdict(list)
    standing: dict[Subject, list[Subject]] = defaultdict(list)
    for triple in triples:
        subject = cast("Subject", triple.subject)
        described[subject].append(triple)
        if triple.predicate in _TOWARDS and isinstance(triple.object, Subject):
            standing[triple.object].append(subject)

    def reach_own(iris: Iterable[Subject]) -> set[Subject]:
        return set(walk(iris, lambda node: [*standing[node], *_list_objects(described[node], _OWN)]))

    def reach_named(own: set[Subject]) -> set[Subject]:
        return set(walk(own, lambda node: _list_objects(described[node])))

    own = reach_own([NamedNode(plan)])
    named = reach_named(own)
    everyones = reach_own(subject for subject, said in described.items() if any(map(_tells_plan, said)))
    others, anyones = everyones - own, reach_named(everyones | own)
    for subject, said in described.items():
        if subject in named or subject not in anyones:
            yield from (triple for triple in said if triple.predicate != _BACK or triple.object not in others)


def _tells_plan(triple: Triple) -> bool:
    return triple.object == PLAN and triple.predicate == TYPE


def _list_objects(triples: Iterable[Triple], predicates: Container[NamedNode] | None = None) -> list[Subject]:
    """Return the things that triples lead to, by some predicates, or by all but the one that leads back."""
    return [
        triple.object
        for triple in triples
        if isinstance(triple.object, Subject)
        and (triple.predicate != _BACK if predicates is None else triple.predicate in predicates)
    ]


# Elsewhere -----------------------------------------------------------------------------------------------------------


def _find_remote(engine: Engine) -> Iterator[PlanGraph]:
    """Yield the plans of an endpoint: of the graphs that are asked, else of its named graphs, else of all it holds."""
    places = engine.graph_iris or _list_graphs(engine)
    for place in places or ("",):
        plans = _list_remote(engine, place)
        for plan in plans:
            yield PlanGraph(plan, partial(_read_remote, engine, place, plan, len(plans) > 1))


def _within(graph: str, pattern: str) -> str:
    return f"GRAPH <{graph}> {{ {pattern} }}" if graph else pattern


def _list_graphs(engine: Engine) -> tuple[str, ...]:
    rows = _ask(engine, f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ ?plan a {PLAN} }} }} ORDER BY ?graph").rows
    return tuple(row[0].value for row in rows if isinstance(row[0], NamedNode))


def _list_remote(engine: Engine, graph: str) -> list[str]:
    rows = _ask(engine, f"SELECT DISTINCT ?plan {{ {_within(graph, f'?plan a {PLAN}')} }} ORDER BY ?plan").rows
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)]


def _ask(engine: Engine, text: str) -> Solutions:
    solutions = engine.select(text)
    if solutions.cut:
        raise GraphError(f"its answer is not whole: {solutions.cut}", path=engine.location, hint="export it from files")
    return solutions


def _read_remote(engine: Engine, graph: str, plan: str, is_cut: bool) -> tuple[Triple, ...]:
    subjects = list(_list_subjects(engine, graph))
    triples: dict[Triple, None] = {}
    for start in range(0, len(subjects), _DESCRIBED_AT_ONCE):
        values = " ".join(f"<{iri}>" for iri in subjects[start : start + _DESCRIBED_AT_ONCE])
        pattern = _within(graph, f"VALUES ?s {{ {values} }} ?s ?p ?o")
        rows = _ask(engine, f"SELECT ?s ?p ?o {{ {pattern} }}").rows
        triples |= dict.fromkeys(_restore(Triple(*row)) for row in rows)  # type: ignore[arg-type]  # a triple's own terms
    _check_count(engine, graph, len(triples))
    return tuple(cut_plan(triples, plan) if is_cut else triples)


def _list_subjects(engine: Engine, graph: str) -> Iterator[str]:
    """Yield the IRIs that a graph describes, piece by piece, each piece from the last IRI on."""
    last = ""
    while True:
        pattern = _within(graph, "?s ?p ?o")
        text = f"""SELECT DISTINCT ?s (STR(?s) AS ?key) {{ {pattern} FILTER(isIRI(?s) && STR(?s) > "{last}") }}
            ORDER BY ?key LIMIT {_SUBJECTS_AT_ONCE}"""
        found = [row[0].value for row in _ask(engine, text).rows if isinstance(row[0], NamedNode)]
        yield from found
        if len(found) < _SUBJECTS_AT_ONCE:
            return
        last = found[-1]


def _check_count(engine: Engine, graph: str, count: int) -> None:
    """Raise GraphError unless so many triples are all that there are."""
    text = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ {_within(graph, '?s ?p ?o')} }} }}"
    ((found, *_), *_) = _ask(engine, text).rows
    there = int(getattr(found, "value", "-1"))
    if there != count:
        what = f"gave {count:,} of the {there:,} triples of {f'<{graph}>' if graph else 'its graphs'}"
        raise GraphError(what, path=engine.location, hint="export from the graph's file instead")
