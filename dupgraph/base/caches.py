"""Files that only save time, in the user's own cache folder: whatever is wrong with one, it is as if it were not there.

A cached file begins with the SHA-256 of its key and its data, and each key has a file of its own: two versions of this
code take nothing from each other. It is read only where nobody but the user could have written it, and never run: it
is JSON, no pickle. ``DUPGRAPH_CACHE`` names another folder, or, when empty, none.
"""

import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.files import clear_leftovers

_VARIABLE = "DUPGRAPH_CACHE"
_MAX_BYTES = 64 << 20
_DIGEST = 32
# How many files of one name are kept: a plan with words of its own has a vocabulary, some two megabytes.
MOST_KEPT = 16


def find_cache_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder of cached files, which may not exist yet; None where there is to be none.

    >>> find_cache_folder({"DUPGRAPH_CACHE": "/srv/cache"})
    PosixPath('/srv/cache')
    >>> find_cache_folder({"DUPGRAPH_CACHE": ""})
    """
    if _VARIABLE in environment:
        return Path(environment[_VARIABLE]) if environment[_VARIABLE] else None
    if given := environment.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"):
        return Path(given) / "dupgraph"
    home = environment.get("HOME")
    if not home:
        return None
    return Path(home) / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "dupgraph"


def hash_files(files: Iterable[Path], said: str = "") -> str:
    """Return a key for what is made by, or of, some files and what is ``said`` besides."""
    return sha256(b"".join([said.encode(), *(file.read_bytes() for file in files)])).hexdigest()


def read_cached(name: str, key: str) -> Any:
    """Return the value that was cached under ``name`` for this very ``key``; None where there is none to trust."""
    folder = find_cache_folder()
    if folder is None:
        return None
    path = folder / _name_file(name, key)
    try:
        # Not waiting: a pipe may stand there.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            digest, content = file.read(_DIGEST), file.read(_MAX_BYTES + 1)
    except OSError:
        return None
    if len(content) > _MAX_BYTES or digest != _sign(key, content):
        return None
    with suppress(OSError):
        # When it was of use: by that the oldest are dropped.
        os.utime(path)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def write_cached(name: str, key: str, value: object) -> None:
    """Keep a value under ``name`` for ``key``, in place of what is there. A failure is none of the caller's.

    It comes back as JSON has it: a tuple or a set as a list, a dataclass as the list of what its fields hold. Kept in
    ASCII, it is read in two thirds of the time.
    """
    folder = find_cache_folder()
    data = json.dumps(value, separators=(",", ":"), default=_list_out).encode()
    if folder is None or len(data) + _DIGEST > _MAX_BYTES:
        return
    # Called after the name, not the key: what a killed run of another version left is cleared, too.
    part = folder / f".{name}.{os.getpid()}.part"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        clear_leftovers(folder / name)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_sign(key, data) + data)
            part.replace(folder / _name_file(name, key))
        finally:
            part.unlink(missing_ok=True)
        _prune(folder, name)


def _list_out(value: Any) -> list[Any]:
    return [getattr(value, each.name) for each in fields(value)] if is_dataclass(value) else [*value]


def _name_file(name: str, key: str) -> str:
    return f"{name}-{sha256(key.encode()).hexdigest()[:12]}"


def _prune(folder: Path, name: str) -> None:
    """Drop those files of a name that were longest of no use, until ``MOST_KEPT`` are left.

    Another process may be at it, too: whoever misses a file makes it anew.
    """
    ages = list[tuple[float, Path]]()
    for path in folder.glob(f"{name}-*"):
        with suppress(OSError):
            ages.append((path.lstat().st_mtime, path))
    for _, path in sorted(ages, reverse=True)[MOST_KEPT:]:
        with suppress(OSError):
            path.unlink()


def _sign(key: str, data: bytes) -> bytes:
    signed = sha256(sha256(key.encode()).digest())
    signed.update(data)
    return signed.digest()


def _is_own(status: os.stat_result) -> bool:
    """Return whether a file is a regular one that nobody but this user can have written."""
    if not stat.S_ISREG(status.st_mode):
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
