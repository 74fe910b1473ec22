"""Folders for what nobody keeps; one whose process was killed goes when the next one is made."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO, Self

try:
    import fcntl
except ImportError:
    # Not on every system; there a killed process leaves its folder to the system's own cleaning.
    fcntl = None  # type: ignore[assignment]

_PREFIX = "dupgraph-scratch-"
_LOCK = ".lock"
# A folder this young may be one that is being made, whose lock is not held yet.
_SECONDS_TO_LOCK = 60


class ScratchFolder:
    """A new, empty folder beside the system's temporary files, at ``path``; it goes with ``close`` or the process."""

    def __init__(self) -> None:
        """Make the folder, and delete those that killed processes of the same user left. Raises OSError."""
        _clear_leftovers(Path(gettempdir()))
        self._folder = TemporaryDirectory(prefix=_PREFIX)
        self.path = Path(self._folder.name)
        # A lock and no process number: numbers mean nothing to a container that shares the folder.
        self._lock = (self.path / _LOCK).open("w")
        _hold(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Delete the folder and all that is in it; more than once does nothing."""
        self._lock.close()
        self._folder.cleanup()


def _clear_leftovers(parent: Path) -> None:
    if fcntl is None:
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        # What goes away meanwhile, or belongs to somebody else, is not ours to clear.
        with suppress(OSError):
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    about = folder.lstat()
    if about.st_uid != os.getuid() or time.time() - about.st_mtime < _SECONDS_TO_LOCK:
        return False
    with (folder / _LOCK).open("r+") as lock:
        return _hold(lock)


def _hold(lock: IO[str]) -> bool:
    """Take the lock until the file is closed; tell whether it was free."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
