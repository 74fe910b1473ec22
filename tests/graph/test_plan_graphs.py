"""Each plan's own graph, from every kind of place: files, named graphs, one graph of several plans, endpoints."""

from pathlib import Path

import places
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from virtuoso import Virtuoso

from dupgraph.base.errors import EndpointError, GraphError
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine, plans
from dupgraph.graph.engines.plans import PlanGraph, cut_plan, list_plan_graphs
from dupgraph.graph.stores.load import load_graphs

DATA = "https://w3id.org/dupgraph/data/"
XSD = "http://www.w3.org/2001/XMLSchema#"
SASSUOLO = f"{DATA}036040/plan/dup"
FIRST, SECOND = f"{DATA}first/plan/dup", f"{DATA}second/plan/dup"
DUP = "https://w3id.org/dupgraph/onto/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NOTE = NamedNode("http://www.w3.org/2004/02/skos/core#note")


def read_file(path: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=str(path))}


def list_graphs(location: str | Path, *graph_iris: str) -> tuple[PlanGraph, ...]:
    return list_plan_graphs(open_engine(str(location), graph_iris))


def read_graphs(location: str | Path, *graph_iris: str) -> dict[str, set[Triple]]:
    """Return the triples of each plan; none of them is given twice."""
    found = {graph.iri: graph.read() for graph in list_graphs(location, *graph_iris)}
    assert all(len(set(triples)) == len(triples) for triples in found.values())
    return {iri: set(triples) for iri, triples in found.items()}


def write_quads(path: Path, form: RdfFormat, graphs: dict[str, set[Triple]]) -> Path:
    quads = [Quad(t.subject, t.predicate, t.object, NamedNode(name)) for name, said in graphs.items() for t in said]
    path.write_bytes(serialize(quads, format=form) or b"")
    return path


@pytest.fixture
def two(tmp_path: Path) -> dict[str, Path]:
    """Two plans in one folder, which name the same themes and bodies."""
    folder = tmp_path / "two"
    folder.mkdir()
    return {FIRST: places.copy_plan(folder, "first"), SECOND: places.copy_plan(folder, "second")}


@pytest.fixture
def both(two: dict[str, Path], tmp_path: Path) -> Path:
    """One file, and in it one graph, that describes both plans."""
    triples = dict.fromkeys(quad.triple for path in two.values() for quad in parse(path=str(path)))
    file = tmp_path / "both.nt"
    file.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    return file


# Files ---------------------------------------------------------------------------------------------------------------


def test_packaged_plan_is_read_as_its_file_has_it() -> None:
    path = find_resource("graph", "sassuolo.ttl")
    assert read_graphs(path) == {SASSUOLO: read_file(path)}
    ((_, read),) = [(graph.iri, graph.read) for graph in list_plan_graphs(open_engine())]
    kinds = {triple.object.datatype.value for triple in read() if isinstance(triple.object, Literal)}
    assert XSD + "nonNegativeInteger" in kinds


def test_folder_gives_each_file_its_plan(two: dict[str, Path]) -> None:
    found = read_graphs(two[FIRST].parent)
    assert list(found) == [FIRST, SECOND]
    assert found == {iri: read_file(path) for iri, path in two.items()}
    assert found[FIRST] & found[SECOND]


def test_graph_of_two_plans_is_cut_into_what_each_says(two: dict[str, Path], both: Path) -> None:
    assert read_graphs(both) == {iri: read_file(path) for iri, path in two.items()}


def test_cut_plan_keeps_to_its_own_elements(two: dict[str, Path], both: Path) -> None:
    """A body that both plans involve says of each only where that plan involves it."""
    back = NamedNode(DUP + "isInvolvedIn")
    third_sector = NamedNode("https://w3id.org/dupgraph/controlled-vocabulary/actors/third-sector")
    elements = {iri: NamedNode(f"{iri}/objective/1.3.9") for iri in two}
    said = [quad.triple for quad in parse(path=str(both))]
    said += [Triple(third_sector, back, element) for element in elements.values()]
    for iri, element in elements.items():
        cut = [triple for triple in cut_plan(said, iri) if triple.predicate == back]
        assert cut == [Triple(third_sector, back, element)]


def test_cut_plan_takes_its_dependencies_with_it(both: Path) -> None:
    dependency, reason = NamedNode("https://example.org/d"), NamedNode("https://example.org/r")
    own = [
        Triple(dependency, NamedNode(DUP + "firstElement"), NamedNode(f"{FIRST}/objective/1.3.9")),
        Triple(dependency, NamedNode(DUP + "hasReason"), reason),
        Triple(reason, NamedNode(DUP + "weight"), Literal("0.5", datatype=NamedNode(XSD + "decimal"))),
    ]
    said = [*own, *(quad.triple for quad in parse(path=str(both)))]
    assert set(own) <= set(cut_plan(said, FIRST))
    assert not set(own) & set(cut_plan(said, SECOND))


@pytest.mark.parametrize(("ending", "form"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_named_graphs_are_told_apart_and_can_be_chosen(
    two: dict[str, Path], tmp_path: Path, ending: str, form: RdfFormat
) -> None:
    graphs = {f"{iri}/graph": read_file(path) for iri, path in two.items()}
    file = write_quads(tmp_path / f"plans.{ending}", form, graphs)
    assert read_graphs(file) == {FIRST: graphs[f"{FIRST}/graph"], SECOND: graphs[f"{SECOND}/graph"]}
    assert read_graphs(file, f"{SECOND}/graph") == {SECOND: graphs[f"{SECOND}/graph"]}
    with pytest.raises(GraphError, match="describes no plan"):
        list_graphs(file, "https://example.org/none")


def test_file_of_one_plan_is_that_plans_whole(two: dict[str, Path], tmp_path: Path) -> None:
    """What stands in another graph of a file of one plan is said of that plan."""
    aside = Triple(NamedNode("https://example.org/note"), NOTE, Literal("x"))
    graphs = {f"{FIRST}/graph": read_file(two[FIRST]), "https://example.org/notes": {aside}}
    file = write_quads(tmp_path / "plan.nq", RdfFormat.N_QUADS, graphs)
    assert read_graphs(file) == {FIRST: graphs[f"{FIRST}/graph"] | {aside}}


def test_blank_nodes_of_two_files_stay_two(two: dict[str, Path]) -> None:
    for iri, path in two.items():
        with path.open("a", encoding="utf-8") as file:
            file.write(f'<{iri}> <{NOTE.value}> _:same , [ <{NOTE.value}> "x" ] . _:same <{NOTE.value}> "y" .\n')
    found = read_graphs(two[FIRST].parent)
    nodes = [{t.subject for t in triples if isinstance(t.subject, BlankNode)} for triples in found.values()]
    assert [len(own) for own in nodes] == [2, 2]
    assert not nodes[0] & nodes[1]
    # A file that is read again means the same nodes.
    assert read_graphs(two[FIRST].parent) == found


def test_plan_is_read_anew_each_time_but_the_only_one(two: dict[str, Path]) -> None:
    (graph, _), (alone,) = list_graphs(two[FIRST].parent), list_graphs(two[FIRST])
    before = graph.read()
    assert alone.read() == before
    with two[FIRST].open("a", encoding="utf-8") as file:
        file.write(f'<{FIRST}> <{NOTE.value}> "later" .\n')
    assert set(graph.read()) - set(before) == {Triple(NamedNode(FIRST), NOTE, Literal("later"))}
    two[FIRST].unlink()
    with pytest.raises(GraphError, match=r"first\.ttl: cannot be read"):
        graph.read()
    assert alone.read() == before


def test_plan_that_two_files_describe_is_refused(two: dict[str, Path]) -> None:
    two[SECOND].write_bytes(two[FIRST].read_bytes())
    with pytest.raises(GraphError, match=f"describes the plan <{FIRST}> twice; name one of its files"):
        list_graphs(two[FIRST].parent)


def test_place_without_a_plan_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.nt"
    file.write_text("<http://example.org/s> <http://example.org/p> <http://example.org/o> .\n", encoding="utf-8")
    with pytest.raises(GraphError, match="describes no plan; build one"):
        list_graphs(file)


# A store on disk -----------------------------------------------------------------------------------------------------


def test_store_gives_each_named_graph_its_plan(two: dict[str, Path], tmp_path: Path) -> None:
    load_graphs([str(two[FIRST].parent)], store=str(tmp_path / "store"))
    wanted = {iri: read_file(path) for iri, path in two.items()}
    assert read_graphs(tmp_path / "store") == wanted
    assert read_graphs(tmp_path / "store", f"{SECOND}/graph") == {SECOND: wanted[SECOND]}


def test_store_of_one_graph_is_cut(two: dict[str, Path], tmp_path: Path) -> None:
    store = places.fill_store(tmp_path / "store", *two.values())
    assert read_graphs(store) == {iri: read_file(path) for iri, path in two.items()}


def test_whole_numbers_come_back_from_a_store_as_they_were_built(two: dict[str, Path], tmp_path: Path) -> None:
    """Oxigraph's store makes an xsd:integer of each; offsets and pages are known to be of other kinds."""
    store = places.fill_store(tmp_path / "store", two[FIRST])
    assert read_graphs(store)[FIRST] == read_file(two[FIRST])


# Endpoints -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows a question: what is asked in one piece otherwise is asked in many."""
    monkeypatch.setattr(plans, "_SUBJECTS_AT_ONCE", 5)
    monkeypatch.setattr(plans, "_DESCRIBED_AT_ONCE", 3)


def serve_graphs(two: dict[str, Path]) -> Store:
    store = Store()
    for iri, path in two.items():
        store.load(path=str(path), to_graph=NamedNode(f"{iri}/graph"))
    return store


@pytest.mark.usefixtures("small_pieces")
def test_endpoint_gives_each_named_graph_its_plan(two: dict[str, Path]) -> None:
    wanted = {iri: read_file(path) for iri, path in two.items()}
    with places.serve(places.answer_from_store(serve_graphs(two))) as url:
        assert read_graphs(url) == wanted
        assert read_graphs(url, f"{SECOND}/graph") == {SECOND: wanted[SECOND]}


@pytest.mark.usefixtures("small_pieces")
def test_endpoint_of_one_graph_is_cut(two: dict[str, Path], both: Path) -> None:
    store = Store()
    store.load(path=str(both))
    with places.serve(places.answer_from_store(store)) as url:
        assert read_graphs(url) == {iri: read_file(path) for iri, path in two.items()}


def test_endpoint_that_keeps_triples_back_is_refused(two: dict[str, Path]) -> None:
    """A blank node cannot be asked for by name: better no export than one without it."""
    store = serve_graphs(two)
    store.add(Quad(BlankNode("b"), NOTE, Literal("x"), NamedNode(f"{FIRST}/graph")))
    count = len(read_file(two[FIRST]))
    with places.serve(places.answer_from_store(store)) as url:
        first, second = list_graphs(url)
        assert len(second.read()) == count
        with pytest.raises(GraphError, match=f"gave {count} of the {count + 1} triples of <{FIRST}/graph>; export"):
            first.read()


def test_endpoint_without_a_plan_is_refused() -> None:
    with places.serve(places.answer_from_store(Store())) as url, pytest.raises(GraphError, match="describes no plan"):
        list_graphs(url)


@pytest.mark.slow
def test_endpoint_that_is_silent_is_refused() -> None:
    with (
        places.serve(lambda request, _: places.send(request, 503, "text/plain", b"later")) as url,
        pytest.raises(EndpointError),
    ):
        list_graphs(url)


@pytest.mark.usefixtures("small_pieces")
def test_virtuoso_gives_what_it_was_loaded_with(virtuoso: Virtuoso, two: dict[str, Path]) -> None:
    names = [virtuoso.load(path, f"{iri}/graph") for iri, path in two.items()]
    assert read_graphs(virtuoso.url, *names) == {iri: read_file(path) for iri, path in two.items()}


def test_virtuoso_graph_of_two_plans_is_cut(virtuoso: Virtuoso, two: dict[str, Path], tmp_path: Path) -> None:
    file = tmp_path / "both.ttl"
    file.write_bytes(two[FIRST].read_bytes() + two[SECOND].read_bytes())
    name = virtuoso.load(file, "https://example.org/graph/both-plans")
    assert read_graphs(virtuoso.url, name) == {iri: read_file(path) for iri, path in two.items()}


def test_virtuoso_gives_a_whole_plan(virtuoso: Virtuoso) -> None:
    path = find_resource("graph", "sassuolo.ttl")
    name = virtuoso.load(path, "https://example.org/graph/whole-plan")
    assert read_graphs(virtuoso.url, name) == {SASSUOLO: read_file(path)}
