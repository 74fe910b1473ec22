"""What is exported: the plans at a location or one of them, under which licence, and what the files are called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from dupgraph.ask.analysis.network import PlanNetwork
from dupgraph.ask.analysis.reading import read_network
from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.base.errors import OutputError, VocabularyError
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.graph.engines.graphs import LocalEngine, Place
from dupgraph.graph.engines.oxigraph import MemoryEngine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.language.messages import say
from dupgraph.language.periods import find_years
from dupgraph.publish.export.exchange import Exchange, build_exchange
from dupgraph.publish.export.records.rows import Records
from dupgraph.publish.export.statements import order_triples
from dupgraph.publish.facts import Facts
from dupgraph.schema.namespaces import DCT, DUP, check_iri

# The end of a plan's IRI: whose it is, and what it is called.
_PLAN = re.compile(r"([^/#]+)/plan/([^/#]+)/?$")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 80
# Several plans at a location that has no name of its own.
_SEVERAL = "plans"
_EXAMPLE = "https://creativecommons.org/licenses/by/4.0/"
_LICENCE = NamedNode(DCT + "license")


@dataclass(frozen=True)
class ExportedPlan:
    """A plan and its triples, each once, in the order of the graph's file."""

    iri: str
    triples: tuple[Triple, ...]

    @cached_property
    def facts(self) -> Facts:
        """What the plan's graph says of each thing."""
        return Facts(self.triples, is_sorted=True)


@dataclass(frozen=True)
class Source:
    """The plans at ``location``, or the one that people call ``plan``; each form of them is made when first asked for.

    ``location`` and ``graph_iris`` are those of ``open_engine``, unless an engine is ``opened`` already;
    ``stated_licence`` is the IRI that the publisher gave; ``loaded`` is a plan that is in memory already, and then the
    only one, with its network.
    """

    location: str | None = None
    graph_iris: tuple[str, ...] = ()
    plan: str | None = None
    language: str = "it"
    with_dependencies: bool = True
    stated_licence: str | None = None
    opened: Engine | None = None
    loaded: ExportedPlan | None = None
    loaded_network: PlanNetwork | None = None

    def __post_init__(self) -> None:
        """Refuse a licence that is no IRI, before anything is read."""
        if self.stated_licence is not None:
            check_licence(self.stated_licence)

    @cached_property
    def engine(self) -> Engine:
        """Where the graph is asked. Raises GraphError when there is none."""
        if self.loaded is not None:
            return MemoryEngine(Place(f"<{self.loaded.iri}>"), self.loaded.triples)
        return self.opened or open_engine(self.location, self.graph_iris)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the graph is read from, or the folder of the store; none of an endpoint."""
        if not isinstance(self.engine, LocalEngine):
            return ()
        place = self.engine.place
        return place.files if place.store is None else (place.store,)

    @cached_property
    def network(self) -> PlanNetwork:
        """The plans' network. Raises what ``read_network`` raises."""
        return self.loaded_network or read_network(self.engine, self.plan, self.language)

    @cached_property
    def exchange(self) -> Exchange:
        """The network as nodes and edges."""
        return build_exchange(self.network, language=self.language, with_dependencies=self.with_dependencies)

    @cached_property
    def plans(self) -> tuple[ExportedPlan, ...]:
        """The plans with their triples, by IRI. Raises what reading them raises."""
        if self.loaded is not None:
            return (self.loaded,)
        wanted = find_plan(self.engine, self.plan) if self.plan else None
        graphs = (graph for graph in list_plan_graphs(self.engine) if wanted in (None, graph.iri))
        return tuple(ExportedPlan(graph.iri, graph.read()) for graph in graphs)

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The triples of all plans, each once."""
        return tuple(dict.fromkeys(triple for plan in self.plans for triple in plan.triples))

    @cached_property
    def ordered(self) -> dict[str, list[Triple]]:
        """The triples of all plans by subject, in the order of documents."""
        return order_triples(self.triples)

    @cached_property
    def facts(self) -> Facts:
        """What the graphs of all plans say of each thing."""
        return self.plans[0].facts if len(self.plans) == 1 else Facts(self.triples, is_sorted=True)

    @cached_property
    def records(self) -> Records:
        """The tables of the plans."""
        return Records(self.network, self.facts)

    @cached_property
    def licence(self) -> str:
        """The IRI of the licence: the publisher's choice, else what the plans state.

        Raises OutputError when there is none, when it is no IRI, and when the plans state different ones.
        """
        return self.stated_licence or find_licence(self.plans)

    @cached_property
    def unread_periods(self) -> tuple[str, ...]:
        """A sentence for each plan whose period names no years for certain: a catalogue then leaves them out."""
        stated = {plan.iri: plan.facts.find_text(plan.iri, DUP + "period") for plan in self.plans}
        return tuple(
            say("unread_period", iri=iri, period=period[:100])
            for iri, period in stated.items()
            if period and not find_years(period)
        )

    @cached_property
    def stem(self) -> str:
        """The beginning of the files' names: the graph file's, or the plan's, or for several plans the folder's."""
        if self.loaded is not None:
            return name_plan(self.loaded.iri)
        if self.plan is None and len(self.files) == 1 and self.files[0].is_file():
            return self.files[0].stem
        if len(self.network.plans) == 1:
            return name_plan(self.network.plans[0].iri)
        folder = Path(self.engine.location)
        return (folder.is_dir() and folder.resolve().name.removesuffix(".store")) or _SEVERAL


def find_licence(plans: Iterable[ExportedPlan]) -> str:
    """Return the licence that all plans state. Raises OutputError when one states none, or two state different ones."""
    stated = {plan.iri: _find_stated(plan) for plan in plans}
    hint = say("do_licence", example=_EXAMPLE)
    for plan, licence in stated.items():
        if licence is None:
            raise OutputError(say("no_licence", iri=plan), hint=hint)
    licences = sorted({licence for licence in stated.values() if licence is not None})
    if len(licences) > 1:
        raise OutputError(say("two_licences", names=", ".join(licences)), hint=say("do_one_licence"))
    return check_licence(licences[0])


def _find_stated(plan: ExportedPlan) -> str | None:
    subject = NamedNode(plan.iri)
    return next(
        (
            triple.object.value
            for triple in plan.triples
            if triple.subject == subject and triple.predicate == _LICENCE and isinstance(triple.object, NamedNode)
        ),
        None,
    )


def check_licence(iri: str) -> str:
    """Return the licence's IRI. Raises OutputError for what is none."""
    try:
        return check_iri(iri)
    except VocabularyError:
        raise OutputError(
            say("licence_address", value=repr(iri)), hint=say("do_licence_address", example=_EXAMPLE)
        ) from None


def name_plan(iri: str) -> str:
    """Return what a file of a plan is called: whose it is and its short name, nothing that a file's name cannot hold.

    >>> name_plan("https://w3id.org/dupgraph/data/036040/plan/dup")
    '036040-dup'
    >>> name_plan("https://example.org/piano%20unico/")
    'piano-20unico'
    """
    found = _PLAN.search(iri)
    words = "-".join(found.groups()) if found else re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return _UNSAFE.sub("-", words)[:_LONGEST].strip("-") or "plan"
