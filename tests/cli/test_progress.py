"""How far a command is, on a terminal; a pipe gets nothing of it."""

import sys
from itertools import count

import pytest

from dupgraph.cli import progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes on by 20 seconds each time that it is looked at."""
    ticks = count(0, 20)
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(ticks)))


@pytest.mark.usefixtures("clock")
def test_a_terminal_sees_how_much_is_done_and_about_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.show_progress("site \x1b[2J") as tell:
        for share in (0.0, 0.1, 0.5, 1.0):
            tell(share)
    shown = capsys.readouterr().err.split("\r")
    assert [line.rpartition(": ")[2].rstrip() for line in shown[1:3]] == [
        "10%, about 3 min left",
        "50%, about 40 s left",
    ]
    assert "\x1b" not in "".join(shown)
    # The line is blanked in the end.
    assert shown[-2].isspace()
    assert shown[-1] == ""


@pytest.mark.usefixtures("clock")
def test_a_pipe_gets_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.show_progress("site", "it") as tell:
        tell(0.5)
    assert capsys.readouterr() == ("", "")
