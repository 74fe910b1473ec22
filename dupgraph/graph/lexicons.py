"""Compiled vocabularies in the user's cache folder: what their Turtle says, as JSON of plain lists.

A file that is cut off, of another version, or somebody else's is as if it were not there; nothing in it is ever run.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dupgraph.base.caches import hash_files, read_cached, write_cached
from dupgraph.language import lemmas
from dupgraph.schema.values import Cue, Label, Lexicon, Thing


class Descriptions(dict[str, str]):
    """What a graph says of each thing of the vocabularies, by its IRI: a line a triple, without its subject.

    Few of the things are in any one plan: only what is said of these is taken apart, once for the plans of a run.
    """

    def __init__(self, lines: Mapping[str, str]) -> None:
        super().__init__(lines)
        self._blocks: dict[str, list[tuple[str, str]]] = {}

    def list_block(self, iri: str) -> list[tuple[str, str]]:
        """Return predicates and objects of a thing; none of one that no vocabulary has."""
        if iri not in self._blocks and iri in self:
            lines = (line.partition(" ") for line in self[iri].split("\n"))
            self._blocks[iri] = [(predicate, value) for predicate, _, value in lines]
        return self._blocks.get(iri, [])


_NAME = "lexicon"
_FILES = ("schema/values.py", "schema/links.py", "graph/lexicons.py", "graph/vocabulary.py", "language/words.py")


def _find_key(version: str) -> str:
    """Return what a cached lexicon is good for: this vocabulary's text, values as this code has them, these lemmas.

    The dictionary is large: its size and when it was written stand for its text.
    """
    dictionary = lemmas.PATH.stat()
    package = Path(__file__).parents[1]
    files = [package / name for name in _FILES]
    return version + hash_files(files, f"{dictionary.st_size} {dictionary.st_mtime_ns}")


def read_compiled(version: str) -> tuple[Lexicon, Descriptions] | None:
    """Return what was compiled from vocabularies with this hash; None where nothing is to be trusted."""
    values = read_cached(_NAME, _find_key(version))
    try:
        return _unpack(*values) if values else None
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def write_compiled(version: str, lexicon: Lexicon, descriptions: Descriptions) -> None:
    """Keep what was compiled for the next run; a failure costs that run some time."""
    numbers = {iri: number for number, iri in enumerate(lexicon.things)}
    things = [(t.iri, t.kind, t.label, t.broader) for t in lexicon.things.values()]
    # In columns, and codes as one text: there are twelve thousand, and each list and text apart is one more to make.
    # An IRI is some sixty letters, and a thing has a dozen labels.
    rows = [(words, numbers[thing], use, own) for words, thing, use, own in lexicon.labels]
    labels = list(zip(*rows, strict=True)) or [()] * 4
    keys = [list(lexicon.keys), "".join(lexicon.keys.values())]
    codes = [list(lexicon.codes), " ".join(lexicon.codes.values())]
    others = [lexicon.cues, lexicon.fields, lexicon.missions, keys, codes, lexicon.acronyms, lexicon.budget]
    write_cached(_NAME, _find_key(version), [descriptions, things, labels, *others])


def _unpack(descriptions: Any, things: Any, labels: Any, cues: Any, *others: Any) -> tuple[Lexicon, Descriptions]:
    columns, missions, keys, codes, acronyms, budget = others
    iris = [iri for iri, *_ in things]
    words, named, uses, own = labels
    lexicon = Lexicon(
        {iri: Thing(iri, kind, label, frozenset(broader)) for iri, kind, label, broader in things},
        tuple(map(Label._make, zip(words, map(iris.__getitem__, named), uses, own, strict=True))),
        tuple([Cue(words, frozenset(pro), frozenset(contra), kind) for words, pro, contra, kind in cues]),
        dict(columns),
        {mission: frozenset(themes) for mission, themes in missions.items()},
        dict(zip(*keys, strict=True)),
        dict(zip(codes[0], codes[1].split(" "), strict=True)),
        frozenset(acronyms),
        dict(budget),
    )
    return lexicon, Descriptions(descriptions)
