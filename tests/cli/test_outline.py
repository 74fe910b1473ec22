"""``dupgraph outline``: the tree, how it was found, the profile that a person corrects, and exit codes."""

import json
import sys
from pathlib import Path

import pytest
from commands import run_command

TESTS = Path(__file__).parents[1]
FORM = TESTS / "data" / "forms" / "e-programma-titoli.docx"
NEGATIVE = TESTS / "data" / "outline" / "negatives" / "ricette.txt"
RECORD = ("--istat", "999001", "--municipality", "Esempio", "--plan", "prova")


def run_dupgraph(*args, folder, lang="en"):
    command = [sys.executable, "-m", "dupgraph", *map(str, args), "--lang", lang]
    return run_command(command, cwd=folder, text=True, timeout=120)


def test_the_tree_fits_eighty_columns_and_says_how_it_was_found(tmp_path):
    done = run_dupgraph("outline", FORM, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "e-programma-titoli.docx: 38 elements, good (profile: learnt)"
    assert "    24 Sezione: headings of rank 2 by their style, 24 times" in lines
    assert "  4.5% of the text before the first element, longest stretch 4.7%" in done.stdout
    assert "  1.1      Un porto che torna a vivere" in lines


def test_json_has_all_of_it(tmp_path):
    done = run_dupgraph("outline", FORM, "--format", "json", folder=tmp_path)
    found = json.loads(done.stdout)
    assert found["verdict"] == "good"
    assert [level["count"] for level in found["levels"]] == [6, 24, 8]
    row = next(element for element in found["elements"] if element["code"] == "6.4.1")
    assert (row["parent"], row["level"], row["kind"]) == ("6.4", "Opera", "action")
    assert row["fields"] == ["anno e importo", "contenuto e soggetti"]


def test_markdown_is_a_list(tmp_path):
    done = run_dupgraph("outline", FORM, "--format", "md", folder=tmp_path, lang="it")
    assert done.stdout.startswith("# e-programma-titoli.docx: 38 elementi, indice buono (profilo: dedotto dal testo)")
    assert "\n- 4,5% del testo prima del primo elemento, tratto più lungo 4,7%\n" in done.stdout
    assert "\n- 24 Sezione: titoli di livello 2, 24 volte\n" in done.stdout
    assert "\n  - **1.1** Un porto che torna a vivere\n" in done.stdout


def test_a_profile_is_written_corrected_and_compared(tmp_path):
    written = run_dupgraph("outline", FORM, "--write-profile", "mio.toml", folder=tmp_path)
    assert written.returncode == 0
    assert "Profile: mio.toml" in written.stderr
    profile = tmp_path / "mio.toml"
    # It says itself what may stand in it.
    assert "# columns     the heads of the table columns," in profile.read_text(encoding="utf-8")
    again = run_dupgraph("outline", FORM, "--profile", "mio.toml", folder=tmp_path)
    assert "Beside what is found" not in again.stdout
    # The rows are no elements after all.
    levels = profile.read_text(encoding="utf-8").split("[[levels]]")
    stops = levels[-1][levels[-1].index("[[stops]]") :]
    profile.write_text("[[levels]]".join(levels[:-1]) + stops, encoding="utf-8")
    corrected = run_dupgraph("outline", FORM, "--profile", "mio.toml", folder=tmp_path)
    assert "Beside what is found without a profile" in corrected.stdout
    assert "- 6.4.1 Consolidamento del molo di Levante" in corrected.stdout
    built = run_dupgraph("build", FORM, "-o", "out", "--profile", "mio.toml", *RECORD, folder=tmp_path)
    assert "(profile mio)" in built.stdout
    # What a person has corrected is not written over.
    refused = run_dupgraph("outline", FORM, "--write-profile", "mio.toml", folder=tmp_path)
    assert refused.returncode == 2
    assert "is there already" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_cannot_be_trusted_is_shown_with_exit_1_and_not_built(tmp_path):
    shown = run_dupgraph("outline", NEGATIVE, folder=tmp_path)
    assert shown.returncode == 1
    assert "few words of planning" in shown.stdout
    assert "--write-profile ricette.levels.toml" in " ".join(shown.stdout.split())
    refused = run_dupgraph("build", NEGATIVE, "-o", "out", *RECORD, folder=tmp_path)
    assert refused.returncode == 2
    assert "--accept-outline" in refused.stderr
    assert not list((tmp_path / "out").glob("*.ttl"))
    taken = run_dupgraph("build", NEGATIVE, "-o", "out", "--accept-outline", *RECORD, folder=tmp_path)
    assert taken.returncode == 0
    assert "the outline is bad" in taken.stderr
    assert (tmp_path / "out" / "ricette.ttl").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nowhere.docx"], "does not exist"),
        ([FORM, "--profile", "nowhere"], "there is no profile 'nowhere'"),
        ([FORM, "--write-profile", "nowhere/mio.toml"], "nowhere"),
        (["piano.txt", "--write-profile", "piano.toml"], "name it piano.levels.toml"),
        ([FORM, "--format", "xml"], "xml"),
    ],
)
def test_bad_input_is_one_sentence(args, words, tmp_path):
    (tmp_path / "piano.txt").write_text("SCUOLA\n\n• più mense\n• più nidi\n\nSTRADE\n\n• più luce", encoding="utf-8")
    done = run_dupgraph("outline", *args, folder=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
