"""Which document a graph was made of, where that is still at hand, and where its text stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from dupgraph.base.errors import DocumentError, word_reason
from dupgraph.base.files import write_whole
from dupgraph.read.documents.formats import TEXT, list_suffixes
from dupgraph.schema.layout import SUFFIX, Layout, unpack_layout

# Beside a graph that a server built itself: the path of its document.
_MARK = ".original"
_MOST_PATH = 4096
# Layouts that are kept unpacked: one is a few megabytes.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Original:
    """A graph's file, the document that it was made of (None where nobody knows), and where its text stands in it.

    ``is_ours`` says that this server built the graph of it: then it can be reviewed.
    """

    graph: Path
    document: Path | None
    layout: Path | None
    is_ours: bool = False

    @property
    def has_pictures(self) -> bool:
        """Whether its pages can be drawn."""
        document = self.document
        return document is not None and document.suffix.lower() == ".pdf" and document.is_file()

    def read_layout(self) -> Layout | None:
        """Return where the text stands in the document; None for a text without places. Raises DocumentError."""
        return read_layout(self.layout) if self.layout else None


@lru_cache(_KEPT)
def read_layout(path: Path) -> Layout:
    """Return where a text stands in its document, as the build wrote it. Raises DocumentError."""
    try:
        return unpack_layout(path.read_bytes())
    except OSError as error:
        raise DocumentError(f"cannot be read: {word_reason(error)}", path=path) from None


def mark_document(graph: Path, document: Path) -> None:
    """Write beside a graph which document it was built from. Raises OutputError."""
    write_whole(graph.with_suffix(_MARK), str(document.resolve()).encode())


def list_originals(graphs: Iterable[Path]) -> Mapping[str, Original]:
    """Return what is known of the documents of graphs, by the SHA-256 of the canonical text beside each."""
    found: dict[str, Original] = {}
    for graph in graphs:
        text = graph.with_suffix(".txt")
        if graph.suffix == ".ttl" and text.is_file():
            found[sha256(text.read_bytes()).hexdigest()] = _find_original(graph)
    return found


def find_shown(graphs: Iterable[Path]) -> frozenset[str]:
    """Return the digests of the texts whose places in the original are known."""
    return frozenset(digest for digest, original in list_originals(graphs).items() if original.layout)


def is_any_ours(graphs: Iterable[Path]) -> bool:
    """Tell whether a server built any of the graphs itself: the plan of such a one can be reviewed."""
    return any(graph.with_suffix(_MARK).is_file() for graph in graphs)


def _find_original(graph: Path) -> Original:
    layout = graph.with_name(graph.stem + SUFFIX)
    known = layout if layout.is_file() else None
    mark = graph.with_suffix(_MARK)
    if mark.is_file() and mark.stat().st_size <= _MOST_PATH:
        return Original(graph, Path(mark.read_text(encoding="utf-8")), known, is_ours=True)
    # A text beside a graph is what was read in the document, not the document.
    beside = (graph.with_suffix(suffix) for suffix in list_suffixes() if suffix not in TEXT.suffixes)
    return Original(graph, next((path for path in beside if path.is_file()), None), known)
