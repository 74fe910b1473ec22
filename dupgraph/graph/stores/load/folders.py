"""The folder of a store: checked, locked, made anew beside itself, and put in place in one step."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import clear_frames

from dupgraph.base.errors import OutputError, take_first_line
from dupgraph.base.files import check_folder
from dupgraph.base.folders import exchange_folders
from dupgraph.graph.engines.graphs import STORE_MARKS

# What an unfinished load may have left behind; a folder with anything else in it is not ours to delete.
_OURS = re.compile(r"CURRENT|IDENTITY|LOCK|LOG.*|(MANIFEST|OPTIONS)-\d+.*|(bulk-)?\d+\.(sst|log|dbtmp)")


def check_target(target: Path) -> bool:
    """Tell whether ``target`` is a store already. Raises OutputError unless it is one, empty or not there."""
    if target.is_dir():
        if all((target / mark).is_file() for mark in STORE_MARKS):
            return True
        if any(target.iterdir()):
            hint = "give an empty or a new folder"
            raise OutputError("is not a store and not empty, and is left as it is", path=target, hint=hint)
    elif target.exists():
        raise OutputError("is not a folder", path=target, hint="give a folder for the store")
    else:
        check_folder(target)
    return False


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock by which the writers of a store know one another. Raises OutputError when one is at work."""
    try:
        import fcntl
    except ImportError:
        # Not on every system; there the store's own engine refuses to move what is open.
        yield
        return
    try:
        file = (folder / "LOCK").open("r+b")
    except FileNotFoundError:
        yield
        return
    except OSError as error:
        raise _explain_os(error, folder) from None
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            hint = "wait until it ends, or load into another folder"
            raise OutputError("another process is writing to this store", path=folder, hint=hint) from None
        yield


@contextmanager
def make_work_folder(target: Path) -> Iterator[Path]:
    """Give the path of a folder beside ``target`` that is deleted in the end, whatever happens.

    Its name is always the same: what a killed load left behind is found, and cleared away, by the next one.
    """
    part = target.with_name(f".{target.name}.part")
    if part.exists():
        if not part.is_dir() or not all(_OURS.fullmatch(entry.name) for entry in part.iterdir()):
            raise OutputError("is in the way of the work", path=part, hint="move it to another place")
        with hold_lock(part):
            shutil.rmtree(part)
    try:
        yield part
    except BaseException as error:
        _close_stores(error)
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _close_stores(error: BaseException | None) -> None:
    """Let go of the stores that the frames of an error hold: an open one goes on writing into its folder."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__context__


def swap_folders(part: Path, target: Path, *, is_store: bool) -> None:
    """Put ``part`` in the place of ``target``; an old store is then in ``part``, or gone."""
    if target.exists():
        shutil.copymode(target, part)
    if not is_store:
        # Succeeds only where there is nothing, or an empty folder.
        part.rename(target)
        return
    exchange_folders(part, target)


@contextmanager
def explain_failure(target: Path) -> Iterator[None]:
    """Turn what the system or the store's engine says against writing into an OutputError."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _explain_os(error, target) from None


def _explain_os(error: Exception, target: Path) -> OutputError:
    reason = getattr(error, "strerror", None) or take_first_line(error, type(error).__name__)
    what = f"cannot be written: {reason.lower()}"
    return OutputError(what, path=target, hint="nothing was changed; give another folder")
