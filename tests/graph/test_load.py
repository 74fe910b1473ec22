"""Loading: each plan in its own graph, all of them or none, whatever goes wrong."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import places
import pytest
from commands import run_words
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store

from dupgraph.base.errors import GraphError, OutputError, QueryError
from dupgraph.graph.engines import open_engine
from dupgraph.graph.stores.load import load_graphs

ROOT = "https://w3id.org/dupgraph/data/"
PREFIXES = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dct: <http://purl.org/dc/terms/> "
TITLES = PREFIXES + "SELECT ?title { ?plan a dup:Plan ; dct:title ?title } ORDER BY ?title"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PLAN = f"<https://example.org/plan/{{}}> {TYPE} <https://w3id.org/dupgraph/onto/Plan> ."


def name_graph(plan: str) -> str:
    return f"{ROOT}{plan}/plan/dup/graph"


def open_checked(folder: Path) -> Store:
    """Return a store whose default graph holds what its named graphs hold, if these are several, and nothing else."""
    store = Store.read_only(os.fspath(folder))
    if len(list(store.named_graphs())) == 1:
        assert all(quad.graph_name != DefaultGraph() for quad in store)
        return store
    merged = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert merged == {quad.triple for quad in store if quad.graph_name != DefaultGraph()}
    return store


def read_titles(store: Path) -> list[str]:
    open_checked(store)
    return [row[0].value for row in open_engine(store).select(TITLES).rows if isinstance(row[0], Literal)]


def list_bytes(folder: Path) -> dict[str, bytes]:
    """Return all that stands in a folder, those beside its name included."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder with two plans."""
    folder = tmp_path / "plans"
    folder.mkdir()
    places.copy_plan(folder, "first")
    places.copy_plan(folder, "second")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder in which the store is to be, and nothing else."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run(*arguments: str, code: int = 2) -> str:
    """Run the command, check its exit code; return what it says."""
    return "".join(run_words(*arguments, code=code))


# What comes in -------------------------------------------------------------------------------------------------------


def test_each_plan_is_in_its_own_graph(plans: Path, home: Path) -> None:
    load = load_graphs([plans], home / "store")
    store = open_checked(home / "store")
    assert {str(name) for name in store.named_graphs()} == {f"<{name_graph(plan)}>" for plan in ("first", "second")}
    assert load.plans == (f"{ROOT}first/plan/dup", f"{ROOT}second/plan/dup")
    named = sum(1 for quad in store if quad.graph_name != DefaultGraph())
    assert (load.triples, load.plans_now) == (named, 2)
    assert list_names(home) == ["store"]


def test_a_plan_s_graph_holds_all_its_triples(plans: Path, home: Path) -> None:
    load_graphs([plans], home / "store")
    file, store = Store(), Store.read_only(os.fspath(home / "store"))
    file.load(path=os.fspath(plans / "first.ttl"), format=RdfFormat.TURTLE)
    named = store.quads_for_pattern(None, None, None, NamedNode(name_graph("first")))
    assert sum(1 for _ in named) == len(file)


def test_queries_see_the_union_or_the_graphs_asked_for(plans: Path, home: Path) -> None:
    load_graphs([plans], home / "store")
    assert read_titles(home / "store") == ["Piano first", "Piano second"]
    for timeout in (None, 30.0):
        one = open_engine(home / "store", [name_graph("second")])
        assert one.select(TITLES, timeout=timeout).rows == ((Literal("Piano second", language="it"),),)
        both = open_engine(home / "store", [name_graph("second"), name_graph("first")])
        assert len(both.select(TITLES, timeout=timeout).rows) == 2
        graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
        assert one.select(graphs, timeout=timeout).rows == ((NamedNode(name_graph("second")),),)
        from_one = TITLES.replace("{", f"FROM <{name_graph('first')}> {{", 1)
        assert len(open_engine(home / "store").select(from_one, timeout=timeout).rows) == 1


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_graph_that_is_not_there_is_an_error_that_names_some(plans: Path, home: Path, timeout: float | None) -> None:
    load_graphs([plans], home / "store")
    with pytest.raises(QueryError, match=r"names a graph that is not here: <a:g>; .*here are <https://.*/graph>, <"):
        open_engine(home / "store", ["a:g"]).select(TITLES, timeout=timeout)
    with pytest.raises(QueryError, match="here are no named graphs"):
        open_engine(plans, ["a:g"]).select(TITLES, timeout=timeout)
    with pytest.raises(QueryError, match="FROM and graph_iri="):
        text = TITLES.replace("{", f"FROM <{name_graph('first')}> {{", 1)
        open_engine(home / "store", [name_graph("second")]).select(text, timeout=timeout)


LABELS = """SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?x) AS ?distinct)
  { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> "Terzo settore"@it }"""


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_triples_that_plans_share_are_counted_once(plans: Path, home: Path, timeout: float | None) -> None:
    load_graphs([plans], home / "store")
    for location in (home / "store", plans):
        assert open_engine(location).select(LABELS, timeout=timeout).rows == ((Literal(1), Literal(1)),)


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_a_union_made_by_the_query_repeats_what_its_graphs_share(
    plans: Path, home: Path, timeout: float | None
) -> None:
    """As the docstring of run_query says: in a store that others filled, and for some graphs of many."""
    load_graphs([plans], home / "store")
    two = open_engine(home / "store", [name_graph("first"), name_graph("second")])
    assert two.select(LABELS, timeout=timeout).rows == ((Literal(2), Literal(1)),)
    store = Store(os.fspath(home / "other"))
    for name in ("first", "second"):
        store.load(path=os.fspath(plans / f"{name}.ttl"), format=RdfFormat.TURTLE, to_graph=NamedNode(f"a:{name}"))
    store.flush()
    del store
    assert open_engine(home / "other").select(LABELS, timeout=timeout).rows == ((Literal(2), Literal(1)),)


def test_quads_keep_their_graphs(home: Path, tmp_path: Path) -> None:
    first, second = (PLAN.format(name).replace(" .", f" <a:{name}> .") for name in ("one", "two"))
    (tmp_path / "a.nq").write_text(f"{first}\n{second}\n<a:s> <a:p> <a:o> <a:x> .")
    load = load_graphs([tmp_path / "a.nq"], home / "store")
    store = open_checked(home / "store")
    assert sorted(map(str, store.named_graphs())) == ["<a:one>", "<a:two>", "<a:x>"]
    assert load.plans == ("https://example.org/plan/one", "https://example.org/plan/two")


def test_quads_without_a_graph_are_triples(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text(PLAN.format(1))
    load_graphs([tmp_path / "a.trig"], home / "store")
    (name,) = open_checked(home / "store").named_graphs()
    assert name == NamedNode("https://example.org/plan/1/graph")


def test_many_files_and_every_format(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.{'nt' if number % 2 else 'ttl'}").write_text(PLAN.format(number))
    (folder / "x.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="https://w3id.org/dupgraph/onto/">'
        '<d:Plan rdf:about="https://example.org/plan/x"/></rdf:RDF>'
    )
    load = load_graphs([folder, folder / "0.ttl"], home / "store")
    assert (len(load.plans), load.triples) == (13, 13)
    assert not open_engine(home / "store").ask("ASK { GRAPH ?g { ?a ?b ?c . ?d ?e ?f } FILTER(?a != ?d) }")


# What was there already ----------------------------------------------------------------------------------------------


def test_other_plans_stay_and_a_plan_is_replaced(plans: Path, home: Path, tmp_path: Path) -> None:
    load_graphs([plans], home / "store")
    places.copy_plan(tmp_path, "third")
    assert load_graphs([tmp_path / "third.ttl"], home / "store").plans_now == 3
    first = plans / "first.ttl"
    first.write_text(first.read_text().replace("Piano first", "Piano nuovo"))
    load = load_graphs([first], home / "store")
    assert (load.plans, load.plans_now) == ((f"{ROOT}first/plan/dup",), 3)
    assert read_titles(home / "store") == ["Piano nuovo", "Piano second", "Piano third"]
    # What the others share with it stays theirs.
    whole = first.read_text()
    first.write_text(f"<{ROOT}first/plan/dup> {TYPE} <https://w3id.org/dupgraph/onto/Plan> .")
    load_graphs([first], home / "store")
    assert read_titles(home / "store") == ["Piano second", "Piano third"]
    first.write_text(whole)
    load_graphs([first], home / "store")
    before = len(Store.read_only(os.fspath(home / "store")))
    load_graphs([plans, tmp_path / "third.ttl"], home / "store")
    assert len(Store.read_only(os.fspath(home / "store"))) == before
    assert list_names(home) == ["store"]


def test_most_of_a_store_is_replaced(plans: Path, home: Path, tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "third")
    load_graphs([plans, tmp_path / "third.ttl"], home / "store")
    load_graphs([plans], home / "store")
    assert read_titles(home / "store") == ["Piano first", "Piano second", "Piano third"]


def test_a_plan_is_replaced_in_whatever_graph_it_was(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(PLAN.format(1).replace(" .", " <a:mine> .") + "\n<a:s> <a:p> <a:o> <a:other> .")
    load_graphs([tmp_path / "a.nq"], home / "store")
    (tmp_path / "b.ttl").write_text(PLAN.format(1))
    load_graphs([tmp_path / "b.ttl"], home / "store")
    store = open_checked(home / "store")
    assert sorted(map(str, store.named_graphs())) == ["<a:other>", "<https://example.org/plan/1/graph>"]


def test_a_plan_is_not_lost_with_the_graph_that_it_shared(plans: Path, home: Path) -> None:
    places.fill_store(home / "store", plans / "first.ttl", plans / "second.ttl")
    before = list_bytes(home)
    with pytest.raises(GraphError, match=r"the default graph in the store describes <.*second.*> too"):
        load_graphs([plans / "first.ttl"], home / "store")
    assert list_bytes(home) == before
    assert load_graphs([plans], home / "store").plans_now == 2
    assert read_titles(home / "store") == ["Piano first", "Piano second"]


@pytest.mark.parametrize("graphs", [1, 4], ids=["copied", "linked"])
def test_a_store_that_others_filled_becomes_one_of_ours(plans: Path, home: Path, graphs: int) -> None:
    store = Store(os.fspath(home / "store"))
    for number in range(graphs):
        store.load(PLAN.format(number), format=RdfFormat.TURTLE, to_graph=NamedNode(f"a:{number}"))
    store.load(path=os.fspath(plans / "first.ttl"), format=RdfFormat.TURTLE, to_graph=NamedNode("a:first"))
    store.flush()
    del store
    assert load_graphs([plans], home / "store").plans_now == graphs + 2
    assert read_titles(home / "store") == ["Piano first", "Piano second"]


def test_a_plan_outside_every_graph_stays_and_cannot_be_replaced(plans: Path, home: Path) -> None:
    places.fill_store(home / "store", plans / "first.ttl")
    assert load_graphs([plans / "second.ttl"], home / "store").plans_now == 2
    assert len(open_engine(home / "store").select(TITLES).rows) == 2
    refuse([plans / "first.ttl"], home / "store", GraphError, "describes <.*first.*> in no graph of its own")


def test_an_empty_folder_and_a_link_become_the_store(plans: Path, home: Path, tmp_path: Path) -> None:
    (home / "store").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(home / "store")
    load_graphs([plans], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert len(read_titles(home / "store")) == 2
    assert (home / "store").stat().st_mode & 0o777 == 0o700


# What goes wrong -----------------------------------------------------------------------------------------------------


def refuse(sources: list[Path], store: Path, kind: type[GraphError | OutputError], words: str) -> None:
    """Check that a load is refused, and that nothing is changed where the store is or would be."""
    before = list_bytes(store.parent)
    with pytest.raises(kind, match=words):
        load_graphs(sources, store)
    assert list_bytes(store.parent) == before


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "<a:s> <a:p> <a:o> .", r"a\.ttl: describes no plan"),
        ("a.ttl", "", r"a\.ttl: holds no triples"),
        ("a.ttl", "[] a <https://w3id.org/dupgraph/onto/Plan> .", "its plan has no IRI"),
        ("a.ttl", "<a:p> a <https://w3id.org/dupgraph/onto/Plan> .", "its plan's IRI gives no name"),
        ("a.ttl", PLAN.format(1) + PLAN.format(2), r"a\.ttl: describes several plans in one graph: <.*/1>, <.*/2>;"),
        ("a.trig", f"<a:g> {{ {PLAN.format(1)} {PLAN.format(2)} }}", "describes several plans in one graph"),
        ("a.trig", f"<a:g> {{ {PLAN.format(1)} }} <a:h> {{ {PLAN.format(1)} }}", "would be in two graphs"),
        ("a.nq", PLAN.format(1).replace(" .", " <a:g> .\n<a:s> <a:p> <a:o> ."), "triples outside its named graphs"),
        ("a.trig", f"_:g {{ {PLAN.format(1)} }}", "holds a graph that has no IRI"),
        ("a.ttl", PLAN.format(1) + "\n<a:s> <a:p <a:o> .", r"a\.ttl, line 2: is not valid RDF: "),
        ("a.ttl", "<a:s> <a:p <a:o> .", r"a\.ttl, line 1: is not valid RDF: "),
        ("a.rdf", "<!DOCTYPE rdf:RDF [<!ENTITY a 'aaaa'>]><rdf:RDF/>", "DOCTYPE"),
        ("a.rdf", " " * 1048570 + "<!DOCTYPE rdf:RDF []><rdf:RDF/>", "DOCTYPE"),
        ("a.pdf", "%PDF", "is not a graph file"),
    ],
)
def test_file_that_is_refused(plans: Path, home: Path, name: str, text: str, words: str) -> None:
    file = plans.parent / name
    file.write_text(text)
    refuse([plans, file], home / "store", GraphError, words)
    load_graphs([plans / "first.ttl"], home / "store")
    refuse([plans, file], home / "store", GraphError, words)


def test_what_a_release_says_of_its_files_is_left_out(home: Path, tmp_path: Path) -> None:
    release = tmp_path / "release"
    release.mkdir()
    (release / "catalog.ttl").write_text("<e:files> a <http://www.w3.org/ns/dcat#Catalog> .", encoding="utf-8")
    with pytest.raises(GraphError, match="describes files and no plan; give the plan's graph, too"):
        load_graphs([release], home)
    (release / "plan.ttl").write_text(PLAN.format(1), encoding="utf-8")
    assert load_graphs([release], home).plans_now == 1
    assert not open_engine(home).ask("ASK { <e:files> ?p ?o }")


def test_two_files_of_one_plan(plans: Path, home: Path) -> None:
    (plans / "third.ttl").write_text((plans / "first.ttl").read_text())
    refuse([plans], home / "store", GraphError, r"third\.ttl: describes the plan <.*>, as another file.*first\.ttl")


def test_nothing_to_load(plans: Path, home: Path) -> None:
    refuse([], home / "store", GraphError, "no graph to load")
    refuse([plans / "none.ttl"], home / "store", GraphError, "no such file or folder")
    load_graphs([plans], home / "store")
    refuse([home / "store"], home / "new", GraphError, "is a store already")


def test_folder_that_is_no_store_is_left(plans: Path, home: Path) -> None:
    (home / "letters").mkdir()
    (home / "letters" / "dear.txt").write_text("Cara")
    refuse([plans], home / "letters", OutputError, "is not a store and not empty, and is left as it is")
    refuse([plans], home / "letters" / "dear.txt", OutputError, "is not a folder")


def test_folder_of_an_impossible_name(plans: Path, home: Path) -> None:
    refuse([plans], home / ("a" * 300), OutputError, "cannot be written: file name too long")


def test_folder_that_cannot_be_made(plans: Path, home: Path) -> None:
    refuse([plans], home / "none" / "store", OutputError, "the folder does not exist; create it first: mkdir -p")
    (home / "file").write_text("")
    words = run("load", str(plans), "--store", str(home / "file" / "store"))
    assert words.startswith(f"Errore: {home}/file/store: non si può scrivere: la cartella non c'è")


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="there is no folder that nobody can write into")
def test_folder_that_nobody_can_write_into(plans: Path) -> None:
    words = run("load", str(plans), "--store", "/proc/self/store", "--lang", "en")
    assert words.startswith("Error: /proc/")
    assert "cannot be written" in words


def test_corrupt_store_is_left(plans: Path, home: Path) -> None:
    load_graphs([plans], home / "store")
    (home / "store" / "CURRENT").write_text("nonsense")
    refuse([plans], home / "store", GraphError, "cannot be opened as a store: .*delete it and load its graphs again")


def wait_until_settled(home: Path) -> dict[str, bytes]:
    """Return what stands there once a store that was just opened has put its own files in order."""
    before: dict[str, bytes] = {}
    while (found := list_bytes(home)) != before:
        before = found
        sleep(0.5)
    return before


def test_store_that_another_process_writes_to(plans: Path, home: Path) -> None:
    load_graphs([plans], home / "store")
    script = f"from pyoxigraph import Store; s = Store({str(home / 'store')!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        before = wait_until_settled(home)
        words = run("load", str(plans), "--store", str(home / "store"))
        assert list_bytes(home) == before
        assert words == (
            f"Error: {home}/store: another process is writing to this store; wait until it ends, or load into "
            "another folder\n"
        )
        assert read_titles(home / "store") == ["Piano first", "Piano second"]
        writer.communicate(b"\n")
    load_graphs([plans], home / "store")


def load_and_end(sources: Path, store: Path, how: str) -> int:
    """Load in another process that gets a signal at every block; return how it ended."""
    script = (
        "import os, signal; from dupgraph.graph.stores.load import load_graphs;"
        f"load_graphs([{str(sources)!r}], {str(store)!r}, advance=lambda *_: os.kill(os.getpid(), signal.{how}))"
    )
    return subprocess.run([sys.executable, "-c", script], stderr=subprocess.DEVNULL, check=False).returncode


@pytest.mark.parametrize("how", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("filled", [False, True], ids=["new", "filled"])
def test_interrupted_load_leaves_nothing(plans: Path, home: Path, filled: bool, how: str) -> None:
    if filled:
        load_graphs([plans / "first.ttl"], home / "store")
    before = list_bytes(home)
    assert load_and_end(plans, home / "store", how) not in (0, 1)
    assert list_bytes(home) == before
    assert list_names(home) == ["store"] * filled


def test_what_a_killed_load_left_is_cleared_by_the_next(plans: Path, home: Path) -> None:
    load_graphs([plans / "first.ttl"], home / "store")
    before = list_bytes(home / "store")
    assert load_and_end(plans, home / "store", "SIGKILL") == -signal.SIGKILL
    assert list_names(home) == [".store.part", "store"]
    assert list_bytes(home / "store") == before
    load_graphs([plans], home / "store")
    assert list_names(home) == ["store"]
    assert len(read_titles(home / "store")) == 2


def test_folder_of_somebody_else_s_beside_the_store_is_left(plans: Path, home: Path) -> None:
    (home / ".store.part").mkdir()
    (home / ".store.part" / "notes.txt").write_text("mine")
    refuse([plans], home / "store", OutputError, "is in the way of the work; move it")


# The command ---------------------------------------------------------------------------------------------------------


def test_command_says_what_it_loaded(plans: Path, home: Path) -> None:
    words = run("load", str(plans), "--store", str(home / "store"), "--lang", "en", code=0)
    triples = sum(1 for quad in open_checked(home / "store") if quad.graph_name != DefaultGraph())
    assert words == f"{home}/store: plans loaded 2, triples {triples:,}; plans that it now holds: 2\n"
    words = run("load", str(plans / "first.ttl"), "--store", str(home / "store"), code=0)
    again = f"{triples // 2:,}".replace(",", ".")
    assert words == f"{home}/store: piani caricati 1, triple {again}; piani che ora contiene: 2\n"


def test_broken_file_through_the_command(plans: Path, home: Path) -> None:
    (plans / "third.ttl").write_text(PLAN.format(1) + "\n<a:s> <a:p <a:o> .\n")
    words = run("load", str(plans), "--store", str(home / "store"))
    assert words.startswith(f"Error: {plans}/third.ttl, line 2: is not valid RDF: ")
    assert words.count("\n") == 1
    assert list_names(home) == []


def test_who_waits_hears_how_much_is_done(plans: Path, home: Path) -> None:
    shares: list[float] = []
    load_graphs([plans], home / "store", advance=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
