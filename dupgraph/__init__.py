"""dupgraph: from an Italian municipality's planning document to a graph in which every link shows its words."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dupgraph.policygraph import PolicyGraph as PolicyGraph

__version__ = "0.1.0"

_HOMES = {"PolicyGraph": "dupgraph.policygraph"}

__all__ = ["PolicyGraph", "__version__"]


def __getattr__(name: str) -> object:
    """Import a public name at its first use: ``import dupgraph`` itself stays light."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dupgraph' has no attribute {name!r}")
