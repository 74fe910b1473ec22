"""The sources of a corpus as they are found: a file, and what is said of it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A plan's file; ``stated`` are keys of its record that a manifest gives, paths in them relative to ``folder``.

    ``stated_in`` is where, empty for a file that was found in a folder.
    """

    path: Path
    stated: Mapping[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    stated_in: str = ""
