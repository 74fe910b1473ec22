"""Tables of PDFs and what stands beside text, from lines, words and rulings; ``test_pdf`` has whole files."""

from types import SimpleNamespace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from dupgraph.read.documents.breaks import mend_breaks
from dupgraph.read.documents.pages import join_lines
from dupgraph.read.documents.printed import Box, Line, Word, pack_lines
from dupgraph.read.documents.readers.pdf import read_pdf
from dupgraph.read.documents.readers.pdf.aligned import _list_runs, find_aligned
from dupgraph.read.documents.readers.pdf.continued import _goes_on, number_tables, share_walls
from dupgraph.read.documents.readers.pdf.open_tables import _lengthen_grids, complete_grids
from dupgraph.read.documents.readers.pdf.rulings import Cell, Grid, Ruling, _join_rulings, find_grids
from dupgraph.read.documents.readers.pdf.stamps import mark_stamps, mark_tabs
from dupgraph.read.documents.readers.pdf.tables import Table, fill_grid, part_headings, split_lines

CARD, HALVES = (50, 150, 500), (50, 150, 300, 500)


def make_table(xs, ys, *rows):
    """Return a table of a page: a row is its cells by column, of each its words and how many columns it takes."""
    lines = []
    for row, (cells, y) in enumerate(zip(rows, ys, strict=False)):
        placed = ((n, words, count, Box(xs[n], xs[n + count], y - 10, y)) for n, (words, count) in cells.items())
        lines.append(tuple(Line(words, box, cell=(0, row, n, 1, count)) for n, words, count, box in placed))
    return Table(Grid(xs, ys, {}), tuple(lines))


def number_pages(*tables):
    """Return the cells of each page that has one of these tables."""
    pages, heights = [[table] for table in tables], [800] * len(tables)
    share_walls(pages, heights)
    return [[(line.text, *(line.cell or ())) for line in lines] for lines in number_tables(pages, heights)]


def test_a_table_of_merged_rows_goes_on_where_they_are_parted():
    upper = make_table(CARD, (120, 100), {0: ("Obiettivo", 1), 1: ("Curare", 1)})
    lower = make_table(HALVES, (780, 760), {0: ("Fasi", 1), 1: ("2026", 1), 2: ("2027", 1)})
    first, second = [("Obiettivo", 0, 0, 0, 1, 1), ("Curare", 0, 0, 1, 1, 2)], [("Fasi", 0, 1, 0, 1, 1)]
    years = [("2026", 0, 1, 1, 1, 1), ("2027", 0, 1, 2, 1, 1)]
    assert number_pages(upper, lower) == [first, [*second, *years]]
    whole = make_table(CARD, (780, 100), {0: ("Nota", 1), 1: ("Tempi", 1)})
    assert [page[1][2:] for page in number_pages(upper, whole, lower)] == [(0, 1, 1, 2), (1, 1, 1, 2), (2, 1, 1, 1)]
    # So does one that was parted before, and none that ends in the middle of its page.
    again = make_table(CARD, (780, 760), {0: ("Indicatore", 1), 1: ("Posti", 1)})
    assert number_pages(lower._replace(grid=lower.grid._replace(ys=(120, 100))), again)[1][1] == (
        "Posti",
        0,
        1,
        1,
        1,
        2,
    )
    ended = upper._replace(grid=upper.grid._replace(ys=(420, 400)))
    assert number_pages(ended, lower)[1][0][:2] == ("Fasi", 1)


@pytest.mark.parametrize(
    ("title", "label", "table"), [("Scheda 2", "Linea", 1), ("Scheda 2", "Durata", 0), ("Scheda 1", "Linea", 1)]
)
def test_a_card_that_opens_as_the_one_before_the_pages_end_is_another(title, label, table):
    cards = [
        make_table(CARD, (800, 780, 100), {0: (head, 2)}, {0: (name, 1), 1: (value, 1)})
        for head, name, value in (("Scheda 1", "Linea", "Ambiente"), (title, label, "Scuola"))
    ]
    assert number_pages(*cards)[1][-1][1] == table


def test_what_has_no_words_is_no_row_of_an_open_table():
    grid = Grid((50, 150, 300, 500), (700, 680), {})
    across = [Ruling(y, 50, 500) for y in (700, 680, 660, 640)]
    words = [Word(0, 1, 60, 90, y, y + 10) for y in (665, 645)]
    (longer,) = _lengthen_grids([grid], across, split_lines(words))
    assert longer.ys == (700, 680, 660, 640)
    assert list(_lengthen_grids([grid], across, split_lines(words[1:]))) == [grid]


def test_a_table_as_wide_below_another_is_no_row_of_it():
    grid, below = Grid(HALVES, (700, 680), {}), Grid((50, 150, 250, 350, 500), (640, 620), {})
    across = [Ruling(y, 50, 500) for y in (700, 680, 640, 620)]
    words = [Word(0, 1, left, left + 30, y, y + 10) for left, y in ((60, 655), (60, 625), (160, 625), (260, 625))]
    assert list(_lengthen_grids([grid, below], across, split_lines(words))) == [grid, below]


def test_an_item_of_a_cell_that_counts_on_is_the_rest_of_its_row():
    items = ("5.1 Portare la musica", "5.2 Aprire la sala")
    lines = [(0, "5 - Cultura"), *((1, words) for words in items), (2, "Sindaco")]
    row = tuple(Line(words, None, cell=(0, 1, column, 1, 1)) for column, words in lines)
    for words, rest in (("5.3 Curare il parco", True), ("6.1 Curare il parco", False)):
        assert _goes_on(row, (Line(words, None, cell=(0, 0, 1, 1, 1)),)) == rest


def test_a_row_that_a_page_cuts_below_its_last_line_is_of_an_open_table():
    grid, across = Grid((50, 150, 300, 500), (120, 100), {}), [Ruling(y, 50, 500) for y in (120, 100, 80)]
    rows = [Word(0, 1, left, left + 20, y, y + 10) for y, left in ((85, 60), (65, 60), (65, 160), (53, 160))]
    foot = Word(0, 1, 310, 330, 20, 30)
    (longer,) = _lengthen_grids([grid], across, split_lines([*rows, foot]))
    assert longer.ys == (120, 100, 80, 52)
    # What is below is text: it runs through the columns, stands in one of them, or goes on.
    through = [Word(0, 1, left, right, 65, 75) for left, right in ((60, 180), (310, 400))]
    below = [Word(0, 1, 60, 80, y, y + 10) for y in (25, 13, 1)]
    for words in ([rows[0], *through], [*rows[:2], foot], [*rows, *below]):
        assert list(_lengthen_grids([grid], across, split_lines(words))) == [grid]


def test_a_table_goes_on_below_its_head_whatever_lines_it_has():
    upper, lower = (
        make_table((50, wall, 500), (120, 100), {0: ("Obiettivo", 1), 1: ("Tempi", 1)}, {0: (words, 1), 1: ("2026", 1)})
        for wall, words in ((150, "Curare"), (160, "Aprire"))
    )
    lower = lower._replace(grid=lower.grid._replace(ys=(780, 700), pitch=15.0))
    assert number_pages(upper, lower)[1][-1][:3] == ("2026", 0, 2)
    other = make_table(CARD, (120, 100), {0: ("Spese", 1), 1: ("Euro", 1)}, {0: ("Scuola", 1), 1: ("9", 1)})
    assert number_pages(upper, other._replace(grid=lower.grid))[1][-1][:3] == ("9", 1, 1)


def test_a_shaded_title_with_its_number_in_another_shade_is_no_table():
    across = [Ruling(y, *ends) for y, ends in ((650, (50, 500)), (660, (53, 90)), (690, (53, 90)), (700, (50, 500)))]
    down = [Ruling(x, *ends) for x, ends in ((50, (650, 700)), (53, (660, 690)), (90, (660, 690)), (500, (650, 700)))]
    assert not find_grids(across, down)
    parted = [*down, Ruling(200, 650, 700), Ruling(350, 650, 700)]
    assert [grid.columns for grid in find_grids(across, parted)] == [5]


def set_words(*lines, bold=0, larger=0, touching=False):
    """Return the words of lines, each its top and its words by their lefts, and the text of a page that has them.

    The first lines are in ``bold``, the last ones of ``larger`` type. Words that are ``touching`` have no blanks.
    """
    text, placed = "", []
    for top, line in lines:
        placed.append([])
        for left, word in line.items():
            placed[-1].append(Word(len(text), len(text) + len(word), left, left + 5 * len(word), top, top + 10))
            text += word + ("" if touching else " ")
    starts = [line[0].start for line in placed]
    begin, end = starts[bold], (starts[-larger] if larger else len(text))
    sizes = {"find_type": lambda start, _: (14.0 if start >= end else 10.0, start < begin)}
    return SimpleNamespace(text=text, level_words=list, **sizes), placed


def test_cards_that_begin_alike_are_two_and_a_head_of_two_rows_is_repeated_whole():
    linea, first, second = {0: ("Linea", 1), 1: ("Cura", 1)}, ("Aprire il nido", 1), ("Curare il parco", 1)
    upper = make_table(CARD, (120, 100), linea, {0: ("Obiettivo", 1), 1: first})
    lower = make_table(CARD, (780, 760), linea, {0: ("Obiettivo", 1), 1: second})
    assert [cell[1] for page in number_pages(upper, lower) for cell in page] == [0, 0, 0, 0, 1, 1, 1, 1]
    heads = {0: ("Obiettivo", 1), 1: ("Tempi", 2)}, {1: ("2026", 1), 2: ("2027", 1)}
    parts = [make_table(HALVES, (140, 120, 100), *heads, {0: (words, 1)}) for words in ("Nido", "Parco")]
    over = [table._replace(rows=((spread(table.rows[0][0]), *table.rows[0][1:]), *table.rows[1:])) for table in parts]
    over[1] = over[1]._replace(grid=Grid(HALVES, (780, 760), {}))
    assert [cell[:3] for cell in number_pages(*over)[1] if len(cell) > 1] == [("Parco", 0, 3)]


def spread(line):
    """Return the line of a cell over two rows."""
    return line._replace(cell=(0, 0, 0, 2, 1))


def shade_rows(*rows):
    """Return the grids of shaded rows, each of three columns between two heights."""
    xs = (50.0, 150.0, 300.0, 400.0)
    cells = {(0, n): Cell(0, n, 1, 1) for n in range(3)}
    return [Grid(xs, ys, cells) for ys in rows]


def test_what_is_stamped_over_or_beside_the_text_of_most_pages_is_none_of_it():
    def make_line(words, left, right, bottom, top):
        return Line(words, Box(left, right, bottom, top))

    stamps = [make_line("BOZZA", 200, 400, 300, 500), make_line("Firmato il 14/11", 540, 590, 700, 706)]
    head = make_line("Comune", 60, 120, 780, 790)
    pages = [[head, make_line(f"Il Comune cura {name}", 60, 500, 400, 410), *stamps] for name in "abcd"]
    # One page has nothing below its stamp.
    pages[3][1] = make_line("Fine", 60, 100, 760, 770)
    mark_stamps(pages)
    assert [[line.text for line in page if line.repeated] for page in pages] == [["BOZZA", "Firmato il 14/11"]] * 4
    # A table is as wide as its page: a number at the page's foot stands below it.
    foot = make_line("pag. 3", 500, 540, 30, 40)
    pages = [[head, make_table((60, 540), (700, 100), {0: (name, 1)}), foot] for name in "abcd"]
    mark_stamps(pages)
    assert pages[0][2] == foot
    # A form that is printed on each page is no stamp, though its labels stand beside what is filled in.
    form = [make_line(f"Voce {n}", 60, 100, 10 * n, 10 * n + 8) for n in range(60)]
    pages = [[*form, make_line(f"Il Comune cura {name}", 200, 500, 400, 410)] for name in "abcd"]
    mark_stamps(pages)
    assert pages[0][:60] == form


def test_the_name_of_a_chapter_in_the_margin_of_its_pages_is_none_of_the_text():
    def make_page(*margin):
        return [Line(words, Box(left, left + 30, 400, 410)) for words, left in (("Curare i parchi", 200), *margin)]

    pages = [make_page(("Scuola", 545), ("1.1", 20)), make_page(("Scuola", 545), ("1.1", 20)), make_page(("Nidi", 545))]
    mark_tabs(pages, [595.0] * 3)
    assert [[line.text for line in page if line.repeated] for page in pages] == [["Scuola"], ["Scuola"], []]
    # What stands above the text is a title; and several names are labels of the text beside them.
    text, above = Line("Curare i parchi", Box(20, 500, 400, 410)), Line("Missione 1", Box(20, 55, 500, 510))
    labels = [Line(words, Box(20, 55, bottom, bottom + 10)) for words, bottom in (("Tempi", 400), ("Fondi", 300))]
    for lines in ([above, text], [text._replace(box=Box(90, 500, 400, 410)), *labels]):
        pages = [list(lines), list(lines)]
        mark_tabs(pages, [595.0] * 2)
        assert pages == [lines, lines]


def test_plain_rows_between_and_below_shaded_ones_are_of_their_table():
    tops = (780, 760, 740, 720, 700)
    lines = [(top, {55: "1.1", 155: "Nido", 305: "Posti"}) for top in tops]
    _, words = set_words(*lines, (660, {50: "Il Comune cura i parchi e le scuole di tutte le frazioni"}))
    (grid,) = complete_grids(shade_rows((793.0, 776.0), (753.0, 736.0)), [], words)
    assert len(grid.ys) - 1 == 5
    assert {cell.row for cell in grid.cells.values()} == {0, 1, 2, 3, 4}
    # What crosses their columns is no row, nor is a title that stands alone between them.
    for between in ({50: "Il Comune cura i parchi e le scuole"}, {55: "Scuola"}):
        _, words = set_words(lines[0], (760, between), lines[2])
        assert len(complete_grids(shade_rows((793.0, 776.0), (753.0, 736.0)), [], words)) == 2
    # Below the head of a page stands the rest of the row that the page before cuts.
    _, words = set_words((760, {155: "comunale"}), lines[2])
    (grid,) = complete_grids(shade_rows((753.0, 736.0)), [], words)
    assert grid.ys[0] > 768


def test_rows_below_a_shaded_head_may_be_named_by_a_line_across():
    head, name = (780, {55: "Cod.", 155: "Obiettivo", 305: "Esito"}), "Missione di tutti i cittadini"
    rows = [(726, {55: "1.1", 155: "Nido", 305: "Posti"}), (714, {155: "nuovo"}), (702, {155: "grande"})]
    # The next row is a little further from the line above it than that is from the one before.
    rows.append((684, {55: "1.2", 155: "Parco", 305: "Alberi"}))
    _, words = set_words(head, (750, {55: name}), *rows)
    (grid,) = complete_grids(shade_rows((793.0, 772.0)), [], words)
    assert len(grid.ys) - 1 == 4
    assert grid.cells[1, 2] == Cell(1, 0, 1, 3)
    # Where the rows are drawn the line is a heading between two tables.
    assert [len(grid.ys) for grid in complete_grids(shade_rows((793.0, 772.0), (740.0, 660.0)), [], words)] == [2, 2]
    # A line up to the end is text.
    _, words = set_words(head, (750, {55: name * 2}), *rows)
    (grid,) = complete_grids(shade_rows((793.0, 772.0)), [], words)
    assert len(grid.ys) - 1 == 1


@pytest.mark.parametrize("head", ["N.", "Cod.", "Rif"])
def test_a_column_of_numbers_is_known_by_its_head_and_a_title_below_is_no_row(head):
    rows = ((680, {50: "1.1", 90: "Nido"}), (660, {50: "1.2", 90: "Parco"}), (640, {50: "2.", 90: "Scuola"}))
    text, lines = set_words((700, {50: head, 90: "Obiettivo"}), *rows, larger=1)
    (run,) = _list_runs(text, lines, None)
    assert run.lines == lines[:3]
    assert len(run.gutters) == 1


def find_rows(text, lines, above=None):
    """Return how many rows each table without lines has."""
    grids, _ = find_aligned(text, [word for line in lines for word in line], above)
    return [len(grid.ys) - 1 for grid in grids]


def test_the_rest_of_a_cell_that_pages_cut_stands_below_its_beginning():
    def make_page(*cells, goes_on=False):
        return pack_lines(
            [Line(words, Box(50, 90, 80, 90), cell=(0, 1, column, 1, 1), goes_on=goes_on) for column, words in cells]
        )

    pages = [
        make_page((0, "Pasti a"), (1, "Con la Provincia"), (2, "Auser.")),
        make_page((0, "domicilio"), (1, "di Pistoia"), (2, "Caritas"), goes_on=True),
        make_page((1, "e con altri"), (3, "Sempre"), goes_on=True),
    ]
    paper = join_lines(pages)
    assert [(paper.text[block.start : block.end], block.column, block.page) for block in paper.blocks] == [
        ("Pasti a\ndomicilio", 0, 1),
        ("Con la Provincia\ndi Pistoia\ne con altri", 1, 1),
        ("Auser.", 2, 1),
        ("Caritas", 2, 2),
        ("Sempre", 3, 3),
    ]


def test_a_row_below_a_head_and_the_rest_of_a_row_that_a_page_cuts_are_of_a_table_without_lines():
    head, *row = (
        (140, {50: "Codice", 120: "Obiettivo", 300: "Risultati"}),
        (120, {50: "1.1", 120: "Aprire", 300: "Posti"}),
        (108, {120: "nidi", 300: "nuovi"}),
    )
    assert find_rows(*set_words(head, *row, bold=1)) == [2]
    assert not find_rows(*set_words(head, *row))
    text, lines = set_words((160, {300: "del"}), (148, {300: "nido"}), *row)
    above = Grid((49, 110, 280, 345), (200, 100), {}, 15.0)
    assert find_rows(text, lines, above) == [2]
    assert not find_rows(text, lines)
    # The head stands again above the rest of a row.
    assert find_rows(*set_words((160, head[1]), (140, {300: "del"}), (128, {300: "nido"}), bold=1), above) == [2]
    # What begins in the first column can as well be a heading.
    assert find_rows(*set_words((160, {50: "Nido"}), *row), above) == [1]


def test_notes_in_smaller_type_beside_a_text_are_no_column():
    rows = [((200 - 40 * n, {50: "Cura", 120: "Parco"}), (188 - 40 * n, {120: "nuovo"})) for n in range(3)]
    text, lines = set_words(*(line for row in rows for line in row))
    assert find_rows(text, lines) == [3]
    text.find_type = lambda start, _: (8.0 if text.text[start] == "C" else 11.0, False)
    assert not find_rows(text, lines)


def test_a_table_without_lines_is_sure_where_its_rows_are_full_and_may_begin_with_a_head_at_a_pages_end():
    rows = [(140 - 20 * n, {50: "Cura", 120: "Parco", 300: "Posti"}) for n in range(3)]
    text, lines = set_words(*rows)
    assert [grid.sure for grid in find_aligned(text, [word for line in lines for word in line])[0]] == [True]
    text, lines = set_words(*rows[:2], (100, {50: "Cura", 300: "Posti"}))
    assert [grid.sure for grid in find_aligned(text, [word for line in lines for word in line])[0]] == [False]
    text, lines = set_words(rows[0], (40, {50: "pag. 3"}), bold=1)
    ((head,), _) = find_aligned(text, [word for line in lines for word in line])
    assert [round(x) for x in head.xs] == [49, 119, 299, 326]
    text, lines = set_words(*rows[:2])
    assert find_rows(text, lines, head) == [2]


def test_points_in_amounts_lead_to_no_page():
    row = {50: "Scuola", 120: "Nidi", 300: "1", 305: ".", 310: "0", 315: ".", 320: "0", 400: "2", 405: ".", 410: "0"}
    row |= {415: ".", 420: "0"}
    assert find_rows(*set_words(*((140 - 20 * n, row) for n in range(3)), touching=True)) == [3]


@pytest.mark.parametrize(("last", "rows"), [("7", []), ("Posti", [3])])
def test_an_index_in_two_columns_is_no_table(last, rows):
    row = {50: "Scuola", 120: "3", 200: "Nidi", 300: last}
    assert find_rows(*set_words(*((140 - 20 * n, row) for n in range(3)))) == rows


def test_columns_that_are_drawn_one_by_one_are_no_table_below_a_running_head():
    columns = [[(140 - 14 * n, {x: "Cura"}) for n in range(6)] for x in (50, 200, 300)]
    drawn = [line for column in columns for line in column[1:]] + [column[0] for column in columns]
    assert find_rows(*set_words(*drawn)) == []
    assert find_rows(*set_words(*(line for row in zip(*columns, strict=True) for line in row))) == [6]


def read_lines(path, lines):
    """Draw lines, each at its left and top and in its size, and return what is read of them."""
    canvas = Canvas(str(path))
    for left, top, size, words in lines:
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, top, words)
    canvas.save()
    (page,) = read_pdf(path.read_bytes(), 10_000)["pages"]
    return list(page["text"])


@pytest.mark.parametrize(
    ("step", "size", "left_out"), [(1, 7, True), (5, 10, True), (1, 10, False)], ids=["small", "every fifth", "rows"]
)
def test_numbers_in_the_margin_that_count_lines_are_left_out(tmp_path, step, size, left_out):
    things = ("parchi", "scuole", "strade", "nidi", "musei", "piazze", "fossi", "case", "orti", "boschi")
    words = [f"Il Comune cura {thing}" for thing in things] * 2
    lines = [(80, 800 - 14 * n, 10, own) for n, own in enumerate(words, 1)]
    numbers = [(60, 800 - 14 * n, size, str(n)) for n in range(step, len(words) + 1, step)]
    read = read_lines(tmp_path / "t.pdf", sorted((*lines, *numbers), key=lambda line: (-line[1], line[0])))
    assert (read == words) is left_out
    assert len(read) == len(words)


@pytest.mark.parametrize("turn", [90, -90])
def test_words_of_a_cell_that_stand_on_their_side_are_read(tmp_path, turn):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    canvas.grid([50, 90, 300], [600, 650, 700])
    for top, words in ((680, "Aprire il nido"), (630, "Curare il parco")):
        canvas.drawString(100, top, words)
    for left, words in ((62, "1. Le"), (78, "scuole")):
        canvas.saveState()
        canvas.translate(left if turn > 0 else 145 - left, 655 if turn > 0 else 690)
        canvas.rotate(turn)
        for number, letter in enumerate(words):
            canvas.drawString(stringWidth(words[:number], "Helvetica", 12), 0, letter)
        canvas.restoreState()
    canvas.save()
    (page,) = read_pdf((tmp_path / "t.pdf").read_bytes(), 10_000)["pages"]
    assert list(page["text"]) == ["1. Le scuole", "Aprire il nido", "Curare il parco"]


def lay(*lines):
    """Return the blocks of one page of lines, each with its left and right and the step from the one above."""
    top, laid = 800.0, []
    for words, left, right, step in lines:
        top -= step
        laid.append(Line(words, Box(left, right, top, top + 10), 30.0, size=10.0))
    paper = join_lines([pack_lines(laid)])
    return [paper.text[block.start : block.end] for block in paper.blocks]


@pytest.mark.parametrize(
    ("heading", "heads"), [("{}", 7), ("Capitolo 1 - {}", 7), ("Altro", 0), ("Il Comune cura {} e altro", 0)]
)
def test_a_head_that_names_the_chapter_is_furniture_where_its_heading_stands_on_the_page_too(heading, heads):
    def make_line(words, top, size=10.0, left=50.0):
        return Line(words, Box(left, left + 400, top, top + size), 30.0, size=size)

    pages = []
    for chapter in ("Le scuole\ne i nidi", "Le scuole\ne i nidi", "I parchi", "I parchi", "Lo sport"):
        first, *more = f"Valle - {chapter}".split("\n")
        lines = [(heading.format(" ".join(chapter.split())), 700, 14.0)]
        lines = lines if first not in (page[0].text for page in pages) else []
        lines += [(f"Il Comune apre {len(pages)}, e cura", 680, 10.0), (f"tutto {len(pages)}.", 666, 10.0)]
        # Beside the town's name, and over two lines; a box is as high as its letters.
        head = [make_line(first, 780 + len(pages) % 2, 9.0), *(make_line(words, 770, 9.0) for words in more)]
        pages.append([*head, *(make_line(*line) for line in lines)])
    paper = join_lines([pack_lines(page) for page in pages])
    words = "\n".join(paper.text[start:end] for start, end in paper.furniture)
    assert len([line for line in words.split("\n") if line.strip()]) == heads


def test_a_number_opens_an_item_below_a_line_that_has_ended():
    above = [("Il Comune, con le scuole e le associazioni, entro l'anno:", 50, 500, 14)]
    for end, items in ((":", 2), ("e", 1)):
        words = above[0][0][:-1] + end
        assert (
            len(lay((words, 50, 500, 14), ("1) apre il nido e cura tutti i parchi dei quartieri", 50, 500, 14)))
            == items
        )


def test_what_is_centred_below_a_line_that_has_ended_is_a_paragraph_of_its_own():
    prose = [("Il Comune lavora con le scuole del territorio per tutte le famiglie", 50, 500, 14)] * 4
    for end, blocks in ((".", 2), ("", 1)):
        assert len(lay(*prose, (f"Il Consiglio{end}", 215, 335, 40), ("Approva il piano", 208, 342, 14))) == 1 + blocks


@pytest.mark.parametrize(("word", "last", "cells"), [("per", "gite", 1), ("Per", "gite", 0), ("2027", "gite.", 1)])
def test_the_rest_of_one_cell_alone_is_a_row_that_a_pages_end_cut(word, last, cells):
    xs = (50, 150, 300, 500)
    grid = Grid(xs, (760, 740), {(0, column): Cell(0, column, 1, 1) for column in range(3)})
    text, (words,) = set_words((745, {160: word, 190: "le", 210: last}))
    text.is_turned = lambda start: False
    text.find_type = lambda start, end: (10.0, False, False)
    table, inside = fill_grid(text, grid, words)
    assert len(table.rows[0] if table else ()) == cells
    assert len(inside) == 3 * cells


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Confermare lo", "scuolabu", "s", "gratuito"], "scuolabus"),
        (["Curare l'area", "artigiana", "le del", "Piano"], "artigianale"),
        (["Economia,", "commerci", "o e", "lavoro"], "commercio"),
        (["Completare", "l'infrastrut", "turazione", "della zona"], "l'infrastrutturazione"),
        (["Completare", "l'infrastruttu", "razione", "della zona"], "l'infrastrutturazione"),
        (["Installare la", "videosorvegli", "anza ai varchi"], "videosorveglianza"),
        (["Il fondo per", "l'efficientame", "nto degli edifici"], "l'efficientamento"),
        (["Aprire spazi", "polifunziona", "li in tutte"], "polifunzionali"),
        (["Curare il", "social", "housing", "comunale"], "social housing"),
        (["Promuovere lo", "sport", "e tempo libero"], "sport e tempo"),
        (["Offrire il post", "scuola in tutti", "i plessi"], "post scuola"),
        (["Depavime", "ntare i parcheggi"], "Depavimentare"),
        (["Aprire aree", "artigiana", "le prime", "di tutte"], None),
    ],
)
def test_a_word_that_a_cell_breaks_is_known_by_what_cannot_stand_alone(lines, whole):
    cell = (0, 1, 1, 1, 1)
    page = [{"text": words, "cell": cell, "box": [0, 60, 0, 10]} for words in lines]
    mend_breaks([page])
    joined = "".join(line["text"] + ("" if line.get("joined") else " ") for line in page)
    assert (whole or "artigiana le") in joined


def test_a_head_that_stands_again_below_text_begins_another_table():
    upper = make_table(HALVES, (120, 100), {0: ("Attività", 1), 1: ("Chi", 1)}, {0: ("Lavori", 1), 1: ("Rossi", 1)})
    lower = make_table(HALVES, (600, 580), {0: ("Attività", 1), 1: ("Chi", 1)}, {0: ("Corsi", 1), 1: ("Verdi", 1)})
    head = Line("Piano 2026", Box(50, 100, 780, 790), size=9.0)

    def count(*between):
        pages = [[head, upper], [head, *between, lower]]
        return max(line.cell[0] for page in number_tables(pages, [800, 800]) for line in page if line.cell)

    assert count() == count(Line("7", Box(50, 60, 700, 710))) == 0
    assert count(Line("Il lavoro prosegue.", Box(50, 150, 700, 710))) == 1
    assert count(Line("Aprire un nido", Box(50, 150, 700, 710), size=13.0)) == 1


@pytest.mark.parametrize(("second", "parts"), [(4, ["MISSIONE 04 Istruzione", 2]), (3, [3])])
def test_a_heading_in_columns_above_a_table_with_more_of_them_is_none_of_it(second, parts):
    head = {0: ("MISSIONE", 1), 1: ("04", 1), 2: ("Istruzione", second - 2)}
    rows = [{n: (f"{words} {n}", 1) for n in range(second)} for words in ("Anno", "Spesa")]
    items = part_headings(make_table((50, 150, 200, 300, 500)[: second + 1], (700, 680, 660, 640), head, *rows))
    assert [len(item.rows) if isinstance(item, Table) else item.text for item in items] == parts
    if len(items) > 1:
        assert items[1].grid.ys == (680, 660, 640)
        assert [line.cell[1] for row in items[1].rows for line in row] == [0] * 4 + [1] * 4


def test_lines_of_two_tables_part_where_most_room_is_between_them():
    # Those of the first table's head and rows stand closer to one another than to the second table's.
    first, second = [(141.0, 457, 474), (140.6, 331, 380), (140.6, 380, 456)], [(138.4, 63, 112), (138.8, 161, 178)]
    assert [round(ruling.at, 1) for ruling in _join_rulings(Ruling(*ends) for ends in (*first, *second))] == [
        138.6,
        138.6,
        140.7,
    ]
