"""Many plans: how fast a corpus is built, taken up again, kept up to date and asked, each beside a floor of this run.

python bench/corpus.py                  a hundred made-up towns with Sassuolo's plan, each under its own code and with
                                        its own choice of objectives
python bench/corpus.py --quick          sixty, and fewer rounds
python bench/corpus.py --towns 1000 --short --only build again kill
                                        a thousand short plans, ten of them broken, a run killed midway, on both engines
python bench/corpus.py --folder DIR --only ask
                                        one part after the other: what an earlier one has built in DIR stays there

Times are of the processor, children included, because others use the machine too; where the clock is meant, it is said.
"""

import argparse
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pace import READING_PART, SOURCE, compile_modules, measure, measure_scan
from plans import FORMS, multiply_plan

ROOT = Path(__file__).parents[1]
DUPGRAPH = [sys.executable, "-m", "dupgraph"]
PROFILE = "politica-indirizzo-obiettivo"
# Of its objectives a made-up town keeps so many; a town with a short plan, so few.
KEPT, KEPT_SHORT = 0.8, 0.06
COUNTRY = 7_900
# Others are at work where the load is more than this.
QUIET = 0.7
# What a question of the country may take, and more for each row that is quoted: its sentence and its citation are made
# of the plan's text and written, some 770 bytes. Of a theme and a partner there are 280,000.
MOST_SECONDS, MOST_A_ROW = 10, 20e-6
_OBJECTIVE = re.compile(r"(?m)^(?=\s*Obiettivo strategico \d)")
QUESTIONS: list[tuple[str, list[str], float]] = [
    ("objectives-by-partner", ["-p", "partner=AUSL"], 4),
    ("objectives-by-partner-and-theme", ["-p", "partner=Scuole", "-p", "theme=Istruzione ed educazione"], 10),
    ("partner-ranking", [], 10),
    ("objective-pairs", [], 10),
    ("plans", [], 10),
    ("statistics", [], 10),
]
# Of so many towns the aims speak. Of fewer, what starting Python and DuckDB takes is most of an answer.
JUDGED_TOWNS = 100
# Builds one plan again and again in a process, as a worker does; prints the seconds of each.
_WARM = """
import gc, sys, time
from pathlib import Path
from dupgraph.read.build import build_graph
gc.disable()
for path in sys.argv[1:]:
    start = time.process_time()
    build_graph(Path(path))
    print(time.process_time() - start)
    gc.collect()
"""
_IMPORT_DUCKDB = "import duckdb; duckdb.connect().execute('select 1').fetchall()"
_IMPORT_OXIGRAPH = "import pyoxigraph; list(pyoxigraph.Store().query('SELECT * {}'))"


@dataclass
class Figures:
    """What was measured, line by line, as it is printed; and which limits were missed."""

    missed: list[str] = field(default_factory=list)

    def show(self, number: str, what: str, value: str, limit: str = "", *, kept: bool = True) -> None:
        """Print one line; ``number`` is that of the aim."""
        verdict = ("ok" if kept else "MISSED") if limit else ""
        print(f"{number:>2}  {what:58} {value:>24}  {limit:>12} {verdict}", flush=True)
        if limit and not kept:
            self.missed.append(what)

    def show_at_least(self, number: str, what: str, value: float, least: float) -> None:
        """Print how many times something is better than something else, and whether that is enough."""
        self.show(number, what, f"{value:.2f} times", f">= {least:g}", kept=value >= least)


def list_codes(count: int) -> list[str]:
    """Return the codes of so many comuni, as the national list has them."""
    lines = (ROOT / "ontology" / "territories" / "comuni.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = sorted({line.split(",")[1] for line in lines})
    return codes[:: max(1, len(codes) // count)][:count]


def write_plans(folder: Path, count: int, broken: int = 0, kept: float = KEPT) -> list[Path]:
    """Write so many plans, each as DUP.txt in a folder of its own; the first ``broken`` are PDFs that are cut off."""
    pieces = _OBJECTIVE.split(SOURCE.read_text(encoding="utf-8"))
    paths = []
    for number, code in enumerate(list_codes(count)):
        die = random.Random(number)  # noqa: S311  a die for test data
        chosen = [pieces[0], *(piece for piece in pieces[1:] if die.random() < kept)]
        place = folder / code
        place.mkdir(parents=True)
        text = "%PDF-1.7 cut off" if number < broken else "".join(chosen).replace("Sassuolo", f"Prova {number}")
        (place / "DUP.txt").write_text(text, encoding="utf-8")
        record = f'istat = "{code}"\nplan = "DUP 2026"\nmunicipality = "Prova {number}"\nprofile = "{PROFILE}"\n'
        (place / "DUP.toml").write_text(record, encoding="utf-8")
        paths.append(place / "DUP.txt")
    return paths


@dataclass(frozen=True)
class Run:
    """What a command took: seconds by the clock and of the processor; its exit code, and what it said."""

    clock: float
    used: float
    code: int
    said: str
    complaint: str = ""


def run(*words: object, program: list[str] = DUPGRAPH, **options: object) -> Run:
    """Run a program to its end."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [*program, *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, text=True, **options)  # type: ignore[call-overload]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.perf_counter() - started, used, done.returncode, done.stdout, done.stderr)


def build(plans: Path, out: Path, *options: object) -> Run:
    """Build a corpus; a run that fails altogether ends the measuring."""
    done = run("corpus", "build", plans, "--out", out, *options)
    if done.code not in (0, 3):
        sys.exit(f"corpus build ended with {done.code}: {done.complaint.strip()}")
    return done


def hash_corpus(folder: Path) -> dict[str, str]:
    """Return the hash of each file of a corpus, but for the list of failures, which names paths."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "failures.csv")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def count_done(out: Path) -> int:
    """Return how many plans are done."""
    return len(list((out / "done").glob("*.json")))


# One plan ------------------------------------------------------------------------------------------------------


def show_plan(figures: Figures, folder: Path, rounds: int) -> None:
    """Show what one plan takes: encoding, a warm worker, a whole command, reading."""
    from dupgraph.graph.vocabulary import load_vocabulary
    from dupgraph.read.documents import read_document
    from dupgraph.read.encode import encode_plan
    from dupgraph.read.mentions import find_mentions
    from dupgraph.read.outline import find_outline

    document = read_document(write_plans(Path(tempfile.mkdtemp(dir=folder)), 1)[0])
    vocabulary = load_vocabulary(document.record.vocabularies)
    outline, _ = find_outline(document)
    reading = find_mentions(document, outline, vocabulary.lexicon)

    def encode() -> bytes:
        return encode_plan(
            document, outline, reading, descriptions=vocabulary.descriptions, version=vocabulary.version
        ).turtle

    figures.show("1", "encode one plan, ms", f"{measure(encode, rounds) * 1000:.0f}")
    figures.show(
        "1", "  floor: Oxigraph parses and writes its triples, ms", f"{measure_oxigraph(encode(), rounds):.0f}"
    )
    now = statistics.median(list_seconds([str(SOURCE)] * (rounds + 3))[3:])
    figures.show("2", "a warm worker, document to graph, ms a plan", f"{now * 1000:.0f}")
    with tempfile.TemporaryDirectory() as place:
        whole = statistics.median(run("build", SOURCE, "-o", place).used for _ in range(rounds))
        figures.show("3", "dupgraph build of one plan, ms", f"{whole * 1000:.0f}")
    read = measure(lambda: find_mentions(document, outline, vocabulary.lexicon), rounds)
    share = len(document.text.encode()) / 1e6 / read / measure_scan()
    least, is_kept = f">= 1/{1 / READING_PART:.0f}", share >= READING_PART
    figures.show("4", "reading, of splitting and folding words", f"1/{1 / share:.1f}", least, kept=is_kept)


def measure_oxigraph(turtle: bytes, rounds: int) -> float:
    """Return the milliseconds that Oxigraph takes to parse a graph and to write it again."""
    from pyoxigraph import RdfFormat, parse, serialize

    def copy() -> None:
        serialize([quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)], format=RdfFormat.TURTLE)

    return measure(copy, rounds) * 1000


def list_seconds(paths: list[str]) -> list[float]:
    """Return what each plan takes in one process."""
    said = run("-c", _WARM, *paths, program=[sys.executable], cwd=ROOT).said
    return [float(line) for line in said.split()]


# Many plans ------------------------------------------------------------------------------------------------------


def show_building(figures: Figures, folder: Path, count: int, *, short: bool) -> None:
    """Show what a corpus takes, on two workers and, of long plans, on one; nothing where ``folder`` has it."""
    plans, out, broken = folder / "plans", folder / "corpus", max(1, count // 100)
    if out.exists():
        return
    load = os.getloadavg()[0]
    write_plans(plans, count, broken, KEPT_SHORT if short else KEPT)
    two = build(plans, out, "--workers", 2)
    figures.show("6", f"{count:,} plans, {broken} of them broken: a plan, ms", f"{two.used / count * 1000:.0f}")
    there = count_done(out) == count - broken and two.code == 3
    figures.show("6", "  graphs that are there", f"{count_done(out):,}", f"{count - broken:,}", kept=there)
    (folder / "took").write_text(str(two.used), encoding="utf-8")
    if not short:
        one = build(plans, folder / "one", "--workers", 1)
        times, what = one.clock / two.clock, f"two workers, by the clock (load before {load:.1f})"
        if load < QUIET:
            figures.show_at_least("5", what, times, 1.7)
        else:
            # Who shares the processors takes from two workers what one would not have used; what they cost is told.
            figures.show("5", f"{what}, not judged", f"{times:.2f} times")
            figures.show("5", "  by what the processors did, at most", f"{2 * one.used / two.used:.2f} times")


def show_again(figures: Figures, folder: Path) -> None:
    """Show what a run takes in which nothing has changed, and one in which one plan has."""
    plans, out = folder / "plans", folder / "corpus"
    again = build(plans, out).used / float((folder / "took").read_text(encoding="utf-8"))
    figures.show("6", "again, nothing changed", f"{again:.2%} of the first", "<= 2%", kept=again <= 0.02)
    changed = sorted(plans.iterdir())[-1] / "DUP.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nE la Prefettura.\n", encoding="utf-8")
    figures.show("6", "again, one plan changed, s", f"{build(plans, out).used:.2f}")


def show_kill(figures: Figures, folder: Path, engine: str) -> None:
    """Show what is lost when a run is killed midway and taken up again."""
    plans, whole, out = folder / "plans", folder / "corpus", folder / engine
    shutil.rmtree(out, ignore_errors=True)
    command = [*DUPGRAPH, "corpus", "build", str(plans), "--out", str(out), "--engine", engine]
    wanted = count_done(whole) // 2
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and count_done(out) < wanted:
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    # What its workers have begun they end.
    time.sleep(5)
    had = count_done(out)
    said = build(plans, out, "--engine", engine, "--lang", "en").said
    kept = int(re.findall(r"([\d,]+) as they were", said)[0].replace(",", ""))
    twice = (had - kept) / count_done(whole)
    same = hash_corpus(out) == hash_corpus(whole)
    figures.show("6", f"{engine}: SIGKILL with {had:,} there, built twice", f"{twice:.2%}", "<= 2%", kept=twice <= 0.02)
    figures.show("6", f"  {engine}: bytes as if undisturbed", str(same), "True", kept=same)


def show_memory(figures: Figures, plans: int) -> None:
    """Show how large a worker grows over plans of ten thousand words that no other has."""
    done = run(Path(__file__).with_name("words.py"), plans, program=[sys.executable])
    sizes = [float(line) for line in done.said.split()]
    most, late = max(sizes), sizes[-1] - sizes[len(sizes) // 2]
    figures.show(
        "7", f"a worker after {plans} plans of 10,000 new words, MB", f"{most:.0f}", "<= 250", kept=most <= 250
    )
    figures.show("7", "  of that since the half of them, MB", f"{late:.0f}")


# Asking ------------------------------------------------------------------------------------------------------


def show_asking(figures: Figures, out: Path, rounds: int) -> None:
    """Ask six questions of the tables and of a store of the same graphs, and show what each takes."""
    bare = out.parent / "bare"
    if not bare.exists():
        bare.mkdir()
        for path in (out / "graphs").glob("*.ttl"):
            shutil.copy(path, bare)
        run("load", bare, "--store", out.parent / "store")
    floor, store_floor = (
        statistics.median(run("-c", text, program=[sys.executable]).used for _ in range(rounds))
        for text in (_IMPORT_DUCKDB, _IMPORT_OXIGRAPH)
    )
    # A broken plan of a hundred is asked for by the build.
    is_judged = count_done(out) >= JUDGED_TOWNS * 0.99
    figures.show("8", "floors: Python with DuckDB, with Oxigraph, one SELECT, s", f"{floor:.2f} {store_floor:.2f}")
    for name, words, least in QUESTIONS:
        asked = ("query", name, *words, "--format", "csv", "--graph")
        tables = [run(*asked, out) for _ in range(rounds)]
        store = run(*asked, out.parent / "store")
        if tables[0].said != store.said:
            figures.show("8", f"{name}: the same rows", "False", "True", kept=False)
        used = statistics.median(each.used for each in tables)
        figures.show("8", f"{name}: tables, store, s", f"{used:.2f} {store.used:.2f}")
        times = (store.used - store_floor) / max(used - floor, 0.01)
        if is_judged:
            figures.show_at_least("8", "  times less, floors taken off", times, least)
        else:
            figures.show("8", f"  times less, floors taken off; judged at {JUDGED_TOWNS}", f"{times:.2f} times")
        if name == "plans":
            figures.show("9", "plans, s", f"{used:.2f}", "<= 0.5", kept=used <= 0.5)


def show_country(figures: Figures, out: Path, folder: Path) -> None:
    """Ask the six questions of eight thousand towns, whose tables are those of ``out`` with their rows multiplied."""
    from country import multiply_corpus

    towns = count_done(folder / "country") or multiply_corpus(out, folder / "country", 8_000)
    for name, words, _ in QUESTIONS:
        asked = run("query", name, *words, "--format", "csv", "--graph", folder / "country")
        heading, _, rows = asked.said.partition("\n")
        most = MOST_SECONDS + (rows.count("\n") * MOST_A_ROW if "citation" in heading else 0)
        what = f"{name}, {towns:,} towns (rows multiplied), s"
        kept = asked.used <= most and asked.code == 0
        figures.show("8", what, f"{asked.used:.1f}", f"<= {most:.0f}", kept=kept)


def show_extrapolation(figures: Figures, folder: Path) -> None:
    """Show what all municipalities take, by proportion, from plans of 60 and of 600 kB, as text and as PDF."""
    pieces = SOURCE.read_text(encoding="utf-8")
    folder = Path(tempfile.mkdtemp(dir=folder))
    for size in (60, 600):
        times = -(-size * 1000 // len(pieces.encode()))
        text = multiply_plan(pieces, times)[: size * 1000]
        for form in ("text", "PDF"):
            name, write = FORMS[form]
            seconds = [min(list_seconds(_write_forms(folder / f"{size}-{form}", name, write, text))[1:])]
            hours = seconds[0] * COUNTRY / 3600
            figures.show(
                "", f"{COUNTRY:,} plans of {size} kB as {form}, to graphs, hours of one processor", f"{hours:.1f}"
            )


def _write_forms(folder: Path, name: str, write: Callable[[Path, str], None], text: str) -> list[str]:
    folder.mkdir()
    write(folder / name, text)
    record = f'istat = "036040"\nplan = "DUP"\nmunicipality = "Sassuolo"\nprofile = "{PROFILE}"\n'
    (folder / name).with_suffix(".toml").write_text(record, encoding="utf-8")
    return [str(folder / name)] * 3


def show_corpus(count: int) -> list[str]:
    """Build and ask so many towns on this machine; return the limits that were missed."""
    figures = Figures()
    print()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        show_building(figures, Path(folder), count, short=False)
        show_kill(figures, Path(folder), "local")
        show_asking(figures, Path(folder) / "corpus", 3)
    return figures.missed


PARTS = ("plan", "build", "kill", "again", "ask", "country", "memory", "proportion")


def main() -> None:
    """Measure, print, and end with 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description="A corpus, measured.")
    parser.add_argument("--towns", type=int, default=0, help="how many (100; 60 with --quick)")
    parser.add_argument("--quick", action="store_true", help="fewer towns and rounds")
    parser.add_argument("--short", action="store_true", help="plans of some 5 kB instead of 50")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--engines", nargs="*", default=["local", "dask"])
    parser.add_argument("--folder", type=Path, help="where to work; what is built there stays (a temporary one)")
    chosen = parser.parse_args()
    compile_modules()
    figures = Figures()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = chosen.folder or Path(name)
        folder.mkdir(exist_ok=True)
        show_parts(figures, folder, chosen)
    if figures.missed:
        sys.exit(f"missed: {', '.join(figures.missed)}")


def show_parts(figures: Figures, folder: Path, chosen: argparse.Namespace) -> None:
    """Show the chosen parts, in their order."""
    count, rounds = chosen.towns or (60 if chosen.quick else 100), 3 if chosen.quick else 5
    parts: dict[str, Callable[[], None]] = {
        "plan": lambda: show_plan(figures, folder, rounds),
        "build": lambda: show_building(figures, folder, count, short=chosen.short),
        "kill": lambda: [show_kill(figures, folder, engine) for engine in chosen.engines] and None,
        "again": lambda: show_again(figures, folder),
        "ask": lambda: show_asking(figures, folder / "corpus", rounds),
        "country": lambda: show_country(figures, folder / "corpus", folder),
        "memory": lambda: show_memory(figures, 20 if chosen.quick else 100),
        "proportion": lambda: show_extrapolation(figures, folder),
    }
    needing = {"kill", "again", "ask", "country"}
    for part in PARTS:
        if part in chosen.only or (part == "build" and needing & set(chosen.only)):
            parts[part]()


if __name__ == "__main__":
    main()
