"""What the tests of the server share: one server of the packaged plan, with the graphs of W3C's tests beside it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from decisions import PAGE, RECORD, TOWN
from paper import print_pdf, set_lines
from serving import Served, start_server
from sites import PACKAGED, build_town

# As W3C's tests of the protocol name them; each says of itself that it is a document.
DATA = "http://kasei.us/2009/09/sparql/data/data"
_GRAPH = "GRAPH <{iri}> {{ <{iri}> a <http://xmlns.com/foaf/0.1/Document> }}\n"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that gives no more than some thousand rows."""
    graphs: Path = tmp_path_factory.mktemp("served") / "data.trig"
    graphs.write_text("".join(_GRAPH.format(iri=f"{DATA}{number}.rdf") for number in (1, 2, 3)))
    with start_server(PACKAGED, graphs, "--rows", "30000") as server:
        yield server


@pytest.fixture(scope="session")
def deadline() -> float:
    """The seconds that a query gets: two, or as many more as a process takes longer to start while others run."""
    start = monotonic()
    for _ in range(3):
        subprocess.run([sys.executable, "-I", "-c", "import json, pyoxigraph"], check=True)
    return max(2.0, 10 * (monotonic() - start))


@pytest.fixture(scope="session")
def hurried(deadline: float) -> Iterator[Served]:
    """A server that is in a hurry."""
    with start_server(PACKAGED, "--timeout", str(deadline), "--rows", "30000", "--queue", "24") as server:
        yield server


@pytest.fixture(scope="session")
def open_to_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of two plans, to which tests give others: the packaged one, and that of a small town."""
    town = build_town(tmp_path_factory.mktemp("towns"), "034014", "Fidenza")
    with start_server(PACKAGED, town) as server:
        yield server


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of two documents, which it builds: one printed on pages, one with a table."""
    folder = tmp_path_factory.mktemp("documents")
    print_pdf(folder / "piano.pdf", set_lines(TOWN, 90))
    (folder / "piano.toml").write_text(RECORD, encoding="utf-8")
    (folder / "altro.html").write_text(PAGE, encoding="utf-8")
    (folder / "altro.toml").write_text(RECORD.replace("036040", "035024"), encoding="utf-8")
    with start_server(folder) as server:
        yield server
