"""The question box: a question in plain words, what was understood of it, and the answer; or what comes near."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dupgraph.ask.catalogue.counting import count_answer
from dupgraph.ask.catalogue.questions import PLAN_PARAMETER, load_question
from dupgraph.ask.phrases.names import is_code
from dupgraph.ask.phrases.reading import MOST_CHARACTERS, run_understanding, understand
from dupgraph.ask.phrases.text import detect_language
from dupgraph.ask.phrases.understanding import Understanding
from dupgraph.language.languages import LABEL_LANGUAGES, LANGUAGES
from dupgraph.publish.pages.elements import find_word
from dupgraph.publish.pages.page import Page
from dupgraph.serve.environment import ASK, QUESTIONS, find_place
from dupgraph.serve.pages.answers import show_answer
from dupgraph.serve.pages.forms import read_form
from dupgraph.serve.pages.questions import write_edit, write_values
from dupgraph.serve.pages.replies import Reply, Visit, give_file, make_page, refuse

ASKED = "q"
# Questions that show what can be asked; each with names that the plan holds.
_SHOWN = ("objectives-by-partner", "partners-of-objective", "objectives-by-theme", "objectives-without-partner")
_BY_TEXT = "objectives-by-text"


@dataclass(frozen=True, slots=True)
class NearQuestion:
    """A question that comes near: its title, what it would be asked with, and the way to it from the top."""

    title: str
    values: tuple[str, ...]
    path: str
    query: str


def ask_question(visit: Visit) -> Reply:
    """Return the page of a question in plain words: box and examples where none is given."""
    asked = visit.given.get(ASKED, "").strip()
    if not asked:
        return Reply(_make_page(visit, asked, {"examples": list_examples(visit)}))
    if len(asked) > MOST_CHARACTERS:
        return refuse(visit, visit.word("too_long", count=MOST_CHARACTERS))
    understanding = understand(
        visit.index.engine, asked, plan=visit.plan, names=visit.index.read_names(asked, visit.plan)
    )
    if not understanding:
        # The page is the answer to whoever reads it; a file that was asked for there is none.
        status = 200 if visit.address.ending == "html" else 422
        return Reply(_make_page(visit, asked, _describe_near(visit, understanding)), status)
    # Names and headings come in the language of the page, whatever the question is in.
    result = run_understanding(visit.index.engine, replace(understanding, language=visit.language))
    if visit.address.ending != "html":
        return give_file(visit, result, asked)
    question, counts = understanding.question, understanding.counts
    values = {
        "understanding": understanding,
        "notes": tuple(_list_notes(visit, understanding)),
        "counted": count_answer(result, question, visit.language, counts) if question and counts and result else "",
        "answer": show_answer(visit.index, result, visit.language),
        "elsewhere": () if result else tuple(_list_elsewhere(visit, understanding, asked)),
    }
    return Reply(_make_page(visit, asked, values | _find_form(visit, understanding)))


def _make_page(visit: Visit, asked: str, values: Mapping[str, object]) -> Page:
    empty: dict[str, object] = {"understanding": None, "answer": None, "examples": (), "near": (), "form_path": "",
                                "form_query": "", "edit": "", "by_text": None, "elsewhere": (), "notes": (),
                                "counted": ""}  # fmt: skip
    title = "ask_title" if visit.frame.plan or visit.plan else "ask_title_several"
    query = write_values({ASKED: asked} if asked else {})
    return make_page(visit, "ask.html", find_word(title, "serve"), {**empty, "asked": asked, "query": query, **values})


def _find_form(visit: Visit, understanding: Understanding) -> dict[str, object]:
    if understanding.question is None:
        return {}
    path = f"{find_place(QUESTIONS, visit.frame, visit.address.plan)}/{understanding.question.name}"
    values = {name: value for name, value in understanding.values.items() if name != PLAN_PARAMETER}
    edit = write_edit(understanding.question, values, understanding.plan or visit.plan)
    return {"form_path": path, "form_query": write_values(values), "edit": edit}


def _describe_near(visit: Visit, understanding: Understanding) -> dict[str, object]:
    place = find_place(QUESTIONS, visit.frame, visit.address.plan)
    near = []
    for question, values in [(each.question, each.values) for each in understanding.nearest if each.question]:
        form = read_form(visit, question, {name: value for name, value in values.items() if name != PLAN_PARAMETER})
        # What was not named is not asked: the form says what it wants.
        filled = {field.name: field.value for field in form.fields if field.value and not field.check.fault}
        labels = tuple(_name_value(visit, each) for each in filled.values())
        path = f"{place}/{question.name}"
        near.append(NearQuestion(question.summary[visit.language], labels, path, write_values(filled)))
    notes, by_text = tuple(_list_notes(visit, understanding)), _search_text(visit, understanding.asked)
    return {"understanding": understanding, "notes": notes, "near": near, "by_text": by_text}


def _list_notes(visit: Visit, understanding: Understanding) -> Iterator[tuple[str, NearQuestion | None]]:
    """Yield the notes, each with the way to the question that it leads to."""
    place = find_place(QUESTIONS, visit.frame, visit.address.plan)
    for note in understanding.notes:
        way = None
        if note.leads_to:
            title = load_question(note.leads_to).summary[visit.language]
            way = NearQuestion(
                title, tuple(note.values.values()), f"{place}/{note.leads_to}", write_values(note.values)
            )
        yield note.said, way


def _list_elsewhere(visit: Visit, understanding: Understanding, asked: str) -> Iterator[NearQuestion]:
    """Yield where an answer may be that this plan, read with the words of the vocabularies, does not give."""
    for name in understanding.shown.values():
        if not is_code(name):
            yield _search_text(visit, name)
    if visit.address.plan and len(visit.frame.plans) > 1:
        yield NearQuestion(visit.word("ask_everywhere"), (), ASK, write_values({ASKED: asked}))


def _search_text(visit: Visit, words: str) -> NearQuestion:
    """Return the way to the places where words stand as they are."""
    path = f"{find_place(QUESTIONS, visit.frame, visit.address.plan)}/{_BY_TEXT}"
    return NearQuestion(visit.word("ask_text"), (words,), path, write_values({"text": words}))


def _name_value(visit: Visit, value: str) -> str:
    return visit.index.name_thing(value, visit.language) if value.startswith("http") else value


def list_examples(visit: Visit) -> tuple[str, ...]:
    """Return questions in plain words that the plan can answer, in the language of the page."""
    language = visit.language if visit.language in LABEL_LANGUAGES else LANGUAGES[0]
    found = []
    for name in _SHOWN:
        question = load_question(name)
        form = read_form(visit, question, {})
        examples = {each.name: each.example for each in form.fields}
        # Without the names of its parameters, which are English.
        bare = dict.fromkeys(examples, "1")
        phrase = next((each for each in question.asks if detect_language(each.format(**bare)) == language), "")
        if phrase and all(examples.values()):
            said = phrase.format(**examples)
            found.append(f"{said[:1].upper()}{said[1:]}?")
    return tuple(found)
