"""Sentences of answers: whole, marked, cited, and without what stands at the head and foot of a page."""

import re

from pyoxigraph import Literal

from dupgraph import PolicyGraph
from dupgraph.ask.catalogue import passages as reading
from dupgraph.ask.catalogue import run_question
from dupgraph.ask.catalogue.furniture import blank_gaps, find_gaps
from dupgraph.ask.catalogue.passages import Passage, Spot, _take_around, load_passages
from dupgraph.ask.catalogue.sentences import _quote, rename_columns
from dupgraph.ask.catalogue.shapes import find_shape, unpack_shape
from dupgraph.ask.results.marks import drop_marks
from dupgraph.corpus.build import Settings, build_corpus
from dupgraph.graph.engines import open_engine
from dupgraph.language.sentences import list_labels
from dupgraph.read.build import build_graph

MENTIONS = """
PREFIX dup: <https://w3id.org/dupgraph/onto/> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?element ?start ?end ?words {
  ?mention dup:inElement ?element ; oa:start ?start ; oa:end ?end ; oa:exact ?words
}
"""
# A page ends within the first sentence; its foot and the next page's head are no words of the element.
PAGES = """Obiettivo strategico 1.1.1 Curare la rete. Il Comune lavora con l’AUSL e con la

7
Comune di Prova - DUP 2025

Provincia di Modena per i servizi di base. Altro si vedrà.
"""
READABLE = (
    "Curare la rete. Il Comune lavora con l’AUSL e con la Provincia di Modena per i servizi di base. Altro si vedrà."
)


def test_every_mention_of_the_plan_has_one_sentence_that_marks_its_words():
    engine = open_engine()
    words = {
        Spot(element.value, int(start.value), int(end.value)): exact.value
        for element, start, end, exact in engine.select(MENTIONS).rows
    }
    passages = load_passages(engine, words, {})
    assert len(words) > 1_000
    for spot, exact in words.items():
        (sentence,) = passages[spot.element].find_sentences([spot])
        marked = sentence.split("**")[1]
        assert marked.replace(" ", "") == "".join(exact.split()), sentence
        assert sentence[0].isupper() or not sentence[0].isalpha(), sentence
        assert sentence[-1] in ".!?…:;" or "\n" not in sentence
        assert len(sentence) < 600


def test_answer_carries_sentence_and_citation():
    row = PolicyGraph.open().query("objectives-by-partner", partner="AUSL").to_dicts()[1]
    assert row["sentence"] == (
        "Promuovere l’integrazione dei servizi sociali del Comune, dei servizi sanitari dell’**AUSL** e degli enti del "
        "Terzo settore."
    )
    assert row["citation"] == f"«{drop_marks(row['sentence'])}», {row['plan']}, obiettivo strategico 1.3.3"
    english = PolicyGraph.open().query("objectives-by-partner", partner="AUSL", lang="en").to_dicts()[1]
    assert english["citation"] == f"“{drop_marks(row['sentence'])}”, {row['plan']}, objective 1.3.3"


def test_plans_of_one_title_are_told_apart_in_citations(tmp_path):
    plans = tmp_path / "plans"
    for year, town, istat in ((2025, "Iseo", "017085"), (2026, "Iseo", "017085"), (2026, "Edolo", "017068")):
        folder = plans / f"{town}-{year}"
        folder.mkdir(parents=True)
        text = f"Obiettivo strategico 1.1.1 Curare la rete con l’AUSL.\nVale per {town}.\n"
        (folder / "DUP.txt").write_text(text, encoding="utf-8")
        # What another tool calls its plans need not say whose they are.
        record = f'istat = "{istat}"\nmunicipality = "{town}"\nplan = "dup-{year}"\ntitle = "DUP di Iseo e Edolo"\n'
        (folder / "DUP.toml").write_text(f'{record}period = "{year}-{year + 2}"\n', encoding="utf-8")
    build_corpus([str(plans)], str(tmp_path / "corpus"), Settings(workers=1))
    for place in (tmp_path / "corpus", tmp_path / "corpus" / "graphs"):
        engine = open_engine(place)
        for asked, count in (
            ({"text": "AUSL"}, 3),
            ({"text": "Edolo"}, 1),
            ({"text": "AUSL", "plan": "Comune di Edolo"}, 1),
        ):
            assert len(run_question(engine, "objectives-by-text", asked).asked.sources) == count
        rows = run_question(engine, "objectives-by-partner", {"partner": "AUSL"}).to_dicts()
        assert [row["citation"].split("», ")[1] for row in rows] == [
            "DUP di Iseo e Edolo (Comune di Edolo, 2026-2028), obiettivo 1.1.1",
            "DUP di Iseo e Edolo (Comune di Iseo, 2025-2027), obiettivo 1.1.1",
            "DUP di Iseo e Edolo (Comune di Iseo, 2026-2028), obiettivo 1.1.1",
        ]


def test_all_places_of_the_same_words_are_quoted():
    rows = PolicyGraph.open().query("objectives-by-theme", theme="Sport").to_dicts()
    assert any(" […] " in row["sentence"] for row in rows)
    assert all(row["sentence"].count("**") % 2 == 0 for row in rows)


def test_evidence_keeps_its_columns():
    columns = PolicyGraph.open().query("evidence").columns
    assert columns == ("code", "property", "entity", "label", "exact", "start", "end", "page", "plan")


def test_a_sentence_over_the_end_of_a_page_is_whole():
    shape = find_shape(PAGES, "Curare la rete", READABLE, frozenset())
    assert unpack_shape(shape.pack()) == shape
    passage = Passage("1.1.1", {"it": "obiettivo"}, 100, blank_gaps(PAGES, shape.gaps), shape)
    start = 100 + PAGES.index("AUSL")
    assert list(passage.find_sentences([Spot("", start, start + 4)])) == [
        "Il Comune lavora con l’**AUSL** e con la Provincia di Modena per i servizi di base."
    ]
    # Places that the text does not have are none.
    assert not list(passage.find_sentences([Spot("", 0, 4), Spot("", 9_000, 9_004)]))


def test_furniture_that_is_not_agreed_on_stays():
    assert find_gaps("una riga\n12\naltra", "tutt'altro") == ()
    assert find_gaps("una riga\n12\naltra", "") == ()
    assert find_gaps("una riga\n12\n\naltra", "una riga altra") == (9, 12)


def test_the_label_of_a_card_is_said_in_the_citation_and_stands_in_no_sentence():
    text = (
        "Nidi\n\nDescrizione\nSi apre un nido. Lo cura l’AUSL.\n\nSoggetti coinvolti:\nAUSL, scuole\n\nAltro con l’AUSL"
    )
    passage = Passage("1", {"it": "obiettivo"}, 0, text, find_shape(text, "Nidi", "", list_labels(text * 3)))
    spots = [Spot("", match.start(), match.end()) for match in re.finditer("AUSL", text)]
    assert [[*passage.find_sentences([spot])] for spot in spots] == [
        ["Lo cura l’**AUSL**."], ["**AUSL**, scuole"], ["Altro con l’**AUSL**"],
    ]  # fmt: skip
    assert [passage.find_label(spot) for spot in spots] == ["Descrizione", "Soggetti coinvolti", ""]
    citation = _quote(spots[1:2], passage, None, Literal("DUP"), "it")[1]
    assert citation == Literal("«AUSL, scuole», DUP, obiettivo 1, Soggetti coinvolti")


def test_what_stands_above_or_behind_an_element_is_taken_up_to_its_paragraph(monkeypatch):
    above, own, behind = (
        "Altro.\n\nPartner: AUSL\n\n",
        "Aprire il nido\n\nCon la Provincia.",
        "\n\nNote del WWF.\n\nAltro.",
    )
    whole, start, end = above + own + behind, len(above), len(above + own)
    reach = [(whole.index(words), whole.index(words) + len(words)) for words in ("AUSL", "Provincia", "WWF")]
    assert _take_around(whole, start, end, reach[0]) == ("Partner: AUSL\n\n", "")
    assert _take_around(whole, start, end, reach[1]) == ("", "")
    assert _take_around(whole, start, end, reach[2]) == ("", "\n\nNote del WWF.")
    assert _take_around(whole, start, end, (reach[0][0], reach[2][1])) == ("Partner: AUSL\n\n", "\n\nNote del WWF.")
    # Words that are looked for have no place.
    assert _take_around(whole, start, end, (0, 0)) == ("", "")
    facts = ("e", next(iter(reading._LEVELS)), "1", "", str(start), str(end), "t", "Aprire il nido", own)
    monkeypatch.setattr(reading, "_read_elements", lambda *_: [facts])
    monkeypatch.setattr(reading, "find_texts", lambda *_: lambda _: whole)
    spots = [Spot("e", *place) for place in reach]
    found = load_passages(None, spots, {})["e"]
    # What stands within is quoted alike, whatever else is asked for.
    assert [found.choose([spot]) is found for spot in spots] == [False, True, False]
    assert [found.choose([spot]).find_sentences([spot]) for spot in spots] == [
        ["Partner: **AUSL**"],
        ["Con la **Provincia**."],
        ["Note del **WWF**."],
    ]


def test_columns_without_spots_stay():
    assert rename_columns(("code", "plan")) == ("code", "plan")
    assert rename_columns(("code", "spots", "page", "plan")) == ("code", "sentence", "page", "citation", "plan")


def test_a_bare_list_gives_its_entries(tmp_path):
    plan = tmp_path / "list.txt"
    text = "POLITICA 1: SCUOLA\n\nINDIRIZZO STRATEGICO 1.1: SERVIZI\n\nObiettivo strategico 1.1.1 Doposcuola\n"
    plan.write_text(f"{text}- scuole\n- AUSL\n- Caritas diocesana\n", encoding="utf-8")
    graph = tmp_path / "plan.ttl"
    graph.write_bytes(build_graph(plan, istat="036040", municipality="Prova", plan="p1").turtle)
    [row] = run_question(open_engine(graph), "objectives-by-partner", {"partner": "AUSL"}).to_dicts()
    assert (row["words"], str(row["sentence"]).replace("**", "")) == ("AUSL", "- AUSL")


def test_words_in_a_cell_that_two_elements_have_are_quoted_for_both(tmp_path):
    path = tmp_path / "piano.html"
    rows = "<tr><td>Curare il parco</td><td rowspan=2>Auser</td></tr><tr><td>Aprire la via</td></tr>"
    path.write_text(f"<body><table><tr><th>Obiettivo</th><th>Partner</th></tr>{rows}</table>", encoding="utf-8")
    graph = tmp_path / "plan.ttl"
    graph.write_bytes(build_graph(path, publisher="Comune di Prova", plan="dup", accept_outline=True).turtle)
    found = run_question(open_engine(graph), "objectives-by-partner", {"partner": "Auser"}).to_dicts()
    assert [(row["code"], row["sentence"]) for row in found] == [("1", "**Auser**"), ("2", "**Auser**")]
    assert all(row["citation"] for row in found)
