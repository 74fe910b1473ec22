"""What an answer over HTTP costs beside other servers of SPARQL: the AUSL question, by the processor.

Two references, both from the Python registry, and left out with a sentence where they are not installed beside Python:
``pip install --no-deps oxigraph`` (Oxigraph's own server, in Rust) and ``pip install 'rdflib-endpoint[web,cli]'``.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

from pace import GRAPH

HOMES = (Path(sys.executable).parent, *map(Path, os.environ.get("PATH", "").split(os.pathsep)))
# Name of the program, what starts it, the path that answers, and the most times of its processor that we may take.
REFERENCES = {
    "Oxigraph's own server": ("oxigraph", "serve-read-only --location {store} --bind 127.0.0.1:{port}", "/query", 1.3),
    "rdflib-endpoint": ("rdflib-endpoint", "serve --host 127.0.0.1 --port {port} {graph}", "/", 0.8),
    "rdflib-endpoint on Oxigraph": (
        "rdflib-endpoint",
        "serve --store Oxigraph --host 127.0.0.1 --port {port} {graph}",
        "/",
        0.8,
    ),
}
# Questions at a time, and the most of all those times.
AT_ONCE, PATIENCE = 100, 5.0
# A server asks itself a question or two once it has started, so that people find all ready.
REST = 15.0


def find_program(name: str) -> str:
    """Return the path of a program, empty where it is not installed."""
    return next((str(home / name) for home in HOMES if (home / name).is_file()), "")


def write_query() -> str:
    """Return what the catalogue asks for the objectives with the AUSL."""
    from dupgraph.ask.catalogue import close_question
    from dupgraph.graph.engines import open_engine

    return close_question(open_engine(GRAPH), "objectives-by-partner", {"partner": "AUSL"})


@contextmanager
def start_server(command: list[str], port: int, path: str) -> Iterator["Asker"]:
    """Give who asks a server that answers, and end it."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Asker(process.pid, port, path)
    finally:
        process.terminate()
        process.wait()


class Asker:
    """Asks one server one question again and again, never in the same words, so that none is answered from memory."""

    def __init__(self, process: int, port: int, path: str) -> None:
        """Ask the server that a process is."""
        self._process = process
        self._port = port
        self._path = path
        self._asked = 0
        self.rows = 0

    def _ask(self, connection: HTTPConnection, text: str) -> None:
        self._asked += 1
        query = quote(f"{text}\n# {self._asked}", safe="")
        headers = {"Accept": "application/sparql-results+json"}
        connection.request("GET", f"{self._path}?query={query}", headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            sys.exit(f"{self._path} answered {answer.status}: {data[:200]!r}")
        self.rows = len(json.loads(data)["results"]["bindings"])

    def measure(self, text: str, times: int) -> float:
        """Return the seconds of the processor that an answer takes, of all processes of the server."""
        before = count_seconds(self._process)
        # Anew: while others are asked a server closes what is silent.
        with closing(HTTPConnection("127.0.0.1", self._port)) as connection:
            for _ in range(times):
                self._ask(connection, text)
        return (count_seconds(self._process) - before) / times


def count_seconds(process: int) -> float:
    """Return the seconds of the processor that a process and those below it have had."""
    parents = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
    known = {process}
    while more := {number for number, parent in parents.items() if parent in known} - known:
        known |= more
    # Each process has a clock of its own (clock_getcpuclockid), exact where the times in /proc are guesses.
    return sum(time.clock_gettime(~number << 3 | 2) for number in known)


def find_port() -> int:
    """Return a port that is free."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def list_servers(folder: Path) -> Iterator[tuple[str, list[str], int, str, float | None]]:
    """Yield name, command, port, path and limit of each server that is installed, ours first; say which are not."""
    port = find_port()
    ours = [str(Path(sys.executable).with_name("dupgraph")), "serve", str(GRAPH), "--port", str(port)]
    yield "dupgraph serve", ours, port, "/sparql", None
    for name, (program, arguments, path, limit) in REFERENCES.items():
        found = find_program(program)
        if not found:
            print(f"{name} is not measured: {program} is not installed beside Python")
            continue
        port, store = find_port(), folder / "store"
        if program == "oxigraph":
            load = [found, "load", "--location", str(store), "--file", str(GRAPH)]
            subprocess.run(load, check=True, capture_output=True)
        words = arguments.format(port=port, store=store, graph=GRAPH).split()
        yield name, [found, *words], port, path, limit


def show_serving(rounds: int) -> list[str]:
    """Print the table, and return what was missed."""
    text, missed = write_query(), []
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        servers = list(list_servers(Path(name)))
        askers, times, taken = [], [], []
        for _, command, port, path, _ in servers:
            asker = stack.enter_context(start_server(command, port, path))
            asker.measure(text, 1)
            start = time.perf_counter()
            asker.measure(text, 1)
            # What takes seconds is asked less often.
            times.append(max(1, min(AT_ONCE, round(PATIENCE / (time.perf_counter() - start)))))
            askers.append(asker)
        time.sleep(REST)
        # In turn, so that all meet the same noise.
        for _ in range(rounds):
            taken.append([asker.measure(text, count) for asker, count in zip(askers, times, strict=True)])
    print(f"\n{'the AUSL question over HTTP':40} {'rows':>7} {'ms':>8} {'of it':>8} {'limit':>8}")
    for place, (name, _, _, _, limit) in enumerate(servers):
        ratio = median(each[0] / each[place] for each in taken)
        verdict = "" if limit is None else ("ok" if ratio <= limit else "MISSED")
        shown = f"{limit:8.1f}" if limit else " " * 8
        print(f"{name:40} {askers[place].rows:7} {median(each[place] for each in taken) * 1000:8.2f} ", end="")
        print(f"{ratio:8.2f} {shown}  {verdict}")
        missed += [f"answers beside {name}"] if verdict == "MISSED" else []
    return missed
