"""Values by what they have in common."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def gather(pairs: Iterable[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    """Return the second of each pair by the first, both in the order in which they come; of another key none.

    >>> dict(gather([("Bra", 2025), ("Alba", 2026), ("Bra", 2026)]))
    {'Bra': [2025, 2026], 'Alba': [2026]}
    """
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
