"""What is exported: the plans at a location or one of them, and what the files are called."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dupgraph.analysis import PlanNetwork, read_network
from dupgraph.engines import Engine, open_engine
from dupgraph.engines.graphs import find_place
from dupgraph.export.exchange import Exchange, build_exchange

# The end of a plan's IRI: whose it is, and what it is called.
_PLAN = re.compile(r"([^/#]+)/plan/([^/#]+)/?$")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 80
# Several plans at a location that has no name of its own.
_SEVERAL = "plans"


@dataclass(frozen=True)
class Source:
    """The plans at ``location``, or the one that people call ``plan``; each form of them is made when first asked for.

    ``location`` and ``graph_iris`` are those of ``open_engine``.
    """

    location: str | None = None
    graph_iris: tuple[str, ...] = ()
    plan: str | None = None
    language: str = "it"
    with_dependencies: bool = True

    @cached_property
    def engine(self) -> Engine:
        """Where the graph is asked. Raises GraphError when there is none."""
        return open_engine(self.location, self.graph_iris)

    @cached_property
    def network(self) -> PlanNetwork:
        """The plans' network. Raises what ``read_network`` raises."""
        return read_network(self.engine, self.plan, self.language)

    @cached_property
    def exchange(self) -> Exchange:
        """The network as nodes and edges."""
        return build_exchange(self.network, language=self.language, with_dependencies=self.with_dependencies)

    @cached_property
    def stem(self) -> str:
        """The beginning of the files' names: the graph file's, or the plan's, or for several plans the folder's."""
        is_remote = self.location is not None and self.location.lower().startswith(("http://", "https://"))
        files = () if is_remote else find_place(self.location).files
        if self.plan is None and len(files) == 1:
            return files[0].stem
        if len(self.network.plans) == 1:
            return name_plan(self.network.plans[0].iri)
        return _SEVERAL if is_remote or self.location is None else Path(self.location).resolve().name or _SEVERAL


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
