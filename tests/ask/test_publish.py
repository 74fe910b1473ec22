"""The catalogue for others: the manual is the one committed, the examples run, the description is OpenAPI."""

import json
import re
from pathlib import Path

import places
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from dupgraph.ask.catalogue import load_catalogue, run_question
from dupgraph.ask.catalogue.publish import (
    group_questions,
    list_examples,
    show_command,
    write_manual,
    write_openapi,
    write_shacl,
)
from dupgraph.ask.catalogue.questions import Question, parse_question
from dupgraph.ask.catalogue.sentences import add_sentences
from dupgraph.ask.catalogue.typed import add_prefixes
from dupgraph.ask.results.formats import FORMATS
from dupgraph.graph.engines import open_engine
from dupgraph.graph.engines.gate import check_typed

PACKAGED = open_engine()
CATALOGUE = load_catalogue()
NAMES = [question.name for question in CATALOGUE]
SH = "http://www.w3.org/ns/shacl#"
SCHEMA = "https://schema.org/"
BASE = "https://w3id.org/dupgraph/query/"


# The manual ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manual() -> str:
    return write_manual(PACKAGED, CATALOGUE)


def test_manual_is_the_one_committed(manual: str) -> None:
    path = Path(__file__).parents[2] / "docs" / "queries.md"
    same = path.is_file() and path.read_bytes() == manual.encode()
    assert same, "docs/queries.md is not up to date; run: dupgraph queries --export manual -o docs/queries.md"


def test_manual_has_every_question_once_in_its_group(manual: str) -> None:
    assert sorted(re.findall(r"^### (.+)$", manual, re.MULTILINE)) == sorted(NAMES)
    assert sorted(re.findall(r"^- \[.+?\]\(#(.+?)\)", manual, re.MULTILINE)) == sorted(NAMES)
    assert sum(map(len, group_questions(CATALOGUE).values())) == len(NAMES)


def test_manual_says_all_about_a_question(manual: str) -> None:
    entry = manual.partition("### objectives-by-partner\n")[2].partition("\n### ")[0]
    for part in (
        "**Obiettivi che coinvolgono un partner.**", "**Objectives that involve a partner.**",
        "| `partner` | ente o genere di enti · body or kind of body | AUSL |  |", "`code` (Codice · Code)",
        "«quali obiettivi coinvolgono {partner}»", "dupgraph query objectives-by-partner -p partner=AUSL\n",
        "| Codice | Titolo |", "| 1.3.1 |", "```sparql\nPREFIX dct:",
    ):  # fmt: skip
        assert part in entry
    assert "#+" not in entry


def test_manual_cells_stay_in_their_columns(manual: str) -> None:
    tables = re.findall(r"(?:^\|.*\|\n)+", manual, re.MULTILINE)
    assert len(tables) >= len([question for question in CATALOGUE if question.form == "select"])
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


# Examples in RDF -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples() -> Store:
    store = Store()
    store.extend(parse(write_shacl(PACKAGED, CATALOGUE), format=RdfFormat.TURTLE))
    return store


def list_objects(store: Store, subject: NamedNode, predicate: str) -> list[Literal]:
    found = [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]
    return [thing for thing in found if isinstance(thing, Literal)]


@pytest.mark.slow
def test_examples_run_as_they_are(examples: Store) -> None:
    for question in CATALOGUE:
        check_example(question, examples)


def check_example(question: Question, examples: Store) -> None:
    subject = NamedNode(BASE + question.name)
    texts = list_objects(examples, subject, SH + question.form)
    assert len(texts) == 1
    assert "?_" not in texts[0].value
    assert "#+" not in texts[0].value
    # As a person types it, but here: where it can be stopped is tested elsewhere, and takes a process each time.
    assert check_typed(texts[0].value) == question.form
    run = PACKAGED.select if question.form == "select" else PACKAGED.construct
    result, _ = add_sentences(PACKAGED, run(add_prefixes(texts[0].value)), "it")
    assert set(result.rows) == set(run_question(PACKAGED, question.name, list_examples(question)).rows)
    assert len(result.rows) > 0 or question.absent


def test_examples_are_described(examples: Store) -> None:
    kinds = {"select": "SPARQLSelectExecutable", "construct": "SPARQLConstructExecutable"}
    for question in CATALOGUE:
        subject = NamedNode(BASE + question.name)
        comments = list_objects(examples, subject, "http://www.w3.org/2000/01/rdf-schema#comment")
        assert {text.language: text.value for text in comments} == question.summary
        assert {text.value for text in list_objects(examples, subject, SCHEMA + "keywords")} == set(question.tags)
        ask = f"""PREFIX sh: <{SH}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
          ASK {{ <{BASE}{question.name}> a sh:SPARQLExecutable, sh:{kinds[question.form]} ; sh:prefixes/sh:declare
                 [ sh:prefix "dup" ; sh:namespace "https://w3id.org/dupgraph/onto/"^^xsd:anyURI ] }}"""
        assert examples.query(ask), question.name


def test_examples_are_the_same_bytes_and_no_others(examples: Store) -> None:
    assert write_shacl(PACKAGED, CATALOGUE) == write_shacl(open_engine(), CATALOGUE)
    found = examples.query(f"SELECT (COUNT(*) AS ?n) {{ ?s a <{SH}SPARQLExecutable> }}")
    assert [row["n"].value for row in found] == [str(len(NAMES))]


def test_quotes_and_backslashes_of_a_text_come_back() -> None:
    question = next(question for question in CATALOGUE if question.name == "outline")
    odd = 'SELECT ("""a "quoted" \\\\ text""" AS ?code) {} ORDER BY ?code # """'
    changed = Question(
        "odd", odd, "select", {"it": 'so "detta"\n\\', "en": 'so "called"\n\\'}, question.description, (), ("a", "b")
    )
    store = Store()
    store.extend(parse(write_shacl(open_engine(places.EXTRACT), [changed]), format=RdfFormat.TURTLE))
    subject = NamedNode(BASE + "odd")
    assert [text.value for text in list_objects(store, subject, SH + "select")] == [odd + "\n"]
    comments = list_objects(store, subject, "http://www.w3.org/2000/01/rdf-schema#comment")
    assert {text.language: text.value for text in comments} == changed.summary


def test_question_that_constructs_is_published_as_a_graph() -> None:
    text = """#+ summary: Names
#+ summary_it: Nomi
#+ description: Names of themes.
#+ description_it: Nomi dei temi.
#+ tags: [themes]
#+ asks: ["nomi dei temi", "names of the themes"]
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?s skos:notation ?o } WHERE { ?s skos:prefLabel ?o FILTER(LANG(?o) = ?_lang_literal) }
"""
    question = parse_question("names", text)
    manual = write_manual(PACKAGED, [question])
    shown = manual.partition("```turtle\n")[2].partition("```")[0]
    assert shown.startswith("<http")
    assert shown.endswith("...\n")
    assert "skos:notation" in shown
    assert "triple ·" in manual
    assert "sh:SPARQLConstructExecutable" in write_shacl(PACKAGED, [question])
    media = json.loads(write_openapi([question], "1"))["paths"]["/names"]["get"]["responses"]["200"]["content"]
    assert {"text/turtle", "application/ld+json", "application/n-triples", "text/csv"} <= set(media)


# OpenAPI -------------------------------------------------------------------------------------------------------------

DESCRIPTION = json.loads(write_openapi(CATALOGUE, "1.2.3"))


def test_description_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DESCRIPTION).validate()
    assert DESCRIPTION["info"]["version"] == "1.2.3"


def test_description_that_is_wrong_is_seen() -> None:
    outline = [question for question in CATALOGUE if question.name == "outline"]
    broken = json.loads(write_openapi(outline, "1"))
    broken["paths"]["/outline"]["get"]["parameters"].append({"name": "x", "in": "nowhere"})
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_every_question_is_a_path() -> None:
    assert set(DESCRIPTION["paths"]) == {f"/{name}" for name in NAMES}
    for question in CATALOGUE:
        check_path(question)


def check_path(question: Question) -> None:
    operation = DESCRIPTION["paths"][f"/{question.name}"]["get"]
    own = {parameter["name"]: parameter for parameter in operation["parameters"] if "name" in parameter}
    assert set(own) == {parameter.name for parameter in question.parameters}
    for parameter in question.parameters:
        assert str(own[parameter.name]["example"]) == parameter.example
        assert own[parameter.name]["required"] == (not parameter.default)
    assert [parameter["$ref"].rsplit("/", 1)[1] for parameter in operation["parameters"] if "$ref" in parameter] == [
        "lang", "plan",
    ]  # fmt: skip
    media = set(operation["responses"]["200"]["content"])
    graphs = {form.media_type for form in FORMATS.values() if form.is_graph}
    assert {"text/csv", "application/sparql-results+json"} <= media
    assert graphs <= media if question.form == "construct" else not graphs & media
    assert set(operation["tags"]) <= {tag["name"] for tag in DESCRIPTION["tags"]}


def test_operations_have_names_of_their_own() -> None:
    names = [path["get"]["operationId"] for path in DESCRIPTION["paths"].values()]
    assert len(names) == len(set(names))


def test_command_of_an_example_is_what_one_types() -> None:
    commands = {question.name: show_command(question) for question in CATALOGUE}
    assert commands["outline"] == "dupgraph query outline"
    assert commands["objectives-by-theme"] == ("dupgraph query objectives-by-theme -p 'theme=Istruzione ed educazione'")
