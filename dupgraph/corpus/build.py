"""A corpus built in one go: what has changed is built, what has not is skipped, what cannot be built is listed."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec

from dupgraph.base.errors import MissingExtraError
from dupgraph.base.storage import Storage, open_storage
from dupgraph.corpus.catalogue import check_mark, list_done, remove_leftovers, write_catalogue, write_mark
from dupgraph.corpus.covers import keep_covers, read_covers
from dupgraph.corpus.lock import check_lock, hold_lock
from dupgraph.corpus.orders import Failure, Outcome
from dupgraph.corpus.planning import Job, OpenJob, open_order, plan_jobs
from dupgraph.corpus.pool import build_here
from dupgraph.corpus.sources import find_sources
from dupgraph.corpus.warm import PlanLimits
from dupgraph.publish.export.tables import write_csv_rows
from dupgraph.schema.corpora import COVERS, FAILURES, digest_stems
from dupgraph.schema.namespaces import DATA, check_iri

# An engine: jobs in, what becomes of each out, in the order in which they end.
Engine = Callable[[Sequence[Job], OpenJob], Generator[Outcome]]
_COLUMNS = ("source", "stage", "sentence", "hint")
# Those of a manifest, as which a person may give the file once it is checked.
_COVER_COLUMNS = ("source", "istat", "municipality", "plan", "period")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a corpus is built.

    ``scheduler`` is the address of a Dask cluster, where that is the engine. After more than ``max_failures`` the run
    is given up. ``stated`` are keys that every plan's record has where nothing else says them.
    """

    engine: str = "local"
    workers: int = 2
    scheduler: str = ""
    limits: PlanLimits = field(default_factory=PlanLimits)
    max_failures: int | None = None
    base: str = DATA
    vocabularies: tuple[str, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Progress:
    """How far a run has come: of ``total`` plans so many are built, were there, or have failed."""

    total: int = 0
    built: int = 0
    skipped: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. ``others`` plans of the corpus are of other sources than this run's; ``left_out`` files of its
    folders are no plans by their names; ``given_up`` says that there were more failures than wanted. Of ``covered``
    plans the cover alone says whose they are, or which."""

    progress: Progress
    failures: tuple[Failure, ...]
    plans: int
    others: int = 0
    left_out: int = 0
    retried: int = 0
    given_up: bool = False
    covered: tuple[Job, ...] = ()


def build_corpus(
    sources: Iterable[str], out: str, settings: Settings | None = None, advance: Callable[[Progress], object] = id
) -> Report:
    """Build the plans that ``sources`` mean (folders, patterns, manifests, files) into the corpus at ``out``.

    A plan whose source, record, vocabularies and program are as they were is skipped: a run that was cut off is taken
    up by running it again. A plan that fails ends nothing; ``failures.csv`` has its sentence. What only its cover says
    of a plan is told in ``covers.csv``. ``advance`` is called
    whenever something has ended. Raises OutputError for a place that is not ours, that refuses, or where another run
    is writing; DocumentError and VocabularyError for sources that are none; MissingExtraError without pyarrow.
    """
    settings = settings or Settings()
    if find_spec("pyarrow") is None:
        raise MissingExtraError("pyarrow", extra="corpus")
    check_iri(settings.base)
    storage = open_storage(out)
    tables = check_mark(storage)
    check_lock(storage)
    found = find_sources(sources)
    done = set(list_done(storage))
    covers = read_covers(storage)
    jobs, failures = plan_jobs(found.sources, settings.stated, settings.vocabularies, settings.base, covers)
    waiting = [job for job in jobs if job.stem not in done]
    engine = _choose_engine(settings) if waiting else None
    progress = Progress(len(jobs) + len(failures), 0, len(jobs) - len(waiting), len(failures))
    advance(progress)
    run = _Run(settings, storage.location, progress, list(failures), advance)
    with hold_lock(storage):
        if tables is None:
            write_mark(storage)
        keep_covers(storage, covers)
        run.build(engine, waiting)
        kept = remove_leftovers(storage, {**{job.name: job.key for job in jobs}, **run.keys})
        covered = tuple(job for job in jobs if job.covered)
        _write_covers(storage, covered)
        _finish(storage, kept, tables, run.failures)
    names = {job.name for job in jobs}
    others = sum(stem.rpartition(".")[0] not in names for stem in kept)
    failed = tuple(run.failures)
    return Report(progress, failed, len(kept), others, found.left_out, run.retried, run.is_given_up, covered)


def _choose_engine(settings: Settings) -> Engine:
    if settings.engine == "dask":
        # Its library takes half a second to import.
        from dupgraph.corpus.cluster import connect_cluster

        return connect_cluster(settings.scheduler, settings.workers, settings.limits)
    return lambda jobs, open_job: build_here(jobs, open_job, settings.workers, settings.limits)


@dataclass(slots=True)
class _Run:
    """A run while it lasts."""

    settings: Settings
    out: str
    progress: Progress
    failures: list[Failure]
    advance: Callable[[Progress], object]
    retried: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def is_given_up(self) -> bool:
        most = self.settings.max_failures
        return most is not None and len(self.failures) > most

    def build(self, engine: Engine | None, jobs: Sequence[Job]) -> None:
        """Let the engine build the jobs, and take what comes of them."""
        if engine is None or self.is_given_up:
            return
        with closing(engine(jobs, lambda job: open_order(job, self.out, self.settings.base))) as outcomes:
            for outcome in outcomes:
                self.retried += outcome.tries - 1
                if outcome.failure is None:
                    self.keys[outcome.name] = outcome.key
                    self.progress.built += 1
                else:
                    self.failures.append(outcome.failure)
                    self.progress.failed += 1
                self.advance(self.progress)
                if self.is_given_up:
                    return


def _write_covers(storage: Storage, jobs: Iterable[Job]) -> None:
    """Write what was read on covers as a manifest, one row a plan; none where all is stated elsewhere."""
    told = [(str(job.path.resolve()), job.record) for job in jobs]
    rows = [(path, record.istat, record.municipality, record.plan, record.period) for path, record in told]
    if rows:
        storage.write(COVERS, write_csv_rows(_COVER_COLUMNS, rows))
    else:
        storage.delete([COVERS])


def _finish(storage: Storage, stems: Sequence[str], tables: str | None, failures: Iterable[Failure]) -> None:
    rows = sorted((failure.source, failure.stage, failure.sentence, failure.hint) for failure in failures)
    storage.write(FAILURES, write_csv_rows(_COLUMNS, rows))
    # What is as it was is not written again.
    if digest_stems(stems) != tables:
        write_catalogue(storage, stems)
