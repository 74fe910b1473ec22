"""The engine of a corpus that is kept in a store of objects: its tables answer, and its graphs stay where they are.

What a question needs of the tables is fetched when it is asked, into a folder that ends with the engine.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from weakref import finalize

from dupgraph.base.errors import GraphError, MissingExtraError, OutputError
from dupgraph.base.scratch import ScratchFolder
from dupgraph.base.storage import Storage, open_storage
from dupgraph.graph.engines.graphs import read_mark, suggest_build
from dupgraph.graph.engines.protocol import Solutions
from dupgraph.graph.engines.tables import Tables
from dupgraph.schema.corpora import DONE, MARK, digest_stems, list_stems

# So many files are in memory at once.
_FETCHED_AT_ONCE = 64


class FetchedFiles:
    """The files of a corpus elsewhere, each fetched when it is first asked for."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        # Where they are once they are here.
        scratch = ScratchFolder()
        self.folder = scratch.path
        finalize(self, scratch.close)

    def bring(self, names: Sequence[str]) -> list[Path]:
        """Return where these files are. Raises GraphError when the other side does not give them."""
        paths = {name: self.folder / name for name in names}
        missing = [name for name, path in paths.items() if not path.exists()]
        for first in range(0, len(missing), _FETCHED_AT_ONCE):
            wanted = missing[first : first + _FETCHED_AT_ONCE]
            with _explain_refusal():
                found = self._storage.read(wanted)
            for name, data in zip(wanted, found, strict=True):
                paths[name].parent.mkdir(parents=True, exist_ok=True)
                paths[name].write_bytes(data)
        return list(paths.values())


@dataclass(frozen=True)
class BucketEngine:
    """Answers what the tables of a corpus can answer; ``stems`` are its plans."""

    location: str
    files: FetchedFiles
    stems: tuple[str, ...]
    graph_iris: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> Tables:
        """The tables. Raises MissingExtraError where the library that asks them is not installed."""
        if find_spec("duckdb") is None:
            raise MissingExtraError("DuckDB", extra="corpus")
        return Tables(self.location, self.files, self.stems)

    def select(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Refuse: only graphs answer a text in SPARQL."""
        self._refuse()

    def ask(self, text: str, *, timeout: float | None = None) -> bool:
        """Refuse."""
        self._refuse()

    def construct(self, text: str, *, timeout: float | None = None) -> Solutions:
        """Refuse."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        what = "is asked by its tables alone, and they do not answer this"
        raise GraphError(what, path=self.location, hint=f"fetch it: aws s3 sync {self.location} FOLDER; --graph FOLDER")


def open_bucket(location: str, graph_iris: Sequence[str]) -> BucketEngine:
    """Return the engine for the corpus at a URL; only what it holds is looked at.

    Raises GraphError where there is no corpus whose tables are of its plans, MissingExtraError without what reaches it.
    """
    with _explain_refusal():
        storage = open_storage(location)
        if MARK not in storage.list_names():
            raise GraphError("holds no corpus", path=location, hint="check the address, or build one there with -o")
        (mark,) = storage.read([MARK])
        stems = tuple(list_stems(storage.list_names(DONE)))
    digest = read_mark(mark, location)
    if not stems:
        raise GraphError("no plan is in it yet", path=location, hint=suggest_build(location))
    if digest != digest_stems(stems):
        raise GraphError(
            "its tables are not of its plans: a run was cut off, or goes on",
            path=location,
            hint=suggest_build(location),
        )
    if graph_iris:
        raise GraphError("its tables know no named graphs", path=location, hint="ask without --graph-iri")
    return BucketEngine(location, FetchedFiles(storage), stems)


@contextmanager
def _explain_refusal() -> Iterator[None]:
    try:
        yield
    except OutputError as error:
        hint = "check the address, the keys, and that they may read there"
        raise GraphError(error.what, path=error.path, hint=hint) from None
