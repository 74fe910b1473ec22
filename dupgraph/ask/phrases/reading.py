"""A question in plain words to what it means in a graph: read, matched, and decided, or said not to be certain."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from dupgraph.ask.catalogue import run_question
from dupgraph.ask.catalogue.plans import find_plan, name_plan
from dupgraph.ask.catalogue.questions import LANGUAGE_PARAMETER, PLAN_PARAMETER
from dupgraph.ask.phrases.choosing import BY_THEME, SHARING, choose_question, suggest_questions
from dupgraph.ask.phrases.context import Context, UnsureError
from dupgraph.ask.phrases.cutting import Cutter
from dupgraph.ask.phrases.frame import Frame, read_frame
from dupgraph.ask.phrases.headings import has_rows
from dupgraph.ask.phrases.match import Filling
from dupgraph.ask.phrases.names import Names
from dupgraph.ask.phrases.signs import BENEFICIARY, LINKED, ROLE_OF_NOUN, SIGNS, THEME
from dupgraph.ask.phrases.spelling import correct_names, correct_words
from dupgraph.ask.phrases.text import Word, count_known, detect_language, read_words, split_sentences
from dupgraph.ask.phrases.understanding import Note, Understanding
from dupgraph.ask.phrases.values import BY_TEXT, choose_value, find_elsewhere, find_in_text
from dupgraph.ask.results.result import Result
from dupgraph.base.errors import QueryError
from dupgraph.graph.engines import Engine
from dupgraph.language.languages import LABEL_LANGUAGES
from dupgraph.language.messages import say

# A question is a sentence: what is longer is something else.
MOST_CHARACTERS = 1_000
_IN_NUMBERS, _FOR_GROUP, _TOWNS = "statistics", "objectives-by-beneficiary", "towns"
# What has either of two things, and how those are called that have both.
_EITHER, _BOTH = "objectives-by-either", "objectives-by-"
# What parts what is said before a question from it.
_PARTING, _AND = frozenset(",:;"), frozenset({"e", "and"})
# In so many words it is said: each part of a longer sentence is not read for it.
_LONGEST_LEAD = 40
# How much of a question an error repeats.
_SHOWN = 200
# Each misspelt word with what it was read as.
_Corrected = tuple[tuple[str, str], ...]


def understand(
    engine: Engine, asked: str, lang: str | None = None, plan: str = "", names: Names | None = None
) -> Understanding:
    """Return what a question in plain words means in a graph, or why that is not certain.

    ``lang`` says in which language it is when that is known, ``plan`` the one plan to ask; who asks many questions
    hands over the ``names`` of that graph and plan, which are read for each question otherwise. Raises QueryError for a
    question that is empty or too long, for a language or plan that there is not.

    >>> from dupgraph.graph.engines import open_engine
    >>> understanding = understand(open_engine(), "In quali obiettivi è coinvolta la prefettura?")
    >>> understanding.command
    'dupgraph query objectives-by-partner -p partner=Prefettura'
    >>> understand(open_engine(), "Che tempo fa domani?").question is None
    True
    """
    _check_asked(asked, lang)
    iri = find_plan(engine, plan) if plan else ""
    names = names or Names(engine, iri, asked)
    first = lang or detect_language(asked)
    understanding = _understand(Context(asked, first, names))
    if not understanding and lang is None:
        # Names in one language hide that a short question is in the other ("describe AUSL di Modena").
        other = next(language for language in LABEL_LANGUAGES if language != first)
        second = _understand(Context(asked, other, names)) if count_known(asked, other) else None
        return second or understanding
    return understanding


def _check_asked(asked: str, lang: str | None) -> None:
    if not isinstance(asked, str):
        raise QueryError(f"the question is not a string but {type(asked).__name__}")
    if not asked.strip():
        raise QueryError(say("question_empty"), hint=say("question_such_as"))
    if len(asked) > MOST_CHARACTERS:
        raise QueryError(say("question_long", count=len(asked)), hint=say("question_most", count=MOST_CHARACTERS))
    if lang is not None and lang not in LABEL_LANGUAGES:
        raise QueryError(f"no language {lang[:40]!r}: known are {' and '.join(LABEL_LANGUAGES)}")


def _understand(context: Context) -> Understanding:
    """Return what a question means in one language."""
    frame = Frame()
    corrected: _Corrected = ()
    try:
        words = _read_sentence(context)
        for named in (context, replace(context, names=context.names.add_works())):
            frame = named.read(words)
            with suppress(UnsureError):
                if not frame.owns:
                    return _decide(named, frame, corrected)
        if not frame.unknown and any(item.is_element and item.senses[1:] for item in frame.items):
            # Two plans have an objective "Rilanciare i negozi del borgo".
            return _decide(named, frame, corrected)
        # The letters were not enough: lemmas, the lexicon and a dictionary take longer than all the rest.
        plain, context = context, replace(context, names=context.names.add_lexicon())
        frame = context.read(words)
        if strange := context.list_strange(frame):
            words, called = correct_names(words, strange, context.names.find_spelt, context.language)
            words, others = correct_words(words, strange, context.list_known(), context.language)
            corrected = (*called, *others)
            frame = context.read(words)
        if corrected:
            with suppress(UnsureError):
                return _decide(plain, plain.read(words), corrected)
        return _decide(context, frame, corrected)
    except UnsureError as unsure:
        return Understanding(
            context.asked,
            context.language,
            notes=tuple(_list_notes(context, corrected)),
            reason=unsure.reason,
            unknown=unsure.unknown,
            is_certain=unsure.is_certain,
            nearest=suggest_questions(context, frame),
        )


def _read_sentence(context: Context) -> list[Word]:
    """Return the words of the one sentence that asks something. Raises UnsureError where none does, or several do."""
    sentences = [words for part in split_sentences(context.asked) if (words := read_words(part, context.lexis))]
    sentences = [_drop_lead(words, context) for words in sentences]
    # "Ciao!", "Grazie.", "Il piano nomina la Prefettura? Dove?"
    asking = [words for words in sentences if read_frame(words, Cutter(context.lexis)) != Frame()]
    asking = [words for words in asking if not _is_of_asker(words, context)] or asking
    # "Dove" alone: every answer says where.
    says = ((words, context.lexis.whole.get(tuple(word.word for word in words))) for words in asking)
    asking = [words for words, said in says if said != SIGNS["where"]] or asking
    if not sentences or len(asking) > 1:
        raise context.refuse("sentences" if sentences else "empty")
    return asking[0] if asking else sentences[0]


def _drop_lead(words: list[Word], context: Context) -> list[Word]:
    """Return the words of a sentence without what the person who asks says of himself before the question.

    "Siamo un gruppo di genitori: quali obiettivi ...", "domani ho il consiglio e mi serve sapere dove ...".
    """
    asker = context.lexis.lists["asker"]
    for place, word in enumerate(words[:_LONGEST_LEAD]):
        says = word.word in _AND and words[place + 1 : place + 2] and words[place + 1].word in asker
        if place and (says or set(word.lead) & _PARTING) and _is_of_asker(words[:place], context):
            return _drop_lead(words[place:], context)
    return words


def _is_of_asker(words: list[Word], context: Context) -> bool:
    """Whether some words say who asks, or speak of that person and neither ask anything nor name what there is."""
    said, first = context.lexis.find_sign([word.word for word in words], 0), 0
    while said and said[1].sort == "light" and first < said[0] < len(words):
        # "Buonasera, sono consigliera di minoranza".
        first = said[0]
        said = context.lexis.find_sign([word.word for word in words], first)
    if said and said[1].sort == "asker":
        return True
    if context.lexis.lists["asker"].isdisjoint(word.word for word in words):
        return False
    frame = context.read(words)
    held = any(sense.held for item in frame.items for sense in item.senses)
    return not (frame.concepts or held or frame.plans)


def _decide(context: Context, frame: Frame, corrected: _Corrected) -> Understanding:
    """Return what a frame means. Raises UnsureError."""
    plan = _choose_plan(context, frame)
    context = replace(context, plan=plan)
    filling = choose_question(context, frame)
    chosen = [(slot, *choose_value(context, slot, item, filling)) for slot, item in filling.fillers]
    shown = {slot: typed for slot, _, _, typed in chosen}
    return Understanding(
        context.asked,
        context.language,
        filling.phrase.question,
        {slot: value for slot, value, _, _ in chosen},
        {slot: label for slot, _, label, _ in chosen},
        shown,
        plan,
        _call_plan(context, frame, plan),
        (*_list_notes(context, corrected, filling), *_list_doubts(context, frame, filling, shown)),
        _list_counted(frame, filling),
    )


def _choose_plan(context: Context, frame: Frame) -> str:
    """Return the one plan that is asked: a town may have several, and all that a question calls it means one."""
    called = {sense.label: {each.thing for each in frame.plans if each.label == sense.label} for sense in frame.plans}
    named, own = set.intersection(*called.values()) if called else {context.names.plan}, context.names.plan
    if own in named or (len(named) == 1 and not own):
        return own or named.pop()
    if not named or own:
        # Two that are named are set side by side.
        raise context.refuse("plans" if named else "change")
    choices = "; ".join(name_plan(context.names.plans, plan) for plan in sorted(named))
    if "change" in frame.concepts:
        raise context.refuse("change")
    raise context.refuse("which plan", words=context.quote(frame.plans[0].label), choices=choices)


def _call_plan(context: Context, frame: Frame, plan: str) -> str:
    alone = len({sense.thing for sense in frame.plans}) == 1
    return frame.plans[0].label if alone else name_plan(context.names.plans, plan) if frame.plans else ""


def _list_counted(frame: Frame, filling: Filling) -> tuple[str, ...]:
    """Return what a question asks to count; each answer about all of them has a row, which needs no counting.

    Of towns it always does: a row is a plan, and a town may have several.
    """
    own = filling.phrase
    if _TOWNS in frame.concepts:
        return (_TOWNS,)
    counts = "count" in frame.concepts and ("count" not in own.frame.concepts or own.question.name == _IN_NUMBERS)
    return (tuple(sorted(frame.concepts & set(ROLE_OF_NOUN))) or ("row",)) if counts else ()


def _list_notes(context: Context, corrected: _Corrected, filling: Filling | None = None) -> Iterator[Note]:
    """Yield what a person should know: words read as others, words that only speak of a theme."""
    hinted = filling.hinted if filling else ()
    fillers = [item for _, item in filling.fillers if item.senses] if filling else []
    for before, after in corrected:
        yield Note(context.say("mended", words=context.quote(before), choices=context.quote(after)))
    for item in (item for item in hinted if item.senses[0].held):
        theme = context.names.find_title(item.senses[0].thing, context.language)
        yield Note(context.say("near theme", words=context.quote(item.words)), BY_THEME, {THEME: theme})
    for item in fillers:
        if not any(sense.sure for sense in item.senses):
            said = context.say("titled" if item.is_element else "term", words=context.quote(item.words))
            yield Note(said, BY_TEXT, {"text": item.words})


def _list_doubts(context: Context, frame: Frame, filling: Filling, shown: Mapping[str, str]) -> Iterator[Note]:
    """Yield what an answer gives otherwise than a person may expect.

    A ranking whole, nothing where two things are not found together, two groups as one and a theme.
    """
    for number in (item.words for item in frame.items if item.sort == "number"):
        if "most" in frame.concepts and not filling.fillers:
            yield Note(context.say("first of all", count=number))
    if "depend" in frame.concepts and filling.phrase.question.name != SHARING:
        yield Note(context.say("depending"), SHARING, shown)
    if filling.phrase.question.name == BY_TEXT and not find_in_text(context, shown["text"]):
        # The introduction and the context are no elements.
        said = find_elsewhere(context, shown["text"])
        if said:
            yield Note(context.say("elsewhere", choices=context.quote(said)))
    elif filling.phrase.question.name == BY_TEXT and frame.unknown and not frame.signs:
        # "Elenco delle opere pubbliche".
        yield Note(context.say("only in text", words=context.quote(shown["text"])))
    for parameter in filling.phrase.question.parameters:
        if parameter.name not in shown and parameter.kind == "integer" and (least := int(parameter.default or 0)) > 1:
            # "Chi compare in più politiche": in three, and two are several.
            values = {parameter.name: str((least + 1) // 2)}
            yield Note(context.say("at least", count=str(least)), filling.phrase.question.name, values)
    linked = all(item.own_roles & item.roles & LINKED for _, item in filling.fillers)
    is_pair = len(shown) > 1 and linked and filling.phrase.question.name.startswith(_BOTH)
    people = {item.words for item in frame.items if BENEFICIARY in item.own_roles}
    groups = {slot: item.words for slot, item in filling.fillers if item.words in people}
    if {THEME, BENEFICIARY} <= groups.keys():
        words = groups[THEME]
        yield Note(context.say("group as theme", words=context.quote(words)), _FOR_GROUP, {BENEFICIARY: words})
    elif is_pair and filling.phrase.question.name != _EITHER and not has_rows(context, filling):
        # "Il turismo e il commercio": together, or each.
        yield Note(context.say("not together"), _EITHER, dict(zip(("thing", "second"), shown.values(), strict=True)))


def run_understanding(engine: Engine, understanding: Understanding) -> Result:
    """Return the answer to a question that was understood, in its language.

    Raises QueryError, which says why and what comes near, for one that was not: rows that look like an answer would
    be a guess.
    """
    if understanding.question is None:
        near = "; ".join(f"{one.title}: {one.command}" for one in understanding.nearest)
        raise QueryError(f"{understanding.asked[:_SHOWN]!r}: {understanding.reason}", hint=near)
    values = {**understanding.values, LANGUAGE_PARAMETER: understanding.language}
    if understanding.plan:
        values[PLAN_PARAMETER] = understanding.plan
    result = run_question(engine, understanding.question, values)
    given = tuple(understanding.labels.items())
    asked = result.asked and replace(result.asked, question=understanding.asked.strip(), parameters=given)
    return replace(result, asked=asked)
