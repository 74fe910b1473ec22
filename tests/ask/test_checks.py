"""What a catalogue's check finds: nothing in ours, and each fault where it is."""

import re
from pathlib import Path

import places
import pytest

from dupgraph.ask.catalogue import load_catalogue
from dupgraph.ask.catalogue.checks import check_catalogue, list_columns
from dupgraph.ask.results.columns import name_column
from dupgraph.base.errors import GraphError, QueryError
from dupgraph.graph.engines import open_engine

EXTRACT = open_engine(places.EXTRACT)

GOOD = """\
#+ summary: Elements with a word
#+ summary_it: Elementi con una parola
#+ description: One row an element.
#+ description_it: Una riga per ogni elemento.
#+ tags: [plan]
#+ params:
#+   code: {type: literal, example: 1.3.9}
#+   most: {type: integer, example: 3, default: 9}
#+ asks: ["quale elemento ha il codice {code}", "which element has {code}", "the first {most} of {code}"]
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX dup: <https://w3id.org/dupgraph/onto/>
SELECT ?code ?title ?plan WHERE {
  ?element dct:identifier ?code ; dct:title ?title ; dct:isPartOf+ ?whole .
  ?whole a dup:Plan ; dct:title ?plan .
  FILTER(?_plan_literal IN ("", STR(?whole)))
  FILTER(STR(?code) = ?_code_literal && ?_most_integer > 0 && ?_lang_literal != "")
}
ORDER BY ?plan ?code
"""


def check(folder: Path, text: str = GOOD, name: str = "mine") -> list[str]:
    (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return [str(fault) for fault in check_catalogue(EXTRACT, folder)[1]]


def test_good_file_has_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("#+ summary: Elements with a word\n", "", "line 1: the header lacks summary"),
        ("#+ description_it: Una riga per ogni elemento.\n", "", "line 1: the header lacks description_it"),
        ("#+ tags: [plan]", "#+ tags: [plan", "the header (#+) is not valid YAML"),
        ("type: literal", "type: string", "parameter 'code' has type 'string'"),
        (", example: 1.3.9", "", "parameter 'code' has no example"),
        ("#+ tags: [plan]", "#+ tags: []", "line 5: there is no tag"),
        ("#+ tags: [plan]", "#+ tags: [plans]", "line 5: nobody knows the tag 'plans'; name it in columns.toml"),
        ("il codice {code}", "il codice", "line 9: asks: 'quale elemento ha il codice' does not say {code}"),
        ("which element has {code}", "{code} {x}", "line 9: asks: '{code} {x}' says {x}, and no parameter"),
        ('"quale elemento ha il codice {code}", ', "", "line 9: asks: no phrase is Italian"),
        ('"which element has {code}", "the first {most} of {code}"', '"dove {code}"', "asks: no phrase is English"),
        ("ORDER BY ?plan ?code", "", "the rows have no ORDER BY"),
        ("ORDER BY ?plan ?code", "LIMIT 3", "the rows have no ORDER BY"),
        ("?title ?plan WHERE", "?title ?plan ?whole WHERE", "line 12: the column 'whole' has no heading"),
        ("?title ?plan WHERE", "?plan ?title WHERE", "line 12: the last column is 'title', and not 'plan'"),
        ("SELECT ?code ?title ?plan", "SELECT *", "SELECT * does not name its columns"),
        ('FILTER(?_plan_literal IN ("", STR(?whole)))', "", "line 12: --plan changes nothing"),
        ("?_most_integer > 0", "true", "the header names 'most', and the text has no ?_most_integer"),
        ("?title ?plan WHERE {", "?title ?plan WHERE", "line 13, column"),
        ("FILTER(STR(?code) = ?_code_literal &&", "BIND(1 AS ?_code_literal) FILTER(", "filled in: not valid SPARQL"),
        ("example: 1.3.9", "example: 9.9.9", "line 6: the examples have no rows in"),
        ("?whole a dup:Plan", "SERVICE <http://localhost/> { ?whole a dup:Plan }",
         "line 14: SERVICE <http://localhost/> would send the query to another server"),
        ("FILTER(STR(?code)", "FILTER(" + "(" * 64 + "STR(?code)", "line 16: brackets are nested more than 64 deep"),
        ("example: 3", "example: three", "line 1: parameter 'most': not a whole number: 'three'"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert GOOD.count(old) == 1
    found = check(tmp_path, GOOD.replace(old, new))
    assert any(line.startswith("mine.rq, line ") and fault.removeprefix("line ").split(", column")[0] in line
               for line in found), found  # fmt: skip
    if fault.startswith("line ") and "column" not in fault:
        assert any(f"mine.rq, {fault}" in line for line in found), found


def test_order_of_a_subquery_is_not_that_of_the_rows(tmp_path: Path) -> None:
    text = GOOD.replace("WHERE {\n", "WHERE {\n  { SELECT ?code { ?any dct:identifier ?code } ORDER BY ?code }\n")
    assert check(tmp_path, text) == []
    assert check(tmp_path, text.replace("}\nORDER BY ?plan ?code", "}")) == [
        "mine.rq, line 18: the rows have no ORDER BY"
    ]


def test_example_that_names_nothing_is_a_fault(tmp_path: Path) -> None:
    text = GOOD.replace("code: {type: literal, example: 1.3.9}", "thing: {type: iri, is: [theme], example: xyzzy}")
    text = text.replace("{code}", "{thing}").replace("STR(?code) = ?_code_literal", "STR(?code) != STR(?_thing_iri)")
    assert check(tmp_path, text)[0].startswith(
        "mine.rq, line 6: the examples have no answer: nothing is called 'xyzzy'"
    )


def test_name_of_a_file_is_words_and_hyphens(tmp_path: Path) -> None:
    assert check(tmp_path, name="My query") == [
        "My query.rq, line 1: the name of the file is not words in small letters joined by hyphens"
    ]


def test_all_files_and_faults_are_told(tmp_path: Path) -> None:
    (tmp_path / "bytes.rq").write_bytes(b"\xff")
    check(tmp_path, GOOD.replace("[plan]", "[x, y]"), "first")
    found = check(tmp_path, "SELECT", "second")
    assert [line.split(":")[0] for line in found] == [
        "bytes.rq, line 1", "first.rq, line 5", "first.rq, line 5", "second.rq, line 1",
    ]  # fmt: skip


def test_phrase_that_asks_two_questions_is_a_fault(tmp_path: Path) -> None:
    check(tmp_path, name="first")
    found = check(tmp_path, GOOD.replace("quale elemento ha il", "QUALE elemento ha il"), "second")
    assert found[0] == "second.rq, line 9: asks: 'QUALE elemento ha il codice {code}' also asks first"
    assert len(found) == 3


def test_folder_brings_its_own_headings_and_must_use_them(tmp_path: Path) -> None:
    text = GOOD.replace("?title ?plan WHERE", "?title ?whole ?plan WHERE").replace("[plan]", "[mine]")
    own = "[tag]\nmine = { it = 'Mie', en = 'Mine' }\n[column]\nwhole = { it = 'Tutto', en = 'Whole' }\n"
    (tmp_path / "columns.toml").write_text(own)
    assert check(tmp_path, text) == []
    assert check(tmp_path, GOOD) == [
        "columns.toml, line 4: no question has the column 'whole'",
        "columns.toml, line 2: no question has the tag 'mine'",
    ]
    (tmp_path / "columns.toml").write_text("[column]\nwhole = 1\n")
    assert "columns.toml, line 1: column 'whole' lacks 'it' or 'en'" in check(tmp_path, text)


def test_broken_graph_is_an_error_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("nonsense")
    (tmp_path / "mine.rq").write_text(GOOD)
    with pytest.raises(GraphError, match="is not valid RDF"):
        check_catalogue(open_engine(tmp_path / "broken.ttl"), tmp_path)


def test_folder_without_a_question_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="holds no questions"):
        check_catalogue(EXTRACT, tmp_path)


def test_columns_come_in_the_order_of_the_text() -> None:
    columns = {question.name: list_columns(question) for question in load_catalogue()}
    assert columns["evidence"][:3] == ("code", "property", "entity")
    assert all(columns.values())


def test_descriptions_name_columns_as_people_see_them():
    for question in load_catalogue():
        names = (*list_columns(question), *(parameter.name for parameter in question.parameters))
        raw = {name for name in names if name_column(name, "it").casefold() != name}
        italian, english = (question.description[language] for language in ("it", "en"))
        assert raw.isdisjoint(re.findall(r"(?<![\w-])\w+", italian)), question.name
        assert {name for name in raw if "_" in name}.isdisjoint(re.findall(r"\w+", english)), question.name
