"""The tables as Parquet: typed columns, lists as lists, meanings in the schema; one file a table."""

from collections.abc import Sequence
from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dupgraph.base.errors import MissingExtraError, OutputError
from dupgraph.publish.export.records.rows import Records, Value
from dupgraph.publish.export.records.schema import ENTITIES, TABLES, Column, Table, find_texts
from dupgraph.publish.export.source import Source

if TYPE_CHECKING:
    from pyarrow import Schema
    from pyarrow import Table as ArrowTable


def write_parquet(source: Source, name: str) -> bytes:
    """Return one of the tables of what is exported, as ``write_table`` does; raises what reading the graph raises."""
    return write_table(source.records, name)


def write_table(records: Records, name: str) -> bytes:
    """Return one of the tables (elements, entities, links, mentions) as Parquet.

    The same graph and the same pyarrow give the same bytes. Raises MissingExtraError without pyarrow, OutputError for
    a number that takes more than 64 bits.
    """
    arrow = _load_arrow()
    columns = TABLES[name].columns
    lists = list(zip(*records.list_rows(name), strict=True)) or [()] * len(columns)
    cells = {column.name: _list_cells(values, column) for column, values in zip(columns, lists, strict=True)}
    try:
        filled = arrow.table(cells, schema=_make_schema(TABLES[name]))
    except (arrow.ArrowInvalid, OverflowError) as error:
        what = f"the table {name} cannot be written as Parquet: {error}"
        raise OutputError(what, hint="export csv instead") from None
    return _pack(filled)


write_elements, write_entities, write_links, write_mentions = (partial(write_parquet, name=name) for name in TABLES)


def write_rows(rows: Sequence[Sequence[str | int]], texts: Sequence[str], numbers: Sequence[str] = ()) -> bytes:
    """Return rows as Parquet, whose columns are texts, then whole numbers. Raises MissingExtraError without pyarrow."""
    arrow = _load_arrow()
    kinds = [*((name, arrow.string()) for name in texts), *((name, arrow.int64()) for name in numbers)]
    cells = list(zip(*rows, strict=True)) or [()] * len(kinds)
    return _pack(arrow.table(cells, schema=arrow.schema(kinds)))


def join_rows(parts: Sequence[bytes]) -> bytes:
    """Return the rows of parts, each as ``write_rows`` made it, sorted and each once.

    There is one part at least. Raises MissingExtraError without pyarrow.
    """
    arrow = _load_arrow()
    rows = arrow.concat_tables(_read_part(part) for part in parts)
    each_once = rows.group_by(rows.column_names).aggregate([])
    return _pack(each_once.sort_by([(name, "ascending") for name in rows.column_names]))


def join_parts(name: str, parts: Sequence[bytes]) -> bytes:
    """Return the parts of one table, each as ``write_parquet`` made it, as one: rows in the order of the parts.

    What several plans name is one row of the entities: all kinds that it has anywhere, and of what they say otherwise
    the first in alphabetical order. Raises MissingExtraError without pyarrow.
    """
    arrow = _load_arrow()
    shape = TABLES[name]
    read = (_read_part(part) for part in parts)
    if shape.name != ENTITIES.name:
        # Not held as so many small ones: each has its own copy of the schema.
        return _pack(arrow.concat_tables(read).combine_chunks() if parts else _make_schema(shape).empty_table())
    rows: dict[str, tuple[Value | list[str], ...]] = {}
    for part in read:
        for row in zip(*(column.to_pylist() for column in part.columns), strict=True):
            rows[row[0]] = _merge_rows(rows.get(row[0], row), row)
    cells = {column.name: [row[place] for row in rows.values()] for place, column in enumerate(shape.columns)}
    return _pack(arrow.table(cells, schema=_make_schema(shape)))


def _merge_rows(one: Sequence[Any], other: Sequence[Any]) -> tuple[Any, ...]:
    if one == other:
        return tuple(one)
    return tuple(
        list(dict.fromkeys((*left, *right)))
        if isinstance(left, list)
        else min(filter(None, (left, right)), default=None)
        for left, right in zip(one, other, strict=True)
    )


def _load_arrow() -> Any:
    """Return pyarrow with its module for Parquet. Raises MissingExtraError."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("pyarrow", extra="parquet") from None
    return pyarrow


def _read_part(part: bytes) -> "ArrowTable":
    """Return one file's table. As a data set, which may have many files, it would be read in twice the time."""
    arrow = _load_arrow()
    return arrow.parquet.ParquetFile(arrow.BufferReader(part)).read(use_threads=False)


def _pack(filled: "ArrowTable") -> bytes:
    file = BytesIO()
    _load_arrow().parquet.write_table(filled, file, compression="zstd", version="2.6")
    return file.getvalue()


def _list_cells(values: Sequence[Value], column: Column) -> Sequence[Value]:
    """Return the cells of a column: no value where the text is empty, as in the CSV; a list is never none."""
    return values if column.is_list or column.is_required else [None if value == "" else value for value in values]


@cache
def _make_schema(table: Table) -> "Schema":
    arrow = _load_arrow()
    kinds = {"iri": arrow.string, "text": arrow.string, "number": arrow.int64, "time": arrow.string}
    fields = []
    for column in table.columns:
        kind = kinds[column.kind]()
        facts = {
            **_describe(table.name, column.name),
            **({"property": column.predicate} if column.predicate else {}),
            **({"language": column.language} if column.language else {}),
        }
        kind = arrow.list_(kind) if column.is_list else kind
        fields.append(arrow.field(column.name, kind, nullable=not column.is_required, metadata=facts))
    return arrow.schema(fields, metadata={**_describe(table.name), "primary_key": ",".join(table.key)})


def _describe(*names: str) -> dict[str, str]:
    """Return what a table or a column is called, and what it is, in both languages."""
    titles = {f"title_{language}": text for language, text in find_texts(*names).items()}
    return titles | {f"description_{language}": text for language, text in find_texts(*names, "means").items()}
