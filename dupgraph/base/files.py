"""The files that come with the package: ontology, queries, graphs. Installed or in a checkout, the same call."""

import errno
import glob
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dupgraph.base.errors import OutputError, word_reason
from dupgraph.base.messages import make_message
from dupgraph.base.processes import delay_interrupts, is_running

_FULL = (errno.ENOSPC, errno.EDQUOT)


@cache
def find_root() -> Path:
    """Return the folder that holds ``ontology/``, ``queries/`` and ``graph/``."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parent


def find_resource(*parts: str) -> Path:
    """Return the path of a packaged file or folder, which may not exist: the caller says what is missing.

    >>> find_resource("ontology", "dup.ttl").name
    'dup.ttl'
    """
    return find_root().joinpath(*parts)


def list_resources(folder: str, suffix: str) -> list[Path]:
    """Return the files of a packaged folder that end in ``suffix``, by name."""
    return sorted(find_root().joinpath(folder).glob(f"*{suffix}"))


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all: beside it first, then moved into place.

    A symlink stays, and the file it points to is replaced; what is no file (a pipe, a device) is written into.
    Raises OutputError when the folder is missing or refuses the file, ``path`` is a folder, or the disk is full;
    the file that stood at ``path`` before is then untouched.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes | None], *, main: Path | None = None) -> None:
    """Write several files, all whole or none: each beside its place first, then all moved there; None removes one.

    ``main`` is the one that the others belong to: whenever a kill cuts us off, it stands there whole, old or new, and
    none of the others beside it belongs to another. Raises OutputError as ``write_whole`` does; the files that stood
    there before are then untouched.
    """
    targets = {path: _find_target(path) for path in files}
    regular = {path: target for path, target in targets.items() if not _is_written_into(target)}
    beside = {path: _name_beside(target, "part") for path, target in regular.items() if files[path] is not None}
    try:
        for path, target in regular.items():
            with _explain_failure(path):
                clear_leftovers(target)
        for path, part in beside.items():
            with _explain_failure(path):
                _write_new(part, files[path] or b"")
        for path, target in targets.items():
            if path not in regular:
                with _explain_failure(path, hint=make_message("choose another place with -o", "do_place", {})):
                    _write_into(target, files[path] or b"")
        with delay_interrupts() as stop:
            _move_all([_Move(path, beside.get(path), target, path == main) for path, target in regular.items()])
        if stop.is_set():
            raise KeyboardInterrupt
    finally:
        for part in beside.values():
            # A folder that cannot be searched holds no part of ours either.
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _name_beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{kind}")


def clear_leftovers(target: Path) -> None:
    """Delete what a run that was killed left beside ``target``, or put it back where nothing else is in its place."""
    for file in target.parent.glob(f".{glob.escape(target.name)}.*"):
        number, _, kind = file.name.removeprefix(f".{target.name}.").partition(".")
        if kind not in {"part", "old"} or not number.isdigit() or is_running(int(number)) or not file.is_file():
            continue
        if kind == "old" and not target.exists():
            file.rename(target)
        else:
            file.unlink()


def _find_target(path: Path) -> Path:
    """Return the place that is meant, symlinks followed. Raises OutputError for a folder, or a missing one."""
    with _explain_failure(path):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise OutputError(make_message("is a folder; give a file's name", "not_written_file", {}), path=path)
        if not target.exists():
            check_folder(target if path.is_symlink() else path)
        # An open pipe or file behind /dev/stdout is reached by that name only: it is another process's to replace.
        open_already = path.exists() and path.absolute().is_relative_to("/dev")
        return path if open_already else target


def _is_written_into(target: Path) -> bool:
    return target.exists() and (not target.is_file() or target.is_relative_to("/dev"))


def _write_new(part: Path, data: bytes) -> None:
    part.unlink(missing_ok=True)
    # "x" follows no symlink and takes over no file that somebody else put there.
    with part.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_into(device: Path, data: bytes) -> None:
    try:
        # Appended: behind /dev/stdout there may be a file that others write to.
        with os.fdopen(os.open(device, os.O_WRONLY | os.O_APPEND), "wb", buffering=0) as file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
    except BrokenPipeError:
        # The reader (head, less) has what it wanted.
        return


class _Move(NamedTuple):
    """A file on its way: from beside its place (None for one that goes) into it."""

    path: Path
    part: Path | None
    target: Path
    is_main: bool


def _move_all(moves: Sequence[_Move]) -> None:
    """Move each part to its place, the main one first; when one cannot be, those before it get back what they were."""
    has_main = any(move.is_main for move in moves)
    kept: list[tuple[Path, Path | None]] = []
    try:
        for move in moves:
            with _explain_failure(move.path):
                # Out of the way before the main one changes: between two renames there may be a kill.
                is_moved = (has_main and not move.is_main) or move.part is None
                # The only one needs no way back.
                if len(moves) > 1:
                    kept.append((move.target, _keep_old(move.target, is_moved=is_moved)))
        for move in sorted(moves, key=lambda move: not move.is_main):
            with _explain_failure(move.path):
                if move.part is not None:
                    move.part.replace(move.target)
    except BaseException:
        for target, old in reversed(kept):
            with suppress(OSError):
                target.unlink(missing_ok=True) if old is None else old.replace(target)
        raise
    finally:
        for _, old in kept:
            if old is not None:
                with suppress(OSError):
                    old.unlink(missing_ok=True)


def _keep_old(target: Path, *, is_moved: bool) -> Path | None:
    """Return the file at ``target`` under a name beside it, moved there or a second time; None when there is none."""
    if not target.exists():
        return None
    old = _name_beside(target, "old")
    old.unlink(missing_ok=True)
    if is_moved:
        target.rename(old)
        return old
    try:
        old.hardlink_to(target)
    except OSError:
        # Not on every file system.
        _write_new(old, target.read_bytes())
    return old


@contextmanager
def _explain_failure(path: Path, hint: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise _miss_folder(path) from None
    except OSError as error:
        reason = word_reason(error)
        what = make_message(f"cannot be written: {reason}", "not_written", {"reason": reason})
        elsewhere = make_message("choose another place with -o; nothing was changed", "do_elsewhere", {})
        free = make_message(f"free some space or {elsewhere}", "do_free", {})
        raise OutputError(what, path=path, hint=hint or (free if error.errno in _FULL else elsewhere)) from None


def check_folder(path: Path) -> None:
    """Raise OutputError when the folder of the file ``path`` does not exist: before the work, not after it."""
    if not path.parent.is_dir():
        raise _miss_folder(path)


def _miss_folder(path: Path) -> OutputError:
    what = make_message("cannot be written: the folder does not exist", "not_written_folder", {})
    hint = make_message(f"create it first: mkdir -p {path.parent}", "do_make_folder", {"folder": str(path.parent)})
    return OutputError(what, path=path, hint=hint)


def create_folder(path: Path) -> None:
    """Make the folder ``path``, with those above it. Raises OutputError when that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder cannot be made: {word_reason(error)}"
        raise OutputError(what, path=path, hint="choose another folder with -o") from None
