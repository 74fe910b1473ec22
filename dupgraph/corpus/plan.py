"""One plan of a corpus: from its bytes to its graph, its text and its part of the tables, kept under its key."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from dupgraph.ask.analysis.network import PlanElement
from dupgraph.ask.catalogue.shapes import find_shape
from dupgraph.base.storage import Storage
from dupgraph.corpus.orders import Order
from dupgraph.graph.turtle import Block, make_link, read_text
from dupgraph.language.sentences import list_labels
from dupgraph.publish.export.parquet import write_rows, write_table
from dupgraph.publish.export.records.built import read_built
from dupgraph.publish.export.records.rows import Records
from dupgraph.publish.export.records.schema import TABLES
from dupgraph.publish.facts import StatedFacts
from dupgraph.read.build import Build, build_document
from dupgraph.read.decisions.parsing import parse_decisions
from dupgraph.read.documents import make_document
from dupgraph.read.encode.iris import make_title, mint_plan
from dupgraph.schema.corpora import (
    FACTS_TABLE,
    FIELDS_TABLE,
    PASSAGES_TABLE,
    ROW_TABLES,
    name_done,
    name_graph,
    name_layout,
    name_part,
    name_text,
)
from dupgraph.schema.layout import pack_layout
from dupgraph.schema.links import LEVELS, OBJECTIVE
from dupgraph.schema.namespaces import DCT, DUP, OA

_TEXT = DUP + "canonicalText"
# What elements and mentions are; tables of their own have them.
_OWN = {make_link(kind) for kind in (DUP + "Mention", *(level.iri for level in LEVELS.values()))}


def build_plan(order: Order, storage: Storage, advance: Callable[[str], object] = str) -> Mapping[str, int]:
    """Build the plan of ``order``, keep all of it in ``storage``, and return how much of what there is.

    ``advance`` is called with the name of each stage that begins. The record that says that the plan is there is
    written last: before that, nothing is. Raises what building, the tables and the storage raise.
    """
    stem = f"{order.name}.{order.key}"
    path = Path(order.path)
    advance("document")
    document = make_document(path, order.data, lambda: order.record)
    decisions = parse_decisions(order.review.encode(), path) if order.review else ()
    build = build_document(
        document, path, decisions=decisions, vocabularies=order.vocabularies, base=order.base, advance=advance
    )
    advance("tables")
    iri = mint_plan(order.record, order.base)
    parts = _make_parts(iri, stem, build)
    advance("output")
    storage.write(name_text(stem), document.text.encode())
    if document.layout is not None:
        storage.write(name_layout(stem), pack_layout(document.layout))
    storage.write(name_graph(stem), build.turtle)
    for name, data in parts.items():
        storage.write(name, data)
    counts = _count(build)
    storage.write(name_done(stem), _write_record(order, build, iri, counts))
    return counts


def _make_parts(iri: str, stem: str, build: Build) -> dict[str, bytes]:
    """Return the plan's part of each table, as Parquet, by their names."""
    blocks = build.blocks
    records = Records(read_built(blocks, iri), StatedFacts(blocks))
    rows = {
        FACTS_TABLE: _list_facts(blocks),
        FIELDS_TABLE: _list_fields(records.network.elements, build),
        PASSAGES_TABLE: _list_passages(records, build.document.text),
    }
    parts = {table: write_table(records, table) for table in TABLES}
    parts |= {table: write_rows(sorted(found), ROW_TABLES[table]) for table, found in rows.items()}
    return {name_part(stem, table): data for table, data in parts.items()}


def _list_fields(elements: Iterable[PlanElement], build: Build) -> set[tuple[str, ...]]:
    """Return what elements state in fields, by the property."""
    known = {element.code: element for element in elements}
    stated = ((known[mention.element], mention.property, words) for words, mention in build.reading.stated)
    return {(element.iri, element.plan, name, words) for element, name, words in stated}


def _list_passages(records: Records, text: str) -> Iterator[tuple[str, ...]]:
    """Yield what reading each element's own part of the text finds, for whoever quotes it."""
    labels = list_labels(text)
    for element in records.network.elements:
        title, words = (records.facts.find_text(element.iri, DCT + name) for name in ("title", "description"))
        start, end = (records.facts.find_number(element.iri, OA + name) for name in ("start", "end"))
        if start is not None and end is not None:
            yield element.iri, element.plan, *find_shape(text[start:end], title, words, labels).pack()


def _list_facts(blocks: Mapping[str, Block]) -> Iterator[tuple[str, ...]]:
    """Yield what is said of the plan and of what it names: nothing of its elements and mentions, and not its text."""
    # Types come first in a block.
    own = {iri for iri, block in blocks.items() if block[0][1] in _OWN}
    for iri in blocks.keys() - own:
        for predicate, value in blocks[iri]:
            if value[0] != "<":
                if predicate != _TEXT:
                    yield iri, predicate, *read_text(value), ""
            elif (other := value[1:-1]) not in own:
                yield iri, predicate, other, "", "iri"


def _count(build: Build) -> dict[str, int]:
    sections = build.outline.sections
    return {
        "pages": len(build.document.pages),
        "elements": len(sections),
        "objectives": sum(section.kind == OBJECTIVE for section in sections),
        "mentions": len(build.reading.mentions),
        "links": sum(build.count_links().values()),
        "unread": len(build.group_unread()),
    }


def _write_record(order: Order, build: Build, iri: str, counts: Mapping[str, int]) -> bytes:
    record = build.document.record
    facts = {
        "iri": iri,
        "name": order.name,
        "key": order.key,
        "program": order.program,
        "source": build.document.source,
        "sha256": build.document.sha256,
        "title": make_title(record),
        "plan": record.plan,
        "period": record.period,
        "municipality": record.municipality,
        "istat": record.istat,
        "ipa": record.ipa,
        "publisher": record.publisher,
        "licence": record.licence,
        "language": record.language,
        "outline": build.outline.coverage.verdict,
        "counts": dict(counts),
        "warnings": [
            *build.list_warnings(Path(order.path)),
            *(f"a decision of the review could not be followed: {each.reason}" for each in build.unplaced),
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n"
