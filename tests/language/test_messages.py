"""Messages: each sentence has one key, is said somewhere, and can be said in every language, from any process."""

import re
from string import Formatter
from typing import get_args

import pytest

from dupgraph.base.children import Cause, StartError
from dupgraph.base.errors import DocumentError, QueryError
from dupgraph.base.messages import Message, pack_message, unpack_message
from dupgraph.language.languages import LANGUAGES, TEXTS, WHOLE, _read_texts
from dupgraph.language.messages import MESSAGES, announce_fault, join, retell, say, tell_fault, translate
from dupgraph.read.documents import read_document
from dupgraph.read.outline.drafts import count_times
from dupgraph.read.outline.names import OTHER_KINDS

DATA = (path for path in TEXTS.parents[1].rglob("*.toml") if TEXTS not in path.parents)
CODE = "\n".join(path.read_text(encoding="utf-8") for path in (*TEXTS.parents[1].rglob("*.py"), *DATA))
# Their keys are put together: kinds of documents, places in a file, why a process ended, and which graph
# was asked.
HERE = {"did_you_mean_here", "other_name_here"}
COMPOSED = (
    HERE
    | {*(f"kind_{name}" for name in OTHER_KINDS), *(f"at_{name}" for name in ("page", "line", "column"))}
    | {f"cause_{name}" for name in get_args(Cause)}
)


def test_each_key_is_used_and_each_that_is_used_is_there():
    keys = _read_texts(MESSAGES, WHOLE).keys()
    assert keys == {key for key in keys if f'"{key}"' in CODE} | COMPOSED
    assert set(re.findall(r'(?<!\.)\bsay\(\s*"(\w+)"', CODE)) <= keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_said_in_every_language_with_no_fact_that_is_not_given(language):
    english, texts = _read_texts(MESSAGES, WHOLE), _read_texts(MESSAGES, language)
    assert texts.keys() == english.keys()
    assert [key for key, text in texts.items() if not _list_facts(text) <= _list_facts(english[key])] == []


def _list_facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_an_error_is_said_whole_in_one_language():
    near = say("near", name=join("or", ["'a'", "'b'"]))
    error = QueryError(say("unknown_axis", words="'c'", near=near), hint=say("known_are", names="a, b"))
    assert str(error) == "no rows or columns called 'c' (did you mean 'a' or 'b'?); known are a, b"
    assert tell_fault(error, "it") == "nessuna riga o colonna si chiama 'c' (forse 'a' o 'b'?); ci sono a, b"
    english = QueryError("is not text in UTF-8", query="a.rq", hint=say("see_queries"))
    english.language = "it"
    assert announce_fault(english) == "Error: a.rq: is not text in UTF-8; see: dupgraph queries"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (count_times(say("how_bullets"), 1), "punti di elenco sotto i titoli, una volta"),
        (
            say(
                "how_with",
                how=say("how_type", size=14, bold=say("how_bold"), capitals="", body=11),
                label=count_times(say("how_label", name="Asse"), 4),
            ),
            "carattere di 14 punti, grassetto, dove il testo ne ha 11, con l'etichetta «Asse» con un numero, 4 volte",
        ),
        (
            say("doubt_missing_more", gaps=join("comma", [say("start", code="2"), "2 -> 4"]), count=3),
            "mancano dei numeri: inizio -> 2, 2 -> 4 e altri 3",
        ),
    ],
)
def test_a_message_keeps_its_facts_on_its_way_to_another_process(message, said):
    assert translate(message, "it") == said
    arrived = unpack_message(pack_message(message))
    assert (arrived, translate(arrived, "it")) == (message, said)


def test_what_is_said_without_the_texts_is_said_as_they_say_it():
    what = StartError(OSError("no room")).what
    assert translate(what, "en") == what == say("no_process", reason="no room")


def test_what_a_child_complains_of_is_a_message_here(tmp_path):
    path = tmp_path / "piano.pdf"
    path.write_bytes(b"%PDF-1.7\n%%EOF\n")
    with pytest.raises(DocumentError) as fault:
        read_document(path)
    assert isinstance(fault.value.what, Message)
    assert retell(fault.value.what, "it") == "Il PDF è danneggiato, o non è un PDF"
    assert retell(fault.value.hint, "it") == "scaricalo o esportalo di nuovo"
