"""The store that a server's worker has open: the same answers from its folder and from memory."""

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store
from sites import build_town

from dupgraph.ask.catalogue import load_catalogue
from dupgraph.ask.catalogue.questions import drop_header
from dupgraph.graph.engines.answers import run_query
from dupgraph.graph.engines.gate import may_need_store
from dupgraph.graph.engines.pool_worker import _SETTLED_AFTER, _OpenStore
from dupgraph.graph.stores.load import load_graphs

IN_ANY = "PREFIX dup: <https://w3id.org/dupgraph/onto/> SELECT ?value { ?mention dup:inElement ?e ; ?p ?value }"
IN_NAMED = "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }"
IN_PAGES = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 40 OFFSET "


def ask(opened: _OpenStore, text: str) -> list[str]:
    return sorted(map(str, run_query(opened.choose(text), text, has_union=opened.has_union)))


def test_memory_and_folder_answer_alike_before_and_after_a_worker_has_settled(tmp_path: Path) -> None:
    folder, union = tmp_path / "store", tmp_path / "union.nt"
    load_graphs([build_town(tmp_path, f"03600{n}", name) for n, name in ((1, "Borgo"), (2, "Villa"))], folder)
    Store.read_only(str(folder)).dump(union, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    opened = _OpenStore(folder, str(union))
    first, graphs = ask(opened, IN_ANY), ask(opened, IN_NAMED)
    assert first
    assert len(graphs) == 2
    for _ in range(_SETTLED_AFTER):
        assert ask(opened, IN_ANY) == first
    assert not list(opened.choose(IN_ANY).named_graphs())
    assert ask(opened, IN_NAMED) == graphs
    assert len(list(opened.choose(None).named_graphs())) == 2


def test_pages_of_one_answer_fit_together_whichever_worker_gives_them(tmp_path: Path) -> None:
    folder, union = tmp_path / "store", tmp_path / "union.nt"
    load_graphs([build_town(tmp_path, "036001", "Borgo")], folder, always_united=True)
    Store.read_only(str(folder)).dump(union, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    new, settled = _OpenStore(folder, str(union)), _OpenStore(folder, str(union))
    for _ in range(_SETTLED_AFTER + 1):
        ask(settled, IN_ANY)
    for place in range(0, 200, 40):
        assert ask(settled, f"{IN_PAGES}{place}") == ask(new, f"{IN_PAGES}{place}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <a:b> { ?s ?p ?o }",
        "SELECT * { graph <a:b> { ?s ?p ?o } }",
        "PREFIX a: <b:c> SELECT(?a<?b AS ?c)FROM<a:b>{}",
        "SELECT * { ?a ?b ?c FILTER(?a<?b)GRAPH?g{?s?p?o}FILTER(?a>?b) }",
        "SELECT * { ?s ?p 1GRAPH ?g { ?a ?b true } ?s ?p trueGRAPH ?h {} }",
        r"SELECT * { \u0047RAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p '<'.GRAPH#>\n?g { ?a ?b ?c } }",
        "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 1000 } }",
        "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 1000000 OFFSET 9 } }",
        "SELECT * { ?s ?p ?o } LIMIT 1000000",
    ],
)
def test_what_may_name_a_graph_is_seen(text: str) -> None:
    assert may_need_store(text)


def test_what_speaks_of_graphs_in_comments_and_names_alone_names_none() -> None:
    text = "# from graph to graph\nPREFIX dup: <https://w3id.org/dupgraph/onto/>\nASK { ?s <a:graph> dup:Plan }"
    assert not may_need_store(text)


def test_a_part_of_a_question_that_is_only_worked_out_first_needs_no_store() -> None:
    assert not may_need_store("SELECT * { { SELECT DISTINCT ?s { ?s ?p* ?o } LIMIT 1000000 } ?s ?q ?r }")


def test_the_questions_of_the_catalogue_are_answered_from_memory() -> None:
    kept = [question.name for question in load_catalogue() if may_need_store(drop_header(question.text))]
    assert kept == ["local-bodies"]
