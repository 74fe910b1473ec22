"""The remote endpoint: a real Virtuoso, and servers that do whatever a server can do wrong."""

import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, parse_qsl, urlsplit

import places
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from virtuoso import Virtuoso, require_virtuoso, start_virtuoso

from dupgraph.base.errors import EndpointError
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.endpoint import EndpointEngine, client
from dupgraph.graph.engines.endpoint.client import Client
from dupgraph.graph.engines.endpoint.credentials import Challenge, Credentials, parse_challenges

PREFIXES = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dct: <http://purl.org/dc/terms/> "
RESULTS = "application/sparql-results+json"
YES = json.dumps({"head": {}, "boolean": True}).encode()
GRAPH = "https://example.org/graph/endpoint"
CREDENTIALS = ("DUPGRAPH_USER", "DUPGRAPH_PASSWORD", "DUPGRAPH_TOKEN", "DUPGRAPH_HOST", "DUPGRAPH_PLAIN_HTTP")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in CREDENTIALS:
        monkeypatch.delenv(name, raising=False)


def say_yes(request: BaseHTTPRequestHandler) -> None:
    places.send(request, 200, RESULTS, YES)


def ask_faulty(answer: places.Answer, *, timeout: float = 10) -> EndpointError:
    """Return the error with which an endpoint that answers so is met."""
    with places.serve(answer) as url, pytest.raises(EndpointError) as caught:
        EndpointEngine(url).select("SELECT ?s { ?s ?p ?o }", timeout=timeout)
    assert caught.value.url == url
    assert str(caught.value).startswith(url)
    assert "\n" not in str(caught.value)
    return caught.value


def serve_body(media: str, body: bytes) -> AbstractContextManager[str]:
    """Serve one answer to everything."""
    return places.serve(lambda request, _: places.send(request, 200, media, body))


def construct_faulty(media: str, body: bytes) -> EndpointError:
    """Return the error with which such an answer to a CONSTRUCT is met."""
    with serve_body(media, body) as url, pytest.raises(EndpointError) as caught:
        EndpointEngine(url).construct("CONSTRUCT WHERE { ?s ?p ?o }")
    return caught.value


# Virtuoso ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def engine(virtuoso: Virtuoso) -> EndpointEngine:
    """The extract on Virtuoso, in a graph of its own."""
    return EndpointEngine(virtuoso.url, (virtuoso.load(places.EXTRACT, GRAPH),))


def test_virtuoso_gives_rows_terms_and_order(engine: EndpointEngine) -> None:
    text = PREFIXES + "SELECT ?code ?none { ?o a dup:Objective ; dct:identifier ?code } ORDER BY ?code"
    assert engine.select(text).rows == tuple((Literal(code), None) for code in ("1.3.1", "1.3.10", "1.3.9"))
    text = PREFIXES + "SELECT ?plan ?title (2 + 1 AS ?n) { ?plan a dup:Plan ; dct:title ?title }"
    plan = NamedNode("https://w3id.org/dupgraph/data/extract/plan/dup")
    title = Literal("Estratto dal DUP di Sassuolo", language="it")
    assert engine.select(text).rows == ((plan, title, Literal(3)),)


def test_virtuoso_says_yes_and_no(engine: EndpointEngine) -> None:
    assert engine.ask(PREFIXES + "ASK { ?plan a dup:Plan }") is True
    assert engine.ask(PREFIXES + "ASK { ?action a dup:Action }") is False


@pytest.mark.parametrize(
    "text", ["CONSTRUCT { ?plan a dup:Plan } WHERE { ?plan a dup:Plan }", "DESCRIBE ?plan { ?plan a dup:Plan }"]
)
def test_virtuoso_gives_triples(engine: EndpointEngine, text: str) -> None:
    solutions = engine.construct(PREFIXES + text)
    assert solutions.columns == ("subject", "predicate", "object")
    assert NamedNode("https://w3id.org/dupgraph/onto/Plan") in [row[2] for row in solutions.rows]
    assert solutions.cut == ""


def test_virtuoso_asks_the_graphs_that_are_named(virtuoso: Virtuoso, engine: EndpointEngine) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert engine.select(count).rows == ((Literal(places.TRIPLES),),)
    assert EndpointEngine(f"{virtuoso.url}?default-graph-uri={GRAPH}").select(count).rows == (
        (Literal(places.TRIPLES),),
    )
    absent = ("https://example.org/graph/none",)
    assert EndpointEngine(f"{virtuoso.url}?default-graph-uri={GRAPH}", absent).select(count).rows == ((Literal(0),),)


def test_virtuoso_takes_a_long_query(engine: EndpointEngine) -> None:
    listed = " ".join(f'"{number:05}"' for number in range(1000))
    text = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {listed} }} ?s a <https://w3id.org/dupgraph/onto/Plan> }}"
    assert engine.select(text).rows == ((Literal(1000),),)


def test_virtuoso_blank_nodes_are_terms(virtuoso: Virtuoso, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('[] <http://example.org/p> "\\"type\\": \\"bnode\\", \\"value\\": \\"nodeID://x" .')
    graph = virtuoso.load(tmp_path / "a.ttl", "https://example.org/graph/blank")
    ((subject, words),) = EndpointEngine(virtuoso.url, (graph,)).select("SELECT ?s ?o { ?s ?p ?o }").rows
    assert isinstance(subject, BlankNode)
    assert words == Literal('"type": "bnode", "value": "nodeID://x')


def test_virtuoso_says_where_a_query_is_wrong(engine: EndpointEngine) -> None:
    with pytest.raises(EndpointError) as caught:
        engine.select("SELECT ?s\nWHERE { ?s here ?o }")
    assert caught.value.status == 400
    assert "answered with status 400: Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error" in str(
        caught.value
    )
    assert "\n" not in str(caught.value)


@pytest.mark.server
def test_silent_cap_on_rows_is_said(tmp_path: Path) -> None:
    """Virtuoso stops at a number of rows; of a SELECT it says so in a header, of a CONSTRUCT nowhere."""
    require_virtuoso()
    with start_virtuoso(tmp_path, rows=100) as server:
        engine = EndpointEngine(server.url, (server.load(places.EXTRACT, GRAPH),))
        solutions = engine.select("SELECT ?s { ?s ?p ?o }")
        assert len(solutions.rows) == 100
        assert solutions.cut == "cut at 100 rows, the most that the endpoint gives"
        assert engine.select("SELECT ?s { ?s ?p ?o } LIMIT 99").cut == ""
        triples = "cut at the triples of 100 rows, the most that the endpoint gives"
        # Many rows, few triples.
        assert engine.construct("CONSTRUCT { ?p a ?p } WHERE { ?s ?p ?o }").cut == triples
        assert engine.construct(f"# CONSTRUCT {{\nDESCRIBE ?s FROM <{GRAPH}> {{ ?s ?p ?o }}").cut == triples
        assert engine.construct("CONSTRUCT WHERE { ?s a ?o } LIMIT 9").cut == ""
        assert engine.construct(f"DESCRIBE <{GRAPH}> <http://purl.org/dc/terms/title>").cut == ""


def test_answer_that_was_broken_off_says_so() -> None:
    """Virtuoso answers with what it has found when its time is over, and says so in a header."""
    rows = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": []}}).encode()

    def serve_part(media: str, body: bytes) -> AbstractContextManager[str]:
        return places.serve(lambda request, _: places.send(request, 200, media, body, **{"X-SQL-State": "S1TAT"}))

    with serve_part(RESULTS, rows) as url:
        assert EndpointEngine(url).select("SELECT ?s {}").cut == "cut at 0 rows by the endpoint's own limit of time"
    with serve_part("text/turtle", b"") as url:
        assert EndpointEngine(url).construct("CONSTRUCT {} {}").cut == "cut by the endpoint's own limit of time"
    with serve_part(RESULTS, YES) as url, pytest.raises(EndpointError, match="broke the query off at its own limit"):
        EndpointEngine(url).ask("ASK {}")


def test_virtuoso_takes_digest(virtuoso: Virtuoso, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EndpointError, match="status 401; it wants credentials: set DUPGRAPH_USER and DUPGRAPH_PASS"):
        EndpointEngine(virtuoso.auth_url).ask("ASK { ?s ?p ?o }")
    monkeypatch.setenv("DUPGRAPH_USER", virtuoso.user)
    monkeypatch.setenv("DUPGRAPH_PASSWORD", virtuoso.password)
    engine = EndpointEngine(virtuoso.auth_url)
    assert [engine.ask("ASK { ?s ?p ?o }"), engine.ask("ASK { ?s a <http://example.org/none> }")] == [True, False]
    monkeypatch.setenv("DUPGRAPH_PASSWORD", "not this")
    with pytest.raises(EndpointError) as caught:
        EndpointEngine(virtuoso.auth_url).ask("ASK { ?s ?p ?o }")
    assert str(caught.value).endswith("it does not accept the credentials in DUPGRAPH_USER and DUPGRAPH_PASSWORD")


# Statuses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
def test_status_is_named(status: int) -> None:
    asked: list[str] = []

    def refuse(request: BaseHTTPRequestHandler, query: str) -> None:
        asked.append(query)
        places.send(request, status, "text/html", b"<html>no</html>")

    error = ask_faulty(refuse)
    assert error.status == status
    assert f"answered with status {status};" in str(error)
    assert "<html>" not in str(error)
    assert len(asked) == 1


def test_words_of_the_server_are_one_line() -> None:
    said = b" \r\nSyntax \x1b[31merror\x07 at line 3\r\nand a long story \xff"
    error = ask_faulty(lambda request, _: places.send(request, 400, "text/plain", said))
    assert "answered with status 400: Syntax [31merror at line 3; the endpoint" in str(error)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_busy_endpoint_is_asked_again(status: int) -> None:
    asked: list[str] = []

    def refuse_once(request: BaseHTTPRequestHandler, query: str) -> None:
        asked.append(query)
        if len(asked) == 1:
            places.send(request, status, "text/html", b"<html>busy</html>", **{"Retry-After": "0"})
        else:
            say_yes(request)

    with places.serve(refuse_once) as url:
        assert EndpointEngine(url).ask("ASK { ?s ?p ?o }")
    assert asked == ["ASK { ?s ?p ?o }"] * 2


@pytest.mark.parametrize("wait", ["3600", formatdate(4_000_000_000, usegmt=True)])
def test_endpoint_that_is_busy_for_longer_is_left(wait: str) -> None:
    asked: list[str] = []

    def refuse(request: BaseHTTPRequestHandler, query: str) -> None:
        asked.append(query)
        places.send(request, 503, "text/plain", b"", **{"Retry-After": wait})

    assert ask_faulty(refuse).status == 503
    assert len(asked) == 1


def test_attempts_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.0, 0.0))
    asked: list[str] = []

    def refuse(request: BaseHTTPRequestHandler, query: str) -> None:
        asked.append(query)
        places.send(request, 503, "text/plain", b"", **{"Retry-After": "soon"})

    assert ask_faulty(refuse).status == 503
    assert len(asked) == 3


# Answers that are none -----------------------------------------------------------------------------------------------


def test_html_is_no_result() -> None:
    error = ask_faulty(lambda request, _: places.send(request, 200, "text/html", b"<html>welcome</html>"))
    assert "answered with text/html, which is no SPARQL result" in str(error)


def test_html_is_no_graph() -> None:
    assert "answered with text/html, which is no SPARQL result" in str(construct_faulty("text/html", b"<html>"))


@pytest.mark.parametrize("body", [b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s"', b"[]", b"", b"nonsense"])
def test_broken_results_are_no_result(body: bytes) -> None:
    error = ask_faulty(lambda request, _: places.send(request, 200, RESULTS, body))
    assert "sent a result that cannot be read" in str(error)


def test_broken_triples_are_no_graph() -> None:
    assert "sent a result that cannot be read" in str(construct_faulty("text/turtle", b"<a:s> <a:p"))


def test_yes_is_no_row_and_rows_are_no_yes() -> None:
    assert "not with rows" in str(ask_faulty(lambda request, _: say_yes(request)))
    rows = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": []}}).encode()
    with serve_body(RESULTS, rows) as url, pytest.raises(EndpointError, match="not with yes or no"):
        EndpointEngine(url).ask("ASK {}")


def test_truncated_answer_is_no_result() -> None:
    def break_off(request: BaseHTTPRequestHandler, _: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", RESULTS)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        # A whole result, were it not for the length.
        request.wfile.write(b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}')

    assert "broke off: only 54 of 1,000 bytes came" in str(ask_faulty(break_off))


def test_endless_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MAXIMUM_BYTES", 1024 * 1024)
    left = Event()

    def go_on(request: BaseHTTPRequestHandler, _: str) -> None:
        request.send_response(200)
        request.send_header("Content-Type", RESULTS)
        request.end_headers()
        try:
            while not left.is_set():
                request.wfile.write(b" " * 65536)
        except OSError:
            left.set()

    error = ask_faulty(go_on)
    assert "sent more than 1 MiB; ask for fewer rows" in str(error)
    assert left.wait(60)


# Time ----------------------------------------------------------------------------------------------------------------


def test_silent_endpoint_is_left() -> None:
    # The system takes the connection; nobody answers.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with pytest.raises(EndpointError, match=r"no answer within 0\.2 seconds; ask less, or timeout= more"):
            EndpointEngine(url).ask("ASK {}", timeout=0.2)


@pytest.fixture
def crowded() -> Iterator[str]:
    """The URL of a server that takes no more connections, and does not say so."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        port = server.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        yield f"http://127.0.0.1:{port}/sparql"
        for each in waiting:
            each.close()


def test_connecting_takes_time_too(crowded: str) -> None:
    with pytest.raises(EndpointError, match=r"no answer within 0\.2 seconds"):
        EndpointEngine(crowded).ask("ASK {}", timeout=0.2)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n"])
def test_dripping_endpoint_is_left(head: bytes) -> None:
    """Each byte, of the head or of the body, comes in time; the whole never does."""
    left = Event()

    def drip(request: BaseHTTPRequestHandler, _: str) -> None:
        try:
            request.wfile.write(head)
            while not left.wait(0.05):
                request.wfile.write(b" " if head else b"H")
        except OSError:
            left.set()

    def ask() -> EndpointError:
        try:
            return ask_faulty(drip, timeout=0.4)
        finally:
            left.set()

    assert "no answer within 0.4 seconds" in str(ask())


# Other hosts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "ASK { ?s ?p ?o } #" + "x" * 3000], ids=["get", "post"])
def test_redirect_to_another_host_is_refused(status: int, text: str) -> None:
    seen: list[str] = []

    def note(request: BaseHTTPRequestHandler, query: str) -> None:
        seen.append(query)
        say_yes(request)

    with places.serve(note) as other:

        def send_on(request: BaseHTTPRequestHandler, _: str) -> None:
            places.send(request, status, "text/plain", b"", Location=f"{other}?{urlsplit(request.path).query}")

        with places.serve(send_on) as url, pytest.raises(EndpointError) as caught:
            EndpointEngine(url).ask(text)
        assert f"sends you on to another host: {other};" in str(caught.value)
        assert caught.value.status == status
    assert seen == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[broken/", "https://127.0.0.1/"])
def test_redirect_to_no_endpoint_is_refused(place: str) -> None:
    error = ask_faulty(lambda request, _: places.send(request, 302, "text/plain", b"", Location=place))
    assert "sends you on to another host" in str(error)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "ASK { ?s ?p ?o } #" + "x" * 3000], ids=["get", "post"])
def test_redirect_within_the_host_keeps_the_query(status: int, text: str) -> None:
    seen: list[tuple[str, str]] = []

    def send_on(request: BaseHTTPRequestHandler, query: str) -> None:
        parts = urlsplit(request.path)
        if parts.path == "/sparql":
            places.send(request, status, "text/plain", b"", Location=f"/new/sparql?{parts.query}")
        else:
            seen.append((parts.path, query))
            say_yes(request)

    with places.serve(send_on) as url:
        assert EndpointEngine(url).ask(text)
    assert seen == [("/new/sparql", text)]


def test_redirect_in_a_circle_ends() -> None:
    error = ask_faulty(lambda request, _: places.send(request, 302, "text/plain", b"", Location=request.path))
    assert "sends you on in a circle" in str(error)


def test_nobody_listens() -> None:
    with places.serve(places.answer_from(places.EXTRACT)) as url:
        pass
    with pytest.raises(EndpointError, match=r"cannot be reached: connection refused; check the URL"):
        EndpointEngine(url).ask("ASK {}")


# The request ---------------------------------------------------------------------------------------------------------


def note_requests(seen: list[tuple[str, dict[str, list[str]], str]]) -> places.Answer:
    """Return what says yes, and keeps of each request the method, the parameters and the authorization."""

    def answer(request: BaseHTTPRequestHandler, query: str) -> None:
        parameters = parse_qs(urlsplit(request.path).query) | {"query": [query]}
        seen.append((request.command, parameters, request.headers.get("Authorization", "")))
        say_yes(request)

    return answer


def test_request_holds_nothing_beyond_the_standard() -> None:
    seen: list[tuple[str, dict[str, list[str]], str]] = []
    with places.serve(note_requests(seen)) as url:
        EndpointEngine(f"{url}?key=a%20b&default-graph-uri=urn:x").ask("ASK {}")
        EndpointEngine(f"{url}?key=a%20b&default-graph-uri=urn:x", ("urn:y", "urn:z")).ask("ASK {}")
    assert [parameters for _, parameters, _ in seen] == [
        {"query": ["ASK {}"], "key": ["a b"], "default-graph-uri": ["urn:x"]},
        {"query": ["ASK {}"], "key": ["a b"], "default-graph-uri": ["urn:y", "urn:z"]},
    ]


def test_words_in_comments_make_no_update() -> None:
    """SPARQLWrapper looks for the kind of request in comments, too."""
    seen: list[tuple[str, dict[str, list[str]], str]] = []
    text = "# one\n# insert, load, add\n#+ delete\nASK { ?s ?p ?o }"
    with places.serve(note_requests(seen)) as url:
        assert EndpointEngine(url).ask(text)
    assert seen[0][:2] == ("GET", {"query": [text]})


def test_long_query_is_posted_with_its_graphs() -> None:
    bodies: list[list[tuple[str, str]]] = []

    def answer(request: BaseHTTPRequestHandler, query: str) -> None:
        bodies.append([(request.command, query[:6]), *parse_qsl(urlsplit(request.path).query)])
        say_yes(request)

    with places.serve(answer) as url:
        EndpointEngine(f"{url}?key=1", ("urn:y",)).ask("ASK {} #" + "è" * 600)
    assert bodies == [[("POST", "ASK {}"), ("key", "1")]]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://someone:secret@127.0.0.1/sparql", "a URL with a user and a password in it is not accepted"),
        ("http://someone:secret@127.0.0.1:port/sparql", "is no URL"),
        ("http://secret@127.0.0.1/sparql", "not accepted"),
        ("http://127.0.0.1:99999/sparql", "is no URL"),
        ("http:///sparql", "is no URL that can be asked"),
        ("http://127.0.0.1/a b", "is no URL that can be asked"),
        ("http://comune.città.it/sparql", "in ASCII"),
        ("http://127.0.0.1/\r\nHost: x", "is no URL that can be asked"),
        ("http://127.0.0.1/sparql?query=ASK%7B%7D", "holds a query already"),
    ],
)
def test_url_that_cannot_be_asked(url: str, words: str) -> None:
    with pytest.raises(EndpointError) as caught:
        open_engine(url).ask("ASK {}")
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)


# Credentials ---------------------------------------------------------------------------------------------------------


def want(challenge: str, accepted: str) -> places.Answer:
    """Return what answers only to the right authorization."""

    def answer(request: BaseHTTPRequestHandler, _: str) -> None:
        if request.headers.get("Authorization") == accepted:
            say_yes(request)
        else:
            said = f"no: {request.headers.get('Authorization')}; perché-no".encode()
            places.send(request, 401, "text/plain", said, **{"WWW-Authenticate": challenge})

    return answer


def test_basic_is_given_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_USER", "città")
    monkeypatch.setenv("DUPGRAPH_PASSWORD", "perché-no")
    accepted = "Basic " + b64encode("città:perché-no".encode()).decode()
    with places.serve(want('Negotiate, Basic realm="a, b", charset="UTF-8"', accepted)) as url:
        assert EndpointEngine(url).ask("ASK {}")
    seen: list[tuple[str, dict[str, list[str]], str]] = []
    with places.serve(note_requests(seen)) as url:
        EndpointEngine(url).ask("ASK {}")
    assert seen[0][2] == ""


def test_secret_is_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_USER", "someone")
    monkeypatch.setenv("DUPGRAPH_PASSWORD", "perché-no")
    with places.serve(want('Basic realm="x"', "never")) as url, pytest.raises(EndpointError) as caught:
        EndpointEngine(url).ask("ASK {}")
    assert "perché-no" not in str(caught.value)
    assert "perché-no" not in repr(Credentials.from_environment(url, "http", "127.0.0.1", 80))
    assert "does not accept the credentials in DUPGRAPH_USER and DUPGRAPH_PASSWORD" in str(caught.value)


def test_token_is_given_to_this_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_TOKEN", "abc.def")
    with places.serve(want("Bearer", "Bearer abc.def")) as url:
        assert EndpointEngine(url).ask("ASK {}")
    with places.serve(want("Bearer", "never")) as url, pytest.raises(EndpointError) as caught:
        EndpointEngine(url).ask("ASK {}")
    assert "does not accept the credentials in DUPGRAPH_TOKEN" in str(caught.value)
    assert "abc.def" not in str(caught.value)


@pytest.mark.parametrize("value", ["abc\r", "abc\n", "a b", "abc\x1b", "perché"])
def test_token_that_cannot_be_sent_is_not_shown(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DUPGRAPH_TOKEN", value)
    with pytest.raises(EndpointError, match=r"DUPGRAPH_TOKEN holds a character that cannot be sent \(U\+") as caught:
        EndpointEngine("http://127.0.0.1:9/sparql").ask("ASK {}")
    assert value not in str(caught.value)
    assert not str(caught.value).count("abc")


@pytest.mark.parametrize(
    ("url", "bound", "plain", "said"),
    [
        ("https://a.example/sparql", "", "", r"nothing says for which host it is.*; set DUPGRAPH_HOST=a\.example"),
        ("http://a.example/sparql", "", "yes", "nothing says for which host it is"),
        ("http://a.example/sparql", "a.example", "", "takes plain http, where anybody on the way could read"),
        ("http://a.example/sparql", "a.example", "yes", "abc"),
        ("https://a.example:8443/sparql", "A.example:8443", "", "abc"),
        ("https://a.example/sparql", "b.example", "", ""),
        ("http://[::1]:9/sparql", "", "", "abc"),
    ],
)
def test_token_goes_to_its_host_alone(
    monkeypatch: pytest.MonkeyPatch, url: str, bound: str, plain: str, said: str
) -> None:
    monkeypatch.setenv("DUPGRAPH_TOKEN", "abc")
    monkeypatch.setenv("DUPGRAPH_HOST", bound)
    monkeypatch.setenv("DUPGRAPH_PLAIN_HTTP", plain)
    if said in ("", "abc"):
        assert Client(url)._credentials.token == said
        return
    with pytest.raises(EndpointError, match=said) as caught:
        Client(url)
    assert "abc" not in str(caught.value)


def test_password_does_not_go_in_plain_words_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_USER", "someone")
    credentials = Client("http://a.example/sparql")._credentials
    basic, digest = Challenge("basic", {}), Challenge("digest", {"nonce": "1"})
    assert credentials.choose([basic, digest]) == digest
    with pytest.raises(EndpointError, match="takes plain http"):
        credentials.choose([basic])
    assert Client("https://a.example/sparql")._credentials.choose([basic]) == basic


def test_challenge_that_cannot_be_answered_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUPGRAPH_USER", "someone")
    for challenge in ("Negotiate", 'Digest realm="x", nonce="1", algorithm=SHA-512-256-sess', "", ", ,=", "Digest"):
        with places.serve(want(challenge, "never")) as url, pytest.raises(EndpointError, match="status 401"):
            EndpointEngine(url).ask("ASK {}")


def test_challenges_are_read() -> None:
    header = 'Basic realm="a, b", Digest realm="x \\"y\\"", NONCE=12, qop="auth,auth-int", Negotiate'
    assert parse_challenges([header]) == [
        Challenge("basic", {"realm": "a, b"}),
        Challenge("digest", {"realm": 'x "y"', "nonce": "12", "qop": "auth,auth-int"}),
        Challenge("negotiate", {}),
    ]
