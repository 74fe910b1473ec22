"""Compiled vocabularies in the user's cache folder: what their Turtle says, as JSON of plain lists.

A file that is cut off, of another version, or somebody else's is as if it were not there; nothing in it is ever run.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.caches import read_cached, write_cached
from dupgraph.schema.values import Cue, Label, Lexicon, Thing


class Descriptions(dict[str, str]):
    """What a graph says of each thing of the vocabularies, by its IRI: a line a triple, without its subject.

    Few of the things are in any one plan: only what is said of these is taken apart, once for the plans of a run.
    """

    def __init__(self, lines: Mapping[str, str]) -> None:
        """Hold ``lines`` by the IRIs of their things."""
        super().__init__(lines)
        self._blocks: dict[str, list[tuple[str, str]]] = {}

    def list_block(self, iri: str) -> list[tuple[str, str]]:
        """Return predicates and objects of a thing; none of one that no vocabulary has."""
        if iri not in self._blocks and iri in self:
            lines = (line.partition(" ") for line in self[iri].split("\n"))
            self._blocks[iri] = [(predicate, value) for predicate, _, value in lines]
        return self._blocks.get(iri, [])


_NAME = "lexicon"
_FILES = ("values.py", "links.py")


def _find_key(version: str) -> str:
    """Return what a cached lexicon is good for: this vocabulary's text, and values as this code has them."""
    here = Path(__file__)
    shapes = [here, *(here.parents[1] / "schema" / name for name in _FILES), here.with_name("vocabulary.py")]
    return version + sha256(b"".join(path.read_bytes() for path in shapes)).hexdigest()


def read_compiled(version: str) -> tuple[Lexicon, Descriptions] | None:
    """Return what was compiled from vocabularies with this hash; None where nothing is to be trusted."""
    data = read_cached(_NAME, _find_key(version))
    try:
        return _decode(json.loads(data)) if data else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def write_compiled(version: str, lexicon: Lexicon, descriptions: Descriptions) -> None:
    """Keep what was compiled for the next run; a failure costs that run some time."""
    data = json.dumps(_encode(lexicon, descriptions), ensure_ascii=False, separators=(",", ":")).encode()
    write_cached(_NAME, _find_key(version), data)


def _encode(lexicon: Lexicon, descriptions: Descriptions) -> dict[str, Any]:
    return {
        "things": [[t.iri, t.kind, t.label, sorted(t.broader)] for t in lexicon.things.values()],
        "labels": lexicon.labels,
        "cues": [[c.words, sorted(c.speaks_for), sorted(c.speaks_against), c.kind] for c in lexicon.cues],
        "fields": lexicon.fields,
        "missions": {mission: sorted(themes) for mission, themes in lexicon.missions.items()},
        "keys": lexicon.keys,
        "codes": lexicon.codes,
        "acronyms": sorted(lexicon.acronyms),
        "descriptions": descriptions,
    }


def _decode(values: dict[str, Any]) -> tuple[Lexicon, Descriptions]:
    lexicon = Lexicon(
        {iri: Thing(iri, kind, label, frozenset(broader)) for iri, kind, label, broader in values["things"]},
        tuple(map(Label._make, values["labels"])),
        tuple([Cue(words, frozenset(pro), frozenset(contra), kind) for words, pro, contra, kind in values["cues"]]),
        dict(values["fields"]),
        {mission: frozenset(themes) for mission, themes in values["missions"].items()},
        dict(values["keys"]),
        dict(values["codes"]),
        frozenset(values["acronyms"]),
    )
    return lexicon, Descriptions(values["descriptions"])
