"""``dupgraph build``: what it writes, what it says, and what it refuses without losing anything."""

import contextlib
import json
import os
import pty
import resource
import signal
import subprocess
import sys

import pytest
from commands import COMMAND, run_command
from paper import print_pdf

PLAN = """POLITICA 1: CITTÀ SICURA

INDIRIZZO STRATEGICO 1.1: PREVENZIONE

Obiettivo strategico 1.1.1 Aprire le scuole al quartiere. In collaborazione con AUSL e Prefettura.
"""
RECORD = 'istat = "036040"\nplan = "DUP"\nmunicipality = "Sassuolo"\n'


def run_dupgraph(*args, folder, **options):
    """Run the command line as a user would, in English unless said; return the finished process."""
    spoken = [] if "--lang" in args or args[0] != "build" else ["--lang", "en"]
    command = [sys.executable, "-m", "dupgraph", *(arg if isinstance(arg, bytes) else str(arg) for arg in args)]
    command += spoken
    return run_command(command, cwd=folder, text=True, timeout=120, **options)


@pytest.fixture
def town(tmp_path):
    """A folder with one small plan and its record."""
    (tmp_path / "piano.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "piano.toml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def check_refused(done, *words):
    """Check that the command ended in one clear sentence on stderr and exit code 2."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ") or "Error: " in done.stderr
    for word in words:
        assert word in done.stderr


def test_build_writes_graph_and_text(town):
    done = run_dupgraph("build", "piano.txt", "-o", "out/deep", folder=town)
    assert done.returncode == 0, done.stderr
    graph = (town / "out/deep/piano.ttl").read_text(encoding="utf-8")
    assert (town / "out/deep/piano.txt").read_text(encoding="utf-8") == PLAN
    assert "objective:1.1.1 a dup:Objective" in graph
    assert sorted(path.name for path in (town / "out/deep").iterdir()) == ["piano.ttl", "piano.txt"]
    assert done.stderr == ""


def test_build_says_what_was_found_and_what_was_not_understood(town):
    text = PLAN.replace("Prefettura.", "Prefettura. Ogni mese riapre a tutti Arcobaleno Servizi.")
    (town / "piano.txt").write_text(text, encoding="utf-8")
    done = run_dupgraph("build", "piano.txt", "-o", "out", "--report", "report.json", "--lang", "it", folder=town)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("piano.txt: out/piano.ttl (profilo politica-indirizzo-obiettivo)\n  Elementi\n")
    assert "  Legami\n    Luoghi                            1\n    Temi                              4\n" in done.stdout
    assert "  Non capito (1); per dargli un nome: dupgraph review, o --draft-vocabulary FILE\n" in done.stdout
    assert done.stdout.splitlines()[-1].split() == ["nome", "sconosciuto", "Arcobaleno", "Servizi", "1.1.1"]
    assert max(map(len, done.stdout.splitlines())) <= 80
    (plan,) = json.loads((town / "report.json").read_text(encoding="utf-8"))["plans"]
    assert plan["elements"] == {"Politica": 1, "Indirizzo strategico": 1, "Obiettivo strategico": 1}
    assert plan["links"]["involves"] == 2
    (name,) = [entry for entry in plan["not_understood"] if entry["reason"] == "unknown name"]
    (place,) = name["places"]
    assert text[place["start"] : place["end"]] == name["words"] == "Arcobaleno Servizi"


def test_what_is_often_said_and_looks_like_a_name_comes_first_and_the_national_lists_are_known(town):
    text = PLAN.replace(
        "Prefettura.",
        "Prefettura e con la Regione. Ogni mese arriva Gina. Poi riapre Arcobaleno Servizi. Dopo torna il FANTAS.",
    )
    (town / "piano.txt").write_text(text + "Infine riapre Bottega Verde. Di nuovo riapre Bottega Verde.\n", "utf-8")
    run_dupgraph("build", "piano.txt", "-o", "out", "--report", "report.json", folder=town)
    (plan,) = json.loads((town / "report.json").read_text(encoding="utf-8"))["plans"]
    names = [entry["words"] for entry in plan["not_understood"] if entry["reason"] == "unknown name"]
    assert names == ["Bottega Verde", "Arcobaleno Servizi", "FANTAS", "Gina"]
    assert plan["named_by_form"] == []


def test_build_lists_the_names_that_no_vocabulary_knows(town):
    (town / "piano.txt").write_text(PLAN + "Riqualificare piazza Garibaldi. Piazza Garibaldi è il centro.\n", "utf-8")
    done = run_dupgraph("build", "piano.txt", "-o", "out", "--report", "report.json", folder=town)
    assert "Piazza Garibaldi" in done.stdout
    (plan,) = json.loads((town / "report.json").read_text(encoding="utf-8"))["plans"]
    assert plan["named_by_form"] == [{"name": "Piazza Garibaldi", "kind": "place", "elements": ["1.1.1"]}]


def test_without_source_the_plans_of_the_working_folder_are_built(town):
    sources = town / "graph" / "sources"
    sources.mkdir(parents=True)
    for name in ("piano.txt", "piano.toml"):
        (town / name).rename(sources / name)
    # What is wrong with one of them takes nothing from the others, and is said.
    (sources / "aperto.txt").write_text(PLAN, encoding="utf-8")
    done = run_dupgraph("build", folder=town)
    check_refused(done, "aperto.txt: nothing says", "1 of 2 plans could not be built: graph/sources/aperto.txt")
    assert (town / "graph" / "piano.ttl").is_file()
    assert not (town / "graph" / "aperto.ttl").exists()


def test_same_input_same_bytes_in_another_process(town):
    for folder in ("one", "two"):
        assert run_dupgraph("build", "piano.txt", "-o", folder, folder=town).returncode == 0
    assert (town / "one/piano.ttl").read_bytes() == (town / "two/piano.ttl").read_bytes()


def test_options_stand_in_for_the_record(town):
    (town / "piano.toml").unlink()
    own = town / "own.ttl"
    own.write_text(
        "@prefix dup: <https://w3id.org/dupgraph/onto/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.org/quartiere-amico> a dup:Instrument ; skos:prefLabel "Scuole al quartiere"@it .\n',
        encoding="utf-8",
    )
    done = run_dupgraph(
        "build", "piano.txt", "--istat", "001272", "--plan", "Piano 2030", "--base", "https://dati.example.it/",
        "--title", "Piano", "--municipality", "Prova", "--period", "2026-2030", "--language", "it",
        "--licence", "https://creativecommons.org/licenses/by/4.0/", "--vocabulary", "own.ttl",
        "--profile", "politica-indirizzo-obiettivo", folder=town,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    graph = (town / "graph/piano.ttl").read_text(encoding="utf-8")
    assert "<https://dati.example.it/001272/plan/piano-2030>" in graph
    assert 'dup:period "2026-2030"' in graph
    assert "dup:usesInstrument <https://example.org/quartiere-amico>" in graph
    assert "<https://creativecommons.org/licenses/by/4.0/>" in graph


def test_cp1252_is_read_with_a_warning(town):
    (town / "piano.txt").write_bytes(PLAN.encode("cp1252"))
    done = run_dupgraph("build", "piano.txt", folder=town)
    assert done.returncode == 0
    assert done.stderr.startswith("Warning: ")
    assert "CITTÀ SICURA" in (town / "graph/piano.txt").read_text(encoding="utf-8")


def _write(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def _make_pdf(town, **options):
    return print_pdf(town / "piano.pdf", PLAN.splitlines(), **options)


def test_a_number_met_twice_is_told_apart_with_a_warning(town):
    (town / "piano.txt").write_text(PLAN + "\nObiettivo strategico 1.1.1 Rifare le strade.\n", encoding="utf-8")
    done = run_dupgraph("build", "piano.txt", folder=town)
    assert done.returncode == 0
    assert "stands twice, with different titles; this one is 1.1.1-bis" in done.stderr
    graph = (town / "graph/piano.ttl").read_text(encoding="utf-8")
    assert 'dct:identifier "1.1.1-bis"' in graph
    assert 'skos:notation "1.1.1"' in graph


REFUSED = {
    "missing file": (lambda _: "nowhere.txt", ["nowhere.txt", "does not exist"]),
    "folder": (lambda _: ".", ["folder"]),
    "empty file": (lambda town: _write(town / "piano.txt", ""), ["piano.txt", "empty"]),
    "binary": (lambda town: _write(town / "piano.txt", bytes(range(256)) * 9), ["piano.txt"]),
    "no text layer": (lambda town: print_pdf(town / "piano.pdf", [""]).name, ["piano.pdf", "text"]),
    "encrypted": (lambda town: _make_pdf(town, locked=True).name, ["piano.pdf", "password"]),
    "truncated": (
        lambda town: _write(town / "piano.pdf", _make_pdf(town).read_bytes()[:400]) or "piano.pdf",
        ["piano.pdf"],
    ),
    "nothing recognised": (
        lambda town: _write(town / "piano.txt", "Una lettera.\n\n1) Uno\n2) Due\n"),
        ["piano.txt", "2"],
    ),
    "no istat, no plan": (lambda town: (town / "piano.toml").unlink(), ["istat", "plan", "--istat", "--plan"]),
    "unknown key": (
        lambda town: _write(town / "piano.toml", RECORD + 'licenze = "x"\n'),
        ["piano.toml", "licenze", "licence"],
    ),
    "broken vocabulary": (
        lambda town: (
            _write(town / "own.ttl", "<a> <b> .")
            or _write(town / "piano.toml", RECORD + 'vocabularies = ["own.ttl"]\n')
        ),
        ["own.ttl, line 1", "Turtle"],
    ),
    "bad pattern": (
        lambda town: (
            _write(
                town / "own.toml",
                '[[levels]]\nkind = "objective"\nname = "Obiettivo"\ntitle = "line"\npattern = "(unclosed"\n',
            )
            or _write(town / "piano.toml", RECORD + 'profile = "./own.toml"\n')
        ),
        ["own.toml", "pattern"],
    ),
    "licence that is no IRI": (
        lambda town: _write(town / "piano.toml", RECORD + 'licence = "CC BY"\n'),
        ["CC BY", "--licence"],
    ),
    "written over": (lambda _: ("piano.txt", "-o", "."), ["piano.txt", "-o"]),
    "two of one name": (
        lambda town: (town / "b").mkdir() or _write(town / "b/piano.txt", PLAN) or ("piano.txt", "b/piano.txt"),
        ["piano.ttl"],
    ),
    "a byte that is no text": (lambda _: ("piano.txt", "--title", b"Citt\xe0"), ["title", "UTF-8"]),
    "language that is none": (lambda _: ("piano.txt", "--language", "xx yy"), ["xx yy", "language"]),
    "base that is no IRI": (lambda _: ("piano.txt", "--base", "qui"), ["qui", "IRI"]),
    "somebody's text": (
        lambda town: (
            (town / "piano.md").write_text(PLAN + "Fine.")
            and (town / "piano.md", "--istat", "001272", "--plan", "DUP", "-o", ".")
        ),
        ["piano.txt", "-o"],
    ),
    "folder of the report missing": (lambda _: ("piano.txt", "--report", "no/report.json"), ["no/report.json"]),
    "output is a file": (lambda town: _write(town / "file", "x") or ("piano.txt", "-o", "file/out"), ["file/out"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_one_sentence_and_the_earlier_graph_stays(town, case):
    graph = town / "graph" / "piano.ttl"
    graph.parent.mkdir()
    graph.write_text("# earlier\n", encoding="utf-8")
    prepare, words = REFUSED[case]
    args = prepare(town) or "piano.txt"
    done = run_dupgraph("build", *([args] if isinstance(args, str) else args), folder=town)
    check_refused(done, *words)
    assert graph.read_text(encoding="utf-8") == "# earlier\n"
    assert [path.name for path in graph.parent.iterdir()] == ["piano.ttl"]


def test_no_room_on_the_disk(town):
    """A limit on the size of files stands in for a full disk: the write fails half-way all the same."""
    graph = town / "graph" / "piano.ttl"
    graph.parent.mkdir()
    graph.write_text("# earlier\n", encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "build", "piano.txt", "--lang", "en"], cwd=town, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)),
    )  # fmt: skip
    check_refused(done, "piano.ttl", "cannot be written")
    assert graph.read_text(encoding="utf-8") == "# earlier\n"
    assert not [path for path in graph.parent.iterdir() if path.suffix == ".part"]


def test_an_interrupt_leaves_the_earlier_graph(town):
    """The line on a terminal tells when the build of a large plan is at work; then the interrupt comes."""
    objectives = [f"Obiettivo strategico 1.1.{n} Aprire le scuole. Con AUSL e Prefettura.\n" for n in range(2, 5000)]
    (town / "piano.txt").write_text(PLAN + "".join(objectives), encoding="utf-8")
    graph = town / "graph" / "piano.ttl"
    graph.parent.mkdir()
    graph.write_text("# earlier\n", encoding="utf-8")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "dupgraph", "build", "piano.txt"]
    with subprocess.Popen(command, cwd=town, stdout=subprocess.DEVNULL, stderr=end) as process:
        os.close(end)
        said = b""
        while b"piano.txt" not in said:
            said += os.read(terminal, 1000)
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(OSError):  # a terminal whose other end is gone gives an error, not an end of file
            while more := os.read(terminal, 1000):
                said += more
        process.wait(timeout=60)
    os.close(terminal)
    assert process.returncode == 2
    assert b"Interrupted" in said
    assert b"Traceback" not in said
    assert graph.read_text(encoding="utf-8") == "# earlier\n"


def test_a_plan_is_read_from_standard_input(town):
    data = (town / "piano.txt").read_text(encoding="utf-8")
    said = ("--istat", "036040", "--municipality", "Modena", "--plan", "DUP")
    done = run_dupgraph("build", "-", *said, "-o", "out", folder=town, input=data)
    assert done.returncode == 0, done.stderr
    assert "036040 is the ISTAT code of Sassuolo, and the plan is said to be of Modena" in done.stderr
    assert sorted(path.name for path in (town / "out").iterdir()) == ["stdin.ttl", "stdin.txt"]
    check_refused(run_dupgraph("build", "-", "-o", "out", folder=town, input=" "), "standard input: is empty")


def test_nobody_must_lie_about_whose_plan_it_is(town):
    (town / "piano.toml").unlink()
    refused = run_dupgraph("build", "piano.txt", "--plan", "DUP", "-o", "out", folder=town)
    check_refused(refused, "nothing says whose plan it is", "ipa or publisher instead")
    # What its beginning says is told, and not taken: a person confirms it.
    plan = (town / "piano.txt").read_text(encoding="utf-8")
    (town / "altro.txt").write_text(f"Comune di L'Aquila\nProgramma 2024-2029\n\n{plan}", encoding="utf-8")
    refused = run_dupgraph("build", "altro.txt", "-o", "out", folder=town)
    check_refused(
        refused, "seems to be the plan of the Comune di L'Aquila: if it is, give dupgraph build --istat 066049"
    )
    refused = run_dupgraph("build", "piano.txt", "altro.txt", "--municipality", "Portofino", folder=town)
    # The code is that of the one town of this name.
    check_refused(refused, "piano.txt: nothing says what the plan is called", "give dupgraph build --plan")
    refused = run_dupgraph("build", "piano.txt", "--municipality", "Livo", folder=town)
    check_refused(
        refused,
        "which municipality's plan it is",
        "2 municipalities are called Livo",
        "--istat 013130 (Como) or 022106 (Trento)",
    )
    assert not (town / "graph").exists()
    refused = run_dupgraph("build", "piano.txt", "altro.txt", "--istat", "010044", "--plan", "DUP", folder=town)
    check_refused(refused, "altro.txt: is the plan", "/010044/plan/dup, and so is piano.txt; give each its own plan")
    assert not (town / "graph").exists()
    name = ("--publisher", "Unione dei Comuni di Prova", "--plan", "DUP", "-o", "out")
    for options, owner in ((("--ipa", "UCP_MO"), "ucp_mo"), ((), "unione-dei-comuni-di-prova")):
        done = run_dupgraph("build", "piano.txt", *options, *name, folder=town)
        assert done.returncode == 0, done.stderr
        graph = (town / "out" / "piano.ttl").read_text(encoding="utf-8")
        assert f"dct:creator <https://w3id.org/dupgraph/data/{owner}>" in graph
        assert 'skos:prefLabel "Unione dei Comuni di Prova"@it' in graph
        assert ('dct:identifier "UCP_MO"' in graph) == bool(options)
        assert "dup:istat" not in graph
        assert run_dupgraph("validate", "out/piano.ttl", folder=town).returncode == 0
    check_refused(
        run_dupgraph("build", "piano.txt", "--ipa", "una città", *name, folder=town), "is no code of the index"
    )


def test_where_the_text_stands_is_written_beside_the_graph(town):
    print_pdf(town / "stampa.pdf", PLAN.splitlines())
    done = run_dupgraph("build", "stampa.pdf", "--municipality", "sassuolo", "--plan", "DUP", "-o", "out", folder=town)
    assert done.returncode == 0, done.stderr
    assert (
        "036040 is taken for the ISTAT code: it is that of the one municipality that is called Sassuolo" in done.stderr
    )
    assert sorted(path.name for path in (town / "out").iterdir()) == [
        *("stampa.layout.json.gz", "stampa.ttl", "stampa.txt")
    ]
