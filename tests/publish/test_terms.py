"""The ontology's own pages: every term, in one language at a time, with examples that the graph bears out."""

import re
from contextlib import closing
from html import unescape
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from dupgraph.base.files import find_resource, list_resources
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.plans import list_plan_graphs
from dupgraph.language.languages import LABEL_LANGUAGES, LANGUAGES, load_texts
from dupgraph.publish.facts import Facts
from dupgraph.publish.pages.drawing import Frame, PlanCard, draw_page
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.shared import Shared
from dupgraph.publish.pages.terms.examples import LONGEST, ROWS
from dupgraph.publish.pages.terms.listing import list_term_routes
from dupgraph.publish.pages.terms.ontology import (
    ALIGNMENTS,
    ONTOLOGY,
    list_changes,
    list_reuses,
    load_sections,
    load_triples,
)
from dupgraph.publish.pages.things import list_thing_routes
from dupgraph.schema.namespaces import DCT, DUP, OWL, RDF, RDFS, SKOS

HOSTILE = '<script>alert("x")</script> & "y" \u202eabc'
CLASS, PROPERTY = OWL + "Class", OWL + "ObjectProperty"
FILES = [*list_resources("ontology", ".ttl"), *list_resources("ontology/vocabularies", ".ttl")]
ONTO = Facts(load_triples(ONTOLOGY))
TERMS = [iri for iri in ONTO.by_subject if iri.startswith(DUP) and any(t.startswith(OWL) for t in ONTO.list_types(iri))]
(GRAPH,) = list_plan_graphs(open_engine(find_resource("graph", "sassuolo.ttl")))


def read_triples(*paths):
    return [quad.triple for path in paths for quad in parse(path=str(path), format=RdfFormat.TURTLE)]


def make_triple(subject, predicate, value):
    return Triple(NamedNode(subject), NamedNode(predicate), value)


class Made:
    """The pages of terms, by the IRI that each is about; ``graph`` is what a plan's graph says beside."""

    def __init__(self, *, with_plan=True, extra=()):
        with closing(Shared()) as shared:
            shared.add_triples(read_triples(*FILES))
            self.view = PlanView(GRAPH.iri, (*GRAPH.read(), *extra))
            shared.add_plan(self.view, "")
            said = self.view.statement
            card = PlanCard(self.view.iri, self.view.path, said.title, said.municipality, said.period, said.licence)
            things = {*shared.list_iris(), *self.view.list_own()}
            self.frame = Frame("", (card,), holds=things.__contains__)
            view = self.view if with_plan else None
            pages = [route.make() for route in list_term_routes(shared, view, self.frame)]
            self.pages = {page.iri: page for page in pages}
            assert len(pages) == len(self.pages)
            self.things = {route.make().iri for route in list_thing_routes(shared, view, self.frame)}
            self.all = set(shared.list_iris())

    def draw(self, iri, language):
        return draw_page(self.pages[iri], language, self.frame)


@pytest.fixture(scope="module")
def made():
    return Made()


@pytest.fixture(scope="module")
def plain():
    return Made(with_plan=False)


@pytest.fixture(scope="module")
def drawn(made):
    return {(iri, language): made.draw(iri, language) for iri in made.pages for language in LANGUAGES}


def read_text(html):
    """Return what a reader sees, white space as one space."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


# Which pages there are ------------------------------------------------------------------------------------------------


def test_every_term_has_a_page_and_every_thing_one(made):
    assert len(TERMS) > 50
    assert {*TERMS, ONTOLOGY, ALIGNMENTS} <= made.pages.keys()
    assert not made.pages.keys() & made.things
    assert made.pages.keys() | made.things == made.all


def test_paths_follow_the_iris(made):
    assert made.pages[ONTOLOGY].path == "onto"
    assert made.pages[ALIGNMENTS].path == "onto/align"
    assert made.pages[DUP + "involves"].path == "onto/involves"


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_a_page_speaks_one_language(made, drawn, language):
    other = "en" if language == "it" else "it"
    for iri in TERMS:
        text = read_text(drawn[iri, language])
        assert f' lang="{language}"' in drawn[iri, language]
        (label,), (comment,) = (ONTO.list_texts(iri, RDFS + name, language) for name in ("label", "comment"))
        (foreign,) = ONTO.list_texts(iri, RDFS + "comment", other)
        assert re.search(rf"<h1[^>]*>{re.escape(label)}</h1>", unescape(drawn[iri, language])), iri
        assert " ".join(comment.split()) in text
        assert " ".join(foreign.split()) not in text
        if label not in (heading := made.pages[iri].titles[other]):
            assert f">{heading}</h1>" not in unescape(drawn[iri, language])


def test_words_have_both_languages_for_each_section():
    sections = load_sections()
    assert [term for section in sections for term in section.terms] == TERMS
    for section in sections:
        assert section.key != "onto_terms"
        assert all(load_texts("site", language)[section.key] for language in LANGUAGES)


def test_data_beside_pages(made):
    for iri in TERMS:
        assert {*ONTO.list_triples(iri)} <= {*made.pages[iri].triples}
        assert {triple.subject.value for triple in made.pages[iri].triples} == {iri}
    whole = {*read_triples(find_resource("ontology", "dup.ttl"))}
    assert {*made.pages[ONTOLOGY].triples} == whole
    assert {*made.pages[ALIGNMENTS].triples} == {*read_triples(find_resource("ontology", "dup-align.ttl"))}


def test_alignments_stand_on_the_term_and_not_in_its_definition(drawn):
    html = drawn[DUP + "hasTheme", "en"]
    section = html[html.index('id="alignments"') :]
    assert 'href="http://schema.org/about"' in section[: section.index("</section>")]
    relations = html[html.index('id="relations"') : html.index("</section>", html.index('id="relations"'))]
    assert "schema" not in relations
    assert 'href="http://purl.org/dc/terms/subject"' in relations


def test_relations_go_both_ways(drawn):
    policy, action, inverse = (read_text(drawn[DUP + name, "en"]) for name in ("Policy", "Action", "isInvolvedIn"))
    assert "Disjoint with Strategic guideline, Strategic objective, Action" in re.sub(r"with(?=\w)", "with ", policy)
    assert re.search(r"Disjoint with ?Policy, Strategic guideline, Strategic objective", action)
    assert re.search(r"Inverse ?involves", inverse)
    assert "functional" in read_text(drawn[DUP + "inElement", "en"])
    assert "functional" not in inverse


def test_rules_in_the_page_s_language(drawn):
    for name in ("benefits", "Plan", "dependencyKind"):
        assert "dupgraph validate" in drawn[DUP + name, "it"]
    assert "Il destinatario non è un gruppo di destinatari." in unescape(drawn[DUP + "benefits", "it"])
    assert "The beneficiary is no beneficiary group." in unescape(drawn[DUP + "benefits", "en"])
    assert "Il piano non ha alcun elemento." in unescape(drawn[DUP + "Plan", "it"])
    assert "Il piano non ha alcun elemento." not in unescape(drawn[DUP + "PlanText", "it"])


# Examples -------------------------------------------------------------------------------------------------------------


def test_examples_are_what_the_graph_answers(made, drawn):
    from_plan = 0
    # Another engine on the file itself, not the one that made the page.
    engine = open_engine(find_resource("graph", "sassuolo.ttl"))
    for iri in TERMS:
        page = made.pages[iri]
        if page.values["graph"] != "term_from_plan":
            continue
        from_plan += 1
        for language, example in page.values["examples"].items():
            answer = engine.select(example.text)
            assert (example.columns, example.rows) == (answer.columns, answer.rows)
            assert 0 < len(example.rows) <= ROWS
            text = read_text(drawn[iri, language])
            assert " ".join(example.text.split()) in text
            for value in (v for row in example.rows for v in row if isinstance(v, Literal)):
                assert " ".join(value.value.split()) in text
    assert from_plan > 25


def test_examples_of_links_have_their_words(made):
    example = made.pages[DUP + "involves"].values["examples"]["it"]
    assert example.columns == ("element", "elementName", "thing", "thingName", "words")
    assert all(None not in row for row in example.rows)


def test_examples_use_the_term_in_turtle(made):
    graph = {*GRAPH.read()}
    for iri in TERMS:
        for example in made.pages[iri].values["examples"].values():
            triples = [quad.triple for quad in parse(example.turtle.encode(), format=RdfFormat.TURTLE)]
            assert {triple.subject.value for triple in triples} == {example.subject}
            below = {iri, *(each for each in TERMS if iri in ONTO.list_links(each, RDFS + "subClassOf"))}
            assert any({triple.predicate.value, getattr(triple.object, "value", "")} & below for triple in triples)
            if made.pages[iri].values["graph"] == "term_from_plan":
                whole = [t for t in triples if not (isinstance(t.object, Literal) and len(t.object.value) > LONGEST)]
                assert whole and {*whole} <= graph


def test_what_the_graph_does_not_use_says_so(made, drawn):
    used = {value for triple in GRAPH.read() for value in (triple.predicate.value, getattr(triple.object, "value", ""))}
    for iri in TERMS:
        below = [each for each in TERMS if iri in ONTO.list_links(each, RDFS + "subClassOf")]
        is_used = bool({iri, *below} & used)
        assert (made.pages[iri].values["graph"] == "term_from_plan") is is_used, iri
    assert load_texts("site", "it")["term_no_examples"] in unescape(drawn[DUP + "contributesTo", "it"])
    assert load_texts("site", "en")["term_from_vocabularies"] in unescape(drawn[DUP + "cueFor", "en"])


def test_of_several_plans_examples_are_the_packaged_graph_s(made, plain):
    assert plain.pages.keys() == made.pages.keys()
    for iri in TERMS:
        assert plain.pages[iri].values["examples"] == made.pages[iri].values["examples"]
    assert load_texts("site", "it")["term_from_package"] in unescape(plain.draw(DUP + "Plan", "it"))


# The ontology's page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LABEL_LANGUAGES)
def test_the_page_of_the_ontology_lists_every_term(drawn, language):
    text = unescape(drawn[ONTOLOGY, language])
    for iri in TERMS:
        (label,) = ONTO.list_texts(iri, RDFS + "label", language)
        (comment,) = ONTO.list_texts(iri, RDFS + "comment", language)
        name = iri.removeprefix(DUP)
        assert re.search(rf'<a href="[./]*onto/{name}\.html"[^>]*>{re.escape(label)}</a> <code>dup:{name}</code>', text)
        assert " ".join(comment.split()) in read_text(drawn[ONTOLOGY, language])
    (title,) = ONTO.list_texts(ONTOLOGY, DCT + "title", language)
    (version,) = ONTO.list_texts(ONTOLOGY, OWL + "versionInfo", language)
    assert f">{title}</h1>" in text
    assert f"<dd>{version}</dd>" in text
    assert re.search(r'href="[./]*onto\.ttl" download', text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_names_every_class_once(drawn, language):
    html = drawn[ONTOLOGY, language]
    svg = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314  our own page
    space = "{http://www.w3.org/2000/svg}"
    names = [text.text for text in svg.iter(f"{space}text") if text.get("class") == "class"]
    classes = [iri for iri in TERMS if CLASS in ONTO.list_types(iri)]
    labels = [ONTO.find_text(iri, RDFS + "label", language) for iri in classes]
    assert len(classes) > 10
    assert {label: names.count(label) for label in labels} == dict.fromkeys(labels, 1)
    assert svg.find(f"{space}title").text
    assert svg.find(f"{space}desc").text
    assert not [each for each in svg.iter() if each.get("style") or each.get("onclick")]


def test_the_newest_change_is_the_ontology_s_version(drawn):
    newest, *older = list_changes(ONTO)
    version = newest.iri.rsplit("/", 1)[1]
    assert ONTO.list_links(ONTOLOGY, OWL + "versionIRI") == (newest.iri,)
    assert all(text.endswith(f" {version}") for text in ONTO.list_texts(ONTOLOGY, OWL + "versionInfo"))
    assert ONTO.find_text(ONTOLOGY, DCT + "modified") == newest.issued
    assert ONTO.find_text(ONTOLOGY, DCT + "issued") == (older or [newest])[-1].issued
    for change in (newest, *older):
        assert ONTO.list_links(change.iri, DCT + "isVersionOf") == (ONTOLOGY,)
        for language in LABEL_LANGUAGES:
            (note,) = ONTO.list_texts(change.iri, SKOS + "changeNote", language)
            assert note in unescape(drawn[ONTOLOGY, language])


def test_versions_are_in_order_of_their_numbers():
    versions = [DUP + number for number in ("0.2.0", "0.10.0", "0.9.1")]
    triples = [make_triple(ONTOLOGY, DCT + "hasVersion", NamedNode(iri)) for iri in versions]
    triples += [make_triple(iri, DCT + "issued", Literal("2027-01-01")) for iri in versions]
    assert [change.iri.rsplit("/", 1)[1] for change in list_changes(Facts(triples))] == ["0.10.0", "0.9.1", "0.2.0"]


def test_every_vocabulary_that_the_ontology_uses_is_named(drawn):
    text = find_resource("ontology", "dup.ttl").read_text(encoding="utf-8")
    declared = dict(re.findall(r"@prefix (\w+): +<([^>]+)>", text))
    reuses = {reuse.prefix: reuse for reuse in list_reuses(load_triples(ONTOLOGY))}
    assert {**{prefix: reuse.namespace for prefix, reuse in reuses.items()}, "dup": DUP} == declared
    assert f"{OWL}inverseOf" in reuses["owl"].terms
    assert f'href="{SKOS}"' in drawn[ONTOLOGY, "it"]


# Strangers ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked():
    mine, other = "http://example.org/onto#Mine", "http://example.org/thing"
    place = next(iri for iri in GRAPH_THINGS if "/place/" in iri)
    return Made(
        extra=[
            make_triple(DUP + "involves", RDFS + "label", Literal(HOSTILE, language="it")),
            make_triple(DUP + "involves", RDFS + "range", NamedNode("javascript:alert(1)")),
            make_triple(mine, RDF + "type", NamedNode(CLASS)),
            make_triple(mine, RDFS + "label", Literal(HOSTILE, language="it")),
            make_triple(mine, RDFS + "comment", Literal(HOSTILE * 200, language="it")),
            make_triple(mine, RDFS + "seeAlso", NamedNode("javascript:alert(1)")),
            make_triple(mine, RDFS + "subClassOf", NamedNode("javascript:alert(1)")),
            make_triple(DUP + "Foreign", RDF + "type", NamedNode(CLASS)),
            make_triple(other, RDF + "type", NamedNode(mine)),
            make_triple(other, RDFS + "label", Literal(HOSTILE, language="it")),
            make_triple(other, DUP + "involves", NamedNode(other)),
            make_triple(place, RDF + "type", NamedNode(OWL + "NamedIndividual")),
        ]
    )


GRAPH_THINGS = sorted({triple.subject.value for triple in GRAPH.read()})


def test_hostile_labels_stay_text(attacked):
    mine = "http://example.org/onto#Mine"
    for iri in (mine, ONTOLOGY, DUP + "involves"):
        for language in LANGUAGES:
            html = attacked.draw(iri, language)
            assert "<script>alert" not in html
            assert 'href="javascript:' not in html
    assert HOSTILE in unescape(attacked.draw(mine, "it"))
    assert attacked.pages[mine].values["graph"] == "term_from_plan"


def test_a_graph_does_not_rename_our_terms(attacked, made):
    assert attacked.pages[DUP + "involves"].titles == made.pages[DUP + "involves"].titles
    assert attacked.pages[ONTOLOGY].values["picture"] == made.pages[ONTOLOGY].values["picture"]


def test_an_individual_is_no_term(attacked):
    place = next(iri for iri in GRAPH_THINGS if "/place/" in iri)
    assert place in attacked.things
    assert attacked.pages.keys() | attacked.things == attacked.all
    assert not attacked.pages.keys() & attacked.things
