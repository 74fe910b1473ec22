"""PolicyGraph: the one object to learn."""

import os
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from dupgraph.engines import Engine, open_engine
from dupgraph.engines.oxigraph import OxigraphEngine
from dupgraph.errors import QueryError
from dupgraph.query import TIMEOUT_SECONDS, Question, Result, load_catalogue, run_question, run_text

if TYPE_CHECKING:
    from rdflib import Graph


class PolicyGraph:
    """One plan or several, as a graph to ask.

    >>> plan = PolicyGraph.open()
    >>> rows = plan.query("objectives-by-partner", partner="AUSL")
    >>> for row in rows:
    ...     print(row["code"], row["words"])
    1.3.1 Azienda Sanitaria Locale (ASL)
    1.3.3 AUSL
    1.3.5 AUSL
    """

    def __init__(self, engine: Engine) -> None:
        """Ask through ``engine``; most people want ``PolicyGraph.open``."""
        self._engine = engine

    @classmethod
    def open(cls, location: str | os.PathLike[str] | None = None) -> "PolicyGraph":
        """Return the graph at ``location``: a file, a folder, an Oxigraph store or an endpoint's URL.

        Without a location, the graphs that come with the package. Raises GraphError when there is nothing there.

        >>> PolicyGraph.open()
        <PolicyGraph of the packaged graphs>
        """
        return cls(open_engine(location))

    def query(self, name: str, /, *, lang: str = "it", **parameters: str) -> Result:
        """Return the answer to a question of the catalogue; things are named as people name them.

        Raises QueryError for an unknown question or parameter, and for a name that nothing or several things bear.

        >>> outline = PolicyGraph.open().query("outline")
        >>> outline.columns
        ('code', 'level', 'title', 'parent', 'page', 'plan')
        """
        return run_question(self._engine, name, {"lang": lang, **parameters})

    def sparql(self, text: str, timeout: float = TIMEOUT_SECONDS) -> Result:
        """Return the answer to one's own SPARQL, run where it can be stopped after ``timeout`` seconds.

        An answer that is cut at a limit warns, and says so in its ``cut``. Raises QueryError for a text that is
        wrong or may not be run, and for one that takes too long or too much memory.

        >>> text = "PREFIX dup: <https://w3id.org/dupgraph/onto/> SELECT (COUNT(*) AS ?n) { ?policy a dup:Policy }"
        >>> PolicyGraph.open().sparql(text).to_dicts()
        [{'n': 4}]
        """
        result = run_text(self._engine, text, timeout=timeout)
        if result.cut:
            warnings.warn(result.cut, stacklevel=2)
        return result

    def queries(self) -> tuple[Question, ...]:
        """Return the questions of the catalogue, by name.

        >>> [question.name for question in PolicyGraph.open().queries()][:2]
        ['evidence', 'objectives-by-partner']
        """
        return load_catalogue()

    @cached_property
    def graph(self) -> "Graph":
        """The same triples as an rdflib.Graph, for whoever wants one.

        Raises QueryError for an endpoint, whose triples are not here.

        >>> from rdflib import URIRef
        >>> plan = URIRef("https://w3id.org/dupgraph/onto/Plan")
        >>> len(set(PolicyGraph.open().graph.subjects(object=plan)))
        1
        """
        from oxrdflib import OxigraphStore
        from rdflib import Dataset, Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        if not isinstance(self._engine, OxigraphEngine):
            raise QueryError("an endpoint's triples are not here", query=self._engine.location, hint="use sparql()")
        store = OxigraphStore(store=self._engine.store)
        if next(iter(self._engine.store.named_graphs()), None) is not None:
            return Dataset(store=store, default_union=True)
        # Without this identifier rdflib would look for a graph of a name of its own, and find it empty.
        return Graph(store=store, identifier=DATASET_DEFAULT_GRAPH_ID)

    def __repr__(self) -> str:
        """Say where the triples are; they may be many."""
        return f"<PolicyGraph of {self._engine.location}>"
