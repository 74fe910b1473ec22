"""The files that come with the package: ontology, queries, graphs. Installed or in a checkout, the same call."""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from dupgraph.base.errors import OutputError

_ADVICE = dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space or choose another place with -o")


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


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, all whole or none: each beside its place first, then all moved there.

    Raises OutputError as ``write_whole`` does; the files that stood there before are then untouched.
    """
    targets = {path: _find_target(path) for path in files}
    regular = {path: target for path, target in targets.items() if not _is_written_into(target)}
    beside = {path: target.with_name(f".{target.name}.{os.getpid()}.part") for path, target in regular.items()}
    try:
        for path, part in beside.items():
            with _explain_failure(path):
                _write_new(part, files[path])
        for path, target in targets.items():
            if path not in beside:
                with _explain_failure(path, hint="choose another place with -o"):
                    _write_into(target, files[path])
        _move_all({path: (beside[path], regular[path]) for path in beside})
    finally:
        for part in beside.values():
            # A folder that cannot be searched holds no part of ours either.
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _find_target(path: Path) -> Path:
    """Return the place that is meant, symlinks followed. Raises OutputError for a folder, or a missing one."""
    with _explain_failure(path):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise OutputError("is a folder; give a file's name", path=path)
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


def _move_all(moves: Mapping[Path, tuple[Path, Path]]) -> None:
    """Move each part to its place; when one cannot be, those before it get back what they were."""
    kept: list[tuple[Path, Path | None]] = []
    try:
        for path, (part, target) in moves.items():
            with _explain_failure(path):
                # The last move needs no way back.
                if len(kept) < len(moves) - 1:
                    kept.append((target, _keep_old(target)))
                part.replace(target)
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


def _keep_old(target: Path) -> Path | None:
    """Return a copy of the file at ``target`` beside it, or None when there is none."""
    if not target.exists():
        return None
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    _write_new(old, target.read_bytes())
    return old


@contextmanager
def _explain_failure(path: Path, hint: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise _miss_folder(path) from None
    except OSError as error:
        raise OutputError(
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            path=path,
            hint=hint or _ADVICE.get(error.errno or 0, "choose another place with -o") + "; nothing was changed",
        ) from None


def check_folder(path: Path) -> None:
    """Raise OutputError when the folder of the file ``path`` does not exist: before the work, not after it."""
    if not path.parent.is_dir():
        raise _miss_folder(path)


def _miss_folder(path: Path) -> OutputError:
    return OutputError(
        "cannot be written: the folder does not exist", path=path, hint=f"create it first: mkdir -p {path.parent}"
    )


def create_folder(path: Path) -> None:
    """Make the folder ``path``, with those above it. Raises OutputError when that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made: {(error.strerror or str(error)).lower()}",
            path=path,
            hint="choose another folder with -o",
        ) from None
