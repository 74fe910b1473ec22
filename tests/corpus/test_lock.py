"""One run at a time writes to a corpus, whoever has died while he did."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from many import write_plans

from dupgraph.base.errors import OutputError
from dupgraph.base.storage import open_storage
from dupgraph.corpus import lock
from dupgraph.corpus.build import Settings, build_corpus
from dupgraph.corpus.lock import hold_lock
from dupgraph.schema.corpora import LOCK


def write_lock(out: Path, **facts: object) -> None:
    out.mkdir(exist_ok=True)
    own = {"host": socket.gethostname(), "process": os.getpid(), "renewed": time.time(), "token": "x"}
    (out / LOCK).write_text(json.dumps({**own, **facts}), encoding="utf-8")


def find_dead() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    return process.pid


def test_a_second_run_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 1)
    with (
        hold_lock(open_storage(str(tmp_path / "out"))),
        pytest.raises(OutputError, match=rf"another run \(process {os.getpid()} on .*wait until"),
    ):
        build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(workers=1))
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("facts", [{"process": find_dead()}, {"host": "elsewhere", "renewed": time.time() - 3600}])
def test_the_lock_of_a_run_that_died_is_taken_over_and_goes(tmp_path: Path, facts: dict[str, object]) -> None:
    write_lock(tmp_path / "out", **facts)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "DUP.txt").write_text("of nobody", encoding="utf-8")
    report = build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"))
    assert report.progress.failed == 1
    assert not (tmp_path / "out" / LOCK).exists()


def test_of_two_that_begin_in_the_same_moment_one_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(lock, "_write", lambda *_: write_lock(out, host="elsewhere", process=1))
    with pytest.raises(OutputError, match="process 1 on elsewhere"), hold_lock(open_storage(str(out))):
        pass
    assert (out / LOCK).exists()


def test_a_run_on_another_machine_is_believed_as_long_as_it_says_that_it_is_there(tmp_path: Path) -> None:
    write_lock(tmp_path / "out", host="elsewhere", process=1)
    with pytest.raises(OutputError, match="process 1 on elsewhere"), hold_lock(open_storage(str(tmp_path / "out"))):
        pass


def test_a_lock_that_nobody_wrote_is_none(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text("{", encoding="utf-8")
    with hold_lock(open_storage(str(tmp_path))):
        assert json.loads((tmp_path / LOCK).read_text(encoding="utf-8"))["process"] == os.getpid()
