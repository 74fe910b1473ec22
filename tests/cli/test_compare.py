"""``dupgraph compare``: what is printed and written, and what is refused."""

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from docx import Document as Word
from editions import edit_plan, write_text
from openpyxl import load_workbook

from dupgraph.ask.comparison.reading import read_version
from dupgraph.base.files import find_resource
from dupgraph.cli import group
from dupgraph.cli.compare import _read_sides
from dupgraph.graph.engines import open_engine
from dupgraph.read.build import guess_town

GRAPH = find_resource("graph", "sassuolo.ttl")
RECORD = (
    'title = "DUP {0} del Comune di Sassuolo"\nistat = "036040"\nmunicipality = "Sassuolo"\nplan = "DUP {0}"\n'
    'profile = "politica-indirizzo-obiettivo"\nvocabularies = ["sassuolo"]\n'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of a plan's first policy: as texts, and as graphs in a folder of their own."""
    folder = tmp_path_factory.mktemp("years")
    whole = read_version(open_engine(str(GRAPH)))
    first = tuple(element for element in whole.network.elements if element.code.split(".")[0] == "1")
    plan = replace(whole, network=replace(whole.network, elements=first))
    for year, edits in (("2025", []), ("2026", ["inserted", "removed", "reworded", "split", "moved"])):
        text = write_text(edit_plan(plan, 5, edits).plan)
        if year == "2026":
            text = text.replace("dell’AUSL e degli enti del Terzo settore", "e degli enti del Terzo settore")
        (folder / f"{year}.txt").write_text(text, encoding="utf-8")
        (folder / f"{year}.toml").write_text(RECORD.format(year), encoding="utf-8")
    sources = [str(folder / f"{year}.txt") for year in (2025, 2026)]
    assert CliRunner().invoke(group, ["build", *sources, "-o", str(folder / "graphs")]).exit_code == 0
    return folder


def run(*arguments: object, code: int = 0, columns: str = "80") -> Result:
    runner = CliRunner(env={"COLUMNS": columns})
    result = runner.invoke(group, ["compare", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def run_graphs(folder: Path, *arguments: object) -> Result:
    return run(folder / "graphs" / "2025.ttl", folder / "graphs" / "2026.ttl", *arguments)


def test_a_terminal_gets_the_changes_by_kind(folder: Path) -> None:
    result = run_graphs(folder, "--format", "table")
    assert max(map(len, result.stdout.splitlines())) <= 80
    for heading in ("Cambiati (", "Solo il codice è un altro (", "Divisi (1)", "Nuovi (1)", "Non ci sono più (1)"):
        assert heading in result.stdout
    assert "      non nomina più Azienda USL di Modena (partner)\n" in result.stdout
    assert "DUP 2025 del Comune di Sassuolo → DUP 2026 del Comune di Sassuolo" in result.stderr


def test_the_same_words_changed_in_several_places_are_said_once(tmp_path: Path) -> None:
    text = "POLITICA 1: Città\n\nObiettivo 1.1: Il {0} vive. Nel {0} apriamo spazi; il {0} torna a essere di tutti.\n"
    for name, words in (("a.txt", "quartiere antico"), ("b.txt", "centro storico")):
        (tmp_path / name).write_text(text.format(words), encoding="utf-8")
    said = run(tmp_path / "a.txt", tmp_path / "b.txt", "--format", "table").stdout
    assert "− «quartiere antico»; + «centro storico»\n" in said


def test_csv_has_both_texts_and_a_row_for_each_link(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO(run_graphs(folder, "--format", "csv", "--lang", "en").stdout)))
    [lost] = [row for row in rows if row["change"] == "link lost" and row["code_a"] == "1.3.3"]
    assert (lost["code_b"], lost["property"]) == ("1.3.3", "Partner")
    assert "dell’**AUSL**" in lost["text_a"]
    assert lost["text_b"].startswith("Promuovere l’integrazione")
    assert {row["change"] for row in rows} >= {"changed", "split", "new", "gone"}
    everything = csv.DictReader(StringIO(run_graphs(folder, "--format", "csv", "--kept").stdout))
    assert sum(row["change"] == "uguale" for row in everything) > 10


def test_json_lines_hold_each_change_whole(folder: Path) -> None:
    changes = [json.loads(line) for line in run_graphs(folder, "--format", "jsonl").stdout.splitlines()]
    [split] = [change for change in changes if change["change"] == "split"]
    assert len(split["before"]) == 1
    assert len(split["after"]) == 2


def test_things_are_counted_on_both_sides(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO(run_graphs(folder, "--what", "things", "--kind", "partner").stdout)))
    [row] = [row for row in rows if row["thing"] == "Azienda USL di Modena"]
    assert int(row["count_a"]) - int(row["count_b"]) == 1
    assert "1.3.3" in row["codes_a"].split("; ")


def test_a_workbook_has_a_sheet_of_things_and_a_document_marks_what_differs(folder: Path, tmp_path: Path) -> None:
    for name in ("c.xlsx", "c.docx", "c.odt", "c.html"):
        run_graphs(folder, "-o", tmp_path / name)
    book = load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == ["Risposta", "Chi e che cosa nominano", "Domanda"]
    assert book.worksheets[1].cell(1, 2).value == "Nome"
    paragraphs = Word(str(tmp_path / "c.docx")).paragraphs
    assert "dell’AUSL" in [run.text for paragraph in paragraphs for run in paragraph.runs if run.bold]
    assert paragraphs[0].text == "Confronto fra due piani"
    # A long text may go over a page's end, a sentence not.
    for paragraph in paragraphs:
        if paragraph.text.startswith(("Prima: ", "Dopo: ")):
            assert paragraph.paragraph_format.keep_together == (len(paragraph.text) <= 700)
    with ZipFile(tmp_path / "c.odt") as archive:
        assert ">dell’AUSL</text:span>" in archive.read("content.xml").decode()
    assert "<del>dell’AUSL</del>" in (tmp_path / "c.html").read_text(encoding="utf-8")


def test_triples_stand_with_both_graphs(folder: Path, tmp_path: Path) -> None:
    run_graphs(folder, "-o", tmp_path / "changes.ttl")
    text = (tmp_path / "changes.ttl").read_text(encoding="utf-8")
    assert 'dup:changeKind "lost"' in text
    assert "prov:wasRevisionOf <https://w3id.org/dupgraph/data/036040/plan/dup-2025>" in text


def test_documents_are_read_first(folder: Path) -> None:
    words = run(folder / "2025.txt", folder / "2026.txt", "--format", "csv", "--what", "things").stdout
    assert words == run_graphs(folder, "--format", "csv", "--what", "things").stdout


def test_documents_of_two_towns_are_not_of_one_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that nobody describes, and whose first pages say whose they are."""
    first, second = (
        guess_town(f"Comune di {town}\nDocumento unico di programmazione") for town in ("Ostuni", "Feltre")
    )
    towns = iter([first, second, None, ("", "")])
    engine = open_engine(GRAPH)
    monkeypatch.setattr("dupgraph.cli.compare.is_document", lambda _: True)
    monkeypatch.setattr("dupgraph.cli.compare.open_document", lambda *_: (engine, next(towns)))
    sides = _read_sides([(str(GRAPH), None)] * 2, "it")
    assert [(side.body, side.body_id) for side in sides] == [
        ("Comune di Ostuni", "074012"),
        ("Comune di Feltre", "025021"),
    ]
    # Where the first pages do not say it either, it is the other's.
    assert guess_town("Documento unico di programmazione") == ("", "")
    told, open_one = _read_sides([(str(GRAPH), None)] * 2, "it")
    assert (told.body, told.body_id) == (open_one.body, open_one.body_id) == ("Comune di Sassuolo", "036040")


def test_a_document_that_nobody_describes_is_of_the_same_body(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "bozza.txt"
    draft.write_text((folder / "2026.txt").read_text(encoding="utf-8"), encoding="cp1252")
    result = run(folder / "graphs" / "2025.ttl", draft, "--format", "csv")
    assert f"Attenzione: {draft}: non è in UTF-8" in result.stderr
    assert "bozza.txt: sembra il piano del Comune di Sassuolo, e si prende per suo." in result.stderr
    assert "bozza, Comune di Sassuolo" in result.stderr
    # The town's own vocabulary was not named for it, and so links differ.
    assert "letti con regole o vocabolari diversi" in result.stderr
    assert "nuovo," in result.stdout


def test_two_plans_of_one_folder(folder: Path) -> None:
    both = run(folder / "graphs", "--plan", "DUP 2025", "--plan", "DUP 2026", "--format", "csv")
    assert both.stdout == run_graphs(folder, "--format", "csv").stdout


def test_a_plan_with_itself_is_no_change() -> None:
    result = run(GRAPH, GRAPH, "--format", "csv")
    assert result.stdout.count("\n") == 1
    assert "Nessuna differenza" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no.ttl", "no.ttl"], "no.ttl: non c'è alcun file né cartella con questo nome; indica il file di un grafo"),
        ([GRAPH], "indica anche il secondo piano; se il primo contiene tutti e due, --plan per ciascuno"),
        ([GRAPH, "--plan", "a", "--plan", "b", "--plan", "c"], "--plan è dato 3 volte: si confrontano due piani"),
        ([GRAPH, GRAPH, "--kind", "theme"], "--kind è per --what things"),
        ([GRAPH, GRAPH, "--plan", "Torino"], "nessun piano si chiama 'Torino'"),
        ([GRAPH, GRAPH, "--format", "ttl"], "could not tell them apart"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(arguments: list[object], words: str) -> None:
    import contextlib

    from dupgraph.cli import _run_group

    said = StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(StringIO()):
        assert _run_group(["compare", *map(str, arguments)]) == 2
    assert words in said.getvalue()


def test_what_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")
    result = CliRunner().invoke(group, ["compare", str(GRAPH), str(tmp_path / "other.ttl")])
    assert "no plan is described in" in str(result.exception)
