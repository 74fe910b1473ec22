"""A region: made-up towns with Sassuolo's plan, each under its own code and with its own choice of objectives.

bench/region.py [COUNT]   build COUNT plans (100) on this machine and ask them; prints the figures of docs/corpus.md
"""

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
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "graph" / "sources" / "sassuolo.txt"
DUPGRAPH = [str(Path(sys.executable).with_name("dupgraph"))]
KEPT = 0.8
_OBJECTIVE = re.compile(r"(?m)^(?=\s*Obiettivo strategico \d)")
QUESTIONS = [
    ("objectives-by-partner", ["-p", "partner=AUSL"]),
    ("objectives-by-partner-and-theme", ["-p", "partner=Scuole", "-p", "theme=Istruzione ed educazione"]),
    ("partner-ranking", []),
    ("objective-pairs", []),
    ("plans", []),
    ("statistics", []),
]


def list_codes(count: int) -> list[str]:
    """Return the codes of so many comuni, as the national list has them."""
    lines = (ROOT / "ontology" / "territories" / "comuni.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = sorted({line.split(",")[1] for line in lines})
    return codes[:: max(1, len(codes) // count)][:count]


def write_plans(folder: Path, count: int, broken: int = 0) -> None:
    """Write so many plans, each as DUP.txt in a folder of its own; the first ``broken`` are PDFs that are cut off."""
    pieces = _OBJECTIVE.split(SOURCE.read_text(encoding="utf-8"))
    for number, code in enumerate(list_codes(count)):
        die = random.Random(number)  # noqa: S311  a die for test data
        kept = [pieces[0], *(piece for piece in pieces[1:] if die.random() < KEPT)]
        place = folder / code
        place.mkdir(parents=True)
        text = "%PDF-1.7 cut off" if number < broken else "".join(kept).replace("Sassuolo", f"Prova {number}")
        (place / "DUP.txt").write_text(text, encoding="utf-8")
        record = f'istat = "{code}"\nplan = "DUP 2026"\nmunicipality = "Prova {number}"\n'
        (place / "DUP.toml").write_text(record + 'profile = "politica-indirizzo-obiettivo"\n', encoding="utf-8")


def run(*words: object) -> tuple[float, float, int]:
    """Run the program; return seconds by the clock, of the processor (children included), and the exit code."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*DUPGRAPH, *map(str, words)], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, used, done.returncode


def kill_midway(plans: Path, out: Path, wanted: int) -> int:
    """Build, and kill the run when so many plans are there; return how many were."""
    command = [*DUPGRAPH, "corpus", "build", str(plans), "--out", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and len(list((out / "done").glob("*.json"))) < wanted:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    # What its workers have begun they end.
    time.sleep(3)
    return len(list((out / "done").glob("*.json")))


def show_building(folder: Path, count: int) -> Path:
    """Build on one worker and on two, again, with one plan changed, and after a kill; print what each takes."""
    plans, out = folder / "plans", folder / "corpus"
    write_plans(plans, count, broken=count // 100)
    run("build", SOURCE, "-o", folder / "warm")
    one, used, _ = run("corpus", "build", plans, "--out", folder / "one", "--workers", 1)
    print(f"{count} plans, one worker           {one:7.1f} s, {used:7.1f} s of the processor", end="")
    print(f", {used / count * 1000:.0f} ms a plan")
    two, used, code = run("corpus", "build", plans, "--out", out, "--workers", 2)
    print(f"two workers                   {two:7.1f} s, {used:7.1f} s of the processor", end="")
    print(f"; {one / two:.2f} times one (exit {code})")
    _, again, _ = run("corpus", "build", plans, "--out", out)
    print(f"again, nothing changed        {again:7.2f} s of the processor: {again / used:.1%} of the first")
    changed = sorted(plans.iterdir())[-1] / "DUP.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nE la Prefettura.\n", encoding="utf-8")
    _, seconds, _ = run("corpus", "build", plans, "--out", out)
    print(f"again, one plan changed       {seconds:7.2f} s of the processor")
    had = kill_midway(plans, folder / "killed", count // 2)
    run("corpus", "build", plans, "--out", folder / "killed")
    same = all((folder / "killed" / path.relative_to(out)).read_bytes() == path.read_bytes()
               for path in out.rglob("*") if path.is_file())  # fmt: skip
    print(f"killed with {had} there, taken up: {'the same bytes' if same else 'OTHER BYTES'}")
    return out


def show_asking(out: Path) -> None:
    """Ask six questions of the tables and of the graphs, and print what each takes of the processor."""
    bare = out.parent / "bare"
    bare.mkdir()
    for path in (out / "graphs").glob("*.ttl"):
        shutil.copy(path, bare)
    run("load", bare, "--store", out.parent / "store")
    for name, words in QUESTIONS:
        tables = statistics.median(run("query", name, *words, "--graph", out, "--format", "csv")[1] for _ in range(3))
        _, store, _ = run("query", name, *words, "--graph", out.parent / "store", "--format", "csv")
        print(f"{name:34} tables {tables:6.2f} s, store {store:6.2f} s: {store / tables:5.1f} times")


def show_region(count: int) -> None:
    """Print the figures of so many plans."""
    print()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        show_asking(show_building(Path(folder), count))


if __name__ == "__main__":
    show_region(int(sys.argv[1]) if sys.argv[1:] else 100)
