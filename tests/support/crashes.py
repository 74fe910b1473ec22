"""A command stopped at its file operations, each time in a process that is forked there: what stands afterwards.

Run as a script, with one JSON of settings; it prints one JSON with what it saw. The command runs once, to its end, and
forks at each point: the child stops there, in a copy of the folder, and the run goes on in its own. So a hundred points
cost little more than one. Of a store's threads such a child has none: what opens one is run anew for each point.
"""

import contextlib
import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

# Of opening for reading only what lies in the folder of the test is counted, as all else.
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "os.chmod", "os.scandir"}
# Whole trees are removed by names in an open folder: which, their second argument says.
IN_FOLDERS = {"os.remove", "os.rmdir"}
LEFT = re.compile(r"\..*\.(part|old)")
# A term of the ontology, and those that have pages.
TERM = re.compile(r"dup:(\w+)")
TERMS_KEPT = {"Plan", "involves"}
HOWS = ("SIGKILL", "SIGTERM", "EIO")
# Operations of a kind that has at most so many are all tried.
RARE = 4
# Seconds after which a process that was to stop is ended, which is a fault.
PATIENCE = 120
State = dict[str, str]
# What stopped where and how, what was wrong, what stood there, and what was left.
Seen = tuple[int, str, str, State, list[str]]
_digests: dict[tuple[int, int, int], str] = {}


class Watch:
    """Counts file operations below a folder; at some of them it calls ``stop``, for each way to stop there.

    Where that returns, it says whether this process goes on to be counted.
    """

    def __init__(self, root: Path, points: Mapping[int, list[str]], stop: Callable[[int, str], bool]) -> None:
        self.root, self.points, self.stop = str(root), points, stop
        self.events: list[str] = []
        self.is_busy = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.is_busy or event not in EVENTS or not self.is_here(event, *arguments[:2]):
            return
        self.events.append(event)
        self.is_busy = True
        at = len(self.events)
        self.is_busy = not all(self.stop(at, how) for how in self.points.get(at, ()))

    def is_here(self, event: str, path: object = None, folder: object = None) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        is_within = event in IN_FOLDERS and isinstance(folder, int) and folder >= 0
        base = os.readlink(f"/proc/self/fd/{folder}") if is_within else ""  # noqa: PTH115
        return os.path.abspath(os.path.join(base, os.fsdecode(path))).startswith(self.root)  # noqa: PTH100, PTH118


def stop_here(_at: int, how: str) -> bool:
    """End this process, ask it to end, or let its file operation fail."""
    signal.alarm(PATIENCE)
    if how == "EIO":
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    os.kill(os.getpid(), getattr(signal, how))
    return False


@dataclass
class Stops:
    """A command's folder, and its runs that are stopped there. Of each kind of what one leaves one is kept aside."""

    root: Path
    command: list[str]
    place: Path
    # What is copied may be linked: it is never written to again.
    is_linked: bool
    is_child: bool = False

    def __post_init__(self) -> None:
        self.out, self.errors = self.root / "out", self.root / "errors.txt"
        self.seen: list[Seen] = []
        self.aside: dict[str, Path] = {}

    def copy(self, source: Path) -> None:
        """Make the folder anew, as another is."""
        remove(self.out)
        subprocess.run(["cp", "-al" if self.is_linked else "-a", source, self.out], check=True)

    def run(self, points: Mapping[int, list[str]], stop: Callable[[int, str], bool]) -> tuple[int, list[str]]:
        """Run the command in a process of its own; return its exit code, and which operations it made."""

        def work() -> str:
            from dupgraph.cli import main

            sys.argv = ["dupgraph", *self.command]
            self.say_into_file()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            watch = Watch(self.out, points, stop)
            sys.addaudithook(watch)
            code = 0
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
            if code or self.is_child:
                os._exit(code)
            watch.is_busy = True
            return json.dumps([watch.events, self.seen, {key: str(path) for key, path in self.aside.items()}])

        code, words = run_forked(work)
        events, self.seen, aside = json.loads(words or "[[], [], {}]")
        self.aside = {key: Path(path) for key, path in aside.items()}
        return code, events

    def run_to_end(self) -> list[str]:
        """Run the command, which has to succeed; return which operations it made."""
        code, events = self.run({}, stop_here)
        assert code == 0, self.errors.read_text()
        return events

    def say_into_file(self) -> None:
        os.dup2(os.open(self.errors, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), 2)

    def fork_here(self, at: int, how: str) -> bool:
        """Stop in a child and a copy of the folder, note what stands there, and go on."""
        kept = self.root / "kept"
        self.out.rename(kept)
        self.copy(kept)
        files = [(file, os.lseek(file, 0, os.SEEK_CUR), path) for file, path in list_open(kept) if path.is_file()]
        sizes = [path.stat().st_size for *_, path in files]
        number = os.fork()
        if number == 0:
            self.is_child = True
            self.say_into_file()
            for file, path in list_open(kept):
                if path.is_dir():
                    os.dup2(os.open(self.out / path.relative_to(kept), os.O_RDONLY), file)
            return stop_here(at, how)
        self.note(at, how, os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))
        remove(self.out)
        kept.rename(self.out)
        # What the child's buffers held, ours hold too.
        for (file, place, _), size in zip(files, sizes, strict=True):
            os.ftruncate(file, size)
            os.lseek(file, place, os.SEEK_SET)
        return True

    def note(self, at: int, how: str, code: int) -> None:
        """Note what stands after a stop; set it aside where nothing of its kind is."""
        state = read_state(self.place)
        left = sorted(re.sub(r"\d+", "N", name) for name in list_left(self.root / "out"))
        self.seen.append((at, how, find_fault(how, code, self.errors.read_text()), state, left))
        key = json.dumps([state, left])
        if key not in self.aside:
            self.aside[key] = self.root / f"aside-{at}-{how}"
            self.out.rename(self.aside[key])


def remove(folder: Path) -> None:
    """Remove a folder in a process of its own, which takes half the time."""
    subprocess.run(["rm", "-rf", folder], check=True)


def run_forked(work: Callable[[], str]) -> tuple[int, str]:
    """Return exit code (of a signal, its negative number) and the words of some work in a process of its own."""
    ours, theirs = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(ours)
        code = 99
        try:
            words = work().encode()
            code = 0
            with os.fdopen(theirs, "wb") as stream:
                stream.write(words)
        finally:
            os._exit(code)
    os.close(theirs)
    with os.fdopen(ours, "rb") as stream:
        words = stream.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), words


def list_open(folder: Path) -> list[tuple[int, Path]]:
    """Return what this process has open below a folder."""
    found = []
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208
        with contextlib.suppress(OSError):
            path = Path(os.readlink(f"/proc/self/fd/{name}"))  # noqa: PTH115
            if path.is_relative_to(folder):
                found.append((int(name), path))
    return found


def read_state(place: Path) -> State:
    """Return what stands at a place: a store's triples, or the files of a folder; nothing of what is left over."""
    if (place / "CURRENT").is_file():
        code, words = run_forked(lambda: read_store(place))
        return {"triples": words} if code == 0 else {"unreadable": str(code)}
    paths = [path for path in sorted(place.rglob("*")) if not LEFT.fullmatch(path.name) and path.is_file()]
    return {str(path.relative_to(place)): read_digest(path) for path in paths}


def read_store(place: Path) -> str:
    from pyoxigraph import Store

    return sha256("\n".join(sorted(map(str, Store.read_only(str(place))))).encode()).hexdigest()


def read_digest(path: Path) -> str:
    """Return the digest of a file, which is read once, whatever it is called."""
    known = path.stat()
    key = (known.st_ino, known.st_size, known.st_mtime_ns)
    if key not in _digests:
        _digests[key] = sha256(path.read_bytes()).hexdigest()
    return _digests[key]


def list_left(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in root.rglob(".*") if LEFT.fullmatch(path.name)]


def find_fault(how: str, code: int, said: str) -> str:
    """Return what is wrong with how a process ended, and with what it said; empty for nothing."""
    codes = {"EIO": (0, 2), "SIGKILL": (-signal.SIGKILL,), "SIGTERM": (0, 2, -signal.SIGTERM)}[how]
    is_wrong = "Traceback" in said or code not in codes or (code == 2 and said.strip().count("\n"))
    return f"{code}: {said}" if is_wrong else ""


def make_old(stops: Stops, *, is_run_here: bool) -> None:
    """Make the earlier state, from the plan that stands there, and put the next plan in its place.

    In this process where that is said: what the command keeps in memory, all that are forked have.
    """
    from dupgraph.cli import group

    stops.out.mkdir()
    if is_run_here:
        with contextlib.redirect_stdout(StringIO()), contextlib.redirect_stderr(StringIO()):
            group(stops.command, standalone_mode=False)
    else:
        stops.run_to_end()
    stops.out.rename(stops.root / "old")
    shutil.copytree(stops.root / "next", stops.root, dirs_exist_ok=True)


def try_points(stops: Stops, points: Mapping[int, list[str]], *, is_forked_there: bool) -> None:
    """Stop the command at points, and note what is seen."""
    if is_forked_there:
        stops.copy(stops.root / "old")
        code, _ = stops.run(points, stops.fork_here)
        assert code == 0, stops.errors.read_text()
        return
    for at, hows in points.items():
        for how in hows:
            stops.copy(stops.root / "old")
            seen, aside = stops.seen, stops.aside
            code, _ = stops.run({at: [how]}, stop_here)
            stops.seen, stops.aside = seen, aside
            stops.note(at, how, code)


def find_faults(stops: Stops, old: State, new: State, loose: list[str]) -> list[tuple[int, str, str]]:
    """Return what is wrong after the stops: neither the earlier nor the new state, or the next run is not whole."""
    wholes = [old, new]
    if loose:
        wholes += [{name: digest for name, digest in state.items() if name not in loose} for state in (old, new)]
    faults = [(at, how, fault) for at, how, fault, _, _ in stops.seen if fault]
    for at, how, _, state, _ in stops.seen:
        if state not in wholes:
            faults.append((at, how, f"neither the earlier nor the new state: {sorted(state)}"))
    for key, aside in stops.aside.items():
        # After a whole state and nothing else the command ran already, to count its operations.
        if key in (json.dumps([old, []]), json.dumps([new, []])):
            continue
        _, at, how = aside.name.split("-")
        remove(stops.out)
        aside.rename(stops.out)
        code, _ = stops.run({}, stop_here)
        # What could not be cleared, or was not, the next run clears.
        if code or read_state(stops.place) != new or list_left(stops.out):
            said = stops.errors.read_text()
            faults.append((int(at), how, f"the next run is not whole: {code} {said} left {list_left(stops.out)}"))
    return faults


def choose_points(events: list[str], most: int, seed: int) -> dict[int, list[str]]:
    """Return points to stop at: of each operation every way; or so many at random, all of the rarest among them."""
    points = [(at, how) for at in range(1, len(events) + 1) for how in HOWS]
    if most and len(points) > most:
        # Files are many; what puts them in place is done once.
        random.Random(seed).shuffle(points)  # noqa: S311
        counts = Counter(events)
        points.sort(key=lambda point: counts[events[point[0] - 1]] > RARE)
        points = sorted(points[:most])
    chosen = defaultdict(list)
    for at, how in points:
        chosen[at].append(how)
    return chosen


def make_package(whole: Path, package: Path) -> None:
    """Make what comes with dupgraph anew with two questions and terms alone: pages of all take most of the time."""
    for folder, names in (("queries", ("columns.toml", "objectives-by-partner.rq", "plans.rq")), ("ontology", ())):
        (package / folder).mkdir(parents=True)
        for path in (whole / folder).iterdir():
            if not names or path.name in names:
                (package / folder / path.name).symlink_to(path)
    (package / "graph").symlink_to(whole / "graph")
    ontology = package / "ontology" / "dup.ttl"
    blocks = ontology.read_text(encoding="utf-8").split("\n\n")
    ontology.unlink()
    kept = [block for block in blocks if not TERM.match(block) or TERM.match(block)[1] in TERMS_KEPT]
    ontology.write_text("\n\n".join(kept), encoding="utf-8")


def main(settings: dict[str, Any]) -> dict[str, Any]:
    root = Path(settings["root"])
    os.chdir(root)
    # The command's own modules, once for all.
    from dupgraph.base import files
    from dupgraph.cli import LazyGroup

    assert LazyGroup(name="x").get_command(None, settings["command"][0]) is not None  # type: ignore[arg-type]
    for name in settings["modules"]:
        __import__(name)
    make_package(files.find_root(), root / "package")
    files.find_root = lambda: root / "package"
    stops = Stops(root, settings["command"], root / settings["place"], settings["is_linked"])
    make_old(stops, is_run_here=settings["is_run_once"])
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    stops.copy(root / "old")
    old = read_state(stops.place)
    events = stops.run_to_end()
    new = read_state(stops.place)
    assert new != old
    try_points(stops, choose_points(events, settings["most"], settings["seed"]), is_forked_there=settings["is_forked"])
    points, kinds = len(stops.seen), len(stops.aside)
    return {"operations": len(events), "points": points, "kinds": kinds,
            "faults": find_faults(stops, old, new, settings["loose"])}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
