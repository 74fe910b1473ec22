"""SPARQL 1.1 Protocol over HTTP: what is sent, and what comes back; the W3C's cases, and our own."""

import json
from dataclasses import dataclass, field

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from serving import Served

DATA = "http://kasei.us/2009/09/sparql/data/data"
G1, G2, G3 = (f"{DATA}{number}.rdf" for number in (1, 2, 3))
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8", "text/tab-separated-values; charset=utf-8"
TURTLE = "text/turtle; charset=utf-8"
_ABOUT = f"ASK {{ <{G1}> ?p ?o }}"
_TWO = f"ASK {{ <{G1}> a ?type . <{G2}> a ?type }}"
_NAMED = f"ASK {{ GRAPH ?g1 {{ <{G1}> a ?type }} GRAPH ?g2 {{ <{G2}> a ?type }} }}"
_FULL = f"ASK {{ <{G3}> ?y ?o GRAPH ?g {{ <{G1}> ?p ?q }} }}"
_INSERT = f"CLEAR ALL ; INSERT DATA {{ GRAPH <{G1}> {{ <{G1}> a <http://xmlns.com/foaf/0.1/Document> }} }}"


@dataclass(frozen=True)
class Case:
    """A request, and what must come back: status, media type, and the answer of an ASK."""

    name: str
    status: int
    kind: str = ""
    truth: bool | None = None
    method: str = "GET"
    given: list[tuple[str, str]] = field(default_factory=list)
    type: str | None = None
    body: bytes = b""
    accept: str | None = None

    def __str__(self) -> str:
        return self.name


def q(text: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("query", text), *more]


def post(name: str, status: int, sent: str | None, body: str | bytes, *given: tuple[str, str], **more: object) -> Case:
    data = body.encode() if isinstance(body, str) else body
    return Case(name, status, method="POST", given=list(given), type=sent, body=data, **more)  # type: ignore[arg-type]


DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
# The names are those of https://github.com/w3c/rdf-tests, sparql/sparql11/protocol; requests are written anew.
W3C = [
    Case("query_get", 200, JSON, True, given=q("ASK {}")),
    post("query_post_form", 200, FORM, "query=ASK%20%7B%7D", kind=JSON, truth=True),
    post("query_post_direct", 200, DIRECT, "ASK {}", kind=JSON, truth=True),
    post("query_dataset_default_graph", 200, DIRECT, _ABOUT, (DEFAULT, G1), kind=JSON, truth=True),
    Case("query_dataset_default_graphs_get", 200, JSON, True, given=q(_TWO, (DEFAULT, G1), (DEFAULT, G2))),
    post("query_dataset_default_graphs_post", 200, DIRECT, _TWO, (DEFAULT, G1), (DEFAULT, G2), kind=JSON, truth=True),
    Case("query_dataset_named_graphs_get", 200, JSON, True, given=q(_NAMED, (NAMED, G1), (NAMED, G2))),
    post("query_dataset_named_graphs_post", 200, DIRECT, _NAMED, (NAMED, G1), (NAMED, G2), kind=JSON, truth=True),
    post("query_dataset_full", 200, DIRECT, _FULL, (DEFAULT, G3), (NAMED, G1), (NAMED, G2), kind=JSON, truth=True),
    post(
        "query_multiple_dataset",
        200,
        DIRECT,
        f"ASK FROM <{G1}> {{ <{G2}> ?p ?o }}",
        (DEFAULT, G2),
        kind=JSON,
        truth=True,
    ),
    post("query_content_type_select", 200, DIRECT, "SELECT (1 AS ?value) {}", kind=JSON),
    post("query_content_type_ask", 200, DIRECT, "ASK {}", kind=JSON),
    post("query_content_type_describe", 200, DIRECT, "DESCRIBE <http://example.org/>", kind=TURTLE),
    post("query_content_type_construct", 200, DIRECT, "CONSTRUCT { <s> <p> 1 } WHERE {}", kind=TURTLE),
    Case("bad_query_method", 405, method="PUT", given=q("ASK {}")),
    Case("bad_multiple_queries", 400, given=q("ASK {}", ("query", "SELECT * {}"))),
    post("bad_query_wrong_media_type", 415, "text/plain", "ASK {}"),
    post("bad_query_missing_form_type", 415, None, "query=ASK%20%7B%7D"),
    post("bad_query_missing_direct_type", 415, None, "ASK {}"),
    post("bad_query_non_utf8", 415, f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16")),
    Case("bad_query_syntax", 400, given=q("ASK {")),
    Case("bad_update_get", 403, given=[("update", "CLEAR ALL")]),
    post("bad_multiple_updates", 400, FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    post("bad_update_wrong_media_type", 415, "text/plain", "CLEAR NAMED"),
    post("bad_update_missing_form_type", 415, None, "update=CLEAR%20NAMED"),
    post("bad_update_non_utf8", 403, f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16")),
    post("bad_update_syntax", 403, FORM, "update=CLEAR%20XYZ"),
    post("bad_update_dataset_conflict", 403, FORM, "using-named-graph-uri=http://example/p&update=WITH%20%3Ca%3E"),
    # Nothing is changed here, whoever asks.
    post("update_dataset_default_graph", 403, UPDATE, _INSERT, ("using-graph-uri", G1)),
    post("update_dataset_default_graphs", 403, UPDATE, _INSERT, ("using-graph-uri", G1), ("using-graph-uri", G2)),
    post("update_dataset_named_graphs", 403, UPDATE, _INSERT, ("using-named-graph-uri", G1)),
    post("update_dataset_full", 403, UPDATE, _INSERT, ("using-graph-uri", G1), ("using-named-graph-uri", G2)),
    post("update_post_form", 403, FORM, "update=CLEAR%20ALL"),
    post("update_post_direct", 403, UPDATE, "CLEAR ALL"),
    post("update_base_uri", 403, UPDATE, "CLEAR GRAPH <>; INSERT DATA { GRAPH <> { <> a <test> } }"),
]
_UNKNOWN = "http://example.org/unknown"
OURS = [
    Case("graphs of the protocol hide the others", 200, JSON, False, given=q(f"ASK {{ <{G2}> ?p ?o }}", (DEFAULT, G1))),
    Case("an unknown default graph is empty", 200, JSON, False, given=q("ASK { ?s ?p ?o }", (DEFAULT, _UNKNOWN))),
    Case(
        "an unknown named graph is empty", 200, JSON, False, given=q("ASK { GRAPH ?g { ?s ?p ?o } }", (NAMED, _UNKNOWN))
    ),
    Case("named graphs alone leave no default graph", 200, JSON, False, given=q("ASK { ?s ?p ?o }", (NAMED, G1))),
    Case(
        "default graphs alone leave no named graph",
        200,
        JSON,
        False,
        given=q("ASK { GRAPH ?g { ?s ?p ?o } }", (DEFAULT, G1)),
    ),
    Case("a graph that is no IRI", 400, given=q("ASK {}", (DEFAULT, "data1"))),
    Case("a graph that is an odd IRI", 400, given=q("ASK {}", (DEFAULT, "http://exa mple/"))),
    Case("all graphs together", 200, JSON, True, given=q(_TWO)),
    Case("an unknown graph in the text", 400, given=q(f"ASK FROM <{_UNKNOWN}> {{ ?s ?p ?o }}")),
    post("blanks as plus and as %20", 200, FORM, "query=ASK+%7B%20%7D", kind=JSON, truth=True),
    post("a form with its charset", 200, f"{FORM}; charset=UTF-8", "query=ASK%7B%7D", kind=JSON, truth=True),
    post("a form in Latin-1", 415, f"{FORM}; charset=iso-8859-1", "query=ASK%7B%7D"),
    post("the query in the address of a form", 200, FORM, "", ("query", "ASK {}"), kind=JSON, truth=True),
    post("one query here, one there", 400, FORM, "query=ASK%7B%7D", ("query", "ASK {}")),
    post("two kinds of query", 400, DIRECT, "ASK {}", ("query", "ASK {}")),
    post("query and update", 400, FORM, "query=ASK%7B%7D&update=CLEAR%20ALL"),
    post("nothing in the form", 400, FORM, "x=y"),
    post("an empty query", 400, DIRECT, ""),
    post("bytes that are no UTF-8", 400, DIRECT, b"ASK { ?s ?p '\xff' }"),
    post("a form that is no UTF-8", 400, FORM, b"query=ASK%7B%7D%FF"),
    post("a form with half an escape", 400, FORM, b"query=ASK%7B%7D%4"),
    post("a query that is too long", 413, DIRECT, "ASK {} #" + "x" * 65_536),
    post("a body that is too long", 413, DIRECT, "#" * 262_145),
    Case("an update as a query", 400, given=q("CLEAR ALL")),
    Case("another server", 400, given=q("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")),
    Case("nested too deeply", 400, given=q("ASK " + "{" * 65 + "}" * 65)),
    Case("brackets that crash a parser", 400, given=q("{" * 2_200)),
    Case("more rows than allowed", 413, given=q("SELECT ?x { ?a ?b ?c . ?d ?e ?f }"), accept="text/csv"),
    Case("JSON under its plain name", 200, JSON, True, given=q("ASK {}"), accept="application/json"),
    Case("XML", 200, XML, given=q("ASK {}"), accept="application/xml;q=0.5, text/html;q=0.1"),
    Case("CSV", 200, CSV, given=q("SELECT * {}"), accept="text/csv"),
    Case("TSV", 200, TSV, given=q("SELECT * {}"), accept="text/tab-separated-values"),
    Case("JSON refused", 406, given=q("ASK {}"), accept="application/json;q=0"),
    Case("yes or no has no CSV", 406, given=q("ASK {}"), accept="text/csv"),
    Case("yes or no has no TSV", 406, given=q("ASK {}"), accept="text/tab-separated-values"),
    Case("rows are no Turtle", 406, given=q("SELECT * {}"), accept="text/turtle"),
    Case("triples are no CSV", 406, given=q("CONSTRUCT WHERE { ?s ?p ?o }"), accept="text/csv"),
    Case("a page's end is no XML", 406, given=q('SELECT ("\\f" AS ?x) {}'), accept="application/xml"),
    Case("a page's end in JSON", 200, JSON, given=q('SELECT ("\\f" AS ?x) {}')),
    Case("a browser gets JSON", 200, JSON, given=q("SELECT * {}"), accept="text/html,application/xhtml+xml,*/*;q=0.8"),
    Case("a description in no known format", 406, accept="image/png"),
    Case("a deletion", 405, method="DELETE"),
]


@pytest.mark.parametrize("case", [*W3C, *OURS], ids=str)
def test_request_and_answer(served: Served, case: Case) -> None:
    headers = {} if case.accept is None else {"Accept": case.accept}
    if case.type is not None:
        headers["Content-Type"] = case.type
    client, address = served.client, f"{served.address}sparql/"
    response = client.request(case.method, address, params=case.given, content=case.body, headers=headers)
    assert response.status_code == case.status, response.text
    assert response.headers["access-control-allow-origin"] == "*"
    if case.status >= 400:
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert len(response.text.strip()) > 10
        return
    assert response.headers["vary"] == "Accept"
    assert not case.kind or response.headers["content-type"] == case.kind
    if case.truth is not None:
        assert response.json()["boolean"] is case.truth


def test_the_w3c_has_thirty_five_cases_of_which_seven_are_updates() -> None:
    assert len(W3C) == 35
    assert len([case for case in W3C if case.name.startswith("update_")]) == 7


def ask(served: Served, text: str, accept: str = "*/*") -> str:
    response = served.client.get("/sparql", params={"query": text}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    return response.text


def test_relative_iris_go_on_from_the_address_of_the_request(served: Served) -> None:
    rows = ask(served, "SELECT ?x { BIND(<a#b> AS ?x) }", "text/csv").split()
    assert rows == ["x", f"{served.address}a#b"]


def test_one_answer_in_every_format(served: Served) -> None:
    text = 'SELECT ?x ?y { VALUES (?x ?y) { ("a,\\"b\\"\\nc" 1) (UNDEF "}},{\\"") } }'
    assert len(json.loads(ask(served, text))["results"]["bindings"]) == 2
    assert ask(served, text, XML).count("<result>") == 2
    assert ask(served, text, "text/tab-separated-values").count("\n") == 3
    assert ask(served, text, "text/csv").endswith('\r\n,"}},{"""\r\n')


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
    ],
)
def test_triples_in_every_format(served: Served, accept: str, form: RdfFormat) -> None:
    text = f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{G1}> }} ?s ?p ?o }}"
    (quad,) = parse(ask(served, text, accept), format=form)
    assert str(quad.subject) == f"<{G1}>"


@pytest.mark.parametrize("path", ["/sparql", "/sparql/", f"/graphs?graph={G1}"])
def test_whoever_reads_another_site_may_ask(served: Served, path: str) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    response = served.client.options(path, headers=headers)
    assert response.status_code == 204
    assert "GET, HEAD" in response.headers["access-control-allow-methods"] == response.headers["allow"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_head_tells_what_get_would(served: Served) -> None:
    given = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    got, head = served.client.get("/sparql", params=given), served.client.head("/sparql", params=given)
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_service_description(served: Served) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept in ("*/*", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        response = served.client.get("/sparql", headers={"Accept": accept})
        kind = response.headers["content-type"].partition(";")[0]
        triples = list(parse(response.content, format=RdfFormat.from_media_type(kind)))
        said = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in triples}
        assert (f"{sd}endpoint", f"{served.address}sparql") in said
        assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in said
        assert {(f"{sd}name", graph) for graph in (G1, G2, G3)} <= said


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values", "application/n-triples"])
def test_what_goes_wrong_late_breaks_the_connection(served: Served, accept: str) -> None:
    is_graph = accept == "application/n-triples"
    # Of equal triples only one counts: those that are written differ.
    text = f"{'CONSTRUCT { ?a ?e ?f } WHERE' if is_graph else 'SELECT *'} {{ ?a ?b ?c . ?d ?e ?f }}"
    with (
        pytest.raises(httpx.RemoteProtocolError, match="incomplete"),
        served.client.stream("GET", "/sparql", params={"query": text}, headers={"Accept": accept}) as response,
    ):
        assert response.status_code == 200
        for _ in response.iter_bytes():
            pass


# Graphs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "accept", "status"),
    [
        ({"graph": G1}, "text/turtle", 200),
        ({"graph": G1}, "image/png", 406),
        ({"default": ""}, "application/n-triples", 200),
        ({"graph": _UNKNOWN}, "*/*", 404),
        ({"graph": "a b"}, "*/*", 400),
        ({}, "*/*", 400),
        ({"graph": G1, "default": ""}, "*/*", 400),
    ],
)
def test_graphs_are_read(served: Served, given: dict[str, str], accept: str, status: int) -> None:
    for method in ("GET", "HEAD"):
        response = served.client.request(method, "/graphs", params=given, headers={"Accept": accept})
        assert response.status_code == status, response.text


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_graphs_are_only_read(served: Served, method: str) -> None:
    response = served.client.request(method, "/graphs", params={"graph": G1})
    assert response.status_code == 403


def test_a_graph_is_all_of_it_and_no_more(served: Served) -> None:
    response = served.client.get("/graphs", params={"graph": G1})
    (quad,) = parse(response.content, format=RdfFormat.TURTLE)
    assert quad.subject.value == G1  # type: ignore[union-attr]  # it has an IRI
    counted = json.loads(ask(served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))["results"]["bindings"][0]["n"]["value"]
    whole = served.client.get("/graphs?default", headers={"Accept": "application/n-triples"}).text
    assert whole.count("\n") == int(counted)


# Answers that are known already ------------------------------------------------------------------------------------


def test_an_answer_is_not_sent_twice(served: Served) -> None:
    given = {"query": "SELECT * { ?s ?p ?o } LIMIT 5"}
    first = served.client.get("/sparql", params=given)
    second = served.client.get("/sparql", params=given, headers={"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]
    # The rows are the same; a worker that keeps the graph in memory may give them in another order.
    assert first.headers["etag"].startswith('W/"')
    other = served.client.get("/sparql", params=given, headers={"Accept": "text/csv"})
    assert other.headers["etag"] != first.headers["etag"]


def test_the_same_request_gets_the_same_answer_again(served: Served) -> None:
    path, turtle = "/graphs?graph=" + G2, {"Accept": "text/turtle"}
    answers = [served.client.get(path, headers=turtle) for _ in range(3)]
    assert len({(answer.content, answer.headers["etag"], answer.headers["content-type"]) for answer in answers}) == 1
    assert {*answers[0].headers} == {*answers[2].headers}
    head = served.client.head(path, headers=turtle)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answers[0].headers["etag"])
    other = served.client.get(path, headers={"Accept": "application/n-triples"})
    assert other.headers["content-type"] == "application/n-triples"
    known = served.client.get(path, headers={**turtle, "If-None-Match": f'"x", {answers[0].headers["etag"]}'})
    assert (known.status_code, known.content) == (304, b"")
    assert "content-type" not in known.headers
    elsewhere = served.client.get(path, headers={**turtle, "Host": "elsewhere.example.org"})
    assert elsewhere.status_code == 421


@pytest.mark.parametrize(
    ("accept", "status", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", 303, None),
        ("text/html;q=0.5, text/turtle", 200, TURTLE),
        ("text/html;q=0, */*", 200, TURTLE),
        ("text/*;q=0.9, application/ld+json", 200, "application/ld+json"),
    ],
)
def test_the_endpoint_by_itself_is_the_editor_for_browsers(
    served: Served, accept: str, status: int, kind: str | None
) -> None:
    for path in ("/sparql", "/sparql/"):
        response = served.client.get(path, headers={"Accept": accept, "Accept-Language": "en"})
        assert (response.status_code, response.headers.get("content-type")) == (status, kind)
        assert "Accept" in response.headers["vary"]
        if status == 303:
            assert response.headers["vary"] == "Accept, Accept-Language"
            assert served.client.get(response.url.join(response.headers["location"])).status_code == 200


@pytest.mark.parametrize("text", ["SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (UUID() AS ?x) {}"])
def test_chance_and_time_are_asked_anew(served: Served, text: str) -> None:
    given = {"query": text}
    first, second = served.client.get("/sparql", params=given), served.client.get("/sparql", params=given)
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.content != second.content
