"""Every command that writes, stopped at its file operations by a kill, a request to end and an I/O error.

Afterwards the earlier state or the new one stands whole, the next run works, and nothing is left. All operations with
DUPGRAPH_CRASH_POINTS=all, so many with a number; otherwise some fifty of the longest commands, chosen anew each time by
a seed that is printed.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from dupgraph.read.build import build_graph, write_build

SCRIPT = Path(__file__).parent / "support" / "crashes.py"
PLAN = "POLITICA 1: Comunità\n\nINDIRIZZO STRATEGICO 1.1: Persone\n\nObiettivo strategico 1.1.1: Scuole. Con l'AUSL.\n"
LICENCE = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
GRAPH = ["--graph", "graph/piano.ttl"]
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1764288000", "PYTHONWARNINGS": "ignore"}
# Of the longest commands so many, at random, with all of the rarest operations.
MOST = 36
# The command, where it writes, and how many of its points are tried; 0 for all.
COMMANDS = {
    "build": (["build", "source/piano.txt", "-o", "out", "--istat", "036040", "--plan", "DUP"], "out", 0),
    "map": (["map", "-o", "out/map.html", *GRAPH], "out", 0),
    # Each of its points is a run of its own.
    "load": (["load", "graph/piano.ttl", "--store", "out/store"], "out/store", 24),
    "export": (
        ["export", "--all", "--graph", "graph/piano.ttl", "-o", "out/release", "--licence", LICENCE],
        "out/release",
        MOST,
    ),
    "site": (["site", "--graph", "graph/piano.ttl", "-o", "out/site", "--licence", LICENCE], "out/site", MOST),
}
MODULES = {
    "build": ["dupgraph.policygraph", "dupgraph.read.build"],
    "map": ["dupgraph.policygraph", "dupgraph.publish.map.page"],
    "load": ["dupgraph.graph.stores.load"],
    "export": ["dupgraph.publish.export.release", "dupgraph.publish.export.formats"],
    "site": ["dupgraph.publish.site.writing"],
}


def write_plan(folder: Path, text: str) -> None:
    source, graph = folder / "source" / "piano.txt", folder / "graph"
    source.parent.mkdir(parents=True)
    graph.mkdir()
    source.write_text(text, encoding="utf-8")
    write_build(build_graph(source, istat="036040", plan="DUP"), graph)


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, signals and /proc")
@pytest.mark.parametrize("name", COMMANDS)
def test_every_stop_leaves_a_whole(tmp_path: Path, name: str) -> None:
    command, place, most = COMMANDS[name]
    write_plan(tmp_path, PLAN)
    write_plan(tmp_path / "next", PLAN.replace("AUSL", "Regione"))
    wanted = os.environ.get("DUPGRAPH_CRASH_POINTS", "")
    seed = random.SystemRandom().randrange(10**6)
    settings = {
        "root": str(tmp_path), "command": command, "place": place, "seed": seed,
        "is_linked": name != "load", "loose": ["piano.txt"] if name == "build" else [], "modules": MODULES[name],
        # What writes stores or serialises with them makes threads, which a fork would lose.
        "is_run_once": name in {"build", "map", "site"}, "is_forked": name != "load",
        "most": most if not wanted else 0 if wanted == "all" else int(wanted),
    }  # fmt: skip
    command = [sys.executable, str(SCRIPT), json.dumps(settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    print(
        name, f"seed {seed}:", found["points"], "of", 3 * found["operations"], "points,", found["kinds"], "kinds left"
    )
    points = 3 * found["operations"]
    assert found["operations"] > 3
    assert found["points"] == min(settings["most"] or points, points)
    assert found["faults"] == [], f"seed {seed}"
