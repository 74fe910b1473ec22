"""``dupgraph build --draft-vocabulary``: what was not understood, ready to be corrected and read with."""

import sys

from commands import run_command

from dupgraph.graph.vocabulary import load_vocabulary

TEXT = """Politica 1: Persone
Obiettivo strategico 1.1 Aprire la sede.
La sede è vicina alla Speranza Vecchia. Tutti vanno alla Speranza Vecchia e poi dal Gatto "Nero" Antico.
"""


def run_build(folder, *options):
    command = [
        sys.executable,
        "-m",
        "dupgraph",
        "build",
        "piano.txt",
        "-o",
        "out",
        "--istat",
        "036040",
        "--plan",
        "DUP",
    ]
    return run_command([*command, *options], cwd=folder, text=True, check=True)


def test_a_draft_is_a_vocabulary_and_building_with_it_knows_its_names(tmp_path):
    (tmp_path / "piano.txt").write_text(TEXT, encoding="utf-8")
    first = run_build(tmp_path, "--draft-vocabulary", "town.ttl")
    assert "Speranza Vecchia" in first.stdout
    draft = (tmp_path / "town.ttl").read_text(encoding="utf-8")
    assert "# 2 times, first in 1.1" in draft
    labels = {label.words for label in load_vocabulary([str(tmp_path / "town.ttl")]).lexicon.labels if label.own}
    assert "Speranza Vecchia" in labels
    assert "unknown name           Speranza Vecchia" not in run_build(tmp_path, "--vocabulary", "town.ttl").stdout
