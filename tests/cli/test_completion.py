"""What the shell offers: questions, their parameters and the things that these name."""

import pytest
from click.shell_completion import ShellComplete

from dupgraph.cli import group


def complete(monkeypatch: pytest.MonkeyPatch, words: list[str], incomplete: str) -> list[str]:
    monkeypatch.setenv("COMP_WORDS", " ".join(["dupgraph", *words, incomplete]))
    shell = ShellComplete(group, {}, "dupgraph", "_DUPGRAPH_COMPLETE")
    return [item.value for item in shell.get_completions(words, incomplete)]


def test_questions_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "objectives-by-partner" in complete(monkeypatch, ["query"], "objectives-by-p")
    assert complete(monkeypatch, ["queries"], "sdg") == ["sdg-coverage"]


def test_parameters_and_things_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["query", "objectives-by-two-partners", "-p"]
    assert complete(monkeypatch, typed, "") == ["partner=", "second="]
    assert "partner=AUSL" in complete(monkeypatch, typed, "partner=au")
    assert complete(monkeypatch, typed, "text=au") == []


def test_half_a_line_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complete(monkeypatch, ["query", "no-such-question", "-p"], "partner=") == []
    assert complete(monkeypatch, ["query", "outline", "--graph", "nobody.ttl", "-p"], "x") == []
