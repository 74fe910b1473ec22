"""The ontology, its vocabularies and its shapes: complete in both languages, and equal to the reference data."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse
from pyshacl import validate
from rdflib import SH, Graph, URIRef

from dupgraph.base.files import find_resource, find_root
from dupgraph.schema.namespaces import DCT, DUP, OWL, RDF, RDFS, SKOS, VOCABULARY
from dupgraph.schema.values import Method

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
ONTOLOGY = find_resource("ontology")
TURTLE = sorted(ONTOLOGY.rglob("*.ttl"), key=str)
VOCABULARIES = sorted(ONTOLOGY.joinpath("vocabularies").glob("*.ttl"))
SHAPES = sorted(ONTOLOGY.joinpath("shapes").glob("*.ttl"))
TERM_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme/"
EUROVOC = "http://eurovoc.europa.eu/"
UN_SDG = "http://metadata.un.org/sdg/"
DCAT_THEME = "http://www.w3.org/ns/dcat#theme"


def read_store(*paths: Path) -> Store:
    store = Store()
    for path in paths:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def list_values(store: Store, subject: str, predicate: str) -> list[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
    return sorted(quad.object.value for quad in found)


def list_languages(store: Store, subject: str, predicate: str) -> list[str | None]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
    return sorted(quad.object.language for quad in found)


def list_subjects(store: Store, kind: str) -> list[str]:
    found = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(kind), None)
    return sorted(quad.subject.value for quad in found)


def list_terms(store: Store) -> list[str]:
    return sorted(term for kind in TERM_KINDS for term in list_subjects(store, OWL + kind))


@pytest.fixture(scope="module")
def onto() -> Store:
    return read_store(ONTOLOGY / "dup.ttl")


@pytest.fixture(scope="module")
def vocabularies() -> Store:
    return read_store(*VOCABULARIES)


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.stem)
def test_no_blank_node(path: Path) -> None:
    quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
    assert quads
    assert [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)] == []


def test_terms_speak_both_languages(onto: Store) -> None:
    terms = list_terms(onto)
    assert len(terms) > 40
    for term in terms:
        assert term.startswith(DUP)
        assert list_languages(onto, term, RDFS + "label") == ["en", "it"], term
        assert list_languages(onto, term, RDFS + "comment") == ["en", "it"], term
        assert list_values(onto, term, RDFS + "isDefinedBy") == [DUP.rstrip("/")], term


def test_header(onto: Store) -> None:
    (header,) = list_subjects(onto, OWL + "Ontology")
    assert header == DUP.rstrip("/")
    assert list_values(onto, header, OWL + "versionIRI") == [f"{header}/0.1.0"]
    assert list_languages(onto, header, DCT + "title") == ["en", "it"]
    licence = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40"
    assert list_values(onto, header, DCT + "license") == [licence]
    agents = {
        agent for role in ("creator", "publisher", "rightsHolder") for agent in list_values(onto, header, DCT + role)
    }
    assert agents == {"https://w3id.org/dupgraph/agent/dupgraph"}


def test_levels_exclude_each_other(onto: Store) -> None:
    levels = [DUP + name for name in ("Action", "Guideline", "Objective", "Policy")]
    disjoint = {
        frozenset((quad.subject.value, quad.object.value))
        for quad in onto.quads_for_pattern(None, NamedNode(OWL + "disjointWith"), None, None)
    }
    assert disjoint == {frozenset((a, b)) for a in levels for b in levels if a != b}


def test_functional_properties(onto: Store) -> None:
    assert list_subjects(onto, OWL + "FunctionalProperty") == [DUP + "inElement", DUP + "refersTo"]


@pytest.mark.parametrize("name", ["isInvolvedIn", "hasStakeholder", "suggestedMission"])
def test_derived_properties_say_so(onto: Store, name: str) -> None:
    comments = " ".join(list_values(onto, DUP + name, RDFS + "comment"))
    assert "carries no mention" in comments
    assert "non porta menzioni" in comments


def list_used_terms() -> Iterator[tuple[str, str]]:
    root = find_root()
    for path in [*TURTLE, *root.glob("ontology/rules/*.rq"), *root.glob("queries/*.rq"), *root.glob("graph/*.ttl")]:
        text = re.sub(r'"[^"\n]*"', '""', path.read_text(encoding="utf-8"))
        yield from ((term, path.name) for term in set(re.findall(r"\bdup:([A-Za-z]\w*)", text)))


def test_used_terms_are_defined(onto: Store) -> None:
    used = sorted(list_used_terms())
    assert len(used) > 100
    defined = {term.removeprefix(DUP) for term in list_terms(onto)}
    assert [(term, file) for term, file in used if term not in defined] == []


def test_alignments_speak_of_our_terms(onto: Store) -> None:
    ours = {quad.subject.value for quad in parse(path=str(ONTOLOGY / "dup-align.ttl"), format=RdfFormat.TURTLE)}
    header = DUP + "align"
    assert ours - {header} <= set(list_terms(onto))


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_concepts_speak_both_languages(path: Path) -> None:
    store = read_store(path)
    assert list_languages(store, VOCABULARY + path.stem, DCT + "title") == ["en", "it"]
    for concept in list_subjects(store, SKOS + "Concept"):
        assert list_languages(store, concept, SKOS + "prefLabel") == ["en", "it"], concept
        assert list_values(store, concept, SKOS + "inScheme"), concept


def read_rows(name: str) -> list[dict[str, str]]:
    with REFERENCE.joinpath(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


THEMES = read_rows("themes.csv")


@pytest.mark.parametrize("row", THEMES, ids=lambda row: row["id"])
def test_theme_equals_reference(vocabularies: Store, row: dict[str, str]) -> None:
    theme = f"{VOCABULARY}themes/{row['id']}"
    labels = {
        (quad.object.value, quad.object.language)
        for quad in vocabularies.quads_for_pattern(NamedNode(theme), NamedNode(SKOS + "prefLabel"), None, None)
    }
    assert labels == {(row["label_it"], "it"), (row["label_en"], "en")}
    group = f"{VOCABULARY}themes/group-{row['group'].removesuffix('-group')}"
    assert list_values(vocabularies, theme, SKOS + "broader") == [group]
    assert list_values(vocabularies, theme, DCAT_THEME) == [DATA_THEME + row["data_theme"]]
    links = [item.strip() for item in row["eurovoc"].split(";")]
    expected = sorted(
        (kind, EUROVOC + code) for kind, code in (link.split(" ")[0].split(":") for link in links if link)
    )
    matches = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    found = sorted((kind, iri) for kind in matches for iri in list_values(vocabularies, theme, SKOS + kind))
    assert found == expected
    codes = [item.split(" ")[0] for item in re.split(r"\); ", row["sdg"]) if item]
    assert list_values(vocabularies, theme, DUP + "relatedGoal") == sorted(UN_SDG + code for code in codes)
    missions = sorted(f"{VOCABULARY}missioni/{code}" for code in row["missione"].split())
    assert list_values(vocabularies, theme, DUP + "relatedMission") == missions
    cofog = sorted(item.split(" ")[0] for item in row["cofog"].split("; ") if item)
    assert list_values(vocabularies, theme, DUP + "cofog") == cofog


def test_themes_are_those_of_the_reference() -> None:
    store = read_store(ONTOLOGY / "vocabularies" / "themes.ttl")
    concepts = {iri.removeprefix(VOCABULARY + "themes/") for iri in list_subjects(store, SKOS + "Concept")}
    groups = {f"group-{row['group'].removesuffix('-group')}" for row in THEMES}
    assert (len(THEMES), len(groups)) == (65, 12)
    assert concepts == {row["id"] for row in THEMES} | groups


def test_missions_equal_reference() -> None:
    store = read_store(ONTOLOGY / "vocabularies" / "missioni.ttl")
    rows = read_rows("missioni.csv")
    assert len(rows) == 23
    assert len(list_subjects(store, SKOS + "Concept")) == len(rows)
    for row in rows:
        mission = f"{VOCABULARY}missioni/{row['codice']}"
        assert list_values(store, mission, SKOS + "notation") == [row["codice"]]
        label = NamedNode(mission), NamedNode(SKOS + "prefLabel"), Literal(row["missione"], language="it")
        assert list(store.quads_for_pattern(*label, None)), mission


def test_goals_and_targets_are_those_in_use(vocabularies: Store) -> None:
    described = set(list_subjects(read_store(ONTOLOGY / "vocabularies" / "sdg.ttl"), SKOS + "Concept"))
    goals = {f"{UN_SDG}{number}" for number in range(1, 18)}
    related = vocabularies.quads_for_pattern(None, NamedNode(DUP + "relatedGoal"), None, None)
    used = {quad.object.value for quad in related}
    assert described == goals | used
    for target in described - goals:
        assert list_values(vocabularies, target, SKOS + "broader") == [target.rpartition(".")[0]]


def test_methods_are_those_of_the_model() -> None:
    store = read_store(ONTOLOGY / "vocabularies" / "methods.ttl")
    assert list_subjects(store, SKOS + "Concept") == sorted(f"{VOCABULARY}methods/{name}" for name in get_args(Method))


def test_vocabularies_name_only_what_is_described(vocabularies: Store) -> None:
    described = {quad.subject.value for quad in vocabularies}
    links = ("hasKind", "relatedMission", "relatedGoal", "suggestsKind")
    for predicate in (SKOS + "broader", SKOS + "inScheme", *(DUP + link for link in links)):
        for quad in vocabularies.quads_for_pattern(None, NamedNode(predicate), None, None):
            assert quad.object.value in described, quad


def test_rules_speak_both_languages() -> None:
    shapes = Graph()
    for path in SHAPES:
        shapes.parse(path, format="turtle")
    rules = set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql))
    assert rules == set(shapes.subjects(SH.message, None))
    for rule in rules:
        name = SH.name if (rule, SH.path, None) in shapes else URIRef(RDFS + "label")
        assert sorted(str(text.language) for text in shapes.objects(rule, SH.message)) == ["en", "it"], rule
        assert sorted(str(text.language) for text in shapes.objects(rule, name)) == ["en", "it"], rule


def test_shapes_are_shacl() -> None:
    shapes = Graph()
    for path in SHAPES:
        shapes.parse(path, format="turtle")
    # Raises when the shapes break SHACL's own rules for shapes.
    validate(Graph(), shacl_graph=shapes, meta_shacl=True)
