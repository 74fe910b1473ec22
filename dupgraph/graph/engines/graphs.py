"""A location to a store: graph files read into memory, or a store's own folder opened for reading."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeGuard

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple, parse

from dupgraph.base.errors import GraphError, take_first_line
from dupgraph.base.files import list_resources
from dupgraph.graph.rdf import FORMATS, KNOWN, check_blocks, explain_rdf, explain_reading, read_data
from dupgraph.graph.texts import check_text
from dupgraph.language.messages import say
from dupgraph.schema.corpora import DONE, FORMAT, GRAPHS, KIND, MARK, digest_stems, list_stems, name_graph
from dupgraph.schema.namespaces import DCT, DUP, RDF

GraphName = NamedNode | BlankNode | DefaultGraph
Subject = NamedNode | BlankNode | Triple
TYPE = NamedNode(RDF + "type")
PLAN = NamedNode(DUP + "Plan")
IDENTIFIER = NamedNode(DCT + "identifier")
_TEXT = NamedNode(DUP + "PlanText")
_RULES = NamedNode(DUP + "rulesVersion")
PACKAGED = "the packaged graphs"
# The files that RocksDB keeps in every store, whatever is in it.
STORE_MARKS = ("CURRENT", "IDENTITY")


@dataclass(frozen=True, slots=True)
class Place:
    """Where local graphs are: some files, or the folder of a store.

    ``graph_iris`` are the named graphs to ask, empty for all of them; ``services`` the URLs that SERVICE may name.
    ``corpus`` is the folder of a corpus, where the files are its graphs; ``has_tables`` says that its tables are of
    just these.
    """

    location: str
    files: tuple[Path, ...] = ()
    store: Path | None = None
    corpus: Path | None = None
    has_tables: bool = False
    graph_iris: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalEngine:
    """What the engines share that answer from the graphs of one place."""

    place: Place

    @property
    def location(self) -> str:
        """The place, as a person wrote it."""
        return self.place.location

    @property
    def graph_iris(self) -> tuple[str, ...]:
        """The named graphs to ask instead of all of them; empty for all."""
        return self.place.graph_iris

    @property
    def services(self) -> tuple[str, ...]:
        """The URLs that SERVICE may name in a typed text."""
        return self.place.services


def is_url(location: object) -> TypeGuard[str]:
    """Say whether a location is an endpoint's URL, and no place of files.

    >>> is_url("https://example.org/sparql"), is_url("s3://plans"), is_url("http.ttl")
    (True, False, False)
    """
    return isinstance(location, str) and location.lower().startswith(("http://", "https://"))


def find_place(location: str | os.PathLike[str] | None = None, *, named: bool = False) -> Place:
    """Return where the graphs of ``location`` are: a file, a folder of files, a store; the packaged ones for None.

    What a folder has in several syntaxes, as a release has, is there once: ``named`` for those who want to know which
    plan has which graph, in one that names graphs. Raises GraphError when there is nothing of the kind.
    """
    if location is None:
        files = list_resources("graph", ".ttl")
        if not files:
            raise GraphError("no graph comes with this installation", hint="build one, then name it with --graph FILE")
        return Place(PACKAGED, tuple(files))
    try:
        return _find_files(Path(location), os.fspath(location), named)
    except OSError as error:
        raise explain_reading(error, location) from None


def join_places(locations: Sequence[str | os.PathLike[str]]) -> Place:
    """Return files, or folders of files, as one place. Raises GraphError for anything else, a store included."""
    places = [find_place(location) for location in locations]
    for place in places:
        if place.store is not None:
            raise GraphError("a store is asked by itself", path=place.location, hint="give files or folders of files")
    return Place(", ".join(place.location for place in places), tuple(file for place in places for file in place.files))


def _find_files(path: Path, name: str, named: bool) -> Place:
    if path.is_file():
        if path.suffix.lower() not in FORMATS:
            raise GraphError(say("not_graph", known=KNOWN), path=name, hint=say("do_build_it", name=name))
        return Place(name, (path,))
    if not path.is_dir():
        raise GraphError(say("not_there"), path=name, hint=say("do_location"))
    if (path / MARK).is_file():
        return _open_corpus(path, name)
    if all((path / mark).is_file() for mark in STORE_MARKS):
        return Place(name, store=path)
    found = (file for file in path.iterdir() if file.suffix.lower() in FORMATS and file.is_file())
    files = sorted(found, key=lambda file: (file.stem, file.suffix))
    if not files:
        raise GraphError(say("not_graphs", known=KNOWN), path=name, hint=say("do_build_into"))
    return Place(name, tuple(_drop_copies(files, named)))


def _drop_copies(files: Iterable[Path], named: bool) -> Iterator[Path]:
    """Yield files without those that say in another syntax what one of the same name says, triple by triple."""
    syntaxes = sorted(FORMATS, key=lambda suffix: FORMATS[suffix].supports_datasets != named)
    for _, same in groupby(files, key=lambda file: file.stem):
        first, *others = sorted(same, key=lambda file: syntaxes.index(file.suffix.lower()))
        yield first
        said = _list_triples(first) if others else None
        yield from (file for file in others if said is None or _list_triples(file) != said)


def _list_triples(file: Path) -> frozenset[Triple] | None:
    """Return what a file says, in whatever graph; None where it cannot be read, which shows when it is asked."""
    form = FORMATS[file.suffix.lower()]
    try:
        data = read_data(file)
        check_blocks([data], form, file)
        return frozenset(quad.triple for quad in parse(data, format=form))
    except (GraphError, SyntaxError, ValueError):
        return None


def _open_corpus(path: Path, name: str) -> Place:
    """Return the place of a corpus: the graphs of the plans that are done. Raises GraphError where one is missing."""
    digest = read_mark((path / MARK).read_bytes(), name)
    stems = list_stems(_list_names(path / DONE))
    # Folders are listed and not asked for each file: there may be one for each municipality.
    there = set(_list_names(path / GRAPHS))
    files = tuple(path / name_graph(stem) for stem in stems)
    missing = [file.name for file in files if file.name not in there]
    if missing or not files:
        what = f"the graph {missing[0]} is missing from it" if missing else "no plan is in it yet"
        raise GraphError(what, path=name, hint=suggest_build(name))
    return Place(name, files, corpus=path, has_tables=digest == digest_stems(stems))


def _list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def suggest_build(name: str) -> str:
    """Return the hint for a corpus that is not whole; ``name`` is where to build it."""
    return f"build it again: dupgraph corpus build SOURCE... -o {name}"


def read_mark(data: bytes, name: str) -> str:
    """Return of which plans the tables of a corpus are, as its mark says. Raises GraphError when that is not ours."""
    try:
        facts = json.loads(data)
        kind, form, digest = facts["kind"], facts["format"], str(facts["tables"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise GraphError(f"its {MARK} is none that dupgraph wrote", path=name, hint=suggest_build(name)) from None
    if (kind, form) != (KIND, FORMAT):
        what = f"is a corpus of format {form!r}, and this version of dupgraph knows {FORMAT}"
        raise GraphError(what, path=name, hint=suggest_build("NEW"))
    return digest


def read_store(place: Place) -> Store:
    """Return the store that holds all graphs of ``place``; several files become one graph.

    Triples of all files go into one default graph: a union of named graphs would give the labels that two
    plans share twice. Raises GraphError when a file is broken, when two are of one plan as two builds made it, or
    when all of them together hold nothing.
    """
    if place.store is not None:
        return _open_store(place.store)
    store = Store()
    builds = [file for file in place.files if _RULES.value.rpartition("/")[2].encode() in _read_file(store, file)]
    for file in place.files:
        check_text(file, list_texts(store.quads_for_pattern(None, IDENTIFIER, None, None)))
    if len(store) == 0:
        raise GraphError("holds no triples", path=place.location, hint="build it again: dupgraph build")
    _check_builds(store, place, builds)
    return store


def _check_builds(store: Store, place: Place, builds: Sequence[Path]) -> None:
    """Refuse two builds of one plan, as ``builds`` may be: together they would count, and say, what neither says."""
    # A plan is of one text, and was read once, by one set of rules.
    texts = [quad.subject for quad in store.quads_for_pattern(None, TYPE, _TEXT, None)]
    runs = [quad.subject for quad in store.quads_for_pattern(None, _RULES, None, None)]
    once = [quad.subject for text in texts for quad in store.quads_for_pattern(text, IDENTIFIER, None, None)]
    twice = next((subject for subject, times in Counter(once + runs).items() if times > 1), None)
    if twice is None and len(builds) > len(runs):
        twice = _find_unlike(builds)
    if twice is not None:
        plan = str(twice).strip("<>").rpartition("/")[0]
        what = f"two files describe the plan <{plan}>, as two builds made it"
        raise GraphError(what, path=place.location, hint="leave out one of the two")


def _find_unlike(builds: Sequence[Path]) -> Subject | None:
    """Return the run that two files tell differently, as when one was reviewed; None where one holds the other."""
    seen: dict[Subject, Store] = {}
    for file in builds:
        own = Store()
        _read_file(own, file)
        for quad in own.quads_for_pattern(None, _RULES, None, None):
            less, more = sorted((own, seen.setdefault(quad.subject, own)), key=len)
            # In whatever named graph.
            if not all(any(more.quads_for_pattern(t.subject, t.predicate, t.object, None)) for t in less):
                return quad.subject
    return None


def list_texts(quads: Iterable[Quad]) -> Iterator[str]:
    """Yield what a graph's identifiers say; those of its texts are among them."""
    return (quad.object.value for quad in quads if quad.predicate == IDENTIFIER and isinstance(quad.object, Literal))


def _open_store(folder: Path) -> Store:
    try:
        store = Store.read_only(os.fspath(folder))
        filled = next(iter(store.quads_for_pattern(None, None, None, None)), None) is not None
    except (OSError, ValueError, RuntimeError) as error:
        raise explain_store(error, folder) from None
    if not filled:
        hint = f"load a graph into it: dupgraph load GRAPH --store {folder}"
        raise GraphError("the store holds no triples", path=folder, hint=hint)
    return store


def list_plans(store: Store) -> dict[GraphName, set[str]]:
    """Return the plans that each graph of a store describes."""
    return group_plans(store.quads_for_pattern(None, TYPE, PLAN, None))


def group_plans(quads: Iterable[Quad]) -> dict[GraphName, set[str]]:
    """Return the plans that some quads describe, by their graph."""
    found: dict[GraphName, set[str]] = {}
    for quad in quads:
        if quad.object == PLAN and quad.predicate == TYPE and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.graph_name, set()).add(quad.subject.value)
    return found


def holds_union(store: Store) -> bool:
    """Tell whether the default graph holds what the named graphs hold, as in every store that we filled.

    It is known by the plans: the default graph then describes each of those that the named graphs describe.
    """
    plans = list_plans(store)
    here = plans.pop(DefaultGraph(), set())
    return bool(plans) and all(named <= here for named in plans.values())


def explain_store(error: Exception, folder: Path) -> GraphError:
    """Return the error for a folder that looks like a store and cannot be read as one."""
    reason = take_first_line(error, "unknown reason")
    hint = "delete it and load its graphs again: dupgraph load"
    return GraphError(f"cannot be opened as a store: {reason}", path=folder, hint=hint)


def _read_file(store: Store, file: Path) -> bytes:
    """Read a file into a store, and return what is in it."""
    data = read_data(file)
    form = FORMATS[file.suffix.lower()]
    check_blocks([data], form, file)
    try:
        store.load(data, format=form)
    except (SyntaxError, OSError, ValueError) as error:
        raise explain_rdf(error, file) from None
    return data
