"""Files into an open store with Oxigraph's bulk loader, several at a time."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from threading import Event, Lock

from pyoxigraph import Quad, Store

from dupgraph.graph.engines.contents import QUADS, Content, parse_quads
from dupgraph.graph.rdf import explain_rdf, explain_reading

# The bulk loader by itself keeps two cores half busy: several files at a time take two thirds of the time.
_THREADS = min(4, 2 * (os.cpu_count() or 1))

# The share of the bytes that is read; each file is read twice.
Advance = Callable[[float], object]


@dataclass
class _Tally:
    """What the threads have read so far."""

    advance: Advance | None
    size: int
    read: int = 0
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def begin(cls, contents: Collection[Content], advance: Advance | None, *, again: bool = False) -> "_Tally":
        """Return the tally of a round over all files, of which there are two."""
        size = sum(content.file.stat().st_size for content in contents)
        return cls(advance, 2 * size, size if again else 0)

    def add(self, read: int) -> None:
        """Count bytes, and tell who wants to know."""
        with self.lock:
            self.read += read
            if self.advance is not None:
                self.advance(self.read / self.size)


class _Reader(FileIO):
    """A file that counts what is read from it, and ends when it is told to."""

    tally: _Tally
    stop: Event

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes."""
        if self.stop.is_set():
            raise KeyboardInterrupt
        try:
            data = super().read(size) or b""
        except OSError as error:
            raise explain_reading(error, Path(os.fsdecode(str(self.name)))) from None
        self.tally.add(len(data))
        return data


def fill_graphs(store: Store, contents: Collection[Content], stop: Event, advance: Advance | None) -> None:
    """Load all files into their named graphs; the error of the first file that has one is raised.

    Once ``stop`` is set the files are left at their next block, with a KeyboardInterrupt.
    """
    _run_all(_load_file, store, contents, stop, _Tally.begin(contents, advance))


def fill_union(store: Store, contents: Collection[Content], stop: Event, advance: Advance | None) -> None:
    """Load all files a second time, into the default graph: their union, in which each triple stands once."""
    _run_all(_merge_file, store, contents, stop, _Tally.begin(contents, advance, again=True))


_Work = Callable[[Store, Content, Event, _Tally], None]


def _run_all(work: _Work, store: Store, contents: Collection[Content], stop: Event, tally: _Tally) -> None:
    with ThreadPoolExecutor(min(_THREADS, len(contents))) as pool:
        loads = [pool.submit(work, store, content, stop, tally) for content in contents]
        try:
            for load in loads:
                load.result()
        except BaseException:
            stop.set()
            raise


def _load_file(store: Store, content: Content, stop: Event, tally: _Tally, *, merged: bool = False) -> None:
    try:
        with _Reader(content.file) as reader:
            reader.tally, reader.stop = tally, stop
            # Read a second time, it is known to be valid.
            store.bulk_load(reader, format=content.format, to_graph=None if merged else content.target, lenient=merged)
    except (SyntaxError, ValueError) as error:
        raise explain_rdf(error, content.file) from None


def _merge_file(store: Store, content: Content, stop: Event, tally: _Tally) -> None:
    if content.format in QUADS:
        # The bulk loader keeps the graphs of such a file.
        store.bulk_extend(merge_quads(parse_quads(content.file, content.format), stop))
        tally.add(content.file.stat().st_size)
    else:
        _load_file(store, content, stop, tally, merged=True)


def merge_quads(quads: Iterable[Quad], stop: Event) -> Iterator[Quad]:
    """Yield the triples of quads, each for the default graph."""
    for quad in quads:
        if stop.is_set():
            raise KeyboardInterrupt
        yield Quad(quad.subject, quad.predicate, quad.object)
