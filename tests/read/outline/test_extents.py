"""Where the text of an element begins and ends."""

from pathlib import Path

import pytest

from dupgraph.read.build import build_graph
from dupgraph.read.documents import read_document
from dupgraph.read.outline import learn_outline, load_profile, parse_outline, parse_profile
from dupgraph.schema.values import Block, BlockKind, Document, PlanRecord
from dupgraph.schema.weights import BOLD

SAID = "Il Comune cura i servizi e il territorio con obiettivi e politiche di programmazione."


def read_texts(path: Path, body: str) -> dict[str, str]:
    """Return the text of each element of a page, wherever it stands, by its title."""
    path.write_text(f"<body>{body}", encoding="utf-8")
    document = read_document(path)
    outline, _ = learn_outline(document)
    return {
        section.title: " ".join(document.text[a:z] for a, z in ((section.start, section.end), *section.more))
        for section in outline.sections
    }


def make_row(number: int, more: str) -> str:
    """Return a row of a table with an objective."""
    return f"<tr><td>Curare il parco {number}</td><td>{SAID}</td><td>{more}</td></tr>"


HEAD = "<tr><th>Obiettivo</th><th>Descrizione</th><th>Risorse</th></tr>"
TOTAL = "<tr><td>Totale</td><td></td><td>9.000</td></tr>"
NOTE = "<p>Nota: le somme sono al netto delle imposte.</p>"


def test_what_follows_a_table_is_of_none_of_its_rows(tmp_path: Path) -> None:
    tables = [
        f"<h1>{name}</h1><table>{HEAD}{make_row(n, '4.000')}{make_row(n + 1, '5.000')}{TOTAL}</table>{NOTE}"
        for n, name in ((1, "Verde"), (3, "Strade"))
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(tables))
    assert "Nota" in texts["Verde"] and "Nota" in texts["Strade"]
    assert not any(words in texts[f"Curare il parco {n}"] for n in (1, 2, 3, 4) for words in ("Nota", "9.000"))


@pytest.mark.parametrize(("name", "count"), [("Attività", 0), ("Obiettivo", 8)])
def test_activities_beside_years_are_an_objectives_text(tmp_path: Path, name: str, count: int) -> None:
    head = f"<tr><th>{name}</th><th>2026</th><th>2027</th></tr>"
    parts = [
        f"<h1>{title}</h1><p>{SAID}</p><table>{head}{make_row(n, 'X')}{make_row(n + 4, 'X')}</table>"
        for n, title in enumerate(("Aprire un nido", "Curare i viali", "Ampliare il museo", "Rifare il ponte"))
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(parts))
    assert sum(title.startswith("Curare il parco") for title in texts) == count
    assert ("Curare il parco 4" in texts["Aprire un nido"]) == (count == 0)


def test_a_total_is_of_no_element(tmp_path: Path) -> None:
    total = "<tr><td>Totale</td><td></td><td></td><td>9.000</td></tr>"
    rows = [f"<tr><td>Linea {n}</td>{make_row(n, f'{n}.000').removeprefix('<tr>')}" for n in (1, 2, 3)]
    head = HEAD.replace("<tr>", "<tr><th>Linea</th>")
    texts = read_texts(tmp_path / "piano.html", f"<p>{SAID}</p><table>{head}{''.join(rows)}{total}</table>")
    assert "3.000" in texts["Curare il parco 3"]
    assert "9.000" not in "".join(texts.values())


def test_what_follows_the_card_below_the_last_title_is_of_none_of_them(tmp_path: Path) -> None:
    card = (
        "<table><tr><td>Descrizione</td><td>Si pianta un bosco.</td></tr><tr><td>Tempi</td><td>2027</td></tr></table>"
    )
    titles = [f"<p><b>Obiettivo {n} – Curare il parco {n}</b></p>{card}" for n in (1, 2, 3, 4)]
    parts = [f"<h1>Linea {n} – Parchi {n}</h1><p>{SAID}</p>{''.join(titles[2 * n - 2 : 2 * n])}{NOTE}" for n in (1, 2)]
    texts = read_texts(tmp_path / "piano.html", "".join(parts))
    assert [title for title, text in texts.items() if "Nota" in text] == ["Parchi 1", "Parchi 2"]


def write_chapters(end: str) -> str:
    """Return two chapters with two objectives each, and below the last one of each ``end``, in which % is its name."""
    chapters = (("Verde", (1, 2)), ("Strade", (3, 4)))
    parts = {
        name: "".join(f"<h2>Obiettivo {n} – Curare il parco {n}</h2><p>{SAID}</p>" for n in numbers)
        for name, numbers in chapters
    }
    return "".join(f"<h1>Linea: {name}</h1><p>{SAID}</p>{part}{end.replace('%', name)}" for name, part in parts.items())


@pytest.mark.parametrize(
    "end",
    [
        "<p><b>Indicatori di %</b></p><p>Si conta alla fine.</p>",
        "<p>Per tutte le azioni:</p><ul><li>alla fine si conta</li></ul>",
        "<p>Tutti gli obiettivi sono alla fine contati.</p>",
        "<table><tr><td>Lo sapevi?</td></tr><tr><td>Si conta alla fine.</td></tr></table>",
    ],
)
def test_what_is_said_of_all_the_elements_of_a_group_is_the_groups(tmp_path: Path, end: str) -> None:
    texts = read_texts(tmp_path / "piano.html", write_chapters(end))
    assert [title for title, text in texts.items() if "alla fine" in text] == ["Verde", "Strade"]


def test_titles_in_rows_may_differ_in_a_number_alone(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Asfaltare via Roma, lotto {n}</td><td>Tecnico</td></tr>" for n in (1, 2, 3))
    head = "<tr><th>Obiettivo</th><th>Ufficio</th></tr>"
    # A table without any title has none.
    tables = "".join(f"<table>{head}{some}</table>" for some in (rows, "<tr><td></td><td>Sport</td></tr>"))
    assert len(read_texts(tmp_path / "piano.html", f"<p>{SAID}</p>{tables}")) == 3


@pytest.mark.parametrize(
    ("end", "signed"),
    [
        ("<p>Alba, lì 12 marzo 2029<p>Il Sindaco<p>Ada Rossi", True),
        ("<p>La candidata sindaca, Ada Rossi.", True),
        ("<p>Il Sindaco propone alla Giunta", False),
        ("<p>Responsabile: Ada Rossi", False),
    ],
)
def test_who_signs_the_document_is_no_text_of_the_last_element(tmp_path: Path, end: str, *, signed: bool) -> None:
    parts = [f"<h1>Linea {n} – Curare il parco {n}</h1><p>{SAID}</p>" for n in (1, 2, 3)]
    texts = read_texts(tmp_path / "piano.html", "".join(parts) + end)
    assert len(texts) == 3 and SAID in texts["Curare il parco 3"]
    assert signed != ("Rossi" in texts["Curare il parco 3"] or "Giunta" in texts["Curare il parco 3"])


def test_cards_whose_titles_stand_across_end_with_their_table(tmp_path: Path) -> None:
    def make_card(number: str, name: str) -> str:
        return (
            f"<tr><td colspan=4>Obiettivo {number} – Aprire {name}</td></tr><tr><td>Assessore<td>Rossi<td>Ufficio"
            f"<td>Nidi</tr><tr><td>Inizio<td>2029<td>Fine<td>2030</tr><tr><td colspan=4>Riguarda {name}.</td></tr>"
        )

    parts = [
        f"<h1>{name}</h1><p>{SAID}</p><table>{make_card(f'{n}.1', f'la casa {n}')}{make_card(f'{n}.2', f'il bar {n}')}"
        f"</table><p>Le schede sono del {name}.</p>"
        for n, name in ((1, "Verde"), (2, "Mare"), (3, "Borgo"))
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(parts))
    assert len(texts) == 9
    assert texts["Aprire la casa 3"].endswith("Riguarda la casa 3.") and texts["Aprire il bar 3"].endswith("il bar 3.")
    assert "Le schede" in texts["Borgo"]


def test_what_follows_a_row_alone_is_its_own(tmp_path: Path) -> None:
    path = tmp_path / "piano.html"
    profile = parse_profile(
        "prova", '[[levels]]\nkind = "objective"\nname = "Obiettivo"\ncolumns = ["Obiettivo"]\ntitle = "item"\n'
    )
    path.write_text(f"<body><table>{HEAD}{make_row(1, '4.000')}</table>{NOTE}", encoding="utf-8")
    document = read_document(path)
    (section,) = parse_outline(document, profile).sections
    assert document.text[section.start : section.end].endswith("imposte.")


def test_what_follows_a_list_is_of_what_the_list_is_of(tmp_path: Path) -> None:
    parts = [
        f"<h1>{name}</h1><p>{SAID}</p><ul><li>Aprire la via {name}. {SAID}</li>"
        f"<li>Curare la via {name}. {SAID}</li></ul><p>Lo faremo con il comitato {name}.</p>"
        for name in ("Roma", "Milano", "Torino")
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(parts))
    assert "il comitato Torino" in texts["Torino"]
    assert "comitato" not in texts["Curare la via Torino"]


def test_notes_that_stand_below_other_cards_too_are_theirs(tmp_path: Path) -> None:
    card = (
        "<table><tr><td>Obiettivo</td><td>Aprire la via {0}</td></tr><tr><td>Descrizione</td><td>{1}</td></tr></table>"
    )
    cards = "".join(f"{card.format(n, SAID)}<p>Nota della via {n}.</p>" for n in (1, 2, 3, 4))
    texts = read_texts(tmp_path / "piano.html", f"<h1>Strade</h1><p>{SAID}</p>{cards}")
    assert "Nota della via 4" in texts["Aprire la via 4"]


def test_a_merged_cell_is_said_of_each_of_its_rows_and_missions_that_group_none_of_theirs(tmp_path: Path) -> None:
    rows = [
        f"<tr>{lead}<td>Missione 0{n} – Cura {n}</td><td>Curare il parco {n}</td><td>{SAID}</td></tr>"
        for n, lead in enumerate(("<td rowspan=2>Rossi</td>", "", "<td>Bianchi</td>"), 1)
    ]
    head = "<tr><th>Assessore</th><th>Missione</th><th>Obiettivo</th><th>Descrizione</th></tr>"
    texts = read_texts(tmp_path / "piano.html", f"<p>{SAID}</p><table>{head}{''.join(rows)}</table>")
    named = {title: [name for name in ("Rossi", "Bianchi") if name in text] for title, text in texts.items()}
    assert named == {"Curare il parco 1": ["Rossi"], "Curare il parco 2": ["Rossi"], "Curare il parco 3": ["Bianchi"]}
    assert all(f"Cura {title[-1]}" in text for title, text in texts.items())


def test_a_field_in_a_row_across_is_said_of_the_rows_below_and_is_no_level(tmp_path: Path) -> None:
    head = "<tr><th>Obiettivo</th><th>Descrizione</th><th>Responsabile</th></tr>"
    rows = "".join(
        f"<tr><td colspan=3>Assessore: Rossi {n}</td></tr>{make_row(2 * n - 1, 'Sport')}{make_row(2 * n, 'Verde')}"
        for n in (1, 2, 3)
    )
    texts = read_texts(tmp_path / "piano.html", f"<p>{SAID}</p><table>{head}{rows}</table>")
    assert {title: [n for n in (1, 2, 3) if f"Rossi {n}" in text] for title, text in texts.items()} == {
        f"Curare il parco {n}": [(n + 1) // 2] for n in range(1, 7)
    }


def test_what_stands_to_the_left_of_a_title_is_not_of_the_table_above(tmp_path: Path) -> None:
    head = "<tr><th>Assessore</th><th>Obiettivo</th><th>Descrizione</th></tr>"
    tables = "".join(
        f"<table>{head}<tr><td>Rossi {n}</td><td>Aprire la via {n}</td><td>{SAID}</td></tr></table><p>Nota {n}.</p>"
        for n in (1, 2, 3)
    )
    texts = read_texts(tmp_path / "piano.html", f"<p>{SAID}</p>{tables}")
    named = {
        title: [n for n in "123" for name in ("Rossi", "Nota") if f"{name} {n}" in text]
        for title, text in texts.items()
    }
    assert named == {f"Aprire la via {n}": [n, n] for n in "123"}


@pytest.mark.parametrize("card", [False, True])
def test_what_stands_beside_several_titles_of_a_cell_is_said_of_each(tmp_path: Path, *, card: bool) -> None:
    labels = ("Assessore", "Obiettivi", "Partner")
    rows = [
        (f"Rossi {n}", f"Curare il parco {name}<br>Aprire la via {name}", f"Associazione {n}, Fondazione {n}")
        for n, name in enumerate(("Ada", "Ugo", "Ivo"), 1)
    ]
    if card:
        pairs = [zip(labels, row, strict=True) for row in rows]
        tables = ["".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in each) for each in pairs]
    else:
        cells = [*("".join(f"<td>{cell}</td>" for cell in row) for row in rows)]
        head = "".join(f"<th>{label}</th>" for label in labels)
        tables = [f"<tr>{head}</tr><tr>{'</tr><tr>'.join(cells)}</tr>"]
    body = f"<p>{SAID}</p>{''.join(f'<table>{table}</table>' for table in tables)}"
    texts = read_texts(tmp_path / "piano.html", body)
    assert len(texts) == 6
    for place, text in enumerate(texts.values()):
        assert [n for n in (1, 2, 3) if f"Rossi {n}" in text] == [place // 2 + 1]
        assert [n for n in (1, 2, 3) if f"Associazione {n}" in text] == [place // 2 + 1]
    values = build_graph(tmp_path / "piano.html", publisher="Comune di Prova", plan="dup").reading
    for code in ("1", "2"):
        assert [each.words for each in values.stated if each.mention.element == code] == ["Rossi 1"]
        assert {m.exact for m in values.mentions if m.element == code} >= {"Associazione 1", "Fondazione 1"}


def test_what_follows_cards_that_begin_with_their_group_is_of_none(tmp_path: Path) -> None:
    card = (
        "<table><tr><td colspan=2>MISSIONE 0{0} – Cura {0}</td></tr><tr><td>Obiettivo</td><td>Aprire la via {1}</td>"
        "</tr><tr><td>Descrizione</td><td>{2}</td></tr></table>"
    )
    cards = "".join(card.format(n // 2, n, SAID) for n in range(2, 8))
    texts = read_texts(tmp_path / "piano.html", f"<p>{SAID}</p>{cards}<h1>Nota</h1><p>Fonte: il nucleo Perzan.</p>")
    assert "Aprire la via 7" in texts and not any("Perzan" in text for text in texts.values())


def test_labels_that_stand_above_each_title_are_of_what_follows(tmp_path: Path) -> None:
    cards = [
        f"<p>Assessore: Rossi {n}</p><p>Missione: Missione 0{n} – Cura</p><p>Obiettivo: aprire la casa {n}</p>"
        f"<p>{SAID}</p><p>Partner: Associazione {n}</p>"
        for n in (1, 2, 3, 4)
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(cards))
    assert list(texts) == [f"aprire la casa {n}" for n in (1, 2, 3, 4)]
    for n in (1, 2, 3, 4):
        assert f"Rossi {n}" in texts[f"aprire la casa {n}"] and f"Associazione {n}" in texts[f"aprire la casa {n}"]
        assert f"Rossi {n + 1}" not in texts[f"aprire la casa {n}"]


def test_labels_that_close_each_element_stay_with_it(tmp_path: Path) -> None:
    parts = [f"<p>Obiettivo {n}: casa {n}</p><p>{SAID}</p><p>Assessore: Rossi {n}</p>" for n in (1, 2, 3, 4)]
    texts = read_texts(tmp_path / "piano.html", f"<p>Assessore: Bianchi</p>{''.join(parts)}")
    assert all(f"Rossi {n}" in texts[f"casa {n}"] for n in (1, 2, 3, 4))


@pytest.mark.parametrize(("often", "owner"), [(1, "Cura"), (2, "Aprire la via 2")])
def test_a_part_that_the_last_ones_alone_have_is_of_what_groups_them(tmp_path: Path, often: int, owner: str) -> None:
    part = "<h2>Risorse umane</h2><p>Il personale del magazzino {0} è assegnato al programma.</p>"
    programmes = [
        f"<h1>Programma 0{n} – Cura {'' if n == 1 else n}</h1><p>{SAID}</p>"
        f"<h2>Obiettivo {n}.1 – Aprire la via {n * 2 - 1}</h2><p>{SAID}</p>{part.format(n) if often > 1 else ''}"
        f"<h2>Obiettivo {n}.2 – Aprire la via {n * 2}</h2><p>{SAID}</p>{part.format(n)}"
        for n in (1, 2, 3)
    ]
    texts = read_texts(tmp_path / "piano.html", "".join(programmes))
    assert [title for title, text in texts.items() if "magazzino 1" in text][-1] == owner


def test_what_a_card_says_above_its_group_and_beside_its_labels_is_its_own(tmp_path: Path) -> None:
    cards = [
        f"<table><tr><td>Responsabile</td><td>Rossi {n}</td></tr><tr><td>Missione</td><td>Missione 0{n} – Cura {n}</td>"
        "</tr><tr><td>Programma</td><td>Cura dei luoghi</td></tr>"
        f"<tr><td>Obiettivo</td><td>Aprire la via {n}</td></tr><tr><td>Descrizione</td><td>{SAID}</td></tr></table>"
        for n in (1, 2, 3, 4)
    ]
    texts = read_texts(tmp_path / "piano.html", f"<h1>Schede</h1><p>{SAID}</p>{''.join(cards)}")
    for n in (1, 2, 3, 4):
        assert f"Rossi {n}" in texts[f"Aprire la via {n}"] and f"Rossi {n + 1}" not in texts[f"Aprire la via {n}"]
        assert f"Cura {n}" not in texts


@pytest.mark.parametrize(("tag", "doubted"), [("h1", True), ("p", False)])
def test_missions_above_headings_are_said_of_these_and_a_doubt_where_they_look_alike(
    tmp_path: Path, tag: str, *, doubted: bool
) -> None:
    titles = ["Aprire uno sportello", "Rinnovare la biblioteca", "Completare la rete", "Sostenere i giovani"]
    parts = [
        f"<{tag}>Missione 0{n} – Cura {n}</{tag}><p>Assessore: Rossi</p><h1>{title}</h1><p>{SAID}</p>"
        for n, title in enumerate([*titles, "Curare il ponte"], 1)
    ]
    path = tmp_path / "piano.html"
    path.write_text(f"<body><h1>Schede</h1><p>{SAID}</p>{''.join(parts)}", encoding="utf-8")
    outline, _ = learn_outline(read_document(path))
    assert any("the chapter that follows" in reason for reason in outline.coverage.reasons) is doubted
    above = [span for section in outline.sections for span in section.more]
    assert len(above) == (0 if doubted else 5)


def test_a_field_above_a_chapter_of_the_town_is_the_last_elements(tmp_path: Path) -> None:
    parts = [
        f"<h1>Asse {n} – Cura {n}</h1><p>{SAID}</p><h2>Azione {n}.1 – Aprire la via {n}</h2><p>{SAID}</p>"
        f"<p>Soggetti coinvolti: Associazione {n}</p>"
        for n in (1, 2, 3)
    ]
    close = "<h1>Appendice – Contesto</h1><p>Dati.</p><h2>Popolazione</h2><p>Dati.</p><h2>Il bilancio</h2><p>Dati.</p>"
    texts = read_texts(tmp_path / "piano.html", f"{''.join(parts)}{close}")
    assert "Associazione 3" in texts["Aprire la via 3"]


@pytest.mark.parametrize(
    ("below", "title"),
    [("Il testo dice altro", "aprire la via"), ("nuova. Il testo dice altro", "aprire la via nuova")],
)
def test_a_title_in_bold_ends_where_lighter_type_begins(below: str, title: str) -> None:
    lines = [("Obiettivo 1: aprire la via", BOLD), (below, 0), ("Obiettivo 2: curare la piazza", BOLD)]
    text = "\n".join(words for words, _ in lines)
    blocks = [
        Block("paragraph", text.index(words), text.index(words) + len(words), size=11.0, weight=weight, page=1)
        for words, weight in lines
    ]
    document = Document(text, "piano.pdf", "", PlanRecord(), blocks=tuple(blocks))
    profile = parse_profile(
        "prova",
        '[[levels]]\nkind = "objective"\nname = "Obiettivo"\nlabels = ["Obiettivo"]\n'
        'number = "decimal"\ntitle = "sentence"\n',
    )
    assert [section.title for section in parse_outline(document, profile).sections] == [title, "curare la piazza"]


@pytest.mark.parametrize("below", [False, True])
def test_a_table_of_what_the_programmes_cost_opens_none(tmp_path: Path, below: bool) -> None:
    row = "<tr><td>Programma 0{} - {}</td><td>12.400,00</td><td>9.000,00</td></tr>"
    total = "<tr><td>Totale missione</td><td>24.800,00</td><td>18.000,00</td></tr>"
    table = (
        "<p><b>Quanto costano</b></p><p>I fondi sono compresi.</p><table><tr><th>Programmi<th>2027<th>2028</tr>"
        f"{row.format(1, 'Scuole')}{row.format(2, 'Mense')}{total}</table>"
    )
    programmes = f"<h2>Programma 01 - Scuole</h2><p>{SAID}</p><h2>Programma 02 - Mense</h2><p>{SAID} Di più.</p>"
    parts = f"{programmes}{table}" if below else f"{table}{programmes}"
    path = tmp_path / "piano.html"
    missions = (f"<h1>Missione 0{n} - Parte {n}</h1><p>{SAID}</p>{parts}" for n in (1, 2))
    path.write_text(f"<body>{''.join(missions)}", encoding="utf-8")
    document = read_document(path)
    sections = parse_outline(document, load_profile("missione-programma")).sections
    assert [section.code for section in sections] == [f"{n}{part}" for n in (1, 2) for part in ("", ".1", ".2")]
    texts = {s.code: "".join(document.text[z.start : z.end] for z in (s, *s.more)) for s in sections}
    assert [code for code, text in texts.items() if "fondi" in text] == ["1", "2"]


def test_a_name_that_a_page_breaks_in_a_cell_is_no_aim_of_its_own() -> None:
    cells = [("Obiettivi", 0, 0), ("Tempi", 0, 1), ("Aprire la via\nCurare piazza\nDuomo", 1, 0), ("2027", 1, 1)]
    text = "\n".join(words for words, _, _ in cells)
    starts = [text.index(words) for words, _, _ in cells]
    blocks = [
        Block("cell", start, start + len(words), table=0, row=row, column=column, header=row == 0, page=1)
        for start, (words, row, column) in zip(starts, cells, strict=True)
    ]
    profile = parse_profile(
        "prova", '[[levels]]\nkind = "objective"\nname = "Obiettivi"\ncolumns = ["Obiettivi"]\ntitle = "item"\n'
    )
    document = Document(text, "piano.pdf", "", PlanRecord(), blocks=tuple(blocks))
    assert [" ".join(section.title.split()) for section in parse_outline(document, profile).sections] == [
        "Aprire la via",
        "Curare piazza Duomo",
    ]


def test_a_row_without_some_cells_on_a_new_page_goes_on_where_all_others_have_all() -> None:
    rows: list[tuple[str, ...]] = [("Obiettivo", "Descrizione", "Settore"), ("Curare piazza", "Lavori al", "Sport")]
    rows += [("Duomo", "Castello"), ("Aprire la via", "Lavori", "Verde"), ("Aprire il parco", "Lavori", "Verde")]
    text = ""
    blocks: list[Block] = []
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            cell = Block("cell", len(text), len(text) + len(words), table=0, row=number, column=column)
            blocks.append(cell._replace(header=number == 0, page=1 + (number > 1)))
            text += f"{words}\n"
    profile = parse_profile(
        "prova", '[[levels]]\nkind = "objective"\nname = "Obiettivo"\ncolumns = ["Obiettivo"]\ntitle = "item"\n'
    )
    document = Document(text, "piano.pdf", "", PlanRecord(), blocks=tuple(blocks))
    titles = [section.title for section in parse_outline(document, profile).sections]
    assert titles == ["Curare piazza Duomo", "Aprire la via", "Aprire il parco"]


def test_an_item_that_closes_at_a_pages_end_takes_nothing_from_the_next() -> None:
    kinds: list[tuple[BlockKind, str]] = [("heading", "Linea 1 – Cura"), ("item", "• Aprire la via;")]
    kinds += [("item", "• Curare il parco;"), ("paragraph", "Il personale del Comune cura le risorse")]
    text = "\n".join(words for _, words in kinds)
    starts = [text.index(words) for _, words in kinds]
    blocks = [
        Block(kind, start, start + len(words), marker="•" * (kind == "item"), page=1 + (kind == "paragraph"))
        for start, (kind, words) in zip(starts, kinds, strict=True)
    ]
    profile = parse_profile(
        "prova",
        '[[levels]]\nkind = "guideline"\nname = "Linea"\nlabels = ["Linea"]\nnumber = "decimal"\ntitle = "line"\n'
        '[[levels]]\nkind = "objective"\nname = "Punto"\nbullets = ["•"]\ntitle = "item"\n',
    )
    document = Document(text, "piano.pdf", "", PlanRecord(), blocks=tuple(blocks), pages=(0, starts[-1]))
    assert "personale" not in parse_outline(document, profile).sections[-1].title
