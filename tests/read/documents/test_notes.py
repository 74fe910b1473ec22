"""Notes beside the text of a page."""

import pytest

from dupgraph.read.documents.printed import Box, Line
from dupgraph.read.documents.readers.pdf.notes import place_notes


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
