"""Quotes where they were printed: in a print of LibreOffice, in one of Chromium, in tables, and in documents."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from dupgraph.publish.pages.marking import Mark
from dupgraph.publish.pages.originals import count_pages, find_neighbours, find_sheet, place_marks, read_part
from dupgraph.read.build import build_graph
from dupgraph.schema.layout import Layout, Place, find_rectangles
from dupgraph.schema.values import find_words

FILES = Path(__file__).parents[1] / "data" / "sassuolo"
RECORD = {"istat": "036040", "plan": "DUP", "municipality": "Sassuolo", "vocabularies": ("sassuolo",)}


def read(name):
    return build_graph(FILES / name, vocabularies=["sassuolo"], accept_outline=True, istat="036040", plan="DUP")


@pytest.mark.parametrize("name", ["typed.pdf", "chromium.pdf", "rows.pdf"])
def test_99_in_100_quotes_stand_where_the_page_shows_them(name):
    build = read(name)
    document, layout = build.document, build.document.layout
    pages = {}
    right = 0
    spans = {(mention.start, mention.end) for mention in build.reading.mentions}
    with PdfDocument(FILES / name) as pdf:
        for start, end in spans:
            shown = []
            for rectangle in find_rectangles(layout, start, end):
                if rectangle.page not in pages:
                    page = pdf[rectangle.page - 1]
                    pages[rectangle.page] = (page.get_textpage(), page.get_height())
                text, height = pages[rectangle.page]
                _, left, top, right_edge, bottom = rectangle
                shown.append(text.get_text_bounded(left - 1, height - bottom - 1, right_edge + 1, height - top + 1))
            words = find_words(document, start, end)
            right += squeeze("".join(shown)).find(squeeze(words)) >= 0
        pages.clear()
    assert len(spans) > 1000
    assert right >= 0.99 * len(spans)


def squeeze(text):
    """Return letters alone: what parts words, and hyphens at a line's end, is the printer's."""
    return "".join(c for c in text if c.isalnum())


@pytest.fixture(scope="module")
def printed():
    return read("typed.pdf")


def make_marks(build):
    return [Mark(m.start, m.end, f"m-{m.start}", m.thing, "partner") for m in build.reading.mentions]


def test_a_page_has_its_marks_in_order_and_each_is_on_a_page(printed):
    layout, marks = printed.document.layout, make_marks(printed)
    pages = [place_marks(layout, marks, number) for number in range(1, count_pages(layout) + 1)]
    placed = {placed.mark for page in pages for placed in page.marks}
    assert len(placed) >= 0.99 * len(set(marks))
    for page in pages:
        assert [p.mark.start for p in page.marks] == sorted(p.mark.start for p in page.marks)
        for rectangle in (r for p in page.marks for r in p.rectangles):
            assert 0 <= rectangle.left < rectangle.right <= page.width
            assert 0 <= rectangle.top < rectangle.bottom <= page.height
    for number in (0, -1, len(pages) + 1):
        with pytest.raises(IndexError):
            place_marks(layout, marks, number)


def test_words_over_a_page_end_are_on_both_pages(printed):
    layout, starts = printed.document.layout, printed.document.pages
    over = Mark(starts[1] - 60, starts[1] + 60, "m", "x", "partner")
    numbers = [n for n in range(1, 4) if place_marks(layout, [over], n).marks]
    assert numbers == [1, 2]
    assert find_sheet(layout, over.start, over.end) == 1


def test_a_document_is_read_by_paragraph_and_cell_with_nothing_left_out():
    build = read("typed.odt")
    layout, text, marks = build.document.layout, build.document.text, make_marks(build)
    parts = [part for n in range(1, count_pages(layout) + 1) for part in read_part(layout, text, marks, n)]
    shown = "".join(run.text for part in parts for runs in part.paragraphs for run in runs)
    assert squeeze(shown) == squeeze(text)
    opened = {mark for part in parts for runs in part.paragraphs for run in runs for mark in run.opened}
    assert opened == set(marks)
    assert all(find_sheet(layout, mark.start, mark.end) for mark in marks)
    with pytest.raises(IndexError):
        read_part(layout, text, marks, 0)


def test_a_table_is_read_as_a_table(tmp_path):
    path = tmp_path / "piano.html"
    path.write_text(
        "<h1>POLITICA 1: Scuola</h1><h2>INDIRIZZO STRATEGICO 1.1: Scuole</h2><h3>Obiettivo strategico 1.1.1 Aperte</h3>"
        "<p>Aprire.</p><table><tr><td>Con chi<td>le scuole<tr><td>Dove<td>in città<tr><td><td>e fuori</table>"
        "<p>Fine.</p>",
        encoding="utf-8",
    )
    build = build_graph(path, istat="036040", plan="DUP", accept_outline=True)
    parts = read_part(build.document.layout, build.document.text, make_marks(build), 1)
    (table,) = [part for part in parts if part.rows]
    words = [["".join(run.text for runs in cell for run in runs) for cell in row] for row in table.rows]
    assert words == [["Con chi", "le scuole"], ["Dove", "in città"], ["", "e fuori"]]


def test_a_table_is_not_cut_and_a_long_one_between_two_rows():
    def lay_out(paragraphs, rows):
        cells = [None] * paragraphs + [(0, row, column) for row in range(rows) for column in range(3)] + [None] * 70
        places = tuple(Place(number, number + 1, number + 1, cell) for number, cell in enumerate(cells))
        return Layout("", places=places), "x" * len(cells)

    layout, text = lay_out(79, 2)
    assert count_pages(layout) == 2
    (table,) = [part.rows for part in read_part(layout, text, (), 1) if part.rows]
    assert [len(row) for row in table] == [3, 3]
    assert (find_sheet(layout, 84, 85), find_sheet(layout, 85, 86)) == (1, 2)
    layout, text = lay_out(10, 100)
    tables = [part.rows for n in range(1, count_pages(layout) + 1) for part in read_part(layout, text, (), n)]
    assert {len(row) for rows in tables for row in rows} == {3}
    assert sum(map(len, tables)) == 100
    assert sum(map(bool, tables)) == 2


def test_the_mentions_of_a_thing_before_and_after_one():
    marks = [Mark(start, start + 2, "", thing, "partner") for start, thing in ((1, "a"), (4, "b"), (6, "a"), (9, "a"))]
    assert find_neighbours(marks, "a", 6) == (marks[0], marks[3])
    assert find_neighbours(marks, "b", 4) == (None, None)
