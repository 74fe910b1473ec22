"""What a site costs: Sassuolo's as a whole process, and whether time and memory hold when plans become many."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pace import GRAPH

LICENCE = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"

# What the site of Sassuolo may take: times the floor, Python that does nothing, and bytes. 400 times, or 5 s, were
# asked of 641 pages; with more questions, tables of partners and the pages of the ontology it is 2,700 files.
SITE_TIMES = 800
SITE_BYTES = 25_000_000
PLANS = (5, 10, 20)
# The time of a page, and the memory, among twenty plans may be so much of those among five.
DEARER, LARGER = 1.25, 1.25

Measure = Callable[[list[str], int], tuple[float, float]]


def copy_plans(folder: Path, count: int) -> Path:
    """Write Sassuolo's whole graph as so many municipalities' into a folder."""
    folder.mkdir()
    text = GRAPH.read_text(encoding="utf-8")
    for number in range(count):
        town = f"{900_000 + number:06}"
        copy = text.replace("data/036040", f"data/{town}").replace('"036040"', f'"{town}"')
        (folder / f"town-{number:02}.ttl").write_text(copy, encoding="utf-8")
    return folder


def count_files(folder: Path) -> tuple[int, int]:
    """Return how many pages a site has, and how many bytes."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sum(file.suffix == ".html" for file in files), sum(file.stat().st_size for file in files)


def write_command(location: Path, target: Path) -> list[str]:
    """Return the command that writes a site."""
    dupgraph = str(Path(sys.executable).with_name("dupgraph"))
    return [dupgraph, "site", "--graph", str(location), "-o", str(target), "--licence", LICENCE]


def show_sites(measure_process: Measure, rounds: int, floor: float, counts: tuple[int, ...] = PLANS) -> list[str]:
    """Print the tables, those of so many plans too, and return what was missed; ``floor`` is in seconds."""
    missed = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        print(f"\n{'sites, whole processes':40} {'pages':>7} {'MB':>7} {'s':>7} {'ms/page':>8} {'peak MB':>8}")
        seconds, memory = measure_process(write_command(GRAPH, folder / "one"), rounds)
        pages, size = count_files(folder / "one")
        print(_write_row("Sassuolo", pages, size, seconds, memory), end=f"  {seconds / floor:.0f} x floor,")
        limits = (
            (f"{SITE_TIMES} x floor", seconds / floor <= SITE_TIMES),
            (f"{SITE_BYTES / 1e6:.0f} MB", size <= SITE_BYTES),
        )
        for what, kept in limits:
            print(f"  {what} {'ok' if kept else 'MISSED'}", end="")
            missed += [] if kept else [f"site of Sassuolo in {what}"]
        print()
        if not counts:
            return missed
        measured = []
        for count in counts:
            plans = copy_plans(folder / f"plans-{count}", count)
            seconds, memory = measure_process(write_command(plans, folder / f"site-{count}"), 0)
            pages, size = count_files(folder / f"site-{count}")
            print(_write_row(f"{count} municipalities of its size", pages, size, seconds, memory))
            measured.append((seconds / pages, memory))
        dearer, room = (measured[-1][part] / measured[0][part] for part in (0, 1))
        verdict = "ok" if dearer <= DEARER and room <= LARGER else "MISSED"
        print(f"twenty to five: a page takes {dearer:.2f} of the time, peak memory is {room:.2f} of it  {verdict}")
        missed += ["sites of many plans"] if verdict == "MISSED" else []
    return missed


def _write_row(name: str, pages: int, size: int, seconds: float, memory: float) -> str:
    return f"{name:40} {pages:7,} {size / 1e6:7.1f} {seconds:7.2f} {seconds / pages * 1000:8.2f} {memory:8.0f}"
