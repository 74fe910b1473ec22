"""Processes that end with the one that started them."""

import subprocess
import sys

# Starts a process that would sleep for long, says so, and waits.
PARENT = """
import subprocess, sys
code = "import os, time; from dupgraph.base.processes import end_with_parent; end_with_parent(os.getppid())"
code += "; print(1, flush=True); time.sleep(60)"
subprocess.run([sys.executable, "-c", code])
"""


def test_a_process_ends_with_the_one_that_started_it_even_if_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"1\n"
        parent.kill()
        # The other end is the child's, too: this returns when it is closed there.
        assert parent.stdout.read() == b""
