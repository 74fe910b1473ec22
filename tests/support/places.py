"""One small graph in every kind of place, for the tests of engines and queries."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import Quad, QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, serialize

from dupgraph.base.files import find_resource

EXTRACT = Path(__file__).parents[1] / "data" / "graphs" / "extract.ttl"
PACKAGED = find_resource("graph", "sassuolo.ttl")
TRIPLES = sum(1 for _ in parse(path=str(EXTRACT)))
ENGINES = ("memory", "disk", "rdflib", "endpoint")

Answer = Callable[[BaseHTTPRequestHandler, str], None]


@cache
def load_store(path: Path = PACKAGED) -> Store:
    """Return a graph file in a store in memory, read once."""
    store = Store()
    store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def fill_store(folder: Path, *files: Path) -> Path:
    """Write the graphs of some files into an Oxigraph store in a folder."""
    store = Store(str(folder))
    for file in files:
        store.bulk_load(path=str(file), format=RdfFormat.TURTLE)
    store.flush()
    del store
    return folder


def copy_plan(folder: Path, name: str) -> Path:
    """Write the extract as another plan of other IRIs and another title."""
    text = EXTRACT.read_text(encoding="utf-8").replace("data/extract", f"data/{name}")
    path = folder / f"{name}.ttl"
    path.write_text(text.replace("Estratto dal DUP di Sassuolo", f"Piano {name}"), encoding="utf-8")
    return path


def thin_plan(source: Path, target: Path, kept: set[str]) -> Path:
    """Write a plan with a few of its objectives and their mentions: those of the codes ``kept``.

    Other elements stay, without their mentions, and of things those that something names: few rows, and no row less
    than the whole plan would give of what was kept.
    """
    quads = list(parse(path=str(source)))

    def is_kept(quad: Quad) -> bool:
        about = f"{quad.subject.value} {getattr(quad.object, 'value', '')}"
        return kept.issuperset(re.findall(r"/(?:mention|objective)/(\d[\d.]*\d|\d)(?=[/ ]|$)", about))

    quads = list(filter(is_kept, quads))
    named = {quad.object for quad in quads}
    quads = [quad for quad in quads if quad.subject in named or "/plan/" in quad.subject.value]
    serialize(quads, output=str(target), format=RdfFormat.TURTLE)
    return target


@contextmanager
def serve(answer: Answer) -> Iterator[str]:
    """Serve on loopback until the block ends; ``answer`` gets each request and its query."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self, parse_qs(urlsplit(self.path).query).get("query", [""])[0])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer(self, parse_qs(body).get("query", [""])[0])

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(request: BaseHTTPRequestHandler, status: int, media: str, body: bytes, **headers: str) -> None:
    """Send one whole answer."""
    request.send_response(status)
    request.send_header("Content-Type", media)
    request.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)


def answer_from(file: Path, **headers: str) -> Answer:
    """Return what answers SPARQL queries from the graph in a file, as an endpoint does, with more headers."""
    store = Store()
    store.load(path=str(file), format=RdfFormat.TURTLE)
    return answer_from_store(store, **headers)


def answer_from_store(store: Store, **headers: str) -> Answer:
    """Return what answers SPARQL queries from a store, as an endpoint does, with more headers."""

    def answer(request: BaseHTTPRequestHandler, query: str) -> None:
        try:
            found = store.query(query)
        except SyntaxError as error:
            send(request, 400, "text/plain", json.dumps(str(error)).encode())
            return
        if isinstance(found, QueryTriples):
            send(request, 200, "application/n-triples", serialize(found, format=RdfFormat.N_TRIPLES) or b"", **headers)
        else:
            body = found.serialize(format=QueryResultsFormat.JSON) or b""
            send(request, 200, "application/sparql-results+json", body, **headers)

    return answer
