"""Catalogue metadata and VoID: every mandatory field, every file's facts, and every number counted again by SPARQL."""

import random
import re
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import places
import pytest
from click.testing import CliRunner
from places import load_store
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import RdfFormat, parse, serialize
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from dupgraph.base.errors import OutputError
from dupgraph.base.files import find_resource
from dupgraph.cli import group
from dupgraph.graph.validate.files import validate_file
from dupgraph.publish.export.authorities import FREQUENCY, GOVERNMENT, LANGUAGE, THEMES, find_file_type
from dupgraph.publish.export.formats import find_formats, list_format_names, write_formats
from dupgraph.publish.export.publication import Publication, find_date, locate_file
from dupgraph.publish.export.source import Source
from dupgraph.publish.export.void import find_target
from dupgraph.schema.namespaces import DUP

GRAPH = find_resource("graph", "sassuolo.ttl")
DCATAPIT = Namespace("http://dati.gov.it/onto/dcatapit#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
PLAN = "https://w3id.org/dupgraph/data/036040/plan/dup"
DATASET = URIRef(f"{PLAN}/dataset")
CATALOGUE = URIRef(f"{PLAN}/catalog")
TOWN = URIRef("https://w3id.org/dupgraph/data/036040")
LICENCE = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
OTHER_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
DATA_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
DAY = date(2026, 11, 22)
# geosolutions-it/ckanext-dcatapit, vocabularies/filetypes-filtered.rdf: what dati.gov.it knows of our files.
FILE_TYPES = {
    "text/csv": "CSV", "application/json": "JSON", "application/ld+json": "JSON_LD", "text/turtle": "RDF_TURTLE",
    "application/n-triples": "RDF_N_TRIPLES", "application/trig": "RDF_TRIG", "application/n-quads": "RDF_N_QUADS",
    "application/rdf+xml": "RDF_XML", "application/xml": "XML", "text/plain": "TXT",
}  # fmt: skip
NAMES = ("turtle", "nquads", "csv", "gexf", "catalog", "void")


def export(location: Path = GRAPH, *, base: str | None = None, **options: object) -> dict[str, bytes]:
    source = Source(str(location), **options)  # type: ignore[arg-type]  # the fields of a source
    return write_formats(source, find_formats(NAMES), Publication(DAY, base))


@cache
def sassuolo() -> dict[str, bytes]:
    return export()


def read(data: bytes) -> Graph:
    return Graph().parse(data=data, format="turtle")


@pytest.fixture(scope="module")
def catalogue() -> Graph:
    """The catalogue of the packaged plan, as rdflib reads it."""
    return read(sassuolo()["catalog.ttl"])


@pytest.fixture(scope="module")
def void() -> Graph:
    """The VoID of the packaged plan, as rdflib reads it."""
    return read(sassuolo()["void.ttl"])


def ask(query: str) -> list[tuple[str, ...]]:
    head = "PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
    head += "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    return [tuple(term.value for term in row) for row in load_store().query(head + query)]


def count(pattern: str) -> int:
    ((number,),) = ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(number)


def extend(path: Path, *statements: str) -> Path:
    """Write more Turtle, whose IRIs are whole, at the end of a graph's file."""
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "\n".join(statements), encoding="utf-8")
    return path


def make_town(folder: Path, name: str, *statements: str, licence: str | None = LICENCE) -> Path:
    """Write the extract as the plan of a town that says whose it is."""
    town = f"https://w3id.org/dupgraph/data/{name}"
    said = [f'<{town}> <{RDF.type}> <https://w3id.org/italia/onto/COV/PublicOrganization> ; '
            f'<http://www.w3.org/2004/02/skos/core#prefLabel> "Comune di {name}"@it ; '
            f'<{DCTERMS.identifier}> "{name}" .',
            f"<{town}/plan/dup> <{DCTERMS.creator}> <{town}> .", *statements]  # fmt: skip
    if licence:
        said.append(f"<{town}/plan/dup> <{DCTERMS.license}> <{licence}> .")
    return extend(places.copy_plan(folder, name), *said)


# DCAT-AP_IT -----------------------------------------------------------------------------------------------------------


def test_both_classes_are_said_of_everything(catalogue: Graph) -> None:
    for name, things in (("Catalog", [CATALOGUE]), ("Dataset", [DATASET])):
        assert list(catalogue.subjects(RDF.type, DCAT[name])) == things
        assert list(catalogue.subjects(RDF.type, DCATAPIT[name])) == things
    distributions = set(catalogue.objects(DATASET, DCAT.distribution))
    assert set(catalogue.subjects(RDF.type, DCAT.Distribution)) == distributions
    assert set(catalogue.subjects(RDF.type, DCATAPIT.Distribution)) == distributions


def test_every_mandatory_field_of_the_dataset(catalogue: Graph) -> None:
    assert catalogue.value(DATASET, DCTERMS.identifier, any=False) == Literal("istat-036040:D.1")
    for field in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in catalogue.objects(DATASET, field)} == {"it", "en"}
        assert all("Sassuolo" in text for text in catalogue.objects(DATASET, field))
    assert catalogue.value(DATASET, DCTERMS.modified, any=False) == Literal("2026-11-22", datatype=XSD.date)
    assert URIRef(GOVERNMENT) in set(catalogue.objects(DATASET, DCAT.theme))
    assert catalogue.value(DATASET, DCTERMS.rightsHolder, any=False) == TOWN
    assert catalogue.value(TOWN, FOAF.name, any=False) == Literal("Comune di Sassuolo", lang="it")
    assert catalogue.value(TOWN, DCTERMS.identifier, any=False) == Literal("036040")
    assert set(catalogue.objects(TOWN, RDF.type)) == {FOAF.Agent, DCATAPIT.Agent}
    assert catalogue.value(DATASET, DCTERMS.accrualPeriodicity, any=False) == URIRef(FREQUENCY)
    assert len(list(catalogue.objects(DATASET, DCAT.distribution))) == 8


def test_every_mandatory_field_of_the_catalogue(catalogue: Graph) -> None:
    for field in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in catalogue.objects(CATALOGUE, field)} == {"it", "en"}
    assert catalogue.value(CATALOGUE, DCTERMS.publisher, any=False) == TOWN
    assert catalogue.value(CATALOGUE, DCTERMS.modified, any=False) == Literal("2026-11-22", datatype=XSD.date)
    assert list(catalogue.objects(CATALOGUE, DCAT.dataset)) == [DATASET]


def test_each_file_is_a_distribution_with_its_facts(catalogue: Graph) -> None:
    files = {name: data for name, data in sassuolo().items() if name not in ("catalog.ttl", "void.ttl")}
    assert len(files) == 8
    for name, data in files.items():
        distribution = URIRef(f"{DATASET}/distribution/{name}")
        url = URIRef(f"{PLAN}/download/{name}")
        assert catalogue.value(distribution, DCAT.accessURL, any=False) == url
        assert catalogue.value(distribution, DCAT.downloadURL, any=False) == url
        assert catalogue.value(distribution, DCTERMS.license, any=False) == URIRef(LICENCE)
        assert catalogue.value(distribution, DCAT.byteSize, any=False) == Literal(str(len(data)), datatype=XSD.decimal)
        checksum = catalogue.value(distribution, SPDX.checksum, any=False)
        assert catalogue.value(checksum, SPDX.algorithm, any=False) == SPDX.checksumAlgorithm_sha256
        digest = catalogue.value(checksum, SPDX.checksumValue, any=False)
        assert (str(digest).lower(), digest.datatype) == (sha256(data).hexdigest(), XSD.hexBinary)
        form = catalogue.value(distribution, DCTERMS.format, any=False)
        assert (form, RDF.type, DCTERMS.MediaTypeOrExtent) in catalogue
        assert form.startswith("http://publications.europa.eu/resource/authority/file-type/")
        assert catalogue.value(distribution, DCTERMS.modified, any=False) == Literal("2026-11-22", datatype=XSD.date)
    assert {str(d).rpartition("/")[2] for d in catalogue.objects(DATASET, DCAT.distribution)} == set(files)


def test_media_types_are_those_of_the_files(catalogue: Graph) -> None:
    found = {str(catalogue.value(d, DCTERMS.title)).removeprefix("sassuolo"): str(m).partition("media-types/")[2]
             for d, m in catalogue.subject_objects(DCAT.mediaType)}  # fmt: skip
    assert found == {
        ".ttl": "text/turtle", ".nq": "application/n-quads", ".gexf": "application/xml",
        "-elements.csv": "text/csv", "-entities.csv": "text/csv", "-links.csv": "text/csv",
        "-mentions.csv": "text/csv", "-metadata.json": "application/csvm+json",
    }  # fmt: skip


@pytest.mark.parametrize(("media_type", "code"), FILE_TYPES.items())
def test_formats_are_those_of_the_european_table(media_type: str, code: str) -> None:
    assert find_file_type(media_type) == f"http://publications.europa.eu/resource/authority/file-type/{code}"


def test_every_format_of_a_release_is_in_the_european_table() -> None:
    kinds = (kind for known in find_formats(list_format_names()) for kind in known.files.values())
    outside = [kind.media_type for kind in kinds if "/authority/file-type/" not in find_file_type(kind.media_type)]
    assert outside == []
    assert find_file_type("application/x-own") == "https://www.iana.org/assignments/media-types/application/x-own"


def test_the_catalogue_keeps_its_own_rules(tmp_path: Path) -> None:
    path = tmp_path / "catalog.ttl"
    path.write_bytes(sassuolo()["catalog.ttl"])
    assert validate_file(path).findings == ()


def test_what_a_catalogue_names_has_the_class_that_its_property_demands(catalogue: Graph) -> None:
    """As SEMICeu/DCAT-AP's releases/3.0.0/html/shacl/range.ttl demands it."""
    for name, demanded in {
        "publisher": FOAF.Agent, "creator": FOAF.Agent, "rightsHolder": FOAF.Agent, "license": DCTERMS.LicenseDocument,
        "language": DCTERMS.LinguisticSystem, "spatial": DCTERMS.Location, "accrualPeriodicity": DCTERMS.Frequency,
        "conformsTo": DCTERMS.Standard, "format": DCTERMS.MediaTypeOrExtent,
    }.items():  # fmt: skip
        values = set(catalogue.objects(None, DCTERMS[name]))
        assert values, name
        assert all((value, RDF.type, demanded) in catalogue for value in values), name
    for name, demanded in {
        "mediaType": DCTERMS.MediaType, "landingPage": FOAF.Document, "themeTaxonomy": SKOS.ConceptScheme,
        "theme": SKOS.Concept, "dataset": DCAT.Dataset, "distribution": DCAT.Distribution,
    }.items():  # fmt: skip
        values = set(catalogue.objects(None, DCAT[name]))
        assert values, name
        assert all((value, RDF.type, demanded) in catalogue for value in values), name
    assert all(set(catalogue.objects(theme, SKOS.prefLabel)) for theme in catalogue.objects(None, DCAT.theme))
    assert not set(catalogue.objects(None, DCTERMS.source))


# What SEMICeu/DCAT-AP's releases/3.0.0/html/shacl/shapes.ttl demands of each class: "+" is one or more, "?" one or
# none, "1" just one; "l" a literal, "r" a resource, "d" a day or year. What it says of classes that no catalogue of
# ours has (services, series, records, relations) is left out, and so is what older states of that file have: SHA-1
# as the one algorithm of a checksum, which DCAT-AP 3 itself no longer asks for (SEMICeu/DCAT-AP, issue 158).
DCAT_AP = """
foaf:Agent foaf:name+l dct:type?
dcat:Catalog dct:title+l dct:description+l dct:publisher1 dct:license? dct:issued?d dct:modified?d
dcat:Catalog dct:isPartOf? dct:rights? foaf:homepage?
dcat:Dataset dct:title+l dct:description+l dct:identifier*l dcat:keyword*l dct:publisher?
dcat:Dataset dct:accessRights? dct:accrualPeriodicity?
dcat:Dataset dct:issued?d dct:modified?d owl:versionInfo?l dct:relation*r dct:isReferencedBy*r
dcat:Distribution dcat:accessURL+r dcat:downloadURL*r dct:title*l dct:description*l dct:issued?d
dcat:Distribution dct:modified?d dct:rights?
dcat:Distribution dcat:mediaType? dct:format? dct:license? spdx:checksum? adms:status?
dcat:Distribution dcat:compressFormat? dcat:packageFormat?
dct:Location dcat:bbox?l dcat:centroid?l locn:geometry?l
dct:PeriodOfTime dcat:startDate?d dcat:endDate?d time:hasBeginning? time:hasEnd?
skos:ConceptScheme dct:title+l
skos:Concept skos:prefLabel+l
adms:Identifier skos:notation?
"""
_COUNTS = {"+": "sh:minCount 1", "?": "sh:maxCount 1", "1": "sh:minCount 1 ; sh:maxCount 1", "*": "sh:minCount 0"}
_VALUES = {
    "": "", "l": "; sh:nodeKind sh:Literal", "r": "; sh:nodeKind sh:BlankNodeOrIRI",
    "d": "; sh:or ([ sh:datatype xsd:date ] [ sh:datatype xsd:dateTime ] [ sh:datatype xsd:gYear ])",
}  # fmt: skip


def write_shapes() -> str:
    """Return the rules of DCAT_AP as shapes, and those of a size and a checksum."""
    prefixes = {
        "adms": "http://www.w3.org/ns/adms#", "dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "spdx": SPDX,
        "locn": "http://www.w3.org/ns/locn#", "owl": "http://www.w3.org/2002/07/owl#", "xsd": XSD,
        "sh": "http://www.w3.org/ns/shacl#", "time": "http://www.w3.org/2006/time#",
    }  # fmt: skip
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    for target, *rules in map(str.split, DCAT_AP.strip().splitlines()):
        parts = [re.fullmatch(r"(\w+:\w+?)([+?*1])([lrd]?)", rule) for rule in rules]
        shapes = (f"[ sh:path {part[1]} ; {_COUNTS[part[2]]} {_VALUES[part[3]]} ]" for part in parts if part)
        lines.append(f"[] a sh:NodeShape ; sh:targetClass {target} ; sh:property {', '.join(shapes)} .")
    lines.append("""[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
      sh:property [ sh:path dcat:byteSize ; sh:datatype xsd:decimal ; sh:maxCount 1 ] .
    [] a sh:NodeShape ; sh:targetClass spdx:Checksum ;
      sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:maxCount 1 ] ,
        [ sh:path spdx:checksumValue ; sh:datatype xsd:hexBinary ; sh:minCount 1 ; sh:maxCount 1 ] .""")
    return "\n".join(lines)


def test_the_catalogue_is_as_the_shapes_of_dcat_ap_3_demand(catalogue: Graph) -> None:
    shapes = Graph().parse(data=write_shapes(), format="turtle")
    conforms, _, words = validate(catalogue, shacl_graph=shapes)
    assert conforms, words
    # And each of them can be broken.
    catalogue = Graph() + catalogue
    catalogue.add((CATALOGUE, DCTERMS.publisher, Literal("another")))
    catalogue.remove((DATASET, DCTERMS.title, None))
    assert not validate(catalogue, shacl_graph=shapes)[0]


def test_themes_and_keywords_are_the_plans(catalogue: Graph) -> None:
    stated = {iri for (iri,) in ask("SELECT DISTINCT ?t { ?e dup:hasTheme/dcat:theme ?t }")}
    assert len(stated) > 5
    assert {str(theme) for theme in catalogue.objects(DATASET, DCAT.theme)} == stated | {GOVERNMENT}
    words = ask("SELECT DISTINCT ?l (LANG(?l) AS ?g) { ?e dup:hasTheme/skos:prefLabel ?l }")
    assert {(str(k), k.language) for k in catalogue.objects(DATASET, DCAT.keyword)} == set(words)
    assert len(words) > 50


def test_every_plan_has_the_theme_of_government(tmp_path: Path) -> None:
    metadata = read(export(make_town(tmp_path, "uno"))["catalog.ttl"])
    assert GOVERNMENT not in places.EXTRACT.read_text(encoding="utf-8")
    assert set(metadata.objects(None, DCAT.theme)) == {URIRef(GOVERNMENT)}


def test_a_catalogue_counts_the_mentions_that_the_tables_have(tmp_path: Path) -> None:
    field = f'<https://w3id.org/dupgraph/data/uno/plan/dup/mention/1/1-5> a <{DUP}Mention> ; <{RDF.value}> "2030"@it .'
    told = []
    for number, more in enumerate(((), (field,))):
        (tmp_path / str(number)).mkdir()
        written = export(make_town(tmp_path / str(number), "uno", *more))
        told.append(set(read(written["catalog.ttl"]).objects(None, DCTERMS.description)))
        rows = next(data for name, data in written.items() if name.endswith("-mentions.csv")).count(b"\r\n") - 1
        assert any(f" {rows} menzioni " in words for words in told[-1])
    assert told[0] == told[1]


def test_dataset_says_where_what_it_is_and_by_which_words(catalogue: Graph) -> None:
    city = "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/036040-(1948-01-01)"
    assert catalogue.value(DATASET, DCTERMS.spatial, any=False) == URIRef(city)
    assert catalogue.value(DATASET, DCTERMS.conformsTo, any=False) == URIRef("https://w3id.org/dupgraph/onto")
    assert catalogue.value(DATASET, DCAT.landingPage, any=False) == URIRef(PLAN)
    assert catalogue.value(URIRef(city), DCATAPIT.geographicalIdentifier, any=False) == Literal(city)
    for thing in (DATASET, CATALOGUE):
        assert catalogue.value(thing, DCTERMS.language, any=False) == URIRef(LANGUAGE)
    assert catalogue.value(DATASET, DCTERMS.temporal) is None
    mentions = count("?m a dup:Mention")
    assert all("115 elem" in text and str(mentions) in text for text in catalogue.objects(DATASET, DCTERMS.description))


def test_no_identifier_is_of_unknown_origin(catalogue: Graph, void: Graph) -> None:
    known = (
        "https://w3id.org/dupgraph/", str(DCAT), str(DCATAPIT), str(DCTERMS), str(FOAF), str(RDF), str(RDFS), str(SPDX),
        str(VOID), DATA_THEMES, THEMES, LANGUAGE, FREQUENCY,
        "http://publications.europa.eu/resource/authority/file-type/", LICENCE,
        "https://www.iana.org/assignments/media-types/", "http://www.w3.org/ns/",
        "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/036040-",
        "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2004/02/skos/core#", "https://w3id.org/italia/onto/",
    )  # fmt: skip
    graph_iris = {str(term) for quad in load_store() for term in (quad.predicate, quad.object)}
    for metadata in (catalogue, void):
        terms = {term for triple in metadata for term in triple}
        assert not [term for term in terms if isinstance(term, BNode)]
        iris = [str(term) for term in terms if isinstance(term, URIRef)]
        assert not [iri for iri in iris if not iri.startswith(known) and f"<{iri}>" not in graph_iris]
        themes = {iri for iri in iris if iri.startswith(DATA_THEMES)}
        assert not {iri for iri in themes if f"<{iri}>" not in graph_iris} - {GOVERNMENT}


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2025-2027", ["2025-2027"]),
        ("dal 2025 al 2027", ["2025-2027"]),
        ("mandato 2024 - 2029, triennio 2025-2027", ["2024-2029", "2025-2027"]),
        ("2027-2025", []),
        ("mandato 2024", []),
    ],
)
def test_a_period_is_said_in_days_where_its_years_are_understood(tmp_path: Path, period: str, years: list[str]) -> None:
    path = make_town(tmp_path, "uno", '<https://w3id.org/dupgraph/data/uno/plan/dup> '
                     f'<https://w3id.org/dupgraph/onto/period> "{period}" .')  # fmt: skip
    words = ["export", "turtle", "catalog", "--graph", str(path), "-o", str(tmp_path / "out")]
    said = CliRunner().invoke(group, words, catch_exceptions=False).stderr
    assert ("il periodo" in said and repr(period) in said and "scrivilo come 2025-2027" in said) == (not years)
    report = validate_file(tmp_path / "out" / "catalog.ttl")
    assert report.findings == ()
    metadata = read((tmp_path / "out" / "catalog.ttl").read_bytes())
    spans = sorted(metadata.objects(None, DCTERMS.temporal))
    assert [str(metadata.value(span, RDFS.label, any=False)) for span in spans] == years
    for span, label in zip(spans, years, strict=True):
        first, last = label.split("-")
        assert (span, RDF.type, DCTERMS.PeriodOfTime) in metadata
        for namespace in (DCAT, DCATAPIT, Namespace("http://schema.org/")):
            assert metadata.value(span, namespace["startDate"], any=False) == Literal(
                f"{first}-01-01", datatype=XSD.date
            )
            assert metadata.value(span, namespace["endDate"], any=False) == Literal(f"{last}-12-31", datatype=XSD.date)


def test_the_code_of_the_public_administrations_index_goes_first(tmp_path: Path) -> None:
    path = make_town(tmp_path, "uno", '<https://w3id.org/dupgraph/data/uno/plan/dup> '
                     '<https://w3id.org/dupgraph/onto/ipa> "c_i462" .')  # fmt: skip
    metadata = read(export(path)["catalog.ttl"])
    assert Literal("c_i462:D.1") in set(metadata.objects(None, DCTERMS.identifier))


def test_the_publishers_licence_goes_before_the_plans(catalogue: Graph) -> None:
    files = export(stated_licence=OTHER_LICENCE)
    for name in ("catalog.ttl", "void.ttl"):
        assert set(read(files[name]).objects(None, DCTERMS.license)) == {URIRef(OTHER_LICENCE)}
    assert set(catalogue.objects(None, DCTERMS.license)) == {URIRef(LICENCE)}


def test_a_base_moves_the_files_and_no_iri(catalogue: Graph) -> None:
    for base in ("https://dati.comune.example/dup/", "https://dati.comune.example/dup"):
        moved = read(export(base=base)["catalog.ttl"])
        urls = {str(url) for url in moved.objects(None, DCAT.downloadURL)}
        assert len(urls) == 8
        assert all(re.fullmatch(r"https://dati\.comune\.example/dup/sassuolo[^/]*", url) for url in urls)
        assert set(moved.subjects()) == set(catalogue.subjects())


def test_a_plan_that_says_not_whose_it_is_has_no_record() -> None:
    with pytest.raises(OutputError, match=r"does not say whose it is \(dct:creator\).*; build it again"):
        export(places.EXTRACT, stated_licence=LICENCE)


def test_a_plan_without_istat_code_has_an_identifier_of_its_own(tmp_path: Path) -> None:
    metadata = read(export(make_town(tmp_path, "uno"))["catalog.ttl"])
    assert list(map(str, metadata.objects(None, DCTERMS.identifier))).count("local-uno-dup:D.1") == 1


def test_metadata_without_a_licence_is_refused(tmp_path: Path) -> None:
    path = make_town(tmp_path, "uno", licence=None)
    with pytest.raises(OutputError, match=r"no licence is stated for <.*/uno/plan/dup>"):
        export(path)
    assert export(path, stated_licence=LICENCE)


@pytest.mark.parametrize("names", [["catalog"], ["void"], ["catalog", "void"]])
def test_metadata_of_no_files_are_refused(names: list[str]) -> None:
    with pytest.raises(OutputError, match=r"no other format is given; name some beside them.*--all"):
        write_formats(Source(str(GRAPH)), find_formats(names), Publication(DAY))


# Several plans --------------------------------------------------------------------------------------------------------


def test_each_plan_has_its_catalogue_dataset_and_files(tmp_path: Path) -> None:
    for name in ("primo", "secondo"):
        make_town(tmp_path, name)
    source = Source(str(tmp_path))
    files = write_formats(source, find_formats(["turtle", "stratml", "catalog", "void"]), Publication(DAY))
    metadata = read(files["catalog.ttl"])
    for name, other in (("primo", "secondo"), ("secondo", "primo")):
        town = f"https://w3id.org/dupgraph/data/{name}"
        dataset = URIRef(f"{town}/plan/dup/dataset")
        assert metadata.value(dataset, DCTERMS.rightsHolder, any=False) == URIRef(town)
        assert metadata.value(URIRef(f"{town}/plan/dup/catalog"), DCAT.dataset, any=False) == dataset
        urls = {str(metadata.value(d, DCAT.downloadURL)) for d in metadata.objects(dataset, DCAT.distribution)}
        assert {url.rpartition("/")[0] for url in urls} == {"https://w3id.org/dupgraph/data/download"}
        held = {url.rpartition("/")[2] for url in urls}
        assert held == {f"{source.stem}.ttl", f"{name}-dup.stratml.xml", f"{name}-dup.stratml-2.xml"}
        assert f"{other}-dup.stratml.xml" in files
    assert len(set(metadata.subjects(RDF.type, DCAT.Catalog))) == 2
    assert len(set(read(files["void.ttl"]).subjects(VOID.dataDump, None))) == 2


def test_two_plans_of_one_municipality_have_two_identifiers(tmp_path: Path) -> None:
    for name in ("primo", "secondo"):
        make_town(tmp_path, name, f'<https://w3id.org/dupgraph/data/{name}/plan/dup> '
                  '<https://w3id.org/dupgraph/onto/istat> "036040" .')  # fmt: skip
    metadata = read(export(tmp_path)["catalog.ttl"])
    found = {str(metadata.value(d, DCTERMS.identifier)) for d in metadata.subjects(RDF.type, DCAT.Dataset)}
    assert found == {"istat-036040:D.1", "istat-036040:D.2"}


def test_plans_with_nothing_in_common_need_a_base(tmp_path: Path) -> None:
    make_town(tmp_path, "primo")
    path = make_town(tmp_path, "secondo")
    text = path.read_text(encoding="utf-8").replace("https://w3id.org/dupgraph/data/", "https://dati.comune.example/")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match="no beginning in common; say where the files stand: base=URL"):
        export(tmp_path)
    assert export(tmp_path, base="https://dati.comune.example/file")


# VoID -----------------------------------------------------------------------------------------------------------------


def number(graph: Graph, subject: URIRef, name: str) -> int:
    value = graph.value(subject, VOID[name], any=False)
    assert value.datatype == XSD.integer
    return int(value)


def test_the_graph_is_counted(void: Graph) -> None:
    assert (DATASET, RDF.type, VOID.Dataset) in void
    assert number(void, DATASET, "triples") == count("?s ?p ?o")
    assert number(void, DATASET, "classes") == count("{ SELECT DISTINCT ?c { ?s a ?c } }")
    assert number(void, DATASET, "properties") == count("{ SELECT DISTINCT ?p { ?s ?p ?o } }")
    assert number(void, DATASET, "distinctSubjects") == count("{ SELECT DISTINCT ?s { ?s ?p ?o } }")
    # A store makes one number of two datatypes: rdflib does not.
    assert number(void, DATASET, "distinctObjects") == len(set(Graph().parse(GRAPH).objects()))
    spaces = [str(space) for space in void.objects(DATASET, VOID.uriSpace)]
    assert spaces == ["https://w3id.org/dupgraph/"]
    own = f"FILTER(STRSTARTS(STR(?s), '{spaces[0]}'))"
    entities = number(void, DATASET, "entities")
    assert entities == count(f"{{ SELECT DISTINCT ?s {{ ?s ?p ?o {own} }} }}")
    assert 1_000 < entities < number(void, DATASET, "distinctSubjects")


def test_every_class_is_counted(void: Graph) -> None:
    parts = list(void.objects(DATASET, VOID.classPartition))
    said = {(str(void.value(part, VOID["class"], any=False)), str(number(void, part, "entities"))) for part in parts}
    assert len(said) == len(parts) == number(void, DATASET, "classes")
    assert said == set(ask("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"))


def test_every_property_is_counted(void: Graph) -> None:
    names = ("triples", "distinctSubjects", "distinctObjects")
    parts = list(void.objects(DATASET, VOID.propertyPartition))
    said = {(str(void.value(part, VOID.property, any=False)), *(str(number(void, part, name)) for name in names))
            for part in parts}  # fmt: skip
    assert len(said) == len(parts) == number(void, DATASET, "properties")
    assert said == set(ask("SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ns) (COUNT(DISTINCT ?o) AS ?no) "
                           "{ ?s ?p ?o } GROUP BY ?p"))  # fmt: skip


def test_every_link_to_outside_is_in_a_linkset(void: Graph) -> None:
    sets = list(void.objects(DATASET, VOID.subset))
    assert set(sets) == set(void.subjects(RDF.type, VOID.Linkset))
    total = 0
    for links in sets:
        assert void.value(links, VOID.subjectsTarget, any=False) == DATASET
        target = void.value(links, VOID.objectsTarget, any=False)
        assert (target, RDF.type, VOID.Dataset) in void
        space, predicate = (
            void.value(target, VOID.uriSpace, any=False),
            void.value(links, VOID.linkPredicate, any=False),
        )
        inner = [s for s in set(void.objects(None, VOID.uriSpace)) if s != space and s.startswith(space)]
        apart = "".join(f" FILTER(!STRSTARTS(STR(?o), '{s}'))" for s in inner)
        found = count(f"?s <{predicate}> ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{space}') && "
                      f"STRSTARTS(STR(?s), 'https://w3id.org/dupgraph/')){apart}")  # fmt: skip
        assert number(void, links, "triples") == found > 0
        total += found
    outside = count(
        "?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?s), 'https://w3id.org/dupgraph/') && "
        "!STRSTARTS(STR(?o), 'https://w3id.org/dupgraph/') && ?p NOT IN "
        "(<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>, <http://xmlns.com/foaf/0.1/homepage>))"
    )
    assert total == outside > 200
    targets = {str(space) for space in void.objects(None, VOID.uriSpace)}
    assert {"http://metadata.un.org/sdg/", DATA_THEMES, "http://eurovoc.europa.eu/",
            "https://w3id.org/italia/controlled-vocabulary/territorial-classifications/cities/"} <= targets  # fmt: skip


def test_void_says_where_the_data_are_and_gives_examples(void: Graph) -> None:
    dumps = {str(url) for url in void.objects(DATASET, VOID.dataDump)}
    assert dumps == {f"{PLAN}/download/sassuolo.ttl", f"{PLAN}/download/sassuolo.nq"}
    features = {str(name).rpartition("/")[2] for name in void.objects(DATASET, VOID.feature)}
    assert features == {"Turtle", "N-Quads"}
    assert void.value(DATASET, DCTERMS.license, any=False) == URIRef(LICENCE)
    examples = {f"<{iri}>" for iri in void.objects(DATASET, VOID.exampleResource)}
    assert len(examples) == 3
    assert examples <= {str(quad.subject) for quad in load_store()}
    used = {str(quad.predicate.value) for quad in load_store()}
    vocabularies = {str(iri) for iri in void.objects(DATASET, VOID.vocabulary)}
    assert all(any(term.startswith(v) for v in vocabularies) for term in used)
    assert all(any(term.startswith(v) for term in used | {"https://w3id.org/italia/onto/CLV/",
               "https://w3id.org/italia/onto/COV/"}) for v in vocabularies)  # fmt: skip


def test_a_municipality_of_its_own_base_has_its_own_space(tmp_path: Path) -> None:
    path = make_town(tmp_path, "secondo")
    text = path.read_text(encoding="utf-8").replace("https://w3id.org/dupgraph/data/", "https://dati.comune.example/")
    path.write_text(text, encoding="utf-8")
    metadata = read(export(path)["void.ttl"])
    dataset = URIRef("https://dati.comune.example/secondo/plan/dup/dataset")
    spaces = {str(space) for space in metadata.objects(dataset, VOID.uriSpace)}
    assert spaces == {"https://w3id.org/dupgraph/", "https://dati.comune.example/secondo"}
    assert not [t for t in metadata.objects(None, VOID.objectsTarget) if "dati-comune" in str(t).rpartition("/")[2]]


def test_links_to_the_unknown_are_counted_by_host(tmp_path: Path) -> None:
    path = make_town(tmp_path, "uno", "<https://w3id.org/dupgraph/data/uno> <http://www.w3.org/2002/07/owl#sameAs> "
                     "<https://altrove.example/a/1> , <https://altrove.example/b/2> .")  # fmt: skip
    metadata = read(export(path)["void.ttl"])
    (target,) = metadata.subjects(VOID.uriSpace, Literal("https://altrove.example/"))
    (links,) = metadata.subjects(VOID.objectsTarget, target)
    assert number(metadata, links, "triples") == 2
    assert find_target("https://altrove.example/a/1") == "https://altrove.example/"


# Equal input, equal bytes; what is no day, no address -----------------------------------------------------------------


def test_the_order_of_triples_does_not_matter(tmp_path: Path) -> None:
    lines = (
        serialize((quad.triple for quad in parse(path=str(GRAPH))), format=RdfFormat.N_TRIPLES) or b""
    ).splitlines()
    random.Random(5).shuffle(lines)  # noqa: S311  a die for test data
    shuffled = tmp_path / "sassuolo.nt"
    shuffled.write_bytes(b"\n".join(lines) + b"\n")
    # Of the same files, so that their checksums are the same.
    formats = find_formats(["graphml", "gexf", "kumu", "network-csv", "catalog", "void"])
    results = [write_formats(Source(str(path)), formats, Publication(DAY)) for path in (GRAPH, shuffled)]
    assert results[0] == results[1]


def test_hostile_titles_are_only_words(tmp_path: Path) -> None:
    words = '</script>"\\ {0} {x} \u202e @prefix . <x> ' + "lungo " * 900
    path = make_town(tmp_path, "uno")
    title = str(OxLiteral(words, language="it"))
    text = path.read_text(encoding="utf-8").replace('"Piano uno"@it', title)
    assert title in text
    path.write_text(text, encoding="utf-8")
    metadata = read(export(path)["catalog.ttl"])
    (dataset,) = metadata.subjects(RDF.type, DCAT.Dataset)
    assert Literal(f"Grafo del piano: {words}", lang="it") in set(metadata.objects(dataset, DCTERMS.title))


def test_the_day_is_stated_or_the_builds_or_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    assert find_date("2026-01-31") == date(2026, 1, 31)
    assert find_date() == date(2025, 6, 15)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert find_date() >= date(2025, 6, 15)


@pytest.mark.parametrize("stated", ["22/11/2026", "2026-02-30", "ieri", ""])
def test_what_is_no_day_is_refused(stated: str) -> None:
    with pytest.raises(OutputError, match=r"is no date; write it as YYYY-MM-DD: --modified 2026-11-22"):
        find_date(stated)


@pytest.mark.parametrize("epoch", ["ieri", "", "1e9", "9" * 40])
def test_an_epoch_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(OutputError, match="SOURCE_DATE_EPOCH is no number of seconds"):
        find_date()


@pytest.mark.parametrize("base", ["dati.example", "https://x.example/?a=", "https://x.example/#a", ""])
def test_what_is_no_base_is_refused(base: str) -> None:
    with pytest.raises(OutputError, match=r"files cannot stand at .*base=https://"):
        Publication(DAY, base)


@pytest.mark.parametrize("name", ["a\nb.ttl", "a\udc80.ttl", "a\x1b[31m.ttl"])
def test_a_name_that_no_metadata_can_hold_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="cannot be published under this name; rename"):
        locate_file("https://x.example", name)


def test_addresses_of_strange_names_are_addresses() -> None:
    names = ["città d'arte.ttl", "a%20b.ttl", "a#b?c.ttl", '"<>\\.ttl']
    urls = [locate_file("https://x.example/", name) for name in names]
    assert urls[:2] == ["https://x.example/citt%C3%A0%20d%27arte.ttl", "https://x.example/a%2520b.ttl"]
    assert all(re.fullmatch(r"https://x\.example/[A-Za-z0-9._~%-]+", url) for url in urls)
