"""The columns of a table are fields, whether its source marks the first row as a header or not."""

from dataclasses import replace

import pytest

from dupgraph.read.mentions.fields import FieldReader
from dupgraph.schema.values import Block, Document, PlanRecord, Section

HEAD = ("Obiettivo", "Descrizione", "Stakeholder", "Indicatore")
ROW = ("Curare il verde", "Nuovi alberi", "Auser; Gruppo alpini", "alberi: 90")
LABELS = {"Stakeholder": "actors", "Descrizione": "text", "Indicatore": "text"}


def make_table(*rows, header):
    text, blocks = "", []
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            blocks.append(
                Block("cell", len(text), len(text) + len(words), table=0, row=number, column=column,
                      header=header and number == 0)
            )  # fmt: skip
            text += words + "\n"
    return Document(text, "piano.docx", "", PlanRecord(), blocks=tuple(blocks))


def list_fields(document, row):
    cells = [block for block in document.blocks if block.row == row]
    start, end = cells[0].start, cells[-1].end
    section = Section("1", "objective", "Obiettivo", "", start, end, cells[0].start, cells[0].end, None, 1)
    reader = FieldReader(LABELS, document, document.text)
    return {document.text[field.start : field.end]: field.purpose for field in reader.find_fields(section)}


@pytest.mark.parametrize("header", [True, False])
def test_a_column_is_a_field(header):
    document = make_table(HEAD, ROW, header=header)
    assert list_fields(document, 1) == {"Nuovi alberi": "text", "Auser; Gruppo alpini": "actors", "alberi: 90": "text"}


def test_a_column_dates_a_row_that_is_the_element_and_one_cell_may_say_when_and_how_much():
    document = make_table(("Opera", "Anno", "Anno e importo"), ("Un nido", "2027", "2027 – € 90.000"), header=True)
    cells = [block for block in document.blocks if block.row == 1]
    section = Section("1", "action", "Opera", "", cells[0].start, cells[-1].end, 0, 0, None, 1)
    labels = {"Anno": "timing", "Importo": "resources"}
    fields = FieldReader(labels, document, document.text).find_fields(section)
    said = [(document.text[field.start : field.end], field.purpose) for field in fields]
    assert said == [("2027", "timing"), ("2027 – € 90.000", "resources"), ("2027 – € 90.000", "timing")]
    # Of an element that has the whole table in it, it dates what that lists: a law, a figure of last year.
    whole = replace(section, start=0)
    assert {field.purpose for field in FieldReader(labels, document, document.text).find_fields(whole)} == {"label"}


def test_a_card_with_a_head_that_says_only_text_is_read_by_the_labels_of_its_rows():
    document = make_table(("Voce", "Descrizione"), ("Stakeholder", "Auser; Gruppo alpini"), header=True)
    assert list_fields(document, 1) == {"Auser; Gruppo alpini": "actors"}


def test_one_label_in_a_first_row_heads_no_table():
    document = make_table(("Descrizione", "Un bosco in città"), ("Durata", "2025"), header=False)
    assert list_fields(document, 1) == {}


def test_a_missions_number_stands_for_the_colon_of_its_label():
    text = "Aprire un nido\nMissione 12 – Diritti sociali\nSettore 3 – Scuola\nAssessore: Rossi\n"
    document = Document(text, "piano.txt", "", PlanRecord())
    section = Section("1", "objective", "Obiettivo", "", 0, len(text), 0, text.index("\n"), None, 1)
    labels = {"Missione": "statedMission", "Settore": "office", "Assessore": "politicalLead"}
    fields = FieldReader(labels, document, text).find_fields(section)
    assert [text[field.start : field.end] for field in fields] == ["12 – Diritti sociali", "Rossi"]


def test_a_cell_over_several_columns_is_of_none():
    document = make_table(("Descrizione", "Stakeholder"), ("Assessore: Rossi", ""), header=True)
    blocks = tuple(block._replace(columns=1 + block.row) for block in document.blocks)
    document = replace(document, blocks=blocks[:3])
    start = blocks[2].start
    section = Section("1", "objective", "Obiettivo", "", start, blocks[2].end, start, start, None, 1)
    fields = FieldReader({**LABELS, "Assessore": "lead"}, document, document.text).find_fields(section)
    assert [document.text[field.start : field.end] for field in fields] == ["Rossi"]


def test_a_row_may_say_several_things_each_behind_its_label():
    rows = (("Stakeholder", "Auser", "Indicatore", "alberi"), ("Descrizione", "Un bosco", "Indicatore", "90"))
    document = make_table(*rows, header=False)
    assert list_fields(document, 0) == {"Auser": "actors", "alberi": "text"}
    assert list_fields(document, 1) == {"Un bosco": "text", "90": "text"}


def test_all_paragraphs_of_a_cell_stand_behind_its_label():
    document = make_table(("Stakeholder", "Auser", "Pro Loco", "Alpini"), header=False)
    blocks = tuple(block._replace(column=min(block.column, 1)) for block in document.blocks)
    assert list_fields(replace(document, blocks=blocks), 0) == dict.fromkeys(("Auser", "Pro Loco", "Alpini"), "actors")


@pytest.mark.parametrize(("head", "dated"), [("Stakeholder", True), ("Descrizione", False), ("Opera", False)])
def test_a_table_of_one_row_dates_the_element_where_it_holds_nothing_but_its_fields(head, dated):
    document = make_table((head, "Anno"), ("Auser", "2027"), header=True)
    section = Section("1", "objective", "Obiettivo", "", 0, len(document.text), 0, 0, None, 1)
    fields = FieldReader({**LABELS, "Anno": "timing"}, document, document.text).find_fields(section)
    assert ("timing" in {field.purpose for field in fields}) == dated


@pytest.mark.parametrize("header", [True, False])
def test_a_label_above_a_table_whose_columns_are_fields_is_none_of_its_first_cell(header):
    table = make_table(("Indicatore", "Stakeholder"), ("alberi", "Auser"), header=header)
    label = "Indicatore\n"
    blocks = tuple(b._replace(start=b.start + len(label), end=b.end + len(label)) for b in table.blocks)
    document = Document(label + table.text, "piano.docx", "", PlanRecord(), blocks=blocks)
    section = Section("1", "objective", "Obiettivo", "", 0, len(document.text), 0, 0, None, 1)
    fields = FieldReader(LABELS, document, document.text).find_fields(section)
    assert [document.text[f.start : f.end] for f in fields if f.purpose != "label"] == ["alberi", "Auser"]


LINE = "Anni: 2027. Altri soggetti: Auser; Gruppo alpini Descrizione: Si curano i prati.\n"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (LINE, {"2027.": "timing", "Auser; Gruppo alpini": "actors", "Si curano i prati.": "text"}),
        ("– " + LINE, {"2027.": "timing", "Auser; Gruppo alpini": "actors", "Si curano i prati.": "text"}),
        (
            "Descrizione: Si curano i prati\ndi tutti. Anni: 2027\n",
            {"Si curano i prati\ndi tutti.": "text", "2027": "timing"},
        ),
        # Not behind what is no field, nor in another paragraph, nor of words that go on small.
        ("Si curano i prati. Anni: 2027\n", {}),
        ("Anni: 2027\n\nSi curano i prati. Soggetti: Auser\n", {"2027": "timing"}),
        ("Descrizione: si dice per quali anni: 2027\n", {"si dice per quali anni: 2027": "text"}),
    ],
)
def test_each_label_of_a_line_opens_a_field(words, found):
    labels = {"Anni": "timing", "Soggetti": "actors", "Altri soggetti": "actors", "Descrizione": "text"}
    section = Section("1", "objective", "Obiettivo", "", 0, len(words), 0, 0, None, 1)
    reader = FieldReader(labels, Document(words, "piano.txt", "", PlanRecord()), words)
    assert {words[field.start : field.end]: field.purpose for field in reader.find_fields(section)} == found
