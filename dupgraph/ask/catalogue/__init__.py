"""Questions and answers: the catalogue of .rq files, their parameters, and results."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from heapq import merge
from itertools import product

from dupgraph.ask.catalogue.plans import Source, describe_sources, find_plan, name_sources, read_sources
from dupgraph.ask.catalogue.questions import (
    IMPLIED,
    LANGUAGE_PARAMETER,
    PLAN_PARAMETER,
    Question,
    find_sql,
    load_catalogue,
    load_question,
)
from dupgraph.ask.catalogue.sentences import add_sentences
from dupgraph.ask.catalogue.typed import add_prefixes, explain_missing, says_nothing
from dupgraph.ask.names import find_thing, find_things, name_place
from dupgraph.ask.parameters import close_text, quote_value
from dupgraph.ask.results.answer import QueryInfo
from dupgraph.ask.results.result import Result
from dupgraph.base.collecting import paused_gc
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.graph.engines.gate import check_typed
from dupgraph.graph.engines.protocol import Form, Solutions
from dupgraph.graph.engines.tabled import ask_plans, find_tables
from dupgraph.language.languages import LANGUAGES
from dupgraph.language.messages import say, suggest

__all__ = [
    "Question",
    "Result",
    "choose_finder",
    "close_question",
    "load_catalogue",
    "load_question",
    "run_question",
    "run_text",
]

TIMEOUT_SECONDS = 30.0
TIMEOUT_MOST = 86_400.0
# How a question is called that asks for what is not so.
_NOT = "-not-"
# What some words name, among the things of some kinds, in a language and a plan.
Finder = Callable[[Engine, str, Iterable[str], str, str], tuple[str, ...]]
# What parts the statements of SQL: where there are several, all but the last say how many pairs the last goes through.
_NEXT = ";\n"
# More are not gone through: some fourteen hundred plans, each held against each.
_MOST_PAIRS = 2_000_000
_ANY_PLAN = "ASK { ?plan a <https://w3id.org/dupgraph/onto/Plan> }"


def run_question(
    engine: Engine,
    name: str | Question,
    values: Mapping[str, str],
    *,
    timeout: float | None = None,
    most: int | None = None,
) -> Result:
    """Return the answer to a question of the catalogue; at most so many rows of it, and its ``cut`` then says so.

    ``lang`` among the values is its language, ``plan`` the one plan to ask where there are several. With a timeout
    (seconds) it runs where it can be stopped. Raises QueryError for an unknown question, a parameter too few or too
    many, a name that nothing or several things bear, and a graph that holds no plan.
    """
    question = name if isinstance(name, Question) else load_question(name)
    with paused_gc():
        return _answer(engine, question, values, timeout, most)


def _answer(
    engine: Engine, question: Question, values: Mapping[str, str], timeout: float | None, most: int | None
) -> Result:
    towns = [*_fill_by_town(engine, question, values, choose_finder(question))]
    texts, parts = zip(*(_run(engine, question, given, timeout, most) for given in towns), strict=True)
    text, solutions = "\n".join(texts), _join_by_plan(parts)
    if most is not None and len(solutions.rows) > most:
        solutions = replace(solutions, rows=solutions.rows[:most], cut=say("cut_asked", count=f"{most:,}"))
    if not solutions.rows and not ask_plans(engine).ask(_ANY_PLAN):
        raise QueryError(say("no_plan", place=name_place(engine)), hint=say("build_one"))
    asked = _describe(question, values, text)
    sources = _read_sources(engine, solutions, asked.language)
    names = name_sources(sources)
    solutions, cited = add_sentences(engine, solutions, asked.language, names)
    # Of several plans of one title those that were asked, and that rows cite.
    sources = tuple(source for source in sources if towns[0][PLAN_PARAMETER] in ("", source.plan))
    sources = tuple(source for source in sources if not cited or names[source.text] in cited)
    notes = () if solutions.rows or solutions.cut else (question.explain_absence(asked.language),)
    asked = replace(asked, sources=tuple(describe_sources(sources, asked.language)), notes=notes)
    return Result.from_solutions(solutions, question.form, asked)


def _run(
    engine: Engine, question: Question, given: Mapping[str, str], timeout: float | None, most: int | None
) -> tuple[str, Solutions]:
    """Return the closed text of a question and its rows, one more than ``most``, which tells whether there are more."""
    text = _close(question, given)
    tables = find_tables(engine)
    sql = find_sql(question) if tables is not None else ""
    if tables is not None and sql:
        typed = _type_values(question, given)
        *sizes, sql = sql.split(_NEXT)
        if any(tables.list_cells(size, typed)[1][0][0] > _MOST_PAIRS for size in sizes):
            raise QueryError(say("too_many_plans"), query=question.name, hint=say("ask_one_plan"))
        limited = sql if most is None else f"{sql}\nLIMIT {most + 1}"
        return text, tables.select(limited, typed, timeout=timeout)
    if question.form == "construct":
        solutions = engine.construct(text, timeout=timeout)
        # Triples have no order, and each engine gives them in its own.
        return text, replace(solutions, rows=tuple(sorted(solutions.rows, key=str)))
    # No question of the catalogue has a limit of its own.
    return text, engine.select(text if most is None else f"{text}\nLIMIT {most + 1}", timeout=timeout)


def _join_by_plan(parts: Sequence[Solutions]) -> Solutions:
    """Return the rows of several answers, each in the order of its plans, in that order."""
    first, *others = parts
    if not others:
        return first
    place = first.columns.index(PLAN_PARAMETER)
    rows = merge(*(part.rows for part in parts), key=lambda row: getattr(row[place], "value", ""))
    return replace(first, rows=tuple(rows))


def _describe(question: Question, values: Mapping[str, str], text: str) -> QueryInfo:
    language = values.get(LANGUAGE_PARAMETER, LANGUAGES[0])
    given = tuple((name, value) for name, value in values.items() if name != LANGUAGE_PARAMETER)
    return QueryInfo(text, language, question.name, question.summary[language], given)


def _read_sources(engine: Engine, solutions: Solutions, language: str) -> tuple[Source, ...]:
    """Return the plans that the rows are from, and those of the same titles."""
    if PLAN_PARAMETER not in solutions.columns:
        return ()
    place = solutions.columns.index(PLAN_PARAMETER)
    titles = {getattr(row[place], "value", "") for row in solutions.rows}
    return read_sources(engine, titles, language) if titles else ()


def close_question(engine: Engine, name: str | Question, values: Mapping[str, str]) -> str:
    """Return the closed text of a question: what runs, the same for every engine."""
    question = name if isinstance(name, Question) else load_question(name)
    return _close(question, _fill(engine, question, values))


def run_text(engine: Engine, text: str, *, timeout: float = TIMEOUT_SECONDS, name: str = "") -> Result:
    """Return the answer to a text that a person typed; it runs where it can be stopped.

    Known prefixes need no PREFIX. Where there are no rows, the notes of ``asked`` name what the graph does not have.
    Raises QueryError for a text that the gate refuses, that is wrong, or that passes a limit.
    """
    if not isinstance(text, str):
        raise QueryError(f"the text is not a string but {type(text).__name__}")
    # No number (nan) is neither above nor below anything.
    if not 0 < timeout <= TIMEOUT_MOST:
        raise QueryError(f"timeout {timeout:g}: it is above 0 and at most {TIMEOUT_MOST:,.0f} seconds, a day")
    try:
        form = check_typed(text, engine.services)
        return _run_checked(engine, text, form, timeout)
    except QueryError as error:
        raise error.within(name) from None


def _run_checked(engine: Engine, text: str, form: Form, timeout: float) -> Result:
    """Return the answer to a text of this form that the gate has let through."""
    whole = add_prefixes(text)
    try:
        if form == "ask":
            answer = engine.ask(whole, timeout=timeout)
            return Result.from_answer(answer, QueryInfo(text, notes=() if answer else explain_missing(engine, text)))
        run = engine.select if form == "select" else engine.construct
        solutions = run(whole, timeout=timeout)
        notes = explain_missing(engine, text) if says_nothing(solutions.rows) else ()
        return Result.from_solutions(solutions, form, QueryInfo(text, notes=notes))
    except QueryError as error:
        if error.line and whole != text:
            # The line that was put before is none of the person's.
            error.line -= 1
        raise


def _fill(engine: Engine, question: Question, values: Mapping[str, str]) -> dict[str, str]:
    """Return a value for each parameter, things and the plan by their IRIs. Raises QueryError."""
    (given,) = _fill_by_town(engine, question, values, _find_one)
    return given


def _fill_by_town(
    engine: Engine, question: Question, values: Mapping[str, str], find: Finder
) -> Iterator[dict[str, str]]:
    """Yield a value for each parameter, once for all or for each town that has its own thing of a name. Raises
    QueryError.
    """
    defaults = {parameter.name: parameter.default for parameter in question.parameters if parameter.default}
    given = {**defaults, LANGUAGE_PARAMETER: LANGUAGES[0], PLAN_PARAMETER: "", **values}
    _check_names(question, given)
    language = given[LANGUAGE_PARAMETER]
    if language not in LANGUAGES:
        what = f"no language {quote_value(language)}: known are {' and '.join(LANGUAGES)}"
        raise QueryError(what, query=question.name)
    plan = find_plan(engine, given[PLAN_PARAMETER]) if given[PLAN_PARAMETER] else ""
    given[PLAN_PARAMETER] = plan
    named = [each for each in question.parameters if each.accepts]
    for things in product(*(find(engine, given[each.name], each.accepts, language, plan) for each in named)):
        yield given | {each.name: thing for each, thing in zip(named, things, strict=True)}


def choose_finder(question: Question) -> Finder:
    """Return what looks up the things that a question names: one, or each town's own thing of that name.

    It is each town's where every row says which plan it is from, unless the question asks what is *not* there: nothing
    of the other towns has to do with this one's thing.
    """
    by_plan = question.form == "select" and f"?{PLAN_PARAMETER} WHERE" in question.text
    return find_things if by_plan and _NOT not in question.name else _find_one


def _find_one(engine: Engine, words: str, accepts: Iterable[str], language: str, plan: str) -> tuple[str, ...]:
    return (find_thing(engine, words, accepts, language, plan),)


def _type_values(question: Question, given: Mapping[str, str]) -> dict[str, str | int]:
    """Return the values as SQL takes them: what is a whole number by its kind as one."""
    numbers = {parameter.name for parameter in question.parameters if parameter.kind == "integer"}
    return {name: int(value) if name in numbers else value for name, value in given.items()}


def _close(question: Question, given: Mapping[str, str]) -> str:
    try:
        return close_text(question.text, given)
    except QueryError as error:
        raise error.within(question.name) from None


def _check_names(question: Question, given: Mapping[str, str]) -> None:
    """Refuse a parameter that is missing, empty or unknown, and say which there are."""
    known = [parameter.name for parameter in question.parameters]
    for name, value in given.items():
        if not isinstance(value, str):
            raise QueryError(
                f"parameter {name!r} is not a string but {type(value).__name__}",
                query=question.name,
                hint="give what it is called, such as partner='AUSL'",
            )
        if name not in (*known, *IMPLIED):
            near = get_close_matches(name, known, n=1)
            raise QueryError(
                say("unknown_parameter", words=quote_value(name), near=suggest(near)),
                query=question.name,
                hint=say("has_parameters" if known else "has_no_parameters", names=", ".join(known)),
            )
    for parameter in question.parameters:
        if not given.get(parameter.name, "").strip():
            hint = say("such_as", example=f"-p '{parameter.name}={parameter.example}'")
            what = say("missing_parameter", name=repr(parameter.name))
            raise QueryError(what, query=question.name, hint=hint)
