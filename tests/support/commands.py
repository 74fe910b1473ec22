"""The command line, run as a process of its own that need not import everything anew.

A starter imports dupgraph once and forks for each command: its own memory, folder, environment, input and output, as
when a person starts it, for a tenth of the time. What a start itself does (its imports, its speed) is tested elsewhere,
with ``subprocess``.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import pytest

COMMAND = (sys.executable, "-m", "dupgraph")


def run_command(
    command: Sequence[str | bytes],
    *,
    input: str | bytes | None = None,
    cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
    text: bool = False,
    check: bool = False,
    timeout: float = 300,
) -> subprocess.CompletedProcess[Any]:
    """Run ``COMMAND`` with arguments and return what `subprocess.run` would, its output captured.

    Raises CalledProcessError with ``check`` for any exit code but 0, TimeoutExpired after so many seconds.
    """
    if not hasattr(os, "fork"):
        return subprocess.run(command, input=input, cwd=cwd, env=env, text=text, check=check, timeout=timeout,
                              capture_output=True)  # fmt: skip
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as words:
        given.write(input.encode() if isinstance(input, str) else input or b"")
        given.seek(0)
        finish = start_command(command, [given.fileno(), output.fileno(), words.fileno()], cwd=cwd, env=env)
        code = finish(timeout)
        output.seek(0), words.seek(0)
        shown, said = output.read(), words.read()
    done: subprocess.CompletedProcess[Any] = subprocess.CompletedProcess(
        command, code, shown.decode() if text else shown, said.decode() if text else said
    )
    if check:
        done.check_returncode()
    return done


def start_command(
    command: Sequence[str | bytes], files: list[int], *, cwd: Path | str | None = None,
    env: Mapping[str, str] | None = None,
) -> Callable[[float], int]:  # fmt: skip
    """Start ``COMMAND`` with these files as its input, output and words, and return what waits for its end.

    That takes seconds and returns the exit code, less than 0 if a signal ended it; it raises TimeoutExpired.
    """
    assert tuple(command[:3]) == COMMAND
    words = json.dumps({
        "arguments": [os.fsdecode(argument) for argument in command[3:]],
        "folder": str(cwd or Path.cwd()),
        "environment": dict(os.environ if env is None else env),
    }).encode()  # fmt: skip
    starter = _open_starter()
    pid = starter.start(words, files)

    def finish(timeout: float) -> int:
        starter.line.settimeout(timeout)
        try:
            return starter.receive()
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            starter.line.settimeout(None)
            starter.receive()
            raise subprocess.TimeoutExpired(command, timeout) from None
        finally:
            starter.line.settimeout(None)

    return finish


@dataclass(frozen=True, slots=True)
class Starter:
    """The process that forks, and the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket

    def start(self, words: bytes, files: list[int]) -> int:
        """Return the number of the process that runs a command."""
        try:
            socket.send_fds(self.line, [len(words).to_bytes(4)], files)
            self.line.sendall(words)
        except ConnectionError:
            self.tell_end()
        return self.receive()

    def receive(self) -> int:
        try:
            received = _receive(self.line, 4)
        except ConnectionError:
            received = b""
        if len(received) < 4:
            self.tell_end()
        return int.from_bytes(received, signed=True)

    def tell_end(self) -> NoReturn:
        """Fail, with what ended the starter; the next command gets a new one."""
        _starters[:] = [each for each in _starters if each is not self]
        code = self.process.wait(60)
        how = f"ended with exit code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
        raise StarterGoneError(
            f"the starter of commands, process {self.process.pid}, {how}: this test or one before it in this process "
            "did that, perhaps by ending all children, or a module that the starter imports is broken"
        )


def run_words(
    *arguments: object, code: int = 0, stdin: str = "", folder: Path | None = None, **environment: str
) -> tuple[str, str]:
    """Run a command, check its exit code and that nothing went wrong inside; return stdout and stderr."""
    command = [*COMMAND, *map(str, arguments)]
    done = run_command(command, input=stdin, cwd=folder, env=os.environ | environment)
    words: str = done.stderr.decode()
    assert done.returncode == code, words
    assert "Traceback" not in words
    return done.stdout.decode(), words


def refuse_command(*arguments: object, **environment: str) -> str:
    """Return the one sentence with which a command is refused, without how it is used."""
    output, words = run_words(*arguments, code=2, **environment)
    (sentence,) = (
        line for line in words.splitlines() if line and not line.startswith(("Usage: ", "Try ", "Uso: ", "Aiuto: "))
    )
    assert output == ""
    assert sentence.startswith(("Error: ", "Errore: "))
    return sentence


def run_here(*arguments: object, code: int = 0) -> str:
    """Run a command that prints nothing in this process, and return what it says."""
    from click.testing import CliRunner

    from dupgraph.cli import group

    result = CliRunner().invoke(group, list(map(str, arguments)), catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    return result.stderr


class StarterGoneError(Exception):
    """The process that all tests of one run start their commands from is no more."""


def run_validate(monkeypatch: "pytest.MonkeyPatch", *arguments: str) -> int:
    """Run ``dupgraph validate`` in this process, in English unless another language is given; return its exit code."""
    from dupgraph.cli import main

    spoken = () if "--lang" in arguments else ("--lang", "en")
    monkeypatch.setattr("sys.argv", ["dupgraph", "validate", *arguments, *spoken])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    raise AssertionError("it did not end")


def _receive(line: socket.socket, size: int) -> bytes:
    """Return so many bytes, or fewer if the other side has gone."""
    received = b""
    while len(received) < size and (piece := line.recv(size - len(received))):
        received += piece
    return received


_starters: list[Starter] = []


def _open_starter() -> Starter:
    """Start the process that forks, once; it ends when this one does, or is killed: then the line is closed."""
    if _starters:
        return _starters[0]
    ours, theirs = socket.socketpair()
    process = subprocess.Popen([sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()])
    theirs.close()

    def close() -> None:
        ours.close()
        process.wait()

    atexit.register(close)
    _starters.append(Starter(process, ours))
    return _starters[0]


def serve(line: socket.socket) -> None:
    """Fork for each request, and answer with the child's number and, once it has ended, its exit code."""
    while True:
        size, files, *_ = socket.recv_fds(line, 4, 3)
        if not size:
            return
        request = json.loads(_receive(line, int.from_bytes(size)))
        pid = os.fork()
        if pid == 0:
            line.close()
            _run(request, files)
        for file in files:
            os.close(file)
        line.sendall(pid.to_bytes(4, signed=True))
        line.sendall(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]).to_bytes(4, signed=True))


def _run(request: Mapping[str, Any], files: list[int]) -> None:
    """Become the command, in the forked child."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["dupgraph", *request["arguments"]]
    code = 1
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    from importlib import import_module

    from dupgraph.ask.catalogue import load_catalogue
    from dupgraph.cli import COMMANDS, main
    from dupgraph.graph.vocabulary import load_vocabulary

    # What is not asked for here, a command imports itself.
    for module, _ in COMMANDS.values():
        import_module(module)
    for name in (
        "dupgraph.policygraph",
        "dupgraph.publish.map.page",
        "dupgraph.publish.site.content",
        "dupgraph.read.build",
    ):
        import_module(name)
    # What most commands read anew when a person starts them.
    load_catalogue()
    load_vocabulary()
    # What all children share none of them goes through again for garbage, which would copy it.
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as opened:
        serve(opened)
