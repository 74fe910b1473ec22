"""PolicyGraph: the same answers as the command line, from Python."""

import inspect
from itertools import product
from pathlib import Path

import places
import pytest
from rdflib import RDF, Graph, URIRef

from dupgraph import PolicyGraph
from dupgraph.ask.catalogue import run_text
from dupgraph.base.errors import ARGUMENTS, GraphError, QueryError
from dupgraph.base.files import find_resource
from dupgraph.graph.stores.load import load_graphs
from dupgraph.read.build import build_graph
from dupgraph.read.documents.record import KEYS

PLAN = URIRef("https://w3id.org/dupgraph/onto/Plan")


@pytest.fixture
def plan() -> PolicyGraph:
    return PolicyGraph.open(places.EXTRACT)


def test_open_says_where() -> None:
    assert repr(PolicyGraph.open()) == "<PolicyGraph of the packaged graphs>"
    assert repr(PolicyGraph.open(str(places.EXTRACT))) == f"<PolicyGraph of {places.EXTRACT}>"


def test_open_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such file or folder"):
        PolicyGraph.open(tmp_path / "none.ttl")


@pytest.mark.parametrize("location", [[], ()])
def test_open_refuses_a_list_of_nothing(location: object) -> None:
    with pytest.raises(GraphError, match=r"the list of files is empty; name one at least, or no list for"):
        PolicyGraph.open(location)


def test_sentences_name_the_arguments_and_not_the_options(tmp_path: Path) -> None:
    several = PolicyGraph.open([places.copy_plan(tmp_path, name) for name in ("first", "second")])
    with pytest.raises(QueryError, match=r"choose one with plan=: https:") as caught:
        several.map()
    assert "choose one with --plan: https:" in caught.value.tell()
    with pytest.raises(QueryError, match=r"choose with plan= and other_plan=; there is: <https:"):
        several.compare(several)
    with pytest.raises(QueryError, match=r"for another graph: PolicyGraph\.open\(FILE\)"):
        PolicyGraph.open().partners_of("Zanzibar")
    with pytest.raises(QueryError, match=r"see: PolicyGraph\.queries\(\)"):
        several.query("nothing")


def test_what_a_sentence_calls_an_argument_is_one() -> None:
    methods = [value for name, value in inspect.getmembers(PolicyGraph) if callable(value) and name[0] != "_"]
    known = {name for call in (*methods, build_graph) for name in inspect.signature(call).parameters}
    assert {name.replace("-", "_") for name in ARGUMENTS} <= known | {*KEYS}
    said = "see it with 'dupgraph outline --profile', give --plan 'A b' or --accept-outline; --all"
    assert (
        str(GraphError(said)) == "see it with 'dupgraph outline --profile', give plan='A b' or accept_outline=; --all"
    )


def test_values_that_are_no_text_are_refused(plan: PolicyGraph) -> None:
    for value in (None, 3.5, ["AUSL"]):
        with pytest.raises(QueryError, match="'partner' is not a string but"):
            plan.query("objectives-by-partner", partner=value)
        with pytest.raises(QueryError, match="the name of a query is a string"):
            plan.query(value)
        with pytest.raises(QueryError, match="the text is not a string"):
            plan.sparql(value)
    with pytest.raises(GraphError, match="a location is a path or a URL, not int"):
        PolicyGraph.open(3)


def test_query_iterates_dictionaries(plan: PolicyGraph) -> None:
    rows = plan.query("objectives-by-partner", partner="AUSL")
    assert [row["code"] for row in rows] == ["1.3.1", "1.3.9", "1.3.10"]
    assert plan.query("objectives-by-partner", partner="AUSL", lang="en").to_dicts()[0]["kind"] == "Collaborates"


# Each main question: the method, what it is given, the question of the catalogue and its parameters.
METHODS = {
    "objectives_by_partner": (("AUSL",), "objectives-by-partner", {"partner": "AUSL"}),
    "objectives_by_theme": (("Persone e famiglie",), "objectives-by-theme", {"theme": "Persone e famiglie"}),
    "objectives_by_beneficiary": (("cittadini",), "objectives-by-beneficiary", {"beneficiary": "cittadini"}),
    "objectives_by_place": (("Montegibbio",), "objectives-by-place", {"place": "Montegibbio"}),
    "partners_of": (("1.3.9",), "partners-of-objective", {"objective": "1.3.9"}),
    "related": (("1.3.9",), "related-objectives", {"objective": "1.3.9"}),
    "search": (("prevenzione",), "objectives-by-text", {"text": "prevenzione"}),
    "evidence": ((), "evidence", {}),
    "evidence_of": (
        ("1.3.9", "AUSL di Modena"), "evidence-of-link", {"objective": "1.3.9", "thing": "AUSL di Modena"},
    ),
    "outline": ((), "outline", {}),
    "statistics": ((), "statistics", {}),
    "partner_ranking": ((), "partner-ranking", {}),
    "bridging_partners": ((1,), "bridging-partners", {"least": "1"}),
}  # fmt: skip


def test_method_is_its_question(plan: PolicyGraph) -> None:
    for (method, (given, name, values)), lang in product(METHODS.items(), ("it", "en")):
        result = getattr(plan, method)(*given, lang=lang)
        assert len(result) > 0
        assert result == plan.query(name, lang=lang, **values), method
        assert result.language == lang


def test_method_narrows_to_a_plan(tmp_path: Path) -> None:
    for name in ("first", "second"):
        places.copy_plan(tmp_path, name)
    both = PolicyGraph.open(tmp_path)
    for method, (given, _, _) in METHODS.items():
        assert {row["plan"] for row in getattr(both, method)(*given, plan="Piano second")} == {"Piano second"}, method


def test_methods_show_their_signatures() -> None:
    for method, (given, _, _) in METHODS.items():
        parameters = inspect.signature(getattr(PolicyGraph, method)).parameters
        assert len(parameters) == len(given) + 3
        assert [parameters[name].kind for name in ("lang", "plan")] == [inspect.Parameter.KEYWORD_ONLY] * 2


def test_default_of_bridging_partners_is_that_of_the_question(plan: PolicyGraph) -> None:
    assert plan.bridging_partners().to_dicts() == plan.query("bridging-partners").to_dicts()


def test_open_takes_one_graph_or_several(tmp_path: Path) -> None:
    graphs = ("https://example.org/a", "https://example.org/b")
    lines = [f'<https://example.org/s> <https://example.org/p> "{graph[-1]}" <{graph}> .' for graph in graphs]
    (tmp_path / "both.nq").write_text("\n".join(lines))
    text = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    for chosen, wanted in (((), ["a", "b"]), (graphs[1], ["b"]), (graphs, ["a", "b"]), (list(graphs[:1]), ["a"])):
        rows = PolicyGraph.open(tmp_path, graph_iri=chosen).sparql(text)
        assert [row["o"] for row in rows] == wanted


def test_open_takes_the_endpoints_that_service_may_name() -> None:
    text = "SELECT ?s { SERVICE <https://example.org/b> { ?s ?p ?o } }"
    for allowed in ("https://example.org/a", ["https://example.org/a", "https://example.org/c"], ()):
        graph = PolicyGraph.open(places.EXTRACT, allow_service=allowed)
        assert graph._engine.services == ((allowed,) if isinstance(allowed, str) else tuple(allowed))
        with pytest.raises(QueryError, match=r"SERVICE <https://example\.org/b>"):
            graph.sparql(text)


def test_result_writes_itself(plan: PolicyGraph, tmp_path: Path) -> None:
    path = plan.objectives_by_partner("AUSL").write(tmp_path / "ausl.csv")
    assert path.read_text(encoding="utf-8").startswith("code,title,level,partner")


def test_query_takes_a_parameter_called_name(plan: PolicyGraph) -> None:
    with pytest.raises(QueryError, match="no parameter 'name'"):
        plan.query("outline", name="x")


def test_sparql(plan: PolicyGraph) -> None:
    assert plan.sparql("SELECT (1 AS ?n) {}").to_dicts() == [{"n": 1}]
    with pytest.raises(QueryError, match="SERVICE"):
        plan.sparql("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match=r"no answer within 0\.2 seconds"):
        plan.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=0.2)


def test_sparql_warns_of_a_cut_answer(plan: PolicyGraph) -> None:
    with pytest.warns(UserWarning, match="cut at 100,000 rows"):
        result = plan.sparql("SELECT (1 AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert len(result) == 100_000
    assert "cut at" in repr(result)


def test_queries_lists_the_catalogue(plan: PolicyGraph) -> None:
    names = [question.name for question in plan.queries()]
    assert names == sorted(names)
    assert "evidence" in names


def test_graph_is_an_rdflib_graph(plan: PolicyGraph) -> None:
    assert isinstance(plan.graph, Graph)
    assert plan.graph is plan.graph
    assert len(plan.graph) > 100
    assert list(plan.graph.subjects(RDF.type, PLAN)) == [URIRef("https://w3id.org/dupgraph/data/extract/plan/dup")]
    assert len(list(plan.graph.query("SELECT ?s { ?s a <https://w3id.org/dupgraph/onto/Objective> }"))) == 3


def test_graph_of_several_named_graphs_is_their_union(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<a:s> <a:p> "1" <a:g1> .\n<a:s> <a:p> "2" <a:g2> .\n')
    assert len(list(PolicyGraph.open(tmp_path).graph.query("SELECT ?o { ?s ?p ?o }"))) == 2


def test_endpoint_is_asked_like_a_file(plan: PolicyGraph) -> None:
    with places.serve(places.answer_from(places.EXTRACT)) as url:
        remote = PolicyGraph.open(url)
        asked = remote.query("objectives-by-partner", partner="AUSL").to_dicts()
        assert asked == plan.query("objectives-by-partner", partner="AUSL").to_dicts()
        assert remote.sparql("ASK { ?s ?p ?o }").to_dicts() == [{"answer": True}]
        with pytest.raises(QueryError, match="an endpoint's triples are not here"):
            _ = remote.graph


def test_typed_text_and_library_are_one(plan: PolicyGraph) -> None:
    text = "SELECT ?s { ?s a <https://w3id.org/dupgraph/onto/Objective> } ORDER BY ?s"
    assert plan.sparql(text) == run_text(plan._engine, text)


def test_graph_of_a_store_holds_each_triple_once(tmp_path: Path) -> None:
    files = [places.copy_plan(tmp_path, name) for name in ("first", "second")]
    load_graphs(files, tmp_path / "store")
    graph = PolicyGraph.open(tmp_path / "store").graph
    assert len(graph) == len(PolicyGraph.open(tmp_path).graph)
    assert len(set(graph.subjects(object=PLAN))) == 2


def test_a_number_may_be_given_as_one(plan: PolicyGraph) -> None:
    assert plan.query("bridging-partners", least=1).to_dicts() == plan.bridging_partners(1).to_dicts()


def test_several_files_are_one_graph(tmp_path: Path) -> None:
    files = [find_resource("graph", "sassuolo.ttl"), Path(__file__).parent / "data" / "graphs" / "extract.ttl"]
    graph = PolicyGraph.open(files)
    assert len(graph.query("plans")) == 2
    assert {row["plan"] for row in graph.objectives_by_partner("AUSL")} == {row["plan"] for row in graph.query("plans")}
    assert [path.name for path in graph.export("turtle", folder=tmp_path)] == ["plans.ttl"]
    with pytest.raises(GraphError, match="no such file"):
        PolicyGraph.open([*files, "nobody.ttl"])


def test_a_map_begins_with_what_is_named_first() -> None:
    plan = PolicyGraph.open()
    assert plan.map("terzo settore").html == plan.map(focus="terzo settore").html
