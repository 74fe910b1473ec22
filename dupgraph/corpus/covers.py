"""What plans' covers say of whose they are: a plan of which nothing else says it is read for that once, and kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from dupgraph.base.storage import Storage
from dupgraph.corpus.keys import find_program
from dupgraph.read.build import check_record, list_missing
from dupgraph.read.documents import make_document, read_file
from dupgraph.read.owner import read_cover
from dupgraph.schema.corpora import KEPT_COVERS
from dupgraph.schema.values import PlanRecord


@dataclass(frozen=True, slots=True)
class Covers:
    """What covers say, by a hash of the plan's bytes: what was ``kept`` of earlier runs, and all that this one used."""

    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    used: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def complete(self, path: Path, record: PlanRecord) -> PlanRecord:
        """Return a record with what it lacks from its plan's cover; the plan is read where it lacks something.

        Raises DocumentError where the plan cannot be read, or its cover does not say that either.
        """
        if not list_missing(record):
            return record
        data = read_file(path)
        # What another program would read there may be something else.
        key = sha256(b"\0".join((find_program().encode(), path.suffix.encode(), data))).hexdigest()
        cover = self.kept.get(key, {})
        completed = _complete(record, cover)
        if list_missing(completed):
            text = make_document(path, data, lambda: record, places=False).text
            cover = read_cover(text)
            completed = _complete(record, cover)
            check_record(completed, path, text, of_many=True)
        self.used[key] = cover
        return completed


def _complete(record: PlanRecord, cover: Mapping[str, str]) -> PlanRecord:
    missing = list_missing(record)
    # A name that is given and no municipality's is not made good by another one.
    keys = [] if record.municipality and "istat" in missing else [key for key in missing if key in cover]
    said: dict[str, Any] = {key: cover[key] for key in keys}
    if "istat" in said:
        said["municipality"] = cover["municipality"]
    if "plan" in said and not record.period:
        said["period"] = cover["period"]
    return replace(record, **said)


def read_covers(storage: Storage) -> Covers:
    """Return what a corpus has kept of covers: nothing where it has none, or what no run has written."""
    if KEPT_COVERS not in storage.list_names():
        return Covers()
    try:
        kept = json.loads(storage.read([KEPT_COVERS])[0])
    except ValueError:
        return Covers()
    return Covers(kept if isinstance(kept, dict) else {})


def keep_covers(storage: Storage, covers: Covers) -> None:
    """Keep what this run has used."""
    if covers.used:
        storage.write(KEPT_COVERS, json.dumps(covers.used, indent=1, sort_keys=True).encode() + b"\n")
    else:
        storage.delete([KEPT_COVERS])
