"""The last element ends where a closing chapter begins, whatever that is called: it is known by how it is set."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document as WordDocument
from reportlab.pdfgen.canvas import Canvas

from dupgraph.read.documents import read_document
from dupgraph.read.outline import learn_outline, parse_outline
from dupgraph.read.outline.closing import find_closings, find_following, find_outsiders, find_town
from dupgraph.read.outline.lines import Line, Page, read_page
from dupgraph.read.outline.profile import Profile, load_profile, parse_profile
from dupgraph.schema.values import Document, Outline, PlanRecord, Section

Font = tuple[str, int]
TEXT: Font = ("Helvetica", 10)
SMALL: Font = ("Helvetica-Bold", 10)
LARGE: Font = ("Helvetica-Bold", 14)
LARGE_PLAIN: Font = ("Helvetica", 14)
CHAPTERS = ("Una città che cura", "Ambiente e mobilità", "Scuola e cultura")
AIMS = ("Sostenere le famiglie", "Ampliare i servizi", "Aprire spazi di incontro")
SAYS = "Il comune sostiene progetti e servizi per la comunità, con obiettivi e azioni del mandato: {title}."
CLOSING = "Riepilogo delle risorse"
AMOUNTS = "La spesa complessiva resta soggetta a verifica annuale con i documenti di bilancio."


def list_lines(chapter: str, aim: str, closing: str, part: str = "") -> list[tuple[str, str]]:
    """Return a plan's lines, each with what it is; ``part`` heads a part of every element's text."""
    lines: list[tuple[str, str]] = []
    for number, title in enumerate(CHAPTERS, 1):
        lines += [("chapter", chapter.format(number=number, title=title)), ("text", SAYS.format(title=title))]
        for place, name in enumerate(AIMS, 1):
            own = f"{name} {('nei quartieri', 'in centro', 'nelle frazioni')[number - 1]}"
            text = ("text", SAYS.format(title=own))
            lines += [("aim", aim.format(number=number, place=place, title=own)), text, text, text]
            lines += [("part", part.format(title=own)), text] if part else []
    return [*lines, ("closing", closing), *[("text", AMOUNTS)] * 4]


def print_plan(path: Path, lines: Sequence[tuple[str, str]], fonts: dict[str, Font], *, pages: bool = False) -> Path:
    """Print the lines in these fonts, each chapter on a page of its own where asked."""
    canvas = Canvas(str(path))
    y = 780
    for kind, words in lines:
        head = kind in ("chapter", "closing")
        if y < 60 or (pages and head and y < 780):
            canvas.showPage()
            y = 780
        canvas.setFont(*fonts.get(kind, fonts.get("chapter", TEXT) if head else TEXT))
        y -= 14 if kind != "text" else 0
        canvas.drawString(50, y, words)
        y -= 24
    canvas.save()
    return path


def write_word(path: Path, lines: Sequence[tuple[str, str]]) -> Path:
    """Write the lines with a style for the closing alone: the elements' headings are bold."""
    document = WordDocument()
    for kind, words in lines:
        if kind == "closing":
            document.add_heading(words, 1)
        else:
            document.add_paragraph().add_run(words).bold = kind != "text"
    document.save(str(path))
    return path


def learn(path: Path) -> tuple[Outline, str]:
    """Return the outline of a plan, and the last element's text."""
    document = read_document(path)
    outline, _ = learn_outline(document)
    return outline, document.text[outline.sections[-1].start : outline.sections[-1].end]


LABELS = ("Linea programmatica {number}: {title}", "Obiettivo operativo {number}.{place} {title}")
NUMBERS = ("{number}. {title}", "{number}.{place} {title}")
CODES = ("LP{number} – {title}", "OB{number}.{place} – {title}")


@pytest.mark.parametrize(
    ("words", "fonts", "pages"),
    [
        pytest.param(LABELS, {"chapter": LARGE, "aim": SMALL}, False, id="larger type"),
        pytest.param(LABELS, {"chapter": SMALL, "aim": SMALL}, False, id="bold type of the text's size"),
        pytest.param(LABELS, {}, True, id="the text's type, each chapter on a page"),
        pytest.param(NUMBERS, {"chapter": LARGE, "aim": SMALL}, False, id="numbers in larger type"),
        pytest.param(NUMBERS, {"chapter": LARGE_PLAIN, "aim": ("Helvetica", 12)}, False, id="numbers, not bold"),
        pytest.param(CODES, {"chapter": LARGE, "aim": SMALL}, False, id="codes"),
    ],
)
def test_a_closing_chapter_ends_the_last_element(
    tmp_path: Path, words: tuple[str, str], fonts: dict[str, Font], pages: bool
) -> None:
    outline, last = learn(print_plan(tmp_path / "piano.pdf", list_lines(*words, CLOSING), fonts, pages=pages))
    assert [section.notation[-1] for section in outline.sections[-3:]] == ["1", "2", "3"]
    assert len(outline.sections) == 12
    assert last.endswith("mandato: Aprire spazi di incontro nelle frazioni.")
    assert any(CLOSING in warning for warning in outline.warnings)
    # A packaged profile with such a stop is still told by its name.
    assert not any("learnt" in level.how for level in outline.levels)


@pytest.mark.parametrize(
    ("closing", "heads"),
    [(f"4.1 {CLOSING}", SMALL), (f"E – {CLOSING}", ("Helvetica-BoldOblique", 10))],
    ids=["a number where elements have labels", "in plain bold below bold italics"],
)
def test_a_closing_chapter_is_set_nearly_as_the_elements_are(tmp_path: Path, closing: str, heads: Font) -> None:
    fonts = {"chapter": heads, "aim": heads, "closing": SMALL}
    outline, last = learn(print_plan(tmp_path / "piano.pdf", list_lines(*LABELS, closing), fonts))
    assert len(outline.sections) == 12
    assert last.endswith("mandato: Aprire spazi di incontro nelle frazioni.")


def test_a_heading_by_style_ends_elements_whose_headings_have_none(tmp_path: Path) -> None:
    outline, last = learn(write_word(tmp_path / "piano.docx", list_lines(*LABELS, CLOSING)))
    assert len(outline.sections) == 12
    assert last.endswith("mandato: Aprire spazi di incontro nelle frazioni.")


def test_a_closing_chapter_ends_elements_with_labels_and_no_numbers(tmp_path: Path) -> None:
    lines = list_lines("AREA STRATEGICA: {title}", "Obiettivo strategico: {title}", CLOSING)
    outline, last = learn(print_plan(tmp_path / "piano.pdf", lines, {"chapter": LARGE, "aim": SMALL}))
    assert len(outline.sections) == 12
    assert last.endswith("mandato: Aprire spazi di incontro nelle frazioni.")


def test_a_part_that_every_element_has_ends_none_and_hides_no_closing(tmp_path: Path) -> None:
    fonts = {"chapter": SMALL, "aim": SMALL, "part": SMALL}
    lines = list_lines(*LABELS, CLOSING, part="Risultati attesi")
    outline, last = learn(print_plan(tmp_path / "piano.pdf", lines, fonts))
    assert len(outline.sections) == 12
    assert "Risultati attesi" in last
    assert AMOUNTS not in last


def test_headings_of_the_same_look_within_the_elements_say_nothing(tmp_path: Path) -> None:
    fonts = {"chapter": SMALL, "aim": SMALL, "part": SMALL}
    lines = list_lines(*LABELS, CLOSING, part="Come {title}")
    outline, last = learn(print_plan(tmp_path / "piano.pdf", lines, fonts))
    assert len(outline.sections) == 12
    assert AMOUNTS in last
    assert outline.coverage.verdict != "good"


def test_a_closing_chapter_that_nothing_tells_from_others_is_a_doubt(tmp_path: Path) -> None:
    lines = list_lines("{title}", "{title}", "Le nostre frazioni")
    outline, _ = learn(print_plan(tmp_path / "piano.pdf", lines, {"chapter": LARGE, "aim": SMALL}))
    assert [s.title for s in outline.sections if s.parent is None] == [*CHAPTERS, "Le nostre frazioni"]
    assert any("Le nostre frazioni" in reason for reason in outline.coverage.reasons)
    # One whose words say that it is about the accounts is none of the plan's, and that is said.
    lines = list_lines("{title}", "{title}", CLOSING)
    outline, _ = learn(print_plan(tmp_path / "conti.pdf", lines, {"chapter": LARGE, "aim": SMALL}))
    assert [section.title for section in outline.sections if section.parent is None] == [*CHAPTERS]
    assert any(CLOSING in warning for warning in outline.warnings)


def test_chapters_in_two_halves_are_a_doubt(tmp_path: Path) -> None:
    lines = list_lines("{title}", "{title}", CLOSING)
    roman = iter(("Capo I", "Capo II", "Capo III", ""))
    halves = [
        part for line in lines for part in (([("chapter", next(roman))] if line[0] == "chapter" else []) + [line])
    ]
    outline, _ = learn(print_plan(tmp_path / "piano.pdf", halves, {"chapter": LARGE, "aim": SMALL}))
    assert any("Capo II" in reason for reason in outline.coverage.reasons)


NUMBERED = {
    "letters": ("A – Entrate", "B – Spese", "C – Obiettivi strategici", "D – Personale", "E – Patrimonio"),
    "small letters": ("a) Entrate", "b) Spese", "c) Obiettivi strategici", "d) Personale", "e) Patrimonio"),
    "parts": ("1 Entrate", "2 Indirizzi", "2.1 Obiettivi strategici", "2.2 Personale", "3 Patrimonio"),
    "Roman": ("I. Entrate", "II. Spese", "III. Obiettivi strategici", "IV. Personale", "V. Patrimonio"),
}


@pytest.mark.parametrize("chapters", NUMBERED.values(), ids=NUMBERED)
def test_numbers_that_go_on_from_those_of_chapters_before_the_first_element_close_the_plan(chapters: list[str]) -> None:
    opening, closing = chapters[:3], chapters[3:]
    assert _list_following(opening, closing) == [*closing]
    assert _list_following(opening, ("Q – Personale", "R – Patrimonio")) == []
    # What is not of the town or its accounts may be the plan's own.
    assert _list_following(opening, (closing[0], closing[1].replace("Patrimonio", "Scuola")), times=9) == []


def test_where_elements_stand_in_several_chapters_the_next_number_closes_nothing() -> None:
    chapters = ("1. Entrate", "2. Indirizzi strategici")
    assert _list_following(chapters, ("3. Personale",)) == ["3. Personale"]
    assert _list_following(chapters, ("4. Personale",), between="3. Obiettivi operativi") == []


SECTIONS = '[[levels]]\nkind = "policy"\nname = "Sezione"\nnumber = "decimal"\nparts = 2\ntitle = "line"\n'
TOWN = ("IV. Programmazioni settoriali", "Programma triennale degli acquisti", "Fabbisogno di personale")


def test_chapters_of_the_accounts_close_the_plan_by_their_words_alone() -> None:
    assert _list_following((), TOWN, find=find_town) == [*TOWN]
    # One alone may be of the last element, and so may all where elements before it have such a line, too.
    assert _list_following((), TOWN[2:], find=find_town) == []
    assert _list_following((), TOWN, between="Spese di personale", find=find_town) == []


@pytest.mark.parametrize(("last", "outside"), [("3.3", 3), ("4.1", 1)])
def test_sections_of_other_chapters_than_the_plans_are_none_of_it(last: str, outside: int) -> None:
    heads = ["2.1 Quadro nazionale", "2.2 Popolazione", "3.1 Scuola", "3.2 Strade", f"{last} Sport", "4.2 Acquisti"]
    text, sections = "\n\n".join(heads), list[Section]()
    for head in heads:
        start = text.index(head)
        code, _, title = head.partition(" ")
        own = Section(code, "policy", "Sezione", title, start, start, start, start, None, 0, notation=code)
        aim = Section(f"{code}.1", "objective", "Obiettivo", "Curare", start, start, start, start, code, 0)
        sections += [own, *([aim] if head in heads[2:5] else [])]
    profile = parse_profile("prova", SECTIONS)
    lines = find_outsiders(read_page(Document(text, "piano.txt", "", PlanRecord())), sections, profile)
    assert len(lines) == outside


def test_a_section_of_every_document_closes_the_plan_and_says_nothing_between_elements() -> None:
    chapters = ("1. Entrate", "2. Indirizzi strategici")
    assert _list_following(chapters, ("Parte 2",), between="Parte 1", find=find_closings) == ["Parte 2"]


def test_that_the_plan_is_closed_is_said_once() -> None:
    outline, _ = learn_outline(write_text(("1. Entrate", "2. Obiettivi"), ("3. Personale", "Spesa", "Acquisti"), "", 1))
    assert [words.partition(" ends ")[0] for words in outline.warnings] == ["line 65: 3. Personale"]
    # A part of the document has closed it before.
    closing = ("Sezione operativa – Parte seconda", "3. Personale", "Spesa", "Acquisti")
    outline, _ = learn_outline(write_text(("1. Entrate", "2. Obiettivi"), closing, "", 1))
    assert outline.warnings == ()


def _list_following(
    opening: Sequence[str],
    closing: Sequence[str],
    between: str = "",
    times: int = 1,
    find: Callable[[Page, Sequence[Section], Profile], list[Line]] = find_following,
) -> list[str]:
    """Return which of the chapters behind three policies follow; each has ``times`` paragraphs."""
    document, profile = write_text(opening, closing, between, times), load_profile("politica-indirizzo-obiettivo")
    page = read_page(document)
    return [page.get_words(line) for line in find(page, parse_outline(document, profile).sections, profile)]


def write_text(opening: Sequence[str], closing: Sequence[str], between: str, times: int) -> Document:
    """Return three policies between chapters."""
    aims = [(f"Politica {n}: {title}", *[SAYS.format(title=title)] * 9) for n, title in enumerate(AIMS, 1)]
    behind = [words for title in closing for words in (title, *[AMOUNTS] * times)]
    text = "\n\n".join([*opening, *aims[0], *aims[1], *filter(None, [between]), *aims[2], *behind])
    return Document(text, "piano.txt", "", PlanRecord())
