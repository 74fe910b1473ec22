"""The outline: cases in suites/outline, the real plan as text and as PDF, profiles, and every refusal."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import print_pdf, set_lines

from dupgraph.base.errors import DocumentError, VocabularyError
from dupgraph.language.messages import is_whole, say, tell_fault, translate
from dupgraph.read.documents import read_document
from dupgraph.read.documents.furniture import find_furniture
from dupgraph.read.outline import find_outline, learn_outline, list_profiles, load_profile, parse_outline, parse_profile
from dupgraph.read.outline.aims import draft_aims
from dupgraph.read.outline.codes import draft_codes
from dupgraph.read.outline.columns import draft_rows
from dupgraph.read.outline.coverage import measure_coverage, measure_untold
from dupgraph.read.outline.drafts import Draft
from dupgraph.read.outline.grammar import doubt_levels, order_trials, try_drafts
from dupgraph.read.outline.index import list_titles
from dupgraph.read.outline.labels import draft_labels
from dupgraph.read.outline.leftover import LONE, list_near, names_again
from dupgraph.read.outline.lines import read_page
from dupgraph.read.outline.names import opens_with_label
from dupgraph.read.outline.profile import Profile
from dupgraph.read.outline.repeats import drop_known_rows, drop_lists
from dupgraph.read.outline.series import doubt_series
from dupgraph.read.outline.spines import list_spines
from dupgraph.read.outline.styles import draft_sizes
from dupgraph.read.outline.tables import list_tables, read_cell
from dupgraph.read.outline.titles import Heading
from dupgraph.schema.values import Block, Document, Outline, PlanRecord, Section, find_words
from dupgraph.schema.weights import BOLD, ITALIC

HERE = Path(__file__).parents[2]
CASES = sorted(path.parent for path in (HERE / "suites" / "outline").glob("*/expected.csv"))
SASSUOLO = HERE.parent / "graph" / "sources" / "sassuolo.txt"
OBJECTIVES = {
    "1.1": 4, "1.2": 5, "1.3": 7, "1.4": 10, "2.1": 6, "2.2": 6, "2.3": 3, "2.4": 9,
    "3.1": 6, "3.2": 5, "3.3": 4, "3.4": 6, "4.1": 6, "4.2": 5, "4.3": 7, "4.4": 6,
}  # fmt: skip


def make_document(text: str) -> Document:
    return Document(text, "piano.txt", "", PlanRecord(), furniture=find_furniture(text))


def parse_text(text: str, profile: str = "politica-indirizzo-obiettivo") -> Outline:
    return parse_outline(make_document(text), load_profile(profile))


def list_rows(outline: Outline) -> list[tuple[str, str, str]]:
    return [(section.code, section.kind, section.title) for section in outline.sections]


def read_case(folder: Path) -> Document:
    own = folder / "plan.txt"
    return read_document(own if own.exists() else SASSUOLO)


def check_shape(document: Document, outline: Outline) -> None:
    """Check what holds for every outline, whatever the plan."""
    codes = [section.code for section in outline.sections]
    assert len(set(codes)) == len(codes)
    assert [section.position for section in outline.sections] == list(range(1, len(codes) + 1))
    for section in outline.sections:
        assert 0 <= section.start <= section.title_start < section.title_end <= section.end <= len(document.text)
        assert not document.text[section.end - 1].isspace()
        assert find_words(document, section.title_start, section.title_end) == section.title
        if section.parent is not None:
            assert section.code.startswith(f"{section.parent}.")
            assert codes.index(section.parent) < section.position - 1
    assert all(before.end <= after.start for before, after in pairwise(outline.sections))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [(row["code"], row["kind"], row["title"]) for row in csv.DictReader(file)]
    document = read_case(folder)
    outline = parse_outline(document, load_profile(document.record.profile))
    assert list_rows(outline) == expected
    check_shape(document, outline)


@pytest.mark.parametrize(
    "folder", [folder for folder in CASES if not (folder / "profile.toml").exists()], ids=lambda folder: folder.name
)
def test_case_finds_its_packaged_profile(folder: Path) -> None:
    document = read_case(folder)
    assert learn_outline(document)[1].name == document.record.profile


# The real plan.


def test_sassuolo_has_the_elements_it_has() -> None:
    document = read_document(SASSUOLO)
    sections = parse_outline(document, load_profile(document.record.profile)).sections
    kinds = [section.kind for section in sections]
    assert (kinds.count("policy"), kinds.count("guideline"), kinds.count("objective")) == (4, 16, 95)
    counts = {code: sum(section.parent == code for section in sections) for code in OBJECTIVES}
    assert counts == OBJECTIVES


def test_sassuolo_texts_are_the_elements_own() -> None:
    document = read_document(SASSUOLO)
    sections = {
        section.code: section
        for section in parse_outline(document, load_profile("politica-indirizzo-obiettivo")).sections
    }
    words = {code: find_words(document, section.start, section.end) for code, section in sections.items()}
    assert words["1"] == "POLITICA 1: COSTRUIRE COMUNITA’ PER COSTRUIRE FUTURO"
    assert "palcoscenico vivo" in words["3"]
    assert words["3"].endswith("costruire un futuro insieme.")
    assert words["3.1.4"] == "Obiettivo strategico 3.1.4 Promuovere Sassuolo come città della musica."
    assert "www" not in words["1.1.4"]
    assert "percorsiconibambini" not in words["1.1.4"]
    assert words["1.1.4"].endswith("vocazione produttiva del territorio.")
    assert words["4.4.6"].endswith("per tutte le imprese del territorio.")


@pytest.mark.parametrize("width", [50, 72, 118])
def test_sassuolo_printed_to_pdf_has_the_same_outline_and_words(tmp_path: Path, width: int) -> None:
    plain = read_document(SASSUOLO)
    profile = load_profile("politica-indirizzo-obiettivo")
    lines = set_lines(plain.text, width)
    path = print_pdf(tmp_path / "sassuolo.pdf", lines, head="Comune di Sassuolo - DUP", numbered=True, page_lines=37)
    printed = read_document(path)
    before, after = parse_outline(plain, profile), parse_outline(printed, profile)
    assert list_rows(after) == list_rows(before)
    check_shape(printed, after)
    for old, new in zip(before.sections, after.sections, strict=True):
        assert find_words(printed, new.start, new.end) == find_words(plain, old.start, old.end)
    pages = [section.page for section in after.sections]
    assert pages[0] == 1
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert pages[-1] == len(printed.pages)


def test_chapters_and_bullets_printed_to_pdf(tmp_path: Path) -> None:
    folder = HERE / "suites" / "outline" / "chapters-and-bullets"
    lines = [line for line in (folder / "plan.txt").read_text(encoding="utf-8").split("\n") if not line.isdigit()]
    path = print_pdf(tmp_path / "plan.pdf", lines, numbered=True, page_lines=19)
    profile = load_profile("numbered-chapters")
    printed, plain = parse_outline(read_document(path), profile), parse_outline(read_case(folder), profile)
    # On paper no blank line is left to end a bullet, but one that closes with its page takes nothing from the next.
    assert list_rows(printed) == list_rows(plain)


@pytest.mark.parametrize(("item", "doubts"), [("Il servizio aiuta le famiglie.", 1), ("Riaprire il servizio.", 0)])
def test_items_that_say_something_of_their_heading_are_doubted(item: str, doubts: int) -> None:
    below = "".join(f"{{0}}.{number} Aprire la sede {number}\n\n• {item}\n\n" for number in range(1, 4))
    text = "".join(f"{chapter}. Comunità\n\n{below.format(chapter)}" for chapter in range(1, 4))
    outline, _ = learn_outline(make_document(text))
    assert len([words for words in outline.coverage.reasons if "frasi" in words or "sentences" in words]) == doubts


def test_a_title_in_bold_goes_on_with_a_capital() -> None:
    text, blocks = "", list[Block]()
    for words in (
        "A. Ambiente",
        "A.1 Pulire gli argini del torrente\nLavia",
        "A.2 Piantare alberi",
        "B. Scuola",
        "B.1 Mensa",
    ):
        for bold, part in ((True, words), (False, "Si comincia dalle frazioni e dai marciapiedi del centro.")):
            blocks.append(Block("paragraph", len(text), len(text) + len(part), size=10.0, weight=BOLD * bold))
            text += part + "\n"
    document = replace(make_document(text), blocks=tuple(blocks))
    outline, _ = learn_outline(document)
    assert "Pulire gli argini del torrente Lavia" in [section.title for section in outline.sections]


def test_a_title_across_a_card_goes_on_with_a_capital() -> None:
    text, blocks = "", list[Block]()
    for number, title in enumerate(("Pulire gli argini del torrente\nLavia", "Piantare alberi", "Aprire un nido"), 1):
        for row, parts in enumerate(([f"OBIETTIVO {number} – {title}"], ["Descrizione", "Si comincia da qui."])):
            for column, part in enumerate(parts):
                place = (len(text), len(text) + len(part))
                cell = Block("cell", *place, table=number, row=row, column=column, columns=2 - row, size=10.0)
                blocks.append(cell)
                text += part + "\n"
    outline, _ = learn_outline(replace(make_document(text), blocks=tuple(blocks)))
    assert "Pulire gli argini del torrente Lavia" in [section.title for section in outline.sections]


def test_a_title_ends_where_smaller_type_begins() -> None:
    text = "OBIETTIVO 1\nCase\n- 1 -\n\f\n- 2 -\nIl Comune aiuta.\nOBIETTIVO 2\nScuole\nIl Comune cura."
    places = [(text.index(line), line) for line in text.split("\n") if line.strip()]
    sizes = {"Case": 13.0, "Scuole": 13.0}
    # A page's foot and the next one's head stand between.
    kinds = {"- 1 -": "furniture", "- 2 -": "furniture"}
    blocks = [
        Block(kinds.get(line, "paragraph"), at, at + len(line), size=sizes.get(line, 10.0)) for at, line in places
    ]
    document = replace(make_document(text), blocks=tuple(blocks))
    titles = [section.title for section in parse_outline(document, load_profile("missione-programma")).sections]
    assert titles == ["Case", "Scuole"]


def make_printed(parts: Iterable[tuple[str, int]]) -> Document:
    """Return a document of words in type of 10 points; those that a small letter opens are the rest of the last."""
    text, blocks = "", list[Block]()
    for words, weight in parts:
        rest = words[0].islower()
        text += "\f" if rest else ""
        blocks.append(Block("paragraph", len(text), len(text) + len(words), size=10.0, weight=weight, goes_on=rest))
        text += words + "\n"
    return replace(make_document(text), blocks=tuple(blocks))


def test_a_title_in_bold_goes_on_over_a_page() -> None:
    parts = [("Aprire un nido in ogni", BOLD), ("quartiere", BOLD), ("Si parte dal centro.", 0), ("Fare festa", BOLD)]
    outline, _ = learn_outline(make_printed([*parts, ("Si canta tutti in piazza.", 0)]))
    assert [section.title for section in outline.sections] == ["Aprire un nido in ogni quartiere", "Fare festa"]


@pytest.mark.parametrize(
    ("upper", "lower", "fewer"),
    [(BOLD, BOLD | ITALIC, None), (BOLD | ITALIC, BOLD, None), (BOLD, ITALIC, None), (BOLD, BOLD | ITALIC, 1),
     (BOLD, ITALIC, 0)],
)  # fmt: skip
def test_italics_part_two_levels_where_one_shares_out_the_other(upper: int, lower: int, fewer: int | None) -> None:
    parts = list[tuple[str, int]]()
    for word in ("nido", "parco", "museo"):
        titles = (f"Cercare il {word}", f"Aprire il {word}", f"Curare il {word}")
        for place, title in enumerate(titles):
            lean = place and (fewer is None or (word == "nido" and place == 1))
            parts += [(title, lower if lean else upper), (f"Il Comune apre il {word} ai bambini del paese.", 0)]
    outline, _ = learn_outline(make_printed(parts))
    parents = [section.parent for section in outline.sections]
    doubted = any("italics alone" in str(reason) for reason in outline.coverage.reasons)
    assert doubted is (lower == ITALIC and fewer is None)
    if fewer is None:
        assert parents == [None, "1", "1", None, "2", "2", None, "3", "3"]
    else:
        assert parents == [None] * (8 + fewer)


def test_a_paragraph_that_a_page_cuts_does_not_stand_alone() -> None:
    first, rest = "Il Comune cura le siepi", "e i prati."
    blocks = tuple(Block("paragraph", at, end, size=10.0, goes_on=at > 0) for at, end in ((0, 23), (24, 34)))
    page = read_page(replace(make_document(f"{first}\n{rest}"), blocks=blocks))
    assert [line.lone for line in page.lines] == [False, True]


def test_a_letter_and_a_title_above_their_text_end_where_the_page_says() -> None:
    lines = (
        "A. Sostenere le famiglie", "La Giunta decide ogni anno in che modo.",
        "B. Potenziare il trasporto scolastico serale",
        "L'Amministrazione considera la scuola il primo servizio del paese.",
    )  # fmt: skip
    text = "\n".join(lines)
    places = [(text.index(line), text.index(line) + len(line)) for line in lines]
    kinds = [("paragraph", ""), ("item", "A.")]
    blocks = [
        Block(kind, *place, size=10.0, marker=mark, page=1)
        for place, (kind, mark) in zip(places, kinds[::-1] * 2, strict=True)
    ]
    table = '[[levels]]\nname = "Punto"\nkind = "objective"\nnumber = "letter"\nparts = 1\ntitle = "sentence"\n'
    outline = parse_outline(replace(make_document(text), blocks=tuple(blocks)), parse_profile("prova", table))
    assert [section.title for section in outline.sections] == [line[3:] for line in lines[::2]]


def test_titles_end_where_their_text_begins_and_a_next_number_that_is_left_out_is_missing() -> None:
    told = "il Comune lavora con le famiglie e con le scuole di ogni quartiere per\navere tempi certi."
    told += " Cura i parchi e le strade."
    said = "si lavora. Il Comune lavora con le famiglie, e con le scuole.\nIl resto segue."
    text = f"1. Scuola\n\n1.1 Aprire il nido: {told}\n\n1.2 Mense: {told}\n\n1.3 Orti: {said}\n\n2. Strade\n"
    outline = parse_outline(make_document(text), load_profile("decimal-headings"))
    assert [section.title for section in outline.sections] == ["Scuola", "Aprire il nido", "Mense", "Strade"]
    assert outline.coverage.gaps == ("1.2 -> 2",)


def test_words_after_a_list_are_no_bullet() -> None:
    document = read_case(HERE / "suites" / "outline" / "chapters-and-bullets")
    words = {
        section.code: find_words(document, section.start, section.end)
        for section in parse_outline(document, load_profile("numbered-chapters")).sections
    }
    assert words["4.1.1"] == "• curare la piazza;"
    assert words["2.1"] == "Le nostre strade Il Comune ha oltre 200 km di strade."
    assert words["2.1.3"] == "• realizzare la rotonda."
    assert not any("dopo l'elenco" in text for text in words.values())


# Spans, whatever the text.


@given(
    st.lists(
        st.sampled_from(
            [
                "POLITICA {n}: ",
                "Indirizzo strategico {n}.{m} ",
                "Obiettivo strategico {n}.{m}.{k} ",
                "Testo. ",
                "TITOLO\n",
                "Sostenere i bambini",
                "\n",
                "\n\n",
                "\n\n5\n\n",
                "dell'",
                " e ",
                ". ",
                ".",
                "•",
                "\f",
            ]
        ),
        max_size=40,
    )
)
def test_spans_are_disjoint_and_ordered(parts: list[str]) -> None:
    text = "".join(part.format(n=place, m=place + 1, k=place + 2) for place, part in enumerate(parts, 1))
    document = make_document(f"POLITICA 1000: CURARE\n{text}")
    check_shape(document, parse_outline(document, load_profile("politica-indirizzo-obiettivo")))


@given(
    st.lists(
        st.sampled_from(["1 Uno\n", "2 Due\n", "2.1 Tre\n", "• voce;", "• ", "parole ", "\n", "\n\n", "\n\n7\n\n"]),
        max_size=30,
    )
)
def test_bullets_are_disjoint_and_ordered(parts: list[str]) -> None:
    document = make_document("1 Capitolo\n" + "".join(parts))
    check_shape(document, parse_outline(document, load_profile("numbered-chapters")))


def test_position_of_a_long_plan_is_linear_in_codes() -> None:
    text = "\n".join(f"POLITICA {n}: CURARE\nObiettivo strategico {n}.1 Fare. Testo." for n in range(1, 400))
    assert [section.code for section in parse_text(text).sections][-2:] == ["399", "399.1"]


# Profiles.


def test_profiles_ship() -> None:
    assert {"politica-indirizzo-obiettivo", "numbered-chapters"} <= set(list_profiles())
    for name in list_profiles():
        assert load_profile(name).name == name


def test_equal_profiles_go_by_name() -> None:
    assert learn_outline(make_document("1 Ambiente\n1.1 Verde"))[1].name == "decimal-headings"


GOOD = '[[levels]]\nkind = "policy"\nname = "Politica"\nlabels = ["Politica"]\nnumber = "decimal"\ntitle = "line"\n'


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        (GOOD + 'pattern = "(["', "line 7: level 1: 'pattern' is no regular expression"),
        (GOOD + 'patern = "x"', "line 7: level 1: unknown key 'patern'; did you mean 'pattern'?"),
        (
            GOOD + "\n" + GOOD.replace('"policy"', '"politica"'),
            "line 9: level 2: 'kind' is 'politica', and must be one of",
        ),
        (GOOD.replace('name = "Politica"\n', ""), "level 1: 'name' is missing"),
        (GOOD.replace('title = "line"', 'title = "lines"'), "line 6: level 1: 'title' is 'lines', and must be one of"),
        (GOOD.replace('"decimal"', '"arabic"'), "line 5: level 1: 'number' is 'arabic', and must be one of"),
        (GOOD + "parts = 0", "'parts' is 0, and must be a whole number from 1 to 9"),
        (GOOD + "parts = true", "'parts' is True, and must be a whole number from 1 to 9"),
        (GOOD + 'index = "yes"', "'index' is 'yes', and must be true or false"),
        (GOOD + "bullets = []", "'bullets' is [], and must be a list of characters"),
        ('[[levels]]\nkind = "policy"\nname = "x"\ntitle = "line"', "level 1: it recognises nothing; give it labels"),
        ('description = "x"', "it names no level; add a [[levels]] table"),
        ("levels = 3", "it names no level"),
        ('level = "x"\n' + GOOD, "line 1: unknown key 'level'; did you mean 'levels'?"),
        ("[[levels]", "is not well-formed TOML"),
    ],
)
def test_bad_profile_is_one_sentence(tmp_path: Path, toml: str, words: str) -> None:
    path = tmp_path / "profilo.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_profile(str(path))
    assert str(caught.value).startswith(str(path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    # It can be said in every language.
    assert is_whole(caught.value)


def test_a_bad_profile_is_told_in_italian(tmp_path: Path) -> None:
    path = tmp_path / "profilo.toml"
    for text, said in (
        (GOOD + "parts = 0", "riga 7: livello 1: 'parts' è 0, e deve essere un numero intero da 1 a 9"),
        ("levels = [1", "riga 1: non è TOML ben formato: un elenco non è chiuso da ]"),
        (GOOD + "parts: 2", "riga 7: non è TOML ben formato: manca = fra una chiave e il suo valore"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(VocabularyError) as caught:
            load_profile(str(path))
        assert said in tell_fault(caught.value, "it")


def test_profile_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "profilo.toml"
    path.write_bytes(GOOD.replace("Politica", "Città").encode("cp1252"))
    with pytest.raises(VocabularyError, match="is not UTF-8"):
        load_profile(str(path))


def test_unknown_profile_offers_the_nearest() -> None:
    with pytest.raises(VocabularyError, match="did you mean 'numbered-chapters'"):
        load_profile("numbered-chapter")
    with pytest.raises(VocabularyError, match="the packaged ones are decimal-headings"):
        load_profile("xyz")


# What cannot be read as a plan.


def test_a_number_met_twice_is_told_apart_and_said() -> None:
    text = SASSUOLO.read_text(encoding="utf-8").replace("Obiettivo strategico 1.1.2", "Obiettivo strategico 1.1.1")
    lines = [text[: match.start()].count("\n") + 1 for match in re.finditer("Obiettivo strategico 1.1.1 ", text)]
    outline = parse_text(text)
    assert len(outline.sections) == 115
    second = next(section for section in outline.sections if section.code == "1.1.1-bis")
    assert (second.notation, second.parent) == ("1.1.1", "1.1")
    assert outline.warnings == (
        f"line {lines[1]}: the number 1.1.1 stands twice, with different titles; this one is 1.1.1-bis",
    )
    assert "1.1.1 -> 1.1.3" in outline.coverage.gaps


def test_nothing_recognised_shows_some_of_what_is_left() -> None:
    text = "\n".join(
        ["Premessa", "ACQUA", *(f"{letter}) Punto {letter}" for letter in "ABCDEFGHILM"), "testo comune", "x" * 200]
    )
    document = make_document(text)
    with pytest.raises(DocumentError) as caught:
        learn_outline(document)
    sentence, *lines = str(caught.value).split("\n")
    assert sentence.startswith("piano.txt: no element of a plan was recognised with ")
    assert sentence.endswith("numbered or capitalised lines left over, 8 of 12:")
    assert lines == [
        "  line 2: ACQUA",
        *(f"  line {n}: {letter}) Punto {letter}" for n, letter in enumerate("ABCDEFG", 3)),
    ]


def test_a_profile_that_finds_nothing_is_told_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "piano.md").write_text(
        "# Scuola\n\n| Obiettivi | Chi |\n|---|---|\n| Aprire il nido | Servizi |\n\n# Verde\n", encoding="utf-8"
    )
    with pytest.raises(DocumentError) as caught:
        parse_outline(read_document(tmp_path / "piano.md"), load_profile("missione-programma"))
    assert str(caught.value).split("the document has:")[1].splitlines() == [
        "",
        "  tables with columns headed obiettivi, chi",
        "  rows of a table below a column headed Obiettivi",
        "  headings of rank 1 by their style, 2 times",
    ]


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        # A column that no plan is known to have is a doubt; that of what will be done is taken.
        ("La promessa | Le persone", ["Scuola", "Verde"]),
        ("Cosa faremo | Con chi", ["Scuola", "Aprire il nido", "Verde", "Curare il parco"]),
    ],
)
def test_tables_below_policies_are_taken_or_a_doubt(tmp_path: Path, head: str, titles: list[str]) -> None:
    tasks = {"Area 1: Scuola": "Aprire il nido", "Area 2: Verde": "Curare il parco"}
    tables = {area: f"| {head} |\n|---|---|\n| {task} | Servizi e associazioni |\n" for area, task in tasks.items()}
    text = "".join(f"# {area}\n\nIl Comune lavora qui.\n\n{table}\n" for area, table in tables.items())
    (tmp_path / "piano.md").write_text(text, encoding="utf-8")
    outline, _ = learn_outline(read_document(tmp_path / "piano.md"))
    assert [section.title for section in outline.sections] == titles
    doubted = any("none of their columns was taken" in reason for reason in outline.coverage.reasons)
    assert doubted is (len(titles) == len(tasks))


def test_a_table_that_lost_its_head_is_a_doubt(tmp_path: Path) -> None:
    head = "<tr><th>Obiettivo</th><th>Descrizione</th><th>Ufficio</th></tr>"
    text = "".join(
        f"<h2>Linea {n}: {area}</h2><p>Il Comune promuove servizi.</p><table>{head if n < 3 else ''}"
        f"<tr><td>Aprire {area}</td><td>Con le famiglie</td><td>Scuola</td></tr></table>"
        for n, area in enumerate(("Nidi", "Parchi", "Strade"), 1)
    )
    (tmp_path / "piano.html").write_text(f"<html><body>{text}</body></html>", encoding="utf-8")
    outline, _ = learn_outline(read_document(tmp_path / "piano.html"))
    assert len(outline.sections) == 5
    assert any("without a head" in reason and "Aprire Strade" in reason for reason in outline.coverage.reasons)


def test_lines_that_say_only_what_plans_call_an_element_are_a_doubt() -> None:
    text = "\n\n".join(
        f"Linea strategica {n} – {area}\n\nOBIETTIVO STRATEGICO\nAprire {area}\n\nIl Comune promuove servizi."
        for n, area in enumerate(("Nidi", "Parchi", "Strade"), 1)
    )
    outline, _ = learn_outline(make_document(text))
    assert {section.kind for section in outline.sections} == {"policy"}
    assert any('say only "obiettivo strategico"' in reason for reason in outline.coverage.reasons)


def test_a_heading_in_capitals_may_end_in_a_colon_where_it_is_no_label() -> None:
    # "RISORSE" is what plans call a part; "NODI" stands twice.
    labels = ("SOCIALE", "RISORSE", "NODI", "AMBIENTE", "NODI")
    text = "\n\n".join(f"{label}:\n\nIl Comune promuove servizi sociali e culturali." for label in labels)
    outline, _ = learn_outline(make_document(text))
    assert [section.title for section in outline.sections] == ["SOCIALE", "AMBIENTE"]


@pytest.mark.parametrize(
    ("code", "said", "name"), [("SP", "la scheda progetto (SP)", "Scheda progetto"), ("A", "a: altro", "Azione")]
)
def test_codes_are_called_what_the_plan_says_and_no_item_of_a_list(code: str, said: str, name: str) -> None:
    titles = (f"{code}.{number:02} - {word} per tutti" for number, word in enumerate(("Scuola", "Mense", "Parchi"), 1))
    assert [draft.name for draft in draft_codes(read_page(make_document("\n\n".join((said, *titles)))))] == [name]


def test_a_number_that_the_tree_belies_is_a_doubt() -> None:
    names = ("Politica", "Obiettivo", "Indirizzo")
    kinds = ("policy", "guideline", "objective")
    levels = "".join(
        f'[[levels]]\nkind = "{kind}"\nname = "{name}"\nlabels = ["{name}"]\nnumber = "decimal"\ntitle = "line"\n'
        for kind, name in zip(kinds, names, strict=True)
    )
    text = "Politica 1: Curare\n\nIndirizzo 1.1: Verde\n\nObiettivo 1.1.1: Alberi\n\nObiettivo 1.1.2: Siepi\n"
    outline = parse_outline(make_document(text), parse_profile("piano", levels))
    assert "1.1.1 does not stand below 1.1, as its number says; 2 such" in outline.coverage.reasons


@pytest.mark.parametrize("top", ["", "Politica 1: Curare\n\n"])
def test_the_highest_level_holds_policies_whatever_it_is_called(top: str) -> None:
    text = f"{top}Indirizzo strategico 1.1: Verde\n\nObiettivo strategico 1.1.1 Alberi. Nei viali.\n"
    outline = parse_outline(make_document(text), load_profile("politica-indirizzo-obiettivo"))
    kinds = ["policy", "guideline", "objective"] if top else ["policy", "objective"]
    assert [section.kind for section in outline.sections] == [level.kind for level in outline.levels] == kinds


def test_lists_of_objectives_belong_to_the_first_of_two_trees_before_the_second_begins() -> None:
    names = {"Linea": "", "Missione": "top = true\n"}
    levels = "".join(
        f'[[levels]]\nkind = "policy"\nname = "{name}"\nlabels = ["{name}"]\nnumber = "decimal"\ntitle = "line"\n{top}'
        for name, top in names.items()
    )
    levels += (
        '[[levels]]\nkind = "objective"\nname = "Obiettivo"\nbullets = ["•"]\nlead = ["Obiettivi"]\ntitle = "item"\n'
    )
    text = "Linea 1: Cura\n\nObiettivi:\n• Alberi\n\nMissione 4: Scuola\n\nObiettivi:\n• Nidi\n"
    outline = parse_outline(make_document(text), parse_profile("piano", levels))
    assert [(s.title, s.parent) for s in outline.sections] == [
        ("Cura", None), ("Alberi", "1"), ("Scuola", None), ("Nidi", "M4"),
    ]  # fmt: skip


def test_a_level_that_the_best_reading_lacks_is_a_doubt() -> None:
    goals = "".join(f"Linea {n}: Cura {n}\n\nObiettivo {n}.1: Alberi {n}\nTesto.\n\n" for n in (1, 2, 3))
    page = read_page(make_document(goals))
    drafts = draft_labels(page)
    full, less = try_drafts(page, drafts, ()), try_drafts(page, drafts[:1], ())
    said = "3 Linea fits hardly better than 3 Linea + 3 Obiettivo"
    assert doubt_levels([replace(less, score=1.0), replace(full, score=0.7)])[0].startswith(said)
    assert not doubt_levels([replace(less, score=1.0), replace(full, score=0.5)])
    assert not doubt_levels([full, replace(less, score=full.score)])


def test_a_reading_that_names_a_level_more_and_loses_none_goes_first_where_it_fits_nearly_as_well() -> None:
    page = read_page(make_document("".join(f"Linea {n}: Cura {n}\n\nObiettivo {n}.1: Alberi {n}\n\n" for n in (1, 2))))
    drafts = draft_labels(page)
    full, less = (try_drafts(page, some, ()) for some in (drafts, drafts[1:]))
    for score, first in ((0.95, full), (0.85, less)):
        ordered = order_trials([replace(less, score=1.0), replace(full, score=score)])
        assert ordered[0].profile is first.profile


def test_a_reading_that_takes_a_label_out_of_titles_goes_first_where_it_fits_nearly_as_well() -> None:
    page = read_page(make_document("".join(f"SERVIZIO: CURA {n}\n\nIl testo dice altro.\n\n" for n in (1, 2, 3))))
    keys = ({"look": "capitals"}, {"labels": ["Servizio"], "number": "none"})
    drafts = [Draft("Servizio", None, {**own, "title": "line"}, (0,), "", 1.0) for own in keys]
    less, full = (try_drafts(page, [draft], ()) for draft in drafts)
    assert order_trials([replace(less, score=1.0), replace(full, score=0.95)])[0].profile is full.profile


def test_a_reading_that_loses_the_lowest_level_does_not_go_first() -> None:
    page = read_page(make_document("".join(f"Asse {n}: Cura\n\nALBERI {'ALTI ' * n}\n\nTesto.\n\n" for n in (1, 2, 3))))
    look = Draft("Punto", None, {"look": "capitals", "title": "line"}, (0,), "", 1.0)
    best, named = (try_drafts(page, some, ()) for some in ([look], draft_labels(page)[:1]))
    assert order_trials([replace(best, score=1.0), replace(named, score=0.95)])[0].profile is best.profile


@pytest.mark.parametrize(("end", "often"), [(".", 0), ("", 1)])
def test_sentences_once_below_each_labelled_heading_are_no_level(end: str, often: int) -> None:
    goals = "\n\n".join(f"Scopo {n}: Alberi\n\nRisultato atteso: siepi in via {n}{end}" for n in (1, 2, 3))
    spines = list_spines(read_page(make_document(goals)))
    assert any(draft.name == "Risultato atteso" for spine in spines for draft in spine) == often


def test_objectives_that_no_level_takes_are_left_over(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    goals = "".join(f"<li>Alberi {n}</li>" for n in (1, 2, 3))
    rows = "".join(f"<tr><td>Siepi {n}</td><td>Sì</td></tr>" for n in (1, 2, 3))
    table = f"<table><tr><th>Obiettivo operativo</th><th>Note</th></tr>{rows}</table>"
    path.write_text(f"<p>Linea 1: Cura</p><p>Obiettivi:</p><ul>{goals}</ul><p>Linea 2: Verde</p>{table}", "utf-8")
    levels = '[[levels]]\nkind = "{}"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
    left = [("an item of a list below obiettivi", 3), ("a row of a table below obiettivo operativo", 3)]
    for kind, near in (("policy", left), ("objective", [])):
        outline = parse_outline(read_document(path), parse_profile("piano", levels.format(kind)))
        assert [(shape.shape, shape.times) for shape in outline.near] == near


def test_labels_below_a_number_and_its_title_are_no_rows_of_the_table(tmp_path: Path) -> None:
    cards = "".join(
        f"<tr><td>1.{n}</td><td>{title}<td>2026</td></tr><tr><td>Responsabile<td colspan=2>Ufficio {n}</td></tr>"
        for n, title in enumerate(("Alberi", "Siepi"), 1)
    )
    path = tmp_path / "piano.html"
    path.write_text(f"<table><tr><th>Codice<th>Titolo obiettivo<th>Durata</tr>{cards}</table>", "utf-8")
    level = '[[levels]]\nkind = "objective"\nname = "Obiettivo"\ncolumns = ["titolo obiettivo"]\ntitle = "line"\n'
    document = read_document(path)
    sections = parse_outline(document, parse_profile("piano", level)).sections
    assert [(section.title, section.fields[-1].label) for section in sections] == [
        ("Alberi", "responsabile"),
        ("Siepi", "responsabile"),
    ]


def test_labels_with_numbers_that_no_level_takes_are_left_over() -> None:
    """They may stand without blank lines, as they do in a text that was copied from a PDF."""
    rows = [f"Azione {n} Curare il viale\nI viali sono curati dal Comune." for n in (1, 2, 3)]
    levels = '[[levels]]\nkind = "policy"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
    outline = parse_outline(make_document("\n".join(("Linea 1: Cura", *rows))), parse_profile("piano", levels))
    [near] = outline.near
    assert (near.times, near.line) == (3, 2)
    assert translate(near.shape, "it") == "l'etichetta «Azione» con un numero"
    assert outline.coverage.verdict == "doubtful"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("(1.1.a) Alberi", "(1.2.a) Siepi", "(2.1.a) Prati"), [("(9.9.a)", 3)]),
        (("Obiettivi:", "(i) alberi;", "(ii) siepi;", "(iii) prati;"), [("an item of a list below obiettivi", 3)]),
        (("AREA Alberi", "AREA Siepi", "AREA Prati"), [("the label AREA", 3)]),
        (
            ("Obiet tivo ope rativo 1.1 Nidi", "Obiettivo op era tivo 1.2 Siepi", "Obiett ivo oper ativo n. 1.3: Orti"),
            [("Obiet tivo ope rativo 9.9", 3)],
        ),
        (("Lungo la strada vi sono lotti per circa 40\nettari liberi.",) * 3, []),
    ],
)
def test_numbers_in_brackets_and_labels_in_capitals_are_left_over(
    lines: tuple[str, ...], left: list[tuple[str, int]]
) -> None:
    levels = '[[levels]]\nkind = "policy"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
    document = make_document("\n\n".join(("Linea 1: Cura", *lines)))
    near = parse_outline(document, parse_profile("piano", levels)).near
    assert [(found.shape, found.times) for found in near if found.shape != LONE] == left


@pytest.mark.parametrize(("times", "left"), [(1, []), (2, [("Linea strategica di mandato 9.9", 6)])])
def test_what_stands_once_below_each_objective_is_a_field_of_it(times: int, left: list[tuple[str, int]]) -> None:
    level = '[[levels]]\nkind = "objective"\nname = "Scopo"\nlabels = ["Scopo"]\nnumber = "decimal"\ntitle = "line"\n'
    lines = (f"Linea strategica di mandato {n}.{time}: Siepi" for n in range(3) for time in range(times))
    goals = (f"Scopo {n}: Alberi\n\n" + "\n\n".join(next(lines) for _ in range(times)) for n in range(3))
    near = parse_outline(make_document("\n\n".join(goals)), parse_profile("piano", level)).near
    assert [(found.shape, found.times) for found in near] == left


@pytest.mark.parametrize(("end", "left"), [(".", []), ("", [("the label Risultato atteso:", 3)])])
def test_sentences_behind_a_label_once_below_each_objective_are_a_field(end: str, left: list[tuple[str, int]]) -> None:
    level = '[[levels]]\nkind = "objective"\nname = "Scopo"\nlabels = ["Scopo"]\nnumber = "decimal"\ntitle = "line"\n'
    goals = "\n\n".join(f"Scopo {n}: Alberi\n\nRisultato atteso: siepi in via {n}{end}" for n in (1, 2, 3))
    near = parse_outline(make_document(goals), parse_profile("piano", level)).near
    assert [(found.shape, found.times) for found in near] == left


def test_a_label_and_its_colon_across_a_table_say_what_the_rows_are_of(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    row = "<tr><td>Linea: 9 Siepi</td><td>Curare il parco</td><td>2027</td></tr>"
    tables = "".join(
        f"<table><tr><td colspan=3>Linea: {n} Cura</td></tr><tr><th>Rif.<th>Obiettivo<th>Anno</tr>{row}</table>"
        for n in (1, 2)
    )
    path.write_text(tables, "utf-8")
    assert [(draft.name, len(draft.starts)) for draft in draft_labels(read_page(read_document(path)))] == [("Linea", 2)]


def test_no_number_is_missing_where_elements_have_none() -> None:
    levels = '[[levels]]\nkind = "policy"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "none"\ntitle = "line"\n'
    document = make_document("Linea: Cura\n\nAlle ore 9: siepi\n\nLinea: Scuola")
    outline = parse_outline(document, parse_profile("piano", levels))
    assert ([near.shape for near in outline.near], outline.coverage.gaps) == (["Alle ore 9"], ())


def test_a_number_of_a_level_that_comes_next_and_was_not_taken_is_missing() -> None:
    levels = '[[levels]]\nkind = "policy"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
    document = make_document("Linea 1: Cura\n\nIl Comune cura la\n\fLinea 2: Siepi\n\nTesto.\n\nLinea 3: Orti")
    outline = parse_outline(document, parse_profile("piano", levels))
    assert [near.shape for near in outline.near if near.shape != LONE] == ["1 -> 3"]
    assert "1 -> 3" in outline.coverage.gaps


class Walked(list):
    """A list that counts how often all of it is looked at."""

    walks = 0

    def __iter__(self) -> Iterator:
        self.walks += 1
        return super().__iter__()


def test_elements_are_not_gone_through_for_each_gap_or_table() -> None:
    """A plan twice as long would take four times as long."""
    text = "".join(f"Obiettivo {n}.1: Cura\n\n{n}.2 Siepi\n\n" for n in range(1, 30))
    levels = 'kind = "objective"\nname = "Obiettivo"\nlabels = ["Obiettivo"]\nnumber = "decimal"\ntitle = "line"'
    document, profile = make_document(text), parse_profile("piano", f"[[levels]]\n{levels}\n")
    sections = Walked(parse_outline(document, profile).sections)
    assert len(list_near(read_page(document), sections, profile.levels)) == 29
    rows = Walked(Heading(start, 0, (), start, start + 3, table=start) for start in range(30))
    assert drop_known_rows(text, profile.levels, rows)
    assert max(sections.walks, rows.walks) < 20


def write_levels(*levels: str) -> Profile:
    """Return a profile of policies, guidelines and so on, each with its other keys."""
    kinds = zip(("policy", "guideline", "objective"), levels, strict=False)
    return parse_profile(
        "piano", "".join(f'[[levels]]\nkind = "{kind}"\ntitle = "line"\n{own}\n' for kind, own in kinds)
    )


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("Linea 1: A\n\nLinea 2: B\n\nAmbito 1: Siepi\n\nAmbito 2: Prati", "B"),
        ("Linea 1: A\n\nAmbito 1: Siepi\n\nAmbito 2: Prati\n\nLinea 2: B", "A"),
        ("Linea 1: A\n\nAmbito 1: Siepi\n\nLinea 2: B\n\nAmbito 2: Prati", ""),
        ("Linea 1: A\n\nAmbito 1.1: Siepi\n\nAmbito 1.2: Prati\n\nLinea 2: B", ""),
    ],
)
def test_a_level_below_one_of_several_alone_is_a_doubt(text: str, above: str) -> None:
    profile = write_levels(
        *(f'name = "{name}"\nlabels = ["{name}"]\nnumber = "decimal"' for name in ("Linea", "Ambito"))
    )
    document = make_document(text)
    sections = parse_outline(document, profile).sections
    reasons = measure_coverage(read_page(document), sections, (), profile.levels, ()).reasons
    assert any(f"stand below one of several above them ({above})" in reason for reason in reasons) == bool(above)


@pytest.mark.parametrize(
    ("more", "doubts"),
    [
        ("Si prevedono: a) aprire una sede {0}; b) curare i prati {0}.", 1),
        ("• Aprire una sede {0}\n\n• Curare i prati {0}", 1),
        ("• Aprire una sede {0}", 0),
        ("• con i fondi {0}\n\n• con le scuole {0}", 0),
    ],
)
def test_aims_in_the_text_of_most_elements_are_a_doubt(more: str, doubts: int) -> None:
    profile = write_levels('name = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"')
    document = make_document("".join(f"Linea {n}: Ampliare il nido {n}\n\n{more.format(n)}\n\n" for n in (1, 2, 3)))
    sections = parse_outline(document, profile).sections
    reasons = measure_coverage(read_page(document), sections, (), profile.levels, ()).reasons
    assert len([reason for reason in reasons if "read like titles: they may" in reason]) == doubts


def test_a_table_of_heads_alone_has_no_elements(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    path.write_text("<p>Fare una scuola<table><tr><th>Attività<th>2024<th>2025</table>", encoding="utf-8")
    assert draft_rows(read_page(read_document(path))) == []


@pytest.mark.parametrize(("more", "doubts"), [("Nuova sede", 1), ("Responsabile: Rossi", 0)])
def test_lines_like_titles_in_most_cells_of_objectives_are_a_doubt(tmp_path: Path, more: str, doubts: int) -> None:
    rows = "".join(f"<tr><td>Area {n}</td><td>Orti {n}<br>{more}</td><td>Verdi</td></tr>" for n in "ABCD")
    head = "<tr><th>Ambito</th><th>Progetto</th><th>Assessore</th></tr>"
    (tmp_path / "piano.html").write_text(f"<table>{head}{rows}</table>", encoding="utf-8")
    reasons = learn_outline(read_document(tmp_path / "piano.html"))[0].coverage.reasons
    assert len([reason for reason in reasons if "read like titles: they may" in reason]) == doubts


def test_a_heading_by_its_look_before_the_first_of_a_higher_level_is_the_plans_title() -> None:
    levels = write_levels(
        'name = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"', 'name = "Tema"\nlook = "alone"'
    ).levels
    text = "Borgo che cambia\n\nLinea 1: Cura\n\nSiepi e prati\n\nIl Comune cura le siepi."
    found = [Heading(0, 1, (), 0), Heading(18, 0, ("1",), 27, 31), Heading(33, 1, (), 33, 46)]
    assert drop_lists(text, levels, found) == tuple(found[1:])


def test_what_stands_again_below_the_lowest_rank_is_not_left_over() -> None:
    said = "Il Comune cura le siepi e i prati con le associazioni."
    parts = [part for n in range(4) for part in (f"Cura {'abcd'[n]}", "Che cosa faremo", said)]
    text = "\n\n".join(parts)
    starts = [len("\n\n".join([*parts[:n], ""])) for n in range(len(parts))]
    ranks = (1, 2, None) * 4
    blocks = tuple(
        Block("heading" if rank else "paragraph", start, start + len(part), rank=rank)
        for rank, start, part in zip(ranks, starts, parts, strict=True)
    )
    outline = parse_outline(replace(make_document(text), blocks=blocks), write_levels('name = "Area"\nrank = 1'))
    assert (len(outline.sections), outline.near) == (4, ())


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("La scuola nuova", 1),
        ("3 Cura a", 0),
        # A label with a number is, but no short paragraph besides.
        ("Missione 04 – Programma 02", 1),
        ("Fabbisogno di personale", 0),
        ("Parte seconda", 0),
    ],
)
def test_lines_of_the_document_and_references_are_not_left_over(line: str, left: int) -> None:
    said = "Il Comune cura le siepi e i prati con le associazioni e con le scuole. " * 2
    parts = ["Cura a", said, "Cura b", said, line, said]
    starts = [len("\n\n".join([*parts[:n], ""])) for n in range(len(parts))]
    blocks = tuple(
        Block("heading" if n in (0, 2) else "paragraph", start, start + len(part), rank=1 if n in (0, 2) else None)
        for n, (start, part) in enumerate(zip(starts, parts, strict=True))
    )
    document = replace(make_document("\n\n".join(parts)), blocks=blocks)
    near = parse_outline(document, write_levels('name = "Area"\nrank = 1')).near
    assert sum(shape.times for shape in near) == left


def test_numbered_chapters_of_the_accounts_behind_the_plan_are_not_left_over() -> None:
    levels = write_levels('name = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"')
    plan = "Linea 1 – Cura\n\nTesto.\n\n3.1 {}\n\nTesto.\n\nLinea 2 – Festa\n\nTesto.\n\n3.2 {}\n\nTesto."
    for between, behind, left in (("Parte prima", "Acquisti", 0), ("Acquisti", "La scuola nuova", 2)):
        near = parse_outline(make_document(plan.format(between, behind)), levels).near
        assert sum(shape.times for shape in near) == left


def test_rows_of_figures_and_references_are_no_headings() -> None:
    text = "1 Scuola\n\nTesto.\n\n2 Terreno al mare 31 77 12.400,00\n\n2 Sport\n\nTesto."
    outline = parse_outline(make_document(text), write_levels('name = "Area"\nnumber = "decimal"'))
    assert [section.title for section in outline.sections] == ["Scuola", "Sport"]
    text = "Missione 04 – Istruzione\n\nTesto.\n\nMissione 12 – Programma 05\n\nTesto."
    assert [section.title for section in parse_text(text, "missione-programma").sections] == ["Istruzione"]


@pytest.mark.parametrize(("done", "left"), [("opera conclusa", 0), ("opera {} conclusa", 4)])
def test_a_label_that_says_the_same_of_all_is_not_left_over(done: str, left: int) -> None:
    text = "".join(f"Linea {n} – Cura\n\nRisultato: {done.format(n)}\n\n" for n in range(1, 5))
    levels = write_levels('name = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"')
    assert sum(near.times for near in parse_outline(make_document(text), levels).near) == left


@pytest.mark.parametrize("items", ["• siepi {0};\n\n• alberi {0};", "Si prevedono: 1) siepi {0}; 2) alberi {0}."])
def test_lists_below_missions_that_no_level_takes_are_a_doubt(items: str) -> None:
    said = (
        "Il Comune garantisce i servizi alla comunità e cura il territorio con le associazioni e con i cittadini. " * 2
    )
    text = "".join(f"Missione {n:02} Cura {n}\n\n{said}\n\n{items.format(n)}\n\n" for n in (1, 2, 3))
    outline, _ = learn_outline(make_document(text))
    assert [section.title for section in outline.sections] == ["Cura 1", "Cura 2", "Cura 3"]
    assert outline.coverage.reasons[0].startswith("3 of 3 elements called Missione hold lists")


@pytest.mark.parametrize(
    ("label", "reasons"),
    [("", ("all 3 headings look alike: a level that nothing shows may be missing",)), ("Punto {}) ", ())],
)
def test_chapters_that_only_their_look_tells_are_a_doubt(tmp_path: Path, label: str, reasons: tuple[str, ...]) -> None:
    path = tmp_path / "piano.html"
    said = "<p><b>{}</b></p><p>Il Comune opera per i cittadini: {}.</p>"
    names = ["Scuola", "Verde", "Sport"]
    body = "".join(said.format(label.format(n) + name, name) for n, name in enumerate(names, 1))
    path.write_text(f"<h1>Programma di mandato</h1><p>Il Comune programma.</p>{body}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert [section.title for section in outline.sections] == names
    assert outline.coverage.reasons == reasons


def test_aims_numbered_with_what_groups_them_are_a_doubt() -> None:
    titles = ["Scuola", "Ampliare il nido", "Rinnovare gli arredi", "Verde", "Piantare alberi", "Ridurre i rifiuti"]
    said = "Il Comune garantisce i servizi alla comunità e cura il territorio."
    text = "".join(f"{n}. {title}\n\n{said}\n\n" for n, title in enumerate(titles, 1))
    reasons = learn_outline(make_document(text))[0].coverage.reasons
    assert any(reason.startswith("all 6 headings look alike") for reason in reasons)
    # Where all are aims, or hardly any, nothing is missing.
    aims = text.replace(" Scuola\n", " Aprire le biblioteche\n").replace(" Verde\n", " Curare i parchi\n")
    few = re.sub(r"Rinnovare|Piantare|Ridurre", "Con", text)
    for other in (aims, few):
        assert not [r for r in learn_outline(make_document(other))[0].coverage.reasons if "look alike" in r]


@pytest.mark.parametrize(
    ("leads", "verb", "doubts"),
    [
        (("Limiti:", "Idee per domani:"), "", 1),
        (("", "Idee per domani:"), "", 0),
        # Lists of aims are objectives whatever opens them.
        (("Idee:", "Proposte:"), "curare ", 0),
    ],
)
def test_lists_that_different_lines_open_are_a_doubt(
    tmp_path: Path, leads: tuple[str, ...], verb: str, doubts: int
) -> None:
    path = tmp_path / "piano.html"
    items = f"<ul><li>{verb}parco {{1}} del comune {{0}}</li><li>{verb}scuole {{1}} del territorio {{0}}</li></ul>"
    lists = "".join((f"<p>{lead}</p>" if lead else "") + items.format("{0}", n) for n, lead in enumerate(leads))
    path.write_text("".join(f"<h1>Area {c}</h1>{lists.format(c)}" for c in "XYZ"), encoding="utf-8")
    reasons = learn_outline(read_document(path))[0].coverage.reasons
    assert len([reason for reason in reasons if reason.startswith("different lines open the lists")]) == doubts


def test_an_objective_below_no_line_is_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    goal = "<p>Obiettivo {0}: Alberi {0}</p><p>Il Comune opera.</p>"
    lines = "".join(f"<h2>Linea {n}: Cura {n}</h2>{goal.format(n)}" for n in (1, 2, 3))
    path.write_text(f"<h1>Programma</h1>{lines}<h2>Conclusioni</h2>{goal.format(4)}", encoding="utf-8")
    reasons = learn_outline(read_document(path))[0].coverage.reasons
    assert "an element of a lower level stands below none: Alberi 4" in reasons


@pytest.mark.parametrize(
    ("chapters", "below", "doubt"),
    [
        (["Scuola", "La popolazione", "Verde", "Il bilancio"], "I luoghi", "2 chapters are called as those on a town"),
        (["Scuola", "Popolo", "Verde", "Bilance"], "I luoghi", ""),
        # Aims say that a chapter is the plan's, whatever it is called.
        (["Scuola", "La popolazione", "Verde", "Il bilancio"], "Curare i luoghi", ""),
    ],
)
def test_chapters_of_the_context_are_a_doubt(tmp_path: Path, chapters: list[str], below: str, doubt: str) -> None:
    path = tmp_path / "piano.html"
    body = "".join(
        f"<h2>{chapter}</h2>" + "".join(f"<h3>{below} {n} di {chapter}</h3><p>Il Comune opera.</p>" for n in "12")
        for chapter in chapters
    )
    path.write_text(f"<h1>Programma di mandato</h1>{body}", encoding="utf-8")
    reasons = learn_outline(read_document(path))[0].coverage.reasons
    assert any(reason.startswith(doubt) for reason in reasons) if doubt else not reasons


@pytest.mark.parametrize("line", ["Scelta I: Biodiversità", "2.C.1 PIANO", "IV. I boschi"])
def test_lines_of_other_grammars_are_left_over(line: str) -> None:
    with pytest.raises(DocumentError, match="1 of 1:\n  line 2: " + re.escape(line)):
        parse_text(f"Premessa al piano 2025, e altro.\n{line}\nI comuni dell'Unione")


def test_nothing_recognised_and_nothing_left() -> None:
    with pytest.raises(DocumentError, match="no numbered or capitalised line is left over"):
        parse_text("una lettera qualunque\nsenza elementi")


def test_index_alone_is_no_plan() -> None:
    text = "Indice\nPOLITICA 1: CURARE ........ 3\nPOLITICA 2: CRESCERE ........ 9\n"
    with pytest.raises(DocumentError, match="no element of a plan was recognised"):
        parse_text(text)
    assert list_rows(parse_text(text + "\nPOLITICA 1: CURARE\n")) == [("1", "policy", "CURARE")]


def test_pages_are_known_where_the_source_has_them() -> None:
    text = "POLITICA 1: CURARE\n\fPOLITICA 2: CRESCERE"
    document = replace(make_document(text), pages=(0, 20))
    assert [
        section.page for section in parse_outline(document, load_profile("politica-indirizzo-obiettivo")).sections
    ] == [1, 2]
    assert [section.page for section in parse_text("POLITICA 1: CURARE").sections] == [None]


def test_a_pattern_has_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Repetitions within repetitions take longer than the universe has been: one sentence instead."""
    path = tmp_path / "profile.toml"
    path.write_text("[[levels]]\nkind = 'objective'\nname = 'A'\ntitle = 'line'\npattern = '(a|aa)+$'\n")
    monkeypatch.setattr("dupgraph.read.outline.patterns.PATTERN_SECONDS", 0.2)
    (level,) = load_profile(str(path)).levels
    assert level.pattern is not None
    with pytest.raises(VocabularyError, match=r"'pattern' takes more than 0\.2 seconds: '\(a\|aa\)\+\$'"):
        level.pattern.match("a" * 100 + "b", 0, 101)


def test_a_card_below_missions_and_programmes_is_an_element(tmp_path):
    """A packaged profile that leaves the cards' own label over is not what fits best."""
    card = "Obiettivo operativo: {}\nDescrizione: {}\nSoggetti coinvolti: scuole; parrocchie\nDurata: 2025-2027\n\n"
    titles = ["Garantire la mensa", "Aprire il centro giovani", "Tutelare il lago", "Rilanciare il commercio"]
    text = "".join(
        f"Missione {number:02} – Diritti e servizi\n\nProgramma 0{number % 3 + 1} – Servizi ausiliari\n\n"
        + card.format(title, "Il servizio sarà esteso a tutte le frazioni, con orari più lunghi e nuovi spazi.")
        for number, title in enumerate(titles, 4)
    )
    path = tmp_path / "schede.txt"
    path.write_text(text, encoding="utf-8")
    outline, _ = find_outline(read_document(path))
    assert [section.title for section in outline.sections if section.kind == "objective"] == titles
    assert outline.coverage.verdict == "good"
    # The same cards under a profile that does not know them are said to be left over.
    bare = parse_outline(read_document(path), load_profile("missione-programma"))
    assert [(near.shape, near.times) for near in bare.near] == [("the label Obiettivo operativo:", 4)]


MARKDOWN = """## Scuola aperta

Con le famiglie.

### Aprire la mensa

Per tutti i bambini.

# Dati di contorno

### Popolazione

Cresce di poco.

## Verde curato

### Piantare alberi

Cento ogni anno.
"""
RANKS = """[[levels]]
kind = "policy"
name = "Sezione"
rank = 2
title = "line"

[[levels]]
kind = "objective"
name = "Sottosezione"
rank = 3
title = "line"
"""


def test_headings_below_a_chapter_that_is_no_element_are_none(tmp_path):
    (tmp_path / "piano.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "ranghi.toml").write_text(RANKS, encoding="utf-8")
    outline = parse_outline(read_document(tmp_path / "piano.md"), load_profile(str(tmp_path / "ranghi.toml")))
    assert [(section.code, section.title) for section in outline.sections] == [
        ("1", "Scuola aperta"),
        ("1.1", "Aprire la mensa"),
        ("2", "Verde curato"),
        ("2.1", "Piantare alberi"),
    ]


@pytest.mark.parametrize(
    ("first", "following", "rest"),
    [
        # The line had room for the next word: whoever wrote it ended it.
        ("Patti per la sicurezza", "I patti firmati con la Prefettura e con i Comuni vicini sono rinnovati.", ""),
        # A wrapped line, as full as the next one, goes on; so does one that calls for more, or small letters.
        ("Sostenere i genitori con la", "Croce Rossa. Nuovi servizi per i più piccoli.", "Croce Rossa"),
        ("Riqualificare piazza", "Garibaldi con i privati. Due.", "Garibaldi con i privati"),
        (
            "Aprire il museo",
            "della ceramica e delle arti, oggi chiuso. Nel 2026.",
            "della ceramica e delle arti, oggi chiuso",
        ),
    ],
)
def test_a_title_without_full_stop_ends_where_its_line_was_ended_on_purpose(
    first: str, following: str, rest: str
) -> None:
    text = (
        f"Politica 1: Curare\nObiettivo strategico 1.1 {first}\n{following}\nObiettivo strategico 1.2 Piantare. Alberi."
    )
    outline = parse_outline(Document(text, "piano.txt", "", PlanRecord()), load_profile("politica-indirizzo-obiettivo"))
    assert outline.sections[1].title == f"{first} {rest}".strip()


def test_a_bullet_that_two_parts_of_the_town_share_stands_in_both() -> None:
    parts = ["SONA", "• campi da gioco;", "• nuovi cestini;", "", "PALAZZOLO", "• farmacia;", "• nuovi cestini;", ""]
    outline = find_outline(Document("\n".join(parts), "piano.txt", "", PlanRecord()), accept=True)[0]
    assert [section.title for section in outline.sections] == [part.strip("•; ") for part in parts if part]


def test_a_short_plan_of_which_half_stands_before_its_first_element_is_doubted() -> None:
    context = "Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione. " * 25
    plan = "\n\n".join(
        f"Obiettivo strategico {number}: Curare i servizi e le politiche\n\n"
        "Il programma sostiene le azioni di sviluppo del territorio con interventi ogni anno per famiglie e imprese."
        for number in range(1, 9)
    )
    after, alone = (learn_outline(make_document(text))[0].coverage for text in (f"{context}\n\n{plan}", plan))
    assert after.verdict == "doubtful"
    assert f"{after.before:.0%} of the text stands before the first element" in after.reasons
    assert alone.before == 0.0
    assert not any("before the first" in reason for reason in alone.reasons)


@pytest.mark.parametrize(
    ("heads", "verdict"),
    [
        (("La popolazione", "Le risorse"), "good"),
        (("A", "B"), "doubtful"),
        # What has a number of more parts is of the chapter above it, whatever else that says.
        (("2 La popolazione", "2.1 Nascite"), "good"),
        (("2 La popolazione", "2.1 Le risorse", "2.2 Nascite"), "good"),
        (("2 La popolazione", "3 Nascite"), "doubtful"),
        # Between two on the town a third says nothing else, unless it is of the plan.
        (("2 La popolazione", "3 Nascite", "4 Le risorse"), "good"),
        (("2 La popolazione", "3 Linee del mandato", "4 Le risorse"), "doubtful"),
    ],
)
def test_what_is_said_of_the_town_before_the_plan_is_no_doubt(heads: tuple[str, ...], verdict: str) -> None:
    said = "Il Comune sostiene le famiglie e i servizi del territorio, con obiettivi e azioni del mandato. " * 4
    goals = "".join(
        f"Linea {n} – Cura {n}\n\n{said}\n\n"
        + "".join(f"Obiettivo {n}.{k} – Aprire {n}{k}\n\n{said}\n\n" for k in (1, 2))
        for n in (1, 2, 3)
    )
    text = "".join(f"{head}\n\n{said * 3}\n\n" for head in heads) + goals
    coverage = learn_outline(make_document(text))[0].coverage
    assert (coverage.verdict, coverage.before > 0.2) == (verdict, True)


@pytest.mark.parametrize(
    ("count", "lost", "doubts"), [(12, (), 0), (12, (9,), 1), (8, (), 1)], ids=["alike", "a hole", "few"]
)
def test_of_few_elements_one_may_be_longer_by_chance(count: int, lost: tuple[int, ...], doubts: int) -> None:
    said = "Il Comune sostiene le famiglie e i servizi del territorio, con gli obiettivi e le azioni del mandato. "
    heads = ["" if n in lost else f"Obiettivo: Aprire il nido {'abcdefghijkl'[n]}\n\n" for n in range(count)]
    parts = [f"{head}{said * (6 if n in (2, 5, 7) else 4)}\n\n" for n, head in enumerate(heads)]
    reasons = learn_outline(make_document("".join(parts)))[0].coverage.reasons
    assert len([reason for reason in reasons if reason.startswith("no element begins")]) == doubts


@pytest.mark.parametrize(
    ("left", "column"), [("Missione PNRR", "Progetto"), ("Fase", "Attività"), ("Organismo", "Attività")]
)
def test_a_table_of_funding_or_phases_holds_no_elements(tmp_path: Path, left: str, column: str) -> None:
    path = tmp_path / "piano.html"
    table = "".join(f"<tr><td>M1C{n}</td><td>Portale {n}</td><td>concluso</td></tr>" for n in (1, 2, 3))
    goals = "".join(f"<h2>Linea {n}: Cura {n}</h2><p>Il Comune opera per i cittadini.</p>" for n in (1, 2, 3))
    head = f"<tr><th>{left}</th><th>{column}</th><th>Stato</th></tr>"
    path.write_text(f"<h1>Il PNRR</h1><table>{head}{table}</table><h1>Il programma</h1>{goals}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert [section.title for section in outline.sections] == ["Cura 1", "Cura 2", "Cura 3"]
    assert not outline.near


def test_codes_with_a_blank_name_their_level() -> None:
    goals = [("OS 1.1", "Aprire un nido"), ("OS 1.2", "Curare i parchi"), ("OS 2.1", "Piantare alberi")]
    text = "".join(f"{code} {title}\n\nIl Comune opera per i cittadini.\n\n" for code, title in goals)
    outline, _ = learn_outline(make_document(text))
    assert [(s.level_name, s.kind, s.notation) for s in outline.sections][:2] == [
        ("Obiettivo strategico", "objective", "1.1"), ("Obiettivo strategico", "objective", "1.2")
    ]  # fmt: skip


@pytest.mark.parametrize(("title", "count"), [("Linee programmatiche", 0), ("I nostri programmi", 1)])
def test_plain_words_are_a_doubt_where_no_title_says_that_they_are_a_plan(title: str, count: int) -> None:
    said = "Da anni restano vuote, perché nessuno sale lassù quando nevica, e ognuno teme quelle notti."
    words = ("MALGHE", "FONTI", "PONTI", "RIFUGI", "PASCOLI")
    text = "\n\n".join((f"Comune di Prova: {title}", *(f"{word}\n\n{said}" for word in words)))
    outline, _ = learn_outline(make_document(text))
    assert sum("few words of planning" in reason for reason in outline.coverage.reasons) == count


def test_a_word_that_all_titles_begin_with_is_a_label() -> None:
    profile = write_levels('name = "Linea"\nlook = "alone"')
    reasons = []
    for words in ("Sogno: {}", "{}"):
        text = "".join(f"{words.format(title)}\n\nIl Comune opera.\n\n" for title in ("Nido", "Verde", "Sport"))
        sections = parse_outline(document := make_document(text), profile).sections
        found = measure_coverage(read_page(document), sections, (), profile.levels, ()).reasons
        reasons.append([reason for reason in found if "number or a label that was not understood" in reason])
    assert list(map(len, reasons)) == [1, 0]


def test_lines_like_headings_right_above_elements_are_a_doubt() -> None:
    profile = write_levels('name = "Azione"\nlabels = ["Azione"]\nnumber = "decimal"')
    reasons = []
    areas = ("nidi", "parchi", "strade")
    for above in ("Area {}", "Il Comune apre {}."):
        text = "".join(
            f"{above.format(a)}\n\nAzione {n}: Aprire {a}\n\nIl Comune opera.\n\n" for n, a in enumerate(areas, 1)
        )
        sections = parse_outline(document := make_document(text), profile).sections
        found = measure_coverage(read_page(document), sections, (), profile.levels, ()).reasons
        reasons.append([reason for reason in found if "right above elements" in reason])
    assert list(map(len, reasons)) == [1, 0]


@pytest.mark.parametrize(
    ("numbers", "doubts"),
    [
        ("A.1 A.2 B.1 B.2", ["a level may be missing above A.1"]),
        ("1.1 1.2 2.1 2.2", ["a level may be missing above 1.1"]),
        # Of one chapter, or with the letters of areas; nothing says that several belong together.
        ("1.1 1.2 1.3", []),
        ("A.1 A.2 A.3", []),
        ("S.1 S.2 T.1 T.2", []),
        ("A1 B1 C1", []),
    ],
)
def test_numbers_within_those_of_a_level_that_nothing_opens_are_a_doubt(numbers: str, doubts: list[str]) -> None:
    sections = [
        Section(str(n), "objective", "Obiettivo", f"Curare {n}", n, n + 1, n, n, None, n, notation=number)
        for n, number in enumerate(numbers.split())
    ]
    assert list(map(str, doubt_series(sections))) == doubts


@pytest.mark.parametrize(
    ("form", "titles", "doubts"),
    [
        ("<p><b>{}</b></p>", "Nido Parchi Strade Sport Acqua Rifiuti", 1),
        ("<ul><li><b>{}</b></li></ul>", "Nido Parchi Strade Sport Acqua Rifiuti", 1),
        # Parts of each element stand again; a word in bold within a list heads nothing.
        ("<p><b>{}</b></p>", "Finalità Motivi Finalità Motivi Finalità Motivi", 0),
        ("<ul><li><b>{}</b></li><li>altro</li></ul>", "Nido Parchi Strade Sport Acqua Rifiuti", 0),
    ],
)
def test_titles_in_bold_that_share_out_the_text_are_a_doubt(
    tmp_path: Path, form: str, titles: str, doubts: int
) -> None:
    path = tmp_path / "piano.html"
    words = [f"{form.format(title)}<p>Il Comune opera per tutti e cura il territorio.</p>" for title in titles.split()]
    heads = [f"<p>Obiettivo strategico {n} - Cura {n}</p><p>Il Comune opera.</p>" for n in (1, 2, 3)]
    pairs = zip(heads, words[::2], words[1::2], strict=True)
    path.write_text("<h1>DUP</h1>" + "".join(map("".join, pairs)), encoding="utf-8")
    reasons = learn_outline(read_document(path))[0].coverage.reasons
    assert len([reason for reason in reasons if reason.startswith("titles in bold share out")]) == doubts


def test_titles_that_are_only_a_label_are_a_doubt(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    parts = [("Capitolo primo", "Scuola"), ("Capitolo secondo", "Verde"), ("Capitolo terzo", "Sport")]
    said = "<p>Il Comune opera per i cittadini e il territorio.</p>"
    path.write_text("".join(f"<h2>{a}</h2><h3>{b}</h3>{said}" for a, b in parts), encoding="utf-8")
    reasons = learn_outline(read_document(path))[0].coverage.reasons
    assert any(reason.startswith("3 titles are only what a level is called") for reason in reasons)


def test_a_line_of_the_cover_is_no_chapter_of_all_others() -> None:
    parts = [(22.0, "Comune di Valle"), (22.0, "Tre impegni"), (11.0, "Il Comune opera per i cittadini.")]
    for number, title in enumerate(("Aprire un nido", "Curare i parchi", "Piantare alberi"), 1):
        parts += [(14.0, f"{number}. {title}"), (11.0, f"Il Comune opera per {number} quartieri.")]
    text = "\n\n".join(words for _, words in parts)
    blocks = tuple(
        Block("paragraph", text.index(words), text.index(words) + len(words), size=size, weight=BOLD * (size > 11))
        for size, words in parts
    )
    outline, _ = learn_outline(replace(make_document(text), blocks=blocks))
    assert [(section.code, section.parent) for section in outline.sections] == [("1", None), ("2", None), ("3", None)]


def test_type_that_is_larger_than_any_heading_is_that_of_no_level() -> None:
    text = "UNO\n\nIl Comune cura i parchi.\n\nDUE\n\nIl Comune cura i nidi.\n\n"
    blocks = tuple(
        Block("paragraph", text.index(words), text.index(words) + len(words), size=300.0 if words.isupper() else 10.0)
        for words in text.strip().split("\n\n")
    )
    assert not draft_sizes(read_page(replace(make_document(text), blocks=blocks)))


def test_numbered_chapters_stand_beside_those_of_the_document_and_captions_are_none() -> None:
    parts = [(14.0, "Il territorio"), (11.0, "Il Comune ha colline."), (14.0, "Le risorse"), (11.0, "Sono poche.")]
    parts += [(14.0, "Il personale"), (11.0, "Sono in dodici.")]
    for number, title in enumerate(("Aprire un nido", "Curare i parchi", "Piantare alberi"), 1):
        parts += [(14.0, f"{number}. {title}"), (11.0, f"Il Comune opera per {number} quartieri.")]
        parts += [(14.0, f"Grafico {number} Gli utenti"), (11.0, f"Sono {number} mila.")]
    text = "\n\n".join(words for _, words in parts)
    blocks = tuple(
        Block("paragraph", text.index(words), text.index(words) + len(words), size=size, weight=BOLD * (size > 11))
        for size, words in parts
    )
    outline, _ = learn_outline(replace(make_document(text), blocks=blocks))
    assert [section.title for section in outline.sections] == ["Aprire un nido", "Curare i parchi", "Piantare alberi"]


def test_lines_of_the_largest_type_above_all_headings_are_a_cover() -> None:
    looks = {"# ": (22.0, True), "## ": (11.0, True), "": (11.0, False)}
    chapters = "".join(
        f"## {c}\n\nDiciamo di {c}.\n\n• nidi {c}\n\n• parchi {c}\n\n" for c in ("LA SCUOLA", "IL VERDE", "LO SPORT")
    )
    text, blocks = "", []
    for part in f"# LISTA PER VALLE\n\n# PROGRAMMA ELETTORALE\n\nEcco che faremo.\n\n{chapters}".strip().split("\n\n"):
        mark = part[: part.rfind("# ") + 2] if part[0] == "#" else ""
        size, bold = looks[mark]
        start = len(text)
        text += part.removeprefix(mark) + "\n\n"
        kind = "item" if part[0] == "•" else "paragraph"
        blocks.append(
            Block(kind, start, len(text) - 2, size=size, weight=BOLD * bold, marker="• " if kind == "item" else "")
        )
    outline, _ = learn_outline(replace(make_document(text), blocks=tuple(blocks)))
    assert [section.title for section in outline.sections if not section.parent] == [
        "LA SCUOLA",
        "IL VERDE",
        "LO SPORT",
    ]


def test_a_card_of_a_strategic_and_an_operative_objective_is_the_operative_ones(tmp_path: Path) -> None:
    """Below chapters without numbers the lines keep theirs, and each strategic objective stands once."""
    rows = "<tr><td>Linea di mandato</td><td>1 Cura</td></tr><tr><td>Obiettivo strategico</td><td>1.{0} Verde {0}</td>"
    rows += "</tr><tr><td>Obiettivo operativo</td><td>1.{0}.{1} Aprire {0}{1}</td></tr>"
    rows += "<tr><td>Responsabile</td><td>Settore 1</td></tr>"
    cards = "".join(f"<table>{rows.format(n, k)}</table>" for n in (1, 2) for k in (1, 2))
    said = "<p>Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione.</p>" * 3
    path = tmp_path / "piano.html"
    context = "".join(f"<h2>{words}</h2>{said}" for words in ("La popolazione", "Le risorse"))
    path.write_text(f"<h1>DUP</h1>{context}<h2>Gli obiettivi</h2>{said}{cards}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert [(level.name, level.count) for level in outline.levels] == [
        ("Linea di mandato", 1),
        ("Obiettivo strategico", 2),
        ("Obiettivo operativo", 4),
    ]
    assert [section.code for section in outline.sections][-3:] == ["1.2", "1.2.1", "1.2.2"]


@pytest.mark.parametrize(
    ("row", "programmes"), [("Finalità|Il servizio aiuta.", 4), ("Finalità|Aprire un nido<br>Curare i parchi", 0)]
)
def test_cards_of_programmes_that_hold_no_objectives_are_elements(tmp_path: Path, row: str, programmes: int) -> None:
    label, value = row.split("|")
    rows = "<tr><td>Programma</td><td>0{0}.0{1} Servizio {0}{1}</td></tr>"
    rows += f"<tr><td>{label}</td><td>{value}</td></tr><tr><td>Responsabile</td><td>Settore 1</td></tr>"
    path = tmp_path / "piano.html"
    said = "<p>Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione.</p>"
    parts = (
        f"<h2>Missione 0{n} – Cura {n}</h2>{said}" + "".join(f"<table>{rows.format(n, k)}</table>" for k in (1, 2))
        for n in (1, 2)
    )
    path.write_text(f"<h1>DUP</h1>{''.join(parts)}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert sum(level.count for level in outline.levels if level.name == "Programma") == programmes


def test_headings_of_one_style_with_the_labelled_ones_are_no_level_below_them(tmp_path: Path) -> None:
    said = "<p>Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione.</p>" * 3
    context = "".join(f"<h2>{words}</h2>{said}" for words in ("La popolazione", "Le risorse", "Il bilancio"))
    lines = "".join(f"<h2>Indirizzo strategico {n}: Cura {n}</h2>{said}" for n in (1, 2, 3))
    path = tmp_path / "piano.html"
    path.write_text(f"<h1>DUP</h1>{context}{lines}<h2>Riepilogo</h2>{said}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert [section.title for section in outline.sections] == ["Cura 1", "Cura 2", "Cura 3"]


def test_a_column_of_the_budgets_titles_holds_no_elements(tmp_path: Path) -> None:
    sums = "".join(f"<tr><td>{words}</td><td>1.000,00</td><td>-</td></tr>" for words in ("Spese correnti", "Totale"))
    table = f"<table><tr><th>Titolo</th><th>2026</th><th>2027</th></tr>{sums}</table>"
    body = "".join(f"<h2>Linea {n}: Cura {n}</h2><p>Il Comune opera per i cittadini.</p>{table}" for n in (1, 2, 3))
    path = tmp_path / "piano.html"
    path.write_text(f"<h1>DUP</h1>{body}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert [section.title for section in outline.sections] == ["Cura 1", "Cura 2", "Cura 3"]


def test_letters_that_were_lost_on_reading_are_a_doubt_and_many_a_fault() -> None:
    text = "".join(f"Linea {n}: Cura {n}\n\nIl Comune cura il territorio.\n\n" for n in (1, 2, 3))
    for key, count, verdict in (("mended_letters", 2, "doubtful"), ("mended_strange", 40, "bad")):
        said = (say(key, page=1, count=count),)
        coverage = learn_outline(replace(make_document(text), warnings=said))[0].coverage
        assert coverage.verdict == verdict
        assert f"the PDF does not say what {count} letters of 1 pages are" in coverage.reasons[0]


def test_an_entry_of_an_index_may_begin_on_the_line_above_its_page() -> None:
    index = "INDICE\nCura 1 ........ 2\nCura di tutte\nle scuole ........ 3\nCura 3 ........ 4\n\n"
    document = make_document(index + "Il Comune cura.\n")
    assert list_titles(document) == ["indice cura 1", "cura di tutte le scuole", "cura 3"]


def test_a_caption_heads_no_chapter_and_the_operative_section_is_no_lost_entry() -> None:
    context = "La spesa\n\nIl Comune spende.\n\nTabella 1 - Uscite\n\nSpende poco.\n\nAltro\n\nE cura.\n"
    assert measure_untold(read_page(make_document(context)), len(context)) == len("E cura.")
    own = "Il quadro esterno\n\nE mite.\n\nIl territorio\n\nE vasto.\n\n"
    # Behind the heading that opens the plan "Il territorio" may be an element that was not found.
    for rest, untold in (
        ("Linee di mandato\n\n", ""),
        ("Linee di mandato\n\nLa scuola\n\nE bella.\n\n", "E vasto.E bella."),
    ):
        context = f"Premessa\n\nE breve.\n\n{own}{rest}"
        assert measure_untold(read_page(make_document(context)), len(context)) == len(untold)
    # Subjects that a plan may have are the town's where all other chapters are.
    subjects = "Il turismo\n\nCresce.\n\nL'economia\n\nE solida.\n\nLe imprese\n\nSono poche.\n\n"
    for rest, told in (("", True), ("La scuola\n\nE bella.\n\n", False)):
        context = f"Premessa\n\nE breve.\n\n{own}{subjects}{rest}La popolazione\n\nCala.\n\n"
        assert (measure_untold(read_page(make_document(context)), len(context)) == 0) == told
    plan = "".join(f"Linea {n}: Cura {n}\n\nIl Comune cura il territorio.\n\n" for n in range(1, 9))
    for title, doubts in (("Sezione operativa", 0), ("Il parco", 1)):
        entries = [f"Linea {n}: Cura {n}" for n in range(1, 9)]
        index = "".join(f"{entry} ........ {n + 2}\n" for n, entry in enumerate([*entries[:4], title, *entries[4:]]))
        reasons = learn_outline(make_document(f"INDICE\n{index}\n{plan}"))[0].coverage.reasons
        assert sum("index" in reason for reason in reasons) == doubts


def test_words_before_amounts_are_not_left_over() -> None:
    page = read_page(make_document("Correnti 5.763.959,69 6.185.348,87\n\nAsse 2.1: Altro\n"))
    assert [near.shape for near in list_near(page, ())] == ["Asse 9.9"]


def test_after_items_without_stops_a_capital_begins_a_text() -> None:
    parts = [("item", "• Aprire il nido"), ("item", "• Curare i parchi"), ("paragraph", "Il Comune opera con cura.")]
    head = "Linea 1: Cura\n\n"
    text = head + "\n".join(words for _, words in parts)
    places = [text.index(words) for _, words in parts]
    own = [Block(kind, at, at + len(words), page=1) for (kind, words), at in zip(parts, places, strict=True)]
    blocks = (Block("heading", 0, 13, page=1, rank=1), *own)
    levels = write_levels('name = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"', 'name = "Punto"\nbullets = ["•"]')
    outline = parse_outline(replace(make_document(text), blocks=blocks), levels)
    assert [section.title for section in outline.sections] == ["Cura", "Aprire il nido", "Curare i parchi"]


def test_aims_that_open_paragraphs_are_none_among_lines_of_their_own():
    aims = "Aprire un nido. Entro l'anno.\n\nCurare i parchi. Con tutti."
    text = "\n\n".join(f"{name}\n\n{aims}" for name in ("Scuola", "Cultura", "Sport"))
    short = text.replace("\n\nCurare i parchi. Con tutti.", "", 1)
    for said, count in ((text, 6), (text.replace(" Con tutti.", "", 1), 0), (short, 0)):
        page = read_page(make_document(said))
        drafts = draft_aims(page, [said.index(name) for name in ("Scuola", "Cultura", "Sport")])
        assert sum(len(draft.starts) for draft in drafts) == count


@pytest.mark.parametrize(("count", "told"), [(5, True), (6, False)])
def test_a_budgets_lines_beside_a_plans_own_objectives_are_no_doubt(count: int, told: bool) -> None:
    level = "kind = 'objective'\nname = 'Obiettivo'\nlabels = ['Obiettivo']\nnumber = 'decimal'\ntitle = 'line'"
    profile = parse_profile("piano", f"[[levels]]\n{level}\n")
    lines = "Entrate del servizio\n\nTotale delle spese"
    document = make_document("\n\n".join(f"Obiettivo {n}: Aprire un nido\n\n{lines}" for n in range(1, count + 1)))
    sections = parse_outline(document, profile).sections
    reasons = measure_coverage(read_page(document), sections, (), profile.levels, ()).reasons
    assert (say("doubt_kind", kind=say("kind_budget")) in reasons) == told


@pytest.mark.parametrize(
    ("aim", "rows", "more"), [("Aprire un museo", 2, []), ("Aprire un museo", 2, [("X", 2)]), ("con le scuole", 1, [])]
)
def test_a_merged_cell_that_a_page_cuts_goes_on_beside_a_new_row(
    aim: str, rows: int, more: list[tuple[str, int]]
) -> None:
    cells = [
        [("05 - Tutela dei", 1), ("Ampliare il nido", 1), ("Cittadini", 1)],
        [("beni culturali", 2), (aim, 2), ("Cittadini" if rows > 1 else "e imprese", 2), *more],
    ]
    text = "\n".join(words for row in cells for words, _ in row)
    blocks = tuple(
        Block("cell", start, start + len(words), table=1, row=n, column=column, page=page)
        for n, row in enumerate(cells)
        for column, (words, page) in enumerate(row)
        for start in [text.index(words, text.index(row[0][0]))]
    )
    (table,) = list_tables(Document(text, "piano.pdf", "", PlanRecord(), blocks=blocks))
    assert len(table.rows) == rows
    assert "beni culturali" in read_cell(Document(text, "piano.pdf", "", PlanRecord()), table.rows[0][0])


def test_a_line_of_many_blanks_or_words_takes_no_time() -> None:
    began = process_time()
    assert not opens_with_label("Missione" + " " * 5_000)
    assert not names_again("curare " + "parchi " * 20_000, {"aprire un nido"})
    assert names_again("obiettivo: aprire un nido", {"aprire un nido"})
    assert process_time() - began < 0.3


def test_what_stands_below_parts_that_take_turns_is_their_text() -> None:
    def read(*labels: str) -> list[str]:
        parts = [f"Curare {n}\n\n" + "\n\n".join(f"{x}\n\nVia {x} {n}" for x in labels) for n in "ABCD"]
        page = read_page(Document("\n\n".join(parts), "piano.txt", "", PlanRecord()))
        return [page.get_words(line) for line in page.lines if line.start in page.values]

    assert read("Utenza", "Ambito territoriale")[:2] == ["Via Utenza A", "Via Ambito territoriale A"]
    # One part alone may stand above titles, and what names a level does.
    assert read("Utenza") == read("Utenza", "Obiettivo") == []
