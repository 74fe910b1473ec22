"""A graph and the text beside it: every offset points into one text, whose hash the graph states."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from dupgraph.base.errors import GraphError
from dupgraph.base.smallfiles import read_bytes

# No plan is longer.
_MOST_BYTES = 200_000_000
_STATED = re.compile(r"sha256:([0-9a-f]{64})")


def is_text_of(text: Path, graph: Path) -> bool:
    """Tell whether the file ``text`` is the one that the file ``graph``, if there is one, states the hash of."""
    if not graph.is_file():
        return False
    return f"sha256:{_hash_file(text)}".encode() in graph.read_bytes()


def check_text(graph: Path, identifiers: Iterable[str]) -> None:
    """Compare the text beside the file ``graph`` with what that states; without one, or the other, there is nothing to.

    ``identifiers`` are those of its texts. Raises GraphError when the text is another.
    """
    text = graph.with_suffix(".txt")
    stated = {match[1] for match in map(_STATED.fullmatch, identifiers) if match}
    if not stated or not text.is_file() or _hash_file(text) in stated:
        return
    what = f"is not the graph of the text beside it ({text.name}): it would point to the wrong words"
    raise GraphError(what, path=graph, hint="build the plan again, or move that text away")


def _hash_file(path: Path) -> str:
    return sha256(read_bytes(path, _MOST_BYTES)).hexdigest()
