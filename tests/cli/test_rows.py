"""Which format is written, and where: by name, by the file's ending, by who reads."""

import sys
from pathlib import Path

import click
import openpyxl
import places
import pytest
from commands import run_command
from terminal import run_on_terminal

from dupgraph.ask.results.formats import FORMATS
from dupgraph.cli.rows import WRITERS, Output, choose_format, output_options

OUTLINE = [sys.executable, "-m", "dupgraph", "query", "outline", "--graph", str(places.EXTRACT)]
WORDS = [sys.executable, "-m", "dupgraph", "query", "evidence", "--graph", str(places.EXTRACT)]


def choose(name: str | None = None, *, output: str | None = None, delimiter: str | None = None,
           excel: bool = False) -> str:  # fmt: skip
    return choose_format(name, delimiter=delimiter, excel=excel, output=None if output is None else Path(output))


def test_ending_of_the_file_names_the_format() -> None:
    for name, known in FORMATS.items():
        assert choose(output=f"result{known.extension}") == name
    assert choose(output="RESULT.XLSX") == "xlsx"
    assert choose("json", output="result.xlsx") == "json"
    assert choose(output="/dev/stdout") == "csv"
    assert choose(output="-") == "csv"
    assert choose() == "csv"


def test_every_format_has_a_media_type_and_an_ending_of_its_own() -> None:
    assert ("table", *FORMATS) == WRITERS
    for facts in ([known.media_type for known in FORMATS.values()], [known.extension for known in FORMATS.values()]):
        assert len(set(facts)) == len(FORMATS)
        assert all(facts)


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("xlsx", {"excel": True}, "--delimiter and --excel are for --format csv, not xlsx"),
        (None, {"excel": True, "output": "a.xlsx"}, "are for --format csv, not xlsx"),
        (None, {"delimiter": ";", "output": "a.json"}, "are for --format csv, not json"),
        (None, {"delimiter": ";;"}, "--delimiter is one character"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    name: str | None, options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(click.UsageError, match=sentence):
        choose(name, **options)


def test_binary_is_written_to_a_pipe_and_refused_on_a_terminal(tmp_path: Path) -> None:
    done = run_command([*OUTLINE, "--format", "xlsx"], check=True)
    (tmp_path / "pipe.xlsx").write_bytes(done.stdout)
    assert openpyxl.load_workbook(tmp_path / "pipe.xlsx").sheetnames == ["Risposta", "Domanda"]
    output = run_on_terminal([*OUTLINE, "--format", "xlsx"], code=2)
    assert "xlsx non si può mostrare in un terminale; indica un file: -o FILE.xlsx" in " ".join(output.split())
    assert "PK" not in output


def test_file_has_the_same_bytes_as_a_pipe(tmp_path: Path) -> None:
    for name in ("csv", "json", "xlsx", "md"):
        done = run_command([*OUTLINE, "--format", name], check=True)
        run_command([*OUTLINE, "-o", str(tmp_path / f"rows.{name}")], check=True)
        assert (tmp_path / f"rows.{name}").read_bytes() == done.stdout


def test_rows_asked_as_a_graph_are_a_sentence() -> None:
    done = run_command([*OUTLINE, "--format", "ttl"])
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "Error: Turtle holds triples, and this answer is rows; choose csv, json or xlsx, or ask with CONSTRUCT\n"
    )


def test_words_stand_out_on_a_terminal_only(tmp_path: Path) -> None:
    assert "\x1b[1mAUSL\x1b[0m" in run_on_terminal(WORDS)
    assert "\x1b" not in run_on_terminal(WORDS, NO_COLOR="1")
    assert "\x1b" not in run_on_terminal(WORDS, TERM="dumb")
    assert b"\x1b" not in run_command([*WORDS, "--format", "table"], check=True).stdout
    run_on_terminal([*WORDS, "--format", "table", "-o", str(tmp_path / "words.csv")])
    assert b"\x1b" not in (tmp_path / "words.csv").read_bytes()


def test_options_are_shared() -> None:
    @output_options
    def ask(output: Output) -> None:
        """Ask."""

    command = click.command()(ask)
    assert [option.name for option in command.params] == ["form", "delimiter", "excel", "output"]
