"""Files into an open store with Oxigraph's bulk loader, several at a time."""

import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from threading import Event, Lock

from pyoxigraph import Store

from dupgraph.engines.graphs import explain_rdf
from dupgraph.engines.load.contents import Content, explain_reading
from dupgraph.errors import GraphError

# The bulk loader by itself keeps two cores half busy: several files at a time take two thirds of the time.
_THREADS = min(4, 2 * (os.cpu_count() or 1))

# Bytes read, bytes in all, files done, files in all.
Advance = Callable[[int, int, int, int], None]


@dataclass
class _Tally:
    """What the threads have read so far."""

    advance: Advance | None
    files: int
    size: int
    read: int = 0
    done: int = 0
    lock: Lock = field(default_factory=Lock)

    def add(self, *, read: int = 0, done: int = 0) -> None:
        """Count bytes and files, and tell who wants to know."""
        with self.lock:
            self.read += read
            self.done += done
            if self.advance is not None:
                self.advance(self.read, self.size, self.done, self.files)


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
        self.tally.add(read=len(data))
        return data


def fill_store(store: Store, contents: Collection[Content], stop: Event, advance: Advance | None) -> None:
    """Load all files, several at a time; the error of the first file that has one is raised.

    Once ``stop`` is set the files are left at their next block, with a KeyboardInterrupt.
    """
    tally = _Tally(advance, len(contents), sum(content.file.stat().st_size for content in contents))
    with ThreadPoolExecutor(min(_THREADS, len(contents))) as pool:
        loads = [pool.submit(_load_file, store, content, stop, tally) for content in contents]
        try:
            for load in loads:
                load.result()
        except BaseException:
            stop.set()
            raise


def _load_file(store: Store, content: Content, stop: Event, tally: _Tally) -> None:
    try:
        with _Reader(content.file) as reader:
            reader.tally, reader.stop = tally, stop
            store.bulk_load(reader, format=content.format, to_graph=content.target)
    except SyntaxError as error:
        raise explain_rdf(error, content.file) from None
    except ValueError as error:
        raise GraphError(f"cannot be read as RDF: {str(error)[:200]}", path=content.file) from None
    tally.add(done=1)
