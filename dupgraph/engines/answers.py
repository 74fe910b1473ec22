"""A query text to pyoxigraph's answer, and the answer to rows; the same in this process and in a worker."""

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from dupgraph.engines.faults import explain_failure, explain_syntax
from dupgraph.engines.protocol import TRIPLE_COLUMNS, Solutions
from dupgraph.engines.tokens import find_graphs
from dupgraph.errors import QueryError

Answer = QueryBoolean | QuerySolutions | QueryTriples


def run_query(store: Store, text: str) -> Answer:
    """Return pyoxigraph's own answer. Raises QueryError.

    Where there are named graphs, a query without FROM sees the union of all; with the union switched on,
    Oxigraph does not look at FROM.
    """
    graphs = find_graphs(text)
    for graph in graphs:
        _check_graph(store, graph)
    union = not graphs and next(iter(store.named_graphs()), None) is not None
    try:
        return store.query(text, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise explain_syntax(str(error), text) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise explain_failure(error) from None


def _check_graph(store: Store, graph: str) -> None:
    """Refuse a graph that the store does not hold: Oxigraph would answer with no rows, as if it were empty."""
    try:
        known = store.contains_named_graph(NamedNode(graph))
    except ValueError:
        known = False
    if not known:
        raise QueryError(f"FROM names a graph that is not here: <{graph}>", hint="leave FROM out to ask all graphs")


def read_solutions(answer: QuerySolutions) -> Solutions:
    """Return all rows of an answer. Raises QueryError where one of them cannot be computed."""
    try:
        return Solutions(tuple(variable.value for variable in answer.variables), tuple(map(tuple, answer)))
    except (OSError, ValueError, RuntimeError) as error:
        raise explain_failure(error) from None


def read_triples(answer: QueryTriples) -> Solutions:
    """Return all triples of an answer. Raises QueryError where one of them cannot be computed."""
    try:
        return Solutions(TRIPLE_COLUMNS, tuple((t.subject, t.predicate, t.object) for t in answer))
    except (OSError, ValueError, RuntimeError) as error:
        raise explain_failure(error) from None
