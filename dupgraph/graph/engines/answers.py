"""A query text to pyoxigraph's answer, and the answer to rows; the same in this process and in a worker."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.faults import explain_failure, explain_syntax
from dupgraph.graph.engines.protocol import TRIPLE_COLUMNS, Solutions
from dupgraph.graph.engines.tokens import find_graphs

Answer = QueryBoolean | QuerySolutions | QueryTriples
Dataset = tuple[Sequence[NamedNode], Sequence[NamedNode]]
# How many of the graphs that there are a message names.
_SHOWN = 3


def run_query(
    store: Store,
    text: str,
    graph_iris: Sequence[str] = (),
    *,
    has_union: bool = False,
    base: str | None = None,
    dataset: Dataset | None = None,
) -> Answer:
    """Return pyoxigraph's own answer. Raises QueryError.

    Relative IRIs of the text go on from ``base``. A ``dataset`` is the graphs that make the default graph, and the
    named ones, of SPARQL's protocol: it counts instead of all that follows, and of what the text says, and a graph of
    it that is not here is an empty one.

    Where there are named graphs, a query without FROM sees the union of all, or of ``graph_iris``; GRAPH then sees
    these alone. With ``has_union`` the default graph is that union, and no triple is in it twice. Any other union
    is made as the query runs: a triple that stands in several of the graphs, such as a label that two plans share, is
    then found once in each, solutions repeat, and COUNT(*) counts them; DISTINCT and COUNT(DISTINCT ...) do not mind.
    """
    if dataset is not None:
        default, named = dataset
        return _run(store, text, base_iri=base, default_graph=default, named_graphs=named)
    graphs = find_graphs(text)
    if graphs and graph_iris:
        raise QueryError("FROM and --graph-iri both choose the graphs to ask", hint="leave one of them out")
    for graph in graphs:
        _check_graph(store, graph, "FROM")
    for graph in graph_iris:
        _check_graph(store, graph, "--graph-iri")
    chosen: list[Any] | None = list(map(NamedNode, graph_iris)) or None
    # With the union switched on, Oxigraph does not look at FROM.
    all_named = not graphs and chosen is None and not has_union
    union = all_named and next(iter(store.named_graphs()), None) is not None
    return _run(store, text, base_iri=base, use_default_graph_as_union=union, default_graph=chosen, named_graphs=chosen)


def _run(store: Store, text: str, **options: Any) -> Answer:
    with explain_failure():
        try:
            answer: Answer = store.query(text, **options)
        except SyntaxError as error:
            raise explain_syntax(str(error), text) from None
    return answer


def _check_graph(store: Store, graph: str, said: str) -> None:
    """Refuse a graph that the store does not hold: Oxigraph would answer with no rows, as if it were empty."""
    try:
        known = store.contains_named_graph(NamedNode(graph))
    except ValueError:
        known = False
    if known:
        return
    first = [f"<{name.value}>" for name in islice(store.named_graphs(), _SHOWN + 1) if isinstance(name, NamedNode)]
    listed = ", ".join(first[:_SHOWN]) + (" ..." if len(first) > _SHOWN else "")
    here = f"here are {listed}" if first else "here are no named graphs"
    raise QueryError(f"{said} names a graph that is not here: <{graph}>", hint=f"leave it out to ask all; {here}")


def read_rows(answer: QuerySolutions | QueryTriples) -> Solutions:
    """Return all rows or triples of an answer. Raises QueryError where one of them cannot be computed."""
    columns: tuple[str, ...] = TRIPLE_COLUMNS
    if isinstance(answer, QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
    with explain_failure():
        return Solutions(columns, tuple(map(tuple, answer)))
