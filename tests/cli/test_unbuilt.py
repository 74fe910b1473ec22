"""A plan that is asked as a document, before anybody has built its graph."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dupgraph.base.errors import GraphError
from dupgraph.cli import group
from dupgraph.cli.unbuilt import is_document

PLAN = """{town}
Documento unico di programmazione 2026-2028

Linea strategica 1 - Una città che cura
Il Comune sceglie la vicinanza alle persone.
Obiettivo strategico 1.1 - Assistenza a domicilio
Il Comune collabora con la Caritas e con la Croce Rossa per gli anziani soli, in tutte le frazioni.
Obiettivo strategico 1.2 - Case per tutti
Il Comune recupera gli alloggi sfitti con la Caritas, e li assegna alle famiglie.
Linea strategica 2 - Una città che impara
Le scuole sono il cuore della comunità.
Obiettivo strategico 2.1 - Nuovi nidi
Il Comune apre un nido con la Provincia, per le famiglie che lavorano.
Obiettivo strategico 2.2 - Biblioteca aperta
La biblioteca apre la sera con i volontari, e ospita le scuole.
"""


def run(folder: Path, *words: str, town: str = "Comune di Vignola") -> Result:
    (folder / "piano.txt").write_text(PLAN.format(town=town), encoding="utf-8")
    return CliRunner().invoke(group, [*words, "--graph", str(folder / "piano.txt")])


def test_a_document_answers_and_what_is_guessed_of_it_is_said(tmp_path: Path) -> None:
    result = run(tmp_path, "ask", "Quali obiettivi coinvolgono la Caritas?")
    assert (result.exit_code, result.stdout.count("obiettivo strategico 1.")) == (0, 2)
    assert "DUP 2026-2028, Vignola" in result.stdout
    assert "piano.txt: sembra il piano del Comune di Vignola, e si prende per suo." in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["piano.txt"]


def test_of_a_document_that_names_nobody_the_file_is_cited(tmp_path: Path) -> None:
    result = run(tmp_path, "query", "outline", town="Il nostro programma")
    assert (result.exit_code, result.stdout.count("Obiettivo strategico")) == (0, 4)
    assert "niente dice di chi è il piano: nelle citazioni c'è il nome del file." in result.stderr


def test_a_site_is_made_of_a_graph_alone(tmp_path: Path) -> None:
    result = run(tmp_path, "site", "-o", str(tmp_path / "sito"))
    assert isinstance(result.exception, GraphError)
    assert not (tmp_path / "sito").exists()


@pytest.mark.parametrize("name", [None, "graph", "piano.ttl", "http://example.org/sparql", "missing.pdf"])
def test_what_is_no_document_is_left_to_the_engines(name: str | None) -> None:
    assert not is_document(name)
