"""The formats of an export: one table. A format is a name, the endings of its files, and what writes each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from dupgraph.errors import OutputError
from dupgraph.export.exchange import Exchange
from dupgraph.export.gexf import write_gexf
from dupgraph.export.graphml import write_graphml
from dupgraph.export.kumu import write_kumu
from dupgraph.export.source import Source
from dupgraph.export.tables import write_edges, write_nodes


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format by name. ``files`` has, for each ending of a file's name, the function that returns its bytes."""

    name: str
    files: Mapping[str, Callable[[Source], bytes]]


def _take_network(write: Callable[[Exchange], bytes]) -> Callable[[Source], bytes]:
    return lambda source: write(source.exchange)


FORMATS: dict[str, ExportFormat] = {
    known.name: known
    for known in (
        ExportFormat("graphml", {".graphml": _take_network(write_graphml)}),
        ExportFormat("gexf", {".gexf": _take_network(write_gexf)}),
        ExportFormat("kumu", {".kumu.json": _take_network(write_kumu)}),
        ExportFormat(
            "network-csv", {"-nodes.csv": _take_network(write_nodes), "-edges.csv": _take_network(write_edges)}
        ),
    )
}


def find_formats(names: Iterable[str]) -> tuple[ExportFormat, ...]:
    """Return the formats called so, each once. Raises OutputError when there is no name, or one is none of them."""
    wanted = tuple(dict.fromkeys(names))
    known = f"there are {', '.join(FORMATS)}"
    if not wanted:
        raise OutputError("no format is given", hint=known)
    for name in wanted:
        if name not in FORMATS:
            near = get_close_matches(name[:100].lower(), FORMATS, n=1, cutoff=0.5)
            also = f" (did you mean {near[0]!r}?)" if near else ""
            raise OutputError(f"no format is called {name[:100]!r}{also}", hint=known)
    return tuple(FORMATS[name] for name in wanted)


def write_formats(source: Source, formats: Iterable[ExportFormat]) -> dict[str, bytes]:
    """Return the files of some formats: the name of each and its bytes. Raises what reading the graph raises."""
    return {f"{source.stem}{ending}": write(source) for known in formats for ending, write in known.files.items()}
