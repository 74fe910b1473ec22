"""The command line as a whole: one way to print, and no error that is not a sentence."""

import re
import subprocess
import sys
from pathlib import Path

import places
import pytest
from click.testing import CliRunner
from terminal import run_on_terminal

from dupgraph import cli
from dupgraph.cli import group

CLI = Path(cli.__file__).parent
STEER = "\x1b[31mROSSO\x9b2J \u202eOSSOR\u202c\x07"
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def run_main(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with a command that fails as nobody foresaw."""
    script = (
        "import gc, dupgraph.cli as cli, dupgraph.cli.queries as queries\n"
        "def fail(*_, **__): raise ZeroDivisionError(f'secret\\x1b[2J\\nwords {gc.get_threshold()[0]:,}')\n"
        "queries.command.callback = fail\n"
        "cli.main()\n"
    )
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_nobody_foresaw_is_one_sentence_and_2() -> None:
    done = run_main("queries")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: stopped by something that nobody foresaw (ZeroDivisionError: secret␛[2J words 100,000);"
        " it is a fault of dupgraph: report it with what --debug shows\n"
    )


@pytest.mark.parametrize("arguments", [("--debug", "queries"), ("queries", "--debug")])
def test_debug_shows_where_it_was(arguments: tuple[str, ...]) -> None:
    done = run_main(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert 'File "<string>", line 2, in fail' in done.stderr
    assert done.stderr.endswith("report it with what --debug shows\n")


def test_debug_shows_where_a_foreseen_error_was_too() -> None:
    command = [sys.executable, "-m", "dupgraph", "query", "none", "--debug"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert "Errore: nessuna domanda si chiama 'none'" in done.stderr


def test_all_that_is_printed_goes_through_one_door() -> None:
    doors = {path.name for path in CLI.glob("*.py") if "click.echo" in path.read_text(encoding="utf-8")}
    assert doors == {"printing.py"}
    raw = [path.name for path in CLI.glob("*.py") if re.search(r"\bprint\(|stdout\.(buffer\.)?write", path.read_text())]
    assert raw == ["rows.py"]


@pytest.fixture(scope="module")
def steering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose labels steer a terminal."""
    path = tmp_path_factory.mktemp("steering") / "graph.ttl"
    text = places.EXTRACT.read_text(encoding="utf-8")
    escaped = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04X}" for sign in STEER)
    changed = re.sub(r'((?:skos:prefLabel|dct:title|oa:exact) )"', rf'\1"{escaped} '.replace("\\u", "\\\\u"), text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, ["query", "outline"]),
        (0, ["query", "partner-ranking", "--format", "md"]),
        (0, ["query", "partner-ranking", "--format", "csv"]),
        (0, ["query", "partner-ranking", "--format", "json"]),
        (2, ["query", "objectives-by-partner", "-p", "partner=" + STEER]),
        (0, ["matrix", "policy", "partner"]),
        (0, ["matrix", "partner", "objective", "--format", "md"]),
        (0, ["links"]),
        (0, ["measures"]),
        (1, ["ask", "Quali obiettivi coinvolgono " + STEER]),
        (1, ["validate", "."]),
        (2, ["query", "--" + STEER]),
        (2, ["export", STEER]),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else " ".join(value[:4]).replace(STEER, "STEER"),
)
def test_no_text_steers_the_terminal(steering: Path, code: int, arguments: list[str]) -> None:
    where = [] if arguments[0] == "validate" else ["--graph", str(steering)]
    arguments = [str(steering) if word == "." else word for word in arguments]
    shown = run_on_terminal([sys.executable, "-m", "dupgraph", *arguments, *where], code=code)
    shown = re.sub("\x1b\\[[01]m", "", shown.replace("\r\n", "\n"))
    assert "ROSSO" in shown
    assert STEERING.findall(shown) == []


def test_data_in_a_pipe_stays_as_it_is(steering: Path) -> None:
    result = CliRunner().invoke(group, ["query", "partner-ranking", "--format", "csv", "--graph", str(steering)])
    assert STEER in result.stdout


@pytest.mark.parametrize("command", [*cli.COMMANDS, "corpus build"])
def test_help_is_in_words_of_people_and_cuts_nothing(command: str) -> None:
    words = CliRunner(env={"COLUMNS": "80"}).invoke(group, [*command.split(), "--help"]).stdout
    assert "Usage: " in words
    assert not re.search(r" RANGE\b|,\.\.\.$", words, re.MULTILINE)
