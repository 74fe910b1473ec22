"""The committed graph is what the committed text, vocabularies and code give: the same bytes."""

import subprocess
import sys
from pathlib import Path

import pytest

GRAPH = Path(__file__).parents[2] / "graph"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rebuilt")
    # Another folder and another seed of the hashes: neither may leave a trace in the graph.
    subprocess.run(
        [sys.executable, "-m", "dupgraph", "build", GRAPH / "sources" / "sassuolo.txt", "-o", folder],
        check=True,
        capture_output=True,
        cwd=folder,
        env={"PYTHONHASHSEED": "4321", "PATH": ""},
    )
    return folder


@pytest.mark.parametrize("name", ["sassuolo.ttl", "sassuolo.txt"])
def test_building_again_gives_the_committed_bytes(rebuilt, name):
    assert (rebuilt / name).read_bytes() == (GRAPH / name).read_bytes(), "build again and commit: dupgraph build"
