"""Processes that end with the one that started them, or without freeing what they hold."""

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


# What is freed when Python ends says so; what is to be done then is done all the same.
LEAVER = """
import atexit, threading, time
from dupgraph.base.processes import leave
class Held:
    def __del__(self): print("freed")
held = Held()
atexit.register(print, "done", flush=True)
"""


def test_a_process_that_leaves_frees_nothing_and_waits_for_its_threads() -> None:
    beside = "threading.Thread(target=lambda: (time.sleep(0.05), print('waited'))).start()\n"
    for more, said in (("", "done\n"), (beside, "waited\ndone\nfreed\n")):
        command = [sys.executable, "-c", f"{LEAVER}{more}leave(2)"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (2, said, "")
