"""A question of the catalogue as a form: its fields, what was typed into them, and what is wrong with that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dupgraph.ask.catalogue import Finder, choose_finder
from dupgraph.ask.catalogue.questions import Parameter, Question
from dupgraph.ask.names import find_names, fold_label
from dupgraph.ask.parameters import KINDS
from dupgraph.ask.results.columns import name_kinds, name_parameter
from dupgraph.base.errors import QueryError
from dupgraph.language.languages import load_texts
from dupgraph.serve.pages.replies import Visit
from dupgraph.serve.pages.suggestions import MOST_IN_PAGE, Suggestion, find_near, list_suggestions

# Nothing is called by more letters.
MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Check:
    """What a value was found to be: the IRI of a thing, or a fault and what may have been meant."""

    thing: str = ""
    fault: str = ""
    choices: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it asks for, what was typed, and what that was found to be.

    ``brought`` are the suggestions that stand in the page, ``known`` is how many there are.
    """

    name: str
    label: str
    kinds: str
    example: str
    default: str
    value: str
    check: Check = field(default_factory=Check)
    brought: tuple[Suggestion, ...] = ()
    known: int = 0
    is_number: bool = False
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A question with its fields. ``is_asked`` says that it was sent."""

    question: Question
    fields: tuple[Field, ...]
    is_asked: bool
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether the question can be asked."""
        return self.is_asked and not any(each.check.fault for each in self.fields)


def read_form(visit: Visit, question: Question, given: Mapping[str, str]) -> Form:
    """Return the form of a question with what was given; a question without parameters is always asked."""
    is_asked = not question.parameters or any(parameter.name in given for parameter in question.parameters)
    find = choose_finder(question)
    fields = tuple(_read_field(visit, each, given, find if is_asked else None) for each in question.parameters)
    values = {each.name: each.check.thing or each.value or each.default for each in fields}
    return Form(question, fields, is_asked, values)


def _read_field(visit: Visit, parameter: Parameter, given: Mapping[str, str], find: Finder | None) -> Field:
    value = given.get(parameter.name, "").strip()
    known = list_suggestions(visit.index, parameter, visit.language, visit.plan) if parameter.accepts else ()
    return Field(
        name=parameter.name,
        label=_name_parameter(parameter, visit.language),
        kinds=name_kinds(parameter.accepts, visit.language) if len(parameter.accepts) > 1 else "",
        example=_choose_example(parameter, known),
        default=parameter.default,
        value=value,
        check=_check_value(visit, parameter, value, known, find) if find else Check(),
        brought=known[:MOST_IN_PAGE],
        known=len(known),
        is_number=parameter.kind == "integer",
        is_name=bool(parameter.accepts),
    )


def _name_parameter(parameter: Parameter, language: str) -> str:
    own = load_texts("serve", language).get(f"parameter_{parameter.name}")
    return own or name_parameter(parameter.name, language)


def _choose_example(parameter: Parameter, known: Sequence[Suggestion]) -> str:
    """Return an example that has an answer: the question's own where the plan knows it, else what it names most.

    Of elements it is the first of the level that the question speaks of.
    """
    if not parameter.accepts:
        return parameter.example
    wanted = fold_label(parameter.example)
    if any(wanted in each.folded for each in known):
        return parameter.example
    meant = [each for each in known if f"/{parameter.name}/" in each.iri] or known
    return meant[0].value if meant else ""


def _check_value(visit: Visit, parameter: Parameter, value: str, known: Sequence[Suggestion], find: Finder) -> Check:
    if not value:
        return Check() if parameter.default else Check(fault=visit.word("field_missing"))
    if len(value) > MOST_LETTERS:
        return Check(fault=visit.word("field_long", count=MOST_LETTERS))
    if parameter.accepts:
        return _find_thing(visit, parameter, value, known, find)
    try:
        KINDS[parameter.kind].write(value)
    except QueryError:
        return Check(fault=visit.word("field_number", value=value))
    return Check()


def _find_thing(visit: Visit, parameter: Parameter, value: str, known: Sequence[Suggestion], find: Finder) -> Check:
    try:
        things = find(visit.index.engine, value, parameter.accepts, visit.language, visit.plan)
        # What several towns have of this name is asked for by the name.
        return Check(things[0] if len(things) == 1 else value)
    except QueryError:
        several = tuple(_list_bearers(visit, parameter, value, known))
        key, choices = ("field_ambiguous", several) if several else ("field_unknown", find_near(known, value))
        return Check(fault=visit.word(key, value=value), choices=choices)


def _list_bearers(visit: Visit, parameter: Parameter, value: str, known: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Yield the things that bear a name, where several do."""
    wanted = fold_label(value)
    names = find_names(visit.index.engine, parameter.accepts, visit.plan)
    things = dict.fromkeys(name.thing for name in names if fold_label(name.label) == wanted)
    if len(things) > 1:
        by_iri = {each.iri: each for each in known}
        yield from (by_iri.get(thing) or Suggestion(thing, "", thing, ()) for thing in things)
