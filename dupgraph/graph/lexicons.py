"""Compiled lexicons in the user's cache folder: what a vocabulary's Turtle says, as JSON of plain lists.

A file that is cut off, of another version, or somebody else's is as if it were not there; nothing in it is ever run.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.caches import read_cached, write_cached
from dupgraph.schema.values import Cue, Label, Lexicon, Thing

_NAME = "lexicon-{}.json"
# How many compiled lexicons are kept is up to the user; each is about a megabyte and carries its vocabulary's hash.
_FILES = ("values.py", "links.py")


def _find_key(version: str) -> str:
    """Return what a cached lexicon is good for: this vocabulary's text, and values as this code has them."""
    here = Path(__file__)
    shapes = [here, *(here.parents[1] / "schema" / name for name in _FILES), here.with_name("vocabulary.py")]
    return version + sha256(b"".join(path.read_bytes() for path in shapes)).hexdigest()


def read_lexicon(version: str) -> Lexicon | None:
    """Return the lexicon that was compiled from vocabularies with this hash; None where none is to be trusted."""
    data = read_cached(_NAME.format(version[:12]), _find_key(version))
    try:
        return _decode(json.loads(data)) if data else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def write_lexicon(version: str, lexicon: Lexicon) -> None:
    """Keep ``lexicon`` for the next run; a failure costs that run some time."""
    data = json.dumps(_encode(lexicon), ensure_ascii=False, separators=(",", ":")).encode()
    write_cached(_NAME.format(version[:12]), _find_key(version), data)


def _encode(lexicon: Lexicon) -> dict[str, Any]:
    return {
        "things": [[t.iri, t.kind, t.label, sorted(t.broader)] for t in lexicon.things.values()],
        "labels": [[label.words, label.thing, label.use, label.own] for label in lexicon.labels],
        "cues": [[c.words, sorted(c.speaks_for), sorted(c.speaks_against), c.kind] for c in lexicon.cues],
        "fields": lexicon.fields,
        "missions": {mission: sorted(themes) for mission, themes in lexicon.missions.items()},
    }


def _decode(values: dict[str, Any]) -> Lexicon:
    return Lexicon(
        {iri: Thing(iri, kind, label, frozenset(broader)) for iri, kind, label, broader in values["things"]},
        tuple([Label(*label) for label in values["labels"]]),
        tuple([Cue(words, frozenset(pro), frozenset(contra), kind) for words, pro, contra, kind in values["cues"]]),
        dict(values["fields"]),
        {mission: frozenset(themes) for mission, themes in values["missions"].items()},
    )
