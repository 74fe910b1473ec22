"""What whoever starts a server decides; nothing else about it can be chosen."""

from dataclasses import dataclass, field
from pathlib import Path

from dupgraph.base.errors import OutputError
from dupgraph.base.smallfiles import read_bytes

_LONGEST_PASSWORD = 1024
_SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    ``locations`` are graph files, folders, documents or one store; none of them means the packaged plan. ``timeout``
    is in seconds, from when a request has come to when its answer has been computed, waiting included; ``rows`` and
    ``bytes`` are those of one answer; ``queue`` is how many queries may wait for a worker. ``hosts`` are the names
    under which the server may be spoken to, besides its own and addresses in digits. ``trusted_proxies`` are the
    addresses whose forwarded headers count. A ``public`` server takes nothing from anybody without ``password``.
    """

    locations: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 2
    timeout: float = 30.0
    rows: int = 2_000_000
    bytes: int = 512 << 20
    queue: int = 32
    hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    public: bool = False
    password: str = field(default="", repr=False)

    @property
    def takes_changes(self) -> bool:
        """Whether anybody may change anything, if only with the password."""
        return not self.public or bool(self.password)


def read_password(path: Path) -> str:
    """Return the password that a file holds, its last line end left out.

    Raises VocabularyError for a file that cannot be read, OutputError for what is no password to rely on.
    """
    data = read_bytes(path, _LONGEST_PASSWORD)
    try:
        password = data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        password = ""
    if len(password) < _SHORTEST_PASSWORD or not password.isprintable():
        hint = f"write one line of at least {_SHORTEST_PASSWORD} printable characters, in UTF-8"
        raise OutputError("holds no password to rely on", path=path, hint=hint)
    return password
