"""The folder of a store: checked, locked, made anew beside itself, and put in place in one step."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, current_thread, main_thread
from traceback import clear_frames

from dupgraph.engines.graphs import STORE_MARKS
from dupgraph.errors import OutputError
from dupgraph.resources import check_folder

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
def work_beside(target: Path) -> Iterator[Path]:
    """Give the path of a folder beside ``target`` that is gone in the end, whatever happens.

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


@contextmanager
def delay_interrupts() -> Iterator[Event]:
    """Give an event that Ctrl-C, or a request to end, sets instead of breaking in just anywhere.

    A store that is left while threads write to it, or while its folder is being deleted, leaves files behind.
    """
    stop = Event()
    if current_thread() is not main_thread():
        # Signals are for the main thread alone.
        yield stop
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    taken = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in taken:
        signal.signal(number, lambda *_: stop.set())
    try:
        yield stop
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)


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
    if _exchange_folders(part, target):
        return
    old = target.with_name(f".{target.name}.old")
    target.rename(old)
    try:
        part.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchange_folders(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can; tell whether it could."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    at_working_folder, exchange = -100, 2
    places = (at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other))
    return call is not None and call(*places, exchange) == 0


@contextmanager
def explain_failure(target: Path) -> Iterator[None]:
    """Turn what the system or the store's engine says against writing into an OutputError."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _explain_os(error, target) from None


def _explain_os(error: Exception, target: Path) -> OutputError:
    reason = getattr(error, "strerror", None) or (str(error).splitlines() or [type(error).__name__])[0]
    what = f"cannot be written: {reason[:200].lower()}"
    return OutputError(what, path=target, hint="nothing was changed; give another folder")
