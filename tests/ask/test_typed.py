"""One's own SPARQL: prefixes that need no declaration, and names that the graph does not have."""

import pytest

from dupgraph.ask.catalogue import run_text
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import open_engine

ENGINE = open_engine()


def test_known_prefixes_need_no_declaration():
    declared = "PREFIX dup: <https://w3id.org/dupgraph/onto/> "
    text = "SELECT (COUNT(*) AS ?n) { ?o dup:involves actors:schools ; a dup:Objective }"
    with_own = f"{declared}PREFIX actors: <https://w3id.org/dupgraph/controlled-vocabulary/actors/> {text}"
    assert run_text(ENGINE, text).rows == run_text(ENGINE, with_own).rows


def test_a_prefix_of_ones_own_stays():
    assert not run_text(ENGINE, "PREFIX dup: <https://example.org/> SELECT ?o { ?o dup:involves ?x }").rows


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SELECT ?o {\n  ?o dup:involves ?x } LIMIT x", 2),
        ("SELEC ?o { ?o dup:involves ?x }", 1),
        ("SELECT ?o {\n?o dup:involves ?x", 2),
    ],
)
def test_a_fault_is_told_in_the_line_that_was_typed(text, line):
    with pytest.raises(QueryError) as caught:
        run_text(ENGINE, text)
    assert caught.value.line == line


def test_a_prefix_of_nobody_is_told():
    with pytest.raises(QueryError, match="a prefix is used that no PREFIX line declares"):
        run_text(ENGINE, "SELECT ?o { ?o nobody:knows ?x }")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("SELECT ?o { ?o dup:involvs ?x }", ("no triple of the graph has dup:involvs (did you mean dup:involves?)",)),
        ("SELECT ?o { ?o a dup:Objetive }", ("no triple of the graph has dup:Objetive (did you mean dup:Objective?)",)),
        ("SELECT ?o { ?o a <https://example.org/A> }", ("no triple of the graph has <https://example.org/A>",)),
        ("SELECT (COUNT(*) AS ?n) { ?o a dup:Objetive }", (
            "no triple of the graph has dup:Objetive (did you mean dup:Objective?)",
        )),
        ("ASK { ?o dup:involvs ?x }", ("no triple of the graph has dup:involvs (did you mean dup:involves?)",)),
        ("ASK { ?o dup:involves ?x }", ()),
        ('SELECT ?o { ?o dct:identifier "nobody" }', ()),
        ('SELECT ?o { ?o dct:identifier ?c FILTER(xsd:integer(?c) = "7"^^xsd:byte && 1 = 2) }', ()),
        ("SELECT ?o { ?o dup:involves ?x } LIMIT 1", ()),
        ("SELECT ?o { GRAPH ?g { ?o dup:involves ?x } }", (
            "GRAPH finds nothing: files are asked as one graph without a name; dupgraph load gives each plan its own",
        )),
    ],
)  # fmt: skip
def test_what_the_graph_lacks_is_said_where_there_are_no_rows(text, notes):
    result = run_text(ENGINE, text)
    assert result.asked
    assert result.asked.notes == notes
