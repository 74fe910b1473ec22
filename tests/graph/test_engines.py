"""Engines: the same answers everywhere, and what a person types can do no harm."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import places
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize
from reference import ReferenceEngine

from dupgraph.ask.catalogue import run_text
from dupgraph.base.errors import GraphError, QueryError, draw_excerpt
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.graph.engines.answers import run_query
from dupgraph.graph.engines.contents import list_files
from dupgraph.graph.engines.gate import MAXIMUM_NESTING, check_typed
from dupgraph.graph.engines.graphs import find_place, read_store
from dupgraph.graph.engines.guard import Limits, run_guarded
from dupgraph.graph.engines.oxigraph import OxigraphEngine
from dupgraph.graph.engines.protocol import Form
from dupgraph.graph.engines.tokens import find_graphs, parse_tokens, replace_variables
from dupgraph.graph.rdf import FORMATS

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
    with pytest.raises(GraphError, match="cannot be read: file name too long"):
        open_engine(tmp_path / ("a" * 300))


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


@pytest.mark.parametrize("timeout", [None, 30.0])
@pytest.mark.parametrize(
    "told",
    [("sha256:1", "4711"), ("sha256:0", "4712"), ("sha256:0", "4711", "<e:reviewed> a dup:Mention .")],
    ids=["text", "rules", "review"],
)
def test_two_builds_of_one_plan_are_not_asked_as_one(
    tmp_path: Path, told: tuple[str, ...], timeout: float | None
) -> None:
    def write(name: str, digest: str, rules: str, more: str = "") -> None:
        text = f'<e:p/text> a dup:PlanText ; dct:identifier "{digest}" . <e:p/run> dup:rulesVersion "{rules}" .'
        prefixes = PREFIXES.replace("PREFIX", "@prefix").replace("> ", "> . ")
        (tmp_path / name).write_text(f"{prefixes}{text}{more}", encoding="utf-8")

    write("a.ttl", "sha256:0", "4711", "<e:found> a dup:Mention .")
    write("b.ttl", "sha256:0", "4711")
    # One that says less is another form of the same.
    assert open_engine(tmp_path).ask("ASK { ?s ?p ?o }")
    write("b.ttl", *told)
    with pytest.raises(GraphError, match="two files describe the plan <e:p>, as two builds made it; leave out"):
        open_engine(tmp_path).select("SELECT ?s { ?s ?p ?o }", timeout=timeout)


def test_one_plan_in_several_syntaxes_is_read_once(tmp_path: Path) -> None:
    triples = [quad.triple for quad in parse(places.EXTRACT.read_bytes(), format=RdfFormat.TURTLE)]
    for suffix, form in FORMATS.items():
        quads = [Quad(*triple, NamedNode("e:graph")) for triple in triples]
        serialize(quads if form.supports_datasets else triples, str(tmp_path / f"plan{suffix}"), form)
    assert find_place(tmp_path).files == (tmp_path / "plan.ttl",)
    # Whoever fills a store wants to know the name of the graph.
    assert list_files([tmp_path]) == [tmp_path / "plan.nq"]
    # What says something else is no copy, nor what says nothing that can be read.
    (tmp_path / "plan.nq").write_text("<e:s> <e:p> <e:o> <e:graph> .", encoding="utf-8")
    (tmp_path / "plan.nt").write_text("<e:s> <e:p>", encoding="utf-8")
    assert {file.suffix for file in find_place(tmp_path).files} == {".ttl", ".nq", ".nt"}


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


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <a:g> {}",
        "select *\nfrom<a:g>{}",
        "SELECT *\n  FROM # from where\n <a:g> {}",
        'SELECT ("""\n# """ AS ?x) FROM <a:g> {}',
        "SELECT ('''\n# ''' AS ?x) FROM <a:g> {}",
    ],
)
def test_from_is_found_wherever_it_stands(text: str) -> None:
    assert find_graphs(text) == ["a:g"]


def test_from_in_a_comment_chooses_nothing() -> None:
    assert find_graphs("# from <a:g>\nSELECT * { ?s ?p ?o } # FROM <a:g>") == []


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
        ("AS\u212a {}", "cannot begin with"),
        ("ASK\u00b7e: {}", "cannot begin with"),
        ("SELECT * { FILTER(?a<?b)SERVICE#>\n<http://localhost/> { ?s ?p ?o } }", "an IRI or a comparison"),
        ("SELECT * { FILTER('a'<'x>' )SERVICE <http://localhost/> {} FILTER('b'<'c') }", "an IRI or a comparison"),
        ("PREFIX : <http://localhost/> SELECT * { SERVICE: { ?s ?p ?o } }", "SERVICE is not written as a word"),
        ("PREFIX e: <http://localhost/> SELECT * { SERVICEe:x { ?s ?p ?o } }", "SERVICE is not written as a word"),
        ("SELECT * { SERVICESILENT<http://localhost/> { ?s ?p ?o } }", "SERVICE is not written as a word"),
        ("SELECT * { ?s ?p e:a.b.SERVICE<http://localhost/> { ?s ?p ?o } }", "SERVICE is not written as a word"),
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
        "ASK { ?s <urn:a#b> 1, 'it\\u0027s' ; <http://e.org/#a> (?x <http://e.org/it's>) FILTER(?a < ?b && ?c>?d) }",
        "PREFIX service: <http://e.org/> ASK { GRAPH service:a { ?s service:b service:c } }",
    ],
)
def test_gate_lets_pass(text: str) -> None:
    assert check_typed(text) in ("select", "ask")


ALLOWED = "http://localhost:7200/sparql"


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
        f"ASK {{ ?a ?b ?c . service silent<{ALLOWED}>{{ ?s ?p ?o }} }}",
        "PREFIX e: <http://localhost:7200/> ASK { SERVICE e:sparql { ?s ?p ?o } }",
        f"PREFIX e: <{ALLOWED}> ASK {{ SERVICE e: {{ ?s ?p ?o }} SERVICE SILENT e: {{ ?s ?p ?o }} }}",
    ],
)
def test_gate_lets_service_pass_to_an_endpoint_that_is_allowed(text: str) -> None:
    assert check_typed(text, [ALLOWED]) == "ask"
    with pytest.raises(
        QueryError, match=rf"SERVICE .* not allowed; PolicyGraph.open allows it with allow_service={ALLOWED}"
    ):
        check_typed(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ASK { SERVICE <http://localhost:7200/> { ?s ?p ?o } }", "allow_service=http://localhost:7200/,"),
        ("ASK { SERVICE <http://localhost:7200/sparql?x> { ?s ?p ?o } }", "which is not allowed"),
        ("BASE <http://localhost:7200/> ASK { SERVICE <sparql> { ?s ?p ?o } }", "which is not allowed"),
        ("ASK { SERVICE e:sparql { ?s ?p ?o } }", "allow_service=URL"),
        ("PREFIX e: <http://localhost/> PREFIX e: <http://e.org/> ASK { SERVICE e:x {} }", "service=http://e.org/x,"),
        (f"ASK {{ VALUES ?x {{ <{ALLOWED}> }} SERVICE ?x {{ ?s ?p ?o }} }}", "SERVICE with a variable"),
        (f"ASK {{ SERVICE <{ALLOWED}> {{ SERVICE <http://e.org/> {{ ?s ?p ?o }} }} }}", "http://e.org/"),
        (f"ASK {{ SERVICE <{ALLOWED}> {{}} SERVICE <http://e.org/> {{ ?s ?p ?o }} }}", "http://e.org/"),
        (f"PREFIX SILENTe: <{ALLOWED}> PREFIX e: <http://e.org/> ASK {{ SERVICE SILENTe: {{}} }}", "by itself"),
        (f"PREFIX e: <{ALLOWED}> PREFIXe:<http://e.org/> ASK {{ SERVICE e: {{}} }}", "cannot begin with"),
        (f"ASK {{ SERVICE <{ALLOWED}> {{ ?s ?p 'a\\u0027' }} }}", "SERVICE and .u escapes"),
        (f"ASK {{ SERVICE <{ALLOWED}> {{}} FILTER('a'<'x>' )SERVICE <http://e.org/> {{}} }}", "or a comparison"),
        ("ASK { SERVICE", "which is not allowed"),
        ("ASK { SERVICE SILENT", "which is not allowed"),
    ],
)
def test_gate_lets_service_pass_to_no_other(text: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        check_typed(text, [ALLOWED])


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


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such limits")
def test_time_that_reading_the_graph_took_is_not_the_query_s() -> None:
    script = (
        "import resource; from dupgraph.base import confinement as own; own.process_time = lambda: 1000.0; "
        "own.restrict_process(5.0, processor=10.0); print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert 1005 < int(done.stdout) < 2000


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


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 60_000 + "}" * 60_000,
        "SELECT (" + "(" * 60_000 + "1" + ")" * 60_000 + " AS ?n) {}",
        "SELECT * { {} " + "UNION {} " * 60_000 + "}",
        "SELECT (1" + "+1" * 60_000 + " AS ?n) {}",
    ],
    ids=["braces", "brackets", "union", "sum"],
)
def test_crash_of_the_parser_is_a_sentence(text: str) -> None:
    """Behind the gate, which lets none of these pass."""
    with pytest.raises(QueryError, match="nested too deeply"):
        run_guarded(PLACE, text, 30)


@pytest.mark.parametrize("on_disk", [False, True], ids=["memory", "disk"])
def test_worker_can_reach_no_server(tmp_path: Path, on_disk: bool) -> None:
    """Behind the gate, too: what the gate overlooks finds no socket."""
    place = find_place(places.fill_store(tmp_path / "store", places.EXTRACT)) if on_disk else PLACE
    asked: list[str] = []
    with places.serve(lambda _, query: asked.append(query)) as url:
        with pytest.raises(QueryError, match="could not be answered"):
            run_guarded(place, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", 30)
        with pytest.raises(QueryError, match="could not be answered"):
            run_guarded(place, "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", 30)
    assert asked == []


@contextmanager
def serve_code(code: str, asked: list[str]) -> Iterator[str]:
    """Serve one row, ``?code``, whatever is asked; note who was asked."""
    row = {"code": {"type": "literal", "value": code}}
    body = json.dumps({"head": {"vars": ["code"]}, "results": {"bindings": [row]}}).encode()

    def answer(request: BaseHTTPRequestHandler, _: str) -> None:
        asked.append(code)
        places.send(request, 200, "application/sparql-results+json", body)

    with places.serve(answer) as url:
        yield url


@pytest.mark.parametrize("on_disk", [False, True], ids=["memory", "disk"])
def test_service_that_is_allowed_is_joined_and_another_never_asked(tmp_path: Path, on_disk: bool) -> None:
    location = places.fill_store(tmp_path / "store", places.EXTRACT) if on_disk else places.EXTRACT
    text = PREFIXES + "SELECT ?code { ?o a dup:Objective ; dct:identifier ?code SERVICE <here> { ?s ?p ?code } }"
    asked: list[str] = []
    with serve_code("1.3.9", asked) as url, serve_code("1.3.1", asked) as other:
        engine = open_engine(location, services=[url])
        assert run_text(engine, text.replace("here", url)).rows == ((Literal("1.3.9"),),)
        assert asked == ["1.3.9"]
        for wrong in (other, url + "/", url + "?a=b", url.replace("127.0.0.1", "localhost")):
            with pytest.raises(
                QueryError, match=r"which is not allowed; PolicyGraph\.open allows it with allow_service="
            ):
                run_text(engine, text.replace("here", wrong))
        with pytest.raises(QueryError, match="which is not allowed"):
            run_text(open_engine(location), text.replace("here", url))
    assert asked == ["1.3.9"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_service_sends_nobody_on_to_another_host(status: int) -> None:
    asked: list[str] = []
    with serve_code("1.3.9", asked) as other:

        def send_on(request: BaseHTTPRequestHandler, _: str) -> None:
            places.send(request, status, "text/plain", b"", Location=other)

        with places.serve(send_on) as url, pytest.raises(QueryError, match=r"could not be answered: .*[Rr]edirect"):
            run_text(open_engine(places.EXTRACT, services=[url]), f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?code }} }}")
    assert asked == []


def test_service_that_is_silent_is_left() -> None:
    over = Event()

    def wait(_: BaseHTTPRequestHandler, __: str) -> None:
        over.wait(60)

    with places.serve(wait) as url:
        engine = open_engine(places.EXTRACT, services=[url])
        try:
            with pytest.raises(QueryError, match=r"no answer within 0\.5 seconds"):
                run_text(engine, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", timeout=0.5)
        finally:
            over.set()


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


@pytest.mark.parametrize("timeout", [None, 30.0])
def test_syntax_error_shows_the_line_with_a_caret(timeout: float | None) -> None:
    with pytest.raises(QueryError) as caught:
        open_engine(places.EXTRACT).select("SELECT ?s\nWHERE { ?s here ?o }\n", timeout=timeout)
    assert caught.value.excerpt == "WHERE { ?s here ?o }\n" + " " * 16 + "^"
    assert caught.value.within("mine.rq").excerpt == caught.value.excerpt
    assert "\n" not in str(caught.value)


def test_gate_shows_the_line_with_a_caret() -> None:
    with pytest.raises(QueryError) as caught:
        check_typed("SELECT *\n{ SERVICE <http://e.org/> {} }")
    assert caught.value.excerpt == "{ SERVICE <http://e.org/> {} }\n  ^"


@pytest.mark.parametrize(
    ("text", "line", "column", "excerpt"),
    [
        ("one\r\ntwo\r\n", 2, 3, "two\n  ^"),
        ("one two", 1, 8, "one two\n       ^"),
        ("\tone", 1, 2, "    one\n    ^"),
        ("日本 x", 1, 4, "日本 x\n     ^"),
        ("cafe\u0301 x", 1, 7, "cafe\u0301 x\n     ^"),
        ("a\x1b[31m", 1, 2, "a\ufffd[31m\n ^"),
        ("a\u2028b", 1, 3, "a\ufffdb\n  ^"),
        ("a\n\nb", 2, 1, ""),
        ("a", 7, 1, ""),
        ("a" * 200, 1, 100, "…" + "a" * 77 + "…\n" + " " * 40 + "^"),
        ("a" * 200, 1, 1, "a" * 77 + "…\n^"),
        ("a" * 200, 1, 201, "…" + "a" * 77 + "\n" + " " * 78 + "^"),
        ("日" * 100, 1, 50, "…" + "日" * 38 + "…\n" + " " * 39 + "^"),
    ],
)
def test_excerpt(text: str, line: int, column: int, excerpt: str) -> None:
    assert draw_excerpt(text, line, column) == excerpt


def test_undeclared_prefix_is_said() -> None:
    with pytest.raises(QueryError, match="a prefix is used that no PREFIX line declares"):
        open_engine(places.EXTRACT).select("SELECT ?s { ?s foaf:name ?o }")


def test_worker_is_deaf_to_the_folder_and_the_environment(tmp_path: Path) -> None:
    for name in ("json.py", "xml.py", "signal.py", "ctypes.py", "pyoxigraph.py"):
        (tmp_path / name).write_text("raise SystemExit('hijacked')")
    script = (
        "import os; from dupgraph.graph.engines import open_engine;"
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


# Through the command -------------------------------------------------------------------------------------------------


def ask_wrongly(location: Path, text: str, *options: str, folder: Path | None = None) -> str:
    """Return what the command says against a query; no more than the sentence, and a line with its caret."""
    command = [Path(sys.executable).with_name("dupgraph"), "query", "--file", "-", "--graph", location, *options]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") in (1, 3)
    return done.stderr


def test_broken_query_is_shown_with_a_caret() -> None:
    words = ask_wrongly(places.EXTRACT, "SELECT ?s\nWHERE { ?s here ?o }\n")
    assert words == (
        "Error: standard input, line 2, column 17: not valid SPARQL from here on: '?o }'\n"
        "WHERE { ?s here ?o }\n"
        "                ^\n"
    )


def test_broken_store_is_a_sentence(tmp_path: Path) -> None:
    empty = places.fill_store(tmp_path / "empty")
    assert ask_wrongly(empty, "ASK {}") == (
        f"Error: {empty}: the store holds no triples; load a graph into it: dupgraph load GRAPH --store {empty}\n"
    )
    corrupt = places.fill_store(tmp_path / "corrupt", places.EXTRACT)
    (corrupt / "CURRENT").write_text("nonsense")
    words = ask_wrongly(corrupt, "ASK {}")
    assert words.startswith(f"Error: {corrupt}: cannot be opened as a store: ")
    assert words.endswith("; delete it and load its graphs again: dupgraph load\n")


def test_graph_and_service_that_are_not_allowed_are_sentences() -> None:
    words = ask_wrongly(places.EXTRACT, "ASK {}", "--graph-iri", "https://example.org/graph")
    assert "--graph-iri names a graph that is not here: <https://example.org/graph>" in words
    words = ask_wrongly(places.EXTRACT, "ASK { SERVICE <http://e.org/> {} }", "--allow-service", "http://e.org/sparql")
    assert "dupgraph query asks it with --allow-service http://e.org/, or load its graph" in words
    assert words.endswith("\nASK { SERVICE <http://e.org/> {} }\n      ^\n")


def test_files_in_the_working_folder_do_no_harm(tmp_path: Path) -> None:
    for name in ("json", "xml", "signal", "ctypes", "resource", "click"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hijacked')")
    assert "DROP would change the graph" in ask_wrongly(places.EXTRACT, "DROP ALL", folder=tmp_path)
    assert "not valid SPARQL" in ask_wrongly(places.EXTRACT, "SELECT", folder=tmp_path)


def test_from_and_chosen_graphs_do_not_go_together() -> None:
    graph = NamedNode("https://example.org/graph")
    store = Store()
    store.add(Quad(graph, graph, graph, graph))
    text = "SELECT * FROM <https://example.org/graph> { ?s ?p ?o }"
    assert len(list(run_query(store, text))) == 1
    with pytest.raises(QueryError, match="both choose"):
        run_query(store, text, (graph.value,))
