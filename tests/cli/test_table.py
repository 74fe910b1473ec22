"""Rows on a terminal: as wide as it is, codes whole, words to be seen; nothing that a terminal would obey."""

import re

import places
import pytest
from pyoxigraph import Literal, NamedNode

from dupgraph.ask.catalogue import run_question
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.result import Result
from dupgraph.cli.table import ROWS_SHOWN, draw_table
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.protocol import Row
from dupgraph.language.messages import write_count

PACKAGED = open_engine()
EXTRACT = open_engine(places.EXTRACT)
NAMED = QueryInfo("SELECT", "it", "evidence", "Tutte le prove")
LONG = "Promuovere l'integrazione dei servizi sociali del Comune, dei servizi sanitari dell'AUSL e del Terzo settore"


def build(columns: str, *rows: tuple[object, ...], asked: QueryInfo | None = NAMED) -> Result:
    def term(value: object) -> Literal | NamedNode | None:
        if isinstance(value, str) and value.startswith("https://"):
            return NamedNode(value)
        return None if value is None else Literal(value)

    terms: tuple[Row, ...] = tuple(tuple(map(term, row)) for row in rows)
    return Result(tuple(columns.split()), terms, asked=asked)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("objectives-by-partner", {"partner": "terzo settore"}),
        ("evidence", {}),
        ("outline", {}),
        ("statistics", {"lang": "en"}),
    ],
)
def test_no_line_is_wider_than_the_terminal(name: str, values: dict[str, str], width: int) -> None:
    result = run_question(PACKAGED, name, values)
    lines = draw_table(result, width).splitlines()
    assert max(map(len, lines)) <= width
    codes = {str(row["code"]) for row in result if "code" in row}
    if width >= 60:
        # Codes and whole words stand on one line each.
        shown = {line.split()[0] for line in lines if re.match(r"\d+(\.\d+)+\b|\d\b", line)}
        assert shown - {lines[-2].split()[0], lines[-1].split()[0]} <= codes | {write_count(len(result), "it")}


def test_what_fits_is_not_changed() -> None:
    result = build("code title level page", ("1.10", LONG[:40], "Obiettivo", 3), ("1.2", "Breve", "Obiettivo", 12))
    assert draw_table(result, 80).splitlines() == [
        "Codice  Titolo                                    Livello    Pagina",
        "───────────────────────────────────────────────────────────────────",
        "1.10    Promuovere l'integrazione dei servizi so  Obiettivo       3",
        "1.2     Breve                                     Obiettivo      12",
        "2 righe",
    ]


def test_long_titles_are_cut_where_space_is_short_and_words_never() -> None:
    result = build("code title words", ("1.1", LONG, LONG), ("1.2", "Breve", "parole"))
    lines = draw_table(result, 60).splitlines()
    place = lines[0].index("Parole")
    titles, words = (" ".join(line[part].strip() for line in lines[2:]) for part in (slice(8, place), slice(place, 60)))
    assert titles.split(" …")[0] in LONG
    assert words.startswith(LONG)
    assert "…" not in draw_table(result, 300)


def test_title_of_the_row_above_is_not_said_again_where_space_is_short() -> None:
    result = build("code title words", ("1.1", LONG, LONG), ("1.1", LONG, "altre parole"), ("1.2", "Breve", "parole"))
    assert draw_table(result, 70).count("Promuovere") == 2
    assert draw_table(result, 70).count("\n1.1 ") == 2
    assert draw_table(result, 300).count("Promuovere") == 3


def test_column_that_says_the_same_is_said_once_where_space_is_short() -> None:
    rows = [(f"1.{number}", LONG, "Obiettivo strategico", "AUSL", "AUSL") for number in range(3)]
    result = build("code title level partner words", *rows)
    text = draw_table(result, 80)
    assert text.splitlines()[0].split() == ["Codice", "Titolo", "Parole", "del", "piano"]
    assert text.splitlines()[-1] == "3 righe · Livello: Obiettivo strategico · Partner: AUSL"
    assert draw_table(result, 200).splitlines()[0].split()[2] == "Livello"


def test_what_programs_read_is_left_out_where_space_is_short_and_said() -> None:
    text = draw_table(run_question(EXTRACT, "evidence", {}), 80)
    assert text.splitlines()[0].split()[:3] == ["Codice", "Legame", "Nome"]
    assert "https://" not in text
    assert "colonne che non ci stanno: Identificativo (IRI), Dal carattere, Al carattere" in " ".join(text.split())
    assert "https://" in draw_table(run_question(EXTRACT, "evidence", {}), 300)


def test_iris_that_one_asked_for_are_never_left_out() -> None:
    iri = "https://w3id.org/dupgraph/controlled-vocabulary/actors/"
    result = build("start words", (f"{iri}{'a' * 60}", LONG), (f"{iri}{'b' * 60}", LONG), asked=None)
    lines = draw_table(result, 80).splitlines()
    assert iri + "a" * 60 in "".join(line[:39].strip() for line in lines[2:])
    assert max(map(len, lines)) <= 80


def test_plan_is_said_once_and_several_are_said_in_rows() -> None:
    one = build("code plan", ("1", "Sassuolo"), ("2", "Sassuolo"))
    two = build("code plan", ("1", "Sassuolo"), ("2", "Maranello"))
    assert draw_table(one, 80).splitlines()[-1] == "2 righe · Sassuolo"
    assert draw_table(two, 80).splitlines()[-1] == "2 righe"
    assert draw_table(build("plan", ("Sassuolo",)), 80).splitlines()[2] == "Sassuolo"


def test_empty_columns_are_left_out_and_an_empty_answer_has_none() -> None:
    assert draw_table(build("code parent", ("1", None)), 80).splitlines()[0] == "Codice"
    assert draw_table(build("code parent"), 80) == "0 righe\n"
    assert draw_table(build("code"), 80).splitlines()[-1] == "0 righe"


def test_words_are_bold_only_when_asked() -> None:
    result = build("code words", ("1.1", "servizi sociali del Comune"))
    assert "\x1b" not in draw_table(result, 80)
    assert "1.1     \x1b[1mservizi sociali del Comune\x1b[0m" in draw_table(result, 80, is_styled=True)
    assert draw_table(result, 80, is_styled=True).count("\x1b[1m") == 1
    plain = re.sub(r"\x1b\[\dm", "", draw_table(build("words code", (LONG, "1")), 30) + "")
    assert plain == re.sub(r"\x1b\[\dm", "", draw_table(build("words code", (LONG, "1")), 30, is_styled=True))


def test_terminal_obeys_nothing_in_a_text() -> None:
    text = draw_table(build("code title", ("1", "a\x1b]0;rosso\x07b\r\n\x9b2Jc\u202ed")), 80)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "a␛]0;rosso␇b �2Jc�d" in text


def test_language_of_the_count() -> None:
    assert draw_table(build("n", (1,), asked=None), 80).splitlines()[-1] == "1 row"
    assert draw_table(build("n", (1,)), 80).splitlines()[-1] == "1 riga"
    lines = draw_table(build("n", *((number,) for number in range(1_501))), 80).splitlines()
    assert lines[-2:] == ["1.501 righe", "... ancora 1.001 righe: --format csv"]
    assert len(lines) == 504


@pytest.mark.parametrize("more", [0, 1])
def test_rows_that_are_not_shown_are_said_and_no_others(more: int) -> None:
    shown = draw_table(build("code", *((f"1.{n}",) for n in range(ROWS_SHOWN + more))), 80)
    assert ("--format csv" in shown) == bool(more)
    assert shown.count("\n1.") + shown.count(" 1.") >= ROWS_SHOWN
    assert f"1.{ROWS_SHOWN}" not in shown


def test_where_space_is_short_a_text_has_more_of_it_than_a_title() -> None:
    lines = draw_table(run_question(open_engine(), "element-text", {"element": "2.4.9"}), 80).splitlines()
    title, level, text = (lines[0].index(heading) for heading in ("Titolo", "Livello", "Testo"))
    assert len(lines[1]) - text > 1.8 * (level - title - 2)


def test_where_words_would_be_broken_the_last_columns_are_left_out_and_named() -> None:
    lines = draw_table(run_question(PACKAGED, "partner-ranking", {}), 40).splitlines()
    assert lines[0].split() == ["Partner", "Obiettivi", "Politiche"]
    assert lines[2:4] == ["Enti e istituzioni         13          4", "pubbliche"]
    assert " ".join(lines[-3:]).endswith("colonne che non ci stanno: Genere, Menzioni")
