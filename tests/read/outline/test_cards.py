"""What stands beside an objective in cards, below labels and in columns: its text, and no level of the outline."""

from pathlib import Path

import pytest

from dupgraph.read.documents import read_document
from dupgraph.read.outline import learn_outline

TITLES = ("Sportello unico per le imprese", "Aprire la palestra", "Rete ciclabile")


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _wide(words: str) -> str:
    return f"<tr><td colspan=2>{words}</td></tr>"


CARDS = {
    "a heading above what it comes to": "<h2>{0}</h2><table>"
    + _row("Finalità", "Serve il rione {1}")
    + _row("Risultato atteso", "Servizio {1} attivo")
    + "</table>",
    "a title across": "<table>"
    + _wide("{0}")
    + _row("Azioni", "Bando {1}")
    + _row("Note", "Serve il rione {1}")
    + "</table>",
    "a title across, unknown labels": "<table>"
    + _wide("{0}")
    + _row("Utenza", "Rione {1}")
    + _row("Esito", "Servizio {1} attivo")
    + "</table>",
    "unknown labels, two a row": "<table>"
    + _row("Obiettivo", "{0}", "Codice", "OB{2}")
    + _row("Utenza", "Rione {1}", "Esito", "Sì: {1}")
    + "</table>",
    "what it comes to twice": "<table>"
    + _row("Obiettivo", "{0}")
    + _row("Finalità", "Serve il rione {1}")
    + _row("Azioni previste", "Bando {1}")
    + _row("Azioni previste", "Gara {1}")
    + "</table>",
    "lines": "<p>Obiettivo {2}: {0}</p><p>Utenza: rione {1}</p><p>Risultato atteso: servizio {1} attivo</p>",
    "labels in bold": "<p><b>{2} {0}</b></p><p><b>Utenza</b></p><p>Rione di {1}</p><p><b>Esito sperato</b></p>"
    "<p>Il servizio {1} attivo</p><p><b>Passaggi principali</b></p><p>Predisporre il bando {1}</p>",
}


@pytest.mark.parametrize("card", [pytest.param(card, id=name) for name, card in CARDS.items()])
def test_labels_beside_an_objective_are_no_level(tmp_path: Path, card: str) -> None:
    titles = (*TITLES, "Centro diurno", "Curare i parchi", "Archivio in rete") if "<b>" in card else TITLES
    _check(tmp_path / "piano.html", [card.format(title, f"Zeta{n}", n) for n, title in enumerate(titles, 1)], titles)


def test_several_cards_in_one_table_are_told_by_their_titles_or_labels(tmp_path: Path) -> None:
    for card in (
        _wide("{0}") + _row("Utenza", "Rione {1}") + _row("Esito", "Servizio {1} attivo"),
        _row("Obiettivo", "Codice")
        + _row("{0}", "OB{2}")
        + _row("Utenza", "Esito")
        + _row("Rione {1}", "Servizio {1}"),
    ):
        rows = [card.format(title, f"Zeta{n}", n) for n, title in enumerate(TITLES, 1)]
        _check(tmp_path / "piano.html", ["<table>", *rows, "</table>"], TITLES)


def test_a_column_of_sustainable_development_goals_holds_no_objectives(tmp_path: Path) -> None:
    head = _row("Obiettivo", "Obiettivo di sviluppo sostenibile").replace("td>", "th>")
    rows = [_row(title, f"Zeta{n}") for n, title in enumerate(TITLES, 1)]
    _check(tmp_path / "piano.html", ["<table>", head, *rows, "</table>"], TITLES)


def _check(path: Path, parts: list[str], titles: tuple[str, ...]) -> None:
    """Fail where not the titles alone are elements, or where another one has their text."""
    path.write_text(f"<h1>Documento unico di programmazione</h1>{''.join(parts)}", encoding="utf-8")
    document = read_document(path)
    sections = learn_outline(document)[0].sections
    assert [section.title for section in sections] == list(titles)
    for n, section in enumerate(sections, 1):
        text = document.text[section.start : section.end]
        assert text.count("Zeta") == text.count(f"Zeta{n}") == document.text.count(f"Zeta{n}") > 0
