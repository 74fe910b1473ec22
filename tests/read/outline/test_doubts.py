"""What may be wrong with an outline: each rule by itself, on a few lines and the headings that a profile takes."""

from collections.abc import Mapping

import pytest

from dupgraph.read.documents.furniture import find_furniture
from dupgraph.read.outline import parse_outline
from dupgraph.read.outline.doubts import doubt_learnt
from dupgraph.read.outline.lines import read_page
from dupgraph.read.outline.profile import parse_profile
from dupgraph.schema.values import Block, Document, PlanRecord

Texts = Mapping[int, tuple[str, ...]]
AREAS = ("Famiglie", "Strade", "Ambiente", "Cultura", "Sport", "Tributi")
TEXT = "Gli uffici preparano il programma delle attività, e il Consiglio ne discute ogni anno."
PART = ("Finalità", TEXT)
HEADING = '[[levels]]\nname = "Linea"\nkind = "policy"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
ITEM = '[[levels]]\nname = "Punto"\nkind = "objective"\nbullets = ["•"]\ntitle = "item"\n'
MISSING = "elements may be missing ({count}; the first: {words})"


def write(texts: Texts, every: tuple[str, ...] = (), above: Mapping[int, str] | None = None) -> str:
    """Return six headings, each with what all have or with its own of ``texts``, and what stands above some."""
    lines: list[str] = []
    for number, area in enumerate(AREAS, 1):
        lines += [(above or {}).get(number, ""), f"Linea {number} – {area}", TEXT, *texts.get(number, every)]
    return "\n\n".join(filter(None, lines))


def doubt(text: str, profile: str = HEADING) -> list[str]:
    """Return the doubts of what a profile takes."""
    document, read = Document(text, "piano.txt", "", PlanRecord()), parse_profile("prova", profile)
    return doubt_learnt(read_page(document), parse_outline(document, read).sections, read.levels)


STRETCH: Texts = {4: ("Curare i boschi", TEXT, "Formare i giovani", TEXT)}
FIELDS = {1: "Servizio: Anagrafe", 3: "Servizio: Polizia locale", 5: "Servizio: Biblioteca"}
PARTED: Texts = {1: ("Nidi", *PART), 2: (*PART, "Nuovi orti", *PART, "Nuovi campi", *PART), 5: ("Teatri", *PART)}
LISTS: Texts = {
    number: (f"• aprire {area.lower()};\n• curare {area.lower()}.",) for number, area in enumerate(AREAS, 1)
}
LISTED: Texts = {
    **LISTS,
    2: (*LISTS[2], "Nidi in rete", "• fondare una consulta;\n• tenere un'assemblea."),
    5: (*LISTS[5], "Campi in rete", "• scrivere un regolamento;\n• bandire una gara."),
}


@pytest.mark.parametrize(
    ("text", "profile", "count", "words"),
    [
        pytest.param(write(STRETCH), HEADING, 2, "Curare i boschi", id="lines in one stretch"),
        pytest.param(write({}, above=FIELDS), HEADING, 3, "Servizio: Anagrafe", id="a field above groups"),
        pytest.param(write(PARTED, PART), HEADING, 2, "Nuovi orti", id="a part of each element again"),
        pytest.param(write(LISTED), HEADING + ITEM, 2, "Nidi in rete", id="lists of items"),
    ],
)
def test_lines_that_stand_as_headings_do_are_a_doubt(text: str, profile: str, count: int, words: str) -> None:
    assert doubt(write({} if profile == HEADING else LISTS, PART), profile) == []
    assert any(MISSING.format(count=count, words=words) in said for said in doubt(text, profile))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("OB.1 – Famiglie e anziani", id="the code of an element"),
        pytest.param("Che cosa faranno gli uffici del Comune", id="a part that goes on otherwise"),
        pytest.param("UNICAMERE", id="a name that sounds like an infinitive"),
    ],
)
def test_lines_that_name_an_element_or_a_part_are_no_headings(words: str) -> None:
    part = ("Che cosa faranno gli uffici", TEXT)
    text = write({6 if words.isupper() else 5: (*part, words, TEXT, f"{words} insieme", TEXT)}, part)
    profile = HEADING.replace('labels = ["Linea"]', 'codes = ["OB.1"]').replace('number = "decimal"\n', "")
    assert doubt(text.replace("Linea ", "OB."), profile) == []


def test_one_title_far_longer_than_all_others_is_a_doubt() -> None:
    said = [doubt(write(LISTS).replace("ambiente.", f"ambiente\n{text}"), HEADING + ITEM) for text in (TEXT, 2 * TEXT)]
    assert not any("titles seem to go on" in reason for reason in said[0])
    assert any("1 titles seem to go on" in reason for reason in said[1])


def test_a_line_that_stands_twice_is_a_field() -> None:
    field = ("Programma Organi istituzionali", TEXT)
    assert doubt(write({1: field, 2: (*field, "Programma Polizia locale", TEXT)})) == []


def test_a_row_alone_is_a_cell_of_no_table() -> None:
    text = "Linea 1: Scuola\nAzione\nAprire il nido"
    cells = tuple(
        Block("cell", *span, table=0, row=0, column=n) for n, span in enumerate([(0, 15), (16, 22), (23, 37)])
    )
    document, read = Document(text, "piano.html", "", PlanRecord(), blocks=cells), parse_profile("prova", HEADING)
    doubts = doubt_learnt(read_page(document), parse_outline(document, read).sections, read.levels)
    assert not any("hold" in said for said in doubts)


def test_numbers_that_begin_again_below_one_element_are_a_doubt() -> None:
    point = '[[levels]]\nname = "Punto"\nkind = "objective"\nlabels = ["Punto"]\nnumber = "decimal"\ntitle = "line"\n'
    for again, said in (((), False), ((2,), True), ((2, 3, 4), False)):
        words = ("Nidi", "Mense", "Orti", "Campi")
        texts = {
            n: tuple(f"Punto {1 + k % 2} – {word} {n}" for k, word in enumerate(words[: 4 if n in again else 2]))
            for n in range(1, len(AREAS) + 1)
        }
        document = Document(write(texts), "piano.txt", "", PlanRecord())
        reasons = parse_outline(document, parse_profile("prova", HEADING + point)).coverage.reasons
        assert any("the numbers below 2 begin again" in reason for reason in reasons) == said


def test_a_table_of_aims_without_a_head_outside_the_elements_is_a_doubt() -> None:
    aims = ("Aprire un nido", "Curare i parchi", "Rivedere la sosta", "Piantare alberi")
    rows = "\n".join(f"Piazza {name}\n{aim}" for name, aim in zip(AREAS, aims, strict=False))
    text = f"{rows}\nLinea 1: Scuola\n{TEXT}"
    spans = [(text.index(words), text.index(words) + len(words)) for words in rows.split("\n")]
    cells = tuple(Block("cell", *span, table=0, row=n // 2, column=n % 2) for n, span in enumerate(spans))
    for count, told in ((8, 1), (6, 0)):
        document = Document(text, "piano.html", "", PlanRecord(), blocks=cells[:count])
        read = parse_profile("prova", HEADING)
        doubts = doubt_learnt(read_page(document), parse_outline(document, read).sections, read.levels)
        assert sum("a table without a head holds what reads like objectives" in said for said in doubts) == told


def test_an_index_that_goes_on_where_the_text_has_ended_is_a_doubt() -> None:
    index = "\n".join(f"{n}. Linea {n} – {area} ........ {n + 2}" for n, area in enumerate(AREAS, 1))
    text = f"Indice\n{index}\n\n{write({})}"
    said = "goes on with titles that its text never has (linea 5 - sport; 2 such)"
    for end, cut in ((None, 0), (text.rindex("Linea 5"), 1), (text.rindex("Linea 6"), 0)):
        document = Document(text[:end], "piano.txt", "", PlanRecord(), furniture=find_furniture(text))
        read = parse_profile("prova", HEADING)
        doubts = doubt_learnt(read_page(document), parse_outline(document, read).sections, read.levels)
        assert sum(said in reason for reason in doubts) == cut


def test_elements_of_two_levels_below_chapters_that_nothing_marks_are_a_doubt() -> None:
    chapter = '[[levels]]\nname = "Capitolo"\nkind = "policy"\nlook = "alone"\ntitle = "line"\n'
    line = HEADING.replace('"policy"', '"guideline"')
    text = "\n\n".join(f"{area}\n\nLinea {n} – {area}\n\n{LISTS[n][0]}" for n, area in enumerate(AREAS, 1))
    said = "Linea, Punto stand side by side below chapters"
    assert not any(said in reason for reason in doubt(text, chapter + line + ITEM))
    assert any(said in reason for reason in doubt(text.replace("Linea 3 – Ambiente\n\n", ""), chapter + line + ITEM))


def test_a_chapter_that_nothing_marks_and_that_holds_none_is_a_doubt() -> None:
    chapter = '[[levels]]\nname = "Capitolo"\nkind = "policy"\nlook = "alone"\ntitle = "line"\n'
    items = [LISTS[number] if number != 3 else (TEXT,) for number in range(1, len(AREAS) + 1)]
    text = "\n\n".join(f"{area}\n\n{below[0]}" for area, below in zip(AREAS, items, strict=True))
    assert any("chapters have no element below them" in said for said in doubt(text, chapter + ITEM))


@pytest.mark.parametrize("mark", ["A.", "(A)", "a.", "i.", "1°)", "n. {n} –", "#{n}", "[{n}]", "101/{n}", "1,{n}", "»"])
def test_titles_with_a_mark_that_nothing_took_are_a_doubt(mark: str) -> None:
    titles = [f"{mark.format(n=n)} {title}" for n, title in enumerate(("Nido più grande", "Ponti sicuri"), 1)]
    text = write({}, (titles[0], TEXT, titles[1], TEXT))
    for title in titles:
        # What all have in common is a part of each.
        text = "".join(f"{piece}{title} {area}" for piece, area in zip(text.split(title), (*AREAS, ""), strict=True))
    said = "6 of 6 elements called Linea hold more lines or items that read like titles"
    assert any(said in reason for reason in doubt(text))


@pytest.mark.parametrize(
    ("title", "kept", "doubted"),
    [
        # Where labels stop, a few go on.
        ("Strategia {n} – {area}", 2, True),
        ("Strategia {n} – {area}", 1, False),
        ("N° {n} {area}", 6, True),
        ("L{n}.OS1 {area}", 6, True),
        ("{n}00 alberi", 6, False),
        ("Primo punto {area}", 6, True),
    ],
)
def test_titles_that_keep_their_number_are_a_doubt(title: str, kept: int, doubted: bool) -> None:
    titles = [title.format(n=n, area=area) if n <= kept else area for n, area in enumerate(AREAS, 1)]
    text = "\n\n".join(f"{n}. {words}\n\n{TEXT}" for n, words in enumerate(titles, 1))
    said = doubt(text, HEADING.replace('labels = ["Linea"]\n', ""))
    assert any("that was not understood" in words for words in said) == doubted
