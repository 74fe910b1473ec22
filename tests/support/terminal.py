"""A terminal of one's own, for the tests of what only a terminal gets."""

import os
import pty
import subprocess
from collections.abc import Sequence


def run_on_terminal(command: Sequence[str], *, code: int = 0, typed: str = "", **environment: str) -> str:
    """Run a command on a terminal 80 wide, check its exit code, and return what it shows; ``typed`` is its input."""
    ours, theirs = pty.openpty()
    settings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    settings |= {"COLUMNS": "80", "TERM": "xterm", **environment}
    given = theirs if typed else None
    with subprocess.Popen(command, stdin=given, stdout=theirs, stderr=theirs, env=settings) as process:
        os.write(ours, typed.encode())
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:
            # So ends a terminal whose other side has gone.
            pass
        found = process.wait(60)
    os.close(ours)
    assert found == code, shown
    return shown.decode().replace("\r\n", "\n")
