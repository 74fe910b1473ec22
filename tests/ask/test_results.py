"""An answer in every format: read back by somebody else's reader, the same bytes every time, nothing that runs."""

import csv
import json
import re
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import places
import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from dupgraph.ask.catalogue import run_question, run_text
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.columns import load_headings, read_headings
from dupgraph.ask.results.formats import FORMATS, find_format
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.spreadsheet import MOST_LETTERS, MOST_ROWS, list_shown
from dupgraph.ask.results.texts import list_csv, write_csv, write_json, write_jsonl, write_md, write_tsv
from dupgraph.ask.results.triples import shorten_triples
from dupgraph.base.errors import MissingExtraError, OutputError, QueryError
from dupgraph.graph.engines import open_engine

ENGINE = open_engine(places.EXTRACT)
PACKAGED = open_engine()
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ASKED = QueryInfo("SELECT ?code {}\nORDER BY ?code", "it", "outline", "Indice del piano", (("partner", "AUSL"),))

TRIPLE = Triple(NamedNode("a:s"), NamedNode("a:p"), Literal("o"))
RESULT = Result(
    ("iri", "text", "number", "nothing"),
    (
        (NamedNode("https://example.org/a"), Literal("sì, «ciao»\n|", language="it"), Literal(3), None),
        (BlankNode("b1"), Literal("=1+1"), Literal("-2.5", datatype=NamedNode(XSD + "decimal")), Literal(True)),
        (TRIPLE, Literal("-5"), Literal("x", datatype=NamedNode(XSD + "integer")), Literal("2025-01-01")),
    ),
)


def test_rows_over_those_asked_for_are_cut_and_said_to_be() -> None:
    whole = run_question(ENGINE, "outline-counts", {})
    as_many = run_question(ENGINE, "outline-counts", {}, most=len(whole))
    assert (as_many.rows, as_many.cut) == (whole.rows, "")
    fewer = run_question(ENGINE, "outline-counts", {}, most=len(whole) - 1)
    assert (fewer.rows, fewer.cut) == (whole.rows[:-1], f"cut at {len(whole) - 1} rows, as asked")


def test_plain_values() -> None:
    assert RESULT.to_dicts() == [
        {"iri": "https://example.org/a", "text": "sì, «ciao»\n|", "number": 3, "nothing": None},
        {"iri": "_:b1", "text": "=1+1", "number": -2.5, "nothing": True},
        {"iri": '<a:s> <a:p> "o"', "text": "-5", "number": "x", "nothing": "2025-01-01"},
    ]
    assert (len(RESULT), bool(RESULT), len(list(RESULT))) == (3, True, 3)
    assert repr(RESULT) == "<Result of 3 rows: iri, text, number, nothing>"
    assert repr(Result(("a",), ((None,),), cut="cut at 1 rows")) == "<Result of 1 row: a; cut at 1 rows>"


def test_an_answer_without_rows_says_what_that_means() -> None:
    alone = run_question(open_engine(), "similar-towns", {"lang": "en"})
    assert alone.notes == ("No plan of another municipality here is so much alike.",)
    assert repr(alone).endswith(f"plan; {alone.notes[0]}>")
    assert RESULT.notes == ()


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(StringIO(write_csv(RESULT))))
    assert rows[0] == ["iri", "text", "number", "nothing"]
    assert rows[1] == ["https://example.org/a", "sì, «ciao»\n|", "3", ""]
    assert rows[2] == ["_:b1", "=1+1", "-2.5", "true"]


def test_csv_of_any_cell_is_read_back() -> None:
    cells = ["", " ", ",", ";", '"', 'a"b', "a\nb", "a\rb", "a\r\nb", "’"]
    for width in (1, 2):
        rows = [cells[first : first + width] for first in range(0, len(cells), width)]
        result = Result(("a", "b")[:width], tuple(tuple(map(Literal, row)) for row in rows))
        for delimiter in ",;":
            text = write_csv(result, delimiter=delimiter)
            assert list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))[1:] == rows


def test_csv_of_many_rows_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write_csv(RESULT, excel=True)
    monkeypatch.setattr("dupgraph.ask.results.texts._PART", 2)
    parts = list(list_csv(RESULT, excel=True))
    assert len(parts) == 3
    assert "".join(parts) == whole


def test_csv_for_a_spreadsheet_runs_nothing() -> None:
    text = write_csv(RESULT, delimiter=";", excel=True)
    assert text.startswith("\ufeffiri;text;number;nothing\r\n")
    rows = list(csv.reader(StringIO(text[1:]), delimiter=";"))
    assert rows[2] == ["_:b1", "'=1+1", "-2,5", "true"]
    assert rows[3][1] == "'-5"
    for sign in "=+-@\t\r":
        cell = write_csv(Result(("a",), ((Literal(f"{sign}cmd"),),)), excel=True)
        assert list(csv.reader(StringIO(cell[1:])))[1] == [f"'{sign}cmd"]


def test_triples_are_shown_by_known_prefixes() -> None:
    triples = run_question(PACKAGED, "describe-thing", {"thing": "AUSL"})
    shown = shorten_triples(triples).to_dicts()
    assert {"subject": "actors:health-authority", "predicate": "skos:altLabel", "object": "AUSL"} in shown
    rows = run_question(PACKAGED, "plans", {})
    assert shorten_triples(rows) == rows


def test_tsv_is_that_of_sparql() -> None:
    assert write_tsv(RESULT).splitlines()[0] == "?iri\t?text\t?number\t?nothing"
    row = (NamedNode("https://example.org/a"), Literal("a\tb\n«c»", language="it"), Literal(5), None)
    written = write_tsv(Result(("a", "b", "c", "d"), (row,)))
    read = parse_query_results(written.encode(), format=QueryResultsFormat.TSV)
    assert isinstance(read, QuerySolutions)
    assert [tuple(solution) for solution in read] == [row]


def test_json_is_sparql_results() -> None:
    text = write_json(Result(RESULT.columns, RESULT.rows[:2]))
    read = parse_query_results(text.encode(), format=QueryResultsFormat.JSON)
    assert [tuple(row) for row in read] == list(RESULT.rows[:2])
    for result in (RESULT, Result(("a",), ((None,),)), Result(("a",), ())):
        text = write_json(result)
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    facts = json.loads(write_json(RESULT))
    assert facts["head"] == {"vars": ["iri", "text", "number", "nothing"]}
    assert facts["results"]["bindings"][0] == {
        "iri": {"type": "uri", "value": "https://example.org/a"},
        "text": {"type": "literal", "value": "sì, «ciao»\n|", "xml:lang": "it"},
        "number": {"type": "literal", "value": "3", "datatype": XSD + "integer"},
    }
    assert facts["results"]["bindings"][2]["iri"]["value"]["object"] == {"type": "literal", "value": "o"}
    assert json.loads(write_json(Result.from_answer(False))) == {"head": {}, "boolean": False}


def test_jsonl_is_one_object_a_line() -> None:
    assert [json.loads(line) for line in write_jsonl(RESULT).splitlines()] == RESULT.to_dicts()


def test_jsonl_has_only_what_json_knows() -> None:
    odd = Result(("a", "b"), ((Literal(float("inf")), Literal(float("nan"))),))
    assert write_jsonl(odd) == '{"a": "INF", "b": "NaN"}\n'


def test_md_keeps_its_cells_apart() -> None:
    lines = write_md(Result(("a", "b"), ((Literal("x|y\nz"), Literal("<b>")),))).splitlines()
    assert lines == ["| a | b |", "| --- | --- |", "| x\\|y z | &lt;b> |"]


def test_pandas_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'dupgraph\[pandas\]'"):
        RESULT.to_pandas()


# For people ----------------------------------------------------------------------------------------------------------


def test_headings_are_of_the_language_and_names_of_programs() -> None:
    italian = run_question(PACKAGED, "objectives-by-partner", {"partner": "AUSL"})
    english = run_question(PACKAGED, "objectives-by-partner", {"partner": "AUSL", "lang": "en"})
    assert (italian.headings[0], english.headings[0]) == ("Codice", "Code")
    assert (italian.title, english.title) == (
        "Obiettivi che coinvolgono un partner",
        "Objectives that involve a partner",
    )
    assert write_md(italian).startswith("| Codice | Titolo |")
    for name, first in (("csv", b"code"), ("tsv", b"?code")):
        assert FORMATS[name].encode(italian).startswith(first)
    assert json.loads(FORMATS["json"].encode(italian))["head"]["vars"][0] == "code"
    assert '"code": "1.3.1"' in FORMATS["jsonl"].encode(italian).decode()


def test_headings_of_a_typed_text_are_its_columns() -> None:
    result = run_text(ENGINE, "SELECT (1 AS ?code) {}")
    assert (result.headings, result.title) == (("code",), "")
    assert Result(("code",), ()).headings == ("code",)


def test_headings_are_in_both_languages() -> None:
    known = load_headings()
    for names in (known.columns, known.tags, known.kinds):
        assert names
        assert all(set(texts) == {"it", "en"} and all(texts.values()) for texts in names.values())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[column]\ncode = { it = 'Codice' }", "column 'code' lacks 'it' or 'en'"),
        ("[column]\ncode = 'Codice'", "column 'code' lacks 'it' or 'en'"),
        ("column = 1", "'column' is not a table"),
        ("[column", "is not well-formed TOML"),
    ],
)
def test_wrong_headings_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "columns.toml").write_text(text)
    with pytest.raises(QueryError, match=sentence):
        read_headings(tmp_path / "columns.toml")


def test_notebook_table_is_escaped() -> None:
    html = Result(("<a>",), ((Literal("<script>alert(1)</script>"),),), cut="cut at 1 rows")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert '<th scope="col">&lt;a&gt;</th>' in html
    assert "cut at 1 rows" in html


def test_notebook_table_has_a_caption_headings_and_languages() -> None:
    rows = ((Literal("1.3.1"), Literal("Titolo", language="it"), Literal("AUSL")),)
    html = Result(("code", "title", "words"), rows, asked=ASKED)._repr_html_()
    assert html.startswith('<table lang="it"><caption>Indice del piano</caption>')
    assert '<th scope="col">Parole del piano</th>' in html
    assert '<td>1.3.1</td><td lang="it">Titolo</td><td><strong>AUSL</strong></td>' in html
    assert "<tfoot>" not in html


def test_notebook_says_how_many_rows_it_leaves_out() -> None:
    html = Result(("code",), ((Literal(1),),) * 1_234, asked=ASKED)._repr_html_()
    assert html.count("<tr><td>") == 50
    assert "ancora 1.184 righe" in html


# Spreadsheets --------------------------------------------------------------------------------------------------------


def read_book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def test_sheet_has_a_header_that_stays_filters_and_values_of_their_kind() -> None:
    result = run_question(ENGINE, "statistics", {})
    sheet = read_book(FORMATS["xlsx"].encode(result)).worksheets[0]
    assert sheet.title == "Risposta"
    # What the graph calls a measure is for machines: people read its name.
    assert [cell.value for cell in sheet[1]] == ["Nome", "Valore"]
    assert [cell.alignment.horizontal for cell in sheet[1]] == [None, "right"]
    # A number does not touch the text of the next column.
    assert [(cell.alignment.horizontal, cell.alignment.indent) for cell in sheet[2]] == [(None, 0), ("right", 1)]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:B{len(result) + 1}"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    # The plan is the same in every row: the second sheet names it.
    assert rows == [list(row.values())[1:3] for row in result]
    assert isinstance(rows[0][1], int)


def test_a_column_in_which_nothing_stands_is_on_no_sheet() -> None:
    rows = tuple((Literal(code), Literal("Sassuolo"), None) for code in ("1.1", "1.2"))
    assert list_shown(Result(("code", "town", "year"), rows)) == ([0], [1])
    # Where words stand is for programs.
    columns = ("code", "title", "content", "start", "end")
    assert list_shown(Result(columns, ((None, None, None, Literal(1), Literal(2)),))) == ([0, 1, 2], [])


def test_words_stand_out_and_wrap_in_a_column_of_their_own() -> None:
    result = run_question(PACKAGED, "objectives-by-partner", {"partner": "AUSL"})
    sheet = read_book(FORMATS["xlsx"].encode(result)).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("Parole del piano") + 1
    cell = sheet.cell(2, place)
    assert (cell.value, cell.font.bold, cell.alignment.wrap_text) == ("Azienda Sanitaria Locale (ASL)", True, True)
    assert not sheet.cell(2, 1).font.bold
    assert 20 < sheet.column_dimensions["B"].width <= 61
    assert sheet.column_dimensions["A"].width < 15


def test_many_columns_of_long_texts_are_narrower_so_that_a_printed_sheet_can_be_read() -> None:
    def measure(count: int) -> list[float]:
        rows = tuple((Literal(code), *[Literal(f"{code} parola " * 20)] * count) for code in ("1.1", "1.2"))
        sheet = read_book(FORMATS["xlsx"].encode(Result(("code", *map(str, range(count))), rows))).worksheets[0]
        return [round(sheet.column_dimensions[letter].width) for letter in "AB"]

    assert measure(2) == [9, 61]
    assert measure(6) == [9, 33]


def test_rows_are_as_high_as_their_text_and_what_is_the_same_is_said_once() -> None:
    result = run_question(PACKAGED, "objectives-by-partner", {"partner": "Azienda USL di Modena"})
    book = read_book(FORMATS["xlsx"].encode(result))
    headings = [cell.value for cell in book["Risposta"][1]]
    assert not {"Piano", "Pagina", "Partner", "Livello"} & set(headings)
    heights = [book["Risposta"].row_dimensions[number].height for number in (2, 3, 4)]
    assert all(height >= 30 for height in heights)
    assert heights[0] != heights[1]
    said = [(row[0].value, row[1].value) for row in book["Domanda"].iter_rows() if row[0].value]
    assert len(set(said)) == len(said)
    facts = dict(said)
    assert facts["Partner"] == "Azienda USL di Modena"
    assert facts["Livello"] == "Obiettivo strategico"
    assert facts["Fonte"].startswith("Documento Unico di Programmazione")
    printed = book["Domanda"].print_area
    first = next(row[0].row for row in book["Domanda"].iter_rows() if row[0].value == "Testo SPARQL")
    assert printed.endswith(f"$B${first - 1}")


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "http://example.org/", "https://example.org/",
             "javascript:alert(1)", "internal:A1", "mailto:a@example.org", "{=1}", "1.10", "007", "TRUE"]  # fmt: skip


def test_text_is_never_a_formula_nor_a_link_nor_a_number() -> None:
    rows = tuple((Literal(text), NamedNode("javascript:alert(1)")) for text in DANGEROUS)
    data = FORMATS["xlsx"].encode(Result(("a", "b"), rows))
    sheet = read_book(data).worksheets[0]
    for number, text in enumerate(DANGEROUS, start=2):
        assert (sheet.cell(number, 1).value, sheet.cell(number, 1).data_type) == (text, "s")
        assert sheet.cell(number, 1).hyperlink is None
        assert sheet.cell(number, 2).hyperlink is None
    with zipfile.ZipFile(BytesIO(data)) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in text
        assert not [name for name in book.namelist() if "sheet1.xml.rels" in name]


def test_characters_that_xml_forbids_do_not_break_the_file() -> None:
    texts = [f"a{chr(code)}b" for code in (*range(1, 32), 0x7F, 0x85, 0xFFFE, 0xFFFF)] + ["_x0001_", "]]>", "<&>", "😀"]
    sheet = read_book(FORMATS["xlsx"].encode(Result(("a",), tuple((Literal(text),) for text in texts)))).worksheets[0]
    # The reader leaves the format's own escapes as they are, except that of the escape's first letter.
    found = [str(sheet.cell(number, 1).value) for number in range(2, len(texts) + 2)]
    assert [openpyxl.utils.escape.unescape(text) for text in found[:35]] == texts[:35]
    assert found[35:] == texts[35:]


def test_large_and_odd_numbers_keep_their_digits() -> None:
    long = Literal("9" * 400, datatype=NamedNode(XSD + "integer"))
    numbers = [Literal(10**17 + 1), Literal(float("nan")), Literal(float("inf")), Literal(True), Literal(2.5), long]
    sheet = read_book(FORMATS["xlsx"].encode(Result(("a",), tuple((n,) for n in numbers)))).worksheets[0]
    found = [sheet.cell(number, 1).value for number in range(2, 8)]
    assert found == [str(10**17 + 1), "nan", "inf", True, 2.5, "9" * 400]


@pytest.mark.parametrize("letter", ["a", "😀"])
def test_cell_that_is_too_long_is_cut_and_said(letter: str) -> None:
    fits = letter * (MOST_LETTERS // (2 if letter > "z" else 1))
    result = Result(("a",), ((Literal(fits),), (Literal(fits + letter),)), asked=ASKED)
    book = read_book(FORMATS["xlsx"].encode(result))
    sheet, note = book.worksheets
    assert sheet["A2"].value == fits
    assert sheet["A3"].value.endswith("[…]")
    assert len(sheet["A3"].value.encode("utf-16-le")) <= MOST_LETTERS * 2
    assert "tagliate a 32.767 caratteri" in " ".join(str(row[1].value) for row in note.iter_rows())


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with pytest.raises(OutputError, match=r"^1,048,577 rows with the header do not fit .*; choose csv$"):
        FORMATS["xlsx"].encode(Result(("a",), ((None,),) * MOST_ROWS))
    with pytest.raises(OutputError, match="16,385 columns do not fit"):
        FORMATS["xlsx"].encode(Result(tuple(f"c{number}" for number in range(16_385)), ()))


def test_second_sheet_says_what_was_asked() -> None:
    result = run_question(PACKAGED, "objectives-by-partner", {"partner": "AUSL", "lang": "en"})
    rows = [(row[0].value, row[1].value) for row in read_book(FORMATS["xlsx"].encode(result))["Question"].iter_rows()]
    assert rows[:3] == [
        ("Question", "Objectives that involve a partner"), ("Query", "objectives-by-partner"), ("Partner", "AUSL"),
    ]  # fmt: skip
    text = "\n".join(row[1] or "" for row in rows[3:])
    assert "controlled-vocabulary/actors/health-authority>" in text
    assert "?_" not in text
    assert read_book(FORMATS["xlsx"].encode(run_question(ENGINE, "outline", {}))).sheetnames == ["Risposta", "Domanda"]


def test_same_answer_is_the_same_bytes() -> None:
    first, second = (run_question(open_engine(places.EXTRACT), "evidence", {}) for _ in range(2))
    for known in FORMATS.values():
        if not known.is_graph:
            assert known.encode(first) == known.encode(second), known.name
    with zipfile.ZipFile(BytesIO(FORMATS["xlsx"].encode(first))) as book:
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", book.read("docProps/core.xml").decode())) == {"2000-01-01T"}
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}


# Graphs --------------------------------------------------------------------------------------------------------------

TRIPLES = (
    Triple(NamedNode("https://w3id.org/dupgraph/data/b"), NamedNode(SKOS + "prefLabel"), Literal("sì", language="it")),
    Triple(NamedNode("https://w3id.org/dupgraph/data/a"), NamedNode(SKOS + "broader"), BlankNode("x")),
    Triple(BlankNode("x"), NamedNode(SKOS + "notation"), Literal("1")),
    Triple(BlankNode("y"), NamedNode(SKOS + "notation"), Literal("2")),
)


def build_graph(*triples: Triple) -> Result:
    rows = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
    return Result(("subject", "predicate", "object"), rows, "construct")


@pytest.mark.parametrize(
    ("name", "reader"), [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)]
)
def test_graph_is_read_back_and_sorted(name: str, reader: RdfFormat) -> None:
    data = FORMATS[name].encode(build_graph(*TRIPLES))
    found = [quad.triple for quad in parse(data, format=reader)]
    assert len(found) == 4
    assert TRIPLES[0] in found
    renamed = [
        Triple(*(BlankNode(f"other{term.value}") if isinstance(term, BlankNode) else term for term in triple))
        for triple in reversed(TRIPLES)
    ]
    assert FORMATS[name].encode(build_graph(*renamed, *renamed)) == data


def test_triples_are_in_order_whatever_the_order_of_the_answer() -> None:
    triples = [
        Triple(NamedNode(f"https://example.org/{number:03}"), NamedNode(SKOS + "notation"), Literal(str(other)))
        for number in range(30)
        for other in range(3)
    ]
    lines = FORMATS["nt"].encode(build_graph(*reversed(triples))).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 90


def test_turtle_has_the_prefixes_it_uses() -> None:
    text = FORMATS["ttl"].encode(build_graph(*TRIPLES)).decode()
    assert "@prefix skos:" in text
    assert "@prefix foaf:" not in text
    assert 'skos:prefLabel "sì"@it' in text
    # A vocabulary that plans share goes by its name.
    themes = [NamedNode(f"https://w3id.org/dupgraph/controlled-vocabulary/themes/{name}") for name in "ab"]
    text = FORMATS["ttl"].encode(build_graph(Triple(themes[0], NamedNode(SKOS + "broader"), themes[1]))).decode()
    assert "\nthemes:a skos:broader themes:b ." in text


def test_empty_graph_is_a_graph() -> None:
    for name in ("ttl", "nt"):
        assert FORMATS[name].encode(build_graph()).strip() == b""
    assert json.loads(FORMATS["jsonld"].encode(build_graph())) in ([], {})


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld"])
@pytest.mark.parametrize(("result", "what"), [(RESULT, "rows"), (Result.from_answer(True), "a yes or no")])
def test_rows_are_no_graph(name: str, result: Result, what: str) -> None:
    with pytest.raises(OutputError, match=f"holds triples, and this answer is {what}; choose csv, json or xlsx"):
        FORMATS[name].encode(result)


def test_triple_about_a_triple_is_no_jsonld() -> None:
    about = Triple(NamedNode("a:s"), NamedNode("a:p"), TRIPLE)
    assert b"<<(" in FORMATS["ttl"].encode(build_graph(about))
    with pytest.raises(OutputError, match=r"cannot be written as JSON-LD: .*; choose ttl or nt"):
        FORMATS["jsonld"].encode(build_graph(about))


def test_graph_as_rows() -> None:
    result = run_text(ENGINE, "CONSTRUCT { <a:s> <a:p> 1 } {}")
    assert FORMATS["csv"].encode(result) == b"subject,predicate,object\na:s,a:p,1\n"
    sheet = read_book(FORMATS["xlsx"].encode(result)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["a:s", "a:p", 1]


# The table of formats ------------------------------------------------------------------------------------------------


def test_every_format_writes_an_empty_result() -> None:
    empty = Result(("a", "b"), ())
    for known in FORMATS.values():
        if not known.is_graph:
            assert bool(known.encode(empty)) == (known.name != "jsonl")


@pytest.mark.parametrize("name", FORMATS)
def test_result_is_written_to_a_file_by_its_ending(name: str, tmp_path: Path) -> None:
    result = build_graph(*TRIPLES[:1])
    path = result.write(tmp_path / f"answer.{name.upper()}")
    assert path.read_bytes() == FORMATS[name].encode(result)
    assert find_format(path) is FORMATS[name]


@pytest.mark.parametrize("name", ["answer.xls", "answer", "answer.ods", ".csv"])
def test_ending_that_names_no_format_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"names no format|no ending that names a format.*known are \.csv"):
        RESULT.write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_markdown_steers_no_terminal() -> None:
    result = Result(("a",), ((Literal("x\x1b[2J\x9b\u202ey"),),))
    assert "| x␛[2J��y |" in FORMATS["md"].encode(result).decode()
