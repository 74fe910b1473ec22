"""Hostile queries, clients that leave or dawdle, workers that are killed: the server goes on."""

import asyncio
import contextlib
import http.client
import os
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote, urlsplit

import psutil
import pytest
from serving import Served, limit, list_children
from sites import build_town

from dupgraph.base.errors import GraphError
from dupgraph.graph.stores.load import load_graphs
from dupgraph.serve.pages.engine import make_request
from dupgraph.serve.pool import Pool, StoreFolder, find_number
from dupgraph.serve.settings import Settings

# It has a server of its own.
pytestmark = pytest.mark.slow
LINUX = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell of its processes")
_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = [
    f"SELECT * {{ {_PRODUCT} }} ORDER BY ?a",
    f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
    f"SELECT DISTINCT ?a ?d ?g {{ {_PRODUCT} FILTER(?c != ?f) }} ORDER BY ?d",
    f"CONSTRUCT {{ ?a ?b ?f }} {{ {_PRODUCT} FILTER(CONCAT(STR(?c), STR(?i)) = 'none') }}",
    f"SELECT * {{ {_PRODUCT} FILTER(REGEX(CONCAT(STR(?c), STR(?i)), '(a+)+(b+)+none$')) }}",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?b (!<x:y>)* ?c . ?c (!<x:y>)* ?d }",
    f"SELECT (CONCAT(?x, ?x) AS ?y) {{ VALUES ?x {{ '{'a' * 10_000}' }} {_PRODUCT} }} ORDER BY ?y",
    "SELECT * { ?s ?p ?o " + "UNION".join(["{ ?a ?b ?c }"] * 500) + " ?x ?y ?z } ORDER BY ?z",
    "{" * 2_200,
    "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]


@pytest.fixture
def served(hurried: Served) -> Served:
    return hurried


def ask(served: Served, text: str) -> tuple[int, bytes, float]:
    """Return status, body and seconds of a query; a bare connection, for the time of a richer client is its own."""
    start = monotonic()
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=120)
    with contextlib.closing(connection):
        connection.request("GET", f"/sparql?query={quote(text)}")
        response = connection.getresponse()
        return response.status, response.read(), monotonic() - start


def list_workers(served: Served) -> set[int]:
    return {child.pid for child in list_children(served.process.pid)}


def measure_work(served: Served) -> dict[int, float]:
    """Return the seconds of the processor that each worker has used."""
    used = {}
    for child in list_children(served.process.pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            used[child.pid] = sum(child.cpu_times()[:2])
    return used


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what must come to be: less than the deadline of the servers that are in no hurry."""
    start = monotonic()
    while not is_so():
        assert monotonic() - start < 300
        sleep(0.1)


@contextlib.contextmanager
def send(served: Served, text: str) -> Iterator[socket.socket]:
    """Give a connection on which a query was sent, and nothing read."""
    place = urlsplit(served.address)
    with socket.create_connection((place.hostname, place.port), timeout=300) as connection:
        connection.sendall(f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        yield connection


def test_twenty_hostile_queries_at_once_end_by_their_deadline_and_short_ones_go_on(
    served: Served, deadline: float
) -> None:
    with ThreadPoolExecutor(20) as threads:
        runs = [threads.submit(ask, served, f"{HOSTILE[n % len(HOSTILE)]} # {n}") for n in range(20)]
        waits, answered = [], 0
        while not all(run.done() for run in runs):
            status, _, seconds = ask(served, f"ASK {{ ?s ?p {len(waits)} }}")
            answered += status == 200
            waits.append(seconds)
            sleep(0.01)
        ends = [run.result() for run in runs]
    assert {status for status, *_ in ends} <= {400, 413, 503}
    # Nobody waits for ever: such a query alone would take hours.
    assert len(ends) == 20
    # On a machine that does other things as well, some are late: what must not be is that they wait for the long ones.
    assert answered
    assert sorted(waits)[len(waits) // 2] < deadline
    assert served.process.poll() is None


@LINUX
def test_no_worker_can_open_a_socket(served: Served) -> None:
    can_bind = os.uname().machine in ("x86_64", "aarch64")

    def is_bound(number: int) -> bool:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            opened = [str(link.readlink()) for link in Path(f"/proc/{number}/fd").iterdir()]
            is_refused = "Seccomp:\t2" in Path(f"/proc/{number}/status").read_text()
            return (is_refused or not can_bind) and not [name for name in opened if name.startswith("socket:")]
        return False

    # One that has just started is still at it.
    wait_until(lambda: bool(workers := list_workers(served)) and all(map(is_bound, workers)))


@LINUX
@pytest.mark.parametrize("text", [HOSTILE[1], f"SELECT * {{ {_PRODUCT} }}"], ids=["before a row", "after rows"])
def test_a_client_that_leaves_frees_its_worker(open_to_all: Served, text: str) -> None:
    before = list_workers(open_to_all)
    rested = measure_work(open_to_all)
    with send(open_to_all, text) as connection:
        if "COUNT" in text:
            # Somebody is at it: a start takes less.
            wait_until(lambda: any(s - rested.get(n, 0) > 0.4 for n, s in measure_work(open_to_all).items()))
        else:
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    # The worker that had it is no more, long before its deadline.
    wait_until(lambda: not before <= list_workers(open_to_all))


@LINUX
def test_a_client_that_dawdles_holds_no_worker_past_its_deadline(served: Served) -> None:
    with send(served, f"SELECT * {{ {_PRODUCT} }}") as connection:
        before = list_workers(served)
        sleep(0.1)
        assert connection.recv(1).startswith(b"H")
        wait_until(lambda: connection.recv(1) == b"" or not before <= list_workers(served))


def test_a_request_that_is_cut_off_leaves_nothing(served: Served) -> None:
    place = urlsplit(served.address)
    head = f"POST /sparql HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/sparql-query\r\n"
    for sent in (
        b"",
        head.encode(),
        f"{head}Content-Length: 100\r\n\r\nASK".encode(),
        b"\x16\x03\x01\x02",
        b"GET / HTTP/9\r\n\r\n",
    ):
        with socket.create_connection((place.hostname, place.port)) as connection:
            connection.sendall(sent)
    # The server says nothing of it, which is looked at when it ends.
    assert ask(served, "ASK {}")[0] == 200


@LINUX
def test_a_worker_killed_from_outside_is_replaced(served: Served) -> None:
    before = list_workers(served)
    for number in before:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    status, body, _ = ask(served, "ASK { ?s a ?killed }")
    assert (status, body) in [(200, b'{"head":{},"boolean":true}'), (503, body)]
    wait_until(lambda: ask(served, "ASK { ?s a ?alive }")[0] == 200)
    # A process that was killed ends once the system gives it a moment.
    wait_until(lambda: not before & list_workers(served))


def test_a_full_queue_is_told_at_once(served: Served) -> None:
    with ThreadPoolExecutor(40) as threads:
        ends = list(threads.map(lambda n: ask(served, f"{HOSTILE[1]} # q{n}"), range(40)))
    full = [body for status, body, seconds in ends if b"too many" in body]
    assert full
    assert {status for status, *_ in ends} == {503}


@LINUX
def test_without_a_process_to_be_had_it_is_said_and_later_all_goes_on(served: Served) -> None:
    # Over a connection that stands: for another one there is no file either.
    assert served.client.get("/sparql?query=ASK{}").status_code == 200

    def is_told() -> bool:
        # One that was on its way as the files ran out is seen only once it has started, and still answers, or is killed
        # as it does.
        for number in list_workers(served):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        response = served.client.get("/sparql?query=ASK{?s a ?unstarted}")
        assert response.status_code in (200, 503), response.text
        told = "no process can be started: too many open files; end other programs"
        return (response.status_code, response.headers.get("Retry-After")) == (503, "2") and told in response.text

    with limit(served, resource.RLIMIT_NOFILE, 3):
        wait_until(is_told)
    wait_until(lambda: served.client.get("/sparql?query=ASK{?s a ?started}").status_code == 200)


@LINUX
def test_many_answers_leave_the_memory_as_it_was(served: Served) -> None:
    def measure() -> int:
        lines = Path(f"/proc/{served.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def run(rounds: int) -> None:
        for n in range(rounds):
            assert served.client.get("/sparql", params={"query": f"SELECT * {{ ?s ?p ?o }} LIMIT {200 + n % 7} # {n}"})
            assert served.client.get("/sparql", params={"query": f"ASK {{ {n}"}).status_code == 400

    run(40)
    before = measure()
    run(80)
    # The cache of answers grows to its bound, some kilobytes an answer.
    assert measure() - before < 12_000


def test_a_ticket_whose_time_is_up_gets_no_worker_any_more() -> None:
    async def run() -> None:
        pool = Pool(StoreFolder(Path("nowhere"), "x"), workers=1, queue=9, timeout=30)
        late = asyncio.get_running_loop().create_task(pool.run({}, b"", "a"))
        await asyncio.sleep(0)
        late.cancel()
        # What another one's end sets in motion before the first has been told.
        pool._idle.append(cast("Any", SimpleNamespace(child=None)))
        pool._schedule.waiting[0].ready.cancel()
        pool._arrange()
        assert pool._schedule.waiting == []
        pool._idle.clear()
        with pytest.raises(asyncio.CancelledError):
            await late
        await pool.close()

    asyncio.run(run())


async def ask_pool(pool: Pool, text: str) -> bytes:
    run = await pool.run(make_request(Settings()), text.encode(), "")
    run.end()
    return run.part.data


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[StoreFolder]:
    """Two stores of one small graph."""
    folder = tmp_path_factory.mktemp("stores")
    graph = build_town(folder, "036001", "Borgo")
    paths = [folder / "a", folder / "b"]
    for path in paths:
        load_graphs([graph], path)
    return [StoreFolder(path, path.name) for path in paths]


def test_another_store_fails_no_query(stores: list[StoreFolder]) -> None:
    async def run() -> list[bytes]:
        pool = Pool(stores[0], workers=2, queue=200, timeout=600)
        await pool.start()

        async def go_on(client: int) -> list[bytes]:
            return [await ask_pool(pool, f"ASK {{ ?s ?p ?o FILTER({client} < 9) }}") for _ in range(25)]

        begun = await pool.run(make_request(Settings()), b"SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", "")
        assert not begun.part.is_last
        asking = [asyncio.create_task(go_on(client)) for client in range(4)]
        for store in (stores[1], stores[0]):
            await pool.swap(store)
        while not begun.part.is_last:
            await begun.receive()
        begun.end()
        answers = [answer for each in asking for answer in await each]
        assert {worker.store for worker in pool._idle} == {stores[0]}
        await pool.close()
        return answers

    answers = asyncio.run(run())
    assert len(answers) == 100
    assert set(answers) == {b'{"head":{},"boolean":true}'}


def test_a_worker_that_is_killed_as_its_answer_comes_is_not_used_again(stores: list[StoreFolder]) -> None:
    async def run() -> None:
        pool = Pool(stores[0], workers=1, queue=9, timeout=600)
        await pool.start()
        for was_moved in (False, True):
            answered = await pool.run(make_request(Settings()), b"ASK { ?s ?p ?o }", "")
            number = answered._worker.child.number
            answered._ticket.was_moved = was_moved
            answered.end()
            assert (number in pool.numbers) != was_moved
        await pool.close()

    asyncio.run(run())


def test_a_store_that_is_being_loaded_by_another_process_is_told(stores: list[StoreFolder]) -> None:
    async def run() -> None:
        path = stores[0].path
        pool = Pool(StoreFolder(path, "x", find_number(path) + 1), workers=1, queue=9, timeout=600)
        with pytest.raises(GraphError, match="is being loaded anew; try again"):
            await pool.start()
        await pool.close()

    asyncio.run(run())
