"""Times and sizes of dupgraph, each beside a floor measured in the same run on the same machine.

make bench                        all parts, one after the other as they are done
make bench PARTS="asking corpus"  some parts, by their names: processes, reading, plans, sites, dependencies, maps,
                                  asking, serving, corpus; so a run that was cut off is taken up
make bench QUICK=1                within five minutes: the first four, of sites that of one plan; three rounds

Whole processes, their children included, are timed by the processor: whoever shares the machine counts little. Limits
are ratios to a floor of the same run: of processes to Python that does nothing, of reading to splitting and folding
words. Limits in seconds are stretched by the machine's pace (pace.py).
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from asking import show_asking
from corpus import show_corpus
from dependencies import show_dependencies
from maps import show_maps
from pace import GRAPH, READING_PART, SOURCE, compile_modules, measure_pace, measure_scan
from plans import multiply_plan, show_pages, show_plans, use_processor
from serving import show_serving
from sites import PLANS, show_sites

PYTHON = [sys.executable]
DUPGRAPH = [str(Path(sys.executable).with_name("dupgraph"))]

# name, command, ceiling in times of the first where one is set
PROCESSES = [
    ("python -c pass", [*PYTHON, "-c", "pass"], None),
    ("import rdflib", [*PYTHON, "-c", "import rdflib"], None),
    ("import click, pyoxigraph", [*PYTHON, "-c", "import click, pyoxigraph"], None),
    ("dupgraph --help", [*DUPGRAPH, "--help"], 10),
    (
        "open the graph, answer a named query",
        [*DUPGRAPH, "query", "objectives-by-partner", "-p", "partner=AUSL", "--graph", str(GRAPH), "--format", "csv"],
        25,
    ),
    (
        "open the graph, answer a typed query",
        [*DUPGRAPH, "query", "--file", "{typed}", "--graph", str(GRAPH), "--format", "csv"],
        35,
    ),
    ("ask in plain words", [*DUPGRAPH, "ask", "Quali obiettivi coinvolgono l'AUSL?", "--graph", str(GRAPH)], None),
    ("build Sassuolo, all of it", [*DUPGRAPH, "build", str(SOURCE), "-o", "{folder}"], 75),
    ("draw the map", [*DUPGRAPH, "map", "--graph", str(GRAPH), "-o", "{folder}/map.html"], None),
]
TYPED = """PREFIX dup: <https://w3id.org/dupgraph/onto/>
SELECT ?objective (COUNT(?partner) AS ?partners) { ?objective a dup:Objective ; dup:involves ?partner }
GROUP BY ?objective ORDER BY DESC(?partners) ?objective
"""
MEMORY_CEILING = 250


def measure_process(command: list[str], rounds: int) -> tuple[float, float]:
    """Return the median seconds of the processor and the peak resident memory in MB of a whole process.

    What takes a minute has no rounds: its first run, which warms up, is what is measured.
    """
    times, peak = [], 0
    with tempfile.TemporaryDirectory() as folder:
        typed = Path(folder) / "typed.rq"
        typed.write_text(TYPED, encoding="utf-8")
        words = [word.replace("{folder}", folder).replace("{typed}", str(typed)) for word in command]
        # One round that does not count: files come into the cache, Python compiles what it has not yet.
        for turn in range(rounds + 1):
            process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder)
            said = process.stderr.read() if process.stderr else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                sys.exit(f"{' '.join(words)} failed:\n{said.decode()}")
            if turn or not rounds:
                times.append(usage.ru_utime + usage.ru_stime)
            # Kilobytes on Linux, bytes on macOS.
            peak = max(peak, usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
    return statistics.median(times), peak / 1024


def measure_reading(times: int, rounds: int, folder: Path) -> tuple[float, float, int, int]:
    """Return MB, the median seconds from document to mentions, and the numbers of sections and mentions."""
    # Late: a process that starts another lends it its own memory, and what is measured above should be small.
    from dupgraph.graph.vocabulary import load_vocabulary
    from dupgraph.read.documents import read_document
    from dupgraph.read.mentions import find_mentions
    from dupgraph.read.outline import find_outline, load_profile, parse_outline

    path = folder / f"corpus-{times}.txt"
    path.write_text(multiply_plan(SOURCE.read_text(encoding="utf-8"), times), encoding="utf-8")
    toml = SOURCE.with_suffix(".toml")
    record = read_document(SOURCE).record
    path.with_suffix(".toml").write_bytes(toml.read_bytes())
    lexicon = load_vocabulary(record.vocabularies).lexicon
    profile = load_profile(record.profile) if record.profile else find_outline(read_document(SOURCE))[1]
    seconds, sections, mentions = [], 0, 0
    for _ in range(rounds + 1):
        # Of the processor, as the floor is.
        start = time.process_time()
        document = read_document(path)
        outline = parse_outline(replace(document, record=record), profile)
        reading = find_mentions(document, outline, lexicon)
        seconds.append(time.process_time() - start)
        sections, mentions = len(outline.sections), len(reading.mentions)
    return path.stat().st_size / 1e6, statistics.median(seconds[1:]), sections, mentions


def judge(value: float, limit: float | None, *, at_least: bool = False) -> str:
    """Return whether a limit is kept, in a word."""
    if limit is None:
        return ""
    return "ok" if (value >= limit if at_least else value <= limit) else "MISSED"


def show_processes(rounds: int) -> list[str]:
    """Print what whole processes take; return what was missed."""
    missed = []
    print(f"\n{'whole processes, by the processor':40} {'ms':>8} {'x floor':>8} {'peak MB':>8} {'limit x':>9}")
    floor = None
    for name, command, ceiling in PROCESSES:
        taken, memory = measure_process(command, rounds)
        floor = floor or taken
        verdict = judge(taken / floor, ceiling)
        if name.startswith("build"):
            verdict += f", {MEMORY_CEILING} MB {judge(memory, MEMORY_CEILING)}"
        limit = f"{ceiling:9.0f}" if ceiling else " " * 9
        print(f"{name:40} {taken * 1000:8.0f} {taken / floor:8.1f} {memory:8.0f} {limit}  {verdict}")
        missed += [name] if "MISSED" in verdict else []
    return missed


def show_reading(rounds: int, sizes: tuple[int, ...]) -> list[str]:
    """Print what reading so many plans in one text takes, from document to mentions; return what was missed."""
    missed = []
    print(f"\n{'document to mentions, one core':40} {'MB':>8} {'s':>8} {'MB/s':>8} {'sections':>9} {'mentions':>9}")
    speeds = {}
    scan = measure_scan()
    with tempfile.TemporaryDirectory() as folder:
        for times in sizes:
            size, taken, sections, mentions = measure_reading(times, rounds if times < 100 else 3, Path(folder))
            speeds[times] = size / taken
            verdict = judge(speeds[times] / scan, READING_PART, at_least=True)
            name = "the plan" if times == 1 else f"{times} plans in one text"
            print(f"{name:40} {size:8.2f} {taken:8.3f} {speeds[times]:8.1f} {sections:9} {mentions:9}  {verdict}")
            missed += [name] if verdict == "MISSED" else []
    print(f"{'splitting and folding words (floor)':40} {'':8} {'':8} {scan:8.1f}")
    most = max(speeds)
    print(f"\nspeed at {most} plans / at one plan: {speeds[most] / speeds[1]:.2f} (1 is linear)")
    return missed


def show_one_site_and_many(rounds: int, counts: tuple[int, ...]) -> list[str]:
    """Print what sites take, beside Python that does nothing; return what was missed."""
    floor, _ = measure_process(PROCESSES[0][1], rounds)
    return show_sites(measure_process, min(rounds, 5), floor, counts)


def list_parts(rounds: int, *, quick: bool) -> dict[str, Callable[[], list[str]]]:
    """Return what prints each part and gives what was missed in it."""
    parts: dict[str, Callable[[], list[str]]] = {
        "processes": lambda: show_processes(rounds),
        "reading": lambda: show_reading(rounds, (1, 10) if quick else (1, 10, 100)),
        "plans": lambda: [*show_plans(measure_process, DUPGRAPH, rounds), *show_pages(measure_process, PYTHON, rounds)],
        "sites": lambda: show_one_site_and_many(rounds, () if quick else PLANS),
    }
    more: dict[str, Callable[[], list[str]]] = {
        "dependencies": show_dependencies,
        "maps": lambda: show_maps(5),
        "asking": lambda: show_asking(5, 1000),
        "serving": lambda: show_serving(rounds),
        "corpus": lambda: show_corpus(20),
    }
    return parts if quick else parts | more


def main() -> None:
    """Measure the parts that are asked for, all without a word, and print them; exit 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description="Times and sizes of dupgraph beside the machine's floor.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="one of its parts; without any, all of them")
    parser.add_argument("--quick", action="store_true", help="three rounds instead of seven, and no part that is long")
    chosen = parser.parse_args()
    rounds = 3 if chosen.quick else 7
    parts = list_parts(rounds, quick=chosen.quick)
    if unknown := set(chosen.parts) - parts.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    compile_modules()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores; medians of {rounds}")
    paces = f"{measure_pace(time.process_time):.2f} of the processor, {measure_pace():.2f} by the clock"
    print(f"the machine's pace: {paces} (1 is that of the machine on which limits in seconds were set)")
    missed = []
    for name in chosen.parts or parts:
        start, used = time.perf_counter(), use_processor()
        missed += parts[name]()
        seconds = f"{use_processor() - used:.0f} s of the processor, {time.perf_counter() - start:.0f} by the clock"
        print(f"({name}: {seconds})", flush=True)
    finish(missed)


def finish(missed: list[str]) -> None:
    """Say which limits were missed; exit 1 when there are any."""
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
