"""What becomes of the files that were given: read, waiting for a person's word, built, shown, failed or stopped."""

import asyncio
import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from time import monotonic
from typing import Any, Literal

from dupgraph.base.children import Child, ChildError, Limits, StartError, start_child, start_thread
from dupgraph.base.errors import DupgraphError, OutputError
from dupgraph.base.messages import Message
from dupgraph.language.messages import say
from dupgraph.schema.namespaces import make_slug
from dupgraph.serve.opening import READER_LIBRARIES
from dupgraph.serve.state import ServerState

State = Literal["waiting", "reading", "outline", "building", "done", "failed", "stopped"]
# In these nothing more happens by itself.
RESTING = ("outline", "done", "failed", "stopped")
_OVER = ("done", "failed", "stopped")
# Each takes a processor and some hundred megabytes.
MOST_RUNNING, MOST_KEPT = 2, 12
# A person who looks at an outline is waited for so long; its child keeps the document meanwhile.
WAIT_SECONDS = 1_800.0
# Pages come first, by half: on a machine that does much else a plan takes twice as long as otherwise, not for ever.
_BEHIND = 3
_LIMITS = Limits(seconds=900.0, processor=300, memory=3 << 30)
_CHILD = "dupgraph.serve.upload.building"


class FullError(DupgraphError):
    """Too many files are being read already."""


class StoppedError(Exception):
    """The person who uploaded a file has stopped its job."""


@dataclass
class Job:
    """One uploaded file in progress: ``version`` grows with each change, ``found`` is its outline, ``plan`` its IRI.

    ``fault`` says what went wrong, and ``advice`` what to do; ``reason`` is its sort: the key of a text for
    people. ``towns`` are those among which they choose, by code, where the name that they gave says none. ``names`` are
    what they call its levels, and ``sent`` the last form that was followed.
    """

    key: str
    name: str
    folder: Path
    source: Path
    state: State = "waiting"
    stage: str = ""
    version: int = 0
    found: dict[str, Any] = field(default_factory=dict)
    built: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    advice: str = ""
    reason: str = ""
    given: dict[str, str] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)
    moved: float = field(default_factory=monotonic)
    child: Child | None = field(default=None, repr=False)

    def move(self, state: State, *, stage: str = "", fault: str = "", advice: str = "", reason: str = "") -> None:
        """Change the state. Raises StoppedError if the job was stopped meanwhile."""
        if self.state == "stopped":
            raise StoppedError
        self.state, self.stage, self.fault, self.advice, self.reason = state, stage, fault, advice, reason
        self.moved = monotonic()
        self.version += 1

    @property
    def reading(self) -> str:
        """The digest of its outline: what is said of one, line by line, is said of other lines of another."""
        return sha256(json.dumps(self.found).encode()).hexdigest()[:16]

    @property
    def is_resting(self) -> bool:
        """Whether the job waits for a person."""
        return self.state in RESTING

    def end_child(self) -> None:
        """End the process that reads the document, whatever it does."""
        child, self.child = self.child, None
        if child is not None:
            child.end()


class Jobs:
    """All files uploaded to one server."""

    def __init__(self, state: ServerState) -> None:
        """Show what is built through ``state``; whatever still runs when the server ends, ends with it."""
        self._state = state
        self._jobs: dict[str, Job] = {}
        self._slots = BoundedSemaphore(MOST_RUNNING)
        self._adding = Lock()
        state.at_end(self.close)

    def find(self, key: str) -> Job | None:
        """Return the job of a key."""
        return self._jobs.get(key)

    def make_room(self) -> Path:
        """Return a new folder for a file. Raises FullError where no more may come now."""
        for job in list(self._jobs.values()):
            if job.state == "outline" and monotonic() - job.moved > WAIT_SECONDS:
                self.stop(job)
        over = [job for job in self._jobs.values() if job.state in _OVER]
        if len(self._jobs) >= MOST_KEPT and over:
            self._forget(min(over, key=lambda job: job.moved))
        if len(self._jobs) >= MOST_KEPT:
            raise FullError(say("busy_files"), hint=say("do_wait_minutes"))
        folder = self._state.folder / "uploads" / secrets.token_urlsafe(12)
        folder.mkdir(parents=True)
        return folder

    def begin(self, name: str, received: Path) -> Job:
        """Start reading the file that was received; ``name`` is its name on the sender's side."""
        folder = received.parent
        source = received.rename(folder / name_source(name))
        job = Job(folder.name, name, folder, source)
        start_thread(Thread(target=self._read, args=(job,), daemon=True))
        self._jobs[job.key] = job
        return job

    def confirm(self, job: Job, record: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Build the graph of a job whose outline a person has confirmed, with ``names`` for its levels."""
        places = {"source": str(job.source), "folder": str(job.folder / "graph")}
        request = {"do": "build", **places, "record": dict(record), "names": dict(names), "taken": self._list_plans()}
        self._go_on(job, "building", "vocabulary", self._build, request, asyncio.get_running_loop())

    def read_again(self, job: Job, kinds: Mapping[int, str], names: Mapping[str, str]) -> None:
        """Read the outline of a job with other kinds, which a person chose for its shapes, by place; "" is none."""
        chosen = {str(place): kind or None for place, kind in kinds.items()}
        request = {"do": "levels", "source": str(job.source), "kinds": chosen, "names": dict(names)}
        self._go_on(job, "reading", "outline", self._read_again, request, "upload_read")

    def read_anew(self, job: Job) -> None:
        """Read the outline of a job as at first."""
        request = {"do": "outline", "source": str(job.source)}
        self._go_on(job, "reading", "outline", self._read_again, request, "")

    def _go_on(self, job: Job, state: State, stage: str, work: Callable[..., None], *facts: object) -> None:
        """Do the next work on a job that waits for a person, in a thread of its own."""
        job.move(state, stage=stage)
        try:
            start_thread(Thread(target=work, args=(job, *facts), daemon=True))
        except StartError:
            # Whoever asked for it may do so again.
            job.move("outline")
            raise

    def stop(self, job: Job) -> None:
        """Stop a job, and forget what it was given."""
        if job.state not in _OVER:
            was_resting, child = job.is_resting, job.child
            job.state, job.version = "stopped", job.version + 1
            if was_resting:
                job.end_child()
            elif child is not None:
                # The thread that waits for its answer hears of it, and clears up.
                child.kill()
            shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """Stop all jobs."""
        for job in list(self._jobs.values()):
            self.stop(job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop(job.key, None)
        if job.state != "done":
            shutil.rmtree(job.folder, ignore_errors=True)

    # In threads of their own ------------------------------------------------------------------------------------------

    def _read(self, job: Job) -> None:
        with self._slots, _explained(job):
            job.move("reading", stage="document")
            job.child = start_child(_CHILD, _LIMITS, libraries=READER_LIBRARIES)
            job.child.lower_priority(_BEHIND)
            found = _work(job, {"do": "outline", "source": str(job.source)})
            job.found = found
            job.move("outline")

    def _read_again(self, job: Job, request: dict[str, Any], reason: str) -> None:
        with self._slots, _explained(job):
            if found := _work(job, request):
                job.found, job.names = found, {}
            job.move("outline", reason=reason if found else "upload_nothing")

    def _build(self, job: Job, request: dict[str, Any], loop: asyncio.AbstractEventLoop) -> None:
        with self._slots, _explained(job):
            built = _work(job, request)
            # Of two that are called alike and were built at once the second is told so.
            with self._adding:
                if built["plan"] in self._list_plans():
                    # Its child stays: another name may be given.
                    job.move("outline", reason="upload_taken")
                    return
                job.move("building", stage="load")
                asyncio.run_coroutine_threadsafe(self._state.add(Path(built["graph"])), loop).result()
            job.built = built
            job.move("done")
            job.end_child()

    def _list_plans(self) -> list[str]:
        return [card.iri for card in self._state.opened.site.frame.plans]


@contextmanager
def _explained(job: Job) -> Iterator[None]:
    """Make what goes wrong with a job its fault, for a person; what was stopped has none."""
    try:
        yield
    except StoppedError:
        job.end_child()
        shutil.rmtree(job.folder, ignore_errors=True)
    except Exception as error:
        # Of whatever kind it is: whoever waits for the job must hear of it.
        job.end_child()
        shutil.rmtree(job.folder, ignore_errors=True)
        if job.state != "stopped":
            fault, advice = _write_fault(job, error)
            job.move("failed", fault=fault, advice=advice, reason=find_reason(error))


def _work(job: Job, request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer of a job's child; its stages become the job's on the way."""
    child = job.child
    if child is None:
        raise StoppedError
    child.send(request)
    is_last = False
    while not is_last:
        facts, _, is_last = child.receive_part()
        if not is_last:
            job.move(job.state, stage=facts["stage"])
    answer: dict[str, Any] = facts
    return answer


def _write_fault(job: Job, error: Exception) -> tuple[str, str]:
    """Return what an error says, and its advice, with the file called as its sender did."""
    if isinstance(error, DupgraphError) and not isinstance(error, ChildError | OutputError):
        return _rename_file(job, error.what), _rename_file(job, error.hint)
    return "", ""


def _rename_file(job: Job, words: str) -> str:
    # Messages of a document do not name it.
    if isinstance(words, Message):
        return words
    return words.replace(str(job.source), job.name).replace(job.source.name, job.name)


def find_reason(error: Exception) -> str:
    """Return the key of the text that says which sort of fault an error is."""
    if isinstance(error, ChildError):
        return {"time": "upload_long", "memory": "upload_heavy"}.get(error.cause, "upload_crash")
    if isinstance(error, OutputError):
        return "upload_room"
    return (
        "upload_unreadable"
        if isinstance(error, DupgraphError) and not isinstance(error, StartError)
        else "upload_crash"
    )


def name_source(name: str) -> str:
    """Return the name under which a file is kept: plain letters, and the suffix that says what it is.

    >>> name_source("Il Piano (definitivo).PDF"), name_source("../../etc/passwd"), name_source("")
    ('il-piano-definitivo.pdf', 'etc-passwd', 'piano')
    """
    stem, dot, suffix = name.rpartition(".")
    known = re.fullmatch(r"[A-Za-z0-9]{1,8}", suffix) if dot and stem else None
    plain = make_slug(stem if known else name)[:60].strip("-") or "piano"
    # What the plan's text does not state is written beside it, in a file of that suffix.
    return f"{plain}.{suffix.lower()}" if known and suffix.lower() != "toml" else plain
