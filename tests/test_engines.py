"""Engines: the same answers everywhere, and what a person types can do no harm."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import places
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from dupgraph.engines import Engine, open_engine
from dupgraph.engines.endpoint import EndpointEngine
from dupgraph.engines.gate import MAXIMUM_NESTING, check_typed
from dupgraph.engines.graphs import find_place, read_store
from dupgraph.engines.guard import Limits, run_guarded
from dupgraph.engines.oxigraph import OxigraphEngine
from dupgraph.engines.protocol import Form
from dupgraph.engines.reference import ReferenceEngine
from dupgraph.engines.tokens import find_graphs, parse_tokens, replace_variables
from dupgraph.errors import EndpointError, GraphError, QueryError

PREFIXES = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dct: <http://purl.org/dc/terms/> "
CODES = PREFIXES + "SELECT ?code ?none { ?o a dup:Objective ; dct:identifier ?code } ORDER BY ?code"


@pytest.fixture(params=places.ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The extract, in each kind of place."""
    if request.param == "endpoint":
        with places.serve(places.answer_from(places.EXTRACT)) as url:
            yield open_engine(url)
    elif request.param == "disk":
        yield open_engine(places.fill_store(tmp_path / "store", places.EXTRACT))
    elif request.param == "rdflib":
        yield ReferenceEngine(find_place(places.EXTRACT))
    else:
        yield open_engine(places.EXTRACT)


# Every engine --------------------------------------------------------------------------------------------------------


def test_select_gives_columns_and_terms_in_order(engine: Engine) -> None:
    solutions = engine.select(CODES)
    assert solutions.columns == ("code", "none")
    assert solutions.rows == tuple((Literal(code), None) for code in ("1.3.1", "1.3.10", "1.3.9"))


def test_select_keeps_language_and_kind_of_term(engine: Engine) -> None:
    text = PREFIXES + "SELECT ?plan ?title ?n { ?plan a dup:Plan ; dct:title ?title BIND(2 + 1 AS ?n) }"
    ((plan, title, number),) = engine.select(text).rows
    assert plan == NamedNode("https://w3id.org/dupgraph/data/extract/plan/dup")
    assert title == Literal("Estratto dal DUP di Sassuolo", language="it")
    assert number == Literal(3)


def test_ask_says_yes_and_no(engine: Engine) -> None:
    assert engine.ask(PREFIXES + "ASK { ?plan a dup:Plan }") is True
    assert engine.ask(PREFIXES + "ASK { ?action a dup:Action }") is False


def test_construct_gives_triples(engine: Engine) -> None:
    text = PREFIXES + "CONSTRUCT { ?plan a dup:PlanElement } WHERE { ?plan a dup:Plan }"
    solutions = engine.construct(text)
    assert solutions.columns == ("subject", "predicate", "object")
    assert [row[2] for row in solutions.rows] == [NamedNode("https://w3id.org/dupgraph/onto/PlanElement")]


def test_long_query_reaches_every_engine(engine: Engine) -> None:
    listed = " ".join(f'"{number:05}"' for number in range(1000))
    assert engine.select(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {listed} }} }}").rows == ((Literal(1000),),)


@pytest.mark.parametrize(("form", "text"), [("select", "ASK {}"), ("ask", "SELECT * {}"), ("construct", "ASK {}")])
def test_wrong_form_is_an_error(form: Form, text: str) -> None:
    for engine in (OxigraphEngine(find_place(places.EXTRACT)), ReferenceEngine(find_place(places.EXTRACT))):
        with pytest.raises(QueryError):
            getattr(engine, form)(text)


# Places --------------------------------------------------------------------------------------------------------------


def test_folder_of_plans_is_one_graph(tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    (tmp_path / "first.txt").write_text("the canonical text stands beside its graph")
    engine = open_engine(tmp_path)
    assert len(engine.select(CODES).rows) == 6
    labels = 'SELECT ?x { ?x <http://www.w3.org/2004/02/skos/core#prefLabel> "Terzo settore"@it }'
    assert len(engine.select(labels).rows) == 1


def test_named_graphs_are_seen_together_and_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<a:s> <a:p> "1" <a:g1> .\n<a:s> <a:p> "2" <a:g2> .\n')
    engine = open_engine(tmp_path / "a.nq")
    assert len(engine.select("SELECT ?o { ?s ?p ?o }").rows) == 2
    assert engine.select("SELECT ?o FROM <a:g1> { ?s ?p ?o }").rows == ((Literal("1"),),)
    assert engine.select("SELECT ?o FROM <a:g1> { ?s ?p ?o }", timeout=30).rows == ((Literal("1"),),)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.nt", "<a:s> <a:p> <a:o> ."), ("a.trig", "<a:g> { <a:s> <a:p> <a:o> }"), ("A.TTL", "<a:s> a <a:o> .")],
)
def test_other_formats_are_read(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert open_engine(tmp_path).ask("ASK { <a:s> ?p <a:o> }")


def test_rdf_xml_is_read_and_refused_with_a_doctype(tmp_path: Path) -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="https://example.org/">'
        '<a:C rdf:about="https://example.org/s"/></rdf:RDF>'
    )
    (tmp_path / "a.rdf").write_text(text)
    assert open_engine(tmp_path / "a.rdf").ask("ASK { ?s a ?c }")
    (tmp_path / "b.rdf").write_text('<!DOCTYPE rdf:RDF [<!ENTITY a "aaaa">]>' + text)
    with pytest.raises(GraphError, match="DOCTYPE"):
        open_engine(tmp_path / "b.rdf").ask("ASK {}")
    (tmp_path / "c.rdf").write_bytes(text.encode("utf-16"))
    with pytest.raises(GraphError, match="UTF-8"):
        open_engine(tmp_path / "c.rdf").ask("ASK {}")


def test_missing_place(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no such file or folder"):
        open_engine(tmp_path / "none.ttl")


def test_file_that_is_no_graph(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_text("%PDF")
    with pytest.raises(GraphError, match=r"plan\.pdf: is not a graph file.*\.ttl"):
        open_engine(tmp_path / "plan.pdf")


def test_folder_without_graphs(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing")
    with pytest.raises(GraphError, match=r"neither graph files .* nor a store"):
        open_engine(tmp_path)


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_broken_turtle_names_file_and_line(tmp_path: Path, timeout: float | None) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> <a:o> .\n<a:s> <a:p <a:o> .\n")
    with pytest.raises(GraphError) as caught:
        open_engine(tmp_path / "a.ttl").select("SELECT ?s { ?s ?p ?o }", timeout=timeout)
    assert caught.value.line == 2
    assert str(caught.value).startswith(f"{tmp_path / 'a.ttl'}, line 2: is not valid RDF: ")


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_empty_graph(tmp_path: Path, timeout: float | None) -> None:
    (tmp_path / "a.ttl").write_text("# nothing yet\n")
    with pytest.raises(GraphError, match="holds no triples"):
        open_engine(tmp_path / "a.ttl").select("SELECT ?s { ?s ?p ?o }", timeout=timeout)


def test_file_that_cannot_be_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(bytes(range(256)))
    with pytest.raises(GraphError, match="is not valid RDF"):
        open_engine(tmp_path / "a.ttl").ask("ASK {}")


def test_empty_store(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="the store holds no triples"):
        open_engine(places.fill_store(tmp_path / "store")).ask("ASK {}")


def test_corrupt_store(tmp_path: Path) -> None:
    folder = places.fill_store(tmp_path / "store", places.EXTRACT)
    (folder / "CURRENT").write_text("nonsense")
    with pytest.raises(GraphError, match="cannot be opened as a store"):
        open_engine(folder).ask("ASK {}")


def test_store_is_opened_for_reading_only(tmp_path: Path) -> None:
    folder = places.fill_store(tmp_path / "store", places.EXTRACT)
    store = read_store(find_place(folder))
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o")))


# Tokens --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a < ?b && ?c > ?d", "variable sign variable sign variable sign variable"),
        ("'it\\'s ?x' \"a # b\" # ?y", "string string"),
        ("'''a 'b' ''c''' \"\"\"x \"y\" z\"\"\"", "string string"),
        ("ex:a.b . :c _:d ex: %", "name sign name name name sign"),
        ("ex:a\\,b%20c ex:service", "name name"),
        ("'ciao'@it-IT 1.5e3 .5 a true", "string language number number word word"),
        ("<http://example.org/?x#y> <not an iri>", "iri sign word word word sign"),
        ("'left open ?x\n\"and ?y", "sign word word variable sign word variable"),
    ],
)
def test_tokens(text: str, kinds: str) -> None:
    assert [token.kind for token in parse_tokens(text)] == kinds.split()


def test_tokens_lose_nothing() -> None:
    text = places.EXTRACT.read_text(encoding="utf-8")
    tokens = list(parse_tokens(text))
    assert len(tokens) > 500
    assert all(text[token.start :].startswith(token.text) for token in tokens)


def test_variables_are_replaced_nowhere_else() -> None:
    text = "SELECT ?a { ?a ?p ?x, $x, ?xy, '?x', <http://e.org/?x>, ex:x # ?x\n FILTER(?x!=?x) }"
    wanted = "SELECT ?a { ?a ?p 'v', 'v', ?xy, '?x', <http://e.org/?x>, ex:x # ?x\n FILTER('v'!='v') }"
    assert replace_variables(text, {"x": "'v'"}) == wanted


def test_graphs_of_from() -> None:
    text = "PREFIX g: <http://e.org/> SELECT * FROM g:a from named <http://e.org/b> { GRAPH g:c { ?s ?p 'FROM <d>' } }"
    assert find_graphs(text) == ["http://e.org/a", "http://e.org/b"]


# The gate ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select * {}", "select"),
        ("# SELECT\nBASE <http://e.org/> PREFIX select: <http://e.org/> ASK {}", "ask"),
        ("DESCRIBE <http://e.org/>", "construct"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "construct"),
    ],
)
def test_form(text: str, form: str) -> None:
    assert check_typed(text) == form


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("SELECT * " + "{" * 2200 + "}" * 2200, "nested more than 64 deep"),
        ("SELECT ((((" + "(" * 100 + "1", "nested more than 64 deep"),
        ("SELECT * { ?s ?p " + "[ ?p " * 100 + "]" * 100 + " }", "nested more than 64 deep"),
        ("SELECT * " + "{" * 5000 + "}" * 5000, "10,002 words and signs, more than the 5,000"),
        ("SELECT (1" + "+1" * 5000 + " AS ?n) {}", "words and signs"),
        ("SELECT * { ?s ?p '" + "a" * 70_000 + "' }", "70,021 bytes, more than the 65,536"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { FILTER(?a<?b)SERVICE<http://localhost/>{?s ?p ?o} }", "SERVICE"),
        ("SELECT * { ?s ?p '\\u0027 SERVICE <http://localhost/> {?s ?p ?o} #' }", "SERVICE"),
        ("SELECT * { S\\u0045RVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:s> <a:p> <a:o> }", "INSERT would change the graph"),
        ("PREFIX a: <a:> WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH would change the graph"),
        ("DROP ALL", "DROP would change the graph"),
        ("", "no query"),
        ("# only a comment", "no query"),
        ("<html>", "cannot begin with"),
    ],
)
def test_gate_refuses(text: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        check_typed(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * MAXIMUM_NESTING + "}" * MAXIMUM_NESTING,
        "SELECT ?service { ?service a <http://e.org/SERVICE>, ex:SERVICE, 'SERVICE' } # SERVICE",
        "ASK { " + "{ ?s ?p ?o } " * 100 + "}",
    ],
)
def test_gate_lets_pass(text: str) -> None:
    assert check_typed(text) in ("select", "ask")


# The worker ----------------------------------------------------------------------------------------------------------

PLACE = find_place(places.EXTRACT)
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def test_worker_answers_as_this_process_does() -> None:
    here = open_engine(places.EXTRACT)
    assert here.select(CODES, timeout=30) == here.select(CODES)
    assert here.ask("ASK { ?s ?p ?o }", timeout=30) is True
    assert here.ask("ASK { ?s ?p <a:nowhere> }", timeout=30) is False
    text = PREFIXES + "CONSTRUCT { ?s a dup:PlanElement } WHERE { ?s a dup:Plan }"
    assert here.construct(text, timeout=30) == here.construct(text)


def test_worker_answers_from_a_store(tmp_path: Path) -> None:
    engine = open_engine(places.fill_store(tmp_path / "store", places.EXTRACT))
    assert engine.select(CODES, timeout=30) == engine.select(CODES)


def test_worker_keeps_every_kind_of_term() -> None:
    text = """SELECT ("a\\tb\\n\\"c\\" \\\\ é\\u0007" AS ?text) ("x"@en AS ?tagged) (1.5 AS ?number) ?none
      (<a:b> AS ?iri) (<<( <a:s> <a:p> "o" )>> AS ?triple) {}"""
    here = open_engine(places.EXTRACT)
    assert here.select(text, timeout=30) == here.select(text)


@pytest.mark.parametrize(
    ("text", "rows"), [("SELECT * {}", ((),)), ("SELECT * { FILTER(false) }", ()), ("SELECT ?x {}", ((None,),))]
)
def test_worker_tells_no_columns_from_no_rows(text: str, rows: tuple[object, ...]) -> None:
    assert run_guarded(PLACE, text, 30).rows == rows


def test_runaway_query_is_stopped() -> None:
    with pytest.raises(QueryError, match=r"no answer within 0\.2 seconds"):
        run_guarded(PLACE, f"SELECT (COUNT(*) AS ?n) {PRODUCT}", 0.2)


def test_rows_that_never_end_are_stopped() -> None:
    with pytest.raises(QueryError, match="no answer within"):
        run_guarded(PLACE, f"SELECT ?a {PRODUCT}", 0.2, Limits(0.2, rows=10**9, bytes=10**12))


def test_cut_rows_are_said() -> None:
    solutions = run_guarded(PLACE, f"SELECT ?a {PRODUCT}", 30, Limits(30, rows=10))
    assert len(solutions.rows) == 10
    assert solutions.cut == "cut at 10 rows, the most that one answer may have"


def test_whole_answer_at_the_limit_is_not_cut() -> None:
    solutions = run_guarded(PLACE, CODES, 30, Limits(30, rows=3))
    assert (len(solutions.rows), solutions.cut) == (3, "")


def test_cut_bytes_are_said() -> None:
    solutions = run_guarded(PLACE, f"SELECT ?a {PRODUCT}", 30, Limits(30, bytes=1024 * 1024))
    assert 1000 < len(solutions.rows) < 100_000
    assert solutions.cut.endswith("an answer may have 1 MiB")


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {PRODUCT} }}",
        'SELECT (STRLEN(?x60) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(60))
        + " }",
    ],
    ids=["distinct", "doubling"],
)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say how much memory is used")
def test_memory_bomb_is_stopped(text: str) -> None:
    with pytest.raises(QueryError, match="more than the 128 MiB of memory"):
        run_guarded(PLACE, text, 60, Limits(60, memory=128 * 1024 * 1024))


def test_crash_of_the_parser_is_a_sentence() -> None:
    text = "SELECT * " + "{" * 60_000 + "}" * 60_000
    with pytest.raises(QueryError, match="nested too deeply"):
        run_guarded(PLACE, text, 30)


def test_worker_can_reach_no_server() -> None:
    """Behind the gate, too: what the gate overlooks finds no socket."""
    asked: list[str] = []
    with places.serve(lambda _, query: asked.append(query)) as url:
        with pytest.raises(QueryError, match="could not be answered"):
            run_guarded(PLACE, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", 30)
        with pytest.raises(QueryError, match="could not be answered"):
            run_guarded(PLACE, "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", 30)
    assert asked == []


@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:9/>", "FROM <not an iri"]
)
def test_from_names_only_what_is_here(clause: str) -> None:
    engine = open_engine(places.EXTRACT)
    for timeout in (None, 30.0):
        with pytest.raises(QueryError, match=r"FROM names a graph that is not here|not valid SPARQL"):
            engine.select(f"SELECT * {clause} {{ ?s ?p ?o }}", timeout=timeout)


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_syntax_error_has_line_and_column(timeout: float | None) -> None:
    with pytest.raises(QueryError) as caught:
        open_engine(places.EXTRACT).select("SELECT ?s\nWHERE { ?s here ?o }", timeout=timeout)
    assert (caught.value.line, caught.value.column) == (2, 17)
    assert str(caught.value) == "line 2, column 17: not valid SPARQL from here on: '?o }'"


def test_undeclared_prefix_is_said() -> None:
    with pytest.raises(QueryError, match="a prefix is used that no PREFIX line declares"):
        open_engine(places.EXTRACT).select("SELECT ?s { ?s foaf:name ?o }")


def test_worker_is_deaf_to_the_folder_and_the_environment(tmp_path: Path) -> None:
    for name in ("json.py", "signal.py", "pyoxigraph.py"):
        (tmp_path / name).write_text("raise SystemExit('hijacked')")
    script = (
        "import os; from dupgraph.engines import open_engine;"
        f"os.chdir({str(tmp_path)!r}); os.environ['PYTHONPATH'] = {str(tmp_path)!r};"
        f"print(open_engine({str(places.EXTRACT)!r}).ask('ASK {{ ?s ?p ?o }}', timeout=30))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_killed_worker_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shell = tmp_path / "python"
    shell.write_text(f"#!/bin/sh\nkill -{signal.SIGSEGV.value} $$\n")
    shell.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(shell))
    with pytest.raises(QueryError, match="nested too deeply"):
        run_guarded(PLACE, "ASK {}", 30)


def test_reference_engine_runs_no_typed_text() -> None:
    with pytest.raises(QueryError, match="runs no typed text"):
        ReferenceEngine(PLACE).select("SELECT * {}", timeout=30)


def test_reference_engine_reads_plain_triples_only(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("<a:s> <a:p> <a:o> <a:g> .")
    with pytest.raises(QueryError, match="plain triples only"):
        ReferenceEngine(find_place(tmp_path)).ask("ASK {}")


def test_reference_engine_reads_no_file_named_in_from(tmp_path: Path) -> None:
    (tmp_path / "secret.ttl").write_text('<a:s> <a:p> "secret" .')
    address = (tmp_path / "secret.ttl").as_uri()
    text = "SELECT ?o FROM <here> { ?s <a:p> ?o }".replace("here", address)
    assert ReferenceEngine(PLACE).select(text).rows == ()


# The remote endpoint -------------------------------------------------------------------------------------------------


def ask_faulty(answer: places.Answer, *, timeout: float = 10) -> EndpointError:
    """Return the error with which an endpoint that answers so is met."""
    with places.serve(answer) as url, pytest.raises(EndpointError) as caught:
        EndpointEngine(url).select("SELECT ?s { ?s ?p ?o }", timeout=timeout)
    assert caught.value.url == url
    assert str(caught.value).startswith(url)
    return caught.value


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_endpoint_status_is_named(status: int) -> None:
    error = ask_faulty(lambda request, _: places.send(request, status, "text/html", b"<html>no</html>"))
    assert error.status == status
    assert f"answered with status {status}" in str(error)
    assert "<html>" not in str(error)


def test_html_is_no_result() -> None:
    error = ask_faulty(lambda request, _: places.send(request, 200, "text/html", b"<html>welcome</html>"))
    assert "answered with text/html, which is no SPARQL result" in str(error)


@pytest.mark.parametrize("body", [b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s"', b"[]", b"", b"nonsense"])
def test_broken_results_are_no_result(body: bytes) -> None:
    error = ask_faulty(lambda request, _: places.send(request, 200, "application/sparql-results+json", body))
    assert "sent a result that cannot be read" in str(error)


def test_yes_is_no_row() -> None:
    body = json.dumps({"head": {}, "boolean": True}).encode()
    error = ask_faulty(lambda request, _: places.send(request, 200, "application/sparql-results+json", body))
    assert "not with rows" in str(error)


def test_silent_endpoint_is_left() -> None:
    over = Event()

    def wait(_: BaseHTTPRequestHandler, __: str) -> None:
        over.wait(10)

    def answer() -> EndpointError:
        with places.serve(wait) as url:
            try:
                EndpointEngine(url).select("SELECT ?s { ?s ?p ?o }", timeout=1)
            except EndpointError as error:
                return error
            finally:
                over.set()
        raise AssertionError("an answer came from nowhere")

    assert "no answer within 1 seconds" in str(answer())


def test_dripping_endpoint_is_left() -> None:
    """Each byte comes in time; the whole never does."""
    gone = Event()

    def drip(request: BaseHTTPRequestHandler, __: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/sparql-results+json")
        request.end_headers()
        try:
            for _ in range(100):
                if gone.wait(0.05):
                    break
                request.wfile.write(b" ")
        except OSError:
            gone.set()

    error = ask_faulty(drip, timeout=1)
    gone.set()
    assert "no answer within 1 seconds" in str(error)


def test_redirect_to_another_host_is_refused() -> None:
    with places.serve(places.answer_from(places.EXTRACT)) as other:

        def send_on(request: BaseHTTPRequestHandler, _: str) -> None:
            places.send(request, 302, "text/plain", b"", Location=f"{other}?{urlsplit(request.path).query}")

        error = ask_faulty(send_on)
        assert f"sends you on to another host, {urlsplit(other).netloc}" in str(error)


def test_nobody_listens() -> None:
    with places.serve(places.answer_from(places.EXTRACT)) as url:
        pass
    with pytest.raises(EndpointError, match="cannot be reached"):
        EndpointEngine(url).ask("ASK {}")


def test_packaged_graphs_are_the_default() -> None:
    assert open_engine().ask(PREFIXES + "ASK { ?plan a dup:Plan }")
    assert open_engine().location == "the packaged graphs"


def test_store_of_named_graphs_is_seen_whole(tmp_path: Path) -> None:
    store = Store(os.fspath(tmp_path / "store"))
    store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o"), NamedNode("a:g")))
    store.flush()
    del store
    engine = open_engine(tmp_path / "store")
    assert engine.ask("ASK { <a:s> <a:p> 'o' }")
    assert engine.ask("ASK { <a:s> <a:p> 'o' }", timeout=30)
