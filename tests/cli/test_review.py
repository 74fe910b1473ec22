"""``dupgraph review``: keys on a terminal or lines of the input, and decisions that a build follows."""

import json

import click
import pytest
from commands import COMMAND, run_command
from decisions import make_town
from terminal import type_on_terminal

from dupgraph.cli import group


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path)


def run(town, *args, typed="", code=0):
    done = run_command([*COMMAND, "review", str(town), "--by", "Anna", *args], input=typed, text=True)
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout


def test_keys_decide_and_the_next_build_follows(town, tmp_path):
    said = run(town, typed="n\n2\nr\nn\ns\na\nq\n")
    assert "«Luna del Cinabro»: riguarda il luogo Luna del Cinabro (1.1.1)" in said
    assert "[r] non nominano nulla" in said
    assert f"decisioni in {town.with_name('piano.review.ttl')}. Per costruire il grafo con esse: dupgraph build" in said
    built = run_command([*COMMAND, "build", str(town), "-o", str(tmp_path / "g")], text=True, check=True)
    assert "Decisioni di persone: 3 su 3 seguite" in built.stdout
    assert b"dup:reviewedAt" in (tmp_path / "g" / "piano.ttl").read_bytes()


def test_the_list_the_history_and_the_way_back_are_data_too(town):
    items = json.loads(run(town, "--list", "--format", "json"))
    assert (items[0]["why"], items[0]["sentence"][1], items[0]["places"]) == ("name", "Luna del Cinabro", 2)
    said = run(
        town, "--merge", "Associazioni di volontariato", "Terzo settore", "--note", "Sono lo stesso.", "--lang", "en"
    )
    assert said == "Associazioni di volontariato is the same as Terzo settore\n"
    (step,) = json.loads(run(town, "--history", "--format", "json"))
    assert (step["by"], step["decision"], step["note"]) == ("Anna", "merge", "Sono lo stesso.")
    assert run(town, "--undo", "--lang", "en").startswith("Taken back: Associazioni di volontariato is the same")
    assert run(town, "--undo", "--lang", "en") == "There is nothing to take back.\n"


def test_on_a_terminal_one_key_is_enough_and_80_columns_are(town):
    keys = [("[q]", "r"), ("s o n", "n"), ("[q]", "x"), ("[q]", "q")]
    shown = type_on_terminal([*COMMAND, "review", str(town)], keys)
    assert "\x1b[1mLuna del Cinabro\x1b[0m" in shown
    assert "'x' non è uno dei tasti." in shown
    lines = [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in shown.splitlines()]
    assert max(len(line) for line in lines if town.stem not in line) <= 80
    assert "1 decisione in" in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<#a> a <#b>", "piano.review.ttl, riga 1: non è Turtle valido"),
        ('<#a> <https://w3id.org/dupgraph/onto/decision> "perhaps" .', "piano.review.ttl, riga 1: la decisione <#a> "),
    ],
    ids=["no Turtle", "no decision"],
)
def test_a_broken_review_file_is_one_sentence_and_stays(town, text, said):
    path = town.with_name("piano.review.ttl")
    path.write_text(text, encoding="utf-8")
    words = run(town, code=2)
    assert said in words
    assert words.count("\n") == 1
    assert path.read_text(encoding="utf-8") == text


def test_whose_the_plan_is_can_be_said_as_for_a_build():
    context = click.Context(group)
    given = [
        {name for option in group.get_command(context, each).params for name in option.opts}
        for each in ("build", "review")
    ]
    assert {"--istat", "--ipa", "--publisher", "--plan"} <= given[0] & given[1]
