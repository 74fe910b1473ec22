"""The files that come with the package: ontology, queries, graphs. Installed or in a checkout, the same call."""

import os
from functools import cache
from pathlib import Path

from dupgraph.errors import OutputError


@cache
def find_root() -> Path:
    """Return the folder that holds ``ontology/``, ``queries/`` and ``graph/``."""
    package = Path(__file__).resolve().parent
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

    Raises OutputError when the folder is missing or refuses the file, or the disk is full; what stood at
    ``path`` before is then untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except FileNotFoundError:
        raise _miss_folder(path) from None
    except OSError as error:
        raise OutputError(
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            path=path,
            hint="free some space or choose another place with -o; nothing was changed",
        ) from None
    finally:
        beside.unlink(missing_ok=True)


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
