"""Word documents: automatic numbers as Word prints them, styles, tables, notes, tracked changes."""

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from words import add_list, add_number, add_numbered, make_plain, read_blocks, read_words

from dupgraph.schema.weights import BOLD, UNDERLINED


@pytest.fixture
def paper():
    """An empty document."""
    return make_plain()


# Automatic numbers.


def test_levels_count_and_restart_below_a_new_number(paper):
    add_list(paper, 90, [("decimal", "Linea %1 –"), ("decimal", "Scheda %1.%2 –"), ("lowerLetter", "%3)")])
    for words, level in (("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2), ("f", 0), ("g", 1), ("h", 2)):
        add_numbered(paper, words, 90, level)
    assert read_words(paper) == [
        *("Linea 1 – a", "Scheda 1.1 – b", "Scheda 1.2 – c", "a) d", "b) e"),
        *("Linea 2 – f", "Scheda 2.1 – g", "a) h"),
    ]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("upperRoman", ["I.", "II.", "III.", "IV."]),
        ("lowerRoman", ["i.", "ii.", "iii.", "iv."]),
        ("upperLetter", ["A.", "B.", "C.", "D."]),
        ("decimalZero", ["01.", "02.", "03.", "04."]),
        ("ordinal", ["1°.", "2°.", "3°.", "4°."]),
    ],
)
def test_formats_of_numbers(paper, form, printed):
    add_list(paper, 90, [(form, "%1.")])
    for _ in printed:
        add_numbered(paper, "testo", 90)
    assert [block.marker for block, _ in read_blocks(paper)] == printed


def test_two_lists_of_one_shape_share_their_count_unless_one_starts_anew(paper):
    add_list(paper, 90, [("decimal", "%1.")])
    add_number(paper, 91, 90)
    add_number(paper, 92, 90, overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    for number in (90, 91, 92, 92):
        add_numbered(paper, "x", number)
    assert read_words(paper) == ["1. x", "2. x", "1. x", "2. x"]


def test_a_level_that_never_restarts_goes_on(paper):
    add_list(paper, 90, [("decimal", "%1."), ("decimal", "Obiettivo %2", '<w:lvlRestart w:val="0"/>')])
    for level in (0, 1, 1, 0, 1):
        add_numbered(paper, "x", 90, level)
    assert read_words(paper) == ["1. x", "Obiettivo 1 x", "Obiettivo 2 x", "2. x", "Obiettivo 3 x"]


def test_roman_chapters_give_plain_numbers_where_the_level_asks_for_them(paper):
    add_list(paper, 90, [("upperRoman", "%1."), ("decimal", "%1.%2", "<w:isLgl/>"), ("decimal", "%1.%2.%3")])
    for level in (0, 0, 1, 2):
        add_numbered(paper, "x", 90, level)
    assert read_words(paper) == ["I. x", "II. x", "2.1 x", "II.1.1 x"]


def test_bullets_of_symbol_fonts_are_bullets(paper):
    add_list(paper, 90, [("bullet", "\uf0b7"), ("bullet", "o")])
    add_numbered(paper, "uno", 90)
    add_numbered(paper, "due", 90, 1)
    assert [(b.kind, b.marker, b.depth, words) for b, words in read_blocks(paper)] == [
        ("item", "•", 0, "• uno"),
        ("item", "◦", 1, "◦ due"),
    ]


def test_number_zero_takes_a_paragraph_out_of_its_styles_list(paper):
    add_list(paper, 90, [("decimal", "Capo %1")])
    style = paper.styles["Heading 1"].element.get_or_add_pPr()
    style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="90"/></w:numPr>'))
    paper.add_heading("Uno", 1)
    add_numbered(paper, "Senza", 0, style="Heading 1")
    paper.add_heading("Due", 1)
    assert read_words(paper) == ["Capo 1 Uno", "Senza", "Capo 2 Due"]


def test_items_of_lists_without_levels_nest_as_they_are_set_in(paper):
    add_list(paper, 90, [("bullet", "\uf0b7", '<w:pPr><w:ind w:left="720"/></w:pPr>')])
    for words, style in (("a", "List Bullet"), ("b", "List Bullet 2"), ("c", "List Bullet")):
        paper.add_paragraph(words, style=style)
    # A list that is named anew sets its paragraph in, unless it says it itself.
    add_numbered(paper, "d", 90, style="List Bullet 3")
    add_numbered(paper, "e", 90).paragraph_format.left_indent = Pt(54)
    paper.add_paragraph("Testo")
    paper.add_paragraph("f", style="List Bullet 2")
    assert [b.depth for b, _ in read_blocks(paper) if b.kind == "item"] == [0, 1, 0, 1, 2, 0]


# Styles.


def test_headings_have_the_rank_of_their_style_or_outline_level(paper):
    paper.add_heading("Uno", 1)
    paper.add_heading("Due", 2)
    italian = paper.styles.add_style("Titolo 3", 1)
    paper.add_paragraph("Tre", style=italian)
    plain = paper.add_paragraph("Quattro")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="3"/>'))
    paper.add_paragraph("Testo")
    assert [(block.kind, block.rank) for block, _ in read_blocks(paper)] == [
        *(("heading", rank) for rank in (1, 2, 3, 4)),
        ("paragraph", None),
    ]


def test_a_style_has_what_the_one_that_it_is_based_on_says(paper):
    own = paper.styles.add_style("Capitolo del Comune", 1)
    own.base_style = paper.styles["Heading 2"]
    paper.add_paragraph("Uno", style=own)
    ((block, _),) = read_blocks(paper)
    assert (block.kind, block.rank, block.weight) == ("heading", 2, BOLD)


def test_size_and_weight_are_those_of_most_words(paper):
    paragraph = paper.add_paragraph()
    paragraph.add_run("OBIETTIVO").bold = True
    paper.add_paragraph().add_run("tutto").bold = True
    (first, _), (second, _) = read_blocks(paper)
    assert (first.weight, second.weight, first.size) == (BOLD, BOLD, 11)
    paragraph.add_run(" e il resto")
    assert not read_blocks(paper)[0][0].weight


def test_words_may_be_underlined_but_not_by_the_style_of_a_link(paper):
    first = paper.add_paragraph().add_run("Nidi")
    first.underline = True
    both = paper.add_paragraph().add_run("Scuole")
    both.bold = both.underline = True
    style = paper.styles.add_style("Hyperlink", 2)
    style.font.underline = True
    paper.add_paragraph().add_run("www.comune.it", style=style)
    assert [block.weight for block, _ in read_blocks(paper)] == [UNDERLINED, BOLD | UNDERLINED, 0]


def test_the_pages_heads_are_furniture_after_the_text(paper):
    paper.sections[0].header.paragraphs[0].text = "Comune di Valdarsena"
    paper.add_paragraph("Testo")
    assert [(block.kind, words) for block, words in read_blocks(paper)] == [
        ("paragraph", "Testo"),
        ("furniture", "Comune di Valdarsena"),
    ]


def test_the_index_is_furniture(paper):
    paper.add_paragraph("Linea 1\t3", style=paper.styles.add_style("toc 1", 1))
    assert [block.kind for block, _ in read_blocks(paper)] == ["furniture"]


# Tables.


def test_cells_have_their_row_and_column_and_merged_ones_how_many(paper):
    table = paper.add_table(rows=3, cols=3)
    for row, words in enumerate((("Obiettivo", "Anni", ""), ("Curare", "2026", "2027"), ("", "sì", "no"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    assert [(w, b.row, b.column, b.rows, b.columns, b.header) for b, w in read_blocks(paper)] == [
        ("Obiettivo", 0, 0, 1, 1, True),
        ("Anni", 0, 1, 1, 2, True),
        ("Curare", 1, 0, 2, 1, False),
        ("2026", 1, 1, 1, 1, False),
        ("2027", 1, 2, 1, 1, False),
        ("sì", 2, 1, 1, 1, False),
        ("no", 2, 2, 1, 1, False),
    ]


def test_a_first_row_in_bold_heads_its_table(paper):
    table = paper.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Obiettivo", "Partner", "Curare", "AUSL"), strict=True):
        cell.paragraphs[0].add_run(words).bold = words in ("Obiettivo", "Partner")
    assert [block.header for block, _ in read_blocks(paper)] == [True, True, False, False]


def test_paragraphs_of_a_cell_are_blocks_of_it_and_a_nested_table_is_one_of_its_own(paper):
    table = paper.add_table(rows=1, cols=2)
    table.cell(0, 0).text, cell = "sinistra", table.cell(0, 1)
    cell.text = "primo"
    cell.add_paragraph("secondo")
    inner = cell.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "dentro", "ancora"
    assert [(words, b.table, b.row, b.column) for b, words in read_blocks(paper)] == [
        ("sinistra", 0, 0, 0),
        ("primo", 0, 0, 1),
        ("secondo", 0, 0, 1),
        ("dentro", 1, 0, 0),
        ("ancora", 1, 0, 1),
    ]


def test_a_table_of_one_cell_is_a_frame(paper):
    paper.add_table(rows=1, cols=1).cell(0, 0).text = "In evidenza"
    ((block, _),) = read_blocks(paper)
    assert (block.kind, block.table) == ("paragraph", None)


# What is printed, and what is not.


def add_change(paragraph, name, words, tag="w:t"):
    """Put tracked words of the kind ``name`` at the end of a paragraph."""
    paragraph._p.append(parse_xml(f'<{name} {nsdecls("w")} w:id="1"><w:r><{tag}>{words}</{tag}></w:r></{name}>'))


def test_tracked_insertions_stay_and_deletions_go(paper):
    paragraph = paper.add_paragraph("Con ")
    add_change(paragraph, "w:ins", "AUSL")
    add_change(paragraph, "w:del", " e Prefettura", "w:delText")
    add_change(paragraph, "w:moveFrom", " e Caritas")
    assert read_words(paper) == ["Con AUSL"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next_and_counts_no_number(paper):
    add_list(paper, 90, [("decimal", "%1.")])
    first = add_numbered(paper, "Aprire ", 90)
    first._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1"/></w:rPr>'))
    add_numbered(paper, "le scuole", 90)
    assert read_words(paper) == ["1. Aprire le scuole"]


def test_hidden_words_and_the_codes_of_fields_are_not_printed(paper):
    paragraph = paper.add_paragraph("Pagina ")
    paragraph.add_run("nascosto").font.hidden = True
    for tag, words in (("w:instrText", "PAGE"), ("w:t", "3")):
        run = paragraph.add_run()
        element = OxmlElement(tag)
        element.text = words
        run._r.append(element)
    assert read_words(paper) == ["Pagina 3"]


def test_a_frame_is_read_once_after_its_paragraph(paper):
    box = (
        '<w:r {}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>Riquadro</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Riquadro</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ).format(nsdecls("w"))
    paper.add_paragraph("Testo")._p.append(parse_xml(box))
    assert read_words(paper) == ["Testo", "Riquadro"]


def test_line_breaks_tabs_and_special_hyphens(paper):
    paragraph = paper.add_paragraph("uno\ndue\ttre")
    paragraph.add_run()._r.append(OxmlElement("w:noBreakHyphen"))
    paragraph.add_run("bis")
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:char"), "F0B7")
    paragraph.add_run()._r.append(symbol)
    assert read_words(paper) == ["uno\ndue\ttre-bis•"]


def test_content_controls_are_read_through(paper):
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Dentro</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    paper.element.body.insert(0, parse_xml(control.format(nsdecls("w"))))
    assert read_words(paper) == ["Dentro"]
