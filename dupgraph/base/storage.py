"""Where a corpus is kept: a folder, or what fsspec knows by its URL (S3 and stores like it); files whole or not at all.

Names have ``/`` between their parts, whatever the system.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from dupgraph.base.errors import MissingExtraError, OutputError
from dupgraph.base.files import create_folder, write_whole

_HINT = "choose another place with -o"


class Storage(Protocol):
    """The files of one place, by name. Every method raises OutputError where the place refuses."""

    @property
    def location(self) -> str:
        """The place, as a person wrote it."""

    def read(self, names: Sequence[str]) -> list[bytes]:
        """Return what these files hold, in their order."""

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole."""

    def list_names(self, folder: str = "") -> list[str]:
        """Return the names, sorted, of what a folder holds, folders included; none where there is no such folder."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete files; missing ones are no error."""


def open_storage(location: str) -> Storage:
    """Return the storage at ``location``, a folder's path or a URL, without reading or creating anything yet.

    Raises MissingExtraError or OutputError for a URL of a kind that cannot be reached from here.
    """
    return _Bucket(location) if "://" in location else _Folder(location)


class _Folder:
    """A folder of this machine, or one that looks so."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._path = Path(location)

    def read(self, names: Sequence[str]) -> list[bytes]:
        with _explain_refusal(self.location, "read"):
            return [(self._path / name).read_bytes() for name in names]

    def write(self, name: str, data: bytes) -> None:
        path = self._path / name
        if not path.parent.is_dir():
            create_folder(path.parent)
        write_whole(path, data)

    def list_names(self, folder: str = "") -> list[str]:
        with _explain_refusal(self.location, "read"):
            try:
                return sorted(path.name for path in (self._path / folder).iterdir())
            except FileNotFoundError:
                return []

    def delete(self, names: Sequence[str]) -> None:
        with _explain_refusal(self.location, "changed"):
            for name in names:
                (self._path / name).unlink(missing_ok=True)


class _Bucket:
    """A place that fsspec reaches. An object appears there whole, as in every store of objects."""

    def __init__(self, location: str) -> None:
        self.location = location
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise MissingExtraError("fsspec", extra="corpus") from None
        try:
            # Listings are asked for anew: who else writes there is not known here.
            self._files, self._root = url_to_fs(location, use_listings_cache=False)
        except ImportError:
            raise MissingExtraError("what reaches S3 (s3fs)", extra="s3") from None
        except ValueError as error:
            raise OutputError(f"is no place that can be reached: {error}", path=location, hint=_HINT) from None

    def read(self, names: Sequence[str]) -> list[bytes]:
        paths = [self._join(name) for name in names]
        with _explain_refusal(self.location, "read"):
            # All at once: one after the other, a store across the network takes its delay for each.
            found: dict[str, bytes] = self._files.cat(paths) if paths else {}
            return [found[path] for path in paths]

    def write(self, name: str, data: bytes) -> None:
        with _explain_refusal(self.location, "written"):
            self._files.pipe_file(self._join(name), data)

    def list_names(self, folder: str = "") -> list[str]:
        with _explain_refusal(self.location, "read"):
            try:
                found: list[Any] = self._files.ls(self._join(folder), detail=False)
            except FileNotFoundError:
                return []
        return sorted(filter(None, (str(path).rstrip("/").rsplit("/", 1)[-1] for path in found)))

    def delete(self, names: Sequence[str]) -> None:
        with _explain_refusal(self.location, "changed"):
            for path in map(self._join, names):
                if self._files.exists(path):
                    self._files.rm_file(path)

    def _join(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root


@contextmanager
def _explain_refusal(location: str, done: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # Each kind of store has errors of its own, and none of them is a fault of ours.
        reason = " ".join((getattr(error, "strerror", "") or str(error) or type(error).__name__).split())[:200]
        what = f"cannot be {done}: {reason[:1].lower()}{reason[1:]}"
        hint = f"what is done is kept; {_HINT}, or mend that and run again"
        raise OutputError(what, path=location, hint=hint) from None
