"""A command stopped at its n-th file operation, in a process that is forked for it: what stands there afterwards.

Run as a script, with one JSON of settings; it prints one JSON with what it saw. Forked and not started anew: what a
command imports is imported once. Nothing here makes a thread, which a fork would lose.
"""

import contextlib
import errno
import json
import os
import random
import re
import shutil
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

# Of opening for reading only what lies in the folder of the test is counted, as all else.
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod", "os.scandir"}
LEFT = re.compile(r"\..*\.(part|old)")
HOWS = ("SIGKILL", "SIGTERM", "EIO")


class Stop:
    """Counts file operations below a folder, and stops the process at one of them."""

    def __init__(self, root: Path, at: int, how: str) -> None:
        self.root, self.at, self.how = str(root), at, how
        self.count = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in EVENTS or not self.is_here(arguments[0] if arguments else ""):
            return
        self.count += 1
        if self.count == self.at:
            if self.how == "EIO":
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            os.kill(os.getpid(), getattr(signal, self.how))

    def is_here(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return os.path.abspath(os.fsdecode(path)).startswith(self.root)  # noqa: PTH100  no link is followed


def run_forked(work: Callable[[], str]) -> tuple[int, str]:
    """Return exit code (of a signal, its negative number) and the words of some work in a process of its own."""
    ours, theirs = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(ours)
        code = 99
        try:
            words = work()
            code = 0
        except SystemExit as end:
            code, words = int(end.code or 0), ""
        finally:
            if code == 0:
                os.write(theirs, words.encode())
            os._exit(code)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        words = stream.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), words


def run_command(arguments: list[str], errors: Path, stop: Stop | None = None) -> tuple[int, int]:
    """Run a command line in a process of its own; return its exit code, and how many operations it made."""

    def work() -> str:
        from dupgraph.cli import main

        sys.argv = ["dupgraph", *arguments]
        with errors.open("w") as file:
            os.dup2(file.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        counter = stop or Stop(Path(os.devnull), 0, "")
        sys.addaudithook(counter)
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise
        return str(counter.count)

    code, words = run_forked(work)
    return code, int(words or 0)


def read_state(place: Path) -> dict[str, str]:
    """Return what stands at a place: a store's triples, or the files of a folder; nothing of what is left over."""

    def work() -> str:
        from pyoxigraph import Store

        if (place / "CURRENT").is_file():
            lines = sorted(map(str, Store.read_only(str(place))))
            return json.dumps({"triples": sha256("\n".join(lines).encode()).hexdigest()})
        files = [path for path in sorted(place.rglob("*")) if path.is_file() and not LEFT.fullmatch(path.name)]
        return json.dumps({str(path.relative_to(place)): sha256(path.read_bytes()).hexdigest() for path in files})

    code, words = run_forked(work)
    return json.loads(words) if code == 0 else {"unreadable": str(code)}


def list_left(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in root.rglob(".*") if LEFT.fullmatch(path.name)]


def make_old(settings: dict[str, Any], root: Path) -> None:
    """Make the earlier state, from the plan that stands there, and put the next plan in its place.

    In this process where the settings say so: what the command keeps in memory, all that are forked have.
    """
    from dupgraph.cli import group

    (root / "out").mkdir()
    if settings["is_run_once"]:
        with contextlib.redirect_stdout(StringIO()), contextlib.redirect_stderr(StringIO()):
            group(settings["command"], standalone_mode=False)
    else:
        code, _ = run_command(settings["command"], root / "errors.txt")
        assert code == 0, (root / "errors.txt").read_text()
    (root / "out").rename(root / "old")
    shutil.copytree(root / "next", root, dirs_exist_ok=True)


def count_operations(settings: dict[str, Any], root: Path) -> int:
    restore(settings, root)
    code, count = run_command(settings["command"], root / "errors.txt", Stop(root / "out", -1, ""))
    assert code == 0, (root / "errors.txt").read_text()
    return count


def restore(settings: dict[str, Any], root: Path) -> None:
    shutil.rmtree(root / "out", ignore_errors=True)
    shutil.copytree(root / "old", root / "out", copy_function=os.link if settings["is_linked"] else shutil.copy2)


def try_point(settings: dict[str, Any], root: Path, at: int, how: str, new: dict[str, str]) -> str:
    """Return what is wrong after a stop at one operation; empty for nothing."""
    restore(settings, root)
    place, errors = root / settings["place"], root / "errors.txt"
    old = read_state(place)
    code, _ = run_command(settings["command"], errors, Stop(root / "out", at, how))
    said = errors.read_text()
    if "Traceback" in said or (how == "EIO" and code not in (0, 2)) or (code == 2 and said.strip().count("\n")):
        return f"{code}: {said}"
    state = read_state(place)
    loose = settings["loose"]
    wholes = (old, new) if not loose else (old, new, {k: v for k, v in old.items() if k not in loose},
                                           {k: v for k, v in new.items() if k not in loose})  # fmt: skip
    if state not in wholes:
        return f"neither the earlier nor the new state: {sorted(state)}"
    # What could not be cleared, or was not, the next run clears.
    code, _ = run_command(settings["command"], errors)
    if code != 0:
        return f"the next run fails: {code} {errors.read_text()}"
    if read_state(place) != new or list_left(root):
        return f"the next run is not whole, or leaves {list_left(root)}"
    return ""


def main(settings: dict[str, Any]) -> dict[str, Any]:
    root = Path(settings["root"])
    os.chdir(root)
    # The command's own modules, once for all.
    from dupgraph.cli import LazyGroup

    assert LazyGroup(name="x").get_command(None, settings["command"][0]) is not None  # type: ignore[arg-type]
    for name in settings["modules"]:
        __import__(name)
    make_old(settings, root)
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    count = count_operations(settings, root)
    new = read_state(root / settings["place"])
    restore(settings, root)
    assert new != read_state(root / settings["place"])
    points = [(at, how) for at in range(1, count + 1) for how in HOWS]
    if settings["most"] and len(points) > settings["most"]:
        points = sorted(random.Random(settings["seed"]).sample(points, settings["most"]))  # noqa: S311
    faults = [(at, how, fault) for at, how in points if (fault := try_point(settings, root, at, how, new))]
    return {"operations": count, "points": len(points), "faults": faults}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
