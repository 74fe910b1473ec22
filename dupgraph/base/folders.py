"""Folders that appear whole or not at all: made beside their place, then put there in one step.

A folder that dupgraph wrote holds the list of its own files. What somebody else put into it since then stays there;
a folder without such a list is never touched.
"""

import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePosixPath
from threading import Event

from dupgraph.base.errors import OutputError, word_reason
from dupgraph.base.files import check_folder
from dupgraph.base.processes import delay_interrupts, is_running

# Of a file that is written at once; Python asks the system of each file without, whether a person reads along.
_BUFFER = 1 << 16


@contextmanager
def replace_folder(target: Path, kind: str) -> Iterator["NewFolder"]:
    """Give a new folder to write into; when the block ends well it takes the place of ``target``, else it goes.

    ``kind`` says what the folder is ("site"); its list of files is ``.dupgraph-<kind>``. Files in the old folder that
    are not on its list are kept. Raises OutputError when ``target`` is a file, or a folder that is neither empty nor
    a ``kind`` that was written here; and when the system refuses.
    """
    target = Path(os.path.realpath(target))
    mark = f".dupgraph-{kind}"
    _take_back(target)
    _check_target(target, mark, kind)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with delay_interrupts() as stop:
        try:
            with _explain_failure(target):
                _clear_leftovers(target)
                part.mkdir()
            with closing(NewFolder(part, mark, stop)) as folder:
                yield folder
            with _explain_failure(target):
                _keep_foreign_files(target, part, mark)
                folder.check_interrupt()
                _put_in_place(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


class NewFolder:
    """A folder that is being written."""

    def __init__(self, path: Path, mark: str, stop: Event) -> None:
        self._path = str(path)
        self._mark = mark
        self._stop = stop
        self._folders: set[str] = set()
        self._list = (path / mark).open("w", encoding="utf-8", newline="\n")

    def write(self, name: str, data: bytes) -> None:
        """Write the file ``name``, a path with ``/`` that stays within the folder; no file is written twice.

        Raises OutputError when that cannot be, and KeyboardInterrupt when somebody wants an end.
        """
        self.check_interrupt()
        if not {"", ".", ".."}.isdisjoint(name.split("/")) or name == self._mark or "\n" in name:
            raise OutputError("is no name for a file within a folder", path=name)
        file = f"{self._path}/{name}"
        folder = file.rpartition("/")[0]
        with _explain_failure(Path(file)):
            if folder not in self._folders:
                Path(folder).mkdir(parents=True, exist_ok=True)
                self._folders.add(folder)
            with open(file, "xb", _BUFFER) as stream:  # noqa: PTH123  of thousands of files, paths take as long
                stream.write(data)
            self._list.write(f"{name}\n")

    def check_interrupt(self) -> None:
        """Raise KeyboardInterrupt when Ctrl-C was pressed."""
        if self._stop.is_set():
            raise KeyboardInterrupt

    def close(self) -> None:
        """Write the list of the files."""
        self._list.close()


def _check_target(target: Path, mark: str, kind: str) -> None:
    if target.exists() and not target.is_dir():
        raise OutputError("is a file", path=target, hint=f"give a folder for the {kind} with -o")
    if not target.exists():
        check_folder(target)
        return
    with _explain_failure(target):
        if not (target / mark).is_file() and any(target.iterdir()):
            what = f"is neither empty nor a {kind} that dupgraph wrote, and is left as it is"
            raise OutputError(what, path=target, hint="give an empty or a new folder with -o")


def _take_back(target: Path) -> None:
    """Put a folder back into its place that a killed exchange in three steps had set aside."""
    old = _name_old(target)
    if old.is_dir() and not target.exists():
        with _explain_failure(target):
            old.rename(target)


def _name_old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _clear_leftovers(target: Path) -> None:
    """Delete what a run that was killed left beside ``target``."""
    for part in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        number = part.suffixes[-2].removeprefix(".")
        if number.isdigit() and not is_running(int(number)):
            shutil.rmtree(part, ignore_errors=True)


def _keep_foreign_files(target: Path, part: Path, mark: str) -> None:
    """Take over from the old folder what we did not write: a CNAME, the folder of a version control."""
    if not target.is_dir():
        return
    ours = {mark}
    with suppress(FileNotFoundError):
        ours.update((target / mark).read_text(encoding="utf-8").splitlines())
    our_folders = {name.rpartition("/")[0] for name in ours}
    our_folders |= {str(above) for folder in our_folders for above in PurePosixPath(folder).parents}
    for name, is_folder in _list_entries(target):
        if name in (our_folders if is_folder else ours):
            continue
        old, new = target / name, part / name
        if is_folder:
            # Version controls need their empty folders; those that we have left empty nobody needs.
            new.mkdir(parents=True, exist_ok=True)
        elif not (new.exists() or new.is_symlink()):
            new.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old, new, follow_symlinks=False)
    shutil.copymode(target, part)


def _list_entries(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield what a folder holds, at any depth, and whether it is a folder; what a link leads to is not looked into."""
    for path, folders, files in os.walk(folder):
        above = "" if path == str(folder) else f"{Path(path).relative_to(folder).as_posix()}/"
        yield from ((f"{above}{name}", not Path(path, name).is_symlink()) for name in folders)
        yield from ((f"{above}{name}", False) for name in files)


def _put_in_place(part: Path, target: Path) -> None:
    """Put ``part`` in the place of ``target``; the old folder is then in ``part``, or gone."""
    if not target.exists() or not any(target.iterdir()):
        # Succeeds only where there is nothing, or an empty folder.
        part.rename(target)
        return
    exchange_folders(part, target)


def exchange_folders(one: Path, other: Path) -> None:
    """Let two folders change places: in one step where the system can, else in three, undone when one fails."""
    if _exchange_at_once(one, other):
        return
    old = _name_old(other)
    other.rename(old)
    try:
        one.rename(other)
    except BaseException:
        old.rename(other)
        raise
    old.rename(one)


def _exchange_at_once(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can; tell whether it could."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    at_working_folder, exchange = -100, 2
    places = (at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other))
    return call is not None and call(*places, exchange) == 0


@contextmanager
def _explain_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "nothing was changed; choose another folder with -o"
        raise OutputError(f"cannot be written: {word_reason(error)}", path=path, hint=hint) from None
