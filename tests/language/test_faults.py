"""Errors in the language of who asked."""

from dupgraph.base.errors import QueryError
from dupgraph.language.faults import announce_fault, tell_fault, word_fault


def test_an_error_is_said_whole_in_one_language():
    near = word_fault("near", name=word_fault("or", one="'a'", other="'b'"))
    error = QueryError(word_fault("unknown_axis", words="'c'", near=near), hint=word_fault("known_are", names="a, b"))
    assert str(error) == "no rows or columns called 'c' (did you mean 'a' or 'b'?); known are a, b"
    assert tell_fault(error, "it") == "nessuna riga o colonna si chiama 'c' (forse 'a' o 'b'?); ci sono a, b"
    english = QueryError("is not text in UTF-8", query="a.rq", hint=word_fault("see_queries"))
    english.language = "it"
    assert announce_fault(english) == "Error: a.rq: is not text in UTF-8; see: dupgraph queries"
