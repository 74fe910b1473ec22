"""The catalogue of a corpus: what each of its plans is, and the tables of all of them in one."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dupgraph.base.errors import GraphError, OutputError
from dupgraph.base.storage import Storage
from dupgraph.graph.engines.graphs import read_mark
from dupgraph.graph.territories import load_territories
from dupgraph.publish.export.parquet import join_parts, join_rows, write_rows
from dupgraph.publish.export.tables import write_csv_rows
from dupgraph.schema.corpora import (
    DONE,
    FORMAT,
    GRAPHS,
    GROUPED_TABLES,
    GROUPS,
    KIND,
    LOCK,
    MARK,
    PART_TABLES,
    PARTS,
    PLANS,
    PLANS_TABLE,
    ROW_TABLES,
    SHARED_TABLES,
    TABLES,
    digest_stems,
    group_stems,
    list_stems,
    name_done,
    name_graph,
    name_group,
    name_part,
    name_table,
    split_stem,
)

# What a plan's row says, and of what type that is. What it counts comes last.
TEXT_COLUMNS = ("iri", "name", "title", "plan", "period", "municipality", "istat", "ipa", "publisher", "province",
                "region", "language", "licence", "source", "sha256", "outline", "graph", "program")  # fmt: skip
NUMBER_COLUMNS = ("pages", "elements", "objectives", "mentions", "links", "unread", "warnings")

# So many parts of facts are in memory at once.
_JOINED_AT_ONCE = 8


def check_mark(storage: Storage) -> str | None:
    """Return of which plans the tables are, as ``corpus.json`` says; None for a place that is empty or missing.

    Raises OutputError for a place that holds something else, or a corpus of another format.
    """
    names = storage.list_names()
    if MARK not in names:
        if set(names) - {LOCK}:
            what = "is neither empty nor a corpus that dupgraph wrote, and is left as it is"
            raise OutputError(what, path=storage.location, hint="give an empty or a new place with -o")
        return None
    (data,) = storage.read([MARK])
    try:
        return read_mark(data, storage.location)
    except GraphError as error:
        raise OutputError(error.what, path=error.path, hint="give another place with -o") from None


def write_mark(storage: Storage, tables: str = "") -> None:
    """Say what the place is, and of which plans its tables are: the digest of their stems, empty for none yet."""
    facts = {"kind": KIND, "format": FORMAT, "tables": tables}
    storage.write(MARK, json.dumps(facts, indent=1).encode() + b"\n")


def list_done(storage: Storage) -> list[str]:
    """Return the stems of the plans that are there, sorted; of one that was built anew both, until that is tidied."""
    return list_stems(storage.list_names(DONE))


def remove_leftovers(storage: Storage, current: Mapping[str, str]) -> list[str]:
    """Remove what is left of earlier states of plans, and of plans that nobody finished; return what is there now.

    ``current`` is the key that each plan of this run has now; other plans that are done stay.
    """

    def is_old(stem: str) -> bool:
        name, key = split_stem(stem)
        return current.get(name, key) != key

    done = list_done(storage)
    there = set(done)
    # The record first: without it nobody looks for the rest. A name's newest state is there before its old one goes.
    old = [stem for stem in done if is_old(stem) and f"{split_stem(stem)[0]}.{current[split_stem(stem)[0]]}" in there]
    storage.delete([name_done(stem) for stem in old])
    kept = [stem for stem in done if stem not in set(old)]
    alive = set(kept)
    for folder in (GRAPHS, PARTS):
        names = storage.list_names(folder)
        storage.delete([f"{folder}/{name}" for name in names if ".".join(name.split(".")[:2]) not in alive])
    return kept


def write_catalogue(storage: Storage, stems: Sequence[str]) -> None:
    """Write the list of plans and their tables, and say in ``corpus.json`` whose these are.

    What groups of plans have in the tables stays as it is where none of their plans has changed.
    """
    # Until all of them are written, nobody answers from any.
    write_mark(storage)
    rows = [_make_row(json.loads(data)) for data in storage.read([name_done(stem) for stem in stems])]
    storage.write(PLANS, write_csv_rows((*TEXT_COLUMNS, *NUMBER_COLUMNS), rows))
    storage.write(name_table(PLANS_TABLE), write_rows(rows, TEXT_COLUMNS, NUMBER_COLUMNS))
    groups = group_stems(stems)
    for table in PART_TABLES:
        _write_groups(storage, table, groups)
    for table in SHARED_TABLES:
        storage.write(name_table(table), _join(table, storage.read([name_group(group, table) for group in groups])))
    write_mark(storage, digest_stems(stems))
    _sweep_groups(storage, groups)


def _write_groups(storage: Storage, table: str, groups: Mapping[str, Sequence[str]]) -> None:
    """Write what each group has of a table, as far as it is not there."""
    names = {group: name_group(group, table) for group in groups}
    folders = {name.rpartition("/")[0] for name in names.values()}
    there = {f"{folder}/{name}" for folder in folders for name in storage.list_names(folder)}
    for group, name in names.items():
        if name not in there:
            storage.write(name, _join(table, storage.read([name_part(stem, table) for stem in groups[group]])))


def _join(table: str, parts: Sequence[bytes]) -> bytes:
    if table not in ROW_TABLES:
        return join_parts(table, parts)
    # Most of what plans say is the same in all: it goes before more of them are held at once.
    while len(parts) > _JOINED_AT_ONCE:
        cuts = range(0, len(parts), _JOINED_AT_ONCE)
        parts = [join_rows(parts[first : first + _JOINED_AT_ONCE]) for first in cuts]
    return join_rows(parts) if parts else write_rows((), ROW_TABLES[table])


def _sweep_groups(storage: Storage, groups: Mapping[str, Sequence[str]]) -> None:
    """Remove what there is of groups of which no plans are any more."""
    for folder in (GROUPS, *(f"{TABLES}/{table}" for table in GROUPED_TABLES)):
        names = storage.list_names(folder)
        storage.delete([f"{folder}/{name}" for name in names if name.split(".")[0] not in groups])


def _make_row(facts: Mapping[str, Any]) -> tuple[str | int, ...]:
    province, region = load_territories().homes.get(facts["istat"], ("", ""))
    stated = {**facts, "province": province, "region": region, "graph": name_graph(f"{facts['name']}.{facts['key']}")}
    counts = {**facts["counts"], "warnings": len(facts["warnings"])}
    return *(str(stated[name]) for name in TEXT_COLUMNS), *(int(counts[name]) for name in NUMBER_COLUMNS)
