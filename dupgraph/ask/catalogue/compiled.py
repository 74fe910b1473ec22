"""Questions that were checked before, in the user's cache folder: each is good for the very text that it was read from.

To read a header and to try its query takes milliseconds, and a question in plain words needs the whole catalogue.
"""

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.caches import read_cached, write_cached
from dupgraph.base.files import find_resource
from dupgraph.language.languages import LANGUAGES

_NAME = "questions"
# What a question may say and what is checked of it.
_CODE = ("questions.py", "../parameters.py", "../names.py")

Facts = Mapping[str, Any]


@cache
def _find_key() -> str:
    """Return what cached questions are good for: this code, the kinds of things there are, and the languages."""
    here = Path(__file__).parent
    files = [*(here / name for name in _CODE), find_resource("ontology", "links.toml")]
    return sha256(b"".join([" ".join(LANGUAGES).encode(), *(path.read_bytes() for path in files)])).hexdigest()


def sign_text(text: str) -> str:
    """Return by which mark a question's text is known."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def read_compiled() -> dict[str, Facts]:
    """Return what was found in texts before, by their marks; empty where nothing is to be trusted."""
    data = read_cached(_NAME, _find_key())
    try:
        found = json.loads(data) if data else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_compiled(facts: Mapping[str, Facts]) -> None:
    """Keep what was found in texts, by their marks; a failure costs the next run some time."""
    write_cached(_NAME, _find_key(), json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode())
