"""A corpus: whole, resumed and kept up to date, whatever happens to sources, workers and the run itself."""

import contextlib
import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest
from commands import COMMAND
from many import PLAN, hash_files, write_plans
from terminal import run_on_terminal

from dupgraph.base.errors import DupgraphError, MissingExtraError, OutputError
from dupgraph.corpus.build import Settings, build_corpus
from dupgraph.corpus.warm import PlanLimits
from dupgraph.schema.corpora import COVERS, FAILURES, MARK

COUNT, BROKEN = 14, 6


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of plans, one of which is broken."""
    folder = tmp_path_factory.mktemp("plans")
    write_plans(folder, COUNT, broken=BROKEN)
    return folder


@pytest.fixture(scope="module")
def corpus(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their corpus, built with nobody disturbing it."""
    out = tmp_path_factory.mktemp("corpus") / "out"
    report = build_corpus([str(plans)], str(out))
    assert (report.progress.built, report.progress.failed, report.plans) == (COUNT - 1, 1, COUNT - 1)
    return out


def run_dupgraph(*args: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dupgraph", *map(str, args)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def read_failures(out: Path) -> list[dict[str, str]]:
    with (out / FAILURES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_plans_but_the_broken_one_are_there_under_names_of_their_own(corpus: Path, plans: Path) -> None:
    graphs = sorted(path.name.split(".")[0] for path in (corpus / "graphs").glob("*.ttl"))
    assert graphs == [f"{36_001 + n:06}-dup-2026" for n in range(COUNT) if n != BROKEN]
    (failure,) = read_failures(corpus)
    assert failure["source"] == str(plans / "036007" / "DUP.txt")
    assert (failure["stage"], failure["hint"]) == ("document", "fetch or export it again")
    assert "cut off" in failure["sentence"]


def test_the_catalogue_says_what_each_plan_is(corpus: Path) -> None:
    with (corpus / "plans.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == COUNT - 1
    assert (rows[0]["title"], rows[0]["province"], rows[0]["region"]) == (
        "DUP 2026, Prova 0",
        "Modena",
        "Emilia-Romagna",
    )
    assert all((corpus / row["graph"]).is_file() and int(row["objectives"]) == 2 for row in rows)


def test_a_graph_is_the_one_that_build_makes(corpus: Path, plans: Path, tmp_path: Path) -> None:
    done = run_dupgraph("build", plans / "036003" / "DUP.txt", "-o", tmp_path, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    (graph,) = (corpus / "graphs").glob("036003-*.ttl")
    assert graph.read_bytes() == (tmp_path / "DUP.ttl").read_bytes()


def test_a_run_after_it_builds_nothing_and_changes_nothing(corpus: Path, plans: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.name != FAILURES}
    report = build_corpus([str(plans)], str(corpus))
    assert (report.progress.built, report.progress.skipped) == (0, COUNT - 1)
    assert {path: path.stat().st_mtime_ns for path in corpus.rglob("*") if path.name != FAILURES} == before


def test_one_plan_that_changes_is_built_alone_and_its_old_state_goes(corpus: Path, plans: Path, tmp_path: Path) -> None:
    sources, out = tmp_path / "plans", tmp_path / "out"
    shutil.copytree(plans, sources)
    shutil.copytree(corpus, out)
    changed = sources / "036002" / "DUP.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Prefettura", "la Questura"), encoding="utf-8")
    report = build_corpus([str(sources)], str(out))
    assert (report.progress.built, report.progress.skipped) == (1, COUNT - 2)
    before, after = hash_files(corpus), hash_files(out)
    apart = {name for name in before.keys() ^ after.keys() if not name.startswith(("tables/", "groups/"))}
    assert {name.split("/")[1].split(".")[0] for name in apart} == {"036002-dup-2026"}
    assert len(list((out / "tables" / "mentions").iterdir())) == 1
    assert len([name for name in after if name.startswith("graphs/036002")]) == 2


def test_a_killed_worker_costs_nothing(corpus: Path, plans: Path, tmp_path: Path) -> None:
    killed: list[int] = []
    before = {each.pid for each in psutil.Process().children()}

    def kill_one(progress: object) -> None:
        if getattr(progress, "built", 0) >= 4 and not killed:
            # A process that tests share may stand beside the workers of this run.
            workers = [each for each in psutil.Process().children() if each.pid not in before]
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    report = build_corpus([str(plans)], str(tmp_path / "out"), advance=kill_one)
    assert killed
    assert report.progress.built == COUNT - 1
    assert hash_files(tmp_path / "out") == hash_files(corpus)


def test_a_killed_run_is_taken_up_where_it_was(corpus: Path, plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = (
        "import os, signal; from dupgraph.corpus.build import Settings, build_corpus\n"
        "def end(progress):\n"
        "    if progress.built >= 4: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"build_corpus([{str(plans)!r}], {str(out)!r}, Settings(workers=1), advance=end)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGKILL
    report = build_corpus([str(plans)], str(out))
    assert 4 <= report.progress.skipped < COUNT - 1
    assert hash_files(out) == hash_files(corpus)


def test_failures_are_listed_and_have_an_exit_code_of_their_own(plans: Path, tmp_path: Path) -> None:
    sources = tmp_path / "some"
    for name in ("036006", "036007"):
        shutil.copytree(plans / name, sources / name)
    done = run_dupgraph("corpus", "build", "some", "--out", "out", "--lang", "en", folder=tmp_path)
    assert done.returncode == 3
    assert done.stdout == "out: 1 built, 0 as they were, 1 failed; plans in it now: 1\n"
    assert "some/036007/DUP.txt (document): is cut off" in done.stderr
    (sources / "036007" / "DUP.txt").unlink()
    again = run_dupgraph("corpus", "build", "some", "-o", "out", folder=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert read_failures(tmp_path / "out") == []


def test_without_pyarrow_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'dupgraph\[corpus\]'"):
        build_corpus(["nowhere"], str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_run_is_given_up_after_so_many_failures(tmp_path: Path) -> None:
    for path in write_plans(tmp_path / "plans", 6)[:4]:
        path.write_text("%PDF-1.7", encoding="utf-8")
    report = build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(workers=1, max_failures=1))
    assert report.given_up
    assert (report.progress.failed, report.progress.built) == (2, 0)


def test_a_pdf_without_end_is_given_up_and_is_that_plans_failure(tmp_path: Path) -> None:
    (plan,) = write_plans(tmp_path / "plans", 1)
    plan.with_suffix(".pdf").write_bytes(make_endless_pdf())
    plan.unlink()
    report = build_corpus([str(tmp_path / "plans")], str(tmp_path / "out"), Settings(limits=PlanLimits(seconds=1.5)))
    (failure,) = report.failures
    assert (failure.stage, failure.sentence) == ("limits", "was given up after 1.5 seconds")
    assert "--seconds" in failure.hint
    # Who reads it ends soon after, not when its own minute is over.
    deadline = monotonic() + 40
    while readers := list_forsaken():
        assert monotonic() < deadline, readers
        sleep(0.2)


def list_forsaken() -> list[psutil.Process]:
    """Return the processes of this run that read a document and whose parent is gone."""
    found = []
    for each in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            is_reader = any("dupgraph.read.documents.child" in words for words in each.cmdline())
            is_ours = is_reader and each.environ().get("DUPGRAPH_CACHE") == os.environ["DUPGRAPH_CACHE"]
            parent = each.parent() if is_ours else None
            if is_ours and (parent is None or parent.pid == 1):
                found.append(each)
    return found


def make_endless_pdf(pages: int = 200_000) -> bytes:
    """Return a PDF that has one page so many times."""
    words = b"BT /F1 12 Tf 72 700 Td (Obiettivo 1) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b"3 0 R " * pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
        b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(data))
    return data + head + table + tail


def test_a_terminal_sees_one_line_of_how_far_the_run_is(tmp_path: Path) -> None:
    write_plans(tmp_path / "plans", 1)
    command = [*COMMAND, "corpus", "build", str(tmp_path / "plans"), "--out", str(tmp_path / "out"), "--workers", "1"]
    shown = run_on_terminal(command)
    assert "costruiti 0 su 1, come prima 0, non riusciti 0" in shown
    # It is gone when the run has ended.
    assert shown.rstrip().endswith("/out: costruiti 1, come prima 0, non riusciti 0; piani nel corpus: 1")


@pytest.mark.parametrize("name", ["notes.txt", MARK])
def test_a_place_that_is_not_ours_is_left_alone(plans: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="that dupgraph wrote"):
        build_corpus([str(plans)], str(tmp_path / "out"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_corpus_of_another_version_is_left_alone(corpus: Path, plans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(corpus, out)
    facts = json.loads((out / MARK).read_text(encoding="utf-8"))
    (out / MARK).write_text(json.dumps({**facts, "format": 99}), encoding="utf-8")
    before = hash_files(out)
    with pytest.raises(OutputError, match="format 99"):
        build_corpus([str(plans)], str(out))
    assert hash_files(out) == before


def test_an_output_that_is_a_file_or_refuses_is_one_sentence(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="file"):
        build_corpus([str(plans)], str(tmp_path / "file"))
    with pytest.raises(DupgraphError, match="nowhere"):
        build_corpus([str(plans)], "nowhere://bucket/corpus")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_fails_the_plans_it_stops_and_keeps_the_rest(plans: Path, tmp_path: Path) -> None:
    def refuse_large_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    shutil.copytree(plans / "036001", tmp_path / "some" / "036001")
    build_corpus([str(tmp_path / "some")], str(tmp_path / "out"), Settings(workers=1))
    before = hash_files(tmp_path / "out")
    shutil.copytree(plans / "036002", tmp_path / "some" / "036002")
    command = [sys.executable, "-m", "dupgraph", "corpus", "build", "some", "--out", "out", "--workers", "1"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, preexec_fn=refuse_large_files
    )
    assert done.returncode == 3, done.stderr
    assert "036002/DUP.txt (scrittura): " in done.stderr
    assert "file too large" in done.stderr
    assert hash_files(tmp_path / "out") == before


def test_plans_known_by_their_covers_alone_are_listed_as_a_manifest(tmp_path: Path) -> None:
    (source := tmp_path / "DUP.txt").write_text(
        f"Comune di Bosa\nDocumento unico di programmazione 2026-2028\n\n{PLAN}", encoding="utf-8"
    )
    out = tmp_path / "corpus"
    done = run_dupgraph("corpus", "build", source, "-o", out, folder=tmp_path)
    assert (done.returncode, "DUP.txt: Bosa (095079), DUP 2026-2028" in done.stderr) == (0, True)
    report = build_corpus([str(out / COVERS)], str(out))
    assert (report.progress.skipped, report.covered, (out / COVERS).exists()) == (1, (), False)
