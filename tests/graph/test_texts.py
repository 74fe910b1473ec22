"""A graph and the text beside it: whoever uses the graph is told when the text is another."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dupgraph.base.errors import GraphError, OutputError
from dupgraph.cli import group
from dupgraph.policygraph import PolicyGraph
from dupgraph.read.build import build_graph, write_build

PLAN = "POLITICA 1: Comunità\n\nINDIRIZZO STRATEGICO 1.1: Persone\n\nObiettivo strategico 1.1.1: Scuole. Con l'AUSL.\n"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return build(tmp_path, PLAN)


def build(folder: Path, text: str) -> Path:
    source = folder / "source" / "piano.txt"
    source.parent.mkdir(exist_ok=True)
    source.write_text(text, encoding="utf-8")
    out = folder / "out"
    out.mkdir(exist_ok=True)
    return write_build(build_graph(source, istat="036040", plan="DUP"), out)


COMMANDS = {
    "query": ["query", "outline", "--graph"],
    "validate": ["validate"],
    "map": ["map", "-o", "map.html", "--graph"],
    "export": ["export", "csv", "-o", "files", "--graph"],
    "site": ["site", "-o", "site", "--licence", "https://example.org/l", "--graph"],
    "load": ["load", "--store", "store"],
    "push": ["push", "http://127.0.0.1:9/sparql", "--graph"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_another_text_is_one_sentence(graph: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(graph.parents[1])
    (graph.parent / "piano.txt").write_text("another text")
    result = CliRunner().invoke(group, [*COMMANDS[command], str(graph)])
    assert isinstance(result.exception, GraphError), result.output
    assert str(result.exception) == (
        f"{graph}: is not the graph of the text beside it (piano.txt): it would point to the wrong words;"
        " build the plan again, or move that text away"
    )
    assert {entry.name for entry in graph.parents[1].iterdir()} <= {"source", "out", "files"}


def test_its_own_text_or_none_is_right(graph: Path) -> None:
    assert len(PolicyGraph.open(graph).outline()) == 3
    (graph.parent / "piano.txt").unlink()
    assert len(PolicyGraph.open(graph).outline()) == 3


def test_rebuild_writes_over_what_is_ours(graph: Path, tmp_path: Path) -> None:
    build(tmp_path, PLAN.replace("AUSL", "Regione"))
    assert "Regione" in (graph.parent / "piano.txt").read_text(encoding="utf-8")
    assert len(PolicyGraph.open(graph).outline()) == 3


@pytest.mark.parametrize("has_graph", [True, False])
def test_a_text_that_somebody_wrote_stays(graph: Path, tmp_path: Path, has_graph: bool) -> None:
    text = graph.parent / "piano.txt"
    text.write_text("notes of mine")
    if not has_graph:
        graph.unlink()
    with pytest.raises(OutputError, match="is a text that no build here wrote, and is left as it is"):
        build(tmp_path, PLAN)
    assert text.read_text() == "notes of mine"


def test_a_text_of_ours_without_its_graph_does_not_wedge_the_folder(graph: Path, tmp_path: Path) -> None:
    graph.unlink()
    assert build(tmp_path, PLAN) == graph
    assert graph.is_file()
