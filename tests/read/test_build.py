"""The whole way: the real plan, as text and as PDF, gives the same outline and the same links."""

import re
from itertools import pairwise

import pytest
from paper import print_pdf, set_lines
from pyoxigraph import NamedNode, RdfFormat, parse

from dupgraph.base.errors import DupgraphError
from dupgraph.base.files import find_resource
from dupgraph.graph.validate.files import validate_file
from dupgraph.read.build import STAGES, build_graph, write_build
from dupgraph.read.mentions import normalise
from dupgraph.schema.namespaces import DUP

SASSUOLO = find_resource("graph", "sources", "sassuolo.txt")


@pytest.fixture(scope="module")
def from_text():
    return build_graph(SASSUOLO)


@pytest.fixture(scope="module")
def from_pdf(tmp_path_factory):
    """The same text printed anew: other lines, page numbers, a running head, a record beside it."""
    folder = tmp_path_factory.mktemp("pdf")
    lines = set_lines(SASSUOLO.read_text(encoding="utf-8"), 78)
    head = "Comune di Sassuolo - Documento Unico di Programmazione"
    path = print_pdf(folder / "sassuolo.pdf", lines, head=head, numbered=True)
    path.with_suffix(".toml").write_bytes(SASSUOLO.with_suffix(".toml").read_bytes())
    return build_graph(path)


REOPENED = """Politica 1: Scuola

Obiettivo 1.1: Aprire un nido
Il nido accoglie gli anziani.

Obiettivo 1.2: Curare le mense
Le mense usano prodotti locali.

Politica 1: Scuola

Obiettivo 1.1: Aprire un nido
Ci lavora la Caritas diocesana.
"""


def test_text_below_a_heading_that_stands_again_is_its_elements(tmp_path):
    path = tmp_path / "piano.txt"
    path.write_text(REOPENED, encoding="utf-8")
    build = build_graph(path, istat="036040", plan="DUP")
    (opened,) = [section for section in build.outline.sections if section.more]
    (span,) = opened.more
    assert (opened.code, build.document.text[span.start : span.end]) == ("1.1", "Ci lavora la Caritas diocesana.")
    turtle = build.turtle.decode()
    assert f'dup:goesOnAt "char={span.start},{span.end}"' in turtle
    assert "gli anziani.\\n\\nCi lavora la Caritas" in turtle
    assert [m.element for m in build.reading.mentions if m.exact == "Caritas diocesana"] == ["1.1"]
    graph = tmp_path / "piano.ttl"
    graph.write_bytes(build.turtle)
    assert validate_file(graph).findings == ()
    graph.write_text(turtle.replace('"char=', '"char=9'), encoding="utf-8")
    assert {finding.rule for finding in validate_file(graph).findings} == {"mention-inside-element"}


def test_references_that_name_nothing_of_the_plan_are_said(tmp_path):
    said = "<p>Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione.</p>"
    sheets = (
        f"<h2>Obiettivo operativo {n} – Curare il parco {n}</h2>{said}<p>Obiettivo strategico: {cited}</p>"
        for n, cited in enumerate(("1.1", "7.3", "7.4"), 1)
    )
    path = tmp_path / "piano.html"
    strategic = "".join(f"<h2>Obiettivo strategico 1.{n} – Aprire il borgo {n}</h2>{said}" for n in (1, 2))
    path.write_text(
        f"<h1>Linea strategica 1 – Vivere</h1>{strategic}<h1>Missione 9 – Ambiente</h1>{''.join(sheets)}",
        encoding="utf-8",
    )
    build = build_graph(path, istat="036040", plan="DUP")
    (warning,) = [each for each in build.list_warnings(path) if "pursue" in each]
    assert warning.startswith("2 references") and warning.endswith(": 7.3")


SHEETS = """<h1>Persone</h1><p>I servizi comunali sono per i cittadini.</p>
<table><tr><td>Scheda n.<td>1<td>Settore<td>Affari generali<tr><td>Obiettivo<td>Aprire un nido<td>Peso<td>20</table>
<table><tr><td>Scheda n.<td>2<td>Settore<td>Scuola<tr><td>Obiettivo<td>Curare le mense<td>Peso<td>20</table>
<h1>Luoghi</h1><p>Il territorio comunale va curato.</p>
<table><tr><th>Obiettivo operativo<th>Responsabile<th>2026<th>2027<tr><td>Piantare alberi<td>Area tecnica<td>X<td>
<tr><td>Pulire i fossi<td>Area tecnica<td><td>X</table>"""


def test_what_a_sheet_says_above_its_title_is_its_own_and_a_year_far_above_is_none(tmp_path):
    plan = tmp_path / "piano.html"
    plan.write_text(SHEETS, encoding="utf-8")
    write_build(build_graph(plan, plan="prova", istat="036040", title="DUP"), tmp_path)
    graph = tmp_path / "piano.ttl"
    assert validate_file(graph).findings == ()
    text = graph.read_text(encoding="utf-8")
    assert 'dup:responsible "Affari generali"@it' in text
    assert text.count('dup:responsible "Area tecnica"@it') == 2
    # What fields say has its place in the text as links have.
    said = re.findall(r'rdf:value "([^"]+)"@it ;\n\toa:end "(\d+)"', text)
    whole = (tmp_path / "piano.txt").read_text(encoding="utf-8")
    assert [words for words, _ in said if words != "2026"][:2] == ["Affari generali", "Scuola"]
    assert all(whole[int(end) - len(words) : int(end)] == words for words, end in said)


def get_links(build):
    return {(m.element, m.property, m.thing) for m in build.reading.mentions}


def test_levels_of_sassuolo(from_text):
    assert from_text.count_levels() == {"Politica": 4, "Indirizzo strategico": 16, "Obiettivo strategico": 95}


def test_pdf_gives_the_same_outline_and_links(from_text, from_pdf):
    assert [(s.code, s.title) for s in from_pdf.outline.sections] == [
        (s.code, s.title) for s in from_text.outline.sections
    ]
    assert get_links(from_pdf) == get_links(from_text)


def test_a_pdfs_mentions_and_elements_know_their_page(from_pdf, from_text):
    pages = from_pdf.document.pages
    assert len(pages) > 15
    assert all(before < after for before, after in pairwise(pages))
    for item in (*from_pdf.outline.sections, *from_pdf.reading.mentions):
        assert pages[item.page - 1] <= item.start
        assert item.page == len(pages) or item.start < pages[item.page]
    assert b"dup:page" in from_pdf.turtle
    assert all(mention.page is None for mention in from_text.reading.mentions)


@pytest.mark.parametrize("kind", ["from_text", "from_pdf"])
def test_every_quote_is_the_text_and_lies_in_its_element(kind, request):
    build = request.getfixturevalue(kind)
    text = build.document.text
    sections = {section.code: section for section in build.outline.sections}
    for mention in build.reading.mentions:
        section = sections[mention.element]
        assert normalise(text[mention.start : mention.end]) == mention.exact
        assert section.start <= mention.start < mention.end <= section.end


def test_every_link_has_a_mention_and_every_mention_its_link(from_text):
    quads = list(parse(from_text.turtle, format=RdfFormat.TURTLE))
    links = {
        (q.subject, q.predicate, q.object)
        for q in quads
        if q.predicate.value.removeprefix(DUP)
        in {"involves", "benefits", "hasTheme", "concernsPlace", "usesInstrument", "refersToElement"}
    }
    facts = {(q.subject, q.predicate.value.removeprefix(DUP)): q.object for q in quads}
    mentions = {subject for subject, predicate in facts if predicate == "evidenceFor"}
    shown = {(facts[m, "inElement"], facts[m, "evidenceFor"], facts[m, "refersTo"]) for m in mentions}
    assert links == shown
    assert len(mentions) == len(from_text.reading.mentions)


def test_no_blank_node_in_a_graph(from_text):
    for quad in parse(from_text.turtle, format=RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode)
        assert not str(quad.object).startswith("_:")


def test_a_graph_describes_all_that_it_names(from_text):
    """Label look-up and every query work on the graph alone."""
    quads = list(parse(from_text.turtle, format=RdfFormat.TURTLE))
    labelled = {q.subject for q in quads if q.predicate.value.endswith(("#prefLabel", "#label", "/title"))}
    named = {
        q.object
        for q in quads
        if q.predicate.value.removeprefix(DUP)
        in {"refersTo", "hasKind", "involvementKind", "method", "relatedGoal", "relatedMission", "suggestedMission"}
    }
    assert named <= labelled


def test_stages_are_told_in_their_order():
    told = []
    build_graph(SASSUOLO, advance=told.append)
    assert tuple(told) == STAGES


def test_write_build_leaves_nothing_beside_its_two_files(from_text, tmp_path):
    write_build(from_text, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sassuolo.ttl", "sassuolo.txt"]
    assert (tmp_path / "sassuolo.txt").read_text(encoding="utf-8") == from_text.document.text


def test_another_base_moves_the_municipalitys_own_things():
    graph = build_graph(SASSUOLO, base="https://dati.comune.example.it/id").turtle.decode()
    assert "<https://dati.comune.example.it/id/036040/plan/dup>" in graph
    assert "https://dati.comune.example.it/id/036040/organization/" in graph
    assert "w3id.org/dupgraph/data" not in graph


def test_coined_things_are_described_and_a_blank_node_is_not(tmp_path):
    (tmp_path / "own.ttl").write_text(
        "@prefix dup: <https://w3id.org/dupgraph/onto/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        '<https://example.org/patto> a dup:Instrument ; skos:prefLabel "Patto Verde"@it ; dct:spatial [ ] .\n',
        encoding="utf-8",
    )
    plan = tmp_path / "piano.txt"
    text = (
        "Politica 1: Città\n"
        "Obiettivo strategico 1.1 Aprire piazza Ленин. Patto Verde, piazza Горький, ASD Virtus, SDG 4 e 11.\n"
    )
    plan.write_text(text, encoding="utf-8")
    build = build_graph(plan, istat="001272", plan="DUP", vocabularies=[str(tmp_path / "own.ttl")])
    graph = build.turtle.decode()
    assert "_:" not in graph
    assert len({thing.iri for thing in build.reading.coined}) == 3
    places = {q.subject for q in parse(build.turtle, format=RdfFormat.TURTLE) if "/place/piazza-" in str(q.subject)}
    assert len(places) == 2
    assert "organization:asd-virtus a covapit:Organization" in graph
    assert "dup:hasKind actors:sports-associations" in graph
    assert graph.count("dup:evidenceFor dup:contributesTo") == 2
    assert "<http://metadata.un.org/sdg/11> a skos:Concept" in graph


def test_a_code_without_a_name_is_named_by_the_national_list(tmp_path):
    (tmp_path / "dup.txt").write_text("POLITICA 1: Scuola\n\nObiettivo 1.1: Aprire un nido.\n", encoding="utf-8")
    graph = build_graph(tmp_path / "dup.txt", istat="036023", plan="DUP").turtle.decode()
    assert '"Comune di Modena"@it' in graph
    assert '"DUP, Modena"' in graph


@pytest.mark.parametrize(
    "record", [{"plan": "???"}, {"base": "https://x.example/a#"}, {"base": "https://x.example/?q="}]
)
def test_names_that_make_no_iri(tmp_path, record):
    plan = tmp_path / "piano.txt"
    plan.write_text("Politica 1: Città\nObiettivo strategico 1.1 Aprire le scuole. Testo.\n", encoding="utf-8")
    with pytest.raises(DupgraphError):
        build_graph(plan, **({"istat": "001272", "plan": "DUP"} | record))
