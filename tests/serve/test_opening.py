"""What a server is started on: graphs, documents, folders, stores; and what it is told when that cannot be."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection, create_server
from time import monotonic, sleep
from typing import Any

import pytest
from click.testing import CliRunner
from serving import Served, list_children, start_server
from sites import PACKAGED, build_town
from starlette.requests import Request

from dupgraph.base.children import Limits, StartError
from dupgraph.base.errors import DocumentError, GraphError, OutputError, VocabularyError
from dupgraph.base.files import find_resource
from dupgraph.cli import group
from dupgraph.graph.stores.load import load_graphs
from dupgraph.serve.app import create_app, explain_error, listen, run_server
from dupgraph.serve.opening import Sources, fill_store, find_sources
from dupgraph.serve.pages.routes import PageRoute
from dupgraph.serve.settings import Settings, read_password
from dupgraph.serve.state import ServerState, open_state

COUNT = "SELECT (COUNT(DISTINCT ?plan) AS ?n) { ?plan a <https://w3id.org/dupgraph/onto/Plan> }"


def count_plans(served: Served) -> int:
    response = served.client.get("/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
    assert response.status_code == 200, response.text
    return int(response.text.split()[1])


def find(*locations: Path, folder: Path) -> tuple[Sources, list[str]]:
    said: list[str] = []
    return find_sources(locations, folder, said.append), said


def test_without_a_location_it_is_the_packaged_plan(tmp_path: Path) -> None:
    sources, _ = find(folder=tmp_path)
    assert PACKAGED in sources.files


def test_documents_are_built_and_graphs_are_taken(tmp_path: Path) -> None:
    source = tmp_path / "piani"
    source.mkdir()
    for suffix in (".txt", ".toml"):
        shutil.copy(find_resource("graph", "sources", f"sassuolo{suffix}"), source)
    record = source / "sassuolo.toml"
    record.write_text(record.read_text(encoding="utf-8").replace('"Sassuolo"', '"Modena"'), encoding="utf-8")
    sources, said = find(source, folder=tmp_path)
    assert [file.name for file in sources.files] == ["sassuolo.ttl"]
    plan = source / "sassuolo.txt"
    assert said[0] == f"1 of 1: reading {plan}"
    assert [words.startswith(f"Warning: {plan}: 036040 is the ISTAT code of Sassuolo") for words in said[1:]] == [True]
    # Beside a graph the same text is what the graph is of.
    shutil.copy(sources.files[0], source)
    again, said = find(source, folder=tmp_path)
    assert (again.files, said) == ((source / "sassuolo.ttl",), [])


def test_named_graphs_stay_what_they_are(tmp_path: Path) -> None:
    quads = tmp_path / "g.nq"
    quads.write_text("<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n")
    store = fill_store(Sources("x", (PACKAGED, quads)), tmp_path)
    assert store.path.is_dir()
    assert store.is_there()


def test_what_is_no_plan_is_told(tmp_path: Path) -> None:
    (tmp_path / "piano.txt").write_text("POLITICA 1: x\n")
    with pytest.raises(DocumentError, match="nothing says whose plan it is") as caught:
        find(tmp_path / "piano.txt", folder=tmp_path)
    # The server itself has no such options.
    assert "give dupgraph build --istat CODE --plan NAME" in str(caught.value.hint)
    with pytest.raises(GraphError, match="no such file"):
        find(tmp_path / "nowhere.ttl", folder=tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraphError, match="the folder is empty; put a plan's document into it"):
        find(tmp_path / "empty", folder=tmp_path)


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder\n")
    with pytest.raises(OutputError, match="TMPDIR"):
        fill_store(Sources("x", (PACKAGED,)), tmp_path / "file")


def test_a_process_that_cannot_be_started_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of all that start one: what loads a store, draws a map, or answers.
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(StartError, match="no process can be started: no such file") as fault:
        fill_store(Sources("x", (PACKAGED,)), tmp_path)
    response = asyncio.run(explain_error(Request({"type": "http", "headers": []}), fault.value))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")


def test_a_process_that_ends_while_it_builds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "piano.txt"
    plan.write_text("POLITICA 1: x\n")
    monkeypatch.setattr("dupgraph.serve.opening.LOADING_LIMITS", Limits(memory=1 << 24))
    with pytest.raises(OutputError, match=r"the process that builds was ended .* make room in memory") as caught:
        find(plan, folder=tmp_path)
    assert caught.value.where == str(plan)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is full")
def test_a_full_disk_is_told_when_the_server_starts(tmp_path: Path) -> None:
    # A limit of the size of files stands for a disk that is full.
    code = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); from dupgraph.cli import main; main()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", code, "serve", "--port", "0"]
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert "TMPDIR" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"host": "203.0.113.9"}, "an address of this machine"),
        ({"host": "no such host"}, "an address of this machine"),
        ({"trusted_proxies": ("proxy",)}, "no address of a proxy"),
    ],
)
def test_what_cannot_be_served_is_told(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(OutputError, match=words):
        run_server(Settings(port=0, **settings), started=pytest.fail)


def test_a_port_in_use_is_told() -> None:
    with create_server(("127.0.0.1", 0)) as taken, pytest.raises(OutputError, match="choose another port"):
        run_server(Settings(port=taken.getsockname()[1]), started=pytest.fail)


@pytest.mark.parametrize("data", [b"", b"short", b"1234567\n", b"\xff" * 20, b"two\nlines of it", b"x" * 2000])
def test_what_is_no_password_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "password").write_bytes(data)
    with pytest.raises((OutputError, VocabularyError), match="password"):
        read_password(tmp_path / "password")
    (tmp_path / "password").write_bytes(b"\xef\xbb\xbfcorretto cavallo\r\n")
    assert read_password(tmp_path / "password") == "corretto cavallo"


def test_what_is_elsewhere_is_not_served() -> None:
    result = CliRunner().invoke(group, ["serve", "s3://bucket/corpus"])
    assert result.exit_code == 2
    assert "s3://bucket/corpus is not on this machine: fetch what is there" in result.output


def test_a_store_that_is_loaded_anew_is_shown_anew_and_nobody_is_refused(tmp_path: Path) -> None:
    first, second = (build_town(tmp_path, f"03600{n}", name) for n, name in ((1, "Borgo"), (2, "Villa")))
    store = tmp_path / "plans.store"
    load_graphs([first], store)
    with start_server(store) as served:
        assert count_plans(served) == 1
        load_graphs([second], store)
        start = monotonic()
        while count_plans(served) < 2:
            assert monotonic() - start < 300
            sleep(0.05)
        assert "Villa" in served.client.get("/index.html").text
        shutil.rmtree(store)
        sleep(1.2)
        assert count_plans(served) == 2


def test_a_question_is_asked_before_anybody_asks(tmp_path: Path) -> None:
    async def run(state: ServerState) -> None:
        app = create_app(state)
        await state.pool.start()
        is_over = asyncio.Event()

        async def tell() -> None:
            is_over.set()

        state.after_load(tell)
        following = asyncio.create_task(state.follow())
        await is_over.wait()
        following.cancel()
        (pages,) = (route for route in app.routes if isinstance(route, PageRoute))
        assert pages._index is not None
        assert pages._index[1]._find_names.cache_info().currsize
        await state.pool.close()

    with open_state(Settings((build_town(tmp_path, "036001", "Borgo"),))) as state:
        asyncio.run(run(state))


def test_whoever_ends_a_server_ends_its_workers_and_leaves_nothing(tmp_path: Path) -> None:
    graph = build_town(tmp_path, "036001", "Borgo")
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    command = [sys.executable, "-m", "dupgraph", "serve", str(graph), "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "Ctrl-C" in process.stderr.readline()
        workers = list_children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert workers
    assert not [worker for worker in workers if worker.is_running()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_told_to_end_as_it_says_where_it_is_ends(tmp_path: Path, number: signal.Signals) -> None:
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        settings = Settings((build_town(tmp_path, "036001", "Borgo"),), port=0)
        run_server(settings, started=lambda _: signal.raise_signal(number))
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


def test_an_answer_does_not_wait_for_word_of_its_headers() -> None:
    with (
        listen(Settings(port=0)) as listener,
        create_connection(listener.getsockname()),
        listener.accept()[0] as answer,
    ):
        assert answer.getsockopt(IPPROTO_TCP, TCP_NODELAY)
