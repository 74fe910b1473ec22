"""What a result speaks of: the elements and things whose IRIs, codes or names stand in its rows."""

from pyoxigraph import Literal, NamedNode

from dupgraph.ask.names import ELEMENTS, find_names
from dupgraph.ask.results.result import Result
from dupgraph.graph.engines import Engine
from dupgraph.schema.links import ACROSS, ROLES

CODE_COLUMNS = frozenset({"code", "code_a", "code_b", "parent", *ACROSS})
NAME_COLUMNS = frozenset({*ROLES, "partner_a", "partner_b", "label", "shared", "body"})


def list_iris(engine: Engine, result: Result, plan: str = "") -> tuple[str, ...]:
    """Return the IRIs of what the rows of a result speak of, by IRI; of elements, only those of ``plan`` if given.

    Rows of the catalogue hold codes and names, for people to read: they are looked up in the graph again.
    """
    codes = _gather_words(result, CODE_COLUMNS)
    names = _gather_words(result, NAME_COLUMNS)
    found = {term.value for row in result.rows for term in row if isinstance(term, NamedNode)}
    if codes:
        found |= {name.thing for name in find_names(engine, ELEMENTS, plan) if name.label in codes}
    if names:
        found |= {name.thing for name in find_names(engine, ("thing",), plan) if name.preferred and name.label in names}
    return tuple(sorted(found))


def _gather_words(result: Result, columns: frozenset[str]) -> set[str]:
    places = [place for place, column in enumerate(result.columns) if column in columns]
    cells = (row[place] for row in result.rows for place in places)
    return {cell.value for cell in cells if isinstance(cell, Literal)}
