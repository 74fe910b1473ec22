"""Synthetic municipalities: Sassuolo's graph again and again, each under its own IRIs and with its own objectives.

Each keeps one objective of five, drawn by a seeded die, so that no two plans are the same and one has some ten
thousand triples; what is shared by all towns (kinds of body, themes, missions) stays shared.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import parse

DUP = "https://w3id.org/dupgraph/onto/"
TOWN = "036040"
KEPT = 0.2


class Pattern:
    """The Sassuolo graph, in pieces from which a municipality is put together."""

    def __init__(self, graph: Path) -> None:
        lines: dict[str, list[str]] = defaultdict(list)
        elements: dict[str, str] = {}
        types: dict[str, str] = {}
        for triple in parse(path=str(graph)):
            subject, predicate = triple.subject.value, triple.predicate.value
            if predicate == DUP + "canonicalText":
                continue
            if predicate == DUP + "inElement":
                elements[subject] = triple.object.value
            if predicate.endswith("#type"):
                types[subject] = triple.object.value
            lines[subject].append(f"{triple.subject} {triple.predicate} {triple.object} .\n")
        self._objectives = sorted(subject for subject, kind in types.items() if kind == DUP + "Objective")
        chosen = set(self._objectives)
        self._of_objective = {objective: "".join(lines[objective]) for objective in self._objectives}
        for mention, element in sorted(elements.items()):
            if element in chosen:
                self._of_objective[element] += "".join(lines[mention])
        left_out = chosen | {mention for mention, element in elements.items() if element in chosen}
        self._always = "".join("".join(lines[subject]) for subject in sorted(lines.keys() - left_out))

    def draw_town(self, number: int) -> str:
        """Return the N-Triples of municipality ``number``; the same number gives the same triples."""
        die = random.Random(number)  # noqa: S311  a die for test data
        kept = die.sample(self._objectives, round(len(self._objectives) * KEPT))
        text = self._always + "".join(self._of_objective[objective] for objective in sorted(kept))
        town = f"{900_000 + number:06}"
        return (
            text.replace(f"data/{TOWN}", f"data/{town}")
            .replace(f'"{TOWN}"', f'"{town}"')
            .replace("Sassuolo", f"Sassuolo {number}")
        )


def write_towns(graph: Path, folder: Path, count: int) -> Iterator[Path]:
    """Write the graphs of ``count`` municipalities into a folder, one file each, and yield their paths."""
    pattern = Pattern(graph)
    for number in range(count):
        path = folder / f"town-{number:04}.nt"
        path.write_text(pattern.draw_town(number), encoding="utf-8")
        yield path
