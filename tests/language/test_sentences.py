"""Where a sentence begins and ends: abbreviations, lists, cells, the end of a page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupgraph.language.sentences import MOST_CHARACTERS, find_sentence, list_ends


def find(text: str, words: str) -> str:
    start = text.index(words)
    first, last = find_sentence(text, start, start + len(words), sorted(list_ends(text)))
    return text[first:last]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ai sensi dell’art. 5 della L. 104/1992 si opera con l’AUSL.",
        "In base al D.Lgs. 118/2011 e al D.P.R. 445/2000 opera l’AUSL.",
        "La società SGP S.r.l. e la Hera S.p.A. lavorano con l’AUSL.",
        "Il prof. Rossi e il dott. Bianchi incontrano l’AUSL (cfr. pag. 12).",
        "Con il n. 12 del registro si apre a S. Antonio la sede dell’AUSL.",
        "Si pubblica il bando «Insieme. Per tutti» con l’AUSL.",
        "Si lavora con l’AUSL... e con altri.",
        "Chi lavora con l’AUSL?",
    ],
)
def test_a_sentence_is_whole(sentence):
    text = f"Prima si valuta. {sentence} Poi si decide."
    assert find(text, "AUSL") == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Si opera con:\n- l’AUSL;\n- le scuole.", "- l’AUSL;"),
        ("Partner:\n• AUSL di Modena\n• scuole", "• AUSL di Modena"),
        ("Azioni.\n1) incontri con l’AUSL\n2) corsi", "1) incontri con l’AUSL"),
        ("Tempi di vita\n- tempi di lavoro con l’AUSL. Altro.", "Tempi di vita\n- tempi di lavoro con l’AUSL."),
        ("Indicatore\tAUSL di Modena\t2025", "AUSL di Modena"),
        ("SASSUOLO EDUCANTE\n\nSi opera con l’AUSL.", "Si opera con l’AUSL."),
        ("Si opera con\n\n\nl’AUSL e le scuole. Altro.", "Si opera con\n\n\nl’AUSL e le scuole."),
        ("In accordo con la\n \n \nRegione e l’AUSL. Altro.", "In accordo con la\n \n \nRegione e l’AUSL."),
        ("Solo AUSL", "Solo AUSL"),
    ],
)
def test_lists_cells_headings_and_pages(text, sentence):
    assert find(text, "AUSL") == sentence


def test_words_in_two_sentences_give_both():
    text = "Uno. Si va a Modena. Bologna vicina. Due."
    start = text.index("Modena")
    first, last = find_sentence(text, start, start + len("Modena. Bologna"), sorted(list_ends(text)))
    assert text[first:last] == "Si va a Modena. Bologna vicina."


def test_a_text_without_sentences_is_cut_around_the_words():
    text = "parola " * 400 + "AUSL " + "parola " * 400
    found = find(text, "AUSL")
    assert len(found) < MOST_CHARACTERS
    assert "AUSL" in found
    assert set(found.split()) == {"parola", "AUSL"}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aA.!? \n\t-•(«»“”1,;", max_size=60))
def test_a_sentence_always_holds_its_words(text):
    text = f"{text}x{text}"
    start = len(text) // 2
    first, last = find_sentence(text, start, start + 1, sorted(list_ends(text)))
    assert 0 <= first <= start < last <= len(text)
