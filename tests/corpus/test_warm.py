"""A warm process: what a plan does to it is that plan's failure, and the next plan has a process again."""

from pathlib import Path

import pytest

from dupgraph.corpus import warm
from dupgraph.corpus.orders import Order
from dupgraph.corpus.warm import PlanLimits, WarmProcess
from dupgraph.schema.values import PlanRecord


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """A warm process that does what the bytes of a plan tell it; a parameter is how many seconds it has."""
    monkeypatch.setattr(warm, "_CHILD", "hostile")
    monkeypatch.setattr(warm, "_LIBRARIES", ("hostile",))
    process = WarmProcess(PlanLimits(seconds=getattr(request, "param", 100), memory=512))
    yield process
    process.close()


def order(words: str) -> Order:
    return Order("plan.pdf", "036040-dup", "key", "", PlanRecord(), "", (), "", "", words.encode())


def test_plans_share_one_process(process: WarmProcess) -> None:
    first, second = process.build(order("good")), process.build(order("good"))
    assert first.counts == second.counts
    assert first.failure is None


@pytest.mark.parametrize(
    ("process", "words", "sentence"),
    [
        (2, "hang", "given up after 2 seconds"),
        (100, "eat", "more than 512 MB"),
        (100, "kill", "killed 2 times"),
        (100, "exit", "ended the process"),
    ],
    indirect=["process"],
)
def test_what_a_plan_does_is_its_own_failure(
    process: WarmProcess, words: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = process.build(order(words))
    assert outcome.failure is not None
    assert (outcome.failure.source, outcome.failure.stage) == ("plan.pdf", "limits")
    assert sentence in outcome.failure.sentence
    # The next process has as long to start as a busy machine needs.
    monkeypatch.setattr(process, "_limits", PlanLimits(memory=512))
    assert process.build(order("good")).failure is None


def test_a_plan_whose_process_was_killed_once_is_built(process: WarmProcess, tmp_path: Path) -> None:
    outcome = process.build(order(f"once {tmp_path / 'mark'}"))
    assert (outcome.failure, outcome.tries) == (None, 2)
