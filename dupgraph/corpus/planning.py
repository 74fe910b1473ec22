"""Sources to jobs: whose plan each is, what it is called, and its key; what cannot be built is told of here already."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dupgraph.base.errors import DocumentError, DupgraphError
from dupgraph.base.smallfiles import read_text
from dupgraph.corpus.covers import Covers
from dupgraph.corpus.keys import find_program, make_key
from dupgraph.corpus.orders import Failure, Order, Outcome, explain_failure
from dupgraph.corpus.sources import FoundSource
from dupgraph.language.messages import say
from dupgraph.publish.export.source import name_plan
from dupgraph.read.build import list_names
from dupgraph.read.decisions import REVIEW_SUFFIX
from dupgraph.read.documents import read_file
from dupgraph.read.documents.record import merge_record, read_record
from dupgraph.read.encode.iris import mint_plan
from dupgraph.read.owner import complete_record
from dupgraph.schema.values import PlanRecord


@dataclass(frozen=True, slots=True)
class Job:
    """A plan that can be built: where its file is, its record, what it is called and its key.

    ``covered`` says that its record, or some of it, is what the plan's cover says.
    """

    path: Path
    record: PlanRecord
    name: str
    key: str
    vocabularies: tuple[str, ...] = ()
    covered: bool = False

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return f"{self.name}.{self.key}"


OpenJob = Callable[[Job], Order]


def plan_jobs(
    sources: Iterable[FoundSource], stated: Mapping[str, str], vocabularies: Sequence[str], base: str, covers: Covers
) -> tuple[list[Job], list[Failure]]:
    """Return what can be built, in the order of the sources, and why the rest cannot.

    What nothing states about a plan is what its cover says, where that leaves no doubt.
    Two sources that are the same plan by their records are both left out: which of them is meant nobody knows here.
    """
    failures: list[Failure] = []
    named: list[tuple[FoundSource, PlanRecord, str, bool]] = []
    for source in sources:
        if not _is_there(source.path):
            missing = DocumentError(say("not_existing"), path=source.path, hint=say("do_check_name"))
            failures.append(explain_failure(str(source.path), "source", missing, source.stated_in))
            continue
        try:
            stated_record = complete_record(_read_record(source, stated))
            record = covers.complete(source.path, stated_record)
            named.append((source, record, name_plan(mint_plan(record, base)), record != stated_record))
        except DupgraphError as error:
            failures.append(explain_failure(str(source.path), "record", error, source.stated_in))
    times = Counter(name for _, _, name, _ in named)
    jobs: list[Job] = []
    for source, record, name, covered in named:
        if times[name] > 1:
            failures.append(_refuse_twin(source, name, [other.path for other, _, same, _ in named if same == name]))
            continue
        try:
            job = Job(source.path, record, name, "", (*vocabularies, *list_names(source.path)), covered)
            jobs.append(replace(job, key=open_order(job, "", base).key))
        except DupgraphError as error:
            failures.append(explain_failure(str(source.path), "source", error, source.stated_in))
    return jobs, failures


def open_order(job: Job, out: str, base: str) -> Order:
    """Return a job with the bytes of its source and the key of these. Raises DocumentError when they cannot be read."""
    data, review = read_file(job.path), _read_review(job.path)
    program = find_program()
    order = Order(str(job.path), job.name, "", program, job.record, base, job.vocabularies, out, review, data)
    return replace(order, key=make_key(order))


def _read_review(path: Path) -> str:
    beside = path.with_name(path.stem + REVIEW_SUFFIX)
    return read_text(beside) if beside.exists() else ""


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # No file can have such a name.
        return False


def _read_record(source: FoundSource, stated: Mapping[str, str]) -> PlanRecord:
    """Return the record of a source: what its manifest says, then the TOML file beside it, then what holds for all."""
    beside = read_record(source.path, {})
    return merge_record(beside, source.stated, source.folder, stated)


def _refuse_twin(source: FoundSource, name: str, paths: Sequence[Path]) -> Failure:
    others = ", ".join(str(path) for path in paths if path != source.path) or say("second_line")
    what = say("neither_built", plan=name, other=others)
    return Failure(str(source.path), "record", what, say("do_leave_out"))


def refuse_job(job: Job, error: DupgraphError) -> Outcome:
    """Return the outcome of a job whose source could not be read again."""
    return Outcome(job.name, failure=explain_failure(str(job.path), "source", error))
