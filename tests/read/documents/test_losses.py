"""Text that a PDF has lost: pages that break off, and letters that stand for others."""

import pytest

from dupgraph.read.documents.heads import PlacedLine
from dupgraph.read.documents.losses import find_losses
from dupgraph.read.documents.printed import Box
from dupgraph.schema.values import Span

FULL = "Il Comune cura i parchi e le scuole insieme alle associazioni del territorio"


def lose(*pages, bold=()):
    """Return of what is said of pages, each some lines from the top of it, which it is and of which page."""
    text, lines = "", []
    for number, page in enumerate(pages, 1):
        for place, words in enumerate(page):
            box = Box(60, 60 + 6 * len(words), 700 - 20 * place, 712 - 20 * place)
            facts = {"size": 14.0 if words in bold else 11.0, "bold": words in bold}
            lines.append(PlacedLine(number, len(text), len(text) + len(words), facts, box))
            text += words + "\n"
    heads = [Span(line.start, line.end) for line in lines if text[line.start : line.end] == "Piano"]
    return [(said.key, said.facts["page"]) for said in find_losses(text, lines, heads)]


@pytest.mark.parametrize(
    ("end", "begin", "cut"),
    [
        (FULL, "1.2 Il nido", True),
        ("Il Comune cura", "i parchi e le scuole.", True),
        ("Il Comune cura i parchi.", "e le scuole.", True),
        ("Il Comune cura i parchi.", "Le scuole.", False),
        ("Il Comune cura i parchi.", "a) le scuole", False),
        ("Il Comune cura le asso-", "ciazioni e le scuole.", False),
        ("Sezione strategica", "Il nido", False),
        # A letterhead in other type, a title.
        ("Il Comune cura", "tel. 0573", False),
        ("Una città per tutti gli abitanti e per chi vi arriva ogni giorno per lavoro", "Il nido", False),
    ],
)
def test_a_page_with_room_below_it_breaks_off_in_a_sentence(end, begin, cut):
    whole = [FULL] * 30
    heads = ("tel. 0573", "Una città per tutti gli abitanti e per chi vi arriva ogni giorno per lavoro")
    pages = whole, ["Piano", *[FULL] * 10, end], [begin, *whole, "Piano"], whole
    assert lose(*pages, bold=heads) == [("mended_cut", 2)] * cut
    # Where it is full, that goes on on the next page.
    assert not lose(whole, [*whole, end], [begin, *whole], whole, bold=heads)


def test_words_without_vowels_are_no_words():
    strange = "Lo Frpxqh fxud l sdufkl h oh vfxroh lqvlhph doh dvvrfldclrql gho whuulwrulr"
    assert lose([FULL] * 3, [strange] * 3) == [("mended_strange", 2)]
    titles = [f"{number} Vhuycl whfqlfl" for number in range(12)]
    pages = [[title, *[FULL] * 5] for title in titles]
    assert [page for _, page in lose(*pages, bold=titles)] == [*range(1, 13)]
    # Abbreviations and codes.
    assert not lose([FULL] * 3, ["PNRR M1C2 cfr. art. PDND CUP H12G S.p.A. PTPCT DNSH"] * 9)


def test_words_that_are_none_are_said_with_as_many_vowels_as_words_have():
    text = (
        "la rete delle scuole del paese cresce con i genitori che curano orti e giardini, aprono biblioteche, "
        "portano spesa e farmaci agli anziani, tengono corsi serali per adulti e ragazzi, guidano passeggiate, "
        "raccolgono fondi, prestano attrezzi, riparano biciclette"
    )
    other = text.translate(str.maketrans("aeiouclnrst", "oaeuisrtlcn"))
    assert lose([text] * 3, [other] * 3) == [("mended_strange", 2)]
    german = "die Gemeinde und ihre Vereine pflegen die Wege im Dorf und die Schulen mit den Eltern; für Kinder und"
    streets = "Via Rossi, Via Bianchi, Piazza Garibaldi, Vicolo Zanardelli, Corso Cavour, Borgo Valsugana " * 3
    assert not lose([text] * 3, [german, "Betriebe arbeiten zusammen und suchen Lehrlinge"] * 2, [streets])


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        (["Pag. 1 di 3", "Pag. 2 di 3", "Pag. 3 di 3"], []),
        (["Pag. 1 di 6", "Pag. 2 di 6", "Pag. 3 di 6"], [("mended_missing", 3)]),
        (["1/5", "2/5", "4/5", "5/5"], [("mended_missing", 2)]),
        (["3/4", "4/4"], [("mended_missing", 1)]),
        # A cover, an annex with a count of its own, a span of years.
        (["", "2/4", "3/4", "4/4"], []),
        (["1/2", "2/2", "1/3", "2/3", "3/3"], []),
        (["1/2", "2/2", "1/3", "2/3"], [("mended_missing", 4)]),
        (["DUP 2024/2026", "DUP 2024/2026"], []),
        ([f"DUP 2024/2026 pag. {page} di 5" for page in (1, 2, 3)], [("mended_missing", 3)]),
    ],
)
def test_pages_that_others_count_are_missing(numbers, missing):
    text, lines = "", []
    for page, words in enumerate(numbers, 1):
        lines.append(PlacedLine(page, len(text), len(text) + len(words), {"size": 9.0, "bold": False}, None))
        text += words + "\n\f"
    heads = [Span(line.start, line.end) for line in lines if line.start < line.end]
    assert [(said.key, said.facts["page"]) for said in find_losses(text[:-1], lines, heads)] == missing
