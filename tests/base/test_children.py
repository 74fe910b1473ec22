"""Children: what they answer, how their end is read, and what they cannot reach."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import active_count, stack_size
from time import monotonic, sleep
from typing import Any

import psutil
import pytest

from dupgraph.base.children import ChildError, Limits, StartError, open_child, run_child
from dupgraph.base.errors import GraphError

LIBRARIES = ("tasks",)
ROOT = Path(__file__).parents[2]


def run(task: str, limits: Limits | None = None, data: bytes = b"", **request: Any) -> tuple[Any, bytes]:
    return run_child("tasks", {"task": task, **request}, limits or Limits(), data=data, libraries=LIBRARIES)


def test_request_and_answer_are_facts_and_bytes() -> None:
    data = os.urandom(3_000_000)
    facts, answer = run("echo", data=data, words="è \ud800 \n")
    assert facts == {"task": "echo", "words": "è \ud800 \n"}
    assert answer == data[::-1]


def test_what_a_library_prints_is_no_answer() -> None:
    assert run("chatter", data=b"x") == ({"task": "chatter"}, b"x")


@pytest.mark.parametrize(
    ("task", "limits", "cause"),
    [
        ("sleep", Limits(seconds=0.5), "time"),
        ("spin", Limits(processor=1), "time"),
        ("hoard", Limits(), "memory"),
        ("nest", Limits(), "depth"),
        ("crash", Limits(), "depth"),
        ("pour", Limits(output=1000), "output"),
        ("flood", Limits(output=1000), "output"),
        ("fail", Limits(), "crash"),
    ],
)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such limits")
def test_end_is_read_as_a_fact(task: str, limits: Limits, cause: str) -> None:
    before = active_count()
    with pytest.raises(ChildError) as caught:
        run(task, limits)
    assert caught.value.cause == cause
    # A thread of another test may end meanwhile.
    assert active_count() <= before


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(StartError, match="no process can be started: no such file or directory; end other programs"):
        run("echo")


def test_a_thread_that_cannot_be_started_is_told_and_no_process_is_left() -> None:
    # No stack of that size has room.
    others, before = _list_children(), stack_size(1 << 47)
    try:
        with pytest.raises(StartError, match="no process can be started: can't start new thread; end other programs"):
            run("echo")
    finally:
        stack_size(before)
    # Other tests may have children of their own.
    assert _list_children() <= others


def _list_children() -> set[psutil.Process]:
    return set(psutil.Process().children())


def test_last_words_of_a_crash_are_kept() -> None:
    with pytest.raises(ChildError, match="nobody foresaw this"):
        run("fail")


def test_missing_module_is_a_crash() -> None:
    with pytest.raises(ChildError, match=r"No module named 'dupgraph\.nowhere'"):
        run_child("dupgraph.nowhere", {}, Limits(), data=bytes(1_000_000))


def test_our_errors_come_back_as_they_were() -> None:
    with pytest.raises(GraphError) as caught:
        run("refuse")
    assert str(caught.value) == "piano.ttl, line 3: is not valid RDF; mend it"
    assert (caught.value.path, caught.value.line) == ("piano.ttl", 3)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the numbers of the limits are Linux's")
def test_child_gives_up_what_it_is_told_to() -> None:
    facts, _ = run("look", Limits(files=0))
    assert (facts["file"], facts["socket"], facts["dump"]) == (False, False, False)
    facts, _ = run("look")
    assert (facts["file"], facts["socket"], facts["dump"]) == (True, True, False)


def test_nothing_stands_before_the_standard_library(tmp_path: Path) -> None:
    for name in ("json.py", "signal.py", "importlib.py", "tasks.py"):
        (tmp_path / name).write_text("raise SystemExit('hijacked')")
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]; from dupgraph.base.children import Limits, run_child;"
        "print(run_child('tasks', {'task': 'look'}, Limits(), libraries=['tasks'])[0]['path'])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(ROOT), str(ROOT / "tests" / "support")],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert str(tmp_path) not in done.stdout
    assert "''" not in done.stdout


def test_one_child_answers_several_requests() -> None:
    with open_child("tasks", Limits(seconds=10, processor=1), libraries=LIBRARIES) as child:
        for number in range(3):
            child.send({"task": "echo", "number": number})
            assert child.receive()[0]["number"] == number
        with pytest.raises(GraphError):
            child.send({"task": "refuse"})
            child.receive()
        child.send({"task": "echo"}, b"ab")
        assert child.receive() == ({"task": "echo"}, b"ba")


def test_clock_stands_between_requests() -> None:
    with open_child("tasks", Limits(), libraries=LIBRARIES) as child:
        # The first request is the one that waits for the process to start.
        for seconds in (None, 3, None):
            child.send({"task": "echo"}, seconds=seconds)
            child.receive()
            sleep(3.2 if seconds else 0)


def test_child_ends_with_its_block() -> None:
    with open_child("tasks", Limits(), libraries=LIBRARIES) as child:
        child.send({"task": "sleep"})
        start = monotonic()
    # The child would sleep for a minute.
    assert monotonic() - start < 50


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_interrupt_is_the_parent_s() -> None:
    """Ctrl-C reaches every process of a terminal: the child goes on until its parent ends it."""
    script = (
        "import os, signal, sys; sys.path[:0] = sys.argv[1:];"
        "from dupgraph.base.children import Limits, open_child\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "with open_child('tasks', Limits(), libraries=['tasks']) as child:\n"
        "    child.send({'task': 'echo'}); child.receive()\n"
        "    os.killpg(0, signal.SIGINT)\n"
        "    child.send({'task': 'echo'}); print(child.receive())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests" / "support")],
        capture_output=True, text=True, check=False, start_new_session=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "({'task': 'echo'}, b'')\n"), done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_child_does_not_outlive_its_parent() -> None:
    script = (
        "import os, signal, sys; sys.path[:0] = sys.argv[1:];"
        "from dupgraph.base.children import Limits, open_child\n"
        "with open_child('tasks', Limits(seconds=2), libraries=['tasks']) as child:\n"
        "    child.send({'task': 'sleep'}); print(child._process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests" / "support")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
    )  # fmt: skip
    deadline = monotonic() + 30
    while Path("/proc", done.stdout.strip()).exists() and monotonic() < deadline:
        sleep(0.1)
    assert not Path("/proc", done.stdout.strip()).exists()
