"""The columns of the tables: names and types; what they mean is told in the language catalogues."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tomllib import loads
from typing import Any, Literal

from dupgraph.language.languages import LABEL_LANGUAGES, get_text
from dupgraph.schema.links import expand_name

Kind = Literal["iri", "text", "number", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    ``predicate`` is the property of the graph that a cell is a value of, where it is just that; it and ``target``,
    which makes an IRI of the cell, are URI templates. ``language`` is that of every text in the column.
    """

    name: str
    kind: Kind
    is_required: bool = False
    is_list: bool = False
    predicate: str = ""
    target: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values are always those of a row of another table."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` are the columns by which its rows are told apart, ``about`` which thing a row describes."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("iri",)
    about: str = "{+iri}"
    references: tuple[Reference, ...] = ()


def _read_tables() -> dict[str, Table]:
    tables = {}
    for name, row in loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items():
        columns = tuple(_read_column(**column) for column in row.pop("columns"))
        references = tuple(Reference(tuple(own), table, tuple(keys)) for own, table, keys in row.pop("references", ()))
        key = tuple(row.pop("key", ("iri",)))
        tables[name] = Table(name, columns, key, references=references, **row)
    return tables


def _read_column(predicate: str = "", target: str = "", **facts: Any) -> Column:
    predicate, target = (expand_name(iri) if ":" in iri else iri for iri in (predicate, target))
    return Column(**facts, predicate=predicate, target=target)


TABLES: Mapping[str, Table] = _read_tables()
ENTITIES = TABLES["entities"]


def find_texts(*names: str) -> dict[str, str]:
    """Return what a table, or a column of one, is called, by language; with "means" behind its names, what it is."""
    return {language: get_text("tables", "_".join(names), language) for language in LABEL_LANGUAGES}
