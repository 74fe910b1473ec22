"""What fills the slots of a question: of all that some words may name, the one thing that is meant."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

from dupgraph.ask.catalogue import choose_finder, run_question
from dupgraph.ask.catalogue.field_texts import PROGRAMME, TEXT_FIELDS
from dupgraph.ask.catalogue.outside import find_outside
from dupgraph.ask.catalogue.plans import name_plan, name_towns
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER, Question
from dupgraph.ask.names import are_of_towns, find_owner
from dupgraph.ask.phrases.context import Context, UnsureError
from dupgraph.ask.phrases.match import Filling
from dupgraph.ask.phrases.names import Sense, is_code
from dupgraph.ask.phrases.pieces import Item
from dupgraph.ask.phrases.signs import TIMING
from dupgraph.ask.phrases.text import fold_word
from dupgraph.ask.results.columns import name_kinds
from dupgraph.base.errors import QueryError
from dupgraph.language.plurals import pluralise
from dupgraph.language.words import lemmatise

_CHOICES = 4
# What finds words as they are written.
BY_TEXT = "objectives-by-text"


def choose_value(context: Context, slot: str, item: Item, filling: Filling) -> tuple[str, str, str]:
    """Return what fills a slot, as the query takes it, as a person reads it, and as one types it."""
    if item.sort != "thing":
        return item.words, item.words, item.words
    words = context.quote(item.words)
    senses = tuple(sense for sense in item.senses if sense.held)
    if not senses:
        raise explain_lack(context, item.words)
    if senses[0].role == PROGRAMME and len(_list_things(senses)) > 1:
        choices = "; ".join(sorted(_list_things(senses))[:_CHOICES])
        raise context.refuse("ambiguous", words=words, choices=choices)
    if senses[0].role in (*TEXT_FIELDS, TIMING):
        # The words of a field are what is looked for.
        return senses[0].thing, senses[0].thing, senses[0].thing
    parameter = next(each for each in filling.phrase.question.parameters if each.name == slot)

    def find(label: str) -> tuple[str, ...]:
        """Return what a label means to the query that it is typed for; nothing where that is not certain."""
        with suppress(QueryError):
            finder = choose_finder(filling.phrase.question)
            return finder(context.names.engine, label, parameter.accepts, context.language, context.plan)
        return ()

    label = senses[0].label
    if len(_list_things(senses)) > 1 and set(find(label)) == _list_things(senses):
        # Two neighbours each have a "Consorzio di bonifica" of their own.
        return label, label, label
    sense = _choose_sense(context, item, senses, find)
    title = context.names.find_title(sense.thing, context.language)
    code = sense.label if is_code(sense.label) else ""
    label = f"{code} {title}" if code and code != title else title
    same = bool(code) or fold_word(label) == fold_word(item.words)
    shown = sense.label if find(sense.label) == (sense.thing,) else sense.thing
    return sense.thing, label if same else f"{label} ({words})", shown


def _choose_sense(
    context: Context, item: Item, senses: tuple[Sense, ...], find: Callable[[str], tuple[str, ...]]
) -> Sense:
    """Return the one sense that is meant: as for a label that is typed, or the theme whose name the words share."""
    titled = tuple(sense for sense in senses if context.names.is_title(sense))
    titled = () if are_of_towns(_list_things(senses)) else titled
    if len(_list_things(senses)) == 1 or len(_list_things(titled)) == 1:
        return (titled or senses)[0]
    if all(sense.sure for sense in senses):
        typed = find(senses[0].label)
        meant = tuple(sense for sense in senses if sense.thing in typed)
    elif not any(sense.sure for sense in senses):
        words = set(lemmatise(item.words))
        meant = tuple(sense for sense in senses if words & context.names.list_lemmas(sense.thing))
    else:
        meant = ()
    if len(_list_things(meant)) == 1:
        return meant[0]
    titles = [(context.names.find_title(sense.thing, context.language), sense) for sense in senses[:_CHOICES]]
    called = Counter(title for title, _ in titles)
    said = [title if called[title] == 1 else _say_kind(context, title, sense) for title, sense in titles]
    choices = "; ".join(said if len(set(said)) == len(said) else (_say_plan(context, *each) for each in titles))
    raise context.refuse("ambiguous", words=context.quote(item.words), choices=choices)


def _say_kind(context: Context, title: str, sense: Sense) -> str:
    """Return what a thing is called and what it is: a body and a theme may have one name."""
    return f"{title} ({name_kinds((sense.kind,), context.language)})"


def _say_plan(context: Context, title: str, sense: Sense) -> str:
    """Return what a part of a plan or a town's own thing is called, and whose it is; the IRI of what is of none."""
    plan = next((plan.iri for plan in context.names.plans if sense.thing.startswith(f"{plan.iri}/")), "")
    if plan:
        return f"{title} ({name_plan(context.names.plans, plan)})"
    owner = f"{find_owner(sense.thing)}/"
    own = [plan for plan in context.names.plans if plan.iri.startswith(owner)]
    return f"{title} ({name_towns(own)[0]})" if own else sense.thing


def _list_things(senses: tuple[Sense, ...]) -> set[str]:
    return {sense.thing for sense in senses}


def has_answer(context: Context, question: Question | str, values: Mapping[str, str]) -> bool:
    """Whether a question of the catalogue has an answer with these values."""
    return bool(run_question(context.names.engine, question, {PLAN_PARAMETER: context.plan, **values}, most=1))


def find_in_text(context: Context, words: str) -> str:
    """Return these words, or one word in its other number, where some part of the plan has them; "" if none has."""
    # "Si parla di ospedali?" is answered where the plan says "ospedale"; but "lo Stato" is no "essere", nor FAI "fare".
    single = next((lemma for lemma in lemmatise(words)[:1] if lemma[:2] == fold_word(words)[:2]), "")
    whole = " " in words or words.isupper()
    forms = dict.fromkeys((words, *(() if whole else (single, pluralise(words), pluralise(single)))))
    return next((form for form in forms if form and has_answer(context, BY_TEXT, {"text": form})), "")


def explain_lack(context: Context, words: str, lacking: str = "absent") -> UnsureError:
    """Return why a name that no element names in that sense is not answered: its words stand in the text of elements,
    or only elsewhere in the plan, or are lacking.
    """
    if lacking == "absent" and find_in_text(context, words):
        return context.refuse("only in text", words=context.quote(words))
    said = find_elsewhere(context, words)
    name = f"{lacking} elsewhere" if said else lacking
    return context.refuse(name, words=context.quote(words), choices=context.quote(said))


def find_elsewhere(context: Context, words: str) -> str:
    """Return a sentence that has some words outside the elements of the one plan that is asked; "" if there is none."""
    plans = [context.plan] if context.plan else [plan.iri for plan in context.names.plans]
    return find_outside(context.names.engine, plans[0], words) if len(plans) == 1 else ""
