"""CSV for machines (RFC 4180), and what describes it: CSV on the Web (W3C, Metadata Vocabulary for Tabular Data 2015).

Unlike the network's CSV, which people open in spreadsheets, these cells are the values themselves: no apostrophe stands
before a text that looks like a formula.
"""

import json
from contextlib import suppress
from functools import partial

from dupgraph.ask.results.texts import join_rows
from dupgraph.base.errors import OutputError
from dupgraph.publish.export.records.rows import Value
from dupgraph.publish.export.records.schema import TABLES, Column, Reference, Table, find_texts
from dupgraph.publish.export.source import Source

SEPARATOR = "|"
# Lists have no escapes: this stands for the separator in a name that has it.
_BROKEN = "\N{BROKEN BAR}"
_DATATYPES = {"iri": "anyURI", "text": "string", "number": "nonNegativeInteger", "time": "dateTime"}


def write_table(source: Source, name: str) -> bytes:
    """Return one of the tables (elements, entities, links, mentions) as CSV. Raises what reading the graph raises."""
    columns = (column.name for column in TABLES[name].columns)
    rows = (map(write_cell, row) for row in source.records.list_rows(name))
    return join_rows(columns, rows, lineterminator="\r\n").encode()


write_elements, write_entities, write_links, write_mentions = (partial(write_table, name=name) for name in TABLES)


def write_table_schema(source: Source) -> bytes:
    """Return the CSVW metadata of the four tables, which stand beside it under the same stem.

    A licence stands in it when one is known. Raises what reading the graph raises.
    """
    metadata: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "it"}],
        "@type": "TableGroup",
        "dc:title": _list_texts("title"),
        "dc:source": [{"@id": plan.iri} for plan in source.network.plans],
    }
    # Tables need no licence; what publishes them requires one.
    with suppress(OutputError):
        metadata["dc:license"] = {"@id": source.licence}
    metadata["tables"] = [_describe_table(table, source.stem) for table in TABLES.values()]
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode()


def write_cell(value: Value) -> str:
    """Return a value as a cell.

    >>> [write_cell(value) for value in ("=1+1", 7, None, ("AUSL", "A|B"))]
    ['=1+1', '7', '', 'AUSL|A¦B']
    """
    if isinstance(value, tuple):
        return SEPARATOR.join(item.replace(SEPARATOR, _BROKEN) for item in value)
    return "" if value is None else str(value)


def _list_texts(*names: str) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in find_texts(*names).items()]


def _describe_table(table: Table, stem: str) -> dict[str, object]:
    return {
        "url": name_table(stem, table.name),
        "dc:title": _list_texts(table.name),
        "dc:description": _list_texts(table.name, "means"),
        "tableSchema": {
            "aboutUrl": table.about,
            "columns": [_describe_column(column, table.name) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [_describe_reference(reference, stem) for reference in table.references],
        },
    }


def name_table(stem: str, table: str) -> str:
    """Return what a table's file is called.

    >>> name_table("sassuolo", "links")
    'sassuolo-links.csv'
    """
    return f"{stem}-{table}.csv"


def _describe_column(column: Column, table: str) -> dict[str, object]:
    # A heading has no language: it is one of the titles too, so that a validator finds it whatever it looks for.
    titles = {"und": column.name, **find_texts(table, column.name)}
    described: dict[str, object] = {
        "name": column.name,
        "titles": titles,
        "dc:description": _list_texts(table, column.name, "means"),
        "datatype": _DATATYPES[column.kind],
        "required": column.is_required,
    }
    if column.is_list:
        described["separator"] = SEPARATOR
    if column.language:
        described["lang"] = column.language
    if column.predicate:
        described["propertyUrl"] = column.predicate
    else:
        described["suppressOutput"] = True
    if column.target:
        described["valueUrl"] = column.target
    return described


def _describe_reference(reference: Reference, stem: str) -> dict[str, object]:
    return {
        "columnReference": list(reference.columns),
        "reference": {"resource": name_table(stem, reference.table), "columnReference": list(reference.keys)},
    }
