"""How often a comparison is right: versions of the packaged plan by known edits, and what is said of them.

python bench/comparison.py [GRAPH]    precision and recall, by kind of edit and for twenty at once
python bench/comparison.py thresholds the same for other thresholds of the matching, and what the pairs score
"""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import random

from editions import EDITS, Edition, edit_plan, tell_facts

from dupgraph.ask.comparison import matching
from dupgraph.ask.comparison.changes import compare_plans
from dupgraph.ask.comparison.reading import read_version
from dupgraph.ask.comparison.values import PlanVersion
from dupgraph.graph.engines import open_engine

SINGLE, TWENTY = 20, 30
AIM_SINGLE, AIM_TWENTY = 0.98, 0.95
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
# Thresholds are tried on each fifth version.
FEWER = 5


def list_editions(plan: PlanVersion) -> Iterator[tuple[str, Edition]]:
    """Yield versions with one edit of each kind, and with twenty edits, each by seeds of its own."""
    for place, edit in enumerate(EDITS):
        for seed in range(SINGLE):
            # A short plan may have no element that is long enough.
            with suppress(IndexError):
                yield edit, edit_plan(plan, 1000 * place + seed, [edit])
    for seed in range(TWENTY):
        die = random.Random(seed)  # noqa: S311  a die for test data
        with suppress(IndexError):
            yield "twenty at once", edit_plan(plan, 100_000 + seed, die.choices(list(EDITS), k=20))


def score(plan: PlanVersion, editions: Iterable[tuple[str, Edition]]) -> dict[str, tuple[int, int, int]]:
    """Return, for each kind of edit, how many facts are right, how many were said, how many are true."""
    counts: dict[str, tuple[int, int, int]] = {}
    for name, edition in editions:
        said = set(tell_facts(compare_plans(plan, edition.plan)))
        right, told, true = counts.get(name, (0, 0, 0))
        counts[name] = (right + len(said & edition.truth), told + len(said), true + len(edition.truth))
    return counts


def print_scores(counts: dict[str, tuple[int, int, int]]) -> bool:
    """Print precision and recall of each kind; return whether all reach what is aimed at."""
    reached = True
    print(f"{'edit':<16}{'facts':>7}{'precision':>11}{'recall':>9}{'aim':>7}")
    for name, (right, told, true) in counts.items():
        aim = AIM_TWENTY if name == "twenty at once" else AIM_SINGLE
        precision, recall = right / told if told else 1.0, right / true if true else 1.0
        reached = reached and min(precision, recall) >= aim
        mark = "" if min(precision, recall) >= aim else "  MISSED"
        print(f"{name:<16}{true:>7}{precision:>11.3f}{recall:>9.3f}{aim:>7}{mark}")
    return reached


def try_thresholds(plan: PlanVersion) -> None:
    """Print the lowest scores of each threshold."""
    editions = [each for place, each in enumerate(list_editions(plan)) if place % FEWER == 0]
    print(f"{'threshold':<11}{'single: precision':>18}{'recall':>9}{'twenty: precision':>19}{'recall':>9}")
    for least in THRESHOLDS:
        matching.LEAST_LIKENESS = least
        counts = score(plan, editions)
        many = counts.pop("twenty at once")
        one = tuple(map(sum, zip(*counts.values(), strict=True)))
        numbers = (one[0] / one[1], one[0] / one[2], many[0] / many[1], many[0] / many[2])
        print(f"{least:<11}{numbers[0]:>18.3f}{numbers[1]:>9.3f}{numbers[2]:>19.3f}{numbers[3]:>9.3f}")


def main() -> int:
    """Print the table; exit 1 when something is missed."""
    trying = sys.argv[1:] == ["thresholds"]
    given = "" if trying else "".join(sys.argv[1:])
    plan = read_version(open_engine(given or str(Path(__file__).parents[1] / "graph" / "sassuolo.ttl")))
    if trying:
        try_thresholds(plan)
        return 0
    start = time.process_time()
    counts = score(plan, list_editions(plan))
    taken = time.process_time() - start
    done = print_scores(counts)
    number = SINGLE * len(EDITS) + TWENTY
    print(f"{number} comparisons of {len(plan.network.elements)} elements: {taken / number * 1000:.0f} ms of CPU each")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
