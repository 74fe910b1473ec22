"""Folders for what nobody keeps go with their process, or, if that was killed, when the next one is made."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dupgraph.base.scratch import ScratchFolder

HOLD = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from dupgraph.base.scratch import ScratchFolder
with ScratchFolder() as scratch:
    print(scratch.path, flush=True)
    sys.stdin.read()
"""


def make_older(folder: Path) -> None:
    past = time.time() - 3600
    os.utime(folder, (past, past))


def test_a_folder_goes_in_the_end_with_all_that_is_in_it() -> None:
    with ScratchFolder() as scratch:
        (scratch.path / "sub").mkdir()
        (scratch.path / "sub" / "file").write_text("text")
    assert not scratch.path.exists()
    scratch.close()


@pytest.mark.skipif(os.name != "posix", reason="locks of POSIX")
def test_what_a_killed_process_left_goes_and_what_others_hold_or_made_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        held = Path(process.stdout.readline().strip())
        foreign = tmp_path / "dupgraph-scratch-of-mine"
        foreign.mkdir()
        for folder in (held, foreign):
            make_older(folder)
        ScratchFolder().close()
        assert (held.exists(), foreign.exists()) == (True, True)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert held.exists()
    ScratchFolder().close()
    assert not held.exists(), "nobody holds it any more, and it is an hour old"
    assert foreign.exists(), "without a lock it was not made here"
