"""The tables as Parquet: typed columns, lists as lists, meanings in the schema; one file a table."""

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from dupgraph.base.errors import MissingExtraError, OutputError
from dupgraph.language.languages import LABEL_LANGUAGES
from dupgraph.publish.export.records import TABLES, Column, Table
from dupgraph.publish.export.records.rows import Value
from dupgraph.publish.export.source import Source

if TYPE_CHECKING:
    from pyarrow import Schema


def write_parquet(source: Source, name: str) -> bytes:
    """Return one of the tables (elements, entities, links, mentions) as Parquet.

    The same graph and the same pyarrow give the same bytes. Raises MissingExtraError without pyarrow, OutputError for
    a number that takes more than 64 bits, and what reading the graph raises.
    """
    try:
        from pyarrow import ArrowInvalid, table
        from pyarrow.parquet import write_table
    except ImportError:
        raise MissingExtraError("pyarrow", extra="parquet") from None
    columns = TABLES[name].columns
    rows = source.records.list_rows(name)
    cells = {column.name: [_empty_out(row[place], column) for row in rows] for place, column in enumerate(columns)}
    try:
        filled = table(cells, schema=_make_schema(TABLES[name]))
    except (ArrowInvalid, OverflowError) as error:
        raise OutputError(
            f"the table {name} cannot be written as Parquet: {error}", hint="export csv instead"
        ) from None
    file = BytesIO()
    write_table(filled, file, compression="zstd", version="2.6")
    return file.getvalue()


write_elements, write_entities, write_links, write_mentions = (partial(write_parquet, name=name) for name in TABLES)


def _empty_out(value: Value, column: Column) -> Value | list[str]:
    """Return a cell: no value where the text is empty, as in the CSV; a list is never none."""
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" and not column.is_required else value


def _make_schema(table: Table) -> "Schema":
    from pyarrow import field, int64, list_, schema, string

    kinds = {"iri": string, "text": string, "number": int64}
    fields = []
    for column in table.columns:
        kind = kinds[column.kind]()
        facts = {
            **dict(zip((f"title_{language}" for language in LABEL_LANGUAGES), column.title, strict=True)),
            **dict(zip((f"description_{language}" for language in LABEL_LANGUAGES), column.meaning, strict=True)),
            **({"property": column.predicate} if column.predicate else {}),
            **({"language": column.language} if column.language else {}),
        }
        fields.append(field(column.name, list_(kind) if column.is_list else kind,
                            nullable=not column.is_required, metadata=facts))  # fmt: skip
    titles = zip((f"title_{language}" for language in LABEL_LANGUAGES), table.title, strict=True)
    meanings = zip((f"description_{language}" for language in LABEL_LANGUAGES), table.meaning, strict=True)
    return schema(fields, metadata={**dict(titles), **dict(meanings), "primary_key": ",".join(table.key)})
