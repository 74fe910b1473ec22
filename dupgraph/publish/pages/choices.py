"""Of what else a question can be asked on a site that no server answers: things whose own pages answer it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from dupgraph.ask.catalogue import Question
from dupgraph.ask.names import find_names, fold_label
from dupgraph.publish.pages.plan import PlanView

# Questions of one thing that no page answers: what does not name it, and counts by guideline.
_NOT_ON_PAGES = frozenset({"objectives-not-with-partner", "partner-per-guideline"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing or element to choose: its IRI, its code where it has one, and in how many elements it is named."""

    iri: str
    name: str
    code: str = ""
    count: int = 0


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
    """Return what the one thing of a question can be; nothing where it takes none, several, or no page answers it."""
    things = [parameter for parameter in question.parameters if parameter.accepts]
    if len(things) != 1 or len(question.parameters) > 1 or question.name in _NOT_ON_PAGES:
        return ()
    return find(things[0].accepts, language)


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
