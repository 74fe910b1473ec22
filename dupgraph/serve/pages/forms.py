"""A question of the catalogue as a form: its fields, what was typed into them, and what is wrong with that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dupgraph.ask.catalogue.questions import Parameter, Question
from dupgraph.ask.names import find_names, find_thing, fold_label
from dupgraph.ask.parameters import KINDS
from dupgraph.ask.results.columns import name_column, name_kinds
from dupgraph.base.errors import QueryError
from dupgraph.language.languages import load_texts, say
from dupgraph.serve.pages.index import Index
from dupgraph.serve.pages.suggestions import MOST_BROUGHT, Suggestion, find_near, list_suggestions

# Nothing is called by more letters.
MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it asks for and has, and where that is wrong the reason, with what may have been meant.

    ``thing`` is the IRI that the value names; ``brought`` are the suggestions that stand in the page, ``known`` is how
    many there are. ``is_open`` says that nothing was typed yet.
    """

    name: str
    label: str
    kinds: str
    example: str
    default: str
    value: str
    thing: str = ""
    fault: str = ""
    choices: tuple[Suggestion, ...] = ()
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
        return self.is_asked and not any(each.fault for each in self.fields)


def read_form(index: Index, question: Question, given: Mapping[str, str], language: str, plan: str = "") -> Form:
    """Return the form of a question with what was given; a question without parameters is always asked.

    ``plan`` is the IRI of the one plan that is asked.
    """
    asked = not question.parameters or any(parameter.name in given for parameter in question.parameters)
    fields = tuple(_read_field(index, each, given, asked, language, plan) for each in question.parameters)
    values = {each.name: each.thing or each.value or each.default for each in fields}
    return Form(question, fields, asked, values)


def _read_field(
    index: Index, parameter: Parameter, given: Mapping[str, str], asked: bool, language: str, plan: str
) -> Field:
    value = given.get(parameter.name, "").strip()
    known = list_suggestions(index, parameter, language, plan) if parameter.accepts else ()
    thing, fault, choices = "", "", ()
    if asked:
        thing, fault, choices = _check_value(index, parameter, value, known, language, plan)
    return Field(
        name=parameter.name,
        label=_name_parameter(parameter, language),
        kinds=name_kinds(parameter.accepts, language) if len(parameter.accepts) > 1 else "",
        example=_choose_example(parameter, known),
        default=parameter.default,
        value=value,
        thing=thing,
        fault=fault,
        choices=choices,
        brought=known[:MOST_BROUGHT],
        known=len(known),
        is_number=parameter.kind == "integer",
        is_name=bool(parameter.accepts),
    )


def _name_parameter(parameter: Parameter, language: str) -> str:
    own = load_texts("serve", language).get(f"parameter_{parameter.name}")
    return own or name_column(parameter.name, language)


def _choose_example(parameter: Parameter, known: Sequence[Suggestion]) -> str:
    """Return an example that has an answer: the question's own where the plan knows it, else what it names most."""
    if not parameter.accepts:
        return parameter.example
    wanted = fold_label(parameter.example)
    if any(wanted in (fold_label(each.value), each.folded) for each in known):
        return parameter.example
    return known[0].value if known else ""


def _check_value(
    index: Index, parameter: Parameter, value: str, known: Sequence[Suggestion], language: str, plan: str
) -> tuple[str, str, tuple[Suggestion, ...]]:
    """Return the thing that a value names, or what is wrong with it, and what may have been meant."""
    if not value:
        return "", "" if parameter.default else say("serve", "field_missing", language), ()
    if len(value) > MOST_LETTERS:
        return "", say("serve", "field_long", language, count=MOST_LETTERS), ()
    if parameter.accepts:
        return _find_thing(index, parameter, value, known, language, plan)
    try:
        KINDS[parameter.kind].write(value)
    except QueryError:
        return "", say("serve", "field_number", language, value=value), ()
    return "", "", ()


def _find_thing(
    index: Index, parameter: Parameter, value: str, known: Sequence[Suggestion], language: str, plan: str
) -> tuple[str, str, tuple[Suggestion, ...]]:
    try:
        return find_thing(index.engine, value, parameter.accepts, language, plan), "", ()
    except QueryError:
        several = tuple(_list_bearers(index, parameter, value, known, plan))
        if several:
            return "", say("serve", "field_ambiguous", language, value=value), several
        return "", say("serve", "field_unknown", language, value=value), find_near(known, value)


def _list_bearers(
    index: Index, parameter: Parameter, value: str, known: Sequence[Suggestion], plan: str
) -> Iterator[Suggestion]:
    """Yield the things that bear a name, where several do."""
    wanted = fold_label(value)
    names = find_names(index.engine, parameter.accepts, plan)
    things = dict.fromkeys(name.thing for name in names if fold_label(name.label) == wanted)
    if len(things) > 1:
        by_iri = {each.iri: each for each in known}
        yield from (by_iri.get(thing) or Suggestion(thing, "", thing, "") for thing in things)
