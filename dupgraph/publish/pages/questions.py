"""The questions of the catalogue as pages: each with its answer for one plan, its SPARQL text, its rows as files."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from pyoxigraph import Literal, NamedNode

from dupgraph.ask.catalogue import Question, Result, load_catalogue, run_question
from dupgraph.ask.catalogue.publish import group_questions
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER, drop_header, write_command
from dupgraph.ask.catalogue.sentences import CITATION, SENTENCE
from dupgraph.ask.names import find_names, find_thing
from dupgraph.ask.results.columns import COLUMN_NAMERS, WORDS, name_column, name_parameter, name_tag
from dupgraph.ask.results.documents.outline import find_needless, is_sheet, part_columns
from dupgraph.ask.results.formats import FORMATS
from dupgraph.ask.results.marks import MARKED, drop_marks, split_marks
from dupgraph.ask.results.terms import is_number, write_cell
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines.protocol import Term
from dupgraph.language.languages import FIRST, LANGUAGES, load_texts
from dupgraph.publish.pages.choices import Choice, Find, answer_choices, list_choices, make_chooser
from dupgraph.publish.pages.drawing import LISTS, Frame
from dupgraph.publish.pages.elements import begin_crumbs, find_word, make_plan_page
from dupgraph.publish.pages.page import Crumb, Page, Route
from dupgraph.publish.pages.plan import PlanView
from dupgraph.publish.pages.terms.ontology import shorten_iri
from dupgraph.publish.routes.paths import name_data

QUESTIONS = "questions"
# The most rows of a page, and of a file beside it: pairs of objectives grow with their square.
MOST_ROWS = 30
MOST_FILE_ROWS = 5_000
# Files stand once, in the first language: those of each other one are as large, and hold the plan's words again.
_ROW_FILES, _TRIPLE_FILES = ("csv", "xlsx"), ("ttl", "jsonld")
# Columns whose cells are no names: a title may be that of several elements.
_NO_NAMES = {"title", "title_a", "title_b", "plan", "label", "kind", "level", *COLUMN_NAMERS, *WORDS}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an answer. ``iri`` is that of the element or thing that it names, where it names one.

    ``parts`` are those of a sentence, each with whether it is marked; the text after them, and before, cites it.
    ``original`` is the quote or page of the original that it speaks of, as an address has it: of the plan ``plan``,
    whose text has the digest ``digest``.
    """

    text: str
    iri: str = ""
    language: str = ""
    is_words: bool = False
    is_number: bool = False
    parts: tuple[tuple[str, bool], ...] = ()
    before: str = ""
    after: str = ""
    original: str = ""
    plan: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows of a result: its first rows, under those columns that tell one row from another.

    ``lead`` says what all have in common. ``count`` is the number of rows in the files, and ``is_cut`` says that the
    answer has more than these; ``text`` is the SPARQL of the question. ``is_sheet`` says that rows hold what fields of
    elements say.
    """

    lead: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    is_cut: bool
    text: str
    is_sheet: bool


@dataclass(frozen=True, slots=True)
class _Finders:
    """What all questions look up of one plan: its things by their names, and the things of a kind, by language."""

    things: Callable[[str], Mapping[str, str]]
    examples: Callable[[str, tuple[str, ...]], str]
    choices: Find


def list_question_routes(view: PlanView, frame: Frame) -> Iterator[Route]:
    """Yield the list of questions, then each question with its answer for the plan."""
    path = f"{view.path}/{QUESTIONS}"
    yield Route(path, partial(_list_questions, view, frame, path))
    crumbs = (*begin_crumbs(view, frame), Crumb(find_word(QUESTIONS), path))
    # Once for all questions, and only where one of them is asked.
    things, examples = cache(partial(_index_things, view)), cache(partial(_choose_thing, view))
    finders = _Finders(things, examples, make_chooser(view))
    for question in load_catalogue():
        own = f"{path}/{question.name}"
        yield Route(own, partial(_describe_question, view, question, own, crumbs, finders))


def _list_questions(view: PlanView, frame: Frame, path: str) -> Page:
    values = {"groups": name_groups(), "path": path}
    return make_plan_page(view, frame, path, "questions.html", titles=find_word(QUESTIONS), values=values)


def name_groups() -> list[tuple[dict[str, str], list[Question]]]:
    """Return the questions of the catalogue by group, each with what the group is called in every language."""
    groups = group_questions(load_catalogue()).items()
    return [({language: name_tag(tag, language) for language in LANGUAGES}, found) for tag, found in groups]


def _describe_question(
    view: PlanView, question: Question, path: str, crumbs: tuple[Crumb, ...], finders: _Finders
) -> Page:
    values = _choose_values(question, finders)
    results = {} if values is None else {lang: _ask(view, question, values, lang) for lang in LANGUAGES}
    given = {
        language: [
            (parameter.name, _name_value(view, (values or {}).get(parameter.name, ""), language))
            for parameter in question.parameters
        ]
        for language in LANGUAGES
    }
    answers = {
        lang: _show_result(view, result, finders.things(lang), {name for _, (name, _) in given[lang]}, lang)
        for lang, result in results.items()
    }
    choices = {language: list_choices(question, finders.choices, language) for language in LANGUAGES}
    return Page(
        path=path,
        template="question.html",
        titles=question.summary,
        values={
            "question": question,
            "given": given,
            "labels": {
                language: {each.name: name_parameter(each.name, language) for each in question.parameters}
                for language in LANGUAGES
            },
            "command": write_command(question.name, {name: value for name, (value, _) in given[FIRST]}, FIRST),
            "answers": answers,
            "choices": choices,
            "briefs": answer_choices(view, question, choices[FIRST]),
            "listed": [link for link in LISTS if any(_find_list(view, each) == link.role for each in choices[FIRST])],
            "unlisted": {
                lang: [each for each in found if not _find_list(view, each)] for lang, found in choices.items()
            },
        },
        plan=view.iri,
        crumbs=crumbs,
        files=_list_files(results[FIRST], path) if results else {},
    )


def _find_list(view: PlanView, choice: Choice) -> str:
    """Return by which role the plan lists what can be chosen, on a page that all questions lead to; empty for none."""
    kind = view.things[choice.iri].kind if choice.iri in view.things else ""
    return kind if kind in {link.role for link in LISTS} else ""


def _list_files(result: Result, path: str) -> dict[str, Callable[[], bytes]]:
    """Return the files of an answer by name; one without rows has none."""
    forms = _TRIPLE_FILES if result.form == "construct" else _ROW_FILES
    return {name_data(path, form): partial(FORMATS[form].encode, result) for form in (forms if len(result) else ())}


def _ask(view: PlanView, question: Question, values: Mapping[str, str], language: str) -> Result:
    return run_question(view.engine, question, {**values, "lang": language}, most=MOST_FILE_ROWS)


def _show_result(
    view: PlanView, result: Result, things: Mapping[str, str], given: Collection[str], language: str
) -> Answer:
    result = result.word_links()
    same, varying = part_columns(result)
    needless = find_needless(result.columns)
    # Which plan it is the page says already, and what was asked for.
    shown = [place for place in varying if result.columns[place] not in {PLAN_PARAMETER, *needless}]
    said = [(name_column(result.columns[place], language), write_cell(result.rows[0][place])) for place in same]
    text = result.asked.text if result.asked else ""
    return Answer(
        lead=tuple(f"{heading}: {cell}" for heading, cell in said if cell not in given),
        columns=tuple(_name_column(result, place, language) for place in shown),
        rows=tuple(_list_rows(view, result, shown, things, language)),
        count=len(result),
        is_cut=bool(result.cut),
        text=drop_header(text),
        is_sheet=is_sheet(result.columns),
    )


def _name_column(result: Result, place: int, language: str) -> str:
    column = result.columns[place]
    is_cited = column == SENTENCE and CITATION in result.columns
    return load_texts("site", language)["column_cited"] if is_cited else name_column(column, language)


def _choose_values(question: Question, finders: _Finders) -> dict[str, str] | None:
    """Return the values of a question's parameters: its examples, or what the plan names most; None without any."""
    values: dict[str, str] = {}
    for parameter in question.parameters:
        value = parameter.example
        if parameter.accepts:
            value = finders.examples(parameter.example, parameter.accepts)
            if not value:
                return None
        values[parameter.name] = value
    return values


def _choose_thing(view: PlanView, example: str, accepts: tuple[str, ...]) -> str:
    try:
        return find_thing(view.engine, example, accepts, "it", view.iri)
    except QueryError:
        found = {named.thing for named in find_names(view.engine, accepts, view.iri)}
        return max(sorted(found), key=lambda iri: len(view.by_thing.get(iri, ())), default="")


def _name_value(view: PlanView, value: str, language: str) -> tuple[str, str]:
    """Return what a value is called, and its IRI where it is that of a thing."""
    if value in view.elements:
        element = view.elements[value]
        return f"{element.code} {element.title}", value
    return (view.facts.name(value, language), value) if value in view.facts else (value, "")


def _index_things(view: PlanView, language: str) -> dict[str, str]:
    """Return the things by what they are called; a name that two things share leads nowhere."""
    names: dict[str, str] = {}
    for thing in view.network.things:
        name = view.facts.name(thing.iri, language)
        names[name] = "" if name in names else thing.iri
    return names


def _list_rows(
    view: PlanView, result: Result, shown: Sequence[int], things: Mapping[str, str], language: str
) -> Iterator[tuple[Cell, ...]]:
    tongue, codes = view.statement.language, dict[str, str]()
    for element in view.network.elements:
        codes[element.code] = "" if element.code in codes else element.iri
    cited = result.columns.index(CITATION) if CITATION in result.columns else None
    for row in result.rows[:MOST_ROWS]:
        cells = ((write_cell(row[place]), result.columns[place], row[place]) for place in shown)
        citation = "" if cited is None else write_cell(row[cited])
        yield tuple(
            _cite(text, citation, tongue)
            if column in MARKED
            else make_cell(
                column,
                term,
                # A title may be that of several elements.
                "" if column in _NO_NAMES else (codes if column.startswith("code") else things).get(text, ""),
                language=language,
                tongue=tongue,
            )
            for text, column, term in cells
        )


def _cite(text: str, citation: str, tongue: str) -> Cell:
    """Return a sentence with its words marked, within its citation: what a person copies is ready to paste."""
    before, plain, after = citation.partition(drop_marks(text))
    if not plain:
        before, after = "", ""
    parts = tuple(split_marks(text))
    return Cell(drop_marks(text), language=tongue, parts=parts, before=before, after=after)


def make_cell(column: str, term: Term | None, iri: str, *, language: str, tongue: str = "") -> Cell:
    """Return a cell, with the IRI of what it names; ``tongue`` is the language of the plan's own words, where known."""
    text = write_cell(term)
    if isinstance(term, NamedNode):
        return Cell(shorten_iri(text), text)
    spoken = term.language or "" if isinstance(term, Literal) else ""
    is_words = column in WORDS
    shown = tongue if is_words and tongue else spoken if spoken != language else ""
    return Cell(text, iri, shown, is_words, is_number(term))
