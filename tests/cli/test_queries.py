"""The command queries: listed, explained, checked, exported."""

import csv
import json
import sys
from functools import partial
from io import StringIO
from pathlib import Path

import places
import pytest
from commands import run_words
from pyoxigraph import RdfFormat, parse
from terminal import run_on_terminal

from dupgraph.ask.catalogue import load_catalogue
from dupgraph.base.files import find_resource

COMMAND = [sys.executable, "-m", "dupgraph", "queries"]


run = partial(run_words, "queries", COLUMNS="80")


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


# The list ------------------------------------------------------------------------------------------------------------


def test_questions_are_listed_with_their_parameters() -> None:
    rows = {row["name"]: row for row in read_csv(run()[0])}
    assert list(rows) == [question.name for question in load_catalogue()]
    assert list(rows) == sorted(path.stem for path in find_resource("queries").glob("*.rq"))
    assert rows["objectives-by-partner"]["parameters"] == "-p partner=AUSL"
    assert rows["objectives-by-theme"]["parameters"].startswith("-p 'theme=")
    assert rows["outline"] == {"name": "outline", "parameters": "", "summary": "Indice del piano"}


def test_questions_are_found_by_a_word_of_either_language() -> None:
    for word in ("partner", "PARTNER"):
        names = [row["name"] for row in read_csv(run(word, "--lang", "en")[0])]
        assert {"objectives-by-partner", "partners-of-objective"} <= set(names)
        assert "outline" not in names
    assert "outline" in [row["name"] for row in read_csv(run("Indice")[0])]


def test_no_question_for_a_word() -> None:
    output, words = run("palazzo ducale", code=1)
    assert output == ""
    assert words.startswith("Nessuna domanda del catalogo parla di 'palazzo ducale'; ")
    assert words.endswith("che cosa ne dice il piano: dupgraph ask 'palazzo ducale'\n")
    assert run("zzz", "--lang", "en", code=1)[1].startswith("No question of the catalogue speaks of zzz; ")


def test_terminal_shows_groups_and_what_one_types() -> None:
    lines = run_on_terminal(COMMAND, NO_COLOR="1").splitlines()
    assert lines[0] == "PARTNER"
    place = lines.index("  objectives-by-partner -p partner=AUSL")
    assert lines[place + 1] == "      Obiettivi che coinvolgono un partner"
    assert max(map(len, lines)) <= 80
    names = {line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")}
    assert names == {question.name for question in load_catalogue()}
    assert lines[-1].startswith(f"{len(names)} domande · ")


def test_names_are_bold_on_a_terminal_only() -> None:
    assert "\x1b[1mobjectives-by-partner\x1b[0m -p partner=AUSL" in run_on_terminal(COMMAND)
    for plain in (
        run_on_terminal(COMMAND, NO_COLOR="1"),
        run_on_terminal(COMMAND, TERM="dumb"),
        run("--format", "table")[0],
    ):
        assert "\x1b" not in plain


def test_list_in_other_formats(tmp_path: Path) -> None:
    assert json.loads(run("outline", "--format", "jsonl")[0].splitlines()[0])["name"] == "outline"
    run("partner", "-o", str(tmp_path / "partner.xlsx"))
    assert (tmp_path / "partner.xlsx").read_bytes()[:2] == b"PK"
    run("-o", str(tmp_path / "list.ttl"), code=2)
    assert not (tmp_path / "list.ttl").exists()


def test_name_of_a_question_says_all_about_it() -> None:
    output, _ = run("objectives-by-partner")
    for part in (
        "objectives-by-partner · Partner", "Obiettivi che coinvolgono un partner", "Parametri",
        "  partner: ente o genere di enti; ad esempio AUSL", "Titolo (title)",
        "  quali obiettivi coinvolgono {partner}",
        "  dupgraph query objectives-by-partner -p partner=AUSL",
    ):  # fmt: skip
        assert part in output
    assert max(map(len, output.splitlines())) <= 80
    assert "Also asked as" in run("bridging-partners", "--lang", "en")[0]
    assert "if not given 3" in run("bridging-partners", "--lang", "en")[0]


# Checks --------------------------------------------------------------------------------------------------------------


def test_our_catalogue_is_checked() -> None:
    output, words = run("--check")
    files = len(list(find_resource("queries").glob("*.rq")))
    assert (output, words) == (f"{files} questions, and nothing wrong.\n", "")
    assert len(load_catalogue()) == files


def test_faults_are_lines_and_the_answer_is_no(tmp_path: Path) -> None:
    text = find_resource("queries", "outline.rq").read_text(encoding="utf-8")
    (tmp_path / "outline.rq").write_text(text.replace("#+ tags: [plan]", "#+ tags: [plan, other]"), encoding="utf-8")
    output, words = run("--check", "--folder", str(tmp_path), "--graph", str(places.EXTRACT), code=1)
    assert output.startswith("outline.rq, line 5: nobody knows the tag 'other'; name it in columns.toml\n")
    assert words.endswith("in 1 question.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--check", "--export", "manual"), "three things; ask for one"),
        (("outline", "--check"), "three things; ask for one"),
        (("--format", "csv", "--export", "openapi"), "three things; ask for one"),
        (("--folder", "."), "--folder and --graph are for --check"),
        (("--check", "-o", "faults.txt"), "--check has nothing for a file"),
        (("--check", "--folder", "none"), "'none' non esiste"),
        (("--check", "--folder", "."), "holds no questions (.rq)"),
        (("--export", "pdf"), "'pdf' non è fra"),
        (("-o", "list.ods"), "the ending '.ods' names no format"),
        (("--export", "manual", "-o", "none/manual.md"), "the folder does not exist"),
    ],
)
def test_wrong_use_is_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    output, words = run(*arguments, code=2)
    assert output == ""
    assert sentence in words


# Exports -------------------------------------------------------------------------------------------------------------


def test_catalogue_is_exported(tmp_path: Path) -> None:
    assert json.loads(run("--export", "openapi")[0])["openapi"] == "3.1.0"
    assert run("--export", "manual")[0].startswith("# Le domande · The questions\n")
    output, _ = run("--export", "shacl", "-o", str(tmp_path / "queries.ttl"))
    assert output == ""
    assert list(parse((tmp_path / "queries.ttl").read_bytes(), format=RdfFormat.TURTLE))
