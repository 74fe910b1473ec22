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
# As ``write_plans`` of corpus.py calls a town. A copy's town and plan are called otherwise: what has one title is one
# group of rows, sorted and named once. Elements keep their words, which stand in the texts that the copies share.
_CALLED = r"\b(Prova \d+)"


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
        wanted = after[table]
        # Where more files are wanted than there are, the plans of each are shared out.
        shares = -(-len(wanted) // (copies * len(before[table])))
        parts = [(copy, name, share) for copy in range(copies) for name in before[table] for share in range(shares)]
        for place, name in enumerate(wanted):
            _copy(source, parts[place :: len(wanted)], target / name, shares)
    every = list(range(copies))
    for table in (PLANS_TABLE, *SHARED_TABLES):
        chosen = every if table in (PLANS_TABLE, FACTS_TABLE) else [0]
        _copy(source, [(copy, name_table(table), 0) for copy in chosen], target / name_table(table))
    write_mark(open_storage(str(target)), digest_stems(new))
    return len(new)


def _copy(source: Path, parts: list[tuple[int, str, int]], target: Path, shares: int = 1) -> None:
    """Write rows as one file: of each part its share of a file of the corpus, as a copy of a number."""
    connection = duckdb.connect()
    numbers: dict[tuple[str, int], list[int]] = {}
    for copy, name, share in parts:
        numbers.setdefault((name, share), []).append(copy)
    first = parts[0][1]
    columns = connection.read_parquet(str(source / first))
    names_towns = first in map(name_table, (PLANS_TABLE, FACTS_TABLE))
    cells = ", ".join(
        _rewrite(name, str(kind), names_towns=names_towns)
        for name, kind in zip(columns.columns, columns.types, strict=True)
    )
    # The first column is the IRI of an element or a mention, which begins with its town's.
    chosen = f"hash(regexp_extract(\"{columns.columns[0]}\", '{_OWN}')) % {shares}" if shares > 1 else "0"
    selects = (
        f"SELECT DISTINCT {cells} FROM read_parquet('{source / name}'), (SELECT unnest({copies}) AS copy)"  # noqa: S608
        f" WHERE {chosen} = {share}"
        for (name, share), copies in numbers.items()
    )
    connection.execute(f"COPY ({' UNION ALL '.join(selects)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def _rewrite(column: str, kind: str, *, names_towns: bool) -> str:
    if kind != "VARCHAR":
        return f'"{column}"'
    if column == "graph":
        return f"""replace("{column}", '{GRAPHS}/', '{GRAPHS}/c' || copy || '-') AS "{column}\""""
    called = f"""WHEN contains("{column}", 'Prova ') THEN regexp_replace("{column}", '{_CALLED}', '\\1.' || copy)"""
    return f"""CASE WHEN contains("{column}", '/data/') THEN regexp_replace("{column}", '{_OWN}', {_ANOTHER})
      {called if names_towns else ""} ELSE "{column}" END AS "{column}\""""
