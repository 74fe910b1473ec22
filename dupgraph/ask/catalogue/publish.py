"""The catalogue for others: a manual to read, examples in RDF as SIB publishes them, an OpenAPI description."""

import json
import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from dupgraph.ask.catalogue import close_question, run_question
from dupgraph.ask.catalogue.checks import list_columns
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER, Parameter, Question, drop_header, write_command
from dupgraph.ask.results.columns import load_headings, name_column, name_kinds, name_tag
from dupgraph.ask.results.formats import FORMATS
from dupgraph.ask.results.result import Result
from dupgraph.ask.results.terms import write_cell
from dupgraph.ask.results.texts import escape_md
from dupgraph.ask.results.triples import write_ttl
from dupgraph.base.templates import fill_text
from dupgraph.graph.engines import Engine
from dupgraph.language.languages import LABEL_LANGUAGES, LANGUAGES, get_texts
from dupgraph.schema.namespaces import OWL, PREFIXES, RDFS, ROOT, XSD, mint_iri

# How much of an answer the manual shows.
_ROWS_SHOWN = 3
_LINES_SHOWN = 12
_LETTERS_SHOWN = 70
_TEMPLATES = Path(__file__).parent / "templates"


def show_command(question: Question) -> str:
    """Return the command that asks a question with its examples.

    >>> from dupgraph.ask.catalogue import load_question
    >>> show_command(load_question("objectives-by-partner"))
    'dupgraph query objectives-by-partner -p partner=AUSL'
    """
    return write_command(question.name, {each.name: each.example for each in question.parameters}, LANGUAGES[0])


def list_options(question: Question) -> tuple[str, ...]:
    """Return the parameters of a question as one types them, with their examples."""
    return tuple(f"-p {shlex.quote(f'{parameter.name}={parameter.example}')}" for parameter in question.parameters)


def _list_tags(questions: Sequence[Question]) -> list[str]:
    """Return the tags that questions bear, in the order in which the headings list them."""
    known = list(load_headings().tags)
    used = {tag for question in questions for tag in question.tags}
    return [tag for tag in known if tag in used] + sorted(used - set(known))


def group_questions(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions by their first tag, in the order in which the headings list the tags."""
    by_name = sorted(questions, key=lambda question: question.name)
    groups = {tag: [question for question in by_name if question.tags[:1] == (tag,)] for tag in _list_tags(questions)}
    return {tag: group for tag, group in groups.items() if group}


def describe_parameter(parameter: Parameter, language: str) -> str:
    """Return what a parameter may be, in people's words."""
    return name_kinds(parameter.accepts or (parameter.of or parameter.kind,), language)


def list_examples(question: Question) -> dict[str, str]:
    """Return the example of each parameter."""
    return {parameter.name: parameter.example for parameter in question.parameters}


# The manual ----------------------------------------------------------------------------------------------------------


def write_manual(engine: Engine, questions: Sequence[Question]) -> str:
    """Return the manual of the catalogue in Markdown, with the first rows that ``engine`` answers."""
    introduction = get_texts("manual", "introduction")
    return fill_text(
        _TEMPLATES / "manual.md",
        introduction=[introduction[language] for language in LABEL_LANGUAGES],
        groups=group_questions(questions),
        languages=LABEL_LANGUAGES,
        say=_say,
        both=_say_both,
        name_tag=name_tag,
        name_column=name_column,
        list_columns=list_columns,
        describe=describe_parameter,
        show_command=show_command,
        show_answer=lambda question: _show_answer(question, run_question(engine, question, list_examples(question))),
        drop_header=drop_header,
    )


def _say_both(italian: str, english: str) -> str:
    return italian if italian == english else f"{italian} · {english}"


def _say(key: str, **facts: object) -> str:
    texts = get_texts("manual", key, **facts)
    return _say_both(texts["it"], texts["en"])


def _show_answer(question: Question, result: Result) -> Iterator[str]:
    """Yield the first rows as a table, or the first triples; and how many there are."""
    if result.form == "construct":
        lines = write_ttl(result).decode().splitlines()
        body = [line for line in lines if not line.startswith("@prefix")]
        more = ["..."] if len(body) > _LINES_SHOWN else []
        yield "\n".join(("```turtle", *body[:_LINES_SHOWN], *more, "```")) + "\n"
        yield f"{_say('triples', count=f'{len(result):,}')}.\n"
        return
    if not result.rows and question.absent:
        yield f"{_say_both(question.absent['it'], question.absent['en'])}\n"
        return
    # One plan answers all examples, and the introduction names it.
    places = [place for place, column in enumerate(result.columns) if column != PLAN_PARAMETER]
    rows = [[_shorten(write_cell(row[place])) for place in places] for row in result.rows[:_ROWS_SHOWN]]
    for cells in ([result.headings[place] for place in places], ["---"] * len(places), *rows):
        yield f"| {' | '.join(cells)} |"
    yield f"\n{_say('row' if len(result) == 1 else 'rows', count=f'{len(result):,}')}.\n"


def _shorten(cell: str) -> str:
    plain = escape_md(cell)
    return plain if len(plain) <= _LETTERS_SHOWN else plain[:_LETTERS_SHOWN].rsplit(" ", 1)[0] + " …"


# Examples in RDF -----------------------------------------------------------------------------------------------------


def write_shacl(engine: Engine, questions: Sequence[Question]) -> str:
    """Return the catalogue as sh:SPARQLExecutable examples in Turtle, each ready to run with its examples."""
    base = mint_iri(ROOT, "query")
    return fill_text(
        _TEMPLATES / "examples.ttl",
        owl=OWL,
        rdfs=RDFS,
        xsd=XSD,
        prefixes=PREFIXES,
        questions=questions,
        mint=partial(mint_iri, base),
        write_texts=_write_texts,
        write_text=_write_string,
        close=lambda question: _close_example(engine, question),
    )


def _close_example(engine: Engine, question: Question) -> str:
    text = drop_header(close_question(engine, question, list_examples(question))).strip()
    return _escape(f"{text}\n")


def _write_texts(texts: dict[str, str]) -> str:
    return ", ".join(f"{_write_string(texts[language])}@{language}" for language in sorted(texts))


def _write_string(text: str) -> str:
    return '"' + _escape(text).replace('"', '\\"').replace("\n", "\\n") + '"'


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '""\\"')


# OpenAPI -------------------------------------------------------------------------------------------------------------

_SCHEMAS = {"iri": {"type": "string"}, "literal": {"type": "string"}, "integer": {"type": "integer"}}
_COMMON = {
    "lang": {
        "name": "lang",
        "in": "query",
        "description": "Language of names and headings",
        "required": False,
        "example": LANGUAGES[0],
        "schema": {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
    },
    "plan": {
        "name": "plan",
        "in": "query",
        "description": "One plan of several: its IRI, title, municipality or ISTAT code",
        "required": False,
        "example": "Sassuolo",
        "schema": {"type": "string"},
    },
}


def write_openapi(questions: Sequence[Question], version: str) -> str:
    """Return an OpenAPI 3.1 description of the catalogue in JSON: one path a question, as grlc serves them."""
    facts = {
        "openapi": "3.1.0",
        "info": {
            "title": "dupgraph",
            "summary": "Questions to the planning documents (DUP) of Italian municipalities",
            "version": version,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "tags": [{"name": tag, "description": name_tag(tag, "en")} for tag in _list_tags(questions)],
        "paths": {f"/{question.name}": {"get": _describe_operation(question)} for question in questions},
        "components": {
            "parameters": _COMMON,
            "responses": {
                "Wrong": {
                    "description": "The question cannot be answered: one sentence says why",
                    "content": {"text/plain": {"schema": {"type": "string"}}},
                }
            },
        },
    }
    return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"


def _describe_operation(question: Question) -> dict[str, object]:
    forms = [form for form in FORMATS.values() if question.form == "construct" or not form.is_graph]
    schemas = {"application/sparql-results+json": {"type": "object"}}
    return {
        "operationId": question.name,
        "summary": question.summary["en"],
        "description": f"{question.description['en']}\n\n{question.summary['it']}. {question.description['it']}",
        "tags": list(question.tags),
        "parameters": [
            *map(_describe_query_parameter, question.parameters),
            *({"$ref": f"#/components/parameters/{name}"} for name in _COMMON),
        ],
        "responses": {
            "200": {
                "description": "The triples" if question.form == "construct" else "The rows",
                "content": {
                    form.media_type: {"schema": schemas.get(form.media_type, {"type": "string"})} for form in forms
                },
            },
            "400": {"$ref": "#/components/responses/Wrong"},
        },
    }


def _describe_query_parameter(parameter: Parameter) -> dict[str, object]:
    convert = int if parameter.kind == "integer" else str
    schema: dict[str, object] = dict(_SCHEMAS[parameter.kind])
    if parameter.default:
        schema["default"] = convert(parameter.default)
    return {
        "name": parameter.name,
        "in": "query",
        "required": not parameter.default,
        "description": describe_parameter(parameter, "en"),
        "schema": schema,
        "example": convert(parameter.example),
    }
