"""The picture of the ontology, drawn at a release: every class and link is there, and the packaged one is not old."""

import pytest
from diagram import TARGET, draw_diagram, draw_pictures, list_links, load_own_terms
from pyoxigraph import NamedNode, Triple

from dupgraph.base.files import find_resource
from dupgraph.graph.engines import open_engine
from dupgraph.language.languages import LANGUAGES
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.terms.ontology import Terms
from dupgraph.schema.namespaces import DCT, DUP, OWL, RDF, RDFS

CLASS, PROPERTY = OWL + "Class", OWL + "ObjectProperty"


def make_triple(subject, predicate, value):
    return Triple(NamedNode(subject), NamedNode(predicate), value)


@pytest.fixture(scope="module")
def pictures():
    return draw_pictures()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packaged_picture_is_the_one_that_would_be_drawn_now(pictures, language):
    packaged = (TARGET / f"{language}.html").read_text(encoding="utf-8")
    assert packaged == pictures[language], "the ontology has changed: run tools/diagram.py"


def test_the_picture_draws_every_link_and_no_box_over_another():
    terms = load_own_terms()
    for language in LANGUAGES:
        drawing = draw_diagram(terms, language)
        for one in drawing.boxes:
            assert one.x >= 0 and one.x + one.width <= drawing.width
            assert one.y >= 0 and one.y + one.height <= drawing.height
            for other in drawing.boxes:
                apart = one.x + one.width <= other.x or other.x + other.width <= one.x
                assert one is other or apart or one.y + one.height <= other.y or other.y + other.height <= one.y
        said = {line.iri for box in drawing.boxes for line in box.lines}
        assert {link.property for link in list_links(terms)} <= said
        assert len(drawing.branches) == 4


def test_the_link_that_no_axiom_states_is_in_the_graph():
    text = f"ASK {{ ?element a <{DUP}Objective> ; <{DCT}isPartOf>+ ?plan . ?plan a <{DUP}Plan> }}"
    assert open_engine(find_resource("graph", "sassuolo.ttl")).ask(text)


def test_a_ring_of_classes_is_drawn():
    one, two = DUP + "One", DUP + "Two"
    triples = [make_triple(each, RDF + "type", NamedNode(CLASS)) for each in (one, two)]
    for place, (start, end) in enumerate([(one, two), (two, one), (one, one)]):
        iri = f"{DUP}to{place}"
        triples.append(make_triple(iri, RDF + "type", NamedNode(PROPERTY)))
        triples.append(make_triple(iri, RDFS + "domain", NamedNode(start)))
        triples.append(make_triple(iri, RDFS + "range", NamedNode(end)))
    triples += [make_triple(a, RDFS + "subClassOf", NamedNode(b)) for a, b in ((one, two), (two, one))]
    facts = Facts(triples)
    drawing = draw_diagram(Terms(facts.by_subject, facts), "it")
    assert sorted(box.iri for box in drawing.boxes) == [one, two]
