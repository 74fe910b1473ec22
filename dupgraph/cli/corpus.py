"""``dupgraph corpus``: many plans, built in one run that can be taken up again."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from dupgraph.cli.options import language_option
from dupgraph.cli.printing import echo, word
from dupgraph.cli.progress import show_line
from dupgraph.cli.usage import refuse_usage
from dupgraph.language.messages import translate, write_count, write_decimal
from dupgraph.schema.namespaces import DATA

if TYPE_CHECKING:
    from dupgraph.corpus.build import Progress, Report
    from dupgraph.corpus.orders import Failure
    from dupgraph.corpus.planning import Job

# Some plans could not be built, and all others were: neither done nor undone.
_SOME_FAILED = 3
_SECONDS_BETWEEN_LINES = 60.0
# How many failures a terminal shows; the file has them all.
_SHOWN = 20
_WORKERS = max(1, os.cpu_count() or 1)


@click.group("corpus")
def command() -> None:
    """Build many plans in one go, each only when something about it has changed.

    \b
    Example:
      dupgraph corpus build plans/ -o corpus
      dupgraph query partner-ranking --graph corpus
    """


@command.command("build", short_help="Build plans, and again only what changed.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--output", "--out", "out", metavar="DIR|URL", required=True,
              help="The corpus: a folder, or s3://bucket/path.")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Processes of this machine, or a Dask cluster.")  # fmt: skip
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, 1024),
    default=_WORKERS,
    help="How many build at a time.  [processors]",
)
@click.option("--scheduler", metavar="ADDRESS", default="", help="A Dask scheduler, such as tcp://host:8786.")
@click.option(
    "--seconds",
    metavar="SECONDS",
    type=click.FloatRange(1),
    default=300.0,
    show_default=True,
    help="Limit a plan, by the clock.",
)
@click.option("--memory", metavar="MB", type=click.IntRange(512), default=4096, show_default=True,
              help="Limit a plan, of address space.")  # fmt: skip
@click.option("--max-failures", metavar="N", type=click.IntRange(0), help="Give up when more plans fail.  [never]")
@click.option("--vocabulary", "vocabularies", multiple=True, metavar="FILE",
              help="A Turtle file of names, for all plans; may be repeated.")  # fmt: skip
@click.option("--base", metavar="IRI", default=DATA, show_default=True, help="Root of the data's IRIs.")
@click.option("--plan", default="", help="The plans' short name, where nothing else says it.")
@click.option("--period", default="", help="The years they cover, where nothing else says it.")
@click.option("--licence", metavar="IRI", default="", help="The graphs' licence, where nothing else says it.")
@language_option("Language of the summary; failures.csv is in English.")
def build(
    *,
    sources: tuple[str, ...],
    out: str,
    engine: str,
    workers: int,
    scheduler: str,
    seconds: float,
    memory: int,
    max_failures: int | None,
    vocabularies: tuple[str, ...],
    base: str,
    lang: str,
    **stated: str,
) -> None:
    """Build all plans that SOURCES mean: folders, patterns in quotes, files, or a manifest (CSV or TOML).

    A manifest has the column source and, as far as the plans' own .toml files do not say it, istat, plan, title ...
    What was built before and has not changed is skipped. What cannot be built is listed on stderr and in failures.csv
    of the corpus, and the exit code is 3. What nothing states of a plan is taken from its cover, where that names one
    municipality alone; covers.csv lists those plans.

    \b
    Example:
      dupgraph corpus build plans/ -o corpus --plan "DUP 2026-2028"
      dupgraph corpus build plans.csv -o s3://region/dup --engine dask --scheduler tcp://10.0.0.5:8786
    """
    from dupgraph.corpus.build import Settings, build_corpus
    from dupgraph.corpus.warm import PlanLimits

    if scheduler and engine != "dask":
        raise refuse_usage("scheduler_for_dask")
    resolved = tuple(str(Path(name).resolve()) if Path(name).suffix == ".ttl" else name for name in vocabularies)
    settings = Settings(
        engine, workers, scheduler, PlanLimits(seconds, memory), max_failures, base, resolved,
        {key: value for key, value in stated.items() if value},
    )  # fmt: skip
    with _show_progress(lang) as advance:
        report = build_corpus(sources, out, settings, advance)
    _print_covers(report.covered, out, lang)
    _print_failures(report.failures, out, lang)
    _print_report(report, out, lang)
    if report.failures:
        click.get_current_context().exit(_SOME_FAILED)


def _print_report(report: "Report", out: str, lang: str) -> None:
    progress = report.progress
    counts = {"built": progress.built, "skipped": progress.skipped, "failed": progress.failed, "plans": report.plans}
    echo(_count("corpus", lang, out=out, **counts))
    if report.given_up:
        undone = progress.total - progress.built - progress.skipped - progress.failed
        echo(_count("given_up", lang, count=undone), err=True)
    if report.others:
        echo(_count("others", lang, count=report.others), err=True)
    if report.left_out:
        echo(_count("left_out", lang, count=report.left_out), err=True)


def _count(key: str, lang: str, /, **facts: int | str) -> str:
    """Return a text of commands with its numbers as the language writes them."""
    return word(key, lang, **{k: write_count(v, lang) if isinstance(v, int) else v for k, v in facts.items()})


def _print_covers(jobs: "tuple[Job, ...]", out: str, lang: str) -> None:
    if not jobs:
        return
    echo(_count("covers", lang, count=len(jobs)), err=True)
    for job in jobs[:_SHOWN]:
        echo(f"  {job.path}: {job.record.municipality} ({job.record.istat}), {job.record.plan}", err=True)
    if len(jobs) > _SHOWN:
        echo(f"  {_count('more_failures', lang, count=len(jobs) - _SHOWN)}", err=True)
    echo(word("covers_file", lang, path=f"{out.rstrip('/')}/covers.csv"), err=True)


def _print_failures(failures: "tuple[Failure, ...]", out: str, lang: str) -> None:
    if not failures:
        return
    echo(_count("failures", lang, count=len(failures)), err=True)
    for failure in failures[:_SHOWN]:
        told = "; ".join(translate(text, lang) for text in (failure.sentence, failure.hint) if text)
        echo(f"  {failure.source} ({word(f'stage_{failure.stage}', lang)}): {told}", err=True)
    if len(failures) > _SHOWN:
        echo(f"  {_count('more_failures', lang, count=len(failures) - _SHOWN)}", err=True)
    echo(word("failures_file", lang, path=f"{out.rstrip('/')}/failures.csv"), err=True)


@contextmanager
def _show_progress(lang: str) -> "Iterator[Callable[[Progress], object]]":
    """Show on stderr how far the run is: on a terminal one line that changes, in a pipe a line a minute."""
    if sys.stderr.isatty():
        with show_line(first=0) as show:
            yield lambda progress: show(lambda seconds: _describe(progress, seconds, lang))
        return
    started = last = monotonic()

    def advance(progress: "Progress") -> None:
        nonlocal last
        if monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = monotonic()
            echo(_describe(progress, last - started, lang), err=True)

    yield advance


def _describe(progress: "Progress", seconds: float, lang: str) -> str:
    """Return one line: done, as they were, failed, plans a second, time left."""
    built, skipped, failed = progress.built, progress.skipped, progress.failed
    left = progress.total - built - skipped - failed
    said = _count("progress", lang, built=built, all=built + left, skipped=skipped, failed=failed)
    if not (pace := built / seconds if seconds else 0.0):
        return said
    return word("pace", lang, progress=said, pace=write_decimal(f"{pace:.1f}", lang), time=_write_time(left / pace))


def _write_time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
