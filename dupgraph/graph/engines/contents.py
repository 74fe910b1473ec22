"""What graph files hold: their plans, and the named graphs into which they go."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from dupgraph.base.errors import GraphError, VocabularyError
from dupgraph.graph.engines.graphs import PLAN, TYPE, GraphName, find_place
from dupgraph.graph.rdf import FORMATS, check_blocks, explain_rdf, explain_reading
from dupgraph.schema.namespaces import DCAT, VOID, mint_iri

QUADS = {RdfFormat.N_QUADS, RdfFormat.TRIG}
_BLOCK = 1024 * 1024
# What a release says of its own files.
METADATA_CLASSES = {NamedNode(DCAT + "Catalog"), NamedNode(VOID + "Dataset")}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, as far as it had to be read: its plans, its named graphs, where its other triples go."""

    file: Path
    plans: frozenset[str]
    graphs: frozenset[GraphName]
    target: NamedNode | None

    @property
    def format(self) -> RdfFormat:
        """The syntax, by the file's name."""
        return FORMATS[self.file.suffix.lower()]


def list_files(sources: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files of all sources, each once. Raises GraphError."""
    files: dict[Path, Path] = {}
    for source in sources:
        place = find_place(source, named=True)
        if place.store is not None:
            raise GraphError("is a store already", path=place.location, hint="give graph files, or folders of them")
        for file in place.files:
            files.setdefault(file.resolve(), file)
    if not files:
        raise GraphError("no graph to load", hint="give graph files, or folders of them")
    return list(files.values())


def find_content(file: Path, *, whole: bool) -> Content:
    """Return what a file holds; where there is nothing to replace, it is read only as far as its graph's name needs.

    What describes files and no plan, as a release's catalogue does, has no graph.
    """
    form = FORMATS[file.suffix.lower()]
    check_file(file, form)
    plans: dict[str, None] = {}
    graphs: dict[GraphName, None] = {}
    of_files = False
    for quad in parse_quads(file, form):
        graphs[quad.graph_name] = None
        of_files = of_files or (quad.predicate == TYPE and quad.object in METADATA_CLASSES)
        if quad.object == PLAN and quad.predicate == TYPE:
            if not isinstance(quad.subject, NamedNode):
                raise GraphError("its plan has no IRI", path=file, hint="give the plan an IRI")
            plans[quad.subject.value] = None
        if (plans or DefaultGraph() not in graphs) and not (whole and form in QUADS):
            break
    if not graphs:
        raise GraphError("holds no triples", path=file, hint="build it again: dupgraph build")
    # The first statement decides how the file is taken; one of both kinds is refused.
    if DefaultGraph() not in graphs:
        return Content(file, frozenset(plans), frozenset(graphs), None)
    if next(iter(graphs)) != DefaultGraph():
        raise refuse_outside(file)
    if of_files and not plans:
        return Content(file, frozenset(), frozenset(), None)
    if not plans:
        hint = "write it as N-Quads or TriG, where its graph has a name"
        raise GraphError("describes no plan, so that its graph has no name", path=file, hint=hint)
    names = frozenset(name for name in graphs if name != DefaultGraph())
    return Content(file, frozenset(plans), names, _name_graph(next(iter(plans)), file))


def refuse_outside(file: str | os.PathLike[str]) -> GraphError:
    """Return the error for a file of quads with triples that have no graph."""
    what = "holds triples outside its named graphs"
    return GraphError(what, path=file, hint="put them into a graph, or into a file of their own")


def check_file(file: Path, form: RdfFormat) -> None:
    """Raise GraphError for a file that no parser should see, and for one that cannot be read."""
    try:
        with file.open("rb") as stream:
            check_blocks(iter(partial(stream.read, _BLOCK), b""), form, file)
    except OSError as error:
        raise explain_reading(error, file) from None


def parse_quads(file: Path, form: RdfFormat) -> Iterator[Quad]:
    """Yield what a file says. Raises GraphError."""
    try:
        yield from parse(path=os.fspath(file), format=form)
    except (SyntaxError, OSError, ValueError) as error:
        raise explain_rdf(error, file) from None


def _name_graph(plan: str, file: Path) -> NamedNode:
    try:
        return NamedNode(mint_iri(plan, "graph"))
    except VocabularyError as error:
        raise GraphError(f"its plan's IRI gives no name for its graph: {error.what}", path=file) from None


def check_targets(contents: Iterable[Content]) -> None:
    """Refuse two files whose triples would go into one graph, as if they were one."""
    seen: dict[NamedNode, Path] = {}
    for content in contents:
        if content.target is None:
            continue
        first = seen.setdefault(content.target, content.file)
        if first != content.file:
            plan = content.target.value.removesuffix("/graph")
            hint = f"leave out one of the two; the other is {first}"
            raise GraphError(f"describes the plan <{plan}>, as another file does", path=content.file, hint=hint)
