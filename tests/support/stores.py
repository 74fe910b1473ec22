"""A triple store across the network in a few lines: the Graph Store Protocol, updates and queries, on loopback."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import places
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

ALL = ("query", "store", "update")


@dataclass
class Served:
    """A store and its address; ``seen`` are the requests that came, those that hold ``stumble`` are refused.

    Triples that hold ``lose`` are taken, and lost.
    """

    host: str = ""
    store: Store = field(default_factory=Store)
    seen: list[str] = field(default_factory=list)
    stumble: str = ""
    lose: str = ""

    def add(self, graph_iri: str, triples: str) -> None:
        """Add triples to a named graph."""
        self.store.load(triples.encode(), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph_iri))

    def list_graphs(self) -> dict[str, int]:
        """Return the number of triples in each graph that has any."""
        names = [quad.graph_name for quad in self.store]
        return {name.value: names.count(name) for name in set(names) if not isinstance(name, DefaultGraph)}


@contextmanager
def serve_store(parts: Collection[str] = ALL, most_bytes: int = 4 * 1024 * 1024) -> Iterator[Served]:  # noqa: C901  a server's own methods, within
    """Serve an empty store until the block ends: queries at /query, graphs at /store, updates at /update."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(b"")

        def do_DELETE(self) -> None:
            self.answer(b"")

        def do_PUT(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])))

        def answer(self, body: bytes) -> None:
            parts_of_url = urlsplit(self.path)
            part, parameters = parts_of_url.path.strip("/"), parse_qs(parts_of_url.query)
            served.seen.append(f"{self.command} {part}")
            text = f"{self.command} {parameters} {body.decode(errors='replace')}"
            if part not in parts:
                places.send(self, 404, "text/html", b"<html>not here</html>")
            elif len(body) > most_bytes:
                places.send(self, 413, "text/plain", b"too large")
            elif served.stumble and served.stumble in text:
                places.send(self, 507, "text/plain", b"the disk is full")
            else:
                getattr(self, f"answer_{part}")(parameters, body)

        def answer_query(self, parameters: dict[str, list[str]], body: bytes) -> None:
            query = (parameters or parse_qs(body.decode())).get("query", [""])[0]
            places.answer_from_store(served.store)(self, query)

        def answer_update(self, _: dict[str, list[str]], body: bytes) -> None:
            if self.headers["Content-Type"] != "application/sparql-update":
                places.send(self, 415, "text/plain", b"not an update")
                return
            try:
                served.store.update(body.decode())
            except (SyntaxError, OSError) as error:
                places.send(self, 400, "text/plain", str(error).encode())
            else:
                places.send(self, 204, "text/plain", b"")

        def answer_store(self, parameters: dict[str, list[str]], body: bytes) -> None:
            graph = NamedNode(parameters["graph"][0])
            known = served.store.contains_named_graph(graph)
            if self.command == "GET":
                places.send(self, 200 if known else 404, "application/n-triples", b"")
                return
            if self.command == "PUT":
                served.store.clear_graph(graph)
            lines = body.split(b"\n")
            kept = [line for line in lines if not served.lose or served.lose.encode() not in line]
            served.store.load(b"\n".join(kept), format=RdfFormat.N_TRIPLES, to_graph=graph)
            places.send(self, 204 if known else 201, "text/plain", b"")

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.host = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
