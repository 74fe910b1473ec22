"""Questions, parameters, labels and results: what is asked is what runs, and a value never changes a query."""

from pathlib import Path

import places
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from reference import ReferenceEngine
from virtuoso import Virtuoso

from dupgraph.ask.catalogue import close_question, run_question, run_text
from dupgraph.ask.catalogue.plans import find_plan
from dupgraph.ask.catalogue.questions import parse_question
from dupgraph.ask.names import find_names, find_thing, fold_label
from dupgraph.ask.parameters import close_text, write_iri, write_literal
from dupgraph.ask.phrases.reading import run_understanding, understand
from dupgraph.base.errors import GraphError, QueryError
from dupgraph.base.files import find_resource
from dupgraph.graph.engines import Engine, open_engine
from dupgraph.graph.engines.graphs import find_place
from dupgraph.graph.engines.tokens import parse_tokens

ENGINE = open_engine(places.EXTRACT)
VOCABULARY = "https://w3id.org/dupgraph/controlled-vocabulary/"

# Parameters ----------------------------------------------------------------------------------------------------------

DATA = """
PREFIX : <https://example.org/>
:a :name "uno" ; :size 1 ; :next :b . :b :name "due" ; :size 2 ; :next :c . :c :size 3 .
"""
# Where appended VALUES, initBindings and substitutions disagree, a closed text cannot.
SHAPES = {
    "pattern": ("SELECT ?x { ?x :name ?_v_literal }", "uno", ["a"]),
    "filter": ("SELECT ?x { ?x :name ?n FILTER(?n = ?_v_literal) }", "uno", ["a"]),
    "optional": (
        "SELECT ?x { ?x :size ?s OPTIONAL { ?x :name ?_v_literal BIND(1 AS ?m) } FILTER(BOUND(?m)) }", "uno", ["a"],
    ),
    "minus": ("SELECT ?x { ?x :size ?s MINUS { ?x :name ?_v_literal } }", "uno", ["b", "c"]),
    "exists": ("SELECT ?x { ?x :size ?s FILTER NOT EXISTS { ?x :name ?_v_literal } }", "uno", ["b", "c"]),
    "union": ("SELECT ?x { { ?x :name ?_v_literal } UNION { ?x :size 3 } }", "uno", ["a", "c"]),
    "bind": ("SELECT ?x { BIND(?_v_literal AS ?n) ?x :name ?n }", "due", ["b"]),
    "subselect": ("SELECT ?x { { SELECT ?x { ?x :name ?_v_literal } } ?x :size ?s }", "due", ["b"]),
    "aggregate": (
        "SELECT ?x { ?x :next* ?y } GROUP BY ?x HAVING (COUNT(?y) >= ?_v_integer) ", "2", ["a", "b"],
    ),
    "path": ("SELECT ?x { ?x :next+ ?_v_iri }", "https://example.org/c", ["a", "b"]),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_takes_its_parameter(shape: str) -> None:
    text, value, wanted = SHAPES[shape]
    closed = "PREFIX : <https://example.org/> " + close_text(text, {"v": value}) + " ORDER BY ?x"
    store = Store()
    store.load(DATA.encode(), format=places.RdfFormat.TURTLE)
    graph = rdflib.Graph().parse(data=DATA, format="turtle")
    assert [row["x"].value.rsplit("/")[-1] for row in store.query(closed)] == wanted
    assert [str(row[0]).rsplit("/")[-1] for row in graph.query(closed)] == wanted


INJECTIONS = [
    "x> . ?s ?p ?o } #",
    'x" . ?s ?p ?o } #',
    "'} UNION { ?s ?p ?o } #",
    "\\",
    "\\\\",
    '\\" . ?s ?p ?o } #',
    "\\u0022 . ?s ?p ?o } #",
    "\\\\u0022 } #",
    "\\U00000022 } #",
    "\\\x1f",
    '"""',
    "line\nbreak\r\n\ttab",
    "?_v_literal",
    "\x00\x07\x7f\x85\u2028\ufeff",
    "",
]


def check_literal(value: str) -> None:
    """A value is one token, and both engines read back the same characters."""
    plain = list(parse_tokens("SELECT (?_v_literal AS ?x) {}"))
    closed = close_text("SELECT (?_v_literal AS ?x) {}", {"v": value})
    tokens = list(parse_tokens(closed))
    assert [token.kind for token in tokens] == ["string" if t.text == "?_v_literal" else t.kind for t in plain]
    assert [row["x"].value for row in Store().query(closed)] == [value]
    assert [str(row[0]) for row in rdflib.Graph().query(closed)] == [value]


@pytest.mark.parametrize("value", INJECTIONS)
def test_literal_cannot_break_out(value: str) -> None:
    check_literal(value)


@given(st.text())
def test_any_text_is_one_literal(value: str) -> None:
    check_literal(value)


@given(st.text(alphabet="\\uU0123456789abcdefnrt\"'", max_size=24))
def test_any_text_of_escapes_is_one_literal(value: str) -> None:
    check_literal(value)


@given(st.one_of(st.text(), st.text().map(lambda text: f"https://example.org/{text}")))
def test_any_text_is_one_iri_or_none(value: str) -> None:
    try:
        term = write_iri(value)
    except QueryError:
        return
    assert [token.kind for token in parse_tokens(term)] == ["iri"]
    assert term == f"<{value}>"


@pytest.mark.parametrize(
    "value", [*INJECTIONS, "AUSL", "relative/path", "https://example.org/a b", "javascript", "<a:b>"]
)
def test_iri_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match=r"parameter 'v': not an absolute IRI"):
        close_text("ASK { ?s ?p ?_v_iri }", {"v": value})


@pytest.mark.parametrize(
    ("value", "words"),
    [*((value, "not a whole number") for value in ("", "1.5", "one", "1 } #")), ("1" * 30, "a number too large")],
)
def test_integer_is_refused(value: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        close_text("ASK { ?s ?p ?_v_integer }", {"v": value})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(QueryError, match="half a character"):
        write_literal("\ud800")


def test_parameter_stays_in_strings_and_comments() -> None:
    text = "ASK { ?s ?p '?_v_literal' } # ?_v_literal\n# and <?_v_literal>"
    assert close_text(text, {"v": "x"}) == text


# The catalogue's files -----------------------------------------------------------------------------------------------

HEADER = """#+ summary: Words
#+ summary_it: Parole
#+ description: Any words.
#+ description_it: Delle parole.
#+ tags: [test]
#+ params:
#+   words: {type: literal, example: scuola}
#+ asks: ["chi dice {words}"]
"""


def parse_body(body: str, header: str = HEADER) -> object:
    return parse_question("words", header + body)


def test_question_is_read() -> None:
    question = parse_question("words", HEADER + "SELECT ?s { ?s ?p ?_words_literal FILTER(LANG(?s) = ?_lang_literal) }")
    assert (question.name, question.form, question.tags) == ("words", "select", ("test",))
    assert question.summary == {"en": "Words", "it": "Parole"}
    (parameter,) = question.parameters
    assert (parameter.name, parameter.kind, parameter.example) == ("words", "literal", "scuola")
    assert question.asks == ("chi dice {words}",)


@pytest.mark.parametrize(
    "body",
    [
        "SELECT ?_words_literal { ?s ?p ?_words_literal }",
        "SELECT (STR(?s) AS ?_words_literal) { ?s ?p ?o }",
        "SELECT ?s { ?s ?p ?o BIND(1 AS ?_words_literal) }",
        "SELECT ?s { ?s ?_words_literal ?o }",
        "SELECT ?s { VALUES ?_words_literal { 1 } ?s ?p ?o }",
        "SELECT ?s { GRAPH ?_words_literal { ?s ?p ?o } }",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s ?_words_literal",
        "SELECT ?s { { SELECT ?_words_literal { ?s ?p ?_words_literal } } }",
    ],
)
def test_parameter_where_a_variable_is_wanted_is_refused(body: str) -> None:
    with pytest.raises(QueryError, match=r"words, line 9, .*with its parameters filled in: not valid SPARQL"):
        parse_body(body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("SELECT ?s { VALUES ?o { ?_words_literal } ?s ?p ?o }", "as it stands: not valid SPARQL"),
        ("SELECT DISTINCT * { ?s ?p ?_words_literal }", "does not name its columns"),
        ("SELECT ?s { ?s ?p ?o }", r"the text has no \?_words_literal"),
        ("SELECT ?s { ?s ?p ?_words_iri }", r"uses \?_words_iri, and the header's params do not name it"),
        ("SELECT ?s { ?s ?_other_iri ?_words_literal }", r"uses \?_other_iri"),
        ("INSERT DATA { <a:s> <a:p> <a:o> }", "INSERT would change the graph"),
        ("ASK { ?s ?p ?_words_literal }", "SELECT, CONSTRUCT or DESCRIBE, not ASK"),
        ("", "holds no query"),
    ],
)
def test_wrong_text_is_refused(body: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=f"^words.*{sentence}"):
        parse_body(body)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("#+ summary: Words\n", ""), "the header lacks summary"),
        (("#+ description_it: Delle parole.\n", ""), "the header lacks description_it"),
        (("type: literal", "type: string"), "has type 'string'; known are iri, literal, integer"),
        ((", example: scuola", ""), "has no example"),
        (("type: literal, example: scuola", "type: integer, example: scuola"), "'words': not a whole number: 'scuola'"),
        (("literal, example: scuola", "integer, example: 0, default: tre"), "'words': not a whole number: 'tre'"),
        (("{type: literal, example: scuola}", "scuola"), "params is not a list"),
        (("summary: Words", "summary: Words: these"), "words, line 1: the header .* is not valid YAML"),
        (("summary: Words", "summary: !!python/name:os.system"), "not valid YAML"),
    ],
)
def test_wrong_header_is_refused(change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence):
        parse_body("SELECT ?s { ?s ?p ?_words_literal }", HEADER.replace(*change))


def test_no_header_is_refused() -> None:
    with pytest.raises(QueryError, match="no header"):
        parse_body("SELECT ?s { ?s ?p ?o }", "# just a comment\n")


# Asking --------------------------------------------------------------------------------------------------------------


def test_unknown_question_offers_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        run_question(ENGINE, "objective-by-partner", {})
    assert str(caught.value) == (
        "no query named 'objective-by-partner' (did you mean 'objectives-by-partner' or "
        "'objectives-by-two-partners' or 'objectives-by-partner-count'?); "
        "see: PolicyGraph.queries()"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "objectives-by-partner: parameter 'partner' is missing; such as: -p 'partner=AUSL'"),
        ({"partner": "  "}, "parameter 'partner' is missing"),
        ({"partner": "AUSL", "partners": "x"}, "no parameter 'partners' (did you mean 'partner'?); it has partner"),
        ({"partner": "AUSL", "lang": "de"}, "no language 'de': known are it and en"),
    ],
)
def test_wrong_parameters(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_question(ENGINE, "objectives-by-partner", values)
    assert sentence in str(caught.value)


def test_parameter_of_a_question_that_has_none() -> None:
    with pytest.raises(QueryError, match="no parameter 'partner'; it has none"):
        run_question(ENGINE, "outline", {"partner": "AUSL"})


def test_closed_text_holds_terms_only() -> None:
    text = close_question(ENGINE, "objectives-by-partner", {"partner": "AUSL", "lang": "en"})
    assert "?_" not in text
    assert f"(dup:hasKind|skos:broader)* <{VOCABULARY}actors/health-authority> }}" in text
    assert 'LANG(?kind) = "en"' in text
    assert text.startswith("#+ summary: Objectives that involve a partner")


def test_known_thing_without_rows_is_an_empty_table() -> None:
    result = run_question(ENGINE, "objectives-by-theme", {"theme": "turismo"})
    assert (len(result), result.columns[0]) == (0, "code")


def test_graph_without_a_plan_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> <a:o> .")
    with pytest.raises(QueryError, match="no plan is described in"):
        run_question(open_engine(tmp_path), "outline", {})


def test_typed_text_says_where_it_comes_from() -> None:
    with pytest.raises(QueryError, match=r"^mine\.rq, line 1, column 12: SERVICE"):
        run_text(ENGINE, "SELECT * { SERVICE <a:b> {} }", name="mine.rq")
    with pytest.raises(QueryError, match=r"^mine\.rq, line 1, column 16: not valid SPARQL"):
        run_text(ENGINE, "SELECT * { ?s }", name="mine.rq")


def test_typed_text_of_every_form() -> None:
    assert run_text(ENGINE, "SELECT (1 AS ?n) {}").to_dicts() == [{"n": 1}]
    assert run_text(ENGINE, "ASK { ?s ?p ?o }").to_dicts() == [{"answer": True}]
    assert not run_text(ENGINE, "ASK { ?s ?p <a:nowhere> }")
    assert run_text(ENGINE, "CONSTRUCT { <a:s> <a:p> 1 } {}").to_dicts() == [
        {"subject": "a:s", "predicate": "a:p", "object": 1}
    ]


# Names ---------------------------------------------------------------------------------------------------------------

PARTNERS = ("organization", "actor-category")


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("AUSL", "actors/health-authority"),
        ("ausl", "actors/health-authority"),
        ("Azienda USL", "actors/health-authority"),
        ("AUSL di Modena", "bodies/ausl-modena"),
        ("modena local health authority", "bodies/ausl-modena"),
        (VOCABULARY + "bodies/ausl-modena", "bodies/ausl-modena"),
        ("  terzo   Settore ", "actors/third-sector"),
        ("ente del terzo settore", "actors/third-sector"),
        ("scuole", "actors/schools"),
        ("Scuola", "actors/schools"),
        ("istituzione scolastica", "actors/schools"),
        ("sistema bibliotecario", "bodies/library-system"),
        ("dell'AUSL", "actors/health-authority"),
        ("all’AUSL", "actors/health-authority"),
        ("con l'A.U.S.L.", "actors/health-authority"),
        ("alle scuole", "actors/schools"),
        (f"<{VOCABULARY}actors/schools>", "actors/schools"),
    ],
)
def test_names_are_found(words: str, thing: str) -> None:
    assert find_thing(ENGINE, words, PARTNERS) == VOCABULARY + thing


def test_accents_and_apostrophes_do_not_matter() -> None:
    assert find_thing(ENGINE, "sanita e salute", ("theme",)) == VOCABULARY + "themes/health"
    assert fold_label("Unità dell’Ordine") == fold_label("UNITA' DELL'ORDINE".replace("UNITA'", "UNITA"))


def test_kind_of_thing_is_respected() -> None:
    with pytest.raises(QueryError, match="nothing is called 'AUSL'"):
        find_thing(ENGINE, "AUSL", ("theme",))
    with pytest.raises(QueryError, match="nothing of this kind has the IRI"):
        find_thing(ENGINE, VOCABULARY + "bodies/ausl-modena", ("theme",))


def test_what_the_plan_names_goes_before_what_it_does_not() -> None:
    # The province has the town's name.
    assert find_thing(open_engine(), "Modena", ("place",)) == "https://w3id.org/dupgraph/data/036040/place/modena"


def test_names_come_by_thing_what_it_is_called_first_and_then_by_letters():
    named = [(name.thing, not name.preferred, name.label, name.language) for name in find_names(ENGINE, PARTNERS)]
    assert len(named) > len({thing for thing, *_ in named}) > 1
    assert named == sorted(named)


def test_several_things_are_listed() -> None:
    with pytest.raises(QueryError) as caught:
        find_thing(ENGINE, "rete locale", PARTNERS)
    assert str(caught.value) == (
        "'rete locale' names 2 things; give one of these IRIs or a longer name: "
        f"Associazioni <{VOCABULARY}actors/associations>; Biblioteche <{VOCABULARY}actors/libraries>"
    )
    with pytest.raises(QueryError, match="Libraries"):
        find_thing(ENGINE, "rete locale", PARTNERS, "en")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("Ausel", "did you mean: AUSL (Azienda sanitaria locale)?"),
        ("AULS", "did you mean: AUSL (Azienda sanitaria locale)?"),
        ("Carabinieri", "try another name for it"),
        ("terzo setore", "did you mean: Terzo settore"),
        ("settore", "did you mean: Terzo settore; enti del Terzo settore"),
        ("xyzzy", "try another name for it"),
        ("!", "try another name for it"),
    ],
)
def test_unknown_name_has_near_misses(words: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        find_thing(ENGINE, words, PARTNERS)
    assert f"nothing is called {words!r}" in str(caught.value)
    assert hint.removesuffix("?").split("; ")[0] in str(caught.value)


def test_near_misses_of_a_code_are_codes() -> None:
    with pytest.raises(QueryError, match=r"did you mean: 1\.3\.9 \("):
        find_thing(ENGINE, "Obiettivo 1.3.99", ("element",))


def test_many_words_for_a_level_and_no_code_are_just_unknown() -> None:
    # Read in every way in which it can be cut, such a line would never come to an end.
    with pytest.raises(QueryError, match="nothing is called"):
        find_thing(ENGINE, "n " * 200 + "x", ("element",))


def test_near_misses_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    graph = tmp_path / "plan.ttl"
    graph.write_text(
        places.EXTRACT.read_text(encoding="utf-8").replace('"Terzo settore"', '"Terzo\\u001b[31m settore"')
    )
    with pytest.raises(QueryError, match="did you mean") as caught:
        find_thing(open_engine(graph), "settore", PARTNERS)
    assert str(caught.value).isprintable()
    assert "Terzo\N{SYMBOL FOR ESCAPE}[31m settore" in str(caught.value)


def test_unknown_name_says_which_graphs_were_asked() -> None:
    with pytest.raises(QueryError, match=r"Asked was .*sassuolo\.ttl.*; for another graph: PolicyGraph.open"):
        find_thing(open_engine(), "xyzzy", PARTNERS)


def test_long_value_is_cut_in_the_message() -> None:
    for name, values in (("objectives-by-partner", {"partner": "x" * 100_000}), ("x" * 100_000, {})):
        with pytest.raises(QueryError) as caught:
            run_question(ENGINE, name, values)
        assert len(str(caught.value)) < 400


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e12])
def test_timeout_is_a_day_at_most(timeout: float) -> None:
    with pytest.raises(QueryError, match="above 0 and at most 86,400 seconds"):
        run_text(ENGINE, "ASK {}", timeout=timeout)


@pytest.mark.parametrize(
    "words", ["Obiettivo 1.3.9", "Obiettivo strategico 1.3.9", "1.3.9", "promuovere l'integrazione dei servizi"]
)
def test_elements_are_found_by_code_and_title(words: str) -> None:
    assert find_thing(ENGINE, words, ("element",)).endswith("/objective/1.3.9")


def test_names_are_found_on_a_server(virtuoso: Virtuoso) -> None:
    graph = virtuoso.load(find_resource("graph", "sassuolo.ttl"), "https://example.org/graph/names")
    remote, here = open_engine(virtuoso.url, (graph,)), open_engine()
    for words, kinds in (("AUSL", PARTNERS), ("scuole", PARTNERS), ("sanità", ("theme",)), ("1.3.3", ("element",))):
        assert find_thing(remote, words, kinds) == find_thing(here, words, kinds), words
    plan = find_plan(here, "DUP")
    assert find_thing(remote, "associazione", PARTNERS, "it", plan) == find_thing(here, "associazione", PARTNERS)


def test_code_that_two_plans_share_is_a_choice(tmp_path: Path) -> None:
    places.copy_plan(tmp_path, "first")
    places.copy_plan(tmp_path, "second")
    with pytest.raises(QueryError, match=r"'1\.3\.9' names 2 things.*first.*second.*or name the plan: plan=PLAN"):
        run_question(open_engine(tmp_path), "partners-of-objective", {"objective": "1.3.9"})


@pytest.fixture
def neighbours(tmp_path: Path) -> Engine:
    """Return two towns' plans that each name a body of their own, the second by another name first."""
    for town in ("first", "second"):
        path = places.copy_plan(tmp_path, town)
        own = f"<https://w3id.org/dupgraph/data/{town}/organization/ausl>"
        text = path.read_text(encoding="utf-8").replace("bodies:ausl-modena", own)
        called = text.replace('skos:prefLabel "Azienda USL di Modena"', 'skos:altLabel "Azienda USL di Modena"')
        path.write_text(called if town == "second" else text, encoding="utf-8")
    return open_engine(tmp_path)


def test_what_each_town_has_of_one_name_is_asked_for_together(neighbours: Engine) -> None:
    rows = run_question(neighbours, "objectives-by-partner", {"partner": "Azienda USL di Modena"})
    assert [(row["plan"], row["code"]) for row in rows] == [
        ("Piano first", "1.3.9"), ("Piano first", "1.3.10"), ("Piano second", "1.3.9"), ("Piano second", "1.3.10"),
    ]  # fmt: skip
    understanding = understand(neighbours, "Quali obiettivi coinvolgono l'Azienda USL di Modena?")
    assert list(run_understanding(neighbours, understanding)) == list(rows)
    # What one town's body is not in, all objectives of the others are: they are not put together.
    with pytest.raises(QueryError, match="names 2 things"):
        run_question(neighbours, "objectives-not-with-partner", {"partner": "Azienda USL di Modena"})
    negative = understand(neighbours, "Quali obiettivi non coinvolgono l'Azienda USL di Modena?")
    assert "può essere" in negative.reason
    # Of one plan they can be told.
    without = {"partner": "Azienda USL di Modena", "plan": "second/plan/dup"}
    assert [row["code"] for row in run_question(neighbours, "objectives-not-with-partner", without)] == ["1.3.1"]


def test_what_towns_have_of_a_name_is_not_asked_for_without_what_others_call_so(neighbours: Engine) -> None:
    third = places.copy_plan(neighbours.place.files[0].parent, "third")
    # Of no town's own vocabulary.
    third.write_text(third.read_text(encoding="utf-8").replace("scheme:bodies , scheme:extract", "scheme:bodies"))
    three = open_engine(third.parent)
    with pytest.raises(QueryError, match="names 2 things"):
        run_question(three, "objectives-by-partner", {"partner": "Azienda USL di Modena"})
    for plan, body in (("third", "bodies/ausl-modena"), ("first", "first/organization/ausl")):
        iri = f"https://w3id.org/dupgraph/data/{plan}/plan/dup"
        assert find_thing(three, "Azienda USL di Modena", PARTNERS, "it", iri).endswith(body)


def test_names_are_the_same_on_the_reference_engine() -> None:
    reference = ReferenceEngine(find_place(places.EXTRACT))
    for words in ("AUSL", "sistema bibliotecario", "enti del terzo settore"):
        assert find_thing(reference, words, PARTNERS) == find_thing(ENGINE, words, PARTNERS)


def test_broken_graph_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("nonsense")
    with pytest.raises(GraphError, match=r"a\.ttl, line 1"):
        run_question(open_engine(tmp_path), "outline", {})
