"""The address of a folder of files on the web."""

import re

from dupgraph.base.errors import OutputError

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:]+\])(?::[0-9]{{1,5}})?"
# No character of it needs an escape, or means anything to the rules of a web server.
_SEGMENT = r"(?!\.)[A-Za-z0-9._~-]+"
_BASE = re.compile(rf"https?://{_HOST}(?:/{_SEGMENT})*/?")


def check_base(base: str) -> str:
    """Return the address of a folder with its closing slash.

    Raises OutputError when it is no http(s) address of plain letters: file names go on from it, and it stands in the
    rules of web servers.

    >>> check_base("https://x.example.org/dup")
    'https://x.example.org/dup/'
    """
    if not _BASE.fullmatch(base):
        raise OutputError(
            f"files cannot stand at {base[:200]!r}",
            hint="give an http(s) address of plain letters, digits, '.', '-', '_' and '/', "
            "such as --base https://dati.comune.example.it/dup/",
        )
    return base.rstrip("/") + "/"
