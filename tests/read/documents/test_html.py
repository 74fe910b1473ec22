"""Web pages: headings, counted lists, tables, and what is no text of the page."""

import pytest

from dupgraph.read.documents.joining import join_pieces
from dupgraph.read.documents.readers.html import read_html
from dupgraph.read.documents.readers.html.encoding import decode_html
from dupgraph.schema.weights import BOLD, UNDERLINED


def read_blocks(page):
    """Return the blocks of a page, each with its words."""
    text, blocks, _ = join_pieces(read_html(page.encode() if isinstance(page, str) else page).pieces)
    return [(block, text[block.start : block.end]) for block in blocks]


def read_words(page):
    return [words for _, words in read_blocks(page)]


def test_headings_have_their_rank_and_may_stand_in_other_elements():
    page = "<h1>Uno</h1><section><h2>Due <em>volte</em></h2><p>Testo</section><div role=heading aria-level=3>Tre</div>"
    assert [(b.kind, b.rank, words) for b, words in read_blocks(page)] == [
        ("heading", 1, "Uno"),
        ("heading", 2, "Due volte"),
        ("paragraph", None, "Testo"),
        ("heading", 3, "Tre"),
    ]


def test_a_heading_has_a_blank_behind_its_number():
    page = "<h1>4.Scuola</h1><h2>4.1L'asilo</h2><h2>2.IV Zona</h2><h2>5G in città</h2><p>4.1Testo"
    assert read_words(page) == ["4. Scuola", "4.1 L'asilo", "2.IV Zona", "5G in città", "4.1Testo"]


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ('<ol start="4"><li>a<li value="9">b<li>c</ol>', ["4. a", "9. b", "10. c"]),
        ('<ol type="A"><li>a<li>b</ol>', ["A. a", "B. b"]),
        ('<ol style="list-style-type: lower-roman"><li>a<li>b</ol>', ["i. a", "ii. b"]),
        ("<ol reversed start=3><li>a<li>b</ol>", ["3. a", "2. b"]),
        ("<ol reversed><li>a<li>b</ol>", ["• a", "• b"]),
        ('<ul style="list-style: none"><li>a</ul>', ["a"]),
        ("<ul><li><p>a<p>b</ul>", ["• a", "b"]),
        ("<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>", ["1. a", "a. b", "b. c", "2. d"]),
    ],
)
def test_lists_are_counted_as_a_browser_counts_them(items, words):
    assert read_words(items) == words


def test_items_have_their_marker_and_depth():
    blocks = read_blocks("<ol><li>a<ul><li>b</ul></ol><p>c")
    assert [(b.kind, b.marker, b.depth) for b, _ in blocks] == [
        ("item", "1.", 0),
        ("item", "•", 1),
        ("paragraph", "", 0),
    ]


def test_cells_have_row_and_column_whatever_is_merged():
    page = """<table><thead><tr><th>Obiettivo<th colspan=2>Anni</thead>
    <tr><td rowspan=2>Curare<td>2026<td>2027<tr><td>sì<td>no</table>"""
    assert [(w, b.row, b.column, b.rows, b.columns, b.header) for b, w in read_blocks(page)] == [
        ("Obiettivo", 0, 0, 1, 1, True),
        ("Anni", 0, 1, 1, 2, True),
        ("Curare", 1, 0, 2, 1, False),
        ("2026", 1, 1, 1, 1, False),
        ("2027", 1, 2, 1, 1, False),
        ("sì", 2, 1, 1, 1, False),
        ("no", 2, 2, 1, 1, False),
    ]


def test_a_row_of_header_cells_heads_its_table_and_a_header_cell_alone_does_not():
    page = "<table><tr><th>a<th>b<tr><th>c<td>d</table>"
    assert [block.header for block, _ in read_blocks(page)] == [True, True, False, False]


def test_a_nested_table_is_one_of_its_own():
    page = "<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>"
    assert [(words, b.table, b.column) for b, words in read_blocks(page)] == [
        ("a", 0, 0),
        ("b", 1, 0),
        ("c", 1, 1),
        ("d", 0, 1),
    ]


def test_what_is_no_text_of_the_page_is_left_out():
    page = """<head><title>t</title><style>s{}</style></head><nav>menu</nav><script>x()</script><p>Testo
    <span hidden>via</span><span style="display: none">via</span><p>Fine<template>via</template>"""
    assert read_words(page) == ["Testo", "Fine"]


def test_the_pages_foot_is_furniture():
    assert [block.kind for block, _ in read_blocks("<p>a</p><footer>Comune</footer>")] == ["paragraph", "furniture"]


def test_two_line_breaks_end_a_paragraph_and_one_does_not():
    assert read_words("<p>uno<br>due<br><br>tre") == ["uno\ndue", "tre"]


def test_entities_and_white_space():
    assert read_words("<p>citt&agrave;\n   e&nbsp;&egrave; &#8211; <b>s&igrave;</b>") == ["città e\u00a0è – sì"]


def test_bold_is_of_all_the_words():
    blocks = read_blocks(
        "<p><b>tutto</b><p><b>una</b> parte<p style='font-weight:bold; font-size: 14pt'>anche"
        "<p><u>sotto</u><p><b style='text-decoration:underline'>e</b> <u><b>qui</b></u>"
    )
    assert [(block.weight, block.size) for block, _ in blocks] == [
        (BOLD, None), (0, None), (BOLD, 14), (UNDERLINED, None), (BOLD | UNDERLINED, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "text", "warned"),
    [
        ("è".encode(), "è", False),
        (b"\xef\xbb\xbf" + "è".encode(), "è", False),
        ("è".encode("utf-16"), "è", False),
        ('<meta charset="iso-8859-1">è’'.encode("cp1252"), '<meta charset="iso-8859-1">è’', False),
        ("<meta http-equiv=x content='text/html; charset=utf-8'>è".encode("cp1252"), None, True),
        ("è".encode("cp1252"), "è", True),
        ('<?xml version="1.0" encoding="cp1252"?>è'.encode("cp1252"), None, False),
    ],
)
def test_the_encoding_by_mark_then_statement_then_guess(data, text, warned):
    found, warnings = decode_html(data)
    assert found.endswith("è") if text is None else found == text
    assert bool(warnings) == warned


@pytest.mark.parametrize(
    "page",
    [
        # As Pandoc, Word, LibreOffice and docutils write them; without a way back; in a page's foot.
        '<p>Uno<a href="#f" id=m><sup>1</sup></a><p>Due<ol><li id=f><p>Nota<a href="#m">↩</a></p></ol>',
        '<p>Uno<a href="#f" name=m>[1]</a><p>Due<div><div id=f1><p><a href="#m" name=f>[1]</a> Nota</p></div></div>',
        '<p>Uno<sup><a href="#f" id=m>1</a></sup><p>Due<div><p><a name=f href="#m">1</a> Nota</p></div>',
        '<p>Uno<a href="#f" id=m>[1]</a><p>Due<aside id=f><span>[<a href="#m">1</a>]</span><p>Nota</p></aside>',
        '<p>Uno<sup><a href="#f">1</a></sup><p>Due<p id=f>1) Nota',
        '<p>Uno<sup><a href="#f">1</a></sup><p>Due<footer><p id=f>Nota</footer>',
    ],
)
def test_a_note_is_read_behind_the_paragraph_that_has_its_mark(page):
    assert [(b.kind, words) for b, words in read_blocks(page)] == [
        ("paragraph", "Uno"),
        ("paragraph", "[1] Nota"),
        ("paragraph", "Due"),
    ]


def test_a_note_is_of_the_item_and_the_cell_in_which_its_mark_stands():
    mark = '<sup><a href="#f">*</a></sup>'
    blocks = read_blocks(f"<ul><li>a{mark}<li>b</ul><p id=f>* Nota</p>")
    assert [(words, b.depth) for b, words in blocks] == [("• a", 0), ("[*] Nota", 1), ("• b", 0)]
    blocks = read_blocks(f"<table><tr><td>a{mark}<td>b<tr><td>c<td>d</table><ol><li id=f><p>Nota<p>e</ol>")
    assert [(words, b.column) for b, words in blocks] == [
        *(("a", 0), ("[*] Nota", 0), ("e", 0), ("b", 1), ("c", 0), ("d", 1))
    ]


def test_links_to_chapters_are_no_marks():
    page = '<p>Vedi <a href="#s">[2]</a>, <a href="#t">2</a> e m<sup>2</sup><div id=s><h2>Due</h2><p id=t>b</div>'
    assert read_words(page) == ["Vedi [2], 2 e m2", "Due", "b"]
    assert read_words('<h2><a href="#s">Uno<br>Due</a></h2>') == ["Uno\nDue"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<h2>Linea 1<br>– Famiglie<br>Assessore: Rossi</h2>", "Linea 1 – Famiglie\nAssessore: Rossi"),
        ("<h2>Linea<br>strategica<br>1 – Famiglie</h2>", "Linea strategica 1 – Famiglie"),
        ("<h2>1.1<br>Aprire un nido</h2>", "1.1 Aprire un nido"),
        ("<p><b>C<br>– Servizi</b></p>", "C – Servizi"),
        ("<p><b>Azioni<br>- Aprire un nido<br>- Asfaltare</b></p>", "Azioni\n- Aprire un nido\n- Asfaltare"),
        ("<p>Fino al 2027<br>– Aprire un nido</p>", "Fino al 2027\n– Aprire un nido"),
    ],
)
def test_a_break_that_only_sets_out_a_title_ends_no_line(page, words):
    assert read_words(page) == [words]
