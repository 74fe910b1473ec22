"""What other packages add to dupgraph: the entry points of a group, by name."""

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dupgraph.base.errors import OutputError
from dupgraph.base.files import find_root

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Value = TypeVar("Value")


@cache
def list_plugins(group: str) -> Mapping[str, "EntryPoint"]:
    """Return the entry points of a group by name, in alphabetical order; none of them is loaded.

    In a checkout its own ``pyproject.toml`` counts too: what pip noted when it was installed may be older.
    """
    found = {entry.name: entry for entry in (*_list_installed(group), *_list_own(group))}
    return dict(sorted(found.items()))


def _list_installed(group: str) -> Iterable["EntryPoint"]:
    # To ask the standard library takes 30 ms, and mostly no package has anything for us.
    if not any(group in names for names in _read_installed()):
        return ()
    from importlib.metadata import entry_points

    return entry_points(group=group)


def _read_installed() -> list[str]:
    """Return the lists of entry points of all packages, as they are written."""
    files = (file for folder in sys.path for file in Path(folder).glob("*-info/entry_points.txt"))
    return [file.read_text(encoding="utf-8", errors="replace") for file in files]


def _list_own(group: str) -> list["EntryPoint"]:
    project = find_root() / "pyproject.toml"
    text = project.read_text(encoding="utf-8") if project.is_file() else ""
    if group not in text:
        return []
    from importlib.metadata import EntryPoint
    from tomllib import loads

    table = loads(text)["project"].get("entry-points", {})
    return [EntryPoint(name, value, group) for name, value in table.get(group, {}).items()]


def load_plugin(entry: "EntryPoint", kind: type[Value]) -> Value:
    """Return what an entry point names. Raises OutputError when it cannot be imported, or is of another kind."""
    where = f"the plug-in {entry.name!r} of {entry.dist.name if entry.dist else entry.module}"
    hint = "bring it up to date, or uninstall it"
    try:
        value = entry.load()
    except Exception as cause:  # its code may raise anything
        raise OutputError(f"{where} cannot be loaded: {describe_cause(cause)}", hint=hint) from cause
    if not isinstance(value, kind):
        raise OutputError(f"{where} gives {type(value).__name__}, not the {kind.__name__} that it must", hint=hint)
    return value


def describe_cause(cause: Exception) -> str:
    """Return an exception of somebody else's code in one line."""
    return f"{type(cause).__name__}: {' '.join(str(cause).split())[:200]}"
