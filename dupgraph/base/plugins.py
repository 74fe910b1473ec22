"""What other packages add to dupgraph: the entry points of a group, by name."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from dupgraph.base.errors import OutputError
from dupgraph.base.files import find_root

Value = TypeVar("Value")


@cache
def list_plugins(group: str) -> Mapping[str, EntryPoint]:
    """Return the entry points of a group by name, in alphabetical order; none of them is loaded.

    In a checkout its own ``pyproject.toml`` counts too: what pip noted when it was installed may be older.
    """
    found = {entry.name: entry for entry in (*entry_points(group=group), *_list_own(group))}
    return dict(sorted(found.items()))


def _list_own(group: str) -> list[EntryPoint]:
    project = find_root() / "pyproject.toml"
    if not project.is_file():
        return []
    from tomllib import loads

    table = loads(project.read_text(encoding="utf-8"))["project"].get("entry-points", {})
    return [EntryPoint(name, value, group) for name, value in table.get(group, {}).items()]


def load_plugin(entry: EntryPoint, kind: type[Value]) -> Value:
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
