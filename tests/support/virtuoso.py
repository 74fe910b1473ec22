"""A real Virtuoso on loopback, with its own folder: started at the first test that wants it, stopped at the end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

import pytest
from servers import find_ports, run_server

# More rows than any question of the catalogue has.
MAXIMUM_ROWS = 50_000
_CONFIG = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 10000
CheckpointInterval = 0
ThreadsPerQuery = 1
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 6
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Virtuoso:
    """A running server. ``url`` is open to all for reading; the other two want user and password (HTTP digest)."""

    host: str
    user: str = "dba"
    password: str = "dba"  # noqa: S105  a new server's own, on loopback

    @property
    def url(self) -> str:
        """The SPARQL endpoint for queries."""
        return f"{self.host}/sparql"

    @property
    def auth_url(self) -> str:
        """The SPARQL endpoint for queries and updates."""
        return f"{self.host}/sparql-auth"

    @property
    def store_url(self) -> str:
        """The endpoint of the Graph Store Protocol."""
        return f"{self.host}/sparql-graph-crud-auth"

    def load(self, file: Path, graph_iri: str) -> str:
        """Put a Turtle file in the place of a named graph, and return the graph's IRI."""
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, self.host, self.user, self.password)
        request = Request(  # noqa: S310  its host is ours, and http
            f"{self.store_url}?{urlencode({'graph-uri': graph_iri})}",
            data=file.read_bytes(),
            headers={"Content-Type": "text/turtle"},
            method="PUT",
        )
        # A request that is refused may be cut off while its body is on the way: who asks comes without one.
        with pytest.raises(HTTPError) as refusal:
            build_opener().open(request.full_url, timeout=60)
        with refusal.value as refused:
            challenge = refused.headers["WWW-Authenticate"].removeprefix("Digest ")
        answering = HTTPDigestAuthHandler(passwords)
        line = answering.get_authorization(request, parse_keqv_list(parse_http_list(challenge)))
        request.add_unredirected_header("Authorization", f"Digest {line}")
        with build_opener().open(request, timeout=60) as answer:
            assert answer.status in (200, 201)
        return graph_iri


@contextmanager
def start_virtuoso(folder: Path, rows: int = MAXIMUM_ROWS) -> Iterator[Virtuoso]:
    """Run a Virtuoso whose data are in ``folder`` until the block ends."""
    port, sql_port = find_ports(2)
    config = folder / "virtuoso.ini"
    config.write_text(_CONFIG.format(folder=folder, port=port, sql_port=sql_port, rows=rows))
    with run_server(["virtuoso-t", "+foreground", "+configfile", str(config)], folder, "Server online", kept=False):
        yield Virtuoso(f"http://127.0.0.1:{port}")


def require_virtuoso() -> None:
    """Skip the test where no Virtuoso is installed; fail it under CI."""
    if shutil.which("virtuoso-t") is None:
        reason = "no Virtuoso here (virtuoso-t): apt-get install virtuoso-opensource"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """One empty Virtuoso for the whole run: a test uses a graph IRI of its own."""
    require_virtuoso()
    with start_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server
