"""Graph files into a store on disk, each plan in a named graph of its own: all of them, or nothing is changed."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from dupgraph.base.errors import GraphError
from dupgraph.base.processes import delay_interrupts
from dupgraph.graph.engines.contents import Content, check_targets, find_content, list_files, refuse_outside
from dupgraph.graph.engines.graphs import IDENTIFIER, GraphName, explain_store, holds_union, list_plans, list_texts
from dupgraph.graph.stores.load.filling import Advance, fill_graphs, fill_union, merge_quads
from dupgraph.graph.stores.load.folders import check_target, explain_failure, hold_lock, make_work_folder, swap_folders
from dupgraph.graph.texts import check_text

__all__ = ["Advance", "Load", "load_graphs"]

# The triples of a graph that no other graph has, out of the default graph.
_TAKE_OUT = """DELETE {{ ?s ?p ?o }} WHERE {{
  GRAPH {name} {{ ?s ?p ?o }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {name}) }}
}}"""


@dataclass(frozen=True, slots=True)
class Load:
    """What was loaded: the IRIs of the plans, the triples in their graphs, and how many plans the store has now."""

    plans: tuple[str, ...]
    triples: int
    plans_now: int


def load_graphs(
    sources: Iterable[str | os.PathLike[str]],
    store: str | os.PathLike[str],
    *,
    advance: Advance | None = None,
    always_united: bool = False,
) -> Load:
    """Load graph files, and the graph files in folders, into the store in the folder ``store``, made when missing.

    A file of triples goes into the named graph of its plan: the plan's IRI and ``/graph``. A file of quads keeps
    its graphs; where it begins outside of them, those triples go where those of a file of triples would. A graph
    that the store holds already is replaced, as is any that describes one of the plans; its others stay. Where there
    are several, the default graph holds all of them together, each triple once: a union that is made as a query runs
    has the triples that plans share once for each plan, and joins of them grow without end. With ``always_united`` one
    graph alone is held twice as well: it takes twice the room, and half the time to answer.

    What describes files and no plan, as a release's catalogue does, is left out. Readers see the old store until the
    new one is complete. Raises GraphError for a file that is broken, describes no plan or several in one graph, for a
    plan that two files describe, and for a store that cannot be read;
    OutputError for a folder that is no store, cannot be written, or is being written to. The old store is then as
    it was.
    """
    files = list_files(sources)
    target = Path(os.path.realpath(store))
    with explain_failure(target):
        is_store = check_target(target)
    with ExitStack() as stack:
        stop = stack.enter_context(delay_interrupts())
        if is_store:
            stack.enter_context(hold_lock(target))
        part = stack.enter_context(make_work_folder(target))
        found = _find_contents(files, stop, whole=is_store)
        contents = [content for content in found if content.graphs or content.target is not None]
        if not contents:
            raise GraphError("describes files and no plan", path=files[0], hint="give the plan's graph, too")
        check_targets(contents)
        with explain_failure(target):
            load = _build_store(
                target if is_store else None, part, contents, stop, advance, always_united=always_united
            )
            if stop.is_set():
                raise KeyboardInterrupt
            swap_folders(part, target, is_store=is_store)
    return load


def _find_contents(files: Iterable[Path], stop: Event, *, whole: bool) -> Iterator[Content]:
    for file in files:
        if stop.is_set():
            raise KeyboardInterrupt
        yield find_content(file, whole=whole)


def _build_store(
    old: Path | None,
    part: Path,
    contents: Collection[Content],
    stop: Event,
    advance: Advance | None,
    *,
    always_united: bool,
) -> Load:
    """Make the new store in ``part``, complete and closed, and return what was loaded into it."""
    store, kept = _copy_kept(old, part, contents, stop)
    fill_graphs(store, contents, stop, advance)
    for content in contents:
        check_text(content.file, list_texts(store.quads_for_pattern(None, IDENTIFIER, None, content.target)))
    load = _check_store(store, kept, contents)
    if always_united or DefaultGraph() in kept or len(list(store.named_graphs())) > 1:
        fill_union(store, contents, stop, advance)
    store.flush()
    return load


def _copy_kept(old: Path | None, part: Path, contents: Iterable[Content], stop: Event) -> tuple[Store, set[GraphName]]:
    """Return a new store in ``part`` with what stays of the old one, and the names of the graphs that stay."""
    if old is None:
        return Store(os.fspath(part)), set()
    try:
        store = Store.read_only(os.fspath(old))
        united = holds_union(store)
        here: set[GraphName] = set(store.named_graphs())
        if not united and _holds_triples(store, DefaultGraph()):
            here.add(DefaultGraph())
        replaced = here & _find_replaced(store, contents, united=united)
        kept = here - replaced
        if linked := len(replaced) < len(kept):
            # Links to the tables of the old store, which never change: made at once, however large it is.
            store.backup(os.fspath(part))
    except (OSError, ValueError, RuntimeError) as error:
        raise explain_store(error, old) from None
    new = Store(os.fspath(part))
    if linked:
        for name in replaced:
            if united and isinstance(name, NamedNode):
                new.update(_TAKE_OUT.format(name=name))
            new.remove_graph(name)
    else:
        # To take a graph out takes longer than to write it anew.
        new.bulk_extend(quad for name in kept for quad in store.quads_for_pattern(None, None, None, name))
    if not (linked and united):
        named = (quad for name in kept for quad in store.quads_for_pattern(None, None, None, name))
        new.bulk_extend(merge_quads(named, stop))
    return new, kept


def _holds_triples(store: Store, name: GraphName) -> bool:
    return next(iter(store.quads_for_pattern(None, None, None, name)), None) is not None


def _find_replaced(store: Store, contents: Iterable[Content], *, united: bool) -> set[GraphName]:
    """Return the graphs that the files replace. Raises GraphError where one holds another plan, which would be lost."""
    plans = {plan for content in contents for plan in content.plans}
    names = {name for content in contents for name in (content.target, *content.graphs) if name is not None}
    by_graph = list_plans(store)
    if united:
        named = {plan for name, held in by_graph.items() if name != DefaultGraph() for plan in held}
        for plan in sorted((by_graph.pop(DefaultGraph()) - named) & plans):
            what = f"the store describes <{plan}> in no graph of its own, so that it cannot be replaced"
            raise GraphError(what, hint="load all into a new folder")
    replaced = names | {name for name, held in by_graph.items() if plans & held}
    for name in replaced:
        for other in sorted(by_graph.get(name, set()) - plans):
            what = f"{_write_name(name)} in the store describes <{other}> too, which would be lost"
            raise GraphError(what, hint="load that plan with the others, or all into a new folder")
    return replaced


def _write_name(name: GraphName) -> str:
    return "the default graph" if isinstance(name, DefaultGraph) else f"the graph {name}"


def _check_store(store: Store, kept: Collection[GraphName], contents: Iterable[Content]) -> Load:
    """Return what was loaded. Raises GraphError unless each plan has a graph, and each graph a plan, to itself."""
    origins = {name: content.file for content in contents for name in (content.target, *content.graphs) if name}
    loaded = [name for name in store.named_graphs() if name not in kept]
    nameless = next((name for name in loaded if isinstance(name, BlankNode)), None)
    if nameless is not None:
        raise GraphError("holds a graph that has no IRI", path=origins.get(nameless, ""), hint="give it one")
    if not kept and _holds_triples(store, DefaultGraph()):
        raise refuse_outside(next(content.file for content in contents if content.target is None))
    by_graph = list_plans(store)
    merged = by_graph.pop(DefaultGraph(), set())
    where: dict[str, GraphName] = {}
    for name, held in sorted(by_graph.items(), key=lambda item: item[0] not in kept):
        if name in kept:
            where.update(dict.fromkeys(held, name))
            continue
        if len(held) > 1:
            first, second = sorted(held)[:2]
            what = f"describes several plans in one graph: <{first}>, <{second}>" + (" ..." if len(held) > 2 else "")
            hint = "write each plan into a file of its own, or into a graph of its own in N-Quads or TriG"
            raise GraphError(what, path=origins.get(name, ""), hint=hint)
        for plan in held:
            other = where.setdefault(plan, name)
            if other != name:
                what = f"the plan <{plan}> would be in two graphs: {_write_name(other)} and {_write_name(name)}"
                raise GraphError(what, path=origins.get(name, ""), hint="load it from one file only")
    plans = sorted(plan for plan, name in where.items() if name not in kept)
    triples = sum(_count_triples(store, name) for name in loaded) if kept else len(store)
    return Load(tuple(plans), triples, len(merged | where.keys()))


def _count_triples(store: Store, name: NamedNode | BlankNode) -> int:
    # Some forty times faster than to count the quads here.
    ((count,),) = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph=[name])  # type: ignore[misc]  # rows
    return int(count.value)
