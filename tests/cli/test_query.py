"""The commands query and queries: rows on stdout, words on stderr, exit codes."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import places
import pytest
from commands import run_words as run
from pyoxigraph import QueryResultsFormat, parse_query_results

from dupgraph.ask.catalogue import TIMEOUT_MOST
from dupgraph.cli.options import Seconds
from dupgraph.graph.stores.load import load_graphs

COMMAND = [sys.executable, "-m", "dupgraph"]
AUSL = ("query", "objectives-by-partner", "-p", "partner=AUSL", "--graph", str(places.EXTRACT))
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def run_file(text: str, *options: str, code: int = 0) -> tuple[str, str]:
    return run("query", "--file", "-", "--graph", str(places.EXTRACT), *options, stdin=text, code=code)


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


# Named questions -----------------------------------------------------------------------------------------------------


def test_csv_in_a_pipe() -> None:
    output, words = run(*AUSL)
    assert [row["code"] for row in read_csv(output)] == ["1.3.1", "1.3.9", "1.3.10"]
    assert words == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["timing-of-objective", "-p", "objective=1.3.1"],
            "Nessun campo dell'obiettivo indica un anno o una data; può farlo il suo testo.",
        ),
        (["objectives-by-text", "-p", "text=fotovoltaico"], "Nel testo degli elementi del piano queste parole non ci"),
        (["bridging-partners", "-p", "least=50"], "Nessun risultato: nel piano non se ne trovano."),
        (["bridging-partners", "-p", "least=50", "--lang", "en"], "No rows: none were found in the plan."),
    ],
)
def test_no_rows_are_said_to_be_none(arguments: list[str], words: str) -> None:
    output, said = run("query", *arguments, "--graph", str(places.EXTRACT))
    assert read_csv(output) == [] and output.count("\n") == 1
    assert said.startswith(words)


def test_packaged_graphs_answer_from_any_folder(tmp_path: Path) -> None:
    output, _ = run("query", "objectives-by-partner", "-p", "partner=AUSL", folder=tmp_path)
    assert [row["code"] for row in read_csv(output)] == ["1.3.1", "1.3.3", "1.3.5"]


def test_json_is_sparql_results() -> None:
    output, _ = run(*AUSL, "--format", "json")
    rows = parse_query_results(output.encode(), format=QueryResultsFormat.JSON)
    assert [row["code"].value for row in rows] == ["1.3.1", "1.3.9", "1.3.10"]


def test_jsonl_tsv_and_md() -> None:
    assert json.loads(run(*AUSL, "--format", "jsonl")[0].splitlines()[0])["words"] == "Azienda Sanitaria Locale (ASL)"
    assert run(*AUSL, "--format", "tsv")[0].splitlines()[1].startswith('"1.3.1"\t"Rafforzare')
    assert run(*AUSL, "--format", "md")[0].startswith("| Codice | Titolo |")


def test_table_fits_and_says_the_plan_once() -> None:
    output, _ = run(*AUSL, "--format", "table")
    assert output.count("Estratto dal DUP di Sassuolo") == 1
    assert "3 righe" in output
    assert "\x1b" not in output


def test_table_leaves_out_empty_columns_and_what_nobody_reads() -> None:
    rows = "SELECT (1 AS ?one) ?none ?s { ?s ?p ?o . ?a ?b ?c } LIMIT 700"
    output, _ = run_file(rows, "--format", "table")
    assert output.splitlines()[0].split() == ["one", "s"]
    assert output.splitlines()[-2:] == ["700 righe", "... ancora 200 righe: --format csv"]
    assert output.count("https://") == 500


def test_table_on_a_terminal() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "72", "TERM": "xterm", "NO_COLOR": ""}
    with subprocess.Popen([*COMMAND, *AUSL], stdout=theirs, env=environment) as process:
        process.wait(60)
    os.close(theirs)
    output = os.read(ours, 65536).decode()
    os.close(ours)
    assert "3 righe" in output
    assert "," not in output.splitlines()[0]
    assert "\x1b[1mAUSL\x1b[0m" in output
    assert max(len(re.sub(r"\x1b\[\d*m", "", line)) for line in output.splitlines()) <= 72


def test_spreadsheet() -> None:
    output, _ = run(*AUSL, "--excel")
    assert output.startswith("\ufeffcode;title;level;")
    assert output.count("\r\n") == 4
    assert run(*AUSL, "--delimiter", ";")[0].startswith("code;title;level;")


def test_output_file_is_whole(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [*COMMAND, *AUSL, "-o", "rows.csv"]
    printed = subprocess.check_output(command, stderr=theirs, cwd=tmp_path)
    os.close(theirs)
    # A person is told; a script sees the file alone.
    assert (printed, os.read(ours, 1024)) == (b"", b"rows.csv: 3 righe\r\n")
    os.close(ours)
    assert len(read_csv((tmp_path / "rows.csv").read_text())) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_output_folder_must_exist(tmp_path: Path) -> None:
    _, words = run(*AUSL, "-o", str(tmp_path / "none" / "rows.csv"), code=2)
    assert words.startswith(f"Error: {tmp_path}/none/rows.csv: cannot be written: the folder does not exist")


def test_language() -> None:
    assert read_csv(run(*AUSL, "--lang", "en")[0])[0]["partner"] == "Local health authority"
    assert read_csv(run(*AUSL, "-p", "lang=en")[0])[0]["partner"] == "Local health authority"


def test_show_query_runs_as_it_is() -> None:
    text, _ = run(*AUSL, "--show-query")
    assert "?_" not in text
    raw, shown = (list(csv.DictReader(StringIO(output))) for output in (run_file(text)[0], run(*AUSL)[0]))
    # The sentences are cut from the text where the query says that the words stand.
    assert all(row.pop("spots") for row in raw)
    for row in shown:
        del row["sentence"], row["citation"]
    assert raw == shown


def test_known_thing_without_rows_is_an_empty_table() -> None:
    output, _ = run("query", "objectives-by-theme", "-p", "theme=turismo", "--graph", str(places.EXTRACT))
    assert output == "code,title,level,theme,words,sentence,page,citation,plan\n"
    table, _ = run(
        "query", "objectives-by-theme", "-p", "theme=turismo", "--graph", str(places.EXTRACT), "--format=table"
    )
    assert "0 righe" in table


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("objective-by-partner", "--lang", "en"),
            "Error: no query named 'objective-by-partner' (did you mean 'objectives-by-partner' or ",
        ),
        (("zzz",), "Errore: nessuna domanda si chiama 'zzz'; l'elenco: dupgraph queries"),
        (
            ("objectives-by-partner", "--lang", "en"),
            "parameter 'partner' is missing; such as: -p 'partner=AUSL'; see: dupgraph queries",
        ),
        (
            ("objectives-by-partner",),
            "manca il parametro 'partner'; ad esempio: -p 'partner=AUSL'; l'elenco: dupgraph queries",
        ),
        (("outline", "-p", "partner=AUSL"), "nessun parametro si chiama 'partner'; la domanda non ne ha; "),
        (
            ("objectives-by-partner", "-p", "partner=Ausel"),
            f"niente si chiama 'Ausel' ({places.EXTRACT}); forse: AUSL (Azienda sanitaria locale)?",
        ),
        (("objectives-by-partner", "-p", "partner=rete locale"), "'rete locale' è il nome di 2 cose; scrivi uno di"),
        (("outline", "--plan", "Modena"), "nessun piano si chiama 'Modena'"),
        (("bridging-partners", "-p", "least=tre"), "parametro 'least': non è un numero intero: 'tre'"),
        (("bridging-partners", "-p", f"least={'9' * 30}"), "numero troppo grande: '999"),
        (("outline", "--map", "map.pdf"), "map.pdf: a map is a web page, and no .pdf; name it map.html"),
        (("outline", "--graph", "other.ttl"), "--graph è dato 2 volte; più piani si interrogano insieme come cartella"),
        (("objectives-by-partner", "-p", "AUSL"), "scrivi NOME=VALORE, ad esempio -p partner=AUSL"),
        (("objectives-by-partner", "AUSL"), "AUSL; un valore si dà con -p, ad esempio -p partner=AUSL"),
        (("objectives-by-partner", "AUSL", "--lang", "en"), "a value is given with -p, such as"),
        (("outline", "--grap", "x"), "nessuna opzione si chiama --grap (forse '--graph'"),
        (("outline", str(places.EXTRACT)), f"{places.EXTRACT}; un grafo si indica con --graph {places.EXTRACT}"),
        (
            (str(places.EXTRACT),),
            f"è un file, non una domanda del catalogo; lo SPARQL si esegue con --file {places.EXTRACT}",
        ),
        (("objectives-by-partner", "-p", "partner=a", "-p", "partner=b"), "è dato due volte"),
        (("outline", "--format", "xml"), "'xml' non è fra"),
        (("outline", "--format", "json", "--excel"), "--delimiter e --excel sono per --format csv, non json"),
        (("outline", "--delimiter", ";;"), "--delimiter è un carattere solo"),
        (("outline", "--delimiter", '"'), "e non le virgolette né un a capo"),
        (("outline", "--delimiter", "\n"), "e non le virgolette né un a capo"),
        (("outline", "--delimiter", "\r"), "e non le virgolette né un a capo"),
        (("outline", "--allow-service", "http://localhost/"), "--allow-service è per --file"),
        (("outline", "--file", "x.rq"), "indica il NOME di una domanda oppure --file FILE"),
        ((), "indica il NOME di una domanda oppure --file FILE"),
        (("--file", "x.rq", "-p", "a=b"), "sono per una domanda del catalogo"),
    ],
)
def test_wrong_question_is_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    output, words = run("query", *arguments, "--graph", str(places.EXTRACT), code=2)
    assert output == ""
    assert sentence in words


def test_wrong_graph_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a:s> <a:p> .\n")
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "folder").mkdir()
    sentences = {
        "none.ttl": "none.ttl: non c'è alcun file né cartella con questo nome; indica",
        "broken.ttl": "broken.ttl, line 1: is not valid RDF",
        "empty.ttl": "empty.ttl: holds no triples",
        "folder": "folder: nella cartella non ci sono né grafi (",
    }
    for name, sentence in sentences.items():
        _, words = run("query", "outline", "--graph", str(tmp_path / name), code=2)
        assert sentence in words
        assert len(words.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("query", "evidence"), ("query", "statistics"), ("query", "outline", "--show-query"), ("--help",)],
    ids=" ".join,
)
def test_reader_that_has_left_is_no_error(arguments: tuple[str, ...]) -> None:
    """Whether the rows fill the pipe or all fit into a buffer that is only emptied at the end; and without rows."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([*COMMAND, *arguments], stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [("query", "outline"), ("query", "outline", "--show-query"), ("queries",), ("validate", str(places.EXTRACT)),
     ("map", "-o", "-"), ("--help",), ("query", "--help")],
    ids=" ".join,
)  # fmt: skip
def test_full_disk_is_a_sentence(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.stderr == b"Error: standard output: cannot be written: no space left on device\n"
    assert done.returncode == 2


def test_closed_output_is_no_error() -> None:
    script = 'exec "$0" -m dupgraph query outline >&-'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# One's own SPARQL ----------------------------------------------------------------------------------------------------


def test_own_query_from_stdin_and_from_a_file(tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/dupgraph/onto/Objective> }"
    assert run_file(text)[0] == "n\n3\n"
    (tmp_path / "mine.rq").write_bytes(b"\xef\xbb\xbf" + text.encode())
    output, _ = run("query", "--file", str(tmp_path / "mine.rq"), "--graph", str(places.EXTRACT), "--format", "jsonl")
    assert output == '{"n": 3}\n'


def test_own_ask_answers_with_its_exit_code() -> None:
    assert run_file("ASK { ?s ?p ?o }")[0] == "answer\ntrue\n"
    assert run_file("ASK { ?s ?p <a:nowhere> }", code=1)[0] == "answer\nfalse\n"


def test_own_construct_is_a_table_of_triples() -> None:
    output, _ = run_file("CONSTRUCT { <a:s> <a:p> 1 } {}")
    assert output == "subject,predicate,object\na:s,a:p,1\n"


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("SELECT * " + "{" * 5000 + "}" * 5000, (), "standard input: the text has 10,002 words and signs"),
        ("SELECT * " + "{" * 2000 + "}" * 2000, (), "standard input, line 1, column 74: brackets are nested"),
        (SLOW, ("--timeout", "0.3"), "stopped: no answer within 0.3 seconds"),
        (
            "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }",
            (),
            "line 1, column 12: SERVICE <http://localhost/> would send",
        ),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", (), "a graph that is not here: <file:///etc/passwd>"),
        ("SELECT ?s\nWHERE { ?s ?p }", (), "standard input, line 2, column 16: not valid SPARQL"),
        ("DELETE WHERE { ?s ?p ?o }", (), "DELETE would change the graph"),
        ("", (), "the text holds no query"),
        ("ASK {}", ("--timeout", "0"), "0.0 non è fra i valori ammessi"),
        ("ASK {}", ("--timeout", "nan"), "is not a number of seconds"),
        ("ASK {}", ("--timeout", "1e400"), "inf non è fra i valori ammessi"),
        ("ASK {}", ("--timeout", "1e12"), "non è fra i valori ammessi"),
    ],
    ids=[
        "tokens",
        "nesting",
        "runaway",
        "service",
        "from",
        "syntax",
        "update",
        "empty",
        "timeout",
        "nan",
        "infinite",
        "endless",
    ],
)
def test_own_query_that_cannot_run(text: str, options: tuple[str, ...], sentence: str) -> None:
    output, words = run_file(text, *options, code=2)
    assert output == ""
    assert sentence in words


def test_option_allows_the_seconds_that_the_library_allows() -> None:
    assert Seconds().max == TIMEOUT_MOST


def test_cut_answer_is_said_and_is_not_success() -> None:
    output, words = run_file("SELECT (1 AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", code=2)
    assert output.count("\n") == 100_001
    assert words == (
        "Risposta non completa: ferma a 100.000 righe, il massimo per una risposta; "
        "restringi l'interrogazione (LIMIT).\n"
    )


@pytest.mark.parametrize(
    ("name", "sentence"), [("none.rq", "cannot be read: no such file"), ("", "cannot be read: is a dir")]
)
def test_file_that_cannot_be_read(tmp_path: Path, name: str, sentence: str) -> None:
    _, words = run("query", "--file", str(tmp_path / name), code=2)
    assert sentence in words


def test_closed_input_is_an_error() -> None:
    script = 'exec "$0" -m dupgraph query --file - <&-'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "Error: standard input: is closed; give a file of SPARQL\n"


def test_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes(b"SELECT \xff")
    assert "a.rq: is not text in UTF-8" in run("query", "--file", str(tmp_path / "a.rq"), code=2)[1]


@pytest.mark.parametrize("command", ["query", "queries"])
def test_help_ends_with_an_example(command: str) -> None:
    output, _ = run(command, "--help")
    assert output.split("Example:")[-1].strip().splitlines()[-1].strip().startswith(("dupgraph", "echo"))


def test_a_file_that_never_ends_is_refused() -> None:
    assert "bytes, more than the 65,536 allowed" in run("query", "--file", "/dev/zero", code=2)[1]


def test_words_of_a_file_do_not_command_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> \x1b[31m .")
    words = run("query", "outline", "--graph", str(tmp_path / "a.ttl"), code=2)[1]
    assert "\x1b" not in words


def test_cut_answer_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("before")
    (tmp_path / "a.rq").write_text("SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    arguments = ("query", "--file", str(tmp_path / "a.rq"), "--graph", str(places.EXTRACT))
    words = run(*arguments, "-o", str(tmp_path / "a.csv"), code=2)[1]
    assert "a.csv non è stato scritto" in words
    assert (tmp_path / "a.csv").read_text() == "before"


def test_map_of_what_an_answer_speaks_of(tmp_path: Path) -> None:
    _, words = run("query", "partners-of-objective", "-p", "objective=1.3.3", "--map", str(tmp_path / "a.html"))
    assert "a.html: si apre con un browser" in words
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    start = re.search(r'"things": ?\[([^\]]*)\]', page)
    assert start is not None
    # The objective, and its three partners.
    assert len(start[1].split(",")) == 4
    nothing = ("query", "instruments-of-objective", "-p", "objective=1.3.3", "--map", str(tmp_path / "b.html"))
    assert "Non c'è niente da vedere: niente della risposta" in run(*nothing, code=1)[1]


def test_triples_come_in_one_order(tmp_path: Path) -> None:
    arguments = ("query", "partner-network", "--format", "nt", "--graph")
    load_graphs([places.EXTRACT], tmp_path / "store")
    assert run(*arguments, str(places.EXTRACT)) == run(*arguments, str(tmp_path / "store"))
