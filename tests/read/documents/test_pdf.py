"""PDFs: tables by their rulings, two columns, running heads, type, and where each word stands."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from dupgraph.policygraph import PolicyGraph
from dupgraph.read.documents import read_document
from dupgraph.read.documents.printed import Box, Line, Word
from dupgraph.read.documents.readers.pdf import library, order, read_pdf
from dupgraph.read.documents.readers.pdf.continued import _goes_on
from dupgraph.read.documents.readers.pdf.order import set_in_order
from dupgraph.read.documents.readers.pdf.page import PageText
from dupgraph.read.documents.readers.pdf.spaced import may_be_spaced
from dupgraph.read.documents.readers.pdf.tables import split_lines
from dupgraph.schema.layout import find_rectangles, pack_layout, unpack_layout
from dupgraph.schema.values import find_page
from dupgraph.schema.weights import BOLD, ITALIC, UNDERLINED

DATA = Path(__file__).parents[2] / "data"
FORMS, PAPERS = DATA / "forms", DATA / "papers"
RULED = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
BODY = getSampleStyleSheet()["BodyText"]


def list_cells(document):
    """Return the words of each table's cells by row and column, those of tables in order."""
    tables = defaultdict(lambda: defaultdict(str))
    for block in document.blocks:
        if block.table is not None:
            words = document.text[block.start : block.end]
            tables[block.table][block.row, block.column] += " " + " ".join(words.split())
    return [{place: words.strip() for place, words in table.items()} for table in tables.values()]


def list_words(document, kind=None):
    """Return the words of the blocks of one kind."""
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def print_table(path, rows, style=(), *, widths=None, heads=0):
    """Print one ruled table, over as many pages as it takes."""
    cells = [[Paragraph(cell, BODY) if isinstance(cell, str) else cell for cell in row] for row in rows]
    table = Table(cells, colWidths=widths or [150] * len(rows[0]), repeatRows=heads, splitInRow=1)
    table.setStyle(TableStyle([*RULED, *style]))
    SimpleDocTemplate(str(path), pagesize=A4).build([table])
    return read_document(path)


# Tables.


@pytest.mark.parametrize(("name", "sizes"), [("d-schede-obiettivo", {9, 10}), ("e-programma-titoli", {10})])
def test_the_cells_of_a_print_are_those_of_the_word_document(name, sizes):
    document = read_document(FORMS / f"{name}.pdf")
    # An empty cell has no block, in either.
    assert list_cells(document) == list_cells(read_document(FORMS / f"{name}.docx"))
    assert {block.size for block in document.blocks if block.kind == "cell"} == sizes


def test_a_cell_that_the_page_cuts_is_whole_on_both_pages_and_a_repeated_header_is_furniture():
    document = read_document(FORMS / "e-programma-titoli.pdf")
    pages = {
        block: {place.page for place in find_rectangles(document.layout, block.start, block.end)}
        for block in document.blocks
    }
    (cut,) = [block for block, found in pages.items() if len(found) > 1]
    assert (cut.row, cut.column, cut.page, pages[cut]) == (5, 1, 8, {8, 9})
    assert [find_page(document, place) for place in (cut.start, cut.end - 1, cut.end + 2)] == [8, 9, 8]
    assert [b.row for b in document.blocks if b.header] == [0, 0, 0]
    repeated = [words for words in list_words(document, "furniture") if "Contenuto e soggetti" in words]
    assert len(repeated) == 1


def test_merged_cells(tmp_path):
    rows = [["Obiettivo", "Anni", ""], ["Curare", "2026", "2027"], ["", "si", "no"]]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 1), (0, 2))]
    document = print_table(tmp_path / "t.pdf", rows, spans)
    assert [(document.text[b.start : b.end], b.row, b.column, b.rows, b.columns) for b in document.blocks] == [
        ("Obiettivo", 0, 0, 1, 1),
        ("Anni", 0, 1, 1, 2),
        ("Curare", 1, 0, 2, 1),
        ("2026", 1, 1, 1, 1),
        ("2027", 1, 2, 1, 1),
        ("si", 2, 1, 1, 1),
        ("no", 2, 2, 1, 1),
    ]


def test_a_long_table_is_one_whose_rows_count_on(tmp_path):
    rows = [["Codice", "Obiettivo"]] + [[str(n), f"Obiettivo numero {n} del piano"] for n in range(1, 91)]
    document = print_table(tmp_path / "t.pdf", rows, heads=1)
    assert len(document.pages) > 1
    (cells,) = list_cells(document)
    assert [cells[row, 0] for row in range(91)] == ["Codice", *map(str, range(1, 91))]


def draw_tables(path, *pages):
    """Draw the tables of each page, given with the places of their lower edges."""
    canvas = Canvas(str(path), A4)
    for tables in pages:
        for bottom, rows in tables:
            table = Table(rows, [150] * len(rows[0]), style=RULED)
            table.wrapOn(canvas, 500, 800)
            table.drawOn(canvas, 50, bottom)
        canvas.showPage()
    canvas.save()
    return read_document(path)


def test_rows_of_a_merged_cell_that_the_page_cuts_are_two(tmp_path):
    pairs = (("Piantare alberi", "Aprire il parco"), ("1.1 Piantare alberi.", "1.2 Aprire il parco"))
    pages = [
        page
        for one, other in pairs
        for page in (
            [(40, [["Obiettivo", "Azione", "Chi"], ["Curare", one, "Ufficio"]])],
            [(780, [["", other, "Ufficio"], SHORT[0]]), (600, [["Fine", one]])],
        )
    ]
    document = draw_tables(tmp_path / "t.pdf", *pages)
    for (one, other), cells in zip(pairs, list_cells(document)[::2], strict=True):
        assert [cells[row, 1] for row in range(4)] == ["Azione", one, other, "Opere 1"]


def test_the_label_that_opens_each_card_is_no_running_head_and_a_table_for_a_head_is(tmp_path):
    head = (800, [["Comune di Prova", "DUP"]])
    titles = enumerate(("Curare", "Aprire", "Unire", "Rifare"), 1)
    pages = [[head, (700, [["Scheda n.", str(n)], ["Titolo", title]])] for n, title in titles]
    document = draw_tables(tmp_path / "t.pdf", *pages)
    assert list_words(document, "cell")[:5] == ["Scheda n.", "1", "Titolo", "Curare", "Scheda n."]


def test_figures_in_cells_are_no_page_numbers(tmp_path):
    document = print_table(tmp_path / "t.pdf", [["12", "13"], ["14", "15"]])
    assert list_words(document, "cell") == ["12", "13", "14", "15"]


def test_a_word_that_runs_over_a_cells_side_is_whole(tmp_path):
    # Text that is no paragraph is drawn over the next cell; figures that touch a side have room at it.
    rows = [["Ente", "Anno", "Anno"], ["Biblioteca", "", "2027"], ["Rete", "2026", "2027"]]
    sides = [("LEFTPADDING", (0, 0), (-1, -1), 1), ("RIGHTPADDING", (0, 0), (-1, -1), 1)]
    table = Table(rows, colWidths=[30, 25, 45], style=TableStyle([*RULED, *sides]))
    SimpleDocTemplate(str(tmp_path / "p.pdf"), pagesize=A4).build([table])
    cells = {(row, column): words for row, line in enumerate(rows) for column, words in enumerate(line) if words}
    assert list_cells(read_document(tmp_path / "p.pdf")) == [cells]


def test_a_table_open_at_its_sides(tmp_path):
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black)]
    table = Table([["Obiettivo", "Partner"], ["Curare", "AUSL"]], colWidths=[150, 150])
    table.setStyle(TableStyle([*style, ("LINEBEFORE", (1, 0), (1, -1), 0.5, colors.black)]))
    SimpleDocTemplate(str(tmp_path / "t.pdf")).build([table])
    (cells,) = list_cells(read_document(tmp_path / "t.pdf"))
    assert cells == {(0, 0): "Obiettivo", (0, 1): "Partner", (1, 0): "Curare", (1, 1): "AUSL"}


def test_one_path_that_draws_all_the_rulings(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    path = canvas.beginPath()
    for y in (700, 680, 660):
        path.moveTo(100, y)
        path.lineTo(300, y)
    for x in (100, 200, 300):
        path.moveTo(x, 660)
        path.lineTo(x, 700)
    canvas.drawPath(path)
    for place, words in enumerate(("Obiettivo", "Partner", "Curare", "AUSL")):
        canvas.drawString(105 + 100 * (place % 2), 685 - 20 * (place // 2), words)
    canvas.save()
    (cells,) = list_cells(read_document(tmp_path / "t.pdf"))
    assert cells[1, 1] == "AUSL"
    assert len(cells) == 4


@pytest.mark.parametrize("draw", ["frame", "underline", "chart"])
def test_other_lines_are_no_table(tmp_path, draw):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.drawString(100, 700, "Obiettivo in evidenza")
    if draw == "frame":
        canvas.rect(90, 690, 300, 30)
    elif draw == "underline":
        canvas.line(100, 695, 220, 695)
    else:
        canvas.grid(range(100, 400, 20), range(300, 500, 20))
        canvas.drawString(105, 305, "2026")
    canvas.save()
    assert list_words(read_document(tmp_path / "t.pdf"), "cell") == []


def test_words_may_be_underlined_or_in_italics(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    wide = stringWidth("Aprire un nido", "Helvetica-Bold", 12)
    # Browsers leave out the tails of letters; what goes past the words parts the text.
    for at, ends in ((700, (100, 105, 112, 100 + wide)), (660, (100, 320)), (620, (100, 130))):
        canvas.lines([(start, at - 2, end, at - 2) for start, end in zip(ends[::2], ends[1::2], strict=True)])
    for at, face in ((700, "Bold"), (660, "BoldOblique"), (620, "Oblique")):
        canvas.setFont(f"Helvetica-{face}", 12)
        canvas.drawString(100, at, "Aprire un nido")
    canvas.drawString(100, 580, "La sala dei bambini")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 568, "che il Comune apre nel 2027")
    canvas.save()
    # Some words of a paragraph in italics set none of it apart.
    weights = [block.weight for block in read_document(tmp_path / "t.pdf").blocks]
    assert weights == [BOLD | UNDERLINED, BOLD | ITALIC, ITALIC, 0]


def test_a_page_of_a_hundred_thousand_lines_is_read_as_text_and_said(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"), pageCompression=1)
    canvas.drawString(100, 800, "Politica 1: Curare il territorio")
    for number in range(100_000):
        canvas.line(10 + number % 500, 10, 10 + number % 500, 700)
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert document.text == "Politica 1: Curare il territorio"
    assert "page 1 is drawn with more lines than a table has" in document.warnings[0]


GOALS = [["Codice", "Obiettivo operativo", "Soggetti coinvolti"]] + [
    [f"1.{n}", f"Aprire il centro numero {n} nel capoluogo e nelle frazioni", "AUSL, Protezione civile e associazioni"]
    for n in range(1, 7)
]


def test_a_table_without_lines_has_the_cells_of_the_same_with_them(tmp_path):
    ruled = print_table(tmp_path / "r.pdf", GOALS, widths=[60, 150, 150])
    bare = print_bare(tmp_path / "b.pdf", GOALS, widths=[60, 150, 150])
    assert list_cells(bare) == list_cells(ruled)
    assert not (bare.warnings or ruled.warnings)


def print_bare(path, *tables, widths, heads=0):
    """Print tables without rulings, each on a page of its own, below and above a paragraph."""
    words = Paragraph("Un capoverso largo quanto la pagina, con parole che vanno a capo nella riga dopo. " * 3, BODY)
    story = [words]
    for rows in tables:
        cells = [[Paragraph(cell, BODY) for cell in row] for row in rows]
        story += [Table(cells, widths, repeatRows=heads, style=[("VALIGN", (0, 0), (-1, -1), "TOP")]), PageBreak()]
    SimpleDocTemplate(str(path), pagesize=A4).build([*story[:-1], words])
    return read_document(path)


PARKS = [["Obiettivo", "Che cosa", "Anno"]] + [
    [f"Curare il parco numero {n} del capoluogo", f"Alberi lungo il viale numero {n}", f"entro il 203{n % 3}"]
    for n in range(1, 22)
]
SHORT = [[f"Area {n}", f"Opere {n}", "2027"] for n in range(1, 9)]


@pytest.mark.parametrize(("rest", "heads"), [(SHORT, 0), (SHORT, 1), (SHORT[:1], 0), (SHORT[:2], 1)])
def test_a_table_without_lines_that_a_page_cuts_is_one(tmp_path, rest, heads):
    rows = [*PARKS, *rest]
    document = print_bare(tmp_path / "b.pdf", rows, widths=[140, 220, 90], heads=heads)
    assert len(document.pages) == 2
    (cells,) = list_cells(document)
    assert cells == {(row, column): cell for row, line in enumerate(rows) for column, cell in enumerate(line)}


def test_tables_without_lines_on_two_pages_are_two_where_the_first_leaves_room(tmp_path):
    document = print_bare(tmp_path / "b.pdf", PARKS[:9], SHORT, widths=[140, 220, 90])
    assert [len(cells) for cells in list_cells(document)] == [27, 24]


def print_below(path, *tables, ruled=()):
    """Print tables without rulings but for those that are ``ruled``, given with their widths, one below the other."""
    top = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    story = [
        Table([[Paragraph(cell, BODY) for cell in row] for row in rows], widths, style=RULED if n in ruled else top)
        for n, (rows, widths) in enumerate(tables)
    ]
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return read_document(path)


HEAD = [["<b>Area</b>", "<b>Opere</b>", "<b>Anno</b>"]]
SUMS = [["<b>In tutto</b>", "<b>12</b>", "<b>2030</b>"]]


@pytest.mark.parametrize(
    ("first", "second", "widths", "cells"),
    [
        (SHORT, SHORT[:4], ([150, 150, 150], [170, 160, 100]), [24, 12]),
        (HEAD + SHORT, HEAD + SHORT[:2], ([150] * 3, [150] * 3), [27, 9]),
        (HEAD + SHORT, SUMS + SHORT[:2], ([150] * 3, [150] * 3), [36]),
        (SHORT, SHORT[:4], ([150] * 3, [150] * 3), [36]),
    ],
)
def test_tables_without_lines_right_below_one_another(tmp_path, first, second, widths, cells):
    document = print_below(tmp_path / "b.pdf", (first, widths[0]), (second, widths[1]))
    assert [len(table) for table in list_cells(document)] == cells


def test_a_table_without_lines_below_one_with_them(tmp_path):
    tables = (SHORT, [140, 220, 90]), ([*HEAD, *SHORT], [90, 140, 220])
    document = print_below(tmp_path / "b.pdf", *tables, ruled=[0])
    assert [len(cells) for cells in list_cells(document)] == [24, 27]


def test_a_table_whose_head_alone_stands_in_one_line(tmp_path):
    # All other cells are drawn one below the other, and the head stands at the page's top.
    words = "Curare le strade e i parchi del capoluogo"
    rows = [["Primo", "Secondo", "Terzo"]] + [[f"{words} {n}", f"{words} in {n}", f"{words} da {n}"] for n in range(4)]
    cells = {(row, column): cell for row, line in enumerate(rows) for column, cell in enumerate(line)}
    assert list_cells(print_below(tmp_path / "b.pdf", (rows, [120] * 3))) == [cells]


@pytest.mark.parametrize("draw", ["index", "list", "figures"])
def test_other_gaps_are_no_table(tmp_path, draw):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number in range(8):
        first, place, second = {
            "index": (f"Capitolo {number}", 400, str(number)),
            "list": ("•", 120, "una voce di un elenco"),
            "figures": (f"202{number}", 400, f"{number}.000"),
        }[draw]
        canvas.drawString(100, 700 - 20 * number, first)
        canvas.drawString(place, 700 - 20 * number, second)
    canvas.save()
    assert list_words(read_document(tmp_path / "t.pdf"), "cell") == []


def test_labels_open_the_rows_of_a_card_that_no_line_is_drawn_around(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    rows = [("Codice", "1.1"), ("Obiettivo", "Riaprire il parco"), ("", "della stazione"), ("Tempi", "2026")]
    for number, (label, value) in enumerate(rows):
        canvas.drawString(100, 700 - 14 * number, label)
        canvas.drawString(200, 700 - 14 * number, value)
    canvas.save()
    (cells,) = list_cells(read_document(tmp_path / "t.pdf"))
    assert (cells[1, 0], cells[1, 1]) == ("Obiettivo", "Riaprire il parco della stazione")
    assert (cells[2, 0], cells[2, 1]) == ("Tempi", "2026")


def test_signs_stand_on_the_line_of_their_words():
    apostrophe, dash = Word(0, 1, 50, 53, 92, 96), Word(2, 3, 20, 25, 89, 91)
    tall, low = Word(4, 8, 60, 90, 87, 96), Word(9, 13, 30, 45, 84, 93)
    assert split_lines([apostrophe, dash, tall, low]) == [[dash, low, apostrophe, tall]]


def test_what_is_stamped_across_a_page_does_not_turn_it(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for place, turn, size, words in ((150, 55, 90, "BOZZA"), (18, 90, 9, "Protocollo n. 18734 del 14/11/2026")):
        canvas.saveState()
        canvas.translate(place, 250)
        canvas.rotate(turn)
        canvas.setFont("Helvetica", size)
        canvas.drawString(0, 0, words)
        canvas.restoreState()
    text = "Riaprire il parco della stazione con le associazioni del quartiere e le scuole"
    lines = [text[number:] + " " + text[:number] for number in range(0, 45)]
    for number, line in enumerate(lines):
        for place, letter in enumerate(line):
            # Letter by letter, and no blank is drawn.
            if letter != " ":
                canvas.drawString(60 + stringWidth(line[:place], "Helvetica", 12), 770 - 14 * number, letter)
    canvas.save()
    read = read_document(tmp_path / "t.pdf").text.split("\n")
    stamps = {"BOZZA", "Protocollo n. 18734 del 14/11/2026"}
    assert [line for line in read if line not in stamps] == [" ".join(line.split()) for line in lines]
    assert len(read) == 47


def test_a_hyphen_that_browsers_break_words_with_is_marked(monkeypatch, tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number, words in enumerate(("Le scuole del quar#", "tieri e il piano #", "con le case")):
        canvas.drawString(60, 700 - 14 * number, words)
    canvas.save()
    read = library.read_text
    monkeypatch.setattr(library, "read_text", lambda text: read(text).replace("#", "\u2010"))
    (page,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 1000)["pages"]
    assert page["text"] == ("Le scuole del quar\ufffe", "tieri e il piano \u2010", "con le case")


def test_small_capitals_go_on_below_larger_ones(tmp_path):
    def draw(canvas, high, *parts):
        """Draw words in small capitals: what is one sign long is larger."""
        left = 60.0
        for part in parts:
            size = 12 if len(part) == 1 else 9.6
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(left, high, part)
            left += stringWidth(part, "Helvetica-Bold", size)

    canvas = Canvas(str(tmp_path / "t.pdf"))
    # Signs are as high as capitals.
    draw(canvas, 700, "1", ". ", "R", "IAPRIRE IL PARCO", ",")
    draw(canvas, 686, "DELLA STAZIONE")
    # As some programs print them: words of small letters, drawn as capitals. A larger initial is another thing.
    draw(canvas, 600, "O", "biettivo 1 ", "R", "iaprire il parco")
    draw(canvas, 586, "della stazione")
    draw(canvas, 500, "O", "gni anno si apre")
    draw(canvas, 486, "della stazione")
    canvas.save()
    assert list_words(read_document(tmp_path / "t.pdf")) == [
        "1. RIAPRIRE IL PARCO,\nDELLA STAZIONE",
        "Obiettivo 1 Riaprire il parco\ndella stazione",
        "Ogni anno si apre",
        "della stazione",
    ]


def test_bullets_nest_by_how_far_they_are_set_in(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    # The margin of the second page is another; a text ends the list.
    for page, margin in (("prima", 60), ("seconda", 90)):
        canvas.drawString(margin, 760, f"Gli obiettivi della {page} parte:")
        for line, (indent, words) in enumerate(((18, "• Parchi"), (36, "• Orti"), (36, "• Viali"), (18, "• Nidi"))):
            canvas.drawString(margin + indent, 740 - 20 * line, words)
        canvas.drawString(margin, 660, "Poi gli uffici riferiscono.")
        canvas.drawString(margin + 36, 640, "• Ai quartieri")
        canvas.showPage()
    canvas.save()
    items = [block for block in read_document(tmp_path / "t.pdf").blocks if block.kind == "item"]
    assert [block.depth for block in items] == [0, 1, 1, 0, 0] * 2


def test_a_column_of_numbers_is_no_lists_marks(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number in range(4):
        for place, words in ((50, f"1.{number}"), (110, "Riaprire il parco"), (300, "Con il quartiere")):
            canvas.drawString(place, 700 - 20 * number, words)
    canvas.save()
    (cells,) = list_cells(read_document(tmp_path / "t.pdf"))
    assert (cells[2, 0], cells[2, 1]) == ("1.2", "Riaprire il parco")


def test_letters_that_are_set_apart_make_words(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    title, text = "CAPITOLO 1 COMUNITÀ", "Le pagine che seguono raccolgono le scelte del mandato e i loro tempi."
    canvas.drawString(60, 580, text)
    # Figures, letters as far apart as columns, and letters that some fonts have in pairs.
    rows = ((title, 5), ("1234567", 5), ("XXXXXXX", 30), ("TERRITORIO SICURO", 1.8), ("cultura e turismo", 1.8))
    rows += (("OBIETTIVO 1 Nidi e parchi", 4),)
    # A label as it is typed, and its title with letters apart.
    canvas.drawString(60, 560, "ASSE 1")
    for place, letter in enumerate("TURISMO"):
        canvas.drawString(112 + 5 * place + stringWidth("TURISMO"[:place], "Helvetica", 12), 560, letter)
    # Two capitals that are kerned to the blank between them.
    canvas.drawString(60, 540, "1 EDILIZIA")
    canvas.drawString(61.7 + stringWidth("1 EDILIZIA", "Helvetica", 12), 540, "ABITATIVA")
    for line, (words, room) in enumerate(rows):
        apart = words.find("Nidi") % 99
        for place, letter in enumerate(words):
            if letter != " ":
                left = 60 + room * min(place, apart) + stringWidth(words[:place], "Helvetica", 12)
                canvas.drawString(left, 700 - 20 * line, letter)
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    read = [title, "1 2 3 4 5 6 7", "X X X X X X X", "TERRITORIO SICURO", "cultura e turismo", rows[-1][0], text]
    read += ["ASSE 1 TURISMO", "1 EDILIZIA ABITATIVA"]
    assert document.text.split("\n") == read
    assert may_be_spaced(Line("TERRITORIO S ICURO", Box(60, 260, 0, 12), size=12.0))
    assert may_be_spaced(Line("OBIETTI VO 1 Nidi")) and may_be_spaced(Line("Ope r ati vo 1 Nidi", bold=True))
    start = document.text.index("COMUNITÀ")
    (place,) = find_rectangles(document.layout, start, start + 8)
    assert abs(place.left - 60 - 5 * 11 - stringWidth("CAPITOLO 1 ", "Helvetica", 12)) < 2


@pytest.mark.parametrize(
    ("words", "read"),
    [("1.1Istituire un nido", "1.1 Istituire un nido"), ("2.1.3.L'asilo", "2.1.3. L'asilo"), ("1.1C e 2", "1.1C e 2")],
)
def test_a_number_is_parted_from_its_title_where_the_tab_leaves_no_room(tmp_path, words, read):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.drawString(60, 700, words)
    canvas.save()
    (page,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 1000)["pages"]
    assert page["text"] == (read,)


def test_words_that_stand_close_are_parted(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.setFont("Helvetica", 10)
    left = 60
    for words in ("Le", "associazioni", "del", "quartiere", "e", "il", "Comune"):
        canvas.drawString(left, 700, words)
        left += stringWidth(words, "Helvetica", 10) + 1.7
    canvas.save()
    (page,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 1000)["pages"]
    assert page["text"] == ("Le associazioni del quartiere e il Comune",)
    assert page["counts"] == [21]


@pytest.mark.parametrize(("turn", "shown"), [(90, True), (180, True), (270, True), (90, False), (270, False)])
def test_a_page_that_is_shown_turned_or_lies_on_its_side_is_read_upright(tmp_path, turn, shown):
    across = turn != 180
    canvas = Canvas(str(tmp_path / "t.pdf"), (842, 595) if across else (595, 842))
    canvas.setPageRotation(turn if shown else 0)
    canvas.rotate(turn)
    width, height = (842, 595) if across else (595, 842)
    canvas.translate(*{90: (0, -height), 180: (-width, -height), 270: (-width, 0)}[turn])
    canvas.drawString(60, 540, "Riaprire il parco")
    canvas.drawString(60, 520, "Piantare mille alberi")
    canvas.grid([60, 160, 260], [400, 430, 460])
    for number in range(4):
        canvas.drawString(70 + 100 * (number % 2), 440 - 30 * (number // 2), f"cella {number}")
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert document.text.startswith("Riaprire il parco\nPiantare mille alberi")
    assert list_cells(document) == [{(n // 2, n % 2): f"cella {n}" for n in range(4)}]
    # Where a page lies on its side, places are not those of what it shows.
    places = find_rectangles(document.layout, 0, 8)
    assert len(places) == shown
    assert all(abs(place.left - 60) < 2 and 0 < height - 540 - place.top < 15 for place in places)


def test_rows_with_lines_between_them_alone_stand_below_their_shaded_head(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    columns, rows = [60, 110, 260, 400], [["N.", "Obiettivo", "Ufficio"], ["1.1", "Riaprire il parco", "Verde"]]
    rows += [["Quartiere della stazione e del porto vecchio"], ["1.2", "Piantare alberi", "Verde"]]
    canvas.setFillGray(0.9)
    for left, right in pairwise(columns):
        canvas.rect(left, 685, right - left, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    for number, row in enumerate(rows):
        canvas.line(60, 685 - 20 * number, 400, 685 - 20 * number)
        for left, words in zip(columns, row, strict=False):
            canvas.drawString(left + 5, 690 - 20 * number, words)
    # What a line closes far below, and no column parts, is no row.
    for number in range(4):
        canvas.drawString(65, 600 - 20 * number, "Le pagine che seguono raccolgono le scelte del mandato.")
    canvas.line(60, 500, 400, 500)
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    (cells,) = list_cells(document)
    assert cells == {(n, column): words for n, row in enumerate(rows) for column, words in enumerate(row)}
    assert len(list_words(document, "paragraph")) == 1


def test_words_that_a_narrow_cell_breaks_are_whole(tmp_path):
    rows = [["Programmazione", "Organizzazione"], ["Responsabile", "Rete per corso di studi"]]
    document = print_table(tmp_path / "t.pdf", rows, widths=[50, 48])
    (cells,) = list_cells(document)
    # What are words by themselves stay apart, whatever they would be together.
    assert list(cells.values()) == ["Programmazione", "Organizzazione", "Responsabile", "Rete per corso di studi"]
    start = document.text.index("Organizz")
    assert len(find_rectangles(document.layout, start, start + 14)) == 2


@pytest.mark.parametrize(
    ("widest", "words", "read"),
    [
        # A verb without its last vowel is a word by the dictionary, and none that plans write.
        ("Contrastar", ["Contrastar", "e la povertà"], "Contrastare la povertà"),
        ("Energeticament", ["Energeticament", "e"], "Energeticamente"),
        ("Energetica", ["Energetica", "mente"], "Energeticamente"),
        ("Sostenibil", ["Sostenibil", "ità"], "Sostenibilità"),
        # "Obietti" and "vo" are words; the document has the whole one, and neither of them.
        ("Obietti", ["Obietti", "vo"], "Obiettivo"),
        ("tributari", ["Lotta", "tributari", "a"], "Lotta tributaria"),
        ("Volontari", ["Volontari", "o addetti"], "Volontari o addetti"),
        ("Sostegno di nuove co", ["Sostegno di nuove co", "mpagnie locali"], "Sostegno di nuove compagnie locali"),
        ("Promuove", ["Promuove", "le"], "Promuove le"),
        ("Tutor lontano", ["Tutor", "e docenti"], "Tutor e docenti"),
        ("Per", ["Per", "corso"], "Per corso"),
        ("Scuole per", ["Scuole per", "gli adulti"], "Scuole per gli adulti"),
        # No phrase ends in a pronoun; and of two that are no words one that ends as Italian makes words is whole.
        ("Pluriclas", ["Pluriclas", "si"], "Pluriclassi"),
        ("Efficientame", ["Efficientame", "nto"], "Efficientamento"),
        ("Doposcuol", ["Doposcuol", "a serale"], "Doposcuol a serale"),
    ],
)
def test_a_word_is_whole_where_its_cell_had_no_room_and_true_words_stay_two(tmp_path, widest, words, read):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.drawString(100, 800, "Ogni obiettivo ha il suo percorso, per ogni volontario.")
    canvas.grid([100, 108 + stringWidth(widest, "Helvetica", 12), 300], [700, 730, 780])
    canvas.drawString(104, 715, widest)
    for number, line in enumerate(words):
        canvas.drawString(104, 768 - 14 * number, line)
        canvas.drawString(250, 768 - 14 * number, "Ente")
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    (cells,) = list_cells(document)
    assert cells[0, 0] == read
    # What may be one word and stays two is said.
    unsure = {words: " ".join(words.split()[:2]) for words in ("Volontari o addetti", "Doposcuol a serale")}
    said = [unsure[read]] if read in unsure else []
    assert [warning.rpartition(": ")[2] for warning in document.warnings] == said


def test_a_row_below_a_phrase_that_is_not_at_its_end_is_the_rest_of_it():
    for last, goes_on in (("la Cooperativa sociale Il", True), ("Camera di commercio,", True), ("Classe A", False)):
        before = [Line(words, cell=(0, 0, column, 1, 1)) for column, words in enumerate(("Scuole", last, "Auser"))]
        row = [Line(words, cell=(0, 0, column, 1, 1)) for column, words in ((1, "Girasole"), (2, "Legambiente"))]
        assert _goes_on(before, row) is goes_on


@pytest.mark.parametrize(("words", "goes_on"), [("2) curare i parchi", False), ("e i parchi", True)])
def test_a_row_with_a_number_of_its_own_is_not_the_rest_of_the_one_that_the_page_cut(words, goes_on):
    before = [Line("Scuole", cell=(0, 0, 0, 1, 1)), Line("1) aprire il nido", cell=(0, 0, 1, 1, 1))]
    assert _goes_on(before, [Line(words, cell=(0, 0, 1, 1, 1))]) is goes_on


@pytest.mark.parametrize(
    ("rest", "below"), [(("i parchi", "Aprire"), (770, 740)), (("i parchi",), (740,))], ids=["two rows", "one"]
)
def test_a_row_that_a_pages_end_leaves_open(tmp_path, rest, below):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for words, lines, (bottom, top) in ((("Obiettivo", "Curare"), (120, 90), (50, 120)), (rest, below, (740, 800))):
        for x in (100, 200, 300):
            canvas.line(x, bottom, x, top)
        for y in lines:
            canvas.line(100, y, 300, y)
        for place, own in enumerate(words):
            canvas.drawString(110, top - 20 - 30 * place, own)
            canvas.drawString(210, top - 20 - 30 * place, own)
        canvas.showPage()
    canvas.save()
    (cells,) = list_cells(read_document(tmp_path / "t.pdf"))
    rows = enumerate(("Obiettivo", "Curare i parchi", *rest[1:]))
    assert cells == {(number, column): words for number, words in rows for column in (0, 1)}


TASKS = ("Obiettivo", "Curare i parchi", "Aprire il nido", "Unire le reti", "Rifare le strade")


@pytest.mark.parametrize("titles", [TASKS, TASKS[:2]], ids=["five", "two"])
def test_rows_between_shaded_ones_are_of_their_table(tmp_path, titles):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number, words in enumerate(titles):
        for column in range(3):
            if number in (0, 2):
                canvas.setFillGray(0.9)
                canvas.rect(100 + 120 * column, 690 - 40 * number, 120, 40, stroke=0, fill=1)
                canvas.setFillGray(0)
            canvas.drawString(110 + 120 * column, 714 - 40 * number, words)
            canvas.drawString(110 + 120 * column, 700 - 40 * number, "per tutti")
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    (cells,) = list_cells(document)
    rows = enumerate(titles)
    assert cells == {(row, column): f"{words} per tutti" for row, words in rows for column in range(3)}
    assert not document.warnings


def test_words_beyond_a_pages_edge_are_said(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"), (300, 300))
    for left, bottom in ((100, 200), (280, 200), (100, 320), (100, -20)):
        canvas.drawString(left, bottom, "Curare i parchi.")
        canvas.showPage()
    canvas.save()
    warnings = read_document(tmp_path / "t.pdf").warnings
    assert [said[:32] for said in warnings] == [f"page {page} has words beyond its edge"[:32] for page in (2, 3, 4)]


def test_letters_that_the_pdf_does_not_tell_are_said(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    # Of one no font knows what it is: a bullet, and a letter.
    for words in ("\\002 Curare i parchi", "Una citt\\002 che cammina"):
        canvas.setFont("Helvetica", 12)
        canvas._code.append(f"BT 1 0 0 1 100 200 Tm ({words}) Tj ET")
        canvas.showPage()
    canvas.save()
    (said,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 1000)["warnings"]
    assert "page 2 has 1 letters of which the PDF does not say what they are" in str(said)


def test_a_page_of_signs_that_are_no_text_lacks_no_letters(monkeypatch):
    for name, found in {"read_text": "", "count_characters": 2, "find_place": -1, "lacks_letter": 0}.items():
        monkeypatch.setattr(library, name, lambda *_, found=found: found)
    assert not PageText(0).count_lost()
    # Others may stand in the place of letters.
    for name, found in {"read_text": "&XUD", "count_characters": 4, "lacks_letter": 1}.items():
        monkeypatch.setattr(library, name, lambda *_, found=found: found)
    assert PageText(0).count_lost() == 4
    # Signs of a font's own are letters within words, and symbols by themselves.
    words = "\uf0b7 Una citt\ufffd \uf0e0 perch\uf0e9 \uf041\uf042 \x0b"
    for name, found in {"read_text": words, "count_characters": len(words), "lacks_letter": 0}.items():
        monkeypatch.setattr(library, name, lambda *_, found=found: found)
    assert PageText(0).count_lost() == 5


def test_marks_of_a_list_that_are_drawn_open_items(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number, words in enumerate(("Obiettivi:", "Aprire il nido", "Curare il parco")):
        canvas.drawString(100, 800 - 14 * number, words)
        if number:
            canvas.circle(92, 804 - 14 * number, 1.5, fill=1)
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert list_words(document, "item") == ["• Aprire il nido", "• Curare il parco"]
    (place,) = find_rectangles(document.layout, document.text.index("Curare"), len(document.text))
    assert place.left == 100


def test_a_title_in_large_type_is_one_block_over_two_lines(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(100, 775, "Lavoro, imprese e commercio in tutti i paesi")
    canvas.drawString(100, 752, "di vicinato")
    canvas.setFont("Helvetica", 12)
    for number in range(12):
        canvas.drawString(100, 700 - 13 * number, "Il Comune lavora con le scuole per tutte le famiglie.")
    canvas.setFont("Helvetica-Bold", 20)
    for number, words in enumerate(("LA CASA", "COMUNALE AL", "SERVIZIO")):
        canvas.drawCentredString(300, 500 - 23 * number, words)
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert list_words(document)[0] == "Lavoro, imprese e commercio in tutti i paesi\ndi vicinato"
    assert list_words(document)[-1] == "LA CASA\nCOMUNALE AL\nSERVIZIO"


def test_a_title_that_breaks_off_is_one_with_the_line_below_and_goes_on_in_the_next_column(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 780, "1.2 Curare la zona artigianale di")
    canvas.drawString(60, 766, "Pian del Lago")
    canvas.setFont("Helvetica", 12)
    for top in range(740, 600, -14):
        canvas.drawString(60, top, "Il Comune lavora con le scuole e con le famiglie in tutti i quartieri della valle")
    canvas.showPage()
    canvas.setFont("Helvetica", 12)
    for left in (60, 320):
        for top in range(740, 600, -14):
            canvas.drawString(left, top, "Il Comune lavora con le scuole")
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(60, 590, "1.3 Portare i servizi nelle frazioni di")
    canvas.drawString(320, 754, "Colle Rosso")
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    blocks = [(document.text[block.start : block.end], block.goes_on) for block in document.blocks]
    assert blocks[0] == ("1.2 Curare la zona artigianale di\nPian del Lago", False)
    assert ("Colle Rosso", True) in blocks


def test_a_row_of_label_number_and_title_is_a_heading(tmp_path):
    rows = [["Linea strategica", "01", "Ambiente, energia e mobilità sostenibile per tutti"]]
    document = print_table(tmp_path / "t.pdf", rows, widths=[60, 30, 150])
    assert document.text == "Linea strategica 01 Ambiente, energia e mobilità\nsostenibile per tutti"
    assert list_cells(document) == []
    number, word = (
        find_rectangles(document.layout, document.text.index(w), document.text.index(w) + 2) for w in ("01", "en")
    )
    assert number[0].right < word[0].left


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("la program-", "mazione, con le scuole", "la programmazione,\n1\n\fComune\ncon le scuole\nFine\n2"),
        ("la Tric-", "trac, con le scuole", "la Tric-\n1\n\fComune\ntrac, con le scuole\nFine\n2"),
    ],
)
def test_a_word_over_a_pages_end_is_whole_where_it_is_known(tmp_path, first, second, text):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for number, lines in enumerate(((first,), (second, "Fine")), 1):
        for place, words in enumerate(("Comune", *lines)):
            canvas.drawString(100, 800 - 20 * place, words)
        canvas.drawString(300, 30, str(number))
        canvas.showPage()
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert document.text == f"Comune\n{text}"
    start = document.text.index("con le")
    (found,) = find_rectangles(document.layout, start, start + 6)
    before = stringWidth(second.partition("con le")[0], "Helvetica", 12)
    assert (found.page, round(found.left / 4)) == (2, round((100 + before) / 4))


# Columns.


def test_two_columns_drawn_line_by_line_are_read_one_after_the_other():
    document = read_document(PAPERS / "cols.pdf")
    assert document.text.split("\n")[6:8] == ["Obiettivo strategico 1.1.2 Valorizzare", "lo sport. Lavoreremo con le"]
    assert document.text.index("e con le parrocchie.") < document.text.index("Valorizzare")
    assert "in two columns" in document.warnings[0]


def test_columns_with_an_empty_line_between(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for row in range(8):
        words = ("una riga di testo che corre", "e un'altra che le sta accanto") if row != 4 else (" ", " ")
        canvas.drawString(60, 800 - 20 * row, words[0])
        canvas.drawString(320, 800 - 20 * row, words[1])
    canvas.save()
    assert read_document(tmp_path / "t.pdf").text.split("\n")[:2] == ["una riga di testo che corre"] * 2


def test_what_is_drawn_out_of_order_is_read_from_the_top():
    title, text = Line("Titolo", Box(50, 200, 700, 712)), Line("Testo", Box(50, 200, 680, 692))
    foot, blank = Line("3", Box(50, 60, 30, 42)), Line(" ")
    assert set_in_order([text, blank, foot, title]) == [title, text, blank, foot]
    # A box beside the text is left where it is, and so is what does not stand between the lines of a later go.
    beside = Line("A lato", Box(300, 400, 676, 688))
    assert set_in_order([text, foot, title, beside]) == [text, foot, title, beside]
    framed = Line("Cornice", Box(50, 150, 660, 672))
    below = Line("Testo", Box(50, 200, 640, 652))
    assert set_in_order([beside, framed, title, text, below]) == [beside, title, text, framed, below]
    assert set_in_order([title, text, below, beside, framed]) == [title, text, framed, below, beside]
    for drawn in ([beside, framed, title, text], [beside, text, framed, title, below]):
        assert set_in_order(drawn) == drawn


def test_columns_drawn_in_many_goes_are_not_compared_line_by_line(monkeypatch):
    compared = [0, 0]
    for size, find_depth in enumerate([order._find_depth] * 2):

        def count(part, size=size, find_depth=find_depth):
            compared[size] += 1
            return find_depth(part)

        monkeypatch.setattr(order, "_find_depth", count)
        tops = [(go, n) for go in range(6) for n in range(30 + 30 * size + go)]
        boxes = [(20 + 900 * (n % 3), 80 + 900 * (n % 3), 5000 - 6 * n - 0.4 * go) for go, n in tops]
        set_in_order([Line("Testo", Box(*box, box[2] + 3)) for box in boxes])
    assert compared[1] < 2.6 * compared[0]


def test_columns_drawn_one_after_the_other_are_no_table(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for left in (60, 320):
        for number, words in enumerate(("1. Curare i parchi", "Il Comune cura i parchi con le scuole") * 2):
            canvas.drawString(left, 700 - 14 * number - 14 * (number // 2), words)
        canvas.drawString(left, 600, "Entro")
        canvas.drawString(left + 80, 600, "il 2027")
    canvas.save()
    (page,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 1000)["pages"]
    assert [facts for _, facts in page["rare"] if facts["cell"]] == []


def test_labels_with_their_values_are_no_columns(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    for row, label in enumerate(("Responsabile", "Assessore", "Missione", "Programma", "Durata", "Codice", "Anno")):
        canvas.drawString(100, 800 - 20 * row, label)
        canvas.drawString(300, 800 - 20 * row, f"valore della riga numero {row}")
    canvas.save()
    document = read_document(tmp_path / "t.pdf")
    assert document.warnings == ()
    assert document.text.startswith("Responsabile valore della riga numero 0\n")


# Heads, type, paragraphs.


@pytest.mark.parametrize(("name", "count"), [("s_few3", 3), ("s_one_head", 6)])
def test_headings_at_the_top_of_pages_are_no_running_heads(name, count):
    document = read_document(PAPERS / f"{name}.pdf")
    furniture = "\n".join(list_words(document, "furniture"))
    assert "Obiettivo" not in furniture
    assert "famiglie" not in furniture
    assert furniture.count("Comune di Esempio") in (0, count + 1)
    assert sum("Obiettivo strategico 1.1." in words for words in list_words(document)) == count


def test_blocks_have_the_size_and_weight_of_their_type():
    document = read_document(FORMS / "e-programma-titoli.pdf")
    by_words = {document.text[block.start : block.end]: block for block in document.blocks}
    assert (by_words["La cura delle persone"].size, by_words["La cura delle persone"].weight) == (20, BOLD)
    assert (by_words["Botteghe e mercati"].size, by_words["Botteghe e mercati"].weight) == (14, BOLD)
    plain = next(block for words, block in by_words.items() if words.startswith("Il molo di Levante"))
    assert (plain.size, plain.weight, plain.page) == (11, 0, 3)


def test_bullets_of_symbol_fonts_open_items():
    document = read_document(FORMS / "e-programma-titoli.pdf")
    items = [block for block in document.blocks if block.kind == "item"]
    assert {block.marker for block in items} == {"•"}
    assert document.text[items[0].start : items[0].end].startswith("• dragaggio del canale")


def test_a_paragraph_goes_on_over_a_page_with_a_head_and_a_foot():
    document = read_document(PAPERS / "split.pdf")
    rest = [document.text[block.start : block.end] for block in document.blocks if block.goes_on]
    assert rest == ["Sanitaria Locale e con le asso-", "ciazioni sportive del territorio."]


# Places.


def read_back(path, place):
    """Return what pdfium finds within a rectangle of a page."""
    page = PdfDocument(path)[place.page - 1]
    height = page.get_height()
    bounds = (place.left - 0.5, height - place.bottom - 0.5, place.right + 0.5, height - place.top + 0.5)
    return page.get_textpage().get_text_bounded(*bounds).strip()


def test_words_are_found_again_on_their_page():
    document = read_document(FORMS / "e-programma-titoli.pdf")
    layout = unpack_layout(pack_layout(document.layout))
    assert layout == document.layout
    start = document.text.index("Autorità di bacino")
    (place,) = find_rectangles(layout, start, start + len("Autorità di bacino distrettuale"))
    assert place.page == 6
    assert read_back(FORMS / "e-programma-titoli.pdf", place) == "Autorità di bacino distrettuale"


def test_a_quote_over_two_pages_has_rectangles_on_both():
    document = read_document(PAPERS / "split.pdf")
    start, end = document.text.index("l'Azienda"), document.text.index("Sanitaria Locale") + len("Sanitaria Locale")
    pages = [place.page for place in find_rectangles(document.layout, start, end)]
    assert (pages[0], pages[-1]) == (1, 2)


def test_a_quote_over_a_page_is_shown_without_the_pages_head_and_foot(tmp_path):
    record = {"istat": "999001", "plan": "split"}
    plan = PolicyGraph.build(PAPERS / "split.pdf", tmp_path, **record)
    (row,) = plan.query("objectives-by-partner", partner="ASL")
    assert row["words"] == "Azienda … Sanitaria Locale"
    # What the graph states stays the slice of the text.
    text = (tmp_path / "split.txt").read_text(encoding="utf-8")
    (exact,) = {found["exact"] for found in plan.evidence() if found["exact"].startswith("Azienda")}
    assert exact in " ".join(text.split())
    assert "Comune di Esempio" in exact
