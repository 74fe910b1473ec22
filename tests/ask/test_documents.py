"""Answers as Word, OpenDocument and HTML: what stands on the page, and that it is what their readers expect."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree
from pyoxigraph import Literal, NamedNode, Triple

from dupgraph import PolicyGraph
from dupgraph.ask.analysis.answers import cite_plans, list_matrix
from dupgraph.ask.analysis.matrices import count_matrix
from dupgraph.ask.catalogue import describe_sources, read_sources
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.documents.outline import draw_page
from dupgraph.ask.results.formats import FORMATS
from dupgraph.ask.results.result import Result
from dupgraph.cli.table import draw_table
from dupgraph.graph.engines.answers import read_rows
from dupgraph.graph.engines.graphs import Place
from dupgraph.graph.engines.oxigraph import MemoryEngine, OxigraphEngine
from dupgraph.schema.namespaces import DCT, DUP, RDF, SKOS

QUESTION = "Quali obiettivi coinvolgono l'AUSL?"


@pytest.fixture(scope="module")
def answer() -> Result:
    return PolicyGraph.open().ask(QUESTION)


def read_docx(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def read_odt(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.namelist()[0] == "mimetype"
        for name in archive.namelist()[1:]:
            etree.fromstring(archive.read(name))
        return archive.read("content.xml").decode()


READERS = {"docx": read_docx, "odt": read_odt, "html": bytes.decode}


@pytest.mark.parametrize("form", READERS)
def test_page_says_question_sentences_places_and_source(form, answer):
    text = READERS[form](FORMATS[form].encode(answer)).replace("&#39;", "'")
    for wanted in (
        QUESTION, "Ho capito: Obiettivi che coinvolgono un partner", "1.3.5 Promuovere e sostenere progetti",
        "obiettivo strategico 1.3.5", "Fonte: Documento Unico di Programmazione", "periodo non indicato",
    ):  # fmt: skip
        assert wanted in text
    assert "**" not in text
    assert "w3id.org" not in text


def test_words_are_bold(answer):
    runs = [run for line in Document(BytesIO(FORMATS["docx"].encode(answer))).paragraphs for run in line.runs]
    assert [run.text for run in runs if run.bold] == ["Azienda Sanitaria Locale (ASL)", "AUSL", "AUSL"]
    assert "<strong>AUSL</strong>" in FORMATS["html"].encode(answer).decode()


@pytest.mark.parametrize("form", READERS)
def test_same_answer_is_the_same_bytes(form, answer):
    assert FORMATS[form].encode(answer) == FORMATS[form].encode(PolicyGraph.open().ask(QUESTION))


@pytest.mark.parametrize("form", READERS)
def test_what_a_stranger_wrote_is_text(form):
    nasty = "</p><script>alert(1)</script>&amp;\x00\x0b\ud800"
    rows = ((Literal("1.10"), Literal(nasty.replace("\ud800", "")), Literal("P")),)
    result = Result(("code", "title", "plan"), rows, asked=QueryInfo("", "it", "outline", "Indice"))
    text = READERS[form](FORMATS[form].encode(result))
    assert "1.10" in text
    assert "<script>" not in text or form == "docx"
    assert "\x0b" not in text


@pytest.mark.parametrize("form", READERS)
def test_an_answer_without_rows_says_so(form):
    result = PolicyGraph.open().ask('Quali obiettivi contengono la parola "zanzariera"?')
    assert "queste parole non ci sono" in READERS[form](FORMATS[form].encode(result))


def test_what_the_plan_does_not_say_is_said_as_the_question_says_it():
    page = draw_page(PolicyGraph.open().ask("Di chi è la responsabilità dell'obiettivo 1.3.3?"))
    assert "Obiettivo: 1.3.3 Promuovere" in page.lead[0]
    assert page.lead[1].startswith("Nessun campo ")


def test_a_table_says_once_what_its_first_cells_repeat():
    page = draw_page(PolicyGraph.open().ask("Partner per politica"))
    firsts = [row[:2] for row in page.rows if row[0]]
    assert [code for code, _ in firsts] == ["1", "2", "3", "4"]
    assert len(page.rows) > len(firsts)
    table = Document(BytesIO(FORMATS["docx"].encode(PolicyGraph.open().ask("Partner per politica")))).tables[0]
    assert table.columns[0].width < table.columns[2].width


def test_a_count_that_is_the_same_in_every_row_stays_there():
    rows = tuple((Literal(name), Literal("Sindacati"), Literal(1)) for name in ("FILCA", "UILP"))
    result = Result(("partner", "kind", "mentions"), rows, asked=QueryInfo("", "it", "partners-of-kind", "Partner"))
    page = draw_page(result)
    assert (len(page.headings), page.rows[1][-1]) == (2, "1")
    assert draw_table(result, 20).splitlines()[2].endswith("1")


@pytest.mark.parametrize("form", READERS)
def test_other_answers_are_a_table(form):
    result = PolicyGraph.open().partner_ranking(lang="en")
    text = READERS[form](FORMATS[form].encode(result))
    assert "Objectives" in text
    assert "Third sector" in text


def test_the_text_of_an_element_is_read_as_a_text():
    page = draw_page(PolicyGraph.open().query("element-text", element="2.4.9"))
    [group] = page.groups
    assert (group.heading[:18], page.rows) == ("2.4.9 Preparazione", ())
    assert "".join(part for part, _ in group.quotations[0].parts).startswith("«Preparazione e gestione delle emergenze")
    # What a field says is no text to read.
    said = tuple(map(Literal, ("2.4", "Uno", "10.000 euro", 1, 9)))
    assert draw_page(Result(("code", "title", "content", "start", "end"), (said,))).groups == ()
    evidence = draw_page(PolicyGraph.open().query("evidence-of-link", objective="4.1.3", thing="Prefettura"))
    assert evidence.groups[0].heading == "4.1.3 Promuovere misure contro la criminalità organizzata"


def test_a_table_has_numbers_on_the_right_and_room_for_its_longest_texts():
    answer = PolicyGraph.open().query("partners-by-policy")
    page = draw_page(answer)
    assert (page.numbers, page.is_wide) == ((False, False, False, False, True, True), True)
    assert page.share_width()[1] > 2 * page.share_width()[0]
    content = READERS["odt"](FORMATS["odt"].encode(answer))
    assert '<text:p text:style-name="Number"><text:span text:style-name="Place">10</text:span>' in content
    assert content.count('style:family="table-column"') == len(page.headings)
    rows = Document(BytesIO(FORMATS["docx"].encode(answer))).tables[0].rows
    assert [cell.paragraphs[0].alignment is not None for cell in rows[1].cells] == list(page.numbers)
    assert '<td class="number">10</td>' in FORMATS["html"].encode(answer).decode()


def test_a_column_has_room_for_its_longest_word():
    page = draw_page(PolicyGraph.open().links())
    columns = zip(page.headings, *page.rows, strict=True)
    for part, column in zip(page.share_width(), columns, strict=True):
        # Of 25.7 cm, in letters of 0.2 cm.
        assert part * 128 > max(len(word) for text in column for word in text.split()), column[0]


def test_numbers_are_written_as_the_language_has_them():
    assert draw_page(PolicyGraph.open().links()).rows[0][2] == "1,288"
    assert draw_page(PolicyGraph.open().links(lang="en")).rows[0][2] == "1.288"
    assert FORMATS["csv"].encode(PolicyGraph.open().links()).startswith(b"code_a,code_b,weight,")


def test_pages_are_numbered():
    answer = PolicyGraph.open().partner_ranking()
    fields = (
        Document(BytesIO(FORMATS["docx"].encode(answer))).sections[0].footer._element.xpath(".//w:fldSimple/@w:instr")
    )
    assert fields == ["PAGE", "NUMPAGES"]
    with ZipFile(BytesIO(FORMATS["odt"].encode(answer))) as archive:
        assert "<text:page-number" in archive.read("styles.xml").decode()
    with ZipFile(BytesIO(FORMATS["xlsx"].encode(answer))) as archive:
        assert "&amp;P / &amp;N" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_matrix_says_what_its_codes_stand_for_and_whose_it_is():
    network = PolicyGraph.open().network()
    page = draw_page(cite_plans(list_matrix(count_matrix(network, "theme", "policy")), network))
    assert page.lead[0] == "Politica 1: COSTRUIRE COMUNITA’ PER COSTRUIRE FUTURO"
    assert page.closing == ("Fonte: Documento Unico di Programmazione del Comune di Sassuolo, sezione strategica",)
    assert draw_page(list_matrix(count_matrix(network, "theme", "partner"))).lead == ()


def test_one_sentence_that_several_rows_quote_stands_once():
    page = draw_page(PolicyGraph.open().partners_of("1.3.3"))
    (group,) = page.groups
    (quotation,) = group.quotations
    assert [text for text, bold in quotation.parts if bold] == [
        "servizi sociali del Comune", "AUSL", "enti del Terzo settore",
    ]  # fmt: skip
    assert len(quotation.facts) == 3


@pytest.mark.parametrize(
    ("title", "period", "shown"),
    [
        ("DUP 2026-2028, Iseo", "", "DUP 2026-2028, Iseo"),
        ("DUP 2026-2028, Iseo", "2026-2028", "DUP 2026-2028, Iseo"),
        ("Piano", "", "Piano, Comune di Iseo, periodo non indicato"),
    ],
)
def test_source_repeats_neither_the_town_nor_the_years_of_its_title(title, period, shown):
    plan, town = NamedNode("x:plan"), NamedNode("x:town")
    triples = (
        Triple(plan, NamedNode(RDF + "type"), NamedNode(DUP + "Plan")),
        Triple(plan, NamedNode(DCT + "title"), Literal(title)),
        Triple(plan, NamedNode(DCT + "creator"), town),
        Triple(town, NamedNode(SKOS + "prefLabel"), Literal("Comune di Iseo", language="it")),
        *([Triple(plan, NamedNode(DUP + "period"), Literal(period))] if period else []),
    )
    sources = read_sources(MemoryEngine(Place("prova"), triples), [title], "it")
    assert list(describe_sources(sources, "it")) == [shown]


def test_of_many_plans_those_of_the_titles_alone_are_read_and_once(monkeypatch):
    read = []

    def watch(answer):
        found = read_rows(answer)
        read.extend(found.rows)
        return found

    monkeypatch.setattr("dupgraph.graph.engines.oxigraph.read_rows", watch)
    triples = tuple(
        Triple(NamedNode(f"x:{number}"), NamedNode(name), value)
        for number in range(3)
        for name, value in (
            (RDF + "type", NamedNode(DUP + "Plan")),
            (DCT + "title", Literal(f'Piano "{number}"\n', language="it")),
        )
    )
    engine = OxigraphEngine(Place("prova"))
    vars(engine)["store"] = MemoryEngine(engine.place, triples).store
    (source,), again = (read_sources(engine, ['Piano "1"\n'], "it") for _ in range(2))
    assert (source.plan, again, len(read)) == ("x:1", (source,), 1)


@pytest.mark.parametrize(("lang", "word"), [("it", "Legame: Destinatari"), ("en", "Link: Beneficiaries")])
def test_people_read_a_link_by_its_word(lang, word):
    asked = QueryInfo("", lang, "sentences-about-thing")
    row = ("2.5", "benefits", "**stranieri**", "«stranieri»")
    result = Result(("code", "property", "sentence", "citation"), (tuple(map(Literal, row)),), asked=asked)
    assert draw_page(result).groups[0].quotations[0].facts == (word,)
    assert "benefits" not in draw_table(result, 80)
    # A program finds the name of the graph.
    assert "2.5,benefits," in FORMATS["csv"].encode(result).decode()
