"""The machine's own pace: what a floor takes here and now, by which every limit in seconds is stretched."""

import compileall
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

GRAPH = Path(__file__).parents[1] / "graph" / "sassuolo.ttl"
SOURCE = GRAPH.parent / "sources" / "sassuolo.txt"
# Splitting and folding words, in MB a second, where the limits in seconds were set.
THEN = 23.0
# What reading is to have of that speed. A sixth was asked when reading looked for a vocabulary's names alone; names by
# form, fields, laws, lists, denials and roles of themes came after it, and take it to an eightieth.
READING_PART = 1 / 90
_ROUNDS = 9


def compile_modules() -> None:
    """Compile what has changed, and keep it: where Python may not by itself, each start would do it again."""
    compileall.compile_dir(GRAPH.parents[1] / "dupgraph", quiet=1)


def measure(do: Callable[[], object], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """Return the median seconds that some work takes, by default of the processor; a first round warms up."""
    seconds = []
    for _ in range(rounds + 1):
        start = clock()
        do()
        seconds.append(clock() - start)
    return statistics.median(seconds[1:])


def scan_words(text: str) -> int:
    """Look at every word in the cheapest honest way: split, fold, and count those that differ."""
    return len({word.casefold() for word in re.findall(r"\w+", text)})


def measure_scan(clock: Callable[[], float] = time.process_time) -> float:
    """Return MB a second that ``scan_words`` looks at, by a clock; by default that of the processor."""
    text = SOURCE.read_text(encoding="utf-8") * 10
    return len(text.encode()) / 1e6 / measure(lambda: scan_words(text), _ROUNDS, clock)


def measure_pace(clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many times longer the same work takes here than where the limits were set, by the limit's clock.

    By the wall's clock whoever shares the machine slows down both, and comes and goes while the tables are made: the
    pace is measured anew for each limit.
    """
    return THEN / measure_scan(clock)
