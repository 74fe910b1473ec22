"""The questions of the catalogue: their list, and each as a form with its answer below."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from dupgraph.ask.catalogue import load_question, run_question
from dupgraph.ask.catalogue.questions import IMPLIED, LANGUAGE_PARAMETER, PLAN_PARAMETER, Question
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import QueryError
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Crumb, Page
from dupgraph.publish.pages.questions import name_groups
from dupgraph.serve.environment import QUESTIONS, find_place
from dupgraph.serve.pages.answers import show_answer
from dupgraph.serve.pages.forms import Form, read_form
from dupgraph.serve.pages.replies import Reply, Visit, give_file, make_page, refuse, report_missing

# The most rows of an answer, and of its files: pairs of objectives grow with their square.
MOST_ROWS = 50_000
# Of which question the editor shall open the text.
QUESTION = "question"


def show_questions(visit: Visit) -> Reply:
    """Return the list of questions, or the one that the address names."""
    if not visit.address.name:
        values = {"groups": name_groups(), "path": visit.address.path}
        return Reply(make_page(visit, "questions.html", find_word(QUESTIONS), values))
    try:
        question = load_question(visit.address.name)
    except QueryError:
        return report_missing(visit)
    return _show_question(visit, question)


def _show_question(visit: Visit, question: Question) -> Reply:
    known = {*(parameter.name for parameter in question.parameters), *IMPLIED}
    if strange := next((name for name in visit.given if name not in known), ""):
        return refuse(visit, visit.word("unknown_parameter", name=strange[:100]))
    form = read_form(visit, question, visit.given)
    result = ask_form(visit, form) if form.is_ready else None
    if visit.address.ending != "html" and result is not None:
        words = " ".join((question.name, *(each.value for each in form.fields)))
        return give_file(visit, result, words)
    status = 200 if result is not None or not form.is_asked else 422
    return Reply(_describe_form(visit, form, result), status)


def ask_form(visit: Visit, form: Form) -> Result:
    """Return the answer to a form whose values are right."""
    values = {**form.values, LANGUAGE_PARAMETER: visit.language}
    if visit.plan:
        values[PLAN_PARAMETER] = visit.plan
    result = run_question(visit.index.engine, form.question, values, most=MOST_ROWS)
    # A thing is called as the person called it, not by its IRI.
    typed = tuple((each.name, each.value or each.default) for each in form.fields)
    return replace(result, asked=replace(result.asked, parameters=typed)) if result.asked else result


def _describe_form(visit: Visit, form: Form, result: Result | None) -> Page:
    question = form.question
    typed = {each.name: each.value for each in form.fields if each.value}
    path = find_place(QUESTIONS, visit.frame, visit.address.plan)
    values = {
        "form": form,
        "query": write_values(typed),
        "edit": write_edit(question, form.values, visit.plan),
        "answer": show_answer(visit.index, result, visit.language) if result is not None else None,
    }
    return make_page(visit, "form.html", question.summary, values, [Crumb(find_word(QUESTIONS), path)])


def write_edit(question: Question, values: Mapping[str, str], plan: str) -> str:
    """Return the end of the editor's address that opens the text of a question with its values filled in.

    Nothing where a name stands for what several towns have: no one text asks of all of them.
    """
    if not all("://" in values.get(each.name, "") for each in question.parameters if each.accepts):
        return ""
    return write_values({QUESTION: question.name, **values, **({PLAN_PARAMETER: plan} if plan else {})})


def write_values(values: Mapping[str, str]) -> str:
    """Return values as the end of an address, with its question mark; nothing for none.

    >>> write_values({"partner": "Terzo settore"})
    '?partner=Terzo+settore'
    """
    return f"?{urlencode(values, errors='replace')}" if values else ""
