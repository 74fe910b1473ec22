"""A corpus of as many towns as wanted, made of a small one by multiplying the rows of its tables.

To ask its tables takes what asking a corpus of that many towns takes. Its graphs are empty files: they are not asked.
"""

from pathlib import Path

import duckdb

from dupgraph.base.storage import open_storage
from dupgraph.corpus.catalogue import write_mark
from dupgraph.schema.corpora import (
    DONE,
    FACTS_TABLE,
    GRAPHS,
    GROUPED_TABLES,
    PLANS_TABLE,
    SHARED_TABLES,
    digest_stems,
    list_stems,
    list_tables,
    name_done,
    name_graph,
    name_table,
    name_text,
)

# A town's own things have its code in their IRIs: each copy has another.
_OWN = r"/data/(\d{6})"
_ANOTHER = r"'/data/c' || copy || 'x\1'"


def multiply_corpus(source: Path, target: Path, towns: int) -> int:
    """Write a corpus of at least so many towns, and return how many they are."""
    stems = list_stems(sorted(path.name for path in (source / DONE).iterdir()))
    copies = -(-towns // len(stems))
    new = {f"c{copy}-{stem}": stem for copy in range(copies) for stem in stems}
    for folder in (DONE, GRAPHS, *(f"tables/{table}" for table in GROUPED_TABLES)):
        (target / folder).mkdir(parents=True)
    for stem, old in new.items():
        (target / name_done(stem)).touch()
        (target / name_graph(stem)).touch()
        (target / name_text(stem)).symlink_to((source / name_text(old)).absolute())
    before, after = list_tables(stems), list_tables(list(new))
    for table in GROUPED_TABLES:
        pairs = [(copy, name) for copy in range(copies) for name in before[table]]
        wanted = after[table]
        for place, name in enumerate(wanted):
            _copy(source, pairs[place :: len(wanted)], target / name)
    every = list(range(copies))
    _copy(source, [(copy, name_table(PLANS_TABLE)) for copy in every], target / name_table(PLANS_TABLE))
    for table in SHARED_TABLES:
        chosen = every if table == FACTS_TABLE else [0]
        _copy(source, [(copy, name_table(table)) for copy in chosen], target / name_table(table))
    write_mark(open_storage(str(target)), digest_stems(new))
    return len(new)


def _copy(source: Path, pairs: list[tuple[int, str]], target: Path) -> None:
    """Write the rows of files of a corpus, each file as a copy of a number, as one file."""
    connection = duckdb.connect()
    numbers: dict[str, list[int]] = {}
    for copy, name in pairs:
        numbers.setdefault(name, []).append(copy)
    first = next(iter(numbers))
    columns = connection.read_parquet(str(source / first))
    cells = ", ".join(_rewrite(name, str(kind)) for name, kind in zip(columns.columns, columns.types, strict=True))
    parts = (
        f"SELECT DISTINCT {cells} FROM read_parquet('{source / name}'), (SELECT unnest({copies}) AS copy)"  # noqa: S608
        for name, copies in numbers.items()
    )
    connection.execute(f"COPY ({' UNION ALL '.join(parts)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def _rewrite(column: str, kind: str) -> str:
    if kind != "VARCHAR":
        return f'"{column}"'
    if column == "graph":
        return f"""replace("{column}", '{GRAPHS}/', '{GRAPHS}/c' || copy || '-') AS "{column}\""""
    return f"""CASE WHEN contains("{column}", '/data/') THEN regexp_replace("{column}", '{_OWN}', {_ANOTHER})
      ELSE "{column}" END AS "{column}\""""
