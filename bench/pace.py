"""The machine's own pace: what a floor takes here and now, by which every limit in seconds is stretched."""

import re
import statistics
import time
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "graph" / "sources" / "sassuolo.txt"
# Splitting and folding words, in MB a second, where the limits in seconds were set.
THEN = 23.0
_ROUNDS = 9


def scan_words(text: str) -> int:
    """Look at every word in the cheapest honest way: split, fold, and count those that differ."""
    return len({word.casefold() for word in re.findall(r"\w+", text)})


@cache
def measure_scan() -> float:
    """Return MB a second of processor time that ``scan_words`` looks at."""
    text = SOURCE.read_text(encoding="utf-8") * 10
    seconds = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        scan_words(text)
        seconds.append(time.process_time() - start)
    return len(text.encode()) / 1e6 / statistics.median(seconds)


@cache
def measure_pace() -> float:
    """Return how many times longer the same work takes here than where the limits were set; by the clock.

    By the clock, because the limits are: whoever shares the machine slows down both.
    """
    text = SOURCE.read_text(encoding="utf-8") * 10
    seconds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        scan_words(text)
        seconds.append(time.perf_counter() - start)
    return THEN / (len(text.encode()) / 1e6 / statistics.median(seconds))
