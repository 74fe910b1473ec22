"""The tables: CSV that its metadata describes, read by a reader of others; Parquet of the same rows; the graph."""

import csv
import json
import random
import re
import warnings
from collections import Counter
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas
import places
import pytest
from csvw import CSVW
from pyarrow.parquet import read_table
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from dupgraph.base.errors import MissingExtraError, OutputError
from dupgraph.base.files import find_resource
from dupgraph.language.languages import LABEL_LANGUAGES
from dupgraph.publish.export.csvw import (
    SEPARATOR,
    write_cell,
    write_elements,
    write_entities,
    write_links,
    write_mentions,
    write_table_schema,
)
from dupgraph.publish.export.parquet import write_parquet
from dupgraph.publish.export.records.rows import Records
from dupgraph.publish.export.records.schema import TABLES, find_texts
from dupgraph.publish.export.source import Source

GRAPH = find_resource("graph", "sassuolo.ttl")
DATA = Path(__file__).parents[1] / "data"
UNUSUAL = DATA / "graphs" / "unusual.ttl"
HOSTILE = DATA / "map" / "hostile-plan.ttl"
SMALL = DATA / "map" / "small-plan.ttl"
MANUAL = Path(__file__).parents[2] / "docs" / "tables.md"
WRITERS = {"elements": write_elements, "entities": write_entities, "links": write_links, "mentions": write_mentions}
DUP = "https://w3id.org/dupgraph/onto/"
AUSL = "https://w3id.org/dupgraph/controlled-vocabulary/bodies/ausl-modena"
OBJECTIVE = "https://w3id.org/dupgraph/data/036040/plan/dup/objective/1.3.3"
SKOS = "http://www.w3.org/2004/02/skos/core#"

Cells = list[dict[str, str]]

ODD_PLAN = """
PREFIX dup: <https://w3id.org/dupgraph/onto/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <https://example.org/odd/>
<plan/odd> a dup:Plan ; dct:title "=Piano"@it .
<o1> a dup:Objective ; dct:identifier "-1" ; dct:title "@casa, \\"tra virgolette\\""@it ; dct:isPartOf <plan/odd> ;
    dct:description "=HYPERLINK(\\"x\\")\\r\\n+1\\r-2\\n @3 ' \\u0007 \\t"@it ;
    dup:involves <thing> ; dup:refersToElement <o2> .
<o2> a dup:Objective ; dct:identifier "" ; dct:title " "@it ; dct:isPartOf <plan/odd> .
<thing> a dup:ActorCategory , dup:BeneficiaryGroup ; skos:broader <w> , <z> , <y> , <x> ;
    skos:prefLabel "=1+1|2"@it ; skos:altLabel "+39"@it , "a|b"@it , "due\\nrighe"@it .
<m> a dup:Mention ; dup:inElement <o1> ; dup:evidenceFor dup:involves ; dup:refersTo <thing> ;
    oa:exact "=cmd|' /C calc'!A0" ; oa:prefix ",;" ; oa:suffix "\\"" ; oa:start 1 ; oa:end 99999999999999999999 .
<n> a dup:Mention ; dup:inElement <o1> ; dup:evidenceFor dup:benefits ; dup:refersTo <thing> ; oa:exact "chi" ;
    oa:start 3 ; oa:end 4 ; dup:reviewedAt "2026-11-29T09:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
"""


@cache
def open_source(path: Path = GRAPH) -> Source:
    return Source(str(path))


@cache
def write_all(path: Path = GRAPH) -> dict[str, bytes]:
    source = open_source(path)
    files = {f"{source.stem}-{name}.csv": write(source) for name, write in WRITERS.items()}
    return files | {f"{source.stem}-metadata.json": write_table_schema(source)}


def read_cells(data: bytes) -> Cells:
    return list(csv.DictReader(StringIO(data.decode(), newline=""), strict=True))


def read_csv(name: str, path: Path = GRAPH) -> Cells:
    return read_cells(write_all(path)[f"{open_source(path).stem}-{name}.csv"])


@cache
def read_graph(path: Path = GRAPH) -> frozenset[tuple[str, str, str, str]]:
    """Return the graph: subject, predicate, value, and of a text its language."""
    return frozenset(
        (t.subject.value, t.predicate.value, t.object.value, getattr(t.object, "language", None) or "")
        for t in parse(path=str(path))
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal)
    )


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.ttl"
    path.write_text(ODD_PLAN, encoding="utf-8")
    return path


# The metadata and the tables belong together --------------------------------------------------------------------------


def find_faults(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Return what the reader of the CLDF people finds wrong, at its strictest.

    It compares an anyURI with None where a foreign key has several columns, and stumbles: so it reads everything with
    IRIs as strings, and then all but those keys with the types as they are.
    """
    (name,) = (name for name in files if name.endswith(".json"))
    stated = files[name].decode()
    single = json.loads(stated)
    for table in single["tables"]:
        keys = table["tableSchema"]["foreignKeys"]
        table["tableSchema"]["foreignKeys"] = [key for key in keys if len(key["columnReference"]) == 1]
    found: list[str] = []
    for metadata in (stated.replace('"anyURI"', '"string"'), json.dumps(single)):
        for file, data in (files | {name: metadata.encode()}).items():
            (folder / file).write_bytes(data)
        with warnings.catch_warnings():
            # It warns of what is wrong, and gathers the warnings; only the command line asks it for all it can find.
            warnings.simplefilter("always")
            try:
                read = CSVW(str(folder / name), validate=True)
                read._strict = True
                found += [] if read.is_valid else [str(warning.message) for warning in read.warnings] or ["not valid"]
            except ValueError as error:
                found.append(str(error))
    return found


@pytest.mark.parametrize("path", [GRAPH, UNUSUAL, HOSTILE, SMALL], ids=lambda path: path.stem)
def test_another_reader_finds_the_tables_valid(path: Path, tmp_path: Path) -> None:
    assert find_faults(tmp_path, write_all(path)) == []


def repeat_row(files: dict[str, bytes]) -> None:
    files["unusual-links.csv"] += files["unusual-links.csv"].splitlines(keepends=True)[-1]


def lose_entity(files: dict[str, bytes]) -> None:
    rows = files["unusual-entities.csv"].splitlines(keepends=True)
    files["unusual-entities.csv"] = b"".join(row for row in rows if b"/unusual/law," not in row)


def lose_link(files: dict[str, bytes]) -> None:
    files["unusual-links.csv"] = b"".join(files["unusual-links.csv"].splitlines(keepends=True)[:-1])


def break_number(files: dict[str, bytes]) -> None:
    files["unusual-mentions.csv"] = files["unusual-mentions.csv"].replace(b",1,5,3,", b",1,-5,3,")


def break_heading(files: dict[str, bytes]) -> None:
    files["unusual-links.csv"] = files["unusual-links.csv"].replace(b"element,property", b"Element,property", 1)


def empty_key(files: dict[str, bytes]) -> None:
    files["unusual-links.csv"] += b",involves,,1\r\n"


@pytest.mark.parametrize("spoil", [repeat_row, lose_entity, lose_link, break_number, break_heading, empty_key])
def test_that_reader_finds_what_is_wrong(spoil: Any, tmp_path: Path) -> None:
    files = dict(write_all(UNUSUAL))
    spoil(files)
    assert files != write_all(UNUSUAL)
    assert find_faults(tmp_path, files)


@pytest.mark.parametrize("path", [GRAPH, UNUSUAL, HOSTILE, SMALL], ids=lambda path: path.stem)
def test_keys_and_references_hold(path: Path) -> None:
    """What the metadata states, and what it cannot: references that may be empty, and lists of them."""
    cells = {name: read_csv(name, path) for name in TABLES}
    for name, table in TABLES.items():
        keys = [tuple(row[column] for column in table.key) for row in cells[name]]
        assert len(set(keys)) == len(keys) > 0
        assert all(row[column.name] for row in cells[name] for column in table.columns if column.is_required)
        for reference in table.references:
            known = {tuple(row[key] for key in reference.keys) for row in cells[reference.table]}
            assert {tuple(row[column] for column in reference.columns) for row in cells[name]} <= known
    elements = {row["iri"] for row in cells["elements"]} | {""}
    for column in ("parent", "policy", "guideline"):
        assert {row[column] for row in cells["elements"]} <= elements
    entities = {row["iri"] for row in cells["entities"]}
    assert {iri for row in cells["entities"] for iri in row["broader"].split(SEPARATOR) if iri} <= entities
    said = Counter((row["element"], row["property"], row["thing"]) for row in cells["mentions"])
    assert {tuple(row.values())[:3]: int(row["mentions"]) for row in cells["links"] if row["mentions"] != "0"} == said


def test_the_metadata_names_what_stands_beside_it() -> None:
    files = write_all()
    metadata = json.loads(files["sassuolo-metadata.json"])
    assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "it"}]
    assert [table["url"] for table in metadata["tables"]] == [name for name in files if name.endswith(".csv")]
    for table in metadata["tables"]:
        columns = table["tableSchema"]["columns"]
        (heading,) = csv.reader([files[table["url"]].decode().split("\r\n")[0]])
        assert [column["name"] for column in columns] == [column["titles"]["und"] for column in columns] == heading
        for described in (table, *columns):
            assert [text["@language"] for text in described["dc:description"]] == ["it", "en"]
            assert all(text["@value"] for text in described["dc:description"])
        assert all(set(column["titles"]) == {"und", "it", "en"} for column in columns)


def test_a_licence_stands_in_it_when_there_is_one() -> None:
    stated = json.loads(write_table_schema(open_source()))["dc:license"]
    assert stated == {"@id": "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"}
    given = Source(str(UNUSUAL), stated_licence="https://example.org/licence")
    assert json.loads(write_table_schema(given))["dc:license"] == {"@id": "https://example.org/licence"}
    assert "dc:license" not in json.loads(write_table_schema(open_source(UNUSUAL)))


# The tables are the graph ---------------------------------------------------------------------------------------------


def expand(template: str, row: dict[str, str]) -> str:
    return re.sub(r"\{\+?(\w+)\}", lambda found: row[found[1]], template)


def list_statements(path: Path) -> set[tuple[str, str, str, str]]:
    """Return what the tables say as triples, by their metadata (CSV on the Web: Generating RDF)."""
    metadata = json.loads(next(data for name, data in write_all(path).items() if name.endswith(".json")))
    found = set()
    for table in metadata["tables"]:
        schema = table["tableSchema"]
        for row in read_cells(write_all(path)[table["url"]]):
            subject = expand(schema["aboutUrl"], row)
            for column in schema["columns"]:
                cell = row[column["name"]]
                if column.get("suppressOutput") or not cell:
                    continue
                for part in cell.split(column["separator"]) if "separator" in column else (cell,):
                    value = expand(column["valueUrl"], row) if "valueUrl" in column else part
                    found.add((subject, expand(column["propertyUrl"], row), value, column.get("lang", "")))
    return found


def test_the_tables_say_what_the_graph_says_and_nothing_else() -> None:
    graph = {(s, p, o, lang if p.startswith(SKOS) else "") for s, p, o, lang in read_graph()}
    # A preferred label is a label.
    graph |= {(s, "http://www.w3.org/2000/01/rdf-schema#label", o, lang)
              for s, p, o, lang in graph if p == SKOS + "prefLabel"}  # fmt: skip
    said = list_statements(GRAPH)
    assert said <= graph
    links = {DUP + name for name in ("involves", "benefits", "hasTheme", "concernsPlace", "usesInstrument",
                                     "contributesTo", "refersToElement")}  # fmt: skip
    about = {DUP + name for name in ("inElement", "evidenceFor", "refersTo", "method", "involvementKind", "cueWords")}
    web = {f"http://www.w3.org/ns/oa#{name}" for name in ("exact", "prefix", "suffix", "start", "end")}
    # An empty text is no value.
    whole = {fact for fact in graph if fact[1] in links | about | web and fact[2]}
    assert whole - said == set()
    assert len(whole) > 10_000


def test_counts_are_those_of_the_plan() -> None:
    kinds = Counter(row["kind"] for row in read_csv("elements"))
    assert kinds == {"policy": 4, "guideline": 16, "objective": 95}
    classes = {kind: sum(1 for _, p, o, _ in read_graph() if p.endswith("#type") and o == DUP + kind.capitalize())
               for kind in kinds}  # fmt: skip
    assert kinds == classes
    mentions = sum(1 for _, _, o, _ in read_graph() if o == DUP + "Mention")
    assert (len(read_csv("links")), len(read_csv("mentions"))) == (604, mentions)


def test_ausl_is_found_by_hand() -> None:
    (link,) = (row for row in read_csv("links") if row["element"] == OBJECTIVE and row["thing"] == AUSL)
    assert (link["property"], link["mentions"]) == ("involves", "1")
    (mention,) = (row for row in read_csv("mentions") if row["element"] == OBJECTIVE and row["thing"] == AUSL)
    assert (mention["words"], mention["start"], mention["end"], mention["page"]) == ("AUSL", "10470", "10474", "")
    assert mention["before"] == "del Comune, dei servizi sanitari dell’"
    assert (mention["involvement_it"], mention["involvement_en"]) == ("Collabora", "Collaborates")
    assert mention["method"].endswith("/methods/lexicon")
    (body,) = (row for row in read_csv("entities") if row["iri"] == AUSL)
    assert (body["kinds"], body["label_it"]) == ("partner", "Azienda USL di Modena")
    assert "AUSL" in body["alternatives_it"].split(SEPARATOR)
    assert body["types"] == "https://w3id.org/italia/onto/COV/PublicOrganization"
    assert body["category_it"] == next(row["label_it"] for row in read_csv("entities") if row["iri"] == body["broader"])
    (objective,) = (row for row in read_csv("elements") if row["iri"] == OBJECTIVE)
    assert (objective["code"], objective["level"], objective["language"]) == ("1.3.3", "Obiettivo strategico", "it")
    assert objective["text"].startswith("Promuovere l’integrazione dei servizi sociali del Comune")
    assert objective["guideline"].endswith("/guideline/1.3")
    assert objective["policy"].endswith("/policy/1")


def test_another_shape_of_plan() -> None:
    elements = {row["iri"].rpartition("/")[2]: row for row in read_csv("elements", UNUSUAL)}
    assert (elements["g1"]["parent"], elements["g1"]["policy"]) == ("", "")
    assert elements["a1"]["parent"].endswith("/o1")
    assert elements["g3"]["guideline"] == elements["g3"]["iri"]
    entities = {row["iri"].rpartition("/")[2]: row for row in read_csv("entities", UNUSUAL)}
    assert (entities["3.8"]["kinds"], entities["3.8"]["label_it"]) == ("goal", "Copertura sanitaria universale")
    assert entities["guild"]["label_it"] == ""
    assert entities["guild"]["label_en"] == "Èlite"
    # Kinds of kinds are there, though no element names them.
    assert [entities[name]["kinds"] for name in ("trade", "business", "3")] == ["", "", ""]
    cited = {row["iri"].rpartition("/")[2]: row for row in read_csv("entities", SMALL)}["1.3.3"]
    assert cited["kinds"] == "objective"
    assert cited["label_it"].startswith("Promuovere l’integrazione")


def test_several_plans_are_one_set_of_tables(tmp_path: Path) -> None:
    for name in ("uno", "due"):
        places.copy_plan(tmp_path, name)
    source = Source(str(tmp_path))
    elements = read_cells(write_elements(source))
    assert len({row["plan"] for row in elements}) == 2
    entities = [row["iri"] for row in read_cells(write_entities(source))]
    assert entities.count(AUSL) == 1
    assert find_faults(tmp_path, {f"{source.stem}-{name}.csv": write(source) for name, write in WRITERS.items()}
                       | {f"{source.stem}-metadata.json": write_table_schema(source)}) == []  # fmt: skip
    one = Source(str(tmp_path), plan="Piano uno")
    assert {row["plan"] for row in read_cells(write_elements(one))} == {"https://w3id.org/dupgraph/data/uno/plan/dup"}


# Bytes ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_what_is_read_back_is_what_was_written(name: str, odd: Path) -> None:
    source = Source(str(odd))
    data = WRITERS[name](source)
    rows = list(csv.reader(StringIO(data.decode(), newline=""), strict=True))
    assert rows[0] == [column.name for column in TABLES[name].columns]
    records = Records(source.network, source.facts)
    assert rows[1:] == [[write_cell(value) for value in row] for row in records.list_rows(name)]
    # Records end as RFC 4180 says; what stands alone is in a cell.
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") >= len(rows)


def test_cells_are_the_values_themselves(odd: Path) -> None:
    source = Source(str(odd))
    first, second = read_cells(write_elements(source))
    assert second["code"] == "-1"
    assert second["title"] == '@casa, "tra virgolette"'
    assert second["text"] == '=HYPERLINK("x")\r\n+1\r-2\n @3 \' \x07 \t'
    assert (first["code"], first["title"]) == ("", " ")
    mention, confirmed = read_cells(write_mentions(source))
    assert (mention["reviewed"], confirmed["reviewed"]) == ("", "2026-11-29T09:00:00Z")
    assert (mention["words"], mention["before"], mention["after"]) == ("=cmd|' /C calc'!A0", ",;", '"')
    entity = read_cells(write_entities(source))[0]
    assert entity["label_it"] == "=1+1|2"
    assert entity["alternatives_it"].split(SEPARATOR) == ["+39", "a¦b", "due\nrighe"]


def test_the_order_of_the_triples_makes_no_difference(tmp_path: Path) -> None:
    lines = [f"{triple.triple} ." for triple in parse(path=str(UNUSUAL))]
    files = []
    for seed in (1, 2):
        random.Random(seed).shuffle(lines)  # noqa: S311  an order, no secret
        path = tmp_path / str(seed) / "unusual.nt"
        path.parent.mkdir()
        path.write_text("\n".join(lines), encoding="utf-8")
        assert len(list(parse(path=str(path), format=RdfFormat.N_TRIPLES))) == len(lines)
        source = Source(str(path))
        files.append([write(source) for write in WRITERS.values()] + [write_table_schema(source)]
                     + [write_parquet(source, name) for name in TABLES])  # fmt: skip
    assert files[0] == files[1]
    assert files[0][:4] == [write(open_source(UNUSUAL)) for write in WRITERS.values()]


def test_what_only_a_mention_says_has_a_link_too(odd: Path, tmp_path: Path) -> None:
    source = Source(str(odd))
    links = [(row["property"], row["thing"][-5:], row["mentions"]) for row in read_cells(write_links(source))]
    # One thing may be two things to an element; the graph states one of these links, and a mention the other.
    assert links == [("involves", "thing", "1"), ("benefits", "thing", "1"), ("refersToElement", "dd/o2", "0")]
    entity, cited, *above = read_cells(write_entities(source))
    assert (entity["kinds"], cited["kinds"]) == ("partner|beneficiary", "objective")
    assert entity["broader"].split(SEPARATOR) == [f"https://example.org/odd/{name}" for name in "wxyz"]
    assert [row["iri"][-1] for row in above] == list("wxyz")
    files = {f"odd-{name}.csv": write(source) for name, write in WRITERS.items()}
    assert find_faults(tmp_path, files | {"odd-metadata.json": write_table_schema(source)}) == []


def test_an_endpoint_gives_the_same_bytes() -> None:
    with places.serve(places.answer_from(UNUSUAL)) as address:
        source = Source(address)
        assert [write(source) for write in WRITERS.values()] == [
            write(open_source(UNUSUAL)) for write in WRITERS.values()
        ]


# Parquet --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_parquet_has_the_same_rows(name: str) -> None:
    frame = pandas.read_parquet(BytesIO(write_parquet(open_source(), name)))
    table = TABLES[name]
    assert list(frame.columns) == [column.name for column in table.columns]
    cells = read_csv(name)
    for column in table.columns:
        for value, row in zip(frame[column.name], cells, strict=True):
            if column.is_list:
                assert SEPARATOR.join(value) == row[column.name]
                assert "" not in value
            elif pandas.isna(value):
                assert row[column.name] == ""
            else:
                assert str(int(value) if column.kind == "number" else value) == row[column.name] != ""


def test_parquet_says_what_its_columns_mean() -> None:
    for name, table in TABLES.items():
        read = read_table(BytesIO(write_parquet(open_source(), name)))
        assert read.schema.metadata[b"title_it"].decode() == find_texts(name)["it"]
        for column in table.columns:
            stated = read.schema.field(column.name)
            text = "list<element: string>" if column.is_list else "string"
            assert str(stated.type) == ("int64" if column.kind == "number" else text)
            assert stated.nullable is not column.is_required
            meanings = {lang: stated.metadata[f"description_{lang}".encode()].decode() for lang in LABEL_LANGUAGES}
            assert meanings == find_texts(name, column.name, "means")


def test_parquet_keeps_lists_as_they_are(odd: Path) -> None:
    frame = pandas.read_parquet(BytesIO(write_parquet(Source(str(odd)), "entities")))
    assert list(frame["alternatives_it"][0]) == ["+39", "a|b", "due\nrighe"]


def test_parquet_refuses_a_number_that_it_cannot_hold(odd: Path) -> None:
    with pytest.raises(OutputError, match=r"the table mentions cannot be written as Parquet.*export csv instead"):
        write_parquet(Source(str(odd)), "mentions")


def test_pyarrow_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'dupgraph\[parquet\]'"):
        write_parquet(open_source(UNUSUAL), "links")


# The manual -----------------------------------------------------------------------------------------------------------


def test_the_manual_has_every_column() -> None:
    sections = re.split(r"^### ", MANUAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    manual = {section.split()[0].strip("`"): section for section in sections}
    for name, table in TABLES.items():
        rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", manual[name], re.MULTILINE))
        kinds = {column.name: f"{'list of ' if column.is_list else ''}{column.kind}{'s' if column.is_list else ''}"
                              f"{', always' if column.is_required else ''}" for column in table.columns}  # fmt: skip
        assert rows == kinds
        assert list(rows) == list(kinds)
