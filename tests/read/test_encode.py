"""Statements are the triples that the rules of the ontology give, and their Turtle is what pyoxigraph writes."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from dupgraph.base.files import list_resources
from dupgraph.graph.turtle import (
    group_statements,
    group_triples,
    make_link,
    make_number,
    make_text,
    read_text,
    write_statements,
    write_turtle,
)
from dupgraph.read.build import build_graph
from dupgraph.read.encode.iris import UNNAMED, make_title
from dupgraph.schema.namespaces import CLVAPIT, COVAPIT, DATA, DCT, DUP, PREFIXES, RDF, SKOS, XSD
from dupgraph.schema.values import PlanRecord

GRAPH = Path(__file__).parents[2] / "graph" / "sassuolo.ttl"
DERIVED = {DUP + "hasStakeholder", DUP + "isInvolvedIn", DUP + "suggestedMission", DCT + "subject"}


# What no vocabulary has, by the end of its IRI, and its classes.
COINED = {
    "place/piazza-garibaldi": {CLVAPIT + "Feature"},
    "place/parco-ferrari": {CLVAPIT + "Feature"},
    "organization/istituto-volta": {COVAPIT + "Organization"},
}


@pytest.fixture(scope="module")
def triples():
    return [quad.triple for quad in parse(GRAPH.read_bytes(), RdfFormat.TURTLE)]


def is_derived(triple, plan):
    spatial = triple.predicate.value == DCT + "spatial" and triple.subject != plan
    return spatial or triple.predicate.value in DERIVED


def test_what_is_derived_is_what_the_rules_give(triples):
    plan = next(t.subject for t in triples if t.predicate.value == RDF + "type" and t.object.value == DUP + "Plan")
    store = Store()
    store.extend(Quad(*triple) for triple in triples if not is_derived(triple, plan))
    rules = list_resources("ontology/rules", ".rq")
    assert len(rules) == 4
    given_by_rules = {triple for rule in rules for triple in store.query(rule.read_text(encoding="utf-8"))}
    derived = {triple for triple in triples if is_derived(triple, plan)}
    assert given_by_rules == derived
    assert {triple.predicate.value for triple in derived} == {*DERIVED, DCT + "spatial"}


NAMES = st.sampled_from(
    [
        DUP + "hasTheme", RDF + "type", "http://example.org/", "http://example.org/a/b", "http://example.org/1.3.",
        "http://example.org/036040-(1948-01-01)", "http://example.org/x-", "http://example.org/-x", "urn:x:y",
        "http://example.org/inner/1.3", "http://example.org/città", "http://example.org/a%20b",
    ]
)  # fmt: skip
VALUES = st.one_of(
    NAMES.map(make_link),
    st.tuples(st.text(max_size=12), st.sampled_from([None, "it", "en-gb"])).map(lambda pair: make_text(*pair)),
    st.tuples(st.integers(), st.sampled_from([XSD + "integer", XSD + "nonNegativeInteger"])).map(
        lambda pair: make_number(*pair)
    ),
)
SPACES = {
    **PREFIXES, "ex": "http://example.org/", "inner": "http://example.org/inner/", "whole": "http://example.org/a/b"
}  # fmt: skip


def parse_statements(statements):
    lines = "".join(f"<{s}> <{p}> {o} .\n" for s, p, o in statements)
    return [quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)]


@given(st.lists(st.tuples(NAMES, NAMES, VALUES), min_size=1, max_size=12), st.sampled_from([{}, PREFIXES, SPACES]))
@settings(deadline=None)
def test_statements_are_written_as_the_library_writes_triples(statements, prefixes):
    triples = [triple for group in group_triples(parse_statements(statements)).values() for triple in group]
    assert write_statements(group_statements(statements), prefixes) == write_turtle(triples, prefixes)


@given(st.text(), st.sampled_from([None, "it"]))
@settings(deadline=None)
def test_a_text_is_the_librarys_term(text, language):
    assert make_text(text, language) == str(Literal(text, language=language))
    assert read_text(make_text(text, language)) == (text, language or "")


def test_a_lone_triple_reads_back():
    node = NamedNode("http://example.org/a")
    text = write_statements(group_statements([(node.value, node.value, make_link(node.value))]), SPACES)
    assert [quad.triple for quad in parse(text, RdfFormat.TURTLE)] == [Triple(node, node, node)]


def test_a_thing_that_the_plan_alone_names_has_the_class_of_its_kind(tmp_path):
    source = tmp_path / "piano.txt"
    source.write_text(
        "POLITICA 1: Città\n\nINDIRIZZO STRATEGICO 1.1: Spazi\n\nObiettivo strategico 1.1.1: Piazze. Riqualificare "
        "piazza Garibaldi e il parco Ferrari, con l'istituto Volta.\n",
        encoding="utf-8",
    )
    build = build_graph(source, istat="004000", plan="DUP")
    found = {quad.triple for quad in parse(build.turtle, RdfFormat.TURTLE)}
    own = f"{DATA}004000/"
    for name, classes in COINED.items():
        types = {t.object.value for t in found if t.subject.value == own + name and t.predicate.value == RDF + "type"}
        assert types == classes, name


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            {"title": "Documento unico di programmazione", "municipality": "Iseo"},
            "Documento unico di programmazione, Iseo",
        ),
        ({"title": "Il DUP di ISEO, 2026", "municipality": "Iseo"}, "Il DUP di ISEO, 2026"),
        ({"title": "Il piano del museo", "municipality": "Useo"}, "Il piano del museo, Useo"),
        (
            {"title": "Documento unico di programmazione", "istat": "017085"},
            "Documento unico di programmazione, 017085",
        ),
        ({"plan": "DUP 2026", "municipality": "Iseo", "istat": "017085"}, "DUP 2026, Iseo"),
        ({"title": "bozza", "publisher": UNNAMED}, "bozza"),
    ],
)
def test_title_tells_the_plans_of_two_towns_apart(said, title):
    assert make_title(PlanRecord(**said)) == title


@pytest.mark.parametrize(
    ("istat", "home"),
    [
        ("001272", {"Torino", "Piemonte"}),
        ("007003", {"Valle d'Aosta/Vallée d'Aoste"}),
        ("036040", {"Modena", "Emilia-Romagna"}),
        ("999999", set()),
    ],
)
def test_a_plan_leads_to_its_province_and_region(istat, home, tmp_path):
    source = tmp_path / "piano.txt"
    source.write_text("POLITICA 1: Città\n\nINDIRIZZO STRATEGICO 1.1: Spazi\n", encoding="utf-8")
    turtle = build_graph(source, istat=istat, plan="DUP").turtle
    path = f"<{DCT}spatial>/<{CLVAPIT}situatedWithin>/<{SKOS}prefLabel>"
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    rows = store.query(f'SELECT ?name {{ ?plan a <{DUP}Plan> ; {path} ?name FILTER(LANG(?name) = "it") }}')
    assert {row["name"].value for row in rows} == home
