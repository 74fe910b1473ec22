"""The columns of the tables: names and types; what they mean is told in the language catalogues."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dupgraph.language.languages import LABEL_LANGUAGES, get_text
from dupgraph.schema.namespaces import DCT, DUP, L0, OA, RDFS, SKOS

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


# Code points of the plan's canonical text, from 0; and the page on which they begin.
_SPAN = (
    Column("start", "number", predicate=OA + "start"),
    Column("end", "number", predicate=OA + "end"),
    Column("page", "number", predicate=DUP + "page"),
)
_OF_ELEMENT = Reference(("element",), "elements", ("iri",))
_OF_THING = Reference(("thing",), "entities", ("iri",))
_LINK = ("element", "property", "thing")

ELEMENTS = Table(
    "elements",
    (
        Column("iri", "iri", is_required=True),
        Column("plan", "iri", is_required=True),
        Column("kind", "text", is_required=True),
        Column("level", "text", predicate=DUP + "levelName"),
        Column("code", "text", predicate=DCT + "identifier"),
        Column("title", "text", predicate=DCT + "title"),
        Column("text", "text", predicate=DCT + "description"),
        Column("language", "text"),
        Column("parent", "iri", predicate=DCT + "isPartOf", target="{+parent}"),
        Column("policy", "iri"),
        Column("guideline", "iri"),
        Column("position", "number", predicate=L0 + "positionInSequence"),
        *_SPAN,
    ),
)
ENTITIES = Table(
    "entities",
    (
        Column("iri", "iri", is_required=True),
        Column("kinds", "text", is_list=True),
        Column("types", "iri", is_list=True),
        Column("label_it", "text", predicate=RDFS + "label", language="it"),
        Column("label_en", "text", predicate=RDFS + "label", language="en"),
        Column("alternatives_it", "text", is_list=True, predicate=SKOS + "altLabel", language="it"),
        Column("alternatives_en", "text", is_list=True, predicate=SKOS + "altLabel", language="en"),
        Column("definition_it", "text", predicate=SKOS + "definition", language="it"),
        Column("definition_en", "text", predicate=SKOS + "definition", language="en"),
        Column("category_it", "text", language="it"),
        Column("category_en", "text", language="en"),
        Column("broader", "iri", is_list=True),
    ),
)
LINKS = Table(
    "links",
    (
        Column("element", "iri", is_required=True),
        Column("property", "text", is_required=True),
        Column("thing", "iri", is_required=True, predicate=DUP + "{property}", target="{+thing}"),
        Column("mentions", "number", is_required=True),
    ),
    _LINK,
    "{+element}",
    (_OF_ELEMENT, _OF_THING),
)
MENTIONS = Table(
    "mentions",
    (
        Column("iri", "iri", is_required=True),
        Column("element", "iri", is_required=True, predicate=DUP + "inElement", target="{+element}"),
        Column("property", "text", is_required=True, predicate=DUP + "evidenceFor", target=DUP + "{property}"),
        Column("thing", "iri", is_required=True, predicate=DUP + "refersTo", target="{+thing}"),
        Column("words", "text", predicate=OA + "exact"),
        Column("before", "text", predicate=OA + "prefix"),
        Column("after", "text", predicate=OA + "suffix"),
        *_SPAN,
        Column("method", "iri", predicate=DUP + "method", target="{+method}"),
        Column("involvement", "iri", predicate=DUP + "involvementKind", target="{+involvement}"),
        Column("involvement_it", "text", language="it"),
        Column("involvement_en", "text", language="en"),
        Column("cue", "text", predicate=DUP + "cueWords"),
        Column("reviewed", "time", predicate=DUP + "reviewedAt"),
    ),
    references=(_OF_ELEMENT, _OF_THING, Reference(_LINK, "links", _LINK)),
)
TABLES: Mapping[str, Table] = {table.name: table for table in (ELEMENTS, ENTITIES, LINKS, MENTIONS)}


def find_texts(*names: str) -> dict[str, str]:
    """Return what a table, or a column of one, is called, by language; with "means" behind its names, what it is."""
    return {language: get_text("tables", "_".join(names), language) for language in LABEL_LANGUAGES}
