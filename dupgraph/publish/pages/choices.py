"""Of what else a question can be asked on a site that no server answers: things whose own pages answer it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from dupgraph.ask.catalogue import Question, run_question
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER
from dupgraph.ask.names import find_names, fold_label
from dupgraph.publish.pages.plan import PlanView
from dupgraph.schema.links import GUIDELINE, OBJECTIVE, POLICY

# Questions of one thing that no page answers: what does not name it, and counts by guideline.
_NOT_WITH, _PER_GUIDELINE = "objectives-not-with-partner", "partner-per-guideline"


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing or element to choose: its IRI, its code where it has one, and in how many elements it is named."""

    iri: str
    name: str
    code: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """The rows of an answer in short: how many, and their codes; of ``is_rest``, those of all other objectives."""

    count: int
    codes: tuple[str, ...]
    is_rest: bool = False


Find = Callable[[tuple[str, ...], str], tuple[Choice, ...]]


def make_chooser(view: PlanView) -> Find:
    """Return what finds the choices of kinds of things in a language, each kind once."""

    @cache
    def list_iris(accepts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(named.thing for named in find_names(view.engine, accepts, view.iri)))

    @cache
    def find(accepts: tuple[str, ...], language: str) -> tuple[Choice, ...]:
        return tuple(_sort_choices(view, list_iris(accepts), language))

    return find


def list_choices(question: Question, find: Find, language: str) -> tuple[Choice, ...]:
    """Return what the one thing of a question can be; nothing where it takes none, or several."""
    things = [parameter for parameter in question.parameters if parameter.accepts]
    return find(things[0].accepts, language) if len(things) == len(question.parameters) == 1 else ()


def answer_choices(view: PlanView, question: Question, choices: Iterable[Choice]) -> dict[str, Brief]:
    """Return the answers of a question that no page of a thing gives, by the thing's IRI; none for other questions."""
    if question.name not in (_NOT_WITH, _PER_GUIDELINE):
        return {}
    [parameter] = question.parameters
    answers = {}
    for choice in choices:
        rows = run_question(view.engine, question, {parameter.name: choice.iri, PLAN_PARAMETER: view.iri}).to_dicts()
        if question.name == _PER_GUIDELINE:
            codes = tuple(f"{row[GUIDELINE] or row[POLICY]} ({row['elements']})" for row in rows)
            answers[choice.iri] = Brief(len(rows), codes)
        else:
            # Those that name it are fewer.
            answers[choice.iri] = Brief(len(rows), _list_others(view, {str(row["code"]) for row in rows}), is_rest=True)
    return answers


def _list_others(view: PlanView, codes: Collection[str]) -> tuple[str, ...]:
    """Return the codes of the objectives that are not among some."""
    objectives = (element.code for element in view.network.elements if element.kind == OBJECTIVE)
    return tuple(code for code in objectives if code not in codes)


def _sort_choices(view: PlanView, iris: Iterable[str], language: str) -> list[Choice]:
    """Return elements in the plan's order, and the things that the plan names, or names members of, by their names."""
    known = set(iris)
    elements = [Choice(each.iri, each.title, each.code) for each in view.network.elements if each.iri in known]
    things = [
        Choice(iri, view.facts.name(iri, language), count=len(view.by_thing.get(iri, ())))
        for iri in known
        if iri not in view.elements and (iri in view.by_thing or iri in view.members)
    ]
    return [*elements, *sorted(things, key=lambda choice: (fold_label(choice.name), choice.iri))]
