"""What the library says in English: each sentence of the table stands in the code, so none is translated in vain."""

import re

import pytest

from dupgraph.base.files import find_resource
from dupgraph.language.languages import TEXTS, WHOLE, load_texts
from dupgraph.language.retelling import retell

# The code, and the data that say what other documents are.
_READ = [*TEXTS.parents[1].rglob("*.py"), find_resource("ontology", "outline", "names.toml")]
CODE = re.sub(r'"\s*\n\s*f?"', "", "\n".join(path.read_text(encoding="utf-8") for path in _READ)).replace('\\"', '"')


# Those that are put together of pieces.
COMPOSED = {"not_outline", "mended_scans", "how_and_code"}


@pytest.mark.parametrize("key", sorted(load_texts("retold", WHOLE).keys() - COMPOSED))
def test_a_sentence_is_one_that_the_library_says(key: str) -> None:
    for piece in re.split(r"\{\w+\}| 1 |1 times| -> |, |: |\bparts?\b", load_texts("retold", WHOLE)[key]):
        assert piece.strip(' "') in CODE


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("bullets below the headings, 1 times", "punti di elenco sotto i titoli, una volta"),
        (
            'type of 14 points, bold, where the text has 11, with the label "Asse" with a number, 4 times',
            "carattere di 14 punti, grassetto, dove il testo ne ha 11, con l’etichetta «Asse» con un numero, 4 volte",
        ),
        ("numbers are missing: start -> 2, 2 -> 4 and 3 more", "mancano dei numeri: inizio -> 2, 2 -> 4 e altri 3"),
        ("the text reads like a budget", "il testo si legge come un bilancio"),
    ],
)
def test_a_sentence_is_said_with_its_facts(sentence: str, said: str) -> None:
    assert retell(sentence, "it") == said
    assert retell(sentence, "en") == sentence


def test_what_nobody_has_translated_is_nothing() -> None:
    assert retell("is encrypted by a ghost", "it") == ""
