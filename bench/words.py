"""A worker that builds plans of ten thousand words that no other has.

words.py PLANS   build so many in this process; prints its resident MB after each
"""

import os
import random
import sys
import tempfile
from pathlib import Path

from dupgraph.corpus.keys import find_program
from dupgraph.corpus.orders import Order
from dupgraph.corpus.worker import answer_request
from dupgraph.schema.namespaces import DATA
from dupgraph.schema.values import PlanRecord

WORDS, WORDS_A_GOAL, LETTERS = 10_000, 200, "abcdefghilmnopqrstuvz"
RECORD = PlanRecord(istat="036040", plan="DUP", municipality="Sassuolo", profile="politica-indirizzo-obiettivo")


def make_text(die: random.Random) -> str:
    """Return a plan whose objectives are made of words drawn by letters."""
    goals = []
    for number in range(WORDS // WORDS_A_GOAL):
        words = ("".join(die.choices(LETTERS, k=9)) for _ in range(WORDS_A_GOAL))
        goals.append(f"Obiettivo strategico 1.1.{number + 1} {' '.join(words)}.")
    return "\n\n".join(("POLITICA 1: PROVA", "INDIRIZZO STRATEGICO 1.1: PROVA", *goals))


def measure_size() -> float:
    """Return how much memory this process has now, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


def main() -> None:
    """Build, and print."""
    die = random.Random(1)  # noqa: S311  a die for test data
    with tempfile.TemporaryDirectory() as out:
        for number in range(int(sys.argv[1])):
            name, data = f"{number}-dup", make_text(die).encode()
            order = Order(f"{name}.txt", name, "key", find_program(), RECORD, DATA, (), out, "", data)
            answer, _ = answer_request(order.pack(), order.data)
            if "counts" not in answer:
                sys.exit(str(answer))
            print(f"{measure_size():.0f}", flush=True)


if __name__ == "__main__":
    main()
