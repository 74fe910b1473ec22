"""One run at a time writes to a corpus: its lock, which a run that died leaves behind and the next one takes over."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
from threading import Event, Thread

from dupgraph.base.errors import OutputError
from dupgraph.base.processes import is_running
from dupgraph.base.storage import Storage
from dupgraph.schema.corpora import LOCK

# A run says so often that it is there; whoever has not said so for so long is not.
_SECONDS_BETWEEN = 60.0
_SECONDS_TO_LIVE = 600.0


def check_lock(storage: Storage) -> None:
    """Raise OutputError while a run holds the corpus, on this machine or elsewhere."""
    holder = _find_holder(storage)
    if holder:
        raise _refuse(storage, holder)


@contextmanager
def hold_lock(storage: Storage) -> Iterator[None]:
    """Hold the corpus for this run alone. Raises what ``check_lock`` raises."""
    check_lock(storage)
    token, ended = token_hex(8), Event()
    _write(storage, token)
    # Two that began in the same moment both wrote: the later one has it.
    holder = _read(storage)
    if holder.get("token") != token:
        raise _refuse(storage, holder)

    def renew() -> None:
        while not ended.wait(_SECONDS_BETWEEN):
            # A place that refuses is told of by whoever writes plans there.
            with suppress(OutputError):
                _write(storage, token)

    thread = Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        with suppress(OutputError):
            storage.delete([LOCK])


def _find_holder(storage: Storage) -> dict[str, object]:
    """Return what a run says of itself that is still there; nothing where there is none."""
    facts = _read(storage)
    renewed, process = facts.get("renewed"), facts.get("process")
    if not isinstance(renewed, int | float) or time.time() - renewed > _SECONDS_TO_LIVE:
        return {}
    is_here = facts.get("host") == socket.gethostname()
    return {} if is_here and isinstance(process, int) and not is_running(process) else facts


def _read(storage: Storage) -> dict[str, object]:
    if LOCK not in storage.list_names():
        return {}
    try:
        facts = json.loads(storage.read([LOCK])[0])
    except (ValueError, OutputError):
        # It was written by nobody who is there, or is gone by now.
        return {}
    return facts if isinstance(facts, dict) else {}


def _write(storage: Storage, token: str) -> None:
    facts = {"host": socket.gethostname(), "process": os.getpid(), "renewed": round(time.time()), "token": token}
    storage.write(LOCK, json.dumps(facts).encode())


def _refuse(storage: Storage, holder: dict[str, object]) -> OutputError:
    what = f"is being built by another run (process {holder.get('process')} on {holder.get('host')})"
    minutes = round(_SECONDS_TO_LIVE / 60)
    hint = f"wait until that has ended; if it died elsewhere, it is taken over {minutes} minutes after its last sign"
    return OutputError(what, path=storage.location, hint=hint)
