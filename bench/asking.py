"""What asking through dupgraph costs beside the bare libraries: the catalogue's queries, and filling a store."""

import gc
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pace import GRAPH
from towns import write_towns

if TYPE_CHECKING:
    from dupgraph.ask.catalogue import Question
    from dupgraph.graph.engines import Engine

# A query that takes longer may cost this much more through dupgraph; a shorter one so many seconds.
LONG = 0.005
DEAREST = 1.15
LEAST_MORE = 0.0003
# How many times faster than rdflib the joins are, and what part of the bulk loader's own speed a load keeps.
TIMES_FASTER = 20
LOAD_PART = 0.9
# rdflib takes minutes for some joins, and longer: after so many seconds of the processor one is given up.
PATIENCE = 30.0
# Noise is little of what takes seconds: two rounds of it, one to warm up, say what seven do.
ENOUGH = 10.0
# What is asked of a thousand municipalities: a question of each shape; all of them would take an hour.
SHAPES = (
    "objectives-by-partner", "objectives-by-place", "objectives-by-theme", "objectives-by-partner-and-theme",
    "objectives-by-text", "partners-of-objective", "places-of-objective", "related-objectives", "partners-by-policy",
    "objective-pairs", "objectives-without-partner", "plans",
)  # fmt: skip
# The joins: two things of one element, pairs that share something, an element's neighbours.
JOINS = ("objectives-by-partner-and-theme", "objective-pairs", "partner-pairs", "related-objectives")


def time_pairs(works: list[Callable[[], object]], rounds: int) -> list[float]:
    """Return the median seconds of the processor of each work; they take turns, and meet the same noise.

    What takes long has fewer rounds: after ENOUGH seconds no other is begun.
    """
    seconds: list[list[float]] = [[] for _ in works]
    began = time.process_time()
    for turn in range(rounds + 1):
        for work, taken in zip(works, seconds, strict=True):
            start = time.process_time()
            work()
            if turn:
                taken.append(time.process_time() - start)
        if turn and time.process_time() - began > ENOUGH:
            break
    return [statistics.median(taken) for taken in seconds]


class GivenUpError(BaseException):
    """What ends a work that takes too long: nothing in it takes this for an error of its own."""


def time_within(work: Callable[[], object], rounds: int, budget: float) -> tuple[float, int]:
    """Return the median seconds of a work, and of how many rounds: of none, where ``budget`` seconds were too few."""

    def give_up(*_: object) -> None:
        raise GivenUpError

    taken: list[float] = []
    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, budget)
    try:
        while len(taken) < rounds:
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    except GivenUpError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return statistics.median(taken or [budget]), len(taken)


def measure_queries(location: Path, names: list[str] | None, rounds: int) -> list[tuple[str, int, float, float, bool]]:
    """Return for each SELECT name, rows, the median seconds through dupgraph and on bare pyoxigraph, whether it quotes.

    The labels are resolved beforehand; the bare library runs the same closed text on the same open store, and
    reads every term of every row, as who asked would.
    """
    from dupgraph.ask.catalogue import close_question, load_catalogue, run_question
    from dupgraph.ask.catalogue.sentences import SPOTS
    from dupgraph.graph.engines import open_engine
    from dupgraph.graph.engines.oxigraph import OxigraphEngine

    engine = open_engine(location)
    if not isinstance(engine, OxigraphEngine):
        sys.exit(f"{location} is not read by Oxigraph")
    store = engine.store
    # On disk the default graph holds the union already: made once more as the query runs, it would be slower.
    union = not engine.has_union and next(iter(store.named_graphs()), None) is not None
    measured = []
    for question in load_catalogue():
        if question.form != "select" or (names is not None and question.name not in names):
            continue
        values = resolve_examples(engine, question)
        text = close_question(engine, question.name, values)

        def bare(text: str = text) -> object:
            return [tuple(row) for row in store.query(text, use_default_graph_as_union=union)]

        def ours(name: str = question.name, values: dict[str, str] = values) -> object:
            return run_question(engine, name, values)

        # Collecting garbage belongs to neither.
        gc.collect()
        gc.disable()
        direct, through = time_pairs([bare, ours], rounds)
        gc.enable()
        measured.append((question.name, len(bare()), through, direct, f"?{SPOTS}" in question.text))
    return measured


def resolve_examples(engine: "Engine", question: "Question") -> dict[str, str]:
    """Return a question's examples with the things they name as IRIs: of several things, the first."""
    from dupgraph.ask.names import find_names, fold_label

    values = {parameter.name: parameter.example for parameter in question.parameters}
    for parameter in question.parameters:
        if parameter.accepts:
            wanted = fold_label(parameter.example)
            names = find_names(engine, parameter.accepts)
            values[parameter.name] = next(name.thing for name in names if fold_label(name.label) == wanted)
    return values


def judge_query(through: float, direct: float) -> str:
    """Return whether dupgraph adds no more to a query than it may, in a word."""
    kept = through <= direct * DEAREST if direct > LONG else through - direct <= LEAST_MORE
    return "ok" if kept else "MISSED"


def measure_joins(folder: Path, rounds: int) -> list[tuple[str, int, float, float, int]]:
    """Return name, rows, the median seconds through dupgraph and on rdflib, and rdflib's rounds, for the joins."""
    import rdflib

    from dupgraph.ask.catalogue import close_question, load_question, run_question
    from dupgraph.graph.engines import open_engine

    engine = open_engine(folder)
    graph = rdflib.Graph()
    for file in sorted(folder.glob("*.nt")):
        graph.parse(str(file), format="nt")
    measured = []
    for name in JOINS:
        values = resolve_examples(engine, load_question(name))
        text = close_question(engine, name, values)

        def slow(text: str = text) -> object:
            return list(graph.query(text))

        def ours(name: str = name, values: dict[str, str] = values) -> object:
            return run_question(engine, name, values)

        (through,) = time_pairs([ours], rounds)
        other, times = time_within(slow, rounds, PATIENCE)
        measured.append((name, len(run_question(engine, name, values)), through, other, times))
    return measured


def measure_load(files: list[Path], rounds: int) -> tuple[int, float, float, float]:
    """Return the triples of some files, and the median seconds of loading them.

    Of ``dupgraph load``, which keeps the union of the plans beside their named graphs; of the bare bulk loader
    writing the same, named graphs and union; and of the bare bulk loader writing the named graphs alone.
    """
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

    from dupgraph.graph.stores.load import load_graphs

    triples = 0

    def ours() -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            load_graphs(files, Path(folder) / "store")

    def write_graphs(store: Store) -> None:
        for number, file in enumerate(files):
            graph = NamedNode(f"https://example.org/{number}")
            store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES, to_graph=graph)

    def same() -> None:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            store = Store(folder)
            write_graphs(store)
            for file in files:
                store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES, to_graph=DefaultGraph())

    def graphs_alone() -> None:
        nonlocal triples
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            store = Store(folder)
            write_graphs(store)
            triples = len(store)

    through, direct, alone = time_pairs([ours, same, graphs_alone], rounds)
    return triples, through, direct, alone


def show_asking(rounds: int, towns: int) -> list[str]:
    """Print the tables of 100 municipalities in memory, of ``towns`` on disk, and return what was missed."""
    from dupgraph.graph.stores.load import load_graphs

    missed = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        hundred = folder / "hundred"
        hundred.mkdir()
        files = list(write_towns(GRAPH, hundred, 100))
        missed += show_queries("100 municipalities, in memory", measure_queries(hundred, None, rounds))
        missed += show_joins(measure_joins(hundred, rounds))
        missed += show_load(*measure_load(files, rounds))
        many = folder / "many"
        many.mkdir()
        load_graphs(list(write_towns(GRAPH, many, towns)), folder / "store")
        missed += show_queries(
            f"{towns:,} municipalities, on disk", measure_queries(folder / "store", list(SHAPES), rounds)
        )
    return missed


def show_queries(where: str, measured: list[tuple[str, int, float, float, bool]]) -> list[str]:
    """Print what each query takes through dupgraph and on bare pyoxigraph; return those over the limit.

    Of those whose answers quote there is no limit: the bare library neither finds sentences nor cites.
    """
    print(f"\n{where:44} {'rows':>7} {'ours ms':>9} {'bare ms':>9} {'ratio':>6}")
    missed = []
    for name, rows, through, direct, quotes in measured:
        verdict = "with sentences" if quotes else judge_query(through, direct)
        print(f"{name:44} {rows:7,} {through * 1000:9.2f} {direct * 1000:9.2f} {through / direct:6.2f}  {verdict}")
        missed += [f"{name}, {where}"] if verdict == "MISSED" else []
    return missed


def show_joins(measured: list[tuple[str, int, float, float, int]]) -> list[str]:
    """Print what the joins take beside rdflib; return those that are not fast enough.

    One that rdflib has not done within its time is so many times faster at least, which may be too few to tell.
    """
    print(f"\n{'joins, 100 municipalities':44} {'rows':>7} {'ours ms':>9} {'rdflib ms':>9} {'runs':>6} {'times':>6}")
    missed = []
    for name, rows, through, other, rounds in measured:
        verdict = "ok" if other >= through * TIMES_FASTER else "MISSED" if rounds else "not compared: given up"
        figures = f"{through * 1000:9.1f} {other * 1000:9.1f} {rounds:6} {other / through:6.0f}"
        print(f"{name:44} {rows:7,} {figures}  {verdict}")
        missed += [f"{name}, against rdflib"] if verdict == "MISSED" else []
    return missed


def show_load(triples: int, through: float, direct: float, alone: float) -> list[str]:
    """Print the speed of a load beside the bulk loader's own; return it where it is too slow."""
    part = direct / through
    verdict = "ok" if part >= LOAD_PART else "MISSED"
    print(f"\n{'filling a store, 100 municipalities':44} {'triples':>9} {'s':>7} {'our speed to it':>16}")
    print(f"{'dupgraph load: a graph a plan, and the union':44} {triples:9,} {through:7.2f}")
    print(f"{'bulk loader, the same':44} {'':9} {direct:7.2f} {part:16.2f}  {verdict}")
    print(f"{'bulk loader, without the union':44} {'':9} {alone:7.2f} {alone / through:16.2f}")
    return ["dupgraph load"] if verdict == "MISSED" else []
