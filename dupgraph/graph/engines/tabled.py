"""Which engine to ask where a corpus has tables beside its graphs: most have none, and need nothing that asks them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dupgraph.graph.engines.protocol import Engine

if TYPE_CHECKING:
    from dupgraph.graph.engines.tables import Tables


def find_tables(engine: Engine) -> "Tables | None":
    """Return the tables that an engine has beside its graph; None for most."""
    tables: Tables | None = getattr(engine, "tables", None)
    return tables


def ask_plans(engine: Engine) -> Engine:
    """Return the engine to ask about plans, but not about what stands in them: the whole one for most."""
    tables = find_tables(engine)
    return engine if tables is None else tables.plans


def ask_things(engine: Engine, things: Sequence[str]) -> Engine:
    """Return the engine to ask about these things, but not about elements: the whole one for most."""
    tables = find_tables(engine)
    return engine if tables is None else tables.describe(things)
