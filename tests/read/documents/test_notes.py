"""Notes beside the text of a page, and at its foot."""

from array import array
from time import process_time

import pytest

from dupgraph.read.documents.printed import Box, Line
from dupgraph.read.documents.readers.pdf.footnotes import place_footnotes
from dupgraph.read.documents.readers.pdf.notes import place_notes
from dupgraph.read.documents.readers.pdf.rulings import Grid
from dupgraph.read.documents.readers.pdf.tables import Table


def make_line(text, left, top, size=11.0, *, bold=False):
    return Line(text, Box(left, left + 6 * len(text), top - 12, top), size=size, bold=bold)


HEAD = make_line("1.1 Scuole", 150, 700, 13.0, bold=True)
FIRST = [make_line(words, 150, 680 - 14 * n) for n, words in enumerate(("Il Comune apre", "le palestre."))]
NEXT = [make_line(words, 150, 640 - 14 * n) for n, words in enumerate(("I quartieri curano", "gli orti", "e i viali."))]
BELOW = make_line("1.2 Parchi", 150, 590, 13.0, bold=True)
LAST = make_line("La Pro Loco pianta", 150, 570)
TEXT = [HEAD, *FIRST, *NEXT, BELOW, LAST]


@pytest.mark.parametrize(
    ("top", "place"),
    # Beside the first or another line of a paragraph, and a heading.
    [(681, 1), (665, 1), (640, 3), (615, 3), (591, 7)],
)
def test_a_note_is_read_where_the_paragraph_begins_that_it_stands_beside(top, place):
    note = [make_line("Con le", 60, top, 8.5), make_line("scuole", 60, top - 10, 8.5)]
    assert place_notes([*TEXT, *note]) == [*TEXT[:place], *note, *TEXT[place:]]
    # A browser draws what stands beside it after all other text, too.
    assert place_notes([HEAD, BELOW, *FIRST, *NEXT, LAST, *note]) == [*TEXT[:place], *note, *TEXT[place:]]


def test_text_is_as_wide_as_its_page_where_no_note_stands_beside_it():
    wide = make_line("Il Comune cura i parchi e le scuole di tutte le frazioni, e i viali", 60, 540)
    note = make_line("Con le", 60, 640, 8.5)
    assert place_notes([note, *TEXT, wide]) == [*TEXT[:3], note, *TEXT[3:], wide]


def test_what_is_no_note_stays_where_it_is_drawn():
    for beside in (
        make_line("Con le", 60, 640),  # as large as the text
        make_line("12", 60, 640, 8.5),  # a number
        make_line("Con le", 60, 640, 8.5)._replace(repeated=True),  # a chapter's name
        make_line("Con le", 60, 500, 8.5),  # below all text
        make_line("Con le scuole e i nidi", 60, 640, 8.5),  # over it
    ):
        assert place_notes([*TEXT, beside])[-1] == beside


def test_a_paragraph_of_the_page_before_is_left_whole():
    note = make_line("Con le", 60, 640, 8.5)
    assert place_notes([*NEXT, BELOW, LAST, note]) == [*NEXT, note, BELOW, LAST]


def test_beside_columns_a_note_is_told_at_their_head_alone():
    right = [make_line("Le famiglie", 400, 680 - 14 * n) for n in range(4)]
    high, low = (make_line("Con le", 560, top, 8.5) for top in (685, 640))
    columns = [HEAD, *FIRST, *NEXT, *right]
    assert place_notes([*columns, high]) == [HEAD, high, *columns[1:]]
    assert place_notes([low, *columns]) == [low, *columns]


def make_feet(*notes, top=100):
    return [make_line(words, 60, top - 24 * n, 9.0) for n, words in enumerate(notes)]


def show(items):
    return [(item.text, item.note) for item in items]


def test_a_footnote_is_read_behind_the_paragraph_that_has_its_mark_and_the_mark_is_cut():
    text = [
        HEAD,
        make_line("Con le scuole1 e", 60, 680),
        make_line("i nidi.2", 60, 666),
        make_line("• Le feste3", 60, 652),
        make_line("• I viali", 60, 638),
    ]
    feet = [*make_feet("1 Delibera", "2 Si veda", "3 Della Pro Loco"), make_line("scuola", 60, 42, 9.0)]
    page = make_line("3", 300, 20)
    read = place_footnotes([*text, *feet, page])
    assert show(read) == [
        ("1.1 Scuole", False),
        *(("Con le scuole e", False), ("i nidi.", False), ("[1] Delibera", True), ("[2] Si veda", True)),
        *(("• Le feste", False), ("[3] Della Pro Loco", True), ("scuola", True)),
        *(("• I viali", False), ("3", False)),
    ]


def test_the_words_of_a_footnote_and_of_what_has_its_mark_keep_their_places():
    line = make_line("a scuole1 e", 60, 680)._replace(places=array("i", (0, 1, 2, 2, 3, 4, 10, 5, 6)))
    note = make_feet("1 Nota")[0]._replace(places=array("i", (0, 1, 2, 2, 3, 4)))
    read = place_footnotes([line, note])
    assert [list(item.places[::3]) for item in read] == [[0, 2, 9], [1, 4]]


def test_a_footnote_of_a_cell_is_read_in_it():
    cells = [make_line(words, 60, 680, 9.0)._replace(cell=(0, 0, n, 1, 1)) for n, words in enumerate(("Nidi1", "no"))]
    table = Table(Grid((0, 1, 2), (700, 600), {}), (tuple(cells),))
    (read,) = place_footnotes([table, *make_feet("1 Asili")])
    assert [(line.text, line.cell[2]) for line in read.rows[0]] == [("Nidi", 0), ("[1] Asili", 0), ("no", 1)]


@pytest.mark.parametrize(
    "items",
    [
        [make_line("Le scuole1", 60, 680), *make_feet("1 Uno", "2 Due")],  # a number without a mark
        [make_line("Lotto A1, km1", 60, 680), *make_feet("1 Uno")],  # no marks
        [make_line("Le scuole1", 60, 680), make_line("1 Uno", 60, 660)],  # as large as the text
        [make_line("Le scuole2", 60, 680), make_line("e i nidi1", 60, 660), *make_feet("1 Uno", "2 Due")],
    ],
)
def test_what_is_no_footnote_stays_at_the_foot(items):
    assert place_footnotes(items) == items


def test_the_end_of_a_line_of_dots_is_found_in_one_pass():
    begun = process_time()
    text = [make_line("Nidi1", 60, 680), make_line(f"{'.' * 40_000} a", 60, 666), make_line("e orti", 60, 652)]
    assert len(place_footnotes([*text, *make_feet("1 Uno")])) == 4
    assert process_time() - begun < 1
