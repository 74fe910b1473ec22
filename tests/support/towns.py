"""Plans of made-up towns as Word files, in the forms that municipalities use, each with its true outline."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from docx import Document as Word
from docx.document import Document as WordDocument
from docx.shared import Pt
from truth import Element

AREAS = ("Sicurezza e legalità", "Scuola e formazione", "Ambiente e territorio", "Lavoro e impresa")
PROSE = (
    "Il Comune intende lavorare con le associazioni e con i cittadini per dare risposte concrete, in collaborazione con"
    " l'AUSL e con le scuole del territorio, e per migliorare la qualità dei servizi nel corso del mandato."
)
_VERBS = (
    "Realizzare",
    "Potenziare",
    "Promuovere",
    "Sostenere",
    "Riqualificare",
    "Valorizzare",
    "Ampliare",
    "Garantire",
)
_OBJECTS = (
    "la rete delle piste ciclabili", "gli spazi verdi di quartiere", "il sostegno alle famiglie numerose",
    "l'apertura pomeridiana delle scuole", "la cura delle strade", "i servizi per gli anziani soli",
    "la biblioteca comunale", "gli impianti sportivi", "la raccolta differenziata", "le botteghe del centro storico",
)  # fmt: skip

Plan = tuple[Path, list[Element]]


def make_goal(number: int) -> str:
    """Return a title that no other number has."""
    return f"{_VERBS[number % 8]} {_OBJECTS[(number * 7 + number // 8) % 10]} nella zona {number}"


def list_goals(below: Sequence[str], each: int) -> list[Element]:
    """Return ``each`` objectives below each of these codes."""
    codes = [(code, n) for code in below for n in range(1, each + 1)]
    return [Element(f"{code}.{n}", make_goal(place), code) for place, (code, n) in enumerate(codes, 1)]


def list_areas() -> list[Element]:
    return [Element(str(n), area, None) for n, area in enumerate(AREAS, 1)]


def begin_plan() -> WordDocument:
    document = Word()
    document.add_heading("Documento unico di programmazione 2026-2028", 0)
    document.add_paragraph(PROSE)
    return document


def add_table(document: WordDocument, rows: Iterable[Sequence[str]], *, heads: bool) -> None:
    """Add a table; ``heads``: its first row is in bold, else its first column is."""
    rows = list(rows)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for place, row in enumerate(rows):
        for column, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.paragraphs[0].add_run(words).bold = place == 0 if heads else column == 0
    document.add_paragraph()


def save(document: WordDocument, folder: Path, name: str) -> Path:
    path = folder / f"{name}.docx"
    document.save(str(path))
    return path


def write_wide_table(folder: Path, *, merged: bool) -> Plan:
    """One table of five columns, the first two of which group the rows: repeated in each, or in merged cells."""
    document, goals = begin_plan(), list_goals([f"{n}.{m}" for n in range(1, 5) for m in (1, 2)], 3)
    groups = [Element(f"{n}.{m}", name, str(n)) for n in range(1, 5) for m, name in ((1, "Persone"), (2, "Luoghi"))]
    names = {element.code: element.title for element in (*list_areas(), *groups)}
    rows = [(names[g.code[0]], names[g.parent or ""], g.title, "AUSL; scuole", "avanzamento") for g in goals]
    add_table(
        document,
        [("Linea di mandato", "Ambito", "Obiettivo strategico", "Stakeholder", "Indicatori"), *rows],
        heads=True,
    )
    if merged:
        _merge_equal(document.tables[0], 0)
        _merge_equal(document.tables[0], 1)
    return save(document, folder, f"wide-{merged}"), [*list_areas(), *groups, *goals]


def _merge_equal(table, column: int) -> None:
    texts = [row.cells[column].text for row in table.rows]
    start = 1
    for place in range(2, len(texts) + 1):
        if place == len(texts) or texts[place] != texts[start]:
            for cell in (table.cell(n, column) for n in range(start + 1, place)):
                cell.paragraphs[0].clear()
            if place - start > 1:
                table.cell(start, column).merge(table.cell(place - 1, column))
            start = place


def write_bullets(folder: Path, *, styled: bool) -> Plan:
    """Bullets below headings without numbers: by style, or in bold type of another size."""
    document, goals = begin_plan(), list_goals("1234", 8)
    for area in list_areas():
        if styled:
            document.add_heading(area.title, 1)
        else:
            run = document.add_paragraph().add_run(area.title)
            run.bold, run.font.size = True, Pt(14)
        document.add_paragraph(PROSE)
        for goal in (goal for goal in goals if goal.parent == area.code):
            document.add_paragraph(f"{goal.title};", style="List Bullet")
    return save(document, folder, f"bullets-{styled}"), [*list_areas(), *goals]


def write_missions(folder: Path) -> Plan:
    """Missions and programmes with a table of objectives each, after a summary with amounts."""
    missions = {"01": "Servizi istituzionali e generali", "04": "Istruzione e diritto allo studio"}
    programmes = {"1.1": "Organi istituzionali", "1.11": "Altri servizi generali", "4.6": "Servizi ausiliari"}
    document, goals = begin_plan(), list_goals(list(programmes), 3)
    add_table(
        document,
        [("Missione", "2026"), *((f"Missione {c} - {t}", "375.577,72") for c, t in missions.items())],
        heads=True,
    )
    for mission, title in missions.items():
        document.add_heading(f"Missione {mission} - {title}", 1)
        for code in (code for code in programmes if code.split(".")[0] == str(int(mission))):
            document.add_heading(f"Programma {int(code.split('.')[1]):02} - {programmes[code]}", 2)
            document.add_paragraph(f"Finalità: {PROSE}")
            rows = [(g.code.split(".")[-1], g.title, "numero", "Pro Loco") for g in goals if g.parent == code]
            add_table(document, [("N.", "Obiettivo operativo", "Indicatori", "Stakeholder"), *rows], heads=True)
    above = [Element(str(int(code)), title, None) for code, title in missions.items()]
    below = [Element(code, title, code.split(".")[0]) for code, title in programmes.items()]
    return save(document, folder, "missions"), [*above, *below, *goals]


def write_cards(folder: Path) -> Plan:
    """Cards of labels and values, one an objective, and no heading at all."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for goal in goals:
        rows = (
            ("Linea strategica", AREAS[int(goal.parent or 1) - 1]), ("Codice", goal.code),
            ("Obiettivo operativo", goal.title), ("Descrizione", PROSE), ("Soggetti coinvolti", "AUSL; Pro Loco"),
        )  # fmt: skip
        add_table(document, rows, heads=False)
    return save(document, folder, "cards"), [*list_areas(), *goals]


def write_wide_cards(folder: Path) -> Plan:
    """Cards of two pairs a row, all of a policy in one table, below headings that say what they are."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for area in list_areas():
        document.add_heading(f"Linea strategica: {area.title}", 1)
        rows = [
            row
            for goal in goals
            if goal.parent == area.code
            for row in (
                ("Scheda n.", goal.code, "Settore", "Affari generali"), ("Obiettivo", goal.title, "Peso", "20"),
                ("Descrizione", PROSE, "Anno", "2026"), ("Responsabile", "Dirigente", "Assessore", "Rossi"),
            )
        ]  # fmt: skip
        add_table(document, rows, heads=False)
    return save(document, folder, "wide-cards"), [*list_areas(), *goals]


def write_codes(folder: Path) -> Plan:
    """Printed codes; the actions' begin again below each objective, and stand beside the results, not below them."""
    document, truth = begin_plan(), []
    for area in list_areas():
        truth.append(Element(f"CAP{area.code}", area.title, None))
        document.add_heading(f"CAP{area.code} {area.title}", 1)
        for n in (1, 2):
            code = f"OB{area.code}.{n}"
            some = [(code, truth[-1].code if n > 9 else f"CAP{area.code}")]
            some += [(f"RA{area.code}.{n}.{m}", code) for m in (1, 2)]
            some += [(f"LA{m:02}", code) for m in (1, 2, 3)]
            for printed, parent in some:
                title = make_goal(len(truth))
                document.add_paragraph(f"{printed} - {title}")
                truth.append(Element(f"{parent}.{printed}" if printed.startswith("LA") else printed, title, parent))
            add_table(document, (("Descrizione", PROSE), ("Attori", "AUSL; Comune")), heads=False)
    return save(document, folder, "codes"), truth


def write_styled(folder: Path) -> Plan:
    """A whole document by styles: the plan's own levels, with labels, are the second and third rank of one chapter."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for chapter in ("Premessa", "Analisi del contesto", "Indirizzi e obiettivi strategici"):
        document.add_heading(chapter, 1)
        document.add_paragraph(PROSE)
    for area in list_areas():
        document.add_heading(f"Linea programmatica {area.code}: {area.title}", 2)
        for goal in (goal for goal in goals if goal.parent == area.code):
            document.add_heading(f"Obiettivo strategico {goal.code} {goal.title}", 3)
            document.add_paragraph(PROSE)
    document.add_heading("Programmazione del fabbisogno di personale", 1)
    document.add_paragraph(PROSE)
    return save(document, folder, "styled"), [*list_areas(), *goals]


def write_numbered_cells(folder: Path) -> Plan:
    """A table for each policy; the numbers stand in the cells, before the words."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for area in list_areas():
        rows = [
            (f"{area.code} - {area.title}", f"{g.code} {g.title}", "Imprese") for g in goals if g.parent == area.code
        ]
        add_table(document, [("LINEA STRATEGICA", "OBIETTIVI STRATEGICI", "STAKEHOLDER FINALI"), *rows], heads=True)
    return save(document, folder, "numbered-cells"), [*list_areas(), *goals]


def write_numbered_cards(folder: Path) -> Plan:
    """A table for each area holds a card for each objective, with the number in its label, or before its title."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for area in list_areas():
        document.add_paragraph().add_run(f"Ambito strategico {area.code} – {area.title}").bold = True
        rest = [("Descrizione", PROSE), ("Responsabile", "Ufficio scuola")]
        own = [goal for goal in goals if goal.parent == area.code]
        label, value = ("Obiettivo strategico {0}", "{1}") if area.code < "3" else ("Obiettivo strategico", "{0} {1}")
        cards = [(label.format(g.code), value.format(g.code, g.title)) for g in own]
        rows = [row for card in cards for row in (card, *rest)]
        add_table(document, rows, heads=False)
    return save(document, folder, "numbered-cards"), [*list_areas(), *goals]


def write_shared_cards(folder: Path) -> Plan:
    """Cards with a strategic objective each, and several operative ones below it, each under the same label."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for area in list_areas():
        own = enumerate((goal for goal in goals if goal.parent == area.code), 1)
        rows = [("Obiettivo strategico", area.title), ("Finalità", PROSE)]
        rows += [row for n, g in own for row in ((f"Obiettivo operativo {n}", g.title), ("Peso", "20"))]
        add_table(document, rows, heads=False)
    return save(document, folder, "shared-cards"), [*list_areas(), *goals]


def write_labels_below_headings(folder: Path) -> Plan:
    """Objectives that count on through the plan, each with its actions, below headings that print nothing."""
    document, goals, truth = begin_plan(), list_goals("1234", 3), []
    for area in list_areas():
        truth.append(area)
        run = document.add_paragraph().add_run(area.title.upper())
        run.bold, run.font.size = True, Pt(13)
        for goal in (goal for goal in goals if goal.parent == area.code):
            actions = [Element(f"{goal.code}.{n}", make_goal(20 + len(truth) + n), goal.code) for n in (1, 2)]
            truth += [goal, *actions]
            document.add_paragraph(f"Ob. {goals.index(goal) + 1} {goal.title}")
            document.add_paragraph(PROSE)
            for action in actions:
                document.add_paragraph(f"Azione {action.code[-1]}: {action.title}")
    return save(document, folder, "labels-below-headings"), truth


def write_grouped_rows(folder: Path) -> Plan:
    """One table; what its rows belong to stands above them, in one cell across."""
    document, goals = begin_plan(), list_goals("1234", 3)
    rows = [("Obiettivo", "Azioni", "Tempi")]
    for area in list_areas():
        rows += [(area.title, "", ""), *((g.title, "Rivedere", "2026") for g in goals if g.parent == area.code)]
    add_table(document, rows, heads=True)
    for row in document.tables[-1].rows:
        if not row.cells[1].text:
            title = row.cells[0].text
            row.cells[0].merge(row.cells[2]).text = title
    return save(document, folder, "grouped-rows"), [*list_areas(), *goals]


def write_lettered(folder: Path) -> Plan:
    """Letters without a mark behind them: "A SICUREZZA" and "A1 Aprire ..."."""
    document, goals, truth = begin_plan(), list_goals("1234", 3), []
    for letter, area in zip("ABCD", list_areas(), strict=True):
        truth.append(Element(letter, area.title, None))
        run = document.add_paragraph().add_run(f"{letter} {area.title.upper()}")
        run.bold, run.font.size = True, Pt(14)
        for number, goal in enumerate((goal for goal in goals if goal.parent == area.code), 1):
            truth.append(Element(f"{letter}.{number}", goal.title, letter))
            document.add_paragraph().add_run(f"{letter}{number} {goal.title}").bold = True
            document.add_paragraph(PROSE)
    return save(document, folder, "lettered"), truth


def write_titled_tables(folder: Path) -> Plan:
    """A table for each policy, which says so in its first row, one cell across; its head is the row below."""
    document, goals = begin_plan(), list_goals("1234", 3)
    for area in list_areas():
        rows = [(g.code, g.title, f"Rivedere il punto {g.code}") for g in goals if g.parent == area.code]
        title = f"LINEA STRATEGICA {area.code}: {area.title}"
        add_table(document, [(title, "", ""), ("N.", "Obiettivo", "Azioni"), *rows], heads=False)
        table = document.tables[-1]
        table.cell(0, 0).merge(table.cell(0, 2)).text = title
    return save(document, folder, "titled-tables"), [*list_areas(), *goals]


def write_split_table(folder: Path) -> Plan:
    """One table that its authors have cut into three: only the first has the head."""
    document, goals = begin_plan(), list_goals("1234", 3)
    rows = [(AREAS[int(goal.parent or 1) - 1], goal.title, "Settore tecnico") for goal in goals]
    add_table(document, [("Area strategica", "Obiettivo operativo", "Responsabile"), *rows[:5]], heads=True)
    add_table(document, rows[5:9], heads=False)
    add_table(document, rows[9:], heads=False)
    return save(document, folder, "split"), [*list_areas(), *goals]


def write_looks(folder: Path, *, bold: bool) -> Plan:
    """Three levels by their look alone: lines in capitals, short lines, bullets with small letters."""
    document, truth = begin_plan(), []
    for area in list_areas():
        truth.append(Element(area.code, area.title.upper(), None))
        document.add_paragraph().add_run(truth[-1].title).bold = bold
        document.add_paragraph(PROSE)
        for n, words in enumerate(("Persone", "Luoghi"), 1):
            truth.append(Element(f"{area.code}.{n}", f"{words} e {area.title.split()[0].lower()}", area.code))
            document.add_paragraph().add_run(truth[-1].title).bold = bold
            for m in range(1, 4):
                truth.append(Element(f"{area.code}.{n}.{m}", make_goal(len(truth)).lower(), f"{area.code}.{n}"))
                document.add_paragraph(f"{truth[-1].title};", style="List Bullet")
    return save(document, folder, f"looks-{bold}"), truth


def write_two_trees(folder: Path) -> Plan:
    """Addresses with strategic objectives; then missions and programmes, whose objectives print the former's codes."""
    document, truth = begin_plan(), []
    document.add_heading("Sezione strategica (SeS)", 1)
    for area in list_areas():
        truth.append(area)
        document.add_heading(f"Indirizzo strategico {area.code} – {area.title}", 2)
        for n in (1, 2):
            truth.append(Element(f"{area.code}.{n}", make_goal(len(truth)), area.code))
            document.add_heading(f"Obiettivo strategico n. {area.code}.{n}: {truth[-1].title}", 3)
            document.add_paragraph(PROSE)
    document.add_heading("Sezione operativa (SeO)", 1)
    for mission, title, above in (("01", "Servizi istituzionali", "1.2"), ("04", "Istruzione", "2.1")):
        truth.append(Element(f"M{int(mission)}", title, None))
        document.add_heading(f"Missione {mission} – {title}", 2)
        truth.append(Element(f"M{int(mission)}.1", f"Interventi per {title.lower()}", f"M{int(mission)}"))
        document.add_heading(f"Programma 01 – {truth[-1].title}", 3)
        for n in (1, 2):
            truth.append(Element(f"{above}.{n}", make_goal(len(truth)), f"M{int(mission)}.1"))
            document.add_heading(f"Obiettivo operativo {above}.{n} – {truth[-1].title}", 4)
            document.add_paragraph(PROSE)
    return save(document, folder, "trees"), truth


def write_two_columns(folder: Path) -> Plan:
    """A table for each mission, with a column of strategic objectives and one of operative ones."""
    document, truth = begin_plan(), []
    for place, area in enumerate(list_areas()):
        truth.append(area)
        document.add_heading(f"Missione {area.code} – {area.title}", 1)
        rows = []
        for n in (1, 2):
            truth.append(Element(f"{area.code}.{n}", make_goal(20 + 2 * place + n), area.code))
            above = truth[-1]
            for m in (1, 2, 3):
                truth.append(Element(f"{above.code}.{m}", make_goal(len(truth) + 40), above.code))
                rows.append((above.title, truth[-1].title, "Settore tecnico", "Imprese"))
        heads = ("Obiettivo strategico", "Obiettivo operativo", "Responsabile", "Stakeholder")
        add_table(document, [heads, *rows], heads=True)
    return save(document, folder, "columns"), truth


def write_simplified(folder: Path) -> Plan:
    """The form for small towns: parts and lettered chapters of accounts, and in one of them missions with lists."""
    document, truth = begin_plan(), []
    document.add_heading("PARTE PRIMA – ANALISI DELLA SITUAZIONE", 1)
    for n, words in enumerate(("Popolazione", "Servizi pubblici locali", "Risorse umane"), 1):
        document.add_heading(f"{n}. {words}", 2)
        document.add_paragraph(PROSE)
    document.add_heading("PARTE SECONDA – INDIRIZZI PER IL PERIODO DI BILANCIO", 1)
    for letter, words in (("A", "Entrate"), ("B", "Spese"), ("C", "Obiettivi delle missioni"), ("D", "Patrimonio")):
        document.add_heading(f"{letter}) {words}", 2)
        document.add_paragraph(PROSE)
        for area in list_areas() if letter == "C" else ():
            truth.append(area)
            document.add_heading(f"MISSIONE {area.code} – {area.title}", 3)
            document.add_paragraph(PROSE)
            document.add_paragraph("Obiettivi:")
            for n in (1, 2, 3):
                truth.append(Element(f"{area.code}.{n}", make_goal(len(truth)), area.code))
                document.add_paragraph(f"{truth[-1].title};", style="List Bullet")
            document.add_paragraph("Risorse:")
            document.add_paragraph("personale del servizio", style="List Bullet")
    return save(document, folder, "simplified"), truth


FORMS: dict[str, Callable[[Path], Plan]] = {
    "a wide table": lambda folder: write_wide_table(folder, merged=False),
    "a wide table with merged cells": lambda folder: write_wide_table(folder, merged=True),
    "bullets below styled headings": lambda folder: write_bullets(folder, styled=True),
    "bullets below headings in bold": lambda folder: write_bullets(folder, styled=False),
    "missions with tables": write_missions,
    "cards": write_cards,
    "cards of two pairs a row": write_wide_cards,
    "printed codes": write_codes,
    "labels by rank": write_styled,
    "numbers in cells": write_numbered_cells,
    "a title above a table's head": write_titled_tables,
    "cards with numbers in their labels": write_numbered_cards,
    "labels below headings": write_labels_below_headings,
    "cards of several objectives": write_shared_cards,
    "rows that group those below": write_grouped_rows,
    "letters without a mark": write_lettered,
    "a table cut into three": write_split_table,
    "three looks in bold": lambda folder: write_looks(folder, bold=True),
    "two trees": write_two_trees,
    "two columns of objectives": write_two_columns,
    "a simplified plan with lists": write_simplified,
    "three looks": lambda folder: write_looks(folder, bold=False),
}
