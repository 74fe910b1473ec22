"""A graph to a remote store: on a real Virtuoso, and on a small store that fails where it is told to."""

import re
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from time import gmtime, time
from typing import Any

import places
import pytest
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from stores import Served, serve_store
from virtuoso import Virtuoso

from dupgraph.base.errors import DupgraphError, EndpointError, GraphError, VocabularyError
from dupgraph.cli import group
from dupgraph.graph.engines.endpoint import EndpointEngine
from dupgraph.graph.stores import incoming, push
from dupgraph.graph.stores.load import load_graphs
from dupgraph.graph.stores.push import NamedGraph, Protocol, push_graph, read_graphs

TRIPLES = places.TRIPLES
# Ten triples a piece.
PIECES = ceil(TRIPLES / 10)
IRI = "https://example.org/graph/plan"
OTHER = "https://example.org/graph/other"
S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
OLD = "<http://example.org/old> <http://example.org/p> <http://example.org/o> .\n"
# Words that would end a string, an update or a graph, were they read for anything but words.
HOSTILE = (
    '" . <http://example.org/x> <http://example.org/y> "z',
    "\\u0022 . <http://example.org/x> <http://example.org/y> \\u0022",
    "\\\\u0022 \\\\\\u0022 C:\\users \\U00000022",
    "}} ; DROP ALL ; INSERT DATA {{",
    "'''\"\"\" # ?x $y\n\r\t\b\f\\",
    "\x01\x7f\x85\u2028 è 😀 <&amp;>",
)
SENDERS: tuple[Protocol, ...] = ("gsp", "update")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUPGRAPH_USER", "DUPGRAPH_PASSWORD", "DUPGRAPH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten triples a piece: the extract goes in many."""
    monkeypatch.setattr(push, "_PIECES", {"gsp": (1_000_000, 10), "update": (1_000_000, 10)})


@pytest.fixture
def extract() -> NamedGraph:
    triples = tuple(quad.triple for quad in parse(path=str(places.EXTRACT), format=RdfFormat.TURTLE))
    return NamedGraph(IRI, triples)


@pytest.fixture
def known(virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> Virtuoso:
    """Virtuoso, and who may write to it in the environment."""
    monkeypatch.setenv("DUPGRAPH_USER", virtuoso.user)
    monkeypatch.setenv("DUPGRAPH_PASSWORD", virtuoso.password)
    return virtuoso


def list_triples(url: str, iri: str) -> set[tuple[object, ...]]:
    return set(EndpointEngine(url, (iri,)).construct("CONSTRUCT WHERE { ?s ?p ?o }").rows)


def list_incoming(url: str) -> list[str]:
    rows = EndpointEngine(url).select(incoming.write_search("https://example.org/graph/")).rows
    return [str(name) for (name,) in rows]


def find_address(virtuoso: Virtuoso, protocol: Protocol) -> str:
    return virtuoso.store_url if protocol == "gsp" else virtuoso.auth_url


# Virtuoso ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", SENDERS)
def test_virtuoso_gets_the_whole_plan(known: Virtuoso, protocol: Protocol) -> None:
    (graph,) = read_graphs()
    graph = NamedGraph(f"{IRI}/{protocol}", graph.triples)
    first = push_graph(find_address(known, protocol), graph)
    assert (first.triples, first.before, first.protocol, first.is_whole) == (len(graph.triples), 0, protocol, True)
    assert first.pieces > 1
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert EndpointEngine(known.url, (graph.iri,)).select(count).rows == ((Literal(len(graph.triples)),),)


@pytest.mark.parametrize("protocol", SENDERS)
def test_virtuoso_holds_what_was_sent(known: Virtuoso, extract: NamedGraph, protocol: Protocol) -> None:
    old = NamedGraph(f"{IRI}/{protocol}/again", (Triple(S, P, Literal("old")),))
    graph = NamedGraph(old.iri, extract.triples)
    push_graph(find_address(known, protocol), old)
    assert push_graph(find_address(known, protocol), graph).before == 1
    sent = {(triple.subject, triple.predicate, triple.object) for triple in graph.triples}
    assert list_triples(known.url, graph.iri) == sent
    assert list_incoming(known.url) == []


@pytest.mark.parametrize("protocol", SENDERS)
@pytest.mark.usefixtures("small_pieces")
def test_virtuoso_keeps_every_word(known: Virtuoso, protocol: Protocol) -> None:
    triples = [Triple(S, P, Literal(words)) for words in HOSTILE]
    triples += [Triple(BlankNode("a"), P, BlankNode("b")), Triple(BlankNode("b"), P, Literal("x", language="it"))]
    graph = NamedGraph(f"{IRI}/hostile/{protocol}", tuple(triples))
    done = push_graph(find_address(known, protocol), graph)
    assert (done.triples, done.renamed) == (len(triples), 2)
    found = list_triples(known.url, graph.iri)
    assert {words.value for subject, _, words in found if subject == S and isinstance(words, Literal)} == set(HOSTILE)
    ((middle,),) = EndpointEngine(known.url, (graph.iri,)).select("SELECT ?b { ?a ?p ?b . ?b ?p 'x'@it }").rows
    assert isinstance(middle, NamedNode)


def test_store_that_takes_two_literals_for_one_leaves_the_old_graph(known: Virtuoso) -> None:
    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    graph = NamedGraph(f"{IRI}/literals", (Triple(S, P, Literal("1", datatype=integer)),))
    push_graph(known.store_url, graph)
    double = NamedGraph(graph.iri, (*graph.triples, Triple(S, P, Literal("01", datatype=integer))))
    with pytest.raises(EndpointError) as caught:
        push_graph(known.store_url, double)
    assert re.search(r"has 1 triples in <.*-incoming-\d{8}T\d{6}Z-[0-9a-f]{8}>, and 2 were sent", str(caught.value))
    assert str(caught.value).endswith(f"<{graph.iri}> there is as it was")
    assert len(list_triples(known.url, graph.iri)) == 1
    assert list_incoming(known.url) == []


@pytest.mark.parametrize("protocol", SENDERS)
def test_virtuoso_refuses_a_wrong_password(
    known: Virtuoso, extract: NamedGraph, protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUPGRAPH_PASSWORD", "not this")
    with pytest.raises(EndpointError, match="status 401; it does not accept the credentials in DUPGRAPH_USER"):
        push_graph(find_address(known, protocol), extract)
    with pytest.raises(EndpointError, match="status 500: Virtuoso 42000 Error SR186:SECURITY: No permission"):
        push_graph(known.url, extract)
    assert list_triples(known.url, extract.iri) == set()


@pytest.mark.usefixtures("small_pieces")
def test_four_pushes_at_once_leave_one_of_them_whole(known: Virtuoso) -> None:
    """And each that says it has pushed has: only one that came later may have taken its place."""
    crowded = "https://example.org/graph/crowded"
    graphs = [
        NamedGraph(
            crowded, tuple(Triple(S, P, Literal(f"{version if n % 2 else 'all'} {n}")) for n in range(40 + version))
        )
        for version in range(4)
    ]
    for _ in range(3):
        with ThreadPoolExecutor(4) as pool:
            pushes = [
                pool.submit(push_graph, find_address(known, SENDERS[n % 2]), graph) for n, graph in enumerate(graphs)
            ]
        assert [push.result().triples for push in pushes] == [40, 41, 42, 43]
        assert list_triples(known.url, crowded) in [set(map(tuple, graph.triples)) for graph in graphs]
        assert list_incoming(known.auth_url) == []


def test_graphs_of_a_store_are_those_of_its_plans(tmp_path: Path) -> None:
    files = [places.copy_plan(tmp_path, name) for name in ("first", "second")]
    load_graphs(files, tmp_path / "store")
    graphs = read_graphs(tmp_path / "store")
    assert [graph.iri.split("/data/")[1] for graph in graphs] == ["first/plan/dup/graph", "second/plan/dup/graph"]
    assert [len(graph.triples) for graph in graphs] == [TRIPLES, TRIPLES]


# Another store -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["store", "update"])
@pytest.mark.usefixtures("small_pieces")
def test_graph_takes_the_place_of_the_old_one(extract: NamedGraph, part: str) -> None:
    with serve_store() as remote:
        remote.add(IRI, OLD)
        remote.add(OTHER, OLD)
        # What a push that was broken off has left behind.
        remote.add(f"{IRI}-incoming", OLD)
        done = push_graph(f"{remote.host}/{part}", extract)
        assert (done.triples, done.before, done.pieces, done.renamed, done.is_whole) == (TRIPLES, 1, PIECES, 0, True)
        assert done.protocol == {"store": "gsp", "update": "update"}[part]
        assert remote.list_graphs() == {IRI: TRIPLES, OTHER: 1}


@pytest.mark.parametrize("part", ["store", "update"])
def test_every_word_is_kept(part: str) -> None:
    with serve_store() as remote:
        push_graph(f"{remote.host}/{part}", NamedGraph(IRI, tuple(Triple(S, P, Literal(words)) for words in HOSTILE)))
        assert {(quad.subject, quad.object) for quad in remote.store} == {(S, Literal(words)) for words in HOSTILE}


@pytest.mark.usefixtures("small_pieces")
def test_blank_node_stays_one_across_pieces() -> None:
    node = BlankNode("a")
    triples = tuple(Triple(node, P, Literal(str(number))) for number in range(25))
    with serve_store() as remote:
        done = push_graph(f"{remote.host}/store", NamedGraph(IRI, (*triples, Triple(BlankNode("b"), P, node))))
        assert (done.pieces, done.renamed) == (3, 2)
        subjects = {quad.subject for quad in remote.store if isinstance(quad.object, Literal)}
    (subject,) = subjects
    assert isinstance(subject, NamedNode)
    assert "/.well-known/genid/" in subject.value


def test_store_without_updates_is_replaced_at_once_by_one_piece(extract: NamedGraph) -> None:
    with serve_store(("query", "store")) as remote:
        remote.add(IRI, OLD)
        done = push_graph(f"{remote.host}/store", extract)
        assert (done.triples, done.pieces, done.is_whole) == (TRIPLES, 1, True)
        assert remote.list_graphs() == {IRI: TRIPLES}


@pytest.mark.usefixtures("small_pieces")
def test_store_without_updates_gets_piece_by_piece(extract: NamedGraph) -> None:
    with serve_store(("query", "store")) as remote:
        remote.add(IRI, OLD)
        done = push_graph(f"{remote.host}/store", extract)
        assert (done.triples, done.pieces, done.is_whole) == (TRIPLES, PIECES, False)
        assert remote.list_graphs() == {IRI: TRIPLES}


# Failures ------------------------------------------------------------------------------------------------------------


def test_store_without_updates_that_loses_triples_is_found_out(extract: NamedGraph) -> None:
    with serve_store(("query", "store")) as remote:
        remote.lose = "collaborates"
        error = push_faulty(remote, "store", extract)
        (held,) = remote.list_graphs().values()
        assert 0 < held < TRIPLES
        assert f"has {held:,} triples in <{IRI}>, and {TRIPLES:,} were sent" in str(error)


def push_faulty(remote: Served, part: str, graph: NamedGraph, **options: Any) -> EndpointError:
    with pytest.raises(EndpointError) as caught:
        push_graph(f"{remote.host}/{part}", graph, **options)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("part", ["store", "update"])
@pytest.mark.usefixtures("small_pieces")
def test_failure_midway_leaves_the_old_graph(extract: NamedGraph, part: str) -> None:
    with serve_store() as remote:
        remote.add(IRI, OLD)
        remote.stumble = "Collaborates"
        error = push_faulty(remote, part, extract)
        assert "answered with status 507: the disk is full" in str(error)
        assert str(error).endswith(f"<{IRI}> there is as it was")
        assert len(remote.seen) > 6
        assert remote.list_graphs() == {IRI: 1}
        remote.stumble = ""
        assert push_graph(f"{remote.host}/{part}", extract).before == 1
        assert remote.list_graphs() == {IRI: TRIPLES}


@pytest.mark.usefixtures("small_pieces")
def test_failure_midway_without_updates_says_how_far_it_came(extract: NamedGraph) -> None:
    with serve_store(("query", "store")) as remote:
        remote.add(IRI, OLD)
        remote.stumble = "Collaborates"
        error = push_faulty(remote, "store", extract)
        (held,) = remote.list_graphs().values()
        assert f"<{IRI}> there holds {held // 10} of {PIECES} pieces, because the store takes no updates" in str(error)
        remote.stumble = ""
        assert push_graph(f"{remote.host}/store", extract).triples == TRIPLES


def test_failure_of_the_last_step_keeps_both_graphs(extract: NamedGraph) -> None:
    with serve_store() as remote:
        remote.add(IRI, OLD)
        remote.stumble = "?newS"
        error = push_faulty(remote, "store", extract)
        (beside,) = remote.list_graphs().keys() - {IRI}
        assert f"the new graph is whole in <{beside}> there: push again" in str(error)
        assert remote.list_graphs() == {IRI: 1, beside: TRIPLES}
        remote.stumble = ""
        assert push_graph(f"{remote.host}/store", extract).before == 1
        # The other may still be at work: its graph is left behind after a day.
        assert remote.list_graphs() == {IRI: TRIPLES, beside: TRIPLES}


def test_only_what_was_left_behind_is_cleared(extract: NamedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    day = 24 * 60 * 60
    monkeypatch.setattr(incoming, "gmtime", lambda: gmtime(time() - day - 60))
    old = incoming.name_incoming(IRI)
    monkeypatch.setattr(incoming, "gmtime", lambda: gmtime(time() - day + 600))
    young = incoming.name_incoming(IRI)
    others = {f"{IRI}-incoming-notes": 1, f"{IRI}2-incoming": 1, young: 1}
    with serve_store() as remote:
        for name in (old, *others):
            remote.add(name, OLD)
        push_graph(f"{remote.host}/store", extract)
        assert remote.list_graphs() == {IRI: TRIPLES, **others}


def test_nothing_happens_where_not_all_is_beside() -> None:
    with serve_store() as remote:
        remote.add(IRI, OLD)
        remote.add(OTHER, OLD)
        for triples in (0, 2):
            remote.store.update(incoming.Incoming(OTHER, IRI, triples).write_exchange())
            assert {str(quad.object) for quad in remote.store.quads_for_pattern(None, None, None, NamedNode(IRI))}
        remote.store.update(incoming.Incoming(f"{IRI}-none", IRI, 1).write_exchange())
        assert remote.list_graphs() == {IRI: 1, OTHER: 1}
        remote.add(OTHER, OLD.replace("/old", "/new"))
        remote.store.update(incoming.Incoming(OTHER, IRI, 2).write_exchange())
        assert remote.list_graphs() == {IRI: 2, OTHER: 2}


@pytest.mark.parametrize("lost", [1, 100])
def test_a_copy_that_others_mixed_is_made_again(
    extract: NamedGraph, monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    """A store that does two copies at once keeps a bit of both."""
    monkeypatch.setattr(push, "sleep", lambda _: None)
    with serve_store() as remote:
        write = incoming.Incoming.write_exchange
        tries = []

        def mix(self: incoming.Incoming) -> str:
            tries.append(self)
            if len(tries) <= lost:
                return f"INSERT DATA {{ GRAPH <{IRI}> {{ {OLD} }} }}"
            return write(self)

        monkeypatch.setattr(incoming.Incoming, "write_exchange", mix)
        if lost == 1:
            assert push_graph(f"{remote.host}/store", extract).triples == TRIPLES
            assert (len(tries), remote.list_graphs()) == (2, {IRI: TRIPLES})
        else:
            error = push_faulty(remote, "store", extract)
            assert f"keeps something else in <{IRI}>: others write to it at the same time" in str(error)


def test_a_copy_with_one_triple_for_another_is_made_again(extract: NamedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many triples as were sent are not yet those that were."""
    monkeypatch.setattr(push, "sleep", lambda _: None)
    write = incoming.Incoming.write_exchange
    tries = []

    def mix(self: incoming.Incoming) -> str:
        tries.append(self)
        any_one = f"SELECT * {{ GRAPH <{IRI}> {{ ?s ?p ?o }} }} LIMIT 1"
        change = (
            f"DELETE {{ GRAPH <{IRI}> {{ ?s ?p ?o }} }} INSERT {{ GRAPH <{IRI}> {{ {OLD} }} }} WHERE {{ {any_one} }}"
        )
        return f"{write(self)} ; {change}" if len(tries) == 1 else write(self)

    monkeypatch.setattr(incoming.Incoming, "write_exchange", mix)
    with serve_store() as remote:
        assert push_graph(f"{remote.host}/store", extract).triples == TRIPLES
        assert remote.list_graphs() == {IRI: TRIPLES}
        assert not list(remote.store.quads_for_pattern(NamedNode("http://example.org/old"), None, None, None))
    assert len(tries) == 2


def test_piece_that_is_too_large_is_said(extract: NamedGraph) -> None:
    with serve_store(most_bytes=1000) as remote:
        remote.add(IRI, OLD)
        error = push_faulty(remote, "store", extract)
        assert "answered with status 413: too large" in str(error)
        assert remote.list_graphs() == {IRI: 1}


def test_what_cannot_be_counted_is_not_sent(extract: NamedGraph) -> None:
    with serve_store(("store", "update")) as remote:
        error = push_faulty(remote, "store", extract)
        assert "say with --query-url where the store takes queries" in str(error)
        assert remote.seen == ["GET query"]
        error = push_faulty(remote, "store", extract, query_url=f"{remote.host}/update")
        assert "answered with status 415: not an update; " in str(error)
        assert remote.list_graphs() == {}


def test_store_that_takes_nothing(extract: NamedGraph) -> None:
    with serve_store(("query",)) as remote:
        assert "answered with status 404" in str(push_faulty(remote, "store", extract))
        assert "answered with status 404" in str(push_faulty(remote, "update", extract, protocol="update"))
        assert "answered with status 400" in str(push_faulty(remote, "query", extract))


def test_addresses_may_be_given(extract: NamedGraph) -> None:
    with serve_store() as remote:
        done = push_graph(
            f"{remote.host}/store?x=1",
            extract,
            query_url=f"{remote.host}/query",
            update_url=f"{remote.host}/update",
            protocol="gsp",
        )
        assert (done.triples, done.is_whole) == (TRIPLES, True)
        assert "GET store" not in remote.seen


@pytest.mark.parametrize(
    ("url", "query_url", "update_url"),
    [
        ("http://h/sparql-graph-crud-auth", "http://h/sparql-auth", "http://h/sparql-auth"),
        ("http://h/sparql-auth", "http://h/sparql-auth", "http://h/sparql-auth"),
        ("http://h/plans/data", "http://h/plans/query", "http://h/plans/update"),
        ("http://h/store?x=1", "http://h/query?x=1", "http://h/update?x=1"),
        ("http://h/repositories/a/rdf-graphs/service", "http://h/repositories/a", "http://h/repositories/a/statements"),
        ("http://h/plans", "http://h/plans", "http://h/plans"),
    ],
)
def test_addresses_of_known_stores(url: str, query_url: str, update_url: str) -> None:
    assert (push._find_sibling(url, 0), push._find_sibling(url, 1)) == (query_url, update_url)


# What is pushed ------------------------------------------------------------------------------------------------------


def test_each_plan_is_a_graph(tmp_path: Path) -> None:
    first, second = places.copy_plan(tmp_path, "first"), places.copy_plan(tmp_path, "second")
    base = "https://w3id.org/dupgraph/data"
    iris = [f"{base}/first/plan/dup/graph", f"{base}/second/plan/dup/graph"]
    assert [graph.iri for graph in read_graphs(tmp_path)] == iris
    # What a release says of its own files is no graph of a plan.
    for name, kind in (("catalog", "http://www.w3.org/ns/dcat#Catalog"), ("void", "http://rdfs.org/ns/void#Dataset")):
        for folder in (tmp_path, tmp_path / "release"):
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.ttl").write_text(f"<a:{name}> a <{kind}> .\n")
    assert [graph.iri for graph in read_graphs(tmp_path)] == iris
    with pytest.raises(GraphError, match="holds no graph of a plan"):
        read_graphs(tmp_path / "release")
    assert [graph.iri for graph in read_graphs(first, IRI)] == [IRI]
    with pytest.raises(GraphError, match="holds 2 graphs, and one IRI is given for all of them; leave graph_iri= out"):
        read_graphs(tmp_path, IRI)
    (tmp_path / "third.ttl").write_text(second.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(GraphError, match=r"two files hold the graph <.*/second/plan/dup/graph>"):
        read_graphs(tmp_path)
    (tmp_path / "both").mkdir()
    both = tmp_path / "both" / "both.nt"
    triples = [quad.triple for path in (first, second) for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    both.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    with pytest.raises(GraphError, match=r"both\.nt: describes 2 plans in one graph; say with graph_iri="):
        read_graphs(both)
    assert len(read_graphs(both, IRI)) == 1


def test_named_graph_keeps_its_iri(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text(f'<a:s> <a:p> "1" <{IRI}> .\n<a:s> <a:p> "2" <{OTHER}> .\n')
    assert {(graph.iri, len(graph.triples)) for graph in read_graphs(tmp_path)} == {(IRI, 1), (OTHER, 1)}
    (tmp_path / "a.nq").write_text('<a:s> <a:p> "1" _:g .\n')
    with pytest.raises(GraphError, match="holds a graph that has no IRI"):
        read_graphs(tmp_path)


def test_graph_without_a_plan_wants_an_iri(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> a <a:o> .")
    with pytest.raises(GraphError, match=r"a\.ttl: describes no plan; say with graph_iri= which graph it is to be"):
        read_graphs(tmp_path)
    assert read_graphs(tmp_path, IRI)[0].iri == IRI
    with pytest.raises(VocabularyError, match="not an http"):
        read_graphs(tmp_path, "> } ; DROP ALL")


# The command ---------------------------------------------------------------------------------------------------------


def test_command_says_what_was_counted() -> None:
    with serve_store() as remote:
        remote.add(IRI, OLD)
        done = CliRunner().invoke(
            group, ["push", f"{remote.host}/store", "--graph", str(places.EXTRACT), "--graph-iri", IRI]
        )
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"{IRI}: triple {TRIPLES}, contate là (Graph Store Protocol, parti 1; al posto di 1)\n"
        assert remote.list_graphs() == {IRI: TRIPLES}


def test_command_sends_every_plan(tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    with serve_store() as remote:
        done = CliRunner().invoke(group, ["push", f"{remote.host}/update", "--graph", str(tmp_path)])
        assert done.exit_code == 0
        assert [line.split(": ")[1].split(",")[0] for line in done.stdout.splitlines()] == [f"triple {TRIPLES}"] * 2
        assert sorted(remote.list_graphs().values()) == [TRIPLES, TRIPLES]


@pytest.mark.parametrize("url", ["nonsense", "ftp://example.org/store", "http://a:b@127.0.0.1/store"])
def test_url_that_is_none_is_a_sentence(url: str, extract: NamedGraph) -> None:
    with pytest.raises(DupgraphError, match=r"is no URL|is not accepted"):
        push_graph(url, extract)
