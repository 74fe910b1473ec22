"""What the tests stand on: what hangs fails by its name, what was killed is told, marks are held to."""

import signal
import socket
import subprocess
import sys
import time

import pytest
from commands import Starter, StarterGoneError
from tiers import require_mark
from watchdog import unignore_signals, watch


def test_what_hangs_fails_by_its_name() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"that_one has hung for 0\.2 seconds"), watch("that_one", 0.2):
        subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], check=False)


def test_what_ends_in_time_is_not_ended_later() -> None:
    with watch("that_one", 0.2):
        pass
    time.sleep(0.3)


def test_children_get_the_signals_that_the_caller_ignored() -> None:
    earlier = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        unignore_signals()
        child = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
        assert subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL, check=False).returncode == -2
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, earlier)


def test_a_starter_of_commands_that_was_killed_says_so() -> None:
    ours, theirs = socket.socketpair()
    with subprocess.Popen(["sleep", "60"]) as process, ours:
        starter = Starter(process, ours)
        theirs.close()
        process.kill()
        with pytest.raises(StarterGoneError, match=f"process {process.pid}, was ended by SIGKILL"):
            starter.start(b"{}", [])


def test_a_server_starts_under_its_mark_alone() -> None:
    with pytest.raises(pytest.fail.Exception, match="wants the mark 'server'"):
        require_mark("server")


@pytest.mark.slow
def test_a_mark_of_the_running_test_is_known() -> None:
    require_mark("slow")
