"""What else a question can be asked about on a static site: things whose own pages answer it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from dupgraph.ask.analysis.network import PlanElement
from dupgraph.ask.catalogue import Question
from dupgraph.ask.names import find_names, fold_label
from dupgraph.publish.pages.plan import PlanView
from dupgraph.schema.links import INVOLVES, OBJECTIVE

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
    """Return the answers of a question that no page of a thing gives, by the thing's IRI; none for other questions.

    They are those of the queries, found here: a plan has a hundred partners, and each would be asked twice.
    """
    find = {_NOT_WITH: _list_objectives, _PER_GUIDELINE: _count_elements}.get(question.name)
    return {choice.iri: find(view, _find_involving(view, choice.iri)) for choice in choices} if find else {}


def _find_involving(view: PlanView, partner: str) -> dict[str, PlanElement]:
    """Return the elements that involve a partner, or what is of its kind, by IRI."""
    asked = (partner, *(thing.iri for thing in view.members.get(partner, ())))
    namings = (naming for iri in asked for naming in view.by_thing.get(iri, ()) if naming.property == INVOLVES.name)
    return {naming.element.iri: naming.element for naming in namings}


def _list_objectives(view: PlanView, involving: Mapping[str, PlanElement]) -> Brief:
    """Return how many objectives are not among some elements, nor above one: by those that are, which are fewer."""
    lifted = view.network.lift_elements(OBJECTIVE)
    named = {lifted[iri] for iri in involving if iri in lifted}
    objectives = [element for element in view.network.elements if element.kind == OBJECTIVE]
    codes = tuple(element.code for element in objectives if element.iri in named)
    return Brief(len(objectives) - len(codes), codes, is_rest=True)


def _count_elements(view: PlanView, involving: Mapping[str, PlanElement]) -> Brief:
    """Return the guidelines that some elements are, or stand in, with how many; policies for those in no guideline."""
    counts = Counter(element.guideline or element.policy for element in involving.values())
    found = sorted(filter(None, counts), key=view.places.__getitem__)
    return Brief(len(found), tuple(f"{view.elements[iri].code} ({counts[iri]})" for iri in found))


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
