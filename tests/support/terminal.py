"""A terminal of one's own, for the tests of what only a terminal gets."""

import os
import pty
import subprocess
import termios
from collections.abc import Sequence
from pathlib import Path
from select import select
from time import sleep

from commands import start_command


def run_on_terminal(command: Sequence[str], *, code: int = 0, typed: str = "", **environment: str) -> str:
    """Run a command on a terminal 80 wide, check its exit code, and return what it shows; ``typed`` is its input."""
    ours, theirs = pty.openpty()
    settings = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    settings |= {"COLUMNS": "80", "TERM": "xterm", **environment}
    with Path(os.devnull).open() as nothing:
        given = theirs if typed else nothing.fileno()
        finish = start_command(command, [given, theirs, theirs], env=settings)
    os.write(ours, typed.encode())
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        # So ends a terminal whose other side has gone.
        pass
    found = finish(300)
    os.close(ours)
    assert found == code, shown
    return shown.decode().replace("\r\n", "\n")


def type_on_terminal(command: Sequence[str], answers: Sequence[tuple[str, str]]) -> str:
    """Run a command on a terminal 80 wide, type each key when its prompt is shown, and return what was shown in all."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "COLUMNS": "80", "TERM": "xterm"}
    shown = ""
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=settings) as process:
        os.close(theirs)
        try:
            for prompt, key in answers:
                done = len(shown)
                while prompt not in shown[done:]:
                    shown += _read_piece(ours, process)
                _await_key(ours)
                os.write(ours, key.encode())
            while True:
                shown += _read_piece(ours, process)
        except OSError:
            # So ends a terminal whose other side has gone.
            pass
        finally:
            process.kill()
    os.close(ours)
    return shown.replace("\r\n", "\n")


def _await_key(terminal: int) -> None:
    """Wait until a program reads single keys: as it begins to, it forgets what was typed before."""
    for _ in range(3_000):
        if not termios.tcgetattr(terminal)[3] & termios.ICANON:
            return
        sleep(0.02)
    raise AssertionError("the program shows a prompt and reads no key")


def _read_piece(terminal: int, process: "subprocess.Popen[bytes]") -> str:
    ready, _, _ = select([terminal], [], [], 120)
    assert ready, f"{process.args} says nothing more"
    return os.read(terminal, 65536).decode()
